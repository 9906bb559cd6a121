"""Is a received file a certified electronic copy (bản sao chứng thực điện tử), and how sure is that? Pure.

A certifier compares, scans, adds the words of certification, and signs with the own key; the body signs with its key
(NĐ 45/2020, 10). So: two intact signatures, one of a person of a body that may certify, one of that body itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from counter_app.model.signature import SignatureInfo, Verdict
from counter_app.model.text import fold

# Bodies that certify copies: communes, justice offices, notaries, missions abroad (NĐ 23/2015, 5, as amended).
_CERTIFYING = (
    *("uy ban nhan dan", "ubnd", "phong cong chung", "van phong cong chung", "cong chung", "phong tu phap"),
    *("dai su quan", "lanh su quan", "tong lanh su quan", "trung tam phuc vu hanh chinh cong"),
)
_WORDS = ("chung thuc", "sao y ban chinh", "ban sao dung voi ban chinh", "sao dung voi ban chinh")


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedCopy:
    """`certain`: the words of certification were read too; False: only the two signatures speak for it."""

    certifier: str
    body: str
    certain: bool


def certified_copy(signatures: Iterable[SignatureInfo], text: str = "") -> CertifiedCopy | None:
    """None: it is none. `text`: what can be read on the pages; a scan has none, then the signatures decide alone."""
    mine = [one for one in signatures if not one.is_document_timestamp]
    if any(not one.intact or one.verdict is Verdict.INVALID for one in mine):
        return None
    seals = [one for one in mine if _is_body(one)]
    for seal in seals:
        body = fold(seal.signer)
        person = next((one for one in mine if not _is_body(one) and fold(one.organisation) == body), None)
        if person is not None and any(word in body for word in _CERTIFYING):
            said = fold(f"{text} {person.purpose} {seal.purpose}")
            return CertifiedCopy(
                certifier=person.signer, body=seal.signer, certain=any(word in said for word in _WORDS)
            )
    return None


def _is_body(signature: SignatureInfo) -> bool:
    """An organisation's own certificate names the organisation, not a person of it."""
    return bool(signature.organisation) and fold(signature.signer) == fold(signature.organisation)
