"""`audit verify|anchor|print|export`: the diary as evidence."""

import argparse

from counter_app.bootstrap import data_folder, open_office
from counter_app.cli.output import DONE, REFUSED, Output, iso
from counter_app.errors import Misuse
from counter_app.messages import sentence
from counter_app.model.evidence import Anchor, DiaryQuery, Examination, anchor_of
from counter_app.pdf.reader import FileReader as PdfReader
from counter_app.workflow import evidence, evidence_paper, inspection, queue
from counter_app.workflow.office import Office
from counter_app.workflow.ports import FileReader


def audit(given: argparse.Namespace, output: Output) -> int:
    """Exit 1 when the diary is not the one that was written."""
    if given.act == "verify" and given.file:
        with PdfReader() as reader:
            return _tell(evidence.check_export(given.file, _printed(given, reader)), output)
    office = open_office(data_folder(given.data))
    try:
        if given.act == "verify":
            return _tell(evidence.examine(office, _printed(given, office.reader)), output)
        if given.act == "print":
            return _print(office, given, output)
        return _anchor(office, output) if given.act == "anchor" else _export(office, given, output)
    finally:
        office.close()


def _anchor(office: Office, output: Output) -> int:
    made = evidence.anchor(office)
    output.line({"at": iso(made.at), "rows": made.rows, "head": made.head}, f"{made.rows}:{made.head}")
    return DONE


def _print(office: Office, given: argparse.Namespace, output: Output) -> int:
    if given.out is None:
        raise Misuse("cli.export_needs_out")
    made = evidence_paper.print_sheet(office, given.out)
    output.line({"output": str(given.out), "at": iso(made.at), "rows": made.rows, "head": made.head}, str(given.out))
    return DONE


def _export(office: Office, given: argparse.Namespace, output: Output) -> int:
    if given.out is None:
        raise Misuse("cli.export_needs_out")
    dossier = queue.find_dossier(office, given.dossier).id if given.dossier else None
    if given.by or given.out.suffix != inspection.RAW:
        wanted = DiaryQuery(dossier_id=dossier, login=given.by)
        made = inspection.export(office, wanted, given.out, reason=given.reason)
    else:
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


def _printed(given: argparse.Namespace, reader: FileReader) -> tuple[Anchor, ...]:
    """`ROWS:HEAD` as it stands on a printed sheet, and the QR codes of scanned ones."""
    made = []
    for text in given.anchor:
        anchor = anchor_of(text)
        if anchor is None:
            raise Misuse("cli.anchor_text")
        made.append(anchor)
    for path in given.sheet:
        if not path.is_file():
            raise Misuse("cli.no_such_file", file=path.name)
    return (*made, *evidence_paper.anchors_on(reader, given.sheet))
