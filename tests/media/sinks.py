"""Sinks and sources of the media tests: they remember what they were told, and fail when they are asked to."""

from collections.abc import Callable

from ldp_stories.errors import UserError


class MemorySink:
    """A PieceSink in memory; it is full once it holds `room` bytes."""

    def __init__(self, room: int = 10**9) -> None:
        self.commits: list[bytes] = []
        self.gaps: list[tuple[int, int]] = []
        self.sealed = 0
        self.room = room

    @property
    def sound(self) -> bytes:
        return b"".join(self.commits)

    def append(self, frames: bytes) -> None:
        if len(self.sound) + len(frames) > self.room:
            raise UserError("NO_ROOM")
        self.commits.append(frames)

    def sync(self) -> int:
        return sum(map(len, self.commits))

    def gap(self, ms: int) -> None:
        self.gaps.append((len(self.sound) // 96, ms))

    def seal(self) -> None:
        self.sealed += 1


class HandSource:
    """A device that gives what the test hands it."""

    fast = False
    watched = True

    def __init__(self, device: str) -> None:
        self.device = device
        self.started = self.stopped = 0
        self.give: Callable[[bytes], None] | None = None
        self.end: Callable[[], None] | None = None

    def start(self, on_frames: Callable[[bytes], None], on_end: Callable[[], None]) -> None:
        self.started += 1
        self.give, self.end = on_frames, on_end

    def stop(self) -> None:
        self.stopped += 1
