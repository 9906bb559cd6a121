"""What is shipped with the application: every package pinned with hashes, named in pyproject, under a kept licence."""

import importlib.metadata
import re
import tomllib
from functools import cache

import pytest

from tests.architecture.tree import ROOT

# Free to ship beside Apache-2.0 as libraries of their own; nothing under the GPL alone.
ALLOWED = re.compile(
    r"Apache|MIT|BSD|0BSD|ISC|Zlib|PSF|Python Software Foundation|MPL|Mozilla|CC0|Unlicense|HPND"
    r"|DFSG|dependency licenses|LGPL|Lesser General Public"
)
# Only makes the folder that is shipped; its exception lets the folder have any licence.
BUILD_ONLY = {"pyinstaller", "pyinstaller-hooks-contrib"}
# The package's own data name no licence; read in its repository.
TOLD_ELSEWHERE = {"pyrage": "MIT"}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).casefold()


@cache
def locked() -> dict[str, str]:
    """Name to its part of the lock file: version, markers, hashes."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    parts = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.M)
    return {plain(re.split(r"[=\[; ]", part, maxsplit=1)[0]): part for part in parts if "==" in part}


def licence(name: str) -> str:
    data = importlib.metadata.metadata(name)
    classes = [line for line in data.get_all("Classifier", []) if line.startswith("License ::")]
    told = data.get("License-Expression") or "; ".join(classes) or (data.get("License") or "").strip()
    return told.splitlines()[0] if told else TOLD_ELSEWHERE.get(plain(name), "")


def installed() -> list[str]:
    there = {plain(one.metadata["Name"]) for one in importlib.metadata.distributions()}
    return sorted(set(locked()) & there)


def test_every_package_of_the_lock_is_pinned_with_hashes() -> None:
    assert len(locked()) > 100
    assert [name for name, part in locked().items() if "--hash=sha256:" not in part] == []
    assert [name for name, part in locked().items() if not re.match(r"\S+==[\w.+!-]+", part)] == []


def test_the_lock_holds_what_pyproject_names() -> None:
    found = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*found["project"]["dependencies"], *found["dependency-groups"]["dev"]]
    names = {plain(re.split(r"[=<>\[;! ]", one, maxsplit=1)[0]) for one in wanted}
    assert sorted(names - set(locked())) == []


def test_everything_installed_has_a_licence_that_may_be_shipped() -> None:
    kept = {name: licence(name) for name in installed() if name not in BUILD_ONLY}
    assert len(kept) > 100
    assert {name: told for name, told in kept.items() if not ALLOWED.search(told)} == {}


@pytest.mark.parametrize("name", sorted(BUILD_ONLY))
def test_a_package_of_the_build_is_never_imported_by_the_application(name: str) -> None:
    found = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert not any(plain(one).startswith(name) for one in found["project"]["dependencies"])
