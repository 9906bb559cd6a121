"""A list of 50 000 dossiers taken into an office (a workbook of eleven columns), against reading the file alone."""

from __future__ import annotations

import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from bench import Row, compare
from counter_app.clock import VIETNAM, FixedClock

ROWS = 50_000
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=VIETNAM)
HEADER = (
    *("STT", "Mã hồ sơ", "Mã TTHC", "Tên TTHC", "Lĩnh vực", "Trạng thái", "Kênh", "Chủ hồ sơ"),
    *("Ngày nộp hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả"),
)


def run(quick: bool) -> list[Row]:
    from counter_app.bootstrap import load_practice, open_office
    from counter_app.exchange.lists import read_list
    from counter_app.workflow import lists

    rows = 5_000 if quick else ROWS
    with tempfile.TemporaryDirectory() as folder:
        made, data = write_list(Path(folder) / "danh-sach.xlsx", rows), Path(folder) / "data"
        clock = FixedClock(NOON)
        load_practice(data, clock=clock)
        read_list(made)
        began = time.perf_counter()
        read = read_list(made)
        reading = (time.perf_counter() - began) * 1000
        assert (len(read.rows), read.problems) == (rows, ())
        office = open_office(data, clock=clock, person="ha.nt")
        began = time.perf_counter()
        report = lists.import_list(office, made)
        taking_in = (time.perf_counter() - began) * 1000
        assert len(report.added) == rows
        began = time.perf_counter()
        again = lists.import_list(office, made)
        second = (time.perf_counter() - began) * 1000
        assert (len(again.added), again.unchanged, again.different) == (0, rows, ())
        office.close()
    return [
        compare(f"a list of {rows:,} rows taken in, reading included", taking_in, "reading the file alone", reading),
        compare(f"the same list once more: {rows:,} known", second, "reading the file alone", reading),
    ]


def write_list(path: Path, rows: int) -> Path:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    sheet.append(HEADER)
    for number in range(rows):
        received = datetime(2026, 10, 1, 8, 0) + timedelta(days=number % 30, minutes=number % 400)
        state = ("Đang xử lý", "Đã trả kết quả", "Mới đăng ký")[number % 3]
        due = received.replace(hour=16) + timedelta(days=15)
        code = f"H31.15-{received:%y%m%d}-{number:06}"
        words = ("2.001209", "Đăng ký công bố hợp chuẩn", "Tiêu chuẩn đo lường chất lượng", state, "Trực tuyến")
        sheet.append((number + 1, code, *words, f"Công dân Mẫu {number}", received, received, due))
    book.save(path)
    return path
