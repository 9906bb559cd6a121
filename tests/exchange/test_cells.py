"""Single cells: what is plainly readable is read exactly, everything else is named."""

import unicodedata
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.clock import VIETNAM
from counter_app.exchange.cells import (
    FIRST_YEAR,
    LAST_YEAR,
    Unreadable,
    known_code_shape,
    read_channel,
    read_code,
    read_moment,
    read_state,
    read_text,
)
from counter_app.model.dossier import Channel, DossierState
from tests.exchange.tables import vn

moments = st.datetimes(min_value=datetime(FIRST_YEAR, 1, 1), max_value=datetime(LAST_YEAR, 12, 31, 23, 59, 59)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=VIETNAM)
)
FORMS = (
    "{0:%d/%m/%Y %H:%M:%S}", "{0:%d-%m-%Y %H:%M:%S}", "{0:%d.%m.%Y %H:%M:%S}", "{0:%H:%M:%S %d/%m/%Y}",
    "{0.day}/{0.month}/{0.year} {0.hour}:{0:%M:%S}", "{0:%Y-%m-%d %H:%M:%S}", "{0:%Y-%m-%dT%H:%M:%S+07:00}",
    "{0:%Y%m%d%H%M%S}", "  {0:%d/%m/%Y  %H:%M:%S}.000 ", "{0:%d/%m/%Y, %H:%M:%S}", "{0:%Hg%Mp%S ngày %d/%m/%Y}",
)  # fmt: skip


@settings(deadline=None)
@given(moments, st.sampled_from(FORMS))
def test_written_moments_are_read_back_to_the_second(moment: datetime, form: str) -> None:
    assert read_moment(form.format(moment)) == moment


@settings(deadline=None)
@given(moments, st.booleans())
def test_excel_serials_are_read_back_to_the_second(moment: datetime, epoch_1904: bool) -> None:
    epoch = datetime(1904, 1, 1, tzinfo=VIETNAM) if epoch_1904 else datetime(1899, 12, 30, tzinfo=VIETNAM)
    assert read_moment((moment - epoch) / timedelta(days=1), epoch_1904=epoch_1904) == moment


@settings(deadline=None)
@given(moments)
def test_half_day_clocks_of_vietnamese_windows_are_read(moment: datetime) -> None:
    half = "SA" if moment.hour < 12 else "CH"
    assert read_moment(f"{moment:%d/%m/%Y} {moment:%I:%M:%S} {half}") == moment


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_named_unreadable(text: str) -> None:
    try:
        found = read_moment(text)
    except Unreadable as fault:
        assert fault.code in {"list.no_such_day", "list.odd_year", "list.not_a_date"}
    else:
        assert found is None or found.tzinfo is not None


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        (None, None),
        ("", None),
        (" — ", None),
        ("17/11/2026", vn(17)),
        ("17/11/2026 14:13", vn(17, 14, 13)),
        ("14h05 17/11/2026", vn(17, 14, 5)),
        (date(2026, 11, 17), vn(17)),
        (datetime(2026, 11, 17, 7, 13, tzinfo=UTC), vn(17, 14, 13)),
        (datetime(2026, 11, 17, 14, 12, 59, 999_900), vn(17, 14, 13)),
        ("2026-11-17T07:13:00Z", vn(17, 14, 13)),
        ("20261117", vn(17)),
        (20261117, vn(17)),
        (46343, vn(17)),
        ("46343,5", vn(17, 12)),
    ],
)
def test_known_forms(cell: object, moment: datetime | None) -> None:
    assert read_moment(cell) == moment


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31/02/2026 09:00", "list.no_such_day"),
        ("17/11/2026 25:00", "list.no_such_day"),
        ("17/11/2026 13:00 CH", "list.no_such_day"),
        ("2026-02-31", "list.no_such_day"),
        ("17/11/1999", "list.odd_year"),
        (datetime(2206, 1, 1), "list.odd_year"),
        (12, "list.odd_year"),
        (1e300, "list.no_such_day"),
        (float("nan"), "list.no_such_day"),
        (True, "list.not_a_date"),
        (time(9, 0), "list.not_a_date"),
        ("#N/A", "list.not_a_date"),
        ("17/11/26", "list.not_a_date"),
        ("11/2026", "list.not_a_date"),
    ],
)
def test_what_is_no_moment_says_why(cell: object, code: str) -> None:
    with pytest.raises(Unreadable) as fault:
        read_moment(cell)
    assert fault.value.code == code


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Mới đăng ký", DossierState.NEW),
        ("YÊU CẦU BỔ SUNG GIẤY TỜ", DossierState.SUPPLEMENT_REQUESTED),
        (unicodedata.normalize("NFD", "Đã xử lý xong"), DossierState.DONE),
        ("dang xu ly", DossierState.PROCESSING),
        (10, DossierState.RETURNED),
        (10.0, DossierState.RETURNED),
        ("  Đã  tiếp nhận ", DossierState.ACCEPTED),
        ("", None),
    ],
)
def test_states_are_known_by_words_and_national_numbers(words: object, state: DossierState | None) -> None:
    assert read_state(words) is state


def test_channels_are_known_by_words_and_unknown_words_are_not_guessed() -> None:
    assert read_channel("Bưu chính công ích") is Channel.POSTAL
    assert read_channel("TRỰC TUYẾN") is Channel.ONLINE
    assert read_channel(1) is Channel.DIRECT
    for reader in (read_channel, read_state):
        with pytest.raises(Unreadable):
            reader("bằng chim bồ câu")


def test_codes_lose_spaces_and_invisible_letters_and_keep_their_figures() -> None:
    assert read_code("\ufeff h31.15–261117-0001\u200b ") == "H31.15-261117-0001"
    assert read_code("'000.00.15.H31-261117-0001") == "000.00.15.H31-261117-0001"


def test_words_lose_control_characters_and_keep_their_letters() -> None:
    assert read_text("Đặng\x00 Thị\u200b\n\x1f Ưởng\ud800") == "Đặng Thị Ưởng"
    assert read_text(12.0) == "12"
    assert read_text(None) == ""


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("H31.15-261117-0001", True),
        ("000.00.15.H31-261117-0001", True),
        ("H15.50.05.13-261008-0975", True),
        ("G06.3-261008-0612345", True),
        ("H31.15-261317-0001", False),
        ("H31.15-260231-0001", False),
        ("HS-2026-17", False),
    ],
)
def test_shapes_of_official_codes(code: str, known: bool) -> None:
    assert known_code_shape(code) is known
