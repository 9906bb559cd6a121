"""Which column is which: headers of foreign lists by their synonyms (interop.md 8.1).

Headers are compared without case, diacritics, spaces and punctuation, so that «Mã hồ sơ», `MaHoSo` and «MÃ HỒ SƠ (*)»
are one. Within a column the synonyms stand in order of trust: where a list has both, the earlier one is taken.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from counter_app.model.text import fold, nfc

HEADER_ROWS = 12  # titles and merged cells stand above the header, never more than this


class Column(StrEnum):
    CODE = "code"
    PROCEDURE_CODE = "procedure_code"
    PROCEDURE_NAME = "procedure_name"
    FIELD = "field"
    STATE = "state"
    CHANNEL = "channel"
    APPLICANT = "applicant_name"
    IDENTITY_NUMBER = "identity_number"
    ADDRESS = "address"
    PHONE = "phone"
    SUBMITTED = "submitted_at"
    RECEIVED = "received_at"
    DUE = "due_at"
    FINISHED = "finished_at"
    RECEIVER = "receiver_name"
    UNIT = "unit"
    RECEIVING_UNIT = "receiving_unit"
    NOTE = "note"


_SYNONYMS: dict[Column, tuple[str, ...]] = {
    Column.CODE: (
        "Mã hồ sơ", "Số hồ sơ", "Số biên nhận", "Mã biên nhận", "Mã số hồ sơ", "Mã hồ sơ TTHC", "dossierNo", "code",
    ),
    Column.PROCEDURE_CODE: ("Mã TTHC", "Mã thủ tục", "Mã thủ tục hành chính", "Mã dịch vụ công", "procedureCode"),
    Column.PROCEDURE_NAME: (
        "Tên TTHC", "Tên thủ tục", "Tên thủ tục hành chính", "Thủ tục", "Thủ tục hành chính", "Dịch vụ công",
        "Tên dịch vụ công", "TTHC", "procedureName",
    ),
    Column.FIELD: ("Lĩnh vực", "Tên lĩnh vực", "sectorName"),
    Column.STATE: ("Trạng thái", "Trạng thái hồ sơ", "Tình trạng", "Tình trạng hồ sơ", "dossierStatusName"),
    Column.CHANNEL: (
        "Kênh", "Kênh thực hiện", "Kênh nộp", "Hình thức nộp", "Hình thức tiếp nhận", "Hình thức nộp hồ sơ",
        "Cách thức nộp",
    ),
    Column.APPLICANT: (
        "Chủ hồ sơ", "Tên chủ hồ sơ", "Tổ chức/cá nhân", "Tổ chức, cá nhân", "Cá nhân/tổ chức", "Tên đương sự",
        "Người nộp", "Người nộp hồ sơ", "Họ và tên", "Tên tổ chức, cá nhân",
    ),
    Column.IDENTITY_NUMBER: (
        "Số giấy tờ chủ hồ sơ", "Số giấy tờ", "Số định danh", "Số CCCD", "CCCD", "Số CCCD/MST", "CCCD/MST",
        "Mã số thuế", "MST", "Số định danh/MST",
    ),
    Column.ADDRESS: ("Địa chỉ", "Địa chỉ chủ hồ sơ"),
    Column.PHONE: ("Số điện thoại", "Điện thoại", "SĐT"),
    Column.SUBMITTED: ("Ngày nộp hồ sơ", "Ngày nộp", "Thời điểm nộp", "Thời gian nộp", "Ngày đăng ký"),
    Column.RECEIVED: (
        "Ngày tiếp nhận", "Ngày nhận", "Thời điểm tiếp nhận", "Ngày tiếp nhận hồ sơ", "Ngày nhận hồ sơ", "acceptedDate",
    ),
    Column.DUE: (
        "Ngày hẹn trả", "Ngày hẹn trả kết quả", "Hạn trả", "Hạn xử lý", "Ngày hẹn", "Hạn giải quyết", "Hạn trả kết quả",
        "appointmentDate",
    ),
    Column.FINISHED: (
        "Ngày kết thúc xử lý", "Ngày có kết quả", "Ngày hoàn thành", "Ngày trả kết quả", "Ngày kết thúc",
    ),
    Column.RECEIVER: (
        "Người tiếp nhận", "Cán bộ tiếp nhận", "Công chức tiếp nhận", "Cán bộ đang xử lý", "Người đang xử lý",
        "Cán bộ xử lý", "Người xử lý", "Người giữ",
    ),
    Column.UNIT: (
        "Đơn vị giải quyết", "Đơn vị xử lý", "Đơn vị/cá nhân giải quyết", "Cơ quan giải quyết", "Cơ quan xử lý",
        "Cơ quan", "Đơn vị",
    ),
    Column.RECEIVING_UNIT: ("Đơn vị tiếp nhận", "Cơ quan tiếp nhận", "Nơi tiếp nhận"),
    Column.NOTE: ("Ghi chú",),
}  # fmt: skip


def compact(text: str) -> str:
    """Letters and digits only, folded. What stands in brackets is explanation, not name."""
    return re.sub(r"[\W_]+", "", fold(re.sub(r"\([^)]*\)", " ", nfc(text))))


_KNOWN: dict[str, tuple[Column, int]] = {
    compact(name): (column, place) for column, names in _SYNONYMS.items() for place, name in enumerate(names)
}


class Header(NamedTuple):
    row: int  # 0-based index into the rows looked at
    places: dict[Column, int]  # 0-based column of the sheet
    names: dict[Column, str]  # as written in the list


def find_header(rows: Sequence[Sequence[object]]) -> Header | None:
    """The row among the first twelve that names most columns; None unless it names the code and one more."""
    found = [read_header(index, row) for index, row in enumerate(rows[:HEADER_ROWS])]
    good = [header for header in found if Column.CODE in header.places and len(header.places) > 1]
    return max(good, key=lambda header: len(header.places), default=None)


def read_header(index: int, row: Sequence[object]) -> Header:
    """What a row names, be it only one column or none."""
    best: dict[Column, tuple[int, int]] = {}
    for place, cell in enumerate(row):
        if isinstance(cell, str) and (known := _KNOWN.get(compact(cell))):
            column, trust = known
            best[column] = min(best.get(column, (trust, place)), (trust, place))
    places = {column: place for column, (_, place) in best.items()}
    return Header(index, places, {column: nfc(str(row[place])) for column, place in places.items()})
