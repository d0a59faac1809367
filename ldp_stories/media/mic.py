"""Microphones, through miniaudio: which there are, and capturing from one of them by name.

A device is always opened by its own id, never as "the default": so the sound service cannot move us to another microphone in silence;
it stops instead, and the recorder's watchdog sees that. miniaudio's null backend (endless zeros) is never used. Asking some sound
systems what they have can crash the asking process (ALSA's plugins did, with no card in the machine), so only the recorder process
asks; the window asks the recorder (`recorder_client.microphones`).
"""

import re
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from ldp_stories.domain.media import RATE
from ldp_stories.errors import UserError
from ldp_stories.media.devices import Microphone
from ldp_stories.media.lean import without

with without("numpy"):
    import miniaudio

BLOCK_MS: Final = 40
PERIODS: Final = 75
"""Blocks that the sound service keeps for us (3 s) while a laptop has no time for the recorder: none of them is lost."""
_NOT_REAL: Final = re.compile(
    r"^(Monitor of |Discard all samples)|Plugin|Plug-in|Sound Server$|Connection Kit$|^Open Sound System$"
)
_ALSA_STREAMS: Final = Path("/proc/asound/pcm")


def backends() -> list[miniaudio.Backend]:
    """The real sound systems this build knows, in the library's order; ALSA only when the machine has a card that captures."""
    left_out = {miniaudio.Backend.NULL, miniaudio.Backend.CUSTOM, miniaudio.Backend.JACK}
    if not (
        _ALSA_STREAMS.is_file() and "capture" in _ALSA_STREAMS.read_text(encoding="utf-8", errors="replace")
    ):
        left_out.add(miniaudio.Backend.ALSA)
    return [backend for backend in miniaudio.get_enabled_backends() if backend not in left_out]


def microphones() -> list[Microphone]:
    """All microphones now, the system's default first; empty when there is none or no sound service."""
    with _listed() as found:
        names = [Microphone(name, default) for name, default, _ in found]
    return sorted(names, key=lambda microphone: not microphone.default)


@contextmanager
def _listed() -> Iterator[list[tuple[str, bool, Any]]]:
    """(name, default, device id) of each capture device; what a loudspeaker plays, and ALSA's zero maker, are left out."""
    ffi, lib = miniaudio.ffi, miniaudio.lib
    wanted = backends()
    numbers = ffi.new("ma_backend[]", [backend.value for backend in wanted])
    context = ffi.new("ma_context *")
    if lib.ma_context_init(numbers, len(wanted), ffi.NULL, context) != lib.MA_SUCCESS:
        yield []
        return
    try:
        infos, count = ffi.new("ma_device_info **"), ffi.new("ma_uint32 *")
        found = lib.ma_context_get_devices(context, ffi.NULL, ffi.NULL, infos, count) == lib.MA_SUCCESS
        rows = []
        for i in range(count[0] if found else 0):
            name = ffi.string(infos[0][i].name).decode("utf-8", "replace")
            if not _NOT_REAL.search(name):
                rows.append((name, bool(infos[0][i].isDefault), ffi.new("ma_device_id *", infos[0][i].id)))
        yield rows
    finally:
        lib.ma_context_uninit(context)


class MiniAudio:
    """The engine that the recorder process uses wherever miniaudio has a wheel."""

    def microphones(self) -> list[Microphone]:
        """All microphones now."""
        return microphones()

    def source(self, name: str) -> "MicSource":
        """One microphone."""
        return MicSource(name)


class MicSource:
    """One microphone. Blocks of about 40 ms; never ends by itself (a dead device simply gives nothing more)."""

    fast: bool = False
    watched: bool = True

    def __init__(self, name: str) -> None:
        self.device = name
        self._device: miniaudio.CaptureDevice | None = None
        self._open = threading.Event()

    def start(self, on_frames: Callable[[bytes], None], on_end: Callable[[], None]) -> None:  # noqa: ARG002
        """Begin capturing. Raises UserError NO_MICROPHONE when it is gone or does not start."""
        with _listed() as found:
            ids = [device_id for name, _, device_id in found if name == self.device]
        if not ids:
            raise UserError("NO_MICROPHONE")
        listener = self._listen(on_frames)
        next(listener)
        try:
            self._device = miniaudio.CaptureDevice(
                input_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=RATE,
                buffersize_msec=BLOCK_MS,
                callback_periods=PERIODS,
                device_id=ids[0],
                backends=backends(),
                app_name="LDP Stories",
            )
            self._open.set()
            self._device.start(listener)
        except miniaudio.MiniaudioError as error:
            self._open.clear()
            raise UserError("NO_MICROPHONE") from error

    def _listen(self, on_frames: Callable[[bytes], None]) -> Generator[bytes, bytes, None]:
        data = yield b""
        while True:
            if self._open.is_set():
                on_frames(bytes(data))
            data = yield b""

    def stop(self) -> None:
        """Let go of the device, in a thread of its own: after its service died this can hang."""
        self._open.clear()
        device, self._device = self._device, None
        if device is not None:
            closing = threading.Thread(target=device.close, daemon=True)
            closing.start()
            closing.join(timeout=1)
