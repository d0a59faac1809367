"""Write a new masked or reading layer and carry passages onto it: new passages that name their original, exactly placed or flagged."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ldp_stories.domain.free_text import writers
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.masking import Edit, carry, replace_copies
from ldp_stories.domain.passages import Passage, TextAnchor, anchor, place_again
from ldp_stories.domain.records import Layer, Record, is_protected
from ldp_stories.domain.sync import written
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import ledger

Pair = tuple[str, str]
"""Words and what stands in their place, for the notes of passages."""


def carry_passages(
    home: Home,
    con: Connection,
    moving: Iterable[Passage],
    old: Layer,
    new: Layer,
    *,
    edits: Sequence[Edit] | None,
    subj: Sequence[str],
    pair: Pair | None = None,
) -> tuple[str, ...]:
    """Write a copy of each passage of `old` on `new`; returns the originals that need placing by hand.

    With `edits` (what turned the old text into the new one) places are exact; without, words are looked for (`place_again`).
    """
    lost = []
    for passage in moving:
        span = span_of(passage, old, new, edits)
        if passage.text is not None and span is None:
            lost.append(passage.copy_of or passage.id)
        put_copy(home, con, passage, new, span, subj=subj, pair=pair)
    return tuple(lost)


def span_of(passage: Passage, old: Layer, new: Layer, edits: Sequence[Edit] | None) -> tuple[int, int] | None:
    """Where a passage of `old` stands on `new`; None when it has no sure place there, or no text at all."""
    if passage.text is None:
        return None
    here: TextAnchor | None = passage.text
    if old.text[passage.text.start : passage.text.end] != passage.text.quote:
        here = place_again(passage.text, old.text)
    if here is None:
        return None
    if edits is not None:
        return carry(here.start, here.end, edits)
    there = place_again(here, new.text)
    return None if there is None else (there.start, there.end)


def put_copy(
    home: Home,
    con: Connection,
    passage: Passage,
    layer: Layer,
    span: tuple[int, int] | None,
    *,
    subj: Sequence[str],
    pair: Pair | None = None,
) -> str | None:
    """Write the copy of a passage at `span` of a layer, with the same sound; None (and nothing written) when it has neither."""
    if span is None and passage.sound is None:
        return None
    note = replace_copies(passage.note, *pair)[0] if pair else passage.note
    sets: dict[str, object] = {
        "record": passage.record,
        "layer": layer.id,
        "note": note,
        "moved_me": passage.moved_me,
        "quote_state": passage.quote_state.value,
        "copy_of": passage.copy_of or passage.id,
        "needs_placing": span is None and passage.text is not None,
    }
    if span is not None:
        text = anchor(layer.id, layer.text, *span)
        sets |= {
            "quote": text.quote,
            "before": text.before,
            "after": text.after,
            "start": text.start,
            "end": text.end,
        }
    if passage.sound is not None:
        sets |= {"media": passage.sound.media, "from_ms": passage.sound.from_ms, "to_ms": passage.sound.to_ms}
    ident = new_id()
    home.put(con, "passage", ident, sets=sets, subj=subj)
    return ident


def base_of(con: Connection, layer: str | None) -> str:
    """The line whose words a copy was made from in the end; of words as they were said their own line. "" when nobody knows."""
    view = ledger.entity(con, layer) if layer else None
    if view is None:
        return ""
    own = min(writers(view, ["text"]), default="") if is_protected(view.get("kind")) else ""
    return str(view.get("base") or own)


def put_layer(home: Home, con: Connection, record: Record, layer: Layer, *, base: str = "") -> Layer:
    """Write a new layer with a fresh id; `base` is the line with the words it stands for (found by itself when not given)."""
    new = replace(layer, id=new_id())
    sets: dict[str, object] = {
        "record": record.id,
        "kind": new.kind.value,
        "language": new.language,
        "text": new.text,
        "made_from": new.made_from,
        "by": home.member,
        "base": base or base_of(con, new.made_from),
    }
    if new.also_from:
        sets["also_from"] = list(new.also_from)
    if new.sync:
        sets["sync"] = written(new.sync)
    home.put(con, "layer", new.id, sets=sets, subj=record.participants)
    return new
