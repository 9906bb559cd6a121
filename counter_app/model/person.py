"""People of the office and what they may do."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    OFFICER = "officer"  # công chức tiếp nhận
    SUPERVISOR = "supervisor"  # lãnh đạo, Văn phòng Sở
    SEAL_KEEPER = "seal_keeper"  # văn thư
    LEADER = "leader"  # người có thẩm quyền ký kết quả
    ADMINISTRATOR = "administrator"  # quản trị: tài khoản, thiết lập, sao lưu; không làm hồ sơ
    INSPECTOR = "inspector"  # thanh tra, kiểm tra: chỉ xem


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    login: str
    name: str
    role: Role
    title: str = ""  # chức danh as printed under a signature
    acting_for: str = ""  # login of the colleague whose role this person holds for a while
    own_title: str = ""  # while acting: `title` is the colleague's then
    authority: str = ""  # while acting: key of `access.authority`, empty when nothing is written before the title
    order: str = ""  # while acting: number of the order

    @property
    def short_name(self) -> str:
        """The last two words, as colleagues call each other: «Nguyễn Thu Hà» -> «Thu Hà»."""
        return " ".join(self.name.split()[-2:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How a person signs in. The password itself is nowhere: only its argon2 hash."""

    login: str
    password_hash: str
    must_change: bool = False  # given by somebody else: it is replaced at the first sign-in
    active: bool = True
    misses: int = 0  # wrong passwords in a row
    locked_until: datetime | None = None
    certificate: str = ""  # SHA-256 of the certificate that may sign in instead of the password; empty: none

    def locked_at(self, now: datetime) -> bool:
        return self.locked_until is not None and now < self.locked_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitution:
    """One person does the work of another for some days (làm thay, ủy quyền), by order."""

    login: str  # who stands in
    for_login: str
    first: date
    last: date  # inclusive
    reason: str
    document: str = ""  # number of the order, where there is one
    authority: str = ""  # key of `access.authority`: ký thay, thừa lệnh, thừa ủy quyền; empty: none is written
    made_by: str = ""
    id: int = 0
    ended: bool = False

    def holds_on(self, day: date) -> bool:
        return not self.ended and self.first <= day <= self.last
