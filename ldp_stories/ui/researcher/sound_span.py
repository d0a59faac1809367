"""Where in the sound a passage is: two short fields in minutes and seconds, filled from the player by one press."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.ui.text import clock, tr
from ldp_stories.ui.widgets.buttons import quiet
from ldp_stories.ui.widgets.card import row
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.labels import Label, small

SPAN_MS = 30_000
"""How long a passage is taken to be when only its beginning is known."""


def read_clock(text: str) -> int | None:
    """Milliseconds of "3:10", "03:10" or "1:02:05"; None for anything else."""
    found = re.fullmatch(r"\s*(?:(\d+):)?(\d{1,2}):([0-5]\d)\s*", text)
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000


class SoundSpan(QWidget):
    """`placed(from_ms, to_ms)` in the joined take when both times make sense; `now()` is the player's place."""

    placed = Signal(int, int)

    def __init__(self, span: tuple[int, int] | None, now: Callable[[], int], *, about: str) -> None:
        super().__init__()
        self._now = now
        self.begin = TextField(name=tr("From, in the sound: {what}", what=about), placeholder="0:00")
        self.end = TextField(name=tr("To, in the sound: {what}", what=about), placeholder="0:00")
        if span is not None:
            self.begin.set_text(clock(span[0]))
            self.end.set_text(clock(span[1]))
        self.here = quiet(tr("From where the player is"), icon="map-pin")
        self.trouble = Label("", role="small", color="bad")
        self.trouble.hide()
        for field in (self.begin, self.end):
            field.setMaximumWidth(128)
            field.entered.connect(lambda _: self.keep())
            field.edit.editingFinished.connect(self.keep)
        self.here.clicked.connect(self.take_place)
        self._kept = self._before = span
        self.setLayout(
            row(
                small(tr("In the sound")),
                self.begin,
                small(tr("to")),
                self.end,
                self.here,
                self.trouble,
                None,
                spacing=8,
            )
        )

    def take_place(self) -> None:
        """Begin where the player is now."""
        at = self._now()
        self.begin.set_text(clock(at))
        self.end.set_text(clock(at + SPAN_MS))
        self.keep()

    def keep(self) -> None:
        """Keep the two times once both are there and in order; say so when they are not."""
        typed = self.begin.text().strip(), self.end.text().strip()
        if not all(typed):
            return
        begin, end = (self._ms(number, text) for number, text in enumerate(typed))
        if begin is None or end is None or end <= begin:
            self._say(tr("Minutes and seconds, like 3:10. The end comes after the beginning."))
            return
        self.trouble.hide()
        if self._kept != (begin, end):
            self._before, self._kept = self._kept, (begin, end)
            self.placed.emit(begin, end)

    def _ms(self, number: int, text: str) -> int | None:
        """A time in ms; one that was not touched stays exact, though it is shown in whole seconds."""
        known = self._kept[number] if self._kept is not None else None
        return known if known is not None and clock(known) == text else read_clock(text)

    def refuse(self, words: str) -> None:
        """Say why the two times could not be kept; pressing Enter again tries again."""
        self._kept = self._before
        self._say(words)

    def _say(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.show()
