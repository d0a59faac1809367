"""Joins a record's sound to the player bar: parts of one take play as one, opened off the window's thread, never through a file.

Times are those of the joined take: parts follow each other with the gaps that were lost between them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from ldp_stories.domain.media import Gap, Media
from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.services.sound import SoundReader, open_take, open_to_play, peaks, take_peaks
from ldp_stories.ui.audio import Player
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.widgets.player import PlayerBar

_PEAK_MS = 100


@dataclass(frozen=True)
class Part:
    """One part of the joined take: how it is opened, its length, the gap before it, and its level bytes (one for 100 ms)."""

    key: str
    ms: int
    gap_before_ms: int
    open: Callable[[], SoundReader]
    peaks: Callable[[], bytes]
    gaps: tuple[Gap, ...] = ()


def parts_of(home: Home, media: Sequence[Media]) -> tuple[Part, ...]:
    """The playable parts of a record's sound, in order."""
    sound = sorted((m for m in media if m.kind in ("audio", "video")), key=lambda m: m.position)
    return tuple(
        Part(
            m.id,
            m.duration_ms,
            m.gap_before_ms,
            lambda one=m.id: open_to_play(home, one),  # type: ignore[misc]
            lambda one=m.id: peaks(home, one),  # type: ignore[misc]
            m.gaps,
        )
        for m in sound
    )


def part_of_take(home: Home, conversation: str, item: str, ms: int) -> Part:
    """One part of a conversation that is still open ("Listen to the end")."""
    return Part(
        item,
        ms,
        0,
        lambda: open_take(home, conversation, item),
        lambda: take_peaks(home, conversation, item),
    )


class ReaderSound:
    """A service's reader as the player wants it: any place, from any thread."""

    def __init__(self, reader: SoundReader) -> None:
        self._reader, self._turn = reader, threading.Lock()
        self.size = reader.io.seek(0, 2)

    def read(self, offset: int, size: int) -> bytes:
        """Bytes from `offset`; fewer only at the end."""
        with self._turn:
            self._reader.io.seek(offset)
            return self._reader.io.read(size) or b""

    def close(self) -> None:
        """Give the reader back."""
        with self._turn:
            self._reader.close()


class SoundLink(QObject):
    """Plays the parts of a take as one sound. `bind` it to a PlayerBar; `close` it when the screen goes.

    `failed(UserError)` says why it cannot be played; `peaks_came(list)` the loudness of the whole take, 0.0 to 1.0;
    `gaps_changed(list)` where sound is missing, as (from, to) in milliseconds.
    """

    position_changed = Signal(int)
    duration_changed = Signal(int)
    playing_changed = Signal(bool)
    ended = Signal()
    failed = Signal(object)
    peaks_came = Signal(list)
    gaps_changed = Signal(list)

    def __init__(
        self, context: Context, parent: QObject | None = None, *, make: Callable[[], Player] = Player
    ) -> None:
        super().__init__(parent)
        self.context, self._make = context, make
        self.parts: tuple[Part, ...] = ()
        self._player: Player | None = None
        self._sound: ReaderSound | None = None
        self._at: int | None = None
        self._rate = context.settings.playing_speed
        self._round = 0
        self._place = 0
        self._until: int | None = None

    @property
    def total_ms(self) -> int:
        """The length of the joined take."""
        return sum(p.ms + p.gap_before_ms for p in self.parts)

    @property
    def position(self) -> int:
        """Where it stands in the joined take."""
        return self._place

    def base_of(self, key: str) -> int:
        """Where a part (a medium's id) begins in the joined take."""
        at = 0
        for part in self.parts:
            at += part.gap_before_ms
            if part.key == key:
                return at
            at += part.ms
        return 0

    def gaps(self) -> list[tuple[int, int]]:
        """Where sound is missing in the joined take: between parts, and (taking no time) inside them."""
        found, at = [], 0
        for part in self.parts:
            if part.gap_before_ms:
                found.append((at, at + part.gap_before_ms))
            at += part.gap_before_ms
            found += [(at + gap.at_ms, at + gap.at_ms) for gap in part.gaps]
            at += part.ms
        return found

    def bind(self, bar: PlayerBar) -> None:
        """Join a player bar to it."""
        bar.bind(self)
        bar.set_speed(self._rate)
        self.peaks_came.connect(bar.set_peaks)
        self.gaps_changed.connect(bar.set_gaps)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Get ready to play these parts; what played before stops."""
        self.close()
        self.parts = tuple(parts)
        self._place = 0
        self.duration_changed.emit(self.total_ms)
        self.gaps_changed.emit(self.gaps())
        self.position_changed.emit(0)
        if self.parts:
            self._ask_peaks()

    def play(self) -> None:
        """Play from where it stands."""
        if not self.parts:
            return
        self._until = None
        if self._place >= self.total_ms:
            self._place = 0
        self._go(self._place, playing=True)

    def play_span(self, from_ms: int, to_ms: int) -> None:
        """Play one passage of the joined take, then pause."""
        self._go(from_ms, playing=True, until=to_ms)

    def pause(self) -> None:
        """Pause."""
        if self._player is not None:
            self._player.pause()

    def seek(self, ms: int) -> None:
        """Go to a place; playing goes on."""
        self._place = min(max(0, ms), self.total_ms)
        if self._player is not None and self._at is not None:
            self._go(self._place, playing=self._player.playing)

    def set_rate(self, rate: float) -> None:
        """Play faster or slower at the same pitch."""
        self._rate = rate
        if self._player is not None:
            self._player.set_rate(rate)

    def close(self) -> None:
        """Stop and let go of the sound."""
        self._round += 1
        self._at = None
        if self._player is not None:
            self._player.unload()
        if self._sound is not None:
            self._sound.close()
            self._sound = None

    def _ask_peaks(self) -> None:
        parts = self.parts

        def job(_: object) -> list[float]:
            levels: list[float] = []
            for part in parts:
                levels += [0.0] * (part.gap_before_ms // _PEAK_MS)
                levels += [value / 255 for value in part.peaks()]
            return levels

        def came(levels: list[float]) -> None:
            if parts is self.parts:  # whatever has been played meanwhile
                self.peaks_came.emit(levels)

        self.context.tasks.run(
            "Drawing the sound", job, done=came, failed=lambda _: None, owner=self, quiet=True
        )

    def _find(self, ms: int) -> tuple[int, int]:
        """The part at a place of the joined take, and the place in it; a place in a gap is the next part's beginning."""
        at = 0
        for index, part in enumerate(self.parts):
            at += part.gap_before_ms
            if ms < at + part.ms or index == len(self.parts) - 1:
                return index, min(max(0, ms - at), part.ms)
            at += part.ms
        return 0, 0

    def _go(self, ms: int, *, playing: bool, until: int | None = None) -> None:
        self._place = ms
        index, inside = self._find(ms)
        self._until = until
        if index == self._at:
            self._start(inside, playing=playing)
            return
        self.close()
        part, asked_in = self.parts[index], self._round

        def came(reader: SoundReader) -> None:
            if asked_in != self._round:
                reader.close()
                return
            self._take(index, reader, inside, playing=playing)

        self.context.tasks.run(
            "Opening the sound", lambda _: part.open(), done=came, failed=self._failed, owner=self, quiet=True
        )

    def _take(self, index: int, reader: SoundReader, inside: int, *, playing: bool) -> None:
        player = self._the_player()
        self._sound, self._at = ReaderSound(reader), index
        player.load(self._sound)
        player.set_rate(self._rate)
        self._start(inside, playing=playing)

    def _start(self, inside: int, *, playing: bool) -> None:
        player = self._the_player()
        if playing and self._until is not None:
            base = self._place - inside
            player.play_span(inside, self._until - base)
            return
        player.seek(inside)
        if playing:
            player.play()

    def _the_player(self) -> Player:
        if self._player is None:
            self._player = self._make()
            self._player.setParent(self)
            self._player.position_changed.connect(self._moved)
            self._player.playing_changed.connect(self.playing_changed)
            self._player.ended.connect(self._ended)
            self._player.failed.connect(self._failed)
        return self._player

    def _moved(self, ms: int) -> None:
        if self._at is not None:
            self._place = self.base_of(self.parts[self._at].key) + ms
            self.position_changed.emit(self._place)

    def _ended(self) -> None:
        at, until = self._at, self._until
        self._until = None
        if until is None and at is not None and at + 1 < len(self.parts):
            self._go(self.base_of(self.parts[at + 1].key), playing=True)
        else:
            self.ended.emit()

    def _failed(self, error: UserError) -> None:
        self.close()
        self.playing_changed.emit(False)
        self.failed.emit(error)
