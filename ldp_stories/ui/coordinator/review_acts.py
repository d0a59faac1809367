"""What the keys of the review do: decide, ask for a reason in a line, hide words, release, thank, undo. The screen shows what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from ldp_stories.domain.records import LayerKind
from ldp_stories.domain.review import NEEDS_REASON, Choice
from ldp_stories.errors import UserError
from ldp_stories.services.find_names import find_names
from ldp_stories.services.mask_words import count_copies
from ldp_stories.services.queue_work import HalfTyped, drop_half_typed, half_typed, keep_half_typed
from ldp_stories.ui.coordinator.ask_line import AskLine
from ldp_stories.ui.coordinator.review_bar import ReviewBar
from ldp_stories.ui.coordinator.review_lines import (
    add_line,
    mask_line,
    open_line,
    place_line,
    reason_line,
    thanks_line,
)
from ldp_stories.ui.coordinator.review_story import ReviewStory, TagLine
from ldp_stories.ui.coordinator.review_work import ReviewWork, masked_words
from ldp_stories.ui.coordinator.step_line import StepLine
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import Keeper
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.announce import announce

_T = TypeVar("_T")
Span = tuple[str, int, int]
"""Words that are selected: the layer, from where to where (the same place twice: none)."""
_LINES = NEEDS_REASON | {Choice.ASK}


class ReviewActs(QObject):
    """Acts on the story and the tag given by `now`.

    `decided(words, suggestion id)` after a decision ("" after accepting all), `changed(words, LayerKind or None)` after anything else,
    `closed` when a line closes with nothing kept.
    """

    decided = Signal(str, str)
    changed = Signal(str, object)
    closed = Signal()

    def __init__(self, context: Context, bar: ReviewBar, parent: QObject) -> None:
        super().__init__(parent)
        self.context, self.bar = context, bar
        self.work = ReviewWork(context.home)
        self.story: ReviewStory | None = None
        self.line: TagLine | None = None
        self.keeper = Keeper(self._keep_typed, self)
        bar.decisions.decided.connect(self.decide)
        bar.release.released.connect(self.release)
        bar.release.thank.connect(self.thank)

    def now(self, story: ReviewStory | None, line: TagLine | None) -> None:
        """The story and the tag in hand. A line that is open for another tag closes."""
        before, now = (one.suggestion if one is not None else None for one in (self.line, line))
        same = before == now and _record(self.story) == _record(story)
        if self.bar.line is not None and not same:
            self.bar.set_line(None)
        self.story, self.line = story, line

    def new_story(self) -> None:
        """Another story comes: close what is open; what was done before is not undone from here."""
        self.bar.set_line(None)
        self.work.forget()
        self.bar.release.read.set_value([])

    # decisions

    def decide(self, choice: Choice, tag: str = "") -> None:
        """One of the six. Change, not this tag, differ and ask open their line; `tag` is chosen beforehand."""
        if self.story is None or self.line is None:
            return
        if choice not in _LINES:
            self._keep(choice, "", "")
            return
        self._ask(choice, self.line, self.story, tag)

    def _ask(self, choice: Choice, about: TagLine, story: ReviewStory, tag: str) -> AskLine:
        line = reason_line(choice, about, story, tag=tag)
        line.kept.connect(lambda words, to_tag: self._keep(choice, words, to_tag))
        where = (story.view.record.id, about.suggestion, choice.value)
        line.typed.connect(lambda words, to: self.keeper.keep("line", "\n".join((*where, words, to))))
        line.closed.connect(self._let_go)
        self._open(line)
        return line

    def reopen(self) -> None:
        """Open the line that was half typed when the review was left or the program ended, with its words."""
        typed = half_typed(self.context.home)
        story = self.story
        if typed is None or story is None or typed.record != story.view.record.id:
            return
        about = story.line(typed.suggestion)
        if about is None or not about.waits or about is not self.line:
            return
        line = self._ask(Choice(typed.choice), about, story, typed.tag)
        line.field.set_text(typed.words)
        self.keeper.flush()  # what came from the desk is there already
        line.focus_start()

    def _keep_typed(self, _name: str, value: str) -> None:
        keep_half_typed(self.context.home, HalfTyped(*value.split("\n")))

    def _let_go(self) -> None:
        self.keeper.flush()
        drop_half_typed(self.context.home)

    def _keep(self, choice: Choice, reason: str, tag: str) -> None:
        story, line = self.story, self.line
        if story is None or line is None:
            return
        words = self._try(lambda: self.work.decide(story, line, choice, reason, tag))
        if words is not None:
            if choice in _LINES:
                self._let_go()
            self.decided.emit(words, line.suggestion)

    def accept_all(self) -> None:
        """Accept every tag that waits, with one key."""
        story = self.story
        waits = story is not None and any(one.may_accept for one in story.waiting)
        if story is not None and waits and self.bar.line is None:
            words = self._try(lambda: self.work.accept_all(story))
            if words is not None:
                self.decided.emit(words, "")

    def take_back(self) -> None:
        """Undo the last thing."""
        if self._try(self._take_back) is not None:
            self.changed.emit(tr("Undone."), None)

    def _take_back(self) -> bool:
        self.work.take_back()
        return True

    # the story as a whole

    def release(self) -> None:
        """Release it, when title and notes were read."""
        story = self.story
        if story is None:
            return
        if self.bar.release.has_read and self.next_name():  # nobody's name goes on unseen
            return
        done = self._try(lambda: self.work.release(story.view.record.id, has_read=self.bar.release.has_read))
        if done is not None:
            words = tr("Released")
            if done.needs_placing:
                words = many(
                    len(done.needs_placing),
                    "Released. {n} passage needs placing.",
                    "Released. {n} passages need placing.",
                )
            if done.lost:
                words = tr(
                    "Released. Words under a mask were changed, so all of that is hidden. Look at the masked copy."
                )
            self.changed.emit(words, LayerKind.MASKED)

    def open_again(self) -> None:
        """Open the line that asks before a closed story is opened."""
        story = self.story
        if story is not None:
            line = open_line(story)
            line.kept.connect(lambda: self._open_again(story.view.record.id))
            self._open(line)

    def _open_again(self, record: str) -> None:
        words = self._try(lambda: self.work.open_again(record))
        if words is not None:
            self.changed.emit(words, None)

    def hold(self) -> None:
        """Stop sending it to evaluators."""
        story = self.story
        if (
            story is not None
            and (words := self._try(lambda: self.work.hold(story.view.record.id))) is not None
        ):
            self.changed.emit(words, None)

    def thank(self) -> None:
        """Open the line for thanks."""
        story = self.story
        if story is not None:
            line = thanks_line(story.researcher)
            line.kept.connect(lambda words, _: self._say(lambda: self.work.thank(story, words), words))
            self._open(line)

    def add_tag(self) -> None:
        """Open the line for a tag of one's own, on the passage in hand or the whole story."""
        story, on = self.story, self.line.reading.suggestion.passage if self.line is not None else None
        if story is not None:
            line = add_line(story)
            line.kept.connect(lambda words, tag: self._add(line, story, on, tag, words))
            self._open(line)

    def _add(self, line: AskLine, story: ReviewStory, passage: str | None, tag: str, words: str) -> None:
        if not tag:
            line.set_error(tr("Choose the tag first. Nothing was added."))
            return
        self._say(lambda: self.work.add_tag(story, passage, tag, words), tag)

    def _say(self, act: Callable[[], str], needed: str) -> None:
        """Do something that needs words; without them say so."""
        if not needed and self.bar.line is not None:
            self.line_error(tr("Write a few words first. Nothing was sent."))
            return
        words = self._try(act)
        if words is not None:
            self.changed.emit(words, None)

    # hiding words

    def next_name(self) -> bool:
        """Open the line for the first words that may name somebody and that nobody has decided about; False when there are none."""
        story = self.story
        found = find_names(self.context.home, story.view.record.id) if story is not None else ()
        if found:
            self.hide_words(found[0].words, found[0].put, suggested=True)
            announce(self.bar, tr("“{words}” may name somebody. Hide it, or leave it.", words=found[0].words))
        return bool(found)

    def hide_words(self, words: str, put: str = "", *, suggested: bool = False) -> None:
        """Open the line that hides these words everywhere in the story; `put` is what stood in their place before.

        `suggested`: they may be left as they are, and when they are decided about the next suggestion comes.
        """
        story, found = self.story, " ".join(words.split())
        if story is None or not found:
            return
        copies = count_copies(self.context.home, story.view.record.id, found)
        line = mask_line(found, copies, suggested=suggested)
        line.kept.connect(lambda put, _: self._mask(story.view.record.id, found, put, on=suggested))
        line.left.connect(lambda: self.leave_words(words, on=True))
        self._open(line)
        if put:
            line.use(put)

    def _mask(self, record: str, find: str, put: str, *, on: bool) -> None:
        done = self._try(lambda: self.work.mask(record, find, put))
        if done is not None:
            self.changed.emit(masked_words(done), LayerKind.MASKED if done.layer is not None else None)
            if on:
                self.next_name()

    def leave_words(self, words: str, *, on: bool = False) -> None:
        """They name nobody, or may stand; `on`: then the next suggestion."""
        story = self.story
        if story is None:
            return
        said = self._try(lambda: self.work.leave(story.view.record.id, words))
        if said is not None:
            self.changed.emit(said, None)
            if on:
                self.next_name()

    def join(self) -> None:
        """Put masked copies that were made apart together."""
        story = self.story
        if story is not None:
            words = self._try(lambda: self.work.join(story.view.record.id))
            if words is not None:
                self.changed.emit(words, LayerKind.MASKED)

    # placing a passage

    @property
    def placing(self) -> bool:
        """Whether words are being selected for a passage."""
        return isinstance(self.bar.line, StepLine) and self.bar.line.choosing

    def place(self, passage: str, selected: Callable[[], Span]) -> None:
        """Open the line that waits until words are selected for a passage; `selected` tells which are."""
        story = self.story
        if story is not None and passage in story.to_place:
            line = place_line(story, passage)
            line.kept.connect(lambda: self._place(passage, story.numbers[passage], selected()))
            self._open(line)

    def _place(self, passage: str, number: int, span: Span) -> None:
        layer, start, end = span
        if start >= end:
            self.line_error(tr("Select the words in the masked copy first. Nothing was placed."))
            return
        if self._try(lambda: self.work.place(passage, layer, start, end)) is not None:
            self.changed.emit(tr("Placed passage {n}.", n=number), LayerKind.MASKED)

    # lines and errors

    def _open(self, line: AskLine | StepLine) -> None:
        line.closed.connect(self._close)
        self.bar.set_line(line)
        line.focus_start()

    def _close(self) -> None:
        self.bar.set_line(None)
        self.closed.emit()

    def line_error(self, words: str) -> None:
        """Say beside the open line what is missing."""
        if isinstance(self.bar.line, AskLine | StepLine):
            self.bar.line.set_error(words)

    def _try(self, act: Callable[[], _T]) -> _T | None:
        """Do it; a refusal is said beside the open line, else in the bar, and nothing was changed."""
        try:
            made = act()
        except UserError as error:
            if isinstance(self.bar.line, AskLine | StepLine):
                self.bar.line.set_error(sentence(error))
            else:
                self.bar.say(sentence(error))
                announce(self.bar, sentence(error), assertive=True)
            return None
        self.bar.set_line(None)
        self.bar.say("")
        return made


def _record(story: ReviewStory | None) -> str:
    """The record's id, "" for none."""
    return story.view.record.id if story is not None else ""
