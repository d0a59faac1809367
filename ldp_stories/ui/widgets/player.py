"""The player bar: 5 seconds back, play or pause, the waveform, the time, the speed.

The bar knows no sound. `bind` joins it to anything that is a `Playing` (the sound engine, or a test's own).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Protocol

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ldp_stories.ui.text import clock, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.icons import draw_icon, icon_size
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.paint import round_box, smooth
from ldp_stories.ui.widgets.segmented import Segmented
from ldp_stories.ui.widgets.theme import follow, theme
from ldp_stories.ui.widgets.waveform import Waveform, WaveSpan

_SPEEDS: Final = ("1x", "1.5x")
_BACK_MS: Final = 5000


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


class PlayerBar(QWidget):
    """Signals: `play`, `pause`, `sought(ms)`, `speed_chosen(float)`. Values in: `set_total`, `set_time`, `set_playing`."""

    play = Signal()
    pause = Signal()
    sought = Signal(int)
    speed_chosen = Signal(float)

    def __init__(self, *, name: str, keys: bool = True, speeds: bool = True, short: bool = False) -> None:
        super().__init__()
        self._total, self._at, self._playing, self._short = 0, 0, False, short
        self.setAccessibleName(name)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.back = Button(
            tr("5 s"), kind="plain", size="dense", icon="arrow-counter-clockwise", role="dense"
        )
        self.back.set_name(tr("5 seconds back"))
        self.back.clicked.connect(lambda: self.go_to(self._at - _BACK_MS))
        if short:  # showing a part before it has a place would make it a window of its own
            self.back.hide()
        self.button = RoundButton(name=tr("Play"), icon="play-fill")
        self.button.clicked.connect(self.toggle)
        self.wave = Waveform(name=tr("Where in the sound"), high=44)
        self.wave.set_played(0.0)
        self.wave.sought.connect(lambda share: self.go_to(round(share * self._total)))
        self.time = Label("", role="small", weight=600, wrap=False)
        options = [Option(speed, speed, tr("Speed")) for speed in _SPEEDS]
        self.speeds = Segmented(options, name=tr("Speed"), value=_SPEEDS[0], high=38)
        self.speeds.chosen.connect(lambda speed: self.speed_chosen.emit(float(speed.rstrip("x"))))
        if short or not speeds:
            self.speeds.hide()
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        for thing in (self.back, self.button, self.wave, self.time, self.speeds):
            box.addWidget(thing, 1 if thing is self.wave else 0, Qt.AlignmentFlag.AlignVCenter)
        if keys:
            self._bind_keys()
        self.set_time(0)

    def _bind_keys(self) -> None:
        for key, act in (("Space", self.toggle), ("Left", lambda: self.go_to(self._at - _BACK_MS))):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

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
        self.set_time(self._at)

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
        self.wave.setAccessibleDescription(whole)
        self.wave.set_played(ms / self._total if self._total else 0.0)

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
        self.wave.set_marks([ms / self._total for ms in times] if self._total else [])

    def set_passages(self, passages: Sequence[tuple[int, int]]) -> None:
        """The passages, as (from, to) in milliseconds."""
        spans = [WaveSpan(a / self._total, b / self._total) for a, b in passages] if self._total else []
        self.wave.set_spans(spans)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter plays or pauses."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.toggle()
            return
        super().keyPressEvent(event)
