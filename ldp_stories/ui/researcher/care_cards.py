"""Who knows where you are, and a conversation that weighed on you: two quiet cards. What stands in them stays on this laptop.

Only a wish to the coordinators leaves, when it is pressed; before the press stands what it is, who gets it and when.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services import own_care
from ldp_stories.services.keep_answers import keep_own, own_typed
from ldp_stories.services.own_care import Heavy, Out, Told
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import Keeper
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import apart, sentence, tr
from ldp_stories.ui.widgets.banner import Banner, UndoLine
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, heading, helper, small, strong

_WISHES: Final = {
    "talk": str(QT_TRANSLATE_NOOP("LDP Stories", "I would like to talk about it")),
    "know": str(QT_TRANSLATE_NOOP("LDP Stories", "Just so they know")),
}


_TOLD: Final = {
    Told.WAITS: str(
        QT_TRANSLATE_NOOP(
            "LDP Stories", "Your coordinator will see: “{wish}”. It goes with your next sending."
        )
    ),
    Told.PACKED: str(
        QT_TRANSLATE_NOOP(
            "LDP Stories", "“{wish}” is packed for your coordinator. Ring them if it cannot wait."
        )
    ),
    Told.THERE: str(QT_TRANSLATE_NOOP("LDP Stories", "Your coordinator has it: “{wish}”.")),
}


def out_words(out: Out) -> str:
    """ "Nadia knows where you are. Back by 15:30." """
    words = tr("{name} knows where you are.", name=out.who)
    return words if not out.back_by else f"{words} {tr('Back by {hour}.', hour=out.back_by)}"


class WhereCard(Card):
    """Say who knows where you are before you go out, and that you are back."""

    def __init__(self, context: Context) -> None:
        super().__init__(padding=(26, 20, 26, 22), spacing=10)
        self.context = context
        self.keeper = Keeper(lambda field, text: keep_own(context.home, field, text), self)
        self.add(heading(tr("Who knows where you are?")))
        self.add(helper(tr("Tell somebody before you meet people alone. Nobody follows you.")))
        self.inside = column(spacing=12)
        self.body.addLayout(self.inside)
        self.look()

    def look(self) -> None:
        """Show who knows, or ask for it."""
        out = own_care.out_now(self.context.home)
        refill(self.inside, *(self._ask() if out is None else self._told(out)))

    def _told(self, out: Out) -> list[QWidget]:
        banner = Banner(
            tr("Let them know that you are well.") if out.late else "",
            bold=out_words(out),
            tone="warn" if out.late else "info",
            icon="map-pin",
            action=tr("I am back"),
        )
        banner.acted.connect(self._back)
        return [banner]

    def _ask(self) -> list[QWidget]:
        typed = own_typed(self.context.home)
        self.who = TextField(
            name=tr("Who knows?"), value=typed.get("who", ""), placeholder=tr("A friend, or your lead")
        )
        self.hour = TextField(name=tr("Back by"), value=typed.get("hour", ""), placeholder="15:30")
        for field, control in (("who", self.who), ("hour", self.hour)):
            control.changed.connect(lambda text, f=field: self.keeper.keep(f, text))
            control.entered.connect(lambda _: self._go())
        self.asking = Field(tr("Who knows?"), self.who)
        self.when = Field(tr("Back by"), self.hour, helper=tr("You can leave it blank."))
        self.out = Button(tr("I am going out"), icon="map-pin", size="field")
        self.out.clicked.connect(self._go)
        holder = QWidget()
        holder.setLayout(row(self.out, None))
        return [self.asking, self.when, holder]

    def _go(self) -> None:
        try:
            own_care.go_out(self.context.home, self.who.text(), self.hour.text())
        except UserError as error:
            field = self.asking if error.code == "WHO_KNOWS" else self.when
            field.set_error(sentence(error))
            (self.who if error.code == "WHO_KNOWS" else self.hour).setFocus()
            return
        for part in ("who", "hour"):
            self.keeper.keep(part, "")
        self.keeper.flush()
        self.look()
        self.context.tell(tr("Kept. Press “I am back” when you are."))

    def _back(self) -> None:
        own_care.come_back(self.context.home)
        self.look()
        self.context.tell(tr("Good that you are back."))
        self.who.setFocus()


class HeavyCard(Card):
    """Conversations that weighed on you: your own notes, a reminder to talk, and, if you choose, a word to the coordinator."""

    took_away = Signal()
    """A note was taken away and can be put back here: an older offer to undo elsewhere ends."""

    def __init__(self, context: Context) -> None:
        super().__init__(padding=(26, 20, 26, 22), spacing=10)
        self.context = context
        self.keeper = Keeper(lambda key, text: own_care.write_note(context.home, key, text), self)
        self.add(heading(tr("A heavy conversation")))
        self.add(
            helper(
                tr(
                    "Some stories stay with you. Note it here for yourself, and talk to somebody about it soon."
                )
            )
        )
        self.note = Button(tr("One was heavy today"), icon="heart", size="field")
        self.note.clicked.connect(self._note)
        self.add(row(self.note, None))
        self.undo = UndoLine()
        self.undo.undone.connect(self._put_back)
        self.gone: Heavy | None = None
        self.add(self.undo)
        self.inside = column(spacing=16)
        self.body.addLayout(self.inside)
        self.notes: dict[str, HeavyNote] = {}
        self.look()

    def look(self) -> None:
        """Show the notes, newest first."""
        self.keeper.flush()
        found = own_care.heavy_notes(self.context.home)
        self.notes = {one.id: HeavyNote(self.context, one, self.keeper) for one in found}
        for note in self.notes.values():
            note.changed.connect(self._changed)
            note.unwanted.connect(self._forget)
        refill(self.inside, *self.notes.values())

    def _changed(self) -> None:
        self.undo.clear()
        self.look()

    def _forget(self, ident: str) -> None:
        self.keeper.flush()
        self.gone = own_care.forget(self.context.home, ident)
        self.look()
        self.undo.show_undo(tr("Taken away."))
        self.took_away.emit()
        self.note.setFocus()

    def _put_back(self) -> None:
        gone, self.gone = self.gone, None
        if gone is not None:
            own_care.put_back(self.context.home, gone)
            self.look()
            self.notes[gone.id].words.setFocus()

    def _note(self) -> None:
        self.undo.clear()
        made = own_care.note_heavy(self.context.home)
        self.look()
        self.notes[made.id].words.setFocus()


class HeavyNote(Card):
    """One of them. `changed` when it is to be read again, `unwanted(id)` when it is to go."""

    changed = Signal()
    unwanted = Signal(str)

    def __init__(self, context: Context, one: Heavy, keeper: Keeper) -> None:
        super().__init__(padding=(20, 14, 20, 16), spacing=10, fill="sunk")
        self.context, self.one = context, one
        day = shown_day(one.on)
        self.words = Editor(name=tr("Your own words, {day}", day=day), value=one.note, rows=2)
        self.words.changed.connect(lambda text: keeper.keep(one.id, text))
        self.add(strong(day), Field(tr("Your own words"), self.words, helper=tr("Nobody else sees this.")))
        away = quiet(tr("Take it away"), icon="trash", name=tr("Take the note of {day} away", day=day))
        away.clicked.connect(lambda: self.unwanted.emit(one.id))
        if one.talked:
            self.add(row(small(tr("You have talked to somebody.")), None, away))
        else:
            talked = Button(tr("I have talked to somebody"), icon="check", size="dense")
            talked.clicked.connect(lambda: self._do(own_care.talked))
            self.add(row(talked, None), row(away, None))
        self._tell()

    def _tell(self) -> None:
        if self.one.sent:
            wish = tr(_WISHES[self.one.wish])
            told = tr(_TOLD[own_care.how_far(self.context.home, self.one) or Told.WAITS], wish=wish)
            back = quiet(tr("Do not tell them"), icon="arrow-counter-clockwise")
            back.clicked.connect(lambda: self._do(own_care.take_back))
            self.add(Label(told), row(back, None))
            return
        self.add(*_what_leaves(self.context))
        for wish, words in _WISHES.items():
            say = Button(tr(words), icon="chat-circle-dots", size="dense")
            say.clicked.connect(lambda _=False, w=wish: self._do(lambda h, i: own_care.tell(h, i, w)))
            self.add(row(say, None))

    def _do(self, act: Callable[..., object]) -> None:
        act(self.context.home, self.one.id)
        self.changed.emit()


def _what_leaves(context: Context) -> list[QWidget]:
    """Before anything is pressed: what leaves, to whom, when, and what does not."""
    names = own_care.would_see(context.home)
    asks = strong(tr("Tell your coordinator?") if len(names) < 2 else tr("Tell your coordinators?"))
    whom = ", ".join(map(apart, names)) or tr("your coordinator")
    leaves = tr("If you press, this will be read by {names}: your name, the day, and your wish.", names=whom)
    stays = tr("It goes with your next sending. Your own words stay here, and no story is named.")
    return [asks, small(f"{leaves} {stays}")]
