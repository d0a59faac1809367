"""Add a passage to the quote bank, under a theme: its own tag is offered first; one more by the same person needs a reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.domain.passages import Passage
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.services.publish import add_quote, possible_themes
from ldp_stories.services.read_record import RecordView
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import primary
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.labels import Label

QUOTE_KEY = "Ctrl+B"


def tags_at(home: Home, view: RecordView, passage: Passage) -> tuple[str, ...]:
    """The names of the tags that stand on a passage, or on the one it stands for."""
    about = {passage.id, passage.copy_of or passage.id}
    here = {t for r in view.readings if r.suggestion.passage in about for t in r.tags}
    return tuple(t.label for t in codebook(home) if t.id in here)


class QuoteLine(QWidget):
    """`show_for(passage, tags)` offers it; `added(quote id)` once it stands in the bank."""

    added = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.passage = ""
        self._themes: tuple[str, ...] | None = None
        self.theme = Combo(
            [],
            name=tr("Theme of this quote"),
            placeholder=tr("No theme yet"),
            icon="tag",
            find=tr("Find a theme"),
        )
        self.why = TextField(
            name=tr("Why one more by the same person?"), placeholder=tr("Why one more by the same person?")
        )
        self.trouble = Label("", role="small", color="bad")
        self.add = primary(tr("Add to quote bank"), icon="quotes", size="field", key=QUOTE_KEY)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        for widget in (self.trouble, self.why, self.theme, self.add):
            box.addWidget(widget)
        self.add.clicked.connect(self._add)
        self.why.entered.connect(lambda _: self._add())
        self.show_for("", ())

    def show_for(self, passage: str, tags: tuple[str, ...]) -> None:
        """Offer a passage ("" = none: nothing shows); `tags` are the names of those that stand on it."""
        self.passage = passage
        self.trouble.hide()
        self.why.hide()
        self.why.set_text("")
        self.setVisible(bool(passage))
        if passage:
            themes = self._known()
            self.theme.set_options([Option("", tr("No theme yet")), *(Option(t, t) for t in themes)])
            self.theme.set_value(next((t for t in tags if t in themes), ""))

    def forget(self) -> None:
        """Themes or tags have changed: they are read again with the next passage."""
        self._themes = None

    def _known(self) -> tuple[str, ...]:
        if self._themes is None:
            self._themes = possible_themes(self.context.home)
        return self._themes

    def _add(self) -> None:
        if not self.passage:
            return
        theme = self.theme.value()
        try:
            made = add_quote(self.context.home, self.passage, theme, why_more=self.why.text().strip())
        except UserError as error:
            self._refuse(error)
            return
        self.trouble.hide()
        self.why.hide()
        self.why.set_text("")
        words = tr("Added to the quote bank.")
        if theme:
            words = tr("Added to the quote bank, under {theme}.", theme=theme)
        self.context.tell(words)
        self.added.emit(made)

    def _refuse(self, error: UserError) -> None:
        """Say beside the button why not; where a reason helps, ask for it there."""
        self.trouble.setText(sentence(error))
        self.trouble.show()
        announce(self, sentence(error), assertive=True)
        if isinstance(error, Refused) and error.code == "TWO_QUOTES_ALREADY":
            self.why.show()
            self.why.edit.setFocus()
