"""Everybody's own layers side by side: for each tag who marked what, Krippendorff's alpha for spans, and where people differ."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.services.agreement_words import span_lines
from ldp_stories.services.compare_spans import Marked, SpanComparison, SpanRow, SpanUnit, compare_spans
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.fold import Fold
from ldp_stories.ui.text import apart, many, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, Line, clear, row
from ldp_stories.ui.widgets.facts import Facts
from ldp_stories.ui.widgets.labels import Label, heading, helper, small


class SpansCard(Card):
    """`story(record id)` to read a story that people marked differently."""

    story = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(padding=(28, 20, 28, 22), spacing=10)
        self.context = context
        self.seen: SpanComparison | None = None
        self.folds: dict[str, Fold] = {}
        self._asked = 0
        holder = QWidget()
        self.inside = QVBoxLayout(holder)
        self.inside.setContentsMargins(0, 0, 0, 0)
        self.inside.setSpacing(10)
        self.add(heading(tr("Our own marks, side by side")))
        self.add(helper(tr("Who marked which words with the same tag. It is for talking, not for marks.")))
        self.add(holder)

    def show_all(self) -> None:
        """Compare off the window's thread, and show."""
        self._asked += 1
        now, home = self._asked, self.context.home
        self.context.tasks.run(
            tr("Comparing marks"),
            lambda _: compare_spans(home),
            done=lambda seen: self._show(seen) if now == self._asked else None,
            owner=self,
            quiet=True,
        )

    def _show(self, seen: SpanComparison) -> None:
        self.seen, self.folds = seen, {}
        clear(self.inside)
        self._put(Label(_who(seen)))
        for one in seen.rows:
            self._put(Line())
            self._put(self._tag(one))
        announce(self, many(len(seen.rows), "{n} tag compared", "{n} tags compared"))

    def _tag(self, one: SpanRow) -> QWidget:
        whole = QWidget()
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 4, 0, 4)
        box.setSpacing(4)
        first, *more = span_lines(one, tr)
        box.addWidget(Label(one.label, weight=600))
        box.addWidget(Label(first))
        for words in more:
            box.addWidget(small(words))
        ways = [(tr("Show all ({n})", n=len(one.units)), lambda: map(self._unit, one.units))]
        if one.split:
            words = tr("Show where we differ ({n})", n=one.split)
            ways.insert(0, (words, lambda: map(self._unit, (u for u in one.units if not u.alike))))
        self.folds[one.tag] = Fold(one.label, ways)
        box.addWidget(self.folds[one.tag])
        return whole

    def _unit(self, one: SpanUnit) -> QWidget:
        card = Card(padding=(18, 14, 18, 14), spacing=6, fill="sunk", edge=None)
        card.add(Label(one.title, weight=600, people=True, start=True))
        card.add(Facts([(m.coder, marked_words(m)) for m in one.said], role="body", first=120))
        read = Button(tr("Open"), kind="quiet", size="inline", icon="arrow-square-out")
        read.set_name(tr("Open the story {title}", title=one.title))
        read.clicked.connect(lambda: self.story.emit(one.record))
        return card.add(row(read, None))

    def _put(self, widget: QWidget) -> None:
        self.inside.addWidget(widget)
        widget.show()


def _who(seen: SpanComparison) -> str:
    """Whose marks are compared, in how many stories; or what is missing."""
    if len(seen.coders) < 2:
        return tr(
            "Nothing to compare yet: only one person\u2019s marks are here. Marks travel when people send."
        )
    if not seen.stories:
        return tr("Nothing to compare yet: no story was marked by everybody.")
    names = ", ".join(map(apart, seen.coders))
    stories = many(seen.stories, "{n} story", "{n} stories")
    return tr("{names}, in {stories} that all of them marked.", names=names, stories=stories)


def marked_words(one: Marked) -> str:
    """ "Marked: they draw the curtains. She says so", "Not marked"."""
    if not one.marked:
        return tr("Not marked")
    words = tr("\u201c{words}\u201d", words=one.words) if one.words else tr("Marked in the sound")
    return f"{words}\n{one.memo}" if one.memo else words
