"""A recording as bars, with marked moments, chosen passages and the played part; it runs left to right always."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ldp_stories.ui.widgets.icons import draw_icon
from ldp_stories.ui.widgets.paint import round_box, smooth
from ldp_stories.ui.widgets.theme import follow, theme

_BAR, _GAP = 3, 3
_LEAST_FULL = 0.15
"""A recording is drawn as high as there is room; one without any voice stays low."""


@dataclass(frozen=True, slots=True)
class WaveSpan:
    """A passage in shares of the whole (0.0 to 1.0), in the colour of a token."""

    start: float
    end: float
    color: str = "mark"


class Waveform(QWidget):
    """Bars of loudness. All places are shares from 0.0 to 1.0. `sought` carries the share a person pressed.

    `live=True` shows the newest bars at the end (while recording); otherwise the whole recording is fitted in.
    """

    sought = Signal(float)

    def __init__(self, *, name: str, high: int = 60, live: bool = False, stars: bool = False) -> None:
        super().__init__()
        self._high, self._live, self._stars = high, live, stars
        self._peaks: list[float] = []
        self._marks: list[float] = []
        self._spans: list[WaveSpan] = []
        self._gaps: list[tuple[float, float]] = []
        self._played: float | None = None
        self.setAccessibleName(name)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if not live:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        follow(self.update)

    def set_peaks(self, peaks: Sequence[float]) -> None:
        """The loudness over time, each 0.0 to 1.0 (any number of them)."""
        self._peaks = list(peaks)
        self.update()

    def add_peak(self, peak: float) -> None:
        """One more while recording."""
        self._peaks.append(peak)
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
        return QSize(80, self._high)

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

    def _draw_mark(self, painter: QPainter, share: float, box: QRect) -> None:
        x = round(min(1.0, max(0.0, share)) * (self.width() - 2))
        painter.fillRect(x, box.y() - (10 if self._stars else 0), 2, box.height() + 10, theme().color("warn"))
        if self._stars:
            draw_icon(painter, "star-fill", QRect(x - 7, 0, 15, 15), "warn")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the place pressed."""
        place: QPointF = event.position()
        if not self._live and self.width():
            self.sought.emit(min(1.0, max(0.0, place.x() / self.width())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go a fiftieth back or on (times run left to right in every language)."""
        step = {Qt.Key.Key_Left.value: -0.02, Qt.Key.Key_Right.value: 0.02}.get(event.key(), 0.0)
        if step and not self._live and self._played is not None:
            self.sought.emit(min(1.0, max(0.0, self._played + step)))
            return
        super().keyPressEvent(event)
