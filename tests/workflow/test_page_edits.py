"""Pages turned, left out, reordered, split, joined: on a copy, with the original kept, never on a signed file."""

from pathlib import Path

import pikepdf
import pytest

from counter_app.errors import Refused
from counter_app.model.dossier import Component, ComponentId, ComponentVerdict, Dossier
from counter_app.model.page_plan import PageTurn, as_it_is
from counter_app.signing.practice_pki import PracticeKeys
from counter_app.workflow import intake, page_edits, queue
from counter_app.workflow.office import Office
from tests.pdf.made_files import scan_pdf, scan_picture
from tests.pdf.signed_files import plain_pdf, sign
from tests.ui.intake_papers import fresh_dossier


def _pages(office: Office, component: Component) -> list[tuple[int, int]]:
    """(width of the page's picture, rotation): the pictures have different widths, so pages can be told apart."""
    assert component.file is not None
    with pikepdf.open(office.vault.path(component.file.hash)) as document:
        return [
            (int(next(iter(page.get_images().values())).Width), int(page.obj.get("/Rotate", 0)))
            for page in document.pages
        ]


@pytest.fixture
def three(office: Office, tmp_path: Path) -> tuple[Office, Dossier]:
    """A dossier whose first component has three pages."""
    dossier = fresh_dossier(office)
    path = scan_pdf(tmp_path / "ba-trang.pdf", *(scan_picture(dpi) for dpi in (100, 110, 120)))
    for part in dossier.components[:2]:
        with office.store.unit_of_work() as unit:
            unit.update_component(part.id, file=None)
            unit.commit()
    intake.attach_file(office, dossier.id, dossier.components[0].id, path)
    return office, queue.dossier(office, dossier.id)


def _now(office: Office, dossier: Dossier, number: int) -> Component:
    return queue.dossier(office, dossier.id).components[number - 1]


def test_pages_are_turned_left_out_and_reordered_on_a_copy_and_undone(three: tuple[Office, Dossier]) -> None:
    office, dossier = three
    before = dossier.components[0]
    widths = [width for width, _ in _pages(office, before)]
    intake.check_component(office, dossier.id, before.id, ComponentVerdict.PASS, remark="Đã xem")
    plan = (PageTurn(page=3), PageTurn(page=1, turn=90))
    page_edits.edit_pages(office, dossier.id, before.id, plan)
    after = _now(office, dossier, 1)
    assert _pages(office, after) == [(widths[2], 0), (widths[0], 90)]
    assert after.verdict is ComponentVerdict.NOT_CHECKED
    assert after.file is not None and before.file is not None
    assert (after.file.pages, after.file.converted_from) == (2, before.file.hash)
    event = [one for one in queue.events(office, dossier.id) if one.kind == "edit_pages"][-1]
    assert (event.details["pages"], event.details["made_from"]) == (2, before.file.hash)
    page_edits.put_back(office, dossier.id, before.id, before.file)
    assert _pages(office, _now(office, dossier, 1)) == [(width, 0) for width in widths]
    with pytest.raises(Refused) as refused:
        page_edits.put_back(office, dossier.id, before.id, before.file)
    assert refused.value.code == "store.changed_meanwhile"


def test_the_same_pages_change_nothing_and_no_page_is_refused(three: tuple[Office, Dossier]) -> None:
    office, dossier = three
    part = dossier.components[0]
    page_edits.edit_pages(office, dossier.id, part.id, as_it_is(3))
    assert _now(office, dossier, 1) == part
    for plan, code in (((), "workflow.no_pages_left"), ((PageTurn(page=4),), "pdf.no_such_page")):
        with pytest.raises(Refused) as refused:
            page_edits.edit_pages(office, dossier.id, part.id, plan)
        assert refused.value.code == code


def test_pages_go_to_another_component_in_one_step(three: tuple[Office, Dossier]) -> None:
    office, dossier = three
    first, second = dossier.components[:2]
    one, rest = (PageTurn(page=1),), (PageTurn(page=2), PageTurn(page=3))
    page_edits.split_pages(office, dossier.id, first.id, one, second.id, rest)
    assert len(_pages(office, _now(office, dossier, 1))) == 1
    assert len(_pages(office, _now(office, dossier, 2))) == 2
    with pytest.raises(Refused) as refused:
        page_edits.split_pages(office, dossier.id, second.id, one, first.id, one)
    assert refused.value.code == "workflow.split_into_taken"


def test_a_signed_file_is_left_alone(office: Office, pki: PracticeKeys, tmp_path: Path) -> None:
    dossier = fresh_dossier(office)
    part: ComponentId = dossier.components[0].id
    signed = sign(plain_pdf(tmp_path / "a.pdf"), tmp_path / "b.pdf", pki.key("ha"))
    intake.attach_file(office, dossier.id, part, signed)
    with pytest.raises(Refused) as refused:
        page_edits.edit_pages(office, dossier.id, part, (PageTurn(page=1, turn=90),))
    assert refused.value.code == "workflow.pages_of_signed"


def test_several_pictures_become_one_pdf_in_the_order_given(office: Office, tmp_path: Path) -> None:
    dossier = fresh_dossier(office)
    part = dossier.components[0]
    paths = []
    for dpi in (110, 100, 120):
        paths.append(tmp_path / f"{dpi}.jpg")
        scan_picture(dpi).save(paths[-1], dpi=(dpi, dpi))
    intake.attach_together(office, dossier.id, part.id, paths)
    after = _now(office, dossier, 1)
    assert [width for width, _ in _pages(office, after)] == [scan_picture(dpi).width for dpi in (110, 100, 120)]
    with pytest.raises(Refused) as refused:
        intake.attach_together(office, dossier.id, part.id, [paths[0], plain_pdf(tmp_path / "x.pdf")])
    assert refused.value.code == "workflow.only_images_together"
