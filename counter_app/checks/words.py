"""Figures as an officer reads them."""

from collections.abc import Sequence

LISTED = 8


def page_words(numbers: Sequence[int]) -> str:
    """`(2, 5, 6, 7)` -> «2, 5–7»; a long list ends with «…»."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    words = [str(first) if first == last else f"{first}–{last}" for first, last in runs[:LISTED]]
    return ", ".join(words) + (" …" if len(runs) > LISTED else "")


def megabytes(size: int) -> str:
    """`1_400_000` -> «1,4 MB»."""
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")
