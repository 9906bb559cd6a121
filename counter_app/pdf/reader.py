"""Looks at untrusted files in a child process with limits on time and memory (`workflow.ports.FileReader`).

One process, started on the first call and used again; restarted after a crash. `spawn` works in a frozen Windows
build too, provided that the entry point calls `multiprocessing.freeze_support()` first. There is no memory limit
on Windows; the time limit holds everywhere.
"""

import multiprocessing
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from counter_app.errors import Refused, Trouble
from counter_app.model.file_facts import FileFacts, PageFacts
from counter_app.model.issue import Blanks
from counter_app.model.page_plan import PagePlan
from counter_app.model.signature import Box, Verification
from counter_app.pdf.child_end import end_process
from counter_app.pdf.facts import LookLimits, first_facts
from counter_app.pdf.images_to_pdf import place_new
from counter_app.pdf.render import PageImage
from counter_app.pdf.tesseract import find_tesseract, recognise, words_beside
from counter_app.pdf.validation import undetermined
from counter_app.pdf.worker import serve

TIME_LIMIT = 20.0  # seconds for one file
MEMORY_LIMIT = 2 * 1024**3  # bytes of address space
TEXT_DPI = 300  # what Tesseract reads best; a coarser scan is drawn larger
START_LIMIT = 60.0  # seconds for a cold start of the process, apart from any file


class ReaderBug(RuntimeError):
    """An exception in the child that is a mistake of ours: its traceback, without local values."""


class _Lost(Exception):
    """The child is gone; `word` is the trouble that it left."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class FileReader:
    """Thread-safe: one file at a time. Use as a context manager or call `close`."""

    def __init__(
        self,
        *,
        time_limit: float = TIME_LIMIT,
        memory_limit: int = MEMORY_LIMIT,
        limits: LookLimits | None = None,
    ) -> None:
        self._time_limit = time_limit
        self._memory_limit = memory_limit
        self._limits = limits or LookLimits()
        self._lock = threading.Lock()
        self._process: Any = None
        self._pipe: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The child's process id, None while there is none."""
        process = self._process
        return process.pid if process is not None else None

    def inspect(self, path: Path) -> FileFacts:
        """Facts about any file. A file that kills or outlasts the child is not readable: "damaged", "timeout"…

        Trouble `pdf.file_gone` when it cannot be read from the disk.
        """
        try:
            found = self._ask("inspect", path, self._limits)
        except _Lost as lost:
            return replace(first_facts(path), trouble=lost.word)
        except OSError as error:
            raise Trouble("pdf.file_gone", file=path.name) from error
        assert isinstance(found, FileFacts)
        return found

    def to_pdf(self, paths: Sequence[Path], output: Path) -> None:
        """Images into one PDF without re-encoding them; written aside, seen on the disk, then named.

        Refused `pdf.cannot_convert`, `pdf.output_exists`, `pdf.too_much`; Trouble `pdf.disk`, `pdf.file_gone`.
        """
        self._make(output, "convert", tuple(paths), file=paths[0].name if paths else "")

    def arrange(self, path: Path, plan: PagePlan, output: Path) -> None:
        """A new PDF of some pages, in another order, turned; nothing of them is encoded anew.

        Refused `pdf.cannot_arrange`, `pdf.no_such_page`, `pdf.output_exists`, `pdf.too_much`; Trouble `pdf.disk`.
        """
        self._make(output, "arrange", path, plan, file=path.name)

    def add_text(
        self,
        path: Path,
        pages: Sequence[PageFacts],
        output: Path,
        *,
        progress: Callable[[int, int], object] = lambda _done, _total: None,
        stop: Callable[[], bool] = lambda: False,
    ) -> tuple[int, ...] | None:
        """A new PDF whose `pages` have a layer of recognised, invisible words; how many words each of them got.

        None when it was stopped: nothing is written then. `progress(done, total)` after each page. Other questions
        are answered between the pages. Refused `pdf.ocr_too_slow` and as `arrange`; Trouble `pdf.no_tesseract`,
        `pdf.no_vietnamese`, `pdf.ocr_failed`, `pdf.disk`.
        """
        program = find_tesseract()
        words: list[int] = []
        layers: list[tuple[int, Path]] = []
        with tempfile.TemporaryDirectory(dir=output.parent) as folder:
            for done, page in enumerate(pages, start=1):
                picture = self.render(path, page.number, round(page.width_pt / 72 * TEXT_DPI))
                made = None if stop() else recognise(program, picture, Path(folder), page.number, stop)
                if made is None:
                    return None
                words.append(words_beside(made))
                if words[-1]:
                    layers.append((page.number, made))
                progress(done, len(pages))
            self._make(output, "lay_text", path, tuple(layers), file=path.name)
        return tuple(words)

    def _make(self, output: Path, job: str, *arguments: object, file: str) -> None:
        """A job whose last argument is the file to write: written aside, then named, never over another file."""
        if output.exists():
            raise Refused("pdf.output_exists", file=output.name)
        part = output.with_name(f".{output.name}.part")
        try:
            self._ask_or_refuse(job, *arguments, part, file=file)
            place_new(part, output)
        except OSError as error:
            raise Trouble("pdf.disk", file=output.name) from error
        finally:
            with suppress(OSError):
                part.unlink()

    def render(self, path: Path, page: int, width_px: int) -> PageImage:
        """One page (1-based) as a picture `width_px` wide. Refused `pdf.cannot_show`, `pdf.too_much`."""
        found = self._ask_or_refuse("render", path, page, width_px, file=path.name)
        assert isinstance(found, PageImage)
        return found

    def find_text(self, path: Path, page: int, text: str) -> tuple[Box, ...]:
        """Where `text` stands on a page, as shown; empty when it does not. Refused as `render`."""
        return tuple(self._ask_or_refuse("find_text", path, page, text, file=path.name))

    def blanks(self, path: Path) -> Blanks:
        """Where number, day and month of an official document go. Refused as `render`."""
        found = self._ask_or_refuse("blanks", path, file=path.name)
        assert isinstance(found, Blanks)
        return found

    def read_codes(self, path: Path) -> tuple[str, ...]:
        """Texts of the QR codes on a photo or scan; empty when there is none. Refused as `render`."""
        return tuple(self._ask_or_refuse("read_codes", path, file=path.name))

    def verify(self, path: Path, **options: Any) -> Verification:
        """`validation.verify_file` with its options. A file that kills or outlasts the child stays undetermined.

        Trouble `validation.file_gone` when it cannot be read from the disk.
        """
        try:
            found = self._ask("verify", path, options)
        except _Lost as lost:
            code = "validation.too_slow" if lost.word == "timeout" else "validation.crashed"
            return undetermined(path, code)
        assert isinstance(found, Verification)
        return found

    def close(self) -> None:
        """End the child. The reader may be used again; it then starts a new one."""
        with self._lock:
            self._stop(wait=2.0)

    def _ask_or_refuse(self, job: str, *arguments: object, file: str) -> Any:
        try:
            return self._ask(job, *arguments)
        except _Lost as lost:
            raise Refused("pdf.too_much", file=file) from lost
        except OSError as error:
            raise Trouble("pdf.file_gone", file=file) from error

    def _ask(self, job: str, *arguments: object) -> Any:
        with self._lock:
            try:
                outcome, value = self._exchange(job, arguments)
            except _Lost as lost:
                if lost.word != "damaged":
                    raise
                # Something else may have ended the process: a file is blamed only when it does so twice.
                outcome, value = self._exchange(job, arguments)
        if outcome == "done":
            return value
        if outcome == "error":
            raise value
        if outcome == "memory":
            raise _Lost("too_big")
        if outcome == "disk":
            raise OSError
        raise ReaderBug(value)

    def _exchange(self, job: str, arguments: tuple[object, ...]) -> tuple[str, Any]:
        try:
            self._start()
            self._pipe.send((job, arguments))
        except (OSError, EOFError):  # it died while it had nothing to do: once more with a new one
            self._stop()
            self._start()
            self._pipe.send((job, arguments))
        return self._receive(self._time_limit)

    def _receive(self, seconds: float) -> tuple[str, Any]:
        try:
            if self._pipe.poll(seconds):
                outcome, value = self._pipe.recv()
                return outcome, value
        except (EOFError, OSError) as error:
            self._stop()
            raise _Lost("damaged") from error
        self._stop()
        raise _Lost("timeout")

    def _start(self) -> None:
        if self._process is not None:
            return
        context = multiprocessing.get_context("spawn")
        self._pipe, far_end = context.Pipe()
        self._process = context.Process(
            target=serve, args=(far_end, self._memory_limit, self._time_limit), daemon=True, name="file-reader"
        )
        self._process.start()
        far_end.close()
        try:
            self._receive(START_LIMIT)
        except _Lost as lost:
            raise Trouble("pdf.no_reader") from lost

    def _stop(self, wait: float = 0.0) -> None:
        process, self._process = self._process, None
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()  # a child that waits for work ends by itself
        if process is not None:
            end_process(process, patience=wait)
