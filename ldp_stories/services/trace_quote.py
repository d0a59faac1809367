"""Trace where a quote comes from and whether it may be used: the chain an evaluator can prove (US-E2)."""

from dataclasses import dataclass

from ldp_stories.domain.consent import Gate
from ldp_stories.domain.people import TellerKind
from ldp_stories.domain.records import RecordKind
from ldp_stories.domain.review import Choice
from ldp_stories.services.find import Purpose
from ldp_stories.services.home import Home


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One step of a tag's history: who decided what, when, on which tag (code and name), changed to which, and why."""

    by: str
    at: str
    choice: Choice | None
    tag: str
    to_tag: str
    reason: str
    passage: str | None
    current: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """Where words come from. `consent_then` and `consent_now` map answer keys to answers; `may` holds the gate of each purpose today.

    `teller_codes` and `researcher` are codes; `bundle` names the bundle it came with ("" = made here); `passed_on_by` a coordinator.
    """

    teller_codes: tuple[str, ...]
    teller_kind: TellerKind | None
    kind: RecordKind
    told_on: str
    place: str
    researcher: str
    relation: str
    bundle: str
    passed_on_by: str
    reviewed: tuple[Reviewed, ...]
    consent_then: tuple[tuple[str, str], ...]
    consent_now: tuple[tuple[str, str], ...]
    may: tuple[tuple[Purpose, Gate], ...]

    @property
    def same_consent(self) -> bool:
        """Whether the consent of then and of now are the same."""
        return self.consent_then == self.consent_now


def chain(home: Home, record: str, passage: str | None = None) -> Chain:
    """The chain of a record, or of one passage of it (then `reviewed` is about that passage and the record as a whole)."""
    raise NotImplementedError


def tag_history(home: Home, record: str) -> tuple[Reviewed, ...]:
    """Every suggestion (`choice` None) and decision of a record, oldest first within each tag."""
    raise NotImplementedError
