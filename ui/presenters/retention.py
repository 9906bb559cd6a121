"""What has been kept long enough, as lines to choose from. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from counter_app.model.retention import KeptKind

FROM_WHEN = {
    KeptKind.DOSSIER: "kết thúc trước",
    KeptKind.FEEDBACK: "trả lời trước",
    KeptKind.LISTED_PAPER: "nhập danh sách trước",
    KeptKind.DRAFT: "gõ lần cuối trước",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    key: str
    words: str
    detail: str
    count: str
    due: bool
    verified: bool


def lines(plan: Sequence[Any]) -> list[Line]:
    """`plan`: `workflow.retention.PlanLine`."""
    return [_line(one) for one in plan]


def _line(one: Any) -> Line:
    rows, files = len(one.kept), one.files
    count = f"{rows} mục" + (f", {files} tệp" if files else "")
    return Line(
        key=one.rule.id,
        words=one.rule.words,
        detail=f"{FROM_WHEN[one.rule.what]} {one.before:%d/%m/%Y} · {one.rule.source}",
        count=count if rows else "không có",
        due=rows > 0,
        verified=one.rule.verified,
    )


def question(chosen: Sequence[Any], reason: str) -> str:
    """What the yes means, told before it is said."""
    rows = sum(len(one.kept) for one in chosen)
    dossiers = sum(len(one.kept) for one in chosen if one.rule.what is KeptKind.DOSSIER)
    return (
        f"{rows} mục mất dữ liệu cá nhân, trong đó {dossiers} hồ sơ mất tên, số định danh, liên hệ và tệp giấy tờ. "
        "Việc này không hoàn tác được; bản sao lưu cũ còn giữ đến khi bị thay. "
        "Mã hồ sơ, thời điểm, sổ và nhật ký ở lại. "
        f"Căn cứ ghi vào nhật ký: {reason}."
    )


def done_words(done: Any) -> str:
    words = f"Đã xóa dữ liệu cá nhân của {done.rows} mục, {done.files} tệp rời kho."
    return words if not done.left else f"{words} {done.left} tệp đĩa không cho xóa."
