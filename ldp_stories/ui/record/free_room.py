"""Make room: sound that two other laptops hold, a coordinator's among them, may go from this one - story by story, after a question."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.free_room import Removable, Room, remove_copies, room_to_make
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import apart, many, sentence, size, tr
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.labels import Label, display, helper
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage


class FreeRoomScreen(Screen):
    """A card for each story whose sound may go. Removing asks first: until it is answered nothing else on the screen can be pressed."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.context = context
        self.title = tr("Make room")
        self.cards: dict[str, RemovableCard] = {}
        self.heading = display(tr("Make room"))
        self.answer = Banner("", tone="ok", icon="check-circle")
        self.answer.hide()
        self.stay = Label("", color="text2")
        self.nothing = EmptyState(
            tr("Nothing can go from here yet."),
            text=tr(
                "Sound may go when two other laptops have said that they hold it. One must be a coordinator’s."
            ),
            icon="hard-drive",
        )
        holder = QWidget()
        self.rows = QVBoxLayout(holder)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(10)
        page = ScrollPage(margins=(36, 16, 36, 20), spacing=14)
        back = Button(tr("Back"), kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
        back.clicked.connect(self.done)
        page.body.addLayout(row(back, None))
        page.body.addLayout(row(self.heading, None))
        page.body.addWidget(
            helper(tr("The words of a story always stay. Only its sound or film goes from this laptop."))
        )
        for part in (self.answer, self.stay, holder, self.nothing):
            page.body.addWidget(part)
        page.body.addStretch(1)
        self.box.addWidget(page)
        self.set_focus_start(self.heading)
        self.refresh(frozenset())

    def refresh(self, changes: frozenset[str]) -> None:
        """Look again what may go."""
        del changes
        self.context.tasks.run(
            tr("Looking what may go"),
            lambda _: room_to_make(self.context.home),
            done=self._show,
            owner=self,
            quiet=True,
        )

    def _show(self, room: Room) -> None:
        for old in self.cards.values():
            self.rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.cards = {}
        for one in room.removable:
            card = RemovableCard(one)
            card.asked.connect(lambda on, c=card: self._only(c if on else None))
            card.sure.connect(self.remove)
            self.cards[one.record] = card
            self.rows.addWidget(card)
        self.nothing.setVisible(not room.removable)
        words = many(
            room.must_stay,
            "{n} story with sound must stay: too few others have said that they hold it.",
            "{n} stories with sound must stay: too few others have said that they hold them.",
        )
        self.stay.setText(words if room.must_stay else "")
        self.stay.setVisible(bool(room.must_stay))

    def _only(self, asking: RemovableCard | None) -> None:
        """While one card asks, the others wait."""
        for card in self.cards.values():
            card.setEnabled(asking is None or card is asking)

    def remove(self, record: str) -> None:
        """Remove the sound of one story from this laptop, off the window's thread."""
        self.context.tasks.run(
            tr("Removing the sound here"),
            lambda _: remove_copies(self.context.home, record),
            lane="store",
            done=self._removed,
            failed=self._failed,
            owner=self,
        )

    def _removed(self, freed: int) -> None:
        words = tr("{size} free again. The others still hold it.", size=size(freed))
        self.answer.set_text(words)
        self.answer.show()
        self.context.tell(words)
        self.refresh(frozenset())
        self.heading.setFocus()

    def _failed(self, error: UserError) -> None:
        self.context.tell(sentence(error))
        self.refresh(frozenset())


class RemovableCard(Card):
    """One story: its title, how much it frees, who holds it. `sure(record)` after the question; `asked(bool)` while it is open."""

    sure = Signal(str)
    asked = Signal(bool)

    def __init__(self, one: Removable) -> None:
        super().__init__(padding=(20, 14, 16, 14), spacing=8)
        self.one = one
        held = " ".join((tr("Held by {names}.", names=", ".join(map(apart, one.holders))), size(one.bytes)))
        title = Label(one.title or tr("A story without a title"), weight=600, people=True, start=True)
        self.button = Button(
            tr("Remove the sound here"), size="field", name=tr("Remove the sound of {t} here", t=one.title)
        )
        self.button.clicked.connect(lambda: self._ask(True))
        self.question = Label(tr("Remove it from this laptop? It can be sent here again."), weight=600)
        self.yes = Button(tr("Yes, remove it here"), kind="danger", size="field")
        self.yes.clicked.connect(lambda: self.sure.emit(one.record))
        self.no = Button(tr("Keep it"), size="field")
        self.no.clicked.connect(lambda: self._ask(False))
        top = row(column(title, Label(held, role="small", color="text2"), spacing=1), self.button, spacing=16)
        top.setStretch(0, 1)
        self.answers = QWidget()
        self.answers.setLayout(row(self.yes, self.no, None, spacing=12))
        self.add(top, self.question, self.answers)
        self._ask(False, tell=False)

    def _ask(self, on: bool, *, tell: bool = True) -> None:
        self.question.setVisible(on)
        self.answers.setVisible(on)
        self.button.setEnabled(not on)
        if tell:
            self.asked.emit(on)
            (self.no if on else self.button).setFocus()
