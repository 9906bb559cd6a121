"""A new office in an empty folder: its name, its procedures, and the one person who keeps the accounts."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from counter_app.catalogue.seed import seed_procedures
from counter_app.errors import Refused
from counter_app.model.person import Person, Role
from counter_app.settings import FILE_NAME, Settings, save_settings
from counter_app.workflow import office_share, people
from counter_app.workflow.office import Office


def make_office(folder: Path, settings: Settings, administrator: Person, open_office: Callable[[Path], Office]) -> str:
    """Answers the administrator's first password, which is told nowhere else.

    Refused: the folder holds something already, the office has no name, the person no name or sign-in name. A failed
    attempt leaves no office behind.
    """
    if not settings.office_name.strip():
        raise Refused("settings.office_name_needed")
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
            return people.give_password(first, kept.login.strip().casefold())
        finally:
            office.close()
    except BaseException:
        (folder / FILE_NAME).unlink(missing_ok=True)  # what is left is no office, and is said so
        raise
