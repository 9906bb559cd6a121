"""Two officers at one dossier, and words half typed."""

from counter_app.workflow import queue, sitting
from counter_app.workflow.office import Office
from tests.ui.intake_papers import fresh_dossier


def _colleague(office: Office) -> Office:
    return office.as_person("bao.tq")


def test_each_sees_the_other_by_name(office: Office) -> None:
    dossier = fresh_dossier(office)
    other = _colleague(office)
    assert sitting.sit(office, dossier.id, "ban-1").names == ()
    assert sitting.sit(other, dossier.id, "ban-2").names == (office.person.name,)
    assert sitting.sit(office, dossier.id, "ban-1").names == (other.person.name,)
    assert sitting.sit(office, dossier.id, "ban-3").myself_elsewhere
    sitting.leave(other, dossier.id, "ban-2")
    assert sitting.sit(office, dossier.id, "ban-1").names == ()


def test_the_unfinished_dossier_is_told_until_nothing_is_half_typed(office: Office) -> None:
    dossier = fresh_dossier(office)
    assert sitting.unfinished(office) is None
    sitting.keep_draft(office, dossier.id, {"step": "5", "reason": "Không thuộc thẩm quyền", "ground": ""})
    found = sitting.draft(office, dossier.id)
    assert found is not None
    assert dict(found.values) == {"step": "5", "reason": "Không thuộc thẩm quyền"}
    assert sitting.unfinished(office) == dossier.id
    assert sitting.unfinished(_colleague(office)) is None
    sitting.keep_draft(office, dossier.id, {})
    assert sitting.unfinished(office) is None
    assert queue.dossier(office, dossier.id) == dossier
