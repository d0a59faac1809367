"""The middle of the review: passages with their suggested tags as cards, how sure and why, and the line that offers to undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ldp_stories.domain.passages import Passage
from ldp_stories.domain.tags import Tag
from ldp_stories.services.join_masked import Apart
from ldp_stories.ui.coordinator.review_story import ReviewStory, TagLine, line_state
from ldp_stories.ui.record.fit_scroll import FitScroll
from ldp_stories.ui.text import clock, tr
from ldp_stories.ui.widgets.banner import UndoLine
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, clear, row
from ldp_stories.ui.widgets.frame import is_compact
from ldp_stories.ui.widgets.labels import Label, Span, helper
from ldp_stories.ui.widgets.rail import IconMark
from ldp_stories.ui.widgets.tagcard import TagCard
from ldp_stories.ui.widgets.theme import follow


class LineCard(TagCard):
    """The card of one suggestion; `looked_at` when the focus comes to it."""

    looked_at = Signal(str)

    def __init__(self, line: TagLine, parent: QWidget | None = None) -> None:
        reason = line.reading.suggestion.reason
        super().__init__(
            line.code or tr("No tag fits:"),
            line.name,
            quote=f"“{reason}”" if reason else "",
            who=line.who,
            parent=parent,
        )
        self.suggestion = line.suggestion
        self._said = ""
        self._holder = QWidget()
        self._talk = QVBoxLayout(self._holder)
        self._talk.setContentsMargins(0, 4, 0, 0)
        self._talk.setSpacing(4)
        self.add(self._holder)
        self._holder.hide()

    def show_line(self, line: TagLine, book: dict[str, Tag]) -> None:
        """Show what stands, and under it what people decided and wrote to each other about this tag."""
        if self._said != (said := "\n".join(line.talk)):
            self._said = said
            clear(self._talk)
            for words in line.talk:
                self._talk.addWidget(Label(words, role="small", people=True))
        self._holder.setVisible(bool(line.talk))
        self.set_state(*line_state(line, book))
        if line.talk:
            self.setAccessibleName(", ".join((self.accessibleName(), *line.talk)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The tag with the focus is the one in hand."""
        super().focusInEvent(event)
        self.looked_at.emit(self.suggestion)


class TagsCard(Card):
    """All tags of a story.

    `chosen(suggestion)` when another one is in hand, `play(passage)` on Space, `accept_all` on Ctrl+Enter, `undone` on Undo,
    `place(passage)` on Place it, `join` on Put them together.
    """

    chosen = Signal(str)
    play = Signal(str)
    accept_all = Signal()
    undone = Signal()
    place = Signal(str)
    join = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=(18, 14, 18, 14), spacing=9, parent=parent)
        self.cards: dict[str, LineCard] = {}
        self.current = ""
        self._passage_of: dict[str, str] = {}
        self._offers: list[QWidget] = []
        self._words: list[Label] = []
        self._shape: tuple[object, ...] = ()
        self._inner = QWidget()
        self._rows = QVBoxLayout(self._inner)
        self._rows.setContentsMargins(0, 0, 4, 0)
        self._rows.setSpacing(9)
        self.area = FitScroll(self._inner)
        self.undo = UndoLine()
        self.undo.undone.connect(self.undone)
        self.all = Button(
            tr("Accept all"), kind="quiet", icon="checks", key="Ctrl+Enter", bind=False, size="dense"
        )
        self.all.clicked.connect(self.accept_all)
        self._all_keys = [QShortcut(QKeySequence(key), self) for key in ("Ctrl+Return", "Ctrl+Enter")]
        for shortcut in self._all_keys:
            shortcut.activated.connect(self.accept_all)
        self.body.addWidget(self.area, 1)
        self.add(self.undo, self.all)
        self._bind("Down", lambda: self._step(1))
        self._bind("Up", lambda: self._step(-1))
        self._bind("Space", self._space)
        follow(self.fit_words)

    def _space(self) -> None:
        """Play the passage of the tag in hand; on a button press it."""
        focus = QApplication.focusWidget()
        if isinstance(focus, Button) and self.area.isAncestorOf(focus):
            focus.click()
        else:
            self.play.emit(self._passage_of.get(self.current, ""))

    def _bind(self, key: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(key), self.area)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def show_story(self, story: ReviewStory, base_of: Callable[[str], int]) -> None:
        """Show the tags; when they are the same as before only what was decided changes, so the focus stays."""
        shape = (
            story.view.record.id,
            tuple(p.id for p in _originals(story)),
            tuple(x.suggestion for x in story.lines),
            story.to_place,
            story.apart,
        )
        if shape != self._shape:
            self._shape = shape
            self._put_in(story, base_of)
        for line in story.lines:
            self.cards[line.suggestion].show_line(line, story.book)
        waiting = sum(1 for line in story.waiting if line.may_accept)
        self.all.setVisible(waiting > 1)
        self.all.setText(tr("Accept all {n}", n=waiting))
        for (
            shortcut
        ) in self._all_keys:  # with one tag too; when none waits the key is the foot's, for the next story
            shortcut.setEnabled(waiting > 0)

    def choose(self, suggestion: str, *, focus: bool) -> None:
        """Make one tag the one in hand."""
        self.current = suggestion if suggestion in self.cards else ""
        for ident, card in self.cards.items():
            card.setChecked(ident == self.current)
        QTimer.singleShot(0, self, self._into_sight)  # when everything has its place
        if focus and self.current:
            self.cards[self.current].setFocus(Qt.FocusReason.OtherFocusReason)

    def _into_sight(self) -> None:
        """Scroll to the tag in hand: its meaning stands beside it."""
        if self.current in self.cards:
            self.area.ensureWidgetVisible(self.cards[self.current], 8, 24)

    def show_offer(self) -> None:
        """Scroll to the first passage that needs placing, when everything has its place; without one nothing happens."""
        QTimer.singleShot(0, self, self._offer_into_sight)

    def _offer_into_sight(self) -> None:
        if self._offers:
            self.area.ensureWidgetVisible(
                self._offers[0], 8, 120
            )  # the line that offers to undo comes under it

    def _step(self, by: int) -> None:
        idents = list(self.cards)
        if idents:
            at = idents.index(self.current) + by if self.current in idents else 0
            self.cards[idents[max(0, min(len(idents) - 1, at))]].setFocus(Qt.FocusReason.TabFocusReason)

    def _put_in(self, story: ReviewStory, base_of: Callable[[str], int]) -> None:
        self._clear()
        if story.apart is not None:
            self._rows.addWidget(self._join(story.apart))
        for passage in _originals(story):
            lines = [x for x in story.lines if x.number == story.numbers[passage.id]]
            self._rows.addWidget(_heading(story, passage, base_of))
            self._add_words(passage)
            if passage.id in story.to_place and story.apart is None:
                self._rows.addWidget(self._offer(passage.id, story.numbers[passage.id]))
            if not lines:
                self._rows.addWidget(helper(tr("No tag on this passage.")))
            for line in lines:
                self._add_line(line, passage.id)
        whole = [x for x in story.lines if not x.number]
        if whole:
            self._rows.addWidget(Label(tr("The whole story"), weight=600))
        for line in whole:
            self._add_line(line, "")
        if not story.lines and not _originals(story):
            self._rows.addWidget(helper(tr("Nobody has marked a passage or suggested a tag.")))
        self._rows.addStretch(1)
        self.fit_words()

    def _add_words(self, passage: Passage) -> None:
        words = " ".join(passage.text.quote.split()) if passage.text is not None else ""
        if words:
            label = Label(f"\u201c{words}\u201d", people=True)
            label.setVisible(False)
            self._rows.addWidget(label)
            self._words.append(label)

    def fit_words(self) -> None:
        """Where the columns are stacked each passage has its words over its tags: the story that holds them is out of sight there."""
        stacked = is_compact(self.window().width())
        for label in self._words:
            label.setVisible(stacked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The window became wider or narrower."""
        super().resizeEvent(event)
        self.fit_words()

    def _join(self, apart: Apart) -> QWidget:
        """That two people hid words apart, and the way to hide all of them."""
        button = Button(tr("Put them together"), kind="soft", icon="eye-slash", size="dense")
        button.clicked.connect(self.join)
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        names = tr(" and ").join(apart.names) if len(apart.names) > 1 else tr("Two people")
        head = Label(tr("{names} hid words here apart.", names=names), weight=600, wrap=True)
        box.addLayout(row(IconMark("warning", "warn", 16), head, spacing=6))
        more = tr("You read them as one, with all of it hidden. Put them together to go on.")
        box.addWidget(helper(more))
        box.addLayout(row(button, None))
        self._offers.append(holder)
        return holder

    def _offer(self, passage: str, number: int) -> QWidget:
        """What it means that a passage has no place, and the way to give it one."""
        button = Button(
            tr("Place it"),
            kind="soft",
            icon="map-pin",
            size="dense",
            name=tr("Place it, passage {n}", n=number),
        )
        button.clicked.connect(lambda: self.place.emit(passage))
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(helper(tr("It has no place in the masked copy, so it is not sent to evaluators.")))
        box.addLayout(row(button, None))
        self._offers.append(holder)
        return holder

    def _add_line(self, line: TagLine, passage: str) -> None:
        card = LineCard(line)
        card.looked_at.connect(self.chosen)
        card.clicked.connect(lambda: self.chosen.emit(card.suggestion))
        self.cards[line.suggestion] = card
        self._passage_of[line.suggestion] = passage
        self._rows.addWidget(card)

    def _clear(self) -> None:
        self.cards, self._passage_of, self._offers, self._words, self.current = {}, {}, [], [], ""
        clear(self._rows)


def _originals(story: ReviewStory) -> tuple[Passage, ...]:
    """Each passage once, in the order of its number; a masked copy stands for its original only where that is not here."""
    found: dict[int, Passage] = {}
    for passage in story.view.passages:
        number = story.numbers[passage.id]
        if number not in found or passage.copy_of is None:
            found[number] = passage
    return tuple(found[number] for number in sorted(found))


def _heading(story: ReviewStory, passage: Passage, base_of: Callable[[str], int]) -> QWidget:
    number = str(story.numbers[passage.id])
    words = tr("Passage {n}", n=number)
    if passage.sound is not None:
        base = base_of(passage.sound.media)
        start, end = clock(base + passage.sound.from_ms), clock(base + passage.sound.to_ms)
        words = tr("{n}  {start} to {end}", n=number, start=start, end=end)
    at = words.index(number)
    spans = [Span(at, at + len(number), bold=True, color="accent")]
    head = Label(words, weight=600, spans=spans, wrap=False)
    if passage.sound is not None:  # two numbers alone would be heard
        head.setAccessibleName(tr("Passage {n}, {start} to {end}", n=number, start=start, end=end))
    parts: list[QWidget | None] = [head, None]
    if passage.id in story.to_place | story.view.needs_placing:
        parts += [
            IconMark("warning", "warn", 16),
            Label(tr("Needs placing"), role="dense", color="warn", wrap=False),
        ]
    elif passage.moved_me:
        moved = tr("It moved {name}", name=story.researcher)
        parts += [
            IconMark("star-fill", "warn", 17),
            Label(moved, role="dense", color="text2", wrap=False, elide=True),
        ]
    holder = QWidget()
    holder.setLayout(row(*parts, spacing=6))
    return holder
