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
        for bold, line, icon in _cautions(told):
            self.add(CheckLine(bold, line=line, icon=icon, tone="warn"))
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


def _cautions(told: ChatFiles) -> list[tuple[str, str, str]]:
    """What is to be known before it is kept: words, a line under them, and an icon."""
    chat, found = told.chat, []
    if chat.unsure:
        found.append(
            (
                tr("Look at the dates"),
                tr("Day and month may be the wrong way round in this chat."),
                "warning-circle",
            )
        )
    if chat.days_unsure:
        found.append(
            (
                tr("Some days are not known"),
                tr("Their calendar is not known here. The words are kept as they are."),
                "warning-circle",
            )
        )
    if chat.hours_unsure:
        found.append(
            (
                tr("The hours are left out"),
                tr("Morning or afternoon is said in a way that is not known here."),
                "warning-circle",
            )
        )
    if told.not_here:
        words = many(told.not_here, "{n} file did not come along", "{n} files did not come along")
        found.append((words, tr("On the phone choose Export chat with media."), "info"))
    if told.places:
        words = many(
            told.places, "{n} place on a map will be taken out", "{n} places on a map will be taken out"
        )
        found.append((words, tr("Where somebody was stays with them."), "map-pin"))
    if told.cards:
        words = many(told.cards, "{n} contact card is left out", "{n} contact cards are left out")
        found.append((words, tr("It says who somebody else is, who was not asked."), "identification-card"))
    return found
