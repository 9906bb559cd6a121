"""The practice office's dossiers: invented, with times relative to the moment at which they are loaded.

They reach the office as a list that looks like the portal's (`practice_list`), through the real import; what no list
carries (files handed in, verdicts, signatures, supplement requests) is told beside each row.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from counter_app.clock import vietnam
from counter_app.exchange.lists import ListRow
from counter_app.model.dossier import Applicant, ApplicantKind, Channel, DossierState
from counter_app.model.person import Person
from counter_app.model.procedure import Procedure
from counter_app.resources import resource
from counter_app.working_time.calendar import WorkingCalendar

# Real numbers of a day start at 0001: no practice code meets the code of a real list.
PRACTICE_SEQUENCE = 9000
_LONGEST_LOOK_BACK = timedelta(days=200)


class Handed(StrEnum):
    """How far one component has come."""

    MISSING = "missing"
    ATTACHED = "attached"  # not checked yet
    FAILED = "failed"  # checked, không đạt
    CHECKED = "checked"  # checked, đạt, not signed
    SIGNED = "signed"  # checked, đạt, signed


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeDossier:
    procedure_code: str
    applicant: Applicant
    channel: Channel
    state: DossierState
    holder: str  # login
    sequence: int  # last part of the dossier code
    submitted_minutes_ago: int  # working minutes
    received_minutes_ago: int
    due_in_minutes: int | None  # working minutes to the appointment, negative when it is past
    supplement_count: int
    components: tuple[Handed, ...]  # in the order of the procedure's first case
    result: Handed  # MISSING, ATTACHED (not signed) or SIGNED


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeRow:
    row: ListRow
    dossier: PracticeDossier


def practice_dossiers() -> tuple[PracticeDossier, ...]:
    """`resources/practice/dossiers.toml`, in its order."""
    text = resource("practice", "dossiers.toml").read_text(encoding="utf-8")
    return tuple(_dossier(entry) for entry in tomllib.loads(text)["dossier"])


def practice_rows(
    dossiers: Iterable[PracticeDossier],
    *,
    now: datetime,
    calendar: WorkingCalendar,
    procedures: Iterable[Procedure],
    people: Iterable[Person],
    office_code: str,
) -> tuple[PracticeRow, ...]:
    """The dossiers as a list would tell them at `now`. KeyError: a procedure or person that the office does not have.

    Appointments fall on closing time, as computed ones do. OutsideCalendar when the calendar does not reach.
    """
    known = {procedure.code: procedure for procedure in procedures}
    names = {person.login: person.name for person in people}
    now = vietnam(now).replace(second=0, microsecond=0)
    found = []
    for number, dossier in enumerate(dossiers, 1):
        procedure = known[dossier.procedure_code]
        submitted = worked_before(calendar, now, dossier.submitted_minutes_ago)
        received = worked_before(calendar, now, dossier.received_minutes_ago)
        decided_or_back = not dossier.state.awaits_intake or dossier.supplement_count
        row = ListRow(
            row=number,
            code=f"{office_code}-{submitted:%y%m%d}-{PRACTICE_SEQUENCE + dossier.sequence:04d}",
            # a list knows official codes only; procedures without one are found by their names
            procedure_code="" if procedure.code.startswith("LOCAL-") else procedure.code,
            procedure_name=procedure.name,
            field=procedure.field,
            state=dossier.state,
            channel=dossier.channel,
            applicant_name=dossier.applicant.name,
            identity_number=dossier.applicant.identity_number,
            address=dossier.applicant.address,
            submitted_at=submitted,
            received_at=received if decided_or_back else None,
            due_at=_due(calendar, now, dossier.due_in_minutes),
            receiver_name=names[dossier.holder],
        )
        found.append(PracticeRow(row=row, dossier=dossier))
    return tuple(found)


def worked_before(calendar: WorkingCalendar, now: datetime, minutes: int) -> datetime:
    """The latest whole minute from which `minutes` working minutes have passed until `now`."""
    early, late = 0, int(_LONGEST_LOOK_BACK.total_seconds()) // 60  # minutes back; `late` is far enough
    while early < late:
        middle = (early + late) // 2
        if calendar.worked_minutes(now - timedelta(minutes=middle), now) >= minutes:
            late = middle
        else:
            early = middle + 1
    return now - timedelta(minutes=early)


def _due(calendar: WorkingCalendar, now: datetime, minutes: int | None) -> datetime | None:
    if minutes is None:
        return None
    if minutes > 0:
        return calendar.closing_on_or_after(calendar.add_minutes(now, minutes).date())
    past = worked_before(calendar, now, -minutes)
    return calendar.closing(calendar.previous_working_day(past.date()))


def _dossier(entry: dict[str, Any]) -> PracticeDossier:
    number = entry["number"]
    kind = ApplicantKind.ENTERPRISE if len(number) == 10 else ApplicantKind.CITIZEN
    return PracticeDossier(
        procedure_code=entry["procedure"],
        applicant=Applicant(
            name=entry["applicant"], kind=kind, identity_number=number, address=entry.get("address", "")
        ),
        channel=Channel[entry["channel"].upper()],
        state=DossierState[entry["state"].upper()],
        holder=entry["holder"],
        sequence=entry["sequence"],
        submitted_minutes_ago=entry.get("submitted_minutes_ago", entry["received_minutes_ago"]),
        received_minutes_ago=entry["received_minutes_ago"],
        due_in_minutes=entry.get("due_in_minutes"),
        supplement_count=entry.get("supplement_count", 0),
        components=tuple(Handed(word) for word in entry["components"]),
        result=Handed(entry.get("result", "missing")),
    )
