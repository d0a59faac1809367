"""What the recorder process is plumbed with: an inbox of events, JSON lines in, JSON lines out that never block the sound."""

import json
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from typing import IO, Any, Final

_PATIENCE: Final = 64
_UNREAD: Final = 1200
"""Lines kept for a reader that is busy (2 minutes of sound); older ones are dropped."""

Event = tuple[Any, ...]
"""What it is and its value; with sound also the moment it came, which a slow disk does not change."""


class Inbox:
    """Events from several threads, in order, for one that takes them. A live source never waits; a fast one may be made to."""

    def __init__(self) -> None:
        self._events: deque[Event] = deque()
        self._changed = threading.Condition(threading.RLock())
        self._closed = False

    def put(self, event: Event, *, wait: bool = False) -> None:
        """Add an event; with `wait`, only when not too many are there already."""
        with self._changed:
            while wait and len(self._events) >= _PATIENCE and not self._closed:
                self._changed.wait()
            self._events.append(event)
            self._changed.notify_all()

    def urge(self, event: Event) -> None:
        """Add an event from a signal handler, which may interrupt the taker inside `get`."""
        self._events.append(event)

    def get(self, seconds: float) -> Event | None:
        """The next event, or None when none came in `seconds`."""
        with self._changed:
            if not self._events:
                self._changed.wait(seconds)
            if not self._events:
                return None
            event = self._events.popleft()
            self._changed.notify_all()
            return event

    def release(self) -> None:
        """Let no putter wait any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def rest(self) -> list[Event]:
        """All events that wait."""
        with self._changed:
            events = list(self._events)
            self._events.clear()
            return events


def lines(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    """The JSON objects of a stream, one a line, until it ends or the other side is gone; other lines are skipped."""
    try:
        while line := stream.readline():
            try:
                value = json.loads(line)
            except ValueError:
                continue
            if isinstance(value, dict):
                yield value
    except (OSError, ValueError):
        return  # the other side is gone: the same as the end


class StatusPipe:
    """JSON lines out, written by a thread of its own. When the reader stalls, old lines are dropped; when it is gone, all are."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._raw = getattr(stream, "raw", stream)
        self._waiting: deque[bytes] = deque(maxlen=_UNREAD)
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def offer(self, line: Mapping[str, object]) -> None:
        """Add a line; returns at once."""
        data = json.dumps(line, separators=(",", ":")).encode() + b"\n"
        with self._changed:
            self._waiting.append(data)
            self._changed.notify()

    def close(self, seconds: float = 2.0) -> None:
        """Write what waits, for at most `seconds`."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join(seconds)

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._closing:
                    self._changed.wait()
                if not self._waiting:
                    return
                data = self._waiting.popleft()
            try:
                self._raw.write(data)
            except (OSError, ValueError):
                return
