"""Makes the CMS of a PAdES signature in two steps: what the key has to sign, and the CMS around its signature.

Between the two the paper process is free for other files while a slow token works.

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

DIGEST = "sha256"
EC_DUMMY = b"\x30\x06\x02\x01\x01\x02\x01\x01"  # a DER signature that only holds a place


class CallbackSigner(Signer):
    """pyHanko's signer whose raw operation happens elsewhere."""

    def __init__(self, certificate: Any, chain: tuple[Any, ...], raw_sign: Callable[[bytes], bytes]) -> None:
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
    """For one certificate, whose key signs SHA-256 of the bytes that `to_sign` gives."""

    def __init__(self, certificate: bytes, chain: tuple[bytes, ...]) -> None:
        self.fingerprint = hashlib.sha256(certificate).hexdigest()
        self._certificate = asn1_x509.Certificate.load(certificate)
        self._chain = tuple(asn1_x509.Certificate.load(one) for one in chain)
        public: asn1_keys.PublicKeyInfo = self._certificate.public_key
        self._fixed_length = public.byte_size if public.algorithm == "rsa" else 0
        self._template: _Template | None = None

    def signer(self) -> CallbackSigner:
        """For pyHanko's preparation of a file, which never signs."""
        return self._with(b"")

    def to_sign(self, document_digest: bytes) -> bytes:
        """The signed attributes over a SHA-256 document digest."""
        if not self._fixed_length:
            seen: list[bytes] = []

            def note(data: bytes) -> bytes:
                seen.append(data)
                return EC_DUMMY

            _built(CallbackSigner(self._certificate, self._chain, note), document_digest)
            return seen[-1]
        template = self._template = self._template or self._make_template()
        attributes = bytearray(template.attributes)
        _put(attributes, template.attribute_digest_at, document_digest)
        return bytes(attributes)

    def assemble(self, document_digest: bytes, signature: bytes) -> bytes:
        """DER of the CMS around the signature over `to_sign`."""
        template = self._template
        if template is None or len(signature) != self._fixed_length:
            return _built(self._with(signature), document_digest)
        cms = bytearray(template.cms)
        _put(cms, template.digest_at, document_digest)
        _put(cms, template.signature_at, signature)
        return bytes(cms)

    def _with(self, signature: bytes) -> CallbackSigner:
        return CallbackSigner(self._certificate, self._chain, lambda _: signature)

    def _make_template(self) -> _Template:
        digest = hashlib.sha256(b"place of the document digest").digest()
        signature = (hashlib.sha512(b"place of the signature").digest() * 16)[: self._fixed_length]
        cms = _built(self._with(signature), digest)
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
