"""Codings hold the words they stand on: they may be on an evaluator's laptop only as long as those words may, and one's own are carried over.

A passage waits until a coordinator has read it; a coding does not, because it may say nothing that its copy of the words does not say. So a
line of a coding is open where its copy is open and says the same at that place, and shut everywhere else.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from ldp_stories.domain.masking import carry, edits_between
from ldp_stories.domain.passages import TextAnchor, anchor, place_again
from ldp_stories.domain.records import Layer
from ldp_stories.domain.revisions import Json, parse_body
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.story import the_record
from ldp_stories.store import analysis, layers, ledger

WORDS: Final = ("quote", "before", "after")
"""The fields of a passage or a coding that hold what somebody said."""


def shut_codings(
    con: Connection, ents: Collection[str], is_open: Callable[[str], bool] = lambda _: True
) -> frozenset[str]:
    """The lines of codings among some things that hold words which do not stand in a copy that is here.

    `is_open(layer id)`: whether that copy may be where the lines are going; without it, whatever is here is open.
    """
    codings = analysis.codings_among(con, ents)
    if not codings:
        return frozenset()
    texts: dict[str, str | None] = {}

    def text_of(layer: str) -> str | None:
        if layer not in texts:
            found = layers.layer(con, layer) if is_open(layer) else None
            texts[layer] = found.text if found is not None else None
        return texts[layer]

    lines = ledger.revisions(con, ents=codings)
    return frozenset(
        r.id for r in lines if r.body is not None and not _says_the_same(parse_body(r.body).sets, text_of)
    )


def _says_the_same(sets: Mapping[str, Json], text_of: Callable[[str], str | None]) -> bool:
    quote, before, after = (str(sets.get(name) or "") for name in WORDS)
    if not (quote or before or after):
        return True
    text, start, end = text_of(str(sets.get("layer") or "")), sets.get("start"), sets.get("end")
    if text is None or not isinstance(start, int) or not isinstance(end, int):
        return False
    return (
        0 <= start <= end and text[max(0, start - len(before)) : end + len(after)] == before + quote + after
    )


def carry_codings(
    home: Home, con: Connection, record: str, written: Sequence[Layer], new_of: Mapping[str, Layer | None]
) -> None:
    """One's own codings whose copy was replaced, or changed: carried over exactly, or left without a place, with tag and memo.

    `written` are the copies of the story with their words, also those that are about to go; `new_of` names what stands for those.
    """
    by_id = {x.id: x for x in written if x.text}
    for one in analysis.codings(con, records=[record], by=home.member):
        if one.text is None or one.text.layer not in by_id:
            continue
        old = by_id[one.text.layer]
        if one.text.layer not in new_of:
            there = place_again(one.text, old.text)
            if there == one.text:
                continue
            sets = span_fields(old.id, there)
        elif (new := new_of[one.text.layer]) is not None:
            sets = carried(one.text, old.text, new)
        else:
            continue
        view = ledger.entity(con, one.id)
        stands: dict[str, Json] = {n: view.get(n) for n in view.fields} if view is not None else {}
        home.put(con, "coding", one.id, sets=stands | sets, subj=the_record(con, record).participants)


def carried(at: TextAnchor, old: str, new: Layer) -> dict[str, Json]:
    """The fields of a span on the copy that stands for the old one; without a place where its ends were changed."""
    if old[at.start : at.end] != at.quote:
        return span_fields(new.id, place_again(at, new.text))
    span = carry(at.start, at.end, edits_between(old, new.text))
    return span_fields(new.id, anchor(new.id, new.text, *span) if span is not None else None)


def span_fields(layer: str, there: TextAnchor | None) -> dict[str, Json]:
    """The fields of a span on a copy; without a place none of its words."""
    sets: dict[str, Json] = {"layer": layer}
    sets |= {name: getattr(there, name) if there is not None else "" for name in WORDS}
    sets |= {name: getattr(there, name) if there is not None else None for name in ("start", "end")}
    return sets
