"""Everybody in the programme: code, name, role, laptops; and what to do when a laptop is lost."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.admit_people import DeviceRow, MemberRow
from ldp_stories.services.count_left import left_with
from ldp_stories.services.incidents import laptop_lost
from ldp_stories.ui.coordinator.programme_joiners import ROLE_WORDS
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, put, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.labels import Label, helper, small
from ldp_stories.ui.widgets.rail import IconMark


class PersonCard(Card):
    """One person with their laptops. `changed` after a laptop was marked lost, `more(member id)` for their page."""

    changed = Signal()
    more = Signal(str)

    def __init__(self, context: Context, person: MemberRow) -> None:
        super().__init__(padding=(20, 12, 16, 12), spacing=6)
        self.context, self.person = context, person
        me = person.id == context.home.member
        name = person.name if person.name == person.code else f"{person.code}  {person.name}"
        title = tr("{name} (you)", name=name) if me else name
        words = column(Label(title, weight=600), small(_line(person)), spacing=1)
        closed = left_with(context.home, person.id).get("closed", 0)
        if closed:
            what = many(closed, "{n} closed story stays with them.", "{n} closed stories stay with them.")
            words.addWidget(small(what))
        page = Button(
            tr("Role, hand over, leave"),
            kind="quiet",
            size="dense",
            trailing="arrow-right",
            name=tr("Role, hand over, leave: {name}", name=name),
        )
        page.clicked.connect(lambda: self.more.emit(person.id))
        top = row(IconMark("user", "onsoft", 20, tile="soft"), words, page, spacing=16)
        top.setStretch(1, 1)
        self.body.addLayout(top)
        for device in person.devices:
            self._add_laptop(
                device, device.label or tr("the laptop of {name}", name=person.name or person.code), mine=me
            )

    def _add_laptop(self, device: DeviceRow, spoken: str, *, mine: bool) -> None:
        """`spoken` is what a screen reader says it is: laptops without a label are told apart by whose they are."""
        label = device.label or tr("laptop")
        state = {"lost": tr("reported lost"), "retired": tr("not used any more")}.get(device.status, "")
        words = f"{label}, {state}" if state else label
        line = column(Label(words), small(tr("Six words: {words}", words=" ".join(device.words))), spacing=0)
        parts: list[object] = [56, IconMark("laptop", "text2", 18), line, None]
        ask = helper(tr("Nothing that this laptop sends later is taken in any more. Is it lost?"))
        yes = Button(
            tr("Yes, it is lost"),
            kind="danger",
            size="dense",
            name=tr("Yes, {laptop} is lost", laptop=spoken),
        )
        no = Button(tr("No"), size="dense", name=tr("No, {laptop} is not lost", laptop=spoken))
        lost = Button(
            tr("It is lost"), kind="quiet", size="dense", name=tr("Say that {laptop} is lost", laptop=spoken)
        )
        disk = ChoiceRow(
            [Option("yes", tr("Yes")), Option("no", tr("No")), Option("not sure", tr("Not sure"))],
            name=tr("Was the disk of {laptop} locked with a password?", laptop=spoken),
        )
        cards = ChoiceRow(
            [Option("yes", tr("Yes")), Option("no", tr("No")), Option("not known", tr("Not known"))],
            name=tr("Were there contact cards on {laptop}?", laptop=spoken),
        )
        facts = QWidget()
        facts.setLayout(
            column(
                Label(tr("Was its disk locked with a password?")),
                disk,
                Label(tr("Were there contact cards on it?")),
                cards,
            )
        )
        for thing in (ask, facts, yes, no):
            thing.hide()
        if device.status != "active" or mine:
            lost.hide()

        def open_(shown: bool) -> None:
            for thing in (ask, facts, yes, no):
                thing.setVisible(shown)
            lost.setVisible(not shown)
            (no if shown else lost).setFocus()

        lost.clicked.connect(lambda: open_(True))
        no.clicked.connect(lambda: open_(False))
        yes.clicked.connect(lambda: self._lost(device, _first(disk, "not sure"), _first(cards, "not known")))
        put(self.body, row(*parts, lost, spacing=10), ask, facts, row(yes, no, None))  # type: ignore[arg-type]

    def _lost(self, device: DeviceRow, encryption: str, cards: str) -> None:
        try:
            laptop_lost(self.context.home, device.label, encryption, cards, device.id)
        except UserError as error:
            self.context.tell(sentence(error))
            return
        laptop = device.label or tr("The laptop of {name}", name=self.person.name or self.person.code)
        self.context.tell(
            tr(
                "{laptop} is marked lost. Save the programme file again and give it to everybody.",
                laptop=laptop,
            )
        )
        self.changed.emit()


def _first(choice: ChoiceRow, otherwise: str) -> str:
    """What was chosen, or what stands for no answer."""
    return next(iter(choice.value()), otherwise)


def _line(person: MemberRow) -> str:
    roles = ", ".join(tr(ROLE_WORDS[r]) for r in person.roles) or tr("No role now")
    parts = [roles, tr("since {day}", day=shown_day(person.admitted)) if person.admitted else ""]
    if person.clearance:
        parts.append(tr("may read words before masking"))
    if person.custodian:
        parts.append(tr("looks after private cards"))
    return ", ".join(p for p in parts if p)
