"""Lines that only take away or give back: a story closed or opened again, put away or shown again, taken back from the evaluators or not.

Whoever holds a story must hear of these although nothing else of it goes to them any more (CONTRACTS.md 3). Such a line sets one field and
says nothing else, so it brings no word of anybody's and no reason.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from ldp_stories.domain.revisions import Change, Json, Revision, parse_body, view_entity

HIDDEN: Final = "hidden"
SENSITIVITY: Final = "sensitivity"
RELEASED: Final = "released"
FIELDS: Final[Mapping[str, frozenset[str]]] = {
    "record": frozenset({HIDDEN, SENSITIVITY, RELEASED}),
    "layer": frozenset({HIDDEN}),
    "passage": frozenset({HIDDEN}),
    "media": frozenset({HIDDEN}),
}
"""The kinds of which there are such lines, and the fields they set."""
TAKES_AWAY: Final[Mapping[str, Json]] = {HIDDEN: True, SENSITIVITY: "closed", RELEASED: False}
"""The value of each field with which something is taken away."""


def said_alone(kind: str, change: Change) -> str:
    """The field that a line sets and beside which it says nothing, "" when it is no such line."""
    if len(change.sets) != 1 or change.adds or change.dels:
        return ""
    (name,) = change.sets
    return name if name in FIELDS.get(kind, ()) else ""


def is_notice(line: Revision) -> bool:
    """Whether a line says one of these alone."""
    return line.body is not None and bool(said_alone(line.kind, parse_body(line.body)))


def notices(lines: Sequence[Revision], fields: Collection[str]) -> tuple[str, ...]:
    """Of the lines of one thing, those by which some fields were taken away, and all later ones that changed them alone; in their order.

    What was said of a field before it was first taken away is no news to anybody who holds the thing.
    """
    said = {r.id: parse_body(r.body) for r in lines if r.body is not None}
    alone = {r.id: said_alone(r.kind, said[r.id]) for r in lines if r.id in said}
    found: set[str] = set()
    for field in fields:
        after = {i for i, name in alone.items() if name == field and said[i].sets[name] == TAKES_AWAY[name]}
        while more := {r.id for r in lines if r.id not in after and not after.isdisjoint(r.par)}:
            after |= more
        found |= {i for i in after if alone.get(i) == field}
    return tuple(r.id for r in lines if r.id in found)


def taken_from_evaluators(lines: Sequence[Revision]) -> bool:
    """Whether a coordinator released a record and took it back: not merely that nobody has released it yet, nor that nothing is known of it."""
    if not lines:
        return False
    view = view_entity(lines)
    if view.get(RELEASED) is not False:
        return False
    said = {c.rev for c in view.fields.get(RELEASED, ()) if c.value is False}
    return any(r.body is not None and said_alone(r.kind, parse_body(r.body)) for r in lines if r.id in said)


def needs_saying_again(lines: Sequence[Revision]) -> str:
    """The line by which a record stands closed, when it says something else as well, so that it cannot go alone; "" when there is none."""
    view = view_entity(lines)
    closing = {c.rev for c in view.fields.get(SENSITIVITY, ()) if c.value == TAKES_AWAY[SENSITIVITY]}
    known = [r for r in lines if r.id in closing and r.body is not None]
    mixed = [r.id for r in known if not said_alone(r.kind, parse_body(r.body or b"{}"))]
    return mixed[0] if len(mixed) == len(closing) and mixed else ""
