"""One hand on the keyboard: how many presses a dossier of three papers takes from the list to the printed receipt."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.model.dossier import Channel, Dossier, DossierState, NewDossier
from counter_app.model.procedure import RequiredComponent
from counter_app.pdf.practice_pages import draw_paper
from counter_app.settings import load_settings, save_settings
from counter_app.workflow import intake, queue
from counter_app.workflow.office import Office
from tests.practice import PASSWORD
from tests.ui.conftest import settle
from tests.ui.intake_papers import fresh_dossier
from ui.app import UseCases
from ui.main_window import MainWindow

NAMES = ("Đơn đề nghị", "Phương án sản xuất, kinh doanh", "Giấy chứng nhận đăng ký doanh nghiệp")
MOST = 12


@pytest.fixture
def office(practice_folder: Path, clock: FixedClock) -> Any:
    """Signs with a key file at level B-B: no token and no time-stamp service is needed."""
    settings = load_settings(practice_folder)
    changed = replace(settings, key_files=("keys/ha.nt.p12",), token_modules=("no-driver.so",), signature_level="B-B")
    save_settings(practice_folder, changed)
    opened = open_office(practice_folder, clock=clock)
    yield opened
    opened.close()


def three_papers(office: Office, folder: Path) -> Dossier:
    """Online, three required papers with their files, nothing looked at yet."""
    pattern = fresh_dossier(office)
    left_out = ("code", "components", "supplement_count")
    kept = {name: getattr(pattern, name) for name in NewDossier.__slots__ if name not in left_out}
    parts = tuple(RequiredComponent(number=number, name=name) for number, name in enumerate(NAMES, 1))
    with office.store.unit_of_work() as unit:
        made = unit.add_dossier(NewDossier(**kept, code="H31.15-261123-7301", components=parts, supplement_count=0))
        unit.commit()
    for part in queue.dossier(office, made).components:
        path = folder / f"{part.number}.pdf"
        draw_paper(path, part.name)
        intake.attach_file(office, made, part.id, path)
    found = queue.dossier(office, made)
    assert found.channel is Channel.ONLINE
    return found


class Hand:
    """Presses keys and counts them."""

    def __init__(self, window: MainWindow) -> None:
        self.window, self.presses = window, 0

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.presses += 1
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifiers)
        settle(self.window)


def test_three_papers_from_the_list_to_the_printed_receipt_in_at_most_twelve_presses(
    make_window: Callable[..., MainWindow], office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    dossier = three_papers(office, tmp_path)
    window = make_window(UseCases(), "intake", office)
    window.activateWindow()
    page: Any = window.page
    hand = Hand(window)
    control = Qt.KeyboardModifier.ControlModifier

    page.ui.start.table.selectRow(list(page.ui.start.model.ids).index(int(dossier.id)))
    hand.presses += 1  # a click on its line
    hand.press(Qt.Key.Key_Return)
    for _ in NAMES:
        hand.press(Qt.Key.Key_F9)
    assert page.ui.act.text() == "Tiếp nhận hồ sơ"
    hand.press(Qt.Key.Key_Return, control)
    assert page.ui.act.text() == "Ký 3 thành phần"
    hand.press(Qt.Key.Key_Return, control)
    signing: Any = window.page
    qtbot.waitUntil(lambda: signing.keys.chosen is not None and not window.tasks.busy, timeout=60_000)
    hand.presses += 1
    QTest.keyClick(signing, Qt.Key.Key_Return, control)
    qtbot.waitUntil(lambda: signing.list._run is not None and signing.list._run.dialog is not None, timeout=60_000)
    dialog = signing.list._run.dialog
    QTest.keyClicks(dialog.field, PASSWORD)
    hand.presses += 1
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not signing.list.running, timeout=60_000)
    settle(window)
    window.activateWindow()  # the dialog had the keyboard; a window manager gives it back
    qtbot.waitUntil(window.isActiveWindow, timeout=60_000)
    hand.presses += 1
    QTest.keyClick(signing, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    settle(window)
    assert page.ui.act.text() == "In giấy tiếp nhận"
    hand.press(Qt.Key.Key_Return, control)

    after = queue.dossier(office, dossier.id)
    assert after.state is DossierState.ACCEPTED
    assert all(part.signed for part in after.components)
    assert page.work.receipt.is_file()
    assert hand.presses <= MOST, hand.presses
    assert hand.presses == 11
