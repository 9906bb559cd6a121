"""Made-up input for everything that reads what strangers wrote: an answer or one of our errors, never anything else."""

import io
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from counter_app.errors import CounterError
from counter_app.exchange.lists import read_list
from counter_app.intake.identity_card import read_card
from counter_app.pdf.facts import LookLimits
from counter_app.pdf.reader import FileReader
from counter_app.settings import FILE_NAME, load_settings
from counter_app.working_time.calendar_csv import HEADINGS, calendar_from_csv, to_csv
from counter_app.working_time.calendar_ics import calendar_from_ics, to_ics
from counter_app.working_time.days import CalendarData
from tests.exchange.tables import HEADER, line, workbook
from tests.faults.run.look import Row
from tests.practice import MORNING
from tests.signing.papers import hybrid, paper


def spoilt(*good: bytes) -> st.SearchStrategy[bytes]:
    """A good file with some of its bytes changed, doubled or gone, and whatever else comes to mind."""

    def spoil(data: bytes, harms: list[tuple[int, int, bytes]]) -> bytes:
        made = bytearray(data)
        for place, length, new in harms:
            at = place % (len(made) + 1)
            made[at : at + length] = new
        return bytes(made)

    harm = st.tuples(st.integers(0, 1 << 30), st.integers(0, 40), st.binary(max_size=12) | st.sampled_from(_WORDS))
    changed = st.builds(spoil, st.sampled_from(good), st.lists(harm, min_size=1, max_size=8))
    return changed | st.binary(max_size=400)


_WORDS = (
    b"-1", b"99999999999", b"0 0 R", b"1 0 R", b"<<", b">>", b"[", b"stream", b"/Kids", b"obj", b"\xff\xff\xff\xff",
    b"\0", b'"', b";", b"=", b"\n", b"RRULE:FREQ=SECONDLY", b"99991231", b"31/02/2026", b"24:61", "Ưở".encode(),
)  # fmt: skip


def play(fault: str, cases: int, number: int, data: st.SearchStrategy[Any], act: Callable[[Any], object]) -> Row:
    """`cases` different inputs; the smallest one that brought something strange is told."""
    row = Row(f"fuzz: {fault}")

    @seed(number)
    @settings(max_examples=cases, database=None, deadline=None, suppress_health_check=list(HealthCheck),
              phases=[Phase.generate])  # fmt: skip
    @given(data)
    def one(given_data: Any) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                act(given_data)
        except CounterError as error:
            row.count("told", error.code)
            return
        except Exception as error:
            if len(row.lost) < 5:
                row.count("bug", f"{error!r} of {given_data!r}"[:1500])
            return
        row.count("done", "")

    one()
    return row


def cards(cases: int, number: int) -> Row:
    number_part = st.text("0123456789", min_size=9, max_size=12)
    parts = st.lists(st.text(max_size=30) | number_part | st.just("Nguyễn Thị Ưởng"), max_size=10)
    card = st.builds(lambda first, more: "|".join([first, *more]), number_part, parts)
    return play("chữ trong mã QR thẻ căn cước", cases, number, card | st.text(max_size=300), _read_card)


def _read_card(text: str) -> object:
    return read_card(text, date(2026, 11, 23))


def office_settings(cases: int, number: int, folder: Path) -> Row:
    good = b'office_name = "UBND"\npractice = true\ndue_soon_minutes = 240\ntoken_modules = ["a.so"]\ntheme = "dark"\n'

    def act(data: bytes) -> object:
        (folder / FILE_NAME).write_bytes(data)
        return load_settings(folder)

    return play("tệp cài đặt", cases, number, spoilt(good), act)


def calendars(cases: int, number: int, base: CalendarData) -> list[Row]:
    head = ";".join(HEADINGS).encode()
    csv_good, ics_good = to_csv(base), to_ics(base, MORNING)
    return [
        play("lịch CSV", cases, number, spoilt(csv_good, head + b"\nx;;"),
             lambda d: calendar_from_csv(d, base)),
        play("lịch ICS", cases, number, spoilt(ics_good[:3000] + ics_good[-400:], ics_good),
             lambda d: calendar_from_ics(d, base)),
    ]  # fmt: skip


def dossier_lists(cases: int, number: int, folder: Path) -> Row:
    book = workbook(folder / "tot.xlsx", [HEADER, line(), line("H31.15-261117-0002")]).read_bytes()
    text = "\r\n".join(";".join(str(cell) for cell in row) for row in (HEADER, line())).encode()
    path = folder / "fuzz.xlsx"

    def act(data: bytes) -> object:
        path.write_bytes(data)
        return read_list(path)

    data = spoilt(book, text, text.decode().encode("utf-16"), _unpacked(book))
    return play("danh sách hồ sơ (xlsx, csv)", cases, number, data, act)


def _unpacked(book: bytes) -> bytes:
    """The same workbook without compression, so that a changed byte is a changed letter of its XML."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return out.getvalue()


def files(cases: int, number: int, folder: Path) -> Row:
    """Through the reading process, as the application does it; a mistake of ours in there comes out as `ReaderBug`."""
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(picture, "JPEG")
    good = (
        paper(folder / "a.pdf", pages=2).read_bytes(),
        hybrid(folder / "b.pdf").read_bytes(),
        picture.getvalue(),
    )
    path = folder / "fuzz.pdf"
    with FileReader(limits=LookLimits(rendered_pages=2, seconds=2.0)) as reader:

        def act(data: bytes) -> object:
            path.write_bytes(data)
            reader.inspect(path)
            return reader.read_codes(path)

        return play("xem tệp và đọc mã QR (PDF, ảnh)", cases, number, spoilt(*good), act)
