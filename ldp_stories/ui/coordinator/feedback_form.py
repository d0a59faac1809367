"""The form of one "you said, we did": what was heard, what became of it, the stories behind it, and who of their tellers may be told (US-C10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.domain.feedback import Feedback
from ldp_stories.services.feed_back import NOBODY, Heard
from ldp_stories.services.home import Home
from ldp_stories.ui.coordinator.keys import press_on_ctrl_enter
from ldp_stories.ui.record.keeping import FormKeeper
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, column
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, small
from ldp_stories.ui.widgets.scroll import ScrollPage

OFFERED = 12
"""Stories to link that are shown; [Find] narrows them."""
_STORIES: Final = "stories"


class FeedbackForm(ScrollPage):
    """One entry: what is written in it, the stories behind it, and which of their tellers may be told; the buttons stay in sight."""

    def __init__(self, entry: Feedback, stories: tuple[Heard, ...]) -> None:
        super().__init__(spacing=14)
        self.entry, self.stories = entry, stories
        self.chosen = list(entry.records)
        self.heard = Editor(name=tr("You said"), value=entry.heard, rows=2)
        self.did = Editor(name=tr("What became of it"), value=entry.did, rows=2)
        yes, no = Option("yes", tr("Done")), Option("no", tr("Not done, and why"))
        self.done = ChoiceRow([yes, no], name=tr("Was it done?"), value=["yes" if entry.done else "no"])
        self.back = TextField(name=tr("How do the tellers hear of it?"), value=entry.back_to)
        self.search = TextField(
            name=tr("Find a story"), placeholder=tr("Find a story"), icon="magnifying-glass"
        )
        self.search.changed.connect(lambda _: self._offer())
        self.links = ChoiceRow([], name=tr("Which stories said it?"), many=True)
        self.links.chosen.connect(self._choose)
        self.trouble = Label("", role="small", weight=500, color="bad")
        self.trouble.hide()
        self.send = Button(
            tr("Send it back"),
            kind="primary",
            icon="paper-plane-tilt",
            size="field",
            key="Ctrl+Enter",
            bind=False,
        )
        press_on_ctrl_enter(self, self.send)
        self.draft = Button(tr("Keep as a draft"), size="field")
        self.leave = quiet(tr("Cancel"))
        self.may_tell = column(spacing=2)
        self.told = QWidget()
        self.told.setLayout(self.may_tell)
        self.plain = QVBoxLayout()
        card = Card(padding=(24, 18, 24, 20), spacing=10)
        card.add(
            Field(tr("You said"), self.heard, helper=tr("Your words, with no names.")),
            Field(tr("Was it done?"), self.done),
            Field(
                tr("What became of it"),
                self.did,
                helper=tr("What was done, or why not. Small changes count."),
            ),
            self.plain,
            Field(
                tr("Which stories said it?"),
                column_of(self.search, self.links),
                helper=tr("Their researchers hear of it."),
            ),
            self.told,
            Field(
                tr("How do the tellers hear of it?"),
                self.back,
                helper=tr("For example: tell them at the herb bed."),
            ),
            self.trouble,
        )
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.pin(self.send, self.draft, self.leave)
        self._offer()

    def remember(self, home: Home) -> None:
        """Keep what is typed and chosen from the first keystroke on, and fill in what was typed before."""
        fields: dict[str, TextField | Editor] = {"heard": self.heard, "did": self.did, "back": self.back}
        name = f"feedback {self.entry.id or 'new'}"
        self.typing = FormKeeper(home, name, fields, self, choices={"done": self.done})
        if _STORIES in self.typing.before:
            self.chosen = self.typing.before[_STORIES].split()
            self._offer()

    def _offer(self) -> None:
        wanted = self.search.text().casefold().split()
        fit = [h for h in self.stories if all(w in f"{h.title} {h.researcher}".casefold() for w in wanted)]
        picked = [h for h in self.stories if h.record in self.chosen]
        shown = [*picked, *(h for h in fit if h not in picked)][: OFFERED + len(picked)]
        options = [Option(h.record, h.title or tr("No title yet"), h.researcher) for h in shown]
        self.links.set_options(options)
        self.links.set_value(self.chosen)
        self._say_who()

    def _say_who(self) -> None:
        """Whose tellers may be contacted to hear of it."""
        lines = may_tell_lines([h for h in self.stories if h.record in self.chosen])
        refill(self.may_tell, *(small(line) for line in lines))
        self.told.setVisible(bool(lines))

    def _choose(self, keys: list[str]) -> None:
        shown = {h.record for h in self.stories}
        self.chosen = [r for r in self.chosen if r not in shown or r in keys]
        self.chosen += [k for k in keys if k not in self.chosen]
        self.typing.keep(_STORIES, " ".join(self.chosen))
        self._say_who()

    def made(self, *, sent: bool) -> Feedback:
        """The entry as it stands in the form."""
        old = self.entry
        return Feedback(
            old.id,
            tuple(self.chosen),
            old.passages,
            self.heard.text(),
            self.done.value() == ["yes"],
            self.did.text(),
            old.when,
            back_to=self.back.text(),
            sent=sent or old.sent,
        )

    def say(self, words: str) -> None:
        """Say what is still needed."""
        self.trouble.setText(words)
        self.trouble.show()
        self.into_sight(self.trouble)
        announce(self, words, assertive=True)


def may_tell_lines(stories: Sequence[Heard]) -> list[str]:
    """Which tellers of these stories may be contacted to hear what was done, story by story under each answer."""
    titles: dict[str, list[str]] = {}
    for story in stories:
        if story.may_tell != NOBODY:
            answer = story.may_tell if story.may_tell in ("", "not_asked") else "no"
            titles.setdefault(answer, []).append(story.title or tr("No title yet"))
    words = {
        "": tr("They said yes to hearing what happened: {titles}."),
        "not_asked": tr("Nobody asked whether they may be contacted. Tell them when you meet: {titles}."),
        "no": tr("They may not be contacted for this: {titles}."),
    }
    return [line.format(titles=", ".join(titles[key])) for key, line in words.items() if key in titles]


def column_of(*things: QWidget) -> QWidget:
    """Some parts one under the other, as one part."""
    holder = QWidget()
    holder.setLayout(column(*things, spacing=6))
    return holder
