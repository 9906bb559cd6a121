"""Where the office's files are kept together: a folder of the file server or an S3 store, tried before it is used."""

from collections.abc import Callable
from dataclasses import replace

from counter_app.access.people import Act, require
from counter_app.errors import Refused, Trouble
from counter_app.model.dossier import FileHash
from counter_app.settings import load_settings, save_settings
from counter_app.store.office_key import SERVICE, keep_secret, public_half
from counter_app.store.shared_vault import Place, open_vault, try_place
from counter_app.workflow import office_share
from counter_app.workflow.office import Office
from counter_app.workflow.ports import Vault


def try_vault(office: Office, place: Place, secret: str = "") -> None:
    """Write there and read it back; a secret that was typed is kept in the system's key store. Misuse, Trouble."""
    require(office.person, Act.CHANGE_SETTINGS)
    if secret and place.access_key:
        keep_secret(f"{SERVICE}-kho", place.access_key, secret)
    try_place(place)


def use_vault(
    office: Office,
    place: Place,
    *,
    progress: Callable[[int, int], object] = lambda _done, _all: None,
    stopped: Callable[[], bool] = lambda: False,
) -> int | None:
    """Bring every file of this counter there and work with it from the next opening on; this counter's own copies stay.

    Answers the number of files; None: stopped, the vault is where it was. Refused: the role, an office without a key
    (files of applicants do not leave this machine unsealed), no address. Trouble: it does not answer, the disk.
    """
    require(office.person, Act.CHANGE_SETTINGS)
    if not place.address:
        raise Refused("workflow.no_vault_address")
    if public_half(office.folder) is None and not office.settings.practice:
        raise Refused("workflow.vault_needs_key")
    try_place(place)
    target = open_vault(office.folder, place, office.vault.key)
    try:
        hashes = [file.hash for file in office.vault.check() if file.intact]
        for number, one in enumerate(hashes):
            if stopped():
                return None
            _bring(office, target, one)
            progress(number + 1, len(hashes))
    finally:
        target.close()
    settings = replace(
        load_settings(office.folder),
        vault_address=place.address,
        vault_endpoint=place.endpoint,
        vault_access_key=place.access_key,
    )
    with office.store.unit_of_work() as unit:
        unit.append_event(office.event("move_vault", None, files=len(hashes), to=place.address))
        unit.commit()
    save_settings(office.folder, settings)
    office_share.publish(office.with_settings(settings))
    return len(hashes)


def _bring(office: Office, target: Vault, one: FileHash) -> None:
    if target.put(office.vault.path(one)) != one:
        raise Trouble("store.sealed_damaged")
