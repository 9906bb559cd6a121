"""Our register beside the list of the province or the nation, line by line. Nothing of a dossier changes."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.clock import VIETNAM
from counter_app.exchange.list_comparison import Surroundings, compared, is_whole, span_of
from counter_app.exchange.lists import read_list
from counter_app.model.list_comparison import KnownDossier, ListComparison
from counter_app.model.procedure import Procedure, Term, base_code
from counter_app.workflow.lists import last_import
from counter_app.workflow.office import Office


def compare_list(office: Office, path: Path, *, whole: bool | None = None) -> ListComparison:
    """`whole`: the list names everything of its days, or only what is overdue; None: as its columns tell.

    Refused, Trouble as `read_list`: what cannot be read is named with its row and column.
    """
    require(office.person, Act.SEE_REPORTS)
    read = read_list(path)
    whole = is_whole(read) if whole is None else whole
    first, last = span_of(read.rows)
    readings, now = office.store.readings.reports, office.now()
    known = readings.known_by_code(row.code for row in read.rows)
    if not whole:
        beside = readings.overdue_at(now)
    elif first and last:
        end = datetime.combine(last + timedelta(days=1), time(), VIETNAM)
        beside = readings.received_between(datetime.combine(first, time(), VIETNAM), end)
    else:
        beside = []
    imported = last_import(office)
    around = Surroundings(now=now, term=_terms(office), last_import=imported.at if imported else None)
    found = compared(read.rows, known, beside, around, whole=whole)
    differing = {one.code for one in found}
    return ListComparison(
        file=path.name,
        whole=whole,
        first=first,
        last=last,
        rows=len(read.rows),
        matched=sum(row.code in known and row.code not in differing for row in read.rows),
        found=tuple(found),
        problems=read.problems,
        warnings=read.warnings,
    )


def _terms(office: Office) -> Callable[[KnownDossier], Term | None]:
    """The term of a dossier's procedure as the catalogue tells it; of several channels that of the first."""
    with office.store.unit_of_work() as unit:
        known: dict[str, Procedure] = {base_code(one.code): one for one in unit.procedures()}

    def term(dossier: KnownDossier) -> Term | None:
        procedure = known.get(base_code(dossier.procedure_code))
        return next((terms.term for terms in procedure.terms if terms.term), None) if procedure else None

    return term
