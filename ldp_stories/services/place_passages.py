"""Place passages: where each stands on a layer, which need placing on the masked copy, and placing one by hand."""

from dataclasses import dataclass

from ldp_stories.domain.passages import Passage
from ldp_stories.domain.records import PROTECTED_LAYERS, LayerKind
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.carry_passages import put_copy
from ldp_stories.services.home import Home
from ldp_stories.services.story import Story, need, read_story
from ldp_stories.store import passages


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


def place_passage(home: Home, passage: str, start: int, end: int) -> str:
    """Place a passage on the masked copy by hand; returns the id of its masked twin.

    Raises UserError NO_SUCH_PASSAGE when it, or the masked copy, is not here; ValueError for a span outside the text.
    """
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        found: Passage | None = passages.passage(con, passage)
        if found is None:
            raise UserError("NO_SUCH_PASSAGE")
        story = read_story(con, found.record)
        if story.masked is None:
            raise UserError("NO_SUCH_PASSAGE")
        twin = story.copy_of(found.copy_of or found.id)
        made = put_copy(home, con, found, story.masked, (start, end), subj=story.record.participants)
        if twin is not None and twin.text is not None:
            home.hide(con, "passage", twin.id, story.record.participants)
    if made is None:
        raise UserError("NO_SUCH_PASSAGE")
    return made


def is_masked(story: Story, passage: Passage) -> bool:
    """Whether a passage may be read without clearance: it stands on a layer that is not the words as they were said, or is sound alone."""
    if passage.text is None:
        return True
    kinds = {x.id: x.kind for x in story.layers}
    return kinds.get(passage.text.layer, LayerKind.VERBATIM) not in PROTECTED_LAYERS
