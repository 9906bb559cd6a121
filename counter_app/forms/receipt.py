"""Form 01, «Giấy tiếp nhận hồ sơ và hẹn trả kết quả»: when it may be printed, and what stands in its lines."""

from collections.abc import Callable
from datetime import datetime

from counter_app.clock import vietnam
from counter_app.errors import Refused, Trouble
from counter_app.forms.sheet import Column, Entries, Entry, Grid, Letterhead, Sheet, Signer, Slip
from counter_app.forms.templates import FormSet, LineText, ReceiptText, basis_on, document_name, page_style
from counter_app.forms.words import moment_words, place_and_date
from counter_app.model.dossier import Component, ComponentVerdict, Dossier, DossierState
from counter_app.model.person import Person
from counter_app.model.text import nfc
from counter_app.settings import Settings

_ACCEPTED = (
    DossierState.ACCEPTED,
    DossierState.PROCESSING,
    DossierState.STOPPED,
    DossierState.DONE,
    DossierState.RETURNED,
)


def check_printable(dossier: Dossier, settings: Settings) -> tuple[datetime, datetime]:
    """The moment of receipt and the appointment. Refused: not accepted, no appointment, office not named.

    The receipt shows the moment of acceptance, because the processing time runs from there (NĐ 309/2026, Điều 8).
    """
    code = dossier.display_code
    if dossier.state not in _ACCEPTED or dossier.decided_at is None:
        raise Refused("forms.not_accepted", code=code)
    if dossier.due_at is None:
        raise Refused("forms.no_appointment", code=code)
    if dossier.due_at < dossier.decided_at:
        raise Refused("forms.appointment_before_receipt", code=code)
    if not settings.office_name.strip():
        raise Refused("forms.no_office", missing="tên cơ quan")
    if not settings.office_place.strip():
        raise Refused("forms.no_office", missing="địa danh ghi trên văn bản")
    return dossier.decided_at, dossier.due_at


def receipt_sheet(
    dossier: Dossier,
    settings: Settings,
    forms: FormSet,
    *,
    number: int,
    printed_at: datetime,
    officer: Person,
    set_count: int,
    return_place: str,
) -> Sheet:
    """The filled form. Refused as `check_printable`; Trouble `forms.bad_template`: the data names an unknown value."""
    accepted_at, due_at = check_printable(dossier, settings)
    text = forms.receipt
    counter = nfc(settings.counter_name) or text.counter
    office = nfc(settings.office_name)
    printed = vietnam(printed_at)
    values = {
        "applicant_name": nfc(dossier.applicant.name),
        "address": nfc(dossier.applicant.address),
        "phone": nfc(dossier.applicant.phone),
        "email": nfc(dossier.applicant.email),
        "request": _request(dossier),
        "set_count": text.set_count.format(count=set_count),
        "term": nfc(dossier.term_words) or text.no_term,
        "received_at": moment_words(accepted_at),
        "due_at": moment_words(due_at),
        "return_place": nfc(return_place) or counter,
        "book": text.book.format(book=vietnam(accepted_at).year, number=number),
    }
    basis = basis_on(vietnam(dossier.received_at).date(), forms.legal_basis)
    document = document_name(forms.document)
    return Sheet(
        page=page_style(text.page),
        letterhead=Letterhead(
            parent=nfc(settings.office_parent).upper(),
            office=office.upper(),
            counter=counter.upper(),
            number=text.number.format(number=number),
            place_and_date=place_and_date(nfc(settings.office_place), printed.date()),
        ),
        title=text.title,
        code=(text.code if dossier.code else text.local_code).format(code=nfc(dossier.display_code)),
        copies=text.copies,
        blocks=tuple(_block(line, values, text, dossier, forms.id) for line in text.lines),
        signers=_signers(text, {"blank": "", "officer": nfc(officer.name)}, forms.id),
        slip=_slip(text, settings),
        footer=text.footer.format(form=text.form, document=document, basis=", ".join(basis) or document),
        qr=nfc(dossier.display_code),
        watermark="BẢN THỬ" if settings.practice else "",
    )


def _request(dossier: Dossier) -> str:
    """The procedure, with its case in brackets when it has several."""
    name, case = nfc(dossier.procedure_name), nfc(dossier.case_name)
    return f"{name} ({case})" if case and case != name else name


def _block(line: LineText, values: dict[str, str], text: ReceiptText, dossier: Dossier, set_id: str) -> Entries | Grid:
    if line.value == "components":
        handed_in = [component for component in dossier.components if _handed_in(component)]
        if handed_in:
            return _grid(line.label, handed_in, text, set_id)
        return Entries(entries=(Entry(label=line.label, value=text.no_components),))
    entries = [Entry(label=line.label, value=_value(values, line.value, set_id), strong=line.strong)]
    if line.second_value:
        entries.append(Entry(label=line.second_label, value=_value(values, line.second_value, set_id)))
    return Entries(entries=tuple(entries))


def _handed_in(component: Component) -> bool:
    """A paper that is here: its file is attached, or the officer saw it and passed it at the desk."""
    return component.file is not None or component.verdict is ComponentVerdict.PASS


def _grid(label: str, components: list[Component], text: ReceiptText, set_id: str) -> Grid:
    cells: dict[str, Callable[[int, Component], str]] = {
        "number": lambda place, _: str(place),
        "name": lambda _, component: nfc(component.name),
        "kind": lambda _, component: text.paper_kinds[component.paper_kind],
        "count": lambda *_: "01",  # one current file, or the one paper that was seen
    }
    for column in text.columns:
        if column.value not in cells:
            raise Trouble("forms.bad_template", file=set_id, field=column.value)
    return Grid(
        label=label,
        columns=tuple(Column(heading=one.heading, width=one.width, align=one.align) for one in text.columns),
        rows=tuple(
            tuple(cells[column.value](place, component) for column in text.columns)
            for place, component in enumerate(components, start=1)
        ),
    )


def _signers(text: ReceiptText, names: dict[str, str], set_id: str) -> tuple[Signer, ...]:
    return tuple(
        Signer(heading=one.heading, note=one.note, name=_value(names, one.name, set_id)) for one in text.signers
    )


def _slip(text: ReceiptText, settings: Settings) -> Slip:
    contact = " – ".join(part for part in (nfc(settings.office_phone), nfc(settings.office_website)) if part)
    line = " ".join([text.slip.scan, *([text.slip.contact.format(contact=contact)] if contact else [])])
    return Slip(heading=text.slip.heading, lines=(line,), question=text.slip.question, answers=text.slip.answers)


def _value(values: dict[str, str], name: str, set_id: str) -> str:
    if name not in values:
        raise Trouble("forms.bad_template", file=set_id, field=name)
    return values[name]
