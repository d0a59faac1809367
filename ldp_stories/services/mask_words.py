"""Mask words that could name somebody: every copy in a story at once, in a new masked copy; the verbatim words stay underneath (US-C6).

Each masking makes a new layer made from the one before, never a new revision of its text: revisions travel whole, and a name must not
travel in an old one. Passages are carried over exactly, or flagged as "needs placing"; they are never shifted onto other words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ldp_stories.domain.masking import Edit, copies, edits_between, replace_copies
from ldp_stories.domain.passages import Passage
from ldp_stories.domain.records import PROTECTED_LAYERS, Layer, LayerKind, Record
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused
from ldp_stories.services.carry_passages import Pair, carry_passages, put_layer
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.story import Story, need, read_story
from ldp_stories.store import encounters, layers, passages


@dataclass(frozen=True, slots=True)
class Masked:
    """What a masking did: copies replaced, the new masked layer (None when there were none), passages that need placing by hand,

    and where else the words still stand (`also_in`: "title", "note", "promises", "also_raised"), for a person to look at.
    """

    copies: int
    layer: str | None
    needs_placing: tuple[str, ...] = ()
    also_in: tuple[str, ...] = ()


def count_copies(home: Home, record: str, find: str) -> int:
    """How many copies of the words the story holds that a masking would replace (whatever the case; whole words only)."""
    with home.main.read() as con:
        story = read_story(con, record)
    return sum(len(copies(layer.text, find)) for layer in _to_mask(story))


def mask(home: Home, record: str, find: str, replace: str) -> Masked:
    """Replace all copies of `find` in the story's masked, reading and translated copies, making the masked copy when there is none.

    Coordinators only. Empty words are refused (MASK_EMPTY).
    """
    need(home, Role.COORDINATOR)
    if not find.split() or not replace.strip():
        raise Refused("MASK_EMPTY")
    done = 0
    made: str | None = None
    lost: tuple[str, ...] = ()
    with home.main.write() as con:
        story = read_story(con, record)
        for layer in _to_mask(story):
            text, edits = replace_copies(layer.text, find, replace)
            if not edits:
                continue
            done += len(edits)
            new, needs = _next_layer(home, con, story.record, layer, text, edits, (find, replace))
            if new.kind is LayerKind.MASKED:
                made, lost = new.id, needs
        elsewhere = _also_in(con, story.record, find)
    return Masked(done, made, lost, elsewhere)


def undo_mask(home: Home, record: str) -> bool:
    """Go back to the masked copy before the last one (as a new copy); False when there is none.

    A released story is refused (RELEASED_ALREADY): what evaluators have they have, masking can only go on.
    """
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        story = read_story(con, record)
        if story.record.released:
            raise Refused("RELEASED_ALREADY")
        now = story.masked
        before = None if now is None or now.made_from is None else layers.layer(con, now.made_from)
        if now is None or before is None:
            return False
        new = put_layer(home, con, story.record, replace(now, text=before.text, made_from=now.id))
        moving = [
            p
            for p in passages.of_layer(con, before.id)
            if before.kind is LayerKind.MASKED or p.copy_of is None
        ]
        carry_passages(home, con, moving, before, new, edits=(), subj=story.record.participants)
    return True


def make_layer(home: Home, record: str, kind: LayerKind, text: str, *, language: str = "") -> str:
    """Write a masked, reading or translated copy by hand; passages found again exactly are carried over. Returns the layer id."""
    if kind in PROTECTED_LAYERS:
        raise ValueError("words as they were said are written by the researcher")
    with home.main.write() as con:
        story = read_story(con, record)
        wanted = language or (story.words.language if story.words else story.record.language)
        same = next((x for x in story.layers if x.kind is kind and x.language == wanted), None)
        source = same or story.words
        new = put_layer(
            home, con, story.record, Layer("", record, kind, wanted, text, source.id if source else None)
        )
        if source is not None and (kind is LayerKind.MASKED or same is not None):
            edits = edits_between(source.text, text) if kind is LayerKind.MASKED else None
            carry_passages(
                home, con, _on(story, source), source, new, edits=edits, subj=story.record.participants
            )
    return new.id


def _to_mask(story: Story) -> tuple[Layer, ...]:
    """The layers a masking goes through: the masked copy or else the words, and every reading and translated copy."""
    first = story.masked or story.words
    made = (LayerKind.READING, LayerKind.TRANSLATION)
    return (*((first,) if first else ()), *(x for x in story.layers if x.kind in made))


def _next_layer(
    home: Home, con: Connection, record: Record, old: Layer, text: str, edits: Sequence[Edit], pair: Pair
) -> tuple[Layer, tuple[str, ...]]:
    kind = LayerKind.MASKED if old.kind in PROTECTED_LAYERS else old.kind
    new = put_layer(home, con, record, replace(old, kind=kind, text=text, made_from=old.id))
    moving = [
        p for p in passages.of_layer(con, old.id) if old.kind not in PROTECTED_LAYERS or p.copy_of is None
    ]
    return new, carry_passages(home, con, moving, old, new, edits=edits, subj=record.participants, pair=pair)


def _on(story: Story, layer: Layer) -> tuple[Passage, ...]:
    return tuple(p for p in story.passages if p.text is not None and p.text.layer == layer.id)


def _also_in(con: Connection, record: Record, find: str) -> tuple[str, ...]:
    """Fields outside the layers where the words still stand; a person must change them, they are somebody's own words."""
    texts = [("title", record.title), ("note", record.note), *record.facts]
    more = encounters.fields(con, record.encounter) if record.encounter else {}
    texts += [(name, more[name]) for name in ("promises", "also_raised") if isinstance(more.get(name), str)]
    return tuple(name for name, text in texts if copies(text, find))
