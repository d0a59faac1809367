"""The look in use now: light or dark, text scale, easy letters. One object, asked by every part.

`theme()` gives it; `changed` fires after the program's palette, font and sheet were set again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from ldp_stories.ui.widgets.sheet import sheet
from ldp_stories.ui.widgets.tokens import DARK, LIGHT, ROLES, Tokens, scaled

Mode = Literal["light", "dark", "system"]
LARGE_FROM: Final = 1.5


class Theme(QObject):
    """Colours, fonts and sizes as they are now. Widgets read it when they paint and follow `changed`."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.mode: Mode = "light"
        self.scale = 1.0
        self.easy = False
        self.single_keys = True
        self.tint = ""
        self._fonts: dict[tuple[str, int | None], QFont] = {}
        self._colors: dict[str, QColor] = {}
        self._shown: tuple[object, ...] = ()

    @property
    def dark(self) -> bool:
        """Whether the dark colours are in use."""
        if self.mode == "system":
            return QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self.mode == "dark"

    @property
    def large(self) -> bool:
        """Whether the text is so large (150 % or more) that rail and side column fold away."""
        return self.scale >= LARGE_FROM

    @property
    def tokens(self) -> Tokens:
        """The colours in use."""
        return DARK if self.dark else LIGHT

    def set(
        self,
        *,
        mode: Mode | None = None,
        scale: float | None = None,
        easy: bool | None = None,
        single_keys: bool | None = None,
        tint: str | None = None,
    ) -> None:
        """Change some of the settings (scale 1.0 to 2.0; tint is a paper colour or "") and redraw everything if it looks different now."""
        self.mode = self.mode if mode is None else mode
        self.scale = self.scale if scale is None else min(2.0, max(1.0, scale))
        self.easy = self.easy if easy is None else easy
        self.single_keys = self.single_keys if single_keys is None else single_keys
        self.tint = self.tint if tint is None else tint
        app = QApplication.instance()
        if isinstance(app, QApplication) and self._shown != self._look(app):
            self.apply(app)

    def _look(self, app: QApplication) -> tuple[object, ...]:
        """All that the look of a program depends on; one that has no sheet yet was never dressed."""
        return (
            bool(app.styleSheet()),
            self.dark,
            self.mode,
            self.scale,
            self.easy,
            self.single_keys,
            self.tint,
        )

    def apply(self, app: QApplication) -> None:
        """Give the program its style, palette, font and sheet, then tell every part."""
        self._fonts.clear()
        self._colors.clear()
        if not app.styleSheet() and app.style().name() != "fusion":  # under a sheet the style has no name
            app.setStyle(QStyleFactory.create("Fusion"))
        app.setPalette(self._palette())
        app.setFont(self.font("body"))
        for widget in app.allWidgets():  # one that was never shown would go back to its old font when it is
            widget.ensurePolished()
        app.setStyleSheet(sheet(self.tokens, self.paper(), self.grow(48)))
        self._shown = self._look(app)
        self.changed.emit()

    def paper(self) -> str:
        """The window's colour: the tint a person chose, in light only, else the token."""
        return self.tint if self.tint and not self.dark else self.tokens.paper

    def color(self, name: str) -> QColor:
        """A token as a QColor of one's own; `name` is a field of Tokens."""
        if name not in self._colors:
            self._colors[name] = QColor(self.paper() if name == "paper" else str(getattr(self.tokens, name)))
        return QColor(self._colors[name])

    def font(self, role: str, weight: int | None = None) -> QFont:
        """The font of a role (see tokens.ROLES) at the text scale, with tabular figures."""
        key = (role, weight)
        if key not in self._fonts:
            self._fonts[key] = self._make_font(role, weight)
        return self._fonts[key]

    def _make_font(self, role: str, weight: int | None) -> QFont:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        family = _family(self.easy)
        if family:
            font.setFamilies([family, *_OTHERS])
        font.setPixelSize(self.size(role))
        font.setWeight(QFont.Weight(weight or ROLES[role].weight))
        font.setFeature(QFont.Tag("tnum"), 1)
        if self.easy:
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 103)
        return font

    def size(self, role: str) -> int:
        """The type size of a role in pixels at the text scale."""
        return scaled(ROLES[role].size, self.scale)

    def line(self, role: str) -> float:
        """The step from one line to the next, in pixels."""
        step = ROLES[role].line * (1.13 if self.easy and ROLES[role].size <= 22 else 1.0)
        return max(step * self.size(role), QFontMetricsF(self.font(role)).height())

    def grow(self, pixels: int) -> int:
        """The height of a control at the text scale: six tenths of the growth of its words."""
        return round(pixels * (1 + (self.scale - 1) * 0.6))

    def _palette(self) -> QPalette:
        t, role = self.tokens, QPalette.ColorRole
        pairs = {
            role.Window: self.paper(), role.WindowText: t.text, role.Base: t.surface, role.AlternateBase: t.sunk,
            role.Text: t.text, role.PlaceholderText: t.text2, role.Button: t.surface, role.ButtonText: t.text,
            role.Highlight: t.accent, role.HighlightedText: t.onaccent, role.ToolTipBase: t.surface,
            role.ToolTipText: t.text, role.Link: t.accent, role.BrightText: t.bad, role.Mid: t.line,
            role.Light: t.surface, role.Dark: t.edge, role.Shadow: t.line, role.Midlight: t.line, role.Accent: t.accent,
        }  # fmt: skip
        palette = QPalette()
        for name, value in pairs.items():
            palette.setColor(name, QColor(value))
        for name in (role.Text, role.WindowText, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(t.text2))
        return palette


_OTHERS: Final = (
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Gurmukhi",
    "Noto Sans Bengali",
    "Noto Sans Devanagari",
    "DejaVu Sans",
)


@lru_cache(maxsize=2)
def _family(easy: bool) -> str:
    """The best family present: Atkinson Hyperlegible when asked for, Inter, or "" for the system's own."""
    present = set(QFontDatabase.families())
    wanted = (
        ("Atkinson Hyperlegible Next", "Atkinson Hyperlegible", "Inter")
        if easy
        else ("Inter", "Inter Variable")
    )
    return next((name for name in wanted if name in present), "")


@lru_cache(maxsize=1)
def theme() -> Theme:
    """The one theme of the program."""
    return Theme()


def follow(slot: Callable[[], object]) -> None:
    """Call a widget's bound method now and whenever the theme changes, as long as the widget lives."""
    theme().changed.connect(slot)
    slot()
