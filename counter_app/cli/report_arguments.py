"""Options of the commands that report: of which period, into which file."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from counter_app.cli.arguments import moment
from counter_app.workflow.report_kinds import REPORTS


def report_commands(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    report = command("report", "report_commands.report", "báo cáo của một kỳ ra tệp")
    report.add_argument("kind", choices=list(REPORTS), metavar="KIND", help=", ".join(REPORTS))
    _add_period(report)
    report.add_argument(
        "--only", default="", metavar="GROUP=VALUE", help="of a part: field=, responsible=, cause=, dossier=CODE"
    )
    for wanted in (one for entry in REPORTS.values() for one in entry.files):
        report.add_argument(f"--{wanted.key}", type=Path, metavar="FILE", help=wanted.words)
    report.add_argument("--out", type=Path, required=True, metavar="FILE.(pdf|xlsx|json)")
    report.add_argument("--reason", default="", help="why it leaves: needed when it names applicants (overdue)")
    _add_moment_and_person(report)
    whole = command("report-set", "report_commands.report_set", "mọi báo cáo của một kỳ vào một thư mục")
    _add_period(whole)
    whole.add_argument("--out", type=Path, required=True, metavar="DIR")
    whole.add_argument("--reason", default="", help="why they leave: some name applicants")
    _add_moment_and_person(whole)


def _add_period(parser: argparse.ArgumentParser) -> None:
    span = parser.add_mutually_exclusive_group()
    for name, example in (("month", "2026-11"), ("quarter", "2026-Q4"), ("year", "2026")):
        span.add_argument(f"--{name}", default="", metavar=example)
    span.add_argument("--from", dest="first", type=_day, metavar="D", help="with --to")
    parser.add_argument("--to", dest="last", type=_day, metavar="D", help="inclusive")


def _add_moment_and_person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--now", type=moment, metavar="T", help="as things stood then")
    parser.add_argument("--person", default="", metavar="LOGIN", help="who answers for it; default: of the settings")


def digest_command(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    digest = command("digest", "digest_commands.digest", "bản tin đầu ca")
    digest.add_argument("--out", type=Path, metavar="FILE.(pdf|txt)", help="default: text on standard output")
    digest.add_argument("--now", type=moment, metavar="T")
    digest.add_argument("--person", default="", metavar="LOGIN", help="who answers for it; default: of the settings")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"«{text}» không phải ngày như 2026-11-23") from error


def comparison_command(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    compare = command("compare-list", "report_commands.compare", "danh sách tỉnh hoặc quốc gia so với sổ ở đây")
    compare.add_argument("file", type=Path, metavar="FILE")
    kind = compare.add_mutually_exclusive_group()
    kind.add_argument("--whole", action="store_true", help="the list names every dossier of its days")
    kind.add_argument("--overdue", action="store_true", help="the list names what is overdue; default: by its columns")
    _add_moment_and_person(compare)
