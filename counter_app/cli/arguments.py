"""The commands and their options, as design/command-line.md promises them."""

import argparse
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from counter_app import __version__
from counter_app.clock import vietnam
from counter_app.model.form import FormKind

Run = Callable[..., int]


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", type=Path, default=argparse.SUPPRESS, metavar="DIR", help="application folder")
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object per line")
    parser = argparse.ArgumentParser(prog="counterctl", parents=[common], description="Quầy Một cửa, không màn hình")
    parser.add_argument("--version", action="version", version=f"counterctl {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run: str, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, parents=[common], help=text, description=text)
        added.set_defaults(run=_late(run))
        return added

    _time_commands(command)
    _file_commands(command)
    _office_commands(command)
    _calendar_commands(command)
    _report_commands(command)
    # Not `set_defaults`: that would change the options shared with the subcommands, whose default would then win
    # over what was given before the command.
    return parser.parse_args(arguments, argparse.Namespace(data=None, json=False))


def _report_commands(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    from counter_app.cli import report_arguments  # its options read moments as those here do

    report_arguments.report_commands(command)
    report_arguments.digest_command(command)
    report_arguments.comparison_command(command)


def moment(text: str) -> datetime:
    """ISO 8601; without an offset it is Viet Nam time."""
    try:
        return vietnam(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError) as error:
        raise argparse.ArgumentTypeError(f"«{text}» không phải thời điểm ISO 8601, ví dụ 2026-11-23T08:00") from error


def _time_commands(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    deadline = command("deadline", "time_commands.deadline", "hạn theo giờ làm việc")
    start = deadline.add_mutually_exclusive_group(required=True)
    start.add_argument("--received", type=moment, metavar="T")
    start.add_argument("--batch", type=Path, metavar="FILE.csv", help="columns received_at,minutes")
    start.add_argument("--dossier", metavar="CODE", help="a stored dossier; its intake window or its term")
    deadline.add_argument("--clock", choices=("intake", "term"), help="with --dossier; default: the one that runs")
    length = deadline.add_mutually_exclusive_group()
    length.add_argument("--minutes", type=_positive)
    length.add_argument("--days", type=_positive, help="working days; due at closing time")
    length.add_argument("--months", type=_positive, help="calendar months; due at closing time")
    deadline.add_argument("--now", type=moment, metavar="T", help="with --batch: the working minutes left then as well")
    deadline.add_argument("--out", type=Path, metavar="FILE", help="CSV of the batch; with --explain a sheet as PDF")
    deadline.add_argument("--calendar", type=Path, metavar="FILE")
    deadline.add_argument("--explain", action="store_true")
    remaining = command("remaining", "time_commands.remaining", "số phút làm việc còn lại của 8 giờ tiếp nhận")
    remaining.add_argument("--received", type=moment, required=True, metavar="T")
    remaining.add_argument("--now", type=moment, required=True, metavar="T")
    remaining.add_argument("--minutes", type=_positive, help="default: the window of the rules in force")
    remaining.add_argument("--calendar", type=Path, metavar="FILE")


def _file_commands(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    inspect = command("inspect", "file_commands.inspect", "xem tệp thành phần")
    inspect.add_argument("files", nargs="+", type=Path, metavar="FILE")
    inspect.add_argument(
        "--ocr", action="store_true", help="a searchable copy of each scan without words, by Tesseract"
    )
    inspect.add_argument("--out", type=Path, metavar="DIR", help="where the copies go")
    for name, run, text in (
        ("preflight", "sign_commands.preflight", "xem trước việc ký, không cần khóa"),
        ("sign", "sign_commands.sign", "ký một đợt"),
    ):
        sign = command(name, run, text)
        sign.add_argument("files", nargs="+", type=Path, metavar="FILE")
        sign.add_argument("--out", type=Path, metavar="DIR", required=name == "sign")
        sign.add_argument("--stamp", default="none", metavar="PROFILE", help="none or a profile's key, e.g. component")
        sign.add_argument("--text", action="append", default=[], metavar="NAME=VALUE", help="for the profile's lines")
        sign.add_argument("--image", type=Path, metavar="FILE.png", help="hand-written signature or seal")
        sign.add_argument(
            "--place",
            default="",
            metavar="SPEC",
            help="CORNER[@PAGE] | X,Y,W,H[@PAGE] | anchor:TEXT[@PAGE] | field:NAME | end[@PAGE]; else the profile's",
        )
        _services(sign)
        if name == "preflight":
            continue
        _key(sign)
        sign.add_argument("--repair", action="store_true", help="đã xem trang: được dựng lại tệp hỏng chưa có chữ ký")
        sign.add_argument("--stop-on-error", action="store_true", help="dừng ở tệp đầu tiên không ký được")
    climb = command("raise", "raise_commands.raise_level", "bổ sung dấu thời gian, dữ liệu lâu dài; không cần khóa")
    climb.add_argument("files", nargs="+", type=Path, metavar="FILE")
    climb.add_argument("--out", type=Path, metavar="DIR", required=True)
    _services(climb, default="B-T")
    verify = command("verify", "file_commands.verify", "kiểm tra chữ ký")
    verify.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files and folders of PDF files")
    verify.add_argument("--trust", type=Path, action="append", default=[], metavar="DIR")
    verify.add_argument("--offline", action="store_true", help="never ask a server, whatever the office allows")


def _key(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--p12", type=Path, metavar="FILE")
    parser.add_argument("--pkcs11", type=Path, metavar="LIB")
    parser.add_argument("--token", default="", metavar="LABEL")
    parser.add_argument("--cert", default="", metavar="ID", help="CKA_ID in hex")
    secret = parser.add_mutually_exclusive_group()
    secret.add_argument("--pin-stdin", action="store_true")
    secret.add_argument("--pin-env", metavar="NAME")
    parser.add_argument("--last-try", action="store_true", help="token chỉ còn một lần thử: vẫn gửi PIN")


def _services(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    parser.add_argument("--level", choices=["B-B", "B-T", "B-LT", "B-LTA"][default is not None :], default=default)
    parser.add_argument("--tsa", action="append", metavar="URL", help="hỏi theo thứ tự khi ghi nhiều lần")
    parser.add_argument("--trust", type=Path, action="append", default=[], metavar="DIR", help="nơi cấp được tin cậy")


def _office_commands(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    dossiers = command("dossiers", "dossier_commands.dossiers", "hồ sơ").add_subparsers(
        dest="act", required=True, metavar="ACT"
    )
    taking = dossiers.add_parser("import")
    taking.add_argument("file", type=Path, metavar="FILE", help="Excel, CSV, JSON")
    taking.add_argument("--dry-run", action="store_true", help="tell what it would do, write nothing")
    dossiers.add_parser("undo").add_argument(
        "number", nargs="?", default="", metavar="YEAR/N", help="default: the last"
    )
    listing = dossiers.add_parser("list")
    listing.add_argument("--state", default="", help="name or national number 1-10")
    listing.add_argument("--search", default="")
    listing.add_argument("--now", type=moment, metavar="T")
    dossiers.add_parser("show").add_argument("id", metavar="ID")
    for sub in dossiers.choices.values():
        sub.add_argument("--data", type=Path, default=argparse.SUPPRESS)
        sub.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    catalogue = command("catalogue", "catalogue_commands.catalogue", "danh mục thủ tục").add_subparsers(
        dest="act", required=True, metavar="ACT"
    )
    update = catalogue.add_parser("import")
    update.add_argument("file", type=Path, metavar="FILE", help="national JSON, portal list, Excel, CSV")
    update.add_argument("--dry-run", action="store_true", help="show the differences, write nothing")
    update.add_argument("--with-gone", action="store_true", help="also end procedures that the file no longer has")
    update.add_argument("--person", default="", metavar="LOGIN", help="who answers for it")
    catalogue.add_parser("list").add_argument("--search", default="")
    catalogue.add_parser("export").add_argument("file", type=Path, metavar="FILE.json")
    catalogue.add_parser("compare").add_argument("file", type=Path, metavar="FILE")
    for sub in catalogue.choices.values():
        sub.add_argument("--data", type=Path, default=argparse.SUPPRESS)
        sub.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    command("queue", "dossier_commands.queue", "hàng đợi hôm nay").add_argument("--now", type=moment, metavar="T")
    form = command("form", "dossier_commands.form", "biểu mẫu")
    form.add_argument("kind", choices=[str(kind) for kind in FormKind], metavar="KIND", help="receipt, register …")
    form.add_argument("dossier", metavar="DOSSIER", help="id or code; for the register the year")
    form.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    form.add_argument("--reason", default="", help="register: why the book leaves")
    issue = command("issue", "issue_commands.issue", "phát hành: số, ngày, tháng và dấu lên kết quả lãnh đạo đã ký")
    issue.add_argument("dossier", metavar="DOSSIER", help="id or code")
    issue.add_argument("--file", default="", metavar="NAME", help="which result, when there are several")
    issue.add_argument("--found-only", action="store_true", help="chỉ đặt những phần tìm thấy chỗ trống")
    issue.add_argument("--dry-run", action="store_true", help="show what goes where, sign nothing")
    issue.add_argument("--level", choices=["B-B", "B-T", "B-LT", "B-LTA"], help="default: of the settings")
    issue.add_argument("--person", default="", metavar="LOGIN", help="who answers for it; default: of the settings")
    _key(issue)
    practice = command("practice", "office_commands.practice", "cơ quan tập sự")
    practice.add_argument("act", choices=["load"])
    _office_command(command)
    _exchange_command(command)
    _audit_command(command)
    _backup_command(command)
    _retention_command(command)
    support = command("support", "support_commands.support", "gói hỗ trợ, không có dữ liệu cá nhân")
    support.add_argument("--out", type=Path, required=True, metavar="FILE.zip")
    command("licences", "licence_commands.licences", "những gì kèm theo chương trình và giấy phép của chúng")
    command("doctor", "office_commands.doctor", "máy này làm được gì")


def _office_command(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    office = command("office", "office_commands.office", "lập cơ quan; nhiều quầy chung một máy chủ")
    acts = office.add_subparsers(dest="act", required=True, metavar="ACT")
    create = acts.add_parser("create", help="lập cơ quan mới trong thư mục trống")
    create.add_argument("--name", required=True, help="as it is printed on papers")
    create.add_argument("--code", default="", help="agency code, e.g. H31.15")
    create.add_argument("--admin", required=True, metavar="LOGIN")
    create.add_argument("--admin-name", required=True, metavar="NAME")
    create.add_argument("--database", default="", metavar="URL", help="postgresql://…; default: a file in the folder")
    join = acts.add_parser("join", help="thêm một quầy của cơ quan đã có trên máy chủ")
    join.add_argument("--database", required=True, metavar="URL")
    move = acts.add_parser("move", help="chuyển sổ của quầy này lên máy chủ")
    move.add_argument("--database", required=True, metavar="URL")
    move.add_argument("--person", default="", metavar="LOGIN", help="who answers for it")
    for act in acts.choices.values():
        act.add_argument("--data", type=Path, default=argparse.SUPPRESS)
        act.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def _exchange_command(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    exchange = command("exchange", "exchange_commands.exchange", "gói hồ sơ cho hệ thống của tỉnh, cho quầy khác")
    acts = exchange.add_subparsers(dest="act", required=True, metavar="ACT")
    export = acts.add_parser("export", help="gói cho hệ thống của tỉnh")
    export.add_argument("dossiers", nargs="*", metavar="DOSSIER", help="id or code")
    export.add_argument(
        "--day", type=_day, metavar="YYYY-MM-DD", help="every dossier that went a step further that day"
    )
    export.add_argument("--out", type=Path, required=True, metavar="DIR")
    export.add_argument("--pattern", default="", help="file names, of {ma} {so} {ten} {loai} {sha}")
    hand = acts.add_parser("hand", help="một tệp đã ký cho quầy khác: những gì đã thay đổi từ gói trước")
    hand.add_argument("file", type=Path, metavar="FILE")
    hand.add_argument("--since", type=_day, metavar="YYYY-MM-DD", help="instead of: since the last file")
    _key(hand)
    take = acts.add_parser("take", help="nhận tệp của quầy khác")
    take.add_argument("file", type=Path, metavar="FILE")
    take.add_argument("--dry-run", action="store_true", help="show what it would do")
    take.add_argument("--theirs", action="append", default=[], metavar="CODE", help="changed at both: theirs counts")
    take.add_argument("--ours", action="append", default=[], metavar="CODE", help="changed at both: ours stays")
    for act in (export, hand):
        act.add_argument("--reason", default="", help="why they leave; kept in the diary")
    for act in (export, hand, take):
        act.add_argument("--data", type=Path, default=argparse.SUPPRESS)
        act.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
        act.add_argument("--person", default="", metavar="LOGIN", help="who answers for it")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"«{text}» không phải ngày, ví dụ 2026-11-23") from error


def _audit_command(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    audit = command("audit", "evidence_commands.audit", "nhật ký làm bằng chứng")
    audit.add_argument("act", choices=["verify", "anchor", "print", "export"])
    audit.add_argument("--file", type=Path, metavar="FILE", help="verify: an exported copy")
    audit.add_argument("--anchor", action="append", default=[], metavar="ROWS:HEAD", help="verify: as printed")
    audit.add_argument(
        "--sheet", action="append", type=Path, default=[], metavar="SCAN", help="verify: a printed sheet, scanned"
    )
    audit.add_argument("--out", type=Path, metavar="FILE", help="export: .jsonl, .pdf, .xlsx, .json; print: .pdf")
    audit.add_argument("--by", default="", metavar="LOGIN", help="export: what this person did")
    audit.add_argument("--dossier", default="", metavar="DOSSIER", help="export: id or code; default: the whole diary")
    audit.add_argument("--reason", default="")


def _calendar_commands(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    calendar = command("calendar", "calendar_commands.calendar", "lịch làm việc của cơ quan")
    acts = calendar.add_subparsers(dest="act", required=True, metavar="ACT")
    for name in ("show", "differences"):
        acts.add_parser(name).add_argument("--year", type=_year, metavar="YYYY")
    acts.add_parser("export").add_argument("file", type=Path, metavar="FILE.(ics|csv|json)")
    read = acts.add_parser("import")
    read.add_argument("file", type=Path, metavar="FILE.(ics|csv|json)")
    read.add_argument("--document", metavar="TEXT", help="apply it; what ordered the change")
    for act in acts.choices.values():
        act.add_argument("--data", type=Path, default=argparse.SUPPRESS)
        act.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
        act.add_argument("--person", default="", metavar="LOGIN", help="who answers for it; default: of the settings")


def _year(text: str) -> int:
    if not text.isdecimal() or not 2000 <= int(text[:5]) <= 2099:
        raise argparse.ArgumentTypeError(f"«{text}» phải là năm từ 2000 đến 2099")
    return int(text)


def _backup_command(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    backup = command("backup", "backup_commands.backup", "sao lưu cả thư mục dữ liệu")
    backup.add_argument("act", choices=["create", "verify", "restore"])
    backup.add_argument("file", nargs="?", type=Path, metavar="FILE", help="create: the folder it goes to")
    backup.add_argument("--to", type=Path, metavar="DIR", help="restore: a new or empty folder")
    backup.add_argument("--key-stdin", action="store_true", help="the recovery key; default: the system's key store")
    backup.add_argument("--key-env", default="", metavar="NAME")


def _retention_command(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    retention = command("retention", "retention_commands.retention", "dữ liệu cá nhân đã giữ đủ lâu")
    retention.add_argument("act", choices=["plan", "apply", "erase"], help="plan changes nothing")
    retention.add_argument("dossier", nargs="?", default="", metavar="DOSSIER", help="erase: id or code")
    retention.add_argument("--rule", action="append", default=[], metavar="ID", help="apply: only these; default: all")
    retention.add_argument("--reason", default="", help="apply, erase: the document that allows it")
    retention.add_argument("--person", default="", metavar="LOGIN", help="who answers for it; default: of the settings")


def _positive(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise argparse.ArgumentTypeError(f"«{text}» phải là số nguyên không âm")
    return int(text)


def _late(name: str) -> Run:
    """Import a command's module only when it runs: `deadline` must not load a PDF library."""

    def run(given: argparse.Namespace, output: object) -> int:
        from importlib import import_module

        module, function = name.split(".")
        code: int = getattr(import_module(f"counter_app.cli.{module}"), function)(given, output)
        return code

    return run
