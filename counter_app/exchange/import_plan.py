"""What taking in a list would do, told before anything is done: new dossiers, known ones, differences, problems.

Pure: the caller looks up known dossiers, counts working time and writes. A difference is never applied by itself:
here the officer may be ahead of the list, there the list may be ahead of the officer.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from counter_app.errors import OutsideCalendar
from counter_app.exchange.columns import compact
from counter_app.exchange.lists import ListRow
from counter_app.messages import sentence
from counter_app.model.dossier import (
    Applicant,
    ApplicantKind,
    Channel,
    Dossier,
    DossierId,
    DossierState,
    NewDossier,
)
from counter_app.model.list_comparison import KnownDossier
from counter_app.model.person import Person
from counter_app.model.problem import Problem
from counter_app.model.procedure import Procedure, base_code
from counter_app.model.retention import ERASED
from counter_app.model.text import fold

# With diacritics: «Viện» is an institute, «Viên» a surname.
_COMPANY = re.compile(r"(công ty|doanh nghiệp|hợp tác xã|tập đoàn|tổng công ty|cửa hàng|nhà thuốc)\b")
_STATE_BODY = re.compile(r"(ubnd|(?:ủy|uỷ) ban nhân dân|sở|chi cục|cục|phòng)\b(?! khám)")
_ORGANISATION = re.compile(r"(trung tâm|viện|bệnh viện|trường|hội|phòng khám|trạm y tế|liên đoàn|quỹ|nha khoa)\b")
_END_OF_DAY = time(23, 59)


Known = Dossier | KnownDossier


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    row: int  # of the list
    dossier: NewDossier


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One figure of a known dossier that the list tells differently."""

    row: int
    dossier_id: DossierId
    code: str
    field: str  # name of the `Dossier` field: "state", "submitted_at", "received_at", "due_at"
    here: DossierState | datetime | None
    there: DossierState | datetime  # what the list says; ready for `update_dossier(**{field: there})`


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    new: tuple[Planned, ...]
    unchanged: tuple[str, ...]  # codes of known dossiers that the list tells as they are here
    different: tuple[Difference, ...]
    problems: tuple[Problem, ...]  # rows of unknown dossiers that say too little
    warnings: tuple[Problem, ...]  # rows that go in and deserve a look


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a row is read against.

    `intake_due` gives the end of the intake window that begins at a moment; `rule_set` the name of the rules in force
    then; `day_end` the moment meant by a promised day without an hour (closing time of the office).
    """

    procedures: Iterable[Procedure]
    intake_due: Callable[[datetime], datetime | None]
    rule_set: Callable[[datetime], str]
    people: Iterable[Person] = ()
    day_end: Callable[[date], datetime] | None = None


def plan_import(
    rows: Iterable[ListRow], existing: Callable[[str], Known | None], surroundings: Surroundings
) -> ImportPlan:
    """Sort the rows of a list. `existing` finds a dossier by its code. Nothing is changed."""
    return _Planning(existing, surroundings).plan(rows)


class _Planning:
    def __init__(self, existing: Callable[[str], Known | None], around: Surroundings) -> None:
        self.existing = existing
        self.around = around
        self.by_code: dict[str, Procedure] = {}
        self.by_name: dict[str, Procedure] = {}
        for procedure in around.procedures:
            self.by_code.setdefault(base_code(procedure.code), procedure)
            self.by_name.setdefault(_name_key(procedure.name), procedure)
            self.by_name.setdefault(_name_key(procedure.short_name), procedure)
        self.logins = {fold(person.name): person.login for person in around.people}
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []

    def plan(self, rows: Iterable[ListRow]) -> ImportPlan:
        new: list[Planned] = []
        unchanged: list[str] = []
        different: list[Difference] = []
        for row in rows:
            known = self.existing(row.code)
            if known is None:
                new += self._new(row)
                continue
            here = known.applicant.name if isinstance(known, Dossier) else known.applicant_name
            if _somebody_else(row, here):
                names = {"here": here, "there": row.applicant_name}
                self.warnings.append(Problem(row.row, "import.other_applicant", {**names}, row.code))
            if found := self._differences(row, known):
                different += found
            else:
                unchanged.append(row.code)
        return ImportPlan(
            new=tuple(new),
            unchanged=tuple(unchanged),
            different=tuple(different),
            problems=tuple(self.problems),
            warnings=tuple(self.warnings),
        )

    def _new(self, row: ListRow) -> list[Planned]:
        """The dossier of a row, or nothing and a problem."""
        lacks = {
            "import.no_state": row.state is None,
            "import.no_procedure": not (row.procedure_code or row.procedure_name),
            "import.no_applicant": not row.applicant_name,
            "import.no_received": not (row.received_at or row.submitted_at),
        }
        missing = [Problem(row.row, code, subject=row.code) for code, lacking in lacks.items() if lacking]
        if missing:
            self.problems += missing
            return []
        try:
            return [Planned(row=row.row, dossier=self._dossier(row))]
        except OutsideCalendar:
            self.problems.append(Problem(row.row, "import.outside_calendar", subject=row.code))
            return []

    def _dossier(self, row: ListRow) -> NewDossier:
        received, state = row.received_at or row.submitted_at, row.state
        assert received is not None and state is not None
        procedure = self._procedure(row)
        case = procedure.cases[0] if procedure and procedure.cases else None
        # a list without channels is one of papers handed in: 766 counts a missing channel as direct (interop.md 7)
        channel = row.channel or Channel.DIRECT
        term = procedure.term_for(channel) if procedure else None
        holder = self.logins.get(fold(row.receiver_name), "")
        return NewDossier(
            code=row.code,
            procedure_code=row.procedure_code or (procedure.code if procedure else ""),
            procedure_name=procedure.name if procedure else row.procedure_name or row.procedure_code,
            case_name=case.name if case else "",
            field=row.field or (procedure.field if procedure else ""),
            term_words=term.words() if term else "",
            applicant=_applicant(row),
            channel=channel,
            state=state,
            holder=holder,
            submitted_at=row.submitted_at,
            received_at=received,
            intake_due_at=self._intake_due(row, received, channel),
            decided_at=None if state.awaits_intake else received,
            due_at=self._due(row.due_at),
            ended_at=None if state.open and state is not DossierState.DONE else row.finished_at,
            rule_set=self.around.rule_set(received),
            supplement_count=1 if state is DossierState.SUPPLEMENT_REQUESTED else 0,
            components=case.components if case else (),
            note=_note(row, holder),
            procedure_version=procedure.version if procedure else 0,
        )

    def _procedure(self, row: ListRow) -> Procedure | None:
        found = self.by_code.get(base_code(row.procedure_code)) if row.procedure_code else None
        found = found or self.by_name.get(_name_key(row.procedure_name))
        if found is None:
            told = row.procedure_name or row.procedure_code
            self.warnings.append(Problem(row.row, "import.unknown_procedure", {"procedure": told}, row.code))
        return found

    def _intake_due(self, row: ListRow, received: datetime, channel: Channel) -> datetime | None:
        """The window of an online dossier (R1.2, R1.7).

        Before the decision it runs from the receipt. After it «Ngày tiếp nhận» is the officer's decision, so the
        window ran from the submission; there it only tells whether the decision came in time, and an old dossier
        outside the calendar goes without.
        """
        assert row.state is not None
        if channel is not Channel.ONLINE:
            return None
        if row.state.awaits_intake:
            return self.around.intake_due(received)
        try:
            return self.around.intake_due(row.submitted_at or received)
        except OutsideCalendar:
            return None

    def _due(self, told: datetime | None) -> datetime | None:
        """The promised moment as the list says; a bare day is promised until its end."""
        if told is None or not _is_day(told):
            return told
        if self.around.day_end is None:
            return datetime.combine(told.date(), _END_OF_DAY, told.tzinfo)
        try:
            return self.around.day_end(told.date())
        except OutsideCalendar:
            return datetime.combine(told.date(), _END_OF_DAY, told.tzinfo)

    def _differences(self, row: ListRow, known: Known) -> list[Difference]:
        told: dict[str, DossierState | datetime | None] = {
            "state": row.state,
            "submitted_at": row.submitted_at,
            "received_at": row.received_at,
            "due_at": row.due_at,
        }
        found = []
        for field, there in told.items():
            here = getattr(known, field)
            if there is None or _same(here, there):
                continue
            meant = self._due(there) if field == "due_at" and isinstance(there, datetime) else there
            assert meant is not None
            found.append(
                Difference(
                    row=row.row, dossier_id=DossierId(known.id), code=row.code, field=field, here=here, there=meant
                )
            )
        return found


def _somebody_else(row: ListRow, here: str) -> bool:
    """The same code for another applicant: one of the two was typed wrongly. A masked or erased name tells nothing."""
    told = row.applicant_name
    return bool(told and here) and "*" not in told and here != ERASED and fold(told) != fold(here)


def _name_key(name: str) -> str:
    """Some systems write «Thủ tục» before every name, some before none."""
    return compact(name).removeprefix("thutuc")


def _same(here: DossierState | datetime | None, there: DossierState | datetime) -> bool:
    if isinstance(here, datetime) and isinstance(there, datetime):
        return here.date() == there.date() if _is_day(there) else here == there
    return here == there


def _is_day(moment: datetime) -> bool:
    """Lists that give days only are read as midnight; no counter works at that hour."""
    return moment.time() == time()


def _applicant(row: ListRow) -> Applicant:
    return Applicant(
        name=row.applicant_name,
        kind=_kind(row),
        identity_number=row.identity_number,
        address=row.address,
        phone=row.phone,
    )


def _kind(row: ListRow) -> ApplicantKind:
    """By the first words of the name, as a clerk would sort it; lists carry no column for it."""
    words = row.applicant_name.casefold()
    if _COMPANY.match(words):
        return ApplicantKind.ENTERPRISE
    if _STATE_BODY.match(words):
        return ApplicantKind.STATE_BODY
    return ApplicantKind.ORGANISATION if _ORGANISATION.match(words) else ApplicantKind.CITIZEN


def _note(row: ListRow, holder: str) -> str:
    """The list's own remark, and the receiver when this office knows nobody of that name."""
    told = sentence("import.receiver_note", name=row.receiver_name).what if row.receiver_name and not holder else ""
    return " ".join(filter(None, (row.note, told)))
