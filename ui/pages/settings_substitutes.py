"""Làm thay: who does whose work, from when to when, by which order. Every act done so names both."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from counter_app.model.person import Person, Substitution
from ui.pages.base import PageContext
from ui.presenters import people as presenter
from ui.tasks import Lane
from ui.widgets.buttons import Link, SecondaryButton
from ui.widgets.field import Choice, DateField, Field, commit_composing
from ui.widgets.labels import label
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel

SHOWN = 8  # the newest; the diary has them all


class SubstitutesPanel(Panel):
    def __init__(self, context: PageContext, notice: Notice) -> None:
        super().__init__("Làm thay")
        self._context, self._notice = context, notice
        self.who, self.whose = Choice(), Choice()
        self.first, self.last = DateField(), DateField()
        self.reason, self.document = QLineEdit(), QLineEdit()
        self.authority = Choice(presenter.authority_choices())
        self.list = QVBoxLayout()
        self._names: dict[str, str] = {}
        self._build()

    def show_all(self, people: Sequence[Person], substitutions: Sequence[Substitution]) -> None:
        self._names = {person.login: person.name for person in people}
        for choice in (self.who, self.whose):
            chosen = choice.value
            choice.clear()
            for person in people:
                choice.addItem(person.name, person.login)
            choice.set_value(chosen)
        while item := self.list.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        today = self._context.clock.now().date()
        for one in substitutions[:SHOWN]:
            self.list.addWidget(self._line(one, today))
        if not substitutions:
            self.list.addWidget(label("Chưa có ai làm thay ai.", "small", "text3"))
        for edit in (self.first, self.last):
            if edit.date() < QDate(today.year, today.month, today.day):
                edit.setDate(QDate(today.year, today.month, today.day))

    def add(self) -> None:
        commit_composing()
        new = Substitution(
            login=str(self.who.value),
            for_login=str(self.whose.value),
            first=_python_day(self.first),
            last=_python_day(self.last),
            reason=self.reason.text().strip(),
            document=self.document.text().strip(),
            authority=str(self.authority.value),
        )
        self._run(lambda cases, office: cases.people.substitute(office, new))

    def end(self, key: int) -> None:
        self._run(lambda cases, office: cases.people.end_substitution(office, key))

    def _run(self, work: Any) -> None:
        office, cases = self._context.office, self._context.use_cases

        def both() -> tuple[Any, Any]:
            work(cases, office)
            return [person for person, _ in cases.people.listed(office)], cases.people.substitutions(office)

        self._context.tasks.run(
            Lane.STORE, both, owner=self, on_done=lambda found: self._done(*found), on_error=self._notice.tell_error
        )

    def _done(self, people: Any, substitutions: Any) -> None:
        self._notice.hide()
        self.reason.clear()
        self.document.clear()
        self.authority.set_value("")
        self.show_all(people, substitutions)

    def _line(self, one: Substitution, today: date) -> QWidget:
        what, detail, tone = presenter.substitution_words(one, self._names, today)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(what, "body", tone, wrap=True))
        words.addWidget(label(detail, "small", "text3", wrap=True))
        line.addLayout(words, 1)
        if tone == "text":
            line.addWidget(Link("Kết thúc", lambda: self.end(one.id)))
        return row

    def _build(self) -> None:
        inner = QVBoxLayout()
        inner.setContentsMargins(12, 12, 12, 12)
        inner.setSpacing(10)
        self.list.setSpacing(8)
        inner.addLayout(self.list)
        inner.addWidget(Field("N&gười làm thay", self.who))
        inner.addWidget(Field("Làm thay &ai", self.whose))
        days = QHBoxLayout()
        days.setSpacing(12)
        days.addWidget(Field("&Từ ngày", self.first))
        days.addWidget(Field("Đến n&gày", self.last))
        inner.addLayout(days)
        inner.addWidget(Field("&Lý do", self.reason))
        inner.addWidget(Field("Quyền hạn &khi ký", self.authority))
        inner.addWidget(Field("&Văn bản phân công", self.document, "Để trống nếu chưa có"))
        button = SecondaryButton("&Ghi phân công", icon_name="plus")
        button.clicked.connect(lambda _checked=False: self.add())
        acts = QHBoxLayout()
        acts.addStretch(1)
        acts.addWidget(button)
        inner.addLayout(acts)
        self.body.addLayout(inner)


def _python_day(edit: DateField) -> date:
    found = edit.date()
    return date(found.year(), found.month(), found.day())
