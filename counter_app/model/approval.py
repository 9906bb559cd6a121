"""Where the question for one more supplement request stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    asked_by: str = ""  # login; empty: nobody has asked
    ground: str = ""
    approved_by: str = ""  # login; empty: not yet

    @property
    def waits(self) -> bool:
        return bool(self.asked_by) and not self.approved_by
