"""A dossier that comes over the counter or by post: procedure, applicant, and whether it is here already."""

from dataclasses import dataclass
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.clock import vietnam
from counter_app.errors import Refused
from counter_app.intake.applicant import Findings, applicant_findings, may_be_kept, tidied
from counter_app.intake.identity_card import CardRead, looks_like_card, read_card
from counter_app.model.changes import Changes
from counter_app.model.dossier import Applicant, Channel, Dossier, DossierId, DossierState, NewDossier
from counter_app.model.fee import FeeDue
from counter_app.model.finding import Finding, Severity
from counter_app.model.procedure import Case, Procedure
from counter_app.model.request import Request
from counter_app.model.text import clean, listed_number
from counter_app.rules.rule_sets import rule_set_for
from counter_app.supervision.clocks import intake_window
from counter_app.workflow.office import Office
from counter_app.workflow.ports import UnitOfWork
from counter_app.workflow.procedures import owed

CHANNELS = (Channel.DIRECT, Channel.POSTAL)  # online dossiers come with the portal's list and number


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    dossier: Dossier
    changes: Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """Somebody who has handed in before, as a list may show it."""

    applicant: Applicant
    number: str  # masked
    second: str  # where they live, as far as a list may say


def card(office: Office, text: str) -> CardRead:
    """What a scanner typed."""
    return read_card(text, vietnam(office.now()).date())


def card_from_file(office: Office, path: Path) -> CardRead:
    """The card's QR code on a photo or scan. Refused: the file cannot be looked at; no code on it is a finding."""
    texts = office.reader.read_codes(path)
    if not texts:
        return CardRead(findings=(Finding("card.no_code", Severity.ERROR, {"file": path.name}),))
    return card(office, next((text for text in texts if looks_like_card(text)), texts[0]))


def findings(office: Office, applicant: Applicant, read: CardRead | None = None) -> Findings:
    """Field by field; a card that was read is compared as long as its number stands in the field."""
    today = vietnam(office.now()).date()
    if read is None or read.number != applicant.identity_number:
        return applicant_findings(applicant, today)
    return applicant_findings(applicant, today, birth=read.birth, sex=read.sex)


def earlier(office: Office, text: str) -> tuple[Earlier, ...]:
    """Earlier applicants by the beginning of a number or words of the name, masked until one is chosen."""
    return tuple(
        Earlier(applicant=one, number=listed_number(one.identity_number), second=_region(one.address))
        for one in office.store.applicants.earlier(text)
    )


def twins(office: Office, request: Request) -> tuple[Dossier, ...]:
    """What may be the same dossier: the same code, or the same applicant and procedure still open."""
    applicant = tidied(request.applicant)
    ids = list(office.store.applicants.open_alike(request.procedure_code, applicant))
    with office.store.unit_of_work() as unit:
        known = unit.dossier_id_by_code(_code(request)) if _code(request) else None
        found = ([known] if known is not None else []) + [one for one in ids if one != known]
        return tuple(unit.dossier(one) for one in found)


def twins_of(office: Office, dossier: Dossier) -> tuple[Dossier, ...]:
    """What may be the same dossier as one that still awaits intake: others of this applicant and procedure, open."""
    if not dossier.state.awaits_intake:
        return ()
    ids = office.store.applicants.open_alike(dossier.procedure_code, dossier.applicant)
    with office.store.unit_of_work() as unit:
        return tuple(unit.dossier(one) for one in ids if one != dossier.id)


def due_fee(office: Office, dossier: Dossier) -> FeeDue:
    """What the applicant owes under the version that the dossier was received under, on the day of receipt."""
    with office.store.unit_of_work() as unit:
        return owed(unit, dossier)


def receive(office: Office, request: Request, *, although: tuple[DossierId, ...] = ()) -> Received:
    """Make the dossier, under a local code until the portal's is known. `although`: twins that the officer has seen.

    Refused: the role, the channel, a procedure or case that does not hold, details that must be put right, the same
    code twice, twins that were not shown.
    """
    require(office.person, Act.RECEIVE)
    if request.channel not in CHANNELS:
        raise Refused("reception.online_comes_by_list")
    _check_applicant(office, request.applicant)
    unseen = [one for one in twins(office, request) if one.id not in although]
    if unseen:
        raise Refused("reception.twin", code=unseen[0].display_code, count=len(unseen))
    with office.store.unit_of_work() as unit:
        dossier_id = unit.add_dossier(_new(office, unit, request))
        channel = request.channel.name.lower()
        unit.append_event(office.event("receive", dossier_id, channel=channel, twins=len(although)))
        dossier = unit.dossier(dossier_id)
        unit.commit()
    return Received(dossier=dossier, changes=Changes(dossiers=frozenset({dossier_id}), queue=True))


def change_applicant(
    office: Office, dossier_id: DossierId, applicant: Applicant, *, reason: str, known: Applicant | None = None
) -> Changes:
    """Put an applicant's details right while the dossier is at intake. The diary names the fields and the reason, not
    the details themselves. `known`: whom the officer saw.

    Refused: the role, details that must be put right, no reason, past intake, a colleague was faster.
    """
    require(office.person, Act.RECEIVE)
    _check_applicant(office, applicant)
    if not reason.strip():
        raise Refused("reception.no_reason")
    after = tidied(applicant)
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        if known is not None and dossier.applicant not in (known, after):
            raise Refused("reception.applicant_changed")
        if not (dossier.state.awaits_intake or dossier.state is DossierState.SUPPLEMENT_REQUESTED):
            raise Refused("workflow.past_intake", code=dossier.display_code)
        names = [name for name in _FIELDS if getattr(after, name) != getattr(dossier.applicant, name)]
        if names:
            unit.update_dossier(dossier, applicant=after)
            unit.append_event(
                office.event("change_applicant", dossier_id, fields=", ".join(names), reason=reason.strip())
            )
            unit.commit()
    return Changes(dossiers=frozenset({dossier_id}), queue=True)


_FIELDS = ("name", "kind", "identity_number", "address", "phone", "email", "delegate")


def _check_applicant(office: Office, applicant: Applicant) -> None:
    found = findings(office, tidied(applicant))
    if not may_be_kept(found):
        errors = [one for listed in found.values() for one in listed if one.severity is Severity.ERROR]
        raise Refused(errors[0].code, **errors[0].values)


def _new(office: Office, unit: UnitOfWork, request: Request) -> NewDossier:
    procedure = unit.procedure(request.procedure_code)
    if procedure is None:
        raise Refused("reception.no_procedure", code=request.procedure_code)
    case = _case(procedure, request.case_name)
    term = procedure.term_for(request.channel)
    now = office.now()
    rules = rule_set_for(now)
    window = intake_window(office.calendar, rules, procedure, request.channel, now)
    return NewDossier(
        code=_code(request),
        procedure_code=procedure.code,
        procedure_name=procedure.name,
        procedure_version=procedure.version,
        case_name=case.name if case else "",
        field=procedure.field,
        term_words=term.words() if term else "",
        applicant=tidied(request.applicant),
        channel=request.channel,
        state=DossierState.NEW,
        holder=office.person.login,
        submitted_at=now,
        received_at=now,
        intake_due_at=window.due_at if window else None,  # over the counter only by a check of the procedure's own
        decided_at=None,
        due_at=None,
        ended_at=None,
        rule_set=rules.id,
        supplement_count=0,
        components=case.components if case else (),
    )


def _case(procedure: Procedure, name: str) -> Case | None:
    if not procedure.cases:
        return None
    case = procedure.case(name)
    if case is None:
        raise Refused("reception.no_case", case=name or "—")
    return case


def _code(request: Request) -> str:
    return clean(request.code).replace(" ", "").upper()


def _region(address: str) -> str:
    """Commune and province only: lists show no house."""
    return ", ".join(part.strip() for part in address.split(",")[-2:]) if "," in address else ""
