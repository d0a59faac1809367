"""A recording as bars, with marked moments, chosen passages and the played part; it runs left to right always."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ldp_stories.ui.text import length, tr
from ldp_stories.ui.widgets.icons import draw_icon
from ldp_stories.ui.widgets.paint import round_box, smooth
from ldp_stories.ui.widgets.theme import follow, theme
from ldp_stories.ui.widgets.wave_ear import speak_for

_BAR, _GAP = 3, 3
_KEYS = {
    Qt.Key.Key_Left.value: -0.02,
    Qt.Key.Key_Right.value: 0.02,
    Qt.Key.Key_PageUp.value: -0.1,
    Qt.Key.Key_PageDown.value: 0.1,
    Qt.Key.Key_Home.value: -1.0,
    Qt.Key.Key_End.value: 1.0,
}
"""How far each key goes, in shares of the whole (times run left to right in every language)."""
_SECOND_MS = 1000
_LEAST_DRAG = 4
"""Pixels a drag has to go before it picks: less is a press."""
_LEAST_FULL = 0.06
"""A recording is drawn as high as there is room; one without any voice stays low."""


@dataclass(frozen=True, slots=True)
class WaveSpan:
    """A passage in shares of the whole (0.0 to 1.0), in the colour of a token."""

    start: float
    end: float
    color: str = "mark"


class Waveform(QWidget):
    """Bars of loudness. All places are shares from 0.0 to 1.0. `sought` carries the share a person pressed.

    `live=True` shows the newest bars at the end (while recording); otherwise the whole recording is fitted in, and a screen reader is
    told of a slider (`wave_ear`), in minutes and seconds once `set_length` was told.

    With `pickable` a part is picked by dragging over it, or with Shift and the arrows: `picked(from, to)`.
    """

    sought = Signal(float)
    picked = Signal(float, float)

    def __init__(self, *, name: str, high: int = 60, live: bool = False, stars: bool = False) -> None:
        super().__init__()
        self._high, self._live, self._stars = high, live, stars
        self._peaks: list[float] = []
        self._marks: list[float] = []
        self._spans: list[WaveSpan] = []
        self._gaps: list[tuple[float, float]] = []
        self._played: float | None = None
        self._length_ms = 0
        self.seekable = not live
        """Whether a person can go to another place in it."""
        self.pickable = False
        self._pick: tuple[float, float] | None = None
        self._from: float | None = None
        self.setAccessibleName(name)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if not live:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            speak_for(Waveform)
        follow(self.update)

    def set_peaks(self, peaks: Sequence[float]) -> None:
        """The loudness over time, each 0.0 to 1.0 (any number of them)."""
        self._peaks = list(peaks)
        self.update()

    def set_marks(self, shares: Sequence[float]) -> None:
        """The marked moments."""
        self._marks = list(shares)
        self.update()

    def set_spans(self, spans: Sequence[WaveSpan]) -> None:
        """The passages."""
        self._spans = list(spans)
        self.update()

    def set_gaps(self, shares: Sequence[tuple[float, float]]) -> None:
        """Where sound was lost, from and to (the same share where nothing of it is in the recording)."""
        self._gaps = list(shares)
        self.update()

    def set_pick(self, pick: tuple[float, float] | None) -> None:
        """The part that is picked, or None; one that is being picked with keys goes on from where it began."""
        near = 0.002 if not self._length_ms else 2 / self._length_ms
        begun = self._from
        if pick is None or begun is None or min(abs(begun - share) for share in pick) > near:
            self._from = None
        self._pick = pick
        self.update()

    def set_length(self, ms: int) -> None:
        """How long the whole is."""
        self._length_ms = ms

    def length_ms(self) -> int:
        """How long the whole is; 0 while nobody has said it."""
        return self._length_ms

    def place_ms(self) -> int:
        """Where it stands."""
        return round((self._played or 0.0) * self._length_ms)

    def place_words(self) -> str:
        """Where it stands, to be said: "1 min 5 s of 12 min 0 s"."""
        return tr("{at} of {total}", at=length(self.place_ms()), total=length(self._length_ms))

    def seek_ms(self, ms: int) -> None:
        """Ask to go to a place."""
        if self._length_ms:
            self._seek(ms / self._length_ms)

    def _seek(self, share: float) -> None:
        self.sought.emit(min(1.0, max(0.0, share)))

    def set_played(self, share: float | None) -> None:
        """How far it has been played; None draws all bars alike."""
        before = self._played
        self._played = share
        if share is None or before is None or int(share * self.width()) != int(before * self.width()):
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(300, self._high)

    def minimumSizeHint(self) -> QSize:
        """It gives way."""
        return QSize(40, self._high)

    def bars(self) -> list[float]:
        """The bars now drawn: the loudest peak in each bar's share of time."""
        count = max(1, self.width() // (_BAR + _GAP))
        if self._live:
            return self._peaks[-count:]
        if not self._peaks:
            return [0.0] * count
        many = len(self._peaks)
        edges = [number * many // count for number in range(count + 1)]
        return [max(self._peaks[a : max(b, a + 1)]) for a, b in pairwise(edges)]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw passages, bars, marks and the played place."""
        painter = smooth(self)
        top = 24 if self._stars else 0
        box = QRect(0, top, self.width(), self.height() - top)
        for span in self._spans:
            left, right = span.start * self.width(), span.end * self.width()
            round_box(
                painter, QRectF(left, box.y(), max(8.0, right - left), box.height()), span.color, radius=5
            )
        if self._pick is not None:
            self._draw_pick(painter, self._pick, box)
        self._draw_bars(painter, box)
        for start, end in self._gaps:
            self._draw_gap(painter, start, end, box)
        for share in self._marks:
            self._draw_mark(painter, share, box)
        if self._played:
            x = round(self._played * (self.width() - 4)) + 1
            painter.fillRect(x, box.y() + 4, 2, box.height() - 4, theme().color("text"))
            round_box(painter, QRectF(x - 4, box.y(), 10, 10), "text", radius=5)

    def _draw_bars(self, painter: QPainter, box: QRect) -> None:
        bars = self.bars()
        full = 1.0 if self._live else max(_LEAST_FULL, max(bars, default=1.0))
        for number, peak in enumerate(bars):
            x = number * (_BAR + _GAP)
            share = x / max(1, self.width())
            color = theme().color("accent")
            if self._played is not None and share > self._played:
                color = theme().color("edge")
                color.setAlphaF(0.75)
            high = max(3.0, min(1.0, peak / full) * (box.height() - 8))
            bar = QRectF(x, box.y() + (box.height() - high) / 2, _BAR, high)
            round_box(painter, bar, color, radius=1.5)

    def _draw_gap(self, painter: QPainter, start: float, end: float, box: QRect) -> None:
        """A pale strip with dashed edges: seen in grey too, and never as silence."""
        left = start * self.width()
        wide = max(10.0, (end - start) * self.width())
        left = min(max(0.0, left if end > start else left - wide / 2), self.width() - wide)
        strip = QRectF(left, box.y() + 2, wide, box.height() - 4)
        round_box(painter, strip, "badsoft", radius=4)
        pen = QPen(theme().color("bad"), 1.4, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        for x in (strip.left() + 0.7, strip.right() - 0.7):
            painter.drawLine(QPointF(x, strip.top() + 2), QPointF(x, strip.bottom() - 2))

    def _draw_pick(self, painter: QPainter, pick: tuple[float, float], box: QRect) -> None:
        """The picked part, with an edge on both sides: seen in grey too."""
        left, right = (share * self.width() for share in pick)
        strip = QRectF(left, box.y(), max(4.0, right - left), box.height())
        round_box(painter, strip, "soft", radius=3)
        for x in (strip.left(), strip.right() - 2):
            painter.fillRect(QRectF(x, strip.top(), 2, strip.height()), theme().color("accent"))

    def _draw_mark(self, painter: QPainter, share: float, box: QRect) -> None:
        x = round(min(1.0, max(0.0, share)) * (self.width() - 2))
        painter.fillRect(x, box.y() - (10 if self._stars else 0), 2, box.height() + 10, theme().color("warn"))
        if self._stars:
            draw_icon(painter, "star-fill", QRect(x - 7, 0, 15, 15), "warn")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the place pressed; a part that is picked begins there."""
        if not self._live and self.width():
            here = self._share(event)
            self._from = here if self.pickable else None
            self.sought.emit(here)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging picks a part."""
        here = self._share(event)
        if self._from is not None and abs(here - self._from) * self.width() >= _LEAST_DRAG:
            self._pick = (min(self._from, here), max(self._from, here))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The end of a drag; the player goes to where the part begins."""
        super().mouseReleaseEvent(event)
        start, self._from = self._from, None
        if start is not None and self._pick is not None and start in self._pick:
            self.picked.emit(*self._pick)
            self._seek(self._pick[0])

    def _share(self, event: QMouseEvent) -> float:
        place: QPointF = event.position()
        return min(1.0, max(0.0, place.x() / max(1, self.width())))

    def _pick_on(self, step: float) -> None:
        """Shift and an arrow: the part goes on (or back) to where the player goes, from where it stood first."""
        at = self._played or 0.0
        if self._from is None:
            self._from = at
        here = min(1.0, max(0.0, at + step))
        self._pick = (min(self._from, here), max(self._from, here))
        self.update()
        self._seek(here)
        self.picked.emit(*self._pick)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go a fiftieth back or on, Page Up and Page Down a tenth, Home and End to either end; with Shift they pick."""
        step = _KEYS.get(event.key(), 0.0)
        if step and self.pickable and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            by_second = self._length_ms and abs(step) < _KEYS[Qt.Key.Key_PageDown.value]
            second = _SECOND_MS / max(1, self._length_ms)
            self._pick_on((second if step > 0 else -second) if by_second else step)
            return
        if step and self.seekable and self._played is not None:
            self._from = None  # the next part that is picked begins where one goes to now
            self._seek(self._played + step)
            return
        super().keyPressEvent(event)
