"""Small signed PDFs, and the attacks on them, made by the tests themselves."""

import asyncio
import io
import re
from collections.abc import Callable
from hashlib import sha1, sha256
from pathlib import Path
from typing import Any

import pikepdf
from asn1crypto import cms
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from counter_app.signing.practice_pki import PracticeKey, PracticeKeys

PASSWORD = b"tap-su-123"


def plain_pdf(path: Path, *, form: bool = False) -> Path:
    """One page that says PHIEU 1186; with `form`, a text field «ghichu» that holds «cu»."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        page = pdf.pages[0]
        page.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F1=pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1))
        )
        page.Resources.Font.F1.BaseFont = pikepdf.Name.Helvetica
        page.Contents = pdf.make_stream(b"BT /F1 14 Tf 60 780 Td (PHIEU 1186) Tj ET")
        if form:
            field = pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.Widget,
                    FT=pikepdf.Name.Tx,
                    T="ghichu",
                    V="cu",
                    Rect=[60, 600, 260, 620],
                    P=page.obj,
                )
            )
            page.Annots = pdf.make_indirect(pikepdf.Array([field]))
            pdf.Root.AcroForm = pdf.make_indirect(pikepdf.Dictionary(Fields=pikepdf.Array([field])))
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return path


def signer_of(key: PracticeKey) -> signers.SimpleSigner:
    signer = signers.SimpleSigner.load_pkcs12(str(key.p12), passphrase=PASSWORD)
    assert signer is not None
    return signer


def sign(
    source: Path,
    output: Path,
    key: PracticeKey,
    *,
    field: str = "ChuKy",
    tsa: str = "",
    md: str = "sha256",
    pades: bool = True,
    certify: MDPPerm | None = None,
    visible: bool = False,
    long_term: ValidationContext | None = None,
    archive: bool = False,
    leaf_only: bool = False,
) -> Path:
    signer = signer_of(key)
    if leaf_only:
        signer = signers.SimpleSigner(signer.signing_cert, signer.signing_key, SimpleCertificateStore())
    writer = IncrementalPdfFileWriter(io.BytesIO(source.read_bytes()))
    if writer.prev.encrypted:
        writer.encrypt(b"")
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm=md,
        reason="Ký thử",
        subfilter=fields.SigSeedSubFilter.PADES if pades else fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
        certify=certify is not None,
        docmdp_permissions=certify or MDPPerm.FILL_FORMS,
        embed_validation_info=long_term is not None,
        use_pades_lta=archive,
        validation_context=long_term,
    )
    box = (60, 100, 260, 160) if visible else None
    output.write_bytes(asyncio.run(_signed(writer, metadata, signer, tsa, field, box)))
    return output


async def _signed(writer: Any, metadata: Any, signer: Any, tsa: str, field: str, box: Any) -> bytes:
    done = await signers.PdfSigner(
        metadata,
        signer=signer,
        timestamper=HTTPTimeStamper(tsa) if tsa else None,
        new_field_spec=SigFieldSpec(field, box=box, on_page=0),
    ).async_sign_pdf(writer)
    return bytes(done.getbuffer())


def online_context(pki: PracticeKeys) -> ValidationContext:
    """For long-term data at signing time: the practice services answer."""
    from counter_app.pdf.trust import load_crls, read_certificates

    return ValidationContext(
        trust_roots=list(read_certificates(pki.root)),
        other_certs=list(read_certificates(pki.intermediate)),
        crls=list(load_crls(pki.crl_folder)),
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def tamper(source: Path, output: Path) -> Path:
    """One digit of the shown text is another."""
    data = source.read_bytes()
    assert data.count(b"PHIEU 1186") == 1
    output.write_bytes(data.replace(b"PHIEU 1186", b"PHIEU 9186"))
    return output


def update(source: Path, output: Path, change: Callable[[IncrementalPdfFileWriter], None]) -> Path:
    """A later revision that `change` writes."""
    writer = IncrementalPdfFileWriter(io.BytesIO(source.read_bytes()))
    change(writer)
    with output.open("wb") as stream:
        writer.write(stream)
    return output


def other_content(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT /F1 14 Tf 60 780 Td (KHAC) Tj ET"))
    writer.update_container(page)


def other_page(writer: IncrementalPdfFileWriter) -> None:
    content = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    page = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Page"),
            generic.pdf_name("/MediaBox"): generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 595, 842)]),
            generic.pdf_name("/Contents"): content,
            generic.pdf_name("/Parent"): writer.root.raw_get("/Pages"),
        }
    )
    writer.root["/Pages"]["/Kids"][0] = writer.add_object(page)
    writer.update_container(writer.root["/Pages"]["/Kids"])


def fill_form(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/V"] = generic.pdf_string("moi")
    writer.update_container(field)


def other_title(writer: IncrementalPdfFileWriter) -> None:
    writer.set_info(writer.add_object(generic.DictionaryObject({generic.pdf_name("/Title"): generic.pdf_string("x")})))


def last_hole(data: bytes) -> tuple[int, int]:
    """Where the last signature stands, brackets included."""
    numbers = re.findall(rb"/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+\d+\s*\]", data)[-1]
    return int(numbers[0]), int(numbers[1])


def rewrite_cms(source: Path, output: Path, change: Callable[[Any], bytes]) -> Path:
    """Put another CMS into the last signature's hole: the signed bytes stay as they are."""
    data = bytearray(source.read_bytes())
    start, end = last_hole(bytes(data))
    new = change(cms.ContentInfo.load(bytes.fromhex(data[start + 1 : end - 1].decode()))).hex().encode()
    assert len(new) <= end - start - 2
    data[start + 1 : end - 1] = new.ljust(end - start - 2, b"0")
    output.write_bytes(bytes(data))
    return output


def stamp_document(source: Path, output: Path, tsa: str) -> Path:
    """A time-stamp of the whole document after the last signature."""
    writer = IncrementalPdfFileWriter(io.BytesIO(source.read_bytes()))
    stamper = signers.PdfTimeStamper(HTTPTimeStamper(tsa))
    done = asyncio.run(stamper.async_timestamp_pdf(writer, "sha256"))
    output.write_bytes(bytes(done.getbuffer()))
    return output


def sign_with_brackets(source: Path, output: Path, key: PracticeKey) -> Path:
    """As some tools do it: the byte range takes in the brackets around the signature."""
    signed = sign(source, output, key, pades=False).read_bytes()
    start, end = last_hole(signed)
    length = len(signed) - end
    place = signed.rindex(b"/ByteRange")
    closing = signed.index(b"]", place) + 1
    ranged = b"/ByteRange [0 %d %d %d" % (start + 1, end - 1, length + 1)
    data = bytearray(signed[:place] + ranged.ljust(closing - place - 1) + b"]" + signed[closing:])
    digest = sha256(bytes(data[: start + 1]) + bytes(data[end - 1 :])).digest()
    message = asyncio.run(signer_of(key).async_sign(digest, "sha256"))
    new = message.dump().hex().encode()
    data[start + 1 : end - 1] = new.ljust(end - start - 2, b"0")
    output.write_bytes(bytes(data))
    return output


def sign_the_old_way(source: Path, output: Path, key: PracticeKey) -> Path:
    """Sub-filter adbe.pkcs7.sha1: what is signed is the SHA-1 of the byte range, carried inside the message."""
    data = sign(source, output, key, pades=False).read_bytes()
    data = data.replace(b"/adbe.pkcs7.detached", b"/adbe.pkcs7.sha1".ljust(20))
    output.write_bytes(data)
    start, end = last_hole(data)
    digest = sha1(data[:start] + data[end:]).digest()
    message = asyncio.run(signer_of(key).async_sign_general_data(digest, "sha1", detached=False))
    return rewrite_cms(output, output, lambda _: bytes(message.dump()))
