"""A dossier list in the shape in which provincial systems export theirs: title lines, merged cells, real dates."""

from collections.abc import Sequence
from pathlib import Path

from counter_app.errors import Trouble
from counter_app.exchange.lists import ListRow
from counter_app.model.dossier import STATE_NAMES, Channel, DossierState

SHEET = "Danh sách hồ sơ"
_COLUMNS: tuple[tuple[str, str, int], ...] = (  # header, field of ListRow, width in characters
    ("STT", "", 5),
    ("Lĩnh vực", "field", 28),
    ("Mã TTHC", "procedure_code", 14),
    ("Tên TTHC", "procedure_name", 60),
    ("Mã hồ sơ", "code", 24),
    ("Trạng thái", "state", 24),
    ("Kênh", "channel", 20),
    ("Chủ hồ sơ", "applicant_name", 36),
    ("Số giấy tờ chủ hồ sơ", "identity_number", 20),
    ("Địa chỉ", "address", 44),
    ("Ngày nộp hồ sơ", "submitted_at", 17),
    ("Ngày tiếp nhận", "received_at", 17),
    ("Ngày hẹn trả", "due_at", 17),
    ("Người tiếp nhận", "receiver_name", 22),
)
_MOMENTS = {"submitted_at", "received_at", "due_at"}
_CHANNELS = {Channel.DIRECT: "Trực tiếp", Channel.ONLINE: "Trực tuyến", Channel.POSTAL: "Bưu chính công ích"}
HEADER_ROW = 4


def write_practice_list(path: Path, rows: Sequence[ListRow], *, office_name: str) -> None:
    """Write `rows` to a new .xlsx that `read_list` reads back as it was. Trouble: it cannot be written."""
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    try:
        with xlsxwriter.Workbook(str(path), {"remove_timezone": True, "in_memory": True}) as book:
            _fill(book, rows, office_name)
    except (OSError, XlsxWriterException) as error:
        raise Trouble("list.cannot_write", file=path.name) from error


def _fill(book, rows: Sequence[ListRow], office_name: str) -> None:  # type: ignore[no-untyped-def] # xlsxwriter has no types
    title = book.add_format({"bold": True, "align": "center", "font_size": 13})
    heading = book.add_format({"bold": True, "border": 1, "align": "center", "text_wrap": True})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm", "border": 1})
    plain = book.add_format({"border": 1})
    sheet = book.add_worksheet(SHEET)
    sheet.write_string(0, 0, office_name.upper())
    sheet.merge_range(1, 0, 1, len(_COLUMNS) - 1, "DANH SÁCH HỒ SƠ (DỮ LIỆU TẬP SỰ)", title)
    for place, (header, _, width) in enumerate(_COLUMNS):
        sheet.set_column(place, place, width)
        sheet.write_string(HEADER_ROW - 1, place, header, heading)
    for number, row in enumerate(rows, 1):
        line = HEADER_ROW + number - 1
        sheet.write_number(line, 0, number, plain)
        for place, (_, field, _) in enumerate(_COLUMNS[1:], 1):
            value = getattr(row, field)
            if value is None or value == "":
                sheet.write_blank(line, place, None, plain)
            elif field in _MOMENTS:
                sheet.write_datetime(line, place, value, moment)
            else:
                sheet.write_string(line, place, _words(value), plain)
    sheet.freeze_panes(HEADER_ROW, 0)


def _words(value: str | DossierState | Channel) -> str:
    if isinstance(value, DossierState):
        return STATE_NAMES[value]
    return _CHANNELS[value] if isinstance(value, Channel) else value
