"""Recognised words on a scan: found afterwards, the pictures untouched, stopped, undone, refused where it must be."""

from pathlib import Path

import pikepdf
import pytest

from counter_app.errors import Refused, Trouble
from counter_app.model.dossier import AttachedFile, Component, ComponentVerdict, Dossier
from counter_app.pdf import tesseract
from counter_app.pdf.practice_pages import draw_paper
from counter_app.workflow import intake, page_edits, queue, text_layer
from counter_app.workflow.office import Office
from tests.pdf.made_files import add_text_page, scan_pdf, scan_picture
from tests.ui.intake_papers import fresh_dossier

TITLE = "Giấy chứng nhận đăng ký doanh nghiệp"


def _attached(office: Office, path: Path) -> tuple[Dossier, Component]:
    dossier = fresh_dossier(office)
    with office.store.unit_of_work() as unit:
        unit.update_component(dossier.components[0].id, file=None)
        unit.commit()
    intake.attach_file(office, dossier.id, dossier.components[0].id, path)
    dossier = queue.dossier(office, dossier.id)
    return dossier, dossier.components[0]


def _file(office: Office, dossier: Dossier) -> AttachedFile:
    found = queue.dossier(office, dossier.id).components[0].file
    assert found is not None
    return found


def _pictures(path: Path) -> list[bytes]:
    with pikepdf.open(path) as document:
        return [image.read_raw_bytes() for page in document.pages for image in page.get_images().values()]


@pytest.mark.tesseract
def test_vietnamese_words_of_a_scan_are_found_and_the_pages_stay_as_they_were(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "giay.pdf"
    draw_paper(path, TITLE, pages=2)
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.pages[1].rotate(90, relative=False)  # scanned lying; the words lie with it
        document.add_blank_page(page_size=(595, 842))
        document.save(path)
    dossier, component = _attached(office, path)
    intake.check_component(office, dossier.id, component.id, ComponentVerdict.PASS, remark="Đã xem")
    inspected = intake.inspect_component(office, component)
    assert inspected is not None and "checks.no_text_layer" in {one.code for one in inspected.findings}
    seen: list[tuple[int, int]] = []
    before = _file(office, dossier)
    found = text_layer.recognise(
        office, dossier.id, component.id, progress=lambda done, total: seen.append((done, total))
    )
    assert found is not None
    assert _file(office, dossier) == before  # until it is kept
    text_layer.keep(office, dossier.id, found)
    after = _file(office, dossier)
    assert (found.pages, seen) == (2, [(1, 2), (2, 2)])
    assert (after.pages, after.name, after.converted_from) == (3, before.name, before.hash)
    old, new = office.vault.path(before.hash), office.vault.path(after.hash)
    assert _pictures(new) == _pictures(old)
    facts = office.reader.inspect(new)
    assert [page.has_text for page in facts.pages] == [True, 2 not in found.without_words, False]
    (box,) = office.reader.find_text(new, 1, TITLE.upper())
    assert box.y < 250 and 60 < box.x < 300  # the title's place, a third down the page
    assert facts.foreign_fonts == ()
    inspected = intake.inspect_component(office, queue.dossier(office, dossier.id).components[0])
    assert inspected is not None and "checks.no_text_layer" not in {one.code for one in inspected.findings}
    (event,) = [one for one in queue.events(office, dossier.id) if one.kind == "add_text_layer"]
    assert (event.details["made_from"], event.details["sha256"]) == (before.hash, after.hash)
    with pytest.raises(Refused) as refused:
        text_layer.recognise(office, dossier.id, component.id)
    assert refused.value.code == "workflow.nothing_to_recognise"
    with pytest.raises(Refused) as refused:
        text_layer.keep(office, dossier.id, found)  # the file it was made from is not the component's any more
    assert refused.value.code == "store.changed_meanwhile"
    page_edits.put_back(office, dossier.id, component.id, before)
    assert _file(office, dossier).hash == before.hash


@pytest.mark.tesseract
def test_a_stop_leaves_the_file_and_no_process(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "giay.pdf"
    draw_paper(path, TITLE, pages=2)
    dossier, component = _attached(office, path)
    asked: list[bool] = []

    def stop() -> bool:  # the first page has begun by the second question
        asked.append(True)
        return len(asked) > 1

    assert text_layer.recognise(office, dossier.id, component.id, stop=stop) is None
    assert _file(office, dossier) == component.file
    assert not [one for one in office.folder.iterdir() if one.name.startswith("tmp")]


@pytest.mark.tesseract
def test_a_page_that_never_ends_is_given_up(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "PAGE_SECONDS", 0.0)
    path = tmp_path / "giay.pdf"
    draw_paper(path, TITLE)
    dossier, component = _attached(office, path)
    with pytest.raises(Refused) as refused:
        text_layer.recognise(office, dossier.id, component.id)
    assert refused.value.code == "pdf.ocr_too_slow"
    assert _file(office, dossier) == component.file


@pytest.mark.tesseract
def test_a_picture_without_words_stays_as_it_is(office: Office, tmp_path: Path) -> None:
    dossier, component = _attached(office, scan_pdf(tmp_path / "hinh.pdf", scan_picture(60, seed_lines=0)))
    with pytest.raises(Refused) as refused:
        text_layer.recognise(office, dossier.id, component.id)
    assert refused.value.code == "workflow.no_words_recognised"


def test_what_was_made_on_a_computer_needs_no_layer(office: Office, tmp_path: Path) -> None:
    with pikepdf.new() as document:
        add_text_page(document, "Don de nghi")
        document.save(tmp_path / "don.pdf")
    dossier, component = _attached(office, tmp_path / "don.pdf")
    with pytest.raises(Refused) as refused:
        text_layer.recognise(office, dossier.id, component.id)
    assert refused.value.code == "workflow.nothing_to_recognise"


def test_without_the_program_or_its_vietnamese_it_is_said_what_to_install(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier, component = _attached(office, scan_pdf(tmp_path / "quet.pdf", scan_picture(60)))
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    with pytest.raises(Trouble) as trouble:
        text_layer.recognise(office, dossier.id, component.id)
    assert trouble.value.code == "pdf.no_tesseract"
    assert "tesseract-ocr-vie" in trouble.value.advice
    other = folder / "tesseract"  # one that knows English only
    other.write_text("#!/bin/sh\necho 'List of available languages (1):'\necho eng\n")
    other.chmod(0o755)
    with pytest.raises(Trouble) as trouble:
        text_layer.recognise(office, dossier.id, component.id)
    assert trouble.value.code == "pdf.no_vietnamese"


def test_another_role_is_refused_below_the_screen(office: Office, tmp_path: Path) -> None:
    dossier, component = _attached(office, scan_pdf(tmp_path / "quet.pdf", scan_picture(60)))
    with pytest.raises(Refused) as refused:
        text_layer.recognise(office.as_person("dung.bt"), dossier.id, component.id)
    assert refused.value.code == "access.not_allowed"
