"""`issue`: number, day, month and the office's seal on a result that the leader has signed, without a screen."""

import argparse
from typing import Any

from counter_app.bootstrap import data_folder, open_office
from counter_app.cli.output import DONE, PARTLY, Output
from counter_app.cli.sign_commands import key_of, secret_of
from counter_app.errors import Misuse, Refused
from counter_app.model.dossier import AttachedFile, Dossier
from counter_app.model.signature import Level, PinAnswer, PinRequest
from counter_app.workflow import issue as issuing
from counter_app.workflow import queue
from counter_app.workflow.office import Office


def issue(given: argparse.Namespace, output: Output) -> int:
    """Exit 0 issued (3: with a debt although a level was asked for), 1 refused, 2 which of several, 4 trouble."""
    if not given.dry_run:
        key, secret = key_of(given), secret_of(given)
    office = open_office(data_folder(given.data), person=given.person)
    try:
        wanted = _planned(office, given)
        if given.dry_run:
            output.line(_told(wanted, "planned"), _words(wanted))
            return DONE

        def answer(_: PinRequest) -> PinAnswer:
            return PinAnswer(secret=secret, confirmed=given.last_try)

        done = issuing.issue(office, wanted, key, pin=answer, level=Level(given.level) if given.level else None)
    finally:
        office.close()
    values = _told(wanted, "signed") | {
        "output": done.outcome.output,
        "level": done.outcome.level,
        "debt": done.outcome.debt,
        "verdict": str(done.verification.verdict),
        "signatures": len(done.verification.signatures),
        "code": done.outcome.code or None,
        "message": done.outcome.message or None,
    }
    output.line(values, f"{_words(wanted)}\n{done.outcome.message}".strip())
    return PARTLY if done.outcome.debt and given.level else DONE


def _planned(office: Office, given: argparse.Namespace) -> issuing.IssuePlan:
    """Refused `cli.issue_by_hand` when a blank was not found and nobody said that this is all right."""
    dossier = queue.find_dossier(office, given.dossier)
    wanted = issuing.plan(office, dossier.id, _result(dossier, given.file).hash)
    missing = [name for name, found in _blanks(wanted) if found is None]
    if missing and not given.found_only:
        raise Refused("cli.issue_by_hand", file=wanted.file.name, parts=", ".join(missing))
    return wanted


def _result(dossier: Dossier, name: str) -> AttachedFile:
    """The file that was named, else the only signed one."""
    found = [one for one in dossier.results if (one.name == name if name else one.signed_from is not None)]
    if len(found) == 1:
        return found[0]
    if not found and not name and len(dossier.results) == 1:
        return dossier.results[0]  # `plan` says why it cannot be issued
    names = ", ".join(one.name for one in dossier.results) or "—"
    raise Misuse("cli.which_result", code=dossier.display_code, names=names)


def _blanks(wanted: issuing.IssuePlan) -> list[tuple[str, Any]]:
    return [("số", wanted.blanks.number), ("ngày", wanted.blanks.day), ("tháng", wanted.blanks.month)]


def _told(wanted: issuing.IssuePlan, status: str) -> dict[str, Any]:
    parts = {"number": wanted.blanks.number, "day": wanted.blanks.day, "month": wanted.blanks.month}
    return {
        "dossier": wanted.dossier_code,
        "file": wanted.file.name,
        "status": status,
        "number": wanted.number,
        "day": wanted.day.isoformat(),
        "parts": [*(name for name, found in parts.items() if found is not None), "seal"],
        "seal_on_signature": wanted.seal_on_signature,
        "signers": list(wanted.signers),
    }


def _words(wanted: issuing.IssuePlan) -> str:
    there = [name for name, found in _blanks(wanted) if found is not None]
    return f"{wanted.file.name}: số {wanted.number}, ngày {wanted.day:%d/%m/%Y}; đặt {', '.join([*there, 'dấu'])}"
