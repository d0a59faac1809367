"""A measured figure beside its bar, and the table of them."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

UNKNOWN: Final = "-"


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: what was measured on how much, the value, the bar (None: no bar, told for its own sake), and how to compare.

    `least` True means the bar is a floor (a rate), else a ceiling (a time, a size).
    """

    what: str
    size: str
    value: float
    unit: str
    bar: float | None = None
    least: bool = False
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether it keeps its bar; a figure without one always does."""
        if self.bar is None:
            return True
        return self.value >= self.bar if self.least else self.value <= self.bar

    def cells(self) -> tuple[str, ...]:
        """The row as the table shows it."""
        bar = (
            UNKNOWN if self.bar is None else f"{'>=' if self.least else '<='} {number(self.bar)} {self.unit}"
        )
        verdict = "" if self.bar is None else "met" if self.met else "MISSED"
        return (self.what, self.size, f"{number(self.value)} {self.unit}", bar, verdict, self.note)


def number(value: float) -> str:
    """A number with about three digits that mean something: 12,345, 1,234, 12.3, 0.123."""
    if value == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:,.{min(digits, 3)}f}"


HEADINGS: Final = ("what", "on", "measured", "bar", "", "note")


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
    begin = time.perf_counter()
    job()
    return (time.perf_counter() - begin) * 1000


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
