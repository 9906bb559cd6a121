"""The benchmark runner: what it finds, what it says about a missing tool, what it keeps."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

import bench
from bench import ToolMissing, __main__, compare, median_pair


def test_every_module_that_measures_is_found() -> None:
    folder = Path(bench.__file__).parent
    assert "startup" in __main__.names()
    assert {f"{name}.py" for name in __main__.names()} <= {path.name for path in folder.glob("*.py")}


def test_an_unknown_name_is_wrong_usage_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["khong-co"]) == 2
    assert "startup" in capsys.readouterr().err


def test_figures_are_printed_and_kept_and_a_missing_tool_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_tool(_: bool) -> list[bench.Row]:
        raise ToolMissing("Máy này chưa có chương trình so sánh.")

    made = {"one": lambda _: [compare("việc", 30.0, "bạn", 20.0)], "two": no_tool}
    monkeypatch.setattr(__main__, "OUTPUT", tmp_path / "kept" / "bench.json")
    monkeypatch.setattr(__main__, "names", lambda: list(made))
    monkeypatch.setattr(
        __main__.importlib, "import_module", lambda name: SimpleNamespace(run=made[name.removeprefix("bench.")])
    )
    assert __main__.main(["--quick"]) == 0
    shown = capsys.readouterr().out
    assert "1.5" in shown
    assert "two: chưa đo được. Máy này chưa có chương trình so sánh." in shown
    kept = json.loads((tmp_path / "kept" / "bench.json").read_text(encoding="utf-8"))
    assert kept["rows"]["one"] == [{"name": "việc", "ours_ms": 30.0, "peer_name": "bạn", "peer_ms": 20.0, "ratio": 1.5}]
    assert set(kept["missing"]) == {"two"}
    assert kept["quick"] is True


def test_both_sides_are_measured_in_turns_and_the_first_call_of_each_is_not_counted() -> None:
    order: list[str] = []

    def side(name: str, first: float, then: float) -> float:
        order.append(name)
        return first if order.count(name) == 1 else then

    assert median_pair(lambda: side("a", 900, 3), lambda: side("b", 900, 2), 3) == (3, 2)
    assert order == ["a", "b"] * 4
