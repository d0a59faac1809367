"""What a sound or film file says about itself, known without loading any decoder."""

from dataclasses import dataclass
from io import RawIOBase
from typing import IO, TypeAlias

BinaryFile: TypeAlias = IO[bytes] | RawIOBase
"""An open binary file that can seek: a vault item, a file on disk, bytes in memory."""


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What a file says about itself. `duration_ms` is 0 when the file does not know it; `format` is FFmpeg's name."""

    format: str
    duration_ms: int
    audio_codec: str
    video_codec: str
    rate: int
    channels: int

    @property
    def has_audio(self) -> bool:
        """True when there is sound in it."""
        return bool(self.audio_codec)

    @property
    def has_video(self) -> bool:
        """True when there are moving pictures in it."""
        return bool(self.video_codec)
