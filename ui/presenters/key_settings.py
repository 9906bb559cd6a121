"""What «Khóa và token» shows: a verdict with what to do, drivers, tokens, certificates, key files. Free of Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from counter_app.model.finding import Severity
from counter_app.model.person import Person
from counter_app.model.signature import CertificateInfo, KeyRef
from counter_app.model.token import DriverReport, TokenSeen
from counter_app.settings import Settings
from counter_app.workflow.keys import KeysHere
from counter_app.workflow.token_doctor import is_authority
from ui.presenters.cell import Cell
from ui.presenters.safety import State
from ui.presenters.signing_keys import is_own, token_words

LINE = "\n"
_TROUBLE_WORDS = {
    "signing.module_missing": "Không thấy tệp",
    "signing.module_no_library": "Không phải trình điều khiển",
    "signing.module_width": "Sai bản 32/64 bit",
    "signing.module_unusable": "Không nạp được",
    "signing.token_hangs": "Không trả lời",
    "signing.key_process_ended": "Dừng đột ngột",
}
_PIN = {
    "normal": ("PIN bình thường", "text3"),
    "count_low": ("PIN: còn ít lần thử", "warn"),
    "final_try": ("PIN: lần thử cuối", "bad"),
    "locked": ("PIN đã khóa", "bad"),
}
_PLUG_IN = (
    "Cắm token, chờ đèn sáng; thử cổng USB khác. Nếu vẫn không thấy, cài trình điều khiển của nơi cấp token rồi bấm "
    "Khám lại."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """One row of «Token và chứng thư»: a certificate, a token without any, or a key file."""

    key: KeyRef | None
    cells: dict[str, Cell]
    file: Path | None = None


# The verdict


def verdict(found: KeysHere, person: Person, settings: Settings) -> State:
    """Whether this person can sign here now; if not, the nearest obstacle and what to do about it."""
    certificates = [one for driver in found.drivers for one in driver.certificates if not is_authority(one)]
    tokens = {token.serial: token for driver in found.drivers for token in driver.tokens}
    usable = [one for one in certificates if one.usable]
    mine = [one for one in usable if is_own(one, person)]
    if mine or usable:
        return _with_certificate((mine or usable)[0], tokens, own=bool(mine))
    if settings.allow_file_keys and any(there for _, there in found.files):
        return State(icon="key-round", token="warn", what="Ký được bằng tệp khóa, không phải token", detail=_PLUG_IN)
    if tokens:
        own_first = sorted(certificates, key=lambda one: not is_own(one, person))
        reasons = [reason for reason in map(_reason, own_first) if reason]
        what = "Token đang cắm không có chứng thư ký được"
        return State(icon="octagon-alert", token="bad", what=what, detail=reasons[0] if reasons else _PLUG_IN)
    return _without_token(found)


def _with_certificate(one: CertificateInfo, tokens: dict[str, TokenSeen], *, own: bool) -> State:
    token = tokens.get(one.key.token_serial)
    state = token.pin_state if token is not None else "normal"
    detail = f"{token_words(one)} · {_PIN[state][0]} · hạn chứng thư {one.not_after:%d/%m/%Y}"
    if state == "locked":
        what = "Token đã khóa PIN"
        return State(icon="lock", token="bad", what=what, detail=f"{detail}. Liên hệ nơi cấp token để mở khóa.")
    if not own:
        what = f"Token đang cắm là của {one.subject}, không phải của bạn"
        return State(icon="triangle-alert", token="warn", what=what, detail=detail)
    tone = "good" if state == "normal" else "warn"
    icon = "circle-check" if state == "normal" else "triangle-alert"
    return State(icon=icon, token=tone, what=f"Ký được bằng chứng thư {one.subject}", detail=detail)


def _without_token(found: KeysHere) -> State:
    used = [one for one in found.drivers if one.used]
    troubles = [one.trouble for one in used if one.trouble is not None]
    if used and len(troubles) < len(used):
        return State(icon="usb", token="warn", what="Chưa thấy token nào", detail=_PLUG_IN)
    if troubles:
        return State(icon="octagon-alert", token="bad", what=troubles[0].what.rstrip("."), detail=troubles[0].advice)
    detail = "Cài trình điều khiển do nơi cấp token giao, hoặc thêm tệp của nó vào danh sách dưới đây."
    return State(icon="octagon-alert", token="bad", what="Máy này chưa có trình điều khiển token nào", detail=detail)


# The lists


def driver_cells(one: DriverReport, *, may_change: bool) -> dict[str, Cell]:
    path = PurePath(one.path)
    state, icon, tone = _driver_state(one)
    return {
        "used": Cell(check=one.used, enabled=may_change, explanation="Đang dùng" if one.used else "Đang tắt"),
        "name": Cell(text=one.maker or path.name, second=one.path, weight=500),
        "state": Cell(
            text=state,
            icon=icon,
            icon_token=tone,
            tone="text2" if tone == "good" else tone,
            second=one.trouble.advice if one.trouble is not None else "",
            explanation=str(one.trouble) if one.trouble is not None else "",
        ),
        "found": Cell(text=_counts(one), second=", ".join(slot.name for slot in one.slots), tone="text2"),
        "act": Cell(text="Bỏ…", link=True) if one.added and may_change else Cell(),
    }


def _driver_state(one: DriverReport) -> tuple[str, str, str]:
    if not one.used:
        return "Đang tắt", "circle-dashed", "text2"
    if one.busy:
        return "Đang ký", "hourglass", "text2"
    if one.trouble is not None:
        return _TROUBLE_WORDS.get(one.trouble.code, "Báo lỗi"), "octagon-alert", "bad"
    return "Hoạt động", "circle-check", "good"


def _counts(one: DriverReport) -> str:
    if not one.used or one.trouble is not None:
        return ""
    return f"{len(one.slots)} khe · {len(one.tokens)} token"


def key_lines(found: KeysHere, person: Person, settings: Settings, *, may_change: bool) -> list[KeyLine]:
    """Certificates that can sign first, then those that cannot with their reasons, empty tokens, key files."""
    certificates = [one for driver in found.drivers for one in driver.certificates]
    certificates = [*_once(one for one in certificates if is_authority(one))] + [
        one for one in certificates if not is_authority(one)
    ]
    certificates.sort(key=lambda one: (is_authority(one), not one.usable, not is_own(one, person), one.subject))
    tokens = {token.serial: token for driver in found.drivers for token in driver.tokens}
    lines = [_certificate_line(one, tokens.get(one.key.token_serial), found.default) for one in certificates]
    filled = {one.key.token_serial for one in certificates}
    lines += [_empty_line(token) for serial, token in tokens.items() if serial not in filled]
    lines += [_file_line(path, there, settings, found.default, may_change) for path, there in found.files]
    return lines


def _once(authorities: Iterable[CertificateInfo]) -> Iterable[CertificateInfo]:
    """The same authority stands on many a token; it is told once."""
    return {(one.subject, one.issuer, one.serial): one for one in authorities}.values()


def _certificate_line(one: CertificateInfo, token: TokenSeen | None, default: str) -> KeyLine:
    state, tone = _PIN[token.pin_state if token is not None else "normal"]
    serial = f"số {one.key.token_serial}"
    cells = {
        "who": Cell(text=one.subject, second=one.organisation, weight=400 if is_authority(one) else 500),
        "token": Cell(
            text=one.key.token or serial,
            second=f"{state}, bàn phím riêng" if token and token.pad else state,
            second_tone=tone,
            explanation=serial,
        ),
        "until": Cell(text=f"{one.not_after:%d/%m/%Y}"),
        "state": _certificate_state(one),
        "default": _default_cell(one.key, default) if one.usable else Cell(),
    }
    return KeyLine(key=one.key, cells=cells)


def _certificate_state(one: CertificateInfo) -> Cell:
    if one.usable:
        notes = [reason.message for reason in one.reasons if reason.severity is Severity.WARNING]
        made = Cell(text="Ký được", icon="circle-check", icon_token="good", second=f"do {one.issuer} cấp")
        return replace(made, second=" ".join(notes), second_tone="warn") if notes else made
    words = _reason(one)
    if is_authority(one):
        return Cell(text="Không dùng để ký", icon="circle-dashed", tone="text2", second=words)
    return Cell(
        text="Không ký được", icon="circle-x", icon_token="bad", tone="bad", second=words, explanation=_all_reasons(one)
    )


def _empty_line(token: TokenSeen) -> KeyLine:
    words, tone = _PIN[token.pin_state]
    return KeyLine(
        key=None,
        cells={
            "who": Cell(text="Token không có chứng thư", tone="text2"),
            "token": Cell(text=f"{token.label} · số {token.serial}", second=words, second_tone=tone),
            "state": Cell(
                text="Không ký được",
                icon="circle-x",
                icon_token="bad",
                tone="bad",
                second="Liên hệ nơi cấp token để nạp chứng thư.",
            ),
        },
    )


def _file_line(path: Path, there: bool, settings: Settings, default: str, may_change: bool) -> KeyLine:
    key = KeyRef(kind="p12", path=str(path))
    if not there:
        state = Cell(text="Không thấy tệp", icon="octagon-alert", icon_token="bad", tone="bad")
    elif not settings.allow_file_keys:
        state = Cell(text="Đang tắt", icon="circle-dashed", second="Chưa cho phép ký bằng tệp khóa.", tone="text2")
    else:
        state = Cell(
            text="Dùng được", icon="circle-check", icon_token="good", second="Chứng thư chỉ thấy sau khi nhập mật khẩu."
        )
    usable = there and settings.allow_file_keys
    return KeyLine(
        key=key,
        file=path,
        cells={
            "who": Cell(text=path.name, second=str(path.parent), weight=500),
            "token": Cell(text="Tệp khóa", second="không phải token"),
            "state": state,
            "default": _default_cell(key, default) if usable else Cell(),
            "act": Cell(text="Bỏ…", link=True) if may_change else Cell(),
        },
    )


def _default_cell(key: KeyRef, default: str) -> Cell:
    if key.identity == default:
        return Cell(text="Mặc định", icon="check", icon_token="accent", link=True, explanation="Bấm để thôi mặc định")
    return Cell(text="Đặt mặc định", link=True)


def _reason(one: CertificateInfo) -> str:
    errors = [reason for reason in one.reasons if reason.severity is Severity.ERROR]
    return f"{errors[0].message} {errors[0].advice}".strip() if errors else ""


def _all_reasons(one: CertificateInfo) -> str:
    return LINE.join(f"{reason.message} {reason.advice}".strip() for reason in one.reasons)


def missing_words(makers: Sequence[str]) -> str:
    return f"Đã tìm và chưa thấy trên máy này: {', '.join(makers)}." if makers else ""


def support_words(checks: Iterable[object]) -> str:
    """The doctor's lines as plain text, to be sent to the supplier's support. No PIN is in any of them."""
    return LINE.join(
        f"{'[được]' if getattr(one, 'ok', False) else '[chưa được]'} {getattr(one, 'message', '')}" for one in checks
    )


def detail(cells: dict[str, Cell]) -> str:
    """What the chosen row says in full, what to do with it; empty: nothing that the row itself does not show."""
    state = cells.get("state", Cell())
    told = state.explanation or state.second
    return told if state.icon_token in ("bad", "warn") else ""
