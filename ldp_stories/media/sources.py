"""Where sound comes from while recording: a microphone (`mic.py`), a sound file, or calculated sound, behind one small protocol.

A source hands blocks of s16le mono 48 kHz to a callback from a thread of its own. Files and calculated sound come at the speed of real
time, or as fast as the disk takes them (`fast`): then pieces are committed a hundred at a time, which only practice and tests want.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Protocol

from ldp_stories.domain.media import PIECE_BYTES, RATE
from ldp_stories.errors import UserError
from ldp_stories.media import synth
from ldp_stories.media.devices import Microphone

FAST_BATCH: Final = 100
"""Pieces in one commit of a fast source."""
_BLOCK: Final = PIECE_BYTES // 2


class SoundSource(Protocol):
    """Something that can be recorded."""

    device: str
    """What a person calls it."""
    fast: bool
    """Faster than real time: it waits for the disk, and a hundred pieces go into one commit."""
    watched: bool
    """A device that can die: a second without a block is a loss, and the next one is tried."""

    def start(self, on_frames: Callable[[bytes], None], on_end: Callable[[], None]) -> None:
        """Begin; raises UserError when it cannot. `on_frames` and `on_end` (nothing more will come) are called from another thread."""

    def stop(self) -> None:
        """End; no call comes afterwards. A second call does nothing."""


class Engine(Protocol):
    """A way to reach the microphones of this laptop: miniaudio (`mic.py`), or Qt's where that has none (`ui/audio/microphone.py`)."""

    def microphones(self) -> list[Microphone]:
        """All microphones now, the system's default first."""

    def source(self, name: str) -> SoundSource:
        """The microphone of that name."""


def usual_engine() -> Engine:
    """Miniaudio."""
    from ldp_stories.media.mic import MiniAudio

    return MiniAudio()


class PacedSource:
    """Sound that is there already, handed out as if it were being spoken now (or `fast`)."""

    watched: bool = False

    def __init__(self, device: str, sound: Callable[[], Iterator[bytes]], *, fast: bool = False) -> None:
        self.device = device
        self.fast = fast
        self._sound = sound
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, on_frames: Callable[[bytes], None], on_end: Callable[[], None]) -> None:
        """Begin. The first block is made here, so that an unreadable file is told at once."""
        blocks = self._sound()
        first = next(blocks, b"")
        self._thread = threading.Thread(
            target=self._run, args=(first, blocks, on_frames, on_end), daemon=True
        )
        self._thread.start()

    def _run(
        self,
        first: bytes,
        blocks: Iterator[bytes],
        on_frames: Callable[[bytes], None],
        on_end: Callable[[], None],
    ) -> None:
        begin, sent = time.monotonic(), 0
        for block in _even(first, blocks, FAST_BATCH * PIECE_BYTES if self.fast else _BLOCK):
            if not self.fast:
                self._stop.wait(max(0.0, begin + (sent + len(block)) / (2 * RATE) - time.monotonic()))
            if self._stop.is_set():
                return
            sent += len(block)
            on_frames(block)
        on_end()

    def stop(self) -> None:
        """End."""
        self._stop.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout=2)


class Chooser:
    """Gives the source that an order asks for, and after a loss the next one to try (`engine` reaches the microphones).

    Orders: `{"kind": "mic", "device": name or null}`, `{"kind": "file", "path": ..., "fast": bool}`,
    `{"kind": "voice" | "noise", "ms": ..., "seed": ..., "fast": bool}`.
    """

    def __init__(self, order: Mapping[str, object], engine: Callable[[], Engine] = usual_engine) -> None:
        self._order = order
        self._engine = engine
        self._tried: set[str] = set()

    def next(self) -> SoundSource:
        """The next source: the wanted microphone, then the usual one, then the others, each before any a second time.

        Raises UserError NO_MICROPHONE when there is none (now).
        """
        if self._order.get("kind", "mic") != "mic":
            return made_source(self._order)
        engine, wanted = self._engine(), self._order.get("device")
        found = engine.microphones()
        if not found:
            raise UserError("NO_MICROPHONE")
        found.sort(key=lambda microphone: (microphone.name != wanted, not microphone.default))
        fresh = [microphone for microphone in found if microphone.name not in self._tried]
        if not fresh:
            self._tried.clear()
        chosen = (fresh or found)[0].name
        self._tried.add(chosen)
        return engine.source(chosen)


def made_source(order: Mapping[str, object]) -> PacedSource:
    """The source of a file or of calculated sound, from an order."""
    fast = bool(order.get("fast"))
    if order["kind"] == "file":
        from ldp_stories.media.decode import pcm_of_path

        path = str(order["path"])
        return PacedSource(path, lambda: pcm_of_path(path), fast=fast)
    ms, seed = int(str(order.get("ms", 60_000))), int(str(order.get("seed", 1)))
    make = {"voice": synth.voice, "noise": synth.noise}[str(order["kind"])]
    return PacedSource(str(order["kind"]), lambda: make(ms, seed), fast=fast)


def _even(first: bytes, blocks: Iterator[bytes], size: int) -> Iterator[bytes]:
    """The same bytes in blocks of `size` (the last may be shorter)."""
    waiting = bytearray(first)
    for block in blocks:
        while len(waiting) >= size:
            yield bytes(waiting[:size])
            del waiting[:size]
        waiting += block
    for at in range(0, len(waiting), size):
        yield bytes(waiting[at : at + size])
