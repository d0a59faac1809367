"""Hearing back: questions at the passage first, then thanks and what became of the tags. An answer is kept while it is typed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.hear_back import Behind, Heard, hearing_back, reply, reply_to_decision
from ldp_stories.services.keep_answers import answers_typed, keep_answer
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import Keeper
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.researcher.heard_words import heard_icon, heard_line, heard_words
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.field import Field
from ldp_stories.ui.widgets.labels import Label, display, helper, small
from ldp_stories.ui.widgets.rail import IconMark
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import Scroll

_SHOWN = 50


class HearingBackScreen(Screen):
    """Everything that came back about one's own stories."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.context = context
        self.title = tr("Hearing back")
        self.heading = display(tr("Hearing back"))
        self.editors: dict[str, Editor] = {}
        self.keeper = Keeper(lambda comment, text: keep_answer(context.home, comment, text), self)
        self.page = QWidget()
        self.list = column(spacing=14)
        lead = helper(tr("What people said about your stories, and what became of them."))
        body = column(self.heading, lead, 6, self.list, None, spacing=8)
        body.setContentsMargins(36, 26, 36, 20)
        self.page.setLayout(body)
        self.box.addWidget(Scroll(self.page))
        self.set_focus_start(self.heading)
        self._ask()

    def refresh(self, changes: frozenset[str]) -> None:
        """Read again when something came in; what is half typed stays."""
        if not changes or changes & {"comment", "decision", "feedback", "order"}:
            self.keeper.flush()
            self._ask()

    def leaving(self) -> None:
        """A half-typed answer is kept."""
        self.keeper.flush()

    def _ask(self) -> None:
        home = self.context.home
        self.context.tasks.run(
            "Hearing back",
            lambda _: (hearing_back(home), answers_typed(home)),
            done=lambda both: self.show_heard(*both),
            owner=self,
            quiet=True,
        )

    def show_heard(self, heard: tuple[Heard, ...], typed: dict[str, str]) -> None:
        """Show it, open questions first."""
        focus = next((k for k, e in self.editors.items() if e.edit.hasFocus()), "")
        at = self.editors[focus].edit.textCursor().position() if focus else 0
        self.editors = {}
        cards: list[QWidget] = [self._card(one, typed) for one in heard[:_SHOWN]]
        if not heard:
            words = tr("When your coordinator says thank you or asks something, it is here.")
            cards.append(EmptyState(tr("Nothing yet."), text=words, icon="envelope-simple-open"))
        refill(self.list, *cards)
        if focus in self.editors:
            edit = self.editors[focus].edit
            cursor = edit.textCursor()
            cursor.setPosition(min(at, len(edit.toPlainText().encode("utf-16-le")) // 2))
            edit.setTextCursor(cursor)
            edit.setFocus()

    def _card(self, one: Heard, typed: dict[str, str]) -> Card:
        card = Card(padding=(24, 18, 24, 18), spacing=8)
        top = row(
            IconMark(heard_icon(one), "accent", 20, tile="soft"), small(heard_line(one)), None, spacing=14
        )
        if one.record:
            words = tr("See the words") if one.passage else tr("Open the story")
            name = (
                tr("See the words in {title}", title=one.title)
                if one.passage
                else tr("Open the story {title}", title=one.title)
            )
            see = quiet(words, trailing="arrow-right", name=name)
            what = (one.record, one.passage) if one.passage else one.record
            see.clicked.connect(lambda: self.go.emit("record", what))
            top.addWidget(see)
        card.add(top, Label(heard_words(one), people=True, role="lead" if one.kind == "question" else "body"))
        fed_back = one.kind in ("did", "did not")
        if one.quote and not fed_back:
            card.add(Label(tr("At the words “{words}”", words=one.quote), color="text2"))
        if one.reason:
            words = (
                tr("Tell them: {how}", how=one.reason) if fed_back else tr("Why: {reason}", reason=one.reason)
            )
            card.add(Label(words, people=True))
        for story in one.behind:
            self._add_behind(card, story)
        if one.replied:
            card.add(small(tr("You wrote back: {words}", words=one.replied)))
        elif one.decision and one.kind != "accepted":
            self._add_reply(card, one, typed.get(one.decision, ""))
        if one.kind == "question" and not one.answered and one.comment:
            self._add_answer(card, one.comment, typed.get(one.comment, ""))
        elif one.kind == "question" and one.answered:
            card.add(small(tr("You answered.")))
        return card

    def _add_behind(self, card: Card, story: Behind) -> None:
        """One's own story that led to it, and whether its tellers may be contacted to hear of it."""
        title = story.title or tr("No title yet")
        see = quiet(title, trailing="arrow-right", name=tr("Open the story {title}", title=title))
        see.clicked.connect(lambda: self.go.emit("record", story.record))
        card.add(row(see, None))
        if story.codes:
            card.add(small(tr("{codes}: {words}", codes=", ".join(story.codes), words=may_tell_words(story))))

    def _add_reply(self, card: Card, one: Heard, typed: str) -> None:
        """One may write back once about a tag; what stays open goes to the tag chat."""
        say = quiet(
            tr("Write back"),
            icon="chat-circle-dots",
            name=tr("Write back about {tag}", tag=one.tag_from),
        )
        holder = row(say, None)
        card.add(holder)

        def open_editor() -> None:
            say.hide()
            editor = Editor(name=tr("What do you see?"), value=typed, rows=2)
            editor.changed.connect(lambda words: self.keeper.keep(one.decision, words))
            self.editors[one.decision] = editor
            hint = tr("You can write back once. Both are kept, and the tag chat looks at it.")
            field = Field(tr("What do you see?"), editor, helper=hint)
            send = Button(tr("Send it"), icon="check", size="field")
            send.clicked.connect(lambda: self._reply(one, editor, field))
            card.add(field, row(send, None))

        def open_and_go() -> None:
            open_editor()
            self.editors[one.decision].setFocus()

        say.clicked.connect(open_and_go)
        if typed:  # begun before: it stands open with what was typed
            open_editor()

    def _reply(self, one: Heard, editor: Editor, field: Field) -> None:
        if not editor.text().strip():
            field.set_error(tr("Write a few words first."))
            editor.setFocus()
            return
        self.keeper.flush()
        try:
            reply_to_decision(self.context.home, one.decision, editor.text())
        except UserError as error:
            field.set_error(sentence(error))
            return
        keep_answer(self.context.home, one.decision, "")
        self.context.tell(tr("Kept. It goes with your next sending."))
        self._ask()

    def _add_answer(self, card: Card, comment: str, text: str) -> None:
        editor = Editor(name=tr("Your answer"), value=text, rows=3)
        editor.changed.connect(lambda words: self.keeper.keep(comment, words))
        field = Field(tr("Your answer"), editor, helper=tr("Say it your way. Not knowing is an answer too."))
        send = Button(
            tr("Answer"), icon="check", kind="primary" if not self.editors else "secondary", size="field"
        )
        send.clicked.connect(lambda: self._answer(comment, field))
        self.editors[comment] = editor
        card.add(field, row(send, None))

    def _answer(self, comment: str, field: Field) -> None:
        text = self.editors[comment].text().strip()
        if not text:
            field.set_error(tr("Write a few words first."))
            self.editors[comment].setFocus()
            return
        self.keeper.flush()
        try:
            reply(self.context.home, comment, text)
        except UserError as error:
            field.set_error(sentence(error))
            return
        keep_answer(self.context.home, comment, "")
        self.context.tell(tr("Answered. It goes with your next sending."))
        self._ask()


def may_tell_words(story: Behind) -> str:
    """Whether the people of a story may be contacted to hear what was done."""
    if not story.may_tell:
        return tr("you may contact them to tell them")
    if story.may_tell == "not_asked":
        return tr("nobody asked whether you may contact them for this. Tell them when you meet")
    return tr("they may not be contacted for this")
