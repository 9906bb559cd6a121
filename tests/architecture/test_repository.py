"""What may and may not lie in the repository: licences beside what others made, nothing of one machine or registry."""

import re

import pytest

from counter_app.resources import resource_folder
from tests.architecture.tree import ROOT, name, tracked

BINARY = {".ttf", ".otf", ".png", ".jpg", ".ico", ".pdf", ".xlsx", ".p12", ".db"}
# Written in pieces, so that this file does not find itself.
FORBIDDEN = {
    "a package index": r"(py" + r"pi|python" + r"hosted|npm" + r"js|art" + r"ifactory|nexus)\.(org|com|io|dev)",
    "an option naming an index": r"--(extra-)?index-" + r"url|--find-" + r"links",
    "a path of one machine": r"(?<![\w.])/(work|root|home/\w+|opt/(wheels|pypi))" + r"(/|\b)(?!\w)",
    "a path of a person's profile": r"[A-Z]:\\\\?Users\\\\?\w+",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = []
    for path in tracked():
        if path.suffix not in BINARY:
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [f"{name(path)}: {match.group()}" for match in pattern.finditer(text)]
    assert found == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a package index", "https://py" + "pi.org/simple"),
        ("an option naming an index", "--extra-index-" + "url x"),
        ("a path of one machine", "see /wo" + "rk/main/run.py"),
        ("a path of one machine", "/ho" + "me/ha/x"),
        ("a path of a person's profile", "C:" + "\\Users\\ha"),
    ],
)
def test_the_patterns_find_what_they_are_for(what: str, line: str) -> None:
    assert re.search(FORBIDDEN[what], line)


def test_the_lock_holds_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert lock.count("--hash=sha256:") > 100


def test_every_font_family_has_its_licence_beside_it() -> None:
    folder = resource_folder() / "fonts"
    families = {path.name.partition("-")[0] for path in folder.glob("*.ttf")}
    licensed = {path.name.partition("-")[0] for path in folder.glob("*.txt") if path.stat().st_size > 1000}
    assert families
    assert families <= licensed


def test_icons_carry_their_licence() -> None:
    assert (resource_folder() / "icons" / "LICENSE").stat().st_size > 500


def test_nothing_binary_lies_in_resources_without_a_licence_in_its_folder() -> None:
    made_by_others = {".ttf", ".otf", ".svg", ".png", ".jpg", ".pdf", ".crt", ".cer", ".pem"}
    folders = {path.parent for path in resource_folder().rglob("*") if path.suffix.lower() in made_by_others}
    without = [
        name(folder)
        for folder in folders
        if not any(
            word in file.name.upper() for file in folder.iterdir() for word in ("LICENSE", "OFL", "NOTICE", "README")
        )
    ]
    assert without == []


def test_our_own_licence_is_there() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
