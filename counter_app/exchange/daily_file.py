"""One signed file with what changed at a counter, for another counter of the office that shares no server with it.

A zip: the manifest names every part with its SHA-256, a cover page signed by an officer holds the manifest's SHA-256.
Nothing in it is believed before both are checked.
"""

import hashlib
import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from counter_app.clock import to_seconds
from counter_app.errors import Refused
from counter_app.model.dossier import Event

FORMAT = 1
MANIFEST, COVER, ROWS, FILES = "bang-ke.json", "bia-da-ky.pdf", "ho-so.json", "tep/"
HANDED, TAKEN = "hand_daily_file", "take_daily_file"
# Acts that change nothing of a dossier: they make neither counter the newer one.
ASIDE = frozenset({"view_dossier", "export_package", HANDED, TAKEN})
_LARGEST = 256 << 20  # bytes of the manifest or the rows, which are read at once
_CHUNK = 1 << 20


class Relation(StrEnum):
    NEW = "new"
    SAME = "same"
    NEWER_THERE = "newer_there"
    NEWER_HERE = "newer_here"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyFile:
    """What stands in the file, every part of it checked against the manifest. `facts`: the manifest without parts."""

    facts: Mapping[str, Any]
    manifest_hash: str
    dossiers: tuple[Mapping[str, Any], ...]


def event_row(event: Event) -> dict[str, Any]:
    return {"at": to_seconds(event.at), "by": event.by, "kind": event.kind, "details": event.details}


def acts_of(events: Sequence[Event]) -> list[dict[str, Any]]:
    """The acts that make a dossier what it is, in their order."""
    return [event_row(one) for one in events if one.kind not in ASIDE]


def digest_of_acts(acts: Sequence[Mapping[str, Any]]) -> str:
    """One name for what a counter knew of a dossier, whatever the order in which it was told."""
    return hashlib.sha256("\n".join(sorted(map(_told, acts))).encode()).hexdigest()


def further(acts: Sequence[Mapping[str, Any]], known: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those of `acts` that are not among `known`."""
    held, found = Counter(map(_told, known)), []
    for one in acts:
        if held[_told(one)]:
            held[_told(one)] -= 1
        else:
            found.append(one)
    return found


def relation(
    here: Sequence[Mapping[str, Any]],
    there: Sequence[Mapping[str, Any]],
    *,
    settled_here: Sequence[str],
    settled_there: Sequence[str],
) -> Relation:
    """Who knows more: the one whose acts hold all those of the other. `settled`: digests of the other side's acts that
    a person has decided about before."""
    only_here, only_there = further(here, there), further(there, here)
    if not only_there:
        return Relation.NEWER_HERE if only_here else Relation.SAME
    if not only_here or digest_of_acts(here) in settled_there:
        return Relation.NEWER_THERE
    return Relation.NEWER_HERE if digest_of_acts(there) in settled_here else Relation.CONFLICT


def needed(rows: Mapping[str, Any]) -> frozenset[str]:
    """The contents that a dossier shows now, and the evidence of an explanation."""
    shown = {one["hash"] for one in rows["file"] if one["replaced_at"] is None}
    return frozenset(shown | {one["evidence"] for one in rows["explanation"] if one["evidence"]})


def earlier(rows: Mapping[str, Any]) -> frozenset[str]:
    """What a dossier has shown, or what its files were made from: carried along where the vault still holds it."""
    made_from = (one[name] for one in rows["file"] for name in ("hash", "signed_from", "converted_from"))
    return frozenset(one for one in made_from if one) - needed(rows)


def write_parts(
    target: Path, facts: Mapping[str, Any], dossiers: Sequence[Mapping[str, Any]], files: Mapping[str, Path]
) -> str:
    """The zip without its cover; answers with the SHA-256 of the manifest. `files`: by their SHA-256."""
    rows = _json(dossiers)
    parts: dict[str, dict[str, Any]] = {ROWS: {"sha256": hashlib.sha256(rows).hexdigest(), "bytes": len(rows)}}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(ROWS, rows)
        for digest, path in sorted(files.items()):
            made.write(path, FILES + digest)
            parts[FILES + digest] = {"sha256": digest, "bytes": path.stat().st_size}
        manifest = _json({**facts, "format": FORMAT, "count": len(dossiers), "parts": parts})
        made.writestr(MANIFEST, manifest)
    return hashlib.sha256(manifest).hexdigest()


def add_cover(target: Path, cover: Path) -> None:
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as made:
        made.write(cover, COVER)


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Refused `exchange.daily_damaged`: cut off, changed, not such a file; also for what fails while it is read."""
    try:
        with zipfile.ZipFile(path) as found:
            yield found
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError, NotImplementedError) as error:
        raise Refused("exchange.daily_damaged", part=path.name) from error


def cover_of(found: zipfile.ZipFile, target: Path) -> None:
    with found.open(COVER) as source:
        target.write_bytes(_at_once(source, COVER))


def manifest_hash(found: zipfile.ZipFile) -> str:
    with found.open(MANIFEST) as source:
        return hashlib.sha256(_at_once(source, MANIFEST)).hexdigest()


def read(found: zipfile.ZipFile) -> DailyFile:
    """Every part against the manifest. Refused `exchange.daily_damaged` with the part, `exchange.daily_newer`."""
    with found.open(MANIFEST) as source:
        body = _at_once(source, MANIFEST)
    facts = json.loads(body)
    if facts["format"] != FORMAT:
        raise Refused("exchange.daily_newer")
    parts: Mapping[str, Mapping[str, Any]] = facts.pop("parts")
    if sorted(found.namelist()) != sorted([*parts, MANIFEST, COVER]):
        raise Refused("exchange.daily_damaged", part=MANIFEST)
    for name, told in parts.items():
        _check(found, name, told)
    with found.open(ROWS) as source:
        dossiers = json.loads(_at_once(source, ROWS))
    if len(dossiers) != facts["count"]:
        raise Refused("exchange.daily_damaged", part=ROWS)
    return DailyFile(facts=facts, manifest_hash=hashlib.sha256(body).hexdigest(), dossiers=tuple(dossiers))


def extract(found: zipfile.ZipFile, digest: str, target: Path) -> None:
    """A file of the vault, by its SHA-256."""
    with found.open(FILES + digest) as source, target.open("wb") as written:
        while chunk := source.read(_CHUNK):
            written.write(chunk)


def _check(found: zipfile.ZipFile, name: str, told: Mapping[str, Any]) -> None:
    if found.getinfo(name).file_size != told["bytes"]:
        raise Refused("exchange.daily_damaged", part=name)
    digest = hashlib.sha256()
    with found.open(name) as source:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
    if digest.hexdigest() != told["sha256"]:
        raise Refused("exchange.daily_damaged", part=name)


def _at_once(source: IO[bytes], name: str) -> bytes:
    body = source.read(_LARGEST + 1)
    if len(body) > _LARGEST:
        raise Refused("exchange.daily_damaged", part=name)
    return body


def _told(act: Mapping[str, Any]) -> str:
    return json.dumps([act["at"], act["by"], act["kind"], act["details"]], ensure_ascii=False, sort_keys=True)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
