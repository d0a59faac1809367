"""The player bar: 5 seconds back, play or pause, the waveform, the time, the speed.

The bar knows no sound. `bind` joins it to anything that is a `Playing` (the sound engine, or a test's own). Its keys work wherever the
focus is in its window, in text too: F4 plays and pauses, F2 goes 5 seconds back (with Shift on), F3 to the next passage or marked moment
(with Shift back), Alt+Up and Alt+Down change the speed. With the focus in the bar also Space, Left and Right, and on the waveform Home,
End, Page Up and Page Down.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ldp_stories.ui.text import clock, length, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.icons import draw_icon, icon_size
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.paint import round_box, smooth
from ldp_stories.ui.widgets.theme import follow, theme
from ldp_stories.ui.widgets.waveform import Waveform, WaveSpan

SPEEDS: Final = (0.75, 1.0, 1.25, 1.5, 2.0)
_BACK_MS: Final = 5000
_NEAR_MS: Final = 300
"""So near to a passage or mark counts as being there, when the next is asked for."""


class Playing(Protocol):
    """What the bar asks of a sound engine. Signals: `position_changed(ms)`, `playing_changed(bool)`, `duration_changed(ms)`."""

    position_changed: Any
    playing_changed: Any
    duration_changed: Any

    def play(self) -> None:
        """Go on from where it stands."""

    def pause(self) -> None:
        """Stop for now."""

    def seek(self, ms: int) -> None:
        """Go to a place."""

    def set_rate(self, rate: float) -> None:
        """Play faster or slower at the same pitch."""


class RoundButton(QPushButton):
    """The round play button, 44 across."""

    def __init__(self, *, name: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        follow(self.updateGeometry)

    def show_as(self, *, name: str, icon: str) -> None:
        """Show another picture and say another name."""
        self._icon = icon
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        """Round."""
        return QSize(theme().grow(44), theme().grow(44))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = smooth(self)
        lively = self.isEnabled()
        fill = ("hover" if self.underMouse() else "accent") if lively else "sunk"
        round_box(painter, self.rect(), fill, radius=self.width() / 2)
        side = icon_size(20)
        box = QRect(0, 0, side, side)
        box.moveCenter(self.rect().center())
        draw_icon(painter, self._icon, box, "onaccent" if lively else "text2")


class SpeedField(Combo):
    """The speed, in a field that opens the list of all speeds. `picked_speed(float)`."""

    picked_speed = Signal(float)

    def __init__(self, speed: float = 1.0) -> None:
        options = [Option(str(one), speed_words(one)) for one in SPEEDS]
        super().__init__(options, name=tr("Speed"), value=str(speed))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.chosen.connect(lambda key: self.picked_speed.emit(float(key)))

    def step(self, by: int) -> None:
        """The next faster or slower speed, when there is one."""
        at = SPEEDS.index(float(self.value())) + by
        if 0 <= at < len(SPEEDS):
            self.set_value(str(SPEEDS[at]))
            self.picked_speed.emit(SPEEDS[at])

    def sizeHint(self) -> QSize:
        """As wide as the longest speed."""
        return QSize(theme().grow(104), theme().grow(44))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()


def speed_words(speed: float) -> str:
    """ "1x", "0.75x"."""
    return f"{speed:g}x"


class PlayerBar(QWidget):
    """Signals: `play`, `pause`, `sought(ms)`, `speed_chosen(float)`, `picked(from ms, to ms)`. In: `set_total`, `set_time`, `set_playing`."""

    play = Signal()
    pause = Signal()
    sought = Signal(int)
    speed_chosen = Signal(float)
    picked = Signal(int, int)

    def __init__(self, *, name: str, keys: bool = True, speeds: bool = True, short: bool = False) -> None:
        super().__init__()
        self._total, self._at, self._playing, self._short = 0, 0, False, short
        self._marks: list[int] = []
        self._passages: list[tuple[int, int]] = []
        self._gaps: list[tuple[int, int]] = []
        self.setAccessibleName(name)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.back = Button(
            tr("5 s"), kind="plain", size="dense", icon="arrow-counter-clockwise", role="dense"
        )
        self.back.set_name(tr("5 seconds back"))
        self.back.clicked.connect(self.go_back)
        if short:  # showing a part before it has a place would make it a window of its own
            self.back.hide()
        self.button = RoundButton(name=tr("Play"), icon="play-fill")
        self.button.clicked.connect(self.toggle)
        self.wave = Waveform(name=tr("Where in the sound"), high=44)
        self.wave.set_played(0.0)
        self.wave.sought.connect(lambda share: self._move(round(share * self._total)))
        self.time = Label("", role="small", weight=600, wrap=False)
        self.speeds = SpeedField()
        self.speeds.picked_speed.connect(self._choose_speed)
        if short or not speeds:
            self.speeds.hide()
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(9)
        for thing in (self.back, self.button, self.wave, self.time, self.speeds):
            box.addWidget(thing, 1 if thing is self.wave else 0, Qt.AlignmentFlag.AlignVCenter)
        if keys:
            self._bind_keys()
        self.set_time(0)

    def _bind_keys(self) -> None:
        self.setAccessibleDescription(tr("F4 plays, F2 goes 5 seconds back, F3 to the next mark"))
        inside, window = Qt.ShortcutContext.WidgetWithChildrenShortcut, Qt.ShortcutContext.WindowShortcut
        keys: tuple[tuple[str, Callable[[], object], Qt.ShortcutContext], ...] = (
            ("Space", self.toggle, inside),
            ("Left", self.go_back, inside),
            ("Right", self.go_on, inside),
            ("F4", self.toggle, window),
            ("F2", self.go_back, window),
            ("Shift+F2", self.go_on, window),
            ("F3", lambda: self.go_to_mark(1), window),
            ("Shift+F3", lambda: self.go_to_mark(-1), window),
            ("Alt+Up", lambda: self.speeds.step(1), window),
            ("Alt+Down", lambda: self.speeds.step(-1), window),
        )
        for key, act, context in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(context)
            shortcut.activated.connect(act)

    def _choose_speed(self, speed: float) -> None:
        self.speed_chosen.emit(speed)
        announce(self, tr("Speed {speed}", speed=speed_words(speed)))

    def set_speed(self, speed: float) -> None:
        """Show the speed that is played at, when it is one of those offered."""
        if speed in SPEEDS:
            self.speeds.set_value(str(speed))

    def go_back(self) -> None:
        """Five seconds back."""
        self._move(self._at - _BACK_MS)

    def go_on(self) -> None:
        """Five seconds on."""
        self._move(self._at + _BACK_MS)

    def _move(self, ms: int) -> None:
        """Go somewhere by a key or a press, and say where that is."""
        self.go_to(ms)
        if not self._playing:  # while it plays, the sound itself says where it is
            announce(self, length(self._at))

    def go_to_mark(self, step: int) -> None:
        """To the next (1) or the previous (-1) beginning of a passage or marked moment."""
        stops = sorted({*self._marks, *(start for start, _ in self._passages)})
        if step > 0:
            found = next((ms for ms in stops if ms > self._at + _NEAR_MS), None)
        else:
            found = next((ms for ms in reversed(stops) if ms < self._at - _NEAR_MS), None)
        if found is None:
            announce(self, tr("No more marks"))
            return
        self.go_to(found)
        announce(self, clock(found))

    def bind(self, player: Playing) -> None:
        """Join the bar to a sound engine."""
        self.play.connect(player.play)
        self.pause.connect(player.pause)
        self.sought.connect(player.seek)
        self.speed_chosen.connect(player.set_rate)
        player.position_changed.connect(self.set_time)
        player.playing_changed.connect(self.set_playing)
        player.duration_changed.connect(self._learn_total)

    def toggle(self) -> None:
        """Play or pause."""
        (self.pause if self._playing else self.play).emit()

    def go_to(self, ms: int) -> None:
        """Ask for another place, inside the recording."""
        ms = min(max(0, ms), self._total)
        self.set_time(ms)
        self.sought.emit(ms)

    def set_total(self, ms: int) -> None:
        """How long the recording is."""
        self._total = ms
        self.wave.set_length(ms)
        self.set_time(self._at)
        self.set_marks(self._marks)
        self.set_passages(self._passages)
        self.set_gaps(self._gaps)

    def _learn_total(self, ms: int) -> None:
        if ms > 0:
            self.set_total(ms)

    def set_time(self, ms: int) -> None:
        """Where it stands."""
        self._at = ms
        whole = tr("{at} of {total}", at=clock(ms), total=clock(self._total))
        self.time.setText(
            clock(self._total) if self._short and not ms else clock(ms) if self._short else whole
        )
        self.wave.set_played(ms / self._total if self._total else 0.0)
        if not (self._playing and self.wave.hasFocus()):  # a reader would talk over the sound
            self.wave.setAccessibleDescription(whole)

    def set_playing(self, playing: bool) -> None:
        """Whether it sounds now."""
        self._playing = playing
        self.button.show_as(
            name=tr("Pause") if playing else tr("Play"), icon="pause-fill" if playing else "play-fill"
        )

    def set_peaks(self, peaks: Sequence[float]) -> None:
        """The loudness over time, each 0.0 to 1.0."""
        self.wave.set_peaks(peaks)

    def set_marks(self, times: Sequence[int]) -> None:
        """The marked moments, in milliseconds."""
        self._marks = list(times)
        self.wave.set_marks([ms / self._total for ms in times] if self._total else [])

    def set_passages(self, passages: Sequence[tuple[int, int]]) -> None:
        """The passages, as (from, to) in milliseconds."""
        self._passages = list(passages)
        spans = [WaveSpan(a / self._total, b / self._total) for a, b in passages] if self._total else []
        self.wave.set_spans(spans)

    def let_pick(self) -> None:
        """From now on a part of the sound can be picked, by dragging over it or with Shift and the arrows."""
        self.wave.pickable = True
        self.wave.picked.connect(
            lambda start, end: self.picked.emit(round(start * self._total), round(end * self._total))
        )

    def set_picked(self, span: tuple[int, int] | None) -> None:
        """The part that is picked, as (from, to) in milliseconds."""
        self.wave.set_pick((span[0] / self._total, span[1] / self._total) if span and self._total else None)

    def set_gaps(self, gaps: Sequence[tuple[int, int]]) -> None:
        """Where sound was lost, as (from, to) in milliseconds; from and to are the same where it takes no time in the recording."""
        self._gaps = list(gaps)
        self.wave.set_gaps([(a / self._total, b / self._total) for a, b in gaps] if self._total else [])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter plays or pauses."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.toggle()
            return
        super().keyPressEvent(event)
