"""A period's full set of reports at once: what an office publishes and files every month."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.errors import Refused
from counter_app.model.period import Period
from counter_app.model.report import Report
from counter_app.workflow import reports
from counter_app.workflow.exports import expect_reason
from counter_app.workflow.office import Office
from counter_app.workflow.report_kinds import REPORTS

_LONGEST = ("index", "publication")  # asked for first: the others are read while these are written
KINDS = (*_LONGEST, *(kind for kind, entry in REPORTS.items() if entry.of_period and kind not in _LONGEST))
SUFFIXES = (".pdf", ".xlsx")
_READERS = 3  # while one report is drawn and written, the register is asked for the next ones


def save_set(
    office: Office,
    period: Period,
    folder: Path,
    *,
    reason: str,
    suffixes: Sequence[str] = SUFFIXES,
    done: Callable[[Path], None] = lambda _: None,
) -> tuple[Path, ...]:
    """Every report of `period` that needs no file from elsewhere, into `folder` as `PERIOD-KIND.SUFFIX`; `done` hears
    of each file. One report after another is written while the register is read for the others.

    Refused `forms.output_exists` before anything is written when a name is taken, without a reason (some name
    applicants), and as `reports.make` and `reports.save`; Trouble: disk.
    """
    require(office.person, Act.SEE_REPORTS)
    expect_reason(reason)
    names = {kind: [folder / f"{period.key}-{kind}{suffix}" for suffix in suffixes] for kind in KINDS}
    for path in (path for paths in names.values() for path in paths):
        if path.exists():
            raise Refused("forms.output_exists", file=path.name)
    written: list[Path] = []
    for report in _made(office, period):
        for path in names[report.kind]:
            written.append(reports.save(office, report, path, reason=reason))
            done(path)
    return tuple(sorted(written))


def _made(office: Office, period: Period) -> Iterator[Report]:
    """Each report as soon as it is there. What fails stops the rest."""
    with ThreadPoolExecutor(_READERS, thread_name_prefix="report") as readers:
        asked: list[Future[Report]] = [readers.submit(reports.make, office, kind, period) for kind in KINDS]
        try:
            for one in as_completed(asked):
                yield one.result()
        finally:
            for one in asked:
                one.cancel()
