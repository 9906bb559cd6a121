"""The folder into which a scanner writes: which files are whole now. Reads names, sizes and ends; opens nothing.

A file is whole when its size and time stood still between two looks and its end is the end of its format. Network
folders come and go: one that is missing is told once, and looked for again at every look.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

SUFFIXES = {".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic", ".heif"}
_END_WINDOW = 2048  # bytes: scanners put a little after the end mark
_ENDS = {".pdf": b"%%EOF", ".jpg": b"\xff\xd9", ".jpeg": b"\xff\xd9", ".png": b"IEND"}
MOST = 500  # files looked at; a folder with more is an archive, not a scanner's


class Seen(NamedTuple):
    size: int
    changed: int  # nanoseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look found."""

    ready: tuple[Path, ...] = ()  # whole since this look, in the order in which they were written
    growing: int = 0  # still being written
    missing: bool = False  # the folder cannot be reached now
    lost: bool = False  # … and could be at the look before: worth telling once
    back: bool = False  # it can be reached again


class WatchFolder:
    """Call `look` every second or two, from one thread at a time. What lay there at the first look is not new."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._done: set[tuple[str, Seen]] | None = None  # None: never looked yet
        self._waiting: dict[str, Seen] = {}
        self._missing = False

    def look(self) -> Look:
        try:
            found = self._list()
        except OSError:
            lost, self._missing = not self._missing, True
            return Look(missing=True, lost=lost)
        back, self._missing = self._missing, False
        if self._done is None:
            self._done = set(found.items())
            return Look(back=back)
        new = {name: seen for name, seen in found.items() if (name, seen) not in self._done}
        ready = [name for name, seen in new.items() if self._waiting.get(name) == seen and self._has_end(name, seen)]
        self._waiting = {name: seen for name, seen in new.items() if name not in ready}
        self._done |= {(name, new[name]) for name in ready}
        ordered = sorted(ready, key=lambda name: (new[name].changed, name))
        return Look(ready=tuple(self.folder / name for name in ordered), growing=len(self._waiting), back=back)

    def _list(self) -> dict[str, Seen]:
        found = {}
        for path in sorted(self.folder.iterdir())[:MOST]:
            if path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~")):
                try:
                    state = path.stat()
                except FileNotFoundError:  # renamed between the two calls: the next look sees its new name
                    continue
                found[path.name] = Seen(state.st_size, state.st_mtime_ns)
        return found

    def _has_end(self, name: str, seen: Seen) -> bool:
        wanted = _ENDS.get(Path(name).suffix.lower())
        if not seen.size:
            return False
        try:
            with (self.folder / name).open("rb") as file:
                if wanted is None:
                    return True  # TIFF and HEIC have no end mark: standing still must do
                file.seek(max(0, seen.size - _END_WINDOW))
                return wanted in file.read()
        except OSError:  # the scanner still holds it
            return False
