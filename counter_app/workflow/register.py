"""The yearly book of dossiers (sổ theo dõi hồ sơ): printed as it stands, locked once its year is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.clock import vietnam
from counter_app.errors import Misuse, Refused
from counter_app.model.dossier import Channel, Dossier, Event
from counter_app.model.form import FormFacts, FormKind, RegisterEntry
from counter_app.model.life import ClosedBook, ReturnWay
from counter_app.workflow.exports import expect_reason
from counter_app.workflow.forms import FILE_NAMES, free_path, last_event
from counter_app.workflow.office import Office

WAY_WORDS = {ReturnWay.IN_PERSON: "Trực tiếp", ReturnWay.POSTAL: "Bưu chính", ReturnWay.ONLINE: "Trực tuyến"}
_CHANNEL_WAYS = {
    Channel.DIRECT: ReturnWay.IN_PERSON,
    Channel.POSTAL: ReturnWay.POSTAL,
    Channel.ONLINE: ReturnWay.ONLINE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BookPrinted:
    path: Path
    year: int
    count: int
    closed: ClosedBook | None


def years(office: Office) -> tuple[tuple[int, ClosedBook | None], ...]:
    """The years that have a book, with how each was locked."""
    with office.store.unit_of_work() as unit:
        return tuple((year, unit.book.closed(year)) for year in unit.book.years())


def print_register(office: Office, year: int, output: Path | None = None, *, reason: str) -> BookPrinted:
    """The book of a year as PDF. A locked book gives the very sheet that was made when it was locked.

    Refused: the role, no reason; Misuse `workflow.output_exists`.
    """
    require(office.person, Act.PRINT_FORMS)
    reason = expect_reason(reason)
    path = output or free_path(office.folder_for("forms", "register"), f"{FILE_NAMES[FormKind.REGISTER]}-{year}")
    if path.exists():
        raise Misuse("workflow.output_exists", file=path.name)
    with office.store.unit_of_work() as unit:
        closed = unit.book.closed(year)
    if closed is not None:
        aside = path.with_suffix(".new")
        aside.write_bytes(office.vault.path(closed.hash).read_bytes())
        aside.replace(path)
        count = closed.count
    else:
        entries = register_entries(office, year)
        office.forms.print(_facts(office, year, entries), path)
        count = len(entries)
    with office.store.unit_of_work() as unit:
        unit.append_event(office.event("print_register", None, year=year, number=count, reason=reason))
        unit.commit()
    return BookPrinted(path=path, year=year, count=count, closed=closed)


def close_register(office: Office, year: int) -> BookPrinted:
    """Lock the book of a year that is over: its sheet is kept and nothing is entered any more.

    Refused: the year is not over, it is locked already.
    """
    require(office.person, Act.PRINT_FORMS)
    now = office.now()
    if year >= vietnam(now).year:
        raise Refused("workflow.year_not_over", year=year)
    entries = register_entries(office, year)
    path = free_path(office.folder_for("forms", "register"), f"{FILE_NAMES[FormKind.REGISTER]}-{year}-khoa")
    facts = _facts(office, year, entries, closed=True)
    with office.store.unit_of_work() as unit:
        if unit.book.closed(year) is not None:
            raise Refused("store.book_closed", year=year)
        if len(unit.book.entries(year)) != len(entries):
            raise Refused("store.changed_meanwhile")
        office.forms.print(facts, path)
        try:
            kept = office.vault.put(path)
            closed = ClosedBook(year=year, closed_at=now, closed_by=office.person.login, count=len(entries), hash=kept)
            unit.book.close(closed)
            unit.append_event(office.event("close_register", None, year=year, number=len(entries), sha256=str(kept)))
            unit.commit()
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    return BookPrinted(path=path, year=year, count=len(entries), closed=closed)


def register_entries(office: Office, year: int) -> tuple[RegisterEntry, ...]:
    with office.store.unit_of_work() as unit:
        return tuple(
            _entry(office, number, unit.dossier(dossier_id), unit.events(dossier_id))
            for number, dossier_id in unit.book.entries(year)
        )


def _entry(office: Office, number: int, dossier: Dossier, events: Sequence[Event]) -> RegisterEntry:
    handed = next((event for event in events if event.kind == "hand_over"), None)
    returned = last_event(events, "return_result")
    promised = last_event(events, "reappoint")
    way = _CHANNEL_WAYS[dossier.channel]
    if returned is not None and str(returned.details.get("way")) in set(ReturnWay):
        way = ReturnWay(str(returned.details["way"]))
    applicant = dossier.applicant
    return RegisterEntry(
        number=number,
        code=dossier.display_code,
        procedure_name=dossier.procedure_name,
        set_count=1,
        applicant_name=applicant.name,
        contact=", ".join(part for part in (applicant.address, applicant.phone) if part),
        unit=str(handed.details.get("unit") or "") if handed else office.settings.office_name,
        received_at=dossier.decided_at or dossier.received_at,
        due_at=dossier.due_at,
        returned_at=returned.at if returned else None,
        way=WAY_WORDS[way],
        receiver=str(returned.details.get("receiver") or "") if returned else "",
        note="Hẹn lại" if promised else "",
    )


def _facts(office: Office, year: int, entries: tuple[RegisterEntry, ...], *, closed: bool = False) -> FormFacts:
    now = office.now()
    return FormFacts(
        kind=FormKind.REGISTER,
        printed_at=now,
        signer=office.person,
        year=year,
        entries=entries,
        closed_at=now if closed else None,
    )
