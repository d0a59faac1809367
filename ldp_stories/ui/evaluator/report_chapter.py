"""One chapter of a report: its heading, our own words, and passages as they may be shown today; moved and taken out by buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.report import Chapter, Part
from ldp_stories.services.draw_pictures import TITLES, WITH_TAGS, Kind
from ldp_stories.services.write_report import Shown
from ldp_stories.ui.evaluator.hidden_words import gap_words
from ldp_stories.ui.evaluator.report_words import play_words
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.pick_many import PickMany
from ldp_stories.ui.record.plain_line import PlainLine
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import apart, tr
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.chips import Chip
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.flow import FlowLayout, line
from ldp_stories.ui.widgets.labels import Label, helper, small

_HEADING: Final = -1
"""Where the heading stands among the parts that have advice."""


class ChapterCard(Card):
    """`typed(chapter)` while words change, `changed(chapter)` when a part was added, moved or taken out or a field was left.

    `looked(kind)` when a person wants to see a picture; `moved(at, step)` when a part has come to a place, and which way.
    """

    typed = Signal(object)
    changed = Signal(object)
    looked = Signal(str)
    moved = Signal(int, int)

    def __init__(
        self,
        context: Context,
        number: int,
        chapter: Chapter,
        shown: Mapping[str, Shown],
        bank: Sequence[Option],
        tags: Sequence[Option] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(spacing=12, parent=parent)
        self.context, self.number, self.chapter, self.tags = context, number, chapter, tags
        self.plain: dict[int, PlainLine] = {}
        self.heading = TextField(name=tr("Heading {n}", n=number), value=chapter.heading, role="heading")
        self.heading.changed.connect(self._rename)
        self.heading.edit.editingFinished.connect(lambda: self.changed.emit(self.chapter))
        self.add(self.heading, self._plain(_HEADING, chapter.heading))
        self.editors: dict[int, Editor] = {}
        self.movers: dict[tuple[int, int], Button] = {}
        for at, part in enumerate(chapter.parts):
            self.add(self._part(at, part, shown))
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
        self.picture = Combo(
            [Option(kind.value, tr(title)) for kind, title in TITLES.items()],
            name=tr("Add a picture to heading {n}", n=number),
            placeholder=tr("Add a picture"),
            icon="chart-bar",
        )
        self.picture.chosen.connect(lambda key: self._put((*self.chapter.parts, Part(picture=key))))
        holder = QWidget()
        ways = FlowLayout(holder, gap=12)
        for way in (words, self.pick, self.picture):
            ways.addWidget(way)
        self.add(holder)

    def _part(self, at: int, part: Part, shown: Mapping[str, Shown]) -> QWidget:
        if part.picture:
            return self._picture(at, part)
        return self._passage(at, shown[part.passage]) if part.passage in shown else self._words(at, part)

    def _picture(self, at: int, part: Part) -> QWidget:
        """Which picture, and for which tags; it is drawn anew when the report is saved."""
        known = part.picture in set(Kind)
        title = tr(TITLES[Kind(part.picture)]) if known else tr("A picture of another kind")
        look = quiet(tr("Look at it"), icon="eye", name=tr("Look at the picture, part {n}", n=at + 1))
        look.clicked.connect(lambda: self.looked.emit(part.picture))
        look.setVisible(known)
        lines: list[QWidget] = [
            Chip(title, icon="chart-bar"),
            helper(
                tr("It is drawn when this is saved, with a table that says the same. Few people stay few.")
            ),
        ]
        if known and Kind(part.picture) in WITH_TAGS:
            pick = PickMany(tr("Add a tag"), icon="tag")
            pick.set_options(self.tags)
            pick.set_value(part.tags)
            pick.changed.connect(lambda: self._retag(at, tuple(pick.value())))
            lines.append(Field(tr("Which tags? Leave it empty for those in most people's stories"), pick))
        holder = QWidget()
        holder.setLayout(column(*lines, spacing=8))
        return _holder(holder, [look, *self._buttons(at)])

    def _retag(self, at: int, tags: tuple[str, ...]) -> None:
        self._put(tuple(replace(p, tags=tags) if i == at else p for i, p in enumerate(self.chapter.parts)))

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
        with_advice = QWidget()
        with_advice.setLayout(column(editor, self._plain(at, part.words), spacing=6))
        return _holder(with_advice, self._buttons(at))

    def _plain(self, at: int, words: str) -> PlainLine:
        """The advice on words of ours, under them; a quote has none, its words are somebody's."""
        line = self.plain[at] = PlainLine(self.context)
        if words:
            line.look(words)
        return line

    def _rename(self, words: str) -> None:
        self._type(replace(self.chapter, heading=words))
        self.plain[_HEADING].look(words)

    def _retype(self, at: int, text: str) -> None:
        self.plain[at].look(text)
        parts = tuple(replace(p, words=text) if i == at else p for i, p in enumerate(self.chapter.parts))
        self._type(replace(self.chapter, parts=parts))

    def _passage(self, at: int, shown: Shown) -> QWidget:
        quote = shown.row
        if quote.gap:
            chip = Chip(tr("Taken out"), icon="eye-slash", tone="warn")
            return _holder(row(chip, Label(gap_words(quote), color="text2"), spacing=12), self._buttons(at))
        who = ", ".join(
            filter(None, (apart(quote.attribution), apart(quote.place), shown_day(quote.told_on)))
        )
        words, icon, tone = play_words(shown)
        lines = column(
            Label(quote.text, role="read", people=True),
            line(small(who), Chip(words, icon=icon, tone=tone)),
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
        self.movers[at, -1], self.movers[at, 1], _ = found
        return found

    def stand_on(self, at: int, step: int) -> None:
        """The focus goes with a part that was moved: another press moves it further, and at the end back."""
        button = self.movers[at, step]
        (button if button.isEnabled() else self.movers[at, -step]).setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, at: int, step: int) -> None:
        parts = list(self.chapter.parts)
        parts[at], parts[at + step] = parts[at + step], parts[at]
        self._put(tuple(parts))
        self.moved.emit(at + step, step)

    def _take_out(self, at: int) -> None:
        self._put(tuple(p for i, p in enumerate(self.chapter.parts) if i != at))


def _holder(inside: object, buttons: Sequence[Button]) -> QWidget:
    """One part on a quiet ground, its buttons under it."""
    card = Card(padding=(16, 12, 16, 8), spacing=6, fill="sunk", edge=None)
    card.add(inside, line(None, *buttons, gap=4))  # type: ignore[arg-type]
    return card
