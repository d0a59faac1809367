"""Open a blind round: which tags, who codes, which sample, until when. What will be drawn is said before it is opened."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.domain.rounds import How, Unit
from ldp_stories.errors import UserError
from ldp_stories.services.find import codebook
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.open_round import Plan, open_round, possible_coders
from ldp_stories.services.sample_stories import population
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.pick_many import PickMany
from ldp_stories.ui.record.story_finder import story_finder
from ldp_stories.ui.text import day_year, many, sentence, tr
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button, primary
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import display, small
from ldp_stories.ui.widgets.scroll import ScrollPage

_DAYS: Final = (7, 14, 28)
_USUAL: Final = 30
_OFFERED: Final = 500


class OpenRoundPage(QWidget):
    """`opened(round id)` when it is open, `left` when the person goes back without."""

    opened = Signal(str)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.heading = display(tr("Open a round"))
        self.back = Button(
            tr("Back"), kind="quiet", icon="arrow-left", size="dense", name=tr("Back to the rounds")
        )
        self.trouble = Banner("", tone="bad", icon="x-circle")
        self.name = TextField(name=tr("What is it for?"), placeholder=tr("Do we read trust alike?"))
        self.tags = PickMany(tr("Add a tag"), icon="tag")
        self.coders = ChoiceRow([], name=tr("Who takes part?"), many=True)
        self.unit = ChoiceRow(
            [Option(Unit.STORY.value, tr("Whole stories")), Option(Unit.PASSAGE.value, tr("Passages"))],
            name=tr("What do they tag?"),
            value=[Unit.STORY.value],
        )
        hows = [
            Option(How.RANDOM.value, tr("By chance")),
            Option(How.BY_PLACE.value, tr("By chance, spread over places")),
            Option(How.CHOSEN.value, tr("I choose")),
        ]
        self.how = ChoiceRow(hows, name=tr("How is the sample found?"), value=[How.RANDOM.value])
        self.count = TextField(name=tr("How many?"), value=str(_USUAL))
        self.seed = TextField(name=tr("Number of the draw"), value="1")
        self.stories = PickMany(tr("Add a story"), icon="notebook")
        self.stories.look_further(story_finder(context, self))
        self.deadline = Combo([], name=tr("Last day"), placeholder=tr("No last day"), icon="calendar-blank")
        self.have = small("")
        self.go_on = primary(tr("Open the round"), icon="scales", size="field")
        self._lay_out()
        self.back.clicked.connect(self.left)
        self.go_on.clicked.connect(self._open)
        self.how.chosen.connect(lambda _: self._fit())
        self.unit.chosen.connect(lambda _: self._count())

    def _lay_out(self) -> None:
        card = Card(spacing=16)
        self.size_part = Field(
            tr("How many?"), self.count, helper=tr("Twenty or more can be told something from.")
        )
        self.seed_field = Field(
            tr("Number of the draw"), self.seed, helper=tr("The same number draws the same stories again.")
        )
        self.stories_field = Field(
            tr("Which stories?"),
            self.stories,
            helper=tr("The newest are listed. Type some words to find any other."),
        )
        fields = (
            Field(tr("What is it for?"), self.name),
            Field(tr("Which tags?"), self.tags, helper=tr("Each is a yes or no question.")),
            Field(
                tr("Who takes part?"),
                self.coders,
                helper=tr("Two or more people. Each tags alone, and sees the others when the round is over."),
            ),
            Field(tr("What do they tag?"), self.unit),
            Field(tr("How is the sample found?"), self.how),
            self.have,
            self.size_part,
            self.seed_field,
            self.stories_field,
            Field(tr("Last day"), self.deadline, helper=tr("Then the round is over by itself.")),
        )
        for field in fields:
            card.add(field)
        page = ScrollPage(spacing=16)
        page.body.addLayout(row(self.back, None))
        page.body.addWidget(self.heading)
        page.body.addWidget(card)
        page.body.addStretch(1)
        self.trouble.hide()
        page.pin(self.trouble, None, self.go_on)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(page)

    def start(self) -> None:
        """Offer what there is today; nothing chosen but oneself."""
        home = self.context.home
        self.trouble.hide()
        self.tags.set_options([Option(t.id, f"{t.code} {t.name}", t.meaning) for t in codebook(home)])
        people = possible_coders(home)
        self.coders.set_options([Option(c.member, c.name) for c in people])
        self.coders.set_value([c.member for c in people if c.member == home.member])
        self.stories.set_options([Option(r.id, r.title) for r in my_stories(home, limit=_OFFERED).rows])
        days = [home.today() + timedelta(days=n) for n in _DAYS]
        self.deadline.set_options(
            [Option("", tr("No last day")), *(Option(d.isoformat(), day_year(d)) for d in days)]
        )
        self._fit()
        self._count()

    def focus_start(self) -> None:
        """Begin with what it is for."""
        self.name.edit.setFocus()

    def _fit(self) -> None:
        chosen = self._how() is How.CHOSEN
        self.stories_field.setVisible(chosen)
        self.size_part.setVisible(not chosen)
        self.seed_field.setVisible(not chosen)

    def _how(self) -> How:
        return How((self.how.value() or [How.RANDOM.value])[0])

    def _unit(self) -> Unit:
        return Unit((self.unit.value() or [Unit.STORY.value])[0])

    def _count(self) -> None:
        home, unit = self.context.home, self._unit()

        def done(by_ward: dict[str, tuple[object, ...]]) -> None:
            count = sum(len(items) for items in by_ward.values())
            words = (
                many(count, "{n} story can be drawn from.", "{n} stories can be drawn from.")
                if unit is Unit.STORY
                else many(count, "{n} passage can be drawn from.", "{n} passages can be drawn from.")
            )
            self.have.setText(words)

        self.context.tasks.run(
            tr("Counting what can be drawn"),
            lambda _: population(home, unit),
            done=done,
            owner=self,
            quiet=True,
        )

    def _open(self) -> None:
        plan = Plan(
            title=self.name.text(),
            tags=tuple(self.tags.value()),
            coders=tuple(self.coders.value()),
            unit=self._unit(),
            how=self._how(),
            size=_number(self.count.text(), _USUAL),
            seed=_number(self.seed.text(), 1),
            chosen=tuple(self.stories.value()),
            deadline=self.deadline.value(),
        )
        self.context.tasks.run(
            tr("Opening the round"),
            lambda _: open_round(self.context.home, plan),
            lane="store",
            done=lambda made: self.opened.emit(made.id),
            failed=self._refuse,
            owner=self,
        )

    def _refuse(self, error: UserError) -> None:
        self.trouble.set_text(sentence(error))
        self.trouble.show()


def _number(text: str, usual: int) -> int:
    return int(text) if text.strip().isdecimal() and len(text) < 9 else usual
