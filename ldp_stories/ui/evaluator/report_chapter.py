"""One chapter of a report: its heading, our own words, and passages as they may be shown today; moved and taken out by buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.report import Chapter, Part
from ldp_stories.services.write_report import Shown
from ldp_stories.ui.evaluator.hidden_words import why_words
from ldp_stories.ui.evaluator.report_words import play_words
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.chips import Chip
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.labels import Label, small


class ChapterCard(Card):
    """`typed(chapter)` while words change, `changed(chapter)` when a part was added, moved or taken out or a field was left."""

    typed = Signal(object)
    changed = Signal(object)

    def __init__(
        self,
        number: int,
        chapter: Chapter,
        shown: Mapping[str, Shown],
        bank: Sequence[Option],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(spacing=12, parent=parent)
        self.number, self.chapter = number, chapter
        self.heading = TextField(name=tr("Heading {n}", n=number), value=chapter.heading, role="heading")
        self.heading.changed.connect(lambda words: self._type(replace(self.chapter, heading=words)))
        self.heading.edit.editingFinished.connect(lambda: self.changed.emit(self.chapter))
        self.add(self.heading)
        self.editors: dict[int, Editor] = {}
        for at, part in enumerate(chapter.parts):
            self.add(
                self._passage(at, shown[part.passage]) if part.passage in shown else self._words(at, part)
            )
        words = quiet(tr("Add words"), icon="text-aa", name=tr("Add words to heading {n}", n=number))
        words.clicked.connect(lambda: self._put((*self.chapter.parts, Part(words=""))))
        self.pick = Combo(
            bank,
            name=tr("Add a quote to heading {n}", n=number),
            placeholder=tr("Add a quote"),
            icon="quotes",
            find=tr("Find a quote"),
        )
        self.pick.setEnabled(bool(bank))
        self.pick.chosen.connect(lambda key: self._put((*self.chapter.parts, Part(passage=key))))
        self.add(row(words, self.pick, spacing=16))

    def _type(self, chapter: Chapter) -> None:
        self.chapter = chapter
        self.typed.emit(chapter)

    def _put(self, parts: tuple[Part, ...]) -> None:
        self.chapter = replace(self.chapter, parts=parts)
        self.changed.emit(self.chapter)

    def _words(self, at: int, part: Part) -> QWidget:
        editor = Editor(
            name=tr("Our words, {n}", n=at + 1),
            value=part.words,
            placeholder=tr("Say it in plain words."),
            rows=3,
        )
        editor.changed.connect(lambda text: self._retype(at, text))
        editor.rested.connect(lambda _: self.changed.emit(self.chapter))
        self.editors[at] = editor
        return _holder(editor, self._buttons(at))

    def _retype(self, at: int, text: str) -> None:
        parts = tuple(replace(p, words=text) if i == at else p for i, p in enumerate(self.chapter.parts))
        self._type(replace(self.chapter, parts=parts))

    def _passage(self, at: int, shown: Shown) -> QWidget:
        quote = shown.row
        if quote.gap:
            chip = Chip(tr("Taken out"), icon="eye-slash", tone="warn")
            return _holder(
                row(chip, Label(why_words(quote.gap), color="text2"), spacing=12), self._buttons(at)
            )
        who = ", ".join(filter(None, (quote.attribution, quote.place, shown_day(quote.told_on))))
        words, icon, tone = play_words(shown)
        lines = column(
            Label(quote.text, role="read", people=True),
            row(small(who), Chip(words, icon=icon, tone=tone), None),
            spacing=6,
        )
        return _holder(lines, self._buttons(at))

    def _buttons(self, at: int) -> list[Button]:
        last = len(self.chapter.parts) - 1
        found = []
        for icon, label, act, fits in (
            ("arrow-up", tr("Move up"), lambda: self._move(at, -1), at > 0),
            ("arrow-down", tr("Move down"), lambda: self._move(at, 1), at < last),
            ("x", tr("Take out"), lambda: self._take_out(at), True),
        ):
            button = quiet(
                label,
                icon=icon,
                name=tr("{act}, part {n} of heading {h}", act=label, n=at + 1, h=self.number),
            )
            button.setEnabled(fits)
            button.clicked.connect(act)
            found.append(button)
        return found

    def _move(self, at: int, step: int) -> None:
        parts = list(self.chapter.parts)
        parts[at], parts[at + step] = parts[at + step], parts[at]
        self._put(tuple(parts))

    def _take_out(self, at: int) -> None:
        self._put(tuple(p for i, p in enumerate(self.chapter.parts) if i != at))


def _holder(inside: object, buttons: Sequence[Button]) -> QWidget:
    """One part on a quiet ground, its buttons under it."""
    card = Card(padding=(16, 12, 16, 8), spacing=6, fill="sunk", edge=None)
    card.add(inside, row(None, *buttons, spacing=4))  # type: ignore[arg-type]
    return card
