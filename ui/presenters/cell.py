"""What one cell of a table says, free of Qt: the delegate paints it, screen readers and tooltips read it.

Tokens are names of the theme («text», «text3», «bad» …), icons are file names in `resources/icons` without ending.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    text: str = ""
    second: str = ""  # what qualifies the first line
    icon: str = ""
    icon_token: str = "text2"
    second_icon: str = ""
    tone: str = "text"
    second_tone: str = "text3"
    weight: int = 400
    tag: str = ""  # tone of a tinted tag (bad, warn, good): text and icon are painted as a tag
    right: bool = False  # figures stand right
    link: bool = False  # an act: painted as a link, reported by the table when it is clicked
    check: bool | None = None  # a tick box instead of text
    enabled: bool = True
    progress: float | None = None  # 0…1: a bar under the first line
    thumbnail: object = None  # a QPixmap or QImage a model wants painted in the middle
    explanation: str = ""  # longer words for the tooltip and the screen reader

    @property
    def words(self) -> str:
        """Everything the cell says, for tooltips, accessibility and copying."""
        said = " · ".join(part for part in (self.text, self.second) if part)
        return f"{said}\n{self.explanation}" if self.explanation and said else said or self.explanation


EMPTY = Cell()
WAITING = Cell(text="…", tone="text3")
