"""Between values and columns: moments as seconds, enumerations as numbers, the applicant as columns of its own."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from counter_app.clock import from_seconds, to_seconds
from counter_app.model.dossier import (
    Applicant,
    ApplicantKind,
    AttachedFile,
    Channel,
    Component,
    ComponentId,
    ComponentVerdict,
    Delegate,
    Dossier,
    DossierId,
    DossierState,
    FileHash,
    FileSource,
    NewDossier,
    PaperKind,
    PrintedForm,
)
from counter_app.store.sealed_columns import Seal, found_by
from counter_app.store.search import searchable
from counter_app.store.tables import NO_TERM

_MOMENTS = ("submitted_at", "received_at", "intake_due_at", "decided_at", "due_at", "ended_at")
_PLAIN = (
    *("code", "procedure_code", "procedure_name", "procedure_version", "case_name", "field", "term_words"),
    *("holder", "rule_set", "supplement_count", "note"),
)
_NUMBERS = ("channel", "state")
_FILE_FIELDS = tuple(field.name for field in fields(AttachedFile))


def seconds(moment: datetime | None) -> int | None:
    return None if moment is None else to_seconds(moment)


def moment_of(value: int | None) -> datetime | None:
    return None if value is None else from_seconds(value)


def dossier_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of the given fields of a dossier. TypeError for a field that nobody may set."""
    columns: dict[str, Any] = {}
    for name, value in values.items():
        if name in _PLAIN:
            columns[name] = value
        elif name in _NUMBERS:
            columns[name] = int(value)
        elif name in _MOMENTS:
            columns[name] = seconds(value)
        elif name == "applicant":
            columns |= _applicant_columns(value)
        else:
            raise TypeError(f"a dossier's {name} cannot be set")
    return columns


def new_dossier_columns(new: NewDossier) -> dict[str, Any]:
    names = (*_PLAIN, *_NUMBERS, *_MOMENTS, "applicant")
    return dossier_columns({name: getattr(new, name) for name in names})


def _applicant_columns(applicant: Applicant) -> dict[str, Any]:
    delegate = applicant.delegate or Delegate(name="")
    return {
        "applicant_name": applicant.name,
        "applicant_kind": int(applicant.kind),
        "identity_number": applicant.identity_number,
        "address": applicant.address,
        "phone": applicant.phone,
        "email": applicant.email,
        "delegate_name": delegate.name,
        "delegate_number": delegate.identity_number,
        "delegate_phone": delegate.phone,
        "delegate_authorisation": delegate.authorisation,
    }


def derived_columns(columns: Mapping[str, Any], seal: Seal | None = None) -> dict[str, Any]:
    """`queue_due_at` and `folded` from a dossier's other columns. `seal`: of the register they go into."""
    due = columns["due_at"]
    if DossierState(columns["state"]).awaits_intake and columns["intake_due_at"] is not None:
        due = columns["intake_due_at"]
    return {"queue_due_at": NO_TERM if due is None else due, "folded": folded_of(columns, seal)}


def folded_of(columns: Mapping[str, Any], seal: Seal | None) -> str:
    """What a dossier is found by. In a sealed register its numbers are found whole only, its address not at all."""
    words = [columns[name] for name in ("code", "local_code", "applicant_name", "delegate_name")]
    words += [found_by(columns[name], seal) for name in ("identity_number", "phone")]
    return searchable(*words, "" if seal is not None else columns["address"])


def applicant_of(row: sa.RowMapping) -> Applicant:
    delegate = Delegate(
        name=row["delegate_name"],
        identity_number=row["delegate_number"],
        phone=row["delegate_phone"],
        authorisation=row["delegate_authorisation"],
    )
    return Applicant(
        name=row["applicant_name"],
        kind=ApplicantKind(row["applicant_kind"]),
        identity_number=row["identity_number"],
        address=row["address"],
        phone=row["phone"],
        email=row["email"],
        delegate=delegate if delegate.name else None,
    )


def dossier_of(
    row: sa.RowMapping,
    components: tuple[Component, ...],
    results: tuple[AttachedFile, ...],
    forms: tuple[PrintedForm, ...],
) -> Dossier:
    columns: dict[str, Any] = {name: row[name] for name in _PLAIN}
    return Dossier(
        id=DossierId(row["id"]),
        local_code=row["local_code"],
        applicant=applicant_of(row),
        channel=Channel(row["channel"]),
        state=DossierState(row["state"]),
        components=components,
        results=results,
        forms=forms,
        version=row["version"],
        **columns | {name: moment_of(row[name]) for name in _MOMENTS},
    )


def component_of(row: sa.RowMapping, file: AttachedFile | None) -> Component:
    return Component(
        id=ComponentId(row["id"]),
        number=row["number"],
        name=row["name"],
        required=row["required"],
        must_sign=row["must_sign"],
        paper_kind=PaperKind(row["paper_kind"]),
        verdict=ComponentVerdict(row["verdict"]),
        remark=row["remark"],
        file=file,
        checked_by=row["checked_by"],
        checked_at=moment_of(row["checked_at"]),
    )


def component_columns(changes: Mapping[str, Any]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name, value in changes.items():
        if name == "checked_at":
            columns[name] = seconds(value)
        elif name == "verdict":
            columns[name] = int(value)
        elif name in ("remark", "paper_kind", "checked_by"):
            columns[name] = str(value)
        else:
            raise TypeError(f"a component's {name} cannot be changed")
    return columns


def file_columns(file: AttachedFile) -> dict[str, Any]:
    columns = {name: getattr(file, name) for name in _FILE_FIELDS}
    moments = {"attached_at": to_seconds(file.attached_at), "signed_at": seconds(file.signed_at)}
    expires = file.expires_on.isoformat() if file.expires_on else ""
    return columns | moments | {"source": str(file.source), "expires_on": expires}


def file_of(row: sa.RowMapping) -> AttachedFile:
    values = {name: row[name] for name in _FILE_FIELDS}
    values |= {"attached_at": from_seconds(row["attached_at"]), "signed_at": moment_of(row["signed_at"])}
    values |= {"expires_on": date.fromisoformat(row["expires_on"]) if row["expires_on"] else None}
    return AttachedFile(**values | {"hash": FileHash(row["hash"]), "source": FileSource(row["source"])})
