"""People of the office and what they may do."""

from dataclasses import dataclass
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

    @property
    def short_name(self) -> str:
        """The last two words, as colleagues call each other: «Nguyễn Thu Hà» -> «Thu Hà»."""
        return " ".join(self.name.split()[-2:])
