"""Lists of signed files, what each role may sign, and with which keys a practice office signs."""

from pathlib import Path

import pytest

from counter_app.access.practice import practice_people
from counter_app.clock import FixedClock
from counter_app.settings import load_settings
from counter_app.workflow import practice, signed_files, signing
from counter_app.workflow.office import Office


def test_the_practice_signatures_owe_a_time_stamp_and_the_oldest_stands_first(office: Office) -> None:
    owed = signed_files.in_debt(office)
    assert len(owed) == signed_files.debts(office) > 0
    assert all(one.in_debt for one in owed)
    moments = [one.file.signed_at for one in owed]
    assert moments == sorted(moments)


def test_today_ends_at_midnight(office: Office, clock: FixedClock) -> None:
    today = signed_files.signed_today(office)
    assert today
    assert [one.file.signed_at for one in today] == sorted((one.file.signed_at for one in today), reverse=True)
    clock.advance(days=1)
    assert signed_files.signed_today(office) == ()


def test_components_are_offered_to_officers_and_results_to_leader_and_seal_keeper(office: Office) -> None:
    rows = signing.waiting(office)
    offered = {
        login: {row.is_result for row in signed_files.signable(office.people[login], rows)}
        for login in ("ha.nt", "lam.vd", "nhan.ht", "phuoc.dh")
    }
    assert offered == {"ha.nt": {False}, "lam.vd": {True}, "nhan.ht": {True}, "phuoc.dh": set()}


def test_the_mark_names_signer_office_and_moment_and_a_seal_names_the_office_once(office: Office) -> None:
    row = signing.waiting(office)[0]
    name, agency, moment = signed_files.mark_lines(office, row)
    assert (name, agency) == (office.person.name, office.settings.office_name)
    assert moment == "23/11/2026 08:00:00 +07:00"
    assert signed_files.mark_lines(office, row, agency) == (agency, moment)


def test_where_no_token_can_be_made_everybody_signs_with_a_key_file(tmp_path: Path, clock: FixedClock) -> None:
    class Enough(Exception):
        """Keys and settings are made; the dossiers are not needed here."""

    def stop_here(_folder: Path, _clock: object) -> Office:
        raise Enough

    folder = tmp_path / "office"
    with pytest.raises(Enough):
        practice.load(folder, clock=clock, open_office=stop_here, softhsm_library=None)
    settings = load_settings(folder)
    assert settings.allow_file_keys
    assert {Path(name).stem for name in settings.key_files} >= {person.login for person in practice_people()}
    assert all((folder / name).is_file() for name in settings.key_files)
