"""What is appended behind finished signatures: the security store (B-LT), a time-stamp of the whole document (B-LTA).

Everything here works on a private copy and only ever appends; a step that fails leaves the copy as long as it was.
"""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from counter_app.errors import CounterError, Refused, Trouble
from counter_app.model.signature import Level
from counter_app.signing import disk
from counter_app.signing.earlier import SigningWriter, open_reader
from counter_app.signing.revocation import Archive, Material
from counter_app.signing.time_stamp import DIGEST, Services, certificate_of, others_of

HOLE = 32768  # hex digits kept for a time-stamp of the document
CHUNK = 1 << 20
STAMP_FIELD = "DauThoiGian"


def extend(
    path: Path, level: Level, archive: Archive, services: Services, moment: datetime
) -> tuple[Level, CounterError | None]:
    """Append what `level` needs to a file whose last signature has its time-stamp; the level reached, and why not more.

    Refused `signing.certificate_revoked` is returned too: the signature stays, its state must be known.
    """
    reached = Level.B_T
    size = path.stat().st_size
    try:
        _add_store(path, archive, moment)
        reached, size = Level.B_LT, path.stat().st_size
        if level is Level.B_LTA:
            stamp_document(path, services)
            _add_store(path, archive, moment, only_stamps=True)
            reached = Level.B_LTA
    except CounterError as error:
        os.truncate(path, size)
        return reached, error
    except Exception as error:
        os.truncate(path, size)
        disk.raise_if_full(error)
        return reached, Trouble("signing.long_term_failed_file")
    return reached, None


def stamp_document(path: Path, services: Services) -> None:
    """Append a time-stamp over the whole file. Trouble `signing.time_stamp_failed` with the copy as it was."""
    size = path.stat().st_size
    try:
        with path.open("r+b") as file:
            reader = open_reader(file)
            taken = {one.field_name for one in reader.embedded_timestamp_signatures}
            number = len(taken) + 1
            while f"{STAMP_FIELD}_{number}" in taken:
                number += 1
            writer = SigningWriter(file, reader)
            stamper: Any = PdfTimeStamper(services, field_name=f"{STAMP_FIELD}_{number}")
            stamper.timestamp_pdf(writer, DIGEST, bytes_reserved=HOLE, in_place=True, chunk_size=CHUNK)
    except BaseException:
        os.truncate(path, size)
        raise


def _add_store(path: Path, archive: Archive, moment: datetime, *, only_stamps: bool = False) -> None:
    """The last signature must be provable; what earlier signers' authorities do not give is left out."""
    with path.open("r+b") as file:
        reader = open_reader(file)
        regular = [] if only_stamps else list(reader.embedded_regular_signatures)
        material = Material()
        for place, signature in enumerate(reversed(regular)):
            try:
                material += _material_of(signature, archive, moment)
            except CounterError:
                if place == 0:
                    raise
        for stamp in reader.embedded_timestamp_signatures:
            with suppress(Trouble):
                material += _material_of_stamp(stamp.signer_cert, stamp.other_embedded_certs, archive, moment)
        if only_stamps and _is_there(reader, material):
            return
        writer: Any = SigningWriter(file, reader)
        DocumentSecurityStore.supply_dss_in_writer(
            writer, None, certs=material.certificates, ocsps=material.ocsps, crls=material.crls
        )
        writer.write_in_place()


def _material_of(signature: Any, archive: Archive, moment: datetime) -> Material:
    material = archive.of(signature.signer_cert, signature.other_embedded_certs, moment)
    for token in extract_tst_data_iter(signature.signer_info, signed=False):
        content = _Token(token)
        material += _material_of_stamp(certificate_of(content), others_of(content), archive, moment)
    return material


def _material_of_stamp(certificate: Any, others: Any, archive: Archive, moment: datetime) -> Material:
    try:
        return archive.of(certificate, others, moment)
    except Refused as error:  # said of a service, not of the officer's own certificate
        raise Trouble("signing.time_stamp_revoked") from error


class _Token(dict[str, Any]):
    """A token's signed data under the name that a content info gives it."""

    def __init__(self, signed_data: Any) -> None:
        super().__init__(content=signed_data)


def _is_there(reader: Any, material: Material) -> bool:
    """Whether the store holds these certificates already, which the last time-stamp covers."""
    try:
        held = DocumentSecurityStore.read_dss(reader)
        return {one.sha256 for one in material.certificates} <= {one.sha256 for one in held.load_certs()}
    except Exception:  # no store, or one that cannot be read
        return False


def present_level(reader: Any) -> Level:
    """What the last signature of a file carries, told from its structure; whether it is believed, `verify` judges."""
    signature = list(reader.embedded_regular_signatures)[-1]
    stamps = list(reader.embedded_timestamp_signatures)
    later = [stamp for stamp in stamps if stamp.signed_revision > signature.signed_revision]
    if not later and not has_token(signature):
        return Level.B_B
    if "/DSS" not in reader.root or not _proves_something(reader):
        return Level.B_T
    return Level.B_LTA if any(_has_store(reader, stamp) for stamp in later) else Level.B_LT


def has_token(signature: Any) -> bool:
    """Whether the signature itself carries a time-stamp that can be read."""
    with suppress(Exception):  # foreign attributes may be anything
        return any(True for _ in extract_tst_data_iter(signature.signer_info, signed=False))
    return False


def _has_store(reader: Any, stamp: Any) -> bool:
    return "/DSS" in reader.get_historical_root(stamp.signed_revision)


def _proves_something(reader: Any) -> bool:
    with suppress(Exception):
        held = DocumentSecurityStore.read_dss(reader)
        return bool(held.ocsps or held.crls)
    return False
