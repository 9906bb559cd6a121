"""What the PIN dialog says: who signs, with what, how many files, how near the lock. Never the PIN itself."""

from dataclasses import dataclass

from counter_app.model.signature import PinRequest
from counter_app.model.text import fold
from counter_app.signing.practice_pki import PRACTICE_PASSWORD, PRACTICE_PIN
from ui.presenters.signing_keys import token_words

LADDER = ("normal", "count_low", "final_try", "locked")
LADDER_WORDS = {
    "normal": "Bình thường",
    "count_low": "Còn ít lần thử",
    "final_try": "Lần thử cuối",
    "locked": "Đã khóa",
}
LADDER_TONES = {"normal": "good", "count_low": "warn", "final_try": "bad", "locked": "bad"}
CONFIRMATION = "lan cuoi"
_ADVICE = {
    "normal": "",
    "count_low": (
        "Token báo còn ít lần thử và không cho biết số chính xác. Nếu không chắc, hãy dừng lại và hỏi quản trị token: "
        "token bị khóa phải gửi mở lại."
    ),
    "final_try": (
        "Đây là lần thử cuối: nhập sai lần này token sẽ khóa và phải gửi đi mở lại. Nếu không chắc chắn, hãy bấm Hủy."
    ),
    "locked": "Token đã khóa PIN. Liên hệ nơi cấp token để mở khóa; nhập thêm PIN lúc này không có tác dụng.",
}


_COUNTED = {  # the token says nothing: the state is our own count's
    "count_low": (
        "Token này không cho biết còn bao nhiêu lần thử. Nếu không chắc, hãy dừng lại và hỏi quản trị token: token bị "
        "khóa phải gửi mở lại."
    ),
    "final_try": (
        "Token này không cho biết còn bao nhiêu lần thử, nên phải coi đây là lần cuối: sai nữa token có thể khóa và "
        "phải gửi đi mở lại. Nếu không chắc chắn, hãy bấm Hủy."
    ),
}
_ON_A_PAD = "Bấm nút bên dưới rồi nhập PIN trên bàn phím của token. Ứng dụng không nhìn thấy PIN này."
_FOREIGN_LETTERS = (
    "Trong PIN có chữ mang dấu: có lẽ bộ gõ tiếng Việt đang bật. PIN chưa được gửi. "
    "Nếu PIN đúng là như vậy, bấm lần nữa."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PinWords:
    title: str
    qualifier: str
    facts: tuple[tuple[str, str], ...]  # label, value
    caption: str  # with its mnemonic; empty: nothing is typed here
    error: str
    state: str  # a step of LADDER
    advice: str
    button: str
    practice: str  # the practice PIN in words, empty in a real office
    ladder: bool  # a key file counts no tries
    asks_confirmation: bool
    keep: str = ""  # the offer to keep the login, with its mnemonic; empty: not offered


def pin_words(request: PinRequest, *, practice: bool) -> PinWords:
    return _file_words(request, practice) if request.key.kind == "p12" else _token_words(request, practice)


def _file_words(request: PinRequest, practice: bool) -> PinWords:
    files = f"{request.file_count} tệp"
    return PinWords(
        title=f"Nhập mật khẩu tệp khóa để ký {files}",
        qualifier="Một lần nhập dùng cho cả đợt ký này.",
        facts=(("Tệp khóa", request.certificate.subject), ("Chứng thư", "chỉ thấy được sau khi nhập mật khẩu")),
        caption="&Mật khẩu của tệp khóa",
        error=_short(request.error),
        state="normal",
        advice="",
        button=f"Ký {files}",
        practice=f"Quầy tập sự: mật khẩu của mọi tệp khóa là {PRACTICE_PASSWORD}" if practice else "",
        ladder=False,
        asks_confirmation=False,
    )


def _token_words(request: PinRequest, practice: bool) -> PinWords:
    one = request.certificate
    state = request.state if request.state in LADDER else "normal"
    title, qualifier, button = _which_prompt(request)
    keep = request.keep_until
    return PinWords(
        title=title,
        qualifier=qualifier,
        facts=(
            ("Token", token_words(one)),
            ("Chứng thư", ", ".join(part for part in (one.subject, one.organisation) if part)),
            ("Cấp bởi", f"{one.issuer}, hạn {one.not_after:%d/%m/%Y}"),
        ),
        caption="" if request.pad else "Mã &PIN",
        error=_short(request.error),
        state=state,
        advice=_advice(request, state),
        button=button,
        practice=f"Quầy tập sự: mã PIN của mọi token là {PRACTICE_PIN}" if practice else "",
        ladder=True,
        asks_confirmation=state == "final_try",
        keep=f"&Giữ đăng nhập token đến {keep:%H:%M}, hết ngay khi rút token" if keep and state != "final_try" else "",
    )


def _which_prompt(request: PinRequest) -> tuple[str, str, str]:
    """Title, what the answer is good for, verb. A key that asks each time says beforehand how often."""
    files = f"{request.file_count} tệp"
    if request.pad:
        return f"Nhập PIN trên token để ký {files}", "Một lần nhập dùng cho cả đợt ký này.", f"Ký {files}"
    if request.prompts <= 1:
        return f"Nhập mã PIN để ký {files}", "Một lần nhập dùng cho cả đợt ký này.", f"Ký {files}"
    signatures = request.prompts - 1
    if request.number <= 1:
        qualifier = f"Khóa này đòi PIN cho từng chữ ký: cả đợt cần nhập {request.prompts} lần."
        return f"Nhập mã PIN để ký {files}", qualifier, "Đăng nhập token"
    which = f"{request.number - 1} trên {signatures}"
    qualifier = f"Lần nhập {request.number} trên {request.prompts}; dừng lại vẫn giữ các tệp đã ký."
    return f"Nhập mã PIN cho chữ ký {which}", qualifier, f"Ký chữ ký {which}"


def _advice(request: PinRequest, state: str) -> str:
    """Where it is typed, what our own count knows (a token may keep silent about misses), how near the lock it is."""
    parts = [_ON_A_PAD] if request.pad else []
    if request.misses:
        parts.append(f"Từ lần đăng nhập đúng gần nhất, máy này đã gửi PIN {request.misses} lần mà token không nhận.")
    parts.append(_COUNTED.get(state, _ADVICE[state]) if request.counted else _ADVICE[state])
    return " ".join(part for part in parts if part)


def ladder_words(state: str) -> str:
    """For a screen reader: the step and what the others are."""
    return f"Tình trạng PIN: {LADDER_WORDS[state]}, bậc {LADDER.index(state) + 1} trên {len(LADDER)}"


def confirmed(words: str) -> bool:
    """Typed on the last try; diacritics and case do not matter."""
    return " ".join(fold(words).split()) == CONFIRMATION


def missing_words(
    secret_length: int, *, asks_confirmation: bool, confirmation: str, file_key: bool, pad: bool = False
) -> str:
    """Why the answer is not sent yet; empty when it may be. Nothing of it counts as a try."""
    if not secret_length and not pad:
        return "Chưa nhập mật khẩu." if file_key else "Chưa nhập mã PIN."
    if asks_confirmation and not confirmed(confirmation):
        return "Gõ «lần cuối» vào ô xác nhận trước khi gửi PIN tới token."
    return ""


def letters_words(*, foreign: bool, file_key: bool) -> str:
    """A warning before the first sending: a PIN is digits and plain letters, a file's password may be anything."""
    return _FOREIGN_LETTERS if foreign and not file_key else ""


def _short(error: str) -> str:
    """What happened, without the advice that the dialog itself gives: at most two sentences."""
    return ". ".join(error.rstrip(".").split(". ")[:2]) + "." if error else ""
