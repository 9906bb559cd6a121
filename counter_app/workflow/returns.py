"""After the result is there: announced early, rated by the applicant; a dossier stopped with its notice."""

import re
from dataclasses import dataclass

from counter_app.access.people import Act, require
from counter_app.errors import Refused
from counter_app.model.changes import Changes
from counter_app.model.dossier import DossierId, DossierState
from counter_app.model.form import FormKind
from counter_app.model.life import Rating, Satisfaction
from counter_app.model.text import nfc
from counter_app.supervision.clocks import rebuild
from counter_app.workflow.forms import Printed, commit_with, print_within
from counter_app.workflow.office import Office

STOPPABLE = (DossierState.ACCEPTED, DossierState.PROCESSING, DossierState.DONE)
RATED = (DossierState.RETURNED, DossierState.DONE, DossierState.SUPPLEMENT_REQUESTED, DossierState.REFUSED)
_SLIP = re.compile(r"(?P<code>[A-Z0-9.\-]+?)(?:[|#](?P<answer>[123]))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What the code on a rating slip says; the answer is there when the slip's own answer code was scanned."""

    code: str
    satisfaction: Satisfaction | None


def announce_early(office: Office, dossier_id: DossierId, *, how: str) -> Changes:
    """The applicant was told that the result is there before its day. Refused: it is not early, or not said how."""
    require(office.person, Act.RETURN_RESULT)
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        if dossier.state is not DossierState.DONE or dossier.due_at is None or office.now() >= dossier.due_at:
            raise Refused("workflow.not_early", code=dossier.display_code)
        if not how.strip():
            raise Refused("workflow.announced_how")
        unit.append_event(office.event("announce_early", dossier_id, note=nfc(how)))
        unit.commit()
    return Changes(dossiers=frozenset({dossier_id}))


def rate(office: Office, dossier_id: DossierId, satisfaction: Satisfaction, *, source: str = "entered") -> Changes:
    """Write down the applicant's answer, once. Refused: rated already, nothing was handed out yet."""
    require(office.person, Act.RETURN_RESULT)
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        if dossier.state not in RATED:
            raise Refused("workflow.nothing_to_rate", code=dossier.display_code)
        unit.life.rate(
            Rating(
                dossier_id=dossier_id,
                satisfaction=satisfaction,
                source=source,
                at=office.now(),
                by=office.person.login,
            )
        )
        unit.append_event(office.event("rate", dossier_id, satisfaction=int(satisfaction), source=source))
        unit.commit()
    return Changes(dossiers=frozenset({dossier_id}))


def read_slip(text: str) -> Scanned:
    """The text of a scanned slip: the dossier's code, perhaps with an answer. Refused: it is no slip of ours."""
    found = _SLIP.fullmatch(text.strip().upper())
    if found is None or not any(letter.isdigit() for letter in found["code"]):
        raise Refused("workflow.not_a_slip")
    answer = found["answer"]
    return Scanned(code=found["code"], satisfaction=Satisfaction(int(answer)) if answer else None)


def rate_scanned(
    office: Office, text: str, satisfaction: Satisfaction | None = None, *, expected: DossierId | None = None
) -> Changes:
    """Rate the dossier whose slip was scanned. Refused: unknown code, no answer on the slip and none given.

    `expected`: the dossier whose result is being handed over; the slip of another one is refused then.
    """
    require(office.person, Act.RETURN_RESULT)
    scanned = read_slip(text)
    chosen = scanned.satisfaction or satisfaction
    if chosen is None:
        raise Refused("workflow.slip_without_answer")
    with office.store.unit_of_work() as unit:
        dossier_id = unit.dossier_id_by_code(scanned.code)
    if dossier_id is None:
        raise Refused("workflow.no_such_code", code=scanned.code)
    if expected not in (None, dossier_id):
        raise Refused("workflow.slip_of_another", code=scanned.code)
    return rate(office, dossier_id, chosen, source="scanned")


def stop(
    office: Office, dossier_id: DossierId, *, reason: str, legal_ground: str, stage: str, handling: str
) -> Printed:
    """End the processing after examination and print the notice, in one transaction.

    Refused: not in work, reason or ground empty, the set of forms of the dossier's day has no such notice.
    """
    require(office.person, Act.DECIDE_INTAKE)
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        sent_back = rebuild(unit.events(dossier_id), dossier).supplement is not None
        if dossier.state not in STOPPABLE and not sent_back:
            raise Refused("workflow.not_in_work", code=dossier.display_code)
        now = office.now()
        unit.update_dossier(dossier, state=DossierState.STOPPED, ended_at=now)
        unit.append_event(
            office.event(
                "stop",
                dossier_id,
                reason=nfc(reason) or None,
                legal_ground=nfc(legal_ground) or None,
                stage=nfc(stage) or None,
                handling=nfc(handling) or None,
            )
        )
        printed = print_within(office, unit, FormKind.STOP_NOTICE, dossier_id)
        commit_with(unit, printed)
    return printed
