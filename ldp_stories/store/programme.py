"""The programme in the store: its own facts, consent form, prompts, contacts and pick-lists, as the signed packs brought them."""

from typing import Any, Final

from sqlalchemy import Connection, Index, Row, select

from ldp_stories.domain.programme import ListItem, Programme, Question
from ldp_stories.domain.revisions import EntityView
from ldp_stories.store import rows, tables
from ldp_stories.store.rows import Noun, Values, loaded, noun_table, string, strings

list_item = noun_table(
    "list_item", tables.words("list"), tables.words("key"), tables.words("label"), tables.number("position")
)
Index("list_item_order", list_item.c.list, list_item.c.position)
_OWN: Final = frozenset({"name", "short_name", "code_prefix", "practice", "version"})


def _columns(view: EntityView) -> Values:
    return {
        "list": rows.text(view, "list"),
        "key": rows.text(view, "key"),
        "label": rows.text(view, "label"),
        "position": rows.whole(view, "position"),
        "fields": rows.rest(view, "list", "key", "label", "position"),
    }


NOUNS: Final = (Noun("list_item", list_item, _columns),)


def raw(con: Connection, kind: str) -> tuple[tuple[str, Values], ...]:
    """(id, all fields) of every entity of a kind without a table of its own: by position, key, arrival; hidden ones left out."""
    thing = tables.thing
    here = (thing.c.kind == kind, thing.c.hidden == 0, thing.c.erased == 0)
    found = con.execute(select(thing.c.id, thing.c.fields).where(*here).order_by(thing.c.num))
    return tuple(sorted(((row.id, loaded(row.fields)) for row in found), key=_place_in_pack))


def _place_in_pack(item: tuple[str, Values]) -> tuple[int, str]:
    position = item[1].get("position")
    return (position if isinstance(position, int) else 0, string(item[1], "key"))


def programme(con: Connection) -> Programme | None:
    """The programme of this home, None before the first pack."""
    known = raw(con, "programme")
    if not known:
        return None
    ident, fields = known[0]
    version = fields.get("version")
    return Programme(
        id=ident,
        name=string(fields, "name"),
        short_name=string(fields, "short_name"),
        code_prefix=string(fields, "code_prefix"),
        practice=fields.get("practice") is True,
        version=version if isinstance(version, int) else 0,
        terms={n: v for n, v in fields.items() if n not in _OWN},
    )


def consent_form(con: Connection, key: str = "", language: str = "") -> Values:
    """The consent form's fields: the one of a key and language if there is one, else the first; {} without a form."""
    forms = [fields for _, fields in raw(con, "consent_form")]
    for wanted in ((key, language), (key, ""), ("", language)):
        for fields in forms:
            if all(not w or string(fields, n) == w for n, w in zip(("key", "language"), wanted, strict=True)):
                return fields
    return forms[0] if forms else {}


def questions(con: Connection, key: str = "", language: str = "") -> tuple[Question, ...]:
    """The consent questions in asking order, in the pack's words."""
    items = consent_form(con, key, language).get("items")
    return tuple(_question(i) for i in items if isinstance(i, dict)) if isinstance(items, list) else ()


def _question(item: Values) -> Question:
    scope = item.get("scopes", item.get("scope"))
    channels = item.get("channels")
    return Question(
        scopes=(scope,) if isinstance(scope, str) else strings(scope),
        short=string(item, "short"),
        question=string(item, "question"),
        helper=string(item, "helper"),
        if_asked=string(item, "if_asked"),
        channels=tuple(_channel(c) for c in channels) if isinstance(channels, list) else (),
    )


def _channel(value: Any) -> tuple[str, str]:
    """A channel stands in a pack as a key, a [key, label] pair, or an object with both."""
    if isinstance(value, dict):
        return string(value, "key"), string(value, "label") or string(value, "key")
    if isinstance(value, list) and len(value) == 2:
        return str(value[0]), str(value[1])
    return str(value), str(value)


def contacts(con: Connection) -> dict[str, Values]:
    """The people to call, by key: name, role, phone, note."""
    return {string(fields, "key"): fields for _, fields in raw(con, "contact")}


def safeguarding(con: Connection) -> Values:
    """The policy and the steps of "Worried about someone?"; {} when the pack has none."""
    return next((fields for _, fields in raw(con, "safeguarding")), {})


def prompt_sets(con: Connection) -> tuple[tuple[str, Values], ...]:
    """(id, fields) of the question sets for conversations."""
    return raw(con, "prompt_set")


def frameworks(con: Connection) -> tuple[tuple[str, Values], ...]:
    """(id, fields) of the frameworks evaluators compare with."""
    return raw(con, "framework")


def list_items(con: Connection, list_name: str) -> tuple[ListItem, ...]:
    """The entries of one pick-list in order."""
    return tuple(_item(row) for row in con.execute(_of_list(list_name)))


def list_fields(con: Connection, list_name: str) -> tuple[tuple[ListItem, Values], ...]:
    """The entries of one pick-list with their other fields (source_label, data)."""
    return tuple((_item(row), loaded(row.fields)) for row in con.execute(_of_list(list_name)))


def _of_list(list_name: str) -> Any:
    table = list_item.c
    return (
        select(list_item)
        .where(table.list == list_name, table.hidden == 0, table.erased == 0)
        .order_by(table.position, table.label)
    )


def _item(row: "Row[Any]") -> ListItem:
    return ListItem(row.id, row.list, row.key, row.label)
