"""What a backup holds beside the register: the data folder, and what of the office's files lies elsewhere."""

import os
import shutil
from collections.abc import Callable, Collection
from pathlib import Path

from counter_app.errors import Refused, Trouble
from counter_app.workflow.office import OPEN_COPIES, SCRATCH, Office

# Made anew by itself, or only on its way somewhere.
LEFT_OUT = frozenset({*OPEN_COPIES, "incoming", "opened", "columns.json"})
Parts = list[tuple[str, Path]]  # the name inside the backup, and the file


def of_folder(folder: Path, copies: Path) -> Parts:
    """Everything else of the data folder. What may change meanwhile is copied first; the vault never changes a file."""
    found: Parts = []
    for root, names, files in os.walk(folder):
        here = Path(root)
        names[:] = sorted(name for name in names if name not in LEFT_OUT and not name.startswith(SCRATCH))
        for name in sorted(files):
            path = here / name
            inside = path.relative_to(folder)
            if name in LEFT_OUT or name.startswith(("counter.db", ".")) or not path.is_file():
                continue
            if inside.parts[0] != "vault":
                target = copies / inside
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
                path = target
            found.append((inside.as_posix(), path))
    return found


def of_shared_vault(
    office: Office, already: Collection[str], stopped: Callable[[], bool]
) -> tuple[Parts, tuple[str, ...]]:
    """Files that the register names and this machine has not got, sealed as they are kept, fetched where they must be;
    and the hashes of those that the shared vault has lost. Trouble: the shared vault does not answer.

    Refused `store.backup_stopped`.
    """
    if not office.settings.vault_address:
        return [], ()
    found: Parts = []
    missing: list[str] = []
    held = set(already)
    for one in office.store.upkeep.named_files():
        name = f"vault/{one[:2]}/{one}"
        if name in held:
            continue
        if stopped():
            raise Refused("store.backup_stopped")
        try:
            found.append((name, office.vault.kept(one)))
        except Trouble as trouble:
            if trouble.code != "store.file_missing":
                raise
            missing.append(one)
    return found, tuple(missing)
