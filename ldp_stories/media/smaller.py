"""A smaller copy of a film, made here with PyAV where it brings the encoders: H.264 and AAC in a plain mp4, hands and faces still clear.

The picture is scaled to 854 points on its longer side and turned as the phone held it; nothing of the phone's notes (place, camera) comes
along. Picture and sound keep their own moments (phones film at an uneven speed and begin the two apart), so lips and hands stay in step
with the voice. Work is frame by frame, so a film of any length takes the same memory and a Stop is obeyed at once.
"""

from collections import deque
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

import av
import av.error
import av.filter

from ldp_stories.errors import UserError
from ldp_stories.media.encode import Progress
from ldp_stories.media.media_info import BinaryFile
from ldp_stories.media.sound_line import SOUND_RATE, SoundLine

LONGEST: Final = 854
_PICTURE, _SOUND = "libx264", "aac"
_EARLY: Final = 3_000
"""So many blocks of sound (about a minute) wait for the first picture; of more, the first are silence."""
_BASE: Final = Fraction(1, 90_000)
_FORMAT: Final = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}


def can_make_smaller() -> bool:
    """Whether the encoders are here."""
    return {_PICTURE, _SOUND} <= av.codecs_available


def make_smaller(source: BinaryFile, out: BinaryFile, progress: Progress | None = None) -> int:
    """Write a smaller mp4 of the film `source` to `out`; the milliseconds written. UserError MEDIA_UNREADABLE."""
    av.logging.set_level(av.logging.PANIC)
    opened: Any = source
    target: Any = out
    try:
        with (
            av.open(opened, mode="r", metadata_errors="replace") as film,
            av.open(target, mode="w", format="mp4", container_options=_FORMAT) as made,
        ):
            return _Work(film, made, progress).run()
    except (av.error.FFmpegError, EOFError) as error:
        raise UserError("MEDIA_UNREADABLE") from error


class _Work:
    """One film on its way."""

    def __init__(self, film: Any, made: Any, progress: Progress | None) -> None:
        self._film, self._made, self._tell = film, made, progress
        self._pictures = next((s for s in film.streams.video if s.codec_context is not None), None)
        self._sounds = next((s for s in film.streams.audio if s.codec_context is not None), None)
        if self._pictures is None:
            raise UserError("MEDIA_UNREADABLE")
        self._zero = Fraction(film.start_time or 0, av.time_base)
        """Where the film begins, by its own clock: picture and sound are both placed from here."""
        self._video: Any = None
        self._audio: Any = None
        self._line: SoundLine | None = None
        self._early: deque[Any] = deque(maxlen=_EARLY)
        self._last = -1
        self._ms = 0
        self._told = 0

    def run(self) -> int:
        """All frames, in the order of the file."""
        for frame in self._frames():
            if isinstance(frame, av.VideoFrame):
                self._picture(frame)
            elif self._line is None:
                self._early.append(frame)  # sound that the file holds before its first picture
            else:
                self._sound(self._line, frame)
        if self._video is None:
            raise UserError("MEDIA_UNREADABLE")
        for stream in filter(None, (self._video, self._audio)):
            self._put(stream, None)
        if self._tell is not None:
            self._tell(self._ms)
        return self._ms

    def _frames(self) -> Iterator[Any]:
        wanted = [s for s in (self._pictures, self._sounds) if s is not None]
        for packet in self._film.demux(*wanted):
            try:
                yield from packet.decode()
            except av.error.InvalidDataError:
                continue  # one damaged packet is a flicker, not the end of somebody's story

    def _picture(self, frame: Any) -> None:
        turned = turn(frame, round(getattr(frame, "rotation", 0) or 0))
        if self._video is None:
            self._begin(turned)
        at = self._moment(frame)
        if at <= self._last:
            return  # phones write a moment twice when they are busy: one picture for one moment
        self._last = at
        shown = turned.reformat(self._video.width, self._video.height, "yuv420p")
        shown.pts, shown.time_base = at, _BASE
        shown.pict_type = 0  # the encoder chooses
        self._put(self._video, shown)
        self._ms = max(self._ms, round(at * _BASE * 1000))
        if self._tell is not None and self._ms >= self._told + 500:
            self._told = self._ms
            self._tell(self._ms)

    def _moment(self, frame: Any) -> int:
        """When a picture is shown, in `_BASE` from the beginning of the film; one that does not say follows the last."""
        if frame.pts is None or frame.time_base is None:
            return self._last + round(1 / (_BASE * self._speed()))
        since: Fraction = frame.pts * frame.time_base - self._zero
        return max(0, round(since / _BASE))

    def _speed(self) -> Fraction:
        """Pictures a second, as the film says."""
        return Fraction(getattr(self._pictures, "average_rate", None) or 25)

    def _begin(self, frame: Any) -> None:
        """The streams of the copy, once the first picture says how large it is."""
        wide, high = _fitting(frame.width, frame.height)
        options = {"preset": "veryfast", "crf": "28"}
        self._video = self._made.add_stream(_PICTURE, rate=self._speed(), options=options)
        self._video.width, self._video.height, self._video.pix_fmt = wide, high, "yuv420p"
        self._video.codec_context.time_base = _BASE
        if self._sounds is None:
            return
        self._audio = self._made.add_stream(_SOUND, rate=SOUND_RATE, layout="mono")
        self._line = SoundLine()
        while self._early:
            self._sound(self._line, self._early.popleft())

    def _sound(self, line: SoundLine, frame: Any) -> None:
        for done in line.placed(frame, self._zero):
            self._put(self._audio, done)

    def _put(self, stream: Any, frame: Any) -> None:
        for packet in stream.encode(frame):
            self._made.mux(packet)


_TURNS: Final[dict[int, tuple[str, ...]]] = {90: ("cclock",), 270: ("clock",), 180: ("clock", "clock")}


def turn(frame: Any, degrees: int) -> Any:
    """A picture turned against the clock, as the phone was held; the same picture for anything but quarter turns."""
    steps = _TURNS.get(degrees % 360)
    if steps is None:
        return frame
    graph = av.filter.Graph()
    parts = [graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=_BASE)]
    parts += [graph.add("transpose", way) for way in steps]
    parts.append(graph.add("buffersink"))
    for before, after in pairwise(parts):
        before.link_to(after)
    graph.configure()
    graph.push(frame)
    return graph.pull()


def _fitting(wide: int, high: int) -> tuple[int, int]:
    """The size of the copy: the same shape, even numbers, never larger."""
    share = min(1.0, LONGEST / max(wide, high, 1))
    return max(2, round(wide * share) // 2 * 2), max(2, round(high * share) // 2 * 2)
