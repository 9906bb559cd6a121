"""Facts about a PDF: structure by pikepdf, looks by pdfium. Anything may be raised: `gather_facts` is the boundary."""

import re
import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter_app.model.file_facts import FileFacts
from counter_app.pdf.active_content import count_embedded_files, find_active_content
from counter_app.pdf.fonts import fonts_not_embedded
from counter_app.pdf.signature_scan import FormMarks, RawMarks, scan_bytes, scan_form

if TYPE_CHECKING:
    from counter_app.pdf.facts import LookLimits

REBUILT = "reconstruct"  # qpdf's word when it had to find the objects by itself
_FOREIGN_LOCK = "unsupported encryption filter"  # locked for named certificates, not by a password


def look_at_pdf(path: Path, facts: FileFacts, limits: "LookLimits") -> FileFacts:
    import pikepdf

    marks = scan_bytes(path)
    facts = replace(facts, signature_count=marks.signatures, hybrid_xref=marks.hybrid_xref)
    try:
        with pikepdf.open(path, suppress_warnings=True) as document:
            return _look_at_open_pdf(path, document, facts, marks, limits)
    except pikepdf.PasswordError:
        return _locked(facts)
    except pikepdf.PdfError as error:
        if _FOREIGN_LOCK in str(error):
            return _locked(facts)
        return replace(facts, trouble="damaged" if marks.has_end else "truncated")


def _look_at_open_pdf(path: Path, document: Any, facts: FileFacts, marks: RawMarks, limits: "LookLimits") -> FileFacts:
    import pypdfium2

    from counter_app.pdf.page_look import check_pages, look_at_pages, opening_text

    page_count = len(document.pages)  # reads the page tree: the last moment at which qpdf starts repairing
    repaired = any(REBUILT in str(warning) for warning in document.get_warnings())
    facts = replace(_with_structure(document, facts), page_count=page_count, repaired=repaired)
    if repaired and not marks.has_end:
        return replace(facts, trouble="truncated")  # qpdf makes a page of the first half, with nothing on it
    if page_count == 0:
        return replace(facts, readable=True)
    try:
        with pypdfium2.PdfDocument(path) as shown:
            if len(shown) != page_count:
                return replace(facts, trouble="damaged")  # two readers see two documents
            if not limits.rendered_pages:
                check_pages(shown)
                return replace(facts, readable=True)
            pages, looked = look_at_pages(shown, limits)
            facts = replace(facts, opening=opening_text(shown))
    except pypdfium2.PdfiumError:
        return replace(facts, trouble="damaged")
    return replace(facts, readable=True, pages=pages, pages_looked_at=looked)


def _with_structure(document: Any, facts: FileFacts) -> FileFacts:
    form = scan_form(document.Root)
    active = find_active_content(document)
    return replace(
        facts,
        pdf_version=_version(document),
        pdfa=_pdfa(document),
        encrypted=document.is_encrypted,
        may_sign=_may_sign(document, form),
        signature_count=max(facts.signature_count, form.signed_fields),
        has_form=form.has_fields,
        has_xfa=form.has_xfa,
        certification=form.certification,
        locked=form.locked,
        active_content=active is not None,
        active_page=active.page if active else None,
        active_box=active.box if active else None,
        embedded_files=count_embedded_files(document),
        foreign_fonts=fonts_not_embedded(document),
    )


def _locked(facts: FileFacts) -> FileFacts:
    return replace(facts, encrypted=True, needs_password=True, may_sign=False, trouble="needs_password")


def _version(document: Any) -> str:
    """The later of header and catalogue (ISO 32000-1, 7.2.2)."""
    named = re.fullmatch(r"/?(\d\.\d)", str(document.Root.get("/Version", "")))
    return max(str(document.pdf_version), named.group(1) if named else "")


def _pdfa(document: Any) -> str:
    try:
        with warnings.catch_warnings(action="ignore"), document.open_metadata(strict=False) as metadata:
            return str(metadata.pdfa_status).lower()
    except Exception:  # a broken XMP packet claims nothing
        return ""


def _may_sign(document: Any, form: FormMarks) -> bool:
    """A new signature field needs both "modify" and "annotate"; one that waits empty needs "annotate" or "fill in"
    (ISO 32000-1, table 22, bits 4, 6 and 9)."""
    if document.owner_password_matched:  # an empty one: whoever opens it is its owner
        return True
    allow = document.allow
    into_waiting = form.empty_signatures > 0 and (allow.modify_annotation or allow.modify_form)
    return bool((allow.modify_other and allow.modify_annotation) or into_waiting)
