"""What is half typed and cannot be in the register: while the office's server does not answer, or because the dossier
is not made yet. On this machine, sealed where the office has a key. One small file per dossier and person; gone as soon
as the register has it."""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from counter_app.clock import from_seconds, to_seconds
from counter_app.errors import Trouble
from counter_app.model.dossier import DossierId
from counter_app.model.sitting import Draft
from counter_app.store.disk_trouble import of_file_system
from counter_app.store.office_key import BEGINNING, OfficeKey, seal_stream


class KeptDraft(NamedTuple):
    dossier_id: DossierId
    login: str
    draft: Draft


class LocalDrafts:
    def __init__(self, folder: Path, key: OfficeKey | None) -> None:
        self._folder, self._key = folder, key

    def keep(self, dossier_id: DossierId, login: str, values: Mapping[str, str], now: datetime) -> None:
        """Trouble: the disk."""
        told = {"dossier": dossier_id, "login": login, "values": dict(values), "at": to_seconds(now)}
        body = json.dumps(told, ensure_ascii=False).encode()
        path = self._path(dossier_id, login)
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            part = path.with_suffix(".new")
            with part.open("wb") as file:
                file.write(self._sealed(body))
                file.flush()
                os.fsync(file.fileno())  # a power cut leaves the words of before or these, never half a file
            part.replace(path)
        except OSError as error:
            raise of_file_system(error, self._folder.name) from error

    def find(self, dossier_id: DossierId, login: str) -> Draft | None:
        found = self._read(self._path(dossier_id, login))
        return None if found is None else found.draft

    def all(self) -> Iterator[KeptDraft]:
        """Those that can be read, the oldest first; what a crash cut off is no draft."""
        found = [self._read(path) for path in self._folder.glob("*.draft")]
        yield from sorted((one for one in found if one is not None), key=lambda one: one.draft.at)

    def forget(self, dossier_id: DossierId, login: str) -> None:
        with contextlib.suppress(OSError):
            self._path(dossier_id, login).unlink(missing_ok=True)

    def _path(self, dossier_id: DossierId, login: str) -> Path:
        person = hashlib.sha256(login.encode()).hexdigest()[:12]  # a sign-in name may hold anything
        return self._folder / f"{dossier_id}-{person}.draft"

    def _sealed(self, body: bytes) -> bytes:
        if self._key is None:
            return body
        out = BytesIO()
        seal_stream(self._key.public, BytesIO(body), out)
        return out.getvalue()

    def _read(self, path: Path) -> KeptDraft | None:
        try:
            body = path.read_bytes()
            if body.startswith(BEGINNING):
                if self._key is None:
                    return None
                out = BytesIO()
                self._key.open_stream(BytesIO(body), out)
                body = out.getvalue()
            told = json.loads(body)
            draft = Draft(values=told["values"], at=from_seconds(told["at"]))
            return KeptDraft(DossierId(told["dossier"]), told["login"], draft)
        except (OSError, ValueError, KeyError, Trouble):
            return None
