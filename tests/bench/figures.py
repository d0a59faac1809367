"""A measured figure beside its bar, and the table of them."""

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

UNKNOWN: Final = "-"


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: what was measured on how much, the value, the bar (None: no bar, told for its own sake), and how to compare.

    `least` True means the bar is a floor (a rate), else a ceiling (a time, a size). `worked`: the same counted in processor time only,
    which is what a quiet machine of this kind would show, but for its disk.
    """

    what: str
    size: str
    value: float
    unit: str
    bar: float | None = None
    least: bool = False
    note: str = ""
    worked: float | None = None

    @property
    def met(self) -> bool:
        """Whether it keeps its bar; a figure without one always does."""
        return self._keeps(self.value)

    def _keeps(self, value: float) -> bool:
        if self.bar is None:
            return True
        return value >= self.bar if self.least else value <= self.bar

    @property
    def verdict(self) -> str:
        """In a word or a few: a busy machine makes everything slow, but the work that is to be done stays the same."""
        if self.bar is None:
            return ""
        if self.met:
            return "met"
        quiet = self.worked is not None and self._keeps(self.worked)
        return "met but for waiting" if quiet else "MISSED"

    def cells(self) -> tuple[str, ...]:
        """The row as the table shows it."""
        bar = (
            UNKNOWN if self.bar is None else f"{'>=' if self.least else '<='} {number(self.bar)} {self.unit}"
        )
        worked = "" if self.worked is None else number(self.worked)
        return (
            self.what,
            self.size,
            f"{number(self.value)} {self.unit}",
            worked,
            bar,
            self.verdict,
            self.note,
        )


def number(value: float) -> str:
    """A number with about three digits that mean something: 12,345, 1,234, 12.3, 0.123."""
    if value == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:,.{min(digits, 3)}f}"


HEADINGS: Final = ("what", "on", "measured", "processor", "bar", "", "note")


def table(figures: Sequence[Figure]) -> str:
    """The figures as a table of plain text, columns in line."""
    rows = [HEADINGS, *(figure.cells() for figure in figures)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADINGS) - 1)]
    lines = ["  ".join([*(c.ljust(w) for c, w in zip(row, widths, strict=False)), row[-1]]) for row in rows]
    lines.insert(1, "  ".join("-" * w for w in widths))
    return "\n".join(line.rstrip() for line in lines)


def p95(samples: Sequence[float]) -> float:
    """The value that 95 of a hundred do not exceed; ValueError without samples."""
    if not samples:
        raise ValueError("no samples")
    return sorted(samples)[math.ceil(0.95 * len(samples)) - 1]


def median(samples: Sequence[float]) -> float:
    """The value in the middle; ValueError without samples."""
    if not samples:
        raise ValueError("no samples")
    return sorted(samples)[(len(samples) - 1) // 2]


def milliseconds(job: Callable[[], object]) -> float:
    """How long one call takes."""
    with timed() as watch:
        job()
    return watch.seconds * 1000


@dataclass(frozen=True, slots=True)
class Samples:
    """Milliseconds of many calls, as they passed and as the processor worked."""

    passed: tuple[float, ...]
    worked: tuple[float, ...]

    def figure(self, what: str, size: str, bar: float | None, note: str = "") -> Figure:
        """What 95 of a hundred calls do not exceed."""
        return Figure(what, size, p95(self.passed), "ms p95", bar, note=note, worked=p95(self.worked))


def sampled(jobs: Iterable[Callable[[], object]]) -> Samples:
    """Call each, one after the other."""
    watches = []
    for job in jobs:
        with timed() as watch:
            job()
        watches.append(watch)
    return Samples(tuple(1000 * w.seconds for w in watches), tuple(1000 * w.processor for w in watches))


class Watch:
    """Seconds that passed while it ran, and seconds of processor time of this process in them (the same on a busy machine)."""

    seconds = 0.0
    processor = 0.0

    def rate(self, number: float, of: str) -> str:
        """A note: so many of them a second of processor time."""
        return f"{number / max(self.processor, 1e-9):,.0f} {of} per second of processor time"


@contextmanager
def timed() -> Iterator[Watch]:
    """`with timed() as watch: ...`, then `watch.seconds`."""
    watch, begin, worked = Watch(), time.perf_counter(), time.process_time()
    try:
        yield watch
    finally:
        watch.seconds = time.perf_counter() - begin
        watch.processor = time.process_time() - worked
