"""`catalogue import|export|list|compare`: the catalogue of procedures without a screen."""

import argparse

from counter_app.bootstrap import data_folder, open_office
from counter_app.catalogue.comparison import Difference
from counter_app.catalogue.update import ChangeKind
from counter_app.cli.output import DONE, REFUSED, Output
from counter_app.model.procedure import Procedure
from counter_app.workflow import catalogue as use_cases
from counter_app.workflow.office import Office


def catalogue(given: argparse.Namespace, output: Output) -> int:
    office = open_office(data_folder(given.data), person=getattr(given, "person", ""))
    try:
        acts = {"import": _import, "export": _export, "list": _list, "compare": _compare}
        return acts[given.act](given, output, office)
    finally:
        office.close()


def _import(given: argparse.Namespace, output: Output, office: Office) -> int:
    """New and changed procedures; `--with-gone` also ends those that the file no longer has."""
    update = use_cases.plan_update(office, given.file)
    for problem in update.problems:
        output.note(problem.sentence)
    wanted = [change for change in update.changes if change.kind is not ChangeKind.GONE or given.with_gone]
    for change in wanted:
        words = [f"{one.what}: {one.before or '—'} → {one.after or '—'}" for one in change.details]
        values = _values(change.after) | {
            "kind": str(change.kind),
            "differences": [
                {"what": one.what, "channel": one.channel, "before": one.before, "after": one.after}
                for one in change.details
            ],
        }
        told = [] if change.kind is ChangeKind.NEW else words
        output.line(values, "\n    ".join([f"{change.kind:8} {change.code:12} {change.after.name}", *told]))
    if given.dry_run or not wanted:
        output.note(f"{update.told} thủ tục trong tệp, {len(wanted)} thay đổi, chưa ghi gì.")
        return DONE
    applied = use_cases.apply_update(office, update, {change.code for change in wanted})
    output.note(applied.words())
    return DONE


def _export(given: argparse.Namespace, output: Output, office: Office) -> int:
    count, digest = use_cases.export(office, given.file)
    output.line({"output": str(given.file), "count": count, "sha256": digest}, f"{given.file} · {count} · {digest}")
    return DONE


def _list(given: argparse.Namespace, output: Output, office: Office) -> int:
    for procedure in use_cases.procedures(office, given.search):
        mark = " (chưa xác minh)" if procedure.unverified else ""
        output.line(_values(procedure), f"{procedure.code:12} {procedure.name}{mark}")
    return DONE


def _compare(given: argparse.Namespace, output: Output, office: Office) -> int:
    """Exit 1 when the file tells a figure differently; procedures that only the file has are listed, too."""
    found = use_cases.compare(office, given.file)
    by_code: dict[str, list[Difference]] = {}
    for one in found:
        by_code.setdefault(one.code, []).append(one)
    for code, listed in by_code.items():
        values = {
            "code": code,
            "name": listed[0].name,
            "differences": [
                {"what": one.what, "channel": one.channel, "ours": one.ours, "theirs": one.theirs} for one in listed
            ],
        }
        words = [f"  {one.what}: {one.ours or '—'} ≠ {one.theirs or '—'}" for one in listed]
        output.line(values, "\n".join([f"{code} {listed[0].name}", *words]))
    return REFUSED if any(one.what != "only_theirs" for one in found) else DONE


def _values(procedure: Procedure) -> dict[str, object]:
    """`term`: by channel number, as the portal numbers them; null where it is not known."""
    return {
        "code": procedure.code,
        "name": procedure.name,
        "term": {str(int(one.channel)): one.term.words() if one.term else None for one in procedure.terms},
        "verified": not procedure.unverified,
        "unverified": list(procedure.unverified),
        "unclear": list(procedure.unclear),
        "version": procedure.version,
    }
