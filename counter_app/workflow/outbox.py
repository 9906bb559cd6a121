"""What has been done here and has to stand on the provincial system as well: recorded here and confirmed there are two
different things, and neither stands for the other. All of it is read from the diary."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.exchange.lists import read_list
from counter_app.messages import sentence
from counter_app.model.changes import Changes
from counter_app.model.dossier import DossierId, Event
from counter_app.workflow.office import Office
from counter_app.workflow.packages import EXPORTED, STEPS

CONFIRMED, DIFFERS = "confirm_exchange", "exchange_differs"
LOOKED_BACK = timedelta(days=31)


class Stage(StrEnum):
    """Where a dossier's last step stands with the other system."""

    TO_PACK = "to_pack"  # done here, nothing made for there
    PACKED = "packed"  # a package was made; nobody knows whether it was entered
    DIFFERS = "differs"  # the other system's own list says something else
    CONFIRMED = "confirmed"  # the other system's list says the same, or the officer has seen it there


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxLine:
    dossier_id: DossierId
    code: str
    procedure_name: str
    holder_name: str
    step: str  # the last step, in words
    step_at: datetime
    packed_at: datetime | None  # the newest package
    attempts: int  # packages made since the last confirmation
    stage: Stage
    there: str  # what the other system's list said when it differed
    confirmed_at: datetime | None
    source: str  # the list that confirmed it; empty: a person saw it there


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCompared:
    confirmed: int
    differing: int
    not_there: int  # waiting dossiers that the list does not name
    changes: Changes


def lines(office: Office, since: datetime | None = None) -> tuple[OutboxLine, ...]:
    """Every dossier with a step since then (default: a month), the newest step first."""
    until = office.now() + timedelta(seconds=1)
    kinds = (*STEPS, EXPORTED, CONFIRMED, DIFFERS)
    acts: dict[DossierId, list[Event]] = {}
    for act in office.store.diary.acts_between(since or until - LOOKED_BACK, until, kinds):
        if act.dossier_id is not None:
            acts.setdefault(act.dossier_id, []).append(act)
    stepped = [one for one, mine in acts.items() if any(act.kind in STEPS for act in mine)]
    rows = office.store.readings.queue_rows(stepped)
    found = [
        _line(DossierId(row.id), row.code, row.procedure_name, office.name_of(row.holder), acts[DossierId(row.id)])
        for row in rows
    ]
    return tuple(sorted(found, key=lambda line: line.step_at, reverse=True))


def confirm(office: Office, dossiers: Sequence[DossierId]) -> Changes:
    """The person at the desk has seen these steps on the other system and answers for it."""
    require(office.person, Act.EXPORT_PACKAGE)
    with office.store.unit_of_work() as unit:
        for one in dossiers:
            unit.append_event(office.event(CONFIRMED, one))
        unit.commit()
    return Changes(dossiers=frozenset(dossiers))


def compare_list(office: Office, path: Path) -> ListCompared:
    """The other system's own list: where it says the same state, the step stands there; where not, it is told.

    Refused, Misuse as `read_list`. Nothing of a dossier changes.
    """
    require(office.person, Act.EXPORT_PACKAGE)
    there = {row.code: row.state for row in read_list(path).rows}
    confirmed, differing, missing = [], [], 0
    with office.store.unit_of_work() as unit:
        for line in lines(office):
            if line.stage is Stage.CONFIRMED:
                continue
            if line.code not in there:
                missing += 1
                continue
            ours, theirs = unit.dossier(line.dossier_id).state, there[line.code]
            if theirs is ours:
                unit.append_event(office.event(CONFIRMED, line.dossier_id, list=path.name))
                confirmed.append(line.dossier_id)
            elif theirs is not None:
                told: dict[str, str | int | None] = {"list": path.name, "there": int(theirs), "here": int(ours)}
                unit.append_event(office.event(DIFFERS, line.dossier_id, **told))
                differing.append(line.dossier_id)
        unit.commit()
    touched = frozenset([*confirmed, *differing])
    return ListCompared(
        confirmed=len(confirmed), differing=len(differing), not_there=missing, changes=Changes(dossiers=touched)
    )


def _line(dossier_id: DossierId, code: str, procedure: str, holder: str, acts: Sequence[Event]) -> OutboxLine:
    """`acts` in the order in which they were written; what came after the last step is about it."""
    last = max(number for number, act in enumerate(acts) if act.kind in STEPS)
    after = acts[last + 1 :]
    packed = [act for act in acts if act.kind == EXPORTED]
    answer = next((act for act in reversed(after) if act.kind in (CONFIRMED, DIFFERS)), None)
    since_confirmed = [act for act in after if act.kind == EXPORTED]
    if answer is not None:
        stage = Stage.CONFIRMED if answer.kind == CONFIRMED else Stage.DIFFERS
    else:
        stage = Stage.PACKED if since_confirmed else Stage.TO_PACK
    sure = answer if stage is Stage.CONFIRMED else None
    return OutboxLine(
        dossier_id=dossier_id,
        code=code,
        procedure_name=procedure,
        holder_name=holder,
        step=sentence(STEPS[acts[last].kind]).what,
        step_at=acts[last].at,
        packed_at=packed[-1].at if packed else None,
        attempts=len(since_confirmed),
        stage=stage,
        there=str(answer.details.get("there", "")) if answer is not None and stage is Stage.DIFFERS else "",
        confirmed_at=sure.at if sure is not None else None,
        source=str(sure.details.get("list") or "") if sure is not None else "",
    )
