"""What a use case changed: pages re-run their queries from this, not from knowledge of one another."""

from dataclasses import dataclass

from counter_app.model.dossier import DossierId


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    dossiers: frozenset[DossierId] = frozenset()
    queue: bool = False  # rows came, went or changed place
    files: bool = False  # components, results or signatures
    catalogue: bool = False
    settings: bool = False
    keys: bool = False  # a token came or went, or what its PIN is near to changed

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(
            dossiers=self.dossiers | other.dossiers,
            queue=self.queue or other.queue,
            files=self.files or other.files,
            catalogue=self.catalogue or other.catalogue,
            settings=self.settings or other.settings,
            keys=self.keys or other.keys,
        )
