"""Masking: replace every copy of words that could name somebody, and carry passages over exactly or not at all (domain/2-users.md US-C6)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from ldp_stories.domain.passages import Passage
from ldp_stories.domain.records import PROTECTED_LAYERS, Layer, LayerKind
from ldp_stories.domain.spelling import places_of
from ldp_stories.domain.sync import SyncPoint

UNSURE = "[…]"
"""What stands where two copies differ and nobody can tell which of them hides something."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement: `text[start:end]` (code points of the old text) became `text`."""

    start: int
    end: int
    text: str


def copies(text: str, words: str) -> tuple[tuple[int, int], ...]:
    """The spans of every copy of `words`: whole words, whatever the case, the spaces between them and the way they were typed; () for blank words."""
    return places_of(text, words)


def replace_copies(text: str, words: str, replacement: str) -> tuple[str, tuple[Edit, ...]]:
    """The text with every copy of `words` replaced, and the edits made, in order."""
    edits = tuple(Edit(start, end, replacement) for start, end in copies(text, words))
    return apply(text, edits), edits


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text after `edits`, which are in order and do not overlap."""
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += (text[at : edit.start], edit.text)
        at = edit.end
    return "".join((*pieces, text[at:]))


def carry(start: int, end: int, edits: Sequence[Edit]) -> tuple[int, int] | None:
    """Where the span `start:end` of the old text is after `edits`; None when an edit crosses one of its ends (needs placing).

    What was put in right before it or right behind it is not part of it.
    """
    before = inside = 0
    for edit in edits:
        change = len(edit.text) - (edit.end - edit.start)
        if edit.end <= start:
            before += change
        elif edit.start >= end:
            continue
        elif edit.start >= start and edit.end <= end:
            inside += change
        elif edit.start < end:
            return None
    if end + inside <= start:
        return None
    return start + before, end + before + inside


def carry_points(points: Iterable[SyncPoint], edits: Sequence[Edit]) -> tuple[SyncPoint, ...]:
    """The points where words and sound meet, after `edits`; one inside replaced words goes to their beginning."""
    moved = []
    for point in points:
        change = sum(len(e.text) - (e.end - e.start) for e in edits if e.end <= point.position)
        inside = next((e.start for e in edits if e.start < point.position < e.end), point.position)
        moved.append(SyncPoint(inside + change, point.ms))
    return tuple({p.position: p for p in reversed(moved)}[at] for at in sorted({p.position for p in moved}))


def standing(layers: Iterable[Layer]) -> tuple[Layer, ...]:
    """The layers that stand: a made layer from which a newer one of the same kind and language was made is history, not for anybody else."""
    known = tuple(layers)
    replaced = {
        older.id
        for newer in known
        for older in known
        if (newer.made_from == older.id or older.id in newer.also_from)
        and newer.kind is older.kind
        and newer.language == older.language
        and newer.kind not in PROTECTED_LAYERS
    }
    return tuple(layer for layer in known if layer.id not in replaced)


def masked_layer(layers: Iterable[Layer]) -> Layer | None:
    """The masked layer that stands; of two made apart, the first by id, the same on every device."""
    return min((x for x in standing(layers) if x.kind is LayerKind.MASKED), key=lambda x: x.id, default=None)


def words_layer(layers: Iterable[Layer]) -> Layer | None:
    """The layer with the words as they were said: verbatim, else the transcript; never the words of a machine."""
    found = {
        x.kind: x
        for x in sorted(layers, key=lambda x: x.id, reverse=True)
        if x.kind in PROTECTED_LAYERS and not x.machine
    }
    return found.get(LayerKind.VERBATIM) or found.get(LayerKind.TRANSCRIPT)


def edits_between(old: str, new: str) -> tuple[Edit, ...]:
    """The edits that turn `old` into `new`, word by word: where masks stand in a masked copy whose making is not known any more."""
    before, after = _words(old), _words(new)
    found: list[Edit] = []
    at = 0
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        size = sum(map(len, before[i1:i2]))
        if what != "equal":
            found.append(Edit(at, at + size, "".join(after[j1:j2])))
        at += size
    return tuple(found)


def mask_again(old: str, new: str, masked: str) -> tuple[str, tuple[str, ...]]:
    """The masked copy of words that were changed: each mask of `masked` (made from `old`) where its words stand in `new` now.

    Where the words under a mask were changed too, everything changed there is hidden, and what was masked is told for a person to look at.
    """
    masks, changes = edits_between(old, masked), edits_between(old, new)
    edits: list[Edit] = []
    lost: list[str] = []
    for mask in masks:
        touched = any(c.start <= mask.end and c.end > mask.start for c in changes)
        span = carry(mask.start, mask.end, changes) if mask.start < mask.end and not touched else None
        if span is None or new[span[0] : span[1]] != old[mask.start : mask.end]:
            span = _around(mask, changes)
            lost.append(old[mask.start : mask.end])
        if edits and span[0] < edits[-1].end:
            edits[-1] = Edit(edits[-1].start, max(span[1], edits[-1].end), edits[-1].text)
        else:
            edits.append(Edit(*span, mask.text))
    hidden = {old[mask.start : mask.end].strip(): mask.text.strip() for mask in masks}
    return _hide_moved(apply(new, edits), masked, hidden), tuple(lost)


def _hide_moved(text: str, before: str, hidden: Mapping[str, str]) -> str:
    """Words that a masked copy hid everywhere are hidden wherever they stand now, the longest first."""
    for words, put in sorted(hidden.items(), key=lambda pair: (-len(pair[0]), pair)):
        if put and any(letter.isalnum() for letter in words) and not copies(before, words):
            text = replace_copies(text, words, put)[0]
    return text


def masked_apart(layers: Iterable[Layer]) -> tuple[Layer, ...]:
    """The masked copies that two people made apart (of one language, with different words), the one that is read first; () for one alone."""
    known = tuple(layers)
    first = masked_layer(known)
    if first is None:
        return ()
    rest = (
        x
        for x in standing(known)
        if x.kind is first.kind and x.language == first.language and x.id != first.id
    )
    found = (first, *sorted(rest, key=lambda x: x.id))
    return found if len({x.text for x in found}) > 1 else ()


def join_masks(words: str | None, made: Sequence[tuple[str | None, str]]) -> tuple[str, tuple[str, ...]]:
    """One masked copy of `words` in which all is hidden that any of some copies hides; `made` are (what a copy was made from, the copy).

    Also what has no sure place any more, as `mask_again`. The order of the copies makes no difference. Where it is not known what a copy was
    made from, nobody can tell what it hides: all in which it differs is hidden.
    """
    known = sorted((old, masked) for old, masked in made if old is not None and words is not None)
    edits: list[Edit] = []
    lost: list[str] = []
    hidden: dict[str, str] = {}
    for old, masked in known:
        again, gone = mask_again(old, words or "", masked)
        masks = edits_between(words or "", again)
        edits += masks
        lost += gone
        bare = ((m, (words or "")[m.start : m.end]) for m in masks)
        hidden |= {said.strip(): m.text.strip() for m, said in bare if not copies(again, said)}
    rest = sorted(masked for old, masked in made if old is None or words is None)
    text = _hide_moved(apply(words or "", _one_over_another(edits)), "", hidden) if known else rest.pop(0)
    for masked in rest:
        text = apply(text, [replace(e, text=UNSURE) for e in edits_between(text, masked) if e.start < e.end])
    return text, tuple(dict.fromkeys(lost))


def _one_over_another(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Edits made apart as one row of edits: what two of them cover is covered once, by the words of the wider one."""
    row: list[Edit] = []
    for edit in sorted(set(edits), key=lambda e: (e.start, -e.end, e.text)):
        last = row[-1] if row else None
        if last is None or edit.start >= last.end:
            row.append(edit)
        elif edit.end > last.end:
            row[-1] = Edit(last.start, edit.end, f"{last.text} {edit.text}")
    return tuple(row)


def _around(mask: Edit, changes: Sequence[Edit]) -> tuple[int, int]:
    """The span of the new text that holds a mask's place and every change that touches it."""
    start, end = mask.start, mask.end
    for change in changes:
        if change.start <= mask.end and change.end >= mask.start:
            start, end = min(start, change.start), max(end, change.end)
    before = sum(len(c.text) - (c.end - c.start) for c in changes if c.end <= start and c.start < start)
    inside = sum(len(c.text) - (c.end - c.start) for c in changes if c.start >= start and c.end <= end)
    return start + before, end + before + inside


def _words(text: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def standing_passages(passages: Iterable[Passage], layers: Iterable[Layer]) -> tuple[Passage, ...]:
    """The passages that stand: originals, and of all copies of one original the one on a standing layer (else one of its sound).

    A copy on a masked layer that has been replaced is history: it may hold words that were masked later.
    """
    known = tuple(passages)
    here = {layer.id for layer in standing(layers)}
    kept: dict[str, Passage] = {}
    for one in sorted((p for p in known if p.copy_of), key=lambda p: (p.text is None, p.id)):
        if one.text is None or one.text.layer in here:
            kept.setdefault(one.copy_of or "", one)
    chosen = {p.id for p in kept.values()}
    return tuple(p for p in known if p.copy_of is None or p.id in chosen)
