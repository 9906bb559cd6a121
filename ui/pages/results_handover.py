"""Hand-over of one dossier or of many at once: what is chosen in the list goes to one unit, each by itself."""

from typing import TYPE_CHECKING, Any

from counter_app.model.dossier import DossierId

if TYPE_CHECKING:
    from ui.pages.results import ResultsPage


def chosen_dossiers(page: "ResultsPage") -> list[DossierId]:
    """What is marked in the list, in its order."""
    values = [page.model.value(row) for row in page.table.chosen_rows()]
    return [DossierId(int(value)) for value in values if value is not None]


def hand_over(page: "ResultsPage", unit: str, receiver: str) -> None:
    """Refusals of single dossiers are told together; the others are gone."""
    office, cases = page.context.office, page.context.use_cases
    chosen = chosen_dossiers(page)

    def done(report: Any) -> None:
        errors = [error for _, error in report.outcomes if error is not None]
        if report.done:
            page.context.toast(f"Đã chuyển {report.done} hồ sơ đến {unit}.")
            page.context.refresh.publish(report.changes)
        if errors:
            page.panel.show_error(errors[0])

    page.start(lambda: cases.handover.hand_over_many(office, chosen, unit, receiver=receiver), done)
