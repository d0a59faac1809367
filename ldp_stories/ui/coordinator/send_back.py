"""Send back: answers to each researcher, released stories to the evaluators; with counts and what stays (CONTRACTS.md 3, AT-6)."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.pack_bundle import Packed
from ldp_stories.services.plan_bundle import SendPlan, plans
from ldp_stories.ui.coordinator.send_back_words import sent_words, short_words, who_words
from ldp_stories.ui.coordinator.send_card import SendCard
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.ways import is_route, send_by, ways
from ldp_stories.ui.record.wishes_card import WishesCard
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.card import row
from ldp_stories.ui.widgets.columns import Columns
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.labels import Label, display, helper
from ldp_stories.ui.widgets.pressable import PressCard
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage

_TITLES = {"stick": "Choose the stick", "folder": "Choose the folder", "mail": "Where shall the file go?"}


class SendBackScreen(Screen):
    """People at the left, what one of them gets at the right. `what` is an addressee's key."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context = context
        self.title = tr("Send back")
        self.chosen = str(what or "")
        self.plans: dict[str, SendPlan] = {}
        self.people: dict[str, PressCard] = {}
        self._lines: dict[str, Label] = {}
        self.working = False
        self._asked = 0
        self.heading = display(tr("Send back"))
        self.card = SendCard(ways(context.home))
        self.wishes = WishesCard(context)
        self.wishes.emptied.connect(self.heading.setFocus)
        self.card.send.connect(self.pack_and_copy)
        self.card.way_chosen.connect(self.read)
        holder = QWidget()
        self.list = QVBoxLayout(holder)
        self.list.setContentsMargins(0, 0, 0, 0)
        self.list.setSpacing(10)
        self.empty = EmptyState(
            tr("Nobody is in the programme yet."),
            text=tr("Save the programme file, give it to people, and let them in."),
            icon="users",
            action=tr("Go to the programme"),
        )
        self.empty.acted.connect(lambda: self.go.emit("programme", None))
        self.columns = Columns([(holder, 360), (self.card, 0)], gap=20)
        page = ScrollPage(spacing=16)
        page.body.addLayout(row(self.heading, None))
        page.body.addWidget(helper(tr("Each of them gets only what is for them.")))
        page.body.addWidget(self.wishes)
        page.body.addWidget(self.columns)
        page.body.addWidget(self.empty)
        page.body.addStretch(1)
        self.box.addWidget(page)
        self.columns.hide()
        self.empty.hide()
        self.set_focus_start(self.heading)
        self.read()

    def read(self) -> None:
        """Plan for everybody again, off the window's thread."""
        self._asked += 1
        self.wishes.fill()
        now, home, profile = self._asked, self.context.home, self.card.profile

        def done(plans: tuple[SendPlan, ...]) -> None:
            if now == self._asked and not self.working:
                self._show(plans)

        self.context.tasks.run(
            tr("Counting what is for whom"),
            lambda _: plans(home, profile),
            done=done,
            owner=self,
            quiet=True,
        )

    def _show(self, plans: tuple[SendPlan, ...]) -> None:
        self.plans = {one.to.key: one for one in plans}
        self.columns.setVisible(bool(plans))
        self.empty.setVisible(not plans)
        if tuple(self.people) != tuple(self.plans):
            self._fill()
        for key, one in self.plans.items():
            self._say(key, one)
        if self.chosen not in self.plans:
            full = next((k for k, p in self.plans.items() if not (p.empty or p.waits) or p.news.any), "")
            self.chosen = full or next(iter(self.plans), "")
        if self.chosen:
            self.choose(self.chosen)

    def _fill(self) -> None:
        for old in self.people.values():
            self.list.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.people, self._lines = {}, {}
        for key, one in self.plans.items():
            card = PressCard(name=who_words(one.to), padding=(18, 12, 18, 12), spacing=2)
            line = Label("", role="small", color="text2")
            card.add(Label(who_words(one.to), weight=600))
            card.add(line)
            card.clicked.connect(lambda _=False, k=key: self.choose(k))
            self.people[key], self._lines[key] = card, line
            self.list.addWidget(card)
        self.list.addStretch(1)

    def _say(self, key: str, one: SendPlan) -> None:
        new = tr(", for the first time") if one.first_time else ""
        self._lines[key].setText(short_words(one) + new)
        self.people[key].setAccessibleName(f"{who_words(one.to)}, {short_words(one)}{new}")

    def choose(self, key: str) -> None:
        """Show what one of them gets."""
        if self.working:
            return
        self.chosen = key
        for ident, card in self.people.items():
            card.setChecked(ident == key)
        self.card.show_plan(self.plans[key])

    def pack_and_copy(self) -> None:
        """Ask where to, then pack off the window's thread; the foot strip shows how far it is and can stop it."""
        planned, way = self.card.plan, self.card.way
        if planned is None or self.working:
            return
        folder = None if is_route(way) else self.context.pick_folder(tr(_TITLES[way]))
        if folder is None and not is_route(way):
            return
        home, key, name, word = self.context.home, planned.to.key, planned.to.name, self.card.word.text()
        self.working = True
        self.card.set_busy(True)
        self.context.tasks.run(
            tr("Packing for {name}", name=name),
            lambda report: send_by(home, key, way, folder, word, report),
            lane="store",
            done=lambda packed: self._packed(packed, way, name),
            failed=self._failed,
            stopped=self._stopped,
            owner=self,
        )

    def _packed(self, packed: Packed, way: str, name: str) -> None:
        self._rest()
        words = sent_words(packed, way, name)
        self.card.set_done(words)
        self.context.tell(words)

    def _failed(self, error: UserError) -> None:
        self._rest()
        self.card.set_error(error)

    def _stopped(self) -> None:
        self._rest()
        self.context.tell(tr("Stopped. Parts that are whole stay; the rest can be carried on."))

    def _rest(self) -> None:
        self.working = False
        self.card.set_busy(False)
        self.read()

    def refresh(self, changes: frozenset[str]) -> None:
        """Something was decided, released or brought in."""
        del changes
        if not self.working:
            self.read()
