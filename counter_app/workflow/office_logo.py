"""The office's logo: chosen from a file, kept in the data folder, named by the settings; every form carries it."""

import hashlib
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.errors import CounterError, Trouble
from counter_app.forms.logo import prepared_logo
from counter_app.model.changes import Changes
from counter_app.workflow.office import Office
from counter_app.workflow.office_settings import LOGO_FOLDER, change_settings


def choose_logo(office: Office, source: Path) -> tuple[Office, Changes]:
    """From now on the forms carry this picture. The one before stays in the folder, so that it can be taken back.

    Refused: nobody's role, what `prepared_logo` refuses; Trouble: disk. Then the logo is what it was.
    """
    require(office.person, Act.CHANGE_SETTINGS)
    data = prepared_logo(source)
    name = f"{LOGO_FOLDER}/{hashlib.sha256(data).hexdigest()[:16]}.png"
    target = office.folder_for(LOGO_FOLDER) / Path(name).name
    known = target.is_file()
    try:
        aside = target.with_suffix(".new")
        aside.write_bytes(data)
        aside.replace(target)
    except OSError as error:
        raise Trouble("store.not_writable", where=LOGO_FOLDER) from error
    try:
        return change_settings(office, {"office_logo": name})
    except CounterError:
        if not known:
            target.unlink(missing_ok=True)
        raise


def use_logo(office: Office, name: str) -> tuple[Office, Changes]:
    """A logo that was chosen earlier (`settings.office_logo` of then); empty: none. Refused as `change_settings`."""
    return change_settings(office, {"office_logo": name})
