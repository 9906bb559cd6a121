"""The look's promises: contrast, one place for colours, live change of scheme, high contrast left to the system."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QLabel

import ui
from ui.theme import DARK, LIGHT, Theme, Tone, apply_theme, font, set_icon, theme
from ui.theme.apply import from_system
from ui.theme.fonts import SCALE
from ui.theme.qss import style_sheet

ROOT = Path(ui.__file__).parent


def luminance(colour: str) -> float:
    parts = [part / 255 for part in QColor(colour).getRgb()[:3]]  # type: ignore[index]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
def test_words_are_readable_on_every_ground_they_stand_on(look: Theme) -> None:
    for ground in (look.surface, look.surface2, look.bg, look.rail, look.soft):
        for words in (look.text, look.text2, look.accent):
            assert contrast(words, ground) >= 4.5
    assert contrast(look.text3, look.surface) >= 4.5
    for tone in (Tone.BAD, Tone.WARN, Tone.GOOD):
        colours = look.tone(tone)
        assert contrast(colours.text, colours.ground) >= 4.5
        assert contrast(colours.mark, look.surface) >= 3
    assert contrast(look.on_fill, look.fill) >= 4.5
    assert contrast(look.on_fill, look.fill_hover) >= 4.5
    assert contrast(look.ctl, look.surface) >= 3
    for ground, figure in look.heat:
        assert contrast(figure, ground) >= 4.5


def test_no_colour_is_written_outside_the_tokens() -> None:
    found = {
        path.name
        for path in ROOT.rglob("*.py")
        if path.name != "tokens.py" and re.search(r"#[0-9A-Fa-f]{6}\b|rgba?\(\s*\d", path.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_the_style_sheet_has_no_token_left_open() -> None:
    assert "$" not in style_sheet(LIGHT) + style_sheet(DARK)


def test_the_scheme_changes_live_with_palette_and_icons(qapp: QApplication) -> None:
    label = QLabel()
    set_icon(label, "check", "text", 16)
    light = label.pixmap().toImage()
    apply_theme(qapp, "dark")
    assert theme() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.bg)
    assert label.pixmap().toImage() != light
    label.deleteLater()


def test_high_contrast_keeps_the_systems_colours() -> None:
    system = QPalette()
    system.setColor(QPalette.ColorRole.Window, QColor("black"))
    system.setColor(QPalette.ColorRole.WindowText, QColor("yellow"))
    made = from_system(system)
    assert made.bad == made.good == made.text == QColor("yellow").name()
    assert made.bg == QColor("black").name()


@pytest.mark.parametrize("step", SCALE)
def test_every_type_step_is_the_bundled_font_and_tall_enough_for_stacked_marks(qapp: QApplication, step: str) -> None:
    made = font(step)
    made.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    assert QFontInfo(made).family() == "Noto Sans"
    assert SCALE[step].size >= 11
    assert SCALE[step].line / SCALE[step].size >= 1.1
    assert all(QFontDatabase.weight("Noto Sans", style) for style in ("Regular", "Medium", "SemiBold"))
