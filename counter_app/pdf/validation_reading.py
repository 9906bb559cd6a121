"""Finding the signatures of a PDF, also those that the library passes over or that re-saving has destroyed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from counter_app.pdf.swift_libraries import quicken

_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*\d{1,12}\s+\d{1,12}\s+(\d{1,12})\s+(\d{1,12})\s*\]")
_KNOWN_FORMATS = frozenset(
    {"/adbe.pkcs7.detached", "/ETSI.CAdES.detached", "/ETSI.RFC3161", "/adbe.pkcs7.sha1"},
)
_CHUNK = 1 << 20


class NeedsPassword(Exception):
    """The file opens only with a password nobody gave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSignature:
    """A signature field with a value. `problem`: "", "lost", "unsupported" or "unreadable"."""

    name: str
    value: Any  # the signature dictionary
    field: Any
    embedded: Any | None  # pyHanko's EmbeddedPdfSignature, when it could be read
    problem: str = ""
    certificate: Any | None = None  # the signer's, also of a lost signature

    @property
    def format(self) -> str:
        return str(entry(self.value, "/SubFilter", "")).removeprefix("/")


def entry(dictionary: Any, key: str, default: Any = None) -> Any:
    """The value with references followed; pyHanko's own `get` hands back the reference itself."""
    return dictionary[key] if key in dictionary else default  # noqa: SIM401


def open_document(stream: BinaryIO, *, strict: bool) -> Any:
    """A pyHanko reader; the empty password is tried. Raises NeedsPassword or whatever the parser raises."""
    from pyhanko.pdf_utils.crypt import AuthStatus
    from pyhanko.pdf_utils.reader import PdfFileReader

    quicken()
    reader = PdfFileReader(stream, strict=strict)
    if strict and reader.xrefs.hybrid_xrefs_present:  # what Word writes; the strict mode refuses to judge it
        reader = PdfFileReader(stream, strict=False)
    if reader.encrypted:
        try:
            opened = reader.decrypt(b"").status != AuthStatus.FAILED
        except Exception as error:  # the boundary: encryption by certificate, unknown handlers
            raise NeedsPassword from error
        if not opened:
            raise NeedsPassword
    return reader


def signatures_of(reader: Any) -> list[FoundSignature]:
    """Every filled signature field, in the order in which they were put on the file."""
    from pyhanko.sign.fields import enumerate_sig_fields

    found = [_found(reader, name, value, field) for name, value, field in _filled(enumerate_sig_fields, reader)]
    return sorted(found, key=lambda one: one.embedded.signed_revision if one.embedded else -1)


def signature_field_names(reader: Any) -> frozenset[str]:
    from pyhanko.sign.fields import enumerate_sig_fields

    return frozenset(str(name) for name, _, _ in enumerate_sig_fields(reader, filled_status=None))


def end_of_signed_bytes(path: Path) -> int:
    """Where the farthest byte range ends, as the raw bytes say, reachable or not; 0 when there is none."""
    end, overlap = 0, b""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            window = overlap + chunk
            for found in _BYTE_RANGE.finditer(window):
                end = max(end, int(found.group(1)) + int(found.group(2)))
            overlap = window[-200:]
    return end


def has_usage_rights(reader: Any) -> bool:
    """Adobe Reader's usage rights are a signature of the software's maker, not of a person."""
    rights = entry(reader.root, "/Perms", {})
    return "/UR3" in rights or "/UR" in rights


def _filled(enumerate_fields: Any, reader: Any) -> Iterator[tuple[str, Any, Any]]:
    for name, value, field in enumerate_fields(reader, filled_status=True):
        yield str(name), value.get_object(), field  # plain text: the library's strings hold on to the reader


def _found(reader: Any, name: str, value: Any, field: Any) -> FoundSignature:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    def without(problem: str, certificate: Any | None = None) -> FoundSignature:
        return FoundSignature(
            name=name, value=value, field=field, embedded=None, problem=problem, certificate=certificate
        )

    try:
        in_place = _in_its_place(reader, value)
        if entry(value, "/SubFilter") not in _KNOWN_FORMATS:
            return without("unsupported" if in_place else "lost")
        embedded = EmbeddedPdfSignature(reader, field, name)
        certificate = embedded.signer_cert
        certificate.native  # noqa: B018 (asn1crypto parses lazily: now or never)
        if not in_place and not _digest_matches(embedded):
            return without("lost", certificate)
    except Exception:  # the boundary: parsers of foreign signatures raise anything
        return without("unreadable")
    return FoundSignature(name=name, value=value, field=field, embedded=embedded, certificate=certificate)


def _digest_matches(embedded: Any) -> bool:
    """Bytes that still match although the signature stands elsewhere were moved on purpose, not lost by saving."""
    from pyhanko.sign.general import find_unique_cms_attribute

    try:
        stated = find_unique_cms_attribute(embedded.signer_info["signed_attrs"], "message_digest")
        return bool(stated.native == embedded.compute_digest())
    except Exception:  # the boundary: a byte range past the end of the file, no signed attributes
        return False


def _in_its_place(reader: Any, value: Any) -> bool:
    """The gap in the byte range holds this signature. After re-saving ("nén") it holds something else."""
    from pyhanko.sign.validation.pdf_embedded import extract_contents

    numbers = [int(number) for number in entry(value, "/ByteRange", ())]
    if len(numbers) < 4 or len(numbers) % 2:
        return False
    start, end = numbers[0] + numbers[1], numbers[2]
    stream = reader.stream
    stream.seek(0, 2)
    if stream.tell() < numbers[-2] + numbers[-1] or not 0 < end - start < _CHUNK * 16:
        return False
    stream.seek(start)
    gap = stream.read(end - start)
    if gap.startswith(b"<") and gap.endswith(b">"):
        gap = gap[1:-1]
    try:
        held = bytes.fromhex(gap.decode("ascii"))
    except ValueError:
        return False
    return held.rstrip(b"\0") == extract_contents(value).rstrip(b"\0")
