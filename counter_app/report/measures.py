"""From counts by group to a table: each measure is a figure, or the share of one figure in another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from counter_app.model.report import Behind, Cell, Column, Kind, Row, Table

Counts = Mapping[str, Mapping[str, int]]  # value of the group → figure → count
UNNAMED = "(chưa ghi)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """`figure` counts dossiers; with `of` the column shows its share in that other figure."""

    figure: str
    title: str
    group: str = ""
    of: str = ""
    width: int = 16
    bad: bool = False  # a count above zero deserves a look

    @property
    def kind(self) -> Kind:
        return Kind.SHARE if self.of else Kind.COUNT

    @property
    def key(self) -> str:
        return f"{self.figure}_share" if self.of else self.figure


def share(part: int, whole: int) -> float | None:
    """Between 0 and 1; None: there is nothing to take a share of."""
    return part / whole if whole else None


def figures_of(measures: Iterable[Measure]) -> tuple[str, ...]:
    """Every figure that must be counted for these measures."""
    wanted = [name for measure in measures for name in (measure.figure, measure.of) if name]
    return tuple(dict.fromkeys(wanted))


def summed(counts: Counts) -> dict[str, int]:
    """The whole office: a dossier belongs to one value of a group."""
    total: dict[str, int] = {}
    for mine in counts.values():
        for figure, count in mine.items():
            total[figure] = total.get(figure, 0) + count
    return total


def cell(measure: Measure, counts: Mapping[str, int], group: str = "", value: str = "") -> Cell:
    count = counts.get(measure.figure, 0)
    behind = Behind(figure=measure.figure, group=group, value=value) if count else None
    tone = "bad" if measure.bad and count else ""
    if measure.of:
        return Cell(value=share(count, counts.get(measure.of, 0)), behind=behind, tone=tone)
    return Cell(value=count, behind=behind, tone=tone)


def grouped_table(
    key: str,
    title: str,
    counts: Counts,
    measures: Sequence[Measure],
    *,
    group: str,
    heading: str,
    labels: Mapping[str, str],
    note: str = "",
    numbered: bool = False,
) -> Table:
    """A row per value of the group that counts anything, in the order of their labels, and the sum under them.

    `labels`: what a value is called; a value that is not there is its own name.
    """

    def label(value: str) -> str:
        return labels.get(value, value) or UNNAMED

    rows: list[Row] = []
    for number, value in enumerate(sorted(counts, key=lambda one: (one == "", label(one).casefold(), one)), start=1):
        mine = counts[value]
        figures = (cell(measure, mine, group, value) for measure in measures)
        rows.append((Cell(value=number), Cell(value=label(value)), *figures))
    whole = summed(counts)
    return Table(
        key=key,
        title=title,
        columns=(
            Column(key="number", title="TT", kind=Kind.COUNT, width=9),
            Column(key="label", title=heading),
            *(
                Column(key=one.key, title=one.title, kind=one.kind, width=one.width, group=one.group)
                for one in measures
            ),
        ),
        rows=tuple(rows),
        total=(Cell(value=""), Cell(value="Tổng cộng"), *(cell(one, whole) for one in measures)),
        note=note,
        numbered=numbered,
    )
