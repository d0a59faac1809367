"""The hits of a search as cards, one chosen; arrows move, Enter opens. Cards are used again from search to search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.services.find import Found
from ldp_stories.ui.evaluator.low_scroll import LowScroll
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import clock, tr
from ldp_stories.ui.widgets.buttons import quiet
from ldp_stories.ui.widgets.tagcard import PassageCard


def tidy(found: Found) -> str:
    """The words of a hit on one line; dots show that they are cut out of more."""
    words = " ".join(found.snippet.split())
    if found.passage is None and words and words[-1] not in ".?!\u201d":
        words = f"{words.rpartition(' ')[0] or words}\u00a0\u2026"
    if found.passage is None and words[:1].islower():
        words = f"\u2026\u00a0{words}"
    return words


class FoundList(QWidget):
    """`chosen(Found)` when one is picked, `opened(Found)` on Enter or a second press, `wanted_more()`."""

    chosen = Signal(object)
    opened = Signal(object)
    wanted_more = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Found] = []
        self.cards: list[PassageCard] = []
        self.at = -1
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(2, 2, 8, 2)
        self._column.setSpacing(10)
        self.more = quiet(tr("Show more"), icon="caret-down")
        self.more.clicked.connect(self.wanted_more)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        self.area = LowScroll(inside, 180)
        box.addWidget(self.area)

    def set_found(
        self, rows: Sequence[Found], words: Sequence[str], *, add: bool = False, more: bool = False
    ) -> None:
        """Show the hits, with the words marked; `add` puts them after those shown."""
        before = len(self.found) if add else 0
        kept = self.found[self.at] if 0 <= self.at < len(self.found) else None
        self.found = [*(self.found if add else []), *rows]
        for place, found in enumerate(rows, before):
            self._fill(place, found, words)
        for card in self.cards[len(self.found) :]:
            self._column.removeWidget(card)
            card.deleteLater()
        del self.cards[len(self.found) :]
        self.more.setVisible(more)
        if self.found and not add:
            same = next(
                (
                    n
                    for n, f in enumerate(self.found)
                    if kept and (f.record, f.passage) == (kept.record, kept.passage)
                ),
                0,
            )
            self.choose(same)

    def _fill(self, place: int, found: Found, words: Sequence[str]) -> None:
        when = shown_day(found.told_on)
        if found.from_ms is not None:
            when = f"{clock(found.from_ms)}, {when}"
        tags = [f"{code} {name}" for code, name in found.tags]
        card = PassageCard(found.title, when=when, words=tidy(found), found=list(words), tags=tags)
        card.clicked.connect(lambda _=False, number=place: self.press(number))
        card.installEventFilter(self)
        if place < len(self.cards):
            old = self.cards[place]
            self._column.replaceWidget(old, card)
            old.deleteLater()
            self.cards[place] = card
        else:
            self._column.insertWidget(place, card)
            self.cards.append(card)

    def choose(self, number: int) -> None:
        """Choose a hit and show it beside."""
        if not 0 <= number < len(self.cards):
            return
        for n, card in enumerate(self.cards):
            card.setChecked(n == number)
        self.at = number
        self.chosen.emit(self.found[number])

    def press(self, number: int) -> None:
        """A press chooses; a press on the chosen one opens it."""
        if number == self.at:
            self.opened.emit(self.found[number])
        self.choose(number)

    def focus_first(self) -> None:
        """Go from the search line into the hits."""
        if self.cards:
            self.choose(max(0, self.at))
            self.cards[self.at].setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows on a card: a button would only move the focus, and here they choose."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                self.move_by(step)
                return True
        return super().eventFilter(watched, event)

    def move_by(self, step: int) -> None:
        """Choose the hit so many further, and keep it in sight."""
        self.choose(min(max(self.at + step, 0), len(self.cards) - 1))
        self.cards[self.at].setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(self.cards[self.at])
