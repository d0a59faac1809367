"""Read and edit one record: its words, passages, tags, state and what the person agreed to. Shared by all workspaces.

Typing is kept in the desk file at once (`keep_draft`); one revision for each touched thing is written when the person leaves the field or
the step (`write_drafts`) (CONTRACTS.md 1).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ldp_stories.domain.comments import Comment
from ldp_stories.domain.consent import Answer, Consent
from ldp_stories.domain.encounters import Encounter
from ldp_stories.domain.media import Media
from ldp_stories.domain.passages import Passage
from ldp_stories.domain.people import Participant
from ldp_stories.domain.places import Place
from ldp_stories.domain.records import Layer, Record
from ldp_stories.domain.review import Reading
from ldp_stories.domain.tags import Sure
from ldp_stories.services.conversation import NoteRow
from ldp_stories.services.home import Home


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record with everything that hangs from it, as far as this person may read it (`hidden_layers`: layers kept back)."""

    record: Record
    title: str
    layers: tuple[Layer, ...]
    media: tuple[Media, ...]
    passages: tuple[Passage, ...]
    readings: tuple[Reading, ...]
    comments: tuple[Comment, ...]
    notes: tuple[NoteRow, ...]
    consents: tuple[Consent, ...]
    participants: tuple[Participant, ...]
    encounter: Encounter | None
    place: Place | None
    researcher: str
    hidden_layers: int = 0
    drafts: Mapping[str, str] | None = None


def open_record(home: Home, id: str) -> RecordView:
    """One record. UserError NO_SUCH_STORY when it is not here or was taken back."""
    raise NotImplementedError


def keep_draft(home: Home, record: str, field: str, text: str) -> None:
    """Keep what is being typed, durable when this returns. `field` is a record field or `words` (the verbatim layer), `note:<id>`."""
    raise NotImplementedError


def drafts(home: Home, record: str) -> Mapping[str, str]:
    """What was typed and not yet written to the ledger, by field."""
    raise NotImplementedError


def write_drafts(home: Home, record: str) -> None:
    """Write what was typed: one revision for each touched thing, then drop the desk rows. Repeats harmlessly."""
    raise NotImplementedError


def set_fields(home: Home, record: str, **fields: object) -> None:
    """Set record fields at once (kind, language, viewpoint, about_places, about_when, level, direction, how_told, checked_back, ...)."""
    raise NotImplementedError


def add_passage(
    home: Home,
    record: str,
    *,
    layer: str | None = None,
    start: int | None = None,
    end: int | None = None,
    media: str | None = None,
    from_ms: int | None = None,
    to_ms: int | None = None,
    note: str = "",
    moved_me: bool = False,
) -> str:
    """Mark a passage in text, in sound, or both; its id. ValueError when neither anchor is given."""
    raise NotImplementedError


def change_passage(home: Home, passage: str, **fields: object) -> None:
    """Change note, moved_me, from_ms, to_ms or the text span of a passage."""
    raise NotImplementedError


def remove_passage(home: Home, passage: str) -> None:
    """Hide a passage that was marked by mistake."""
    raise NotImplementedError


def suggest_tag(
    home: Home,
    record: str,
    *,
    passage: str | None = None,
    tag: str | None = None,
    sure: Sure = Sure.SURE,
    reason: str = "",
    words: str = "",
) -> str:
    """Suggest a tag (or, when none fits, own `words`) for a record or passage; the suggestion's id."""
    raise NotImplementedError


def take_back_suggestion(home: Home, suggestion: str) -> None:
    """Take back one's own suggestion that nobody has decided on."""
    raise NotImplementedError


def left_to_do(home: Home, record: str) -> tuple[str, ...]:
    """What is still needed before it can be sent: codes `place`, `words`, `consent`, `sound` (still being made ready)."""
    raise NotImplementedError


def mark_ready(home: Home, record: str) -> None:
    """It is ready. Refused NOT_READY (left=) when something needed is missing."""
    raise NotImplementedError


def mark_draft(home: Home, record: str) -> None:
    """Back to a draft."""
    raise NotImplementedError


def keep_closed(home: Home, record: str) -> None:
    """Keep this story closed: it is never packed; only a coordinator opens it again."""
    raise NotImplementedError


def open_again(home: Home, record: str) -> None:
    """Open a closed story again. Refused NOT_YOUR_ROLE for anyone but a coordinator."""
    raise NotImplementedError


def changed_mind(home: Home, record: str, key: str, answer: Answer, participant: str | None = None) -> None:
    """They changed their mind on one answer; a no closes its gate at once."""
    raise NotImplementedError


def correct_person(home: Home, participant: str, **facts: object) -> None:
    """Correct age_band, teller_kind, target_groups, self_description, home_place or languages of a person."""
    raise NotImplementedError


def complete_route(home: Home, consent: str, *, adult_relation: str, child_assent: Answer) -> None:
    """Complete the under-16 route of a consent: who said yes for them first, and the child's own answer."""
    raise NotImplementedError
