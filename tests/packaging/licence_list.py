"""Which libraries are shipped and under which licence, told from the metadata of what is installed.

python -m tests.packaging.licence_list > resources/licences/libraries.toml
"""

import re
import sys
import tomllib
from importlib import metadata

from packaging.requirements import Requirement

from tests.architecture.tree import ROOT

# Whose metadata say it in no short form; read in the licence files that they bring.
READ_BY_HAND = {"pyrage": "MIT", "pypdfium2": "BSD-3-Clause AND Apache-2.0", "reportlab": "BSD-3-Clause"}
BY_CLASSIFIER = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "Python Software Foundation License": "PSF-2.0",
}


def shipped() -> dict[str, str]:
    """Licence by name of every library that the program needs, through all its requirements on this machine."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [(Requirement(one), frozenset({""})) for one in project["dependencies"]]
    found: dict[str, str] = {}
    while waiting:
        wanted, extras = waiting.pop()
        if wanted.marker and not any(wanted.marker.evaluate({"extra": extra}) for extra in extras):
            continue
        name = re.sub(r"[-_.]+", "-", wanted.name).lower()
        if name in found and not wanted.extras:
            continue
        distribution = metadata.distribution(wanted.name)
        found[name] = licence_of(name, distribution)
        more = frozenset(wanted.extras) | {""}
        waiting += [(Requirement(one), more) for one in distribution.requires or []]
    return dict(sorted(found.items()))


def licence_of(name: str, distribution: metadata.Distribution) -> str:
    told = distribution.metadata
    if name in READ_BY_HAND:
        return READ_BY_HAND[name]
    short = told.get("License-Expression") or ""
    classifiers = [one.rsplit(" :: ", 1)[-1] for one in told.get_all("Classifier") or [] if one.startswith("License")]
    known = " OR ".join(dict.fromkeys(BY_CLASSIFIER[one] for one in classifiers if one in BY_CLASSIFIER))
    free = (told.get("License") or "").strip()
    return short or known or (free if free and "\n" not in free else "")


def text(found: dict[str, str]) -> str:
    head = "# Made by `python -m tests.packaging.licence_list`; a test compares it with what is installed.\n"
    return head + "".join(f'\n[[library]]\nname = "{name}"\nlicence = "{licence}"\n' for name, licence in found.items())


if __name__ == "__main__":
    sys.stdout.write(text(shipped()))
