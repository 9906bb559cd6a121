"""The office's store of authorities: what is put in, what is refused, which list is the newer one."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from counter_app.errors import Refused, Trouble
from counter_app.model.signature import Verdict
from counter_app.pdf.trust import install_authorities, install_revocation_list, load_crls, load_trust
from counter_app.pdf.validation import verify_file
from counter_app.signing.practice_architecture import PRACTICE_CA
from counter_app.signing.practice_pki import PracticeKeys, load_architectures
from tests.pdf import signed_files as make


def test_installing_what_a_verdict_misses_makes_it_valid(pki: PracticeKeys, tmp_path: Path) -> None:
    signed = make.sign(make.plain_pdf(tmp_path / "a.pdf"), tmp_path / "x.pdf", pki.key("ha"), leaf_only=True)
    trust, lists = tmp_path / "trust", tmp_path / "crl"

    def verdict() -> Verdict:
        return verify_file(signed, trust_folders=[trust], crl_folder=lists).verdict

    assert verdict() is Verdict.INDETERMINATE
    both = tmp_path / "ca.pem"
    both.write_bytes(pki.root.read_bytes() + pki.intermediate.read_bytes())
    assert install_authorities(both, trust) == (f"Gốc {PRACTICE_CA}", PRACTICE_CA)
    assert verdict() is Verdict.INDETERMINATE
    for path in pki.crl_folder.iterdir():
        install_revocation_list(path, lists)
    assert verdict() is Verdict.VALID
    install_authorities(both, trust)  # twice is once
    assert len(load_trust([trust]).names) == 2


def test_a_persons_certificate_is_no_authority(pki: PracticeKeys, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Nguyễn Thu Hà"):
        install_authorities(pki.key("ha").certificate, tmp_path / "trust")
    assert not (tmp_path / "trust").exists()


@pytest.mark.parametrize("content", [None, b"", b"\x30\x82\x01", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_a_file_without_a_certificate_or_list_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "tep.crt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Refused, match=r"tep\.crt"):
        install_authorities(path, tmp_path)
    with pytest.raises(Refused, match=r"tep\.crt"):
        install_revocation_list(path, tmp_path)


def test_a_newer_list_takes_the_place_and_an_older_one_does_not(pki: PracticeKeys, tmp_path: Path) -> None:
    from certomancer.registry import ServiceLabel

    registry = load_architectures(pki.folder)["tap-su"].service_registry
    now = datetime.now(UTC)
    files = []
    for name, moment in (("cu.crl", now - timedelta(days=60)), ("moi.crl", now)):
        (tmp_path / name).write_bytes(registry.get_crl(ServiceLabel("intermediate"), moment).dump())
        files.append(tmp_path / name)
    lists = tmp_path / "crl"
    assert install_revocation_list(files[0], lists) == (PRACTICE_CA,)
    install_revocation_list(files[1], lists)
    with pytest.raises(Refused, match="mới hơn"):
        install_revocation_list(files[0], lists)
    (held,) = load_crls(lists)
    assert held.dump() == files[1].read_bytes()


def test_a_folder_that_cannot_be_written_to_is_trouble(pki: PracticeKeys, tmp_path: Path) -> None:
    (tmp_path / "trust").write_text("a file where the folder should be")
    with pytest.raises(Trouble, match="trust"):
        install_authorities(pki.root, tmp_path / "trust")
