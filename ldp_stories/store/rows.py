"""Between a view's JSON and typed columns: values of the wrong type (a newer or hostile author) become the harmless default."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Column, Connection, Integer, MetaData, Row, Table, Text

from ldp_stories.domain.free_text import SHARED
from ldp_stories.domain.passages import MediaAnchor, TextAnchor
from ldp_stories.domain.revisions import EntityView
from ldp_stories.store import tables

Choice = TypeVar("Choice", bound=Enum)
Values = dict[str, Any]
Upkeep = Callable[[Connection, Sequence[Values], bool], None]
"""What else a noun keeps up after its rows are written: the rows, and whether all of them are new."""


@dataclass(frozen=True, eq=False)
class Noun:
    """How one kind becomes rows: its table, the columns of a view, and what depends on it. Lower `rank` is written first."""

    kind: str
    table: Table
    columns: Callable[[EntityView], Values]
    rank: int = 5
    upkeep: Upkeep | None = None
    removed: Callable[[Connection, Sequence[str]], None] | None = None
    keeps_erased: bool = False
    about: str = ""
    """The column that says which record a row counts in the state of."""
    computed: Mapping[str, str] = field(default_factory=dict)
    """Columns whose value is a question of its own: SQL with one `?` for what `columns` gives."""


def noun_table(name: str, *columns: Any, metadata: MetaData = tables.nouns) -> Table:
    """A projection table: arrival number, id, who began it, hidden, erased, its own columns, and the other fields as JSON."""
    return Table(
        name,
        metadata,
        tables.arrival(),
        tables.words("id", unique=True),
        tables.words("began_by"),
        tables.number("hidden"),
        tables.number("erased"),
        *columns,
        tables.words("fields"),
    )


def opt(name: str, **options: Any) -> "Column[str | None]":
    """A text column that may be null."""
    return Column(name, Text, nullable=True, **options)


def opt_number(name: str, **options: Any) -> "Column[int | None]":
    """A whole-number column that may be null."""
    return Column(name, Integer, nullable=True, **options)


def text(view: EntityView, name: str) -> str:
    """A text field, "" when absent or not text; where somebody's words are not here, the masked ones that stand for them."""
    fields = view.fields
    said = fields.get(name)
    value = None
    if said is not None:  # most often by one line: asked a hundred thousand times in an import
        value = said[0].value if len(said) == 1 else view.get(name)
    if not value and SHARED + name in fields:
        value = view.get(SHARED + name)
    return value if isinstance(value, str) else ""


def text_or_none(view: EntityView, name: str) -> str | None:
    """A text field, None when absent, empty or not text."""
    return text(view, name) or None


def whole(view: EntityView, name: str, default: int = 0) -> int:
    """A whole-number field."""
    value = view.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53 else default


def whole_or_none(view: EntityView, name: str) -> int | None:
    """A whole-number field, None when absent or not a number."""
    value = view.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53 else None


def flag(view: EntityView, name: str) -> int:
    """A yes-or-no field as 1 or 0; only true is yes."""
    return int(view.get(name) is True)


def items(view: EntityView, name: str) -> list[str]:
    """A list of texts, whether it was written as one value or as an observed-remove set."""
    value = view.get(name)
    found = [v for v in value if isinstance(v, str)] if isinstance(value, list) else []
    return [*found, *sorted(e for e in view.elements(name) if e not in found)]


def packed(value: Any) -> str:
    """JSON for a column."""
    return msgspec.json.encode(value).decode()


def all_fields(view: EntityView, without: frozenset[str] = frozenset()) -> Values:
    """Every field's shown value and every set's elements, without those that have columns of their own.

    Masked words stand under the field's own name where its words are not here, and nowhere else.
    """
    values: Values = {}
    shared = []
    for name, said in view.fields.items():
        if name.startswith(SHARED):
            shared.append(name)
        elif name not in without:
            values[name] = said[0].value if len(said) == 1 else view.get(name)
    for name in shared:
        if (plain := name.removeprefix(SHARED)) not in without:
            values[plain] = values.get(plain) or view.get(name)
    if view.sets:
        values.update({n: dict(es) for n, es in view.sets.items() if n not in without and n not in values})
    return values


def rest(view: EntityView, *typed: str) -> str:
    """The JSON column `fields`: everything without a typed column."""
    return packed(all_fields(view, frozenset(typed)))


def label(view: EntityView, name: str) -> str:
    """The time label of the write that gave a field its value ("" when it has none)."""
    return next((c.at for c in view.fields.get(name, ())), "")


def pick(kind: type[Choice], value: object, default: Choice) -> Choice:
    """An enum member by its value (a text), `default` for anything unknown."""
    return _members(kind).get(value, default) if isinstance(value, str) else default


def pick_or_none(kind: type[Choice], value: object) -> Choice | None:
    """An enum member by its value (a text), None for anything unknown."""
    return _members(kind).get(value) if isinstance(value, str) else None


@cache
def _members(kind: type[Choice]) -> dict[str, Choice]:
    """Looked up here, a value is found several times as soon as by asking the enum."""
    return {member.value: member for member in kind}


def loaded(value: str) -> Values:
    """A `fields` column as a dict."""
    found = msgspec.json.decode(value)
    return found if isinstance(found, dict) else {}


def strings(value: object) -> tuple[str, ...]:
    """A JSON list of texts as a tuple; a set's elements count as a list; anything else is empty."""
    if isinstance(value, list | tuple):
        return tuple([v for v in value if isinstance(v, str)])
    return tuple(sorted(str(k) for k in value)) if isinstance(value, Mapping) else ()


def string(values: Mapping[str, Any], name: str, default: str = "") -> str:
    """A text in a `fields` dict."""
    value = values.get(name)
    return value if isinstance(value, str) else default


def listed(value: str) -> list[Any]:
    """A JSON list column."""
    found = msgspec.json.decode(value)
    return found if isinstance(found, list) else []


def anchors(row: Row[Any], fields: Values) -> tuple[TextAnchor | None, MediaAnchor | None]:
    """Where a passage or a coding is: its span of words and its span of sound, each None when it has none."""
    words = None
    if row.layer and row.start is not None and row.end is not None:
        quote, before, after = (string(fields, n) for n in ("quote", "before", "after"))
        words = TextAnchor(row.layer, row.start, row.end, quote, before, after)
    sound = None
    if row.media and row.from_ms is not None and row.to_ms is not None:
        sound = MediaAnchor(row.media, row.from_ms, row.to_ms)
    return words, sound
