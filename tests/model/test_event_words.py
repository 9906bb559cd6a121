"""Every act that the code writes into the diary has words of its own."""

import re
from typing import Any

import pytest

from counter_app.clock import from_seconds
from counter_app.model.dossier import Event
from counter_app.model.event_words import event_words
from tests.architecture.tree import modules

_WRITTEN = re.compile(r"\bevent\(\s*\"([a-z_]+)\"|\b_?note\(office, \"([a-z_]+)\"|self\._note\(\"([a-z_]+)\"")


def kinds() -> set[str]:
    sources = [path.read_text(encoding="utf-8") for path in modules("counter_app", "ui")]
    return {next(filter(None, found)) for source in sources for found in _WRITTEN.findall(source)}


def test_no_act_is_only_an_update() -> None:
    found = kinds() | {"accept", "request_supplement", "refuse", "withdraw", "print_form", "sign_form", "late_record"}
    assert len(found) > 60
    plain = event_words(Event(dossier_id=None, at=from_seconds(0), by="ha", kind="khong-co", details={}))[0]
    unnamed = {
        kind
        for kind in found
        if event_words(Event(dossier_id=None, at=from_seconds(0), by="ha", kind=kind, details={}))[0] == plain
    }
    assert unnamed == set()


@pytest.mark.parametrize(
    ("kind", "told", "detail"),
    [
        ("exchange_differs", {"there": 10, "here": 4}, "ở đó: Đã trả kết quả, ở đây: Đang xử lý"),
        (
            "due_differs",
            {"there": "2026-11-26T17:00:00+07:00", "here": None},
            "hạn ở đó 17:00 26/11/2026, ở đây chưa có",
        ),
    ],
)
def test_what_a_list_told_otherwise_is_said_with_both_values(kind: str, told: dict[str, Any], detail: str) -> None:
    details = {"list": "tuan-47.xlsx", **told}
    event = Event(dossier_id=None, at=from_seconds(0), by="ha", kind=kind, details=details)
    assert event_words(event)[1] == f"tuan-47.xlsx · {detail}"
