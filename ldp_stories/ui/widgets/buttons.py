"""Buttons, drawn from the theme: primary (one per screen), secondary, quiet, soft, plain and danger.

The key that presses a button is shown on it. Enter and Space both press. Words are never cut:
the least width is the width of everything on the button.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QWidget

from ldp_stories.ui.widgets.icons import draw_icon, icon_size
from ldp_stories.ui.widgets.paint import (
    cap_height,
    cap_width,
    draw_cap,
    draw_words,
    mirrored,
    round_box,
    rtl,
    smooth,
    text_width,
)
from ldp_stories.ui.widgets.theme import follow, theme

Kind = Literal["primary", "secondary", "quiet", "soft", "plain", "danger"]
Size = Literal["main", "field", "normal", "dense", "inline"]
_HEIGHTS = {"main": 56, "field": 48, "normal": 44, "dense": 40, "inline": 32}


@dataclass(frozen=True, slots=True)
class _Look:
    """The tokens of a kind: fill, fill under the pointer, edge, words, weight, and the picture's colour."""

    fill: str | None
    hover: str | None
    edge: str | None
    ink: str
    weight: int
    picture: str


_LOOKS: dict[str, _Look] = {
    "primary": _Look("accent", "hover", None, "onaccent", 600, "onaccent"),
    "secondary": _Look("surface", "sunk", "edge", "text", 500, "text"),
    "quiet": _Look(None, "soft", None, "accent", 600, "accent"),
    "soft": _Look("soft", "mark2", None, "onsoft", 600, "onsoft"),
    "plain": _Look(None, "sunk", None, "text2", 400, "text2"),
    "danger": _Look("surface", "badsoft", "bad", "bad", 600, "bad"),
}


class Button(QPushButton):
    """A pressable word; signals are those of QPushButton.

    `key` shows a shortcut and, with `bind`, makes it; `spread` puts its cap at the far end.
    """

    def __init__(
        self,
        text: str,
        *,
        kind: Kind = "secondary",
        size: Size = "normal",
        icon: str = "",
        trailing: str = "",
        key: str = "",
        bind: bool = True,
        role: str = "",
        leading: bool = False,
        spread: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind: Kind = kind
        self._size, self._icon, self._trailing, self._key = size, icon, trailing, key
        self._role, self._leading, self._named, self._over = role, leading or spread, bool(name), False
        self._spread = spread
        self._text = ""
        self.setText(text)
        if name:
            self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self._shortcut = self._bind(key) if bind else None
        self._focus_went: QWidget | None = None
        follow(self._restyle)

    def _bind(self, key: str) -> QShortcut | None:
        if not key:
            return None
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(self._pressed_by_key)
        return shortcut

    def _pressed_by_key(self) -> None:
        if self.isEnabled() and self.isVisible():
            self.click()

    def rest(self) -> None:
        """Cannot be pressed while what it began runs. The focus, which has to go, comes back with `wake` unless the person took it on."""
        had = self.hasFocus()
        self.setEnabled(False)
        self._focus_went = QApplication.focusWidget() if had else None

    def wake(self) -> None:
        """Can be pressed again."""
        self.setEnabled(True)
        went, self._focus_went = self._focus_went, None
        if went is not None and QApplication.focusWidget() is went:
            self.setFocus()

    def text(self) -> str:
        """The words on the button."""
        return self._text

    def setText(self, text: str) -> None:
        """Show other words (and say them, unless the button was given a name of its own)."""
        self._text = text
        super().setText(text.replace("&", "&&"))
        if not self._named:
            self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_name(self, name: str) -> None:
        """Give the whole name a reader hears, with counts and states: "Send, 2 stories ready"."""
        self._named = True
        self.setAccessibleName(name)

    def show_key(self, key: str) -> None:
        """Show another key on the button (it binds none)."""
        self._key = key
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: Kind) -> None:
        """Press for it more, or less."""
        self.kind = kind
        self._restyle()

    def set_icon(self, icon: str) -> None:
        """Show another picture."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    @property
    def key_shown(self) -> str:
        """The key on the button, or "" when single-letter keys are switched off."""
        return self._key if theme().single_keys or len(self._key) != 1 or self._key.isdigit() else ""

    def _restyle(self) -> None:
        if self._shortcut is not None:
            self._shortcut.setEnabled(bool(self.key_shown))
        self.setFont(theme().font(self._font_role(), _LOOKS[self.kind].weight))
        self.updateGeometry()
        self.update()

    def _font_role(self) -> str:
        return self._role or ("lead" if self._size == "main" else "body")

    def _parts(self) -> list[tuple[str, int]]:
        """What stands on the button from its start: (part, width), with the gaps between."""
        side, parts = icon_size(), []
        if self._icon:
            parts.append(("icon", side))
        if self._text:
            parts.append(("text", text_width(self._text, self.font())))
        if self.key_shown:
            parts.append(("cap", cap_width(self._key)))
        if self._trailing:
            parts.append(("trailing", side))
        return parts

    def _padding(self) -> int:
        if self.kind in ("quiet", "plain"):
            return 12 if self._spread else 7
        if self.kind == "danger":
            return 14 if self._leading else 16
        return {"main": 22, "field": 18, "normal": 20, "dense": 14, "inline": 10}[self._size]

    def sizeHint(self) -> QSize:
        """The size of everything on the button with room round it."""
        parts = self._parts()
        gaps = icon_size(10) * max(0, len(parts) - 1)
        width = sum(wide for _, wide in parts) + gaps + 2 * self._padding()
        return QSize(width, theme().grow(_HEIGHTS[self._size]))

    def minimumSizeHint(self) -> QSize:
        """The same: buttons never give way."""
        return self.sizeHint()

    def _colors(self) -> tuple[str | None, str | None, QColor, QColor]:
        look = _LOOKS[self.kind]
        if not self.isEnabled():
            filled = None if look.fill is None else "sunk"
            return filled, look.edge and "line", theme().color("text2"), theme().color("text2")
        fill = look.hover if self._over or self.isDown() else look.fill
        ink = theme().color("hover" if self.kind == "quiet" and fill else look.ink)
        return fill, look.edge, ink, theme().color(look.picture)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box, the picture, the words and the key."""
        painter = smooth(self)
        fill, edge, ink, picture = self._colors()
        round_box(painter, self.rect(), fill, edge)
        parts = self._parts()
        total = sum(wide for _, wide in parts) + icon_size(10) * max(0, len(parts) - 1)
        x = self._padding() if self._leading else max(self._padding(), (self.width() - total) // 2)
        for part, wide in parts:
            box = mirrored(self, QRect(x, 0, wide, self.height()))
            if part == "text":
                draw_words(painter, box, self._text, self.font(), ink)
            elif part == "cap":
                if self._spread:
                    box = mirrored(self, QRect(self.width() - wide - self._padding(), 0, wide, self.height()))
                high = cap_height()
                faint = QColor(ink)
                faint.setAlphaF(0.55)
                draw_cap(
                    painter, QRect(box.x(), (self.height() - high) // 2, wide, high), self._key, ink, faint
                )
            else:
                name = self._icon if part == "icon" else self._trailing
                draw_icon(painter, name, box, picture, right_to_left=rtl(self))
            x += wide + icon_size(10)

    def enterEvent(self, _event: QEnterEvent) -> None:
        """Show that the pointer is over it."""
        self._over = True
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        """Show that the pointer has left."""
        self._over = False
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
            return
        super().keyPressEvent(event)


def primary(text: str, *, icon: str = "", key: str = "", trailing: str = "", size: Size = "main") -> Button:
    """The one main action of a screen."""
    return Button(text, kind="primary", size=size, icon=icon, key=key, trailing=trailing)


def quiet(text: str, *, icon: str = "", key: str = "", trailing: str = "", name: str = "") -> Button:
    """An action as an accent word."""
    return Button(text, kind="quiet", icon=icon, key=key, trailing=trailing, name=name)
