"""What was done to the catalogue, and which of it can still be taken back."""

from dataclasses import dataclass
from datetime import datetime

from counter_app.model.dossier import Event
from counter_app.workflow.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueAct:
    """One import or edit. `import_id` takes it back (`catalogue.undo_update`); 0: it never could be."""

    at: datetime
    by: str  # the person's name
    kind: str  # "import_catalogue", "change_procedure", "add_procedure"
    import_id: int
    undone_at: datetime | None
    file: str = ""
    code: str = ""
    version: int = 0
    effective_from: str = ""  # ISO, of an edit
    added: int = 0
    changed: int = 0
    ended: int = 0


def history(office: Office, code: str = "") -> tuple[CatalogueAct, ...]:
    """The newest first; `code`: only edits of this procedure."""
    told = office.store.catalogue.acts()
    undone = {_number(one, "import_id"): one.at for one in told if one.kind == "undo_catalogue_import"}
    acts = (_act(office, one, undone.get(_number(one, "import_id"))) for one in told if "undo" not in one.kind)
    return tuple(act for act in acts if not code or act.code == code)


def _act(office: Office, event: Event, undone_at: datetime | None) -> CatalogueAct:
    return CatalogueAct(
        at=event.at,
        by=office.name_of(event.by),
        kind=event.kind,
        import_id=_number(event, "import_id"),
        undone_at=undone_at,
        file=str(event.details.get("file") or ""),
        code=str(event.details.get("code") or ""),
        version=_number(event, "version"),
        effective_from=str(event.details.get("effective_from") or ""),
        added=_number(event, "added"),
        changed=_number(event, "changed"),
        ended=_number(event, "ended"),
    )


def _number(event: Event, name: str) -> int:
    return int(event.details.get(name) or 0)
