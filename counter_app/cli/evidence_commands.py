"""`audit verify|anchor|export`: the diary as evidence."""

import argparse

from counter_app.bootstrap import data_folder, open_office
from counter_app.cli.output import DONE, REFUSED, Output, iso
from counter_app.clock import from_seconds
from counter_app.errors import Misuse
from counter_app.messages import sentence
from counter_app.model.evidence import Anchor, Examination
from counter_app.workflow import evidence, queue
from counter_app.workflow.office import Office


def audit(given: argparse.Namespace, output: Output) -> int:
    """Exit 1 when the diary is not the one that was written."""
    if given.act == "verify" and given.file:
        return _tell(evidence.check_export(given.file, _printed(given.anchor)), output)
    office = open_office(data_folder(given.data))
    try:
        if given.act == "verify":
            return _tell(evidence.examine(office, _printed(given.anchor)), output)
        return _anchor(office, output) if given.act == "anchor" else _export(office, given, output)
    finally:
        office.close()


def _anchor(office: Office, output: Output) -> int:
    made = evidence.anchor(office)
    output.line({"at": iso(made.at), "rows": made.rows, "head": made.head}, f"{made.rows}:{made.head}")
    return DONE


def _export(office: Office, given: argparse.Namespace, output: Output) -> int:
    if given.out is None:
        raise Misuse("cli.export_needs_out")
    dossier = queue.find_dossier(office, given.dossier).id if given.dossier else None
    made = evidence.export(office, given.out, dossier_id=dossier, reason=given.reason)
    output.line({"output": str(given.out), "rows": made.rows, "head": made.head, "sha256": made.sha256}, str(given.out))
    return DONE


def _tell(found: Examination, output: Output) -> int:
    values = {
        "ok": found.ok,
        "rows": found.rows,
        "head": found.head,
        "first_bad": found.first_bad,
        "anchors": found.anchors,
        "broken_anchors": [{"at": iso(one.at), "rows": one.rows, "head": one.head} for one in found.broken_anchors],
    }
    words = [str(sentence("cli.diary_whole", rows=found.rows, anchors=found.anchors))] if found.ok else []
    if found.first_bad is not None:
        words.append(str(sentence("cli.diary_broken", row=found.first_bad)))
    words += [
        str(sentence("cli.anchor_missed", rows=one.rows, day=f"{one.at:%H:%M %d/%m/%Y}"))
        for one in found.broken_anchors
    ]
    output.line(values, "\n".join(words))
    return DONE if found.ok else REFUSED


def _printed(texts: list[str]) -> tuple[Anchor, ...]:
    """`ROWS:HEAD` as it stands on a printed sheet; the moment is not needed for the comparison."""
    made = []
    for text in texts:
        rows, _, head = text.strip().lower().partition(":")
        if not rows.isdecimal() or len(head) != 64 or set(head) - set("0123456789abcdef"):
            raise Misuse("cli.anchor_text")
        made.append(Anchor(at=from_seconds(0), rows=int(rows), head=head))
    return tuple(made)
