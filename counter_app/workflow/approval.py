"""What needs a supervisor: a further supplement request, a refusal, a reopening. An officer asks, a supervisor answers.

Both are in the diary; an approved reopening happens with the answer, the other two are done by the officer afterwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from counter_app.access.people import Act, may, require
from counter_app.errors import Refused
from counter_app.intake.legal_ground import missing_parts
from counter_app.model.approval import Approval, Question, WaitingQuestion
from counter_app.model.changes import Changes
from counter_app.model.dossier import Dossier, DossierId, DossierState, Event
from counter_app.model.text import nfc
from counter_app.workflow import reopening, sign_in
from counter_app.workflow.office import Office
from counter_app.workflow.ports import UnitOfWork

ASKED_IN: Mapping[Question, tuple[DossierState, ...]] = {
    Question.SUPPLEMENT: (
        DossierState.NEW,
        DossierState.PAYMENT_REQUESTED,
        DossierState.ACCEPTED,
        DossierState.PROCESSING,
    ),
    Question.REFUSAL: (DossierState.NEW, DossierState.PAYMENT_REQUESTED),
    Question.REOPENING: reopening.CLOSED,
}
_ASK = {
    Question.SUPPLEMENT: "ask_supplement_approval",
    Question.REFUSAL: "ask_refusal_approval",
    Question.REOPENING: "ask_reopening",
}
_YES = {Question.SUPPLEMENT: "approve_supplement", Question.REFUSAL: "approve_refusal", Question.REOPENING: "reopen"}
_NO = {
    Question.SUPPLEMENT: "turn_down_supplement",
    Question.REFUSAL: "turn_down_refusal",
    Question.REOPENING: "turn_down_reopening",
}
_CLOSING = frozenset({"refuse", "withdraw", "stop", "return_result", "reopen"})
_SPENT = {  # acts after which a question and its answer hold no more
    Question.SUPPLEMENT: _CLOSING | {"request_supplement"},
    Question.REFUSAL: _CLOSING | {"request_supplement", "accept", "receive_supplement"},
    Question.REOPENING: _CLOSING,
}
_TAKEN_BACK = "take_back_answer"


def approval_in(events: Sequence[Event], what: Question = Question.SUPPLEMENT) -> Approval:
    """Told from the diary: what was asked and answered since the last act that needed it."""
    found = Approval(what=what)
    for event in events:
        if event.kind in _SPENT[what]:
            found = Approval(what=what)
        elif event.kind == _ASK[what]:
            found = _asked(event, what)
        elif event.kind == _YES[what] and found.asked_by:
            found = replace(found, approved_by=event.by)
        elif event.kind == _NO[what] and found.waits:
            found = replace(found, asked_by="", turned_down_by=event.by, reason=str(event.details.get("reason") or ""))
        elif event.kind == _TAKEN_BACK and event.details["what"] == what:
            asked_by = str(event.details["asked_by"])
            found = replace(found, asked_by=asked_by, approved_by="", turned_down_by="", reason="")
    return found


def _asked(event: Event, what: Question) -> Approval:
    told = event.details
    return Approval(
        what=what,
        asked_by=event.by,
        ground=str(told.get("ground") or ""),
        words=str(told.get("reason") or ""),
        guidance=str(told.get("guidance") or ""),
    )


def state(office: Office, dossier_id: DossierId, what: Question = Question.SUPPLEMENT) -> Approval:
    with office.store.unit_of_work() as unit:
        return approval_in(unit.events(dossier_id), what)


def ask(office: Office, dossier_id: DossierId, ground: str) -> Changes:
    """Ask for one more supplement request. Refused: no complete legal ground, nothing to ask for."""
    require(office.person, Act.DECIDE_INTAKE)
    _check_ground(ground)
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        if dossier.state not in ASKED_IN[Question.SUPPLEMENT] or not dossier.supplement_count:
            raise Refused("workflow.no_approval_needed", code=dossier.display_code)
        _write_question(office, unit, dossier, Question.SUPPLEMENT, ground=ground)
        unit.commit()
    return _changes(dossier_id)


def ask_refusal(
    office: Office, dossier_id: DossierId, *, reason: str, legal_ground: str, guidance: str | None = None
) -> Changes:
    """Ask to refuse the dossier in these words, as `intake.decide` takes them, where the office wants it approved.

    Refused: not at intake, no reason, no complete legal ground, no body although it should guide elsewhere.
    """
    require(office.person, Act.DECIDE_INTAKE)
    if guidance is not None and not guidance.strip():
        raise Refused("workflow.guidance_missing")
    if guidance is None and not reason.strip():
        raise Refused("intake.reason_missing")
    _check_ground(legal_ground)
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        if dossier.state not in ASKED_IN[Question.REFUSAL] or office.settings.approve_refusals == "off":
            raise Refused("workflow.no_approval_needed", code=dossier.display_code)
        words = {"reason": reason, "guidance": guidance or ""}
        _write_question(office, unit, dossier, Question.REFUSAL, ground=legal_ground, **words)
        unit.commit()
    return _changes(dossier_id)


def ask_reopening(office: Office, dossier_id: DossierId, reason: str) -> Changes:
    """Ask to open a closed dossier again. Refused: no reason, it is open, it was closed elsewhere, it was erased."""
    require(office.person, Act.DECIDE_INTAKE)
    if not reason.strip():
        raise Refused("workflow.reopen_without_reason")
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        reopening.check(unit, dossier)
        if approval_in(unit.events(dossier_id), Question.REOPENING).waits:
            raise Refused("workflow.reopen_asked_already", code=dossier.display_code)
        _write_question(office, unit, dossier, Question.REOPENING, reason=reason)
        unit.commit()
    return _changes(dossier_id)


def approve(office: Office, dossier_id: DossierId) -> Changes:
    """The supervisor at the desk approves; a reopening happens with it.

    Refused: another role, the one who asked, nothing was asked.
    """
    require(office.person, Act.REASSIGN)
    with office.store.unit_of_work() as unit:
        dossier, asked = _waiting_question(office, unit, dossier_id)
        if asked.what is Question.REOPENING:
            reopening.reopen(office, unit, dossier, asked)
        else:
            unit.append_event(office.event(_YES[asked.what], dossier_id, asked_by=asked.asked_by))
        unit.questions.answered(dossier_id)
        unit.commit()
    return _changes(dossier_id)


def turn_down(office: Office, dossier_id: DossierId, reason: str) -> Changes:
    """The supervisor says no and why; the officer may ask again. Refused as `approve`, and without a reason."""
    require(office.person, Act.REASSIGN)
    if not reason.strip():
        raise Refused("workflow.turn_down_without_reason")
    with office.store.unit_of_work() as unit:
        _, asked = _waiting_question(office, unit, dossier_id)
        details = {"asked_by": asked.asked_by, "reason": nfc(reason.strip())}
        unit.append_event(office.event(_NO[asked.what], dossier_id, **details))
        unit.questions.answered(dossier_id)
        unit.commit()
    return _changes(dossier_id)


def take_back(office: Office, dossier_id: DossierId) -> Changes:
    """One's own last answer is taken back and the question waits again, as long as nothing was done upon it.

    Refused: somebody else's answer, an answer that was acted upon; a reopening happens with its answer.
    """
    require(office.person, Act.REASSIGN)
    with office.store.unit_of_work() as unit:
        dossier, events = unit.dossier(dossier_id), unit.events(dossier_id)
        answers = {kind: what for what in Question for kind in (_YES[what], _NO[what])}
        last = next((one for one in reversed(events) if one.kind in answers), None)
        held = approval_in(events, answers[last.kind]) if last else Approval()
        what, mine = held.what, office.person.login in (held.approved_by, held.turned_down_by)
        if last is None or not mine or dossier.state not in ASKED_IN[what]:
            raise Refused("workflow.answer_used", code=dossier.display_code)
        asked_by = str(last.details["asked_by"])
        unit.append_event(office.event("take_back_answer", dossier_id, what=str(what), asked_by=asked_by))
        unit.questions.ask(dossier_id, what, asked_by, office.now())
        unit.commit()
    return _changes(dossier_id)


def waiting(office: Office) -> tuple[WaitingQuestion, ...]:
    """The questions that wait for a supervisor, the oldest first. Refused for another role."""
    require(office.person, Act.REASSIGN)
    questions = office.store.readings.questions.waiting()
    rows = {row.id: row for row in office.store.readings.queue_rows([one.dossier_id for one in questions])}
    found = []
    with office.store.unit_of_work() as unit:
        for one in questions:
            row, asked = rows[one.dossier_id], approval_in(unit.events(one.dossier_id), one.what)
            if asked.waits and row.state in ASKED_IN[one.what]:
                found.append(
                    WaitingQuestion(
                        dossier_id=one.dossier_id,
                        what=one.what,
                        code=row.code,
                        procedure_name=row.procedure_name,
                        asked_by=office.name_of(asked.asked_by),
                        asked_at=one.at,
                        ground=asked.ground,
                        words=asked.words,
                    )
                )
    return tuple(found)


def approve_in_place(office: Office, dossier_id: DossierId, login: str, password: str) -> Changes:
    """The supervisor signs in at the officer's desk for this one act. In practice nobody has a password."""
    supervisor = sign_in.sign_in(office, login, password) if sign_in.is_needed(office) else office.as_person(login)
    return approve(supervisor, dossier_id)


def supervisors(office: Office) -> tuple[tuple[str, str], ...]:
    """(login, name) of everybody who may approve."""
    return tuple((login, person.name) for login, person in office.people.items() if may(person, Act.REASSIGN))


def _check_ground(ground: str) -> None:
    lacking = missing_parts(ground)
    if lacking:
        raise Refused("intake.ground_incomplete", parts=", ".join(lacking))


def _write_question(office: Office, unit: UnitOfWork, dossier: Dossier, what: Question, **told: str) -> None:
    details = {name: nfc(words.strip()) or None for name, words in told.items()}
    unit.append_event(office.event(_ASK[what], dossier.id, **details))
    unit.questions.ask(dossier.id, what, office.person.login, office.now())


def _waiting_question(office: Office, unit: UnitOfWork, dossier_id: DossierId) -> tuple[Dossier, Approval]:
    dossier, events = unit.dossier(dossier_id), unit.events(dossier_id)
    asked = next((one for what in Question if (one := approval_in(events, what)).waits), None)
    if asked is None or dossier.state not in ASKED_IN[asked.what]:
        raise Refused("workflow.nothing_to_approve", code=dossier.display_code)
    if asked.asked_by == office.person.login:
        raise Refused("workflow.approve_own_question")
    return dossier, asked


def _changes(dossier_id: DossierId) -> Changes:
    return Changes(dossiers=frozenset({dossier_id}), queue=True)
