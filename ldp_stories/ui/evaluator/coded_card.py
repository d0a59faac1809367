"""One coding beside the story: its number, tag, words or seconds, a memo, and *Take off* on one's own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from ldp_stories.services.code_own import Coded
from ldp_stories.ui.text import clock, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.labels import Label, small


class CodedCard(Card):
    """`off(coding id)` to take it off, `memo_typed` and `memo_written(coding id, words)`; `turn(coding id)` to see it where it stands.

    `typed` is a memo that was typed and never written down (the laptop died).
    `copy` is what the copy of the words is called in which it stands, when that is not on screen.
    """

    turn = Signal(str)
    off = Signal(str)
    memo_typed = Signal(str, str)
    memo_written = Signal(str, str)

    def __init__(self, number: int, one: Coded, copy: str = "", typed: str = "") -> None:
        super().__init__(padding=(16, 12, 16, 12), spacing=6, fill="sunk", edge=None)
        self.one = one
        name = f"{number}  {one.label}"
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(", ".join(filter(None, (name, self._where(), one.whose))))
        self.add(Label(name, weight=600))
        where = self._where()
        if where:
            self.add(Label(where, role="small", color="text2", people=bool(one.words)))
        if copy:
            see = Button(tr("Show it there"), kind="quiet", size="inline", icon="arrow-right")
            see.set_name(tr("Show {tag} there", tag=name))
            see.clicked.connect(lambda: self.turn.emit(one.coding.id))
            self.add(row(small(tr("It stands in another copy: {copy}", copy=copy)), None), row(see, None))
        if one.moved:
            self.add(Label(tr("The words have changed. Select them again."), role="small", color="warn"))
        self.memo = TextField(
            name=tr("Memo on {tag}", tag=one.label),
            value=typed or one.coding.memo,
            placeholder=tr("What do you think?"),
        )
        if one.whose:
            self.memo.setVisible(False)
            line = f"{one.whose}: {one.coding.memo}" if one.coding.memo else tr("by {name}", name=one.whose)
            self.add(small(line))
            return
        out = Button(tr("Take off"), kind="quiet", size="inline", icon="x")
        out.set_name(tr("Take off {tag}", tag=name))
        out.clicked.connect(lambda: self.off.emit(one.coding.id))
        self.add(self.memo, row(out, None))
        self.memo.edit.editingFinished.connect(self.keep)
        self.memo.changed.connect(lambda words: self.memo_typed.emit(self.one.coding.id, words))
        self._kept = one.coding.memo

    def keep(self) -> None:
        """Keep the memo when it has changed."""
        if self.one.whose or self.memo.text() == self._kept:
            return
        self._kept = self.memo.text()
        self.memo_written.emit(self.one.coding.id, self._kept)

    def _where(self) -> str:
        words = " ".join(self.one.words.split())
        if len(words) > 90:
            words = f"{words[:90].rpartition(' ')[0]} \u2026"
        sound = self.one.coding.sound
        heard = f"{clock(sound.from_ms)} \u2013 {clock(sound.to_ms)}" if sound else ""
        return "  ".join(filter(None, (words, heard)))
