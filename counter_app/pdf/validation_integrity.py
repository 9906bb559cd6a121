"""Is what was signed still what is there: digest, signature value, coverage, and what was added afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import new as new_hash
from typing import Any

from counter_app.model.finding import Finding, Severity
from counter_app.pdf.validation_reading import FoundSignature

_WEAK_DIGESTS = frozenset({"md2", "md4", "md5", "sha1"})
_SMALLEST_KEY = {"rsa": 2048, "rsassa_pss": 2048, "dsa": 2048, "ec": 256}  # regulation.md 10.F5


@dataclass(frozen=True, slots=True)
class Changes:
    """What was added after a signature; `kind` is one of SignatureInfo.changes_after."""

    kind: str
    reasons: tuple[Finding, ...] = ()
    whole_file: bool = False  # the signature covers the file to its last byte


def intactness(found: FoundSignature) -> tuple[bool, tuple[Finding, ...]]:
    """Whether the signed bytes and the signature value are as they were made, and what is odd about them."""
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    embedded = found.embedded
    assert embedded is not None
    content = embedded.signed_data["encap_content_info"]["content"].native
    digest, reasons = embedded.compute_digest(), []
    if found.format == "adbe.pkcs7.sha1":
        # ISO 32000-1, 12.8.3.3.1: the SHA-1 of the byte range is the signed content itself.
        if embedded.compute_digest("sha1") != content:
            return False, (Finding("validation.content_changed", Severity.ERROR),)
        digest = new_hash(embedded.md_algorithm, content).digest()
    elif content:
        reasons.append(Finding("validation.encapsulated_content", Severity.WARNING))
    kind = embedded.signed_data["encap_content_info"]["content_type"].native
    intact, valid = validate_sig_integrity(embedded.signer_info, embedded.signer_cert, kind, digest)
    if not intact:
        reasons.append(Finding("validation.content_changed", Severity.ERROR))
    elif not valid:
        reasons.append(Finding("validation.signature_broken", Severity.ERROR))
    return intact and valid, tuple(reasons)


def algorithm_of(embedded: Any) -> tuple[str, tuple[Finding, ...]]:
    """«RSA 2048, SHA-256», and a reason when it is no longer good enough."""
    key = embedded.signer_cert.public_key
    name, size = key.algorithm, key.bit_size
    words = f"{name.upper().replace('RSASSA_PSS', 'RSA-PSS')} {size}, {embedded.md_algorithm.upper()}"
    words = words.replace("SHA1", "SHA-1").replace("SHA2", "SHA-2").replace("SHA3", "SHA-3").replace("SHA5", "SHA-5")
    weak = embedded.md_algorithm in _WEAK_DIGESTS or size < _SMALLEST_KEY.get(name, 0)
    if not weak:
        return words, ()
    return words, (Finding("validation.weak_algorithm", Severity.WARNING, {"algorithm": words}),)


def changes_after(embedded: Any, signature_fields: frozenset[str], stamps: Mapping[str, int]) -> Changes:
    """What later revisions did, judged by pyHanko's difference analysis with the settings real documents need.

    `stamps` are the document time-stamps by field name, with their revisions.
    """
    from pyhanko.sign.diff_analysis import SuspiciousModification
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    embedded.coverage = embedded.evaluate_signature_coverage()
    if embedded.coverage == SignatureCoverageLevel.UNCLEAR and _brackets_are_signed(embedded):
        return _bracketed(embedded)
    if embedded.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return Changes("suspicious", (Finding("validation.coverage_unclear", Severity.ERROR),))
    if embedded.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return Changes("none", whole_file=True)
    try:
        outcome = embedded.evaluate_modifications(difference_policy())
        permitted = embedded.docmdp_level
    except Exception:  # the analysis itself may fail on an intact signature: that says nothing against it
        return Changes("unknown", (Finding("validation.changes_unknown", Severity.WARNING),))
    if isinstance(outcome, SuspiciousModification):
        return Changes("suspicious", (Finding("validation.suspicious_change", Severity.ERROR),))
    if permitted is not None and outcome.modification_level.value > permitted.value:
        return Changes("suspicious", (Finding("validation.forbidden_change", Severity.ERROR),))
    changes = _permitted_changes(outcome, signature_fields, frozenset(stamps))
    if changes.kind == "long_term_data" and not _is_long_term(embedded, stamps):
        return Changes("unknown")
    return changes


def _brackets_are_signed(embedded: Any) -> bool:
    """Some signing tools count the brackets around the signature to the signed bytes, against ISO 32000-1, 12.8.1."""
    numbers = [int(number) for number in embedded.byte_range]
    return len(numbers) == 4 and numbers[0] == 0 and numbers[2] - numbers[1] == 2 * len(embedded.pkcs7_content)


def _bracketed(embedded: Any) -> Changes:
    """All bytes but the signature itself are covered, or later ones cannot be told from the signer's own."""
    stream, numbers = embedded.reader.stream, [int(number) for number in embedded.byte_range]
    stream.seek(0, 2)
    whole = stream.tell() == numbers[2] + numbers[3]
    reason = Finding("validation.unusual_byte_range", Severity.WARNING)
    return Changes("none" if whole else "unknown", (reason,), whole_file=whole)


def _permitted_changes(outcome: Any, signature_fields: frozenset[str], stamp_fields: frozenset[str]) -> Changes:
    from pyhanko.sign.diff_analysis import ModificationLevel

    level = outcome.modification_level
    filled = sorted(set(outcome.changed_form_fields) - signature_fields)
    if filled:
        names = ", ".join(filled[:5]) + ("…" if len(filled) > 5 else "")
        return Changes("form_filled", (Finding("validation.form_filled", Severity.WARNING, {"fields": names}),))
    if level == ModificationLevel.NONE:
        return Changes("none")
    if level == ModificationLevel.LTA_UPDATES:
        return Changes("long_term_data")
    if level == ModificationLevel.FORM_FILLING:
        stamped = outcome.changed_form_fields and outcome.changed_form_fields <= stamp_fields
        return Changes("long_term_data" if stamped else "signatures_only")
    return Changes("suspicious", (Finding("validation.suspicious_change", Severity.ERROR),))


def data_after_last(last: Any, changes: Changes) -> bool:
    """Whether something follows the last signature that is not long-term data added the known way.

    An attack by incremental saving may leave no other trace, so such a file is never plainly valid.
    """
    if changes.whole_file or changes.reasons:
        return False  # nothing there, or said already
    if changes.kind == "none":
        return _more_than_blank(last.reader.stream, last)
    return changes.kind != "long_term_data"


def _more_than_blank(stream: Any, last: Any) -> bool:
    numbers = [int(number) for number in last.byte_range]
    stream.seek(numbers[-2] + numbers[-1])
    return bool(stream.read(64).strip())


def _is_long_term(embedded: Any, stamps: Mapping[str, int]) -> bool:
    """A document time-stamp followed, or the security store (/DSS) was written: not just another title."""
    from pyhanko.pdf_utils.generic import IndirectObject

    reader, revision = embedded.reader, embedded.signed_revision
    if any(later > revision for later in stamps.values()):
        return True
    if "/DSS" not in reader.root:
        return False
    if "/DSS" not in reader.get_historical_root(revision):
        return True
    store = reader.root.raw_get("/DSS")
    return isinstance(store, IndirectObject) and reader.xrefs.get_last_change(store.reference) > revision


@cache
def difference_policy() -> Any:
    """The default rules, save what calls real countersigned documents suspicious: a new visible field after a
    certification, freed objects, and broken XMP that was there before and was left alone."""
    from pyhanko.sign import diff_analysis

    rules: Any = diff_analysis  # half of it carries no types

    return rules.StandardDiffPolicy(
        global_rules=[
            rules.CatalogModificationRule(),
            rules.DocInfoRule().as_qualified(rules.ModificationLevel.LTA_UPDATES),
            rules.ObjectStreamRule().as_qualified(rules.ModificationLevel.LTA_UPDATES),
            rules.XrefStreamRule().as_qualified(rules.ModificationLevel.LTA_UPDATES),
            rules.DSSCompareRule().as_qualified(rules.ModificationLevel.LTA_UPDATES),
            _metadata_rule(rules).as_qualified(rules.ModificationLevel.LTA_UPDATES),
        ],
        form_rule=rules.FormUpdatingRule(
            field_rules=[
                rules.SigFieldCreationRule(allow_new_visible_after_certify=True),
                rules.SigFieldModificationRule(),
                rules.GenericFieldModificationRule(),
            ],
        ),
        reject_object_freeing=False,
    )


def _metadata_rule(rules: Any) -> Any:
    """The library's rule, asked only about metadata that were changed: what was there before need not be XML."""

    class ChangedMetadata(rules.MetadataUpdateRule):  # type: ignore[misc]
        def apply(self, old: Any, new: Any) -> Any:
            if not _left_alone(old, new):
                yield from super().apply(old, new)

    return ChangedMetadata()


def _left_alone(old: Any, new: Any) -> bool:
    """The same stream in both revisions."""
    try:
        before, after = (one.root.get_value_as_reference("/Metadata") for one in (old, new))
    except Exception:  # none there, or not as it should be: the library's rule says what that means
        return False
    return bool(before == after and new.reader.xrefs.get_last_change(after) <= old.revision)
