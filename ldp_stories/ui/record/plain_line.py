"""Plain words: a quiet line under our own text, with its reading age and what could be said more simply. It only advises."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.domain.plain_english import AIM, Advice, Kind
from ldp_stories.services.check_plain import Looked, look_at_words
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.labels import Label, small

SHOWN: Final = 4
WAIT_MS: Final = 500
_FIRST: Final = 60


class PlainLine(QWidget):
    """`look(text)` soon after typing; nothing stands here while there is nothing to say. Never give it a teller's words."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._text = ""
        self.age = small("")
        self.words = Label("", role="small", color="text2")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(self.age)
        box.addWidget(self.words)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.look_now)
        self.hide()

    def look(self, text: str) -> None:
        """Look at a text of ours once the typing rests."""
        self._text = text
        self._timer.start()

    def look_now(self) -> None:
        """Look at it at once; a notebook that was closed meanwhile has nothing to say."""
        self._timer.stop()
        if self.context.home.closed:
            return
        self._show(look_at_words(self.context.home, self._text))

    def _show(self, found: Looked) -> None:
        age = round(found.measures.age)
        self.age.setText(tr("Plain words: a reading age of about {age}. The aim is {aim}.", age=age, aim=AIM))
        said = list(dict.fromkeys(advice_words(one) for one in found.advice))  # the same word is named once
        lines = said[:SHOWN]
        if len(found.advice) > len(lines):
            lines.append(tr("And {n} more.", n=len(found.advice) - len(lines)))
        self.words.setText("\n".join(lines))
        self.age.setVisible(age > AIM)
        self.words.setVisible(bool(lines))
        self.setVisible(age > AIM or bool(lines))


def plain_under(context: Context, typed: TextField, box: QVBoxLayout, holder: QWidget) -> PlainLine:
    """The advice on one line that is typed, under `holder` in its column."""
    line = PlainLine(context)
    box.insertWidget(box.indexOf(holder) + 1, line)
    typed.changed.connect(line.look)
    if typed.text():
        line.look(typed.text())
    return line


def advice_words(one: Advice) -> str:
    """ "“stakeholders”: people involved" and the like, as an offer."""
    words = one.words if len(one.words) <= _FIRST else f"{one.words[:_FIRST].rstrip()}…"
    if one.kind is Kind.WORD:
        return tr("“{words}”. You could say: {plain}.", words=words, plain=one.instead)
    if one.kind is Kind.INITIALS:
        return tr("“{words}”. Say once what the letters stand for.", words=words)
    if one.kind is Kind.PASSIVE:
        return tr("“{words}” Say who did it.", words=words)
    return tr("“{words}” has {n} words. Two sentences read easier.", words=words, n=one.count)
