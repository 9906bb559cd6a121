"""What a command prints: JSON lines or text on standard output, messages on standard error."""

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from counter_app.errors import CounterError, Misuse, Refused

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
