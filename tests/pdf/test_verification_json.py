"""The command line's words about signatures: keys that stay, sentences that help."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from counter_app.messages import sentence
from counter_app.model.signature import Verdict
from counter_app.pdf import validation
from counter_app.pdf.validation import undetermined, verify_file
from counter_app.pdf.verification_json import verification_as_json
from counter_app.resources import resource
from counter_app.signing.practice_pki import PracticeKeys
from tests.pdf import signed_files as make

WORDS = tomllib.loads(resource("messages", "vi", "validation.toml").read_text(encoding="utf-8"))


def test_the_keys_are_the_contract(pki: PracticeKeys, tmp_path: Path) -> None:
    signed = make.sign(make.plain_pdf(tmp_path / "a.pdf"), tmp_path / "x.pdf", pki.key("ha"))
    told = json.loads(json.dumps(verification_as_json(verify_file(signed, trust_folders=[pki.trust_folder]))))
    assert {"file", "verdict", "signatures"} <= set(told)
    assert (told["file"], told["verdict"]) == ("x.pdf", "indeterminate")
    (one,) = told["signatures"]
    assert list(one) == [
        "signer",
        "issuer",
        "signed_at",
        "time_source",
        "intact",
        "trusted",
        "revocation",
        "changes_after",
        "verdict",
        "reasons",
        "class",
        "criteria",
        "field",
        "organisation",
        "purpose",
        "level",
        "algorithm",
        "not_after",
        "document_time_stamp",
        "page",
    ]
    assert one["signer"] == "Nguyễn Thu Hà"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+07:00", one["signed_at"])
    assert {"code", "severity", "message"} == set(one["reasons"][0])


def test_a_file_that_could_not_be_judged_says_why() -> None:
    told = verification_as_json(undetermined(Path("a.pdf"), "validation.too_slow"))
    assert (told["verdict"], told["signatures"]) == ("indeterminate", [])
    assert told["findings"][0]["code"] == "validation.too_slow"


def test_every_verdict_has_its_words() -> None:
    for verdict in Verdict:
        assert sentence(f"validation.verdict.{verdict.value}").advice


@pytest.mark.parametrize("code", sorted(WORDS))
def test_every_reason_says_what_happened_and_what_cures_it(code: str) -> None:
    what, advice = WORDS[code]["what"], WORDS[code]["advice"]
    assert what.endswith((".", "»."))
    assert advice.endswith(".")
    assert "!" not in what + advice
    assert not re.search(r"\b(error|exception|null|None|CMS|OCSP|ASN)\b", what + advice)


def test_every_code_that_can_be_given_has_words_and_no_words_are_unused() -> None:
    folder = Path(validation.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in [*folder.glob("*.py"), folder / "../pdf/reader.py"])
    given = set(re.findall(r'"validation\.([a-z_0-9]+)"', source))
    given |= set(re.findall(r'_warning\(\s*"([a-z_0-9]+)"', source))
    given |= set(re.findall(r'"(?:lost|unsupported|unreadable)": "([a-z_0-9]+)"', source))
    known = {code.removeprefix("validation.") for code in WORDS if code.startswith("validation.")}
    assert given == {code for code in known if not code.startswith("verdict.")}
