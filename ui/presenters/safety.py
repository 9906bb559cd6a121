"""Key, backups and diary in words. Free of Qt."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from counter_app.model.evidence import Anchor, Examination

GROUP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One line with its mark: what holds, and what that means."""

    icon: str
    token: str
    what: str
    detail: str


def key_state(has_key: bool, sealed: bool) -> State:
    if not has_key:
        return State(
            icon="lock-open",
            token="warn",
            what="Chưa có khóa cơ quan",
            detail="Tệp hồ sơ nằm trên đĩa không mã hóa và chưa sao lưu được.",
        )
    if not sealed:
        return State(
            icon="key-round",
            token="warn",
            what="Đã có khóa, dùng từ lần mở sau",
            detail="Đóng và mở lại ứng dụng để kho tệp và sổ bắt đầu được mã hóa.",
        )
    return State(
        icon="lock",
        token="good",
        what="Kho tệp và sổ hồ sơ được mã hóa",
        detail=(
            "Số định danh, điện thoại, địa chỉ, thư điện tử trong sổ được niêm; tìm theo số thì gõ đủ số. "
            "Khóa nằm trong kho khóa của máy; mã khôi phục nằm trên giấy."
        ),
    )


class Drive(Protocol):
    """`workflow.backup_drive.DriveState`."""

    @property
    def last(self) -> datetime | None: ...

    @property
    def due(self) -> bool: ...


def backup_state(
    last: datetime | None, now: datetime, remind_after: timedelta, drive: Drive | None, lack: int = 0
) -> State:
    """`drive`: None where the office keeps none in a drawer. `lack`: files that the last backup could not hold."""
    if last is None:
        return State(icon="triangle-alert", token="bad", what="Chưa có bản sao lưu nào", detail="Hỏng đĩa là mất hết.")
    words = f"Bản mới nhất: {last:%H:%M ngày %d/%m/%Y}"
    if now - last > remind_after:
        days = (now - last).days
        return State(icon="triangle-alert", token="warn", what=words, detail=f"Đã {days} ngày chưa sao lưu.")
    if lack:
        detail = "Kho dùng chung đã mất các tệp này. Các bản cũ được giữ lại để tìm."
        return State(icon="triangle-alert", token="warn", what=f"{words}, thiếu {lack} tệp", detail=detail)
    kept = "Diễn tập khôi phục mỗi tháng một lần."
    if drive is not None:
        kept = (
            f"Ổ đĩa ngoài: chép lần cuối {drive.last:%d/%m/%Y}."
            if drive.last
            else "Ổ đĩa ngoài chưa được chép bản nào."
        )
        if drive.due:
            return State(icon="triangle-alert", token="warn", what=words, detail=f"{kept} Cắm ổ để chép bản mới.")
    return State(icon="circle-check", token="good", what=words, detail=kept)


def diary_state(found: Examination | None, last: Anchor | None) -> State:
    kept = f"Mốc ngoài gần nhất: {last.at:%H:%M ngày %d/%m/%Y}." if last else "Chưa có mốc nào giữ ở ngoài."
    if found is None:
        return State(icon="hourglass", token="text2", what="Chưa kiểm tra trong phiên này", detail=kept)
    if found.ok:
        rows = f"{found.rows:,}".replace(",", ".")
        return State(
            icon="circle-check",
            token="good",
            what=f"Nhật ký nguyên vẹn: {rows} dòng, khớp {found.anchors} mốc",
            detail=kept,
        )
    what = f"Nhật ký bị thay đổi từ dòng {found.first_bad}"
    if found.first_bad is None:
        what = f"Nhật ký bị cắt bớt hoặc viết lại: lệch {len(found.broken_anchors)} mốc"
    return State(icon="circle-x", token="bad", what=what, detail="Giữ nguyên dữ liệu và báo lãnh đạo ngay.")


def grouped(recovery: str) -> str:
    """In groups of four, as it is copied by hand."""
    return " ".join(recovery[place : place + GROUP] for place in range(0, len(recovery), GROUP))


SHEETS = State(
    icon="printer",
    token="text2",
    what="Mốc trên giấy không ai sửa được từ xa",
    detail="In, ký, cất cùng sổ. Khi cần, quét lại để đối chiếu nhật ký với mã QR trên tờ.",
)
EXTRACT = State(
    icon="download",
    token="text2",
    what="Bản trích có mã từng dòng, kiểm tra lại được ở máy khác",
    detail="Ai trích, vì sao và mã của tệp đều được ghi vào nhật ký.",
)


def compared_words(found: Examination) -> str:
    """What comparing sheets of paper has shown."""
    if found.ok:
        return f"Nhật ký khớp tờ mốc: {found.rows} dòng, {found.anchors} mốc đã đối chiếu."
    if found.first_bad is not None:
        return f"Nhật ký bị thay đổi từ dòng {found.first_bad}. Giữ nguyên dữ liệu và báo lãnh đạo ngay."
    return f"Nhật ký lệch {len(found.broken_anchors)} mốc: đã bị cắt bớt hoặc viết lại. Báo lãnh đạo ngay."
