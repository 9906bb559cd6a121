"""Dossiers of the practice office that have come to their end: withdrawn, stopped with a notice, returned.

Told by `resources/practice/life.toml`, done by the real acts at their own earlier moments. What their leader signs is
signed in the same batch as the other practice results, so the work is in two parts: `begin_ended`, `finish_ended`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from counter_app.access.people import Act, require
from counter_app.model.dossier import (
    Applicant,
    ApplicantKind,
    AttachedFile,
    Channel,
    ComponentVerdict,
    Decision,
    DossierId,
)
from counter_app.model.form import FormKind
from counter_app.model.life import Satisfaction
from counter_app.model.request import Request
from counter_app.workflow import forms, handover, intake, reception, results, returns
from counter_app.workflow.office import Office
from counter_app.workflow.practice_life import Told, earlier_office, read_life


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A dossier in processing, and what is told of its end."""

    dossier_id: DossierId
    told: Told
    stopped: bool


def _receive(office: Office, told: Told) -> DossierId:
    """A dossier handed in at the counter at its earlier moment."""
    before = earlier_office(office, told["received_minutes_ago"])
    number = told["number"]
    applicant = Applicant(
        name=told["applicant"],
        kind=ApplicantKind.ENTERPRISE if len(number) == 10 else ApplicantKind.CITIZEN,
        identity_number=number,
        address=told["address"],
    )
    with office.store.unit_of_work() as unit:
        procedure = unit.procedure(told["procedure"])
    assert procedure is not None
    request = Request(
        procedure_code=procedure.code,
        case_name=procedure.cases[0].name,
        channel=Channel[told["channel"].upper()],
        applicant=applicant,
    )
    made = reception.receive(before, request, although=tuple(one.id for one in reception.twins(before, request)))
    return made.dossier.id


def begin_ended(office: Office, papers: Sequence[AttachedFile]) -> tuple[Begun, ...]:
    """Received, checked, accepted with its receipt; the last of `papers` attached where a result goes back.

    What its applicant withdrew is at its end already.
    """
    require(office.person, Act.RECEIVE)
    told = read_life()
    for each in told["withdrawn"]:
        after = earlier_office(office, each["withdrawn_minutes_ago"])
        intake.decide(after, _receive(office, each), Decision.WITHDRAW, reason=each["reason"])
    begun = [
        Begun(dossier_id=_accept(office, each, papers), told=each, stopped=how == "stopped")
        for how in ("stopped", "returned")
        for each in told[how]
    ]
    with office.store.unit_of_work() as unit:
        for one in begun:
            if not one.stopped:
                unit.add_result(one.dossier_id, replace(papers[-1], name="ket-qua.pdf"))
        unit.commit()
    return tuple(begun)


def finish_ended(office: Office, begun: Sequence[Begun]) -> None:
    for one in begun:
        desk = earlier_office(office, one.told["received_minutes_ago"] - 20)
        handover.hand_over(desk, one.dossier_id, one.told["unit"], receiver=one.told["receiver"])
        if one.stopped:
            _stop(office, one)
        else:
            _return(office, one)


def _accept(office: Office, told: Told, papers: Sequence[AttachedFile]) -> DossierId:
    made = _receive(office, told)
    desk = earlier_office(office, told["received_minutes_ago"] - 10)
    with office.store.unit_of_work() as unit:
        parts = unit.dossier(made).components
        for part in parts:
            unit.update_component(part.id, file=papers[(made + part.number) % (len(papers) - 1)])
        unit.commit()
    for part in parts:
        intake.check_component(desk, made, part.id, ComponentVerdict.PASS)
    intake.decide(desk, made, Decision.ACCEPT)
    forms.print_form(desk, FormKind.RECEIPT, made)
    return made


def _stop(office: Office, begun: Begun) -> None:
    told = begun.told
    returns.stop(
        earlier_office(office, told["stopped_minutes_ago"]),
        begun.dossier_id,
        reason=told["reason"],
        legal_ground=told["ground"],
        stage=told["stage"],
        handling=told["handling"],
    )


def _return(office: Office, begun: Begun) -> None:
    """Now: the result was signed a moment ago. One of them is late, and nobody has explained it yet."""
    told, one = begun.told, begun.dossier_id
    results.return_result(office, one, way=told["way"], tracking=told.get("tracking", ""))
    if "satisfaction" in told:
        returns.rate(office, one, Satisfaction(told["satisfaction"]), source="scanned")
