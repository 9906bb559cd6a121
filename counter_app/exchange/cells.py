"""Single cells of foreign lists: moments, states, channels, codes. Anything that is not plainly readable is refused."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from counter_app.clock import VIETNAM, vietnam
from counter_app.exchange.columns import compact
from counter_app.model.dossier import Channel, DossierState
from counter_app.model.text import clean

_CODE = re.compile(r"(?:\d{3}\.\d{2}\.\d{2}\.[A-Y]\d{2}|[A-Y]\d{2}(?:\.\d{1,3}){0,8})-(\d{6})-\d{4,7}")
_TIME = r"(?P<hour>\d{1,2})[:hg](?P<minute>\d{2})(?:[:mp](?P<second>\d{2}))?(?:\.\d+)?\s*(?P<half>SA|CH|AM|PM)?"
_DATE = r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})"
_TEXT_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (rf"{_DATE}(?:[ ,]+{_TIME})?", rf"{_TIME}[ ,]+(?:ngày )?{_DATE}")  # 17/11/2026 14:13 · 14:13 17/11/2026
)
_PORTAL = re.compile(r"20\d{6}(?:\d{6})?")  # yyyyMMdd[HHmmss], the national portal's form
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")  # an Excel serial that became text
_EPOCH_1900, _EPOCH_1904 = datetime(1899, 12, 30, tzinfo=UTC), datetime(1904, 1, 1, tzinfo=UTC)
_Meaning = TypeVar("_Meaning")
FIRST_YEAR, LAST_YEAR = 2000, 2099
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))

_STATES = {
    DossierState.NEW: ("Mới đăng ký", "Chờ tiếp nhận", "Mới tiếp nhận trực tuyến", "Chờ xác nhận", "Mới"),
    DossierState.ACCEPTED: ("Được tiếp nhận", "Đã tiếp nhận"),
    DossierState.REFUSED: ("Không được tiếp nhận", "Từ chối tiếp nhận", "Từ chối", "Không tiếp nhận"),
    DossierState.PROCESSING: ("Đang xử lý", "Đang giải quyết", "Đang thụ lý"),
    DossierState.SUPPLEMENT_REQUESTED: ("Yêu cầu bổ sung giấy tờ", "Yêu cầu bổ sung", "Chờ bổ sung", "Đang bổ sung"),
    DossierState.PAYMENT_REQUESTED: (
        "Yêu cầu thực hiện nghĩa vụ tài chính", "Chờ thanh toán", "Chờ nộp phí", "Nghĩa vụ tài chính",
    ),
    DossierState.WITHDRAWN: ("Công dân yêu cầu rút hồ sơ", "Rút hồ sơ", "Đã rút", "Công dân rút hồ sơ"),
    DossierState.STOPPED: ("Dừng xử lý", "Dừng giải quyết"),
    DossierState.DONE: ("Đã xử lý xong", "Đã có kết quả", "Chờ trả kết quả", "Xử lý xong", "Đã giải quyết xong"),
    DossierState.RETURNED: ("Đã trả kết quả", "Đã trả", "Đã trả kết quả cho công dân"),
}  # fmt: skip
_CHANNELS = {
    Channel.DIRECT: ("Trực tiếp", "Nộp trực tiếp", "Tại quầy", "Tại Bộ phận Một cửa"),
    Channel.ONLINE: (
        "Trực tuyến",
        "Nộp trực tuyến",
        "Online",
        "Qua mạng",
        "Cổng dịch vụ công",
        "Qua cổng dịch vụ công",
    ),
    Channel.POSTAL: ("Bưu chính công ích", "Bưu chính", "Qua bưu chính", "Bưu điện", "Qua bưu điện", "BCCI"),
}
_STATE_WORDS = {compact(word): state for state, words in _STATES.items() for word in words}
_STATE_WORDS |= {str(int(state)): state for state in DossierState}
_CHANNEL_WORDS = {compact(word): channel for channel, words in _CHANNELS.items() for word in words}
_CHANNEL_WORDS |= {str(int(channel)): channel for channel in Channel}


class Unreadable(ValueError):
    """A cell that cannot be taken; `code` chooses the sentence, `text` is the cell as it stands."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code = code
        self.text = text


def read_text(cell: object) -> str:
    """Words in one Unicode form; whole numbers without «.0», invisible characters off."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return clean(str(cell))


def read_code(cell: object) -> str:
    """The dossier code in capitals without spaces; empty when the cell is."""
    return read_text(cell).translate(_DASHES).replace(" ", "").lstrip("'").upper()


def known_code_shape(code: str) -> bool:
    """Whether it looks like a portal code and its middle is a real day (regulation.md 8). Unknown shapes only warn."""
    match = _CODE.fullmatch(code)
    if not match:
        return False
    try:
        datetime.strptime(match.group(1), "%y%m%d").replace(tzinfo=UTC)
    except ValueError:
        return False
    return True


def read_state(cell: object) -> DossierState | None:
    return _word(cell, _STATE_WORDS, "list.unknown_state")


def read_channel(cell: object) -> Channel | None:
    return _word(cell, _CHANNEL_WORDS, "list.unknown_channel")


def read_moment(cell: object, *, epoch_1904: bool = False) -> datetime | None:
    """A moment in Viet Nam time, whole seconds; None for an empty cell; a day without a time is its midnight.

    Unreadable: `list.no_such_day` (31/02/2026), `list.odd_year` (outside 2000 to 2099), `list.not_a_date`.
    """
    text = read_text(cell)
    if not text or text in {"-", "—"}:
        return None
    try:
        moment = _moment(cell, text, epoch_1904)
    except (ValueError, OverflowError) as error:
        raise Unreadable("list.no_such_day", text) from error
    if moment is None:
        raise Unreadable("list.not_a_date", text)
    moment = (vietnam(moment) + timedelta(milliseconds=500)).replace(microsecond=0)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Unreadable("list.odd_year", text)
    return moment


def _moment(cell: object, text: str, epoch_1904: bool) -> datetime | None:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day, tzinfo=VIETNAM)
    if isinstance(cell, bool):
        return None
    if _PORTAL.fullmatch(text):
        return datetime.strptime(text, "%Y%m%d%H%M%S" if len(text) > 8 else "%Y%m%d").replace(tzinfo=VIETNAM)
    if isinstance(cell, int | float) or _SERIAL.fullmatch(text):
        days = float(text.replace(",", "."))
        return ((_EPOCH_1904 if epoch_1904 else _EPOCH_1900) + timedelta(days=days)).replace(tzinfo=VIETNAM)
    if _ISO.match(text):
        return datetime.fromisoformat(text)
    match = next(filter(None, (form.fullmatch(text) for form in _TEXT_FORMS)), None)
    return _from_parts(match.groupdict()) if match else None


def _from_parts(parts: dict[str, str | None]) -> datetime:
    """ValueError when there is no such day or time."""
    hour = int(parts["hour"] or 0)
    half = (parts["half"] or "").upper()
    if half and not 1 <= hour <= 12:
        raise ValueError("hour of a half day")
    if half in {"CH", "PM"}:  # chiều
        hour = hour % 12 + 12
    elif half:
        hour %= 12
    day, month, year = (int(parts[name] or 0) for name in ("day", "month", "year"))
    return datetime(year, month, day, hour, int(parts["minute"] or 0), int(parts["second"] or 0), tzinfo=VIETNAM)


def _word(cell: object, known: dict[str, _Meaning], code: str) -> _Meaning | None:
    text = read_text(cell)
    if not text:
        return None
    if (meaning := known.get(compact(text))) is None:
        raise Unreadable(code, text)
    return meaning
