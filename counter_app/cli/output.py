"""What a command prints: JSON lines or text on standard output, messages on standard error."""

import errno
import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from counter_app.errors import CounterError, Misuse, Refused, Trouble

DONE, REFUSED, USAGE, PARTLY, TROUBLE = 0, 1, 2, 3, 4


class Output:
    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def line(self, values: Mapping[str, Any], text: str) -> None:
        """One object: as JSON with `--json`, else the text."""
        print(json.dumps(values, ensure_ascii=False, default=_plain) if self.as_json else text, flush=True)

    def note(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    def failed(self, error: CounterError) -> None:
        self.note(str(error))
        if self.as_json:
            self.line({"error": error.code, "message": str(error)}, "")


def exit_code_of(error: CounterError) -> int:
    if isinstance(error, Refused):
        return REFUSED
    return USAGE if isinstance(error, Misuse) else TROUBLE


_REASONS = {
    errno.ENOSPC: "ổ đĩa hết chỗ",
    errno.EFBIG: "ổ đĩa hết chỗ",
    errno.EDQUOT: "hết dung lượng được cấp",
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.EEXIST: "có một tệp nằm ở chỗ cần một thư mục",
    errno.ENOTDIR: "có một tệp nằm ở chỗ cần một thư mục",
    errno.EISDIR: "đây là một thư mục",
    errno.ENAMETOOLONG: "tên quá dài",
}


def file_trouble(error: OSError) -> Trouble:
    name = Path(error.filename).name if isinstance(error.filename, str) else "tệp"
    return Trouble(
        "cli.file_trouble", file=name[:80], reason=_REASONS.get(error.errno or 0, error.strerror or "lỗi lạ")
    )


def several(failed: int, total: int, *, refused: int = 0) -> int:
    """The exit code for a command over several files."""
    if failed == 0 and refused == 0:
        return DONE
    if failed + refused < total:
        return PARTLY
    return TROUBLE if failed else REFUSED


def iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return iso(value)
    raise TypeError(f"not JSON: {type(value).__name__}")
