"""A line of somebody else's file that could not be taken as it is: which line, why, what to do."""

from dataclasses import dataclass, field

from counter_app.messages import sentence


@dataclass(frozen=True, slots=True)
class Problem:
    row: int  # 1-based, as the spreadsheet shows it; in a JSON list the place of the item
    code: str  # of the sentence
    values: dict[str, str | int | float] = field(default_factory=dict)
    subject: str = ""  # code of the dossier or procedure of that line, when it could be read

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, as one line."""
        return str(sentence(self.code, row=self.row, subject=self.subject or "—", **self.values))
