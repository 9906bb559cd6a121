from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.model.dossier import Applicant, DossierState
from counter_app.model.queue import QueueFilter
from counter_app.model.text import fold
from counter_app.store.database import Store
from counter_app.store.search import phrases
from tests.store.made_up import keep, new_dossier

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
