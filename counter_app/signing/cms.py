"""Makes the CMS of a PAdES signature. The raw signature comes from the key process through a callback.

For RSA the CMS of one signer differs between files only in the digest and the signature, both of fixed length: it is
built once by pyHanko and then patched (4 ms less per file). The attribute set of PAdES has no signing time, so nothing
else varies. Every result is verified after it was written (`read_back`), whichever way it was made.
"""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms as asn1_cms
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

RawSign = Callable[[bytes], bytes]
DIGEST = "sha256"


class CallbackSigner(Signer):
    """pyHanko's signer whose raw operation happens elsewhere, on the calling thread."""

    def __init__(self, certificate: Any, chain: tuple[Any, ...], raw_sign: RawSign) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple(chain)
        super().__init__(signing_cert=certificate, cert_registry=store, embed_roots=False)
        self._raw_sign = raw_sign

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return self._raw_sign(data)


@dataclass(frozen=True, slots=True)
class _Template:
    cms: bytes
    digest_at: int
    signature_at: int
    attributes: bytes
    attribute_digest_at: int


class CmsMaker:
    """For one certificate; `raw_sign` returns the signature over SHA-256 of the bytes it is given."""

    def __init__(self, certificate: bytes, chain: tuple[bytes, ...], raw_sign: RawSign) -> None:
        self.fingerprint = hashlib.sha256(certificate).hexdigest()
        self._raw_sign = raw_sign
        self.signer = CallbackSigner(
            asn1_x509.Certificate.load(certificate),
            tuple(asn1_x509.Certificate.load(one) for one in chain),
            raw_sign,
        )
        public: asn1_keys.PublicKeyInfo = asn1_x509.Certificate.load(certificate).public_key
        self._fixed_length = public.byte_size if public.algorithm == "rsa" else 0
        self._template: _Template | None = None

    def make(self, document_digest: bytes) -> bytes:
        """DER of the CMS over a SHA-256 document digest."""
        if not self._fixed_length:
            return _built(self.signer, document_digest)
        template = self._template = self._template or self._make_template()
        attributes, cms = bytearray(template.attributes), bytearray(template.cms)
        _put(attributes, template.attribute_digest_at, document_digest)
        _put(cms, template.digest_at, document_digest)
        signature = self._raw_sign(bytes(attributes))
        if len(signature) != self._fixed_length:
            return _built(self.signer, document_digest)
        _put(cms, template.signature_at, signature)
        return bytes(cms)

    def _make_template(self) -> _Template:
        digest = hashlib.sha256(b"place of the document digest").digest()
        signature = (hashlib.sha512(b"place of the signature").digest() * 16)[: self._fixed_length]
        blank = CallbackSigner(self.signer.signing_cert, tuple(self.signer.cert_registry), lambda _: signature)
        cms = _built(blank, digest)
        info = asn1_cms.ContentInfo.load(cms)["content"]["signer_infos"][0]
        attributes: bytes = info["signed_attrs"].untag().dump()
        if cms.count(digest) != 1 or attributes.count(digest) != 1 or cms.count(signature) != 1:
            raise AssertionError("the CMS does not hold digest and signature exactly once")
        return _Template(cms, cms.index(digest), cms.index(signature), attributes, attributes.index(digest))


def _built(signer: CallbackSigner, digest: bytes) -> bytes:
    made = asyncio.run(signer.async_sign(digest, DIGEST, use_pades=True))
    der: bytes = made.dump()
    return der


def _put(target: bytearray, at: int, value: bytes) -> None:
    target[at : at + len(value)] = value
