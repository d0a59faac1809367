"""Numbers of lines: which of two numbers of one line stands, and which lines their writer issues again (CONTRACTS.md 5).

A notebook that was set back without knowing it counts on from there and gives numbers a second time. Whoever holds a line under a number that
another has already says so in a receipt. The writer then begins a new epoch and issues under it what it holds: the same lines, the same ids,
new numbers. The highest number of a line stands everywhere, so that it does not matter in which order anybody hears of it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Number(NamedTuple):
    """The place of a line: its device stream `<device>.<epoch>.<stream>` and its number there."""

    dev: str
    seq: int

    @property
    def device(self) -> str:
        """The id of the device that wrote it."""
        return self.dev.split(".", 1)[0]

    @property
    def epoch(self) -> int:
        """The epoch in which it was written, 1 when it names none."""
        parts = self.dev.split(".")
        return int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() else 1

    @property
    def stream(self) -> str:
        """`p`, `w` or `i`."""
        return self.dev.rsplit(".", 1)[-1]


class Taken(NamedTuple):
    """A line that somebody holds apart, because another has its number."""

    line: str
    number: Number


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line of one's own as it stands here. `here`: it was written here, and no bundle brought it; `confirmed`: somebody has it."""

    id: str
    number: Number
    here: bool = True
    confirmed: bool = False


def replaces(new: Number, old: Number) -> bool:
    """Whether a line that had the number `old` has `new` from now on: the same writer and stream, and a later place."""
    same = (new.device, new.stream) == (old.device, old.stream)
    return same and (new.epoch, new.seq) > (old.epoch, old.seq)


def to_issue_again(
    own: Sequence[OwnLine], taken: Collection[Taken], left: int | None = None
) -> tuple[str, ...]:
    """The lines to issue again, in the order in which they were written (that of `own`).

    Each line that stands here under a number of which somebody said that it is used twice. When the epoch `left` is ended now, also what
    was written here under it from the first such number on, and what nobody has confirmed: those numbers may be used twice as well. (Nobody
    confirms programme data, which travel whole in every pack: of these only the first rule tells.)
    """
    where = {line.id: line.number for line in own}
    at = {line.number: line.id for line in own}
    named: set[str] = set()
    for one in taken:
        known = where.get(one.line)
        if known == one.number:
            named.add(one.line)
        elif known is None and one.number in at:
            named.add(at[one.number])
    first = _first(where, named)
    return tuple(line.id for line in own if line.id in named or _doubtful(line, first, left))


def _first(where: Mapping[str, Number], named: Collection[str]) -> dict[str, int]:
    """The lowest number of each stream that is known to be used twice."""
    found: dict[str, int] = {}
    for ident in named:
        number = where[ident]
        found[number.dev] = min(number.seq, found.get(number.dev, number.seq))
    return found


def _doubtful(line: OwnLine, first: Mapping[str, int], left: int | None) -> bool:
    """Whether a line written here in the epoch that ends may have a number that was given before."""
    if not line.here or line.number.epoch != left:
        return False
    lowest = first.get(line.number.dev)
    confirmed = line.confirmed or line.number.stream == "p"
    return not confirmed or (lowest is not None and line.number.seq >= lowest)
