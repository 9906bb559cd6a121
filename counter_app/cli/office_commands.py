"""`practice load`, `office create|join|move` and `doctor`."""

import argparse

from counter_app.bootstrap import data_folder, examine_machine, join_office, load_practice, open_office
from counter_app.cli.output import DONE, REFUSED, Output
from counter_app.messages import sentence
from counter_app.model.person import Person, Role
from counter_app.model.text import nfc
from counter_app.settings import Settings, default_data_folder, is_office
from counter_app.workflow.first_run import make_office
from counter_app.workflow.office_move import move_to_server


def practice(given: argparse.Namespace, output: Output) -> int:
    folder = data_folder(given.data) if given.data else default_data_folder(practice=True)
    loaded = load_practice(folder, progress=output.note)
    if loaded.already:
        output.note(str(sentence("workflow.practice_there")))
    values = {"data": str(loaded.folder), "already": loaded.already, "dossiers": loaded.dossiers}
    output.line(values, str(loaded.folder))
    return DONE


def office(given: argparse.Namespace, output: Output) -> int:
    acts = {"create": create, "join": join, "move": move}
    return acts[given.act](given, output)


def join(given: argparse.Namespace, output: Output) -> int:
    """A data folder for one more counter of an office on a server."""
    folder = given.data or default_data_folder()
    join_office(folder, given.database)
    output.line({"data": str(folder)}, str(folder))
    return DONE


def move(given: argparse.Namespace, output: Output) -> int:
    """This counter's register to the office's server."""
    opened = open_office(data_folder(given.data), person=given.person)
    try:
        rows = move_to_server(opened, given.database)
    finally:
        opened.close()
    output.line({"rows": rows}, f"{rows} dòng đã ở trên máy chủ và đã được đối chiếu từng dòng.")
    return DONE


def create(given: argparse.Namespace, output: Output) -> int:
    """A new office with its administrator, whose first password is printed once."""
    folder = given.data or default_data_folder()
    settings = Settings(office_name=nfc(given.name), office_code=given.code, database_url=given.database)
    keeper = Person(login=given.admin, name=nfc(given.admin_name), role=Role.ADMINISTRATOR, title="Quản trị hệ thống")
    password = make_office(folder, settings, keeper, open_office)
    output.line({"data": str(folder), "login": keeper.login, "password": password}, f"{folder}\n{password}")
    return DONE


def doctor(given: argparse.Namespace, output: Output) -> int:
    """Exit 1 when something that the office has set up does not work."""
    folder = data_folder(given.data)
    checks = examine_machine(folder)
    values = {
        "data": str(folder),
        "office": is_office(folder),
        "checks": [{"name": check.name, "ok": check.ok, "message": check.message} for check in checks],
    }
    lines = [f"{'đạt ' if check.ok else 'xem '} {check.name}: {check.message}" for check in checks]
    output.line(values, "\n".join(lines))
    broken = [check for check in checks if not check.ok and check.name in ESSENTIAL]
    return REFUSED if broken else DONE


# Tokens, certificates and time-stamps may well be missing on a machine that only receives.
ESSENTIAL = {"fonts", "database", "folder", "calendar"}
