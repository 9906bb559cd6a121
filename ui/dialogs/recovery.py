"""The recovery key, shown once: to be printed or copied by hand, and typed back in part before it goes away."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from ui.dialogs.base import CounterDialog
from ui.presenters.safety import grouped
from ui.theme import font
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.field import Field, commit_composing
from ui.widgets.labels import label

QR_SIDE = 148
ASKED = 4  # the last letters, as proof that the paper exists


class RecoveryDialog(CounterDialog):
    """Closes only when the end of the key was typed from the paper."""

    def __init__(self, recovery: str, office: str, parent: QWidget) -> None:
        super().__init__("Mã khôi phục của cơ quan", parent, icon_name="key-round", qualifier="Chỉ hiện một lần này")
        self._recovery, self._office = recovery, office
        self.body.addWidget(
            label(
                "Máy hỏng hoặc mất kho khóa thì chỉ mã này mở lại được hồ sơ và bản sao lưu. In ra, niêm phong, "
                "cất ở két của cơ quan. Ai có mã này thì đọc được mọi hồ sơ.",
                "body",
                "text2",
                wrap=True,
            )
        )
        self.words = label(grouped(recovery), "question", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setAccessibleName("Mã khôi phục")
        self.body.addWidget(self.words)
        picture = QLabel()
        picture.setPixmap(QPixmap.fromImage(qr_image(recovery)))
        picture.setAccessibleName("Mã QR của mã khôi phục")
        self.body.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self.proof = QLineEdit()
        self.field = Field(f"&Gõ lại {ASKED} ký tự cuối từ tờ giấy", self.proof)
        self.body.addWidget(self.field)
        self.print_button, self.done_button = SecondaryButton("&In…", icon_name="printer"), PrimaryButton("Đã cất giữ")
        self.add_buttons(self.print_button, self.done_button)
        self.print_button.clicked.connect(lambda _checked=False: self._print())
        self.done_button.clicked.connect(lambda _checked=False: self.accept())

    def accept(self) -> None:
        commit_composing()
        if self.proof.text().strip().upper() != self._recovery[-ASKED:]:
            self.field.show_error("Chưa khớp. Xem lại tờ giấy vừa in hoặc chép.")
            self.fit()
            return
        super().accept()

    def reject(self) -> None:
        """Esc does not lose the key: it would be gone for good."""
        self.field.show_error("Mã này không hiện lại. In hoặc chép ra giấy trước khi đóng.")
        self.fit()

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec():
            print_recovery(printer, self._recovery, self._office)


def qr_image(text: str) -> QImage:
    """White ground, quiet zone included, as scanners need it."""
    import zxingcpp

    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=3)
    height, width = made.shape
    return QImage(memoryview(made).tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()


def print_recovery(printer: QPrinter, recovery: str, office: str) -> None:
    """Straight to the printer: no file of it lies anywhere."""
    painter = QPainter(printer)
    page = printer.pageLayout().paintRectPixels(printer.resolution())
    unit = printer.resolution() // 10  # a tenth of an inch
    edge, width = 4 * unit, page.width() - 8 * unit
    words = "Niêm phong và cất ở két của cơ quan. Ai có mã này thì mở được mọi hồ sơ và bản sao lưu."
    _write(painter, QRect(edge, 4 * unit, width, 6 * unit), f"MÃ KHÔI PHỤC\n{office}", 16)
    side = 18 * unit
    painter.drawImage(QRect((page.width() - side) // 2, 11 * unit, side, side), qr_image(recovery))
    _write(painter, QRect(edge, 31 * unit, width, 12 * unit), grouped(recovery), 16)
    _write(painter, QRect(edge, 44 * unit, width, 10 * unit), words, 12)
    painter.end()


def _write(painter: QPainter, place: QRect, words: str, points: float) -> None:
    letters = font("strong")
    letters.setPointSizeF(points)  # a printer's pixels are far smaller than a screen's
    painter.setFont(letters)
    painter.drawText(place, int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignHCenter), words)
