"""The rail: the places a person can go to, practice, help in worry, and hiding the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Surface, clear
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.icons import draw_icon, has_icon, icon_size
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.paint import draw_words, mirrored, round_box, smooth, text_width
from ldp_stories.ui.widgets.scroll import Scroll
from ldp_stories.ui.widgets.theme import follow, theme


@dataclass(frozen=True, slots=True)
class RailItem:
    """A place in the rail: key, Phosphor picture, words, how many things wait there, and a gap above it or not."""

    key: str
    icon: str
    label: str
    count: int = 0
    gap: bool = False


class IconMark(QWidget):
    """A picture by itself beside words (decoration: readers hear the words)."""

    def __init__(self, name: str, color: str = "accent", size: int = 20, tile: str = "") -> None:
        super().__init__()
        self._name, self._color, self._side, self._tile = name, color, size, tile
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow(self.updateGeometry)

    def set_icon(self, name: str, color: str) -> None:
        """Show another picture."""
        self._name, self._color = name, color
        self.update()

    def sizeHint(self) -> QSize:
        """The picture, or its tile of twice the size."""
        side = icon_size(self._side) * (2 if self._tile else 1)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter, side = smooth(self), icon_size(self._side)
        if self._tile:
            round_box(painter, self.rect(), self._tile, radius=9)
        box = QRect(0, 0, side, side)
        box.moveCenter(self.rect().center())
        draw_icon(painter, self._name, box, self._color)


class _Place(QPushButton):
    """One place in the rail; `arrow` carries 1 for Down and -1 for Up (the scroll area round it would keep the key)."""

    arrow = Signal(int)

    def __init__(self, item: RailItem) -> None:
        super().__init__()
        self.item = item
        self.here = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_count(item.count)
        follow(self.updateGeometry)

    def set_count(self, count: int) -> None:
        """Show how many things wait there."""
        self.count = count
        self.setAccessibleName(f"{self.item.label}, {count}" if count else self.item.label)
        self.update()

    def sizeHint(self) -> QSize:
        """The words in bold, picture, count and room."""
        words = text_width(self.item.label, theme().font("body", 600))
        count = text_width(str(self.count), theme().font("small", 600)) + 14 if self.count else 0
        return QSize(46 + words + count + 14, theme().grow(46))

    def minimumSizeHint(self) -> QSize:
        """A little lower where many places stand in a low window, never narrower."""
        return QSize(self.sizeHint().width(), theme().grow(29))

    def set_here(self, here: bool) -> None:
        """Whether the person is at this place: drawn, and said by a reader."""
        self.here = here
        self.setAccessibleDescription(tr("You are here") if here else "")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the place."""
        painter, here = smooth(self), self.here
        if here or self.underMouse():
            round_box(painter, self.rect(), "surface" if here else "sunk")
        side = icon_size()
        filled = f"{self.item.icon}-fill"
        name = filled if here and has_icon(filled) and self.item.icon == "house" else self.item.icon
        draw_icon(
            painter, name, mirrored(self, QRect(14, 0, side, self.height())), "accent" if here else "text2"
        )
        words = mirrored(self, QRect(28 + side, 0, self.width() - side - 64, self.height()))
        ink = "text" if here else "text2"
        draw_words(painter, words, self.item.label, theme().font("body", 600 if here else 400), ink)
        if self.count:
            font = theme().font("small", 600)
            wide = text_width(str(self.count), font)
            box = mirrored(self, QRect(self.width() - wide - 13, 0, wide, self.height()))
            draw_words(painter, box, str(self.count), font, "onsoft")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there as Space does; Up and Down are for the rail."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.arrow.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


class _Practice(QWidget):
    """ "Practice. Nothing real." """

    def __init__(self, words: str) -> None:
        super().__init__()
        self._label = Label(words, role="small", weight=600, color="warn")
        box = QHBoxLayout(self)
        box.setContentsMargins(13, 8, 10, 8)
        box.setSpacing(8)
        box.addWidget(IconMark("graduation-cap", "warn", 17))
        box.addWidget(self._label, 1)
        follow(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the soft box."""
        round_box(smooth(self), self.rect(), "warnsoft")


class Rail(Surface):
    """Places with counts. `went` carries the key of a place; `worried`, `hide_screen`, `to_recording`, `role_chosen` follow."""

    went = Signal(str)
    worried = Signal()
    hide_screen = Signal()
    to_recording = Signal()
    role_chosen = Signal(str)

    def __init__(self, items: Sequence[RailItem], *, name: str = "LDP Stories", practice: str = "") -> None:
        super().__init__("rail")
        self._places: dict[str, _Place] = {}
        places = QWidget()
        self._list = QVBoxLayout(places)
        self._list.setContentsMargins(16, 0, 16, 4)
        self._list.setSpacing(2)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 14, 0, 10)
        box.setSpacing(8)
        head = QHBoxLayout()
        head.setContentsMargins(27, 0, 16, 4)
        head.setSpacing(13)
        head.addWidget(IconMark("notebook", "accent", 20))
        self.app_name = Label(name, role="lead", weight=600, wrap=False)
        head.addWidget(self.app_name, 1)
        box.addLayout(head)
        self.roles = Combo([], name=tr("I work as"))
        self.roles.hide()
        self.roles.chosen.connect(self.role_chosen)
        role_row = QHBoxLayout()
        role_row.setContentsMargins(16, 0, 16, 0)
        role_row.addWidget(self.roles)
        box.addLayout(role_row)
        box.addWidget(Scroll(places), 1)
        box.addLayout(self._foot(practice))
        self.set_items(items)

    def _foot(self, practice: str) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.setSpacing(8)
        self.recording = Button(
            tr("Recording"), kind="danger", icon="record-fill", leading=True, role="small"
        )
        self.recording.hide()
        self.recording.clicked.connect(self.to_recording)
        foot.addWidget(self.recording)
        if practice:
            foot.addWidget(_Practice(practice))
        worried = Button(
            tr("Worried about someone?"),
            kind="danger",
            icon="lifebuoy",
            size="field",
            role="small",
            leading=True,
        )
        worried.clicked.connect(self.worried)
        foot.addWidget(worried)
        self.hide_button = Button(
            tr("Hide screen"),
            kind="plain",
            icon="eye-slash",
            key="F9",
            bind=False,
            size="inline",
            spread=True,
        )
        self.hide_button.clicked.connect(self.hide_screen)
        foot.addWidget(self.hide_button)
        return foot

    def set_items(self, items: Sequence[RailItem]) -> None:
        """Show these places."""
        clear(self._list)
        self._places = {}
        for item in items:
            place = _Place(item)
            place.clicked.connect(lambda _checked=False, key=item.key: self._press(key))
            place.arrow.connect(lambda step, key=item.key: self._move(key, step))
            if item.gap:
                self._list.addSpacing(10)
            self._list.addWidget(place)
            self._places[item.key] = place
        self._list.addStretch(1)

    def set_roles(self, roles: Sequence[Option], current: str) -> None:
        """Offer a switch between roles when a person has several."""
        self.roles.set_options(roles)
        self.roles.set_value(current)
        self.roles.setVisible(len(roles) > 1)

    def _press(self, key: str) -> None:
        self.set_current(key)
        self.went.emit(key)

    def set_current(self, key: str) -> None:
        """Mark the place where the person is."""
        for name, place in self._places.items():
            place.set_here(name == key)

    def label_of(self, key: str) -> str:
        """The words of a place, or "" when it is not in the rail."""
        return self._places[key].item.label if key in self._places else ""

    def set_count(self, key: str, count: int) -> None:
        """Show how many things wait at a place."""
        if key in self._places:
            self._places[key].set_count(count)

    def _move(self, key: str, step: int) -> None:
        """Up and Down move between places, round and round."""
        keys = list(self._places)
        target = keys[(keys.index(key) + step) % len(keys)]
        self._places[target].setFocus(Qt.FocusReason.TabFocusReason)
