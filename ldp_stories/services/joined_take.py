"""The joined take: the parts of a recording one after the other, gaps counted, as one line of time (CONTRACTS.md 6)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ldp_stories.domain.media import Media


@dataclass(frozen=True, slots=True)
class Placed:
    """A part and the millisecond of the joined take at which it begins."""

    medium: Media
    begins_ms: int


def placed_parts(parts: Sequence[Media]) -> Iterator[Placed]:
    """The sound parts in order, each with its beginning."""
    begins = 0
    for medium in sorted((m for m in parts if m.kind == "audio"), key=lambda m: m.position):
        begins += medium.gap_before_ms
        yield Placed(medium, begins)
        begins += medium.duration_ms


@dataclass(frozen=True, slots=True)
class Missing:
    """Sound that was lost: at which millisecond of the joined take, how much, and whether the joined take counts it (between parts)."""

    at_ms: int
    ms: int
    counted: bool


def missing(parts: Sequence[Media]) -> tuple[Missing, ...]:
    """All that was lost between and inside the parts of a take, in order."""
    found = []
    for placed in placed_parts(parts):
        before = placed.medium.gap_before_ms
        if before:
            found.append(Missing(placed.begins_ms - before, before, counted=True))
        inside = placed.medium.gaps
        found += [Missing(placed.begins_ms + gap.at_ms, gap.ms, counted=False) for gap in inside]
    return tuple(found)


def part_at(parts: Sequence[Media], at_ms: int) -> Placed | None:
    """The part that sounds at a millisecond of the joined take; None in a gap, before, or after the end."""
    return next(
        (p for p in placed_parts(parts) if p.begins_ms <= at_ms < p.begins_ms + p.medium.duration_ms), None
    )
