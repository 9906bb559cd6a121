"""A month's report set over a register: every report of a period of `counterctl report`, its figures, PDF and Excel
file. The peer is the limit that was set.

Left out is `comparison`, which is of no period and needs a foreign list; `mismatch` is made without foreign files.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bench import Row, compare
from bench.register import NOW
from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.model.period import month
from counter_app.settings import Settings, save_settings
from counter_app.workflow import reports
from counter_app.workflow.office import Office
from counter_app.workflow.report_kinds import REPORTS
from counter_app.workflow.report_set import save_set

SET_MS = 5000.0  # the limit that was set
MONTH = month(date(2026, 10, 1))  # the last whole one of the register: about 31 000 dossiers of a million
SUFFIXES = (".pdf", ".xlsx")


def opened(folder: Path) -> Office:
    """The office over the register in `folder`, with a supervisor at its desk."""
    from counter_app.model.person import Person, Role

    save_settings(folder, Settings(practice=True, office_name="Cơ quan tập sự"))
    office = open_office(folder, clock=FixedClock(NOW))
    with office.store.unit_of_work() as unit:
        unit.put_person(Person(login="lanh-dao", name="Lãnh đạo", role=Role.SUPERVISOR))
        unit.commit()
    office.close()
    return open_office(folder, clock=FixedClock(NOW), person="lanh-dao")


def rows(office: Office, count: int) -> list[Row]:
    """One row for each report and one for them all. The reports are made one after another, as a job does."""
    out = office.folder / "reports"
    out.mkdir()
    times = {kind: _made(office, kind, {}, out) for kind, entry in REPORTS.items() if entry.of_period}
    found = [compare(f"report {kind}, {count} dossiers", ms, "the limit of all", SET_MS) for kind, ms in times.items()]
    whole = out / "whole"
    whole.mkdir()
    start = time.perf_counter()
    save_set(office, MONTH, whole, reason="Đo tốc độ")
    ms = (time.perf_counter() - start) * 1000
    return [
        *found,
        compare(f"a month's full report set at once, {count} dossiers", ms, "the limit", SET_MS),
        compare(f"a month's full report set at once, {count} dossiers", ms, "one after another", sum(times.values())),
    ]


def _made(office: Office, kind: str, files: Mapping[str, Path], out: Path) -> float:
    start = time.perf_counter()
    made = reports.make(office, kind, MONTH, files=files)
    for suffix in SUFFIXES:
        reports.save(office, made, out / f"{kind}{suffix}", reason="Đo tốc độ")
    return (time.perf_counter() - start) * 1000
