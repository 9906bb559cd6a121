"""What an open office does by itself once a day: the diary's head put outside, the backup, its copy on a drive.

Each of them stands for itself: a folder that is not there today keeps nothing else from being done, and is told.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from counter_app.errors import CounterError
from counter_app.messages import Sentence, sentence
from counter_app.workflow import backup, backup_drive, evidence, leftovers
from counter_app.workflow.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Something that a person must see to. `short`: for the status bar."""

    code: str
    short: str
    said: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyDone:
    backed_up: bool
    anchored: bool
    copied: bool
    reminders: tuple[Reminder, ...]  # the gravest first


def do(office: Office, stopped: Callable[[], bool] = lambda: False, *, first: bool = False) -> DailyDone:
    """Whatever is due now; nothing is done twice a day. `first`: the office was just opened, its register is examined.

    Never raises for a folder, a drive or a full disk.
    """
    troubles: list[CounterError] = []

    def tried(act: Callable[[], object]) -> bool:
        try:
            return act() is not None
        except CounterError as error:
            troubles.append(error)
            return False

    if first:
        tried(office.store.upkeep.check)
        leftovers.sweep(office)
    tried(office.store.upkeep.seal_open_text)
    anchored = tried(lambda: evidence.anchor_daily(office))
    made = tried(lambda: backup.create_daily(office, stopped=stopped))
    copied = tried(lambda: backup_drive.copy_daily(office))
    told = [_of_trouble(error) for error in troubles if error.code != "store.backup_stopped"]
    return DailyDone(
        backed_up=made,
        anchored=anchored,
        copied=copied,
        reminders=(*told, *reminders(office)),
    )


def reminders(office: Office) -> tuple[Reminder, ...]:
    """What has not been done for too long. A practice office that set nothing up is not reminded of anything."""
    found = []
    if not office.settings.backup_folder or not backup.has_key(office):
        if not office.settings.practice:
            found.append(_reminder("workflow.backup_not_set_up", "Chưa đặt sao lưu"))
    else:
        found += _of_backup(office)
    drive = backup_drive.drive_state(office)
    if drive is not None and drive.due:
        codes = ("workflow.drive_overdue", "workflow.drive_overdue_never")
        found.append(_since(codes, "Ổ ngoài", office, drive.last))
    return tuple(found)


def _of_backup(office: Office) -> Iterator[Reminder]:
    lack = backup.last_lack(office)
    if lack:
        said = backup.lack_words(lack)
        yield Reminder(code="workflow.backup_lacks_files", short=f"Sao lưu thiếu {lack} tệp", said=said)
    if backup.is_overdue(office):
        codes = ("workflow.backup_overdue", "workflow.backup_overdue_never")
        yield _since(codes, "Sao lưu", office, backup.last(office))


def _since(codes: tuple[str, str], what: str, office: Office, last: datetime | None) -> Reminder:
    """`codes`: of some days ago, of never."""
    if last is None:
        return _reminder(codes[1], f"{what}: chưa lần nào")
    days = max(1, (office.now() - last) // timedelta(days=1))
    return _reminder(codes[0], f"{what}: đã {days} ngày", days=days)


def _reminder(code: str, short: str, **values: object) -> Reminder:
    return Reminder(code=code, short=short, said=sentence(code, **values))


def _of_trouble(error: CounterError) -> Reminder:
    return Reminder(code=error.code, short="Việc hằng ngày chưa xong", said=Sentence(error.what, error.advice))
