"""What the library can be filtered by beyond the pack's lists: researchers and bundles; and searches kept under a name.

Kept searches lie in the desk file of this laptop: sealed like everything, and they never travel.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, count
from typing import Final

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.people import TellerKind
from ldp_stories.errors import Refused
from ldp_stories.services.home import Home
from ldp_stories.services.import_log import import_log
from ldp_stories.store import choose, desk

_KEY: Final = "search:"
_BY_RECORD: Final = ("kind", "direction", "level", "group", "age", "researcher", "bundle", "until")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is filtered for; None takes everything."""

    place: str | None
    since: str | None
    teller: TellerKind | None
    tags: tuple[str, ...] = ()
    having: Mapping[str, str] = field(default_factory=dict)
    may: Scope | None = None


def chosen_by(on: Mapping[str, str]) -> Chosen:
    """What filters by name ask for, as `find.search` takes it. ValueError for one that no programme of today knows."""
    more = {on["more"]: "yes"} if "more" in on else {}
    return Chosen(
        on.get("place"),
        on.get("since"),
        TellerKind(on["teller"]) if "teller" in on else None,
        tuple(dict.fromkeys(on[name] for name in ("tag", "also") if name in on)),
        {name: on[name] for name in _BY_RECORD if name in on} | more,
        Scope(on["may"]) if "may" in on else None,
    )


@dataclass(frozen=True, slots=True)
class KeptSearch:
    """A search to open again: its words, what it is for ("analyse", "publish:report", ...), and each filter by name."""

    id: str
    name: str
    words: str = ""
    purpose: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)


def looking_at(name: str, **filters: str) -> KeptSearch:
    """A search that some other screen leads to, filters and all; it is not kept. `name` says what is looked at."""
    return KeptSearch("", name, filters={k: v for k, v in filters.items() if v})


def researchers(home: Home) -> tuple[tuple[str, str], ...]:
    """(member id, code) of everybody who began a story that is here, by code."""
    with home.main.read() as con:
        return choose.who_began(con)


def bundles(home: Home) -> tuple[tuple[str, str, str, int], ...]:
    """(bundle, its number, the code of who sent it, stories it brought) of each that brought stories, newest first."""
    return tuple(
        (one.bundle, str(one.number), one.sender, one.stories)
        for one in reversed(import_log(home))
        if one.stories
    )


def keep_search(
    home: Home, name: str, *, words: str = "", purpose: str = "", filters: Mapping[str, str] | None = None
) -> KeptSearch:
    """Keep a search; one of the same name is replaced. Refused NAME_NEEDED."""
    plain = " ".join(name.split())
    if not plain:
        raise Refused("NAME_NEEDED")
    old = next((s.id for s in kept_searches(home) if s.name.casefold() == plain.casefold()), new_id())
    made = KeptSearch(old, plain, words.strip(), purpose, {k: v for k, v in (filters or {}).items() if v})
    value = {"name": plain, "words": made.words, "purpose": purpose, "filters": dict(made.filters)}
    with home.desk.write() as con:
        desk.save(con, _KEY + old, value)
    return made


def rename_search(home: Home, ident: str, name: str) -> KeptSearch:
    """Give a kept search another name; one that another search has gets a number. Refused NAME_NEEDED."""
    plain = " ".join(name.split())
    if not plain:
        raise Refused("NAME_NEEDED")
    known = kept_searches(home)
    old = next(s for s in known if s.id == ident)
    taken = {s.name.casefold() for s in known if s.id != ident}
    names = chain([plain], (f"{plain} {at}" for at in count(2)))
    free = next(n for n in names if n.casefold() not in taken)
    value = {"name": free, "words": old.words, "purpose": old.purpose, "filters": dict(old.filters)}
    with home.desk.write() as con:
        desk.save(con, _KEY + ident, value)
    return replace(old, name=free)


def kept_searches(home: Home) -> tuple[KeptSearch, ...]:
    """All of them, by name."""
    with home.desk.read() as con:
        rows = desk.rows(con, _KEY)
    found = [
        KeptSearch(
            key.removeprefix(_KEY),
            str(value.get("name", "")),
            str(value.get("words", "")),
            str(value.get("purpose", "")),
            {str(k): str(v) for k, v in dict(value.get("filters") or {}).items()},
        )
        for key, value in rows
        if isinstance(value, dict)
    ]
    return tuple(sorted(found, key=lambda s: (s.name.casefold(), s.id)))


def drop_search(home: Home, ident: str) -> None:
    """Forget one; one that is not there is no error."""
    with home.desk.write() as con:
        desk.drop(con, _KEY + ident)
