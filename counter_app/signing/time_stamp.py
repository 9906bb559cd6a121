"""RFC 3161 time-stamps, put into a finished CMS: a dead service never costs a second operation of the token."""

import asyncio
import hashlib
import threading
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from asn1crypto import cms as asn1_cms
from asn1crypto import tsp
from pyhanko.sign import general
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, validate_sig_integrity

from counter_app.errors import CounterError, Trouble

SECONDS = 5.0
MAX_ANSWER = 1 << 20
DIGEST = "sha256"


class HttpStamper(TimeStamper):
    """pyHanko's request and nonce check over the standard library: no event loop of its own, an exact time limit."""

    def __init__(self, url: str, seconds: float = SECONDS) -> None:
        super().__init__(include_nonce=True)  # type: ignore[no-untyped-call]
        if urlsplit(url).scheme not in ("http", "https"):
            raise Trouble("signing.time_stamp_failed", detail="địa chỉ không phải http(s)")
        self._url = url
        self._seconds = seconds

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        request = urllib.request.Request(  # noqa: S310  (scheme checked above)
            self._url, data=req.dump(), headers={"Content-Type": "application/timestamp-query"}
        )
        return tsp.TimeStampResp.load(_within(self._seconds, lambda: _answer(request, self._seconds)))


def _answer(request: urllib.request.Request, seconds: float) -> bytes:
    with urllib.request.urlopen(request, timeout=seconds) as answer:  # noqa: S310  (scheme checked by the caller)
        data: bytes = answer.read(MAX_ANSWER)
    return data


def _within(seconds: float, ask: Callable[[], bytes]) -> bytes:
    """The socket's own limit counts from byte to byte: a service that drips would never reach it."""
    found: list[bytes | Exception] = []

    def run() -> None:
        try:
            found.append(ask())
        except Exception as error:  # handed over to the thread that waits
            found.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if not found:
        raise TimeoutError
    if isinstance(found[0], Exception):
        raise found[0]
    return found[0]


def stamped(cms: bytes, url: str) -> bytes:
    """The CMS with a time-stamp over its signature. Trouble `signing.time_stamp_failed` for any failure."""
    try:
        content = asn1_cms.ContentInfo.load(cms)
        info = content["content"]["signer_infos"][0]
        imprint = hashlib.sha256(info["signature"].native).digest()
        token = asyncio.run(HttpStamper(url).async_timestamp(imprint, DIGEST))
        _check(token, imprint)
        attribute: Any = general.simple_cms_attribute  # carries no types
        attributes = asn1_cms.CMSAttributes([attribute("signature_time_stamp_token", token)])
        info["unsigned_attrs"] = attributes
        der: bytes = content.dump()
    except CounterError:
        raise
    except Exception as error:  # sockets, HTTP, ASN.1: whatever the far side makes go wrong
        raise Trouble("signing.time_stamp_failed", detail=_reason(error)) from error
    return der


def _reason(error: Exception) -> str:
    cause = getattr(error, "reason", error)  # urllib wraps what the socket said
    if isinstance(cause, TimeoutError):
        return "quá thời gian chờ"
    code = getattr(error, "code", None)
    if isinstance(code, int):
        return f"mã HTTP {code}"
    return "không kết nối được" if isinstance(error, OSError) else "nội dung không phải dấu thời gian"


def _check(token: Any, imprint: bytes) -> None:
    """The token is about our signature and its own signature is intact; whom it comes from is judged by `verify`."""
    signed = token["content"]
    inner = signed["encap_content_info"]["content"]
    if inner.parsed["message_imprint"]["hashed_message"].native != imprint:
        raise ValueError("the time-stamp is about something else")
    signer = general.extract_signer_info(signed)
    certificate = extract_certs_for_validation(signed).signer_cert
    algorithm = signer["digest_algorithm"]["algorithm"].native
    digest = hashlib.new(algorithm, bytes(inner)).digest()
    intact, valid = validate_sig_integrity(signer, certificate, "tst_info", digest)
    if not (intact and valid):
        raise ValueError("the time-stamp's signature is broken")
