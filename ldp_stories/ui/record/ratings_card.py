"""A table of ratings from a file: how far people agree on names, an order, even steps or a true zero. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.domain.agreement.verdict import FEWEST
from ldp_stories.errors import UserError
from ldp_stories.services.agreement_words import ratings_headline, small_warning, value
from ldp_stories.services.compare_ratings import (
    Apart,
    Kind,
    Rated,
    RatingsCompared,
    Table,
    compare_ratings,
    doubt,
    ratings_of,
    read_table,
)
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.fold import Fold
from ldp_stories.ui.text import many, sentence, tr, visible
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, Line, clear, column, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.facts import Facts
from ldp_stories.ui.widgets.field import Field
from ldp_stories.ui.widgets.labels import Label, heading, helper, small

_KINDS: Final = "Tables (*.csv *.tsv *.txt)"
_SHOWN: Final = 200
"""So many differences are shown at once."""
_LINE, _COLUMN = "line", "column"
_Found = TypeVar("_Found")


class RatingsCard(Card):
    """Choose a table, say what its ratings are, read the outcome. It lives as long as the screen does. `asked` when one was chosen."""

    asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(padding=(28, 20, 28, 22), spacing=10)
        self.context = context
        self.table: Table | None = None
        self.seen: RatingsCompared | None = None
        self.fold: Fold | None = None
        self._kind = Kind.NOMINAL
        self._asked = 0
        self.pick = Button(tr("Choose a table"), icon="folder-open", size="field")
        self.pick.clicked.connect(self._choose)
        self.kind = ChoiceRow(
            [
                Option(Kind.NOMINAL.value, tr("names (nominal)")),
                Option(Kind.ORDINAL.value, tr("in order (ordinal)")),
                Option(Kind.INTERVAL.value, tr("even steps (interval)")),
                Option(Kind.RATIO.value, tr("from a true zero (ratio)")),
            ],
            name=tr("What kind of ratings are they?"),
            value=[Kind.NOMINAL.value],
        )
        self.names = ChoiceRow(
            [Option(_LINE, tr("the first line")), Option(_COLUMN, tr("the first column"))],
            name=tr("What in it is no rating?"),
            many=True,
        )
        for choice in (self.kind, self.names):
            choice.chosen.connect(lambda _: self._compare())
        self._lay_out()

    def _lay_out(self) -> None:
        self.add(heading(tr("A table of ratings")))
        self.add(
            helper(
                tr(
                    "One line for each thing that was rated, one column for each person, empty where nothing was said. "
                    "In your spreadsheet save it as CSV UTF-8. Nothing of it is kept in this notebook."
                )
            )
        )
        self.add(row(self.pick, None))
        self.questions = QWidget()
        self.questions.setLayout(
            column(
                Field(
                    tr("What in it is no rating?"),
                    self.names,
                    helper=tr("Names of people, or names and numbers of what they rated."),
                ),
                Field(
                    tr("What kind of ratings are they?"),
                    self.kind,
                    helper=tr(
                        "In order: 3 is more than 2. Even steps: 2 to 3 is as far as 1 to 2. From a true zero: 4 is twice 2."
                    ),
                ),
                spacing=12,
            )
        )
        self.questions.hide()
        self.add(self.questions)
        holder = QWidget()
        self.inside = QVBoxLayout(holder)
        self.inside.setContentsMargins(0, 0, 0, 0)
        self.inside.setSpacing(10)
        self.add(holder)

    # the file

    def _choose(self) -> None:
        path = self.context.pick_file(tr("Choose a table"), tr(_KINDS))
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Read a file off the window's thread; what is asked begins anew."""
        self._do(tr("Reading the table"), lambda: read_table(path), self._came)
        self.table = None
        self.questions.hide()
        self.asked.emit()

    def _came(self, table: Table) -> None:
        self.table = table
        self.names.set_value([])
        self.kind.set_value([Kind.NOMINAL.value])
        self.questions.show()
        self._compare()

    @property
    def used(self) -> bool:
        """Whether a table was chosen: then the card needs the room."""
        return self._asked > 0

    # the outcome

    def _compare(self) -> None:
        if self.table is None:
            return
        if chosen := self.kind.value():
            self._kind = Kind(chosen[0])
        self.kind.set_value([self._kind.value])  # one of them always holds
        where, kind = self.names.value(), self._kind
        rated = ratings_of(self.table, line=_LINE in where, column=_COLUMN in where)
        self._do(
            tr("Comparing ratings"),
            lambda: compare_ratings(rated, kind),
            lambda seen: self._show(rated, seen),
            first=lambda: self._show_read(rated),
        )

    def _do(
        self,
        words: str,
        job: Callable[[], _Found],
        done: Callable[[_Found], None],
        first: Callable[[], None] = lambda: None,
    ) -> None:
        """Do a job; what it finds, or the sentence of what is wrong, stands under what `first` puts there. Only the newest is shown."""
        self._asked += 1
        now = self._asked
        self.seen, self.fold = None, None

        def came(found: _Found) -> None:
            if now == self._asked:
                clear(self.inside)
                first()
                done(found)

        def failed(error: UserError) -> None:
            if now == self._asked:
                clear(self.inside)
                first()
                self._put(Banner(visible(sentence(error)), tone="bad", icon="x-circle"))
                announce(self, sentence(error), assertive=True)

        self.context.tasks.run(words, lambda _: job(), done=came, failed=failed, owner=self)

    def _show_read(self, rated: Rated) -> None:
        """What was read, and what of it may be no rating."""
        units = many(len(rated.units), "{n} unit", "{n} units")
        people = many(len(rated.people), "{n} person", "{n} people")
        read = tr("Read as {units} by {people}.", units=units, people=people)
        self._put(Line())
        self._put(Label(visible(rated.name), weight=600, people=True, start=True))
        self._put(small(read))
        if unsure := doubt(rated.cells, tr):
            words = tr("{doubt} If those are no ratings, say so above.", doubt=unsure)
            self._put(Banner(words, tone="warn", icon="info"))

    def _show(self, rated: Rated, seen: RatingsCompared) -> None:
        self.seen = seen
        first = ratings_headline(seen.units, len(seen.apart), seen.percent, len(rated.people), tr)
        if seen.units and (warning := small_warning(seen.units, tr)):
            self._put(Banner(warning, tone="warn", icon="info"))
        self._put(Label(first))
        if seen.units >= FEWEST:
            for name, verdict in seen.values.items():
                self._put(small(value(name, verdict, tr)))
        if seen.apart:
            words = tr("Show where we differ ({n})", n=len(seen.apart))
            self.fold = Fold(tr("A table of ratings"), [(words, lambda: self._cards(rated, seen.apart))])
            self._put(self.fold)
        announce(self, " ".join(filter(None, (doubt(rated.cells, tr), first))))

    def _cards(self, rated: Rated, apart: tuple[Apart, ...]) -> Iterator[QWidget]:
        people = [name or tr("Person {n}", n=at) for at, name in enumerate(rated.people, start=1)]
        for one in islice(apart, _SHOWN):
            card = Card(padding=(18, 14, 18, 14), spacing=6, fill="sunk", edge=None)
            card.add(Label(one.name or tr("Line {n}", n=one.line), weight=600, people=True, start=True))
            gave = [cell or tr("Nothing said") for cell in one.gave]
            yield card.add(Facts([*zip(people, gave, strict=True)], role="body", first=120))
        if len(apart) > _SHOWN:
            yield small(tr("These are the first {n} of {all}.", n=_SHOWN, all=len(apart)))

    def _put(self, widget: QWidget) -> None:
        self.inside.addWidget(widget)
        widget.show()
