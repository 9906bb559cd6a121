"""The diary's head on paper: printed with a QR code, and read again from what was typed or scanned."""

from collections.abc import Sequence
from pathlib import Path

from counter_app.errors import Misuse, Refused
from counter_app.forms.head_sheet import print_head
from counter_app.model.evidence import Anchor, Examination, anchor_of
from counter_app.workflow import evidence
from counter_app.workflow.office import Office
from counter_app.workflow.ports import FileReader


def print_sheet(office: Office, output: Path) -> Anchor:
    """The head of this moment as PDF; that it was printed is in the diary after it.

    Refused: a diary that is broken already; Misuse when the file exists; Trouble: disk.
    """
    if output.exists():
        raise Misuse("workflow.output_exists", file=output.name)
    found = evidence.examine(office)
    if not found.ok:
        raise Refused("workflow.diary_broken", row=found.first_bad or 0)
    made = Anchor(at=office.now(), rows=found.rows, head=found.head)
    print_head(made, office.settings, officer=office.person, output=output)
    with office.store.unit_of_work() as unit:
        unit.append_event(office.event("print_diary_head", None, rows=made.rows, head=made.head))
        unit.commit()
    return made


def compare(office: Office, scans: Sequence[Path]) -> Examination:
    """The diary against sheets that were scanned or photographed. Refused `workflow.no_anchor_on_sheet`."""
    return evidence.examine(office, anchors_on(office.reader, scans))


def anchors_on(reader: FileReader, scans: Sequence[Path]) -> tuple[Anchor, ...]:
    """What the QR codes of the sheets say. Refused `workflow.no_anchor_on_sheet` for a file without one."""
    found = []
    for scan in scans:
        read = [anchor for anchor in map(anchor_of, reader.read_codes(scan)) if anchor is not None]
        if not read:
            raise Refused("workflow.no_anchor_on_sheet", file=scan.name)
        found += read
    return tuple(found)
