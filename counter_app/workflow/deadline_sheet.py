"""«Vì sao?» of a dossier on paper: how one of its due moments comes about, line by line, for applicant or inspector."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.errors import Refused
from counter_app.forms.deadline_sheet import About, print_deadline
from counter_app.model.account import Account
from counter_app.model.changes import Changes
from counter_app.model.dossier import DossierId
from counter_app.supervision.clocks import TERM, WINDOW
from counter_app.workflow.clocks import Clocked, accounts, clocked, window_begun
from counter_app.workflow.forms import free_path
from counter_app.workflow.office import Office

FILE_NAMES = {WINDOW: "Giai-trinh-han-tiep-nhan", TERM: "Giai-trinh-han-giai-quyet"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One clock of a dossier with its account. `what`: intake or term."""

    what: str
    begun_at: datetime
    account: Account


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedExplanation:
    path: Path
    pages: int
    changes: Changes


def explained(office: Office, known: Clocked, what: str = "") -> Explained:
    """`what` empty: the clock that runs, or ran last. Refused `workflow.no_account`: nothing was counted there."""
    found = accounts(office.calendar, known)
    term = known.clocks.term
    if what != WINDOW and found.term is not None and term is not None:
        return Explained(what=TERM, begun_at=term.runs_from, account=found.term)
    if what != TERM and found.window is not None:
        return Explained(what=WINDOW, begun_at=window_begun(known), account=found.window)
    raise Refused("workflow.no_account", code=known.dossier.display_code)


def print_explanation(
    office: Office, dossier_id: DossierId, what: str = "", *, output: Path | None = None
) -> PrintedExplanation:
    """As PDF into `output`, else among the dossier's sheets; that it was printed is in the diary.

    Refused: nothing was counted there, a file of that name exists; Trouble: drawing, disk.
    """
    require(office.person, Act.PRINT_FORMS)
    known = clocked(office, dossier_id)
    told = explained(office, known, what)
    path = output or free_path(office.folder_for("forms", str(dossier_id)), FILE_NAMES[told.what])
    about = _about(known, told)
    print_deadline(told.account, office.settings, begun_at=told.begun_at, at=office.now(), output=path, about=about)
    try:
        with office.store.unit_of_work() as unit:
            unit.append_event(office.event("print_explanation", dossier_id, what=told.what))
            unit.commit()
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    pages = office.reader.inspect(path).page_count
    return PrintedExplanation(path=path, pages=pages, changes=Changes(dossiers=frozenset({dossier_id})))


def _about(known: Clocked, told: Explained) -> About:
    term, dossier = known.clocks.term, known.dossier
    restarted = told.what == TERM and term is not None and term.begun_at != told.begun_at
    return About(
        code=dossier.display_code,
        procedure=dossier.procedure_name,
        window=told.what == WINDOW,
        accepted_at=term.begun_at if restarted and term else None,
    )
