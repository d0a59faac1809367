"""The level of the sound as a row of small blocks. It moves; it is never read out."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ldp_stories.ui.widgets.paint import round_box, smooth
from ldp_stories.ui.widgets.theme import follow


class LevelMeter(QWidget):
    """`set_level(0.0 to 1.0)`; `loud` marks the share from which a level is too loud."""

    def __init__(self, *, name: str, blocks: int = 36, high: int = 12, loud: float = 0.94) -> None:
        super().__init__()
        self._blocks, self._high, self._loud, self._lit = blocks, high, loud, 0
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow(self.update)

    def set_level(self, level: float) -> None:
        """Show a level; drawn again only when a block more or less is lit."""
        lit = round(min(1.0, max(0.0, level)) * self._blocks)
        if lit != self._lit:
            self._lit = lit
            self.update()

    def lit(self) -> int:
        """How many blocks are lit now."""
        return self._lit

    def sizeHint(self) -> QSize:
        """A thin row."""
        return QSize(self._blocks * 14, self._high)

    def minimumSizeHint(self) -> QSize:
        """It can be half as long."""
        return QSize(self._blocks * 6, self._high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the blocks, from left to right in every language."""
        painter = smooth(self)
        step = self.width() / self._blocks
        for number in range(self._blocks):
            left, right = round(number * step), round((number + 1) * step)
            color = "line" if number >= self._lit else "bad" if number >= self._blocks * self._loud else "ok"
            round_box(painter, QRect(left, 0, max(2, right - left - 4), self.height()), color, radius=3)
