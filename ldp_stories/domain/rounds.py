"""Blind rounds: several people code the same sample; nobody sees another's marks until the round is over (domain/6-methods.md 6.2, US-E5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Unit(StrEnum):
    """What is asked about: the whole story, or one passage of it."""

    STORY = "story"
    PASSAGE = "passage"


class How(StrEnum):
    """How the sample was found."""

    RANDOM = "random"
    BY_PLACE = "by place"
    CHOSEN = "chosen"


YES, NO = "yes", "no"
Item = tuple[str, str]
"""A record, and a passage of it ("" = the whole story)."""


@dataclass(frozen=True, slots=True)
class Round:
    """A round. `labels` are code, name and meaning of each tag as they were on the day it was opened; `pack` is that day's programme file."""

    id: str
    title: str
    unit: Unit
    tags: tuple[str, ...]
    labels: Mapping[str, tuple[str, str, str]]
    pack: str
    items: tuple[Item, ...]
    coders: tuple[str, ...]
    deadline: str
    how: How
    seed: int
    opened_by: str
    opened_on: str
    closed: bool = False

    def is_open(self, today: date) -> bool:
        """Whether marks are still made, and still kept apart: until it is closed, or its last day is over."""
        return not self.closed and (not self.deadline or today.isoformat() <= self.deadline)

    def label(self, tag: str) -> str:
        """ "D1 Trusted person", as it was when the round was opened."""
        code, name, _ = self.labels.get(tag, ("", tag, ""))
        return f"{code} {name}".strip()


@dataclass(frozen=True, slots=True)
class Mark:
    """One coder's answers on one item: tag id -> yes or no, and the reasons."""

    id: str
    round: str
    item: Item
    by: str
    answers: Mapping[str, str]
    reasons: Mapping[str, str] = field(default_factory=dict)

    def whole(self, tags: tuple[str, ...]) -> bool:
        """Whether every tag of the round was answered."""
        return all(self.answers.get(t) in (YES, NO) for t in tags)
