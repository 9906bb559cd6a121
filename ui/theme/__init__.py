"""Tokens, palette, style sheet, fonts and icons. `apply_theme` puts one scheme over the whole application.

from ui.theme import font, icon, pixmap, set_icon, theme, Tone
"""

from ui.theme.apply import apply_theme
from ui.theme.current import news, theme
from ui.theme.fonts import DOCUMENT_FAMILY, font, load_fonts
from ui.theme.icons import icon, pixmap, set_icon
from ui.theme.tokens import DARK, LIGHT, Theme, Tone

__all__ = [
    "DARK",
    "DOCUMENT_FAMILY",
    "LIGHT",
    "Theme",
    "Tone",
    "apply_theme",
    "font",
    "icon",
    "load_fonts",
    "news",
    "pixmap",
    "set_icon",
    "theme",
]
