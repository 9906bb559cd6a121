"""A window with one dossier of a practice office in hand, for the tests of intake."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from counter_app.model.changes import Changes
from counter_app.model.dossier import ComponentVerdict, Dossier
from counter_app.workflow import intake, queue
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from ui.main_window import MainWindow

_NO_KEY = Qt.KeyboardModifier.NoModifier


class Desk:
    """A window with one dossier in hand, and what the database says about it."""

    def __init__(self, window: MainWindow, office: Office, dossier: Dossier) -> None:
        self.window, self.office, self.id = window, office, dossier.id
        window.open_page("intake", dossier_id=dossier.id)
        self.settle()
        self.page: Any = window.page

    def settle(self) -> None:
        settle(self.window)

    @property
    def stored(self) -> Dossier:
        return queue.dossier(self.office, self.id)

    def part(self, number: int) -> Any:
        return self.stored.components[number - 1]

    def attach(self, number: int, *paths: Path) -> None:
        self.page.files.take_files(self.part(number), list(paths))
        self.settle()

    def look_at(self, number: int) -> None:
        self.page.show_component(self.part(number))
        self.settle()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NO_KEY) -> None:
        QTest.keyClick(self.window, key, modifiers)
        self.settle()

    def pass_all(self) -> None:
        for part in self.stored.components:
            intake.check_component(self.office, self.id, part.id, ComponentVerdict.PASS, remark="Đã đối chiếu")
        self.window.refresh.publish(Changes(dossiers=frozenset({self.id})))
        self.settle()


def words_of(widget: Any) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if not label.isHidden()]


def drop(widget: Any, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place, copy, left, none = QPoint(20, 20), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, _NO_KEY
    QApplication.sendEvent(widget, QDragEnterEvent(place, copy, data, left, none))
    QApplication.sendEvent(widget, QDropEvent(QPointF(place), copy, data, left, none))
