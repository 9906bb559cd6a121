"""`practice load` and `doctor`."""

import argparse

from counter_app.bootstrap import data_folder, examine_machine, is_office, load_practice
from counter_app.cli.output import DONE, REFUSED, Output
from counter_app.messages import sentence
from counter_app.settings import default_data_folder


def practice(given: argparse.Namespace, output: Output) -> int:
    folder = data_folder(given.data) if given.data else default_data_folder(practice=True)
    loaded = load_practice(folder, progress=output.note)
    if loaded.already:
        output.note(str(sentence("workflow.practice_there")))
    values = {"data": str(loaded.folder), "already": loaded.already, "dossiers": loaded.dossiers}
    output.line(values, str(loaded.folder))
    return DONE


def doctor(given: argparse.Namespace, output: Output) -> int:
    """Exit 1 when something that the office has set up does not work."""
    folder = data_folder(given.data)
    checks = examine_machine(folder)
    values = {
        "data": str(folder),
        "office": is_office(folder),
        "checks": [{"name": check.name, "ok": check.ok, "message": check.message} for check in checks],
    }
    lines = [f"{'đạt ' if check.ok else 'xem '} {check.name}: {check.message}" for check in checks]
    output.line(values, "\n".join(lines))
    broken = [check for check in checks if not check.ok and check.name in ESSENTIAL]
    return REFUSED if broken else DONE


# Tokens, certificates and time-stamps may well be missing on a machine that only receives.
ESSENTIAL = {"fonts", "database", "folder", "calendar"}
