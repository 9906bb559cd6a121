from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.model.dossier import Applicant, DossierState
from counter_app.model.queue import QueueFilter
from counter_app.model.text import fold
from counter_app.store.database import Store, open_store
from counter_app.store.search import phrases
from tests.store.made_up import HOUR, MORNING, keep, new_dossier

WORDS = ("Nguyễn", "Thị", "Ưởng", "Đường", "Điện", "Biên", "Lò", "Hương", "số", "31", "Đống", "Đa")


def _keep(store: Store, name: str, address: str = "", code: str = "", **changes: object) -> int:
    return keep(store, applicant=Applicant(name=name, address=address), code=code, **changes)


def _found(store: Store, text: str) -> list[int]:
    return list(store.readings.queue_ids(QueueFilter(text=text)))


def test_names_and_streets_are_found_without_diacritics(store: Store) -> None:
    one = _keep(store, "Nguyễn Thị Ưởng", "Số 3 đường Điện Biên")
    two = _keep(store, "Trần Văn Dương", "Số 5 phố Đội Cấn")
    for text in ("nguyen thi uong", "Nguyễn Thị Ưởng", "NGUYỄN THỊ ƯỞNG", "uong nguyen", "duong dien bien", "ngu uon"):
        assert _found(store, text) == [one], text
    assert _found(store, "duong") == [one, two]
    assert _found(store, "guyen") == []  # words are found by how they begin
    assert _found(store, "") == _found(store, " - ") == [one, two]


def test_codes_are_found_whole_by_parts_and_by_their_last_digits(store: Store) -> None:
    one = _keep(store, "Trần Văn Mẫu", code="H18.15-260721-0042")
    two = _keep(store, "Lò Thị Mẫu", code="H18.15-260721-1142")
    for text in ("H18.15-260721-0042", "0042", "042", "21-0042", "h18.15-260721-00", "mau 0042"):
        assert _found(store, text) == [one], text
    assert _found(store, "142") == [two]
    assert _found(store, "260721") == [one, two]
    assert _found(store, "000002") == [two]  # our own number
    assert _found(store, "0042 lo") == []


def test_signs_that_mean_something_to_a_database_are_only_text(store: Store) -> None:
    _keep(store, "Trần Văn Mẫu", code="H18-1")
    for text in ('"', "'", "*", "%", "_", "mau OR x", "NEAR(mau)", "1%", "8_1", "\\", "(1", "mau:1", "^mau1", "\0"):
        assert _found(store, text) in ([], [1])
    assert _found(store, "8_1") == []
    assert _found(store, "%8") == []


def test_the_archive_is_searched_newest_first_when_wanted(store: Store) -> None:
    old = _keep(store, "Nguyễn Thị Ưởng", state=DossierState.RETURNED)
    new = _keep(store, "Nguyễn Văn Ưởng")
    assert _found(store, "nguyen") == [new]
    assert set(store.readings.queue_ids(QueueFilter(text="nguyen", include_closed=True))) == {old, new}
    assert list(store.readings.search_ids("nguyen")) == [new, old]
    assert list(store.readings.search_ids("nguyen", limit=1)) == [new]
    assert list(store.readings.search_ids("000001")) == [old]
    assert list(store.readings.search_ids("nguyen 000001")) == [old]


def test_only_the_newest_found_are_wanted_and_what_is_closed_stands_last(store: Store) -> None:
    closed = [_keep(store, "Lò Văn Ưởng", state=DossierState.RETURNED, holder=holder) for holder in ("ha", "bao", "ha")]
    opened = [_keep(store, "Lò Thị Ưởng", holder="ha", intake_due_at=MORNING + hours * HOUR) for hours in (9, 2)]
    _keep(store, "Trần Văn Mẫu", state=DossierState.RETURNED)

    def found(**wanted: object) -> list[int]:
        return list(store.readings.queue_ids(QueueFilter(text="lo uong", include_closed=True, **wanted)))

    assert found() == found(newest=9) == [*reversed(opened), *closed]
    assert found(newest=3) == [*reversed(opened), closed[2]]
    assert found(newest=4, holder="ha") == [*reversed(opened), closed[0], closed[2]]
    assert found(newest=1, holder="bao") == [closed[1]]


def test_among_too_many_whole_words_come_before_beginnings(tmp_path: Path) -> None:
    store = open_store(tmp_path / "counter.db")
    whole, begins = _keep(store, "Nguyễn Thị Ưởng"), _keep(store, "Nguyễn Thịnh Ưởng")
    assert list(store.readings.search_ids("thi u", limit=1)) == [whole]
    assert list(store.readings.search_ids("thi u", limit=2)) == [begins, whole]
    store.close()


def test_two_letters_with_a_digit_are_looked_for_where_words_begin_alone(store: Store) -> None:
    one = _keep(store, "Trần Văn Mẫu", code="H18.15-260721-0142")
    assert _found(store, "42") == []
    assert _found(store, "142") == _found(store, "01 mau") == _found(store, "26") == [one]
    with store.unit_of_work() as unit:
        unit.update_dossier(unit.dossier(one), code="H18.15-260721-0933")
        unit.commit()
    assert (_found(store, "142"), _found(store, "933")) == ([], [one])


def _expected(folded: str, text: str) -> bool:
    """The rule in plain Python, for texts of whole words and no codes."""
    beginnings = folded.split()
    return all(any(word.startswith(part) for word in beginnings) for phrase in phrases(text) for part in phrase.words)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
    typed=st.lists(st.tuples(st.sampled_from(WORDS), st.integers(1, 6)), min_size=1, max_size=3),
)
def test_both_databases_find_what_the_rule_says(store: Store, name: str, typed: list[tuple[str, int]]) -> None:
    text = " ".join(word[:length] for word, length in typed if not word.isdigit())
    with store.unit_of_work() as unit:
        key = unit.add_dossier(new_dossier(applicant=Applicant(name=name)))
        unit.commit()
    assert (key in _found(store, text)) == _expected("tn " + fold(name), text)
