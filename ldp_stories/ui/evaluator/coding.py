"""Coding: my own layer. Select some words, then press T; the sound is tagged by its seconds. Reviewed tags are shown and never touched (US-E4)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ldp_stories.domain.records import Layer
from ldp_stories.errors import UserError
from ldp_stories.services.code_own import (
    Coded,
    TagNode,
    bring_back,
    code,
    codings_of,
    make_tag,
    own_tags,
    set_memo,
    uncode,
)
from ldp_stories.services.find import codebook
from ldp_stories.services.keep_answers import form_typed, keep_form
from ldp_stories.services.my_stories import my_stories, story_row
from ldp_stories.services.read_record import RecordView, open_record
from ldp_stories.ui.evaluator.coded_card import CodedCard
from ldp_stories.ui.evaluator.coding_copies import CodedCopies
from ldp_stories.ui.evaluator.coding_hand import TagHand
from ldp_stories.ui.evaluator.coding_own_tag import OwnTagPart
from ldp_stories.ui.record.chain_card import CHAIN_KEY, ChainCard
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.fills_view import FillsView
from ldp_stories.ui.record.keeping import Keeper
from ldp_stories.ui.record.player_link import SoundLink, parts_of
from ldp_stories.ui.record.story_finder import story_finder
from ldp_stories.ui.text import apart, clock, sentence, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, clear, row
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.columns import Columns
from ldp_stories.ui.widgets.combo import DEEPER, Combo
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.labels import display, heading, helper, small
from ldp_stories.ui.widgets.pinned import PinnedBar
from ldp_stories.ui.widgets.player import PlayerBar
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage
from ldp_stories.ui.widgets.storytext import StoryText, TextMark
from ldp_stories.ui.widgets.tab_order import focus_kept
from ldp_stories.ui.widgets.theme import theme

_OFFERED = 500
_SHOWS = frozenset(
    {"coding", "analysis_tag", "layer", "record", "suggestion", "decision", "consent", "order"}
)


class CodingScreen(Screen):
    """`what` is a record id; without one the newest story is opened."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context = context
        self.title = tr("Coding")
        self.view: RecordView | None = None
        self.coded: tuple[Coded, ...] = ()
        self.cards: dict[str, CodedCard] = {}
        self.span = (0, 0)
        self.heading = display(tr("Coding: my own layer"))
        self.story = Combo([], name=tr("Story"), placeholder=tr("Choose a story"), icon="notebook")
        self.story.further = story_finder(context, self)
        self.older = small(
            tr("The newest {n} stories are offered here. Type some words to find an older one.", n=_OFFERED)
        )
        self.copies = CodedCopies()
        self.words = StoryText(name=tr("The words"))
        self.player = PlayerBar(name=tr("The sound"))
        self.link = SoundLink(context, self)
        self.link.bind(self.player)
        self.begin = Button(tr("It begins here"), icon="caret-left", size="dense")
        self.finish = Button(tr("It ends here"), icon="caret-right", size="dense")
        self.heard = small("")
        self.hand = TagHand()
        self.tag, self.put = self.hand.tag, self.hand.put
        self.undo, self.trouble = self.hand.undo, self.hand.trouble
        self.new = TextField(
            name=tr("A new tag of your own"), placeholder=tr("Or type a new one, then Enter")
        )
        self.own = OwnTagPart(context)
        self.nodes: tuple[TagNode, ...] = ()
        self.reviewed = small("")
        self.comes = Button(tr("Where this comes from"), icon="path", key=CHAIN_KEY, size="dense")
        self.chain = ChainCard(context.home)
        self.nothing = helper(tr("Select some words, then press T."))
        holder = QWidget()
        self.list = QVBoxLayout(holder)
        self.list.setContentsMargins(0, 0, 0, 0)
        self.list.setSpacing(10)
        self.holder = holder
        self.empty = EmptyState(
            tr("No stories yet"), text=tr("Bring in stories to code them."), icon="notebook"
        )
        self._lay_out()
        self._connect()
        self.typing = Keeper(self._keep_memo, self)
        self._step: Callable[[], str | None] | None = None
        self._step_here = True
        self.set_focus_start(self.heading)
        self._offer(str(what or ""))
        if tag := self.own.half_typed():
            self._hold(tag)

    def _lay_out(self) -> None:
        read = Card(padding=(26, 18, 26, 16), spacing=12)
        self.sound = QWidget()
        box = QVBoxLayout(self.sound)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.player)
        box.addLayout(row(self.begin, self.finish, self.heard, None))
        read.add(self.copies, self.words, self.sound)
        self.side = side = Card(padding=(22, 18, 22, 18), spacing=10)
        side.add(heading(tr("My tags")), self.own, self.new)
        side.add(
            self.nothing,
            self.holder,
            self.reviewed,
            row(self.comes, None),
            self.chain,
            None,
        )
        self.columns = Columns([(read, 0), (side, 400)], gap=20)
        page = ScrollPage(margins=(32, 20, 32, 16), spacing=14)
        page.body.addWidget(self.heading)
        page.body.addWidget(self.story)
        page.body.addWidget(self.older)
        page.body.addWidget(self.columns, 1)
        page.body.addWidget(self.empty, 1)
        self.box.addWidget(page)
        self._put_hand_back()
        self.bar = PinnedBar(self.hand, self._put_hand_back)
        self.box.addWidget(self.bar)
        FillsView(self.words, page.area)

    def _put_hand_back(self) -> None:
        """The tag in hand stands beside the words where there is room, else in the bar under them."""
        self.side.body.insertWidget(1, self.hand)

    def _connect(self) -> None:
        self.story.chosen.connect(self.open_story)
        self.copies.turned.connect(self._show_copy)
        self.words.selected.connect(lambda *_: self.trouble.hide())
        self.words.passage_pressed.connect(self._show_number)
        self.begin.clicked.connect(lambda: self._mark_sound(begin=True))
        self.finish.clicked.connect(lambda: self._mark_sound(begin=False))
        self.player.let_pick()
        self.player.picked.connect(self._pick_sound)
        self.put.clicked.connect(self.tag_it)
        self.tag.chosen.connect(self._chosen)
        self.new.entered.connect(self._make)
        self.own.done.connect(self._tag_changed)
        self.own.refused.connect(self._say)
        self.undo.undone.connect(self._undo)
        self.comes.clicked.connect(self.show_chain)
        again = QShortcut(QKeySequence("Shift+T"), self)
        again.activated.connect(self.tag.open)
        again.setEnabled(theme().single_keys)

    # which story

    def _offer(self, wanted: str) -> None:
        """The newest stories, and the one that is asked for however old it is."""
        page = my_stories(self.context.home, limit=_OFFERED)
        offered = {r.id: r.title for r in page.rows}
        asked = story_row(self.context.home, wanted) if wanted and wanted not in offered else None
        if asked is not None:
            offered = {asked.id: asked.title} | offered
        self.story.set_options([Option(ident, title) for ident, title in offered.items()])
        self.older.setVisible(page.next is not None)
        self.columns.setVisible(bool(offered))
        self.hand.setHidden(not offered)
        self.empty.setVisible(not offered)
        if offered:
            self.open_story(wanted if wanted in offered else next(iter(offered)))

    def open_story(self, record: str) -> None:
        """Read one story with everybody's codings."""
        before = self.view.record.id if self.view is not None else ""
        try:
            self.view = open_record(self.context.home, record)
        except UserError as error:
            self._refuse(error)
            return
        if before != record:  # what could be undone, and the sound that was marked, were in the story before
            if self._step_here:
                self.undo.clear()
            self._pick_sound(0, 0)
            self.trouble.hide()
            self.chain.hide()
        self.copies.show_view(self.view, keep=before == record)
        self.story.set_value(record)
        self.retitle(tr("Coding: {title}", title=self.view.title))
        parts = parts_of(self.context.home, self.view.media)
        self.link.show_parts(parts)
        self.sound.setVisible(bool(parts))
        self.show_codings()

    @property
    def layer(self) -> Layer | None:
        """The words on screen: what every evaluator reads, where there is such a copy, until one turns to another."""
        return self.copies.layer

    def show_codings(self) -> None:
        """Read the codings and the tags again."""
        if self.view is None:
            return
        home = self.context.home
        self.coded = codings_of(home, self.view.record.id)
        self.nodes = own_tags(home)
        own = [Option(n.tag.id, DEEPER * n.depth + n.tag.name, n.tag.meaning) for n in self.nodes]
        book = [Option(t.id, f"{t.code} {t.name}", t.meaning) for t in codebook(home)]
        self.tag.set_options([*own, *book])
        self._hold(self.tag.value())
        self._draw()
        self._fill()
        names = {t.id: f"{t.code} {t.name}" for t in codebook(home, retired=True)}
        standing = dict.fromkeys(names.get(t, "") for r in self.view.readings for t in r.tags)
        shown = ", ".join(apart(n) for n in standing if n)
        self.reviewed.setText(tr("Looked at with the coordinator: {tags}", tags=shown) if shown else "")
        self.reviewed.setVisible(bool(shown))

    def _show_copy(self) -> None:
        """Another copy of the words is on screen; nothing of it is selected yet."""
        self._draw()
        self._fill()

    def show_where(self, ident: str) -> None:
        """Turn to the copy in which marked words stand, and go to them."""
        place = next((n for n, c in enumerate(self.coded, 1) if c.coding.id == ident), 0)
        if place:
            self.copies.turn_to(self.coded[place - 1].layer)
            self.words.show_passage(str(place))
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hold(self, tag: str) -> None:
        """Take a tag in hand; one's own can be changed."""
        chosen = tag if self.tag.offers(tag) else ""
        self.tag.set_value(chosen)
        self.own.show_tag(next((n for n in self.nodes if n.tag.id == chosen and not n.whose), None))

    def _draw(self) -> None:
        layer = self.layer
        marks = [
            TextMark(c.start, c.end, str(n), "mark2" if c.whose else "mark")
            for n, c in enumerate(self.coded, 1)
            if layer is not None and c.layer == layer.id and c.end
        ]
        self.words.set_text(layer.text if layer else "", marks)
        spans = []
        for one in self.coded:
            if one.coding.sound is not None:
                base = self.link.base_of(one.coding.sound.media)
                spans.append((base + one.coding.sound.from_ms, base + one.coding.sound.to_ms))
        self.player.set_passages(spans)

    def _fill(self) -> None:
        with focus_kept(self.holder, self):
            self._lay_cards()

    def _lay_cards(self) -> None:
        clear(self.list)
        self.cards = {}
        self.typing.flush()
        typed = form_typed(self.context.home, self._memos()) if self.coded else {}
        for number, one in enumerate(self.coded, 1):
            copy = self.copies.name_of(one.layer) if one.end else ""
            card = CodedCard(number, one, copy, typed.get(one.coding.id, ""))
            card.turn.connect(self.show_where)
            card.off.connect(self._take_off)
            card.memo_typed.connect(lambda ident, words: self.typing.keep(f"{self._memos()}:{ident}", words))
            card.memo_written.connect(self._memo)
            self.cards[one.coding.id] = card
            self.list.addWidget(card)
            card.show()
        self.nothing.setVisible(not self.coded)

    def show_chain(self) -> None:
        """The chain behind the marked words in which the focus is, or behind the whole story; once more puts it away."""
        if self.view is None:
            return
        at = QApplication.focusWidget()
        chosen = next(
            (c.one for c in self.cards.values() if at is not None and (c is at or c.isAncestorOf(at))), None
        )
        passage = self._passage_under(chosen) if chosen is not None else None
        self.chain.toggle(self.view.record.id, passage, chosen.words if chosen is not None else "")

    def _passage_under(self, one: Coded) -> str | None:
        """The reviewed passage that marked words stand on, if there is one: then the decisions about it are told."""
        for passage in self.view.passages if self.view is not None else ():
            at = passage.text
            if at is not None and at.layer == one.layer and at.start < one.end and one.start < at.end:
                return passage.id
        return None

    def _show_number(self, number: str) -> None:
        place = int(number) - 1 if number.isdecimal() else -1
        if 0 <= place < len(self.coded):
            self.cards[self.coded[place].coding.id].setFocus()

    # tagging

    def tag_it(self) -> None:
        """T: put the chosen tag on what is selected; without a tag the list of tags opens."""
        if self.words.selection() == (0, 0) and not self._sound_chosen():
            self._say(tr("Select some words, then press T."))
            return
        if not self.tag.value():
            self.tag.open()
            return
        self._code(self.tag.value())

    def _sound_chosen(self) -> bool:
        return self.span[0] < self.span[1]

    def _chosen(self, tag: str) -> None:
        start, end = self.words.selection()
        self._keep_change()
        self._hold(tag)
        if start < end or self._sound_chosen():
            self._code(tag, (start, end))

    def _make(self, name: str) -> None:
        try:
            made = make_tag(self.context.home, name)
        except UserError as error:
            self._refuse(error)
            return
        self.new.set_text("")
        self.show_tags_with(made)

    def show_tags_with(self, tag: str) -> None:
        """A new tag: it is chosen, and put on what is selected."""
        start, end = self.words.selection()
        self.show_codings()
        self._hold(tag)
        if start < end:
            self._code(tag, (start, end))
        elif self._sound_chosen():
            self._code(tag)

    def _code(self, tag: str, words: tuple[int, int] | None = None) -> None:
        view, layer = self.view, self.layer
        if view is None:
            return
        start, end = self.words.selection() if words is None else words
        if start < end and not self.copies.may_tag:
            self._say(
                tr("Not everybody may read this copy. Turn to the masked one, and tag the words there.")
            )
            return
        medium, begin, finish = self._sound_span()
        try:
            made = code(
                self.context.home,
                view.record.id,
                tag,
                layer=layer.id if layer is not None and start < end else None,
                start=start if start < end else None,
                end=end if start < end else None,
                media=medium,
                from_ms=begin,
                to_ms=finish,
            )
        except UserError as error:
            self._refuse(error)
            return
        self._pick_sound(0, 0)
        self.tag.set_value(tag)
        self.show_codings()
        self._offer_undo(tr("Tagged {tag}.", tag=self.tag.shown()), lambda: uncode(self.context.home, made))

    def _sound_span(self) -> tuple[str | None, int | None, int | None]:
        """(medium, from, to) of the marked sound, inside the part where it begins."""
        if not self._sound_chosen() or self.view is None:
            return None, None, None
        for medium in self.view.media:
            base = self.link.base_of(medium.id)
            if base <= self.span[0] < base + medium.duration_ms:
                return medium.id, self.span[0] - base, min(self.span[1] - base, medium.duration_ms)
        return None, None, None

    def _mark_sound(self, *, begin: bool) -> None:
        now = self.link.position
        span = (now, max(self.span[1], now)) if begin else (min(self.span[0], now), now)
        self._pick_sound(*span)

    def _pick_sound(self, start: int, end: int) -> None:
        """Seconds were marked, by dragging, with keys or with the buttons; (0, 0) for none."""
        self.span = (start, end)
        self.player.set_picked(self.span if end else None)
        self.heard.setText(f"{clock(start)} \u2013 {clock(end)}" if end else tr("Or drag over the sound."))
        if end:
            self.trouble.hide()

    # taking off, memos, undo

    def _take_off(self, ident: str) -> None:
        try:
            uncode(self.context.home, ident)
        except UserError as error:
            self._refuse(error)
            return
        self.show_codings()
        self._offer_undo(tr("Tag taken off."), lambda: bring_back(self.context.home, (ident,)))

    def _memos(self) -> str:
        """Under what half-typed memos are kept; it names the story, and goes with it."""
        return f"coding {self.view.record.id if self.view is not None else ''}"

    def _keep_memo(self, key: str, memo: str) -> None:
        form, _, ident = key.partition(":")
        keep_form(self.context.home, form, ident, memo)

    def _memo(self, ident: str, memo: str) -> None:
        """Write a memo down: nothing of it stays beside."""
        try:
            set_memo(self.context.home, ident, memo)
        except UserError as error:
            self._refuse(error)
            return
        self.typing.flush()
        keep_form(self.context.home, self._memos(), ident, "")

    def _tag_changed(self, words: str, undo: Callable[[], str | None], tag: str) -> None:
        if not tag:  # what was in hand is gone
            self.tag.setFocus(Qt.FocusReason.OtherFocusReason)
        self.tag.set_value(tag)
        self.show_codings()
        self._offer_undo(words, undo, here=False)

    def _keep_change(self) -> None:
        """What is half typed about the tag in hand is kept, unless it has no name."""
        if self.own.busy:
            self.own.save()

    def _offer_undo(self, words: str, step: Callable[[], str | None], *, here: bool = True) -> None:
        """`here`: what was done concerns this story alone, so that the offer ends with it."""
        self._step, self._step_here = step, here
        self.trouble.hide()
        self.context.tell("")
        self.undo.show_undo(words)

    def _undo(self) -> None:
        step, self._step = self._step, None
        try:
            tag = step() if step is not None else None
        except UserError as error:
            self._refuse(error)
            tag = None
        if tag:
            self.tag.set_value(tag)
        self.show_codings()

    def _refuse(self, error: UserError) -> None:
        self._say(sentence(error))

    def _say(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.show()
        self.context.tell(words)

    def refresh(self, changes: frozenset[str]) -> None:
        """Somebody's codings came, or the story changed; what one is typing stays."""
        typing = any(c.memo.edit.hasFocus() for c in self.cards.values())
        typing = typing or self.own.busy
        if self.view is not None and not typing and changes & (_SHOWS - {"coding", "analysis_tag"}):
            self.open_story(self.view.record.id)

    def about(self) -> object:
        """The story that is read by now: there one comes back to after the screen was hidden."""
        return self.view.record.id if self.view is not None else None

    def leaving(self) -> None:
        """Keep a memo, or a change of a tag, that is half typed; the sound stops."""
        self._keep_change()
        for card in self.cards.values():
            card.keep()
        self.typing.flush()
        self.link.close()
