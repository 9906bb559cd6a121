"""Papers that exist already, in words. Free of Qt."""

from counter_app.intake.reuse import CannotReuse, Offer
from counter_app.model.dossier import Component
from counter_app.model.procedure import Procedure
from counter_app.model.shelf import ListedPaper

CANNOT_WORDS = {
    CannotReuse.INCIDENT: "Sự cố: không lấy được hoặc không mở được bản đã có",
    CannotReuse.DISASTER: "Thiên tai, thảm họa",
    CannotReuse.DATA_INCORRECT: "Dữ liệu không chính xác",
}


def offer_words(offer: Offer) -> str:
    """Where the paper is, and how long it holds."""
    paper = offer.paper
    if isinstance(paper, ListedPaper):
        number = f" số {paper.number}" if paper.number else ""
        until = _until(offer) or "không ghi hạn"
        return f"Kho dữ liệu có: {paper.name}{number}, {until}"
    checked = f", kiểm tra đạt {paper.checked_at:%d/%m/%Y}" if paper.checked_at else ""
    signed = ", đã ký số" if paper.file.signed_from else ""
    until = f", {_until(offer)}" if offer.expires_on else ""
    return f"Đã số hóa ở hồ sơ {paper.dossier_code}{checked}{signed}{until}"


def _until(offer: Offer) -> str:
    if offer.expires_on is None:
        return ""
    return f"{'đã hết hạn' if offer.expired else 'còn hạn đến'} {offer.expires_on:%d/%m/%Y}"


def valid_months(procedure: Procedure | None, component: Component) -> int:
    """How long the catalogue says such a paper holds; 0: it does not say."""
    cases = procedure.cases if procedure else ()
    return next((part.valid_months for case in cases for part in case.components if part.name == component.name), 0)
