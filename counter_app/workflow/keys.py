"""The keys at this desk: a token's login that its person may keep for a while."""

from counter_app.model.token import KeepOffer
from counter_app.workflow.office import Office


def keep_offer(office: Office) -> KeepOffer | None:
    """Until when the person may keep a token's login: the end of this working session; None: it may not be kept."""
    now = office.now()
    if not office.settings.allow_keep_login or not office.calendar.covers(now):
        return None
    session = office.calendar.session_at(now)
    return KeepOffer(person=office.person.login, until=session.end) if session is not None else None
