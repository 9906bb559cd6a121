"""What the status bar says of the token: whose, how near the lock, until when its login is kept. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.model.person import Person
from counter_app.model.signature import CertificateInfo
from counter_app.model.token import PIN_STATES, TokenNews
from ui.presenters.signing_keys import is_own

_PIN_WORDS = {
    "count_low": ("PIN: còn ít lần thử", "warn", "triangle-alert"),
    "final_try": ("PIN: lần thử cuối", "bad", "octagon-alert"),
    "locked": ("PIN đã khóa", "bad", "lock"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenState:
    """`holder` empty: no token is plugged in."""

    holder: str = ""
    words: str = ""
    tone: str = "text2"
    icon: str = ""
    icon_tone: str = "text2"


def token_state(news: TokenNews, certificates: Sequence[CertificateInfo], person: Person) -> TokenState:
    """The kept login first; then the person's own token, else another one that could sign, else what is there."""
    if news.kept is not None:
        words = f"PIN đã nhập · giữ đến {news.kept.until:%H:%M}"
        return TokenState(holder=news.kept.holder, words=words, icon="lock-open", icon_tone="good")
    if not news.tokens:
        return TokenState(holder="đang tìm…" if news.looking else "")
    usable = [one for one in certificates if one.usable and one.key.kind == "pkcs11"]
    mine = [one for one in usable if is_own(one, person)]
    shown = next(iter(mine or usable), None)
    if shown is None:
        names = news.tokens[0].label or news.tokens[0].serial
        return TokenState(
            holder=names, words="không có chứng thư ký được", tone="warn", icon="triangle-alert", icon_tone="warn"
        )
    pin = _pin_words(news, shown)
    if pin is not None:
        words, tone, icon = pin
        return TokenState(holder=shown.subject, words=words, tone=tone, icon=icon, icon_tone=tone)
    if not mine:
        return TokenState(
            holder=shown.subject, words="không phải của bạn", tone="warn", icon="triangle-alert", icon_tone="warn"
        )
    return TokenState(holder=shown.subject, words="chưa nhập PIN", icon="lock")


def _pin_words(news: TokenNews, shown: CertificateInfo) -> tuple[str, str, str] | None:
    states = [one.pin_state for one in news.tokens if one.serial == shown.key.token_serial]
    return _PIN_WORDS.get(max(states, key=PIN_STATES.index)) if states else None
