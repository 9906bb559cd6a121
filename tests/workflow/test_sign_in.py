"""Each person answers for each step: who sits down proves it, wrong tries are counted, standing in is by order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from counter_app.access.people import Act, may
from counter_app.clock import FixedClock
from counter_app.errors import Refused
from counter_app.model.person import Person, Role, Substitution
from counter_app.settings import Settings
from counter_app.workflow import people, sign_in
from counter_app.workflow.office import Office
from tests.practice import MORNING

OWN = "cơm trưa lúc mười một giờ"
MONDAY = MORNING.date()


@pytest.fixture
def guarded(office: Office) -> Office:
    """An office that is not for practice, with the administrator at the desk."""
    real = replace(office, settings=replace(office.settings, practice=False))
    return replace(real, person=office.people["dung.bt"])


@pytest.fixture
def enter(guarded: Office) -> Callable[[str], Office]:
    """Gives a person an account with the password `OWN` and lets them sit down."""
    people.give_password(guarded, guarded.person.login)

    def sit(login: str) -> Office:
        first = people.give_password(guarded, login)
        came = sign_in.sign_in(guarded, login, first)
        sign_in.change_password(came, first, OWN)
        return sign_in.sign_in(guarded, login, OWN)

    return sit


def kinds(office: Office, *wanted: str) -> list[tuple[str, str]]:
    return [(row["kind"], row["by_login"]) for row in office.store.diary.rows() if row["kind"] in wanted]


def test_an_office_asks_for_a_sign_in_as_soon_as_somebody_has_an_account(guarded: Office) -> None:
    assert not sign_in.is_needed(guarded)
    people.give_password(guarded, "dung.bt")
    assert sign_in.is_needed(guarded)
    practice = replace(guarded, settings=replace(guarded.settings, practice=True))
    assert not sign_in.is_needed(practice)


def test_the_first_password_is_replaced_and_then_is_worth_nothing(guarded: Office) -> None:
    people.give_password(guarded, "dung.bt")
    first = people.give_password(guarded, "ha.nt")
    came = sign_in.sign_in(guarded, " ha.nt ", first)
    assert came.person.login == "ha.nt" and sign_in.must_change_password(came)
    sign_in.change_password(came, first, OWN)
    assert not sign_in.must_change_password(came)
    with pytest.raises(Refused):
        sign_in.sign_in(guarded, "ha.nt", first)
    assert sign_in.sign_in(guarded, "ha.nt", OWN).person.role is Role.OFFICER
    rows = [*guarded.store.diary.rows()]
    assert all(OWN not in row["details"] and first not in row["details"] for row in rows)


def test_too_many_wrong_tries_make_the_account_wait_even_for_the_right_password(
    enter: Callable[[str], Office], guarded: Office, clock: FixedClock
) -> None:
    enter("ha.nt")
    tries = guarded.settings.sign_in_tries
    for left in range(tries - 1, 0, -1):
        with pytest.raises(Refused, match=f"Còn {left} lần"):
            sign_in.sign_in(guarded, "ha.nt", "sai mất rồi")
    with pytest.raises(Refused, match="tạm dừng đến 08:15"):
        sign_in.sign_in(guarded, "ha.nt", "sai mất rồi")
    with pytest.raises(Refused, match="tạm dừng"):
        sign_in.sign_in(guarded, "ha.nt", OWN)
    clock.advance(minutes=guarded.settings.sign_in_wait_minutes)
    assert sign_in.sign_in(guarded, "ha.nt", OWN).person.login == "ha.nt"
    assert len(kinds(guarded, "sign_in_failed")) == tries + 1


def test_an_unknown_name_and_a_closed_account_answer_in_the_same_words(
    enter: Callable[[str], Office], guarded: Office
) -> None:
    enter("ha.nt")
    people.set_active(guarded, "ha.nt", active=False)
    told = []
    for login in ("ha.nt", "khong-co-ai"):
        with pytest.raises(Refused) as refused:
            sign_in.sign_in(guarded, login, OWN)
        told.append(refused.value.code)
    assert told == ["access.wrong_sign_in"] * 2
    people.set_active(guarded, "ha.nt", active=True)
    sign_in.sign_in(guarded, "ha.nt", OWN)


@pytest.mark.parametrize(
    ("password", "reason"),
    [("ngắn quá", "short"), ("aaaaaaaaaaaabb", "repeats"), ("toi la ha.nt day", "name"), (OWN, "same")],
)
def test_a_weak_password_is_refused_with_the_one_thing_to_change(
    enter: Callable[[str], Office], password: str, reason: str
) -> None:
    came = enter("ha.nt")
    with pytest.raises(Refused) as refused:
        sign_in.change_password(came, OWN, password)
    assert refused.value.code == f"access.password_{reason}"


def test_unlocking_counts_wrong_tries_together_with_signing_in(enter: Callable[[str], Office], guarded: Office) -> None:
    came = enter("ha.nt")
    with pytest.raises(Refused, match="Còn 4 lần"):
        sign_in.unlock(came, "sai")
    with pytest.raises(Refused, match="Còn 3 lần"):
        sign_in.sign_in(guarded, "ha.nt", "sai")
    sign_in.unlock(came, OWN)
    with pytest.raises(Refused, match="Còn 4 lần"):
        sign_in.unlock(came, "sai")


def holiday(first: date = MONDAY, last: date = MONDAY + timedelta(days=2), reason: str = "Nghỉ phép") -> Substitution:
    return Substitution(login="ha.nt", for_login="nhan.ht", first=first, last=last, reason=reason, document="12/QĐ-VP")


def test_standing_in_gives_the_role_for_its_days_and_every_act_says_so(
    enter: Callable[[str], Office], guarded: Office, clock: FixedClock
) -> None:
    people.substitute(guarded, holiday())
    came = enter("ha.nt")
    assert [one.for_login for one in sign_in.roles(came)] == ["nhan.ht"]
    acting = sign_in.act_for(came, "nhan.ht")
    assert may(acting.person, Act.SEAL_RESULT) and not may(came.person, Act.SEAL_RESULT)
    event = acting.event("seal_result", None)
    assert (event.by, event.details["acting_for"]) == ("ha.nt", "nhan.ht")
    assert sign_in.act_for(acting, "").person == came.person
    clock.advance(days=3)
    with pytest.raises(Refused):
        sign_in.act_for(came, "nhan.ht")


def test_a_substitution_can_be_ended_early(enter: Callable[[str], Office], guarded: Office) -> None:
    people.substitute(guarded, holiday())
    came = enter("ha.nt")
    (made,) = people.substitutions(guarded)
    assert made.made_by == "dung.bt"
    people.end_substitution(guarded, made.id)
    with pytest.raises(Refused):
        sign_in.act_for(came, "nhan.ht")
    with pytest.raises(Refused):
        people.end_substitution(guarded, made.id)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (holiday(last=MONDAY - timedelta(days=1)), "access.substitution_days"),
        (holiday(first=MONDAY - timedelta(days=9), last=MONDAY - timedelta(days=2)), "access.substitution_days"),
        (holiday(reason=" "), "access.substitution_reason"),
        (replace(holiday(), for_login="ha.nt"), "access.substitutes_self"),
        (replace(holiday(), login="khong-co-ai"), "workflow.no_such_person"),
    ],
)
def test_a_substitution_needs_two_people_days_and_a_reason(guarded: Office, wrong: Substitution, code: str) -> None:
    with pytest.raises(Refused) as refused:
        people.substitute(guarded, wrong)
    assert refused.value.code == code and people.substitutions(guarded) == ()


def test_only_those_who_keep_the_accounts_may_change_people(guarded: Office) -> None:
    officer = replace(guarded, person=guarded.people["ha.nt"])
    new = Person(login="moi", name="Người Mới", role=Role.OFFICER)
    attempts: list[Callable[[], object]] = [
        lambda: people.save(officer, new),
        lambda: people.give_password(officer, "ha.nt"),
        lambda: people.set_active(officer, "bao.tq", active=False),
        lambda: people.substitute(officer, holiday()),
        lambda: people.end_substitution(officer, 1),
    ]
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code == "access.not_allowed"


def test_the_last_one_who_keeps_the_accounts_cannot_go(guarded: Office) -> None:
    with pytest.raises(Refused):
        people.give_password(guarded, "ha.nt")  # the first account would be one that cannot repair any
    people.give_password(guarded, "dung.bt")
    with pytest.raises(Refused) as refused:
        people.save(guarded, replace(guarded.person, role=Role.OFFICER))
    assert refused.value.code == "access.last_administrator"
    with pytest.raises(Refused):
        people.set_active(guarded, "dung.bt", active=False)
    people.give_password(guarded, "phuoc.dh")
    people.save(guarded, replace(guarded.person, role=Role.OFFICER))


def test_people_are_added_tidied_and_told_in_the_diary(guarded: Office) -> None:
    people.save(guarded, Person(login=" Moi.NV ", name="  Nguyễn   Văn Mới ", role=Role.OFFICER))
    found = {person.login: person for person, _ in people.listed(guarded)}
    assert found["moi.nv"].name == "Nguyễn Văn Mới"
    people.save(guarded, replace(found["moi.nv"], role=Role.SEAL_KEEPER))
    assert kinds(guarded, "add_person", "change_person") == [("add_person", "dung.bt"), ("change_person", "dung.bt")]
    for wrong in ("", "có dấu", "hai chữ"):
        with pytest.raises(Refused):
            people.save(guarded, Person(login=wrong, name="A", role=Role.OFFICER))


def test_idle_lock_and_tries_are_settings() -> None:
    assert Settings().sign_in_tries > 1 and Settings().idle_lock_minutes > 0
