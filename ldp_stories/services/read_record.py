"""Read one record with everything that hangs from it, as far as this person may read it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ldp_stories.domain.comments import Comment
from ldp_stories.domain.consent import Consent
from ldp_stories.domain.encounters import Encounter
from ldp_stories.domain.media import Media
from ldp_stories.domain.passages import Passage
from ldp_stories.domain.people import Participant
from ldp_stories.domain.places import Place
from ldp_stories.domain.records import PROTECTED_LAYERS, Layer, LayerKind, Record, Sensitivity
from ldp_stories.domain.review import Reading
from ldp_stories.errors import UserError
from ldp_stories.services.conversation import NoteRow
from ldp_stories.services.desk_talk import note_row
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.masks_together import as_read
from ldp_stories.services.permission import consents_of
from ldp_stories.services.story import Reads
from ldp_stories.store import (
    comments,
    encounters,
    layers,
    ledger,
    media,
    notes,
    passages,
    people,
    places,
    records,
    review,
)

TITLE_WORDS = 8


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record with everything that hangs from it, as far as this person may read it.

    `hidden_layers` counts layers kept back (an evaluator without clearance). `needs_placing` are passages whose words have changed.
    Masked copies that a newer one has replaced are left out, and so are the passages on them.
    `date_unsure`: the laptop's clock was behind when it was told. `asked` are the questions that were ticked as asked, `skipped` the others of
    the set that was used.
    """

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
    needs_placing: frozenset[str] = field(default_factory=frozenset)
    getting_ready: frozenset[str] = field(default_factory=frozenset)
    date_unsure: bool = False
    asked: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def words(self) -> Layer | None:
        """The layer to read first: their own words where they may be read, else the masked or reading copy."""
        order = (
            LayerKind.VERBATIM,
            LayerKind.TRANSCRIPT,
            LayerKind.MASKED,
            LayerKind.READING,
            LayerKind.TRANSLATION,
        )
        return min(self.layers, key=lambda one: (bool(one.machine), order.index(one.kind)), default=None)

    @property
    def sound_ms(self) -> int:
        """Milliseconds of the joined take with its gaps."""
        return sum(m.duration_ms + m.gap_before_ms for m in self.media if m.kind == "audio")


def open_record(home: Home, id: str, *, closed: bool = False) -> RecordView:
    """One record. UserError NO_SUCH_STORY when it is not here or was taken back, STORY_CLOSED when it is closed to this person,
    STORY_LET_GO when its words went from here because it may not be shared now.

    `closed`: look into it all the same, because its teller takes it back.
    """
    with home.main.read() as con:
        record = records.record(con, id)
        if record is None or record.erased or record.hidden:
            raise UserError("NO_SUCH_STORY")
        if not record.encounter and record.began_by not in home.own_devices() and ledger.is_withheld(con, id):
            raise UserError("STORY_LET_GO")
        if not closed and closed_to(home, record):
            raise UserError("STORY_CLOSED")
        return _view(home, con, record)


def _view(home: Home, con: Connection, record: Record) -> RecordView:
    written = layers.of_record(con, record.id)
    every, stand = as_read(con, record.id, written, passages.of_record(con, record.id))
    may = may_read_protected(home)(record)
    kept = every if may else tuple(one for one in every if one.kind not in PROTECTED_LAYERS)
    readable = {one.id for one in kept}
    marked = tuple(p for p in stand if p.text is None or p.text.layer in readable)
    meeting = encounters.encounter(con, record.encounter) if record.encounter else None
    found = media.of_record(con, record.id)
    return RecordView(
        record=record,
        title=shown_title(record.title, kept),
        layers=kept,
        media=found,
        passages=marked,
        readings=review.readings(con, record.id),
        comments=comments.of_record(con, record.id),
        notes=tuple(note_row(n) for n in notes.of_record(con, record.id)),
        consents=consents_of(con, record),
        participants=tuple(p for i in record.participants if (p := people.participant(con, i)) is not None),
        encounter=meeting,
        place=places.place(con, meeting.place) if meeting and meeting.place else None,
        researcher=home.shown_member(con, meeting.researcher) if meeting else "",
        date_unsure=meeting is not None and encounters.fields(con, meeting.id).get("clock") == "behind",
        hidden_layers=len(every) - len(kept),
        needs_placing=frozenset(p.id for p in marked if _moved(p, kept)),
        getting_ready=frozenset(m.id for m in found if m.kind == "audio" and unmade(con, m)),
        **_questions(con, record.id),
    )


def _questions(con: Connection, record: str) -> dict[str, tuple[str, ...]]:
    facts = records.fields(con, record)
    names = (("asked", "prompts_asked"), ("skipped", "prompts_skipped"))
    found = {name: facts.get(field) for name, field in names}
    return {name: tuple(map(str, said)) if isinstance(said, list) else () for name, said in found.items()}


def closed_to(home: Home, record: Record) -> bool:
    """Whether a story is closed and this person may not look into it: nobody may but whoever wrote it down, until a coordinator opens it."""
    return record.sensitivity is Sensitivity.CLOSED and record.began_by not in home.own_devices()


def may_read_protected(home: Home) -> Reads:
    """Whether this person may read a story's words that were not masked: all but evaluators without clearance, who may in their own."""
    every = home.reads_protected()
    return lambda record: every or home.reads_protected(record.began_by)


def unmade(con: Connection, medium: Media) -> bool:
    """Whether a recorded part is here and has no master yet (it is being made ready)."""
    return medium.master is None and any(not sha for _, sha, _ in media.items_of(con, medium.id))


def shown_title(title: str, words: Iterable[Layer]) -> str:
    """The given title, or the first words when it was left blank; what a machine guessed is never anybody's first words."""
    if title:
        return title
    text = next((one.text for one in words if one.text.strip() and not one.machine), "")
    first = text.split()
    return " ".join(first[:TITLE_WORDS]) + (" …" if len(first) > TITLE_WORDS else "")


def _moved(passage: Passage, words: Iterable[Layer]) -> bool:
    """Whether the words under a passage are no longer the ones that were marked."""
    at = passage.text
    if at is None:
        return False
    text = next((one.text for one in words if one.id == at.layer), "")
    return text[at.start : at.end] != at.quote
