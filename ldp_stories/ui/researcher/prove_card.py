"""Under "How did they say yes?": keep what proves it, if it is there. A signature is never forced, and nothing here holds anybody up."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.consent import Method
from ldp_stories.errors import UserError
from ldp_stories.media.kinds import kind_of
from ldp_stories.services.conversation import Conversation
from ldp_stories.services.keep_evidence import GROWN_UP, Evidence, drop, keep_bytes, waiting
from ldp_stories.services.record_yes import SOUND
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.researcher.choose_proof import FORM, MESSAGE, SAID, choose
from ldp_stories.ui.researcher.signature import SignaturePad
from ldp_stories.ui.researcher.spoken_yes import SpokenYesPanel
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.labels import Label, helper
from ldp_stories.ui.widgets.scroll import bring_into_sight

_CHOSEN = {
    "film": (Method.RECORDED, SAID),
    "paper": (Method.PAPER, FORM),
    "message": (Method.WRITTEN, MESSAGE),
}
"""The ways that ask for a file, how each says yes, and what may be chosen."""


class ProveCard(Card):
    """The ways to keep it, each opening under the row. `kept(Method)` when something was kept; `said(text)` while a witness is typed."""

    kept = Signal(object)
    said = Signal(str)

    def __init__(self, context: Context, talk: Conversation) -> None:
        super().__init__(padding=(33, 18, 33, 20), spacing=8, fill="sunk", edge=None)
        self.context, self.talk = context, talk.id
        self.words = Label(tr("Keep what proves it, if you have it here"), weight=600)
        self.hint = helper(tr("It is locked away from the story. The story only says that it was seen."))
        choices = QWidget()
        flow = FlowLayout(choices, gap=8)
        self.buttons: dict[str, Button] = {}
        for key, words, icon in (
            ("voice", tr("Record their yes"), "microphone"),
            ("film", tr("Film or voice note"), "film-strip"),
            ("paper", tr("Photo of the form"), "camera"),
            ("sign", tr("Sign here"), "pencil-simple"),
            ("message", tr("Their message"), "chat-text"),
            ("witness", tr("Who heard it?"), "users"),
        ):
            button = quiet(words, icon=icon)
            button.clicked.connect(partial(self.open, key))
            self.buttons[key] = button
            flow.addWidget(button)
        self.voice = SpokenYesPanel(context, talk.id)
        self.voice.kept.connect(lambda: self.kept.emit(Method.RECORDED))
        self.pad = SignaturePad()
        self.initials = TextField(name=tr("Initials, if they cannot sign by hand"))
        self.initials.changed.connect(self.pad.set_typed)
        self.keep_signature = Button(tr("Keep this signature"), icon="check")
        self.keep_signature.clicked.connect(self._keep_signature)
        clear = quiet(tr("Begin again"), icon="arrow-counter-clockwise")
        clear.clicked.connect(self._clear)
        self.sign = QWidget()
        self.sign.setLayout(
            column(
                self.pad,
                Field(tr("Initials, if they cannot sign by hand"), self.initials),
                row(self.keep_signature, clear, None),
                spacing=8,
            )
        )
        self.heard = TextField(name=tr("Who heard it?"), value=talk.witness)
        self.heard.changed.connect(self.said)
        self.witness = Field(tr("Who heard it?"), self.heard, helper=tr("No name. For example: her sister."))
        self.trouble = Label("", role="small", weight=500, color="bad")
        self.trouble.hide()
        self.seen = QWidget()
        self.seen_lines = column(spacing=4)
        self.seen.setLayout(self.seen_lines)
        self.add(self.words, self.hint, self.seen, choices, self.voice, self.sign, self.witness, self.trouble)
        self.open("witness" if talk.witness else "")
        self.show_seen()

    def open(self, key: str) -> None:
        """Open one of the ways; a film, a photo or a message asks for its file at once."""
        self.voice.setVisible(key == "voice")
        self.sign.setVisible(key == "sign")
        self.witness.setVisible(key == "witness")
        if key in _CHOSEN:
            method, what = _CHOSEN[key]
            kept = partial(self._kept, method)
            choose(self.context, self, self.talk, method.value, what, kept, self._trouble)
        elif key == "voice":
            self.voice.button.setFocus()
        elif key == "sign":
            self.initials.setFocus()
        elif key == "witness" and self.isVisible():
            self.heard.setFocus()
        opened = {"voice": self.voice, "sign": self.sign, "witness": self.witness}.get(key)
        if opened is not None and self.isVisible():
            bring_into_sight(opened)  # it opens under the row, where a small screen ends

    def finish(self) -> None:
        """A recording that runs is kept."""
        self.voice.finish()

    def show_seen(self) -> None:
        """What is kept already, each to be taken away again (a spoken yes has its own line)."""
        from ldp_stories.ui.record.refill import refill

        lines = []
        for one in waiting(self.context.home, self.talk):
            if one.type == SOUND or one.kind == GROWN_UP:
                continue
            words = kept_words(one)
            away = quiet(tr("Take it away"), icon="x", name=tr("Take away: {what}", what=words))
            away.clicked.connect(partial(self._drop, one.id))
            holder = QWidget()
            holder.setLayout(row(CheckLine(words), away, None, spacing=12))
            lines.append(holder)
        refill(self.seen_lines, *lines)
        self.seen.setVisible(bool(lines))

    def _trouble(self, error: UserError) -> None:
        self._say(sentence(error))

    def _keep_signature(self) -> None:
        picture = self.pad.png()
        if not picture:
            self._say(tr("Nobody has signed yet. Sign in the box, or type initials."))
            return
        keep_bytes(self.context.home, self.talk, picture)
        self._clear()
        self._kept(Method.ON_SCREEN)

    def _kept(self, method: Method) -> None:
        self.trouble.hide()
        self.open("")
        self.show_seen()
        bring_into_sight(self.seen)
        announce(self, seen_words(method.value))
        self.kept.emit(method)

    def _clear(self) -> None:
        self.initials.set_text("")
        self.pad.clear()

    def _drop(self, ident: str) -> None:
        drop(self.context.home, ident)
        self.show_seen()
        self.words.setFocus()

    def _say(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.show()
        announce(self, words, assertive=True)


def kept_words(one: Evidence) -> str:
    """ "The film is kept whole, under lock." """
    if one.kind != Method.RECORDED.value:
        return seen_words(one.kind)
    if kind_of(one.type) == "video":
        return tr("The film is kept whole, under lock.")
    if kind_of(one.type) == "audio":
        return tr("The voice note is kept under lock.")
    return tr("The file is kept as it is, under lock. It may not open here.")


def seen_words(kind: str) -> str:
    """ "The signed form is kept under lock." """
    return {
        Method.PAPER.value: tr("The signed form is kept under lock."),
        Method.ON_SCREEN.value: tr("The signature is kept under lock."),
        Method.WRITTEN.value: tr("Their message is kept under lock."),
    }.get(kind, tr("Their yes is kept."))
