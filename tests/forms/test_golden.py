"""Every form of both circulars beside what it was when somebody last looked at it: each line, and where it stands.

`python -m tests.forms.test_golden` writes the lines anew, after a change that was looked at in the pictures.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from counter_app.forms.printing import Forms
from counter_app.forms.templates import form_sets
from counter_app.model.form import FormKind
from tests.forms import papers, reading

MM = 72 / 25.4
GOLDEN = Path(__file__).parent / "golden"
NEAR = 0.5  # mm: other versions of the reading program round otherwise
SHEETS = {f"tt-03-2025-{make().kind}": make() for make in papers.ALL} | {
    f"tt-01-2018-{make().kind}": papers.as_of_2018(make())
    for make in papers.ALL
    if make().kind is not FormKind.STOP_NOTICE
}


def lines(path: Path) -> Iterator[tuple[int, float, float, str]]:
    """(page, left, top, words) of each run of words on one height; millimetres from the top left corner."""
    run: list[reading.Word] = []
    for word in reading.words(path):
        if run and not (word.page == run[-1].page and abs(word.top - run[-1].top) < 0.5 and _follows(run[-1], word)):
            yield _line(run)
            run = []
        run.append(word)
    if run:
        yield _line(run)


def _follows(one: reading.Word, word: reading.Word) -> bool:
    return 0 <= word.left - one.right < (one.bottom - one.top) * 0.8


def _line(run: list[reading.Word]) -> tuple[int, float, float, str]:
    return run[0].page, run[0].left / MM, run[0].top / MM, " ".join(word.text for word in run)


def printed(name: str, folder: Path) -> Path:
    output = folder / f"{name}.pdf"
    Forms(papers.OFFICE).print(SHEETS[name], output)
    return output


def _written(name: str, folder: Path) -> str:
    found = sorted(lines(printed(name, folder)), key=lambda line: (line[0], round(line[2]), line[1]))
    return "".join(f"{page} {left:6.1f} {top:6.1f} {words}\n" for page, left, top, words in found)


def test_each_form_of_each_circular_is_among_them() -> None:
    assert set(SHEETS) == {f"{one.id}-{form.kind}" for one in form_sets() for form in one.forms}
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(SHEETS)


@pytest.mark.poppler
@pytest.mark.parametrize("name", SHEETS)
def test_every_line_stands_where_it_stood(name: str, tmp_path: Path, artefacts: Path) -> None:
    golden = [_kept(line) for line in (GOLDEN / f"{name}.txt").read_text(encoding="utf-8").splitlines()]
    output = printed(name, tmp_path)
    pypdfium2.PdfDocument(output)[0].render(scale=130 / 72).to_pil().save(artefacts / f"{name}.png")
    found = list(lines(output))
    for each in (golden, found):  # reading programs differ in the order of what stands side by side
        each.sort(key=lambda line: (line[0], line[3], line[2], line[1]))
    assert [(page, words) for page, _, _, words in found] == [(page, words) for page, _, _, words in golden]
    for (_, left, top, words), (_, old_left, old_top, _) in zip(found, golden, strict=True):
        assert (left, top) == pytest.approx((old_left, old_top), abs=NEAR), words


def _kept(line: str) -> tuple[int, float, float, str]:
    page, left, top, words = line.split(maxsplit=3)
    return int(page), float(left), float(top), words


def main() -> None:
    GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in SHEETS:
            (GOLDEN / f"{name}.txt").write_text(_written(name, Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()
