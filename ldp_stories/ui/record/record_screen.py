"""One record on a page of its own: read, played, what was agreed, what was said about it, and "They changed their mind"."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from ldp_stories.domain.comments import CommentKind
from ldp_stories.domain.consent import shut_by_age
from ldp_stories.domain.records import Sensitivity, Status
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services import edit_record
from ldp_stories.services.edit_record import RecordView, open_record
from ldp_stories.services.left_on_phone import on_phone
from ldp_stories.services.my_stories import story_row
from ldp_stories.services.transcribe import writable
from ldp_stories.services.trash import throw_away
from ldp_stories.ui.record.asked_card import asked_cards
from ldp_stories.ui.record.chain_card import CHAIN_KEY, ChainCard
from ldp_stories.ui.record.changed_mind import ChangedMindPage
from ldp_stories.ui.record.checked_card import CheckedCard
from ldp_stories.ui.record.consent_strip import ConsentStrip
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.how_said import HowSaid
from ldp_stories.ui.record.mark_line import MarkLine
from ldp_stories.ui.record.proof_page import ProofPage
from ldp_stories.ui.record.put_right import PutRightPage
from ldp_stories.ui.record.quote_line import QuoteLine, tags_at
from ldp_stories.ui.record.reading import ReadingPane
from ldp_stories.ui.record.record_words import (
    papers_words,
    shown_day,
    state_for_others,
    state_words,
    who_and_where,
    young_words,
)
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.record.since_then import since_then
from ldp_stories.ui.record.story_place import asked
from ldp_stories.ui.text import clock, sentence, tr
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.facts import Facts, Moment
from ldp_stories.ui.widgets.labels import Label, display, heading, helper, small
from ldp_stories.ui.widgets.pinned import PinnedBar
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import Scroll
from ldp_stories.ui.widgets.side import SideLayout

_SHORT = 60
"""A longer title is set smaller, so that the words stay in sight under it."""
_NOUNS: Final = frozenset(
    {"record", "layer", "media", "passage", "note", "comment", "consent", "participant", "encounter"}
)


class RecordScreen(Screen):
    """`what` is a record id, (record id, passage id) to open at a passage and mark it, or what `at_words` makes to open at some words."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context = context
        self.record, self.passage, self._at = asked(what)
        self.view: RecordView | None = None
        self.pages = QStackedWidget()
        self.box.addWidget(self.pages)
        self.changing: ChangedMindPage | None = None
        self.opened: PutRightPage | ProofPage | None = None
        self.page = QWidget()
        self.heading = display("")
        self.sentence = helper("")
        self.strip = ConsentStrip()
        self.how = HowSaid(context)
        self.shut = column(spacing=0)
        self.reading = ReadingPane(context)
        self.chain = ChainCard(context.home)
        self.quote = QuoteLine(context)
        self.mark = MarkLine(context, self.record)
        self.side = QWidget()
        self._side_box = column(spacing=16)
        below = column(self.chain, self.mark, self.quote, spacing=16)
        below.addLayout(self._side_box, 1)
        self.side.setLayout(below)
        self.reading.passage_pressed.connect(self._pick)
        self.reading.selected.connect(lambda _, start, end: self.mark.offer(self.reading.layer, start, end))
        self.mark.marked.connect(self._marked)
        self.side_by_side = SideLayout(
            self.reading, Scroll(self.side), label=tr("About this story"), width=372
        )
        self._build()
        self.gone = EmptyState(tr("This story is not here"), text="", icon="notebook", action=tr("Back"))
        self.gone.acted.connect(self.done)
        self.whole = QWidget()
        pinned = PinnedBar(self.reading.sound, self.reading.put_sound_back)
        self.whole.setLayout(column(Scroll(self.page), pinned, spacing=0))
        self.pages.addWidget(self.whole)
        self.pages.addWidget(self.gone)
        at_words = bool(self.passage) or self._at is not None
        self.set_focus_start(self.reading.text if at_words else self.heading)
        self.refresh(frozenset())
        if self.passage:
            self._pick(self.passage)
        elif self._at is not None:
            self.reading.show_words(self._at)

    def _build(self) -> None:
        back = Button(tr("Back"), kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
        back.clicked.connect(self.done)
        box = column(
            row(back, None), self.heading, self.sentence, self.strip, self.how, self.shut, 4, spacing=8
        )
        box.setContentsMargins(36, 16, 36, 20)
        box.addWidget(self.side_by_side, 1)
        self.page.setLayout(box)

    def _pick(self, passage: str) -> None:
        """Set a passage apart; an evaluator may put it into the quote bank."""
        self.reading.pick(passage)
        chosen = self.reading.picked()
        mine = bool(self.context.home.roles() & {Role.EVALUATOR})
        if self.view is not None and chosen is not None and chosen.text is not None and mine:
            self.quote.show_for(chosen.id, tags_at(self.context.home, self.view, chosen))
        else:
            self.quote.show_for("", ())

    def _marked(self, passage: str) -> None:
        """Words have become a passage: it is set apart, ready for the quote bank."""
        self.refresh(frozenset({"passage"}))
        self._pick(passage)
        self.quote.theme.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, changes: frozenset[str]) -> None:
        """Read the record again and show it."""
        if changes and not changes & _NOUNS:
            return
        try:
            self.view = view = open_record(self.context.home, self.record)
        except UserError as error:
            shut = error.code == "STORY_CLOSED"
            words = tr("This story is closed") if shut else tr("This story is not here")
            self.gone.set_words(words, sentence(error))
            self.retitle(words)
            self.pages.setCurrentWidget(self.gone)
            return
        self.retitle(view.title or tr("Story"))
        self.heading.setText(self.title)
        self.heading.set_role("display" if len(self.title) <= _SHORT else "title")
        self.sentence.setText(who_and_where(self.context.home, view))
        self.strip.set_consents(view.consents, self.context.home.today())
        self.how.show_of(view)
        refill(self.shut, *self._young(view))
        self.reading.show_view(view)
        self._fill_side(view)
        if self.pages.currentWidget() is self.gone:
            self.pages.setCurrentWidget(self.whole)

    def leaving(self) -> None:
        """The sound stops when the person goes elsewhere."""
        self.reading.close_sound()
        if isinstance(self.opened, ProofPage):
            self.opened.leave()

    def _fill_side(self, view: RecordView) -> None:
        refill(
            self._side_box,
            *self._since_then(),
            self._about(view),
            *self._checked(view),
            self._notes(view),
            *asked_cards(view),
            self._said(view),
            None,
        )

    def _since_then(self) -> list[QWidget]:
        """What happened to the story here meanwhile, until the person has seen it."""
        banners = since_then(self.context.home, self.record)
        for banner in banners:
            banner.acted.connect(lambda: self.refresh(frozenset()))
        return list(banners)

    def _young(self, view: RecordView) -> list[QWidget]:
        """Somebody is under 16 and nothing may be used: what it waits for, and for whoever wrote it down the way there."""
        words = young_words(shut_by_age(view.consents))
        if not words:
            return []
        if edit_record.was_sent(self.context.home, self.record):
            words += " " + tr("It went out before: send again, so that it is closed there too.")
        mine = view.record.began_by in self.context.home.own_devices()
        banner = Banner(words, icon="info", action=tr("Put it right") if mine else "")
        banner.acted.connect(lambda: self._open(PutRightPage(self.context, view)))
        return [banner]

    def _about(self, view: RecordView) -> Card:
        card = Card(spacing=12).add(heading(tr("About this story")))
        codes = "\n".join(p.code for p in view.participants)
        place = view.place.name if view.place is not None else ""
        pairs = [(tr("Teller"), codes), (tr("Place"), place), (tr("Researcher"), view.researcher)]
        pairs.append((tr("State"), self._state(view)))
        if view.date_unsure:
            pairs.append((tr("Date"), tr("The clock may have been wrong")))
        pairs += [(tr("Film"), tr("Still on the phone")) for _ in on_phone(self.context.home, self.record)]
        pairs.append((tr("Papers"), papers_words(view.media)))
        card.add(Facts([pair for pair in pairs if pair[1]]))
        self.change = Button(
            tr("They changed their mind"), icon="arrow-counter-clockwise", kind="primary", size="field"
        )
        self.change.clicked.connect(self.show_changing)
        comes = Button(tr("Where this comes from"), icon="path", key=CHAIN_KEY)
        comes.clicked.connect(self.show_chain)
        card.add(self.change, comes)
        self.change.setVisible(bool(view.consents))
        if self.context.home.roles() & {Role.EVALUATOR}:
            mark = Button(tr("Tag it in my own layer"), icon="tag", key="Ctrl+T")
            mark.clicked.connect(lambda: self.go.emit("coding", self.record))
            card.add(mark)
        for person in view.participants:
            words = tr("About this person")
            if len(view.participants) > 1:
                words = tr("About {code}", code=person.code)
            about = Button(words, icon="user", name=f"{words}, {' '.join(person.code)}")
            about.clicked.connect(partial(self.go.emit, "person", person.code))
            card.add(about)
        mine = view.record.began_by in self.context.home.own_devices()
        if mine and view.record.status is Status.DRAFT and view.record.sensitivity is not Sensitivity.CLOSED:
            go_on = Button(tr("Go on with the words"), icon="pencil-simple")
            go_on.clicked.connect(lambda: self.go.emit("conversation", ("words", self.record)))
            card.add(go_on)
        if writable(self.context.home, self.record):
            write = Button(tr("Write down the sound"), icon="ear")
            write.clicked.connect(lambda: self.go.emit("transcribe", self.record))
            card.add(write)
            write.setVisible(any(m.kind in ("audio", "video") for m in view.media))
        if mine and view.record.status is Status.READY:
            again = Button(tr("Make it a draft again"), icon="pencil-simple")
            again.clicked.connect(self._draft_again)
            card.add(again)
        if view.record.sensitivity is not Sensitivity.CLOSED:
            close = Button(tr("Keep this story closed"), icon="lock-simple")
            close.clicked.connect(self._close_story)
            card.add(close)
        if mine:
            self._add_own(card, view)
        self.trouble = Label("", role="small", color="bad", weight=500)
        self.trouble.hide()
        return card.add(self.trouble)

    def _checked(self, view: RecordView) -> list[QWidget]:
        """For whoever wrote it down, of people whose story it is: whether they have checked it."""
        mine = view.record.began_by in self.context.home.own_devices()
        if not mine or not view.consents or view.record.sensitivity is Sensitivity.CLOSED:
            return []
        card = CheckedCard(self.context, view)
        card.changed.connect(lambda: self.refresh(frozenset()))
        return [card]

    def _state(self, view: RecordView) -> str:
        """The same state as in every list; a story somebody else wrote down says how far it has come since."""
        if view.record.sensitivity is Sensitivity.CLOSED:
            return tr("Closed: it is not sent")
        row = story_row(self.context.home, self.record)
        if row is None:
            return ""
        mine = view.record.began_by in self.context.home.own_devices()
        return state_words(row)[0] if mine else state_for_others(row)

    def _add_own(self, card: Card, view: RecordView) -> None:
        """What only whoever wrote it down may do: see what proves the answers, put it right, put it away."""
        consents = [c.id for c in view.consents]
        proof = Button(tr("How they said yes"), icon="shield-check")
        proof.clicked.connect(lambda: self._open(ProofPage(self.context, consents)))
        right = Button(tr("Put it right"), icon="wrench")
        right.clicked.connect(lambda: self._open(PutRightPage(self.context, view)))
        away = Button(tr("Put it in the trash"), icon="trash", kind="quiet")
        away.clicked.connect(self._throw_away)
        card.add(proof, right, away)
        proof.setVisible(bool(consents))
        right.setVisible(bool(view.participants))

    def _notes(self, view: RecordView) -> QWidget:
        notes = [n for n in view.notes if n.text or n.marked]
        if not notes:
            return QWidget()
        card = Card(spacing=6).add(heading(tr("Notes")))
        for note in notes:
            words = note.text or tr("A marked moment")
            card.add(Moment(_second(note.at_ms), words, marked=note.marked))
        return card

    def _said(self, view: RecordView) -> QWidget:
        said = [c for c in view.comments if c.text.strip()]
        if not said:
            return QWidget()
        card = Card(spacing=8).add(heading(tr("Said about it")))
        words = {
            CommentKind.QUESTION: tr("A question"),
            CommentKind.ANSWER: tr("An answer"),
            CommentKind.THANKS: tr("Thank you"),
            CommentKind.NOTE: tr("A note"),
        }
        for comment in said:
            card.add(small(f"{words[comment.kind]}, {shown_day(comment.at_label)}"))
            card.add(Label(comment.text, people=True))
        return card

    def show_chain(self) -> None:
        """The chain behind the passage that is set apart, or behind the whole story; once more puts it away."""
        passage = self.reading.picked()
        words = passage.text.quote if passage is not None and passage.text is not None else ""
        self.chain.toggle(self.record, passage.id if passage else None, words)
        if self.chain.isVisible():
            self.side_by_side.open_side()

    def show_changing(self) -> None:
        """Every answer, to be changed one by one."""
        if self.view is None:
            return
        self.settle_and_leave()
        self.changing = ChangedMindPage(self.context, self.view)
        self.changing.closed.connect(self._back_from_changing)
        self.changing.take_out.connect(lambda person: self.go.emit("take_back", person))
        self.pages.addWidget(self.changing)
        self.pages.setCurrentWidget(self.changing)
        self.changing.focus_start()

    def _back_from_changing(self) -> None:
        page, self.changing = self.changing, None
        if page is not None:
            self.pages.removeWidget(page)
            page.deleteLater()
        self.pages.setCurrentWidget(self.whole)
        self.refresh(frozenset())
        self.change.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, page: PutRightPage | ProofPage) -> None:
        """A page in place of the story, until it is closed."""
        self.settle_and_leave()
        self.opened = page
        page.closed.connect(self._back)
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        page.focus_start()

    def _back(self) -> None:
        page, self.opened = self.opened, None
        if page is not None:
            self.pages.removeWidget(page)
            page.deleteLater()
        self.pages.setCurrentWidget(self.whole)
        self.refresh(frozenset())
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)

    def _throw_away(self) -> None:
        try:
            throw_away(self.context.home, self.record)
        except UserError as error:
            self.trouble.setText(sentence(error))
            self.trouble.show()
            return
        self.context.tell(tr("In the trash. You can put it back for 30 days."))
        self.done.emit()

    def _draft_again(self) -> None:
        self._try(lambda: edit_record.mark_draft(self.context.home, self.record), tr("It is a draft again."))

    def _close_story(self) -> None:
        words = tr("This story stays closed. It is not sent. Only a coordinator opens it again.")
        if edit_record.was_sent(self.context.home, self.record):
            words = tr(
                "This story stays closed. It went out before: send again, so that it is closed there too."
            )
        self._try(lambda: edit_record.keep_closed(self.context.home, self.record), words)

    def _try(self, act: Callable[[], object], words: str) -> None:
        try:
            act()
        except UserError as error:
            self.trouble.setText(sentence(error))
            self.trouble.show()
            return
        self.refresh(frozenset())
        self.context.tell(words)


def _second(ms: int | None) -> str:
    return "" if ms is None else clock(ms)
