"""The sound of a film on one unbroken line of time, each stretch where the film says it belongs: silence fills holes, what overlaps is cut.

A file's sound may begin before or after its pictures, stop for a while, or run a little fast. Laid end to end it would move away from the
pictures for the rest of the film.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

import av

from ldp_stories.errors import UserError
from ldp_stories.media.decode import LEAST_RATE, MOST_RATE
from ldp_stories.media.in_step import InStep

SOUND_RATE: Final = 44_100
_BYTES: Final = 4


class SoundLine:
    """Told of decoded sound; gives mono floats at `SOUND_RATE`, each block beginning where the last one ended."""

    def __init__(self) -> None:
        self._mix: Any = None
        self._form: tuple[object, ...] = ()
        self._line = InStep(SOUND_RATE)

    def placed(self, frame: Any, zero: Fraction) -> Iterator[Any]:
        """What to write for a block that came, `zero` being the moment at which the film begins."""
        wanted = None
        if frame.pts is not None and frame.time_base is not None:
            wanted = round((frame.pts * frame.time_base - zero) * SOUND_RATE)
        placed = self._line.place(wanted)
        sound = self._mono(frame)[placed.cut * _BYTES :]
        yield from self._silence(placed.silence)
        if sound:
            yield self._block(sound)

    def _mono(self, frame: Any) -> bytes:
        """A block in the one form that is written; films may change theirs on the way (a call comes in, a headset is plugged)."""
        if not LEAST_RATE <= frame.sample_rate <= MOST_RATE:
            raise UserError("MEDIA_UNREADABLE")
        frame.pts = None  # the mixer would follow the moments in steps of its own
        form = (frame.sample_rate, frame.layout.name, frame.format.name)
        if form != self._form:
            self._form = form
            self._mix = av.AudioResampler(format="fltp", layout="mono", rate=SOUND_RATE)
        return b"".join(bytes(f.planes[0])[: f.samples * _BYTES] for f in self._mix.resample(frame))

    def _silence(self, samples: int) -> Iterator[Any]:
        while samples > 0:
            step = min(samples, SOUND_RATE)
            yield self._block(bytes(step * _BYTES))
            samples -= step

    def _block(self, sound: bytes) -> Any:
        block: Any = av.AudioFrame(format="fltp", layout="mono", samples=len(sound) // _BYTES)
        plane = block.planes[0]
        plane.update(sound + bytes(plane.buffer_size - len(sound)))
        block.sample_rate, block.pts, block.time_base = SOUND_RATE, self._line.at, Fraction(1, SOUND_RATE)
        self._line.at += block.samples
        return block
