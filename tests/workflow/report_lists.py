"""A list of invented dossiers with a past: every state, moments within and beyond office hours, some cells empty."""

import random
from datetime import datetime, timedelta
from pathlib import Path

from counter_app.clock import VIETNAM
from counter_app.model.procedure import Procedure

FIRST = datetime(2026, 9, 1, tzinfo=VIETNAM)
NAMES = ("Lò Thị Ưởng", "Công ty TNHH Ánh Dương", "=HYPERLINK(1)", "Phạm Đức Điệp", "Hội Khoa học Mẫu")
STATES = (
    *("Mới đăng ký", "Được tiếp nhận", "Không được tiếp nhận", "Đang xử lý", "Yêu cầu bổ sung giấy tờ"),
    *("Công dân yêu cầu rút hồ sơ", "Dừng xử lý", "Đã xử lý xong", "Đã trả kết quả", "Đã trả kết quả"),
)
HEADER = (
    "Mã hồ sơ;Mã TTHC;Tên TTHC;Lĩnh vực;Trạng thái;Kênh;Chủ hồ sơ;Ngày nộp;Ngày tiếp nhận;Ngày hẹn trả;"
    "Ngày kết thúc xử lý;Người tiếp nhận"
)


def write_past(path: Path, count: int, procedures: tuple[Procedure, ...], people: list[str], seed: int = 1) -> None:
    dice = random.Random(seed)
    lines = [HEADER]
    for number in range(1, count + 1):
        submitted = FIRST + timedelta(minutes=dice.randrange(0, 83 * 24 * 60))
        received = submitted + timedelta(minutes=dice.choice((0, 30, 600, 4000)))
        due = received + timedelta(minutes=dice.randrange(60, 20 * 24 * 60))
        ended = due + timedelta(minutes=dice.choice((-9000, -2000, -30, 0, 1, 700)))
        state, procedure = dice.choice(STATES), dice.choice(procedures)
        cells = (
            f"H31.15-{submitted:%y%m%d}-{number:04d}",
            procedure.code + ("" if procedure.code.startswith("LOCAL") else dice.choice(("", ".000.00.00.H31"))),
            procedure.name,
            dice.choice((procedure.field, procedure.field, "")),
            state,
            dice.choice(("Trực tuyến", "Trực tuyến", "Trực tiếp", "Bưu chính")),
            dice.choice(NAMES),
            _written(submitted),
            _written(received),
            "" if dice.random() < 0.1 else _written(due),
            _written(max(ended, received)) if dice.random() < 0.8 else "",
            dice.choice(people),
        )
        lines.append(";".join(f'"{cell}"' for cell in cells))
    path.write_text("\n".join(lines), encoding="utf-8")


def _written(at: datetime) -> str:
    return f"{at:%d/%m/%Y %H:%M}"
