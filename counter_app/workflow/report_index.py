"""The estimate of Decision 766 and its monthly publication: counted, scored by dated rules, told dossier by dossier."""

import array
from collections.abc import Sequence

from counter_app.clock import vietnam
from counter_app.model.period import Period, quarter, year
from counter_app.model.procedure import base_code
from counter_app.model.report import Behind, Report
from counter_app.report import publication as publication_sheet
from counter_app.report import service_index as sheet
from counter_app.rules.service_index import ServiceIndex, service_index
from counter_app.workflow.office import Office


def index(office: Office, span: Period) -> Report:
    now, rules = office.now(), service_index(span.last)
    before = span.shifted(-1)
    no_paper = procedures_without_paper(office)
    names = tuple(dict.fromkeys((*sheet.missing_of(rules), *(figure for figure, _ in sheet.DUTIES))))
    marked = office.store.readings.reports.marked(span, now, names, no_paper=no_paper)
    return sheet.index_report(
        rules,
        scored(office, rules, span, no_paper),
        scored(office, rules, before, no_paper),
        marked,
        period=span,
        before_words=_lower(before.words()),
        at=now,
    )


def publication(office: Office, span: Period) -> Report:
    """The period itself, its quarter and its year as far as they have gone."""
    now, rules, no_paper = office.now(), service_index(span.last), procedures_without_paper(office)
    day = min(span.last, vietnam(now).date())
    longer = (one for one in (quarter(day), year(day)) if one != span and one.first <= span.first)
    spans = [(one, scored(office, rules, one, no_paper)) for one in (span, *longer)]
    readings = office.store.readings.reports
    counts = readings.counted(span, now, (*publication_sheet.FIGURES, *publication_sheet.RATED)).get("", {})
    return publication_sheet.publication_report(rules, spans, counts, period=span, at=now)


def scored(office: Office, rules: ServiceIndex, span: Period, no_paper: Sequence[str]) -> tuple[sheet.Scored, ...]:
    readings, now = office.store.readings.reports, office.now()
    counts = readings.counted(span, now, sheet.figures_of(rules), no_paper=no_paper).get("", {})
    return sheet.scored(rules, counts | readings.feedback_counts(span, now))


def behind_any(office: Office, span: Period, _: Behind) -> "array.array[int]":
    """Every dossier that costs points in an indicator that lost some."""
    now, rules, no_paper = office.now(), service_index(span.last), procedures_without_paper(office)
    losing = [one.indicator.missing for one in scored(office, rules, span, no_paper) if one.lost]
    names = [name for name in losing if name not in sheet.FEEDBACK]
    marked = office.store.readings.reports.marked(span, now, names, no_paper=no_paper) if names else []
    return array.array("q", sorted(key for key, _, _ in marked))


def behind_named(_: Office, __: Period | None, behind: Behind) -> "array.array[int]":
    """The dossiers that the value names, with commas between them."""
    return array.array("q", map(int, behind.value.split(",")))


def procedures_without_paper(office: Office) -> tuple[str, ...]:
    """First seven digits of the codes of procedures whose result is no paper."""
    with office.store.unit_of_work() as unit:
        return tuple(base_code(one.code) for one in unit.procedures() if not one.yields_paper_result)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
