"""The recorder process: its whole conversation over standard input and output. No Qt, no store: it is given an `open_sink`.

In, one JSON object a line: first the order (`item`, `key`, `source`, `practice`), then `{"do": "pause" | "resume" | "stop"}`. The end
of input (the window closed or died) seals like `stop`. Instead of an order, `{"list": true}` asks for the microphones.
Out, one JSON object a line: `{"ms", "level", "state", "saved_ms", "lost_ms", "device", "peaks"}` for each commit and change, at the end
`{"end": "stopped" | "input_closed" | "full" | "trouble" | "no_microphone" | "signal", "saved_ms", "code"}`.
Sound never waits for the reader of this output: lines that nobody reads are dropped.
"""

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any, Final

from ldp_stories.domain.media import PieceSink, ms_of
from ldp_stories.errors import UserError
from ldp_stories.media.keeper import Keeper
from ldp_stories.media.pipes import Inbox, StatusPipe, lines
from ldp_stories.media.sources import FAST_BATCH, Chooser, Engine, SoundSource, usual_engine
from ldp_stories.media.take import START_WITHIN, SoundState, Take

TICK: Final = 0.25
"""Seconds between looks at the clock when nothing comes."""
_NO_TIME: Final = 2 * TICK
"""So long between two looks, and the laptop slept, or had no time for the recorder: first take in what came meanwhile."""
Clock = Callable[[], float]


def awake_clock() -> float:
    """Seconds that go on counting while the laptop sleeps (so that sleep shows as a gap); only differences mean anything."""
    if sys.platform == "linux":
        now = time.clock_gettime(time.CLOCK_BOOTTIME)
    elif (
        sys.platform == "darwin"
    ):  # where Python's own monotonic clock stands still in sleep, and this one does not
        now = time.clock_gettime(time.CLOCK_MONOTONIC)
    else:
        now = time.monotonic()  # on Windows it counts through sleep
    return now


def run_recorder(
    stdin: IO[bytes],
    stdout: IO[bytes],
    open_sink: Callable[[dict[str, Any]], PieceSink],
    engine: Callable[[], Engine] = usual_engine,
) -> int:
    """Read the order, record until told to stop or the input ends, seal. Returns the exit status: 0 when all is kept and sealed."""
    # Below Python's buffer: its lock would abort the interpreter when it ends while the listening thread still waits.
    commands = lines(getattr(stdin, "raw", stdin))
    order: dict[str, Any] = next(commands, {})
    pipe = StatusPipe(stdout)
    try:
        if order.get("list"):
            found = engine().microphones()
            pipe.offer({"microphones": [{"name": one.name, "default": one.default} for one in found]})
            return 0
        if "source" not in order:
            pipe.offer({"end": "input_closed", "saved_ms": 0})
            return 0
        return _record(Chooser(order["source"], engine), order, commands, pipe, open_sink)
    finally:
        pipe.close()


def _record(
    chooser: Chooser,
    order: dict[str, Any],
    commands: Iterator[dict[str, Any]],
    pipe: StatusPipe,
    open_sink: Callable[[dict[str, Any]], PieceSink],
) -> int:
    try:
        recorder = Recorder(open_sink(order), chooser, pipe.offer)
        with _signals(recorder.inbox):
            threading.Thread(target=_listen, args=(commands, recorder.inbox), daemon=True).start()
            end = recorder.run()
    except UserError as error:
        name = "no_microphone" if error.code == "NO_MICROPHONE" else "trouble"
        pipe.offer({"end": name, "code": error.code, "saved_ms": 0})
        return 1
    pipe.offer(end)
    return 1 if "code" in end else 0


def _listen(commands: Iterator[dict[str, Any]], inbox: Inbox) -> None:
    for command in commands:
        inbox.put(("do", command.get("do")))
    inbox.put(("do", "input_closed"))


@contextlib.contextmanager
def _signals(inbox: Inbox) -> Iterator[None]:
    """The system ends us (log-out): seal first. Ctrl-C in a terminal is the window's business, not ours."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {signal.SIGTERM: signal.signal(signal.SIGTERM, lambda *_: inbox.urge(("do", "signal")))}
    before[signal.SIGINT] = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Recorder:
    """Joins a source, a take and an inbox of events; `run` lasts as long as the recording."""

    def __init__(
        self,
        sink: PieceSink,
        chooser: Chooser,
        report: Callable[[Mapping[str, object]], None],
        clock: Clock = awake_clock,
    ) -> None:
        self.inbox = Inbox()
        self._keeper = Keeper(sink, self.inbox)
        self._sink = sink
        self._chooser = chooser
        self._report = report
        self._clock = clock
        self._source: SoundSource | None = None
        self._next_try = 0.0
        self._at = 0.0
        self._told = SoundState.STARTING

    def run(self) -> dict[str, object]:
        """Record; the last line for the window. Raises UserError NO_MICROPHONE when nothing can be recorded at all."""
        try:
            self._source = self._begin(self._chooser.next())
        except UserError:
            self._sink.seal()
            raise
        batch = FAST_BATCH if self._source.fast else 1
        take = Take(self._sink, self._clock(), batch=batch, watched=self._source.watched)
        self._tell(take)
        self._keeper.start()
        end: dict[str, object] = {}
        try:
            end = {"end": self._until_told(take)}
        except UserError as error:
            end = _trouble(error)
        self.inbox.release()
        self._source.stop()
        return end | self._close(take, end)

    def _close(self, take: Take, end: dict[str, object]) -> dict[str, object]:
        """Take in what is still waiting, seal, and say how much is kept."""
        saved_ms = -1
        try:
            if "code" not in end:
                for kind, value, *came in self.inbox.rest():
                    if kind == "frames":
                        take.block(value, *came or (self._clock(),))
        except UserError as error:
            end = _trouble(error) | end
        try:
            self._keeper.finish()
        except UserError as error:
            end = _trouble(error) | end
        try:
            take.close()
            saved_ms = take.saved_ms
        except UserError as error:
            end = _trouble(error) | end
        return end | {"saved_ms": max(saved_ms, ms_of(self._keeper.kept)), "peaks": list(take.new_peaks())}

    def _until_told(self, take: Take) -> str:
        """Handle events until one says stop; its reason."""
        before = self._clock()
        while True:
            event = self.inbox.get(TICK)
            now, slept_from = self._clock(), before
            before = now
            if now - slept_from > _NO_TIME:
                take.slept(slept_from, now)
            elif event is None:
                self._watch(take, now)
            if event is None:
                continue
            kind, value, *came = event
            if kind == "frames":
                self._take_in(take, value, came[0] if came else now)
            elif kind == "do":
                if not self._obey(take, str(value), now):
                    return "stopped" if value == "stop" else str(value)
            else:
                self._hear(take, kind, value)

    def _hear(self, take: Take, kind: str, value: UserError | None) -> None:
        """The source has ended, or the disk has answered."""
        if kind == "broken" and value is not None:
            raise value
        if kind == "ended":
            take.end()
            self._keeper.ask()  # the end is told when all of it is kept
        elif self._keeper.idle:
            self._tell(take, self._at)

    def _take_in(self, take: Take, frames: bytes, at: float) -> None:
        """A block; told when the disk has it, or at once while the disk is behind."""
        self._at = at
        told_soon = self._keeper.ask() if take.block(frames, at) else take.state(at) == self._told
        if not told_soon:
            self._tell(take, at)

    def _obey(self, take: Take, command: str, now: float) -> bool:
        """Do what the window says; False when that ends the recording."""
        if command == "pause":
            take.pause()
            self._keeper.ask()
        elif command == "resume":
            take.resume(now)
        elif command in {"stop", "input_closed", "signal"}:
            return False
        self._tell(take)
        return True

    def _watch(self, take: Take, now: float) -> None:
        """Nothing came for a moment: once that is a loss, ring the alarm and try the next microphone, again every 3 seconds."""
        if not take.is_lost(now):
            return
        if take.state(now) != self._told:
            self._tell(take)
        if now >= self._next_try:
            self._next_try = now + START_WITHIN
            if self._source is not None:
                self._source.stop()
            with contextlib.suppress(UserError):  # none there now: asked again soon
                self._source = self._begin(self._chooser.next())
                take.slept(now, now)  # one that begins now has kept nothing for us

    def _begin(self, source: SoundSource) -> SoundSource:
        source.start(
            lambda frames: self.inbox.put(("frames", frames, self._clock()), wait=source.fast),
            lambda: self.inbox.put(("ended", b"")),
        )
        return source

    def _tell(self, take: Take, at: float | None = None) -> None:
        now = self._clock() if at is None else at
        self._told = take.state(now)
        self._report(
            {
                "ms": take.heard_ms,
                "level": 0 if self._told is SoundState.LOST else take.level,
                "state": str(self._told),
                "saved_ms": ms_of(self._keeper.kept),
                "lost_ms": take.lost_ms,
                "device": "" if self._source is None else self._source.device,
                "peaks": list(take.new_peaks()),
            }
        )


def _trouble(error: UserError) -> dict[str, object]:
    """The end of a recording that the disk would not take."""
    return {"end": "full" if error.code == "NO_ROOM" else "trouble", "code": error.code}
