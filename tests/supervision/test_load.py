"""Whom to give work to: facts in, people in their order out."""

from datetime import date

from counter_app.model.assignment import Candidate, Workload
from counter_app.model.dossier import DossierId
from counter_app.model.person import Person, Role, Substitution
from counter_app.supervision.load import candidates, shared_out

TODAY = date(2026, 11, 23)
PEOPLE = [Person(login=login, name=login.title(), role=Role.OFFICER) for login in ("ha", "bao", "ngan", "khue", "hung")]
LOADS = [
    Workload(login="ha", field="Đo lường", count=9, overdue=1),
    Workload(login="bao", field="Đo lường", count=2, overdue=0),
    Workload(login="bao", field="Bức xạ", count=10, overdue=2),
    Workload(login="ngan", field="Đo lường", count=4, overdue=0),
    Workload(login="khue", field="Bức xạ", count=1, overdue=0),
]


def absent(login: str, stand_in: str, last: date = TODAY) -> Substitution:
    return Substitution(login=stand_in, for_login=login, first=TODAY, last=last, reason="nghỉ phép")


def logins(**changes: object) -> list[str]:
    known: dict[str, object] = {"fields": {"Đo lường"}, "holders": {"ha"}, "substitutions": [], "today": TODAY}
    return [one.login for one in candidates(PEOPLE, LOADS, **(known | changes))]  # type: ignore[arg-type]


def test_who_works_in_the_field_and_has_the_least_of_it_comes_first() -> None:
    assert logins() == ["bao", "ngan", "hung", "khue"]
    assert logins(holders={"ha", "bao"}) == ["bao", "ngan", "ha", "hung", "khue"], "only one holder is left out"
    found = candidates(PEOPLE, LOADS, fields={"Đo lường"}, holders={"ha"}, substitutions=[], today=TODAY)
    assert found[0] == Candidate(login="bao", name="Bao", in_field=2, total=12, overdue=2)


def test_who_stands_in_for_the_holder_comes_first_and_who_is_away_last() -> None:
    orders = [absent("ha", "khue"), absent("bao", "hung")]
    assert logins(substitutions=orders) == ["khue", "ngan", "hung", "bao"]
    assert logins(substitutions=orders, today=date(2026, 11, 25)) == logins(), "both are back"
    found = candidates(PEOPLE, LOADS, fields=set(), holders={"ha"}, substitutions=orders, today=TODAY)
    assert [(one.login, one.stands_in, one.absent_until) for one in found if one.stands_in or one.absent_until] == [
        ("khue", True, None),
        ("bao", False, TODAY),
    ]


def given(fields: list[str], substitutions: list[Substitution], holder: str = "ha") -> list[str]:
    wanted = [(DossierId(number), field, holder) for number, field in enumerate(fields)]
    among = candidates(PEOPLE, LOADS, fields=set(fields), holders={holder}, substitutions=substitutions, today=TODAY)
    shared = shared_out(wanted, among, LOADS)
    return [shared[DossierId(number)] for number in range(len(shared))]


def test_many_are_shared_out_among_those_who_work_in_the_field() -> None:
    assert given(["Đo lường"] * 6, []) == ["bao", "bao", "ngan", "bao", "ngan", "bao"]
    assert given(["Bức xạ", "Đo lường"], []) == ["khue", "bao"]
    assert given(["Sở hữu trí tuệ"] * 3, []) == ["hung", "khue", "ngan"], "nobody works in it: the least of all"


def test_nothing_is_shared_out_to_who_is_away_or_holds_it_already() -> None:
    assert given(["Đo lường"], [absent("bao", "hung")]) == ["ngan"]
    everybody_away = [absent(person.login, "ha") for person in PEOPLE]
    assert given(["Đo lường"], everybody_away) == []
