"""A chat that was dropped: how much is in it, and who of its writers are people of this story. Nobody else's words are kept."""

from __future__ import annotations

from ldp_stories.services.bring_in_chat import ChatFiles
from ldp_stories.ui.text import many, tr
from ldp_stories.ui.widgets.card import Card
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.labels import Label, heading, helper


class ChatCard(Card):
    """`writers()` are the names that were chosen, in the order of the chat."""

    def __init__(self, told: ChatFiles) -> None:
        super().__init__(spacing=10)
        chat = told.chat
        self.add(heading(tr("A chat")))
        words = [
            many(len(chat.people), "{n} person", "{n} people"),
            many(len(chat.messages), "{n} message", "{n} messages"),
            many(len(told.files), "{n} file", "{n} files"),
        ]
        self.add(Label(", ".join(words) + "."))
        if chat.unsure:
            line = tr("Day and month may be the wrong way round in this chat.")
            self.add(CheckLine(tr("Look at the dates"), line=line, icon="warning-circle", tone="warn"))
        if told.missing:
            self.add(
                CheckLine(
                    many(len(told.missing), "{n} file did not come along", "{n} files did not come along"),
                    line=tr("On the phone choose Export chat with media."),
                    icon="info",
                    tone="warn",
                )
            )
        self.add(helper(tr("Which of them are people of this story, or you? Only their words are kept.")))
        self.choice = ChoiceRow(
            [Option(name, name) for name in chat.people], name=tr("People of this story"), many=True
        )
        self.add(
            self.choice, helper(tr("In the story they are Person 1, Person 2. Their names are kept apart."))
        )

    def writers(self) -> list[str]:
        """The names chosen."""
        return self.choice.value()
