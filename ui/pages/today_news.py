"""What a supervisor has just given to the person at the desk: told over the queue until it is looked at."""

import array
from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout

from counter_app.model.assignment import Assignment
from ui.pages.base import PageContext
from ui.presenters import reassign as presenter
from ui.presenters.scope import Scope, View
from ui.tasks import Lane
from ui.widgets.buttons import Link
from ui.widgets.labels import ElidedLabel, icon_label


class TodayNews(QFrame):
    """Hidden while there is no news."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._news: Sequence[Assignment] = ()
        self.setProperty("ground", "surface2")
        self.setProperty("edge", "bottom")
        self.setFixedHeight(40)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(8)
        self.words = ElidedLabel("", "medium")
        self.show_link, self.read_link = Link("Xem", self._show), Link("Đã biết", self._read)
        line.addWidget(icon_label("user", "accent", 16))
        line.addWidget(self.words, 1)
        line.addWidget(self.show_link)
        line.addWidget(self.read_link)
        self.hide()

    def reload(self) -> None:
        office, cases = self._context.office, self._context.use_cases
        self._context.tasks.run(
            Lane.READING, lambda: cases.reassign.given_to_me(office), owner=self, on_done=self._tell
        )

    def _tell(self, news: Sequence[Assignment]) -> None:
        self._news = news
        self.setVisible(bool(news))
        if news:
            self.words.setText(presenter.news_words(news, self._context.office.name_of))

    def _show(self) -> None:
        ids = array.array("q", [one.dossier_id for one in self._news])
        view = View(words="", read=lambda _cases, _office: ids)
        title = "Lãnh đạo vừa giao cho bạn"
        self._context.open_page("search", scope=Scope(source="Hôm nay", title=title, views=(view,), order="mới giao"))

    def _read(self) -> None:
        office, cases = self._context.office, self._context.use_cases
        known = [one.dossier_id for one in self._news]
        self._context.tasks.run(
            Lane.STORE, lambda: cases.reassign.read(office, known), owner=self, on_done=lambda _: self.reload()
        )
