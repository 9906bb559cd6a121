"""RFC 3161 time-stamps over what is signed already: a dead service never costs a second operation of the token.

Several services are asked in their order; one that failed is not asked again by the same process.
"""

import asyncio
import hashlib
import threading
import urllib.request
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
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
NOT_A_STAMP = "nội dung không phải dấu thời gian"


Answer = TypeVar("Answer")


class _Unusable(ValueError):
    """A token that proves nothing; the text is the reason as an officer reads it."""


class Services(TimeStamper):
    """Time-stamp services in the order in which they are asked. Every token that it hands out was checked."""

    def __init__(self, urls: Sequence[str], seconds: float = SECONDS) -> None:
        super().__init__(include_nonce=True)  # type: ignore[no-untyped-call]
        self._urls = tuple(urls)
        self._seconds = seconds
        self._failed: dict[str, str] = {}
        self.last: Any = None  # the newest token

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> asn1_cms.ContentInfo:
        """Trouble `signing.time_stamp_failed` with the last service's reason when none gives a token."""
        for url in self._urls:
            if url in self._failed:
                continue
            try:
                token = await _One(url, self._seconds).async_timestamp(message_digest, md_algorithm)
                _check(token, message_digest)
            except Exception as error:  # sockets, HTTP, ASN.1: whatever the far side makes go wrong
                self._failed[url] = _reason(error)
                continue
            self.last = token
            return token
        raise Trouble("signing.time_stamp_failed", detail=next(reversed(self._failed.values()), "chưa có địa chỉ"))

    def over(self, imprint: bytes) -> asn1_cms.ContentInfo:
        """A token over a SHA-256 digest. Trouble as above."""
        return asyncio.run(self.async_timestamp(imprint, DIGEST))


class _One(TimeStamper):
    """pyHanko's request and nonce check over the standard library: no event loop of its own, an exact time limit."""

    def __init__(self, url: str, seconds: float) -> None:
        super().__init__(include_nonce=True)  # type: ignore[no-untyped-call]
        if urlsplit(url).scheme not in ("http", "https"):
            raise _Unusable("địa chỉ không phải http(s)")
        self._url = url
        self._seconds = seconds

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        request = urllib.request.Request(  # noqa: S310  (scheme checked above)
            self._url, data=req.dump(), headers={"Content-Type": "application/timestamp-query"}
        )
        return tsp.TimeStampResp.load(within(self._seconds, lambda: _answer(request, self._seconds)))


def _answer(request: urllib.request.Request, seconds: float) -> bytes:
    with urllib.request.urlopen(request, timeout=seconds) as answer:  # noqa: S310  (scheme checked by the caller)
        data: bytes = answer.read(MAX_ANSWER)
    return data


def within(seconds: float, ask: Callable[[], Answer]) -> Answer:
    """The socket's own limit counts from byte to byte: a service that drips would never reach it. TimeoutError."""
    found: list[Answer | Exception] = []

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


def stamped(cms: bytes, services: Services) -> bytes:
    """The CMS with a time-stamp over its signature. Trouble `signing.time_stamp_failed` for any failure."""
    try:
        content = asn1_cms.ContentInfo.load(cms)
        info = content["content"]["signer_infos"][0]
        token = services.over(hashlib.sha256(info["signature"].native).digest())
        attribute: Any = general.simple_cms_attribute  # carries no types
        kept = [one for one in info["unsigned_attrs"] or () if one["type"].native != "signature_time_stamp_token"]
        info["unsigned_attrs"] = asn1_cms.CMSAttributes([*kept, attribute("signature_time_stamp_token", token)])
        der: bytes = content.dump()
    except CounterError:
        raise
    except Exception as error:
        raise Trouble("signing.time_stamp_failed", detail=NOT_A_STAMP) from error
    return der


def _reason(error: Exception) -> str:
    if isinstance(error, _Unusable):
        return str(error)
    cause = getattr(error, "reason", error)  # urllib wraps what the socket said
    if isinstance(cause, TimeoutError):
        return "quá thời gian chờ"
    code = getattr(error, "code", None)
    if isinstance(code, int):
        return f"mã HTTP {code}"
    return "không kết nối được" if isinstance(error, OSError) else NOT_A_STAMP


def certificate_of(token: Any) -> Any:
    """The authority's certificate in a token."""
    return extract_certs_for_validation(token["content"]).signer_cert


def others_of(token: Any) -> tuple[Any, ...]:
    """The certificates that a token carries beside the authority's."""
    return tuple(extract_certs_for_validation(token["content"]).other_certs)


def moment_of(token: Any) -> Any:
    """When the authority says it was; an aware datetime."""
    return token["content"]["encap_content_info"]["content"].parsed["gen_time"].native


def _check(token: Any, imprint: bytes) -> None:
    """About our digest, intact, and by a certificate for time-stamps in its period; its chain is judged by `verify`."""
    signed = token["content"]
    inner = signed["encap_content_info"]["content"]
    if inner.parsed["message_imprint"]["hashed_message"].native != imprint:
        raise _Unusable("dấu thời gian không nói về chữ ký này")
    signer = general.extract_signer_info(signed)
    certificate = certificate_of(token)
    algorithm = signer["digest_algorithm"]["algorithm"].native
    digest = hashlib.new(algorithm, bytes(inner)).digest()
    intact, valid = validate_sig_integrity(signer, certificate, "tst_info", digest)
    if not (intact and valid):
        raise _Unusable("chữ ký trên dấu thời gian không đúng")
    check_authority(certificate, moment_of(token))


def check_authority(certificate: Any, moment: Any) -> None:
    """ValueError with the reason in words when this certificate may not state that moment."""
    usage = certificate.extended_key_usage_value
    if usage is None or "time_stamping" not in usage.native:
        raise _Unusable("chứng thư của dịch vụ không dành cho dấu thời gian")
    if not certificate.not_valid_before <= moment <= certificate.not_valid_after:
        raise _Unusable("chứng thư của dịch vụ đã hết hạn")
