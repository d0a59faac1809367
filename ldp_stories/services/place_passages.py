"""Place passages: where each stands on a layer, which need placing on the masked copy, and placing one by hand."""

from dataclasses import dataclass, replace

from ldp_stories.domain.free_text import masked
from ldp_stories.domain.masking import masked_apart
from ldp_stories.domain.passages import Passage, place_again
from ldp_stories.domain.records import PROTECTED_LAYERS, LayerKind
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.carry_passages import put_copy
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.release_words import read_again_masked
from ldp_stories.services.story import Story, need, read_story
from ldp_stories.store import layers, maskings, passages


@dataclass(frozen=True, slots=True)
class Placed:
    """A passage as it stands on a layer: `start` and `end` in code points; `copy` its twin there (None: the passage itself)."""

    passage: str
    copy: str | None
    start: int
    end: int


def placed(home: Home, record: str, layer: str) -> tuple[Placed, ...]:
    """Where the record's passages stand on a layer, in its order."""
    with home.main.read() as con:
        story = read_story(con, record)
    found = []
    for passage in story.passages:
        if passage.text is not None and passage.text.layer == layer:
            copy = passage.id if passage.copy_of else None
            found.append(Placed(passage.copy_of or passage.id, copy, passage.text.start, passage.text.end))
    return tuple(sorted(found, key=lambda p: (p.start, p.end, p.passage)))


def needs_placing(home: Home, record: str) -> tuple[str, ...]:
    """Passages (their original ids) whose words have no place on the masked copy; empty while there is no masked copy."""
    with home.main.read() as con:
        story = read_story(con, record)
    return unplaced(story)


def unplaced(story: Story) -> tuple[str, ...]:
    """The same for a story that has been read; each original once, also when only its copy is known here."""
    if story.masked is None:
        return ()
    protected = {x.id for x in story.layers if x.kind in PROTECTED_LAYERS}
    wanted = {p.id for p in story.originals if p.text is not None and p.text.layer in protected}
    there = {p.copy_of for p in story.passages if p.text is not None and p.text.layer == story.masked.id}
    return tuple(p.id for p in story.originals if p.id in wanted - there)


def to_place(home: Home, record: str) -> tuple[str, ...]:
    """Passages that a person has to place by hand: no place on the masked copy, and no release will find them one by itself."""
    with home.main.read() as con:
        story = read_story(con, record)
    if story.masked is None or story.record.released:
        return unplaced(story)
    by_id, text = {p.id: p for p in story.originals}, story.masked.text
    return tuple(i for i in unplaced(story) if story.copy_of(i) or not _stands_in(by_id[i], text))


def _stands_in(passage: Passage, text: str) -> bool:
    return passage.text is not None and place_again(passage.text, text) is not None


def place_passage(home: Home, passage: str, start: int, end: int, *, layer: str = "") -> str:
    """Place a passage on the masked copy by hand; returns the id of its masked twin. In a released story it goes on with the next sending.

    `layer`: where the words were chosen. UserError NOT_IN_MASKED_COPY when that is another one (a newer copy was made meanwhile),
    MASKED_APART when words were hidden apart (`join_masked` first), NO_SUCH_PASSAGE when the passage, or the masked copy, is not here;
    ValueError for a span outside the text.
    """
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        found: Passage | None = passages.passage(con, passage)
        if found is None:
            raise UserError("NO_SUCH_PASSAGE")
        story = read_story(con, found.record)
        if story.masked is None:
            raise UserError("NO_SUCH_PASSAGE")
        if masked_apart(layers.of_record(con, story.record.id)):
            raise UserError("MASKED_APART")
        if layer and layer != story.masked.id:
            raise UserError("NOT_IN_MASKED_COPY")
        twin = story.copy_of(found.copy_of or found.id)
        moving = replace(found, note=_masked_note(con, found))
        made = put_copy(home, con, moving, story.masked, (start, end), subj=story.record.participants)
        if twin is not None and twin.text is not None:
            home.hide(con, "passage", twin.id, story.record.participants)
        if made is None:
            raise UserError("NO_SUCH_PASSAGE")
        if story.record.released:
            read_again_masked(home, con, found.record, {made: found.id})
    return made


def place_on_words(home: Home, passage: str, words: str) -> str:
    """The same, on words that stand exactly once in the masked copy. UserError WORDS_NOT_ONCE when they do not."""
    with home.main.read() as con:
        found = passages.passage(con, passage)
        copy = read_story(con, found.record).masked if found is not None else None
    if copy is None:
        raise UserError("NO_SUCH_PASSAGE")
    start = copy.text.find(words)
    if not words or start < 0 or copy.text.find(words, start + 1) >= 0:
        raise UserError("WORDS_NOT_ONCE")
    return place_passage(home, passage, start, start + len(words), layer=copy.id)


def take_off(home: Home, twin: str) -> None:
    """Take a masked twin that `place_passage` made away again; the passage needs placing then. UserError NO_SUCH_PASSAGE.

    It goes to evaluators no more; one that was sent already stays with them.
    """
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        found = passages.passage(con, twin)
        if found is None or found.copy_of is None or found.text is None:
            raise UserError("NO_SUCH_PASSAGE")
        home.hide(con, "passage", twin, read_story(con, found.record).record.participants)


def _masked_note(con: Connection, passage: Passage) -> str:
    """The note with everything that is masked in the story, as it may stand on the masked copy."""
    pairs = maskings.pairs(con, maskings.same_meeting(con, passage.record))
    return str(masked("passage", "note", passage.note, pairs))


def is_masked(story: Story, passage: Passage) -> bool:
    """Whether a passage may be read without clearance: it stands on a layer that is not the words as they were said, or is sound alone."""
    if passage.text is None:
        return True
    kinds = {x.id: x.kind for x in story.layers}
    return kinds.get(passage.text.layer, LayerKind.VERBATIM) not in PROTECTED_LAYERS
