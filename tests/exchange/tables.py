"""Small lists made by the tests themselves."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from counter_app.clock import VIETNAM

HEADER = (
    "STT", "Mã hồ sơ", "Mã TTHC", "Tên TTHC", "Trạng thái", "Kênh", "Chủ hồ sơ", "Ngày nộp hồ sơ", "Ngày tiếp nhận",
    "Ngày hẹn trả", "Người tiếp nhận",
)  # fmt: skip
CODE = "H31.15-261117-0001"


def vn(day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A moment of November 2026."""
    return datetime(2026, 11, day, hour, minute, second, tzinfo=VIETNAM)


def line(code: object = CODE, **cells: object) -> tuple[object, ...]:
    """A good row; a cell is changed by the name of its column without diacritics: state=, received= …"""
    values: dict[str, object] = {
        "number": 1,
        "code": code,
        "procedure_code": "2.001209.000.00.00.H31",
        "procedure": "Đăng ký công bố hợp chuẩn dựa trên kết quả chứng nhận của tổ chức chứng nhận",
        "state": "Đang xử lý",
        "channel": "Trực tuyến",
        "applicant": "Công ty TNHH Gạch Ví Dụ",
        "submitted": datetime(2026, 11, 17, 14, 13),
        "received": datetime(2026, 11, 17, 15, 7),
        "due": datetime(2026, 11, 25, 17, 0),
        "receiver": "Nguyễn Thu Hà",
    }
    assert cells.keys() <= values.keys()
    return tuple((values | cells).values())


def workbook(path: Path, rows: Sequence[Sequence[object]], *, merge: str = "", sheet: str = "Danh sách") -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    table = book.active
    assert table is not None
    table.title = sheet
    for row in rows:
        table.append(list(row))
    if merge:
        table.merge_cells(merge)
    book.save(path)
    return path


def text_file(path: Path, rows: Sequence[Sequence[str]], *, delimiter: str = ";", encoding: str = "utf-8") -> Path:
    path.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    return path
