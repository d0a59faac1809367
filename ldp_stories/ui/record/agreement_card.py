"""One blind round: who codes, the sample, what is left to do; once it is over a sentence per tag and *Show where we differ*."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.agreement_words import counts, headline, set_line, small_warning, values
from ldp_stories.services.code_blind import MyRound
from ldp_stories.services.compare_coders import (
    Comparison,
    Difference,
    Said,
    TagRow,
    answered,
    compare,
    differences,
)
from ldp_stories.services.open_round import close_round, possible_coders
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.fold import Fill, Fold
from ldp_stories.ui.record.round_words import opened_words, progress_words, round_title, sample_words
from ldp_stories.ui.text import apart, many, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, Line, clear, row
from ldp_stories.ui.widgets.facts import Facts
from ldp_stories.ui.widgets.labels import Label, heading, small


class RoundCard(Card):
    """`code(round id)` to go and code, `story((record, passage))` to read a story that people differ on."""

    code = Signal(str)
    story = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(padding=(28, 20, 28, 22), spacing=10)
        self.context = context
        self.shown: MyRound | None = None
        self.seen: Comparison | None = None
        self.differ: dict[str, Button] = {}
        self.every: dict[str, Button] = {}
        self._asked = 0
        holder = QWidget()
        self.inside = QVBoxLayout(holder)
        self.inside.setContentsMargins(0, 0, 0, 0)
        self.inside.setSpacing(10)
        self.add(holder)

    def show_round(self, one: MyRound) -> None:
        """Show a round; one that is over is compared off the window's thread."""
        self._asked += 1
        self.shown, self.seen, self.differ, self.every = one, None, {}, {}
        clear(self.inside)
        self.inside.addWidget(heading(round_title(one.round)))
        self.inside.addWidget(Facts(self._facts(one), role="body", first=120))
        if one.open:
            self._show_open(one)
        else:
            self._compare(one)

    def _facts(self, one: MyRound) -> list[tuple[str, str]]:
        names = {c.member: c.name for c in possible_coders(self.context.home)}
        coders = ", ".join(apart(names.get(c, tr("somebody who has left"))) for c in one.round.coders)
        tags = ", ".join(apart(one.round.label(t)) for t in one.round.tags)
        pairs = [(tr("Coders"), coders), (tr("Tags"), tags), (tr("Sample"), sample_words(one.round))]
        return [*pairs, (tr("Opened"), opened_words(one.round))]

    def _show_open(self, one: MyRound) -> None:
        words = tr("Nobody sees what another said until the round is over.")
        self.inside.addWidget(Banner(words, tone="info", icon="eye-slash"))
        buttons: list[QWidget | None] = []
        if one.coder:
            done = one.done >= one.total
            go_on = Button(
                tr("Look at your answers") if done else tr("Code your share"),
                icon="tag",
                kind="soft",
                size="field",
            )
            go_on.set_name(f"{go_on.text()}, {progress_words(one)}")
            go_on.clicked.connect(lambda: self.code.emit(one.round.id))
            buttons.append(go_on)
        if one.mine:
            end = Button(tr("Close the round"), icon="check", size="field")
            end.clicked.connect(lambda: self._close(one))
            buttons.append(end)
        self.inside.addLayout(row(*buttons, None))

    def _close(self, one: MyRound) -> None:
        try:
            close_round(self.context.home, one.round.id)
        except UserError as error:
            self.context.tell(sentence(error))
            return
        self.context.tell(tr("The round is over. Send, so that everybody sees the answers."))

    def _compare(self, one: MyRound) -> None:
        now, home = self._asked, self.context.home

        def done(seen: Comparison) -> None:
            if now == self._asked:
                self._show(seen)

        self.context.tasks.run(
            tr("Comparing answers"), lambda _: compare(home, one.round.id), done=done, owner=self, quiet=True
        )

    def _show(self, seen: Comparison) -> None:
        self.seen = seen
        if seen.missing:
            words = tr("The answers of {names} have not come yet.", names=", ".join(map(apart, seen.missing)))
            self._put(Banner(words, tone="warn", icon="clock"))
        units = max((r.found.units for r in seen.rows), default=0)
        warning = small_warning(units, tr)
        if warning and len(seen.coders) > 1:
            self._put(Banner(warning, tone="warn", icon="info"))
        for found in seen.rows:
            self._put(Line())
            self._put(self._tag(found, seen))
        if together := set_line(seen.sets, len(seen.rows), units, tr):
            self._put(Line())
            self._put(Label(tr("All tags together"), weight=600))
            self._put(small(together))
        announce(self, many(len(seen.rows), "{n} tag compared", "{n} tags compared"))

    def _tag(self, found: TagRow, seen: Comparison) -> QWidget:
        whole = QWidget()
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 4, 0, 4)
        box.setSpacing(4)
        box.addWidget(Label(found.label, weight=600))
        if found.now:
            box.addWidget(small(tr("Now called {name}.", name=found.now)))
        box.addWidget(Label(headline(found.found, tr)))
        for words in (
            counts(found.found, seen.coders, tr),
            " ".join(values(found.found, len(seen.coders), tr)),
        ):
            if words:
                box.addWidget(small(words))
        if found.found.units:
            self._add_units(box, found)
        return whole

    def _add_units(self, box: QVBoxLayout, found: TagRow) -> None:
        """What stands behind the values: those on which people differ, and all that were read by two or more."""
        home, tag, ident = self.context.home, found.tag, self.shown.round.id if self.shown else ""
        everything = tr("Show all ({n})", n=found.found.units)
        ways: list[tuple[str, Fill]] = [
            (everything, lambda: map(self._difference, answered(home, ident, tag)))
        ]
        if found.found.split:
            words = tr("Show where we differ ({n})", n=found.found.split)
            ways.insert(0, (words, lambda: map(self._difference, differences(home, ident, tag))))
        fold = Fold(found.label, ways)
        if found.found.split:
            self.differ[found.tag] = fold.buttons[0]
        self.every[found.tag] = fold.buttons[-1]
        box.addWidget(fold)

    def _difference(self, one: Difference) -> QWidget:
        card = Card(padding=(18, 14, 18, 14), spacing=6, fill="sunk", edge=None)
        card.add(
            Label(
                one.title or tr("This story may not be read any more."), weight=600, people=True, start=True
            )
        )
        if one.words:
            card.add(Label(one.words, people=True))
        card.add(Facts(_said(one.said), role="body", first=120))
        if one.title:
            read = Button(tr("Open"), kind="quiet", size="inline", icon="arrow-square-out")
            read.set_name(tr("Open the story {title}", title=one.title))
            what = one.item if one.item[1] else one.item[0]
            read.clicked.connect(lambda: self.story.emit(what))
            card.add(row(read, None))
        return card

    def _put(self, widget: QWidget) -> None:
        self.inside.addWidget(widget)
        widget.show()


def _said(said: Sequence[Said]) -> list[tuple[str, str]]:
    """Everybody's answer with the reason: ("Priya", "Yes. She says so")."""
    words = {"yes": tr("Yes"), "no": tr("No"), "": tr("Not read")}
    return [
        (one.coder, f"{words[one.answer]}. {one.reason}" if one.reason else words[one.answer]) for one in said
    ]
