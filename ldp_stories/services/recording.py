"""Recording through the recorder process: start, pause, stop, and a new part at once when it dies (CONTRACTS.md 6)."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ldp_stories.services.conversation import RoomLeft, Take
from ldp_stories.services.home import Home
from ldp_stories.services.progress import Progress, no_progress

LEAST_MINUTES = 10
"""Under this much room no recording is begun."""


@dataclass(frozen=True, slots=True)
class RecorderStatus:
    """What the recorder says, about ten times a second. `ms` and `saved_ms` count the joined take; `level` is 0..1.

    `state`: starting, good, quiet, loud, silent, lost, paused, full, ended.
    """

    ms: int
    saved_ms: int
    level: float
    state: str
    device: str
    part: int = 0


class Recording:
    """A recording that runs. Its status callback comes from a thread of its own."""

    @property
    def status(self) -> RecorderStatus:
        """The last status."""
        raise NotImplementedError

    @property
    def running(self) -> bool:
        """Whether sound is coming in or paused, and `stop` has not been called."""
        raise NotImplementedError

    def pause(self) -> None:
        """Stop taking sound in; what came is safe."""
        raise NotImplementedError

    def resume(self) -> None:
        """Take sound in again, in the same part."""
        raise NotImplementedError

    def stop(self) -> Take:
        """End it: sealed when this returns. A second call returns the same part."""
        raise NotImplementedError


def start_recording(
    home: Home,
    id: str,
    on_status: Callable[[RecorderStatus], None],
    source: str | Path = "microphone",
    *,
    fast: bool = False,
) -> Recording:
    """Start the recorder for a conversation. `source` is "microphone", "microphone:NAME" or a sound file (`fast`: not in real time).

    The part's row and key are committed in the desk file before the process starts. Refused NO_PERMISSION, NO_ROOM_TO_RECORD; UserError
    NO_MICROPHONE, RECORDER_SILENT.
    """
    raise NotImplementedError


def room_left(home: Home) -> RoomLeft:
    """How much more sound this disk takes, and the battery."""
    raise NotImplementedError


def microphones() -> tuple[str, ...]:
    """Names of the microphones this laptop has; empty when there is none."""
    raise NotImplementedError


def make_master(home: Home, media_id: str, progress: Progress = no_progress) -> bool:
    """Make the FLAC master of a recorded part, read it back, compare, and only then drop the pieces. False when there is nothing to do."""
    raise NotImplementedError
