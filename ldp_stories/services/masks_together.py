"""What two people hid apart is read as one copy in which all of it is hidden: on every screen and in everything that is made of a story.

Nothing is written here (`join_masked` does that), so nothing that one of them hid is shown by the copy of the other, whoever reads it and when.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ldp_stories.domain.masking import (
    carry_points,
    edits_between,
    join_masks,
    masked_apart,
    standing,
    standing_passages,
)
from ldp_stories.domain.passages import Passage, anchor
from ldp_stories.domain.records import Layer
from ldp_stories.domain.revisions import parse_body
from ldp_stories.services.carry_passages import base_of, span_of
from ldp_stories.services.home import Connection
from ldp_stories.store import ledger, unread


@dataclass(frozen=True, slots=True)
class Together:
    """The copies made apart, the one whose place the joined one takes, and the joined one (under the same id); what has no sure place."""

    apart: tuple[Layer, ...]
    first: Layer
    joined: Layer
    lost: tuple[str, ...]


def put_together(con: Connection, record: str, written: Iterable[Layer]) -> Together | None:
    """The copies of a story that two people made apart as one; None when there is one at most."""
    apart = masked_apart(written)
    if not apart:
        return None
    first = _first(con, record, apart)
    olds = {x.id: _words_of(con, x) for x in apart}
    text, lost = join_masks(olds[first.id], [(olds[x.id], x.text) for x in apart])
    sync = carry_points(first.sync, edits_between(first.text, text))
    return Together(apart, first, replace(first, text=text, sync=sync), lost)


def as_read(
    con: Connection, record: str, written: Sequence[Layer], marked: Sequence[Passage]
) -> tuple[tuple[Layer, ...], tuple[Passage, ...]]:
    """The layers and passages of a story that stand, with copies made apart put together."""
    found = put_together(con, record, written)
    if found is None:
        return standing(written), standing_passages(marked, written)
    away = {x.id for x in found.apart}
    layers = tuple(
        found.joined if x.id == found.first.id else x
        for x in standing(written)
        if x.id not in away or x.id == found.first.id
    )
    other = [p for p in marked if p.text is None or p.text.layer not in away]
    here = standing_passages([*other, *_moved(found, marked)], layers)
    return layers, here


def _moved(found: Together, marked: Sequence[Passage]) -> list[Passage]:
    """The passages on copies made apart as they stand on the joined one; those without a sure place there are left out."""
    moved = []
    for layer in found.apart:
        edits = edits_between(layer.text, found.joined.text)
        for passage in marked:
            if passage.text is not None and passage.text.layer == layer.id:
                span = span_of(passage, layer, found.joined, edits)
                if span is not None:
                    moved.append(replace(passage, text=anchor(found.joined.id, found.joined.text, *span)))
    return moved


def _first(con: Connection, record: str, apart: Sequence[Layer]) -> Layer:
    """The copy that was released where one was, else the one that is read first."""
    found = unread.manifests(con, [record]).get(record)
    for layer in apart:
        lines = {r.id for r in ledger.revisions(con, ents=[layer.id])}
        if found is not None and lines & found.open:
            return layer
    return apart[0]


def _words_of(con: Connection, layer: Layer) -> str | None:
    """The words a masked copy was made from; None when they are not known here."""
    base = base_of(con, layer.id)
    line = next(iter(ledger.revisions(con, [base])), None) if base else None
    if line is None or line.body is None:
        return None
    return str(parse_body(line.body).sets.get("text") or "")
