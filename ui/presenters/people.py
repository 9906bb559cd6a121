"""People and accounts in words: rows, the state of an account, substitutions. Free of Qt."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from counter_app.access.authority import authorities
from counter_app.model.person import Account, Person, Substitution
from ui.presenters.cell import Cell
from ui.presenters.text import ROLE_WORDS

ROLES = [(words[:1].upper() + words[1:], str(role)) for role, words in ROLE_WORDS.items()]


def person_cells(person: Person, account: Account | None, now: datetime) -> dict[str, Cell]:
    role = ROLE_WORDS[person.role]
    return {
        "name": Cell(text=person.name, second=person.title, weight=500),
        "login": Cell(text=person.login),
        "role": Cell(text=role[:1].upper() + role[1:]),
        "account": account_cell(account, now),
    }


def account_cell(account: Account | None, now: datetime) -> Cell:
    if account is None:
        return Cell(text="Chưa có mật khẩu", tone="text3", icon="circle-dashed", icon_token="text3")
    if not account.active:
        return Cell(text="Đã khóa", tone="bad", icon="lock", icon_token="bad")
    if account.locked_at(now):
        return Cell(
            text="Tạm dừng",
            second=f"đến {account.locked_until:%H:%M}",
            tone="warn",
            icon="hourglass",
            icon_token="warn",
        )
    if account.must_change:
        return Cell(text="Mật khẩu tạm", tone="warn", icon="key-round", icon_token="warn")
    return Cell(text="Đăng nhập được", icon="circle-check", icon_token="good")


def summary(people: Sequence[tuple[Person, Account | None]]) -> str:
    able = sum(account is not None and account.active for _, account in people)
    if not able:
        return f"{len(people)} người · chưa ai có mật khẩu, ứng dụng mở thẳng không hỏi"
    return f"{len(people)} người · {able} đăng nhập được"


def authority_choices() -> list[tuple[str, str]]:
    """What may stand before the title when one signs in a colleague's place."""
    choices = [(f"{one.prefix} ({one.name})", one.key) for one in authorities().values()]
    return [("Không ghi, chỉ làm thay việc", ""), *choices]


def substitution_words(one: Substitution, names: Mapping[str, str], today: date) -> tuple[str, str, str]:
    """What it is, its days and reason, and the tone: «text», or «text3» when it is over."""
    known = authorities().get(one.authority)
    act = f"{known.name} ({known.prefix})" if known is not None else "làm thay"
    what = f"{names.get(one.login, one.login)} {act} {names.get(one.for_login, one.for_login)}"
    days = f"{one.first:%d/%m/%Y} – {one.last:%d/%m/%Y}"
    over = one.ended or one.last < today
    state = "đã kết thúc sớm" if one.ended else "đã hết hạn" if over else "đang có hiệu lực"
    if not over and one.first > today:
        state = "chưa bắt đầu"
    parts = [days, state, one.reason, *([one.document] if one.document else [])]
    return what, " · ".join(parts), "text3" if over else "text"
