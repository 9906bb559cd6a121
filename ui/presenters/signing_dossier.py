"""One dossier or all: what may be chosen, and in which order a whole dossier is signed. Free of Qt."""

from collections.abc import Sequence

from counter_app.model.dossier import DossierId
from counter_app.workflow.sign_rows import SignRow
from ui.presenters.signing import SignLine

ALL = 0
ALL_WORDS = "Mọi hồ sơ"
EMPTY = {
    False: ("Không có tệp nào chờ ký", "Giấy tờ đã kiểm tra đạt mà chưa ký sẽ hiện ở đây."),
    True: ("Hồ sơ này không còn tệp nào chờ ký", "Mọi tệp mà bạn ký được của hồ sơ đã có chữ ký."),
}


def choices(rows: Sequence[SignRow]) -> list[tuple[str, int]]:
    """(words, dossier id), all first; dossiers in the order of the list."""
    counts: dict[DossierId, int] = {}
    codes: dict[DossierId, str] = {}
    for row in rows:
        counts[row.dossier_id] = counts.get(row.dossier_id, 0) + 1
        codes[row.dossier_id] = row.dossier_code
    return [(ALL_WORDS, ALL)] + [(f"{codes[key]} · {count} tệp", int(key)) for key, count in counts.items()]


def with_dossier(known: Sequence[tuple[str, int]], rows: Sequence[SignRow]) -> list[tuple[str, int]]:
    """The same choices when only one dossier was read: it is there, too."""
    ids = {key for _, key in known}
    return [*(known or choices(())), *(one for one in choices(rows)[1:] if one[1] not in ids)]


def order_words(lines: Sequence[SignLine]) -> str:
    """What one PIN signs of this dossier, first to last."""
    rows = [line.row for line in lines if line.tickable]
    initials = sum(line.profile == "initial" for line in lines if line.tickable)
    results = sum(row.component_id is None and not row.form for row in rows)
    parts = (
        (sum(row.component_id is not None for row in rows), "thành phần"),
        (sum(bool(row.form) for row in rows), "biểu mẫu"),
        (results, "kết quả (ký nháy)" if initials else "kết quả"),
    )
    told = ", ".join(f"{count} {words}" for count, words in parts if count)
    return f"Một mã PIN, theo thứ tự: {told}" if told else ""
