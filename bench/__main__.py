"""`python3 run.py bench [--quick] [NAME…]`: measure, print a table, keep the figures in artefacts/bench.json.

NAME is a module of this folder (startup, signing, queue, working_time …); without one all of them run, one after the
other. A benchmark is a module with `run(quick: bool) -> list[Row]`.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
import platform
import sys
from pathlib import Path

import bench
from bench import Row, ToolMissing

OUTPUT = Path(__file__).resolve().parent.parent / "artefacts" / "bench.json"


def main(arguments: list[str]) -> int:
    known = names()
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__.split("\n\n")[0])
    parser.add_argument("--quick", action="store_true", help="ít lượt đo, chỉ để xem còn chạy")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    wanted = parser.parse_args(arguments)
    unknown = [name for name in wanted.names if name not in known]
    if unknown:
        print(f"Không có phép đo «{unknown[0]}». Hãy chọn trong: {', '.join(known)}.", file=sys.stderr)
        return 2
    rows: dict[str, list[Row]] = {}
    missing: dict[str, str] = {}
    for name in wanted.names or known:
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            rows[name] = [Row(*row) for row in importlib.import_module(f"bench.{name}").run(wanted.quick)]
        except ToolMissing as error:
            missing[name] = str(error)
    print(table(rows))
    for name, why in missing.items():
        print(f"{name}: chưa đo được. {why}")
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(json.dumps(report(rows, missing, wanted.quick), ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


def names() -> list[str]:
    """The modules of this folder that measure: those that define `run`."""
    folder = Path(bench.__file__).parent
    found = [module.name for module in pkgutil.iter_modules([str(folder)]) if not module.name.startswith("_")]
    return [name for name in found if "\ndef run(" in (folder / f"{name}.py").read_text(encoding="utf-8")]


def table(rows: dict[str, list[Row]]) -> str:
    cells = [("phép đo", "của ta (ms)", "so với", "của họ (ms)", "tỷ số")]
    for group, found in rows.items():
        cells += [
            (f"{group}: {row.name}", f"{row.ours_ms:.2f}", row.peer_name, f"{row.peer_ms:.2f}", f"{row.ratio:.3g}")
            for row in found
        ]
    widths = [max(len(row[place]) for row in cells) for place in range(5)]
    right = {1, 3, 4}
    lines = [
        [cell.rjust(widths[place]) if place in right else cell.ljust(widths[place]) for place, cell in enumerate(row)]
        for row in cells
    ]
    return "\n".join("  ".join(line).rstrip() for line in lines)


def report(rows: dict[str, list[Row]], missing: dict[str, str], quick: bool) -> dict[str, object]:
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "cpus": os.cpu_count(),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "quick": quick,
        "rows": {name: [row._asdict() for row in found] for name, found in rows.items()},
        "missing": missing,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
