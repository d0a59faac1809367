"""A story told by several people: what is to become of it when one of them takes their words back. One card, three answers."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.services.read_record import RecordView
from ldp_stories.services.withdraw import Choice, What
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.card import Card
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import heading, helper

_SPAN = re.compile(r"(?:(\d+):)?(\d+)\s*[-–]\s*(?:(\d+):)?(\d+)")


def spans_of(text: str) -> tuple[tuple[int, int], ...]:
    """ "0:10-0:35, 2:00-2:12" as milliseconds; what cannot be read is left out."""
    found = []
    for m in _SPAN.finditer(text):
        first = (int(m[1] or 0) * 60 + int(m[2])) * 1000
        last = (int(m[3] or 0) * 60 + int(m[4])) * 1000
        if first < last:
            found.append((first, last))
    return tuple(found)


class SharedCard(Card):
    """The three ways, and for a cut the words as they are to stand and the sound to be silent. `changed` after each choice."""

    changed = Signal()

    def __init__(self, view: RecordView, *, voice_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(spacing=12, parent=parent)
        self.record, self._voice = view.record.id, voice_only
        title = view.title or tr("No title yet")
        told = shown_day(view.encounter.day) if view.encounter else ""
        self.add(heading(tr("“{title}” was told by several people", title=title)))
        codes = ", ".join(p.code for p in view.participants)
        self.add(helper(tr("{day}: {codes}. It goes nowhere until you have decided.", day=told, codes=codes)))
        self.way = ChoiceRow(
            [
                Option(What.CUT.value, tr("Cut their part")),
                Option(
                    What.REMOVE.value,
                    tr("Take all the sound out") if voice_only else tr("Take all of it out"),
                ),
                Option(What.KEEP.value, tr("Keep it, they cannot be found in it")),
            ],
            name=tr("What is to become of “{title}”?", title=title),
        )
        self.add(self.way)
        self.words = Editor(
            name=tr("The words without their part, “{title}”", title=title),
            value=view.words.text if view.words else "",
            rows=6,
        )
        self.name = TextField(name=tr("A title for what stays"))
        self.silent: dict[str, TextField] = {}
        self._parts: list[QWidget] = []
        if not voice_only:
            self._part(
                Field(tr("What may stay"), self.words, helper=tr("Take their words out of this text."))
            )
            self._part(
                Field(tr("Title"), self.name, helper=tr("A new one, so that nothing of theirs is in it."))
            )
        for at, medium in enumerate((m for m in view.media if m.kind == "audio"), start=1):
            field = TextField(
                name=tr("Silent from and to, recording {n}", n=at), placeholder=tr("0:10-0:35, 2:00-2:12")
            )
            self.silent[medium.id] = field
            words = tr(
                "Their voice from and to, as minutes and seconds. Left blank, this sound goes as a whole."
            )
            self._part(Field(tr("Recording {n}", n=at), field, helper=words))
        self.way.chosen.connect(lambda _: self._show())
        self._show()

    def _part(self, part: QWidget) -> None:
        self._parts.append(part)
        self.add(part)

    def _show(self) -> None:
        chosen = self.way.value()
        for part in self._parts:
            part.setVisible(chosen == [What.CUT.value])
        self.changed.emit()

    def choice(self) -> Choice | None:
        """What was decided; None while nothing is."""
        chosen = self.way.value()
        if not chosen:
            return None
        what = What(chosen[0])
        if what is not What.CUT:
            return Choice(what)
        silent = {m: found for m, f in self.silent.items() if (found := spans_of(f.text()))}
        return Choice(what, words=self.words.text(), title=self.name.text().strip(), silent=silent)
