"""In a colleague's place: by an order that holds today, written over the signature, inside it and in the diary."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from counter_app.access import authority
from counter_app.clock import FixedClock
from counter_app.errors import Refused
from counter_app.model.person import Person, Role, Substitution
from counter_app.model.signature import Level, SignStatus
from counter_app.workflow import people, sign_in, signing
from counter_app.workflow.office import Office
from tests.practice import MORNING, PIN
from tests.signing.desk import pdftotext, valid_signatures
from tests.workflow.test_day import answer
from tests.workflow.test_issue import dossier_with_result

pytestmark = [pytest.mark.softhsm, pytest.mark.poppler]
ORDER = "Quyết định 12/QĐ-SKHCN"
MONDAY = MORNING.date()


def order(**more: Any) -> Substitution:
    values = {"login": "phuoc.dh", "for_login": "lam.vd", "first": MONDAY, "last": MONDAY, "reason": "Đi công tác"}
    return Substitution(**(values | more))


@pytest.fixture
def seated(office: Office) -> Callable[..., Office]:
    def seat(**more: Any) -> Office:
        people.substitute(office.as_person("dung.bt"), order(**more))
        return sign_in.act_for(office.as_person("phuoc.dh"), "lam.vd")

    return seat


def sign_a_result(office: Office) -> Any:
    dossier = dossier_with_result(office, signed=False)
    (row,) = [one for one in signing.waiting(office, dossier_id=dossier.id) if one.component_id is None]
    mine = next(one for one in signing.certificates(office) if one.usable and one.subject == office.person.name)
    return signing.sign(office, [row], mine.key, pin=answer(PIN), level=Level.B_B).outcomes[0]


def test_a_substitute_signs_with_the_authority_in_mark_dictionary_and_diary(seated: Callable[..., Office]) -> None:
    office = seated(authority="deputy", document=ORDER)
    assert (office.person.name, office.person.role) == ("Đặng Hữu Phước", Role.LEADER)
    outcome = sign_a_result(office)
    assert outcome.status is SignStatus.SIGNED and valid_signatures(Path(outcome.output)) == 1
    lines = " ".join(pdftotext(Path(outcome.output)).split())
    assert "KT. PHÓ GIÁM ĐỐC CHÁNH VĂN PHÒNG SỞ Đặng Hữu Phước" in lines
    with pikepdf.open(outcome.output) as document:
        (field,) = [one for one in document.Root.AcroForm.Fields if one.get("/FT") == "/Sig"]
        assert str(field.V.Reason) == f"Ký số kết quả giải quyết (KT. PHÓ GIÁM ĐỐC, theo {ORDER})"
    (event,) = [
        row for row in office.store.diary.rows() if row["kind"] == "sign_result" and row["by_login"] == "phuoc.dh"
    ]
    told = str(event["details"])
    assert "lam.vd" in told and "deputy" in told and ORDER in told


def test_an_order_that_has_ended_meanwhile_signs_nothing(seated: Callable[..., Office], clock: FixedClock) -> None:
    office = seated(authority="deputy")
    clock.advance(days=1)
    with pytest.raises(Refused) as refused:
        sign_a_result(office)
    assert refused.value.code == "access.no_substitution"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"authority": "mandate"}, "access.authority_document"),
        ({"authority": "giam-doc"}, "access.unknown_authority"),
        ({"authority": "order", "last": MONDAY - timedelta(days=1)}, "access.substitution_days"),
    ],
)
def test_a_mandate_needs_its_document(office: Office, more: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        people.substitute(office.as_person("dung.bt"), order(**more))
    assert refused.value.code == code


def test_how_each_authority_is_written() -> None:
    acting = Person(
        login="a", name="A", role=Role.LEADER, title="Giám đốc", acting_for="b", own_title="Phó Giám đốc", order="QĐ 1"
    )
    written = {key: authority.written(replace(acting, authority=key))[0] for key in authority.authorities()}
    assert written == {"deputy": "KT. GIÁM ĐỐC", "order": "TL. GIÁM ĐỐC", "mandate": "TUQ. GIÁM ĐỐC"}
    assert authority.written(acting) == ("", "") and authority.reason(acting) == "làm thay Giám đốc, theo QĐ 1"
    assert authority.reason(Person(login="a", name="A", role=Role.LEADER, title="Giám đốc")) == ""
