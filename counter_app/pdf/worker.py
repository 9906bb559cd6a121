"""The child process that opens untrusted files. Started by `FileReader`; knows nothing of the office.

A file that crashes a parser, eats the memory or never ends takes only this process with it.
"""

import logging
import math
import os
import signal
import sys
import traceback
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from counter_app.errors import CounterError
from counter_app.pdf.blanks import find_blanks
from counter_app.pdf.codes import read_codes
from counter_app.pdf.facts import gather_facts
from counter_app.pdf.images_to_pdf import images_to_pdf
from counter_app.pdf.page_edits import arrange_pages
from counter_app.pdf.render import find_text, render_page
from counter_app.pdf.text_layer import lay_text
from counter_app.pdf.validation import verify_job

JOBS: Mapping[str, Callable[..., Any]] = {
    "inspect": gather_facts,
    "convert": images_to_pdf,
    "arrange": arrange_pages,
    "lay_text": lay_text,
    "render": render_page,
    "find_text": find_text,
    "read_codes": read_codes,
    "blanks": find_blanks,
    "verify": verify_job,
}


def serve(pipe: Connection, memory_limit: int, time_limit: float) -> None:
    """Answer `(job, arguments)` with `(outcome, value)` until the other side closes the pipe.

    Outcomes: "done" with the answer, "error" with one of our errors, "memory", "disk", "bug" with a traceback.
    """
    _settle(memory_limit)
    try:
        pipe.send(("ready", None))
        while True:
            name, arguments = pipe.recv()
            _watch(time_limit)
            answer = _answer(JOBS[name], arguments)
            _watch(0)
            pipe.send(answer)
    except (EOFError, OSError):  # the application has closed or is gone
        return


def _settle(memory_limit: int) -> None:
    warnings.simplefilter("ignore")  # parsers' opinions about a stranger's file, with its name in them
    logging.disable(logging.CRITICAL)
    _be_silent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the application, which closes the pipe
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = memory_limit if hard == resource.RLIM_INFINITY else min(memory_limit, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _be_silent() -> None:
    """Libraries in C write to the standard channels about broken files; there `counterctl` gives its JSON."""
    with suppress(OSError), Path(os.devnull).open("wb") as nowhere:
        for channel in (1, 2):
            os.dup2(nowhere.fileno(), channel)


def _watch(seconds: float) -> None:
    """Should the application itself be gone while a file never ends: the system ends this process."""
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(math.ceil(seconds * 2) + 5 if seconds else 0)


def _answer(job: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[str, Any]:
    try:
        return "done", job(*arguments)
    except CounterError as error:
        return "error", error
    except MemoryError:
        return "memory", None
    except OSError:
        return "disk", None
    except Exception:
        return "bug", traceback.format_exc()
