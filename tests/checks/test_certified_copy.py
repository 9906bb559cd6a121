"""Certified electronic copies are known by two signatures: the certifier's and the body's."""

from dataclasses import replace

import pytest

from counter_app.checks.certified_copy import certified_copy
from counter_app.checks.received_signatures import signature_findings
from counter_app.model.finding import Finding, Severity
from counter_app.model.page_box import Box
from counter_app.model.signature import SignatureInfo, Verdict, Verification

BODY = "Ủy ban nhân dân phường Thử Nghiệm"
PERSON = SignatureInfo(
    field="Sig1",
    signer="Nguyễn Thị Chứng Thực",
    organisation=BODY,
    issuer="CA thử",
    signed_at=None,
    time_source="none",
    intact=True,
    trusted=True,
    revocation="not_checked",
    changes_after="none",
    verdict=Verdict.INDETERMINATE,
    reasons=(Finding("validation.revocation_unknown", Severity.WARNING, {"issuer": "CA thử"}),),
    page=1,
    box=Box(x=1, y=2, width=3, height=4),
)
SEAL = replace(PERSON, field="Sig2", signer=BODY)


def test_a_person_of_a_commune_and_its_seal_make_a_certified_copy() -> None:
    found = certified_copy([PERSON, SEAL], "LỜI CHỨNG: chứng thực bản sao đúng với bản chính")
    assert found is not None
    assert (found.body, found.certifier, found.certain) == (BODY, PERSON.signer, True)
    by_signatures = certified_copy([PERSON, SEAL])
    assert by_signatures is not None
    assert not by_signatures.certain
    assert certified_copy([PERSON, replace(SEAL, purpose="Chứng thực bản sao")]).certain  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "signatures",
    [
        (),
        (PERSON,),
        (SEAL,),
        (replace(PERSON, organisation="Công ty Khác"), SEAL),
        (replace(PERSON, organisation="Công ty Mẫu"), replace(SEAL, signer="Công ty Mẫu", organisation="Công ty Mẫu")),
        (PERSON, replace(SEAL, intact=False, verdict=Verdict.INVALID)),
        (PERSON, replace(SEAL, is_document_timestamp=True)),
    ],
)
def test_anything_less_is_none(signatures: tuple[SignatureInfo, ...]) -> None:
    assert certified_copy(signatures) is None


def test_each_signature_is_told_with_its_place_the_gravest_first() -> None:
    broken = replace(
        PERSON, verdict=Verdict.INVALID, reasons=(Finding("validation.content_changed", Severity.ERROR),), box=None
    )
    found = Verification(file="a.pdf", verdict=Verdict.INVALID, signatures=(PERSON, broken))
    told = tuple(signature_findings(found, None))
    assert [one.code for one in told] == ["checks.signature_broken", "checks.signature_undetermined"]
    assert [one.severity for one in told] == [Severity.ERROR, Severity.WARNING]
    assert told[1].box == PERSON.box
    assert all(one.message and one.advice for one in told)


def test_many_signatures_are_counted() -> None:
    found = Verification(file="a.pdf", verdict=Verdict.INDETERMINATE, signatures=(PERSON,) * 6)
    told = tuple(signature_findings(found, None))
    assert told[-1].code == "checks.more_signatures"
    assert told[-1].values["count"] == 2
