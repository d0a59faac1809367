"""Where words and sound meet: points in a text with their millisecond in the joined take, so that a word can be heard and a moment read."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class SyncPoint:
    """At `position` (code points of a layer's text) the sound stands at `ms` of the joined take."""

    position: int
    ms: int


def tidy(points: Iterable[SyncPoint], length: int) -> tuple[SyncPoint, ...]:
    """The points inside a text of `length`, in order; of two at one place the last given stays."""
    found = {p.position: p for p in points if 0 <= p.position <= length and p.ms >= 0}
    return tuple(found[at] for at in sorted(found))


def read(value: object, length: int) -> tuple[SyncPoint, ...]:
    """The points of a field (a list of {position, ms}); what is none is passed over."""
    rows = value if isinstance(value, list) else []
    whole = [r for r in rows if isinstance(r, dict) and _whole(r.get("position")) and _whole(r.get("ms"))]
    return tidy((SyncPoint(r["position"], r["ms"]) for r in whole), length)


def _whole(value: object) -> bool:
    return type(value) is int and abs(value) < 2**53


def written(points: Iterable[SyncPoint]) -> list[dict[str, int]]:
    """The points as a field holds them."""
    return [{"position": p.position, "ms": p.ms} for p in points]


def follow(points: Iterable[SyncPoint], old: str, new: str) -> tuple[SyncPoint, ...]:
    """The points after `old` became `new`: what stands before and after the change stays with its words, the rest goes."""
    start = 0
    most = min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[len(old) - 1 - end] == new[len(new) - 1 - end]:
        end += 1
    moved = []
    for p in points:
        if p.position <= start:
            moved.append(p)
        elif p.position >= len(old) - end:
            moved.append(SyncPoint(p.position + len(new) - len(old), p.ms))
    return tidy(moved, len(new))


def ms_at(points: Sequence[SyncPoint], position: int) -> int | None:
    """The millisecond of a place in the text: between two points by their distance; None before there is any point."""
    if not points:
        return None
    at = bisect_right([p.position for p in points], position)
    if at == 0:
        return points[0].ms
    before = points[at - 1]
    if at == len(points) or points[at].ms <= before.ms:
        return before.ms
    after = points[at]
    share = (position - before.position) / (after.position - before.position)
    return round(before.ms + share * (after.ms - before.ms))


def span_of(points: Sequence[SyncPoint], start: int, end: int, whole_ms: int) -> tuple[int, int] | None:
    """From when to when the words `start:end` are spoken; the last words last until the next point or the end of the sound."""
    begin = ms_at(points, start)
    if begin is None:
        return None
    later: Any = next((p.ms for p in points if p.position >= end and p.ms > begin), None)
    until = whole_ms if later is None else later
    return (begin, until) if until > begin else None
