"""A calendar being edited: every step can be taken back, and nothing is written before it is saved."""

from collections.abc import Iterable
from datetime import date

from counter_app.errors import Misuse
from counter_app.model.procedure import Source
from counter_app.working_time import calendar_edit
from counter_app.working_time.calendar_differences import DayChange, day_changes
from counter_app.working_time.calendar_json import session_of
from counter_app.working_time.days import (
    NO_SOURCE,
    WEEKDAY_MARKS,
    CalendarData,
    Certainty,
    HoursPeriod,
    Session,
    check_sessions,
    day_in,
)
from ui.presenters.calendar import HALVES, half_of
from ui.presenters.dates import date_of
from ui.presenters.draft import Draft


class CalendarDraft(Draft[CalendarData]):
    def __init__(self, saved: CalendarData) -> None:
        super().__init__(saved)
        self._changes: tuple[DayChange, ...] | None = None

    @property
    def changes(self) -> tuple[DayChange, ...]:
        if self._changes is None:
            self._changes = day_changes(self.saved, self.data)
        return self._changes

    def mark(
        self,
        days: Iterable[date],
        kind: str,
        *,
        name: str = "",
        other: str = "",
        document: str = "",
        expected: bool = False,
    ) -> None:
        """One of `MARKS` for the chosen days. `other`: the make-up day, or hours. Misuse names what does not fit."""
        chosen = sorted(days)
        known = day_in(self.data, chosen[0])
        if known is not None and known.source.document == document:
            source = known.source  # the same paper, read or not as before
        else:
            source = Source(document=document, verified=True)
        if kind == "usual":
            self.put(calendar_edit.usual_again(self.data, chosen), "đưa về giờ tuần")
        elif kind == "off":
            certainty = Certainty.EXPECTED if expected else Certainty.ANNOUNCED
            made = calendar_edit.mark_off(self.data, chosen, name or "nghỉ", source=source, certainty=certainty)
            self.put(made, "đánh dấu nghỉ")
        elif kind == "swap":
            if len(chosen) > 1:
                raise Misuse("working_time.swap_one_day", count=len(chosen))
            worked = date_of(other, "Ngày làm bù")
            named = name or f"hoán đổi sang {worked:%d/%m/%Y}"
            self.put(calendar_edit.swap(self.data, chosen[0], worked, name=named, source=source), "hoán đổi ngày")
        else:
            self._mark_hours(chosen, kind, name, other, source)

    def change_hours(self, first: str, last: str, week: dict[int, tuple[str, bool]], document: str = "") -> None:
        """`week`: hours in words and whether they count, by weekday. Misuse names the field."""
        period = HoursPeriod(
            first=date_of(first, "Áp dụng từ ngày"),
            last=date_of(last, "Đến ngày") if last.strip() else None,
            week={
                weekday: found
                for weekday, (words, counted) in week.items()
                if (found := sessions_of(words, WEEKDAY_MARKS[weekday], counted))
            },
            source=Source(document=document, verified=True) if document else NO_SOURCE,
        )
        self.put(calendar_edit.change_hours(self.data, period), "đổi giờ làm việc")

    def drop_hours(self, first: date) -> None:
        self.put(calendar_edit.drop_hours(self.data, first), "bỏ giờ làm việc theo mùa")

    def cover_year(self, year: int) -> None:
        data = self.data
        first, last = min(data.covered_from, date(year, 1, 1)), max(data.covered_to, date(year, 12, 31))
        self.put(calendar_edit.cover(data, first, last), f"thêm năm {year}")

    def _mark_hours(self, days: list[date], kind: str, name: str, other: str, source: Source) -> None:
        data = self.data
        for day in days:
            sessions = sessions_of(other, "Giờ") if kind == "own" else half_of(data, day, kind)
            said = name or (HALVES.get(kind, "Giờ riêng"))
            data = calendar_edit.mark_hours(data, [day], said, sessions, source=source)
        self.put(data, "đặt giờ riêng")

    def _move(self, at: int) -> None:
        super()._move(at)
        self._changes = None


def sessions_of(words: str, field: str, counted: bool = True) -> tuple[Session, ...]:
    """«07:30-11:30 13:00-17:00». Misuse with the field when it is nothing of the kind or contradicts itself."""
    joined = words.replace(" – ", "-").replace(" - ", "-").replace(",", " ").replace(";", " ")
    found = tuple(session_of(part, field, counted) for part in joined.split())
    check_sessions(found, field)
    return found
