"""Play every fault of the list and print the table of README.

python -m tests.faults.run                  50 kills per act (200 in all), 20 000 made-up inputs
python -m tests.faults.run --rounds 5       a tenth of it
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from counter_app.working_time.calendar_file import office_calendar
from tests.faults.run import breaks, fuzz, hostile, rot, upgrade
from tests.faults.run.look import Row
from tests.faults.run.stage import ACTS, PAPERS, make_scene

AT_ONCE = 2
FULL = 50  # kills of each act


def merged(rows: Iterable[Row]) -> list[Row]:
    """Rows of one fault become one."""
    found: dict[str, Row] = {}
    for row in rows:
        known = found.setdefault(row.fault, Row(row.fault, note=row.note))
        known.times += row.times
        known.done += row.done
        known.told += row.told
        known.lost += row.lost
        known.codes |= row.codes
    return list(found.values())


def table(rows: Sequence[Row]) -> str:
    lines = ["| lỗi | số lần | việc vẫn xong | được báo bằng lời | mất |", "|---|---|---|---|---|"]
    for row in rows:
        lost = "không" if not row.lost else f"**{len(row.lost)}**"
        note = f" ({row.note})" if row.note else ""
        lines.append(f"| {row.fault}{note} | {row.times} | {row.done} | {row.told} | {lost} |")
    return "\n".join(lines)


def played(folder: Path, rounds: int, number: int, words: Callable[[str], object] = lambda _: None) -> list[Row]:
    """Every fault, `rounds` times where chance decides; other counts are parts of it."""
    scene = make_scene(folder / "scene")
    chance = random.Random(number)
    few, cases = max(1, rounds // 5), rounds * 80
    library = breaks.build_shim(folder)
    base = office_calendar(scene.template).data
    places = iter(range(1000))

    def place() -> Path:
        made = folder / f"cho-{next(places)}"
        made.mkdir()
        return made

    work: list[Callable[[], Row | list[Row]]] = []
    for act in ACTS:
        work.append(partial(breaks.killed, scene, folder, act, rounds, random.Random(chance.random())))
        work.append(partial(breaks.no_room, scene, folder, act, max(2, rounds // 2)))
    for play_killed in (upgrade.upgrade_killed, upgrade.sealing_killed):
        work.append(partial(play_killed, scene, folder, max(1, rounds // 2), random.Random(chance.random())))
    for act in ACTS:
        work.append(partial(breaks.read_only, scene, folder, act))
        work.append(partial(breaks.locked, scene, folder, act))
        work += [partial(breaks.clock_jump, scene, folder, act, jump) for jump in breaks.JUMPS[:: max(1, 9 // few)]]
        work += [partial(breaks.two_programs, scene, folder, act) for _ in range(few)]
    if library:
        work += [partial(breaks.token_pulled, scene, folder, library, turn % PAPERS) for turn in range(few)]
    for _ in range(rounds):
        work.append(partial(rot.rotten_page, scene, folder, random.Random(chance.random())))
        work.append(partial(rot.rotten_log, scene, folder, random.Random(chance.random())))
        work.append(partial(rot.rotten_file, scene, folder, random.Random(chance.random())))
    work += [
        partial(hostile.papers, place() / "giay"),
        partial(hostile.sheets, place() / "bang"),
        partial(hostile.formulas, base),
        partial(fuzz.cards, cases, number),
        partial(fuzz.office_settings, cases, number, place()),
        partial(fuzz.calendars, cases, number, base),
        partial(fuzz.dossier_lists, cases, number, place()),
        partial(fuzz.files, cases, number, place()),
    ]
    return merged(_in_turn(work, words))


def _in_turn(work: Sequence[Callable[[], Row | list[Row]]], words: Callable[[str], object]) -> list[Row]:
    rows: list[Row] = []
    with ThreadPoolExecutor(AT_ONCE) as hands:
        for found in hands.map(lambda one: one(), work):
            for row in found if isinstance(found, list) else [found]:
                words(f"{row.fault}: {row.times}, {row.lost or 'nothing lost'}")
                rows.append(row)
    return rows


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=FULL)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="loi-") as name:
        Path(name).chmod(0o755)
        rows = played(Path(name), given.rounds, given.seed, lambda words: print(words, file=sys.stderr, flush=True))
    print(table(rows))
    lost = [words for row in rows for words in row.lost]
    print(f"\n{sum(row.times for row in rows)} lần, {time.monotonic() - begun:.0f} s; mất: {len(lost)}")
    print("\n".join(dict.fromkeys(lost)))
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
