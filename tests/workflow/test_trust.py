"""Trust roots and revocation lists by the administrator; many files at once; the sheet of a check."""

import shutil
from pathlib import Path

import pytest

from counter_app.bootstrap import verification_options
from counter_app.errors import Refused
from counter_app.model.signature import Verdict
from counter_app.settings import load_settings, save_settings
from counter_app.signing.practice_pki import PracticeKeys
from counter_app.workflow import trust, verification
from counter_app.workflow.office import Office
from tests.pdf import signed_files as make
from tests.signing.desk import pdftotext


@pytest.fixture
def keeper(office: Office) -> Office:
    return office.as_person("phuoc.dh")


@pytest.fixture
def stranger_file(pki: PracticeKeys, tmp_path: Path) -> Path:
    """Signed under an authority that the practice office does not know."""
    return make.sign(make.plain_pdf(tmp_path / "p.pdf"), tmp_path / "signed.pdf", pki.key("ha"))


def test_a_foreign_signature_becomes_valid_when_the_administrator_installs_what_is_missing(
    keeper: Office, pki: PracticeKeys, stranger_file: Path
) -> None:
    assert keeper.signing.verify(stranger_file).verdict is Verdict.INDETERMINATE
    before = trust.installed(keeper)
    offered = trust.offer(keeper, pki.root)
    assert len(offered.new_authorities) == 1 and trust.installed(keeper) == before, "an offer changes nothing"
    for path in (pki.root, pki.intermediate, *sorted(pki.crl_folder.glob("*.crl"))):
        assert trust.install(keeper, path).settings
    after = trust.installed(keeper)
    assert len(after.authorities) == len(before.authorities) + 2
    assert all(one.signed_by_known and one.count >= 0 for one in after.lists)
    assert keeper.signing.verify(stranger_file).verdict is Verdict.VALID
    event = keeper.store.readings.last_office_event("install_authority")
    assert event is not None and event.by == "phuoc.dh" and event.details["fingerprint"]
    assert trust.offer(keeper, pki.root).new_authorities == ()
    root = next(one for one in after.authorities if one not in before.authorities and one.root)
    trust.remove(keeper, root.fingerprint)
    assert keeper.signing.verify(stranger_file).verdict is Verdict.INDETERMINATE


def test_only_an_administrator_changes_what_is_trusted(office: Office, pki: PracticeKeys) -> None:
    for act in (lambda: trust.install(office, pki.root), lambda: trust.remove(office, "0" * 64)):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "access.not_allowed"


def test_a_persons_certificate_and_a_list_by_another_key_are_refused(
    keeper: Office, pki: PracticeKeys, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="người ký"):
        trust.install(keeper, pki.key("ha").certificate)
    for path in (pki.root, pki.intermediate):
        trust.install(keeper, path)
    forged = _list_by_another_key(pki, tmp_path / "gia.crl")
    with pytest.raises(Refused, match="không do khóa"):
        trust.install(keeper, forged)


def _list_by_another_key(pki: PracticeKeys, path: Path) -> Path:
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding

    issuer = x509.load_pem_x509_certificate(pki.intermediate.read_bytes())
    now = datetime.now(UTC)
    built = x509.CertificateRevocationListBuilder().issuer_name(issuer.subject).last_update(now)
    made = built.next_update(now + timedelta(days=9)).sign(rsa.generate_private_key(65537, 2048), SHA256())
    path.write_bytes(made.public_bytes(Encoding.DER))
    return path


def test_no_host_is_asked_unless_the_administrator_names_it(office: Office) -> None:
    assert verification_options(office.folder)["online"] is False
    settings = load_settings(office.folder)
    from dataclasses import replace

    save_settings(office.folder, replace(settings, verify_online=True))
    assert verification_options(office.folder)["online"] is False, "no host is named"
    save_settings(office.folder, replace(settings, verify_online=True, verify_hosts=("ca.gov.vn",)))
    assert verification_options(office.folder)["allowed_hosts"] == ("ca.gov.vn",)


def test_many_files_are_checked_one_by_one_and_a_stop_keeps_what_is_done(
    office: Office, stranger_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "nhan"
    (folder / "con").mkdir(parents=True)
    shutil.copy(stranger_file, folder / "a.pdf")
    make.plain_pdf(folder / "con" / "b.PDF")
    (folder / "c.txt").write_text("khong phai PDF")
    too_long = tmp_path / ("y" * 400)
    assert verification.pdf_files([too_long]) == (too_long,)
    files = verification.pdf_files([folder, folder / "a.pdf", tmp_path / "mat.pdf"])
    assert [path.name for path in files] == ["a.pdf", "b.PDF", "mat.pdf"]
    told: list[int] = []
    done = verification.verify_many(office, files, progress=lambda place, _: told.append(place))
    assert told == [0, 1, 2] and done[2].error is not None
    assert [one.found.verdict for one in done if one.found] == [Verdict.INDETERMINATE, Verdict.UNSIGNED]
    assert len(verification.verify_many(office, files, stop=lambda: bool(told) and len(told) > 3)) == 3
    assert verification.verify_many(office, files, stop=lambda: True) == ()


@pytest.mark.poppler
def test_the_sheet_tells_verdict_criteria_and_digest(office: Office, stranger_file: Path, tmp_path: Path) -> None:
    found = office.signing.verify(stranger_file)
    sheet = verification.print_sheet(office, stranger_file, found, tmp_path / "phieu.pdf", "đơn 漢.pdf")
    words = " ".join(pdftotext(sheet).split())
    assert (
        "PHIẾU KIỂM TRA CHỮ KÝ SỐ" in words
        and "CHỮ KÝ 1: CHƯA XÁC ĐỊNH" in words
        and "CHƯA XÁC ĐỊNH ĐƯỢC" in words
        and "đơn ?.pdf" in words
    )
    assert verification.digest_of(stranger_file)[:32] in words
    for number in ("1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.2", "2.3", "2.4"):
        assert number in words
    assert "Chưa kiểm tra được" in words and "Đạt" in words
    with pytest.raises(Exception, match="phieu"):
        verification.print_sheet(office, stranger_file, found, sheet)
