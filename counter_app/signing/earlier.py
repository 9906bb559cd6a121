"""The signatures that are on a file before ours: how they stand before and after, so that none ever gets worse."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from counter_app.pdf.swift_libraries import quicken
from counter_app.pdf.validation_integrity import difference_policy


@dataclass(frozen=True, slots=True)
class Standing:
    """Higher is better; what cannot be judged is 0 on both sides."""

    intact: int
    changes: int  # 3 none to 0 suspicious or unknown


def open_reader(file: Any) -> PdfFileReader:
    """Lenient, hybrid cross-references allowed, an empty password tried when the file is locked."""
    quicken()
    reader = PdfFileReader(file, strict=False)
    if reader.encrypted:
        reader.decrypt(b"")
    return reader


class SigningWriter(IncrementalPdfFileWriter):
    """Leaves title, producer and XMP as the author wrote them: a signature changes none of it, and broken XMP, which
    the library would refuse, is not our business. The times in there would come from the machine's clock, too."""

    def __init__(self, file: Any, prev: PdfFileReader) -> None:
        super().__init__(file, prev=prev, strict=False)
        # New objects get numbers from /Size on. Where that is too small they would take the place of others.
        self._lastobj_id = max(self._lastobj_id, _highest_number(prev))

    def _update_meta(self) -> None:
        pass


def _highest_number(reader: PdfFileReader) -> int:
    sections = [reader.xrefs.get_xref_data(revision) for revision in range(reader.total_revisions)]
    sections += [section.hybrid.xref_data for section in sections if section.hybrid is not None]
    return max((max(section.explicit_refs_in_revision, default=(0, 0))[0] for section in sections), default=0)


def standings(path: Path) -> dict[str, Standing]:
    """Field name -> standing, of every signature that the library lists. Read from the disk anew."""
    found: dict[str, Standing] = {}
    with path.open("rb") as file:
        try:
            signatures = open_reader(file).embedded_signatures
        except Exception:  # one odd signature dictionary makes the whole list unreadable
            return {}
        for signature in signatures:
            found[signature.fq_name] = Standing(_intact(signature), _changes(signature))
    return found


def _intact(signature: Any) -> int:
    kind = "tst_info" if signature.sig_object_type == "/DocTimeStamp" else "data"
    with suppress(Exception):
        if kind == "tst_info":
            return int(_is_about(signature))
        return int(all(_integrity(signature, kind)))
    return 0


def _is_about(stamp: Any) -> bool:
    """Whether a document time-stamp is intact and speaks of the bytes that are there."""
    inner = stamp.signed_data["encap_content_info"]["content"]
    stated = inner.parsed["message_imprint"]
    algorithm = stated["hash_algorithm"]["algorithm"].native
    digest = hashlib.new(stamp.signer_info["digest_algorithm"]["algorithm"].native, bytes(inner)).digest()
    whole = validate_sig_integrity(stamp.signer_info, stamp.signer_cert, "tst_info", digest)
    return all(whole) and bytes(stamp.compute_digest(algorithm)) == stated["hashed_message"].native


def _integrity(signature: Any, kind: str) -> tuple[bool, bool]:
    return validate_sig_integrity(
        signature.signer_info, signature.signer_cert, kind, signature.compute_digest(signature.md_algorithm)
    )


def _changes(signature: Any) -> int:
    with suppress(Exception):
        signature.compute_integrity_info(diff_policy=difference_policy())
        summary = signature.summarise_integrity_info()
        if not summary["docmdp_ok"]:
            return 0
        level = getattr(summary["diff_result"], "modification_level", None)
        # NONE and LTA_UPDATES are harmless, FORM_FILLING is what any later signature is.
        return 3 if level is None else {"NONE": 3, "LTA_UPDATES": 3, "FORM_FILLING": 2}.get(level.name, 1)
    return 0


def got_worse(before: dict[str, Standing], after: dict[str, Standing]) -> bool:
    """A signature vanished, lost its integrity, or is read as suspiciously changed where it was not."""
    for name, old in before.items():
        new = after.get(name)
        if new is None or new.intact < old.intact or (new.changes == 0 and old.changes > 0):
            return True
    return False
