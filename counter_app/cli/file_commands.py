"""`inspect` and `verify`: files without a database."""

import argparse
from pathlib import Path

from counter_app.bootstrap import data_folder, verification_options
from counter_app.checks.components import check_component_file, passed_summary
from counter_app.checks.inspection import facts_as_json
from counter_app.cli.ocr import check_recognition, searchable_copy
from counter_app.cli.output import DONE, REFUSED, Output, several
from counter_app.clock import SystemClock
from counter_app.errors import CounterError, Misuse
from counter_app.model.finding import acceptable
from counter_app.model.signature import Verdict
from counter_app.pdf.reader import FileReader
from counter_app.pdf.validation_criteria import class_of, criteria_of
from counter_app.pdf.verification_json import verification_as_json
from counter_app.workflow.verification import MET_WORDS, pdf_files

VERDICT_WORDS = {
    Verdict.VALID: "còn nguyên vẹn",
    Verdict.INDETERMINATE: "chưa xác định được",
    Verdict.INVALID: "không hợp lệ",
    Verdict.UNSIGNED: "chưa có chữ ký",
}


def inspect(given: argparse.Namespace, output: Output) -> int:
    """Exit 1 when a file has a finding of severity error, 3 when only some could be looked at.

    With `--ocr` each scan without words gets a searchable copy in `--out`: Trouble when there is no Tesseract.
    """
    today = SystemClock().now().date()
    if given.ocr:
        check_recognition(given.out)
    refused = unread = 0
    with FileReader() as reader:
        for path in given.files:
            if not _is_file(path):
                unread += 1
                output.note(str(Misuse("cli.no_such_file", file=path.name)))
                continue
            facts = reader.inspect(path)
            findings = check_component_file(facts, today)
            refused += not acceptable(findings)
            lines = [f"{path.name}: {passed_summary(facts, findings) or '—'}"]
            lines += [f"  {finding.severity}: {finding.message} {finding.advice}" for finding in findings]
            values = facts_as_json(facts, findings)
            values["file"] = str(path)
            if given.ocr:
                told, words = searchable_copy(reader, path, facts, given.out)
                values["text_layer"] = told
                lines.append(f"  {words}")
            output.line(values, "\n".join(lines))
    if unread:
        return several(unread, len(given.files))
    return REFUSED if refused else DONE


def verify(given: argparse.Namespace, output: Output) -> int:
    """Files, and the PDF files of folders. Exit 1 when a signature is invalid; undetermined and unsigned exit 0."""
    options = verification_options(data_folder(given.data))
    options["trust_folders"] = [*given.trust, *options["trust_folders"]]
    options["online"] = options["online"] and not given.offline
    files = pdf_files(given.files)
    bad = unread = 0
    with FileReader() as reader:
        for path in files:
            try:
                if not _is_file(path):
                    raise Misuse("cli.no_such_file", file=path.name)
                verification = reader.verify(path, **options)
            except CounterError as error:
                unread += 1
                output.note(str(error))
                continue
            bad += verification.verdict is Verdict.INVALID
            values = verification_as_json(verification)
            values["file"] = str(path)
            lines = [f"{path.name}: {VERDICT_WORDS[verification.verdict]}"]
            lines += [f"  {finding.message} {finding.advice}" for finding in verification.findings]
            for one in verification.signatures:
                lines.append(f"  {one.signer}: {VERDICT_WORDS[one.verdict]} ({class_of(one).words})")
                lines += [f"    {each.number} {each.words}: {MET_WORDS[each.met]}" for each in criteria_of(one)]
                lines += [f"    {reason.message} {reason.advice}" for reason in one.reasons]
            output.line(values, "\n".join(lines))
    if unread:
        return several(unread, len(files))
    return REFUSED if bad else DONE


def _is_file(path: Path) -> bool:
    """False also for a name that no disk can hold."""
    try:
        return path.is_file()
    except OSError:
        return False
