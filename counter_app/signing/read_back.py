"""The signed copy read from the disk anew: covered whole, digest equal, signature valid, the right certificate.

From the field to its signature object to its byte range to the CMS, each link is followed in the bytes of the file.
The source's part is compared with the source, byte by byte, and its digest, known since it was copied and compared with
the one that the parent took, goes on over what was added; one pass gives the digests of the document and of the file.
The library's own reading of the hole takes 20 ms (it reads hex digits one by one), so the hole is read here.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from asn1crypto import cms as asn1_cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.pdf_utils.generic import DictionaryObject, Reference

from counter_app.errors import CounterError, Trouble
from counter_app.signing.copies import Copy
from counter_app.signing.earlier import open_reader

CHUNK = 1 << 20
MAX_FIELDS = 50_000
_SET_OF = b"\x31"  # what is signed carries this tag instead of the one in the CMS (RFC 5652, 5.4)
AFTER_HOLE = 1024  # bytes of the signature dictionary behind the hole that are looked at
BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


@dataclass(frozen=True, slots=True)
class Written:
    """Where the writer says it put the signature."""

    value: tuple[int, int]  # object and generation number of the signature object
    hole_start: int  # of the "<"
    hole_end: int  # behind the ">"


@dataclass(frozen=True, slots=True)
class ReadBack:
    sha256: str
    page_count: int


def read_back(copy: Copy, source: Path, fingerprint: str, written: Written) -> ReadBack:
    """Trouble `signing.read_back_differs` when anything is not as it was meant."""
    with _as_it_was_meant(), copy.path.open("rb") as file:
        reader = open_reader(file)
        page_count = int(reader.root["/Pages"]["/Count"])
        _check_links(file, reader, written)
        hole = _read(file, written.hole_start, written.hole_end)
        if hole[:1] != b"<" or hole[-1:] != b">" or copy.hashed_size > written.hole_start:
            raise _differs("phạm vi")
        if copy.hashed is not None:
            _check_start(file, source, copy.hashed_size)
        document, whole = _digests(file, copy, written, hole)
        _check_cms(bytes.fromhex(hole[1:-1].decode("ascii")), document, fingerprint)
        return ReadBack(whole, page_count)


@contextmanager
def _as_it_was_meant() -> Iterator[None]:
    """A copy that nobody can read any more is another one than was written, too; the source was read before."""
    try:
        yield
    except (CounterError, OSError):
        raise
    except Exception as error:  # of the library, of many kinds
        raise _differs("cấu trúc") from error


def _check_start(file: Any, source: Path, size: int) -> None:
    """The file begins with the source as it lies there now, all of it."""
    file.seek(0)
    with source.open("rb", buffering=0) as old:
        at = 0
        while piece := old.read(CHUNK):
            if piece != file.read(len(piece)):
                raise _differs("phần đầu tệp")
            at += len(piece)
    if at != size:
        raise _differs("phần đầu tệp")


def check_page_count(seen: ReadBack, expected: int) -> None:
    if seen.page_count != expected:
        raise _differs("số trang")


def appended_to(path: Path, size: int, sha256: str) -> str:
    """SHA-256 of a file whose first `size` bytes must have `sha256`."""
    running = hashlib.sha256()
    with path.open("rb") as file:
        feed(file, 0, size, running)
        if running.hexdigest() != sha256:
            raise _differs("phần đầu tệp")
        feed(file, size, os.fstat(file.fileno()).st_size, running)
    return running.hexdigest()


def same_but_hole(source: Path, path: Path, hole: tuple[int, int] | None) -> str:
    """SHA-256 of `path`, which must begin with all of `source`, save what stands in the hole (brackets included)."""
    size = source.stat().st_size
    start, end = hole or (size, size)
    running, original = hashlib.sha256(), hashlib.sha256()
    with source.open("rb") as old, path.open("rb") as new:
        feed(old, 0, start, original)
        feed(old, end, size, original)
        feed(new, 0, start, running)
        whole = running.copy()
        feed(new, start, end, whole)
        feed(new, end, size, running)
        if running.digest() != original.digest():
            raise _differs("phần đầu tệp")
        feed(new, end, size, whole)
        feed(new, size, os.fstat(new.fileno()).st_size, whole)
        return whole.hexdigest()


def _check_links(file: Any, reader: Any, written: Written) -> None:
    """A field of the form points to the object that holds this hole, and its byte range is the file but the hole."""
    if not _in_form(reader, written.value):
        raise _differs("chữ ký")
    start = reader.xrefs[Reference(*written.value, pdf=reader)]
    if not isinstance(start, int) or start >= written.hole_start:
        raise _differs("chữ ký")
    around = (
        _read(file, start, written.hole_start) + b" " + _read(file, written.hole_end, written.hole_end + AFTER_HOLE)
    )
    found = BYTE_RANGE.search(around)
    size = os.fstat(file.fileno()).st_size
    wanted = (0, written.hole_start, written.hole_end, size - written.hole_end)
    if found is None or tuple(map(int, found.groups())) != wanted:
        raise _differs("phạm vi")


def _in_form(reader: Any, value: tuple[int, int]) -> bool:
    waiting = list(_items(reader.root["/AcroForm"], "/Fields"))
    for _ in range(MAX_FIELDS):
        if not waiting:
            break
        field = waiting.pop()
        if "/V" in field:
            raw = field.raw_get("/V")
            if (getattr(raw, "idnum", 0), getattr(raw, "generation", 0)) == value:
                return True
        waiting += _items(field, "/Kids")
    return False


def _items(holder: Any, key: str) -> list[Any]:
    """The dictionaries of an array entry."""
    if key not in holder:
        return []
    found = holder[key]
    entries = [found[place] for place in range(len(found))]  # by index: it follows references
    return [entry for entry in entries if isinstance(entry, DictionaryObject)]


def _check_cms(padded: bytes, document: bytes, fingerprint: str) -> None:
    """Right certificate, right digest, right signature (RFC 5652, 5.4; RFC 5035 for the certificate's own hash).

    By hand: the library's way compares distinguished names for every certificate and takes three times as long.
    """
    signed = asn1_cms.ContentInfo.load(padded, strict=False)["content"]
    info = signed["signer_infos"][0]
    ders = (one.dump() for one in signed["certificates"])
    certificate = next((der for der in ders if hashlib.sha256(der).hexdigest() == fingerprint), None)
    if certificate is None or len(signed["signer_infos"]) != 1:
        raise _differs("chứng thư")
    if info["digest_algorithm"]["algorithm"].native != "sha256":
        raise _differs("thuật toán")
    covered = _SET_OF + info["signed_attrs"].dump()[1:]  # before anything in it is read: then it would encode it anew
    attributes = {one["type"].native: one["values"] for one in info["signed_attrs"]}
    stated = attributes["signing_certificate_v2"][0]["certs"][0]
    if stated["hash_algorithm"]["algorithm"].native != "sha256" or stated["cert_hash"].native.hex() != fingerprint:
        raise _differs("chứng thư")
    if attributes["message_digest"][0].native != document or attributes["content_type"][0].native != "data":
        raise _differs("chữ ký")
    _check_signature(certificate, info["signature"].native, covered)


def _check_signature(certificate: bytes, signature: bytes, signed: bytes) -> None:
    public = _public_key(certificate)
    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, signed, padding.PKCS1v15(), SHA256())
        elif isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, signed, ec.ECDSA(SHA256()))
        else:
            raise _differs("chứng thư")
    except InvalidSignature as error:
        raise _differs("chữ ký") from error


@cache
def _public_key(certificate: bytes) -> object:
    return x509.load_der_x509_certificate(certificate).public_key()


def _digests(file: Any, copy: Copy, written: Written, hole: bytes) -> tuple[bytes, str]:
    """SHA-256 of all but the hole, and of the whole file."""
    running = copy.running_digest()
    feed(file, copy.hashed_size, written.hole_start, running)
    whole = running.copy()
    whole.update(hole)
    file.seek(written.hole_end)
    tail = file.read()
    running.update(tail)
    whole.update(tail)
    return running.digest(), whole.hexdigest()


def feed(file: Any, start: int, end: int, digest: Any) -> None:
    """Bytes `start` to `end` of an open file into a digest, in pieces. Trouble when it is shorter."""
    file.seek(start)
    while start < end:
        data = file.read(min(CHUNK, end - start))
        if not data:
            raise _differs("phạm vi")
        digest.update(data)
        start += len(data)


def _read(file: Any, start: int, end: int) -> bytes:
    file.seek(start)
    data: bytes = file.read(end - start)
    return data


def _differs(part: str) -> Trouble:
    return Trouble("signing.read_back_differs", detail=part)
