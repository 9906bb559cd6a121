"""The official columns by something else than the field: by officer, by procedure."""

from collections.abc import Mapping
from datetime import datetime

from counter_app.model.period import Period
from counter_app.model.report import Report
from counter_app.report.measures import Counts, Measure, figures_of, grouped_table, summed
from counter_app.report.period import NOTES, OFFICIAL, UNKNOWN, headline, punctuality_bars, unknown_words

INTAKE_AND_ASKING = (
    Measure(figure="arrived", title="Hồ sơ đến"),
    Measure(figure="intake_on_time", title="Quyết định trong thời hạn", of="arrived", width=24),
    Measure(figure="intake_late", title="Quyết định sau thời hạn", width=24, bad=True),
    Measure(figure="intake_waiting", title="Còn chờ quyết định", width=22),
    Measure(figure="asked_supplement", title="Yêu cầu bổ sung", of="arrived", width=22),
    Measure(figure="asked_twice", title="Bổ sung từ hai lần", width=22, bad=True),
    Measure(figure="refused", title="Từ chối", of="arrived", width=20),
)
FIGURES = figures_of((*OFFICIAL, UNKNOWN, *INTAKE_AND_ASKING))
BY_OFFICER = (
    "Tính cho người đang giữ hồ sơ, hoặc giữ sau cùng khi hồ sơ đã xong; hồ sơ được giao lại tính cho người nhận.",
)


def by_group(
    kind: str,
    title: str,
    counts: Counts,
    *,
    group: str,
    heading: str,
    labels: Mapping[str, str],
    period: Period,
    at: datetime,
    notes: tuple[str, ...] = (),
) -> Report:
    """`counts`: FIGURES by the group."""
    total = summed(counts)
    unknown = bool(total.get(UNKNOWN.figure))
    official = grouped_table(
        "official",
        f"Tiếp nhận và giải quyết theo {heading.lower()}",
        counts,
        (*OFFICIAL, UNKNOWN) if unknown else OFFICIAL,
        group=group,
        heading=heading,
        labels=labels,
        numbered=True,
        note=unknown_words() if unknown else "",
    )
    intake = grouped_table(
        "intake",
        f"Quyết định tiếp nhận theo {heading.lower()}",
        counts,
        INTAKE_AND_ASKING,
        group=group,
        heading=heading,
        labels=labels,
    )
    bars = punctuality_bars("punctuality", f"Đã giải quyết theo {heading.lower()}", official)
    return Report(
        kind=kind,
        title=title,
        period=period,
        at=at,
        parts=(headline(total), official, bars, intake),
        notes=(*notes, *NOTES),
        landscape=True,
    )
