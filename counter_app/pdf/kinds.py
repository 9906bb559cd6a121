"""The real type of a file, by content; and whether its name says the same."""

import zipfile
from pathlib import Path, PurePath

from counter_app.model.file_facts import FileKind

HEADER_WINDOW = 1024  # a PDF header may stand anywhere in the first kilobyte (ISO 32000-1, annex H.3.4.1)

_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif"}
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_SUFFIXES = {
    FileKind.PDF: {".pdf"},
    FileKind.JPEG: {".jpg", ".jpeg", ".jpe", ".jfif"},
    FileKind.PNG: {".png"},
    FileKind.TIFF: {".tif", ".tiff"},
    FileKind.HEIC: {".heic", ".heif", ".avif"},
    FileKind.OFFICE: {".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".rtf"},
}
_KNOWN_SUFFIXES = set().union(*_SUFFIXES.values())
IMAGES = (FileKind.JPEG, FileKind.PNG, FileKind.TIFF, FileKind.HEIC)


def kind_of(path: Path) -> FileKind:
    """Looks at the first kilobyte, and into the table of contents of a zip file."""
    with path.open("rb") as file:
        head = file.read(HEADER_WINDOW)
    if not head:
        return FileKind.EMPTY
    return _image_kind(head) or _document_kind(head, path)


def _image_kind(head: bytes) -> FileKind | None:
    if head.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return FileKind.TIFF
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return FileKind.HEIC
    return None


def _document_kind(head: bytes, path: Path) -> FileKind:
    if head.startswith((_OLE, rb"{\rtf")) or (head.startswith(b"PK\x03\x04") and _is_office_zip(path)):
        return FileKind.OFFICE
    return FileKind.PDF if b"%PDF-" in head else FileKind.OTHER


def _is_office_zip(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names


def suffix_matches(name: str, kind: FileKind) -> bool:
    """False when the ending promises another type. An empty file has no type to lie about."""
    suffix = PurePath(name).suffix.lower()
    if kind is FileKind.EMPTY:
        return True
    if kind is FileKind.OTHER:
        return suffix not in _KNOWN_SUFFIXES
    return suffix in _SUFFIXES[kind]
