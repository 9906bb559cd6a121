"""When a form may be printed at all. Each refusal is a sentence; the words on the sheet are looked at by `lint`."""

import re

from counter_app.errors import Refused
from counter_app.forms.templates import KIND_WORDS
from counter_app.model.dossier import Dossier, DossierState
from counter_app.model.form import FormFacts, FormKind
from counter_app.settings import Settings

_ACCEPTED = (
    DossierState.ACCEPTED,
    DossierState.PROCESSING,
    DossierState.STOPPED,
    DossierState.DONE,
    DossierState.RETURNED,
)
_STATES = {
    FormKind.SUPPLEMENT_REQUEST: (DossierState.SUPPLEMENT_REQUESTED,),
    FormKind.REFUSAL: (DossierState.REFUSED,),
    FormKind.STOP_NOTICE: (DossierState.STOPPED,),
}
_WITH_REASON = (FormKind.REFUSAL, FormKind.APOLOGY, FormKind.STOP_NOTICE)
_WITH_GROUND = (FormKind.REFUSAL, FormKind.STOP_NOTICE)  # a refusal and a stop need a text of law (NĐ 61/2018, 17)
# A code of a machine is no reason: E_1042, 0x80004005, NullPointerException, "error -1".
_MACHINE_WORDS = re.compile(
    r"\b(0x[0-9a-f]+|[A-Z]+_[A-Z0-9_]+|\w+(Error|Exception)|(error|lỗi) *[:#-]? *-?\d+)\b", re.IGNORECASE
)


def check_facts(facts: FormFacts, settings: Settings) -> None:
    """Refused: the office is not named, the dossier is not where this form belongs, what must be written is empty."""
    for value, missing in (
        (settings.office_name, "tên cơ quan"),
        (settings.office_place, "địa danh ghi trên văn bản"),
    ):
        if not value.strip():
            raise Refused("forms.no_office", missing=missing)
    if facts.dossier is not None:
        _check_dossier(facts.kind, facts.dossier)
    _check_words(facts)


def _check_dossier(kind: FormKind, dossier: Dossier) -> None:
    code = dossier.display_code
    if kind is FormKind.RECEIPT:
        _check_receipt(dossier)
    elif (kind in _STATES and dossier.state not in _STATES[kind]) or (
        kind in (FormKind.APOLOGY, FormKind.CONTROL_SHEET) and dossier.decided_at is None
    ):
        raise Refused("forms.wrong_state", code=code, kind=KIND_WORDS[kind])


def _check_receipt(dossier: Dossier) -> None:
    """The receipt shows the moment of acceptance: the processing time runs from there (NĐ 309/2026, Điều 8)."""
    code = dossier.display_code
    if dossier.state not in _ACCEPTED or dossier.decided_at is None:
        raise Refused("forms.not_accepted", code=code)
    if dossier.due_at is None:
        raise Refused("forms.no_appointment", code=code)
    if dossier.due_at < dossier.decided_at:
        raise Refused("forms.appointment_before_receipt", code=code)


def _check_words(facts: FormFacts) -> None:
    words, kind = facts.words, facts.kind
    wanted = {"kind": KIND_WORDS[kind]}
    if kind in _WITH_REASON and not words.reason.strip():
        raise Refused("forms.reason_missing", **wanted)
    if kind is FormKind.SUPPLEMENT_REQUEST and not any(item.strip() for item in words.items):
        raise Refused("forms.items_missing")
    if kind in _WITH_GROUND and not words.legal_ground.strip():
        raise Refused("forms.ground_missing", **wanted)
    if _MACHINE_WORDS.search(words.reason):
        raise Refused("forms.reason_not_words", words=_MACHINE_WORDS.search(words.reason)[0])  # type: ignore[index]
    if kind is FormKind.APOLOGY:
        _check_new_term(facts)


def _check_new_term(facts: FormFacts) -> None:
    original, new = facts.words.original_due_at, facts.words.new_due_at
    code = facts.dossier.display_code if facts.dossier else ""
    if original is None:
        raise Refused("forms.no_appointment", code=code)
    if new is None or new <= original or new <= facts.printed_at:
        raise Refused("forms.new_term_missing", code=code)
