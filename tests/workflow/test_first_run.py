"""A real office begins with its name and the one person who keeps the accounts; from then on it asks who sits down."""

import json
from pathlib import Path

import pytest

from counter_app.bootstrap import is_office, open_office
from counter_app.cli import main
from counter_app.errors import Refused
from counter_app.model.person import Person, Role
from counter_app.settings import Settings
from counter_app.workflow import people, sign_in
from counter_app.workflow.first_run import make_office

KEEPER = Person(login="quan.tri", name="Mai Văn Quản", role=Role.OFFICER)


def test_the_administrator_lets_the_others_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "moi"
    words = ["--name", "Sở Ngoại vụ", "--code", "H31.16", "--admin", "Quan.Tri", "--admin-name", "Mai Văn Quản"]
    assert main(["office", "create", "--data", str(folder), *words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    office = open_office(folder)
    try:
        assert office.settings.office_name == "Sở Ngoại vụ" and not office.settings.practice
        assert sign_in.is_needed(office)
        came = sign_in.sign_in(office, "quan.tri", told["password"])
        assert came.person.role is Role.ADMINISTRATOR and sign_in.must_change_password(came)
        people.save(came, Person(login="ha", name="Nguyễn Thu Hà", role=Role.OFFICER))
        assert sign_in.sign_in(came, "ha", people.give_password(came, "ha")).person.role is Role.OFFICER
        with office.store.unit_of_work() as unit:
            assert len(unit.procedures()) > 40
    finally:
        office.close()
    assert main(["office", "create", "--data", str(folder), *words]) == 1  # never over one that is there


@pytest.mark.parametrize(
    ("settings", "keeper"),
    [
        (Settings(office_name=" "), KEEPER),
        (Settings(office_name="Sở Ngoại vụ"), Person(login="có dấu", name="Mai Văn Quản", role=Role.OFFICER)),
        (Settings(office_name="Sở Ngoại vụ"), Person(login="quan.tri", name=" ", role=Role.OFFICER)),
    ],
)
def test_what_is_incomplete_leaves_no_office(tmp_path: Path, settings: Settings, keeper: Person) -> None:
    folder = tmp_path / "moi"
    with pytest.raises(Refused):
        make_office(folder, settings, keeper, open_office)
    assert not is_office(folder)
