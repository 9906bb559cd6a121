"""Personal data that leave the register: with a reason, which the diary keeps beside who took what and when."""

from datetime import timedelta

from counter_app.errors import Refused
from counter_app.model.dossier import Event
from counter_app.model.text import nfc
from counter_app.workflow.office import Office

KINDS = ("save_report", "export_diary", "print_register", "hand_daily_file")  # acts of the office as a whole
OF_DOSSIERS = ("export_package",)
_LOOKED_AT, _LOOKED_BACK = 60, timedelta(days=30)


def expect_reason(reason: str) -> str:
    """The reason in one line. Refused `workflow.export_needs_reason` when there is none."""
    said = nfc(" ".join(reason.split()))
    if not said:
        raise Refused("workflow.export_needs_reason")
    return said


def reasons(office: Office, most: int = 3) -> tuple[str, ...]:
    """What the person at the desk has given as reasons, the newest first: the diary remembers them, nothing else."""
    diary, now = office.store.diary, office.now()
    told = [one for kind in KINDS for one in diary.office_events(kind, _LOOKED_AT)]
    told += diary.acts_between(now - _LOOKED_BACK, now + timedelta(seconds=1), OF_DOSSIERS)
    mine = sorted((one for one in told if one.by == office.person.login), key=_moment, reverse=True)
    given = (str(one.details.get("reason") or "") for one in mine)
    return tuple(dict.fromkeys(said for said in given if said))[:most]


def _moment(event: Event) -> float:
    return event.at.timestamp()
