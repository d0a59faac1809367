"""A story told by several people: what is to become of it when one of them takes their words back. One card, three answers.

What is typed and chosen is kept in the desk at once, under the people and the story it is about: an erasure takes it along.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.media import Media
from ldp_stories.services.read_record import RecordView
from ldp_stories.services.withdraw import Choice, What
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import FormKeeper
from ldp_stories.ui.record.part_player import PartPlayer
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import clock, sentence, tr
from ldp_stories.ui.widgets.card import Card
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import heading, helper

_SPAN: Final = re.compile(r"\s*([\d:]+)\s*[-–]\s*([\d:]+)\s*")
_TIME: Final = re.compile(r"(?:\d+:)?(?:\d+:)?\d+")
_SIXTY: Final = 60


def spans_of(text: str) -> tuple[tuple[int, int], ...] | None:
    """ "0:10-0:35, 2:00-2:12" as milliseconds; None when a part of it cannot be read, for a slip must neither leave a voice in nor take one out."""
    found = []
    for part in filter(str.strip, re.split(r"[,;]", text)):
        span = _SPAN.fullmatch(part)
        first, last = (_ms(span[1]), _ms(span[2])) if span is not None else (None, None)
        if first is None or last is None or first >= last:
            return None
        found.append((first, last))
    return tuple(found)


def _ms(text: str) -> int | None:
    """ "75", "2:12" or "1:02:10" as milliseconds."""
    numbers = [int(n) for n in text.split(":")] if _TIME.fullmatch(text) else []
    if not numbers or any(n >= _SIXTY for n in numbers[1:]):
        return None
    seconds = 0
    for number in numbers:
        seconds = seconds * _SIXTY + number
    return seconds * 1000


class SharedCard(Card):
    """The three ways, and for a cut the words as they are to stand and the sound to be silent. `changed` after each choice.

    `persons` are those who take their words back. `typing` keeps what was typed and chosen until `typing.done()`.
    """

    changed = Signal()

    def __init__(
        self,
        context: Context,
        view: RecordView,
        persons: Sequence[str],
        *,
        voice_only: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(spacing=12, parent=parent)
        self.context, self.record, self._voice = context, view.record.id, voice_only
        title = view.title or tr("No title yet")
        self._say_what(view, title)
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
        self._spans: dict[str, Field] = {}
        sound = [m for m in view.media if m.kind == "audio"]
        self._lengths = {m.id: m.duration_ms for m in sound}
        self.players: list[PartPlayer] = []
        self._parts: list[QWidget] = []
        if not voice_only:
            self._part(
                Field(tr("What may stay"), self.words, helper=tr("Take their words out of this text."))
            )
            self._part(
                Field(tr("Title"), self.name, helper=tr("A new one, so that nothing of theirs is in it."))
            )
        for at, medium in enumerate(sound, start=1):
            self._sound(at, medium)
        written: dict[str, TextField | Editor] = (
            {} if voice_only else {"words": self.words, "title": self.name}
        )
        wish = "voice" if voice_only else "all"
        self.typing = FormKeeper(
            context.home,
            f"cut {wish} {self.record} {' '.join(persons)}",
            {**written, **self.silent},
            self,
            choices={"way": self.way},
        )
        self.way.chosen.connect(lambda _: self._show())
        self._show()

    def _say_what(self, view: RecordView, title: str) -> None:
        told = shown_day(view.encounter.day) if view.encounter else ""
        codes = ", ".join(p.code for p in view.participants)
        self.add(heading(tr("“{title}” was told by several people", title=title)))
        self.add(helper(tr("{day}: {codes}. It goes nowhere until you have decided.", day=told, codes=codes)))

    def _sound(self, at: int, sound: Media) -> None:
        """One recording to be heard, and the field for where their voice is in it."""
        medium = sound.id
        player = PartPlayer(self.context, sound, name=tr("Recording {n}", n=at))
        player.link.failed.connect(lambda error: self._spans[medium].set_error(sentence(error)))
        self.players.append(player)
        field = TextField(
            name=tr("Silent from and to, recording {n}", n=at), placeholder=tr("0:10-0:35, 2:00-2:12")
        )
        words = tr("Their voice from and to, as minutes and seconds. Left blank, this sound goes as a whole.")
        length = clock(self._lengths[medium])
        label = (
            tr("Recording {n}, {length} long", n=at, length=length)
            if self._lengths[medium]
            else tr("Recording {n}", n=at)
        )
        self.silent[medium] = field
        self._spans[medium] = Field(label, field, helper=words)
        field.changed.connect(lambda _: self.changed.emit())
        field.edit.editingFinished.connect(lambda: self._say_slip(medium))
        self._part(self._spans[medium])
        self._part(player)

    def _part(self, part: QWidget) -> None:
        self._parts.append(part)
        self.add(part)

    def _show(self) -> None:
        chosen = self.way.value()
        for part in self._parts:
            part.setVisible(chosen == [What.CUT.value])
        if chosen != [What.CUT.value]:
            for player in self.players:
                player.link.pause()
        self.changed.emit()

    def _say_slip(self, medium: str) -> None:
        """What cannot be read is said beside it, once the person moves on."""
        slip = self._silent_in(medium) is None
        self._spans[medium].set_error(
            tr("Write it like 0:10-0:35, inside the recording. With a comma between two.") if slip else ""
        )

    def _silent_in(self, medium: str) -> tuple[tuple[int, int], ...] | None:
        """The parts to make silent; None when it cannot be read, or a part begins after the end of the sound."""
        found, length = spans_of(self.silent[medium].text()), self._lengths[medium]
        return None if found is None or (length and any(first >= length for first, _ in found)) else found

    def leave(self) -> None:
        """What was typed is kept, and what plays stops."""
        self.typing.flush()
        for player in self.players:
            player.link.close()

    def choice(self) -> Choice | None:
        """What was decided; None while nothing is, or while a time cannot be read."""
        chosen = self.way.value()
        if not chosen:
            return None
        what = What(chosen[0])
        if what is not What.CUT:
            return Choice(what)
        silent = {medium: self._silent_in(medium) for medium in self.silent}
        if None in silent.values():
            return None
        read = {medium: spans for medium, spans in silent.items() if spans}
        return Choice(what, words=self.words.text(), title=self.name.text().strip(), silent=read)
