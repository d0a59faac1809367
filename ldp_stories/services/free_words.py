"""Free words: everything people wrote in a story and about it (titles, notes, reasons, comments, promises ...), for masking and for looking."""

from collections.abc import Mapping
from dataclasses import dataclass

from ldp_stories.domain.free_text import PLAIN, standing_words, writers
from ldp_stories.domain.records import LayerKind
from ldp_stories.domain.revisions import Revision, view_entity
from ldp_stories.services.home import Connection
from ldp_stories.store import ledger, records, unread
from ldp_stories.store.belonging import things_of

_ORDER = ("record", "encounter", "participant", "note", "suggestion", "decision", "comment")
_QUOTED = frozenset({"quote", "before", "after"})
"""What a passage only repeats of a layer."""


@dataclass(frozen=True, slots=True)
class FreeWords:
    """One thing of a story with its texts by field, and the line that wrote each."""

    kind: str
    ent: str
    texts: Mapping[str, str]
    lines: Mapping[str, str]


def free_words(con: Connection, record: str, *, layers: bool = False) -> tuple[FreeWords, ...]:
    """Everything written beside the layers of a story (with `layers` the words as they were said too, first), in a steady order.

    The name that goes beside somebody's words with their yes (a consent's) is not among it.
    """
    found = records.record(con, record)
    around = unread.consents_at(con, found.encounter) if found is not None else frozenset()
    by_thing: dict[str, list[Revision]] = {}
    for line in ledger.revisions(con, ents=sorted(things_of(con, record) - around)):
        if line.kind in PLAIN:
            by_thing.setdefault(line.ent, []).append(line)
    made = [_one(lines, layers) for lines in by_thing.values()]
    return tuple(sorted((x for x in made if x.texts), key=_place))


def _one(lines: list[Revision], layers: bool) -> FreeWords:
    view = view_entity(lines)
    texts: dict[str, str] = {}
    wanted = _is_wanted(view.kind, view.get("kind"), layers) and not view.hidden
    for name, value in standing_words(view).items() if wanted else ():
        if isinstance(value, str) and not (view.kind == "passage" and name in _QUOTED):
            texts[name] = value
    return FreeWords(view.kind, view.ent, _sorted(texts), {n: min(writers(view, [n])) for n in texts})


_FIELDS = ("title", "note", "before", "happened", "after", "important", "why_matters", "saw", "heard")


def _sorted(texts: dict[str, str]) -> dict[str, str]:
    """Title and note first, then the fields as they stand on the screen."""
    return dict(sorted(texts.items(), key=lambda x: _FIELDS.index(x[0]) if x[0] in _FIELDS else len(_FIELDS)))


def _is_wanted(kind: str, layer: object, layers: bool) -> bool:
    if kind == "layer":
        return layers and layer in (
            LayerKind.VERBATIM,
            LayerKind.TRANSCRIPT,
            LayerKind.READING,
            LayerKind.TRANSLATION,
        )
    return kind != "consent"


def _place(one: FreeWords) -> tuple[int, str]:
    return (
        -1 if one.kind == "layer" else _ORDER.index(one.kind) if one.kind in _ORDER else len(_ORDER),
        one.ent,
    )
