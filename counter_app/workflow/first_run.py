"""A new office in an empty folder: its name, its procedures, and the one person who keeps the accounts."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from counter_app.access.passwords import check_password
from counter_app.catalogue.seed import seed_procedures
from counter_app.errors import Refused
from counter_app.messages import sentence
from counter_app.model.person import Person, Role
from counter_app.settings import FILE_NAME, Settings, save_settings
from counter_app.workflow import office_settings, office_share, people, sign_in
from counter_app.workflow.calendar_edit import save_office_calendar
from counter_app.workflow.office import Office
from counter_app.working_time.days import MONDAY_TO_FRIDAY, NO_SOURCE, Session

SATURDAY = 5


def make_office(
    folder: Path,
    settings: Settings,
    administrator: Person,
    open_office: Callable[[Path], Office],
    *,
    password: str = "",
) -> str:
    """Answers the administrator's first password, told nowhere else; `password`: the one that they chose themselves.

    Refused: the folder holds something already, the office has no name, its code is none, the person has no name or
    sign-in name, a weak password. A failed attempt leaves no office behind.
    """
    _expect_settings(settings)
    if password:
        check_password(password, administrator.login, administrator.name)
    if folder.exists() and any(folder.iterdir()):
        raise Refused("workflow.folder_not_empty")
    kept = replace(administrator, role=Role.ADMINISTRATOR)
    folder.mkdir(parents=True, exist_ok=True)
    save_settings(folder, replace(settings, practice=False))
    try:
        office = open_office(folder)
        try:
            with office.store.unit_of_work() as unit:
                for procedure in seed_procedures():
                    unit.put_procedure(procedure)
                unit.commit()
            first = replace(office, person=kept)
            people.save(first, kept)
            office_share.publish(first)
            given = people.give_password(first, kept.login.strip().casefold())
            if password:
                sign_in.change_password(sign_in.sign_in(office, kept.login.strip().casefold(), given), given, password)
            return password or given
        finally:
            office.close()
    except BaseException:
        (folder / FILE_NAME).unlink(missing_ok=True)  # what is left is no office, and is said so
        raise


def set_hours(office: Office, weekdays: tuple[Session, ...], saturday: tuple[Session, ...]) -> Office:
    """The hours of a new office, from the first day that its calendar knows: nothing has been counted by others yet.

    The person at the desk keeps the settings. Misuse: the hours contradict a day of the calendar.
    """
    data = office.calendar.data
    known = data.hours[-1]
    week = dict.fromkeys(MONDAY_TO_FRIDAY, weekdays) | ({SATURDAY: saturday} if saturday else {})
    if week == dict(known.week):
        return office
    changed = replace(data, hours=(*data.hours[:-1], replace(known, week=week, source=NO_SOURCE)))
    return save_office_calendar(office, changed, document=sentence("workflow.first_hours").what).office


def _expect_settings(settings: Settings) -> None:
    if not settings.office_name.strip():
        raise Refused("settings.office_name_needed")
    wanted = {key: getattr(settings, key) for key in ("office_name", "office_parent", "office_code")}
    for refused in office_settings.faults(wanted).values():
        raise refused
