"""The own tag in hand, beside the story: what it means, how often one used it, *Change* and *Take away*."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.code_own import TagNode, bring_back, change_tag, drop_tag, tags_above
from ldp_stories.services.home import Home
from ldp_stories.services.keep_answers import form_done, form_typed, keep_form
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import Keeper
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import DEEPER, Combo
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.flow import line
from ldp_stories.ui.widgets.labels import Label, small

_NOBODY = " "
_FORM = "own tag"
"""A change that is being typed, in the desk: "tag" names which, the others are its fields."""


class OwnTagPart(QWidget):
    """`done(words, undo, tag)`: what was done, what undoes it, and the tag that is in hand now ("" = none).

    `refused(words)`: why not. `undo()` gives the tag that is in hand after it.
    """

    done = Signal(str, object, str)
    refused = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.node: TagNode | None = None
        self.meaning = Label("", role="small", color="text2", people=True)
        self.used = small("")
        self.change = Button(tr("Change"), icon="pencil-simple", size="dense")
        self.away = Button(tr("Take away"), icon="x", size="dense")
        self.acts = line(self.change, self.away, gap=8)
        self.name = TextField(name=tr("Name of the tag"))
        self.means = TextField(name=tr("What it means"))
        self.under = Combo([], name=tr("Under which tag?"), icon="tag", find=tr("Find a tag"))
        self.named = Field(tr("Name of the tag"), self.name)
        self.keep = Button(tr("Save change"), kind="soft", icon="check", size="dense")
        self.leave = quiet(tr("Cancel"))
        self.form = Card(padding=(16, 12, 16, 12), spacing=8, fill="sunk", edge=None)
        self.form.add(
            self.named,
            Field(tr("What it means"), self.means),
            Field(tr("Under which tag?"), self.under),
            line(self.keep, self.leave, gap=8),
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        for part in (self.meaning, self.used, self.acts, self.form):
            box.addWidget(part)
        self.form.hide()
        self.typing = Keeper(lambda field, text: keep_form(context.home, _FORM, field, text), self)
        self._connect()
        self.hide()

    def _connect(self) -> None:
        self.change.clicked.connect(self.begin)
        self.away.clicked.connect(self.take_away)
        self.keep.clicked.connect(self.save)
        self.leave.clicked.connect(self.close_form)
        for field in (self.name, self.means):
            field.entered.connect(lambda _: self.save())
        self.name.changed.connect(lambda text: self._keep("name", text))
        self.means.changed.connect(lambda text: self._keep("means", text))
        self.under.chosen.connect(lambda key: self._keep("under", key))
        escape = QShortcut(QKeySequence("Esc"), self.form)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.close_form)

    @property
    def busy(self) -> bool:
        """Whether somebody is changing it: then it is left as it is."""
        return not self.form.isHidden()

    def show_tag(self, node: TagNode | None) -> None:
        """Show the tag in hand, when it is one's own; None hides all of it. What is half typed for the same tag stays."""
        same = node is not None and self.node is not None and node.tag.id == self.node.tag.id
        self.node = node
        self.setVisible(node is not None)
        if not same:
            self.form.hide()
            self.acts.show()
        if node is None:
            return
        if not same and self.half_typed() == node.tag.id:
            self._open(form_typed(self.context.home, _FORM))
        self.meaning.setText(node.tag.meaning)
        self.meaning.setVisible(bool(node.tag.meaning))
        used = many(node.mine, "You put it on {n} thing.", "You put it on {n} things.")
        self.used.setText(used if node.mine else tr("You have not put it on anything yet."))
        self.change.set_name(tr("Change {tag}", tag=node.tag.name))
        self.away.set_name(f"{tr('Take away {tag}', tag=node.tag.name)}. {self.used.text()}")

    def half_typed(self) -> str:
        """The tag whose change was being typed when the laptop died; "" = none."""
        return form_typed(self.context.home, _FORM).get("tag", "")

    def _keep(self, field: str, text: str) -> None:
        """What is typed stands here again, whatever happens; a field that was emptied stands as it was."""
        if self.busy and self.node is not None:
            self.typing.keep("tag", self.node.tag.id)
            self.typing.keep(field, text)

    def begin(self) -> None:
        """Open the form with what stands now."""
        if self.node is None:
            return
        self._open({})
        self.name.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _open(self, typed: Mapping[str, str]) -> None:
        """Open the form; what was typed before comes before what stands."""
        if self.node is None:
            return
        tag = self.node.tag
        above = tags_above(self.context.home, tag.id)
        rows = [Option(t.id, DEEPER * depth + t.name, t.meaning) for t, depth in above]
        self.under.set_options([Option(_NOBODY, tr("Nothing: it stands by itself")), *rows])
        above_it = typed.get("under", tag.parent or "")
        self.under.set_value(above_it if above_it and self.under.offers(above_it) else _NOBODY)
        self.name.set_text(typed.get("name", tag.name))
        self.means.set_text(typed.get("means", tag.meaning))
        self.named.set_error("")
        self.acts.hide()
        self.form.show()

    def close_form(self) -> None:
        """Leave the tag as it is; nothing that was typed stays."""
        self.typing.flush()
        form_done(self.context.home, _FORM)
        self.form.hide()
        self.acts.show()
        self.change.setFocus(Qt.FocusReason.TabFocusReason)

    def save(self) -> None:
        """Keep what the form says; an empty name is asked for beside its field."""
        if self.node is None:
            return
        home, tag = self.context.home, self.node.tag
        chosen = self.under.value()
        name, meaning = self.name.text().strip(), self.means.text().strip()
        parent = None if chosen == _NOBODY else chosen
        try:
            change_tag(home, tag.id, name=name, meaning=meaning, parent=parent)
        except UserError as error:
            self.named.set_error(sentence(error))
            self.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.close_form()
        if (name, meaning, parent) == (tag.name, tag.meaning, tag.parent):
            return

        def undo() -> str:
            change_tag(home, tag.id, name=tag.name, meaning=tag.meaning, parent=tag.parent)
            return tag.id

        self.done.emit(tr("Changed {tag}.", tag=name), undo, tag.id)

    def take_away(self) -> None:
        """Take the tag away with what one tagged with it."""
        if self.node is None:
            return
        tag = self.node.tag
        try:
            gone = drop_tag(self.context.home, tag.id)
        except UserError as error:
            self.refused.emit(sentence(error))
            return
        words = tr("{tag} is taken away.", tag=tag.name)
        if count := len(gone) - 1:
            more = many(count, "Your {n} mark with it too.", "Your {n} marks with it too.")
            words = f"{words} {more}"
        self.done.emit(words, _bringing_back(self.context.home, gone), "")


def _bringing_back(home: Home, gone: tuple[str, ...]) -> Callable[[], str]:
    def undo() -> str:
        bring_back(home, gone)
        return gone[0]

    return undo
