"""What others ask to be sent again, shown to a person: one button packs just that, another puts the wish away. Nothing goes by itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.domain.receipts import NUMBER
from ldp_stories.errors import UserError
from ldp_stories.services.ask_resend import SOME_DAMAGED, Wish, leave_wish, wishes
from ldp_stories.services.send_again import SentAgain, send_again
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.record.ways import show_in_folder
from ldp_stories.ui.text import many, sentence, tr, visible
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.labels import Label


class WishesCard(QWidget):
    """One card for each wish, and where what was packed again lies. `packed(words)` when one was, `emptied` when the last one was put away."""

    packed = Signal(str)
    emptied = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.cards: dict[str, WishCard] = {}
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(10)
        self.shown: tuple[Wish, ...] = ()
        self.files: tuple[Path, ...] = ()
        self.result = Banner("", tone="ok", icon="check-circle", action=tr("Show the files"))
        self.result.acted.connect(lambda: show_in_folder(self.files))
        self.result.hide()
        self.lines.addWidget(self.result)
        self.hide()
        self.fill()

    def fill(self) -> None:
        """Show what is asked for now; cards that stand are left alone, with the focus and what they say."""
        found = wishes(self.context.home)
        if found == self.shown:
            return
        self.shown = found
        for old in self.cards.values():
            self.lines.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.cards = {}
        for wish in found:
            card = WishCard(wish)
            card.wanted.connect(self._pack)
            card.left.connect(self._leave)
            self.cards[wish.id] = card
            self.lines.addWidget(card)
        self._fit()

    def _fit(self) -> None:
        self.setVisible(bool(self.cards or self.files))

    def _go_on(self) -> None:
        """What was pressed has gone: the next wish has the focus, or where the files lie, or the screen gives it a place."""
        following = next(iter(self.cards.values()), None)
        if following is not None:
            following.again.setFocus()
        elif self.files:
            self.result.button.setFocus()
        else:
            self.emptied.emit()

    def _leave(self, ident: str) -> None:
        name = next((w.name for w in wishes(self.context.home) if w.id == ident), "") or tr("them")
        leave_wish(self.context.home, ident)
        self.fill()
        self.context.tell(tr("Put away. Nothing was sent. Your next file tells {name} so.", name=name))
        self._go_on()

    def _pack(self, ident: str) -> None:
        folder = self.context.pick_folder(tr("Choose the stick or folder"))
        if folder is None:
            return
        self.cards[ident].set_busy(True)

        def done(made: SentAgain) -> None:
            names = ", ".join(visible(p.name) for p in made.paths)
            words = tr("Packed again and checked: {names}. Give it to {name}.", names=names, name=made.name)
            self.files = made.paths
            self.result.set_text(words)
            self.result.show()
            self.fill()
            self._fit()
            self.context.tell(words)
            self.packed.emit(words)
            self._go_on()

        def failed(error: UserError) -> None:
            stopped()
            if ident in self.cards:
                self.cards[ident].say(sentence(error))

        def stopped() -> None:
            if ident in self.cards:
                self.cards[ident].set_busy(False)

        self.context.tasks.run(
            tr("Packing again"),
            lambda report: send_again(self.context.home, ident, folder, progress=report),
            done=done,
            failed=failed,
            stopped=stopped,
            owner=self,  # the card goes as soon as the wish is answered
        )


class WishCard(Card):
    """One wish in words. `wanted(id)` to pack it again, `left(id)` to put it away."""

    wanted = Signal(str)
    left = Signal(str)

    def __init__(self, wish: Wish) -> None:
        super().__init__(padding=(20, 14, 16, 14), spacing=8, fill="warnsoft")
        words = wish_words(wish)
        self.words = Label(words, weight=600)
        self.trouble = Label("", role="small", color="bad")
        self.trouble.hide()
        self.again = Button(
            tr("Pack it again"), size="field", icon="package", name=tr("Pack it again: {w}", w=words)
        )
        self.again.clicked.connect(lambda: self.wanted.emit(wish.id))
        leave = quiet(tr("Put this away"))
        leave.clicked.connect(lambda: self.left.emit(wish.id))
        self.add(self.words, self.trouble, row(self.again, leave, None, spacing=12))

    def set_busy(self, busy: bool) -> None:
        """It is being packed, or not any more."""
        self.again.setEnabled(not busy)
        self.trouble.hide()

    def say(self, words: str) -> None:
        """What is wrong, beside it."""
        self.trouble.setText(words)
        self.trouble.show()
        announce(self, words, assertive=True)


def wish_words(wish: Wish) -> str:
    """ "Joan asks for part 2 of 4 again, since 10 May. It was damaged on the way." """
    name = wish.name or tr("Somebody")
    if wish.why == NUMBER:
        numbers = ", ".join(str(n) for n in wish.parts)
        day = shown_day(wish.on)
        what = (
            tr("{name} asks for file {numbers} again, since {day}.", name=name, numbers=numbers, day=day)
            if len(wish.parts) == 1
            else tr(
                "{name} asks for files {numbers} again, since {day}.", name=name, numbers=numbers, day=day
            )
        )
    elif wish.parts:
        listed = ", ".join(str(n) for n in wish.parts)
        what = (
            tr("{name} asks for part {n} of {of} again, since {day}.", name=name, n=listed, of=wish.of, day=shown_day(wish.on))
            if len(wish.parts) == 1
            else tr("{name} asks for parts {n} of {of} again, since {day}.", name=name, n=listed, of=wish.of, day=shown_day(wish.on))
        )  # fmt: skip
    else:
        sounds = many(wish.sounds, "{n} sound", "{n} sounds")
        what = tr(
            "{name} asks for {sounds} again, since {day}.", name=name, sounds=sounds, day=shown_day(wish.on)
        )
    why = {
        "damaged": tr("It was damaged on the way."),
        "missing": tr("It has not come."),
        SOME_DAMAGED: tr("Some of it has not come, and some was damaged on the way."),
        NUMBER: tr("It never came."),
    }
    return f"{what} {why.get(wish.why, '')}".strip()
