"""Encounters: one meeting with somebody, even one that yields no story (domain/3-model.md 3.6)."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How it ended; declined keeps only date, place type and route: no person."""

    TALKED_ONLY = "talked only"
    RECORDED = "recorded"
    POSTPONED = "postponed"
    DECLINED = "declined"
    STOPPED_EARLY = "stopped early"


class Privacy(StrEnum):
    """Whether it was private enough to talk."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Encounter:
    """Where, when and how a conversation happened. `setting`, `relation`, `route` and `kind` are keys of the pack's lists."""

    id: str
    at: str
    kind: str
    place: str | None
    setting: str
    private_enough: Privacy | None
    relation: str
    route: str
    researcher: str
    participants: tuple[str, ...]
    outcome: Outcome | None
    began_by: str

    @property
    def day(self) -> str:
        """The ISO date."""
        return self.at[:10]
