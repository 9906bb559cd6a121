"""The 48 researched procedures stand in the shipped catalogue row by row, with what was confirmed and what was not.

Per row: code, term of the online channel, fee in đồng (None: not known or told in words), and which parts were not
confirmed by a document («chưa xác minh»).
"""

import re
from pathlib import Path

import pytest

from counter_app.catalogue.seed import seed_procedures
from counter_app.model.dossier import Channel
from counter_app.model.procedure import Procedure

ROWS = """
 1 1.001786      15wd 3000000 code,components
 2 1.001770      10wd -       code,components
 3 1.001747      10wd -       code,term,components
 4 1.001716      15wd -       code,term,components
 5 1.001677      10wd 1000000 code
 6 1.001693      -    -       code,components
 7 1.002145      15wd 3000000 components
 8 2.002278      10wd 0       code,components
 9 LOCAL-KHCN-09 5wd  0       code,term,fee,components
10 1.014393      30wd 0       components
11 LOCAL-KHCN-11 45wd 0       code
12 LOCAL-KHCN-12 5wd  0       code,term,fee,components
13 2.002711      -    -       components
14 2.002724      15d  -       components
15 LOCAL-KHCN-15 -    -       code,components
16 LOCAL-KHCN-16 -    -       code,components
17 LOCAL-KHCN-17 -    -       code,components
18 LOCAL-KHCN-18 -    -       code,components
19 LOCAL-KHCN-19 -    -       code,components
20 1.000449      5wd  0       -
21 1.000438      5wd  0       code,term,fee,components
22 2.001209      5wd  150000  code,fee,components
23 2.001207      5wd  150000  code,fee,components
24 LOCAL-TDC-24  5wd  150000  code,fee,components
25 2.001259      1wd  -       code,term,components
26 2.001208      -    -       code,components
27 2.001100      -    -       code,components
28 2.001501      -    -       code,components
29 2.001268      -    -       code,components
30 2.002385      5wd  0       code
31 2.002380      25d  -       code,components
32 LOCAL-ATBX-32 25d  -       code
33 LOCAL-ATBX-33 10wd -       code,components
34 LOCAL-ATBX-34 10wd -       code,components
35 1.000173      10wd 200000  -
36 LOCAL-ATBX-36 10wd 500000  code,fee,components
37 1.003542      1m   -       -
38 1.011938      -    -       code,components
39 1.011939      -    -       code,components
40 LOCAL-TDKT-40 25wd 0       code
41 LOCAL-TDKT-41 25wd -       code,term,components
42 LOCAL-TDKT-42 -    0       code
43 LOCAL-TDKT-43 25wd -       code,components
44 LOCAL-TDKT-44 -    -       code
45 LOCAL-TDKT-45 15d  -       code,components
46 LOCAL-TDKT-46 -    -       code,components
47 LOCAL-TDKT-47 -    -       code,components
48 LOCAL-TDKT-48 10wd -       code,components
"""
UNITS = {"working_day": "wd", "day": "d", "month": "m", "working_hour": "wh"}


def told(procedure: Procedure) -> str:
    online = next((terms for terms in procedure.terms if terms.channel is Channel.ONLINE), None)
    term = online.term if online else None
    fee = online.fee_vnd if online else None
    parts = [
        procedure.code,
        f"{term.amount}{UNITS[term.unit]}" if term else "-",
        "-" if fee is None else str(fee),
        ",".join(procedure.unverified) or "-",
    ]
    return " ".join(parts)


@pytest.mark.parametrize("row", ROWS.strip().splitlines(), ids=lambda row: row.split()[0])
def test_each_row_is_shipped_with_its_figures_and_their_marks(row: str) -> None:
    number, code, *_ = row.split()
    (procedure,) = [one for one in seed_procedures() if one.code == code]
    assert told(procedure) == " ".join(row.split()[1:])
    assert procedure.source.document, number


@pytest.mark.samples
def test_the_rows_are_those_of_the_research(samples: Path) -> None:
    text = (samples.parent / "domain" / "interop.md").read_text(encoding="utf-8")
    chapter = text[text.index("## 10. ") : text.index("## 11. ")]
    numbers: list[int] = []
    for first, last in re.findall(r"^\| (\d+)(?:–(\d+))? \|", chapter, re.MULTILINE):
        numbers += range(int(first), int(last or first) + 1)
    assert numbers == [int(row.split()[0]) for row in ROWS.strip().splitlines()] == list(range(1, 49))
    for code in re.findall(r"^\| \d+ \| (\d\.\d{6})", chapter, re.MULTILINE):
        known = {"2.002131": "2.002385", "1.000173": "1.000173", "1.003542": "1.003542"}.get(code, code)
        assert known in ROWS
