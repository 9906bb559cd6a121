"""Which reports there are, in the order in which the page and the command line name them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedFile:
    """A file from elsewhere that a report is held beside."""

    key: str  # also the option of the command line
    words: str
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEntry:
    """`make`: `module:function` of this package, `function(office, period) -> Report`, imported when it is wanted; with
    `files` it is `function(office, period, files) -> Report`."""

    title: str
    icon: str
    make: str
    files: tuple[WantedFile, ...] = ()
    of_period: bool = True  # False: it tells how things stand now


REPORTS: dict[str, ReportEntry] = {
    "period": ReportEntry(title="Tình hình giải quyết", icon="chart-column", make="report_period:period"),
    "index": ReportEntry(title="Bộ chỉ số 766", icon="gauge", make="report_index:index"),
    "publication": ReportEntry(title="Công khai hằng tháng", icon="globe", make="report_index:publication"),
    "officers": ReportEntry(title="Theo công chức", icon="users", make="report_period:officers"),
    "procedures": ReportEntry(title="Theo thủ tục", icon="file-text", make="report_period:procedures"),
    "digitisation": ReportEntry(title="Số hóa và ký số", icon="signature", make="report_period:digitisation"),
    "steps": ReportEntry(title="Thời gian từng khâu", icon="timer", make="report_period:steps"),
    "arrivals": ReportEntry(title="Giờ hồ sơ đến", icon="calendar-days", make="report_period:arrivals"),
    "comparison": ReportEntry(
        title="Đối chiếu danh sách",
        icon="git-compare",
        make="report_comparison:comparison",
        files=(WantedFile(key="list", words="Danh sách tỉnh hoặc quốc gia", required=True),),
        of_period=False,
    ),
    "mismatch": ReportEntry(
        title="Chênh lệch thời hạn",
        icon="hourglass",
        make="report_comparison:mismatch",
        files=(
            WantedFile(key="national", words="CSDL quốc gia về TTHC"),
            WantedFile(key="decision", words="Quyết định công bố"),
        ),
    ),
    "overdue": ReportEntry(title="Giải trình quá hạn", icon="clock-alert", make="report_overdue:overdue"),
}
# Figures that no single question to the register answers: `function(office, period, behind) -> ids`.
BEHIND: dict[str, str] = {
    "step": "report_period:behind_step",
    "handed_in_outside": "report_period:behind_outside",
    "index_any": "report_index:behind_any",
    "dossier": "report_index:behind_named",
    "late_of_procedures": "report_comparison:behind_late",
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
