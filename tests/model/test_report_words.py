"""What the steps of a heat map stand for: each count has one step, and the legend names it."""

import pytest

from counter_app.model.report import Cell, Heat
from counter_app.model.report_words import heat_limits, step_of, step_words


@pytest.mark.parametrize(
    ("counts", "words"),
    [((9, 7, 5, 3, 1), ("1–2", "3–4", "5–7", "từ 8")), ((2, 1), ("1", "từ 2")), ((1, 0), ("từ 1",))],
)
def test_the_legend_names_the_step_of_every_count(counts: tuple[int, ...], words: tuple[str, ...]) -> None:
    cells = (tuple(Cell(value=count) for count in counts),)
    heat = Heat(key="h", title="Giờ", row_labels=("thứ Hai",), column_labels=("",) * len(counts), cells=cells)
    limits = heat_limits(heat)
    assert step_words(limits) == words
    for count in filter(None, counts):
        told = words[step_of(count, limits)]
        low, _, high = told.removeprefix("từ ").partition("–")
        assert int(low) <= count and (told.startswith("từ") or count <= int(high or low))
