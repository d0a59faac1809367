"""The bits that matter: marked moments and marked words, why they were marked, and [It moved me]."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.domain.passages import Passage
from ldp_stories.errors import UserError
from ldp_stories.services.edit_record import (
    RecordView,
    add_passage,
    change_passage,
    remove_passage,
)
from ldp_stories.services.home import Home
from ldp_stories.services.joined_take import part_at, placed_parts
from ldp_stories.services.place_in_sound import place_in_sound
from ldp_stories.services.undo_marks import note_act
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.reading import passage_numbers
from ldp_stories.ui.record.undoing import Undoing
from ldp_stories.ui.researcher.sound_span import SoundSpan
from ldp_stories.ui.text import clock, sentence, tr
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, clear, column, row
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.labels import Label, heading, helper
from ldp_stories.ui.widgets.rail import IconMark

BEFORE_MS = 20_000
"""A moment is marked just after what was said: its passage begins this much before it."""
AFTER_MS = 10_000
_SHORT = 40


class MovedButton(Button):
    """[It moved me], pressed or not."""

    def __init__(self, *, moved: bool) -> None:
        super().__init__(tr("It moved me"), kind="quiet", size="dense", icon="star")
        self.setCheckable(True)
        self.show_moved(moved=moved)

    def show_moved(self, *, moved: bool) -> None:
        """Show whether it is pressed."""
        self.setChecked(moved)
        self.kind = "soft" if moved else "quiet"
        self.set_icon("star-fill" if moved else "star")
        self.set_name(tr("It moved me, yes") if moved else tr("It moved me"))
        self.update()


class PassagesCard(Card):
    """Moments and marked words of a record. `typed(field, text)` on each keystroke; `changed` when a passage came, went or moved."""

    typed = Signal(str, str)
    changed = Signal()
    heard = Signal(int)

    def __init__(
        self,
        context: Context,
        drafts: Callable[[], dict[str, str]],
        now: Callable[[], int] = lambda: 0,
        undoing: Undoing | None = None,
    ) -> None:
        super().__init__(padding=(24, 18, 24, 18), spacing=6)
        self.context, self._drafts, self._now, self._undoing = context, drafts, now, undoing
        self.fields: dict[str, TextField] = {}
        self.spans: dict[str, SoundSpan] = {}
        self.moved: list[MovedButton] = []
        self.hint = helper(tr("Nothing is marked yet. Select some words above and press [Mark these words]."))
        self.add(heading(tr("Moments")), self.hint)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(14)
        self.add(self.rows)

    def show_view(self, view: RecordView) -> None:
        """Show the moments of a record, in order; the focus stays where it was."""
        focus = self._focused()
        self.view = view
        clear(self.rows)
        self.fields, self.spans, self.moved = {}, {}, []
        typed = self._drafts()
        numbers = passage_numbers(view)
        taken = set()
        for note in view.notes:
            if note.marked and note.at_ms is not None:
                passage = passage_at(view, note.at_ms)
                if passage is not None:
                    taken.add(passage.id)
                number = numbers.get(passage.id, 0) if passage is not None else 0
                self._add(
                    f"note:{note.id}", typed.get(f"note:{note.id}", note.text), passage, number, note.at_ms
                )
        for passage in sorted(view.passages, key=lambda p: numbers.get(p.id, 0)):
            if passage.id not in taken and passage.copy_of is None:
                why = typed.get(f"passage:{passage.id}", passage.note)
                self._add(f"passage:{passage.id}", why, passage, numbers[passage.id], None)
        self.hint.setVisible(not self.fields)
        if focus in (places := self._places()):
            places[focus].setFocus()

    def _places(self) -> dict[tuple[str, str], QWidget]:
        """Everything in the rows that can have the focus, by field and name."""
        places: dict[tuple[str, str], QWidget] = {
            (field, "why"): box.edit for field, box in self.fields.items()
        }
        for field, span in self.spans.items():
            places |= {
                (field, "begin"): span.begin.edit,
                (field, "end"): span.end.edit,
                (field, "here"): span.here,
            }
        places |= {(field, "moved"): button for field, button in zip(self.fields, self.moved, strict=True)}
        return places

    def _focused(self) -> tuple[str, str] | None:
        return next((key for key, widget in self._places().items() if widget.hasFocus()), None)

    def _add(self, field: str, why: str, passage: Passage | None, number: int, at_ms: int | None) -> None:
        holder = QWidget()
        quote = passage.text.quote if passage is not None and passage.text is not None else ""
        when = clock(at_ms) if at_ms is not None else ""
        head = " ".join(part for part in (str(number) if number else "", when) if part)
        title = Label(head or tr("Marked"), weight=600, color="onsoft", wrap=False)
        moved = MovedButton(moved=passage is not None and passage.moved_me)
        moved.clicked.connect(lambda: self._moved(passage, at_ms, moved.isChecked()))
        line: list[QWidget | None] = [
            IconMark("star-fill" if at_ms is not None else "quotes", "warn", 18),
            title,
            None,
            moved,
        ]
        if at_ms is not None:
            hear = quiet(tr("Hear it"), icon="play", name=tr("Hear it, {time}", time=when))
            hear.clicked.connect(lambda: self.heard.emit(max(0, at_ms - BEFORE_MS)))
            line.append(hear)
        if passage is not None:
            away = quiet(tr("Take off"), icon="x", name=tr("Take off this mark"))
            away.clicked.connect(lambda: self._remove(passage))
            line.append(away)
        name = tr("Why did you mark it? {what}", what=quote or when)
        box = TextField(name=name, value=why, placeholder=tr("Why did you mark it?"))
        box.changed.connect(lambda text: self.typed.emit(field, text))
        if self._undoing is not None:
            self._undoing.watch(field, box)
        self.fields[field] = box
        self.moved.append(moved)
        parts: list[QWidget] = [Label(f"“{quote}”", people=True)] if quote else []
        span = self._span(field, passage, quote or when)
        holder.setLayout(column(row(*line, spacing=8), *parts, *([span] if span else []), box, spacing=4))
        self.rows.addWidget(holder)
        holder.show()

    def _span(self, field: str, passage: Passage | None, about: str) -> SoundSpan | None:
        """Where in the sound it is, for a passage of a story that has sound."""
        placed = {p.medium.id: p.begins_ms for p in placed_parts(self.view.media)}
        if passage is None or not placed:
            return None
        known = None
        if passage.sound is not None:
            base = placed.get(passage.sound.media, 0)
            known = (base + passage.sound.from_ms, base + passage.sound.to_ms)
        span = SoundSpan(known, self._now, about=about)
        span.placed.connect(lambda begin, end: self._place(span, passage, begin, end))
        self.spans[field] = span
        return span

    def _place(self, span: SoundSpan, passage: Passage, begin: int, end: int) -> None:
        try:
            place_in_sound(self.context.home, passage.id, begin, end)
        except UserError as error:
            span.refuse(sentence(error))
            return
        self.context.tell(tr("Saved on this laptop just now"))

    def _moved(self, passage: Passage | None, at_ms: int | None, moved: bool) -> None:
        home = self.context.home
        if passage is not None:
            change_passage(home, passage.id, moved_me=moved)
        elif at_ms is not None:
            passage_for(home, self.view, at_ms, moved_me=moved)
        self.context.tell(tr("Saved on this laptop just now"))
        self.changed.emit()

    def _remove(self, passage: Passage) -> None:
        home = self.context.home
        gone = [("passage", passage.id), *(("suggestion", s) for s in remove_passage(home, passage.id))]
        quote = passage.text.quote if passage.text is not None else tr("a moment in the sound")
        words = tr("The mark on “{words}” is off", words=short(quote))
        note_act(home, passage.record, gone, words, on=False)
        self.context.tell(tr("The mark is off. The words are as they were."))
        self.changed.emit()


def short(quote: str) -> str:
    """The beginning of some words, for a line that names them."""
    words = " ".join(quote.split())
    return words if len(words) <= _SHORT else words[:_SHORT].rstrip() + " …"


def passage_at(view: RecordView, at_ms: int) -> Passage | None:
    """The passage in sound that stands for a marked moment, if there is one."""
    place = part_at(view.media, at_ms)
    if place is None:
        return None
    medium, inside = place.medium.id, at_ms - place.begins_ms
    fits: Sequence[Passage] = [
        p
        for p in view.passages
        if p.sound is not None
        and p.sound.media == medium
        and p.sound.from_ms <= inside <= p.sound.to_ms
        and p.text is None
    ]
    return min(fits, key=lambda p: abs(inside - p.sound.from_ms - BEFORE_MS) if p.sound else 0, default=None)


def passage_for(home: Home, view: RecordView, at_ms: int, *, moved_me: bool = False) -> str | None:
    """Make the passage for a marked moment: a span of the sound round it. None when there is no sound there."""
    place = part_at(view.media, at_ms)
    if place is None:
        return None
    medium, inside = place.medium.id, at_ms - place.begins_ms
    start, end = max(0, inside - BEFORE_MS), min(place.medium.duration_ms, inside + AFTER_MS)
    return add_passage(
        home, view.record.id, media=medium, from_ms=start, to_ms=max(end, start + 1), moved_me=moved_me
    )
