"""Papers that exist already, in words. Free of Qt."""

from counter_app.intake.reuse import CannotReuse, Offer
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
        if paper.expires_at is None:
            until = "không ghi hạn"
        else:
            until = f"{'đã hết hạn' if offer.expired else 'còn hạn đến'} {paper.expires_at:%d/%m/%Y}"
        return f"Kho dữ liệu có: {paper.name}{number}, {until}"
    checked = f", kiểm tra đạt {paper.checked_at:%d/%m/%Y}" if paper.checked_at else ""
    signed = ", đã ký số" if paper.file.signed_from else ""
    return f"Đã số hóa ở hồ sơ {paper.dossier_code}{checked}{signed}"
