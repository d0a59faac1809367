"""What an agreement answer is: a value with its spread, or the reason why there is none. Never a number that means nothing."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

FEWEST: Final = 20
"""With fewer units than this only counts are shown, and the words "too few to say"."""


class Why(StrEnum):
    """Why a value cannot be defined."""

    NOTHING_SHARED = "nothing shared"
    ONE_ANSWER = "one answer"
    NOT_TWO = "not two"
    NOBODY_ALL = "nobody all"


class State(StrEnum):
    """What may be said of a tag at all."""

    NOT_READ = "not read"
    NOT_USED = "not used"
    TOO_FEW = "too few"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A value with its 95 % interval (None: no interval was asked for, or it cannot be told), or `why` there is no value."""

    value: float | None
    why: Why | None = None
    low: float | None = None
    high: float | None = None

    @property
    def defined(self) -> bool:
        """Whether there is a value."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class TagAgreement:
    """One tag as a yes-or-no question. `units` were read by two coders or more; `yes` of them had a yes by somebody, `split` differ.

    For two coders `both`, `first`, `second` and `neither` are the four counts; with more coders they are None.
    """

    units: int
    yes: int
    split: int
    percent: Verdict
    kappa: Verdict
    most: Verdict
    fleiss: Verdict
    ac1: Verdict
    alpha: Verdict
    both: int | None = None
    first: int | None = None
    second: int | None = None
    neither: int | None = None

    @property
    def state(self) -> State:
        """What may be said: nothing was read by two, nobody used it, too few, or the values."""
        if not self.units:
            return State.NOT_READ
        if not self.yes:
            return State.NOT_USED
        return State.TOO_FEW if self.units < FEWEST else State.READY


def undefined(why: Why) -> Verdict:
    """No value, because."""
    return Verdict(None, why)
