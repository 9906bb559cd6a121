"""Puts values into a template: facts in, a `Sheet` out. A name that the template asks for and nobody has is Trouble."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from counter_app.clock import vietnam
from counter_app.errors import Trouble
from counter_app.forms.contents import Cells, Contents, contents
from counter_app.forms.sheet import Block, Column, Entries, Entry, Grid, Items, Letterhead, Sheet, Signer, Slip, Words
from counter_app.forms.templates import (
    ColumnText,
    FormSet,
    LineText,
    PageStyle,
    SlipText,
    Template,
    common,
    form_set,
    page_style,
    template,
)
from counter_app.forms.words import place_and_date
from counter_app.model.form import FormFacts
from counter_app.model.text import nfc
from counter_app.rules.law import basis_on, document_name
from counter_app.settings import Settings


def day_of(facts: FormFacts) -> date:
    """The day whose set of forms and whose law the sheet follows: a dossier keeps what it was received under."""
    if facts.dossier is not None:
        return vietnam(facts.dossier.received_at).date()
    return min(vietnam(facts.printed_at).date(), date(facts.year, 12, 31))


def fill(facts: FormFacts, settings: Settings, logo: Path | None = None) -> Sheet:
    """The filled form. Refused: no set of forms for the day, or none of this kind in it. Trouble: a bad template."""
    day = day_of(facts)
    forms = form_set(day)
    named = forms.form(facts.kind)
    text = template(named.template)
    found = contents(facts, settings)
    code = nfc(facts.dossier.display_code) if facts.dossier else ""
    return Sheet(
        page=_page(text),
        letterhead=_letterhead(facts, settings, text, found),
        title_lines=named.title_lines,
        code=_code(facts, text, found),
        copies=text.copies,
        blocks=tuple(block for line in text.lines if (block := _block(line, text, found)) is not None),
        signers=tuple(
            Signer(heading=one.heading, note=one.note, name=_value(found.values, one.name, text))
            for one in text.signers
        ),
        slip=_slip(common().slip, settings, code) if text.slip else None,
        footer=_footer(named.form, forms, day),
        qr=code,
        watermark="BẢN THỬ" if settings.practice else "",
        logo=logo,
    )


def _page(text: Template) -> PageStyle:
    page = page_style(text.page)
    return replace(page, signature_space=text.signature_space) if text.signature_space else page


def _letterhead(facts: FormFacts, settings: Settings, text: Template, found: Contents) -> Letterhead:
    return Letterhead(
        parent=nfc(settings.office_parent).upper(),
        office=nfc(settings.office_name).upper(),
        counter=found.values["counter"].upper(),
        number=text.number.format(number=facts.number) if text.number else "",
        place_and_date=place_and_date(nfc(settings.office_place), vietnam(facts.printed_at).date()),
    )


def _code(facts: FormFacts, text: Template, found: Contents) -> str:
    shared, dossier = common(), facts.dossier
    official = dossier is None or bool(dossier.code)
    words = (text.code or shared.code) if official else (text.local_code or shared.local_code)
    return _sentence(words, found.values | {"code": nfc(dossier.display_code) if dossier else ""}, text)


def _footer(form: str, forms: FormSet, day: date) -> str:
    document = document_name(forms.document)
    basis = ", ".join(basis_on(day, forms.legal_basis)) or document
    return common().footer.format(form=form, document=document, basis=basis)


def _block(line: LineText, text: Template, found: Contents) -> Block | None:
    if line.text:
        return Words(text=_sentence(line.text, found.values, text), fixed=line.text)
    if line.table:
        return _table(line, text, found)
    if line.items:
        if line.items not in found.items:
            raise _bad(text, line.items)
        return Items(label=line.label, lines=found.items[line.items])
    entries = [Entry(label=line.label, value=_value(found.values, line.value, text), strong=line.strong)]
    if line.optional and not entries[0].value:
        return None
    second = _value(found.values, line.second_value, text) if line.second_value else ""
    if second or (line.second_value and not line.second_optional):
        entries.append(Entry(label=line.second_label, value=second))
    return Entries(entries=tuple(entries))


def _table(line: LineText, text: Template, found: Contents) -> Block:
    if line.table not in found.tables:
        raise _bad(text, line.table)
    rows = found.tables[line.table]
    if not rows and line.table == "components":
        return Entries(entries=(Entry(label=line.label, value=common().no_components),))
    return Grid(
        label=line.label,
        columns=tuple(Column(heading=one.heading, width=one.width, align=one.align) for one in text.columns),
        rows=tuple(tuple(_cell(row, column, text) for column in text.columns) for row in rows),
    )


def _cell(row: Cells, column: ColumnText, text: Template) -> str:
    if column.value not in row:
        raise _bad(text, column.value)
    return row[column.value]


def _slip(text: SlipText, settings: Settings, code: str) -> Slip:
    """Each answer's QR code holds the dossier's code and the answer's place, as `workflow.returns.read_slip` reads."""
    contact = " – ".join(part for part in (nfc(settings.office_phone), nfc(settings.office_website)) if part)
    return Slip(
        heading=text.heading,
        contact=text.contact.format(contact=contact) if contact else "",
        question=text.question,
        answers=text.answers,
        codes=tuple(f"{code}|{place}" for place in range(1, len(text.answers) + 1)),
    )


def _sentence(words: str, values: dict[str, str], text: Template) -> str:
    try:
        return words.format(**values)
    except (KeyError, IndexError, ValueError) as error:
        raise _bad(text, str(error).strip("'")) from error


def _value(values: dict[str, str], name: str, text: Template) -> str:
    if name not in values:
        raise _bad(text, name)
    return values[name]


def _bad(text: Template, name: str) -> Trouble:
    return Trouble("forms.bad_template", file=f"{text.name}.toml", field=name)
