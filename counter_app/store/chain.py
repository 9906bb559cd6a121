"""The chain of hashes through the diary: made when a row is written, followed when the diary is examined.

The chain shows a changed, removed or inserted row. It cannot show that the newest rows were cut off, or that the whole
diary was written anew: for that its head must be kept elsewhere, as an `Anchor`.

A word that may name somebody is in the row as a mark: the digest of the salted word, which is kept beside the diary
until it is erased. The row's hash covers the mark. Rows from before there were marks were hashed with the word in its
place; once it is erased they cannot be hashed again, so the act that erased it holds a digest of what remains of them.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from counter_app.model.evidence import Anchor, Examination

BEGINNING = "0" * 64  # what stands before the first row
MARK = "#nk1#"  # how a mark begins; its digest follows
ERASING = "erase_dossier"
_SALT_DIGITS = 32

Details = dict[str, str | int | None]


def canonical(value: Any) -> str:
    """One JSON text for one value: sorted keys, no spaces, letters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chain_hash(previous: str, dossier_id: int | None, at: int, by: str, kind: str, details: str) -> str:
    """SHA-256 over the hash before and the canonical JSON of the row, 64 hex digits."""
    row = canonical({"dossier_id": dossier_id, "at": at, "by": by, "kind": kind, "details": details})
    return hashlib.sha256((previous + row).encode("utf-8")).hexdigest()


def digest_of(salted: str) -> str:
    """Of a word with its salt before it."""
    return hashlib.sha256(salted.encode("utf-8")).hexdigest()


def text_of(salted: str) -> str:
    return salted[_SALT_DIGITS:]


def marks_in(details: Details) -> dict[str, str]:
    """The digests of a row's words, by the name of the detail."""
    marked = {name: value for name, value in details.items() if isinstance(value, str) and value.startswith(MARK)}
    return {name: value.removeprefix(MARK) for name, value in marked.items()}


def remains_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """A digest over the rows of one dossier, in their order, that cannot be hashed again without their words."""
    told = [_remaining(row) for row in rows if MARK in row["details"] and not _hashed_with_marks(row)]
    return _all_of(told) if told else ""


def examine_rows(rows: Iterable[Mapping[str, Any]], anchors: Sequence[Anchor] = ()) -> Examination:
    """Does each row continue the chain, is each word there or erased by an act, does the chain pass every anchor?

    A changed, removed or inserted row breaks the chain; rows cut off at the end, or a diary written wholly anew, keep a
    chain of their own and are shown only by anchors. `words` of a row: its salted words by digest, None for one that is
    sealed and cannot be read here. KeyError for a row that lacks a column.
    """
    wanted = {anchor.rows for anchor in anchors}
    passed = {(0, BEGINNING)}
    count, previous = 0, BEGINNING
    bad: list[int] = []
    owed = _Owed()
    for row in rows:
        if row["previous_hash"] != previous or not (_proven(row) or owed.takes(row)):
            bad.append(int(row["id"]))
        elif row["kind"] == ERASING:
            owed.settle(row)
        count, previous = count + 1, str(row["hash"])
        if count in wanted:
            passed.add((count, previous))
    broken = tuple(anchor for anchor in anchors if (anchor.rows, anchor.head) not in passed)
    first_bad = min((*bad, *owed.unsettled()), default=None)
    return Examination(rows=count, head=previous, first_bad=first_bad, broken_anchors=broken, anchors=len(anchors))


class _Owed:
    """Rows with a word that is not there: by dossier, until the act comes that erased it."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._remaining: dict[int, list[str]] = {}

    def takes(self, row: Mapping[str, Any]) -> bool:
        """False: nothing is missing from this row, or it belongs to no dossier; its hash is simply wrong."""
        dossier_id, words = row["dossier_id"], row.get("words") or {}
        if dossier_id is None or any(held is not None and digest_of(held) != digest for digest, held in words.items()):
            return False
        missing = set(marks_in(json.loads(row["details"])).values()) - set(words)
        if missing:
            self._first.setdefault(dossier_id, int(row["id"]))
        elif None not in words.values():
            return False
        if not _hashed_with_marks(row):
            self._remaining.setdefault(dossier_id, []).append(_remaining(row))
        return True

    def settle(self, row: Mapping[str, Any]) -> None:
        dossier_id = row["dossier_id"]
        told = json.loads(row["details"]).get("remains") or ""
        remaining = self._remaining.pop(dossier_id, [])
        if told == (_all_of(remaining) if remaining else ""):
            self._first.pop(dossier_id, None)

    def unsettled(self) -> Iterable[int]:
        return self._first.values()


def _proven(row: Mapping[str, Any]) -> bool:
    """Its hash can be made again, and every word of it is there and is the one that was written."""
    if row["dossier_id"] is None or MARK not in row["details"]:
        return _hashed_with_marks(row)
    details: Details = json.loads(row["details"])
    words: Mapping[str, str | None] = row.get("words") or {}
    for name, digest in marks_in(details).items():
        salted = words.get(digest)
        if salted is None or digest_of(salted) != digest:
            return False
        details[name] = text_of(salted)
    return _hashed_with_marks(row) or bool(row["hash"] == _hash_with(row, canonical(details)))


def _hashed_with_marks(row: Mapping[str, Any]) -> bool:
    return bool(row["hash"] == _hash_with(row, row["details"]))


def _hash_with(row: Mapping[str, Any], details: str) -> str:
    return chain_hash(row["previous_hash"], row["dossier_id"], row["at"], row["by_login"], row["kind"], details)


def _remaining(row: Mapping[str, Any]) -> str:
    return canonical([row["hash"], row["dossier_id"], row["at"], row["by_login"], row["kind"], row["details"]])


def _all_of(told: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(told).encode("utf-8")).hexdigest()
