"""Facts about one file as it lies on the disk. Never raises for what the file contains.

Call it through `FileReader`, which runs it in a child process: a few files in the wild abort pdfium, take it over
3 GB or keep a parser busy for tens of seconds.
"""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from counter_app.model.file_facts import FileFacts, FileKind
from counter_app.pdf.kinds import IMAGES, kind_of, suffix_matches


@dataclass(frozen=True, slots=True, kw_only=True)
class LookLimits:
    """How far one look at one file goes."""

    rendered_pages: int = 60  # evenly spread over a longer file; with 0 nothing is told of pages and their words
    seconds: float = 8.0  # rendering stops after this long; `pages_looked_at` says how far it came
    bytes: int = 1_000_000_000  # a larger file is not opened at all


def gather_facts(path: Path, limits: LookLimits | None = None) -> FileFacts:
    """Everything `checks` needs. `readable` False with a `trouble` word when the file cannot be seen whole.

    OSError when the file itself cannot be read from the disk.
    """
    limits = limits or LookLimits()
    facts = first_facts(path)
    if facts.size > limits.bytes:
        return replace(facts, trouble="too_big")
    try:
        return _look(path, facts, limits)
    except MemoryError:
        return replace(facts, trouble="too_big")
    except Exception:  # parsers of untrusted files raise anything; the officer needs one sentence
        return replace(facts, trouble="damaged")


def _look(path: Path, facts: FileFacts, limits: LookLimits) -> FileFacts:
    if facts.kind is FileKind.PDF:
        from counter_app.pdf.pdf_facts import look_at_pdf

        return look_at_pdf(path, facts, limits)
    if facts.kind in IMAGES:
        from counter_app.pdf.image_facts import look_at_image

        return look_at_image(path, facts, limits)
    return replace(facts, trouble="empty" if facts.kind is FileKind.EMPTY else "not_pdf")


def first_facts(path: Path) -> FileFacts:
    """What is known without opening the file by its format: size, SHA-256 and type. Not readable yet."""
    kind = kind_of(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileFacts(
        name=path.name,
        size=path.stat().st_size,
        sha256=digest,
        kind=kind,
        suffix_matches=suffix_matches(path.name, kind),
        readable=False,
    )
