"""Nothing that names applicants leaves without a reason, and the diary knows what left, when, by whom and why."""

from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Refused
from counter_app.model.dossier import DossierId
from counter_app.model.queue import QueueFilter
from counter_app.workflow import exports, packages, queue, register, reports
from counter_app.workflow.office import Office
from tests.faults.outside import counterctl
from tests.workflow.test_reports import NOVEMBER


def test_each_way_out_asks_and_writes_down_why(office: Office, tmp_path: Path, clock: FixedClock) -> None:
    supervisor, out = office.as_person("phuoc.dh"), tmp_path / "ra"
    out.mkdir()
    dossier = DossierId(queue.ids(office, QueueFilter())[0])
    overdue = reports.make(supervisor, "overdue", NOVEMBER)
    ways: dict[str, Callable[[str], object]] = {
        "save_report": lambda why: reports.save(supervisor, overdue, out / "qua-han.xlsx", reason=why),
        "export_package": lambda why: packages.export(office, [dossier], out, reason=why),
        "print_register": lambda why: register.print_register(office, 2026, out / "so.pdf", reason=why),
    }
    for act in ways.values():
        for nothing in ("", " \n "):
            with pytest.raises(Refused) as refused:
                act(nothing)
            assert refused.value.code == "workflow.export_needs_reason"
    assert list(out.iterdir()) == []
    for kind, act in ways.items():
        clock.advance(minutes=1)
        act(f"  Công văn 12/VP,  {kind} ")
    told = [office.store.readings.last_office_event(kind) for kind in ("save_report", "print_register")]
    told.append(queue.events(office, dossier)[-1])
    assert [one.details["reason"] for one in told if one] == [f"Công văn 12/VP, {one.kind}" for one in told if one]
    assert len(told) == 3 and None not in told
    assert exports.reasons(office) == ("Công văn 12/VP, print_register", "Công văn 12/VP, export_package")
    assert exports.reasons(supervisor) == ("Công văn 12/VP, save_report",)


def test_figures_without_persons_need_none(office: Office, tmp_path: Path) -> None:
    supervisor = office.as_person("phuoc.dh")
    for kind in ("period", "index", "officers", "steps"):
        report = reports.make(supervisor, kind, NOVEMBER)
        assert not report.personal
        reports.save(supervisor, report, tmp_path / f"{kind}.json")
    assert exports.reasons(supervisor) == ()


def test_the_command_line_asks_as_well(practice_folder: Path, tmp_path: Path) -> None:
    common = ("--out", tmp_path / "ra.pdf", "--data", practice_folder)
    for command in (
        ("report", "overdue", "--month", "2026-11", "--now", "2026-11-23T08:00", "--person", "phuoc.dh"),
        ("form", "register", "2026"),
        ("exchange", "export", "1"),
    ):
        refused = counterctl(*command, *common)
        assert (refused.code, refused.lines[-1]["error"]) == (1, "workflow.export_needs_reason")
        assert not (tmp_path / "ra.pdf").exists()
    assert counterctl("form", "register", "2026", "--reason", "Kiểm tra quý IV", *common).code == 0
