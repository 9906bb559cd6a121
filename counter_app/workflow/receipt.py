"""Print the receipt (Giấy tiếp nhận hồ sơ và hẹn trả kết quả)."""

from dataclasses import dataclass
from pathlib import Path

from counter_app.errors import Misuse
from counter_app.model.changes import Changes
from counter_app.model.dossier import DossierId
from counter_app.workflow.office import Office

BOOK = "TNHS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    path: Path
    number: int
    changes: Changes


def print_receipt(office: Office, dossier_id: DossierId, output: Path | None = None) -> Printed:
    """Make the receipt as PDF. A second print keeps the number of the first; nothing is overwritten."""
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        earlier = [event for event in unit.events(dossier_id) if event.kind == "print_receipt"]
        now = office.now()
        number = int(earlier[0].details["number"] or 0) if earlier else unit.next_number(BOOK, now.year)
        path = output or _free_path(office.folder_for("forms", str(dossier_id)), f"Giay-tiep-nhan-{number:04d}")
        if path.exists():
            raise Misuse("workflow.output_exists", file=path.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        officer = office.people.get(dossier.holder, office.person)
        office.forms.receipt(dossier, number=number, printed_at=now, officer=officer, output=path)
        try:
            kept = office.vault.put(path)
            unit.append_event(office.event("print_receipt", dossier_id, number=number, sha256=str(kept)))
            unit.commit()
        except BaseException:
            path.unlink(missing_ok=True)  # its number is taken back: the sheet must not go to an applicant
            raise
    return Printed(path=path, number=number, changes=Changes(dossiers=frozenset({dossier_id})))


def _free_path(folder: Path, stem: str) -> Path:
    candidates = (folder / f"{stem}{suffix}.pdf" for suffix in ("", *(f"-{copy}" for copy in range(2, 1000))))
    return next(path for path in candidates if not path.exists())
