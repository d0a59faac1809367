"""The shapes of `records.json`, `waiting.json` and `extras.json` of a practice programme; read by `load_practice.py`, which says what they mean.

Names in these files are keys: people by their codes (LT-..., R-07), places and tags by the keys of the pack, stories by their number.
Times in sound are seconds of the story's first recording; a layer is named by its place in the story's list of layers.
"""

from typing import Any

import msgspec

from ldp_stories.services.pack_content import ContentFile


class PracticePerson(ContentFile, frozen=True):
    """An invented person under a code."""

    code: str
    teller_kind: str
    age_band: str
    target_groups: tuple[str, ...] = ()
    home_place: str | None = None
    languages: tuple[str, ...] = ()
    interpreter: bool = False
    self_description: str = ""


class PracticeMeeting(ContentFile, frozen=True):
    """The facts of an encounter."""

    kind: str
    place: str | None
    setting: str
    private_enough: str
    relation: str
    route: str
    offered: tuple[str, ...]
    outcome: str
    who_else: str = ""
    introduced_by: str = ""
    promises: str = ""
    also_raised: str = ""


class PracticeConsent(ContentFile, frozen=True):
    """One person's answers; a scope in neither list was not asked. Publish scopes name a channel: `publish_clip:report`."""

    participant: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    method: str
    route: str = ""
    adult_relation: str = ""
    child_assent: str = "not asked"
    attribution: str = ""
    language: str = "en"
    review_by: str = ""


class PracticeLayer(ContentFile, frozen=True):
    """One version of the words; `made_from` is the place of another layer in the list."""

    kind: str
    language: str
    text: str
    made_from: int | None = None


class PracticeMedium(ContentFile, frozen=True):
    """A recording, video or photo. Sound is made from `seed` when it is wanted; nothing of it is in the repository."""

    kind: str
    origin: str
    seed: int
    position: int
    seconds: int = 0
    gap_before_seconds: int = 0
    placeholder_bytes: int = 0
    caption: str = ""
    file_note: str = ""
    locked: str = ""
    shows: tuple[str, ...] = ()


class PracticeNote(ContentFile, frozen=True):
    """A note or marked moment at a second."""

    at: int
    text: str
    marked: bool = False


class PracticeDecision(ContentFile, frozen=True):
    """What a coordinator decided on a tag."""

    decision: str
    by: str
    to: str = ""
    reason: str = ""


class PracticeTag(ContentFile, frozen=True):
    """A tag the researcher saw in a passage."""

    tag: str
    sure: str
    reason: str = ""
    words: str = ""
    decision: PracticeDecision | None = None


class PracticePassage(ContentFile, frozen=True, rename={"from_s": "from", "to_s": "to"}):
    """A passage: the quote stands exactly once in its layer; offsets are found on loading."""

    quote: str
    tags: tuple[PracticeTag, ...]
    layer: int = 0
    from_s: int | None = None
    to_s: int | None = None
    moved_me: bool = False
    note: str = ""


class PracticeComment(ContentFile, frozen=True):
    """A question, note or thanks; `passage` is its place in the story's list."""

    kind: str
    by: str
    text: str
    passage: int | None = None


class PracticeRecord(ContentFile, frozen=True):
    """One invented story, interview or observation with everything that hangs from it; `tests` says what it is there to test."""

    no: int
    kind: str
    title: str
    language: str
    researcher: str
    told_at: str
    tests: str
    encounter: PracticeMeeting
    participants: tuple[str, ...]
    consents: tuple[PracticeConsent, ...]
    layers: tuple[PracticeLayer, ...]
    passages: tuple[PracticePassage, ...]
    details: dict[str, Any] = msgspec.field(default_factory=dict)
    media: tuple[PracticeMedium, ...] = ()
    notes: tuple[PracticeNote, ...] = ()
    comments: tuple[PracticeComment, ...] = ()
    level: str = ""
    direction: str = ""
    how_told: str = ""
    sensitivity: str = "normal"
    about_places: tuple[str, ...] = ()
    checked_back: str = "not yet"
    checked_back_note: str = ""
    prompt_set: str = ""
    pair: str = ""
    pair_side: str = ""
    group_note: str = ""
    released_by: str = ""

    @property
    def sound_seconds(self) -> int:
        """Seconds of sound and video without the gaps between the parts."""
        return sum(m.seconds for m in self.media)

    def words(self) -> tuple[PracticeLayer, ...]:
        """The layers; an observation's verbatim layer is what was seen, heard and wondered, one under the other."""
        if self.layers:
            return self.layers
        parts = [str(self.details.get(k, "")) for k in ("saw", "heard", "wondered")]
        return (PracticeLayer("verbatim", self.language, "\n\n".join(p for p in parts if p)),)


class PracticeDeclined(ContentFile, frozen=True):
    """A meeting where the person said no: day, kind of spot and route, and nothing else."""

    no: int
    at: str
    setting: str
    route: str
    tests: str


class PracticeHello(PracticeMeeting, frozen=True):
    """A meeting that led to no story."""

    researcher: str = ""
    at: str = ""
    participants: tuple[str, ...] = ()
    tests: str = ""
    consents: tuple[PracticeConsent, ...] = ()


class PracticeFile(ContentFile, frozen=True):
    """records.json, and waiting.json."""

    note: str
    participants: tuple[PracticePerson, ...]
    records: tuple[PracticeRecord, ...]
    declined: tuple[PracticeDeclined, ...]
    meetings: tuple[PracticeHello, ...]


class BlindUnit(ContentFile, frozen=True):
    """One passage of a blind sample: whether coders a and b put the tag on it, and why where they differ."""

    record: int
    passage: int
    a: bool
    b: bool
    a_reason: str = ""
    b_reason: str = ""


class BlindSample(ContentFile, frozen=True):
    """A blind-coded sample of one tag with the figures it must give (domain/6-methods.md 6.3)."""

    tag: str
    coders: tuple[str, ...]
    expected: dict[str, int | str]
    units: tuple[BlindUnit, ...]


class Leak(ContentFile, frozen=True):
    """A name left in the words on purpose, for practising masking."""

    record: int
    layer: int
    quote: str


class SafeContact(ContentFile, frozen=True):
    """What the identity store would hold of an invented person."""

    record: int
    participant: int
    name: str
    phone: str
    safe_to_contact: str


class PracticeExtras(ContentFile, frozen=True):
    """extras.json: what later screens practise on; lists of plain objects where no service reads them yet."""

    blind_samples: tuple[BlindSample, ...]
    moments: tuple[dict[str, Any], ...]
    changes: tuple[dict[str, Any], ...]
    conflicts: tuple[dict[str, Any], ...]
    withdrawal: dict[str, Any]
    lapsed: dict[str, Any]
    tag_changes: tuple[dict[str, Any], ...]
    same_person: tuple[dict[str, Any], ...]
    leaks: tuple[Leak, ...]
    contact_cards: tuple[SafeContact, ...]
    bundles: dict[str, dict[str, Any]]
