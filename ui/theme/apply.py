"""Put a scheme over the application: fonts, palette, style, style sheet and every themed icon, live."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme.current import news, set_theme
from ui.theme.fonts import font, load_fonts
from ui.theme.icons import refresh_icons
from ui.theme.qss import style_sheet
from ui.theme.style import CounterStyle
from ui.theme.tokens import DARK, LIGHT, Theme

SCHEMES = ("system", "light", "dark")
_SCHEME = "counterScheme"


def apply_theme(application: QApplication, scheme: str = "system") -> Theme:
    """`scheme`: system, light or dark. May be called again at any time; answers with the theme now in force."""
    if application.property(_SCHEME) is None:
        load_fonts()
        application.setStyle(CounterStyle())
        application.setFont(font())
        application.styleHints().colorSchemeChanged.connect(lambda _: _system_changed(application))
    application.setProperty(_SCHEME, scheme)
    made = _choose(application, scheme)
    set_theme(made)
    application.setPalette(palette(made))
    application.setStyleSheet(style_sheet(made))
    refresh_icons(QApplication.allWidgets())
    news.changed.emit()
    return made


def _system_changed(application: QApplication) -> None:
    if application.property(_SCHEME) == "system":
        apply_theme(application, "system")


def _choose(application: QApplication, scheme: str) -> Theme:
    hints = application.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return from_system(application.style().standardPalette())
    if scheme == "system":
        return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT
    return DARK if scheme == "dark" else LIGHT


def from_system(system: QPalette) -> Theme:
    """High contrast: the system's own colours; icons and words carry every state alone."""

    def of(role: QPalette.ColorRole) -> str:
        return system.color(role).name()

    role = QPalette.ColorRole
    window, text, base = of(role.Window), of(role.WindowText), of(role.Base)
    grounds = dict.fromkeys(("bg", "rail", "canvas"), window)
    surfaces = dict.fromkeys(
        ("surface", "surface2", "hover", "track", "bad_ground", "warn_ground", "good_ground"), base
    )
    texts = dict.fromkeys(
        ("text", "text2", "text3", "ctl", "line", "line2", "bad", "warn", "good", "bad_mark", "warn_mark", "good_mark"),
        text,
    )
    return replace(
        DARK if system.color(role.Window).lightness() < 128 else LIGHT,
        name="contrast",
        **grounds,
        **surfaces,
        **texts,
        accent=of(role.Link),
        fill=of(role.Highlight),
        fill_hover=of(role.Highlight),
        on_fill=of(role.HighlightedText),
        soft=window,
        pressed=window,
        heat=((base, text),) * 4,
    )


def palette(made: Theme) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: made.bg,
        role.Base: made.surface,
        role.Button: made.surface,
        role.AlternateBase: made.surface2,
        role.Dark: made.canvas,
        role.Mid: made.line,
        role.Midlight: made.line2,
        role.WindowText: made.text,
        role.Text: made.text,
        role.ButtonText: made.text,
        role.PlaceholderText: made.text3,
        role.Link: made.accent,
        role.LinkVisited: made.accent,
        role.Accent: made.accent,
        role.Highlight: made.soft,
        role.HighlightedText: made.text,
        role.ToolTipBase: made.surface,
        role.ToolTipText: made.text,
    }
    filled = QPalette()
    for which, colour in colours.items():
        filled.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        filled.setColor(QPalette.ColorGroup.Disabled, which, QColor(made.text3))
    return filled
