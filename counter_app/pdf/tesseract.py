"""Tesseract, when it is installed: one picture of a page in, an invisible text layer and its words out.

It is a program apart, fed only with pictures that we have drawn ourselves, killed when it is not wanted any more.
"""

import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from counter_app.errors import Refused, Trouble
from counter_app.pdf.render import PageImage
from counter_app.settings import child_environment

PROGRAM = "tesseract"
WINDOWS_FOLDER = Path("C:/Program Files/Tesseract-OCR")  # where its installer puts it, off the search path
LANGUAGE = "vie"
PAGE_SECONDS = 120.0  # a page of plain text takes between one and two
_LOOK_SECONDS = 0.05  # how soon a stop is noticed
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def find_tesseract() -> Path:
    """The program. Trouble `pdf.no_tesseract`, `pdf.no_vietnamese` with what to install."""
    found = shutil.which(PROGRAM) or shutil.which(PROGRAM, path=str(WINDOWS_FOLDER))
    if found is None:
        raise Trouble("pdf.no_tesseract")
    try:
        told = subprocess.run(
            [found, "--list-langs"], capture_output=True, timeout=30, check=False, creationflags=_NO_WINDOW
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Trouble("pdf.no_tesseract") from error
    if LANGUAGE not in told.stdout.decode(errors="replace").split():
        raise Trouble("pdf.no_vietnamese")
    return Path(found)


def recognise(program: Path, picture: PageImage, folder: Path, number: int, stop: Callable[[], bool]) -> Path | None:
    """A PDF page that has nothing on it but invisible words, of the same size; beside it `.txt` with the words.

    None when it was stopped. Refused `pdf.ocr_too_slow`; Trouble `pdf.ocr_failed`.
    """
    source, base = folder / f"{number}.png", folder / str(number)
    dpi = _save(picture, source)
    command = [str(program), source.name, base.name, "-l", LANGUAGE, "--dpi", str(dpi)]
    command += ["-c", "textonly_pdf=1", "pdf", "txt"]
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=child_environment(OMP_THREAD_LIMIT="1"),  # more threads take the other cores and are hardly faster
            creationflags=_NO_WINDOW,
        )
    except OSError as error:
        raise Trouble("pdf.ocr_failed", page=number) from error
    ended = _wait(process, stop, number)
    source.unlink(missing_ok=True)
    if ended is None:
        return None
    made = base.with_suffix(".pdf")
    if ended or not made.is_file():
        raise Trouble("pdf.ocr_failed", page=number)
    return made


def words_beside(made: Path) -> int:
    """How many words with a letter or digit the recognised page has."""
    words = made.with_suffix(".txt").read_text(encoding="utf-8", errors="replace").split()
    return sum(any(sign.isalnum() for sign in word) for word in words)


def _wait(process: "subprocess.Popen[bytes]", stop: Callable[[], bool], number: int) -> int | None:
    """The exit code; None when it was stopped. Whatever happens, the process is gone afterwards."""
    limit = time.monotonic() + PAGE_SECONDS
    try:
        while True:
            try:
                return process.wait(_LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                if stop():
                    return None
                if time.monotonic() > limit:
                    raise Refused("pdf.ocr_too_slow", page=number) from None
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _save(picture: PageImage, path: Path) -> int:
    """Grey, as recognition wants it; answers with the resolution."""
    from PIL import Image

    size = (picture.width, picture.height)
    shown = Image.frombuffer("RGB", size, picture.data, "raw", "BGRX", picture.stride, 1)
    try:
        shown.convert("L").save(path, compress_level=1)
    except OSError as error:
        raise Trouble("pdf.disk", file=path.name) from error
    return round(picture.width * 72 / picture.page_width_pt)
