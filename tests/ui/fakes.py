"""An office in memory for pictures and wires: invented people, the rows of the mock-up, a clock that stands still."""

import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from counter_app.clock import VIETNAM, FixedClock
from counter_app.model.dossier import Channel, DossierId, DossierState
from counter_app.model.person import Person, Role
from counter_app.model.queue import Band, Missing, QueueCounts, QueueFilter, QueueRow
from counter_app.model.text import fold
from counter_app.model.token import TokenNews
from counter_app.settings import Settings
from counter_app.workflow.office import ClockSeen
from counter_app.working_time.calendar_file import shipped_calendar

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)

PEOPLE = {
    person.login: person
    for person in (
        Person(login="ha", name="Nguyễn Thu Hà", role=Role.OFFICER, title="công chức tiếp nhận"),
        Person(login="bao", name="Trần Quốc Bảo", role=Role.OFFICER),
        Person(login="ngan", name="Phạm Thị Ngân", role=Role.OFFICER),
        Person(login="khue", name="Lê Minh Khuê", role=Role.OFFICER),
        Person(login="phuoc", name="Đặng Hữu Phước", role=Role.SUPERVISOR, title="lãnh đạo Văn phòng Sở"),
    )
}

_PROCESSING, _NEW = DossierState.PROCESSING, DossierState.NEW
_ONLINE, _DIRECT, _POSTAL = Channel.ONLINE, Channel.DIRECT, Channel.POSTAL

# code, due, procedure, code of it, term words, applicant, number, state, channel, what is open, holder
_ROWS: list[tuple[Any, ...]] = [
    ("261023-0031", "19 17:00", "Giấy phép bức xạ (X-quang y tế)", "2.002380", "20 ngày làm việc",
     "Phòng khám Đa khoa Phố Nối", "MST 0900112845", _PROCESSING, _DIRECT, {"result": 1}, "bao"),
    ("261119-0087", "20 16:15", "Công bố hợp chuẩn (bên thứ ba)", "2.001209", "",
     "Công ty TNHH Gạch Văn Lâm", "MST 0901085217", _NEW, _ONLINE, {"unchecked": 2}, "ha"),
    ("261120-0006", "23 08:45", "Khai báo thiết bị X-quang y tế", "2.002385", "",
     "Nguyễn Thị Ưởng", "033*******12", _NEW, _ONLINE, {"unsigned": 1}, "ha"),
    ("261118-0042", "23 10:15", "GCN doanh nghiệp KH&CN", "2.002278", "",
     "Công ty CP Sinh học Tiên Lữ", "MST 0900758131", _NEW, _ONLINE, {"unsigned": 3, "supplements": 1}, "ha"),
    ("261120-0019", "23 11:30", "Chứng chỉ nhân viên bức xạ", "2.002379", "",
     "Trịnh Đình Khuyến", "033*******58", _NEW, _ONLINE, {"unchecked": 4}, "ha"),
    ("261120-0027", "23 14:50", "Đăng ký kết quả nhiệm vụ KH&CN", "1.014062", "",
     "Viện Nghiên cứu Nhãn Hưng Yên", "MST 0900963204", _NEW, _ONLINE, {"unchecked": 3}, "ha"),
    ("261121-0002", "23 17:00", "Chứng chỉ nhân viên bức xạ", "2.002379", "",
     "Đỗ Thị Quỳnh Hương", "034*******07", _NEW, _ONLINE, {"unchecked": 4}, "khue"),
    ("261109-0014", "23 17:00", "Thay đổi GCN tổ chức KH&CN", "1.001747", "10 ngày làm việc",
     "Trung tâm Ứng dụng KH&CN Khoái Châu", "MST 0901188371", DossierState.DONE, _POSTAL, {"seal": 1}, "ha"),
    ("261123-0001", "25 07:41", "Công bố sử dụng dấu định lượng", "1.000438", "",
     "Công ty TNHH Nước mắm Diêm Điền", "MST 0900551909", _NEW, _ONLINE, {"unchecked": 2}, "ha"),
    ("261117-0009", "25 17:00", "Công bố hợp chuẩn (tự đánh giá)", "2.001207", "5 ngày làm việc",
     "Hợp tác xã Long nhãn Hồng Nam", "MST 0900711648", _PROCESSING, _DIRECT, {}, "bao"),
    ("261118-0051", "26 17:00", "Kiểm tra chất lượng hàng nhập khẩu", "2.001259", "5 ngày làm việc",
     "Công ty TNHH Thép Minh Hải", "MST 0900112845", _PROCESSING, _ONLINE, {}, "ngan"),
    ("261112-0023", "27 17:00", "GCN hoạt động tổ chức KH&CN", "1.001786", "15 ngày làm việc",
     "Viện Kỹ thuật Nông nghiệp Ân Thi", "MST 0900963204", DossierState.SUPPLEMENT_REQUESTED, _DIRECT, {}, "ha"),
    ("261116-0038", "30 17:00", "Chứng chỉ nhân viên bức xạ", "2.002379", "10 ngày làm việc",
     "Vũ Hoàng Ngọc Diệp", "033*******84", _PROCESSING, _ONLINE, {}, "ngan"),
    ("261118-0066", "+2 17:00", "Khai báo thiết bị X-quang y tế", "2.002385", "10 ngày làm việc",
     "Bệnh viện Sản – Nhi Phù Cừ", "MST 0901188371", _PROCESSING, _POSTAL, {}, "bao"),
    ("261119-0012", "+3 17:00", "Giấy phép tiến hành công việc bức xạ", "2.002380", "20 ngày làm việc",
     "Phòng khám Nha khoa Như Quỳnh", "MST 0901220045", _PROCESSING, _DIRECT, {}, "ngan"),
    ("261119-0033", "+4 17:00", "Thẩm định nhiệm vụ KH&CN cấp tỉnh", "1.008379", "15 ngày làm việc",
     "Trường Cao đẳng Kỹ thuật Mỹ Hào", "MST 0900240417", _PROCESSING, _DIRECT, {}, "bao"),
    ("261120-0041", "+7 17:00", "GCN doanh nghiệp KH&CN", "2.002278", "15 ngày làm việc",
     "Công ty CP Dược liệu Kim Động", "MST 0900778120", _PROCESSING, _ONLINE, {}, "khue"),
    ("261120-0044", "+8 17:00", "Công bố hợp quy (tự đánh giá)", "2.001208", "5 ngày làm việc",
     "Cơ sở Mây tre đan Ngọc Lũ", "034*******31", _PROCESSING, _DIRECT, {}, "khue"),
]  # fmt: skip


def _due(words: str) -> datetime:
    day, clock = words.split()
    hour, minute = (int(part) for part in clock.split(":"))
    start = MONDAY.replace(day=int(day)) if not day.startswith("+") else datetime(2026, 12, int(day), tzinfo=VIETNAM)
    return start.replace(hour=hour, minute=minute)


def _received(due: datetime) -> datetime:
    """The moment from which eight working hours end at `due`."""
    calendar, start = shipped_calendar(), due
    while calendar.worked_minutes(start, due) < 480:
        start -= timedelta(minutes=1)
    return start


def _missing(state: DossierState, open_parts: dict[str, int]) -> tuple[Missing, ...]:
    found = []
    for key, missing in (
        ("unchecked", Missing.UNCHECKED_COMPONENTS),
        ("unsigned", Missing.UNSIGNED_COMPONENTS),
        ("result", Missing.RESULT),
        ("seal", Missing.RESULT_SIGNATURE),
    ):
        if open_parts.get(key):
            found.append(missing)
    if state is DossierState.SUPPLEMENT_REQUESTED:
        found.append(Missing.APPLICANT)
    return tuple(found)


def sample_rows() -> list[QueueRow]:
    """The rows of the picture «today», in the order of their due moment."""
    made = []
    for number, row in enumerate(_ROWS, start=1):
        code, due, name, procedure, term, applicant, identity, state, channel, parts, holder = row
        made.append(
            QueueRow(
                id=DossierId(number),
                code=f"H31.15-{code}",
                procedure_code=procedure,
                procedure_name=name,
                term_words=term,
                applicant_name=applicant,
                applicant_number=identity,
                channel=channel,
                state=state,
                supplement_count=parts.get("supplements", 0),
                awaits_intake=state is _NEW,
                received_at=_received(_due(due)) if state is _NEW else MONDAY - timedelta(days=5),
                due_at=_due(due),
                holder=holder,
                holder_name=PEOPLE[holder].name,
                unchecked=parts.get("unchecked", 0),
                failed=0,
                unsigned=parts.get("unsigned", 0),
                has_result="seal" in parts,
                result_signed=False,
                state_changed_at=MONDAY - timedelta(days=1),
                missing=_missing(state, parts),
            )
        )
    return made


class FakeQueue:
    """Stands for `counter_app.workflow.queue`: order, filter, counts and countdown over a list in memory."""

    def __init__(self, rows: Sequence[QueueRow] = ()) -> None:
        self.all = {row.id: row for row in rows}
        self.asked: list[QueueFilter] = []

    def ids(self, office: Any, wanted: QueueFilter) -> "array.array[int]":
        self.asked.append(wanted)
        return array.array("q", (row.id for row in self._ordered() if self._fits(row, wanted)))

    def rows(self, office: Any, wanted: Sequence[int]) -> list[QueueRow]:
        return [self.all[DossierId(one)] for one in wanted if one in self.all]

    def counts(self, office: Any, holder: str = "") -> QueueCounts:
        rows = [row for row in self.all.values() if not holder or row.holder == holder]
        bands = [self.countdown(office, row.due_at, office.clock.now()).band for row in rows]
        return QueueCounts(
            total=len(rows),
            by_band={band: bands.count(band) for band in Band},
            by_state={state: sum(row.state is state for row in rows) for state in DossierState},
            by_missing={missing: sum(missing in row.missing for row in rows) for missing in Missing},
        )

    def band_filter(self, office: Any, band: Band) -> QueueFilter:
        now = office.clock.now()
        limit = office.calendar.first_moment_beyond(now, office.settings.due_soon_minutes)
        if band is Band.OVERDUE:
            return QueueFilter(due_before=now)
        if band is Band.DUE_SOON:
            return QueueFilter(due_from=now, due_before=limit)
        return QueueFilter(due_from=limit)

    def countdown(self, office: Any, due_at: datetime | None, now: datetime) -> Any:
        from counter_app.supervision.countdown import countdown

        return countdown(office.calendar, now, due_at, office.settings.due_soon_minutes)

    def _ordered(self) -> list[QueueRow]:
        far = datetime(9999, 1, 1, tzinfo=VIETNAM)
        return sorted(self.all.values(), key=lambda row: (row.due_at or far, row.id))

    @staticmethod
    def _fits(row: QueueRow, wanted: QueueFilter) -> bool:
        words = fold(f"{row.code} {row.applicant_name} {row.procedure_name}")
        due = row.due_at
        return (
            all(word in words for word in fold(wanted.text).split())
            and (not wanted.states or row.state in wanted.states)
            and (not wanted.holder or row.holder == wanted.holder)
            and (wanted.missing is None or wanted.missing in row.missing)
            and (wanted.due_from is None or (due is not None and due >= wanted.due_from))
            and (wanted.due_before is None or (due is not None and due < wanted.due_before))
        )


@dataclass(frozen=True, kw_only=True)
class FakeOffice:
    folder: Path
    clock: FixedClock = field(default_factory=lambda: FixedClock(MONDAY))
    settings: Settings = field(
        default_factory=lambda: Settings(office_name="Sở Khoa học và Công nghệ", person="ha", due_soon_minutes=240)
    )
    person: Person = PEOPLE["ha"]
    people: dict[str, Person] = field(default_factory=lambda: PEOPLE)
    calendar: Any = field(default_factory=shipped_calendar)
    signing: Any = field(
        default_factory=lambda: SimpleNamespace(
            certificates=lambda: (), token_news=TokenNews, end_kept_login=lambda: None
        )
    )
    clock_seen: ClockSeen = field(default_factory=ClockSeen)
    store: Any = field(default_factory=lambda: SimpleNamespace(readings=SimpleNamespace(data_version=lambda: 1)))

    def now(self) -> datetime:
        return self.clock.now()

    def as_person(self, login: str) -> "FakeOffice":
        return replace(self, person=self.people[login])

    def name_of(self, login: str) -> str:
        return self.people[login].name

    def close(self) -> None:
        pass


def use_cases(rows: Sequence[QueueRow] | None = None, **more: Any) -> Any:
    """What stands for the modules of `counter_app.workflow`; add yours by name: `use_cases(signing=FakeSigning())`."""
    quiet = SimpleNamespace(take=lambda _office: ())
    news = SimpleNamespace(given_to_me=lambda _office: ())
    known = {"signed_files": SimpleNamespace(debts=lambda _office: 2), "reassign": news, "alerts": quiet} | more
    return SimpleNamespace(queue=FakeQueue(sample_rows() if rows is None else rows), **known)
