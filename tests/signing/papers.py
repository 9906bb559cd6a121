"""Small PDF files of all kinds, made on the spot: plain, turned, cropped, hybrid, locked, signed by an applicant."""

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

A4 = (0, 0, 595, 842)


def paper(
    path: Path,
    *,
    pages: int = 1,
    rotate: int = 0,
    media: tuple[float, ...] = A4,
    crop: tuple[float, ...] | None = None,
    content: bytes = b"BT /F1 14 Tf 72 600 Td (Van ban thu) Tj ET",
    number: int = 0,
) -> Path:
    """A born-digital file; `number` makes contents differ."""
    document = pikepdf.new()
    for _ in range(pages):
        page = document.add_blank_page(page_size=(595, 842))
        page.MediaBox = list(media)
        if crop:
            page.CropBox = list(crop)
        if rotate:
            page.Rotate = rotate
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = document.make_stream(content + b"\n%% %d" % number)
    document.save(path)
    return path


def hybrid(path: Path) -> Path:
    """A classical table that names a cross-reference stream, as Word saves it."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
        b"<</Length 23>>stream\n0 0 1 RG 72 600 m 300 6\nendstream",
    ]
    data, offsets = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    stream_at = len(data)
    entry = b"\x01" + stream_at.to_bytes(2, "big") + b"\x00"
    data += (
        b"5 0 obj\n<</Type/XRef/Size 6/W[1 2 1]/Index[5 1]/Length 4/Root 1 0 R>>stream\n%s\nendstream\nendobj\n" % entry
    )
    table_at = len(data)
    data += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"trailer\n<</Size 6/Root 1 0 R/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n" % (stream_at, table_at)
    path.write_bytes(data)
    return path


def locked(path: Path, *, user: str = "", may_sign: bool = True) -> Path:
    """Encrypted; with an empty user password it opens without asking."""
    plain = paper(path.with_suffix(".plain.pdf"))
    allow = pikepdf.Permissions(modify_other=may_sign, modify_annotation=may_sign, modify_form=may_sign)
    with pikepdf.open(plain) as document:
        document.save(path, encryption=pikepdf.Encryption(owner="chu-so-huu", user=user, allow=allow))
    plain.unlink()
    return path


def locked_form(path: Path, field: str) -> Path:
    """Its owner allows nothing but to fill in and sign the field that waits on page 1."""
    plain = with_empty_field(path.with_suffix(".form.pdf"), field, (60, 60, 260, 120))
    allow = pikepdf.Permissions(modify_other=False, modify_annotation=False, modify_form=True)
    with pikepdf.open(plain) as document:
        document.save(path, encryption=pikepdf.Encryption(owner="chu-so-huu", user="", allow=allow))
    plain.unlink()
    return path


def form(path: Path) -> Path:
    """A filled-in form whose list of fields stands in an object of its own, as most programs write it."""
    with pikepdf.open(paper(path), allow_overwriting_input=True) as document:
        field = document.make_indirect(
            pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="HoTen", V="Bui Van Tam", Type=pikepdf.Name.Annot)
        )
        field.Subtype, field.Rect = pikepdf.Name.Widget, [60, 60, 200, 90]
        fields = document.make_indirect(pikepdf.Array([field]))
        document.pages[0].Annots = document.make_indirect(pikepdf.Array([field]))
        document.Root.AcroForm = document.make_indirect(pikepdf.Dictionary(Fields=fields))
        document.save(path)
    return path


def small_size(path: Path) -> Path:
    """The trailer knows of two objects; the page and its content have higher numbers."""
    data = paper(path, content=b"BT /F1 30 Tf 72 600 Td (Cong van so 12) Tj ET").read_bytes()
    lie = re.sub(rb"/Size \d", b"/Size 2", data)
    path.write_bytes(lie)
    return path


def broken_xmp(path: Path) -> Path:
    """Its metadata are no XML, and stay so when somebody signs."""
    with pikepdf.open(paper(path), allow_overwriting_input=True) as document:
        document.Root.Metadata = document.make_stream(
            b"<x:xmpmeta", Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
        )
        document.save(path)
    return path


def broken_table(path: Path, make: Callable[[Path], Path] = paper) -> Path:
    """Unsigned, complete, but the cross-reference table points nowhere."""
    data = make(path).read_bytes()
    start = data.rindex(b"startxref")
    path.write_bytes(data[:start] + b"startxref\n7\n%%EOF\n")
    return path


def cut_off(path: Path) -> Path:
    data = paper(path, pages=3).read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    return path


def signed_by_applicant(
    path: Path,
    key_file: Path,
    password: str,
    *,
    docmdp: int = 0,
    lock_all: bool = False,
    lock_all_but: str = "",
    make: Callable[[Path], Path] = paper,
) -> Path:
    """An applicant's own signature, made by the library alone: approval, certifying (1, 2, 3) or locking fields."""
    plain = make(path.with_suffix(".plain.pdf"))
    signer = SimpleSigner.load_pkcs12(str(key_file), passphrase=password.encode())
    assert signer is not None
    certify = {"certify": True, "docmdp_permissions": fields.MDPPerm(docmdp)} if docmdp else {}
    lock = fields.FieldMDPSpec(fields.FieldMDPAction.ALL) if lock_all else None
    if lock_all_but:
        lock = fields.FieldMDPSpec(fields.FieldMDPAction.EXCLUDE, [lock_all_but])
    spec = fields.SigFieldSpec("NguoiNop", box=(60, 60, 200, 100), field_mdp_spec=lock)
    meta = PdfSignatureMetadata(field_name="NguoiNop", md_algorithm="sha256", **certify)
    with plain.open("rb") as source, path.open("wb") as target:
        PdfSigner(meta, signer=signer, new_field_spec=spec).sign_pdf(IncrementalPdfFileWriter(source), output=target)
    plain.unlink()
    return path


def with_empty_field(path: Path, name: str, box: tuple[int, int, int, int]) -> Path:
    plain = paper(path.with_suffix(".plain.pdf"))
    with plain.open("rb") as source, path.open("wb") as target:
        writer = IncrementalPdfFileWriter(source)
        fields.append_signature_field(writer, fields.SigFieldSpec(name, box=box))
        writer.write(target)
    plain.unlink()
    return path
