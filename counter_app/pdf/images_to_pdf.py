"""Images into one PDF without re-encoding them, in the form that archives take (PDF/A-2b).

The pixels stay as they came: a JPEG's bytes are in the PDF as they are. Only HEIC has no place in a PDF: it is
decoded and kept as JPEG of high quality, and the PDF's description says so. img2pdf writes version 1.3, which the scan
standard does not take (regulation 5.R5), so the file is finished by pikepdf.
"""

import io
import os
import warnings
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from counter_app.errors import Refused, Trouble
from counter_app.messages import sentence
from counter_app.model.file_facts import FileKind
from counter_app.pdf.image_facts import A4, MAX_PIXELS, is_see_through, on_white, open_image, stated_dpi
from counter_app.pdf.kinds import IMAGES, kind_of

HIGH_QUALITY = 95  # of the one JPEG step that a HEIC goes through
VERSION = "1.7"  # PDF/A-2 is written on it; the scan standard asks for 1.4 or later


def images_to_pdf(paths: Sequence[Path], part: Path) -> None:
    """Write one PDF to `part`, all frames in order, and see it on the disk.

    Refused `pdf.cannot_convert`; Trouble `pdf.disk`; OSError when an image cannot be read from the disk.
    """
    if not paths:
        raise Refused("pdf.nothing_to_convert")
    for path in paths:
        kind = kind_of(path)
        if kind not in IMAGES:
            raise _refused(path, "pdf.reason_not_image")
    encoded = any(kind_of(path) is FileKind.HEIC for path in paths)
    plain = _combined(paths)
    finished = io.BytesIO()
    _finish(plain, finished, sentence("pdf.encoded_anew").what if encoded else "")
    try:
        with part.open("wb") as file:
            file.write(finished.getbuffer())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise Trouble("pdf.disk", file=paths[0].name) from error


def _combined(paths: Sequence[Path]) -> bytes:
    pieces = [_pieces(path) for path in paths]
    try:
        return _img2pdf([data for piece in pieces for data in piece])
    except _refusals() as error:
        raise _refused(_culprit(paths, pieces), "pdf.reason_damaged") from error


def _pieces(path: Path) -> list[bytes]:
    """The file as it is. See-through pictures are laid on white paper first, one PNG per frame, without loss:
    img2pdf 0.6.3 gives palette pictures a mask of the wrong depth, and their content vanishes."""
    data = path.read_bytes()
    try:
        with open_image(path) as image:
            if kind_of(path) is FileKind.HEIC:
                return [_as_jpeg(image)]
            if not is_see_through(image):
                return [data]
            frames = []
            for index in range(getattr(image, "n_frames", 1)):
                image.seek(index)
                frames.append(_flattened(image))
            return frames
    except _refusals() as error:
        raise _refused(path, "pdf.reason_damaged") from error


def _as_jpeg(image: Any) -> bytes:
    """HEVC cannot stand in a PDF. No colour is thinned out, and the step is too fine to be seen."""
    from PIL import ImageOps

    output = io.BytesIO()
    dpi = image.info.get("dpi") or (0, 0)
    on_white(ImageOps.exif_transpose(image)).save(output, "JPEG", quality=HIGH_QUALITY, subsampling=0, dpi=dpi)
    return output.getvalue()


def _flattened(image: Any) -> bytes:
    from PIL import ImageOps

    output = io.BytesIO()
    on_white(ImageOps.exif_transpose(image)).save(output, "PNG", dpi=image.info.get("dpi", (0, 0)))
    return output.getvalue()


def _culprit(paths: Sequence[Path], pieces: list[list[bytes]]) -> Path:
    for path, piece in zip(paths, pieces, strict=True):
        try:
            _img2pdf(piece)
        except _refusals():
            return path
    return paths[0]


def _img2pdf(images: list[bytes]) -> bytes:
    import img2pdf
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with warnings.catch_warnings(action="ignore"):
        found = img2pdf.convert(images, layout_fun=_layout, rotation=img2pdf.Rotation.ifvalid, nodate=True)
    return bytes(found)


def _layout(width: int, height: int, dpi: tuple[float, float]) -> tuple[float, float, float, float]:
    """Page width and height, image width and height, in points. Real size when it is known, else fitted on A4."""
    meant = stated_dpi(width, height, dpi)
    if meant:
        across, down = width * 72 / dpi[0], height * 72 / dpi[1]
        return across, down, across, down
    page = A4 if height >= width else (A4[1], A4[0])
    scale = min(page[0] / width, page[1] / height)
    return page[0], page[1], width * scale, height * scale


def _finish(plain: bytes, file: io.BytesIO, remark: str) -> None:
    """Version, colour intent and metadata; `remark` becomes the document's description.

    The same images give the same bytes, so the vault keeps them once.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(plain)) as document:
        for key in ("/Info", "/ID"):  # dates and chance
            if key in document.trailer:
                del document.trailer[key]
        if not _has_cmyk(document):
            _claim_pdfa(document)
        if remark:
            with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
                metadata["dc:description"] = remark
        document.save(file, min_version=VERSION, deterministic_id=True)


def _has_cmyk(document: Any) -> bool:
    """Four ink colours need another colour intent than the screen's; such a file claims nothing."""
    import pikepdf

    return any(
        str(image.get("/ColorSpace")) == "/DeviceCMYK"
        for image in document.objects
        if isinstance(image, pikepdf.Stream) and image.get("/Subtype") == "/Image"
    )


def _claim_pdfa(document: Any) -> None:
    import pikepdf

    profile = document.make_stream(_srgb(), N=3)
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier=pikepdf.String("sRGB"),
        Info=pikepdf.String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    document.Root.OutputIntents = pikepdf.Array([document.make_indirect(intent)])
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["pdfaid:part"] = "2"
        metadata["pdfaid:conformance"] = "B"


def _srgb() -> bytes:
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes((7, 228, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))  # its own date: always 1 January 2020
    return bytes(profile)


def _refusals() -> tuple[type[Exception], ...]:
    """What img2pdf and Pillow raise about an image; the boundary towards our own errors."""
    import img2pdf
    from PIL import Image, UnidentifiedImageError

    return (
        img2pdf.AlphaChannelError,
        img2pdf.ImageOpenError,
        img2pdf.JpegColorspaceError,
        img2pdf.UnsupportedColorspaceError,
        img2pdf.NegativeDimensionError,
        img2pdf.PdfTooLargeError,
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        ValueError,
        SyntaxError,
        NotImplementedError,
        EOFError,
        KeyError,
        IndexError,
        TypeError,
        AttributeError,
    )


def _refused(path: Path, reason: str) -> Refused:
    return Refused("pdf.cannot_convert", file=path.name, reason=sentence(reason).what)


def place_new(part: Path, output: Path) -> None:
    """Give a finished file its name, never over another file. Refused `pdf.output_exists`."""
    try:
        try:
            os.link(part, output)  # fails when the name is taken, which a rename would not
        except (FileExistsError, PermissionError):
            raise
        except OSError:  # a disk without hard links
            if output.exists():
                raise FileExistsError from None
            part.rename(output)
    except FileExistsError as error:
        raise Refused("pdf.output_exists", file=output.name) from error
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
