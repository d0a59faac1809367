"""Two people hid words of one story apart, each in a copy of their own: one copy in which all is hidden that either of them hid.

Nobody has to choose: what one of them found too much to show is not shown. Until it is done each copy still says what the other one hid, so it
is done before anything goes to evaluators (`join_all`), before the next words are hidden, and by a press in the review.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ldp_stories.domain.free_text import masked as hide
from ldp_stories.domain.masking import edits_between, masked_apart
from ldp_stories.domain.passages import Passage
from ldp_stories.domain.records import Layer
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.carry_passages import put_copy, put_layer, span_of
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.masks_together import put_together
from ldp_stories.services.place_passages import unplaced
from ldp_stories.services.release_words import read_again_masked
from ldp_stories.services.story import Story, need, read_story
from ldp_stories.store import layers, ledger, maskings, passages, unread

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Joined:
    """The new copy; passages that need placing by hand; what was hidden and has no sure place any more (all around it is hidden)."""

    layer: str
    needs_placing: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Who hid words of a story apart (names, each once), in how many copies."""

    names: tuple[str, ...]
    copies: int


def hidden_apart(home: Home, record: str) -> Apart | None:
    """Whether words of a story were hidden apart, and by whom."""
    with home.main.read() as con:
        found = masked_apart(layers.of_record(con, record))
        views = (ledger.entity(con, x.id) for x in found)
        names = [home.shown_member(con, str(v.get("by") or "")) for v in views if v is not None]
    return Apart(tuple(dict.fromkeys(n for n in names if n)), len(found)) if found else None


def join_masked(home: Home, record: str) -> Joined:
    """Make the one copy. Refused NOT_YOUR_ROLE; UserError NO_SUCH_STORY, ALREADY_SETTLED when there is one already."""
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        done = join(home, con, read_story(con, record))
    if done is None:
        raise UserError("ALREADY_SETTLED")
    return done


def join_all(home: Home, con: Connection) -> int:
    """The same in every released story, before a bundle for evaluators; how many there were."""
    found = [r for r in layers.masked_twice(con) if (m := unread.manifests(con, [r])) and m[r].read]
    return sum(1 for record in found if join(home, con, read_story(con, record)) is not None)


def join(home: Home, con: Connection, story: Story) -> Joined | None:
    """The same in the open transaction; None when there is nothing to join."""
    found = put_together(con, story.record.id, layers.of_record(con, story.record.id))
    if found is None:
        return None
    first = found.first.id
    others = tuple(x.id for x in found.apart if x.id != first)
    made = replace(found.joined, made_from=first, also_from=others)
    new = put_layer(home, con, story.record, made)
    twins = _carry(home, con, story, found.apart, new)
    if story.record.released:  # it shows nothing that the first does not show, so it is read where that was
        read_again_masked(home, con, story.record.id, {new.id: first, **twins})
    return Joined(new.id, unplaced(read_story(con, story.record.id)), found.lost)


def _carry(home: Home, con: Connection, story: Story, apart: Sequence[Layer], new: Layer) -> dict[str, str]:
    """Each passage once on the new copy: from the first copy on which it has a sure place, else without a place; from what each was made."""
    best: dict[str, tuple[Passage, Span | None]] = {}
    for layer in apart:
        edits = edits_between(layer.text, new.text)
        for passage in passages.of_layer(con, layer.id):
            span = span_of(passage, layer, new, edits)
            name = passage.copy_of or passage.id
            if name not in best or (best[name][1] is None and span is not None):
                best[name] = (passage, span)
    pairs = maskings.pairs(con, maskings.same_meeting(con, story.record.id))
    made: dict[str, str] = {}
    for passage, span in best.values():
        shown = replace(passage, note=str(hide("passage", "note", passage.note, pairs)))
        twin = put_copy(home, con, shown, new, span, subj=story.record.participants)
        made |= {twin: passage.id} if twin is not None else {}
    return made
