"""Review one story on one screen: words and sound, tags with reasons, what they mean, six decisions by single keys (SCREENS.md 5.11)."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ldp_stories.domain.records import LayerKind
from ldp_stories.domain.review import SITTING, Choice, Why
from ldp_stories.errors import UserError
from ldp_stories.services import queue_work
from ldp_stories.services.queue_work import Reason
from ldp_stories.ui.coordinator.ask_line import AskLine
from ldp_stories.ui.coordinator.review_acts import ReviewActs, Span
from ldp_stories.ui.coordinator.review_bar import ReviewBar
from ldp_stories.ui.coordinator.review_side import SideCard
from ldp_stories.ui.coordinator.review_story import ReviewStory, TagLine, read_story
from ldp_stories.ui.coordinator.review_tags_card import TagsCard
from ldp_stories.ui.coordinator.review_top import ReviewTop
from ldp_stories.ui.coordinator.step_line import StepLine
from ldp_stories.ui.record.changed_mind import ChangedMindPage
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.directory import TaskScreen
from ldp_stories.ui.record.fills_view import FillsView
from ldp_stories.ui.record.reading import ReadingPane
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import row
from ldp_stories.ui.widgets.columns import Columns
from ldp_stories.ui.widgets.dots import ProgressDots
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.pinned import PinnedBar
from ldp_stories.ui.widgets.scroll import ScrollPage
from ldp_stories.ui.widgets.theme import follow, theme

_SHOWS = frozenset(
    {"record", "layer", "passage", "suggestion", "decision", "comment", "consent", "media", "order", "note", "encounter"}
)  # fmt: skip


class ReviewScreen(TaskScreen):
    """`what` is a tuple of record ids: the sitting (or one story). Decisions are in `acts`; this shows and goes from story to story."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context = context
        self.records, self.at, focus = _place(context, cast("tuple[str, ...]", what or ()))
        self.story: ReviewStory | None = None
        self.current = self._left = ""
        self.title = tr("Review")
        self.back_label = tr("Queue")
        self.top = ReviewTop(context)
        self.pane = ReadingPane(context)
        self.tags = TagsCard()
        self.side = SideCard(context)
        self.bar = ReviewBar()
        self.end = EmptyState("", icon="coffee", action=tr("Back to the queue"))
        self.hide_words = Button(
            tr("Hide these words"), kind="soft", icon="eye-slash", key="M", size="dense", bind=False
        )
        self._lay_out()
        self.acts = ReviewActs(context, self.bar, self)
        self.again = self.playing = False
        self._connect()
        self.open_story(focus)

    def _lay_out(self) -> None:
        self.hide_words.hide()
        self.pane.body.insertLayout(2, row(self.hide_words, None))
        cards = Columns([(self.pane, 0), (self.tags, 340), (self.side, 336)])
        self.page = ScrollPage(margins=(28, 12, 28, 16), spacing=10)
        self.page.body.addWidget(self.top)
        self.page.body.addWidget(cards, 1)
        whole = QWidget()
        self.work = QStackedWidget()
        self.work.addWidget(whole)
        self.work.addWidget(self.end)
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.page, 1)
        FillsView(self.pane.text, self.page.area)
        self.listen = PinnedBar(self.pane.sound, self.pane.put_sound_back)
        box.addWidget(self.listen)
        box.addWidget(self.bar)
        self.box.addWidget(self.work)
        self.set_focus_start(self.top.heading)

    def _connect(self) -> None:
        self.tags.chosen.connect(self.choose)
        self.tags.play.connect(self._play)
        self.pane.link.playing_changed.connect(self._playing)
        self.tags.accept_all.connect(self.acts.accept_all)
        self.tags.undone.connect(self._undo)
        self.tags.place.connect(self._place)
        self.tags.join.connect(self.acts.join)
        leave = QShortcut(QKeySequence("Esc"), self.pane.text)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)
        leave.activated.connect(self._leave_placing)
        self.acts.decided.connect(self._decided)
        self.acts.changed.connect(self._changed)
        self.acts.closed.connect(lambda: self.take_in_hand(self.line, focus=True))
        self.hide_words.clicked.connect(self._hide_selected)
        self.side.change_to.connect(lambda tag: self.acts.decide(Choice.CHANGE, tag))
        self.side.wanted.connect(self._more)
        self.side.hide_words.connect(self.acts.hide_words)
        self.side.leave_words.connect(self.acts.leave_words)
        self._mask_key = QShortcut(QKeySequence("M"), self)
        self._mask_key.activated.connect(self._hide_by_key)
        follow(self._keys)
        self.pane.passage_pressed.connect(self._choose_passage)
        self.pane.selected.connect(lambda *_: self.hide_words.setVisible(not self.acts.placing))
        self.pane.layer_changed.connect(lambda _: self.hide_words.hide())
        self.side.open_story.connect(lambda record: self.go.emit("record", record))
        self.top.banner_pressed.connect(self._answer_banner)
        self.end.acted.connect(self.done)
        for part in (self.bar.decisions, self.bar.release):
            part.next_story.connect(self.next_story)
        back = QShortcut(QKeySequence("Left"), self.tags.area)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.pane.player.back.click)

    # which story

    @property
    def record(self) -> str:
        """The id of the story in hand, "" after the last."""
        return self.records[self.at] if self.at < len(self.records) else ""

    @property
    def last(self) -> bool:
        """Whether this is the last story."""
        return self.at + 1 >= len(self.records)

    def open_story(self, focus: str = "") -> None:
        """Show the story in hand from its beginning; a story that is gone is passed over."""
        gone = ""
        while self.record:
            try:
                story = read_story(self.context.home, self.record)
            except UserError as error:
                gone = sentence(error)
                self.at += 1
                continue
            self._start(story, focus)
            break
        else:
            self._show_end()
        if gone:
            self.context.tell(gone)

    def _start(self, story: ReviewStory, focus: str) -> None:
        self.acts.new_story()
        self.tags.undo.clear()
        self._left = ""
        self.current, self.again = "", False
        self.hide_words.hide()
        masked = any(layer.kind is LayerKind.MASKED for layer in story.view.layers)
        self.pane.show_view(story.view, layer=LayerKind.MASKED if masked else None)
        self.show_story(story)
        typed = queue_work.half_typed(self.context.home)
        if typed is not None and typed.record == self.record:
            focus = typed.suggestion
        first = story.line(focus) or next(iter(story.waiting or story.lines), None)
        if story.waiting:  # the last story ended at its notes; a tag is read beside its meaning
            self.side.show_tab("tag")
        self.take_in_hand(first, focus=False)
        self.page.area.verticalScrollBar().setValue(0)
        self.middle = _middle(self.at, len(self.records))
        self.retitle(tr("Review: {title}", title=story.view.title or tr("No title yet")))
        self.bar_changed.emit()
        self.work.setCurrentIndex(0)
        queue_work.keep_place(self.context.home, self.record, focus)
        self.acts.reopen()

    def focus_start(self) -> None:
        """The focus starts at the title, or in a line that was half typed."""
        if isinstance(self.bar.line, AskLine):
            self.bar.line.focus_start()
        else:
            super().focus_start()

    def reload(self, *, layer: LayerKind | None = None) -> None:
        """Read the story in hand again after a change; the tag in hand, the focus and the place in the sound stay."""
        if not self.record:
            return
        try:
            story = read_story(self.context.home, self.record)
        except UserError as error:
            self.context.tell(sentence(error))
            self.next_story()
            return
        self.pane.show_view(story.view, layer=layer)
        self.show_story(story)

    def show_story(self, story: ReviewStory) -> None:
        """Put a story into all parts."""
        self.story = story
        self.top.show_story(story)
        self.tags.show_story(story, self.pane.link.base_of)
        self.tags.choose(self.current, focus=False)
        self.side.show_story(story, self.line)
        self.acts.now(story, self.line)
        self._set_bar()

    def _set_bar(self) -> None:
        story, line = self.story, self.line
        if story is None:
            return
        name = story.researcher
        own_words = line is not None and not line.code
        self.bar.decisions.set_state(name, has_tag=line is not None, in_words=own_words, last=self.last)
        changed = any(r.why is Why.CHANGED for r in story.reasons)
        released = story.view.record.released and not changed
        self.bar.release.set_state(name, released=released, again=changed, last=self.last)
        self.bar.show_release(not story.waiting and not self.again)

    # which tag

    @property
    def line(self) -> TagLine | None:
        """The tag in hand."""
        return self.story.line(self.current) if self.story is not None else None

    def choose(self, suggestion: str) -> None:
        """A person went to another tag."""
        if self.story is not None and suggestion != self.current:
            self.again = True
            self.take_in_hand(self.story.line(suggestion), focus=False)
            queue_work.keep_place(self.context.home, self.record, suggestion)

    def take_in_hand(self, line: TagLine | None, *, focus: bool) -> None:
        """Make a tag the one in hand: its card, its passage in the words, its entry beside."""
        self.current = line.suggestion if line is not None else ""
        self.tags.choose(self.current, focus=focus)
        if line is not None and line.passage is not None:
            self.pane.pick(line.passage.id)
        if self.story is not None:
            self.side.show_story(self.story, line)
            self.acts.now(self.story, line)
        self._set_bar()

    def _decided(self, words: str, suggestion: str) -> None:
        """Show what was decided, and go to the next tag that waits; when none is left, to the release."""
        self.again, self._left = False, ""
        self.reload()
        self._offer_undo(words)
        story = self.story
        line = story.after(suggestion) if story is not None and suggestion else None
        if line is not None:
            self.take_in_hand(line, focus=True)
            announce(self, tr("{done}. Next: {tag}, {who}", done=words, tag=line.words, who=line.who))
            return
        self._set_bar()
        if story is not None and not story.waiting:
            self.side.show_tab("note")
            self.bar.release.focus_start()
            if self.bar.release.is_done:
                announce(self, tr("{done}. All tags are decided. The evaluators may have it.", done=words))
            else:
                announce(
                    self,
                    tr("{done}. All tags are decided. Read title and notes, then release it.", done=words),
                )

    def _changed(self, words: str, layer: object) -> None:
        """Show what was done to the story as a whole."""
        self.hide_words.hide()
        self._left = ""
        self.reload(layer=layer if isinstance(layer, LayerKind) else None)
        if self.acts.work.can_undo:
            self._offer_undo(words)
        else:
            self.tags.undo.clear()
            self.context.tell(words)
        waiting = self.story.waiting if self.story is not None else ()
        if self.line is not None and (self.line.waits or self.again):
            self.take_in_hand(self.line, focus=True)
        elif waiting:  # what was undone waits again, and is not what is in hand
            self.take_in_hand(waiting[0], focus=True)
        else:
            self._set_bar()
            self.bar.release.focus_start()
            self.tags.show_offer()

    def _keys(self) -> None:
        self._mask_key.setEnabled(theme().single_keys)

    def _hide_by_key(self) -> None:
        """M: hide the words that are selected, else decide about the next that may name somebody."""
        if self.bar.line is None and self.work.currentIndex() == 0:
            if self.hide_words.isVisible():
                self._hide_selected()
            elif not self.acts.next_name():
                announce(self, tr("Nothing here looks like a name. Select the words to hide."))

    def _hide_selected(self) -> None:
        layer, (start, end) = self.pane.layer, self.pane.text.selection()
        if layer is not None and start < end:
            self.acts.hide_words(layer.text[start:end])

    def _place(self, passage: str) -> None:
        """Words are selected in the masked copy for a passage that has no place there."""
        if self.story is not None:
            self.hide_words.hide()
            self.pane.show_view(self.story.view, layer=LayerKind.MASKED)
            self.acts.place(passage, self._selected)
            self.pane.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _selected(self) -> Span:
        layer, (start, end) = self.pane.layer, self.pane.text.selection()
        return (layer.id, start, end) if layer is not None else ("", 0, 0)

    def _leave_placing(self) -> None:
        if isinstance(self.bar.line, StepLine):
            self.bar.line.closed.emit()

    def _more(self, action: str) -> None:
        """What was pressed under More."""
        match action:
            case "thank":
                self.acts.thank()
            case "add":
                self.acts.add_tag()
            case "hold":
                self.acts.hold()
            case "mind":
                self.show_changed_mind()
            case _:
                self.go.emit("record", self.record)

    def _choose_passage(self, passage: str) -> None:
        if self.acts.placing:  # a press in the words sets where a selection begins
            return
        number = self.story.numbers.get(passage) if self.story is not None else None
        line = (
            next((x for x in self.story.lines if x.number == number), None)
            if self.story is not None
            else None
        )
        if line is not None:
            self.take_in_hand(line, focus=True)

    def _playing(self, playing: bool) -> None:
        self.playing = playing

    def _play(self, passage: str) -> None:
        """Space on a tag: play its passage, or stop."""
        player = self.pane.player
        line = self.line
        if (
            line is not None
            and line.passage is not None
            and line.passage.sound is not None
            and not self.playing
        ):
            self.pane.play_passage(passage)
        else:
            player.toggle()

    def _answer_banner(self, reason: Reason | None) -> None:
        if reason is None:
            self.acts.open_again()
        else:
            match reason.why:
                case Why.NAME_FOUND:
                    self.side.show_tab("note")
                    if not self.acts.next_name():
                        self.acts.hide_words(reason.what[0])
                case Why.CHANGED:
                    self.side.show_tab("note")
                case Why.CONFLICT:
                    self.go.emit("settle", self.record)
                case _:
                    self.show_changed_mind()

    # on and away

    def next_story(self) -> None:
        """Go on; after the last one offer a break."""
        sitting = queue_work.sitting(self.context.home)
        if sitting is not None and sitting.records == self.records:
            queue_work.next_story(self.context.home)
        left = self.story
        self.pane.close_sound()
        self.at += 1
        if self.record:
            self.open_story()
            self.focus_start()
            self._offer_way_back(left)
            announce(
                self,
                tr(
                    "Story {n} of {of}: {title}",
                    n=self.at + 1,
                    of=len(self.records),
                    title=self.top.heading.text(),
                ),
            )
        elif len(self.records) == 1:
            self.done.emit()
        else:
            self._show_end()

    def _offer_way_back(self, left: ReviewStory | None) -> None:
        """One key too many must not lose a story that is not finished: Ctrl+Z goes back to it."""
        if left is not None and left.waiting and left.view.record.id in self.records[: self.at]:
            self._left = left.view.record.id
            self._offer_undo(tr("Left “{title}” unfinished", title=left.view.title))

    def _offer_undo(self, words: str) -> None:
        """The line says what was done; what the foot says of something older goes."""
        self.context.tell("")
        self.tags.undo.show_undo(words)

    def _undo(self) -> None:
        if not self._left:
            self.acts.take_back()
            return
        self.pane.close_sound()
        self.at, self._left = self.records.index(self._left), ""
        self.open_story()
        self.focus_start()

    def _show_end(self) -> None:
        whole = len(self.records) == SITTING
        title = tr("That is fifteen. Take a break?") if whole else tr("That was the last one.")
        self.end.set_words(title, tr("Everything you decided is saved."))
        self.middle, self.story = None, None
        self.retitle(tr("Review"))
        self.bar_changed.emit()
        self.work.setCurrentIndex(1)
        self.end.button.setFocus()
        announce(self, title)

    def show_changed_mind(self) -> None:
        """ "They changed their mind", in place of the story."""
        if self.story is None:
            return
        page = ChangedMindPage(self.context, self.story.view)
        self.work.addWidget(page)
        page.closed.connect(lambda: self._close_page(page))
        page.take_out.connect(lambda person: self.go.emit("take_back", person))
        self.work.setCurrentWidget(page)
        page.focus_start()

    def _close_page(self, page: QWidget) -> None:
        self.work.removeWidget(page)
        page.deleteLater()
        self.work.setCurrentIndex(0)
        self.reload()
        self.focus_start()

    def refresh(self, changes: frozenset[str]) -> None:
        """Something was written here or brought in."""
        if self.story is not None and (not changes or changes & _SHOWS):
            if not changes:  # back from another screen: the widget in the bar went with it
                self.middle = _middle(self.at, len(self.records))
            self.reload()

    def leaving(self) -> None:
        """Keep the place in the sitting and what is half typed, and let go of the sound."""
        self.acts.keeper.flush()
        if self.record:
            queue_work.keep_place(self.context.home, self.record, self.current)
        self.pane.close_sound()


def _place(context: Context, wanted: tuple[str, ...]) -> tuple[tuple[str, ...], int, str]:
    """The stories, the one in hand and what had the focus: as the sitting was left, when it is this one."""
    sitting = queue_work.sitting(context.home)
    if sitting is not None and len(wanted) > 1 and set(sitting.records) <= set(wanted) and not sitting.done:
        return sitting.records, sitting.at, sitting.focus
    return wanted, 0, ""


def _middle(at: int, of: int) -> QWidget | None:
    """ "Story 4 of 15" with its dots, for the bar; a new one each time, because the bar throws the old one away."""
    if of < 2:
        return None
    holder = QWidget()
    words = Label(tr("Story {n} of {of}", n=at + 1, of=of), color="text2", wrap=False)
    dots = None if theme().large else ProgressDots(of=of, at=at, name=tr("Stories of this sitting"))
    holder.setLayout(row(words, dots))
    return holder
