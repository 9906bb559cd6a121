"""Whole batches with a key file: what is signed is valid to outside programs, and nothing else is touched."""

import hashlib
import json
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, PrivateFormat, pkcs12

from counter_app.errors import Refused, Trouble
from counter_app.model.signature import KeyRef, Level, PinAnswer, SignStatus
from counter_app.signing.paper_process import PROCESS
from counter_app.signing.practice_pki import PracticeKeys
from tests.signing.desk import AGENCY, NAME, Desk, assert_sound, frozen, pdfsig, pdftotext, valid_signatures
from tests.signing.papers import (
    broken_table,
    cut_off,
    hybrid,
    locked,
    paper,
    signed_by_applicant,
    with_empty_field,
)

pytestmark = [pytest.mark.poppler, pytest.mark.qpdf]
ROOT = Path(__file__).resolve().parents[2]


def test_several_files_are_signed_with_one_password_and_valid_outside(desk: Desk, tmp_path: Path) -> None:
    sources = [paper(tmp_path / f"giay-{n}.pdf", pages=n + 1, number=n) for n in range(3)]
    before = [source.read_bytes() for source in sources]
    outcomes = desk.sign([desk.item(source) for source in sources])
    assert [outcome.status for outcome in outcomes] == [SignStatus.SIGNED] * 3
    assert len(desk.asked) == 1 and desk.asked[0].file_count == 3
    assert [source.read_bytes() for source in sources] == before
    for source, outcome in zip(sources, outcomes, strict=True):
        output = Path(outcome.output)
        assert valid_signatures(output) == 1
        assert_sound(output)
        assert "Total document signed" in pdfsig(output) and "ETSI.CAdES.detached" in pdfsig(output)
        text = pdftotext(output)
        assert NAME in text and AGENCY in text and "+07:00" in text
        assert hashlib.sha256(output.read_bytes()).hexdigest() == outcome.sha256
        assert output.read_bytes().startswith(source.read_bytes())
        assert outcome.level == "B-B" and not outcome.debt and outcome.signer == "Nguyễn Thu Hà"
    assert desk.leftovers() == []
    assert [step for index, step in desk.steps if index == 0] == ["signing", "reading_back", "done"]


def test_odd_but_sound_files_are_signed(desk: Desk, tmp_path: Path, pki: PracticeKeys) -> None:
    assert pki.stranger is not None
    sources = [
        hybrid(tmp_path / "lai.pdf"),
        locked(tmp_path / "khoa-mo-duoc.pdf"),
        broken_table(tmp_path / "bang-hong.pdf"),
        signed_by_applicant(tmp_path / "da-ky.pdf", pki.stranger.p12, pki.password),
        signed_by_applicant(tmp_path / "chung-nhan-2.pdf", pki.stranger.p12, pki.password, docmdp=2),
    ]
    outcomes = desk.sign([desk.item(source, repair_agreed=True) for source in sources])
    assert [outcome.message for outcome in outcomes] == [""] * 5
    for source, count in zip(sources, (1, 1, 1, 2, 2), strict=True):
        output = desk.out / source.name
        assert valid_signatures(output) == count
        assert_sound(output)
    assert NAME in pdftotext(desk.out / "da-ky.pdf")
    # A new visible field would break a certification for filling in: the signature is there, the mark is not.
    assert NAME not in pdftotext(desk.out / "chung-nhan-2.pdf")


def test_files_that_must_not_be_signed_are_refused_in_words_and_the_others_go_on(
    desk: Desk, tmp_path: Path, pki: PracticeKeys
) -> None:
    assert pki.stranger is not None
    image = tmp_path / "anh.pdf"
    image.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2000))
    changed = paper(tmp_path / "doi.pdf")
    cases = {
        desk.item(signed_by_applicant(tmp_path / "chot.pdf", pki.stranger.p12, pki.password, docmdp=1)): (
            "signing.certified_no_changes"
        ),
        desk.item(signed_by_applicant(tmp_path / "khoa.pdf", pki.stranger.p12, pki.password, lock_all=True)): (
            "signing.locked_by_signer"
        ),
        desk.item(locked(tmp_path / "mat-khau.pdf", user="bi-mat")): "signing.needs_password",
        desk.item(locked(tmp_path / "cam.pdf", may_sign=False)): "signing.permission_denied",
        desk.item(cut_off(tmp_path / "cut.pdf")): "signing.truncated",
        desk.item(image): "signing.not_a_pdf",
        desk.item(changed, sha256="0" * 64): "signing.file_changed",
        desk.item(tmp_path / "khong-co.pdf"): "signing.file_gone",
        desk.item(paper(tmp_path / "tot.pdf")): "",
    }
    outcomes = desk.sign(list(cases))
    assert [outcome.code for outcome in outcomes] == list(cases.values())
    assert all(outcome.message for outcome in outcomes[:-1])
    assert outcomes[-1].status is SignStatus.SIGNED
    assert [path.name for path in desk.out.iterdir()] == ["tot.pdf"]


def test_an_existing_output_is_never_overwritten(desk: Desk, tmp_path: Path) -> None:
    first, second = paper(tmp_path / "a.pdf"), paper(tmp_path / "b.pdf", number=1)
    (desk.out / "a.pdf").write_bytes(b"of somebody else")
    one, two, again = desk.sign([desk.item(first), desk.item(second), desk.item(second)])
    assert (one.status, one.code) == (SignStatus.REFUSED, "signing.output_exists")
    assert (desk.out / "a.pdf").read_bytes() == b"of somebody else"
    assert two.status is SignStatus.SIGNED
    assert (again.status, again.code) == (SignStatus.REFUSED, "signing.output_exists")


def test_an_output_that_appears_while_signing_is_kept(desk: Desk, tmp_path: Path) -> None:
    items = [desk.item(paper(tmp_path / "a.pdf")), desk.item(paper(tmp_path / "b.pdf", number=1))]

    def progress(step: Any) -> None:
        if step.step == "reading_back" and step.index == 0:
            (desk.out / "a.pdf").write_bytes(b"came meanwhile")

    outcomes = desk.room.sign(
        items,
        desk.pki.file_key("ha"),
        level=Level.B_B,
        pin=lambda _: PinAnswer(secret=desk.pki.password),
        progress=progress,
    )
    assert [outcome.code for outcome in outcomes] == ["signing.output_exists", ""]
    assert (desk.out / "a.pdf").read_bytes() == b"came meanwhile"
    assert desk.leftovers() == []


def test_the_same_batch_again_skips_what_is_done(desk: Desk, tmp_path: Path) -> None:
    items = [desk.item(paper(tmp_path / f"{n}.pdf", number=n)) for n in range(2)]
    desk.sign(items[:1])
    done = (desk.out / "0.pdf").read_bytes()
    first, second = desk.sign(items)
    assert (first.status, first.code, first.level) == (SignStatus.SKIPPED, "signing.already_done", "B-B")
    assert first.message and second.status is SignStatus.SIGNED
    assert (desk.out / "0.pdf").read_bytes() == done


def test_a_signed_file_as_source_is_skipped_for_the_same_purpose_only(
    desk: Desk, tmp_path: Path, pki: PracticeKeys
) -> None:
    desk.sign([desk.item(paper(tmp_path / "don.pdf"))])
    signed = (desk.out / "don.pdf").rename(tmp_path / "don-da-ky.pdf")
    (same,) = desk.sign([desk.item(signed)])
    assert (same.status, same.code, same.output) == (SignStatus.SKIPPED, "signing.already_ours", str(signed))
    (other,) = desk.sign([desk.item(signed)], pki.file_key("cuong"))
    assert other.status is SignStatus.SIGNED and valid_signatures(Path(other.output)) == 2
    fields = [line for line in pdfsig(Path(other.output)).splitlines() if "Field Name" in line]
    assert [line.split()[-1] for line in fields] == ["KyKiemSoat", "KyKiemSoat_2"]


def journal_states(folder: Path) -> dict[str, set[str]]:
    """Names of outputs by the state that they were written down with."""
    told: dict[str, set[str]] = defaultdict(set)
    for line in (line for file in folder.glob("*.jsonl") for line in file.read_text().splitlines()):
        entry = json.loads(line)
        told[entry["state"]].add(Path(entry["output"]).name)
    return told


def test_a_kill_in_the_middle_is_resumed_without_signing_twice(desk: Desk, tmp_path: Path) -> None:
    items = [desk.item(paper(tmp_path / f"{n:02}.pdf", number=n)) for n in range(12)]
    plan = {
        "key": desk.pki.file_key("ha").path,
        "password": desk.pki.password,
        "journal": str(tmp_path / "journal"),
        "items": [[item.source, item.output] for item in items],
        "kill_at": [2, "done"],  # the next ones are signed, without a name or with one that nobody was told
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.signing.killed_batch"],
        input=json.dumps(plan),
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    finished = {path.name: path.read_bytes() for path in desk.out.glob("*.pdf")}
    assert sorted(finished) == [f"{n:02}.pdf" for n in range(len(finished))] and 3 <= len(finished) < len(items)
    told = journal_states(tmp_path / "journal")
    assert told["replaced"] <= set(finished) <= told["verified"] <= told["signed"]
    outcomes = desk.sign(items)
    left = len(items) - len(finished)
    assert [outcome.status for outcome in outcomes] == [SignStatus.SKIPPED] * len(finished) + [SignStatus.SIGNED] * left
    assert {name: (desk.out / name).read_bytes() for name in finished} == finished
    assert all(valid_signatures(Path(item.output)) == 1 for item in items)
    assert desk.leftovers() == []


def test_an_empty_place_holder_of_a_killed_run_is_ours_to_replace(desk: Desk, tmp_path: Path) -> None:
    items = [desk.item(paper(tmp_path / "a.pdf"))]
    desk.sign(items)
    (desk.out / "a.pdf").write_bytes(b"")
    (outcome,) = desk.sign(items)
    assert outcome.status is SignStatus.SIGNED and valid_signatures(desk.out / "a.pdf") == 1


def test_a_file_that_kills_the_paper_process_costs_only_itself(desk: Desk, tmp_path: Path) -> None:
    items = [desk.item(paper(tmp_path / f"{n}.pdf", number=n)) for n in range(3)]

    def progress(step: Any) -> None:
        if (step.index, step.step) == (1, "reading_back"):
            (working,) = (child for child in multiprocessing.active_children() if child.name == PROCESS)
            os.kill(working.pid or 0, signal.SIGKILL)

    pins: list[str] = []

    def pin(_: Any) -> PinAnswer:
        pins.append("asked")
        return PinAnswer(secret=desk.pki.password)

    outcomes = desk.room.sign(items, desk.pki.file_key("ha"), level=Level.B_B, pin=pin, progress=progress)
    assert [outcome.status for outcome in outcomes] == [SignStatus.SIGNED, SignStatus.FAILED, SignStatus.SIGNED]
    assert outcomes[1].code == "signing.paper_process_ended" and len(pins) == 1
    assert sorted(path.name for path in desk.out.iterdir()) == ["0.pdf", "2.pdf"]


def test_a_full_disk_fails_one_file_and_leaves_nothing_of_it(desk: Desk, tmp_path: Path) -> None:
    small, big = paper(tmp_path / "nho.pdf"), paper(tmp_path / "to.pdf", content=b" " * 300_000)
    big.write_bytes(big.read_bytes().replace(b"%%EOF", b"%" + os.urandom(200_000).hex().encode() + b"\n%%EOF"))
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, old[1]))  # the children inherit it: writing fails for real
    try:
        outcomes = desk.sign([desk.item(big), desk.item(small)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert [(outcome.status, outcome.code) for outcome in outcomes] == [
        (SignStatus.FAILED, "signing.disk_full"),
        (SignStatus.SIGNED, ""),
    ]
    assert [path.name for path in desk.out.iterdir()] == ["nho.pdf"]


def test_stopping_leaves_the_rest_waiting(desk: Desk, tmp_path: Path) -> None:
    """What the key works on is finished; nothing more is handed to it."""
    items = [desk.item(paper(tmp_path / f"{n:02}.pdf", number=n)) for n in range(14)]
    outcomes = desk.sign(items, stop=lambda: (0, "done") in desk.steps)
    statuses = [outcome.status for outcome in outcomes]
    signed = statuses.count(SignStatus.SIGNED)
    assert 1 <= signed < len(items), "a few wait for their names while the next one is signed"
    assert statuses == [SignStatus.SIGNED] * signed + [SignStatus.PENDING] * (len(items) - signed)
    assert sorted(path.name for path in desk.out.iterdir()) == [f"{n:02}.pdf" for n in range(signed)]
    assert {outcome.code for outcome in outcomes[signed:]} == {"signing.stopped"}


def test_no_password_typed_means_nothing_signed(desk: Desk, tmp_path: Path) -> None:
    (outcome,) = desk.sign([desk.item(paper(tmp_path / "a.pdf"))], pin=None)
    assert (outcome.status, outcome.code) == (SignStatus.PENDING, "signing.pin_cancelled")
    assert list(desk.out.iterdir()) == []


def test_wrong_password_and_broken_key_file_are_told_apart(desk: Desk, tmp_path: Path) -> None:
    item = desk.item(paper(tmp_path / "a.pdf"))
    with pytest.raises(Refused) as wrong:
        desk.sign([item], pin="khong-phai")
    assert wrong.value.code == "signing.wrong_password"
    assert "khong-phai" not in str(wrong.value) + repr(wrong.value)
    broken = tmp_path / "hong.p12"
    broken.write_bytes(desk.pki.key("ha").p12.read_bytes()[:300])
    with pytest.raises(Trouble) as trouble:
        desk.sign([item], KeyRef(kind="p12", path=str(broken)))
    assert trouble.value.code == "signing.key_file_broken"
    with pytest.raises(Refused):
        desk.sign([item], pin="van-sai")
    assert desk.asked[-1].error == str(wrong.value)  # says why it is asked again
    assert list(desk.out.iterdir()) == []


def test_key_files_are_refused_where_they_are_switched_off(make_desk: Any, tmp_path: Path) -> None:
    desk = make_desk(allow_file_keys=False)
    with pytest.raises(Refused, match="tệp khóa đang tắt"):
        desk.sign([desk.item(paper(tmp_path / "a.pdf"))])
    assert desk.asked == []


@pytest.mark.parametrize(
    ("login", "code"),
    [("expired", "signing.certificate_expired"), ("login_only", "signing.certificate_login_only")],
)
def test_a_certificate_that_may_not_sign_is_refused(desk: Desk, tmp_path: Path, login: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        desk.sign([desk.item(paper(tmp_path / "a.pdf"))], desk.pki.file_key(login))
    assert refused.value.code in (code, "signing.certificate_no_signing")
    assert list(desk.out.iterdir()) == []


def test_old_encryptions_and_elliptic_curves_of_key_files_work(desk: Desk, tmp_path: Path) -> None:
    key, certificate, others = pkcs12.load_key_and_certificates(
        desk.pki.key("ha").p12.read_bytes(), desk.pki.password.encode()
    )
    old = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(2000)
        .key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
        .hmac_hash(hashes.SHA1())
        .build("mật khẩu cũ".encode())
    )
    assert certificate is not None
    legacy = tmp_path / "cu.p12"
    legacy.write_bytes(pkcs12.serialize_key_and_certificates(None, key, certificate, others, old))  # type: ignore[arg-type]
    curve_key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Người Thử Đường Cong")])
    curve = (
        x509.CertificateBuilder(name, name, curve_key.public_key(), 7)
        .not_valid_before(certificate.not_valid_before_utc)
        .not_valid_after(certificate.not_valid_after_utc)
        .sign(curve_key, hashes.SHA256())
    )
    modern = tmp_path / "ec.p12"
    modern.write_bytes(
        pkcs12.serialize_key_and_certificates(None, curve_key, curve, None, BestAvailableEncryption(b"ec-mat-khau"))
    )
    a, b = desk.item(paper(tmp_path / "a.pdf")), desk.item(paper(tmp_path / "b.pdf", number=1))
    (one,) = desk.sign([a], KeyRef(kind="p12", path=str(legacy)), pin="mật khẩu cũ")
    (two,) = desk.sign([b], KeyRef(kind="p12", path=str(modern)), pin="ec-mat-khau")
    assert one.status is two.status is SignStatus.SIGNED
    assert two.signer == "Người Thử Đường Cong"
    assert valid_signatures(desk.out / "a.pdf") == valid_signatures(desk.out / "b.pdf") == 1


def test_a_prepared_empty_field_is_used(desk: Desk, tmp_path: Path) -> None:
    source = with_empty_field(tmp_path / "o-san.pdf", "LanhDao", (300, 100, 520, 160))
    (outcome,) = desk.sign([desk.item(source, field_name="LanhDao")])
    assert outcome.status is SignStatus.SIGNED
    said = pdfsig(desk.out / "o-san.pdf")
    assert said.count("Signature #") == 1 and "LanhDao" in said
    assert NAME in pdftotext(desk.out / "o-san.pdf")


def test_the_printed_time_is_the_moment_of_signing_in_viet_nam(make_desk: Any, tmp_path: Path) -> None:
    desk = make_desk(clock=frozen())
    (outcome,) = desk.sign([desk.item(paper(tmp_path / "a.pdf"))])
    assert "21/11/2026 09:12:07 +07:00" in pdftotext(desk.out / "a.pdf")
    assert b"20261121091207" in (desk.out / "a.pdf").read_bytes()
    assert outcome.signed_at == frozen().now()
