"""The form of one change of the codebook: its fields, why, an example, how many stories change; [Save change] stays in sight (SCREENS.md 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout

from ldp_stories.domain.codebook import Change
from ldp_stories.domain.tags import Tag
from ldp_stories.services import change_codebook as book
from ldp_stories.services.change_codebook import NewTag, Why
from ldp_stories.services.home import Home
from ldp_stories.ui.coordinator.keys import press_on_ctrl_enter
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import FormKeeper
from ldp_stories.ui.record.plain_line import PlainLine, plain_under
from ldp_stories.ui.text import many, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, heading
from ldp_stories.ui.widgets.scroll import ScrollPage

Job = Callable[[Home], object]
FORMS: Final = "codebook "
"""So begin the names under which the forms are kept while they are typed."""
_NOBODY: Final = "-"
_TITLES: Final = {
    Change.ADD: str(QT_TRANSLATE_NOOP("LDP Stories", "Add a tag")),
    Change.EDIT: str(QT_TRANSLATE_NOOP("LDP Stories", "Change {tag}")),
    Change.MERGE: str(QT_TRANSLATE_NOOP("LDP Stories", "Put {tag} into another tag")),
    Change.SPLIT: str(QT_TRANSLATE_NOOP("LDP Stories", "Split {tag}")),
    Change.RETIRE: str(QT_TRANSLATE_NOOP("LDP Stories", "Stop using {tag}")),
}
_LINES: Final = {
    "name": str(QT_TRANSLATE_NOOP("LDP Stories", "Its name")),
    "meaning": str(QT_TRANSLATE_NOOP("LDP Stories", "What it means")),
    "use_for": str(QT_TRANSLATE_NOOP("LDP Stories", "Use it for")),
    "not_for": str(QT_TRANSLATE_NOOP("LDP Stories", "Not for")),
    "example": str(QT_TRANSLATE_NOOP("LDP Stories", "For example")),
}
_EXAMPLES: Final = ("use_for", "example", "from")


def form_name(what: Change, tag: Tag | None) -> str:
    """Under what the form of a change is kept while it is typed."""
    return f"{FORMS}{what.value} {tag.id if tag is not None else ''}"


def form_of(name: str) -> tuple[Change, str]:
    """Which change a form of this name makes, and the tag's id ("" for a new one)."""
    what, _, tag = name.removeprefix(FORMS).partition(" ")
    return Change(what), tag


class ChangeForm(ScrollPage):
    """One change of `tag` (None for a new one). `save(job)` when all is filled in, `closed` when it is let go of (Esc)."""

    save = Signal(object)
    closed = Signal()

    def __init__(self, what: Change, tag: Tag | None, tags: Sequence[Tag], *, name: str = "") -> None:
        super().__init__(spacing=14)
        self.what, self.tag, self.tags = what, tag, tags
        self._suggested = name
        self.lines: dict[str, TextField] = {}
        self.fields: dict[str, Field] = {}
        self.plain: dict[str, PlainLine] = {}
        self.title = heading(tr(_TITLES[what], tag=tag.label if tag else ""))
        self.into: Combo | None = None
        self.under: Combo | None = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self._put_in(name)
        self._line("why", tr("Why?"), helper=tr("Everybody reads it. For example: agreed at the tag chat."))
        self.lines["why"].changed.connect(lambda _: self.fields["why"].set_error(""))
        self._line("from", tr("An example from a story"), helper=tr("No names. You can leave it empty."))
        self.count = Label("", weight=600)
        self.count.hide()
        self.trouble = Label("", role="small", weight=500, color="bad")
        self.trouble.hide()
        self.keep = Button(
            tr("Save change"), kind="primary", icon="check", size="field", key="Ctrl+Enter", bind=False
        )
        self.keep.clicked.connect(self.press)
        press_on_ctrl_enter(self, self.keep)
        self.leave = quiet(tr("Cancel"))
        self.leave.clicked.connect(self.closed)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.closed)
        card = Card(padding=(24, 18, 20, 16), spacing=8)
        card.add(self.title, self.count, self._rows, self.trouble)
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.pin(self.keep, self.leave)

    def remember(self, home: Home) -> None:
        """Keep what is typed from the first keystroke on, and fill in what was typed before."""
        chosen = {"into": self.into, "under": self.under}
        self.typing = FormKeeper(
            home,
            form_name(self.what, self.tag),
            self.lines,
            self,
            choices={name: combo for name, combo in chosen.items() if combo is not None},
        )
        if self._suggested and "name" not in self.typing.before:
            self.typing.keep("name", self._suggested)

    def advise(self, context: Context) -> None:
        """Advice under the words that we write ourselves; what to use it for and examples are often somebody's words and are not looked at."""
        for key, line in self.lines.items():
            if key not in _EXAMPLES:
                self.plain[key] = plain_under(context, line, self._rows, self.fields[key])

    def _put_in(self, name: str) -> None:
        tag = self.tag
        if self.what in (Change.ADD, Change.EDIT):
            for key, words in _LINES.items():
                self._line(
                    key, tr(words), value=getattr(tag, key) if tag else (name if key == "name" else "")
                )
            self.under = self._choose(tr("Under which tag?"), tr("Nothing: it stands by itself"))
            self.under.set_value((tag.parent if tag else None) or _NOBODY)
        elif self.what is Change.MERGE:
            self.into = self._choose(tr("Into which tag?"), "")
        elif self.what is Change.SPLIT:
            for key, words in (("one", tr("The first new tag")), ("two", tr("The second new tag"))):
                self._line(key, words)
                self._line(f"{key} meaning", tr("What it means"))

    def _line(self, key: str, words: str, *, value: str = "", helper: str = "") -> None:
        line = TextField(name=words, value=value)
        line.entered.connect(lambda _: line.focusNextChild())
        self.lines[key] = line
        self.fields[key] = Field(words, line, helper=helper)
        self._rows.addWidget(self.fields[key])

    def _choose(self, words: str, nobody: str) -> Combo:
        own = self.tag.id if self.tag else ""
        live = [Option(t.id, t.label, t.meaning) for t in self.tags if t.in_use and t.id != own]
        options = [Option(_NOBODY, nobody), *live] if nobody else live
        combo = Combo(options, name=words, placeholder=tr("Choose a tag"), icon="tag", find=tr("Find a tag"))
        self._rows.addWidget(Field(words, combo))
        return combo

    def show_count(self, stories: int) -> None:
        """Say how many stories this changes, before anything is saved."""
        one, more = {
            Change.MERGE: ("{n} story moves with it.", "{n} stories move with it."),
            Change.SPLIT: (
                "{n} story has it. You decide for each.",
                "{n} stories have it. You decide for each.",
            ),
            Change.RETIRE: ("{n} story has it and keeps it.", "{n} stories have it and keep it."),
        }.get(self.what, ("{n} story has it.", "{n} stories have it."))
        self.count.setText(many(stories, one, more) if stories else tr("No story has it."))
        self.count.setVisible(self.what is not Change.ADD)
        announce(self, self.count.text())

    def press(self) -> None:
        """Pass the change on, when a tag to put it into was chosen and a reason given; the other rules are the service's."""
        self.fields["why"].set_error("")
        if self.into is not None and not self.into.value():
            self.say(tr("Choose the tag first. Nothing was changed."))
            self.into.setFocus()
            return
        if not self.lines["why"].text().strip():
            self._ask_why()
            return
        self.save.emit(self._job())

    def _ask_why(self) -> None:
        """The reason is asked for where it is written, in sight and with the focus: it may stand far below."""
        self.say("")
        words = tr("Say why in a few words. Everybody reads it. Nothing was changed yet.")
        self.fields["why"].set_error(words)
        self.lines["why"].edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.into_sight(self.fields["from"])  # what stands under it: with it all of the line is in sight
        announce(self, words, assertive=True)

    def _job(self) -> Job:
        words = {key: line.text().strip() for key, line in self.lines.items()}
        why, ident = Why(words["why"], words["from"]), self.tag.id if self.tag else ""
        into = self.into.value() if self.into else ""
        match self.what:
            case Change.ADD:
                texts = (words["meaning"], words["use_for"], words["not_for"], words["example"])
                new = NewTag(words["name"], "", *texts, parent=self._parent())
                return lambda home: book.add_tag(home, new, why)
            case Change.MERGE:
                return lambda home: book.merge(home, ident, into, why)
            case Change.SPLIT:
                names = [NewTag(words[k], meaning=words[f"{k} meaning"]) for k in ("one", "two")]
                return lambda home: book.split(home, ident, names, why)
            case Change.RETIRE:
                return lambda home: book.retire(home, ident, why)
            case _:
                return self._edit(words, why, ident)

    def _edit(self, words: Mapping[str, str], why: Why, ident: str) -> Job:
        fields = {k: words[k] for k in _LINES} | {"parent": self._parent()}
        return lambda home: book.edit_tag(home, ident, fields, why)

    def _parent(self) -> str | None:
        value = self.under.value() if self.under else ""
        return value if value not in ("", _NOBODY) else None

    def say(self, sentence: str) -> None:
        """Say beside the form why it was not saved; what was typed stays."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        if sentence:
            self.into_sight(self.trouble)
            announce(self, sentence, assertive=True)

    def focus_start(self) -> None:
        """Focus on the first field."""
        first = self.into or next(iter(self.lines.values())).edit
        first.setFocus(Qt.FocusReason.OtherFocusReason)
