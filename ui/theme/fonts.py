"""Bundled fonts and the type scale. Sizes are pixels at 100 %; Qt scales them."""

from functools import cache
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontDatabase

from counter_app.resources import resource

FAMILY = "Noto Sans"
DOCUMENT_FAMILY = "Tinos"


class TypeStep(NamedTuple):
    size: int
    line: int
    weight: int


SCALE = {
    "total": TypeStep(36, 40, 600),
    "figure": TypeStep(30, 36, 600),
    "headline": TypeStep(22, 28, 600),
    "title": TypeStep(18, 24, 600),
    "dialog": TypeStep(16, 22, 600),
    "question": TypeStep(15, 22, 600),
    "body": TypeStep(13, 18, 400),
    "medium": TypeStep(13, 18, 500),
    "strong": TypeStep(13, 18, 600),
    "small": TypeStep(12, 16, 400),
    "small_medium": TypeStep(12, 16, 500),
    "tiny": TypeStep(11, 14, 400),
    "tiny_medium": TypeStep(11, 14, 600),
}


def load_fonts() -> None:
    """Make the bundled families known to Qt; they have every Vietnamese letter and tabular figures."""
    for path in sorted(resource("fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def font(step: str = "body", family: str = FAMILY) -> QFont:
    return QFont(_made(step, family))  # a copy: what is kept stays as it is


@cache
def _made(step: str, family: str) -> QFont:
    wanted = SCALE[step]
    made = QFont(family)
    made.setPixelSize(wanted.size)
    made.setWeight(QFont.Weight(wanted.weight))
    return made
