"""`exchange export`: for whoever enters dossiers on the provincial system; `hand`, `take`: a file between counters."""

import argparse
from datetime import datetime, time

from counter_app.bootstrap import data_folder, open_office
from counter_app.cli.output import DONE, Output
from counter_app.cli.sign_commands import key_of, secret_of
from counter_app.clock import VIETNAM
from counter_app.exchange.package import DEFAULT_PATTERN
from counter_app.messages import sentence
from counter_app.model.signature import PinAnswer, PinRequest
from counter_app.workflow import daily_file, daily_take, packages, queue
from counter_app.workflow.office import Office


def exchange(given: argparse.Namespace, output: Output) -> int:
    acts = {"export": _export, "hand": _hand, "take": _take}
    office = open_office(data_folder(given.data), person=given.person)
    try:
        return acts[given.act](office, given, output)
    finally:
        office.close()


def _export(office: Office, given: argparse.Namespace, output: Output) -> int:
    """One line per package; what this office has no value for is told beside it."""
    wanted = [queue.find_dossier(office, word).id for word in given.dossiers]
    if given.day is not None:
        wanted += [one for one in packages.of_day(office, given.day) if one not in wanted]
    pattern = given.pattern or DEFAULT_PATTERN
    for one in packages.export(office, wanted, given.out, reason=given.reason, pattern=pattern):
        values = {"output": str(one.folder), "files": one.files, "missing": list(one.missing), "sha256": one.sha256}
        output.line(values, "\n".join([str(one.folder), *(f"  – {words}" for words in one.missing)]))
    return DONE


def _hand(office: Office, given: argparse.Namespace, output: Output) -> int:
    key, secret = key_of(given), secret_of(given)
    since = None if given.since is None else datetime.combine(given.since, time(), VIETNAM)

    def answer(_: PinRequest) -> PinAnswer:
        return PinAnswer(secret=secret, confirmed=given.last_try)

    made = daily_file.hand(office, given.file, key, pin=answer, reason=given.reason, since=since)
    if made is not None:
        values = {"output": str(made.path), "dossiers": len(made.dossiers), "files": made.files, "sealed": made.sealed}
        output.line(values | {"sha256": made.sha256}, str(made.path))
    return DONE


def _take(office: Office, given: argparse.Namespace, output: Output) -> int:
    """A line per dossier of the file, then what was written. Exit 1 while a conflict is not decided."""
    shown = daily_take.look(office, given.file)
    for line in shown.lines:
        words = sentence(f"exchange.daily_{line.relation}").what
        output.line({"code": line.code, "relation": str(line.relation)}, f"{line.code}: {words}")
    if given.dry_run:
        return DONE
    chosen = dict.fromkeys(given.ours, False) | dict.fromkeys(given.theirs, True)
    theirs = {line.place: chosen[line.code] for line in shown.conflicts if line.code in chosen}
    taken = daily_take.take(office, shown, theirs)
    values = {"signer": shown.signature.signer, "added": len(taken.added), "changed": len(taken.updated)}
    told = {"added": len(taken.added), "changed": len(taken.updated), "kept": len(taken.kept)}
    output.line(values | told, sentence("exchange.daily_taken", **told).what)
    return DONE
