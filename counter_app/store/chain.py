"""The chain of hashes through the diary: made when a row is written, followed when the diary is examined.

The chain shows a changed, removed or inserted row. It cannot show that the newest rows were cut off, or that the whole
diary was written anew: for that its head must be kept elsewhere, as an `Anchor`.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from counter_app.model.evidence import Anchor, Examination

BEGINNING = "0" * 64  # what stands before the first row


def canonical(value: Any) -> str:
    """One JSON text for one value: sorted keys, no spaces, letters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chain_hash(previous: str, dossier_id: int | None, at: int, by: str, kind: str, details: str) -> str:
    """SHA-256 over the hash before and the canonical JSON of the row, 64 hex digits."""
    row = canonical({"dossier_id": dossier_id, "at": at, "by": by, "kind": kind, "details": details})
    return hashlib.sha256((previous + row).encode("utf-8")).hexdigest()


def examine_rows(rows: Iterable[Mapping[str, Any]], anchors: Sequence[Anchor] = ()) -> Examination:
    """Does each row continue the chain, and does the chain pass through every anchor?

    A changed, removed or inserted row breaks the chain; rows cut off at the end, or a diary written wholly anew, keep a
    chain of their own and are shown only by anchors. KeyError for a row that lacks a column.
    """
    wanted = {anchor.rows for anchor in anchors}
    passed = {(0, BEGINNING)}
    count, previous, first_bad = 0, BEGINNING, None
    for row in rows:
        expected = chain_hash(previous, row["dossier_id"], row["at"], row["by_login"], row["kind"], row["details"])
        if first_bad is None and (row["previous_hash"], row["hash"]) != (previous, expected):
            first_bad = int(row["id"])
        count, previous = count + 1, str(row["hash"])
        if count in wanted:
            passed.add((count, previous))
    broken = tuple(anchor for anchor in anchors if (anchor.rows, anchor.head) not in passed)
    return Examination(rows=count, head=previous, first_bad=first_bad, broken_anchors=broken, anchors=len(anchors))
