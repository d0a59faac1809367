"""The programme: who wants to join, who is in it, the file to give to people, and the parts it needs (CONTRACTS.md 8)."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ldp_stories.services.admit_people import JoinRequest, MemberRow, joiners, people
from ldp_stories.services.home import Home
from ldp_stories.services.incidents import Incident, incidents
from ldp_stories.services.set_up_programme import Part, parts
from ldp_stories.ui.coordinator.programme_file import ProgrammeFileCard
from ldp_stories.ui.coordinator.programme_incidents import IncidentCard
from ldp_stories.ui.coordinator.programme_joiners import JoinerCard
from ldp_stories.ui.coordinator.programme_parts import PartCard
from ldp_stories.ui.coordinator.programme_people import PersonCard
from ldp_stories.ui.coordinator.programme_recovery import RecoveryCard
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import Keeper
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import put, row
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.labels import display, helper
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage
from ldp_stories.ui.widgets.segmented import Segmented

_PEOPLE = frozenset({"member", "device", "quarantine", "incident"})
_PARTS = frozenset({"programme", "consent_form", "contact", "recovery"})
Shown = tuple[tuple[JoinRequest, ...], tuple[MemberRow, ...], tuple[Part, ...], tuple[Incident, ...]]


class ProgrammeScreen(Screen):
    """Four views of one programme. `what` is one of joiners, people, file, parts."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context = context
        self.title = tr("Programme")
        self.cards: list[QWidget] = []
        self._asked = 0
        self.heading = display(context.home.programme().name or tr("Programme"))
        self.view = Segmented(
            [
                Option("joiners", tr("Who wants to join")),
                Option("people", tr("People")),
                Option("file", tr("Programme file")),
                Option("parts", tr("What it needs")),
            ],
            name=tr("What to see of the programme"),
            value=str(what) if what in ("joiners", "people", "file", "parts") else "joiners",
        )
        self.view.chosen.connect(lambda _: self.read())
        self.line = helper("")
        self.empty = EmptyState(
            tr("Nobody is waiting."),
            text=tr("Give people the programme file. When they send for the first time, they stand here."),
            icon="users",
            action=tr("Go to the programme file"),
        )
        self.empty.acted.connect(lambda: self.show_view("file"))
        self.empty.hide()
        page = ScrollPage(spacing=14)
        holder = QWidget()
        self.rows = QVBoxLayout(holder)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(12)
        put(page.body, row(self.heading, None), self.view, self.line, holder, self.empty, None)
        self.box.addWidget(page)
        self.set_focus_start(self.heading)
        self.read()

    def show_view(self, key: str) -> None:
        """Turn to one of the four views."""
        self.view.set_value(key)
        self.read()

    def read(self) -> None:
        """Read people and parts, off the window's thread."""
        self._asked += 1
        now, home = self._asked, self.context.home

        def done(found: Shown) -> None:
            if now == self._asked:
                self._show(found)

        self.context.tasks.run(
            tr("Reading the programme"),
            lambda _: (joiners(home), people(home), parts(home), incidents(home)),
            done=done,
            owner=self,
            quiet=True,
        )

    def _show(self, found: Shown) -> None:
        if self.view.value() == "joiners" and any(isinstance(c, JoinerCard) and c.busy for c in self.cards):
            return  # the card that lets somebody in must be there to say so; all is read again then
        for old in self.cards:
            self.rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        waiting, members, needed, wrong = found
        key = self.view.value()
        self.empty.setVisible(key == "joiners" and not waiting)
        self.line.setText(_line(key, needed))
        self.line.setVisible(bool(self.line.text()))
        if key == "joiners":
            self.cards = [self._joiner(one) for one in waiting]
        elif key == "people":
            self.cards = [
                self._ways(),
                *(self._wrong(one) for one in wrong),
                *(self._person(one) for one in members),
            ]
        elif key == "file":
            self.cards = [ProgrammeFileCard(self.context)]
        else:
            self.cards = [self._part(one) for one in needed]
        for card in self.cards:
            self.rows.addWidget(card)

    def _joiner(self, joiner: JoinRequest) -> JoinerCard:
        card = JoinerCard(self.context, joiner)
        card.let_in.connect(self._let_in)
        card.sent_away.connect(self.read)
        return card

    def _let_in(self, person: MemberRow) -> None:
        words = tr(
            "{name} is in, as {code}. What they sent is in your queue. Save the programme file again.",
            name=person.name,
            code=person.code,
        )
        self.context.tell(words)
        self._from_the_top()

    def _from_the_top(self) -> None:
        """The cards are made anew: the focus goes on from the title, not from whatever stands next in the window."""
        self.heading.setFocus()
        self.read()

    def _ways(self) -> QWidget:
        """The ways to what is told of people elsewhere."""
        holder = QWidget()
        flow = FlowLayout(holder, gap=8)
        for place, words, icon in (
            ("team", tr("Your researchers"), "users"),
            ("people_log", tr("Who may do what, and since when"), "file-text"),
            ("asked_for", tr("What people asked for"), "hand"),
            ("something_wrong", tr("Something went wrong"), "warning-circle"),
        ):
            button = Button(words, kind="quiet", size="dense", icon=icon)
            button.clicked.connect(lambda _=False, p=place: self.go.emit(p, None))
            flow.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        return holder

    def _wrong(self, incident: Incident) -> IncidentCard:
        card = IncidentCard(self.context, incident)
        card.changed.connect(self._from_the_top)
        return card

    def _person(self, person: MemberRow) -> PersonCard:
        card = PersonCard(self.context, person)
        card.changed.connect(self._from_the_top)
        card.more.connect(lambda member: self.go.emit("member", member))
        return card

    def _part(self, part: Part) -> PartCard | RecoveryCard:
        if part.key == "recipient":
            recovery = RecoveryCard(self.context, part)
            recovery.changed.connect(lambda: self._again(recovery))
            return recovery
        card = PartCard(self.context, part)
        card.changed.connect(lambda: self.line.setText(_line("parts", parts(self.context.home))))
        return card

    def _again(self, card: RecoveryCard) -> None:
        card.show_part(next(p for p in parts(self.context.home) if p.key == card.part.key))

    def leaving(self) -> None:
        """What is half typed in a part stands there again."""
        for keeper in self.findChildren(Keeper):
            keeper.flush()

    def refresh(self, changes: frozenset[str]) -> None:
        """People or parts changed. While a person fills a part in, nothing is drawn anew under their hands."""
        key = self.view.value()
        wanted = _PEOPLE if key in ("joiners", "people") else _PARTS if key == "file" else frozenset()
        if not changes or changes & wanted:
            self.read()


def _line(key: str, needed: tuple[Part, ...]) -> str:
    if key == "parts":
        left = sum(1 for p in needed if not p.filled)
        if not left:
            return tr("All eight parts are filled in. People can join.")
        return tr("{n} of 8 parts are still to fill in. People can join for real when all are.", n=left)
    return {
        "joiners": "",
        "people": tr("Everybody who may send to you, with their laptops."),
        "file": "",
    }[key]


def joining(home: Home) -> int:
    """How many people want to join, for the rail."""
    return len(joiners(home))
