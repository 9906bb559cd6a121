"""The one style sheet, generated from the tokens. Widgets choose by the properties `role`, `kind`, `tone`."""

from dataclasses import asdict
from string import Template

from ui.theme.fonts import SCALE
from ui.theme.tokens import Theme


def style_sheet(theme: Theme) -> str:
    values = {name: value for name, value in asdict(theme).items() if isinstance(value, str)}
    return Template(_SHEET + _kinds()).substitute(values)


def _kinds() -> str:
    rules = [
        f'QLabel[kind="{name}"] {{ font-size: {step.size}px; font-weight: {step.weight}; }}'
        for name, step in SCALE.items()
    ]
    tones = ("text", "text2", "text3", "accent", "bad", "warn", "good", "on_fill")
    rules += [f'QLabel[tone="{tone}"] {{ color: ${tone}; }}' for tone in tones]
    return "\n".join(rules)


_SHEET = """
QWidget { outline: 0; }
QToolTip { background: $surface; color: $text; border: 1px solid $line; padding: 4px 8px; font-size: 12px; }
QMainWindow, QDialog { background: $bg; }
QDialog[popup="true"] { background: $surface; border: 1px solid $ctl; border-radius: 8px; }
QFrame[ground="surface"], QWidget[ground="surface"] { background: $surface; }
QFrame[ground="surface2"], QWidget[ground="surface2"] { background: $surface2; }
QFrame[ground="rail"], QWidget[ground="rail"] { background: $rail; }
QFrame[ground="canvas"], QWidget[ground="canvas"] { background: $canvas; }
QFrame[ground="bg"], QWidget[ground="bg"] { background: $bg; }
QWidget[ground="scrim"] { background: $scrim; }
QDialog[shape="dialog"] { background: $surface; }
QFrame[edge="bottom"] { border: 0; border-bottom: 1px solid $line; }
QFrame[edge="top"] { border: 0; border-top: 1px solid $line; }
QFrame[edge="right"] { border: 0; border-right: 1px solid $line; }
QFrame[edge="left"] { border: 0; border-left: 1px solid $line; }
QFrame[rule="vertical"] { background: $line; border: 0; min-width: 1px; max-width: 1px; }
QFrame[rule="horizontal"] { background: $line2; border: 0; min-height: 1px; max-height: 1px; }
QFrame[panel="true"] { background: $surface; border: 1px solid $line; border-radius: 6px; }
QFrame[panel="head"] { background: transparent; border: 0; border-bottom: 1px solid $line; }
QFrame[panel="row"] { background: transparent; border: 0; border-bottom: 1px solid $line2; }
QFrame[panel="note"] { background: $surface2; border: 1px solid $line; border-radius: 4px; }
QFrame[band="practice"] { background: $warn_ground; border: 0; border-bottom: 1px solid $line; }
QFrame[band="bad"] { background: $bad_ground; border: 0; border-bottom: 1px solid $line; }
QFrame[toast="true"] { background: $surface; border: 1px solid $ctl; border-radius: 8px; }
QLabel { background: transparent; color: $text; }
QLabel:disabled { color: $text3; }

QPushButton { min-height: 18px; padding: 6px 12px; border-radius: 4px; font-weight: 500;
  background: $surface; color: $text; border: 1px solid $ctl; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton[ring="true"]:focus { border: 2px solid $accent; padding: 5px 11px; }
QPushButton[role="primary"] { background: $fill; color: $on_fill; border: 1px solid $fill; }
QPushButton[role="primary"]:hover { background: $fill_hover; border-color: $fill_hover; }
QPushButton[role="primary"][ring="true"]:focus { border: 2px solid $accent; }
QPushButton:disabled, QPushButton[role="primary"]:disabled {
  background: $surface2; color: $text3; border: 1px solid $line; }

QToolButton { background: transparent; color: $text2; border: 1px solid transparent; border-radius: 4px; padding: 3px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $pressed; }
QToolButton[ring="true"]:focus { border: 2px solid $accent; padding: 2px; }
QToolButton:disabled { color: $text3; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton[role="link"] { color: $accent; font-weight: 500; padding: 1px 3px; border-radius: 4px; font-size: 12px; }
QToolButton[role="link"][flush="true"], QToolButton[role="link"][flush="true"][ring="true"]:focus { padding: 1px 0; }
QToolButton[role="link"]:hover { background: transparent; text-decoration: underline; }
QToolButton[role="link"][ring="true"]:focus { padding: 0 2px; }
QToolButton[role="link"]:disabled { color: $text3; }
QToolButton[role="more"] { background: $surface; color: $text; border: 1px solid $line; border-radius: 14px;
  padding: 0 9px; }
QToolButton[role="more"]:hover { background: $hover; }
QToolButton[role="segment"] { background: $surface; color: $text; border: 1px solid $ctl; border-left: 0;
  border-radius: 0; min-height: 24px; padding: 3px 8px; font-weight: 500; }
QToolButton[role="segment"][place="first"] { border-left: 1px solid $ctl; border-top-left-radius: 4px;
  border-bottom-left-radius: 4px; }
QToolButton[role="segment"][place="last"] { border-top-right-radius: 4px; border-bottom-right-radius: 4px; }
QToolButton[role="segment"]:hover { background: $hover; }
QToolButton[role="segment"]:checked { background: $soft; color: $accent; }
QToolButton[role="segment"][ring="true"]:focus { border: 2px solid $accent; padding: 2px 7px; }
QToolButton[role="segment"]:disabled { background: $surface2; color: $text3; border-color: $line; }

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox, QDateTimeEdit {
  background: $surface; color: $text; border: 1px solid $ctl; border-radius: 4px; padding: 0 8px;
  selection-background-color: $fill; selection-color: $on_fill; placeholder-text-color: $text3; }
QLineEdit, QComboBox, QAbstractSpinBox, QDateTimeEdit { min-height: 30px; }
QPlainTextEdit, QTextEdit { padding: 4px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QDateTimeEdit:focus {
  border: 2px solid $accent; padding: 0 7px; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QDateTimeEdit:focus { min-height: 28px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 3px; }
QLineEdit[invalid="true"], QComboBox[invalid="true"], QPlainTextEdit[invalid="true"] { border-color: $bad_mark; }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled, QAbstractSpinBox:disabled {
  background: $surface2; color: $text3; border-color: $line; }
QLineEdit:read-only { background: $surface2; }
QComboBox::drop-down { border: 0; width: 28px; }
QComboBox::down-arrow { image: none; width: 0; height: 0; }
QComboBox QAbstractItemView { background: $surface; color: $text; border: 1px solid $line; padding: 4px;
  selection-background-color: $soft; selection-color: $text; outline: 0; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; }

QCheckBox, QRadioButton { spacing: 8px; color: $text; background: transparent; }
QCheckBox:disabled, QRadioButton:disabled { color: $text3; }

QTableView, QListView, QTreeView { background: $surface; color: $text; border: 0; gridline-color: $line2;
  selection-background-color: $soft; selection-color: $text; }
QHeaderView { background: $surface2; border: 0; }
QHeaderView::section { background: $surface2; color: $text2; border: 0; border-bottom: 1px solid $line;
  font-size: 12px; font-weight: 500; padding: 0 8px; }
QTableCornerButton::section { background: $surface2; border: 0; border-bottom: 1px solid $line; }
QListView::item { padding: 4px 8px; border-radius: 4px; }
QListView::item:selected { background: $soft; color: $text; }

QMenu { background: $surface; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $soft; }
QMenu::item:disabled { color: $text3; }
QMenu::separator { height: 1px; background: $line2; margin: 4px 0; }
QMenu::icon { padding-left: 8px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $ctl; border-radius: 2px; margin: 4px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $text3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget[ground="none"] { background: transparent; }
QSplitter::handle { background: $line; }

QProgressBar { background: $track; border: 0; border-radius: 4px; min-height: 8px; max-height: 8px; }
QProgressBar::chunk { background: $fill; border-radius: 4px; }
QProgressBar[tone="warn"]::chunk { background: $warn_mark; }
QProgressBar[tone="bad"]::chunk { background: $bad_mark; }
QProgressBar[tone="good"]::chunk { background: $good_mark; }
QTabBar::tab { background: transparent; color: $text2; padding: 6px 12px; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; }
QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QGroupBox { border: 0; margin: 0; padding: 0; }
QGraphicsView { background: $canvas; border: 0; }
"""
