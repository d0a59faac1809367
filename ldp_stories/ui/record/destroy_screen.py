"""Somebody asks to destroy a file that came here by mistake: what it is, [Destroy it], and the answer to give back (AT-6)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.destroy_here import Destroyed, Unwanted, asked_to_destroy, destroy
from ldp_stories.services.pack_bundle import Packed, pack
from ldp_stories.services.recipients import COORDINATORS
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.record.set_back_line import SetBackLine
from ldp_stories.ui.text import apart, many, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, put, row
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, display, heading, helper
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage


class DestroyLines(QWidget):
    """One line while somebody asks; it leads to the screen. Stands on the first screen of every role, with what the notebook noticed of itself."""

    go = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.line = Banner("", tone="bad", icon="warning-circle", action=tr("See"))
        self.line.acted.connect(self.go)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 10)
        box.setSpacing(8)
        self.itself = SetBackLine(context)
        self.itself.acted.connect(self.look)
        box.addWidget(self.line)
        box.addWidget(self.itself)
        self.look()

    def look(self) -> None:
        """Look again."""
        found = asked_to_destroy(self.context.home)
        if found:
            names = ", ".join(dict.fromkeys(apart(one.name or tr("Somebody")) for one in found))
            words = tr("A file came here by mistake.")
            self.line.set_text(words, tr("{name} asks you to destroy something.", name=names))
            self.line.button.set_name(tr("See what {name} asks you to destroy", name=names))
        self.line.setVisible(bool(found))
        self.setVisible(self.itself.look() or bool(found))


class DestroyScreen(Screen):
    """A card for each wish. Nothing goes by itself."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.context = context
        self.title = tr("Asked to destroy")
        self.cards: dict[str, DestroyCard] = {}
        self.heading = display(tr("Asked to destroy"))
        self.back = Button(tr("Back"), kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
        self.back.clicked.connect(self.done)
        self.answer = AnswerCard(context)
        self.answer.hide()
        self.empty = EmptyState(
            tr("Nobody asks for anything to be destroyed."),
            text=tr("When a file came here by mistake, its sender asks here."),
            icon="check-circle",
        )
        page = ScrollPage(spacing=14)
        holder = QWidget()
        self.rows = QVBoxLayout(holder)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(12)
        put(page.body, row(self.back, None), self.heading, self.answer, holder, self.empty, None)
        self.box.addWidget(page)
        self.set_focus_start(self.heading)
        self.read()

    def read(self) -> None:
        """Show what is asked for now."""
        self.cards = {}
        for one in asked_to_destroy(self.context.home):
            card = DestroyCard(self.context, one)
            card.destroyed.connect(self._destroyed)
            self.cards[one.id] = card
        refill(self.rows, *self.cards.values())
        self.empty.setVisible(not self.cards and not self.answer.isVisibleTo(self))

    def _destroyed(self, name: str, gone: object) -> None:
        if isinstance(gone, Destroyed):
            self.answer.show_done(name, gone)
        self.read()
        self.answer.pack_it.setFocus()

    def refresh(self, changes: frozenset[str]) -> None:
        """A wish came, or was done. A card at work says itself when it is done."""
        if any(card.working for card in self.cards.values()):
            return
        if not changes or changes & {"request", "received"}:
            self.read()


class DestroyCard(Card):
    """One wish. `destroyed(name, Destroyed)` once it really went."""

    destroyed = Signal(str, object)

    def __init__(self, context: Context, one: Unwanted) -> None:
        super().__init__(padding=(26, 20, 26, 22), spacing=10)
        self.context, self.one, self.working = context, one, False
        name = one.name or tr("Somebody")
        self.add(heading(tr("{name} asks you to destroy a file", name=name)))
        self.add(Label(asked_words(one)))
        if one.here:
            words = tr(
                "It goes from this notebook with what you made of it, and from its safe copies. Nothing brings it back."
            )
            self.add(helper(words))
        self.go_on = Button(
            tr("Destroy it") if one.here else tr("Say that it is not here"),
            kind="danger" if one.here else "primary",
            size="field",
            icon="trash" if one.here else "check",
        )
        self.go_on.set_name(
            tr("Destroy what {name} sent by mistake", name=name) if one.here else self.go_on.text()
        )
        self.go_on.clicked.connect(self.destroy_it)
        self.trouble = Label("", role="small", weight=500, color="bad")
        self.trouble.hide()
        self.add(self.trouble, row(self.go_on, None))

    def destroy_it(self) -> None:
        """Destroy it, off the window's thread."""
        self.go_on.setEnabled(False)
        self.working = True
        self.context.tasks.run(
            tr("Destroying it"),
            lambda report: destroy(self.context.home, self.one.id, report),
            lane="store",
            done=lambda gone: self.destroyed.emit(self.one.name, gone),
            failed=self._failed,
            owner=self,
        )

    def _failed(self, error: UserError) -> None:
        self.go_on.setEnabled(True)
        self.working = False
        self.trouble.setText(sentence(error))
        self.trouble.show()
        announce(self, sentence(error), assertive=True)


class AnswerCard(Card):
    """It is gone: what went, what else to do by hand, and the file with the answer for the coordinator."""

    def __init__(self, context: Context) -> None:
        super().__init__(padding=(26, 20, 26, 22), spacing=10, fill="oksoft", edge=None)
        self.context = context
        self.words = heading("")
        self.more = Label("")
        self.word = TextField(name=tr("The first of their six words"))
        self.first = Field(tr("Ask the coordinator for their six words. Type the first."), self.word)
        self.first.hide()
        self.pack_it = Button(tr("Pack the answer"), kind="primary", size="field", icon="package")
        self.pack_it.clicked.connect(self.pack)
        self.result = Label("", weight=600)
        self.result.hide()
        self.add(self.words, self.more, self.first, self.result, row(self.pack_it, None))

    def show_done(self, name: str, gone: Destroyed) -> None:
        """Say what went."""
        stories = many(gone.stories, "{n} story", "{n} stories")
        sounds = many(gone.sounds, "{n} sound", "{n} sounds")
        self.words.setText(tr("It is gone: {stories}, {sounds}.", stories=stories, sounds=sounds))
        more = [tr("Delete the file itself too, from the stick or the mail it came by.")]
        for where, day in gone.elsewhere:
            more.append(
                tr(
                    "A safe copy of {day} may still hold it: {place}. Make it anew.",
                    day=shown_day(day),
                    place=where,
                )
            )
        more.append(tr("Your answer goes with the next file to {name}.", name=name or tr("the coordinator")))
        self.more.setText(" ".join(more))
        self.result.hide()
        self.show()
        announce(self, self.words.text())

    def pack(self) -> None:
        """Pack the answer on a stick or into a folder."""
        folder = self.context.pick_folder(tr("Choose the stick or folder"))
        if folder is None:
            return
        self.pack_it.setEnabled(False)
        word = self.word.text()
        self.context.tasks.run(
            tr("Packing the answer"),
            lambda report: pack(self.context.home, COORDINATORS, folder, first_word=word, progress=report),
            done=self._packed,
            failed=self._failed,
            owner=self,
        )

    def _packed(self, made: Packed) -> None:
        self.pack_it.setEnabled(True)
        names = ", ".join(p.name for p in made.paths)
        self._say(tr("Packed and checked: {names}. Give it to the coordinator.", names=names))

    def _failed(self, error: UserError) -> None:
        self.pack_it.setEnabled(True)
        self.first.setVisible(error.code == "FIRST_WORD" or self.first.isVisible())
        self._say(sentence(error))

    def _say(self, words: str) -> None:
        self.result.setText(words)
        self.result.show()
        self.context.tell(words)


def asked_words(one: Unwanted) -> str:
    """What it is: when it was sent, and how much of it is here."""
    if not one.here:
        return tr("It was sent here by mistake. It was never added here. Delete the file if you have it.")
    stories = many(one.stories, "{n} story", "{n} stories")
    sounds = many(one.sounds, "{n} sound", "{n} sounds")
    day = shown_day(one.sent_on)
    return tr(
        "It was sent here by mistake, {day}: {stories}, {sounds}.", day=day, stories=stories, sounds=sounds
    )
