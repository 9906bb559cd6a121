"""A form that the library cannot extend, put in order inside the same revision that adds the signature field.

Only for files without any signature. What is dropped holds nothing: empty entries, things that are no dictionary or
no list where ISO 32000-1, 12.7.2 wants one. Viewers pass over the same entries.
"""

from typing import Any

from pyhanko.pdf_utils import generic

from counter_app.pdf.validation_reading import entry

FORM, FIELDS, NOTES = generic.pdf_name("/AcroForm"), generic.pdf_name("/Fields"), generic.pdf_name("/Annots")


def tidy_form(writer: Any) -> None:
    """The catalogue's form: a dictionary with a list of references to dictionaries."""
    root = writer.root
    if FORM not in root:
        return
    form = root[FORM]
    if not isinstance(form, generic.DictionaryObject):
        del root[FORM]
        writer.update_root()
        return
    fields = _fields(form)
    if fields is not None and all(_is_field(fields, place) for place in range(len(fields))):
        return
    form[FIELDS] = generic.ArrayObject(_kept(writer, fields) if fields is not None else [])
    writer.update_container(form)
    writer.update_root()


def field_names(writer: Any) -> set[str]:
    """The names of the form's own fields, of every kind."""
    form = entry(writer.root, FORM)
    fields = _fields(form) if isinstance(form, generic.DictionaryObject) else None
    found = [fields[place] for place in range(len(fields))] if fields is not None else []
    return {str(one["/T"]) for one in found if isinstance(one, generic.DictionaryObject) and "/T" in one}


def _fields(form: Any) -> Any:
    """The list, also behind a reference, which `get` would hand back instead; None when it is no list."""
    found = entry(form, FIELDS)
    return found if isinstance(found, generic.ArrayObject) else None


def tidy_notes(writer: Any, page: Any) -> None:
    """The page's annotations: a list, or none."""
    if NOTES in page and not isinstance(page[NOTES], generic.ArrayObject):
        del page[NOTES]
        writer.update_container(page)


def _is_field(fields: Any, place: int) -> bool:
    return isinstance(fields.raw_get(place), generic.IndirectObject) and isinstance(
        fields[place], generic.DictionaryObject
    )


def _kept(writer: Any, fields: Any) -> list[Any]:
    """References to the fields; one that stands in the list itself becomes an object of its own."""
    found = []
    for place in range(len(fields)):
        if _is_field(fields, place):
            found.append(fields.raw_get(place))
        elif isinstance(fields[place], generic.DictionaryObject):
            found.append(writer.add_object(fields[place]))
    return found
