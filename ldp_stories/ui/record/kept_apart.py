"""Files kept apart: each with the reason in plain words, a way to try again or to ask for it once more, to throw it away, and until when it stays."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.import_bundle import Preview, look
from ldp_stories.services.kept_apart import Kept, ask_again, kept_apart
from ldp_stories.services.set_aside import let_go
from ldp_stories.services.start_home import take_pack
from ldp_stories.ui.record.bring_in_words import ask_words, asked_words, pack_words
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import many, sentence, size, tr, visible
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, clear, column, row
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.labels import Label, heading, helper
from ldp_stories.ui.widgets.rail import IconMark

_MOST = 30


class KeptApart(QWidget):
    """The list; nothing where nothing is kept apart. `looked(preview)` when one could be opened, `wanted(place, what)` for another screen.

    `emptied` when the last one has gone, so that the screen can give the focus a place.
    """

    looked = Signal(object)
    wanted = Signal(str, object)
    emptied = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.cards: dict[str, KeptFile] = {}
        self.title = heading(tr("Files kept apart"))
        self.about = helper(tr("Nothing of them was added. Each says how long it stays."))
        self.more = helper("")
        self.lines = QVBoxLayout()
        self.lines.setSpacing(12)
        body = column(self.title, self.about, self.lines, self.more, spacing=8)
        body.setContentsMargins(0, 12, 0, 0)
        self.setLayout(body)
        self.fill()

    def fill(self) -> None:
        """Look again what is kept apart."""
        clear(self.lines)
        found = kept_apart(self.context.home)
        self.cards = {}
        for one in found[:_MOST]:
            card = KeptFile(self.context, one)
            card.looked.connect(self.looked)
            card.wanted.connect(self.wanted)
            card.gone.connect(self._gone)
            self.cards[one.bundle] = card
            self.lines.addWidget(card)
        rest = len(found) - _MOST
        self.more.setText(many(rest, "and {n} more", "and {n} more") if rest > 0 else "")
        self.more.setVisible(rest > 0)
        self.setVisible(bool(found))

    def _gone(self, words: str) -> None:
        self.fill()
        self.context.tell(words)
        following = next(iter(self.cards.values()), None)
        if following is None:
            self.emptied.emit()
        else:
            following.away.setFocus()


class KeptFile(Card):
    """One file that is kept apart."""

    looked = Signal(object)
    wanted = Signal(str, object)
    gone = Signal(str)

    def __init__(self, context: Context, kept: Kept) -> None:
        super().__init__(padding=(20, 14, 16, 14), spacing=6)
        self.context, self.kept = context, kept
        who = whose_words(kept)
        self.why = Label(why_words(kept))
        top = row(
            IconMark("tray", "warn", 20),
            column(
                Label(who, weight=600),
                self.why,
                Label(until_words(kept), role="small", color="text2"),
                spacing=2,
            ),
            spacing=16,
        )
        top.setStretch(1, 1)
        self.answer = Label("", role="small", weight=500)
        self.answer.hide()
        self.again = Button(tr("Try again"), size="dense", icon="eye", name=tr("Try again: {w}", w=who))
        self.again.clicked.connect(self.try_again)
        self.away = Button(tr("Throw it away"), size="dense", name=tr("Throw it away: {w}", w=who))
        self.away.clicked.connect(self.throw_away)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=12)
        self.other = self._other()
        for button in filter(None, (self.other, self.again, self.away)):
            flow.addWidget(button)
        self.add(top, self.answer, buttons)

    def _other(self) -> Button | None:
        """The way that helps most with this one, where there is one."""
        kept = self.kept
        if kept.joining:
            button = Button(tr("See who wants to join"), size="dense")
            button.clicked.connect(lambda: self.wanted.emit("programme", "joiners"))
        elif kept.why == "REVOKED_SIGNER" and not kept.goes:
            button = Button(tr("See the files that do not fit"), size="dense")
            button.clicked.connect(lambda: self.wanted.emit("odd_files", None))
        elif kept.part:
            words = (
                ask_words(kept.name, (kept.part,))
                if kept.parts > 1
                else tr("Ask {name} for it again", name=kept.name or tr("them"))
            )
            button = Button(words, size="dense", icon="paper-plane-tilt")
            button.clicked.connect(self.ask)
        else:
            return None
        return button

    def try_again(self) -> None:
        """Look inside once more: the program may be newer by now, or the laptop known. Nothing is added by looking.

        A programme file is brought in at once, as it is where it was found.
        """
        self.again.rest()
        if self.kept.pack:
            self.context.tasks.run(
                tr("Bringing in the programme file"),
                lambda _: take_pack(self.context.home, self.kept.path),
                lane="store",
                done=lambda taken: self.gone.emit(pack_words(taken)),
                failed=self._failed,
                owner=self,
            )
            return
        self.context.tasks.run(
            tr("Looking inside {name}", name=visible(self.kept.file)),
            lambda report: look(self.context.home, self.kept.path, report),
            lane="store",
            done=self._looked,
            failed=self._failed,
            stopped=self.again.wake,
            owner=self,
        )

    def _looked(self, preview: Preview) -> None:
        self.again.wake()
        self.looked.emit(preview)

    def _failed(self, error: UserError) -> None:
        self.again.wake()
        told = {name: str(value) for name, value in error.facts.items()}
        self.why.setText(why_words(replace(self.kept, why=error.code, told=told)))
        self._say(tr("It is still as it was. Nothing was added."), "text2")

    def ask(self) -> None:
        """Ask whoever made it for that part alone."""
        try:
            wish = ask_again(self.context.home, self.kept)
        except UserError as error:
            self._say(sentence(error), "bad")
            return
        self._say(asked_words(wish.name), "ok")

    def throw_away(self) -> None:
        """Delete what is kept here; the file on the stick or in the folder stays as it is."""
        try:
            let_go(self.context.home, self.kept.bundle)
        except UserError as error:
            self._say(sentence(error), "bad")
            return
        self.gone.emit(tr("The file is thrown away. Nothing of it was added."))

    def _say(self, words: str, color: str) -> None:
        self.answer.setText(words)
        self.answer.set_color(color)
        self.answer.show()
        announce(self, words, assertive=color == "bad")


def whose_words(kept: Kept) -> str:
    """ "From Amina, packed 19 May", or the file's own name where nothing proves who made it."""
    if kept.pack:
        return tr("Programme file {name}", name=visible(kept.file))
    if kept.joining and kept.name:
        return tr("{name} wants to join", name=visible(kept.name))
    if kept.name and kept.packed_on:
        return tr("From {name}, packed {day}", name=kept.name, day=shown_day(kept.packed_on))
    return visible(kept.file) or tr("A file from somebody nobody knows here")


def why_words(kept: Kept) -> str:
    """Why it is kept apart, and what to do next; what waits for a coordinator speaks to the coordinator who is here."""
    if kept.pack and kept.why == "UNKNOWN_SIGNER":
        return tr("Nobody known here signed it. Bring in the newest programme file, then try again.")
    if kept.joining:
        return tr("Nobody has let this laptop in yet. Compare the six words with them, then let them in.")
    if not kept.goes and kept.why == "REVOKED_SIGNER":
        return tr(
            "It comes from a laptop that is no longer in the programme. Add it only if you are sure that it was packed before."
        )
    if not kept.goes and kept.why == "UNKNOWN_SIGNER":
        return tr("Nobody knows this laptop here. Bring in the newest programme file, then try again.")
    return sentence(UserError(kept.why, **kept.told))


def until_words(kept: Kept) -> str:
    """ "ldp-...tar.age, 14 MB, here since 19 May. It is thrown away on 17 August." """
    facts = ", ".join(filter(None, (visible(kept.file), size(kept.bytes))))
    since = tr("{facts}, here since {day}.", facts=facts, day=shown_day(kept.came))
    if not kept.goes:
        return f"{since} {tr('It waits until you decide.')}"
    return f"{since} {tr('It is thrown away on {day}.', day=shown_day(kept.goes))}"
