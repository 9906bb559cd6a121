"""Which reports there are, in the order in which the page and the command line name them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEntry:
    """`make`: `module:function` of this package, `function(office, period) -> Report`, imported when it is wanted."""

    title: str
    icon: str
    make: str


REPORTS: dict[str, ReportEntry] = {
    "period": ReportEntry(title="Tình hình giải quyết", icon="chart-column", make="report_period:period"),
}
