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
    "index": ReportEntry(title="Bộ chỉ số 766", icon="gauge", make="report_index:index"),
    "publication": ReportEntry(title="Công khai hằng tháng", icon="globe", make="report_index:publication"),
    "officers": ReportEntry(title="Theo công chức", icon="users", make="report_period:officers"),
    "procedures": ReportEntry(title="Theo thủ tục", icon="file-text", make="report_period:procedures"),
    "digitisation": ReportEntry(title="Số hóa và ký số", icon="signature", make="report_period:digitisation"),
    "steps": ReportEntry(title="Thời gian từng khâu", icon="timer", make="report_period:steps"),
    "arrivals": ReportEntry(title="Giờ hồ sơ đến", icon="calendar-days", make="report_period:arrivals"),
    "overdue": ReportEntry(title="Giải trình quá hạn", icon="clock-alert", make="report_overdue:overdue"),
}
# Figures that no single question to the register answers: `function(office, period, behind) -> ids`.
BEHIND: dict[str, str] = {
    "step": "report_period:behind_step",
    "handed_in_outside": "report_period:behind_outside",
    "index_any": "report_index:behind_any",
    "dossier": "report_index:behind_one",
    "overdue": "report_overdue:behind",
    "overdue_open": "report_overdue:behind",
    "overdue_ended": "report_overdue:behind",
    "overdue_explained": "report_overdue:behind",
    "overdue_owed": "report_overdue:behind",
}
# Reports that can be told of a part only: `function(office, period, behind) -> Report`.
NARROWED: dict[str, str] = {
    "overdue": "report_overdue:narrowed",
}
