"""The values that stand in the lines of the forms, by the names that the templates use."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from counter_app.clock import vietnam
from counter_app.forms.templates import CommonText, common
from counter_app.forms.words import date_words, moment_words, short_moment
from counter_app.model.dossier import Component, ComponentVerdict, Dossier
from counter_app.model.fee import FeeDue, dong
from counter_app.model.form import FormFacts, FormKind, HandOver, RegisterEntry
from counter_app.model.text import nfc
from counter_app.settings import Settings

Cells = dict[str, str]
MOST_FEE_WORDS = 60
_CITATION = re.compile(r"\d+/\d{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    values: dict[str, str]
    items: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tables: dict[str, tuple[Cells, ...]] = field(default_factory=dict)  # rows as cells by column


def contents(facts: FormFacts, settings: Settings) -> Contents:
    text = common()
    values = _office_values(facts, settings, text) | _word_values(facts)
    if facts.dossier is not None:
        values |= _dossier_values(facts, facts.dossier, values["counter"], text)
    tables: dict[FormKind, Callable[[], dict[str, tuple[Cells, ...]]]] = {
        FormKind.RECEIPT: lambda: {"components": _components(facts.dossier, text)},
        FormKind.CONTROL_SHEET: lambda: {"steps": tuple(_step(step, text) for step in facts.steps)},
        FormKind.REGISTER: lambda: {"entries": tuple(_entry(entry) for entry in facts.entries)},
    }
    return Contents(
        values={name: nfc(value) for name, value in values.items()},
        items={"items": tuple(nfc(item) for item in facts.words.items if item.strip())},
        tables=tables.get(facts.kind, dict)(),
    )


def _office_values(facts: FormFacts, settings: Settings, text: CommonText) -> dict[str, str]:
    phone = nfc(settings.office_phone)
    return {
        "blank": "",
        "office": settings.office_name,
        "counter": settings.counter_name or text.counter,
        "signer": facts.signer.name,
        "contact": ", " + text.phone.format(phone=phone) if phone else "",
        "year": str(facts.year),
        "closing": _closing(facts, text) if facts.kind is FormKind.REGISTER else "",
    }


def _word_values(facts: FormFacts) -> dict[str, str]:
    words = facts.words
    return {
        "reason": words.reason,
        "ground": words.legal_ground,
        "stage": words.stage,
        "handling": words.handling,
        "lateness": words.lateness,
        "original_due_at": _moment(words.original_due_at),
        "new_due_at": _moment(words.new_due_at),
    }


def _dossier_values(facts: FormFacts, dossier: Dossier, counter: str, text: CommonText) -> dict[str, str]:
    accepted = dossier.decided_at or dossier.received_at
    units = dict.fromkeys(nfc(step.unit) for step in facts.steps)
    return {
        "applicant_name": dossier.applicant.name,
        "address": dossier.applicant.address,
        "phone": dossier.applicant.phone,
        "email": dossier.applicant.email,
        "request": _request(dossier),
        "set_count": text.set_count.format(count=facts.words.set_count),
        "term": dossier.term_words or text.no_term,
        "received_at": _moment(accepted),
        "day_received": _capital(date_words(vietnam(accepted).date())),
        "due_at": _moment(dossier.due_at),
        "return_place": facts.words.return_place or counter,
        "fee": _fee(facts.fee, text),
        "book": text.book.format(book=vietnam(accepted).year, number=facts.number),
        "units": next(iter(units), ""),
        "partners": "; ".join(list(units)[1:]),
    }


def _fee(due: FeeDue | None, text: CommonText) -> str:
    """What is owed, in a few words: prose of the source that is long or cites documents stays in the catalogue."""
    if due is None or not due.known:
        return ""
    words = due.short()
    if len(words) > MOST_FEE_WORDS or _CITATION.search(words) or not words.isprintable():
        words = text.fee_by_list if due.amount_vnd is None else dong(due.amount_vnd)
    verified = due.source is not None and due.source.verified
    return words if verified else text.fee_unverified.format(fee=words)


def _request(dossier: Dossier) -> str:
    """The procedure, with its case in brackets when it has several."""
    name, case = nfc(dossier.procedure_name), nfc(dossier.case_name)
    return f"{name} ({case})" if case and case != name else name


def _components(dossier: Dossier | None, text: CommonText) -> tuple[Cells, ...]:
    handed_in = [component for component in dossier.components if _handed_in(component)] if dossier else []
    return tuple(
        {
            "number": str(place),
            "name": nfc(component.name),
            "kind": text.paper_kinds[component.paper_kind],
            "count": "01",  # one current file, or the one paper that was seen
        }
        for place, component in enumerate(handed_in, start=1)
    )


def _handed_in(component: Component) -> bool:
    """A paper that is here: its file is attached, or the officer saw it and passed it at the desk."""
    return component.file is not None or component.verdict is ComponentVerdict.PASS


def _step(step: HandOver, text: CommonText) -> Cells:
    given = {"moment": _capital(_moment(step.at)), "giver": step.giver, "receiver": step.receiver or text.unnamed}
    return {
        "unit": nfc(step.unit),
        "moment": "\n".join(nfc(line.format(**given)) for line in text.hand_over),
        "result": text.punctuality[step.result] if step.result else "",
        "note": nfc(step.note),
    }


def _entry(entry: RegisterEntry) -> Cells:
    return {
        "number": f"{entry.number:02d}",
        "code": entry.code,
        "procedure": nfc(entry.procedure_name),
        "set_count": f"{entry.set_count:02d}",
        "applicant": nfc(entry.applicant_name),
        "contact": nfc(entry.contact),
        "unit": nfc(entry.unit),
        "received": short_moment(entry.received_at),
        "due": short_moment(entry.due_at) if entry.due_at else "",
        "returned": short_moment(entry.returned_at) if entry.returned_at else "",
        "way": nfc(entry.way),
        "receiver": nfc(entry.receiver),
        "note": nfc(entry.note),
    }


def _closing(facts: FormFacts, text: CommonText) -> str:
    count = len(facts.entries)
    if facts.closed_at is None:
        return text.book_open.format(moment=_moment(facts.printed_at), count=count)
    moment = _moment(facts.closed_at)
    if not facts.entries:
        return text.book_closed_empty.format(moment=moment)
    first, last = facts.entries[0].number, facts.entries[-1].number
    return text.book_closed.format(moment=moment, count=count, first=first, last=last)


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else moment_words(moment)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
