"""A broken file is signed only after the officer has seen its pages before and after it is rebuilt."""

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.model.dossier import ComponentVerdict, DossierId
from counter_app.model.queue import QueueFilter
from counter_app.model.signature import SignStatus
from counter_app.workflow import repairs, signing
from counter_app.workflow.office import Office
from tests.practice import PASSWORD
from tests.ui.conftest import settle
from tests.ui.test_signing import WAIT, MakeWindow, asked, file_office, give, open_page  # noqa: F401


def broken(office: Office, folder: Path) -> Path:
    """A component of the person whose paper has lost its table, and nothing else that waits."""
    plain, target = folder / "plain.pdf", folder / "hong.pdf"
    with office.store.unit_of_work() as unit:
        for key in office.store.readings.queue_ids(QueueFilter(holder=office.person.login)):
            for part in unit.dossier(DossierId(key)).components:
                if part.file is None or part.signed:
                    continue
                with pikepdf.open(office.vault.path(part.file.hash)) as paper:
                    paper.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.disable)
                data = plain.read_bytes()
                target.write_bytes(data[: data.rindex(b"startxref")] + b"startxref\n7\n%%EOF\n")
                file = replace(part.file, hash=office.vault.put(target), name="01_hong.pdf", size=target.stat().st_size)
                unit.update_component(
                    part.id,
                    verdict=ComponentVerdict.PASS,
                    checked_by=office.person.login,
                    checked_at=office.now(),
                    file=file,
                )
                unit.commit()
                return target
    pytest.fail("the practice office has nothing to sign")


def test_a_broken_file_is_seen_then_signed(
    make_window: MakeWindow,
    file_office: Office,  # noqa: F811
    qtbot: QtBot,
    tmp_path: Path,
    artefacts: Path,
) -> None:
    broken(file_office, tmp_path)
    page = open_page(make_window, file_office)
    lines = page.list.lines
    number = next(at for at, line in enumerate(lines) if line.row.file.name == "01_hong.pdf")
    qtbot.waitUntil(lambda: page.list.lines[number].preflight is not None, timeout=WAIT)
    page.list.table.selectRow(number)
    settle(page.window())
    line = page.list.lines[number]
    assert line.must_be_seen and not line.ticked and not line.tickable
    assert page.list.explanation.link.isVisible()
    page.window().grab().save(str(artefacts / "phai-xem.png"))
    page.list.explanation.link.click()
    qtbot.waitUntil(lambda: page.list.repair.dialog is not None, timeout=WAIT)
    dialog = page.list.repair.dialog
    assert dialog is not None and dialog.isVisible()
    assert not dialog.before.pixmap().isNull() and not dialog.after.pixmap().isNull()
    dialog.grab().save(str(artefacts / "truoc-va-sau.png"))
    dialog.agree.click()
    settle(page.window())
    assert page.list.lines[number].wanted
    page.list.tick_all(False)
    page.list._tick(number)
    give(asked(page, qtbot), PASSWORD)
    qtbot.waitUntil(lambda: not page.list.running, timeout=WAIT)
    outcome = next(one.outcome for one in page.list.lines if one.row.file.name == "01_hong.pdf")
    assert outcome is not None and outcome.status is SignStatus.SIGNED, outcome


def test_not_agreed_means_not_signed(
    make_window: MakeWindow,
    file_office: Office,  # noqa: F811
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    broken(file_office, tmp_path)
    page = open_page(make_window, file_office)
    number = next(at for at, line in enumerate(page.list.lines) if line.row.file.name == "01_hong.pdf")
    qtbot.waitUntil(lambda: page.list.lines[number].preflight is not None, timeout=WAIT)
    page.list.table.selectRow(number)
    page.list.explanation.link.click()
    qtbot.waitUntil(lambda: page.list.repair.dialog is not None, timeout=WAIT)
    dialog = page.list.repair.dialog
    assert dialog is not None
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    settle(page.window())
    assert not page.list.lines[number].wanted and page.list.lines[number].must_be_seen


def test_the_pictures_are_the_same_pages(file_office: Office, tmp_path: Path) -> None:  # noqa: F811
    source = broken(file_office, tmp_path)
    row = next(one for one in signing.waiting(file_office) if one.file.name == "01_hong.pdf")
    view = repairs.look(file_office, row)
    assert view.pages == len(view.before) == len(view.after) >= 1
    assert [page.data for page in view.before] == [page.data for page in view.after]
    assert file_office.vault.path(row.file.hash).read_bytes() == source.read_bytes()
