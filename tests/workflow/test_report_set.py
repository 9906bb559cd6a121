"""A period's full set at once: the same files as one by one, all or none of a folder's names, a reason first."""

import json
from datetime import date
from pathlib import Path

import pytest

from counter_app.errors import Refused
from counter_app.model.period import month
from counter_app.workflow import reports
from counter_app.workflow.office import Office
from counter_app.workflow.report_set import KINDS, save_set

NOVEMBER = month(date(2026, 11, 1))
WHY = "Công văn 12/VP"


def test_the_set_tells_what_each_report_alone_tells(past: Office, tmp_path: Path) -> None:
    heard: list[Path] = []
    written = save_set(past, NOVEMBER, tmp_path, reason=WHY, suffixes=(".json", ".pdf"), done=heard.append)
    assert {path.name for path in written} == {f"2026-11-{kind}{end}" for kind in KINDS for end in (".json", ".pdf")}
    assert sorted(heard) == list(written) == sorted(tmp_path.iterdir())
    for kind in KINDS:
        alone = reports.save(past, reports.make(past, kind, NOVEMBER), tmp_path / "alone.json", reason=WHY, over=True)
        assert json.loads((tmp_path / f"2026-11-{kind}.json").read_text()) == json.loads(alone.read_text()), kind


def test_nothing_is_written_where_a_name_is_taken_or_the_reason_is_missing(past: Office, tmp_path: Path) -> None:
    with pytest.raises(Refused) as silent:
        save_set(past, NOVEMBER, tmp_path, reason="  ")
    assert silent.value.code == "workflow.export_needs_reason" and not list(tmp_path.iterdir())
    taken = tmp_path / f"2026-11-{KINDS[-1]}.xlsx"
    taken.write_text("của người khác")
    with pytest.raises(Refused) as refused:
        save_set(past, NOVEMBER, tmp_path, reason=WHY)
    assert refused.value.code == "forms.output_exists" and list(tmp_path.iterdir()) == [taken]
