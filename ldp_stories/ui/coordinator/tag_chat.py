"""The list for the monthly tag chat: most disputed tags, new suggestions, "no tag fits"; it makes itself (domain/6-methods.md 6.2)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ldp_stories.domain.tags import Tag
from ldp_stories.errors import UserError
from ldp_stories.services.change_codebook import NewTag, Why, edit_tag
from ldp_stories.services.find import codebook
from ldp_stories.services.tag_chat import Chat, Disputed, OwnWords, make_tag, tag_chat
from ldp_stories.ui.coordinator.ask_line import AskLine
from ldp_stories.ui.coordinator.list_page import list_page
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import apart, many, sentence, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.labels import Label, display, heading, helper
from ldp_stories.ui.widgets.screen import Screen


class TagChatScreen(Screen):
    """What to talk about. Words without a tag can be made one; a proposed tag can be taken into use."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.context = context
        self.title = tr("Tag chat")
        self.chat = Chat((), (), ())
        self.line: AskLine | None = None
        self.heading = display(tr("Tag chat"))
        lead = tr("Twenty minutes together, once a month. Start at the top.")
        self.rows = list_page(self, self.heading, lead, back=tr("Codebook"))
        self.read()

    def read(self) -> None:
        """Read the list, off the window's thread."""
        home = self.context.home
        self.context.tasks.run(
            tr("Reading the tag chat"), lambda _: tag_chat(home), done=self.show_chat, owner=self, quiet=True
        )

    def show_chat(self, chat: Chat) -> None:
        """Show what there is to talk about."""
        self.chat, self.line = chat, None
        parts: list[QWidget] = []
        for words, cards in (
            (tr("Tags we read differently"), [_disputed(one) for one in chat.disputed]),
            (tr("Words that no tag fits"), [self._own(one) for one in chat.no_fit]),
            (tr("New tags to try"), [self._proposed(tag) for tag in chat.proposed]),
        ):
            parts += [heading(words), *cards] if cards else []
        if chat.empty:
            text = tr("Tags that people see differently, and words that no tag fits, will be here.")
            parts = [EmptyState(tr("Nothing to talk about yet."), text=text, icon="chats-circle")]
        refill(self.rows, *parts)

    def _own(self, one: OwnWords) -> Card:
        card = Card(padding=(22, 14, 22, 14), spacing=6)
        make = Button(
            tr("Make it a tag"), icon="plus", size="dense", name=tr("Make a tag of {words}", words=one.words)
        )
        make.clicked.connect(lambda: self._ask(card, one))
        stories = many(len(one.records), "{n} story", "{n} stories")
        said = ", ".join((*map(apart, one.by), stories))
        top = row(Label(f"“{one.words}”", weight=600, people=True, start=True), make)
        top.setStretch(0, 1)
        return card.add(top, helper(said, "small"))

    def _ask(self, card: Card, one: OwnWords) -> None:
        if self.line is not None:
            self.line.hide()
            self.line.deleteLater()
        groups = {t.group: t.group_name for t in codebook(self.context.home)}
        options = [Option(letter, f"{letter} {name}") for letter, name in groups.items()]
        line = AskLine(
            tr("In which group does “{words}” belong, and why?", words=one.words),
            field=tr("Why"),
            keep=tr("Make the tag"),
            tags=options,
            tag_name=tr("Which group"),
        )
        line.kept.connect(lambda why, group: self._make(line, one, why, group))
        line.closed.connect(self.read)
        self.line = line
        card.add(line)
        line.focus_start()

    def _make(self, line: AskLine, one: OwnWords, why: str, group: str) -> None:
        if not group:
            line.set_error(tr("Choose the group first. Nothing was added."))
            return
        try:
            make_tag(self.context.home, one, NewTag(one.words, group, proposed=True), Why(why, one.words))
        except UserError as error:
            line.set_error(sentence(error))
            return
        self.context.tell(
            tr(
                "“{words}” is a tag to try now. Everybody gets it with the next programme file.",
                words=one.words,
            )
        )
        self.read()
        self.heading.setFocus()

    def _proposed(self, tag: Tag) -> Card:
        card = Card(padding=(22, 14, 22, 14), spacing=6)
        use = Button(
            tr("Take it into use"), icon="check", size="dense", name=tr("Take {tag} into use", tag=tag.label)
        )
        use.clicked.connect(lambda: self._use(tag))
        top = row(Label(tag.label, weight=600), use)
        top.setStretch(0, 1)
        return card.add(top, helper(tag.meaning or tr("It has no meaning written down yet."), "small"))

    def _use(self, tag: Tag) -> None:
        try:
            edit_tag(self.context.home, tag.id, {"status": "active"}, Why(tr("Agreed at the tag chat")))
        except UserError as error:
            self.context.tell(sentence(error))
            return
        self.context.tell(tr("{tag} is in use now.", tag=tag.label))
        self.read()
        self.heading.setFocus()

    def refresh(self, changes: frozenset[str]) -> None:
        """A decision or a tag came in; a line that is being typed in stays."""
        if self.line is None and (not changes or changes & {"decision", "tag", "suggestion", "comment"}):
            self.read()


def _disputed(one: Disputed) -> Card:
    card = Card(padding=(22, 14, 22, 14), spacing=6)
    counted = (
        (one.otherwise, many(one.otherwise, "Seen another way once.", "Seen another way {n} times.")),
        (one.differ, many(one.differ, "Both readings kept once.", "Both readings kept {n} times.")),
        (one.replies, many(one.replies, "{n} answer came back.", "{n} answers came back.")),
    )
    said = " ".join(words for n, words in counted if n)
    card.add(Label(one.tag.label, weight=600), helper(said, "small"))
    for reason in one.reasons:
        card.add(Label(f"“{reason}”", people=True))
    return card
