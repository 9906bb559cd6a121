"""What other programs read on a printed form: poppler's text and positions."""

import re
import subprocess
from html import unescape
from pathlib import Path
from typing import NamedTuple


class Word(NamedTuple):
    page: int  # 1-based
    text: str
    left: float  # points from the top left corner
    top: float
    right: float
    bottom: float


def text(path: Path, page: int | None = None) -> str:
    """The text as it stands on the page."""
    pages = ["-f", str(page), "-l", str(page)] if page else []
    return _run("pdftotext", "-layout", *pages, str(path), "-")


def plain(path: Path) -> str:
    """The whole text with every run of spaces and line ends as one space."""
    return " ".join(_run("pdftotext", str(path), "-").split())


def in_order(path: Path) -> str:
    """The words in the order in which they were drawn, cell by cell in tables, with single spaces."""
    return " ".join(_run("pdftotext", "-raw", str(path), "-").split())


def words(path: Path) -> list[Word]:
    found, page = [], 0
    for line in _run("pdftotext", "-bbox", str(path), "-").splitlines():
        if "<page " in line:
            page += 1
        match = re.search(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', line)
        if match:
            found.append(Word(page, unescape(match[5]), *(float(match[group]) for group in (1, 2, 3, 4))))
    return found


def page_count(path: Path) -> int:
    return int(re.search(r"Pages:\s+(\d+)", _run("pdfinfo", str(path)))[1])  # type: ignore[index]


def fonts(path: Path) -> list[str]:
    return _run("pdffonts", str(path)).splitlines()[2:]


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
