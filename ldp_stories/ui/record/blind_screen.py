"""Code one's share of a blind round: read first, then yes or no for each tag. No other tag and nobody else's answer is on the screen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ldp_stories.domain.rounds import NO, YES, Round
from ldp_stories.errors import UserError
from ldp_stories.services.code_blind import (
    BlindItem,
    answer,
    blind_item,
    first_unanswered,
    media_of,
    my_rounds,
)
from ldp_stories.services.keep_answers import form_typed, keep_form
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.directory import TaskScreen
from ldp_stories.ui.record.fills_view import FillsView
from ldp_stories.ui.record.keeping import Keeper
from ldp_stories.ui.record.player_link import SoundLink, parts_of
from ldp_stories.ui.record.round_words import round_title
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button, primary
from ldp_stories.ui.widgets.card import Card, Line
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.columns import Columns
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.labels import Label, display, helper, small
from ldp_stories.ui.widgets.player import PlayerBar
from ldp_stories.ui.widgets.scroll import ScrollPage
from ldp_stories.ui.widgets.storytext import StoryText, TextMark
from ldp_stories.ui.widgets.theme import theme


class TagQuestion(QWidget):
    """One tag as a yes-or-no question with a reason. `answered(tag, yes or no, reason)`; `typed(tag, reason)` with each letter."""

    answered = Signal(str, str, str)
    typed = Signal(str, str)

    def __init__(self, tag: str, label: str, meaning: str) -> None:
        super().__init__()
        self.tag, self.label = tag, label
        options = [Option(YES, tr("Yes")), Option(NO, tr("No"))]
        self.choice = ChoiceRow(options, name=label)
        self.reason = TextField(name=tr("Why? {tag}", tag=label), placeholder=tr("Why? (if you like)"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 4)
        box.setSpacing(6)
        box.addWidget(Label(label, weight=600))
        if meaning:
            box.addWidget(small(meaning))
        box.addWidget(self.choice)
        box.addWidget(self.reason)
        self.choice.chosen.connect(lambda _: self.tell())
        self.reason.edit.editingFinished.connect(self.tell)
        self.reason.edit.textEdited.connect(lambda words: self.typed.emit(self.tag, words))
        self._told = ("", "")

    def show_answer(self, said: str, reason: str, typed: str = "") -> None:
        """Show what was said before; `typed` is a reason that was typed and not told with an answer yet."""
        self.choice.set_value([said] if said else [])
        self.reason.set_text(typed or reason)
        self._told = (said, reason)

    def say(self, said: str) -> None:
        """Answer it, as pressing would."""
        self.choice.set_value([said])
        self.tell()

    def tell(self) -> None:
        """Tell the answer, when there is one and it is new."""
        now = (next(iter(self.choice.value()), ""), self.reason.text().strip())
        if now[0] and now != self._told:
            self._told = now
            self.answered.emit(self.tag, *now)


class BlindScreen(TaskScreen):
    """`what` is a round id. Y and N answer the next open question, Ctrl+Enter goes on."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context = context
        self.round = self._find(str(what or ""))
        self.item: BlindItem | None = None
        self.back_label = tr("Agreement")
        self.title = tr("Coding a round")
        self.heading = display("")
        self.words = StoryText(name=tr("The words"))
        self.gone = helper(tr("This one may not be read any more. Go on to the next."))
        self.player = PlayerBar(name=tr("The sound"))
        self.link = SoundLink(context, self)
        self.link.bind(self.player)
        self.questions: list[TagQuestion] = []
        self.typing = Keeper(self._keep_reason, self)
        self.ask = Card(padding=(22, 16, 22, 16), spacing=6)
        self.before = Button(tr("Back one"), icon="arrow-left", size="field")
        self.next = primary(tr("Next"), trailing="arrow-right", size="field")
        self.next.show_key("Ctrl+Enter")
        self.end = EmptyState("", icon="check-circle", action=tr("Back to the rounds"))
        self._lay_out()
        self._connect()
        self.set_focus_start(self.heading)
        self._start()

    def _find(self, ident: str) -> Round | None:
        found = [r for r in my_rounds(self.context.home) if r.coder and r.open]
        return next((r.round for r in found if r.round.id == ident or not ident), None)

    def _lay_out(self) -> None:
        read = Card(padding=(26, 18, 26, 18), spacing=12)
        read.add(self.words, self.gone, self.player)
        page = ScrollPage(margins=(28, 14, 28, 16), spacing=12)
        page.body.addWidget(self.heading)
        first = tr("Read first. You will see the other tags when the round closes.")
        page.body.addWidget(Banner(first, tone="info", icon="eye-slash"))
        page.body.addWidget(Columns([(read, 0), (self.ask, 400)], gap=20), 1)
        page.pin(self.before, None, self.next)
        FillsView(self.words, page.area)
        self.pages = QStackedWidget()
        self.pages.addWidget(page)
        self.pages.addWidget(self.end)
        self.box.addWidget(self.pages)

    def _connect(self) -> None:
        self.before.clicked.connect(lambda: self._step(-1))
        self.next.clicked.connect(lambda: self._step(1))
        self.end.acted.connect(self.done)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(lambda: self._step(1))
        for key, said in (("Y", YES), ("N", NO)):
            short = QShortcut(QKeySequence(key), self)
            short.activated.connect(lambda s=said: self.answer_next(s))
            short.setEnabled(theme().single_keys)

    def _start(self) -> None:
        if self.round is None:
            self._finish(tr("This round is not open for you"), tr("Look at the rounds to see what is."))
            return
        self.title = tr("Coding: {title}", title=round_title(self.round))
        for tag in self.round.tags:
            code, name, meaning = self.round.labels.get(tag, ("", tag, ""))
            question = TagQuestion(tag, f"{code} {name}".strip(), meaning)
            question.answered.connect(self._answer)
            question.typed.connect(lambda tag, words: self.typing.keep(f"{self._form()}:{tag}", words))
            if self.questions:
                self.ask.add(Line())
            self.questions.append(question)
            self.ask.add(question)
        self.ask.add(None)
        self.show_item(first_unanswered(self.context.home, self.round.id))

    def show_item(self, number: int) -> None:
        """Read one item and show one's own answers on it."""
        if self.round is None:
            return
        self.typing.flush()
        try:
            self.item = one = blind_item(self.context.home, self.round.id, number)
        except UserError as error:
            self._finish(tr("The round is over"), sentence(error))
            return
        total = len(self.round.items)
        self.heading.setText(tr("{n} of {total}: {title}", n=number + 1, total=total, title=one.title))
        marks = [TextMark(one.start, one.end, "", "mark")] if one.end else []
        self.words.set_text(one.words, marks)
        self.words.setVisible(bool(one.words))
        self.gone.setVisible(one.gone)
        self._show_sound(one)
        answers, reasons = dict(one.answers), dict(one.reasons)
        typed = form_typed(self.context.home, self._form())
        for question in self.questions:
            question.setEnabled(not one.gone)
            said = answers.get(question.tag, "")
            question.show_answer(said, reasons.get(question.tag, ""), typed.get(question.tag, ""))
        self.before.setEnabled(number > 0)
        self.next.setText(tr("Next") if number + 1 < total else tr("I have finished"))
        self.pages.setCurrentIndex(0)
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_sound(self, one: BlindItem) -> None:
        parts = parts_of(self.context.home, media_of(self.context.home, one))
        self.player.setVisible(bool(parts))
        self.link.show_parts(parts)
        spans = []
        if parts and one.from_ms is not None and one.to_ms is not None:
            spans = [(one.from_ms, one.to_ms)]
            self.player.go_to(one.from_ms)
        self.player.set_passages(spans)

    def answer_next(self, said: str) -> None:
        """Answer the first question without an answer."""
        found = next((q for q in self.questions if not q.choice.value() and q.isEnabled()), None)
        if found is not None:
            found.say(said)

    def _form(self) -> str:
        """Under what half-typed reasons are kept; it names the story, and goes with it."""
        record, passage = self.item.item if self.item is not None else ("", "")
        return f"blind {self.round.id if self.round is not None else ''} {record} {passage}"

    def _keep_reason(self, key: str, reason: str) -> None:
        form, _, tag = key.partition(":")
        keep_form(self.context.home, form, tag, reason)

    def _answer(self, tag: str, said: str, reason: str) -> None:
        if self.round is None or self.item is None:
            return
        try:
            answer(self.context.home, self.round.id, self.item.number, tag, said, reason)
        except UserError as error:
            self._finish(tr("The round is over"), sentence(error))
            return
        self.typing.flush()
        keep_form(self.context.home, self._form(), tag, "")
        words = tr("Yes") if said == YES else tr("No")
        announce(self, f"{self.round.label(tag)}: {words}")

    def _step(self, by: int) -> None:
        if self.round is None or self.item is None:
            return
        for question in self.questions:
            question.tell()
        number = self.item.number + by
        if number >= len(self.round.items):
            left = next((r for r in my_rounds(self.context.home) if r.round.id == self.round.id), None)
            open_ = left.total - left.done if left else 0
            words = tr("Send, so that nothing is lost. You see the others' answers when the round is over.")
            if open_:
                words = (
                    tr("{n} are still without an answer. You can come back to them.", n=open_) + " " + words
                )
            self._finish(tr("That was the last one"), words)
            return
        self.show_item(max(number, 0))

    def _finish(self, title: str, words: str) -> None:
        self.end.set_words(title, words)
        self.pages.setCurrentIndex(1)
        self.end.button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, title)

    def leaving(self) -> None:
        """Keep a reason that is half typed, and stop the sound."""
        self.typing.flush()
        for question in self.questions:
            question.tell()
        self.link.close()

    def refresh(self, changes: frozenset[str]) -> None:
        """Another change of consent or of the round closes what may not be coded any more."""
        if (
            changes & {"coding_round", "consent", "order"}
            and self.item is not None
            and self.pages.currentIndex() == 0
        ):
            self.show_item(self.item.number)
