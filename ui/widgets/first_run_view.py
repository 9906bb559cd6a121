"""The first start: whose office, whose hours, who keeps the accounts; or the practice office, set apart in words."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from counter_app.errors import Misuse
from ui.theme import font, theme
from ui.widgets.buttons import Link, PrimaryButton
from ui.widgets.facts import ScrollColumn
from ui.widgets.field import Field, commit_composing
from ui.widgets.labels import icon_label, label
from ui.widgets.notice import Notice
from ui.widgets.secret_field import SecretField

_WIDTH, _ASIDE = 968, 228
_DAY = (6 * 60, 18 * 60)  # what the ruler shows of a day, in minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAnswers:
    """`password` leaves the view once, with the answers."""

    folder: Path
    parent: str
    name: str
    code: str
    person: str
    login: str
    password: str
    weekdays: str  # hours as they were typed: «07:30-11:30 13:00-17:00»
    saturday: str  # empty: not worked


Hours = Sequence[tuple[int, int]]  # begin and end in minutes of the day


class FirstRunView(QWidget):
    """`answered(FirstAnswers)`; `practice_wanted`; `token_wanted`. `refuse` tells what was not taken and where.

    `weekdays`, `saturday`: the hours that are proposed, as they are typed; `read_hours` reads them, Misuse for what is
    none.
    """

    answered = Signal(object)
    practice_wanted = Signal()
    token_wanted = Signal()

    def __init__(self, folder: Path, weekdays: str, saturday: str, read_hours: Callable[[str], Hours]) -> None:
        super().__init__()
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.parent_line, self.name, self.code = QLineEdit(), QLineEdit(), QLineEdit()
        self.folder = QLineEdit(str(folder))
        self.person, self.login = QLineEdit(), QLineEdit()
        self.secret, self.again = SecretField(what="mật khẩu"), SecretField(what="mật khẩu")
        self.name_field = Field("&Cơ quan", self.name)
        self.code_field = Field("&Mã định danh", self.code)
        self.folder_field = Field("&Thư mục dữ liệu", self.folder, "Thư mục mới hoặc trống, trên đĩa của máy này")
        self.person_field = Field("&Họ tên", self.person)
        self.login_field = Field("Tên đăn&g nhập", self.login, "Chữ thường không dấu, ví dụ ha.nt")
        self.secret_field = Field("Mật &khẩu", self.secret, "Một câu ngắn dễ nhớ, từ 10 ký tự")
        self.again_field = Field("Nhập &lại mật khẩu", self.again)
        self._read_hours = read_hours
        self.weekdays, self.saturday = QLineEdit(weekdays), QLineEdit(saturday)
        self.weekdays_field = Field("Thứ Hai đến thứ &Sáu", self.weekdays, "Các buổi cách nhau một dấu cách")
        self.saturday_field = Field("Thứ &Bảy", self.saturday)
        self.saturday.setPlaceholderText("không làm việc")
        self.ruler = _Ruler(read_hours(weekdays))
        self.weekdays.textChanged.connect(lambda _: self._show_hours())
        self.token = label("Đang tìm token trên máy này…", "body", "text2", wrap=True)
        self.look_again = Link("Tìm lại t&oken", self.token_wanted.emit)
        self.notice = Notice()
        self.start = PrimaryButton("Bắt đầu làm việc", hint="Enter")
        self.start.clicked.connect(lambda _checked=False: self.submit())
        lines = (self.name, self.code, self.folder, self.parent_line, self.person, self.login)
        for field in (*lines, self.weekdays, self.saturday):
            field.returnPressed.connect(self.submit)
        for field in (self.secret, self.again):
            field.returnPressed.connect(self.submit)
        self._build()

    def set_busy(self, busy: bool) -> None:
        self._card.setEnabled(not busy)
        self.start.setText("Đang lập cơ quan…" if busy else "Bắt đầu làm việc")

    def refuse(self, what: str, advice: str = "") -> None:
        self.set_busy(False)
        self.notice.tell(what, advice)

    def submit(self) -> None:
        commit_composing()
        if not self._card.isEnabled():
            return
        asked = {
            self.name_field: "" if self.name.text().strip() else "Ghi tên cơ quan như in trên giấy tờ.",
            self.folder_field: "" if self.folder.text().strip() else "Chọn nơi để dữ liệu.",
            self.person_field: "" if self.person.text().strip() else "Ghi họ tên người quản trị.",
            self.login_field: "" if self.login.text().strip() else "Ghi tên dùng để đăng nhập.",
            self.secret_field: "" if self.secret.text() else "Đặt mật khẩu.",
        }
        asked |= {field: self._hours_error(field) for field in (self.weekdays_field, self.saturday_field)}
        for field, words in asked.items():
            field.show_error(words)
        missing = next((field for field, words in asked.items() if words), None)
        if missing is not None:
            missing.control.setFocus()
            return
        password, repeated = self.secret.take(), self.again.take()
        self.again_field.show_error("" if password == repeated else "Hai lần nhập chưa giống nhau. Nhập lại cả hai ô.")
        if password != repeated:
            self.secret.setFocus()
            return
        self.notice.hide()
        self.set_busy(True)
        self.answered.emit(replace(self._answers(), password=password))

    def _answers(self) -> FirstAnswers:
        return FirstAnswers(
            folder=Path(self.folder.text().strip()).expanduser(),
            parent=self.parent_line.text().strip(),
            name=self.name.text().strip(),
            code=self.code.text().strip(),
            person=self.person.text().strip(),
            login=self.login.text().strip(),
            password="",
            weekdays=self.weekdays.text().strip(),
            saturday=self.saturday.text().strip(),
        )

    def show_token(self, words: str) -> None:
        self.token.setText(words)

    def _hours_error(self, field: Field) -> str:
        typed = self.weekdays.text() if field is self.weekdays_field else self.saturday.text()
        try:
            found = self._read_hours(typed)
        except Misuse as error:
            return f"{error.what} {error.advice}".strip()
        return "" if found or field is self.saturday_field else "Ghi giờ làm việc, ví dụ 07:30-11:30 13:00-17:00."

    def _show_hours(self) -> None:
        """The strip follows the typing, and stands as it was while half a time is typed."""
        with suppress(Misuse):
            self.ruler.show_hours(self._read_hours(self.weekdays.text()))

    def _build(self) -> None:
        self._card = QFrame()
        self._card.setProperty("panel", "true")
        rows = QVBoxLayout(self._card)
        rows.setContentsMargins(1, 1, 1, 1)
        rows.setSpacing(0)
        rows.addWidget(
            _question(1, "Cơ quan nào?", "Tên và mã in trên biểu mẫu, dùng để nhận ra mã hồ sơ.", self._office())
        )
        hours = "Mọi đồng hồ chỉ đếm những phút này. Giờ theo mùa: sửa trong Cài đặt, Lịch làm việc."
        rows.addWidget(_question(2, "Giờ làm việc?", hours, self._hours()))
        keeper = "Người này lập tài khoản cho mọi người. Ngay sau đây in mã khôi phục của cơ quan, cất vào két."
        rows.addWidget(_question(3, "Ai quản trị?", keeper, self._keeper()))
        rows.addWidget(self._token_row())
        rows.addWidget(self._foot())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        area = ScrollColumn(edge=24, spacing=12)
        whole.addWidget(area)
        middle = QWidget()
        middle.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label("Ba câu hỏi, rồi bắt đầu làm việc", "headline"))
        column.addWidget(label("Mọi điều ở đây, trừ thư mục dữ liệu, đều sửa được sau.", "body", "text2"))
        column.addSpacing(12)
        column.addWidget(self.notice)
        column.addWidget(self._card)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(middle, 100)
        line.addStretch(1)
        area.column.addLayout(line)

    def _office(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(12)
        first = _beside((Field("Cơ quan cấp t&rên", self.parent_line), 5), (self.name_field, 5), (self.code_field, 3))
        self.parent_line.setPlaceholderText("UBND TỈNH HƯNG YÊN")
        self.name.setPlaceholderText("Sở Khoa học và Công nghệ")
        self.code.setPlaceholderText("H31.15")
        column.addLayout(first)
        choose = Link("Chọn…", self._choose_folder)
        line = _beside((self.folder_field, 1))
        line.addWidget(choose, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(line)
        return column

    def _hours(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(_beside((self.weekdays_field, 3), (self.saturday_field, 2)))
        column.addWidget(self.ruler)
        return column

    def _token_row(self) -> QFrame:
        row = QFrame()
        row.setProperty("panel", "row")
        line = QHBoxLayout(row)
        line.setContentsMargins(24, 10, 24, 10)
        line.setSpacing(12)
        line.addWidget(icon_label("usb", "text2", 24))
        line.addWidget(self.token, 1)
        line.addWidget(self.look_again)
        return row

    def _keeper(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addLayout(_beside((self.person_field, 1), (self.login_field, 1)))
        column.addLayout(_beside((self.secret_field, 1), (self.again_field, 1)))
        return column

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("ground", "surface2")
        line = QHBoxLayout(foot)
        line.setContentsMargins(24, 12, 24, 12)
        line.setSpacing(12)
        line.addWidget(icon_label("store", "text2", 16))
        words = QVBoxLayout()
        words.setSpacing(0)
        asked = QHBoxLayout()
        asked.setSpacing(4)
        asked.addWidget(label("Muốn làm quen trước?", "body", "text2"))
        self.practice = Link("Mở bản thực hành với hồ sơ mẫu", self.practice_wanted.emit)
        asked.addWidget(self.practice)
        asked.addStretch(1)
        words.addLayout(asked)
        words.addWidget(label("Cơ sở dữ liệu riêng, không bao giờ trộn với hồ sơ thật.", "small", "text3"))
        line.addLayout(words, 1)
        line.addWidget(self.start)
        return foot

    def _choose_folder(self) -> None:
        found = QFileDialog.getExistingDirectory(self, "Thư mục dữ liệu", self.folder.text())
        if found:
            self.folder.setText(found)


class _Ruler(QWidget):
    """The hours that count, on a strip of the day, with their clock times under it."""

    def __init__(self, sessions: Hours) -> None:
        super().__init__()
        self.setFixedHeight(32)
        self.show_hours(sessions)

    def show_hours(self, sessions: Hours) -> None:
        self._sessions = tuple(sessions)
        self.setAccessibleName(", ".join(f"{_clock(start)} đến {_clock(end)}" for start, end in sessions))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.fillRect(QRect(0, 0, self.width(), 12), QColor(look.track))
        painter.setFont(font("tiny"))
        for start, end in self._sessions:
            left, right = self._x(start), self._x(end)
            painter.fillRect(QRect(left, 0, right - left, 12), QColor(look.fill))
            painter.setPen(QColor(look.text2))
            for minute, x in ((start, left), (end, right)):
                painter.drawText(QRect(x - 30, 14, 60, 16), int(Qt.AlignmentFlag.AlignHCenter), _clock(minute))
            hours = f"{(end - start) // 60} giờ" + (f" {(end - start) % 60} phút" if (end - start) % 60 else "")
            middle = QRect(left + 30, 14, right - left - 60, 16)
            painter.drawText(middle, int(Qt.AlignmentFlag.AlignHCenter), hours)

    def _x(self, minute: int) -> int:
        first, last = _DAY
        return round((minute - first) / (last - first) * self.width())


class _Badge(QWidget):
    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self.setFixedSize(24, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.fill))
        painter.drawEllipse(self.rect())
        painter.setPen(QColor(look.on_fill))
        painter.setFont(font("medium"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), str(self._number))


def _question(number: int, title: str, words: str, answer: QVBoxLayout) -> QFrame:
    row = QFrame()
    row.setProperty("panel", "row")
    line = QHBoxLayout(row)
    line.setContentsMargins(24, 18, 24, 18)
    line.setSpacing(12)
    line.addWidget(_Badge(number), 0, Qt.AlignmentFlag.AlignTop)
    aside = QWidget()
    aside.setFixedWidth(_ASIDE - 36)
    column = QVBoxLayout(aside)
    column.setContentsMargins(0, 0, 16, 0)
    column.setSpacing(2)
    column.addWidget(label(title, "question"))
    column.addWidget(label(words, "small", "text2", wrap=True))
    column.addStretch(1)
    line.addWidget(aside)
    line.addLayout(answer, 1)
    return row


def _beside(*fields: tuple[QWidget, int]) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(12)
    for field, stretch in fields:
        line.addWidget(field, stretch, Qt.AlignmentFlag.AlignTop)
    return line


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
