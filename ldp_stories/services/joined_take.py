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


def part_at(parts: Sequence[Media], at_ms: int) -> Placed | None:
    """The part that sounds at a millisecond of the joined take; None in a gap, before, or after the end."""
    return next(
        (p for p in placed_parts(parts) if p.begins_ms <= at_ms < p.begins_ms + p.medium.duration_ms), None
    )
