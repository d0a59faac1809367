"""Suggesting tags: first a group, then a tag with its meaning, how sure, or own words when none fits. A suggestion, never a verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ldp_stories.domain.tags import Sure, Tag
from ldp_stories.errors import UserError
from ldp_stories.services.edit_record import RecordView, suggest_tag, take_back_suggestion
from ldp_stories.services.find import codebook
from ldp_stories.services.undo_marks import note_act
from ldp_stories.ui.record.codebook_entry import tag_note
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import FormKeeper
from ldp_stories.ui.record.reading import passage_numbers
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, Line, clear, column, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.labels import Label, heading, small
from ldp_stories.ui.widgets.tagcard import TagCard

WHOLE = ""


class TagsCard(Card):
    """Tags for the whole story or one passage. `changed` after each suggestion; keyboard: a group, Tab, a tag, Enter."""

    changed = Signal()

    def __init__(self, context: Context, record: str) -> None:
        super().__init__(padding=(24, 18, 20, 18), spacing=8)
        self.context, self.record = context, record
        self.tags = codebook(context.home)
        self.book = {t.id: t for t in codebook(context.home, retired=True)}
        self.chosen = QVBoxLayout()
        self.chosen.setSpacing(8)
        self.about = Combo([], name=tr("What is the tag for?"))
        self.sure = ChoiceRow(_sure_options(), name=tr("How sure are you?"), value=[Sure.SURE.value])
        groups = [Option(letter, name) for letter, name in groups_of(self.tags)]
        self.groups = ChoiceRow(groups, name=tr("Groups of tags"))
        self.groups.chosen.connect(lambda keys: self.show_group(keys[0] if keys else ""))
        self.list = QWidget()
        self.flow = FlowLayout(self.list, gap=8)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.list.setSizePolicy(policy)
        self.buttons: dict[str, Button] = {}
        self.meaning = Label("", role="small", color="text2")
        self.meaning.hide()
        self.no_fit = quiet(tr("No tag fits, say it your way"), icon="pencil-simple")
        self.own = TextField(
            name=tr("In your own words"), placeholder=tr("What is it about? Enter keeps it.")
        )
        self.keeper = FormKeeper(context.home, f"tag of {record}", {"own": self.own}, self)
        self.own.setVisible(self.keeper.found)
        self.no_fit.clicked.connect(self._ask_own)
        self.own.entered.connect(self._own_words)
        self.trouble = Label("", role="small", weight=500, color="bad")
        self.trouble.hide()
        self.add(
            heading(tr("Tags")),
            small(tr("What do you see in it? You and your coordinator talk about it later.")),
        )
        self.add(self.about, self.sure, Line(), self.groups, self.list, self.meaning)
        self.add(row(self.no_fit, None), self.own, self.trouble, self.chosen)

    def show_view(self, view: RecordView) -> None:
        """Show the record's passages to choose from, and what was suggested."""
        numbers = passage_numbers(view)
        options = [Option(WHOLE, tr("The whole story"))]
        for passage in sorted(view.passages, key=lambda p: numbers.get(p.id, 0)):
            words = passage.text.quote[:60] if passage.text is not None else tr("a moment in the sound")
            options.append(Option(passage.id, f"{numbers.get(passage.id, '')}  {words}"))
        value = self.about.value() if self.about.value() in [o.key for o in options] else WHOLE
        self.about.set_options(options)
        self.about.set_value(value)
        self._show_chosen(view, numbers)

    def show_group(self, letter: str) -> None:
        """Show the tags of one group; a focused one says what it means, with an example."""
        for old in self.buttons.values():
            self.flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = {}
        for tag in self.tags:
            if tag.group == letter:
                button = Button(
                    f"{tag.code}  {tag.name}",
                    size="dense",
                    name=tr("Tag {code} {name}", code=tag.code, name=tag.name),
                )
                button.setAccessibleDescription(_meaning(tag))
                button.clicked.connect(lambda _=False, t=tag: self.suggest(t))
                button.installEventFilter(self)
                button.setProperty("tag", tag.id)
                self.buttons[tag.code] = button
                self.flow.addWidget(button)
                button.show()
        self.meaning.setVisible(False)
        self.list.updateGeometry()
        QTimer.singleShot(0, self, self._tags_into_sight)

    def _tags_into_sight(self) -> None:
        """The tags of the group come into sight, however large the text is."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None and self.buttons:
            QApplication.sendPostedEvents(self, QEvent.Type.LayoutRequest.value)
            above.ensureWidgetVisible(list(self.buttons.values())[-1], 0, 8)
            above.ensureWidgetVisible(next(iter(self.buttons.values())), 0, 8)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A tag under the focus or the pointer says what it means."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.Enter):
            ident = watched.property("tag")
            tag = next((t for t in self.tags if t.id == ident), None)
            if tag is not None:
                self.meaning.setText(_meaning(tag))
                self.meaning.show()
        return super().eventFilter(watched, event)

    def suggest(self, tag: Tag) -> None:
        """Suggest a tag for what is chosen."""
        sure = Sure((self.sure.value() or [Sure.SURE.value])[0])
        self._try(
            lambda: self._noted(
                suggest_tag(self.context.home, self.record, passage=self._passage(), tag=tag.id, sure=sure),
                tr("{tag} suggested", tag=tag.label),
            )
        )
        announce(self, tr("{code} suggested", code=tag.code))

    def _own_words(self, text: str) -> None:
        if not text.strip():
            return
        sure = Sure((self.sure.value() or [Sure.SURE.value])[0])
        own = text.strip()
        self._try(
            lambda: self._noted(
                suggest_tag(self.context.home, self.record, passage=self._passage(), words=own, sure=sure),
                tr("{tag} suggested", tag=own),
            )
        )
        self.own.set_text("")
        self.keeper.done()

    def _noted(self, suggestion: str, words: str, *, on: bool = True) -> None:
        """Remember it, so that it can be undone, tomorrow too."""
        note_act(self.context.home, self.record, [("suggestion", suggestion)], words, on=on)

    def _take_off(self, suggestion: str, label: str, _pressed: bool = False) -> None:
        def act() -> None:
            take_back_suggestion(self.context.home, suggestion)
            self._noted(suggestion, tr("{tag} is off", tag=label), on=False)

        self._try(act)

    def _passage(self) -> str | None:
        return self.about.value() or None

    def _ask_own(self) -> None:
        self.own.show()
        self.own.setFocus()

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except UserError as error:
            self.trouble.setText(sentence(error))
            self.trouble.show()
            return
        self.trouble.hide()
        self.context.tell(tr("Saved on this laptop just now"))
        self.changed.emit()

    def _show_chosen(self, view: RecordView, numbers: dict[str, int]) -> None:
        clear(self.chosen)
        for reading in view.readings:
            one = reading.suggestion
            tag = self.book.get(one.tag or "")
            where = (
                tr("Passage {n}", n=numbers[one.passage]) if one.passage in numbers else tr("The whole story")
            )
            words = {Sure.SURE: tr("sure"), Sure.THINK_SO: tr("I think so"), Sure.NOT_SURE: tr("not sure")}[
                one.sure
            ]
            card = TagCard(tag.code if tag else "", tag.name if tag else one.words, quote=where, who=words)
            holder = QWidget()
            parts: list[QWidget] = [card]
            if tag is not None and (note := tag_note(tag, self.book)):
                parts.append(Label(note, role="small", color="warn", weight=500))
            if not reading.history and one.by == self.context.home.member:
                name = tr("Take off {tag}", tag=tag.code if tag else one.words)
                off = quiet(tr("Take off"), icon="x", name=name)
                off.clicked.connect(partial(self._take_off, one.id, tag.label if tag else one.words))
                parts.append(off)
            holder.setLayout(column(*parts, spacing=2))
            self.chosen.addWidget(holder)
            holder.show()


def groups_of(tags: Sequence[Tag]) -> tuple[tuple[str, str], ...]:
    """The groups of the codebook in its order: (letter, name)."""
    return tuple(dict.fromkeys((t.group, t.group_name) for t in tags))


def _meaning(tag: Tag) -> str:
    parts = [f"{tag.code} {tag.name}: {tag.meaning}"]
    if tag.example:
        parts.append(tr("For example: {example}", example=tag.example))
    return "\n".join(parts)


def _sure_options() -> list[Option]:
    return [
        Option(Sure.SURE.value, tr("Sure")),
        Option(Sure.THINK_SO.value, tr("Think so")),
        Option(Sure.NOT_SURE.value, tr("Not sure")),
    ]
