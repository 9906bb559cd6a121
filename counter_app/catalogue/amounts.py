"""Terms and fees written as words in a cell. Only what says one thing is read; the rest stays words."""

import re
from typing import NamedTuple

from counter_app.model.procedure import Term, TermUnit
from counter_app.model.text import fold

UNITS = {
    "gio lam viec": TermUnit.WORKING_HOUR,
    "ngay lam viec": TermUnit.WORKING_DAY,
    "ngay": TermUnit.DAY,
    "thang": TermUnit.MONTH,
}
_TERM = re.compile(r"(\d{1,4}) ?(gio lam viec|ngay lam viec|ngay|thang)")
_FEE = re.compile(r"(\d{1,3}(?:[.,]\d{3})*|\d{1,12}) ?(?:vnd|d|dong|viet nam dong)?")
_FREE = {"khong", "khong thu", "khong co", "mien phi", "khong thu phi", "0 dong", "0"}


class ReadFee(NamedTuple):
    amount_vnd: int | None
    text: str


def read_term(words: str) -> Term | None:
    """«15 ngày làm việc» -> a term; «Ngay trong ngày», «15-20 ngày», «7» -> None."""
    match = _TERM.fullmatch(fold(words))
    if not match or not int(match[1]):
        return None
    return Term(amount=int(match[1]), unit=UNITS[match[2]])


def read_fee(words: str) -> ReadFee:
    """«150.000 đồng» -> 150000; «Miễn phí» -> 0 with its words; «2.000 đồng/trang» -> words only."""
    plain = fold(words).replace("đ", "d")
    if plain in _FREE:
        return ReadFee(0, words)
    match = _FEE.fullmatch(plain)
    return ReadFee(int(re.sub(r"[.,]", "", match[1])), "") if match else ReadFee(None, words)
