"""The sound check: hear how loud the room is, and three seconds of one's own voice, before anybody is asked for their time.

While it only listens, nothing is kept at all. The three seconds lie in a sealed vault item whose key is nowhere but in this process's
memory; the item is removed when the check ends, and a killed program leaves a file that nobody can ever open.
"""

import contextlib
from collections.abc import Callable
from enum import StrEnum
from typing import Final

from ldp_stories.domain.ids import new_id
from ldp_stories.errors import UserError
from ldp_stories.media.levels import as_heard
from ldp_stories.media.recorder_client import RecorderClient, RecorderEnd
from ldp_stories.media.recorder_client import RecorderStatus as Heard
from ldp_stories.media.wav import WavView
from ldp_stories.services.home import Home
from ldp_stories.services.recorder_part import RecorderStatus, Source, source_order
from ldp_stories.services.sound import SoundReader
from ldp_stories.store.vault import new_item_key

TRY_MS: Final = 3_000
_WAKING: Final = 2
"""Tenths of a second at the beginning that are not judged: a microphone clicks when it wakes."""
_NOTHING_BELOW, _QUIET_BELOW, _LOUD_FROM = 1, 8, 255
"""Level bytes. A voice below the second (-30 dB) is drawn flat and hard to hear later; the check may ask for more than a conversation can."""
_VOICE: Final = 3
"""So many tenths of a second must be as loud: a cup that was put down is no voice, and no shout."""


class Verdict(StrEnum):
    """What three seconds sounded like."""

    GOOD = "good"
    QUIET = "quiet"
    LOUD = "loud"
    NOTHING = "nothing"


def judge(peaks: bytes) -> Verdict:
    """From the level bytes of each 100 ms (media.peaks)."""
    tops = sorted(peaks[_WAKING:], reverse=True)
    if not tops or tops[0] < _NOTHING_BELOW:
        return Verdict.NOTHING
    top = tops[:_VOICE][-1]
    if top < _QUIET_BELOW:
        return Verdict.QUIET
    return Verdict.LOUD if top >= _LOUD_FROM else Verdict.GOOD


class Listening:
    """A recorder that shows the level and keeps nothing. Callbacks come from a thread of its own; `on_end` has a UserError's code or ""."""

    def __init__(
        self,
        home: Home,
        on_status: Callable[[RecorderStatus], None],
        on_end: Callable[[str], None],
        source: Source = "microphone",
    ) -> None:
        order = {"item": None, "key": "", "source": source_order(source), "practice": home.practice}
        self._over = False
        self._client = RecorderClient(
            home.machine.recorder_command,
            order,
            on_status=lambda heard: None if self._over else on_status(_status(heard)),
            on_end=lambda end: None if self._over else on_end(end.code or "RECORDER_SILENT"),
        )

    def end(self) -> None:
        """Let go of the microphone; nothing is told any more."""
        self._over = True
        self._client.kill(seconds=2)


class Trial:
    """Three seconds that are kept for a moment. Callbacks come from a thread of its own; call `close` when it was heard."""

    def __init__(
        self,
        home: Home,
        on_status: Callable[[RecorderStatus], None],
        on_end: Callable[[str], None],
        source: Source = "microphone",
        *,
        fast: bool = False,
    ) -> None:
        self._home, self._item, self._key = home, new_id(), new_item_key()
        self._peaks = bytearray()
        self._on_status, self._on_end = on_status, on_end
        self._done = False
        order = {
            "item": str(home.vault.path(self._item)),
            "key": self._key.hex(),
            "source": source_order(source, fast=fast),
            "practice": home.practice,
        }
        self._client = RecorderClient(
            home.machine.recorder_command, order, on_status=self._hear, on_end=self._over
        )

    def _hear(self, heard: Heard) -> None:
        self._peaks += heard.peaks
        if not self._done:
            self._on_status(_status(heard))

    def _over(self, end: RecorderEnd) -> None:
        self._peaks += end.peaks
        if not self._done:
            self._on_end(end.code or "RECORDER_SILENT")

    def finish(self) -> Verdict:
        """End the recording (three seconds are there) and say what it sounded like."""
        self._done = True
        with contextlib.suppress(UserError):  # it did not answer and was ended: what it committed is there
            self._client.stop()
        return judge(bytes(self._peaks))

    @property
    def peaks(self) -> bytes:
        """How loud it was, one byte for each 100 ms."""
        return bytes(self._peaks)

    def sound(self) -> SoundReader:
        """The three seconds, to be played. UserError MEDIA_GONE when nothing came."""
        self._home.vault.finish(self._item, self._key)
        reader = self._home.vault.open(self._item, self._key)
        return SoundReader(WavView(reader), "wav", reader.duration_ms, reader.close)

    def close(self) -> None:
        """Let go of the microphone and of the sound."""
        self._done = True
        self._client.kill(seconds=2)
        self._home.vault.remove(self._item)


def _status(heard: Heard) -> RecorderStatus:
    level = as_heard(heard.level)
    return RecorderStatus(heard.ms, heard.saved_ms, level, heard.state.value, heard.device)
