"""Signatures on a PDF by our own eyes: raw byte ranges and a walk over the form.

Libraries list only the sub-filters they know; a signature they skip would be broken by signing on top of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+\s+\d+)\s+\d+\s+\d+\s*\]")
_HYBRID = re.compile(rb"/XRefStm\s+\d+")
PIECE, OVERLAP = 4 << 20, 4096
MAX_FIELDS = 20_000  # a form tree deeper or wider than any real one ends the walk, never hangs it


@dataclass(frozen=True, slots=True, kw_only=True)
class RawMarks:
    """What the bytes of the file say, before any parser."""

    signatures: int  # byte ranges around different holes; a later revision may state the same hole anew
    hybrid_xref: bool
    has_end: bool  # an end-of-file mark stands after the last object


@dataclass(frozen=True, slots=True, kw_only=True)
class FormMarks:
    """What the form and the catalogue say."""

    signed_fields: int
    empty_signatures: int  # fields that wait for a signature
    has_fields: bool  # fields to fill in, besides signatures
    has_xfa: bool
    certification: int  # DocMDP 1, 2, 3; 0: none
    locked: bool  # a signer locked every field


def scan_bytes(path: Path) -> RawMarks:
    """In pieces: a mapped file would count as memory of this process."""
    holes: set[bytes] = set()
    hybrid = has_end = False
    for window in _windows(path):
        holes |= {b" ".join(found.group(1).split()) for found in _BYTE_RANGE.finditer(window)}
        hybrid = hybrid or _HYBRID.search(window) is not None
        end = window.rfind(b"%%EOF")
        if end >= 0 or b" obj" in window:
            # Junk after the end (a web page, a mail footer) is not a cut; another object is.
            has_end = end >= 0 and window.find(b" obj", end) < 0
    return RawMarks(signatures=len(holes), hybrid_xref=hybrid, has_end=has_end)


def _windows(path: Path) -> Iterator[bytes]:
    """The file in pieces that overlap by more than any of the marks is long."""
    with path.open("rb") as file:
        before = b""
        while piece := file.read(PIECE):
            window = before + piece
            yield window
            before = window[-OVERLAP:]


def scan_form(root: Any) -> FormMarks:
    """`root` is the catalogue as pikepdf gives it. Broken branches count as absent."""
    form = _dictionary(root.get("/AcroForm"))
    signed = empty = fillable = 0
    certification = _certification(root)
    locked = False
    for field, kind in _fields(form):
        if kind == "/Sig":
            value = _dictionary(field.get("/V"))
            if value is not None:
                signed += 1
                locked = locked or _locks_all(field, value)
                certification = certification or _lock_level(field)
            else:
                empty += 1
        elif kind:
            fillable += 1
    return FormMarks(
        signed_fields=signed,
        empty_signatures=empty,
        has_fields=fillable > 0,
        has_xfa=form is not None and "/XFA" in form,
        certification=certification,
        locked=locked,
    )


def _fields(form: Any) -> Iterator[tuple[Any, str]]:
    """Every terminal field with its type, which may be inherited."""
    if form is None:
        return
    waiting = [(field, "") for field in _array(form.get("/Fields"))]
    for _ in range(MAX_FIELDS):
        if not waiting:
            return
        entry, inherited = waiting.pop()
        field = _dictionary(entry)
        if field is None:
            continue
        kind = str(field.get("/FT", inherited))
        kids = [kid for kid in _array(field.get("/Kids")) if "/T" in (_dictionary(kid) or {})]
        if kids:
            waiting.extend((kid, kind) for kid in kids)
        else:
            yield field, kind


def _certification(root: Any) -> int:
    permissions = _dictionary(root.get("/Perms"))
    signature = _dictionary(permissions.get("/DocMDP")) if permissions is not None else None
    if signature is None:
        return 0
    for reference in _array(signature.get("/Reference")):
        parameters = _dictionary((_dictionary(reference) or {}).get("/TransformParams"))
        if str((_dictionary(reference) or {}).get("/TransformMethod", "")) == "/DocMDP" and parameters is not None:
            return _level(parameters.get("/P", 2))
    return 2  # the default of DocMDP


def _locks_all(field: Any, signature: Any) -> bool:
    if _is_all(_dictionary(field.get("/Lock"))):
        return True
    for reference in _array(signature.get("/Reference")):
        found = _dictionary(reference)
        if found is None or str(found.get("/TransformMethod", "")) != "/FieldMDP":
            continue
        if _is_all(_dictionary(found.get("/TransformParams"))):
            return True
    return False


def _lock_level(field: Any) -> int:
    """PDF 2.0: an approval signature may certify through the /P of its lock."""
    lock = _dictionary(field.get("/Lock"))
    return _level(lock.get("/P")) if lock is not None and "/P" in lock else 0


def _level(value: object) -> int:
    try:
        level = int(value)  # type: ignore[call-overload]
    except (TypeError, ValueError):
        return 2
    return level if level in (1, 2, 3) else 2


def _is_all(lock: Any) -> bool:
    return lock is not None and str(lock.get("/Action", "")) == "/All"


def _dictionary(entry: Any) -> Any:
    """The dictionary itself, also of a stream; None for anything else."""
    import pikepdf

    return entry if isinstance(entry, (pikepdf.Dictionary, pikepdf.Stream)) else None


def _array(entry: Any) -> list[Any]:
    import pikepdf

    return list(entry) if isinstance(entry, pikepdf.Array) else []
