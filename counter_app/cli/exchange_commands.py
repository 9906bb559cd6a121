"""`exchange export`: dossiers' files, records and checklist for whoever enters them on the provincial system."""

import argparse

from counter_app.bootstrap import data_folder, open_office
from counter_app.cli.output import DONE, Output
from counter_app.exchange.package import DEFAULT_PATTERN
from counter_app.workflow import packages, queue


def exchange(given: argparse.Namespace, output: Output) -> int:
    """One line per package; what this office has no value for is told beside it."""
    office = open_office(data_folder(given.data), person=given.person)
    try:
        wanted = [queue.find_dossier(office, word).id for word in given.dossiers]
        if given.day is not None:
            wanted += [one for one in packages.of_day(office, given.day) if one not in wanted]
        pattern = given.pattern or DEFAULT_PATTERN
        made = packages.export(office, wanted, given.out, reason=given.reason, pattern=pattern)
    finally:
        office.close()
    for one in made:
        values = {"output": str(one.folder), "files": one.files, "missing": list(one.missing), "sha256": one.sha256}
        output.line(values, "\n".join([str(one.folder), *(f"  – {words}" for words in one.missing)]))
    return DONE
