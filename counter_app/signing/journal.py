"""What a batch has done, as JSON lines on the disk, so that a killed batch goes on without signing twice.

An item is known by its source's SHA-256, its output path and the signer's certificate. Its states: queued → signed →
verified → replaced. Only `verified` must reach the disk (`sync`) before the file gets its name: it holds the SHA-256
by which a later run knows the finished file again. `kept`: signed, but without the time-stamp that the office
requires; the copy lies beside the journal until a service answers. No names of people, no paths of sources.
"""

import errno
import json
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import FileIO
from pathlib import Path
from typing import Any

from counter_app.errors import Trouble
from counter_app.signing import disk

SUFFIX = ".jsonl"
KEPT = timedelta(days=30)
KEPT_SUFFIX = ".kept.pdf"
STATES = ("queued", "signed", "kept", "verified", "replaced", "failed")


@dataclass(frozen=True, slots=True)
class ItemKey:
    source_sha256: str
    output: str  # absolute
    signer: str  # fingerprint of the certificate


@dataclass(frozen=True, slots=True)
class Finished:
    """A file that an earlier run has signed and verified."""

    sha256: str
    level: str
    debt: bool
    signed_at: datetime


class Journal:
    """Open for one batch; a context manager. Also knows what the journals of earlier batches finished."""

    def __init__(self, folder: Path, moment: datetime) -> None:
        self._folder = folder
        with _disk_in_words():
            folder.mkdir(parents=True, exist_ok=True)
        self._drop_old(moment)
        self._finished: dict[ItemKey, Finished] = {}
        self._kept: dict[ItemKey, Path] = {}
        self._read_all()
        self._path = folder / f"{moment.strftime('%Y%m%d-%H%M%S-%f')}-{os.getpid()}{SUFFIX}"
        self._file: FileIO | None = None
        self._lock = threading.Lock()
        self._torn = False  # the last line was cut by a full disk

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def queued(self, keys: Sequence[ItemKey]) -> None:
        for key in keys:
            self.write("queued", key)
        self.sync()

    def finished(self, key: ItemKey) -> Finished | None:
        return self._finished.get(key)

    def place_for(self, sha256: str) -> Path:
        """Where a signed copy waits for its time-stamp."""
        return self._folder / f"{sha256}{KEPT_SUFFIX}"

    def kept(self, key: ItemKey) -> Path | None:
        """The signed copy of this item that waits for its time-stamp."""
        place = self._kept.get(key)
        return place if place is not None and place.is_file() else None

    def write(self, state: str, key: ItemKey, **values: Any) -> None:
        """One step of one item, from any thread."""
        assert state in STATES
        entry = {"state": state, "source": key.source_sha256, "output": key.output, "signer": key.signer, **values}
        line = (json.dumps(entry) + "\n").encode("ascii")  # file names that are no text come back as they were
        with self._lock, _disk_in_words():
            if self._file is None:
                self._file = self._path.open("ab", buffering=0)  # nothing waits in memory for a later write
            written = self._file.write(b"\n" + line if self._torn else line)
            self._torn = written < len(line)
            if self._torn:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def sync(self) -> None:
        """What was written is on the disk when this returns."""
        with _disk_in_words():
            if self._file is not None:
                os.fsync(self._file.fileno())

    def _drop_old(self, moment: datetime) -> None:
        for path in self._folder.glob(f"*{SUFFIX}"):
            with suppress(OSError, ValueError):
                born = datetime.strptime(path.name[:15], "%Y%m%d-%H%M%S").replace(tzinfo=moment.tzinfo)
                if moment - born > KEPT:
                    path.unlink()

    def _read_all(self) -> None:
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            with suppress(OSError):
                for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                    # The last line of a killed run may be half a line.
                    with suppress(ValueError, KeyError, TypeError):
                        self._take(json.loads(line))

    def _take(self, entry: dict[str, Any]) -> None:
        key = ItemKey(entry["source"], entry["output"], entry["signer"])
        if entry["state"] == "verified":
            signed_at = datetime.fromisoformat(entry["signed_at"])
            self._finished[key] = Finished(entry["sha256"], entry["level"], entry["debt"], signed_at)
        elif entry["state"] == "kept":
            self._kept[key] = self.place_for(entry["sha256"])


@contextmanager
def _disk_in_words() -> Iterator[None]:
    """Without a journal nothing may be signed: what keeps it from being written is told."""
    try:
        yield
    except OSError as error:
        disk.raise_if_full(error)
        raise Trouble("signing.disk_trouble", detail=os.strerror(error.errno or 0)) from error
