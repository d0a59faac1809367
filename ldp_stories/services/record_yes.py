"""Record how somebody says yes: a short recording of its own, kept with who people are and never with the story.

It needs no yes to voice for the story: it is asked for by itself ("May I record your yes?"). Its row and key are committed before the
recorder starts, so that a kill loses nothing that was said.
"""

import contextlib
import threading
from collections.abc import Callable

from ldp_stories.domain.consent import Method
from ldp_stories.errors import UserError
from ldp_stories.media.levels import as_heard
from ldp_stories.media.recorder_client import RecorderClient, RecorderEnd
from ldp_stories.media.recorder_client import RecorderStatus as Heard
from ldp_stories.services.home import Home
from ldp_stories.services.keep_evidence import GROWN_UP, Evidence, begin, drop, item_of, noted, waiting
from ldp_stories.services.recorder_part import Source, source_order

START_SECONDS = 15.0
SOUND = "pieces"
"""The file type of a spoken yes: pieces of sound in the vault, as the recorder writes them."""


class SpokenYes:
    """A spoken answer being recorded. `on_status(ms, level, state)` comes from a thread of its own, level from 0 to 1.

    `state` is what to say of the sound, as of any recording (`RecorderStatus.state`).
    """

    def __init__(
        self,
        home: Home,
        talk: str,
        *,
        grown_up: bool = False,
        person: str = "",
        on_status: Callable[[int, float, str], None] = lambda _ms, _level, _state: None,
        source: Source = "microphone",
        fast: bool = False,
    ) -> None:
        """Start and wait until it records. UserError NO_MICROPHONE, RECORDER_SILENT, MEDIA_UNREADABLE."""
        self.home, self.talk = home, talk
        self.kind = GROWN_UP if grown_up else Method.RECORDED.value
        self._on_status = on_status
        self._heard = threading.Event()
        self._end: RecorderEnd | None = None
        self.evidence = begin(home, talk, self.kind, person, type=SOUND)
        self.item, self._key = item_of(home, self.evidence.id)
        order = {
            "item": str(home.vault.path(self.item)),
            "key": self._key.hex(),
            "source": source_order(source, fast=fast),
            "practice": home.practice,
        }
        try:
            self._client = RecorderClient(
                home.machine.recorder_command, order, on_status=self._hear, on_end=self._over
            )
            if not self._heard.wait(START_SECONDS):
                self._client.kill()
                raise UserError("RECORDER_SILENT")
            self._must_have_begun()
        except OSError as error:
            drop(home, self.evidence.id)
            raise UserError("RECORDER_SILENT") from error
        except UserError:
            drop(home, self.evidence.id)
            raise

    def _must_have_begun(self) -> None:
        if self._end is not None and self._end.code:
            raise UserError(self._end.code)

    def _hear(self, heard: Heard) -> None:
        self._heard.set()
        self._on_status(heard.ms, as_heard(heard.level), heard.state.value)

    def _over(self, end: RecorderEnd) -> None:
        self._end = end
        self._heard.set()

    def wait_source_end(self, seconds: float) -> bool:
        """Wait until a sound file has been taken in whole; False when time ran out. A microphone never ends."""
        return self._client.wait_source_end(seconds)

    def stop(self) -> int:
        """End it; its milliseconds. Nothing said leaves nothing."""
        with contextlib.suppress(
            UserError
        ):  # it did not answer and was ended: what it committed is sealed here
            if self._end is None:
                self._client.stop()
        ms = self.home.vault.finish(self.item, self._key)
        if ms:
            noted(self.home, self.talk, self.kind)
        else:
            drop(self.home, self.evidence.id)
        return ms


def spoken(home: Home, talk: str) -> tuple[Evidence, ...]:
    """The spoken answers of an open conversation; what a killed recorder left open is sealed, what never began is dropped."""
    found = []
    for one in waiting(home, talk):
        if one.type == SOUND and _sealed(home, one):
            found.append(one)
    return tuple(found)


def _sealed(home: Home, one: Evidence) -> bool:
    item, key = item_of(home, one.id)
    if home.vault.path(item).exists() and home.vault.finish(item, key):
        return True
    drop(home, one.id)
    return False
