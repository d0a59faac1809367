"""One person of the programme: another role, handing over to them, and leaving, with the list of what never came from them (US-C12)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import shiboken6
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.admit_people import MemberRow, change_role, people
from ldp_stories.services.close_member import Leaving, before_leaving, close_member
from ldp_stories.services.count_left import stays_here
from ldp_stories.services.pass_on_role import HandOver, hand_over_to, hand_overs, undo_hand_over
from ldp_stories.ui.coordinator.leaving_words import here_lines, missing_lines, then_words
from ldp_stories.ui.coordinator.programme_joiners import ROLE_WORDS
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import FormKeeper
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import apart, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, put, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.facts import CheckLine, Facts
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, display, heading, helper
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage

_ROLES = (Role.RESEARCHER, Role.COORDINATOR, Role.EVALUATOR)


@dataclass(frozen=True)
class Found:
    """What the page shows of one person."""

    row: MemberRow
    leaving: Leaving
    hand_overs: tuple[HandOver, ...]
    stays: dict[str, int] = field(default_factory=dict)


class MemberScreen(Screen):
    """`what` is a member id."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context, self.member = context, str(what or "")
        self.title = tr("One person")
        self.typing: dict[str, FormKeeper] = {}
        self.heading = display(tr("One person"))
        self.back = Button(tr("Back"), kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
        self.back.clicked.connect(self.done)
        self.empty = EmptyState(tr("That person is not in this programme."), icon="users")
        self.empty.hide()
        page = ScrollPage(spacing=14)
        holder = QWidget()
        self.rows = QVBoxLayout(holder)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(14)
        put(page.body, row(self.back, None), self.heading, holder, self.empty, None)
        self.box.addWidget(page)
        self.set_focus_start(self.heading)
        self.read()

    def read(self) -> None:
        """Read them again, off the window's thread."""
        self.context.tasks.run(self.title, lambda _: self._find(), done=self._show, owner=self, quiet=True)

    def _find(self) -> Found | None:
        home = self.context.home
        found = next((p for p in people(home) if p.id == self.member), None)
        if found is None:
            return None
        mine = tuple(h for h in hand_overs(home) if found.name in (h.giver, h.taker))
        return Found(found, before_leaving(home, found.id), mine, stays_here(home))

    def _show(self, found: Found | None) -> None:
        self.empty.setVisible(found is None)
        if found is None:
            refill(self.rows)
            return
        self.heading.setText(found.row.name)
        me = found.row.id == self.context.home.member
        parts: list[Card] = [_about(found)]
        if found.row.roles:
            parts.append(self._role(found.row))
            parts += [] if me else [self._hand_over(found)]
        parts.append(self._leave(found, me=me))
        refill(self.rows, *parts)

    def _role(self, person: MemberRow) -> Card:
        card = Card(spacing=10)
        now = _main_role(person)
        self.role = ChoiceRow(
            [Option(r.value, tr(ROLE_WORDS[r])) for r in _ROLES],
            name=tr("What {name} is", name=person.name),
            value=[now.value],
        )
        self.rights = ChoiceRow(
            [
                Option("clearance", tr("May read words before they are masked")),
                Option("custodian", tr("Looks after private cards")),
            ],
            name=tr("Rights beside it"),
            many=True,
            value=[k for k, on in (("clearance", person.clearance), ("custodian", person.custodian)) if on],
        )
        change = Button(tr("Change it today"), size="field", icon="check")
        change.set_name(tr("Change the role of {name} today", name=person.name))
        change.clicked.connect(lambda: self._change(person))
        words = helper(tr("The old role ends, the new one begins today. Both stand in the log."))
        if len(person.roles) > 1:
            roles = ", ".join(tr(ROLE_WORDS[r]) for r in person.roles)
            words.setText(tr("They are {roles} now. Only what you choose here stays.", roles=roles))
        return card.add(heading(tr("Their role")), self.role, self.rights, words, row(change, None))

    def _change(self, person: MemberRow) -> None:
        role = Role((self.role.value() or [_main_role(person).value])[0])
        rights = self.rights.value()
        clearance, custodian = "clearance" in rights, "custodian" in rights
        self._try(
            lambda: change_role(self.context.home, person.id, role, clearance=clearance, custodian=custodian),
            tr("Changed. Save the programme file again and give it to everybody."),
        )

    def _hand_over(self, found: Found) -> Card:
        card = Card(spacing=10).add(heading(tr("Hand over to {name}", name=found.row.name)))
        for one in found.hand_overs:
            card.add(self._one_hand_over(one))
        for line in here_lines(found.stays, found.row.name):
            card.add(CheckLine(line, icon="lock-simple", tone="warn"))
        self.note = TextField(name=tr("What they should know"))
        typing = self._keep(f"hand over {found.row.id}", self.note, card)
        give = Button(tr("I hand over to {name}", name=found.row.name), size="field", icon="users")
        give.clicked.connect(
            lambda: self._try(
                lambda: hand_over_to(self.context.home, found.row.id, self.note.text()),
                tr(
                    "Written down. Now save the programme file for everybody, then send everything to {name}.",
                    name=found.row.name,
                ),
                typing,
            )
        )
        words = helper(
            tr(
                "They become a coordinator and get everything that coordinators read. Closed stories stay until somebody opens them."
            )
        )
        send = Button(tr("Send them what they are owed"), kind="quiet", icon="paper-plane-tilt")
        send.clicked.connect(lambda: self.go.emit("send_back", "coordinators"))
        return card.add(words, Field(tr("What they should know"), self.note), row(give, send, None))

    def _one_hand_over(self, one: HandOver) -> QWidget:
        words = tr(
            "{giver} handed over to {taker}, {day}",
            giver=one.giver,
            taker=one.taker,
            day=shown_day(one.on),
        )
        stayed = then_words(one.stays)
        if one.undone:
            line = ", ".join(filter(None, (tr("taken back"), apart(one.note), stayed)))
            return CheckLine(words, line=line, icon="arrow-counter-clockwise", tone="plain")
        undo = Button(tr("Take it back"), kind="quiet", size="dense", name=tr("Take back: {w}", w=words))
        undo.clicked.connect(
            lambda: self._try(
                lambda: undo_hand_over(self.context.home, one.id),
                tr("Taken back. Their role stays until you change it."),
            )
        )
        holder = QWidget()
        line = ", ".join(filter(None, (apart(one.note), stayed)))
        both = row(CheckLine(words, line=line, icon="users", tone="plain"), undo)
        both.setStretch(0, 1)
        holder.setLayout(both)
        return holder

    def _leave(self, found: Found, *, me: bool) -> Card:
        card = Card(spacing=8).add(heading(tr("When they leave")))
        if me:
            for line in here_lines(found.stays, tr("whoever takes over")):
                card.add(CheckLine(line, icon="lock-simple", tone="warn"))
        leaving = replace(found.leaving, stays={}) if me else found.leaving
        for words, fine in _missing(leaving):
            card.add(
                CheckLine(
                    words,
                    icon="check-circle-fill" if fine else "warning-circle",
                    tone="ok" if fine else "warn",
                )
            )
        if not found.row.roles:
            return card.add(Label(tr("They have left."), weight=600))
        self.last = TextField(name=tr("What to keep in mind"))
        typing = self._keep(f"leaving {found.row.id}", self.last, card)
        self.ask = Button(
            tr("They leave"), size="field", icon="x", name=tr("{name} leaves", name=found.row.name)
        )
        self.sure = helper(
            tr(
                "All their roles end and their laptops are closed. This list is kept. What they send later is not added."
            )
        )
        self.yes = Button(
            tr("Yes, close it"),
            kind="danger",
            size="field",
            name=tr("Yes, {name} leaves", name=found.row.name),
        )
        self.no = Button(tr("No"), size="field", name=tr("No, {name} stays", name=found.row.name))
        self.last_field = Field(tr("What to keep in mind"), self.last)
        for part in (self.sure, self.yes, self.no, self.last_field):
            part.hide()
        self.ask.clicked.connect(lambda: self._open(shown=True))
        self.no.clicked.connect(lambda: self._open(shown=False))
        self.yes.clicked.connect(lambda: self._close(found.row, typing))
        if me:
            card.add(helper(tr("Hand over to somebody first. Then they close yours.")))
            self.ask.hide()
        return card.add(row(self.ask, None), self.sure, self.last_field, row(self.yes, self.no, None))

    def _open(self, *, shown: bool) -> None:
        for part in (self.sure, self.yes, self.no, self.last_field):
            part.setVisible(shown)
        self.ask.setVisible(not shown)
        (self.no if shown else self.ask).setFocus()

    def _close(self, person: MemberRow, typing: FormKeeper) -> None:
        note = self.last.text()
        self._try(
            lambda: close_member(self.context.home, person.id, note),
            tr("{name} has left. Save the programme file again and give it to everybody.", name=person.name),
            typing,
        )

    def _keep(self, form: str, note: TextField, card: Card) -> FormKeeper:
        """A note is kept while it is typed, and stands there again when somebody comes back to it."""
        typing = FormKeeper(self.context.home, form, {"note": note}, card)
        self.typing[form] = typing
        return typing

    def leaving(self) -> None:
        """What is half typed stands there again."""
        for typing in self.typing.values():
            if shiboken6.isValid(typing):
                typing.flush()

    def _try(self, act: Callable[[], object], done: str, typing: FormKeeper | None = None) -> None:
        try:
            act()
        except UserError as error:
            self.context.tell(sentence(error))
            announce(self, sentence(error), assertive=True)
            return
        if typing is not None:
            typing.done()
        self.context.tell(done)
        self.heading.setFocus()
        self.read()

    def refresh(self, changes: frozenset[str]) -> None:
        """Somebody changed; while a person types, nothing is drawn anew under their hands."""
        if changes & {"device", "received"} and self.focusWidget() is self.heading:
            self.read()


def _main_role(person: MemberRow) -> Role:
    """The role that is chosen to begin with: of several the one that may do most, so that a right alone is changed by itself."""
    return Role.COORDINATOR if Role.COORDINATOR in person.roles else person.roles[0]


def _about(found: Found) -> Card:
    person, leaving = found.row, found.leaving
    roles = ", ".join(tr(ROLE_WORDS[r]) for r in person.roles) or tr("No role now")
    pairs = [
        (tr("Code"), person.code),
        (tr("Role"), roles),
        (tr("Laptops"), ", ".join(label or tr("a laptop") for label in leaving.laptops) or tr("none in use")),
        (tr("Last file"), shown_day(leaving.last_file) if leaving.last_file else tr("none")),
    ]
    return Card(spacing=8).add(Facts(pairs, role="body", first=150))


def _missing(leaving: Leaving) -> list[tuple[str, bool]]:
    parts = sum(len(p.parts) for p in leaving.parts)
    numbers, stays = leaving.numbers, leaving.stays
    return missing_lines(numbers, parts, stays, leaving.set_aside, leaving.unconfirmed, leaving.wishes)
