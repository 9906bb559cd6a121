"""Verdicts on signed files: what is whole, what was changed, what was lost."""

import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from asn1crypto import cms, core
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm

from counter_app.errors import Trouble
from counter_app.model.signature import SignatureInfo, Verdict, Verification
from counter_app.pdf.reader import FileReader
from counter_app.pdf.validation import verify_file
from counter_app.signing.practice_pki import PracticeKeys
from tests.pdf import signed_files as make


@pytest.fixture(scope="module")
def signed(pki: PracticeKeys, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Signed once by officer «ha», level B-B, nothing after it."""
    folder = tmp_path_factory.mktemp("signed")
    return make.sign(make.plain_pdf(folder / "plain.pdf"), folder / "signed.pdf", pki.key("ha"))


@pytest.fixture(scope="module")
def signed_form(pki: PracticeKeys, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("form")
    return make.sign(make.plain_pdf(folder / "form.pdf", form=True), folder / "signed.pdf", pki.key("ha"))


@pytest.fixture
def verify(pki: PracticeKeys) -> Callable[[Path], Verification]:
    """With the practice authorities installed and their revocation lists at hand."""
    return lambda path: verify_file(path, trust_folders=[pki.trust_folder], crl_folder=pki.crl_folder)


def only(verification: Verification) -> SignatureInfo:
    (found,) = verification.signatures
    return found


def codes(info: SignatureInfo) -> set[str]:
    return {reason.code.removeprefix("validation.") for reason in info.reasons}


def file_codes(verification: Verification) -> list[str]:
    return [finding.code.removeprefix("validation.") for finding in verification.findings]


def test_a_whole_signature_of_a_known_person_is_valid_and_told_in_full(
    signed: Path, verify: Callable[[Path], Verification]
) -> None:
    found = verify(signed)
    assert found.verdict is Verdict.VALID
    assert found.file == "signed.pdf"
    assert found.findings == ()
    info = only(found)
    assert (info.signer, info.organisation) == ("Nguyễn Thu Hà", "Ủy ban nhân dân phường Thử Nghiệm")
    assert info.intact and info.trusted
    assert (info.revocation, info.changes_after, info.time_source) == ("good", "none", "signer_clock")
    assert (info.level, info.algorithm, info.purpose) == ("B-B", "RSA 2048, SHA-256", "Ký thử")
    assert info.signed_at is not None and info.signed_at.utcoffset() is not None
    assert codes(info) == {"no_time_stamp"}


def test_a_changed_byte_is_invalid(signed: Path, tmp_path: Path, verify: Callable[[Path], Verification]) -> None:
    info = only(verify(make.tamper(signed, tmp_path / "x.pdf")))
    assert (info.verdict, info.intact) == (Verdict.INVALID, False)
    assert "content_changed" in codes(info)


@pytest.mark.parametrize("change", [make.other_content, make.other_page])
def test_content_changed_by_a_later_revision_is_invalid_although_the_signed_bytes_are_whole(
    signed: Path, tmp_path: Path, verify: Callable[[Path], Verification], change: Callable[[Any], None]
) -> None:
    info = only(verify(make.update(signed, tmp_path / "x.pdf", change)))
    assert (info.verdict, info.intact, info.changes_after) == (Verdict.INVALID, True, "suspicious")
    assert "suspicious_change" in codes(info)


def test_a_form_filled_after_signing_is_named_and_undetermined(
    signed_form: Path, tmp_path: Path, verify: Callable[[Path], Verification]
) -> None:
    assert verify(signed_form).verdict is Verdict.VALID
    info = only(verify(make.update(signed_form, tmp_path / "x.pdf", make.fill_form)))
    assert (info.verdict, info.intact, info.changes_after) == (Verdict.INDETERMINATE, True, "form_filled")
    (reason,) = [reason for reason in info.reasons if reason.code == "validation.form_filled"]
    assert "ghichu" in reason.message


def test_filling_a_form_that_the_signer_closed_is_invalid(
    pki: PracticeKeys, tmp_path: Path, verify: Callable[[Path], Verification]
) -> None:
    form = make.plain_pdf(tmp_path / "form.pdf", form=True)
    closed = make.sign(form, tmp_path / "closed.pdf", pki.key("ha"), certify=MDPPerm.NO_CHANGES)
    info = only(verify(make.update(closed, tmp_path / "x.pdf", make.fill_form)))
    assert info.verdict is Verdict.INVALID
    assert "forbidden_change" in codes(info)


@pytest.mark.parametrize("junk", [b"\n% them vao\n", b"x" * 5000])
def test_bytes_after_the_last_signature_are_never_plainly_valid(
    signed: Path, tmp_path: Path, verify: Callable[[Path], Verification], junk: bytes
) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(signed.read_bytes() + junk)
    found = verify(path)
    assert found.verdict is Verdict.INDETERMINATE
    assert file_codes(found) == ["data_after_last"]
    assert only(found).intact


def test_a_later_revision_that_only_touches_the_title_is_not_plainly_valid(
    signed: Path, tmp_path: Path, verify: Callable[[Path], Verification]
) -> None:
    found = verify(make.update(signed, tmp_path / "x.pdf", make.other_title))
    assert (found.verdict, file_codes(found)) == (Verdict.INDETERMINATE, ["data_after_last"])
    assert only(found).changes_after == "unknown"


def test_a_line_end_that_the_mail_added_changes_nothing(
    signed: Path, tmp_path: Path, verify: Callable[[Path], Verification]
) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(signed.read_bytes() + b"\r\n")
    assert verify(path).verdict is Verdict.VALID


def test_a_countersigned_certified_document_is_whole(
    pki: PracticeKeys, tmp_path: Path, verify: Callable[[Path], Verification]
) -> None:
    """Real documents: the drafter certifies, the leader adds a visible signature (DocMDP P=2)."""
    source = make.plain_pdf(tmp_path / "a.pdf")
    first = make.sign(source, tmp_path / "b.pdf", pki.key("ha"), certify=MDPPerm.FILL_FORMS, pades=False)
    both = make.sign(first, tmp_path / "c.pdf", pki.key("cuong"), field="LanhDao", visible=True)
    found = verify(both)
    assert found.verdict is Verdict.VALID
    assert [info.changes_after for info in found.signatures] == ["signatures_only", "none"]
    second = found.signatures[1]
    assert (second.signer, second.page) == ("Đỗ Mạnh Cường", 1)
    assert second.box is not None
    assert (second.box.x, second.box.y, second.box.width, second.box.height) == (60, 842 - 160, 200, 60)
    assert found.signatures[0].page is None


def test_a_signature_lost_by_saving_again_is_neither_unsigned_nor_forged(
    signed: Path, tmp_path: Path, verify: Callable[[Path], Verification]
) -> None:
    with pikepdf.open(signed) as pdf:
        pdf.save(tmp_path / "x.pdf")
    info = only(verify(tmp_path / "x.pdf"))
    assert (info.verdict, info.intact) == (Verdict.INDETERMINATE, False)
    assert codes(info) == {"signature_lost"}
    assert info.signer == "Nguyễn Thu Hà"


def test_a_signature_cut_off_from_the_form_is_reported(
    signed: Path, tmp_path: Path, verify: Callable[[Path], Verification]
) -> None:
    def cut(writer: IncrementalPdfFileWriter) -> None:
        del writer.root["/AcroForm"]
        writer.update_root()

    found = verify(make.update(signed, tmp_path / "x.pdf", cut))
    assert (found.verdict, file_codes(found)) == (Verdict.INDETERMINATE, ["signature_unreachable"])


def test_sha1_is_a_weak_algorithm(pki: PracticeKeys, tmp_path: Path, verify: Callable[[Path], Verification]) -> None:
    source = make.plain_pdf(tmp_path / "a.pdf")
    info = only(verify(make.sign(source, tmp_path / "x.pdf", pki.key("ha"), md="sha1", pades=False)))
    assert (info.verdict, info.intact, info.level) == (Verdict.INDETERMINATE, True, "")
    assert "weak_algorithm" in codes(info)
    assert "SHA-1" in info.algorithm


def test_an_unknown_format_is_reported_not_passed_over(
    signed: Path, tmp_path: Path, verify: Callable[[Path], Verification]
) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(signed.read_bytes().replace(b"/ETSI.CAdES.detached", b"/XXXX.YYYYY.detached"))
    info = only(verify(path))
    assert (info.verdict, codes(info)) == (Verdict.INDETERMINATE, {"unsupported_format"})
    assert "XXXX.YYYYY.detached" in info.reasons[0].message


def test_content_carried_inside_the_signature_is_odd_but_not_forged(
    signed: Path, tmp_path: Path, verify: Callable[[Path], Verification]
) -> None:
    def carry(message: Any) -> bytes:
        message["content"]["encap_content_info"]["content"] = core.OctetString(b"ban sao")
        return bytes(message.dump(force=True))

    info = only(verify(make.rewrite_cms(signed, tmp_path / "x.pdf", carry)))
    assert (info.verdict, info.intact) == (Verdict.INDETERMINATE, True)
    assert "encapsulated_content" in codes(info)


def test_a_signature_value_of_somebody_else_is_invalid(
    signed: Path, tmp_path: Path, verify: Callable[[Path], Verification]
) -> None:
    def spoil(message: Any) -> bytes:
        signer = message["content"]["signer_infos"][0]
        signer["signature"] = signer["signature"].native[::-1]
        return bytes(message.dump(force=True))

    info = only(verify(make.rewrite_cms(signed, tmp_path / "x.pdf", spoil)))
    assert (info.verdict, info.intact) == (Verdict.INVALID, False)
    assert "signature_broken" in codes(info)


def test_an_unreadable_extra_attribute_does_not_turn_an_intact_signature(
    signed: Path, tmp_path: Path, verify: Callable[[Path], Verification]
) -> None:
    def add_broken(message: Any) -> bytes:
        signer = message["content"]["signer_infos"][0]
        broken = cms.CMSAttribute({"type": "signature_time_stamp_token", "values": []})
        signer["unsigned_attrs"] = cms.CMSAttributes([broken])
        data = bytearray(message.dump(force=True))
        values = data.rindex(b"\x31\x00")  # the empty set of values gets a length far past its end
        data[values + 1] = 0x7F
        return bytes(data)

    info = only(verify(make.rewrite_cms(signed, tmp_path / "x.pdf", add_broken)))
    assert info.intact
    assert codes(info) & {"unreadable_attribute"}
    assert info.verdict is Verdict.VALID


def test_a_signature_that_is_no_message_at_all_is_unreadable(
    signed: Path, tmp_path: Path, verify: Callable[[Path], Verification]
) -> None:
    info = only(verify(make.rewrite_cms(signed, tmp_path / "x.pdf", lambda _: b"\x04\x03abc")))
    assert (info.verdict, codes(info)) == (Verdict.INDETERMINATE, {"unreadable_signature"})


def test_an_unsigned_file_is_unsigned(tmp_path: Path, verify: Callable[[Path], Verification]) -> None:
    found = verify(make.plain_pdf(tmp_path / "a.pdf", form=True))
    assert (found.verdict, found.signatures, found.findings) == (Verdict.UNSIGNED, (), ())


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"xin chao" * 500])
def test_what_is_no_pdf_cannot_be_judged(
    tmp_path: Path, verify: Callable[[Path], Verification], content: bytes
) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(content)
    found = verify(path)
    assert (found.verdict, file_codes(found)) == (Verdict.INDETERMINATE, ["not_pdf"])


def test_a_cut_off_file_is_never_called_unsigned(tmp_path: Path, verify: Callable[[Path], Verification]) -> None:
    whole = make.plain_pdf(tmp_path / "a.pdf")
    cut = tmp_path / "b.pdf"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    found = verify(cut)
    assert (found.verdict, file_codes(found)) == (Verdict.INDETERMINATE, ["cut_off"])
    assert verify(whole).verdict is Verdict.UNSIGNED


def test_a_missing_file_is_trouble_in_words(tmp_path: Path, verify: Callable[[Path], Verification]) -> None:
    with pytest.raises(Trouble, match="khong-co"):
        verify(tmp_path / "khong-co.pdf")


def test_a_password_is_asked_for_by_nobody_and_guessed_by_nobody(
    tmp_path: Path, verify: Callable[[Path], Verification]
) -> None:
    with pikepdf.open(make.plain_pdf(tmp_path / "a.pdf")) as pdf:
        pdf.save(tmp_path / "x.pdf", encryption=pikepdf.Encryption(user="mo", owner="chu"))
        pdf.save(tmp_path / "y.pdf", encryption=pikepdf.Encryption(user="", owner="chu"))
    found = verify(tmp_path / "x.pdf")
    assert (found.verdict, file_codes(found)) == (Verdict.INDETERMINATE, ["needs_password"])
    assert verify(tmp_path / "y.pdf").verdict is Verdict.UNSIGNED


@pytest.mark.parametrize("cut", range(1, 9))
def test_a_cut_file_never_raises_and_is_never_valid(
    signed: Path, tmp_path: Path, verify: Callable[[Path], Verification], cut: int
) -> None:
    data = signed.read_bytes()
    path = tmp_path / "x.pdf"
    path.write_bytes(data[: len(data) * cut // 9])
    assert verify(path).verdict is not Verdict.VALID


def test_a_child_process_comes_to_the_same_conclusion(pki: PracticeKeys, signed: Path) -> None:
    with FileReader() as reader:
        found = reader.verify(signed, trust_folders=[pki.trust_folder], crl_folder=pki.crl_folder)
        with pytest.raises(Trouble, match="khong-co"):
            reader.verify(Path("khong-co.pdf"), trust_folders=[])
    assert found == verify_file(signed, trust_folders=[pki.trust_folder], crl_folder=pki.crl_folder)


def test_a_file_that_takes_too_long_stays_undetermined(signed: Path) -> None:
    with FileReader(time_limit=0.001) as reader:
        found = reader.verify(signed, trust_folders=[])
    assert (found.verdict, file_codes(found)) == (Verdict.INDETERMINATE, ["too_slow"])


def test_nothing_of_the_library_reaches_a_log(
    signed: Path, tmp_path: Path, verify: Callable[[Path], Verification], caplog: pytest.LogCaptureFixture
) -> None:
    verify(make.update(signed, tmp_path / "x.pdf", make.other_content))
    assert not caplog.records


@pytest.mark.poppler
def test_pdfsig_agrees_on_integrity(
    signed: Path, pki: PracticeKeys, tmp_path: Path, verify: Callable[[Path], Verification]
) -> None:
    files = [
        signed,
        make.tamper(signed, tmp_path / "tampered.pdf"),
        make.sign(signed, tmp_path / "twice.pdf", pki.key("cuong"), field="Hai", visible=True),
        make.update(signed, tmp_path / "content.pdf", make.other_content),
    ]
    for path in files:
        told = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
        theirs = ["Signature is Valid" in line for line in told.splitlines() if "Signature Validation:" in line]
        assert theirs == [info.intact for info in verify(path).signatures], path.name


def test_a_security_store_after_the_last_signature_is_the_known_pattern(
    pki: PracticeKeys, signed: Path, tmp_path: Path, verify: Callable[[Path], Verification]
) -> None:
    """Long-term data may follow the last signature; a changed title after that is something else again."""

    def add_store(writer: IncrementalPdfFileWriter) -> None:
        store = generic.DictionaryObject({generic.pdf_name("/Type"): generic.pdf_name("/DSS")})
        writer.root["/DSS"] = writer.add_object(store)
        writer.update_root()

    with_store = make.update(signed, tmp_path / "store.pdf", add_store)
    assert verify(with_store).verdict is Verdict.VALID
    assert only(verify(with_store)).changes_after == "long_term_data"
    assert verify(make.sign(with_store, tmp_path / "z.pdf", pki.key("cuong"), field="Hai")).verdict is Verdict.VALID
    again = make.update(tmp_path / "z.pdf", tmp_path / "title.pdf", make.other_title)
    assert file_codes(verify(again)) == ["data_after_last"]


def test_signed_brackets_are_odd_but_not_forged(
    pki: PracticeKeys, tmp_path: Path, verify: Callable[[Path], Verification]
) -> None:
    """Some tools sign the brackets around the signature too; the content is whole all the same."""
    path = make.sign_with_brackets(make.plain_pdf(tmp_path / "a.pdf"), tmp_path / "x.pdf", pki.key("ha"))
    info = only(verify(path))
    assert (info.verdict, info.intact, info.changes_after) == (Verdict.INDETERMINATE, True, "none")
    assert "unusual_byte_range" in codes(info)
    path.write_bytes(path.read_bytes() + b"\n% them\n")
    assert only(verify(path)).changes_after == "unknown"


def test_no_single_changed_byte_of_what_was_signed_stays_valid(
    signed: Path, tmp_path: Path, verify: Callable[[Path], Verification]
) -> None:
    data = signed.read_bytes()
    first, last = data.index(b"/Contents <") + 11, data.rindex(b"/ByteRange")
    places = random.Random(1186).sample([*range(9, first), *range(last, len(data))], 80)
    path = tmp_path / "x.pdf"
    for place in places:
        path.write_bytes(data[:place] + bytes([data[place] ^ 0x01]) + data[place + 1 :])
        assert verify(path).verdict is not Verdict.VALID, place


def test_the_oldest_format_is_checked_and_called_weak(
    pki: PracticeKeys, tmp_path: Path, verify: Callable[[Path], Verification]
) -> None:
    """adbe.pkcs7.sha1: the message carries the SHA-1 of the byte range."""
    path = make.sign_the_old_way(make.plain_pdf(tmp_path / "a.pdf"), tmp_path / "x.pdf", pki.key("ha"))
    info = only(verify(path))
    assert (info.verdict, info.intact) == (Verdict.INDETERMINATE, True)
    assert "weak_algorithm" in codes(info)
    assert only(verify(make.tamper(path, tmp_path / "y.pdf"))).verdict is Verdict.INVALID


def test_a_signed_file_that_opens_without_a_password_is_judged(
    pki: PracticeKeys, tmp_path: Path, verify: Callable[[Path], Verification]
) -> None:
    with pikepdf.open(make.plain_pdf(tmp_path / "a.pdf")) as pdf:
        pdf.save(tmp_path / "b.pdf", encryption=pikepdf.Encryption(user="", owner="chu"))
    info = only(verify(make.sign(tmp_path / "b.pdf", tmp_path / "x.pdf", pki.key("ha"))))
    assert (info.verdict, info.purpose) == (Verdict.VALID, "Ký thử")
