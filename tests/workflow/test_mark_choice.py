"""Marks by choice: what each person may put on which file, and the drafter's initial before the leader's signature."""

import pytest

from counter_app.errors import Refused
from counter_app.model.dossier import DossierId
from counter_app.model.signature import Level, SignStatus, StampKind, Verdict
from counter_app.workflow import issue, mark_choice, marks, queue, signed_files, signing
from counter_app.workflow.office import Office
from tests.practice import PASSWORD
from tests.workflow.test_day import answer, file_key
from tests.workflow.test_issue import dossier_with_result


@pytest.mark.parametrize(
    ("login", "is_result", "keys"),
    [
        ("ha.nt", False, ["component", "appendix", "copy"]),
        ("ha.nt", True, ["initial"]),
        ("lam.vd", True, ["result", "appendix", "copy"]),
        ("nhan.ht", True, ["seal", "appendix", "copy", "initial"]),
        ("phuoc.dh", True, []),
    ],
)
def test_each_person_is_offered_the_marks_of_the_own_step(
    office: Office, login: str, is_result: bool, keys: list[str]
) -> None:
    found = mark_choice.offered(office.as_person(login), is_result=is_result, may_initial=True)
    assert [one.key for one in found] == keys


def test_an_own_profile_is_offered_where_its_purpose_fits(office: Office) -> None:
    own = marks.Profile(key="sao-rieng", name="Sao riêng", kind=StampKind.COPY, lines=("{signer}",), own=True)
    marks.save(office.as_person("phuoc.dh"), own)
    assert mark_choice.offered(office, is_result=False)[-1] == own
    with pytest.raises(Refused) as refused:
        mark_choice.chosen(office, "seal", is_result=False)
    assert refused.value.code == "workflow.profile_not_here"


def test_a_result_is_initialled_by_its_drafter_signed_by_the_leader_and_sealed_all_valid(office: Office) -> None:
    dossier = dossier_with_result(office, signed=False)
    (row,) = [one for one in signing.waiting(office, dossier_id=dossier.id) if one.component_id is None]
    assert row not in signed_files.signable(office.person, [row])
    assert signed_files.signable(office.person, [row], initials=True) == (row,)
    with pytest.raises(Refused):  # only the initial, and only said expressly
        signing.sign(office, [row], file_key(office, "ha.nt"), pin=answer(PASSWORD), level=Level.B_B)
    initial = {row.file.hash: "initial"}
    done = signing.sign(
        office, [row], file_key(office, "ha.nt"), pin=answer(PASSWORD), level=Level.B_B, profiles=initial
    )
    assert [one.status for one in done.outcomes] == [SignStatus.SIGNED]

    (waits,) = [one for one in signing.waiting(office, dossier_id=dossier.id) if one.component_id is None]
    assert waits.file.initialled_by and waits.file.signed_from is None
    assert queue.dossier(office, DossierId(dossier.id)).state is dossier.state, "an initial decides nothing"
    assert signed_files.signable(office.person, [waits], initials=True) == ()

    leader, clerk = office.as_person("lam.vd"), office.as_person("nhan.ht")
    signing.sign(leader, [waits], file_key(office, "lam.vd"), pin=answer(PASSWORD), level=Level.B_B)
    signed = queue.dossier(office, dossier.id).results[row.number - 1]
    plan = issue.plan(clerk, dossier.id, signed.hash)
    assert plan.seal_on_signature
    issued = issue.issue(clerk, plan, file_key(clerk, "seal"), pin=answer(PASSWORD), level=Level.B_B)
    fields = [one.field for one in issued.verification.signatures]
    assert fields[:2] == ["KyNhay", "KyKetQua"] and fields[-1] == "ConDau"
    assert all(one.intact and one.verdict is Verdict.VALID for one in issued.verification.signatures)


def test_a_whole_dossier_is_signed_in_its_order(office: Office) -> None:
    rows = signing.waiting(office)
    mine = signed_files.signable(office.person, reversed(rows), initials=True)
    by_dossier: dict[int, list[bool]] = {}
    for row in mine:
        by_dossier.setdefault(row.dossier_id, []).append(row.is_result)
    assert all(turns == sorted(turns) for turns in by_dossier.values())
    assert len(mine) > len(signed_files.signable(office.person, rows))
