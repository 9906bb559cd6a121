"""Roles of the office, and the invented office for practice."""

import re

import pytest

from counter_app.access.people import Act, Page, may, pages_for, require
from counter_app.access.practice import practice_office, practice_people
from counter_app.errors import Refused
from counter_app.model.person import Person, Role


def person(role: Role) -> Person:
    return Person(login="x", name="Người Thử", role=role)


def test_only_the_leader_signs_results_and_only_the_seal_keeper_seals() -> None:
    assert [role for role in Role if may(person(role), Act.SIGN_RESULT)] == [Role.LEADER]
    assert [role for role in Role if may(person(role), Act.SEAL_RESULT)] == [Role.SEAL_KEEPER]


def test_intake_is_the_officers_work_and_reassigning_the_supervisors() -> None:
    for act in (Act.CHECK_COMPONENTS, Act.DECIDE_INTAKE, Act.SIGN_COMPONENTS):
        assert [role for role in Role if may(person(role), act)] == [Role.OFFICER]
    assert [role for role in Role if may(person(role), Act.REASSIGN)] == [Role.SUPERVISOR]


def test_each_act_is_somebodys_work() -> None:
    assert all(any(may(person(role), act) for role in Role) for act in Act)


def test_what_is_not_allowed_is_refused_in_words() -> None:
    require(person(Role.OFFICER), Act.DECIDE_INTAKE)
    with pytest.raises(Refused) as refused:
        require(person(Role.OFFICER), Act.SIGN_RESULT)
    assert "Người Thử" in refused.value.what
    assert refused.value.advice


def test_pages_stand_in_the_order_of_the_rail() -> None:
    officer, supervisor = pages_for(Role.OFFICER), pages_for(Role.SUPERVISOR)
    assert officer[:3] == (Page.TODAY, Page.INTAKE, Page.SIGNING)
    assert Page.BOARD not in officer
    assert Page.BOARD in supervisor and Page.INTAKE not in supervisor
    assert officer[-1] == supervisor[-1] == Page.SETTINGS


def test_the_practice_office_shows_that_it_is_one() -> None:
    office = practice_office()
    assert office.practice
    assert "TẬP SỰ" in office.office_name
    assert office.office_website.endswith(".example")
    assert re.fullmatch(r"[A-Y]\d{2}(\.\d{1,3})*", office.office_code)


def test_every_role_has_somebody_in_the_practice_office() -> None:
    people = practice_people()
    assert {one.role for one in people} == set(Role)
    assert len({one.login for one in people}) == len(people)
    assert practice_office().person in {one.login for one in people if one.role is Role.OFFICER}
    assert all(one.title for one in people)
