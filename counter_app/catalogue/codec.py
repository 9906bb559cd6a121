"""Procedure <-> JSON object, the form of the shipped catalogue and of catalogue files handed from office to office.

Fields are named as in `model.procedure`; what equals its default is left out. Enumerations are written as their values.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import Any

from counter_app.errors import Refused
from counter_app.model.dossier import Channel, PaperKind
from counter_app.model.procedure import (
    AfterSupplement,
    Case,
    ChannelTerms,
    CompletenessCheck,
    DatedFee,
    Procedure,
    RequiredComponent,
    Source,
    Term,
    TermUnit,
)
from counter_app.model.text import clean

_SIMPLE = (
    *("result_name", "result_code", "yields_paper_result", "level", "late_receipt_rule"),
    *("issuer", "performer", "conditions"),
)


def procedure_to_json(procedure: Procedure) -> dict[str, Any]:
    found = _plain(procedure)
    found.pop("version", None)  # a matter of the store that it lies in
    found["terms"] = [
        _plain(terms) | ({"fees": [_plain(fee) for fee in terms.fees]} if terms.fees else {})
        for terms in procedure.terms
    ]
    found["cases"] = [
        _plain(case) | {"components": [_plain(component) for component in case.components]} for case in procedure.cases
    ]
    if procedure.completeness_checks:
        found["completeness_checks"] = [_plain(check) for check in procedure.completeness_checks]
    return found


def procedure_from_json(value: Mapping[str, Any]) -> Procedure:
    """Refused `catalogue.bad_record` names the procedure and what is missing or of a wrong kind."""
    try:
        return _procedure(value)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        name = str(value.get("code", "")) if isinstance(value, Mapping) else ""
        raise Refused("catalogue.bad_record", code=name or "—", detail=str(error)) from error


def _plain(item: Any) -> dict[str, Any]:
    """The fields that differ from their defaults; nested sources and terms as objects, the rest left to the caller."""
    found: dict[str, Any] = {}
    for field in fields(item):
        value = getattr(item, field.name)
        if value == field.default and field.default is not MISSING:
            continue
        if isinstance(value, Source | Term):
            value = _plain(value)
        elif isinstance(value, tuple):
            value = list(value)
        elif isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, Channel | PaperKind | TermUnit | AfterSupplement):
            value = value.value
        found[field.name] = value
    return found


def _procedure(value: Mapping[str, Any]) -> Procedure:
    simple = {key: value[key] for key in _SIMPLE if key in value}
    if "after_supplement" in value:
        simple["after_supplement"] = AfterSupplement(value["after_supplement"])
    return Procedure(
        code=_text(value["code"]),
        name=_text(value["name"]),
        short_name=_text(value.get("short_name") or value["name"]),
        field=clean(value["field"]),
        cases=tuple(_case(case) for case in value["cases"]),
        terms=tuple(_terms(terms) for terms in value["terms"]),
        source=_needed_source(value["source"]),
        legal_basis=tuple(_text(basis) for basis in value.get("legal_basis", ())),
        completeness_checks=tuple(_completeness_check(check) for check in value.get("completeness_checks", ())),
        effective_from=_day(value.get("effective_from")),
        effective_to=_day(value.get("effective_to")),
        **simple,
    )


def _completeness_check(value: Mapping[str, Any]) -> CompletenessCheck:
    until = value.get("effective_to")
    return CompletenessCheck(
        limit=_term(value["limit"]),
        effective_from=date.fromisoformat(value["effective_from"]),
        effective_to=date.fromisoformat(until) if until else None,
        source=_needed_source(value["source"]),
    )


def _term(value: Mapping[str, Any]) -> Term:
    return Term(amount=int(value["amount"]), unit=TermUnit(value["unit"]))


def _case(value: Mapping[str, Any]) -> Case:
    components = tuple(
        RequiredComponent(**{**component, "paper_kind": PaperKind(component.get("paper_kind", PaperKind.PHOTOCOPY))})
        for component in value["components"]
    )
    return Case(
        name=value["name"],
        components=components,
        source=_source(value.get("source")),
        guidance=tuple(_text(line) for line in value.get("guidance", ())),
    )


def _terms(value: Mapping[str, Any]) -> ChannelTerms:
    term = value["term"]
    return ChannelTerms(
        channel=Channel(value["channel"]),
        term=_term(term) if term else None,
        term_text=value.get("term_text", ""),
        fee_vnd=value.get("fee_vnd"),
        fee_text=value.get("fee_text", ""),
        source=_source(value.get("source")),
        fee_source=_source(value.get("fee_source")),
        fees=tuple(_fee(fee) for fee in value.get("fees", ())),
    )


def _fee(value: Mapping[str, Any]) -> DatedFee:
    return DatedFee(
        amount_vnd=value["amount_vnd"],
        text=value.get("text", ""),
        effective_from=_day(value.get("effective_from")),
        effective_to=_day(value.get("effective_to")),
        reduction_percent=int(value.get("reduction_percent", 0)),
        source=_source(value.get("source")),
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _source(value: Mapping[str, Any] | None) -> Source | None:
    return None if value is None else _needed_source(value)


def _needed_source(value: Mapping[str, Any]) -> Source:
    return Source(document=value["document"], verified=bool(value["verified"]))


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("expected words")
    return clean(value)
