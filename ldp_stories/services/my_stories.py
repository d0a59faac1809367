"""My stories and the Home screen: lists by key, counts, who has a copy (SCREENS.md 5.2)."""

from dataclasses import dataclass

from ldp_stories.domain.records import Page, RecordRow
from ldp_stories.services.conversation import Conversation
from ldp_stories.services.home import Home


@dataclass(frozen=True, slots=True)
class HomeSummary:
    """What Home shows. `received` of `total` stories are with the coordinator; `last_copy_days` since the last confirmed copy."""

    name: str
    programme: str
    practice: bool
    stories: tuple[RecordRow, ...]
    ready: int
    heard: int
    questions: int
    packed: int
    received: int
    total: int
    last_copy_days: int | None
    coordinator: str
    conversations: tuple[Conversation, ...]
    minutes: int
    battery: int | None
    admitted: bool
    recovery_tested: str


def my_stories(home: Home, after: tuple[str, str] | None = None, limit: int = 50) -> Page[RecordRow]:
    """One's own stories, newest first; a coordinator or evaluator gets all that are here."""
    raise NotImplementedError


def home_summary(home: Home) -> HomeSummary:
    """Everything the Home screen shows, in one go."""
    raise NotImplementedError
