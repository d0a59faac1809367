"""Step 4, Words after: what was said, while it is fresh. Typing is in the desk file within a moment (SCREENS.md 5.6)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.domain.records import RecordKind
from ldp_stories.errors import UserError
from ldp_stories.services.edit_record import (
    RecordView,
    add_passage,
    drafts,
    keep_draft,
    open_record,
    write_drafts,
)
from ldp_stories.services.undo_marks import last_act, note_act, undo_act
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import Keeper
from ldp_stories.ui.record.missing_sound import MissingLine
from ldp_stories.ui.record.player_link import SoundLink, parts_of
from ldp_stories.ui.record.title_warning import TitleWarning
from ldp_stories.ui.record.undoing import Undoing
from ldp_stories.ui.researcher.more_card import MoreCard, is_put_together
from ldp_stories.ui.researcher.passages_card import PassagesCard, short
from ldp_stories.ui.researcher.step import StepScreen, on_enter, tighten, widen
from ldp_stories.ui.researcher.tags_card import TagsCard
from ldp_stories.ui.researcher.written_notes import WrittenNotes
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.banner import UndoLine
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import display, helper
from ldp_stories.ui.widgets.player import PlayerBar
from ldp_stories.ui.widgets.scroll import Scroll
from ldp_stories.ui.widgets.side import SideLayout
from ldp_stories.ui.widgets.theme import follow

WRITE_EVERY_MS = 10 * 60 * 1000
_NOUNS = frozenset({"passage", "suggestion", "media", "decision"})


class WordsAfterStep(StepScreen):
    """Title, words, moments and tags of a draft. `carry_on` when more is to be recorded."""

    carry_on = Signal()

    def __init__(self, context: Context, record: str) -> None:
        super().__init__(context)
        self.title = tr("Words after")
        self.foot_words = tr("Saved on this laptop")
        self.record = record
        self.view: RecordView = open_record(context.home, record)
        self.keeper = Keeper(self._keep, self, save_half=partial(self._keep, half=True))
        self.undoing = Undoing(context.home, record, self.keeper.flush)
        self.heading = display(tr("Words after"))
        self._fields()
        self.link = SoundLink(context, self)
        self.moments = PassagesCard(
            context,
            lambda: dict(drafts(context.home, record)),
            lambda: self.link.position,
            self.undoing,
        )
        self.more_words = MoreCard(self.view, drafts(context.home, record), self.undoing)
        self.notes = WrittenNotes(self.words)
        self.notes.put.connect(lambda: context.tell(tr("Your notes stand in the words.")))
        self.undo = UndoLine()
        self.undo.undone.connect(self._undo)
        for typing in (self.moments, self.more_words):
            typing.typed.connect(self.keeper.keep)
        if is_put_together(self.view):  # an old word must not stay in one of the two places
            self.words.edit.setReadOnly(True)
            self.words.set_text(self.more_words.saw())
            self.more_words.typed.connect(self._saw_typed)
        self.tags = TagsCard(context, record)
        self.player = PlayerBar(name=tr("The sound"))
        self.link.bind(self.player)
        self.missing = MissingLine()
        self.moments.heard.connect(self._hear_from)
        for card in (self.moments, self.tags):
            card.changed.connect(self._read_again)
        self.sides = SideLayout(
            Scroll(self._main()),
            Scroll(self.tags),
            label=tr("Tags"),
            covers=True,
            width=384,
            gap=28,
            margins=(48, 22, 36, 0),
        )
        self.box.addWidget(self.sides, 1)
        self.more = self._way_back()
        self.more.hide() if not self.view.participants else None
        self.more.clicked.connect(self.carry_on)
        self.ready = Button(
            tr("It is ready"), kind="primary", size="main", icon="check", key="Ctrl+Enter", bind=False
        )
        on_enter(self.ready)
        self.ready.clicked.connect(self.forward)
        self.bottom(self.more, None, self.ready)
        self.set_focus_start(self.words)
        follow(self._widen)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._write)
        self._timer.start(WRITE_EVERY_MS)
        self._show(self.view)

    def _way_back(self) -> Button:
        """To the conversation again: to record more, or without a yes to the voice to note more."""
        if any(c.answer(Scope.AUDIO) is Answer.YES for c in self.view.consents):
            return quiet(tr("Carry on recording"), icon="microphone")
        return quiet(tr("Carry on with notes"), icon="notebook")

    def _widen(self) -> None:
        widen(self.ready, 384)
        tighten(self.sides, (48, 22, 36, 0))

    def leaving(self) -> None:
        """Typing is written down: one revision for each thing that was touched."""
        self.keeper.flush()
        self.tags.keeper.flush()
        self._write()
        self.link.close()

    def refresh(self, changes: frozenset[str]) -> None:
        """Show what was marked or made ready meanwhile; typing is not touched."""
        if not changes or changes & _NOUNS:
            self._read_again()

    def _fields(self) -> None:
        typed = drafts(self.context.home, self.record)
        words = self.view.words
        self.name = TextField(
            name=tr("Title"),
            value=typed.get("title", self.view.record.title),
            placeholder=tr("What should we call it?"),
        )
        self.name.changed.connect(lambda text: self.keeper.keep("title", text))
        self.words = Editor(
            name=self._words_label(),
            value=typed.get("words", words.text if words is not None else ""),
            placeholder=tr("What did they tell you? Use their own words where you can."),
            rows=7,
        )
        self.words.changed.connect(lambda text: self.keeper.keep("words", text))
        self.undoing.watch("title", self.name)
        self.undoing.watch("words", self.words)
        self.mark = Button(tr("Mark these words"), icon="quotes", size="dense", key="Ctrl+M")
        self.mark.clicked.connect(self.mark_words)
        self.mark.setEnabled(False)
        self.write_down = quiet(tr("Write down the sound"), icon="ear")
        self.write_down.clicked.connect(lambda: self.go.emit("transcribe", self.record))
        self.words.edit.selectionChanged.connect(self._selection)

    def _main(self) -> QWidget:
        page = QWidget()
        self.sound = Card(padding=(18, 10, 18, 10))
        self.sound.add(self.player, self.missing)
        body = column(
            self.heading,
            helper(tr("Take your time. Spelling does not matter.")),
            4,
            self.sound,
            Field(self._words_label(), self.words),
            row(self.mark, self.write_down, None),
            self.notes,
            Field(tr("Title"), self.name, helper=tr("Leave it blank and we use the first words")),
            TitleWarning(self.name),
            self.undo,
            self.moments,
            self.more_words,
            None,
            spacing=14,
        )
        body.setContentsMargins(0, 0, 4, 12)
        page.setLayout(body)
        return page

    def _words_label(self) -> str:
        saw = self.view.record.kind is RecordKind.OBSERVATION
        return tr("What I wrote") if saw else tr("What they said")

    def _saw_typed(self, field: str, _text: str) -> None:
        if field != "note":
            self.words.set_text(self.more_words.saw())

    def mark_words(self) -> None:
        """Mark the selected words as a passage."""
        start, end = self._selected()
        if start >= end:
            return
        self.keeper.flush()
        self._write()
        home = self.context.home
        layer = open_record(home, self.record).words
        if layer is not None and end <= len(layer.text):
            made = add_passage(home, self.record, layer=layer.id, start=start, end=end)
            self.context.tell(tr("Marked. Say why, if you like."))
            quote = layer.text[start:end]
            note_act(
                home, self.record, [("passage", made)], tr("Marked “{words}”", words=short(quote)), on=True
            )
        self._read_again()

    def _selected(self) -> tuple[int, int]:
        """The selection in code points, without spaces at its ends."""
        cursor, text = self.words.edit.textCursor(), self.words.text()
        units = text.encode("utf-16-le")
        start, end = (
            len(units[: at * 2].decode("utf-16-le", "ignore"))
            for at in (cursor.selectionStart(), cursor.selectionEnd())
        )
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return start, end

    def _selection(self) -> None:
        start, end = self._selected()
        self.mark.setEnabled(start < end)

    def _hear_from(self, ms: int) -> None:
        self.link.seek(ms)
        self.link.play()

    def _keep(self, field: str, text: str, *, half: bool = False) -> None:
        keep_draft(self.context.home, self.record, field, text, half=half)

    def _write(self) -> None:
        write_drafts(self.context.home, self.record)

    def _undo(self) -> None:
        """Take back the last mark or tag, or put it on again; also one of before this sitting."""
        try:
            act = undo_act(self.context.home, self.record)
        except UserError as error:
            self.context.tell(sentence(error))
        else:
            if act is not None:
                self.context.tell(tr("Undone: {what}", what=act.words))
        self._read_again()

    def _show_undo(self) -> None:
        act = last_act(self.context.home, self.record)
        if act is None:
            self.undo.clear()
        elif self.undo.label.text() != act.words or self.undo.isHidden():
            self.undo.show_undo(act.words)

    def _read_again(self) -> None:
        self.keeper.flush()
        self._show(open_record(self.context.home, self.record))

    def _show(self, view: RecordView) -> None:
        parts = parts_of(self.context.home, view.media)
        if [p.key for p in parts] != [p.key for p in self.link.parts]:
            self.link.show_parts(parts)
        self.sound.setVisible(bool(parts))
        self.write_down.setVisible(bool(parts))
        self.missing.show_parts(view.media)
        self.player.set_marks([n.at_ms for n in view.notes if n.marked and n.at_ms is not None])
        self.view = view
        self.notes.show_view(view)
        self.moments.show_view(view)
        self.tags.show_view(view)
        self._show_undo()
