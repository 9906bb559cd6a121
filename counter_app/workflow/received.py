"""What stands beside a file's own facts: its signatures, and where else the office has the same content."""

from collections.abc import Iterator
from dataclasses import dataclass

from counter_app.checks.certified_copy import CertifiedCopy, certified_copy
from counter_app.checks.received_signatures import signature_findings
from counter_app.model.dossier import Component, Dossier, FileHash
from counter_app.model.file_facts import FileFacts, FileKind
from counter_app.model.finding import Finding, Severity
from counter_app.model.signature import Verification
from counter_app.model.text import listed_number
from counter_app.workflow.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The signatures on a received file."""

    verification: Verification
    copy: CertifiedCopy | None

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(signature_findings(self.verification, self.copy))


def signatures_on(office: Office, content: FileHash, facts: FileFacts) -> Signed | None:
    """None: there is nothing to judge. Takes as long as a verification does."""
    if facts.kind is not FileKind.PDF or not facts.signature_count:
        return None
    found = office.signing.verify(office.vault.path(content))
    return Signed(verification=found, copy=certified_copy(found.signatures, facts.opening))


def same_content(office: Office, dossier: Dossier, component: Component, content: FileHash) -> Iterator[Finding]:
    """The same file for two components, or in another dossier: told with what lists may show of the other applicant."""
    places = list(office.store.shelf.same_content(content))
    if component.file is not None and component.file.converted_from not in (None, content):
        # A copy with pages put right or words recognised: what it was made from tells where else it lies.
        places += office.store.shelf.same_content(component.file.converted_from)
    twice = [place for place in places if place.dossier_id == dossier.id and place.component_id != component.id]
    if twice:
        numbers = ", ".join(str(place.component_number) for place in twice)
        yield Finding("workflow.same_file_twice", Severity.WARNING, {"numbers": numbers})
    elsewhere = [place for place in places if place.dossier_id != dossier.id]
    reused = component.file is not None and component.file.source.reused
    if not elsewhere or reused:
        return
    number = dossier.applicant.identity_number
    strangers = [place for place in elsewhere if place.identity_number != number]
    first = (strangers or elsewhere)[0]
    values: dict[str, str | int | float] = {
        "code": first.dossier_code,
        "whose": listed_number(first.identity_number) or "chưa rõ số định danh",
        "count": len({place.dossier_id for place in elsewhere}),
    }
    if strangers:
        yield Finding("workflow.same_file_of_another", Severity.WARNING, values)
    else:
        yield Finding("workflow.same_file_before", Severity.INFO, values)
