"""`dossiers`, `queue` and `form`: the office's database without a screen."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from counter_app.bootstrap import data_folder, open_office
from counter_app.cli.output import DONE, PARTLY, Output, iso
from counter_app.clock import Clock, FixedClock
from counter_app.errors import Misuse
from counter_app.messages import sentence
from counter_app.model.dossier import Dossier, DossierState
from counter_app.model.form import FormKind
from counter_app.model.problem import Problem
from counter_app.model.queue import QueueFilter, QueueRow
from counter_app.workflow import evidence, forms, list_columns, list_undo, register
from counter_app.workflow import queue as queue_use_cases
from counter_app.workflow.office import Office

PAGE = 200


def dossiers(given: argparse.Namespace, output: Output) -> int:
    with _office(given) as office:
        return {"import": _import, "undo": _undo, "list": _list, "show": _show}[given.act](given, output, office)


def queue(given: argparse.Namespace, output: Output) -> int:
    """Everything open, the most urgent first."""
    with _office(given, getattr(given, "now", None)) as office:
        for row in _rows(office, QueueFilter()):
            told = queue_use_cases.countdown(office, row.due_at, office.now())
            values = {
                "id": row.id,
                "code": row.code,
                "band": str(told.band),
                "remaining_minutes": told.minutes,
                "due_at": iso(row.due_at),
                "state": row.state.name.lower(),
                "missing": [str(one) for one in row.missing],
                "holder": row.holder,
            }
            output.line(values, f"{told.text:38} {row.code:28} {row.procedure_name[:40]:40} {row.holder_name}")
    return DONE


def form(given: argparse.Namespace, output: Output) -> int:
    with _office(given) as office:
        if given.kind == FormKind.REGISTER:
            book = register.print_register(office, _year(given.dossier), given.out, reason=given.reason)
            values = {"output": str(book.path), "count": book.count, "closed": book.closed is not None}
            output.line(values, str(book.path))
            return DONE
        dossier = queue_use_cases.find_dossier(office, given.dossier)
        printed = forms.print_form(office, FormKind(given.kind), dossier.id, output=given.out)
        output.line({"output": str(printed.path), "number": printed.number}, str(printed.path))
    return DONE


def _year(word: str) -> int:
    if not (word.isdecimal() and len(word) == 4):
        raise Misuse("cli.no_year", word=word)
    return int(word)


def _import(given: argparse.Namespace, output: Output, office: Office) -> int:
    shown = list_columns.preview(office, given.file)
    if given.dry_run:
        return _tell_plan(shown, output)
    report = list_columns.take_in(office, shown)
    values = {
        "file": report.file,
        "number": report.number,
        "added": len(report.added),
        "unchanged": report.unchanged,
        "different": [
            {"code": one.code, "field": one.field, "here": one.here, "there": one.there} for one in report.different
        ],
        "problems": [_told(one) for one in report.problems],
        "twins": [_told(one) for one in report.twins],
    }
    for problem in (*report.problems, *report.twins):
        output.note(problem.sentence)
    output.line(values, report.words())
    return PARTLY if report.problems else DONE


def _tell_plan(shown: list_columns.ListPreview, output: Output) -> int:
    if shown.plan is None or shown.read is None:
        raise shown.refused or Misuse("list.no_header", file=shown.opened.file)
    problems = [*shown.read.problems, *shown.plan.problems]
    for problem in problems:
        output.note(problem.sentence)
    counts = {"new": len(shown.plan.new), "unchanged": len(shown.plan.unchanged)}
    counts["different"] = len({one.dossier_id for one in shown.plan.different})
    columns = {
        column.name: str(shown.places[column.place]) for column in shown.opened.columns if column.place in shown.places
    }
    words = sentence(
        "workflow.import_planned", file=shown.opened.file, **counts, bad=len({one.row for one in problems})
    )
    output.line({"file": shown.opened.file, **counts, "columns": columns}, words.what)
    return PARTLY if problems else DONE


def _undo(given: argparse.Namespace, output: Output, office: Office) -> int:
    last = None if given.number else list_undo.newest(office)
    undone = list_undo.undo(office, given.number or (last.number if last else ""))
    output.line({"file": undone.file, "count": undone.count}, undone.words())
    return DONE


def _told(one: Problem) -> dict[str, object]:
    return {"row": one.row, "code": one.subject, "reason": one.code, "message": one.sentence}


def _list(given: argparse.Namespace, output: Output, office: Office) -> int:
    states = (_state(given.state),) if given.state else ()
    for row in _rows(office, QueueFilter(text=given.search, states=states, include_closed=True)):
        values = {
            "id": row.id,
            "code": row.code,
            "procedure_code": row.procedure_code,
            "state": row.state.name.lower(),
            "received_at": iso(row.received_at),
            "due_at": iso(row.due_at),
            "missing": [str(one) for one in row.missing],
            "applicant": row.applicant_name,
        }
        output.line(values, f"{row.id:6d} {row.code:28} {row.state.name.lower():20} {row.applicant_name}")
    return DONE


def _show(given: argparse.Namespace, output: Output, office: Office) -> int:
    dossier = queue_use_cases.find_dossier(office, given.id)
    evidence.record_view(office, dossier.id)
    (row,) = queue_use_cases.rows(office, [dossier.id])
    values = _dossier_values(dossier)
    values["missing"] = [str(one) for one in row.missing]
    values["events"] = [
        {"at": iso(event.at), "by": event.by, "kind": event.kind, **event.details}
        for event in queue_use_cases.events(office, dossier.id)
    ]
    lines = [
        f"{dossier.display_code} · {dossier.procedure_name}",
        f"{dossier.applicant.name} · {dossier.state.name.lower()}",
    ]
    lines += [f"  {part.number}. {part.name} · {part.verdict.name.lower()}" for part in dossier.components]
    output.line(values, "\n".join(lines))
    return DONE


def _dossier_values(dossier: Dossier) -> dict[str, object]:
    return {
        "id": dossier.id,
        "code": dossier.display_code,
        "procedure_code": dossier.procedure_code,
        "procedure_name": dossier.procedure_name,
        "state": dossier.state.name.lower(),
        "channel": dossier.channel.name.lower(),
        "holder": dossier.holder,
        "submitted_at": iso(dossier.submitted_at),
        "received_at": iso(dossier.received_at),
        "intake_due_at": iso(dossier.intake_due_at),
        "decided_at": iso(dossier.decided_at),
        "due_at": iso(dossier.due_at),
        "ended_at": iso(dossier.ended_at),
        "rule_set": dossier.rule_set,
        "components": [
            {
                "number": part.number,
                "name": part.name,
                "verdict": part.verdict.name.lower(),
                "file": part.file.name if part.file else None,
                "signed": part.signed,
            }
            for part in dossier.components
        ],
        "results": [{"file": file.name, "signed": file.signed_from is not None} for file in dossier.results],
    }


def _rows(office: Office, wanted: QueueFilter) -> Iterator[QueueRow]:
    found = queue_use_cases.ids(office, wanted)
    for start in range(0, len(found), PAGE):
        yield from queue_use_cases.rows(office, found[start : start + PAGE])


def _state(word: str) -> DossierState:
    if word.isdecimal() and len(word) <= 2 and int(word) in set(DossierState):
        return DossierState(int(word))
    if word.upper() in DossierState.__members__:
        return DossierState[word.upper()]
    raise Misuse("cli.unknown_state", word=word, known=", ".join(state.name.lower() for state in DossierState))


@contextmanager
def _office(given: argparse.Namespace, now: datetime | None = None) -> Iterator[Office]:
    clock: Clock | None = FixedClock(now) if now else None
    office = open_office(data_folder(given.data), clock=clock)
    try:
        yield office
    finally:
        office.close()
