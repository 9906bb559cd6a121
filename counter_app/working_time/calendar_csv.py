"""The calendar as a table for a spreadsheet: one row per entry, Vietnamese headings, read back to an equal value.

Columns (`HEADINGS`): Loại (lịch, giờ, nghỉ, làm bù, giờ riêng) · Từ ngày · Đến ngày · Thứ (T2 … CN, of rows «giờ») ·
Giờ tính («07:30-11:30 13:00-17:00») · Giờ không tính · Tên · Bù cho ngày · Trạng thái (đã công bố, dự kiến) ·
Văn bản · Xác minh (có, chưa). Dates are dd/mm/yyyy or yyyy-mm-dd. A file with a row «lịch» and rows «giờ» is a whole
calendar; without them its days are put into the calendar there is.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date

from counter_app.errors import Misuse
from counter_app.model.procedure import Source
from counter_app.working_time.calendar_edit import Entry, week_groups
from counter_app.working_time.calendar_json import session_of
from counter_app.working_time.calendar_reading import (
    CalendarRead,
    Placed,
    at_place,
    check_entries,
    put_into,
    whole_calendar,
)
from counter_app.working_time.days import (
    WEEKDAY_MARKS,
    CalendarData,
    Certainty,
    DayOff,
    HoursPeriod,
    MakeupDay,
    Session,
    SpecialDay,
)

KIND, FIRST, LAST, WEEKDAYS, COUNTED, OPEN, NAME, REPLACES, STATE, DOCUMENT, VERIFIED = HEADINGS = (
    "Loại",
    "Từ ngày",
    "Đến ngày",
    "Thứ",
    "Giờ tính",
    "Giờ không tính",
    "Tên",
    "Bù cho ngày",
    "Trạng thái",
    "Văn bản",
    "Xác minh",
)
RANGE, HOURS, OFF, MAKEUP, SPECIAL = KINDS = ("lịch", "giờ", "nghỉ", "làm bù", "giờ riêng")
_STATES = {"": Certainty.ANNOUNCED, "đã công bố": Certainty.ANNOUNCED, "dự kiến": Certainty.EXPECTED}
_YES = {"": True, "có": True, "chưa": False}
_DATE = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})|(\d{4})-(\d{2})-(\d{2})")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")  # a spreadsheet would count with it

Row = dict[str, str]


def to_csv(data: CalendarData) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read the diacritics."""
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADINGS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(data):
        writer.writerow({key: _guarded(value) for key, value in row.items()})
    return out.getvalue().encode("utf-8-sig")


def calendar_from_csv(content: bytes, base: CalendarData) -> CalendarRead:
    """Misuse with the line and the column of the first mistake."""
    placed: list[Placed] = []
    hours: dict[date, HoursPeriod] = {}
    covered: tuple[str, date, date] | None = None
    for line, row in _read(content):
        place = f"dòng {line}"
        kind = row[KIND].casefold()
        if kind == RANGE:
            covered = (row[NAME], _date(row, FIRST, line), _date(row, LAST, line))
        elif kind == HOURS:
            _add_hours(hours, row, line)
        elif kind in KINDS:
            placed.append(Placed(entry=_entry(kind, row, line), place=place))
        else:
            raise at_place(place, Misuse("working_time.csv_kind", text=row[KIND], known=", ".join(KINDS)))
    check_entries(placed)
    if covered is None and not hours:
        return put_into(base, placed)
    name, first, last = covered or (base.name, base.covered_from, base.covered_to)
    known = tuple(hours[day] for day in sorted(hours)) or base.hours
    return whole_calendar(name, (first, last), known, placed)


def _rows(data: CalendarData) -> Iterator[Row]:
    yield {KIND: RANGE, FIRST: _day(data.covered_from), LAST: _day(data.covered_to), NAME: data.name}
    for period in data.hours:
        common = {KIND: HOURS, FIRST: _day(period.first), LAST: _day(period.last)} | _source_out(period.source)
        groups = week_groups(period.week) or (((), ()),)
        for weekdays, sessions in groups:
            marks = " ".join(WEEKDAY_MARKS[weekday] for weekday in weekdays)
            yield common | {WEEKDAYS: marks} | _sessions_out(sessions)
    for off in data.days_off:
        yield {KIND: OFF, FIRST: _day(off.first), LAST: _day(off.last), NAME: off.name} | _order_out(off)
    for pair in data.makeup_days:
        row = {KIND: MAKEUP, FIRST: _day(pair.day), REPLACES: _day(pair.replaces)} | _order_out(pair)
        if pair.sessions is not None:
            row |= {COUNTED: "không"} | _sessions_out(pair.sessions)
        yield row
    for own in data.special_days:
        yield {KIND: SPECIAL, FIRST: _day(own.day), NAME: own.name} | _sessions_out(own.sessions) | _order_out(own)


def _sessions_out(sessions: tuple[Session, ...]) -> Row:
    def told(counted: bool) -> str:
        return " ".join(one.words().replace("–", "-") for one in sessions if one.counted is counted)

    row = {COUNTED: told(True), OPEN: told(False)}
    return {key: value for key, value in row.items() if value}


def _order_out(entry: Entry) -> Row:
    state = "dự kiến" if entry.certainty is Certainty.EXPECTED else "đã công bố"
    return {STATE: state} | _source_out(entry.source)


def _source_out(source: Source) -> Row:
    return {DOCUMENT: source.document, VERIFIED: "có" if source.verified else "chưa"}


def _read(content: bytes) -> Iterator[tuple[int, Row]]:
    """Line number and cells of every row that is not empty."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Misuse("working_time.not_utf8") from error
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    try:
        names = [cell.strip() for cell in next(reader, [])]
        wrong = [name for name in names if name not in HEADINGS] or [name for name in HEADINGS if name not in names]
        if wrong:
            raise Misuse("working_time.csv_heading", column=wrong[0][:60] or "(trống)")
        line = reader.line_num
        for cells in reader:
            began, line = line + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                row = dict.fromkeys(HEADINGS, "") | dict(zip(names, cells, strict=False))
                yield began, {key: _plain(key, value) for key, value in row.items()}
    except csv.Error as error:
        raise Misuse("working_time.csv_heading", column=f"dòng {reader.line_num}") from error


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain(key: str, text: str) -> str:
    """Names and documents keep every letter; the rest is read without spaces around it."""
    text = text if key in (NAME, DOCUMENT) else text.strip()
    return text[1:] if text.startswith("'") else text


def _entry(kind: str, row: Row, line: int) -> Entry:
    first = _date(row, FIRST, line)
    common = {"source": _source(row, line), "certainty": _choice(row, STATE, _STATES, line)}
    if kind == OFF:
        last = _date(row, LAST, line) if row[LAST] else first
        return DayOff(first=first, last=last, name=row[NAME], **common)  # type: ignore[arg-type]
    sessions = _sessions(row, line)
    if kind == SPECIAL:
        return SpecialDay(day=first, name=row[NAME], sessions=sessions, **common)  # type: ignore[arg-type]
    own = sessions if row[COUNTED] or row[OPEN] else None
    if not row[REPLACES]:
        raise at_place(f"dòng {line}, cột «{REPLACES}»", Misuse("working_time.makeup_for_nothing"))
    return MakeupDay(day=first, replaces=_date(row, REPLACES, line), sessions=own, **common)  # type: ignore[arg-type]


def _add_hours(hours: dict[date, HoursPeriod], row: Row, line: int) -> None:
    first = _date(row, FIRST, line)
    last = _date(row, LAST, line) if row[LAST] else None
    source = _source(row, line)
    known = hours.setdefault(first, HoursPeriod(first=first, last=last, week={}, source=source))
    if (known.last, known.source) != (last, source):
        raise at_place(f"dòng {line}", Misuse("working_time.csv_hours_differ", day=f"{first:%d/%m/%Y}"))
    week = dict(known.week)
    for mark in row[WEEKDAYS].replace(",", " ").split():
        weekday = WEEKDAY_MARKS.index(mark.upper()) if mark.upper() in WEEKDAY_MARKS else -1
        if weekday < 0 or weekday in week:
            wanted = f"{', '.join(WEEKDAY_MARKS)}, mỗi thứ một lần"
            raise _wrong(line, WEEKDAYS, mark, wanted)
        week[weekday] = tuple(sorted(_sessions(row, line), key=lambda session: session.start))
    hours[first] = HoursPeriod(first=first, last=last, week=week, source=source)


def _sessions(row: Row, line: int) -> tuple[Session, ...]:
    found = []
    for column, counted in ((COUNTED, True), (OPEN, False)):
        if row[column].casefold() != "không":  # a make-up day on which nothing is counted
            place = f"dòng {line}, cột «{column}»"
            found += [session_of(part, place, counted) for part in row[column].replace(",", " ").split()]
    return tuple(found)


def _source(row: Row, line: int) -> Source:
    verified = _choice(row, VERIFIED, _YES, line)
    return Source(document=row[DOCUMENT], verified=bool(verified))


def _choice(row: Row, column: str, known: Mapping[str, object], line: int) -> object:
    text = row[column].casefold()
    if text not in known:
        raise _wrong(line, column, row[column], ", ".join(filter(None, known)))
    return known[text]


def _date(row: Row, column: str, line: int) -> date:
    text = row[column]
    found = _DATE.fullmatch(text)
    try:
        if found is not None and found["day"]:
            return date(int(found["year"]), int(found["month"]), int(found["day"]))
        if found is not None:
            return date.fromisoformat(text)
    except ValueError:
        pass  # 30/02: told below like anything else that is no date
    raise Misuse("working_time.bad_date", place=f"dòng {line}, cột «{column}»", text=text or "(trống)")


def _wrong(line: int, column: str, text: str, wanted: str) -> Misuse:
    return at_place(
        f"dòng {line}, cột «{column}»", Misuse("working_time.csv_value", text=text or "(trống)", wanted=wanted)
    )


def _day(day: date | None) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}" if day else ""
