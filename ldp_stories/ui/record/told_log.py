"""Whom was told, and when: the notes of "I have told someone". They stay on this laptop; they can be printed or saved to hand over."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ldp_stories.services.act_on_worry import Told, closed_count, safeguarding_log
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.paper import Paper, Role
from ldp_stories.ui.record.print_acts import PrintActs
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import many, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.facts import Facts
from ldp_stories.ui.widgets.labels import Label, display, helper
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import Scroll


class ToldScreen(Screen):
    """The notes, newest first; [Print] and [Save as PDF]. No story, no name and no code is in them."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.context = context
        self.title = tr("Whom you told")
        back = Button(tr("Back"), kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
        back.clicked.connect(self.done)
        self.heading = display(tr("Whom you told"))
        lead = helper(
            tr(
                "These notes stay on this laptop. They are in nothing you send. Hand a copy to your lead if they ask."
            )
        )
        self.closed = Label("", color="text2")
        self.notes = column(spacing=12)
        self.acts = PrintActs(context, self.paper, "whom was told", large=False)
        page = QWidget()
        body = column(
            row(back, None),
            self.heading,
            lead,
            self.closed,
            6,
            self.notes,
            self.acts.trouble,
            None,
            spacing=10,
        )
        body.setContentsMargins(36, 16, 36, 12)
        page.setLayout(body)
        self.box.addWidget(Scroll(page), 1)
        foot = row(self.acts)
        foot.setContentsMargins(36, 8, 36, 18)
        self.box.addLayout(foot)
        self.set_focus_start(self.heading)
        self.refresh(frozenset())

    def refresh(self, changes: frozenset[str]) -> None:
        """Read the notes again."""
        if changes and not changes & {"desk", "record"}:
            return
        self.told = safeguarding_log(self.context.home)
        empty = EmptyState(
            tr("Nothing yet."),
            text=tr("When you tell someone about a worry, that you did is noted here."),
            icon="lifebuoy",
        )
        cards: list[QWidget] = [self._card(one) for one in reversed(self.told)]
        refill(self.notes, *(cards or [empty]))
        self.acts.allow(bool(self.told))
        closed = closed_count(self.context.home)
        self.closed.setText(
            many(closed, "{n} story is kept closed.", "{n} stories are kept closed.") if closed else ""
        )
        self.closed.setVisible(bool(closed))

    @staticmethod
    def _card(one: Told) -> Card:
        card = Card(padding=(24, 16, 24, 18), spacing=8)
        return card.add(Facts([(words, value) for words, value in facts_of(one) if value]))

    def paper(self) -> Paper:
        """The notes as a page to hand over."""
        lines: list[tuple[Role, str]] = [("title", tr("Whom was told, and when"))]
        for one in self.told:
            words = ". ".join(f"{name}: {value}" for name, value in facts_of(one) if value)
            lines.append(("body", words))
        lines.append(
            (
                "small",
                tr(
                    "No story, no name and no code is written here. {name}",
                    name=self.context.home.programme().name,
                ),
            )
        )
        return Paper(tr("Whom was told"), tuple(lines), practice=self.context.home.practice)


def facts_of(one: Told) -> tuple[tuple[str, str], ...]:
    """What a note says, as pairs of words."""
    way = {"phone": tr("By phone"), "in person": tr("In person")}.get(one.way, one.way)
    at = f"{shown_day(one.on)}, {one.at}" if one.on and one.on not in one.at else one.at
    at = at.replace("T", " ").removesuffix("Z")
    return (
        (tr("Told"), one.who),
        (tr("How"), way),
        (tr("When"), at),
        (tr("Rules"), one.policy),
        (tr("Their number for it"), one.reference),
    )
