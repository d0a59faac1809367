"""The pages of the consent step: what to say first, a question with its three equal answers, the channels, how they said yes, stopping."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ldp_stories.domain.consent import Answer, Method, Route
from ldp_stories.domain.programme import Question
from ldp_stories.services.ask_consent import GROUP_KINDS
from ldp_stories.services.conversation import Conversation
from ldp_stories.services.record_encounter import keys_of, purpose_key
from ldp_stories.ui.researcher.consent_flow import ADULT, ConsentPage, given
from ldp_stories.ui.researcher.step import on_enter
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.answers import AnswerButton
from ldp_stories.ui.widgets.buttons import Button, primary, quiet
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.foot import ProgressLine
from ldp_stories.ui.widgets.group import Group
from ldp_stories.ui.widgets.labels import Label, Span, display, helper
from ldp_stories.ui.widgets.rail import IconMark
from ldp_stories.ui.widgets.theme import theme

_COLON: Final = ":"
_LONG: Final = 120
"""A question of more letters than this is written smaller, so that its answers stay in sight."""


def _read_out() -> QWidget:
    """The words "Read this out" with their picture."""
    holder = QWidget()
    words = Label(tr("Read this out"), weight=600, color="onsoft", wrap=False)
    holder.setLayout(row(IconMark("speaker-high", "accent", 20), words, None, spacing=9))
    return holder


class _Page(QWidget):
    """A page with its heading, where the focus starts."""

    def __init__(self) -> None:
        super().__init__()
        self.heading: Label = Label("")
        self.lines = column(spacing=20)
        self.lines.setContentsMargins(0, 4, 4, 8)
        self.setLayout(self.lines)

    def focus_start(self) -> None:
        """Focus on the words to read out."""
        self.heading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.heading.setProperty("starts_reading", True)
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)


class SayPage(_Page):
    """ "Say this first": the pack's words, large, and [I have said it]."""

    def __init__(self, title: str, words: str, done: str, *, code: str) -> None:
        super().__init__()
        self.heading = display(title)
        top = Label(tr("Code {code}", code=code), color="text2", wrap=False)
        card = Card(padding=(32, 26, 32, 26), spacing=12).add(_read_out(), Label(words, role="lead"))
        self.said = primary(done, icon="check")
        on_enter(self.said)
        self.lines.addLayout(row(self.heading, None, top))
        self.lines.addWidget(card)
        self.group = QWidget()
        self.group.setLayout(row(self.said, None))
        self.pins = theme().large
        """Whether the action stands under the page, always in sight, because the page is long."""
        if not self.pins:
            self.lines.addWidget(self.group)
        self.lines.addStretch(1)


class AskPage(_Page):
    """One question and three equal answers; nothing is chosen beforehand. `answered(Answer)`. `extra` stands under the question."""

    answered = Signal(object)

    def __init__(
        self, page: ConsentPage, total: int, talk: Conversation, extra: QWidget | None = None
    ) -> None:
        super().__init__()
        question = page.question
        assert question is not None
        self.page, self.needs_adult = page, ADULT in question.scopes
        self.lines.setSpacing(12 if self.needs_adult else 20)
        number = Label(
            tr("Question {n} of {all}", n=page.number, all=total), weight=600, color="text2", wrap=False
        )
        code = Label(tr("Code {code}", code=talk.code), color="text2", wrap=False)
        bar = ProgressLine(name=tr("Questions asked"), value=page.number / total)
        if not theme().large:  # there the button of the side column says the number
            self.lines.addLayout(column(row(number, None, code), bar, spacing=10))
        long = len(question.question) > _LONG
        self.heading = Label(question.question, role="title" if long else "question")
        card = Card(padding=(33, 16, 33, 20) if long else (33, 24, 33, 30), spacing=10 if long else 12)
        card.add(_read_out(), self.heading, Label(question.helper, role="lead" if long else "read"))
        who, example = tr("Which grown-up is here?"), tr("For example: mother, uncle, youth worker.")
        self.adult = TextField(name=who, value=talk.adult_relation, placeholder=example)
        self.adult_field = Field(who, self.adult)
        self.adult_field.setVisible(self.needs_adult)
        card.add(self.adult_field)
        self.lines.addWidget(card)
        self.group: QWidget = Group(question.question)
        self.pins = theme().large or extra is not None
        """Whether the answers stand under the page, always in sight, because the page is long."""
        if not self.pins:
            self.lines.addWidget(self.group)
        self._add_answers(given(talk, question))
        if extra is not None:
            self.lines.addWidget(extra)
        if question.if_asked:
            self.lines.addLayout(_if_asked(question.if_asked))
        self.lines.addStretch(1)

    def _add_answers(self, before: Answer | None) -> None:
        no = (
            tr("I will take notes")
            if self.page.question and "audio" in self.page.question.scopes
            else tr("They said no. That is fine")
        )
        looks = (
            (Answer.YES, tr("Yes"), tr("They said yes, clearly"), "check-circle", "1"),
            (Answer.NO, tr("No"), no, "x-circle", "2"),
            (Answer.NOT_ASKED, tr("Not asked"), tr("Counts as no. You can ask later"), "minus-circle", "3"),
        )
        self.buttons: dict[Answer, AnswerButton] = {}
        for answer, words, helper_words, icon, key in looks:
            key = key if theme().single_keys else ""
            button = AnswerButton(words, helper=helper_words, icon=icon, key=key)
            button.set_given(answer is before)
            button.clicked.connect(lambda _=False, a=answer: self._press(a))
            self.buttons[answer] = button
        self.group.setLayout(row(*self.buttons.values(), spacing=10))

    def _press(self, answer: Answer) -> None:
        if answer is Answer.YES and self.needs_adult and not self.adult.text().strip():
            self.adult_field.set_error(
                tr("Say who they are first, such as mother or uncle. Nothing is lost.")
            )
            self.adult.setFocus()
            return
        self.answered.emit(answer)


def _if_asked(words: str) -> QHBoxLayout:
    """ "If they ask who will hear it, say: ..." with its beginning in bold."""
    at = words.find(_COLON) + 1
    label = Label(words, spans=[Span(0, at, bold=True)] if at else [])
    box = row(IconMark("question", "accent", 19), label, spacing=12)
    box.setContentsMargins(8, 0, 0, 0)
    box.setStretch(1, 1)
    return box


class ChannelsPage(_Page):
    """A question that is asked for each of its parts in turn, such as each place to show a piece in.

    `answered(keys, Answer)` for each; `on` goes on, `none` is no to all.
    """

    answered = Signal(tuple, object)

    def __init__(self, page: ConsentPage, total: int, talk: Conversation) -> None:
        super().__init__()
        question = page.question
        assert question is not None
        number = Label(
            tr("Question {n} of {all}", n=page.number, all=total), weight=600, color="text2", wrap=False
        )
        self.none = Button(tr("No to all of these"), icon="x-circle", size="field")
        bar = ProgressLine(name=tr("Questions asked"), value=page.number / total)
        self.lines.setSpacing(14)
        self.lines.addLayout(column(row(number, None), bar, spacing=10))
        self.heading = Label(question.question, role="title")
        card = Card(padding=(33, 20, 33, 22), spacing=8)
        card.add(_read_out(), self.heading, Label(question.helper, role="lead"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self.rows: dict[str, ChoiceRow] = {}
        for at, (key, words) in enumerate(self.parts(question)):
            grid.addWidget(Label(words, weight=600, wrap=False), at, 0)
            grid.addWidget(self._choice(key, words, self.keys(question, key), talk), at, 1)
        card.add(grid)
        self.lines.addWidget(card)
        self.on = primary(tr("Go on"), trailing="arrow-right", size="field")
        on_enter(self.on)
        self.group = QWidget()
        self.group.setLayout(row(self.on, self.none, None))
        self.lines.addStretch(1)

    @staticmethod
    def parts(question: Question) -> tuple[tuple[str, str], ...]:
        """What is asked by itself, with its words."""
        return question.channels

    @staticmethod
    def keys(question: Question, part: str) -> tuple[str, ...]:
        """The answer keys of one part."""
        return keys_of(question, part)

    def _choice(self, key: str, words: str, keys: tuple[str, ...], talk: Conversation) -> ChoiceRow:
        options = [Option("yes", tr("Yes")), Option("no", tr("No")), Option("not asked", tr("Not asked"))]
        before = talk.answers.get(keys[0])
        choice = ChoiceRow(options, name=words, value=[before.value] if before else [])
        choice.chosen.connect(
            lambda chosen: self.answered.emit(keys, Answer(chosen[0]) if chosen else Answer.NOT_ASKED)
        )
        self.rows[key] = choice
        return choice


class PurposesPage(ChannelsPage):
    """What a yes to being contacted again is for, each by itself, and how it is safe to reach them."""

    def __init__(self, page: ConsentPage, total: int, talk: Conversation) -> None:
        super().__init__(page, total, talk)
        words = page.question.ask_words if page.question else ""
        self.safe_way = TextField(name=words, value=talk.safe_way)
        field = Field(
            words,
            self.safe_way,
            helper=tr("Ask it of everybody. It goes onto their private card, and nowhere else."),
        )
        field.setVisible(bool(words) and talk.kind not in GROUP_KINDS)
        self.lines.insertWidget(self.lines.count() - 1, field)

    @staticmethod
    def parts(question: Question) -> tuple[tuple[str, str], ...]:
        """What one may be contacted for."""
        return question.purposes

    @staticmethod
    def keys(question: Question, part: str) -> tuple[str, ...]:
        """The answer key of one of them."""
        return (purpose_key(question, part),)


class NamedPage(_Page):
    """How their name or role should read beside their words."""

    def __init__(self, talk: Conversation) -> None:
        super().__init__()
        self.heading = Label(tr("How should it read?"), role="question")
        self.words = TextField(name=tr("Their name or role, as they want it"), value=talk.attribution)
        field = Field(
            tr("Their name or role, as they want it"),
            self.words,
            helper=tr("Write just what they say. Read it back to them."),
        )
        self.on = primary(tr("Go on"), trailing="arrow-right", size="field")
        on_enter(self.on)
        self.words.entered.connect(lambda _: self.on.click())
        card = Card(padding=(33, 24, 33, 30), spacing=16).add(self.heading, field)
        self.lines.addWidget(card)
        self.lines.addLayout(row(self.on, None))
        self.lines.addStretch(1)


class MethodPage(_Page):
    """ "How did they say yes?" `chosen(Method)`."""

    chosen = Signal(object)

    def __init__(self, talk: Conversation, proof: QWidget | None = None) -> None:
        super().__init__()
        self.heading = Label(tr("How did they say yes?"), role="question")
        card = Card(padding=(33, 24, 33, 28), spacing=8)
        card.add(self.heading, Label(tr("Pick the one that is true. Each of them counts."), role="read"))
        self.lines.addWidget(card)
        looks = (
            (Method.RECORDED, tr("I recorded them"), "microphone"),
            (Method.PAPER, tr("Paper form"), "file-text"),
            (Method.ON_SCREEN, tr("On this screen"), "laptop"),
            (Method.WITNESS, tr("A witness heard"), "users"),
            (Method.WRITTEN, tr("They wrote to me"), "chat-text"),
        )
        grid = QGridLayout()
        grid.setSpacing(16)
        self.buttons: dict[Method, AnswerButton] = {}
        for at, (method, words, icon) in enumerate(looks):
            key = str(at + 1) if theme().single_keys else ""
            button = AnswerButton(words, icon=icon, key=key)
            button.set_given(talk.method is method)
            button.clicked.connect(lambda _=False, m=method: self.chosen.emit(m))
            self.buttons[method] = button
            grid.addWidget(button, at // 2, at % 2)
        self.lines.addLayout(grid)
        if proof is not None:
            self.lines.addWidget(proof)
        self.lines.addStretch(1)
        self.on = primary(tr("Go on"), trailing="arrow-right", size="field")
        on_enter(self.on)
        self.group = QWidget()
        self.group.setLayout(row(self.on, None))
        self.on.setVisible(talk.method is not None)

    def show_on(self) -> None:
        """How they said yes is known (something that proves it was kept, or it was pressed before): one can go on."""
        self.on.show()


class StopPage(_Page):
    """Stop kindly. `thank` ends it; `cannot` says that they cannot follow, which no one can say yes for, and `able` that they can after all.

    `approval` is the programme's own reference for adults who cannot decide, where it has one.
    """

    def __init__(self, route: str, approval: str = "") -> None:
        super().__init__()
        self.heading = Label(tr("Stop kindly"), role="question")
        words = tr(
            "Thank them for their time. A no is fine. Nothing about them is kept: only the day and the kind of spot."
        )
        rule = tr("Stop kindly. No one can say yes for another adult.")
        if approval:
            rule = tr(
                "No one can say yes for another adult. This programme has approval {ref} to go on asking them. Follow its rules.",
                ref=approval,
            )
        self.cannot_words = helper(rule)
        self.thank = primary(tr("Stop and thank them"), icon="heart")
        self.cannot = quiet(tr("They cannot follow what I explain"), icon="info")
        card = Card(padding=(33, 24, 33, 28), spacing=12).add(self.heading, Label(words, role="read"))
        self.lines.addWidget(card)
        self.lines.addLayout(row(self.thank, None))
        adult = route in (Route.ADULT.value, Route.AGED_16.value)
        self.cannot.setVisible(adult)
        self.cannot_words.setVisible(adult)
        self.able = quiet(tr("They can follow after all"), icon="info")
        self.able.setVisible(route == Route.NOT_ABLE.value)
        self.lines.addLayout(column(row(self.cannot, self.able, None), self.cannot_words, spacing=4))
        self.lines.addWidget(helper(tr("Or go back, if they want to go on.")))
        self.lines.addStretch(1)
