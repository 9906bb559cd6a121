"""The rating slip at the desk: the scanner types the answer's code into the panel of the dossier that goes back."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.pages.results import ResultsPage


def take_slip(page: "ResultsPage", text: str) -> None:
    """Refused in the panel: no slip of ours, another dossier's, rated already."""
    dossier = page.panel.dossier
    if dossier is None or not text.strip():
        return
    office, cases = page.context.office, page.context.use_cases

    def done(changes: Any) -> None:
        page.panel.slip_line.clear()
        page.context.toast(f"Đã ghi đánh giá cho hồ sơ {dossier.display_code}.")
        page.context.refresh.publish(changes)

    page.start(lambda: cases.returns.rate_scanned(office, text, expected=dossier.id), done)
