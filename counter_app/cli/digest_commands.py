"""`digest`: the bulletin of the shift as text, or into a file, so that a job can send it when the counter opens."""

import argparse

from counter_app.bootstrap import data_folder, open_office
from counter_app.cli.output import DONE, Output
from counter_app.clock import FixedClock
from counter_app.report.plain import plain
from counter_app.workflow import digest as digests


def digest(given: argparse.Namespace, output: Output) -> int:
    clock = FixedClock(given.now) if given.now else None
    office = open_office(data_folder(given.data), clock=clock, person=given.person)
    try:
        made = digests.make(office)
        if given.out is None:
            output.line(plain(made), digests.text(office, made).rstrip())
        else:
            path = digests.save(office, made, given.out)
            output.line({"output": str(path), "shift": made.subject}, str(path))
    finally:
        office.close()
    return DONE
