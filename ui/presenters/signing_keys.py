"""Which keys the signer is offered: tokens before files, authorities never, unusable ones greyed with their reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from counter_app.model.finding import Severity
from counter_app.model.person import Person
from counter_app.model.signature import CertificateInfo
from ui.presenters.cell import Cell

AUTHORITY = "signing.certificate_is_authority"
NO_KEY = "Chưa thấy khóa ký nào ở máy này"
NO_KEY_ADVICE = (
    "Cắm token, chờ đèn sáng rồi bấm «Tìm lại». Nếu vẫn không thấy, mở Cài đặt để kiểm tra trình điều khiển của token "
    "hoặc bật tệp khóa."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChoice:
    certificate: CertificateInfo
    title: str  # in the closed chooser
    cell: Cell  # in the open list
    preferred: bool = False  # the person's own choice in the settings

    @property
    def usable(self) -> bool:
        return self.certificate.usable


def choices(found: Sequence[CertificateInfo], person: Person, preferred: str = "") -> tuple[KeyChoice, ...]:
    """Own certificates first, tokens before files, usable before unusable. `preferred`: a `KeyRef.identity`."""
    people = [one for one in found if all(reason.code != AUTHORITY for reason in one.reasons)]

    def order(one: CertificateInfo) -> tuple[bool, bool, bool, str]:
        return not one.usable, not is_own(one, person), one.key.kind == "p12", one.subject.casefold()

    made = (_choice(one) for one in sorted(people, key=order))
    return tuple(replace(one, preferred=one.certificate.key.identity == preferred) for one in made)


def default_choice(offered: Sequence[KeyChoice], person: Person) -> int:
    """The place of the key that the person prefers; else of an own usable one; else of the only usable one; -1: the
    person must choose."""
    usable = [place for place, one in enumerate(offered) if one.usable]
    preferred = [place for place in usable if offered[place].preferred]
    if preferred:
        return preferred[0]
    own = [place for place in usable if is_own(offered[place].certificate, person)]
    if own:
        return own[0]
    return usable[0] if len(usable) == 1 else -1


def same_choice(offered: Sequence[KeyChoice], kept: KeyChoice | None) -> int:
    """Where the key that was chosen before stands now; -1: it is gone, or cannot sign any more."""
    wanted = kept.certificate.key if kept is not None else None
    return next((place for place, one in enumerate(offered) if one.usable and one.certificate.key == wanted), -1)


def is_own(certificate: CertificateInfo, person: Person) -> bool:
    """By the subject's name; a key file, closed, only by a file name that is the sign-in name."""
    if certificate.key.kind == "p12":
        return PurePath(certificate.key.path).stem.casefold() == person.login.casefold()
    return certificate.subject == person.name


def _choice(one: CertificateInfo) -> KeyChoice:
    reason = next((reason for reason in one.reasons if reason.severity is Severity.ERROR), None)
    if one.key.kind == "p12":
        title, icon = f"Tệp khóa {one.subject}", "key-round"
        second = "tệp khóa, không phải token; chứng thư chỉ thấy sau khi nhập mật khẩu"
    else:
        title, icon = one.subject, "usb"
        second = f"{one.issuer} · hạn {one.not_after:%d/%m/%Y} · {token_words(one)}"
    if reason is not None:
        second = f"{reason.message} {reason.advice}".strip()
    cell = Cell(
        text=title,
        second=second,
        icon=icon,
        enabled=one.usable,
        tone="text" if one.usable else "text3",
        second_tone="text3" if one.usable else "warn",
    )
    return KeyChoice(certificate=one, title=title, cell=cell)


def token_words(one: CertificateInfo) -> str:
    return " · ".join(part for part in (one.key.token, f"số {one.key.token_serial}") if part and part != "số ")
