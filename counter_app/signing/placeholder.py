"""The field, the mark and the hole for the signature, added to a copy as one revision, and the digest of all but it."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyhanko.sign import fields as pdf_fields
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp import BaseStampStyle

from counter_app.errors import Refused
from counter_app.model.signature import Box, Placement
from counter_app.signing import free_place
from counter_app.signing.appearance import MarkStyle
from counter_app.signing.cms import DIGEST, CmsMaker
from counter_app.signing.copies import Copy
from counter_app.signing.earlier import SigningWriter, open_reader
from counter_app.signing.geometry import PageGeometry, page_geometry, page_index
from counter_app.signing.job import Job
from counter_app.signing.mark import FIELD_NAMES, lay_out
from counter_app.signing.obstacles import Obstacles, check_encryption, check_permission
from counter_app.signing.read_back import Written, feed
from counter_app.signing.stamp_font import StampFont, stamp_font
from counter_app.signing.tidy_form import field_names, tidy_form, tidy_notes

HOLE = 32768  # hex digits kept for the CMS: 16 KiB, room for a time-stamp that comes later


class AlreadyOurs(Exception):
    pass


@dataclass(slots=True)
class Prepared:
    """A copy with the placeholder written and hashed."""

    digest: bytes
    page_count: int
    page: int
    place: free_place.Place | None
    written: Written
    letters: float  # size of the mark's letters; 0: no text


def add_placeholder(job: Job, maker: CmsMaker, copy: Copy, obstacles: Obstacles) -> Prepared:
    """Add field, appearance and placeholder to the copy and hash it. Raises anything."""
    path = copy.path
    with path.open("r+b") as file:
        if not has_pdf_header(file):
            raise Refused("signing.not_a_pdf")
        reader = open_reader(file)
        check_encryption(reader)
        obstacles.check()
        page_count = int(reader.root["/Pages"]["/Count"])
        if page_count < 1:
            raise Refused("signing.no_pages")
        writer = SigningWriter(file, reader)
        if not obstacles.signature_count:
            tidy_form(writer)
        name, existing = _field(reader, writer, job, maker.fingerprint)
        check_permission(reader, into_waiting=existing is not None)
        visible = _place(job, writer, path, page_count, existing, obstacles)
        index, rectangle, place, style = visible
        spec = None
        if existing is None:
            if not obstacles.signature_count:
                finder: Any = writer
                tidy_notes(writer, finder.find_page_for_modification(index)[0].get_object())
            box: Any = rectangle  # pyHanko says int and takes any number
            spec = pdf_fields.SigFieldSpec(sig_field_name=name, on_page=index, box=box)
        signer = PdfSigner(
            PdfSignatureMetadata(
                field_name=name,
                subfilter=pdf_fields.SigSeedSubFilter.PADES,
                md_algorithm=DIGEST,
                reason=job.reason or None,
            ),
            signer=maker.signer(),
            stamp_style=style,
            new_field_spec=spec,
        )
        session = signer.init_signing_session(writer)
        session.system_time = job.moment
        session.prepare_tbs_document(None, HOLE)
        written = _write(writer, file, session.sig_field)
        digest = _digest(file, copy, written)
        mark = style.mark if isinstance(style, MarkStyle) else None
    return Prepared(
        digest, page_count, index, place, written, mark.font_size if mark is not None and mark.lines else 0.0
    )


def _write(writer: Any, file: Any, field: Any) -> Written:
    """The revision behind the copy, with its byte range. As pyHanko does it, but without hashing the whole file."""
    writer.digest_aware_write = True
    writer.write_in_place()
    signature = field["/V"]
    start, end = signature.contents.offsets
    signature.byte_range.fill_offsets(file, start, end, file.tell())
    value = field.raw_get("/V").reference
    return Written((value.idnum, value.generation), start, end)


def _digest(file: Any, copy: Copy, written: Written) -> bytes:
    """SHA-256 of all but the hole; the source's part was hashed when it was copied."""
    file.flush()
    digest = copy.running_digest()
    feed(file, copy.hashed_size, written.hole_start, digest)
    feed(file, written.hole_end, os.fstat(file.fileno()).st_size, digest)
    found: bytes = digest.digest()
    return found


def has_pdf_header(file: Any) -> bool:
    file.seek(0)
    return b"%PDF-" in file.read(1024)


def _field(reader: Any, writer: Any, job: Job, fingerprint: str) -> tuple[str, Any]:
    """The field to sign: its name, and the field itself when it waits empty on the page.

    AlreadyOurs when the same certificate has signed the same purpose.
    """
    kind = job.stamp.kind if job.stamp else None
    base = job.placement.field or job.field_name or (FIELD_NAMES[kind] if kind else "ChuKySo")
    taken: dict[str, Any] = {}
    for name, value, reference in pdf_fields.enumerate_sig_fields(writer):
        taken[name] = value
        if name == base and value is None and "/Rect" in reference.get_object():
            return name, reference.get_object()
    if job.placement.field:
        raise Refused("signing.no_such_field", field=base)
    for signature in reader.embedded_signatures if any(taken.values()) else ():
        same_purpose = signature.fq_name == base or signature.fq_name.startswith(base + "_")
        if same_purpose and signature.signer_cert.sha256.hex() == fingerprint:
            raise AlreadyOurs
    name, number, others = base, 1, field_names(writer)
    while name in taken or name in others:
        number += 1
        name = f"{base}_{number}"
    return name, None


Visible = tuple[int, tuple[float, float, float, float] | None, free_place.Place | None, BaseStampStyle]


def _place(job: Job, writer: Any, path: Path, page_count: int, existing: Any, obstacles: Obstacles) -> Visible:
    """Page index, field rectangle, place as shown, and style."""
    index = page_index(job.placement, page_count)
    # An explicit style: pyHanko's default one writes a line of its own into a prepared field.
    if job.stamp is None:
        return index, None, None, MarkStyle()
    font = stamp_font()
    if existing is not None:
        return _in_prepared_field(job, writer, existing, index, font)
    if obstacles.certification:
        return index, None, None, MarkStyle()
    page = page_geometry(writer.find_page_for_modification(index)[0].get_object())
    wanted = job.placement.box
    size = (wanted.width, wanted.height) if wanted else None
    mark = lay_out(job.stamp, job.moment, font, size, room=job.placement.room)
    if wanted is not None:
        place = free_place.Place(page.clamp(wanted), _blank(path, index, page, page.clamp(wanted)), False)
    else:
        place = _search(path, index, page, job.placement, mark.size)
    if (place.box.width, place.box.height) != mark.size:  # the page is smaller than the mark
        mark = lay_out(job.stamp, job.moment, font, (place.box.width, place.box.height))
    style = MarkStyle(mark=mark, font=font, rotation=page.rotation, border_width=0)
    return index, page.rectangle(place.box), place, style


def _blank(path: Path, index: int, page: PageGeometry, box: Box) -> bool:
    with suppress(Exception):  # as below: what cannot be drawn cannot be looked at
        return free_place.is_blank(path, index, page, box)
    return True


def _search(
    path: Path, index: int, page: PageGeometry, placement: Placement, size: tuple[float, float]
) -> free_place.Place:
    with suppress(Exception):  # pdfium does not open everything that can be signed
        return free_place.find_place(path, index, page, placement, size)
    return free_place.Place(free_place.at_corner(page, placement.corner, *size), False, False)


def _in_prepared_field(job: Job, writer: Any, existing: Any, index: int, font: StampFont) -> Visible:
    assert job.stamp is not None
    left, bottom, right, top = (float(number) for number in existing["/Rect"])
    rectangle = (min(left, right), min(bottom, top), max(left, right), max(bottom, top))
    width, height = rectangle[2] - rectangle[0], rectangle[3] - rectangle[1]
    if width < 1 or height < 1:
        return index, None, None, MarkStyle()
    page = page_geometry(existing["/P"]) if "/P" in existing else PageGeometry((0, 0, 595, 842), 0)
    size = (width, height) if page.rotation in (0, 180) else (height, width)
    mark = lay_out(job.stamp, job.moment, font, size)
    xs, ys = zip(page.shown_point(*rectangle[:2]), page.shown_point(*rectangle[2:]), strict=True)
    box = Box(x=min(xs[0], ys[0]), y=min(xs[1], ys[1]), width=size[0], height=size[1])
    style = MarkStyle(mark=mark, font=font, rotation=page.rotation, border_width=0)
    return index, None, free_place.Place(box, True, False), style
