"""Choosing files: the system's own dialog, and words for what may be chosen."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

PAPERS = "Giấy tờ (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.heic *.heif);;Mọi tệp (*)"
LISTS = "Danh sách (*.xlsx *.xls *.csv *.json);;Mọi tệp (*)"


def choose_files(parent: QWidget, title: str, kinds: str = PAPERS) -> list[Path]:
    """Several files, or none when it was cancelled."""
    names, _ = QFileDialog.getOpenFileNames(parent, title, "", kinds)
    return [Path(name) for name in names]


def choose_file(parent: QWidget, title: str, kinds: str = PAPERS) -> Path | None:
    name, _ = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return Path(name) if name else None


def choose_target(parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Where to write a new file; the dialog itself asks before another one is replaced."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, name, kinds)
    return Path(chosen) if chosen else None
