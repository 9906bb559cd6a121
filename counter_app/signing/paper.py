"""One file: copied beside its target, signed in place on the copy, read back from the disk. Runs in the paper process.

Nothing here ever writes to the source or to the target's own name. The copy is complete, verified and synced when it
is handed back; the parent gives it its name.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pyhanko.sign import fields as pdf_fields
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp import BaseStampStyle

from counter_app.errors import CounterError, Refused, Trouble
from counter_app.model.signature import Box, Level, Placement
from counter_app.signing import disk, free_place
from counter_app.signing.appearance import MarkStyle
from counter_app.signing.cms import DIGEST, CmsMaker
from counter_app.signing.copies import Copy, boundary, make_copy
from counter_app.signing.earlier import SigningWriter, Standing, got_worse, open_reader, standings
from counter_app.signing.geometry import PageGeometry, page_geometry, page_index
from counter_app.signing.job import Job, SignedPaper
from counter_app.signing.levels import LONG_TERM, ORDER, Levels
from counter_app.signing.mark import FIELD_NAMES, lay_out
from counter_app.signing.obstacles import Obstacles, check_encryption, look_at_signatures
from counter_app.signing.read_back import ReadBack, Written, appended_to, check_page_count, read_back
from counter_app.signing.repair import rebuild
from counter_app.signing.stamp_font import StampFont, stamp_font
from counter_app.signing.tidy_form import field_names, tidy_form, tidy_notes

HOLE = 32768  # hex digits kept for the CMS: 16 KiB, room for a time-stamp that comes later
CHUNK = 1 << 20
LARGE = 4 << 20
Announce = Callable[[str], Any]


@dataclass(slots=True)
class _Prepared:
    """A copy with the placeholder written and hashed."""

    digest: Any  # pyHanko's PreparedByteRangeDigest
    page_count: int
    page: int
    place: free_place.Place | None
    written: Written
    letters: float  # size of the mark's letters; 0: no text


@dataclass(slots=True)
class Waiting:
    """A copy that is complete but for the signature."""

    job: Job
    path: Path
    source_sha256: str
    prepared: _Prepared
    obstacles: Obstacles
    before: dict[str, Standing]
    repaired: bool
    first: SignedPaper | None = None  # what the marks before this one, on the same copy, came to

    @property
    def document_digest(self) -> bytes:
        digest: bytes = self.prepared.digest.document_digest
        return digest

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)


class AlreadyOurs(Exception):
    pass


def prepare_paper(job: Job, maker: CmsMaker) -> Waiting | SignedPaper:
    """A copy that waits for its signature; SignedPaper without a copy when this key has signed the file before.

    Refused or Trouble with nothing left on the disk.
    """
    copy = make_copy(job.source, job.output)
    try:
        return _prepare_copy(job, maker, copy)
    except AlreadyOurs:
        copy.path.unlink(missing_ok=True)
        return SignedPaper(temporary="", source_sha256=copy.sha256, sha256=copy.sha256)
    except BaseException:
        copy.path.unlink(missing_ok=True)
        raise


def _prepare_copy(job: Job, maker: CmsMaker, copy: Copy) -> Waiting:
    path = copy.path
    if job.sha256 and job.sha256 != copy.sha256:
        raise Refused("signing.file_changed")
    with boundary():
        obstacles = look_at_signatures(path, copy.byte_ranges)
        before = standings(path) if obstacles.signature_count else {}
    repaired = False
    try:
        prepared = _prepare(job, maker, path, obstacles)
    except (CounterError, AlreadyOurs):
        raise
    except Exception as error:
        disk.raise_if_full(error)
        if obstacles.signature_count:
            raise Refused("signing.unreadable") from error
        with boundary():
            rebuild(job.source, path)
            if not job.may_repair:
                raise Refused("signing.repair_not_agreed") from error
            prepared = _prepare(job, maker, path, obstacles)
        repaired = True
    return Waiting(job, path, copy.sha256, prepared, obstacles, before, repaired)


def finish_paper(
    waiting: Waiting, maker: CmsMaker, cms: bytes, announce: Announce, levels: Levels
) -> SignedPaper | Waiting:
    """The signed copy, read back from the disk; with a further mark to make, the copy waits for its signature again.

    Refused or Trouble with nothing left on the disk.
    """
    try:
        with boundary():
            signed = _joined(waiting.first, _finish(waiting, maker, cms, announce, levels))
        return _prepare_more(waiting, maker, signed) if waiting.job.more else signed
    except BaseException:
        waiting.discard()
        raise


def _prepare_more(waiting: Waiting, maker: CmsMaker, signed: SignedPaper) -> Waiting:
    """The next mark, a revision of its own on the same copy; whatever stood before is compared each time."""
    job, (mark, *rest) = waiting.job, waiting.job.more
    step = replace(
        job,
        stamp=mark.stamp,
        placement=mark.placement,
        reason=mark.reason,
        field_name=mark.field_name,
        more=tuple(rest),
    )
    following = _prepare_copy(step, maker, Copy(waiting.path, waiting.source_sha256, True))
    return replace(following, first=signed, repaired=waiting.repaired)


def _joined(first: SignedPaper | None, last: SignedPaper) -> SignedPaper:
    """Several marks on one copy: where the first one stands, the lowest level, the whole file as it is now."""
    if first is None:
        return last
    return replace(
        first,
        sha256=last.sha256,
        level=min(first.level, last.level, key=ORDER.index) if first.service_trouble else last.level,
        service_trouble=first.service_trouble or last.service_trouble,
        place_free=first.place_free and last.place_free,
        mark_left_out=first.mark_left_out or last.mark_left_out,
    )


def _finish(waiting: Waiting, maker: CmsMaker, cms: bytes, announce: Announce, levels: Levels) -> SignedPaper:
    job, path, prepared = waiting.job, waiting.path, waiting.prepared
    level, trouble = Level.B_B, None
    if job.level is not Level.B_B and job.services.time_stamps:
        announce("time_stamp")
        cms, trouble = levels.stamped(cms)
        level = Level.B_B if trouble else Level.B_T
    announce("reading_back")
    fill(path, prepared.written, cms)
    size = 0 if waiting.repaired else job.source.stat().st_size
    with _synced(path):
        seen = read_back(path, maker.fingerprint, prepared.written, source_size=size)
    _compare(waiting, seen)
    sha256 = seen.sha256
    if level is Level.B_T and job.level in LONG_TERM and not job.more:
        announce("long_term")
        level, trouble, sha256 = _extend(waiting, seen, levels)
    place = prepared.place
    return SignedPaper(
        temporary=str(path),
        source_sha256=waiting.source_sha256,
        sha256=sha256,
        level=level,
        service_trouble=trouble,
        page=prepared.page + 1,
        box=place.box if place else None,
        place_free=place.free if place else True,
        place_moved=place.moved if place else False,
        anchored=place.anchored if place else True,
        mark_left_out=job.stamp is not None and place is None,
        letters=prepared.letters,
        signature_count=waiting.obstacles.signature_count,
        page_count=prepared.page_count,
        repaired=waiting.repaired,
    )


def _extend(waiting: Waiting, seen: ReadBack, levels: Levels) -> tuple[Level, CounterError | None, str]:
    """Long-term data behind the signature: level, trouble and SHA-256. What was read back before stays as it is."""
    path, size, before = waiting.path, waiting.path.stat().st_size, standings(waiting.path)
    level, trouble = levels.extended(path, waiting.job.level, waiting.job.moment)
    sync(path)
    sha256 = appended_to(path, size, seen.sha256)
    if got_worse(before, standings(path)):
        raise Refused("signing.would_break_earlier")
    return level, trouble, sha256


@contextmanager
def _synced(path: Path) -> Iterator[None]:
    """On the disk when the block is left; a large file is written out while it is read back."""
    if path.stat().st_size < LARGE:
        yield
        sync(path)
        return
    with ThreadPoolExecutor(1) as aside:
        written = aside.submit(sync, path)
        yield
        written.result()


def sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


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
        if not obstacles.signature_count:
            tidy_form(writer)
        name, existing = _field(reader, writer, job, maker.fingerprint)
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


def fill(path: Path, written: Written, cms: bytes) -> None:
    """Write the CMS into the hole and zero the rest, so that it may be written again."""
    start, end = written.hole_start + 1, written.hole_end - 1
    digits = cms.hex().encode("ascii")
    if len(digits) > end - start:
        raise Trouble("signing.signature_too_big")
    with path.open("r+b") as file:
        file.seek(start)
        file.write(digits.ljust(end - start, b"0"))


def _compare(waiting: Waiting, seen: ReadBack) -> None:
    """What must be as before: the source's bytes, the number of pages, every earlier signature."""
    if not waiting.repaired and seen.source_sha256 != waiting.source_sha256:
        raise Trouble("signing.read_back_differs", detail="phần đầu tệp")
    check_page_count(seen, waiting.prepared.page_count)
    if waiting.before and got_worse(waiting.before, standings(waiting.path)):
        raise Refused("signing.would_break_earlier")
