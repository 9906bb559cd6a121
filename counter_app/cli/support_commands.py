"""`support --out FILE.zip`: what a helper from afar needs to know, without anything about anybody."""

import argparse

from counter_app.bootstrap import data_folder, open_office
from counter_app.cli.output import DONE, Output
from counter_app.clock import SystemClock
from counter_app.errors import CounterError
from counter_app.workflow import support as use_case
from counter_app.workflow.office import Office


def support(given: argparse.Namespace, output: Output) -> int:
    """Also of an office that does not open: then without its figures."""
    folder = data_folder(given.data)
    office: Office | None = None
    try:
        office = open_office(folder)
    except CounterError as error:
        output.note(str(error))
    try:
        names = use_case.bundle(folder, SystemClock(), given.out, office)
    finally:
        if office is not None:
            office.close()
    output.line({"output": str(given.out), "files": list(names)}, str(given.out))
    return DONE
