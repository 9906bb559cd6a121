"""Files that ought not to arrive at a counter: told in words, and no other file suffers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counter_app.errors import CounterError
from counter_app.model.dossier import ComponentVerdict
from counter_app.model.signature import PinAnswer, PreflightVerdict, SignItem
from counter_app.workflow import intake, queue, results
from counter_app.workflow.office import Office
from tests.faults.odd_files import PAGES, make_all
from tests.faults.outside import Said, assert_sentence
from tests.faults.whole import count_of
from tests.signing.desk import pdfsig
from tests.workflow.test_day import new_online_dossier

SIGNABLE = {"good", "empty_password", "many_pages", "pdf_as_jpg", "odd_name", "bomb"}
REFUSED = {
    "truncated": "signing.truncated",
    "empty": "signing.not_a_pdf",
    "user_password": "signing.needs_password",
    "forbidden": "signing.permission_denied",
    "not_a_pdf": "signing.not_a_pdf",
    "no_pages": "signing.no_pages",
    "jpeg_as_pdf": "signing.not_a_pdf",
    "docx_as_pdf": "signing.not_a_pdf",
    "long_name": "signing.name_too_long",
}
FAILED = dict.fromkeys(("folder", "missing", "longer_name"), "signing.file_gone")


@pytest.fixture(scope="session")
def odd(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Never changed by a test."""
    return make_all(tmp_path_factory.mktemp("den") / "giấy tờ đến")


@pytest.mark.poppler
def test_signing_all_of_them_signs_the_sound_ones_and_explains_the_others(
    ctl: Callable[..., Said], odd: dict[str, Path], pki: Any, tmp_path: Path
) -> None:
    """500 pages and a stream that unpacks to 400 MB are among them; the whole batch stays within its time."""
    before = {name: path.read_bytes() for name, path in odd.items() if name not in FAILED}
    out = tmp_path / "đã ký"
    given = (*odd.values(), "--out", out, "--stamp", "component")
    plan = ctl("preflight", *given)
    said = ctl("sign", *given, "--p12", pki.key("ha").p12, "--pin-env", "MAT_KHAU")
    name_of = {str(path): name for name, path in odd.items()}
    outcomes = {name_of[one["file"]]: one for one in said.lines[:-1]}
    assert len(outcomes) == len(odd)
    assert {name for name, one in outcomes.items() if one["status"] == "signed"} == SIGNABLE
    assert {name: one["code"] for name, one in outcomes.items() if one["status"] == "refused"} == REFUSED
    assert {name: one["code"] for name, one in outcomes.items() if one["status"] == "failed"} == FAILED
    assert (plan.code, said.code) == (1, 3)
    for name, one in outcomes.items():
        if name in SIGNABLE:
            assert "Signature is Valid" in pdfsig(Path(one["output"]))
        else:
            assert_sentence(one["message"])
    verdicts = dict(zip(odd, plan.lines, strict=True))
    assert {name for name, one in verdicts.items() if one["verdict"] != "cannot"} == SIGNABLE
    assert all(one["findings"][-1]["advice"] for name, one in verdicts.items() if name not in SIGNABLE)
    assert said.summary["signed"] == len(SIGNABLE)
    assert sorted(path.name for path in out.glob("*.pdf")) == sorted(f"{odd[name].stem}_da-ky.pdf" for name in SIGNABLE)
    assert {name: path.read_bytes() for name, path in odd.items() if name not in FAILED} == before


def test_looking_at_all_of_them_tells_each_and_never_ends_in_a_crash(
    ctl: Callable[..., Said], odd: dict[str, Path]
) -> None:
    names = [name for name in odd if name not in FAILED]
    said = ctl("inspect", *odd.values())
    facts = dict(zip(names, said.lines, strict=True))
    assert said.code == 3  # some of several could not be looked at
    assert {name for name, one in facts.items() if not one["acceptable"]} >= {
        "truncated",
        "empty",
        "user_password",
        "not_a_pdf",
        "no_pages",
        "docx_as_pdf",
    }
    assert all(one["findings"] for one in facts.values() if not one["acceptable"])
    assert facts["many_pages"]["pages"] == PAGES
    assert (facts["jpeg_as_pdf"]["kind"], facts["pdf_as_jpg"]["kind"]) == ("jpeg", "pdf")
    assert_sentence(said.words)
    checked = ctl("verify", *odd.values())
    assert checked.code == 3
    assert {one["verdict"] for one in checked.lines} <= {"unsigned", "indeterminate"}
    verdicts = dict(zip(names, checked.lines, strict=True))
    assert verdicts["good"]["verdict"] == "unsigned" and verdicts["user_password"]["verdict"] == "indeterminate"


def test_one_bad_file_alone_gives_the_exit_code_of_its_kind(
    ctl: Callable[..., Said], odd: dict[str, Path], pki: Any, tmp_path: Path
) -> None:
    key = ("--p12", pki.key("ha").p12, "--pin-env", "MAT_KHAU")
    assert ctl("sign", odd["empty"], "--out", tmp_path / "a", *key).code == 1
    assert ctl("sign", odd["missing"], "--out", tmp_path / "b", *key).code == 4
    in_the_way = ctl("sign", odd["good"], "--out", odd["empty"], *key)
    assert in_the_way.code == 4 and in_the_way.lines[-1]["error"] == "cli.file_trouble"
    assert_sentence(in_the_way.words)


def test_attaching_them_takes_what_can_be_kept_and_refuses_the_rest_in_words(
    office: Office, odd: dict[str, Path], whole: Callable[[], None]
) -> None:
    dossier = new_online_dossier(office)
    part = dossier.components[0]
    kept, refused = set(), set()
    for name, path in odd.items():
        before = count_of(office.folder)
        try:
            intake.attach_file(office, dossier.id, part.id, path)
            kept.add(name)
        except CounterError as error:
            assert_sentence(str(error))
            assert count_of(office.folder) == before
            refused.add(name)
    assert refused == {"empty", "not_a_pdf", "docx_as_pdf", *FAILED}
    assert "jpeg_as_pdf" in kept
    whole()


@pytest.mark.parametrize("name", ["truncated", "user_password", "no_pages"])
def test_a_file_that_nobody_can_read_is_not_passed_without_a_reason(
    office: Office, odd: dict[str, Path], name: str
) -> None:
    dossier = new_online_dossier(office)
    part = dossier.components[0]
    intake.attach_file(office, dossier.id, part.id, odd[name])
    with pytest.raises(CounterError) as refused:
        intake.check_component(office, dossier.id, part.id, ComponentVerdict.PASS)
    assert refused.value.code == "workflow.pass_with_errors"
    assert queue.dossier(office, dossier.id).components[0].verdict is ComponentVerdict.NOT_CHECKED


def test_a_result_that_is_no_document_is_refused_and_nothing_is_written(
    office: Office, odd: dict[str, Path], whole: Callable[[], None]
) -> None:
    from counter_app.model.dossier import DossierId, DossierState
    from counter_app.model.queue import QueueFilter

    one = DossierId(queue.ids(office, QueueFilter(states=(DossierState.PROCESSING,)))[0])
    before = count_of(office.folder)
    for name in ("truncated", "empty", "user_password", "not_a_pdf", "docx_as_pdf", *FAILED):
        with pytest.raises(CounterError) as refused:
            results.attach_result(office, one, odd[name])
        assert_sentence(str(refused.value))
    assert count_of(office.folder) == before
    whole()


def test_a_file_that_goes_or_changes_after_it_was_shown_is_not_signed(office: Office, tmp_path: Path, pki: Any) -> None:
    """Also when it happens while the PIN is being typed."""
    from counter_app.model.signature import Level
    from tests.signing.papers import paper

    gone, changed, good = (paper(tmp_path / f"{n}.pdf", number=n) for n in range(3))
    items = [SignItem(source=str(path), output=str(tmp_path / f"ra-{path.name}")) for path in (gone, changed, good)]
    assert {one.verdict for one in office.signing.preflight(items)} == {PreflightVerdict.READY}

    def pin(_: object) -> PinAnswer:
        gone.unlink()
        paper(changed, number=99)
        return PinAnswer(secret=pki.password)

    outcomes = office.signing.sign(items, pki.file_key("ha"), level=Level.B_B, pin=pin)
    assert [(str(one.status), one.code) for one in outcomes] == [
        ("failed", "signing.file_gone"),
        ("refused", "signing.file_changed"),
        ("signed", ""),
    ]
    assert sorted(path.name for path in tmp_path.glob("ra-*")) == ["ra-2.pdf"]
