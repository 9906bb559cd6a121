"""One file: copied beside its target, signed in place on the copy, read back from the disk. Runs in the paper process.

Nothing here ever writes to the source or to the target's own name. The copy is complete, verified and synced when it
is handed back; the parent gives it its name.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields as pdf_fields
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp import BaseStampStyle

from counter_app.errors import CounterError, Refused, Trouble
from counter_app.model.signature import Box, Placement
from counter_app.signing import disk, free_place
from counter_app.signing.appearance import MarkStyle
from counter_app.signing.cms import DIGEST, CmsMaker
from counter_app.signing.earlier import Standing, got_worse, open_reader, standings
from counter_app.signing.geometry import PageGeometry, page_geometry, page_index
from counter_app.signing.job import Job, SignedPaper
from counter_app.signing.mark import FIELD_NAMES, lay_out
from counter_app.signing.obstacles import Obstacles, check_encryption, look_at_signatures
from counter_app.signing.read_back import ReadBack, Written, check_page_count, read_back
from counter_app.signing.repair import rebuild
from counter_app.signing.stamp_font import StampFont, stamp_font

HOLE = 32768  # hex digits kept for the CMS: 16 KiB, room for a time-stamp that comes later
CHUNK = 1 << 20


@dataclass(slots=True)
class _Prepared:
    """A copy with the placeholder written and hashed."""

    digest: Any  # pyHanko's PreparedByteRangeDigest
    page_count: int
    page: int
    place: free_place.Place | None
    written: Written
    letters: float  # size of the mark's letters; 0: no text


class SigningWriter(IncrementalPdfFileWriter):
    """Leaves title, producer and XMP as the author wrote them: a signature changes none of it, and broken XMP, which
    the library would refuse, is not our business. The times in there would come from the machine's clock, too."""

    def _update_meta(self) -> None:
        pass


class AlreadyOurs(Exception):
    pass


def sign_paper(job: Job, maker: CmsMaker, announce: Any = lambda _step: None) -> SignedPaper:
    """The signed copy. Refused or Trouble with nothing left on the disk."""
    with _copy(job) as (path, source_sha256):
        if job.sha256 and job.sha256 != source_sha256:
            raise Refused("signing.file_changed")
        signed = _sign_copy(job, maker, path, source_sha256, announce)
        return _with_more(job, maker, signed, announce) if job.more and signed.temporary else signed


def _with_more(job: Job, maker: CmsMaker, first: SignedPaper, announce: Any) -> SignedPaper:
    """The further marks, each a revision of its own on the same copy; whatever stood before is compared each time."""
    signed = first
    for mark in job.more:
        step = replace(
            job, stamp=mark.stamp, placement=mark.placement, reason=mark.reason, field_name=mark.field_name, more=()
        )
        if signed.time_stamp_trouble is not None:
            step = replace(step, time_stamp_url="")  # the service was asked once for this file
        done = _sign_copy(step, maker, Path(first.temporary), first.source_sha256, announce)
        trouble = signed.time_stamp_trouble or done.time_stamp_trouble
        signed = replace(
            first,
            sha256=done.sha256,
            time_stamped=signed.time_stamped and done.time_stamped,
            time_stamp_trouble=trouble,
            place_free=signed.place_free and done.place_free,
            mark_left_out=signed.mark_left_out or done.mark_left_out,
        )
    return signed


def _sign_copy(job: Job, maker: CmsMaker, path: Path, source_sha256: str, announce: Any) -> SignedPaper:
    obstacles = look_at_signatures(path)
    before = standings(path) if obstacles.signature_count else {}
    repaired = False
    try:
        prepared = _prepare(job, maker, path, obstacles)
    except AlreadyOurs:
        path.unlink()
        return SignedPaper(temporary="", source_sha256=source_sha256, sha256=source_sha256)
    except CounterError:
        raise
    except Exception as error:
        disk.raise_if_full(error)
        if obstacles.signature_count:
            raise Refused("signing.unreadable") from error
        rebuild(job.source, path)
        repaired = True
        prepared = _prepare_repaired(job, maker, path, obstacles)
    with _boundary(), path.open("r+b") as file:
        cms = maker.make(prepared.digest.document_digest)
        _fill(file, prepared.digest, cms)
        trouble = _time_stamp(job, file, prepared.digest, cms, announce)
        file.flush()
        os.fsync(file.fileno())
        announce("reading_back")
        size = 0 if repaired else job.source.stat().st_size
        seen = read_back(path, maker.fingerprint, prepared.written, source_size=size)
    _compare(path, prepared, seen, before, "" if repaired else source_sha256)
    place = prepared.place
    return SignedPaper(
        temporary=str(path),
        source_sha256=source_sha256,
        sha256=seen.sha256,
        time_stamped=bool(job.time_stamp_url) and trouble is None,
        time_stamp_trouble=trouble,
        page=prepared.page + 1,
        box=place.box if place else None,
        place_free=place.free if place else True,
        place_moved=place.moved if place else False,
        mark_left_out=job.stamp is not None and place is None,
        letters=prepared.letters,
        signature_count=obstacles.signature_count,
        page_count=prepared.page_count,
        repaired=repaired,
    )


@contextmanager
def _copy(job: Job) -> Iterator[tuple[Path, str]]:
    """A private copy in the target's folder with the source's SHA-256; gone again after any failure."""
    path: Path | None = None
    try:
        with _boundary():
            handle, name = tempfile.mkstemp(prefix=disk.copy_prefix(), suffix=disk.SUFFIX, dir=job.output.parent)
            os.close(handle)
            path = Path(name)
            shutil.copyfile(job.source, path)
            path.chmod(job.source.stat().st_mode & 0o777 | 0o600)  # a private copy would stay private on a share
            digest = disk.sha256_of(path)
        yield path, digest
    except BaseException:
        if path is not None:
            path.unlink(missing_ok=True)
        raise


@contextmanager
def _boundary() -> Iterator[None]:
    """pyHanko, Pillow, pdfium and the disk: any exception becomes ours."""
    try:
        yield
    except CounterError:
        raise
    except FileNotFoundError as error:
        raise Trouble("signing.file_gone") from error
    except OSError as error:
        disk.raise_if_full(error)
        raise Trouble("signing.disk_trouble", detail=os.strerror(error.errno or 0)) from error
    except Exception as error:
        raise Refused("signing.unreadable") from error


def _prepare_repaired(job: Job, maker: CmsMaker, path: Path, obstacles: Obstacles) -> _Prepared:
    with _boundary():
        return _prepare(job, maker, path, obstacles)


def _prepare(job: Job, maker: CmsMaker, path: Path, obstacles: Obstacles) -> _Prepared:
    """Add field, appearance and placeholder to the copy and hash it. Raises anything."""
    with path.open("r+b") as file:
        if not has_pdf_header(file):
            raise Refused("signing.not_a_pdf")
        reader = open_reader(file)
        check_encryption(reader)
        obstacles.check()
        page_count = int(reader.root["/Pages"]["/Count"])
        if page_count < 1:
            raise Refused("signing.no_pages")
        writer = SigningWriter(file, prev=reader, strict=False)
        name, existing = _field(reader, job, maker.fingerprint)
        visible = _place(job, writer, path, page_count, existing, obstacles)
        index, rectangle, place, style = visible
        spec = None
        if existing is None:
            box: Any = rectangle  # pyHanko says int and takes any number
            spec = pdf_fields.SigFieldSpec(sig_field_name=name, on_page=index, box=box)
        signer = PdfSigner(
            PdfSignatureMetadata(
                field_name=name,
                subfilter=pdf_fields.SigSeedSubFilter.PADES,
                md_algorithm=DIGEST,
                reason=job.reason or None,
            ),
            signer=maker.signer,
            stamp_style=style,
            new_field_spec=spec,
        )
        session = signer.init_signing_session(writer)
        session.system_time = job.moment
        tbs = session.prepare_tbs_document(None, HOLE)
        digest, _ = tbs.digest_tbs_document(in_place=True, chunk_size=CHUNK)
        value = session.sig_field.raw_get("/V").reference
        written = Written((value.idnum, value.generation), digest.reserved_region_start, digest.reserved_region_end)
        mark = style.mark if isinstance(style, MarkStyle) else None
    return _Prepared(
        digest, page_count, index, place, written, mark.font_size if mark is not None and mark.lines else 0.0
    )


def has_pdf_header(file: Any) -> bool:
    file.seek(0)
    return b"%PDF-" in file.read(1024)


def _field(reader: Any, job: Job, fingerprint: str) -> tuple[str, Any]:
    """The field to sign: its name, and the field itself when it waits empty on the page.

    AlreadyOurs when the same certificate has signed the same purpose.
    """
    kind = job.stamp.kind if job.stamp else None
    base = job.placement.field or job.field_name or (FIELD_NAMES[kind] if kind else "ChuKySo")
    taken: dict[str, Any] = {}
    for name, value, reference in pdf_fields.enumerate_sig_fields(reader):
        taken[name] = value
        if name == base and value is None:
            return name, reference.get_object()
    if job.placement.field:
        raise Refused("signing.no_such_field", field=base)
    for signature in reader.embedded_signatures if taken else ():
        same_purpose = signature.fq_name == base or signature.fq_name.startswith(base + "_")
        if same_purpose and signature.signer_cert.sha256.hex() == fingerprint:
            raise AlreadyOurs
    name, number = base, 1
    while name in taken:
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
    font = stamp_font(job.font_cache)
    if existing is not None:
        return _in_prepared_field(job, writer, existing, index, font)
    if obstacles.certification:
        return index, None, None, MarkStyle()
    page = page_geometry(writer.find_page_for_modification(index)[0].get_object())
    wanted = job.placement.box
    mark = lay_out(job.stamp, job.moment, font, (wanted.width, wanted.height) if wanted else None)
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


def _fill(file: Any, digest: Any, cms: bytes) -> None:
    """Write the CMS into the hole and zero the rest, so that it may be written again."""
    start, end = digest.reserved_region_start + 1, digest.reserved_region_end - 1
    digits = cms.hex().encode("ascii")
    if len(digits) > end - start:
        raise Trouble("signing.signature_too_big")
    file.seek(start)
    file.write(digits.ljust(end - start, b"0"))


def _time_stamp(job: Job, file: Any, digest: Any, cms: bytes, announce: Any) -> CounterError | None:
    """Put a time-stamp into the CMS; its failure leaves the signature as it is and is returned, never raised."""
    if not job.time_stamp_url:
        return None
    from counter_app.signing.time_stamp import stamped

    announce("time_stamp")
    try:
        _fill(file, digest, stamped(cms, job.time_stamp_url))
    except Trouble as trouble:
        return trouble
    return None


def _compare(path: Path, prepared: _Prepared, seen: ReadBack, before: dict[str, Standing], source_sha256: str) -> None:
    """What must be as before: the source's bytes, the number of pages, every earlier signature."""
    if source_sha256 and seen.source_sha256 != source_sha256:
        raise Trouble("signing.read_back_differs", detail="phần đầu tệp")
    check_page_count(seen, prepared.page_count)
    if before and got_worse(before, standings(path)):
        raise Refused("signing.would_break_earlier")
