"""Papers on their way in: looked at by the machine, kept in the vault, images as PDF beside their original."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from counter_app.checks.components import check_component_file
from counter_app.clock import vietnam
from counter_app.errors import Refused
from counter_app.model.dossier import AttachedFile, Dossier, DossierState
from counter_app.model.file_facts import FileFacts, FileKind
from counter_app.model.finding import Finding, Severity, acceptable
from counter_app.workflow.office import Office

IMAGES = (FileKind.JPEG, FileKind.PNG, FileKind.TIFF, FileKind.HEIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """What the machine found in a file."""

    facts: FileFacts
    findings: tuple[Finding, ...]


def inspect(office: Office, path: Path) -> Inspected:
    facts = office.reader.inspect(path)
    return Inspected(facts=facts, findings=check_component_file(facts, office.now().date()))


def refuse(inspected: Inspected) -> Refused:
    """The refusal of a file that is no paper at all: with its gravest finding's words."""
    worst = next((finding for finding in inspected.findings if not acceptable((finding,))), None)
    if worst is not None:
        return Refused(worst.code, **worst.values)
    return Refused("workflow.no_document", file=inspected.facts.name)


def keep(office: Office, path: Path, facts: FileFacts) -> AttachedFile:
    """Put the file into the vault. An image becomes a PDF without loss; its original stays there too."""
    original = office.vault.put(path)
    name, kept, converted_from = facts.name, original, None
    if facts.kind in IMAGES:
        with office.scratch() as folder:
            output = folder / "converted.pdf"
            office.reader.to_pdf([path], output)
            kept, converted_from = office.vault.put(output), original
        name = f"{Path(facts.name).stem}.pdf"
    return AttachedFile(
        hash=kept,
        name=name,
        size=office.vault.path(kept).stat().st_size,
        pages=facts.page_count,
        attached_at=office.now(),
        attached_by=office.person.login,
        converted_from=converted_from,
    )


def validity_findings(file: AttachedFile, now: datetime) -> list[Finding]:
    """A paper whose last day is over."""
    if file.expires_on is None or file.expires_on >= vietnam(now).date():
        return []
    return [Finding("workflow.paper_expired", Severity.WARNING, {"day": f"{file.expires_on:%d/%m/%Y}"})]


def check_open_for_intake(dossier: Dossier) -> None:
    """Refused `workflow.past_intake`: the components are no longer to be changed."""
    if not (dossier.state.awaits_intake or dossier.state is DossierState.SUPPLEMENT_REQUESTED):
        raise Refused("workflow.past_intake", code=dossier.display_code)
