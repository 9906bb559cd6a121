"""Prints a PDF on the system's printers, and gives it away as a file: folder, clipboard, mail. Never by a server.

Pages are drawn by the reader's child process at the printer's resolution and painted on the paper in their true size.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QRectF, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage, QPageLayout, QPageSize, QPainter

from counter_app.errors import Misuse, Trouble

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

MOST_DPI = 600  # more shows nothing more of letters, and an A4 page would not fit the renderer
POINTS_PER_INCH = 72
Render = Callable[[Path, int, int], Any]  # file, page, width in pixels -> PageImage


def printer_names() -> list[str]:
    """The system's printers, the usual one first."""
    from PySide6.QtPrintSupport import QPrinterInfo

    usual = QPrinterInfo.defaultPrinterName()
    names = [str(name) for name in QPrinterInfo.availablePrinterNames()]
    return sorted(names, key=lambda name: name != usual)


def printer_called(name: str) -> "QPrinter":
    """Misuse `ui.no_printers` when there is none at all; Trouble `ui.printer_gone` when this one is not there."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    names = printer_names()
    if not names:
        raise Misuse("ui.no_printers")
    if name not in names:
        raise Trouble("ui.printer_gone", printer=name)
    return QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)


def file_printer(output: Path) -> "QPrinter":
    """A printer that writes PDF."""
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(output))
    return printer


def print_pages(printer: "QPrinter", path: Path, pages: int, render: Render) -> None:
    """Each page on a sheet of its own size. Trouble `ui.printer_gone` when the printer does not take the job."""
    painter = QPainter()
    for number in range(1, pages + 1):
        size = render(path, number, 100)
        printer.setPageLayout(_layout(size.page_width_pt, size.page_height_pt))
        if number == 1:
            if not painter.begin(printer):
                raise Trouble("ui.printer_gone", printer=printer.printerName() or printer.outputFileName())
        elif not printer.newPage():
            painter.end()
            raise Trouble("ui.printer_gone", printer=printer.printerName())
        dpi = min(printer.resolution(), MOST_DPI)
        picture = render(path, number, round(size.page_width_pt / POINTS_PER_INCH * dpi))
        image = QImage(picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)
        paper = printer.pageLayout().fullRectPixels(printer.resolution())
        origin = printer.pageLayout().paintRectPixels(printer.resolution()).topLeft()
        painter.drawImage(QRectF(-origin.x(), -origin.y(), paper.width(), paper.height()), image)
    painter.end()


def copy_file(path: Path) -> None:
    """The file itself on the clipboard, to be pasted into a mail or a folder."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(data)


def reveal(path: Path) -> bool:
    """Open the folder that holds it; False when the desktop knows no program for folders."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def mail_url(address: str, subject: str, body: str) -> QUrl:
    """`mailto:` for the officer's own mail program; the file is attached there by hand (RFC 6068 knows no files)."""
    from urllib.parse import quote

    return QUrl(f"mailto:{quote(address, safe='@')}?subject={quote(subject)}&body={quote(body)}")


def write_mail(address: str, subject: str, body: str) -> bool:
    return QDesktopServices.openUrl(mail_url(address, subject, body))


def _layout(width: float, height: float) -> QPageLayout:
    from PySide6.QtCore import QMarginsF, QSizeF

    upright = QSizeF(min(width, height), max(width, height))
    size = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    turned = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
    return QPageLayout(size, turned, QMarginsF(0, 0, 0, 0))
