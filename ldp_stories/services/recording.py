"""Recording through the recorder process: start, pause, stop, and a new part at once when it dies (CONTRACTS.md 6).

A part's row and key are committed in the desk file before its process starts, so whatever is killed, the sound and the way to it are there.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from ldp_stories.domain.ids import new_id
from ldp_stories.errors import Refused, UserError
from ldp_stories.media.levels import as_heard
from ldp_stories.media.recorder_client import RecorderClient, RecorderEnd
from ldp_stories.media.recorder_client import RecorderStatus as Heard
from ldp_stories.media.recorder_client import microphones as ask_microphones
from ldp_stories.services import desk_talk
from ldp_stories.services.ask_consent import may_record
from ldp_stories.services.conversation import RoomLeft, Take
from ldp_stories.services.home import Home
from ldp_stories.services.keep_sound import make_master
from ldp_stories.services.laptop import battery, free_bytes, recorder_command
from ldp_stories.services.recorder_part import (
    Part,
    RecorderStatus,
    Source,
    sealed_gaps,
    since_cut,
    source_order,
)
from ldp_stories.store.vault import new_item_key

__all__ = [
    "LEAST_MINUTES",
    "RecorderStatus",
    "Recording",
    "make_master",
    "microphones",
    "room_left",
    "running",
    "start_recording",
]
LEAST_MINUTES: Final = 10
"""Under this much room no recording is begun."""
BYTES_A_MINUTE: Final = 14_000_000
"""The item (9.9 MB, for each piece takes a page of its own) and the master that is made of it before the item goes."""
RESERVE: Final = 64 * 1024 * 1024
LEAST_LEFT: Final = 8 * 1024 * 1024
"""With less room than this a recording ends while what it has can still be sealed and noted, and notes can still be written."""
_LOOK_EVERY_MS: Final = 5_000
START_SECONDS: Final = 15.0
_FUTILE_PARTS: Final = 3
SPARES: Final = 12
"""So many recorders may die behind one lock; the next would wait until it is opened."""

running: dict[str, "Recording"] = {}
"""Recordings of this process by vault item: what recovery must leave alone."""


class Recording:
    """A recording that runs. Its status callback comes from a thread of its own."""

    def __init__(
        self, home: Home, talk: str, on_status: Callable[[RecorderStatus], None], source: dict[str, object]
    ) -> None:
        """Start the first part and wait until it records. Errors as `start_recording`."""
        self.home = home
        self.talk = talk
        self._on_status = on_status
        self._source = source
        self._turn = threading.Lock()
        self._stopping = False
        self._paused = False
        self._futile = 0
        self._full = False
        self._spares: list[tuple[Take, bytes]] = []
        self._left: list[Part] = []
        self._looked_at = 0
        self.status = RecorderStatus(0, 0, 0.0, "starting", "")
        draft = desk_talk.load(home, talk)
        self._part = self._start(since_cut(draft), draft.talk.sound_ms)
        self._await_first()

    @property
    def running(self) -> bool:
        """Whether sound is coming in or paused, and it has not ended."""
        return not self._stopping and self.status.state not in ("full", "ended")

    @property
    def peaks(self) -> bytes:
        """The level of this part so far, one byte for each 100 ms."""
        return bytes(self._part.peaks)

    def pause(self) -> None:
        """Stop taking sound in; what came is safe."""
        self._paused = True
        if self._part.client is not None:
            self._part.client.pause()

    def resume(self) -> None:
        """Take sound in again, in the same part."""
        self._paused = False
        if self._part.client is not None:
            self._part.client.resume()

    def wait_source_end(self, seconds: float) -> bool:
        """Wait until a sound file has been taken in whole; False when time ran out. A microphone never ends."""
        client = self._part.client
        return client is not None and client.wait_source_end(seconds)

    def stop(self) -> Take:
        """End it: sealed when this returns. A second call returns the same part."""
        with self._turn:
            self._stopping = True
            part = self._part
        if part.client is not None and part.end is None:
            with contextlib.suppress(
                UserError
            ):  # it did not answer and was ended: what it committed is sealed here
                part.end = part.client.stop()
        with self._turn:
            take = self._settle(part)
        self.status = replace(self.status, state="ended", level=0.0)
        return take

    def ready_for_lock(self) -> None:
        """The home is about to be closed: rows of more parts are committed, so that recorders may die behind the lock too."""
        with self._turn, contextlib.suppress(UserError):  # on a full disk it goes on without
            if self.running and not self._spares:
                spares = [(Take(new_id(), 0, 0, "live"), new_item_key()) for _ in range(SPARES)]
                desk_talk.add_takes(self.home, self.talk, spares)
                running.update((take.item, self) for take, _ in spares)
                self._spares = spares

    def rejoin(self, home: Home) -> None:
        """Go on with the home that was opened again after a lock, and write down what happened behind it."""
        with self._turn:
            self.home = home
            left, self._left = self._left, []
            for part in left:
                with contextlib.suppress(UserError):
                    self._settle(part)
            unused, self._spares = [take.item for take, _ in self._spares], []
            for item in unused:
                running.pop(item, None)
            if unused:
                desk_talk.remove_take(home, self.talk, *unused)
            if left:
                take = self._part.take
                desk_talk.change_take(home, self.talk, take.item, gap_before_ms=take.gap_before_ms)

    def _start(self, lost_since: float | None, before_ms: int) -> Part:
        """Commit a part's row and key, then start its process. `lost_since` (monotonic) is when the last sound before a loss came."""
        gap_ms = 0 if lost_since is None else int((time.monotonic() - lost_since) * 1000)
        take, key = self._row(gap_ms)
        part = Part(take, key, before_ms, lost_since)
        order = {
            "item": str(self.home.vault.path(take.item)),
            "key": part.key.hex(),
            "source": self._source,
            "practice": self.home.practice,
        }
        try:
            part.client = RecorderClient(
                self.home.machine.recorder_command,
                order,
                on_status=lambda heard: self._hear(part, heard),
                on_end=lambda end: self._over(part, end),
            )
        except OSError as error:  # the process could not even be started
            self._forget(part)
            raise UserError("RECORDER_SILENT") from error
        except BaseException:
            self._forget(part)
            raise
        if self._paused:
            part.client.pause()
        return part

    def _row(self, gap_ms: int) -> tuple[Take, bytes]:
        """The row and key of the next part, committed: behind a lock those that were put there before."""
        if self._spares and self.home.closed:
            spare, key = self._spares.pop(0)
            return replace(spare, gap_before_ms=gap_ms), key
        take, key = Take(new_id(), 0, gap_ms, "live"), new_item_key()
        desk_talk.add_take(self.home, self.talk, take, key)
        running[take.item] = self
        return take, key

    def _await_first(self) -> None:
        part = self._part
        if not part.heard.wait(START_SECONDS) and part.client is not None:
            part.client.kill()
        if part.end is not None and not part.peaks and self.status.state == "starting":
            self._stopping = True
            self._forget(part)
            raise UserError(part.end.code or "RECORDER_SILENT")

    def _forget(self, part: Part) -> None:
        running.pop(part.take.item, None)
        if not self.home.closed:  # behind a lock the next start forgets it
            desk_talk.remove_take(self.home, self.talk, part.take.item)
        self.home.vault.remove(part.take.item)

    def _hear(self, part: Part, heard: Heard) -> None:
        """A status of the recorder (its reader thread)."""
        if not part.heard.is_set() and part.lost_since is not None:
            self._measure_gap(part, part.lost_since, heard.ms)
        part.peaks += heard.peaks
        part.last_heard = time.monotonic()
        if heard.saved_ms:
            self._futile = 0
        self.status = RecorderStatus(
            part.base_ms + heard.ms,
            part.base_ms + heard.saved_ms,
            as_heard(heard.level),
            heard.state.value,
            heard.device,
            self.status.part,
            part.take.gap_before_ms + heard.lost_ms,
        )
        part.heard.set()
        self._on_status(self.status)
        if self.status.ms - self._looked_at >= _LOOK_EVERY_MS:
            self._look_at_room(part)

    def _look_at_room(self, part: Part) -> None:
        """Now and then: a disk that is nearly full (other programs fill it too) ends the recording before it is quite full."""
        self._looked_at = self.status.ms
        if free_bytes(self.home.folder) < LEAST_LEFT and part.client is not None:
            self._full = True
            part.client.ask_to_stop()

    def _measure_gap(self, part: Part, since: float, heard_ms: int) -> None:
        """The first sound after a loss is in: now the gap is known to the end."""
        gap = max(0, int((time.monotonic() - since) * 1000) - heard_ms)
        part.take = replace(part.take, gap_before_ms=gap)
        if not self.home.closed:
            desk_talk.change_take(self.home, self.talk, part.take.item, gap_before_ms=gap)

    def _over(self, part: Part, end: RecorderEnd) -> None:
        """The process has ended (its reader thread): as told, or it died and another goes on at once as the next part."""
        part.end = end
        first = not part.heard.is_set()
        part.heard.set()
        if first and self.status.state == "starting":
            return  # `_await_first` tells the person
        with self._turn:
            if self._stopping:
                return
            full = end.reason == "full" or self._full
            try:
                self._settle(part)
            except (
                UserError
            ):  # no room even for that: what is committed plays, and is sealed when there is room
                full = True
            self._futile += 1
            if full or end.reason != "died" or self._futile > _FUTILE_PARTS or not self._start_next(part):
                self.status = replace(self.status, state="full" if full else "ended", level=0.0)
        self._on_status(self.status)

    def _start_next(self, dead: Part) -> bool:
        """Go on at once as the next part; False when no recorder can be started (or too many died behind one lock: the last is found later)."""
        if self.home.closed:
            if not self._spares:
                return False
            running[dead.take.item] = self
            self._left.append(dead)
        self.status = replace(self.status, state="lost", level=0.0, part=self.status.part + 1)
        try:
            saved = dead.end.saved_ms if dead.end is not None else 0
            before = dead.base_ms + max(dead.take.ms, saved)
            self._part = self._start(None if self._paused else dead.last_heard, before)
        except UserError:
            return False
        return True

    def _settle(self, part: Part) -> Take:
        """Seal what the process left open and write down how much there is; once for each part."""
        try:
            return part.take if part.settled or self.home.closed else self._seal(part)
        finally:  # behind a lock, or with no room at all, whoever opens it next seals it
            running.pop(part.take.item, None)

    def _seal(self, part: Part) -> Take:
        ms = self.home.vault.finish(part.take.item, part.key)
        gaps = sealed_gaps(self.home, part.take.item, part.key)
        part.take = replace(part.take, ms=ms, state="sealed", gaps=gaps)
        told = {"ms": ms, "gap_before_ms": part.take.gap_before_ms, "state": "sealed", "gaps": gaps}
        desk_talk.change_take(self.home, self.talk, part.take.item, **told)  # type: ignore[arg-type]
        part.settled = True
        part.peaks += part.end.peaks if part.end is not None else b""
        return part.take


def start_recording(
    home: Home,
    id: str,
    on_status: Callable[[RecorderStatus], None],
    source: Source = "microphone",
    *,
    fast: bool = False,
) -> Recording:
    """Start the recorder for a conversation. `source` is "microphone", "microphone:NAME" or a sound file (`fast`: not in real time).

    Refused NO_PERMISSION (scope=, why=), NO_ROOM_TO_RECORD; UserError NO_MICROPHONE, RECORDER_SILENT, MEDIA_UNREADABLE.
    """
    gate = may_record(home, id)
    if not gate.open:
        raise Refused("NO_PERMISSION", scope="audio", why=gate.why)
    if room_left(home).minutes < LEAST_MINUTES:
        raise Refused("NO_ROOM_TO_RECORD")
    return Recording(home, id, on_status, source_order(source, fast=fast))


def room_left(home: Home) -> RoomLeft:
    """How much more sound this disk takes, and the battery."""
    free = max(0, free_bytes(home.folder) - RESERVE)
    return RoomLeft(free // BYTES_A_MINUTE, battery())


def microphones(command: Sequence[str] = ()) -> tuple[str, ...]:
    """Names of the microphones this laptop has, the usual one first; empty when there is none. Takes about 0.2 s.

    `command` starts the recorder process that asks (asking can crash); without one, this program is started again.
    """
    return tuple(found.name for found in ask_microphones(command or recorder_command()))
