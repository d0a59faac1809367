"""Mask words that could name somebody: every copy in a story at once, in a new masked copy; the verbatim words stay underneath (US-C6).

Each masking makes a new layer made from the one before, never a new revision of its text: revisions travel whole, and a name must not
travel in an old one. Passages are carried over exactly, or flagged as "needs placing"; they are never shifted onto other words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.masking import (
    Edit,
    carry,
    carry_points,
    copies,
    edits_between,
    mask_again,
    replace_copies,
)
from ldp_stories.domain.passages import Passage
from ldp_stories.domain.records import PROTECTED_LAYERS, Layer, LayerKind, Record
from ldp_stories.domain.revisions import parse_body
from ldp_stories.domain.roles import Role
from ldp_stories.domain.sync import SyncPoint
from ldp_stories.errors import Refused
from ldp_stories.services.carry_passages import Pair, base_of, carry_passages, put_layer
from ldp_stories.services.free_words import free_words
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.join_masked import join
from ldp_stories.services.release_words import read_again_masked
from ldp_stories.services.story import Story, need, read_story
from ldp_stories.store import layers, ledger, maskings, passages


@dataclass(frozen=True, slots=True)
class Masked:
    """What a masking did: copies replaced in layers, the new masked layer (None when there were none), passages that need placing by hand,

    and in which other fields evaluators have the replacement too (`also_in`: "title", "note", "reason", "text" of a comment, ...).
    """

    copies: int
    layer: str | None
    needs_placing: tuple[str, ...] = ()
    also_in: tuple[str, ...] = ()


def count_copies(home: Home, record: str, find: str) -> int:
    """How many copies of the words the story holds that a masking would replace, in its layers and in everything people wrote about it."""
    with home.main.read() as con:
        story = read_story(con, record)
        beside = [words for x in free_words(con, record) for words in x.texts.values()]
    return sum(len(copies(text, find)) for text in [*(x.text for x in _to_mask(story)), *beside])


def mask(home: Home, record: str, find: str, replace: str) -> Masked:
    """Replace all copies of `find` in the story's masked, reading and translated copies, making the masked copy when there is none.

    Coordinators only. Empty words are refused (MASK_EMPTY).
    """
    need(home, Role.COORDINATOR)
    if not find.split() or not replace.strip():
        raise Refused("MASK_EMPTY")
    with home.main.write() as con:
        story = read_story(con, record)
        found = _where(con, story, find)
        if found is not None:
            sets = {"record": record, "put": replace, **found}
            home.put(con, "masking", new_id(), sets=sets, subj=story.record.participants)
        if join(home, con, story) is not None:  # two people hid words apart
            story = read_story(con, record)
        if not story.record.released:  # else what was changed since waits until it is read
            mask_anew(home, con, story)
        done = mask_layers(home, con, read_story(con, record), find, replace)
        elsewhere = _also_in(con, record, find)
        if story.record.released:
            read_again_masked(home, con, record, _made(story, read_story(con, record)))
    return Masked(done.copies, done.layer, done.needs_placing, elsewhere)


def mask_layers(home: Home, con: Connection, story: Story, find: str, replace: str) -> Masked:
    """The same for the copies of the story alone, in the open transaction."""
    done = 0
    made: str | None = None
    lost: tuple[str, ...] = ()
    for layer in _to_mask(story):
        text, edits = replace_copies(layer.text, find, replace)
        if not edits:
            continue
        done += len(edits)
        new, needs = _next_layer(home, con, story.record, layer, text, edits, (find, replace))
        if new.kind is LayerKind.MASKED:
            made, lost = new.id, needs
    return Masked(done, made, lost)


def mask_anew(home: Home, con: Connection, story: Story) -> tuple[str, ...]:
    """When the words were changed after they were masked: a new masked copy with every mask where its words stand now.

    Returns what was masked and has no sure place any more: the changed words there are hidden, and a person looks at them.
    """
    words, now = story.words, story.masked
    if words is None or now is None:
        return ()
    base, newest = base_of(con, now.id), base_of(con, words.id)
    line = next(iter(ledger.revisions(con, [base])), None) if base else None
    if line is None or line.body is None or base == newest:
        return ()
    old = str(parse_body(line.body).sets.get("text") or "")
    if old == words.text:
        return ()
    text, lost = mask_again(old, words.text, now.text)
    edits = edits_between(now.text, text)
    again = replace(now, text=text, made_from=now.id, sync=carry_points(now.sync, edits))
    new = put_layer(home, con, story.record, again, base=newest)
    for same, some in _by_sameness(con, now, text, edits):
        carry_passages(home, con, some, now, new, edits=same, subj=story.record.participants)
    return lost


def _by_sameness(
    con: Connection, now: Layer, text: str, edits: Sequence[Edit]
) -> tuple[tuple[Sequence[Edit], list[Passage]], ...]:
    """The passages whose words stand as they were after an edit of the words, and the others: those need placing."""
    same: list[Passage] = []
    changed: list[Passage] = []
    for passage in passages.of_layer(con, now.id):
        span = carry(passage.text.start, passage.text.end, edits) if passage.text else None
        kept = passage.text is None or (span is not None and text[slice(*span)] == passage.text.quote)
        (same if kept else changed).append(passage)
    return (edits, same), ((Edit(0, len(now.text), text),), changed)


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
        last = maskings.of_record(con, record)[-1:]
        for mask_id in last:
            home.hide(con, "masking", mask_id, story.record.participants)
        if now is None or before is None:
            return bool(last)
        new = put_layer(
            home, con, story.record, replace(now, text=before.text, made_from=now.id, sync=before.sync)
        )
        moving = [
            p
            for p in passages.of_layer(con, before.id)
            if before.kind is LayerKind.MASKED or p.copy_of is None
        ]
        carry_passages(home, con, moving, before, new, edits=(), subj=story.record.participants)
    return True


def make_layer(
    home: Home,
    record: str,
    kind: LayerKind,
    text: str,
    *,
    language: str = "",
    sync: tuple[SyncPoint, ...] = (),
) -> str:
    """Write a masked, reading or translated copy by hand; passages found again exactly are carried over. Returns the layer id."""
    if kind in PROTECTED_LAYERS:
        raise ValueError("words as they were said are written by the researcher")
    with home.main.write() as con:
        story = read_story(con, record)
        wanted = language or (story.words.language if story.words else story.record.language)
        same = next((x for x in story.layers if x.kind is kind and x.language == wanted), None)
        source = same or story.words
        new = put_layer(
            home,
            con,
            story.record,
            Layer("", record, kind, wanted, text, source.id if source else None, sync),
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
    new = put_layer(
        home,
        con,
        record,
        replace(old, kind=kind, text=text, made_from=old.id, sync=carry_points(old.sync, edits)),
    )
    moving = [
        p for p in passages.of_layer(con, old.id) if old.kind not in PROTECTED_LAYERS or p.copy_of is None
    ]
    return new, carry_passages(home, con, moving, old, new, edits=edits, subj=record.participants, pair=pair)


def _on(story: Story, layer: Layer) -> tuple[Passage, ...]:
    return tuple(p for p in story.passages if p.text is not None and p.text.layer == layer.id)


def _made(before: Story, now: Story) -> dict[str, str]:
    """What a masking made, by what it was made from: copies, and passages on them."""
    old = {p.copy_of: p.id for p in before.passages if p.copy_of}
    here = {x.id for x in before.layers} | {p.id for p in before.passages}
    made = {x.id: x.made_from for x in now.layers if x.id not in here and x.made_from}
    more = ((p.id, old.get(p.copy_of, p.copy_of)) for p in now.passages if p.copy_of and p.id not in here)
    return made | {ident: source for ident, source in more if source}


def _where(con: Connection, story: Story, find: str) -> dict[str, object] | None:
    """Where the words stand first, in what people said or wrote: the thing, the line and its field, and from where to where."""
    for thing in free_words(con, story.record.id, layers=True):
        for name, words in thing.texts.items():
            spans = copies(words, find)
            if spans:
                start, end = spans[0]
                return {
                    "of": thing.ent,
                    "line": thing.lines[name],
                    "field": name,
                    "start": start,
                    "end": end,
                }
    return None


def _also_in(con: Connection, record: str, find: str) -> tuple[str, ...]:
    """Fields beside the layers where the words stand, each name once: evaluators get the replacement there."""
    found = (name for x in free_words(con, record) for name, words in x.texts.items() if copies(words, find))
    return tuple(dict.fromkeys(found))
