"""The keys at this desk: what is plugged in, and a token's login that its person may keep for a while."""

from counter_app.model.token import DriverReport, KeepOffer, TokenNews
from counter_app.workflow.office import Office


def news(office: Office) -> TokenNews:
    """What is plugged in now, and whose login is kept. Meant to be asked once a second; never waits for a driver."""
    return office.signing.token_news()


def keep_offer(office: Office) -> KeepOffer | None:
    """Until when the person may keep a token's login: the end of this working session; None: it may not be kept."""
    now = office.now()
    if not office.settings.allow_keep_login or not office.calendar.covers(now):
        return None
    session = office.calendar.session_at(now)
    return KeepOffer(person=office.person.login, until=session.end) if session is not None else None


def end_kept_login(office: Office) -> None:
    """At once; the next batch asks for its PIN again."""
    office.signing.end_kept_login()


def drivers(office: Office) -> tuple[DriverReport, ...]:
    """Every driver of this machine tried out, for the token doctor. Takes as long as the slowest driver."""
    return office.signing.drivers()
