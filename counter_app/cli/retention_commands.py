"""`retention plan|apply|erase`: personal data that have been kept long enough."""

import argparse

from counter_app.bootstrap import data_folder, open_office
from counter_app.cli.output import DONE, PARTLY, Output, iso
from counter_app.errors import Misuse
from counter_app.messages import sentence
from counter_app.workflow import queue
from counter_app.workflow import retention as use_case
from counter_app.workflow.office import Office


def retention(given: argparse.Namespace, output: Output) -> int:
    """Exit 3 when a file could not be taken from the disk."""
    if given.act == "erase" and not given.dossier:
        raise Misuse("cli.erase_needs_dossier")
    office = open_office(data_folder(given.data), person=given.person)
    try:
        if given.act == "plan":
            return _plan(office, output)
        if given.act == "erase":
            dossier = queue.find_dossier(office, given.dossier)
            return _tell(use_case.erase(office, dossier.id, reason=given.reason), output)
        lines = [line for line in use_case.plan(office) if not given.rule or line.rule.id in given.rule]
        return _tell(use_case.apply(office, lines, reason=given.reason), output)
    finally:
        office.close()


def _plan(office: Office, output: Output) -> int:
    for line in use_case.plan(office):
        rule = line.rule
        values = {
            "rule": rule.id,
            "rows": len(line.kept),
            "files": line.files,
            "before": iso(line.before),
            "source": rule.source,
            "verified": rule.verified,
        }
        before = f"{line.before:%d/%m/%Y}"
        told = {"words": rule.words, "rows": len(line.kept), "files": line.files, "before": before}
        output.line(values, str(sentence("cli.retention_line", source=rule.source, **told)))
    return DONE


def _tell(done: use_case.Erased, output: Output) -> int:
    values = {"rows": done.rows, "files": done.files, "left": done.left}
    output.line(values, str(sentence("cli.retention_done", **values)))
    return PARTLY if done.left else DONE
