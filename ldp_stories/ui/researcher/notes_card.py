"""My notes: each keeps its second. What is being typed is a note already, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.services.conversation import NoteRow
from ldp_stories.services.record_encounter import add_note, change_note, conversation, mark_moment
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import Keeper
from ldp_stories.ui.text import clock, tr
from ldp_stories.ui.widgets.card import Card, clear, row
from ldp_stories.ui.widgets.facts import Moment
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.labels import heading, small
from ldp_stories.ui.widgets.scroll import Scroll


class NotesCard(Card):
    """`now` gives the present millisecond of the recording, or None; a note takes the second at which its typing began."""

    def __init__(self, context: Context, conversation_id: str, now: Callable[[], int | None]) -> None:
        super().__init__(padding=(28, 16, 28, 18), spacing=8)
        self.context, self.conversation, self._now = context, conversation_id, now
        self._typing: tuple[str, int | None] | None = None
        self.keeper = Keeper(lambda _, text: self._keep(text), self)
        self.list = QWidget()
        self._rows = QVBoxLayout(self.list)
        self._rows.setContentsMargins(0, 0, 4, 0)
        self._rows.setSpacing(0)
        self._rows.addStretch(1)
        self.list_scroll = Scroll(self.list)
        self.field = TextField(name=tr("A note"), key="Ctrl+L")
        shortcut = QShortcut(QKeySequence("Ctrl+L"), self)
        shortcut.activated.connect(self.field.setFocus)
        self._bar = self.list_scroll.verticalScrollBar()
        self._bar.rangeChanged.connect(self._to_end)
        self.hint = small("")
        self.add(row(heading(tr("My notes")), None, self.hint))
        self.body.addWidget(self.list_scroll, 1)
        self.add(self.field)
        self.field.changed.connect(self._typed)
        self.field.entered.connect(self._entered)
        self.show_time()
        self.show_notes(conversation(context.home, conversation_id).notes)

    def show_notes(self, notes: Sequence[NoteRow]) -> None:
        """Show the notes, the newest at the end and in sight."""
        clear(self._rows)
        self._rows.addStretch(1)
        typing = self._typing[0] if self._typing is not None else ""
        for note in notes:
            if note.id != typing and (note.text or note.marked):
                line = _line(note)
                self._rows.insertWidget(self._rows.count() - 1, line)
                line.show()

    def _to_end(self, _least: int, most: int) -> None:
        self._bar.setValue(most)

    def mark(self, ms: int) -> None:
        """Keep a marked moment."""
        mark_moment(self.context.home, self.conversation, ms)
        self._read_again()

    def flush(self) -> None:
        """Keep what is typed now."""
        self.keeper.flush()

    def show_time(self) -> None:
        """The second before the field: of now, or of when the typing began."""
        at = self._typing[1] if self._typing is not None else self._now()
        self.field.set_before("" if at is None else clock(at))
        kept = tr("Kept as you type") if at is None else tr("Each note keeps its second")
        if kept != self.hint.text():
            self.hint.setText(kept)
            self.field.edit.setPlaceholderText(
                tr("Type a note. Enter keeps it.")
                if at is None
                else tr("Type a note. Enter keeps it with this second.")
            )

    def _typed(self, text: str) -> None:
        if text and self._typing is None:
            self._typing = ("", self._now())
        if self._typing is not None:
            self.keeper.keep("note", text)

    def _keep(self, text: str) -> None:
        if self._typing is None:
            return
        ident, at = self._typing
        if ident:
            change_note(self.context.home, self.conversation, ident, text)
        elif text:
            self._typing = (add_note(self.context.home, self.conversation, text, at).id, at)

    def _entered(self, text: str) -> None:
        self.keeper.flush()
        if not text.strip():
            return
        self._typing = None
        self.field.edit.blockSignals(True)
        self.field.set_text("")
        self.field.edit.blockSignals(False)
        self.context.tell(tr("Note kept."))
        self._read_again()

    def _read_again(self) -> None:
        self.show_notes(conversation(self.context.home, self.conversation).notes)


def _line(note: NoteRow) -> Moment:
    words = note.text
    if note.marked:
        words = tr("Moment you marked: {why}", why=note.text) if note.text else tr("Moment you marked")
    return Moment("" if note.at_ms is None else clock(note.at_ms), words, marked=note.marked)
