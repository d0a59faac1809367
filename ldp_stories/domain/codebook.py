"""The codebook over time: which tag stands for a merged one, what a change did, which version was which (domain/3-model.md 3.9, AT-7).

Ids are permanent and nothing is deleted: merged, split and retired are states, and every change keeps what stood before.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from ldp_stories.domain.tags import Tag, TagStatus

Fields = Mapping[str, Any]
UNDO_DAYS: Final = 30
LEVELS: Final = 3
"""A group's tag, a tag in it, and one below that."""
_NAMES: Final = tuple(f.name for f in fields(Tag))
_VERSIONED: Final = tuple(n for n in _NAMES if n not in ("position", "author", "group_name", "source"))


class Change(StrEnum):
    """What can happen to a codebook."""

    ADD = "add"
    EDIT = "edit"
    MERGE = "merge"
    SPLIT = "split"
    RETIRE = "retire"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class CodebookChange:
    """One dated change: who, when, why, with an example, and the fields of each tag before and after. A new tag has nothing before."""

    id: str
    what: Change
    tags: tuple[str, ...]
    reason: str
    on: str
    by: str
    before: Mapping[str, Fields] = field(default_factory=dict)
    after: Mapping[str, Fields] = field(default_factory=dict)
    example: str = ""
    stories: int = 0
    undoes: str = ""
    version_before: str = ""
    version_after: str = ""

    @property
    def undo_until(self) -> str:
        """The last ISO date on which it may be undone; "" when the day cannot be read."""
        try:
            return (date.fromisoformat(self.on) + timedelta(days=UNDO_DAYS)).isoformat()
        except ValueError:
            return ""


def stands_for(book: Mapping[str, Tag], ident: str) -> str:
    """The tag that stands for this one today: itself, or what it was merged into. In a circle (two people, two laptops) itself."""
    seen = [ident]
    while True:
        tag = book.get(seen[-1])
        if tag is None or tag.status is not TagStatus.MERGED or not tag.merged_into:
            return seen[-1]
        if tag.merged_into in seen:
            return ident
        seen.append(tag.merged_into)


def standing(book: Mapping[str, Tag], idents: Iterable[str]) -> tuple[str, ...]:
    """The same for several, each once."""
    return tuple(dict.fromkeys(stands_for(book, i) for i in idents))


def merged_here(book: Mapping[str, Tag], ident: str) -> tuple[str, ...]:
    """This tag with every tag that was merged into it, itself first."""
    return (ident, *(t for t in book if t != ident and stands_for(book, t) == ident))


def lives_on(book: Mapping[str, Tag], ident: str) -> frozenset[str]:
    """The tags that a tag goes on as today: itself while it stands, else what it was merged into or split into, step by step.

    Where people made a circle of it on two laptops, it is itself.
    """
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [ident]
    while waiting:
        at = waiting.pop()
        if at in seen:
            continue
        seen.add(at)
        tag = book.get(at)
        after: tuple[str, ...] = ()
        if tag is not None and tag.status is TagStatus.MERGED and tag.merged_into:
            after = (tag.merged_into,)
        elif tag is not None and tag.status is TagStatus.SPLIT:
            after = tag.split_into
        if after:
            waiting += after
        else:
            found.add(at)
    return frozenset(found or {ident})


def found_under(book: Mapping[str, Tag], ident: str) -> frozenset[str]:
    """The tags whose stories are found when one looks for this one: itself, what it goes on as, and all that goes on as any of those.

    So old records and old bundles still match: a story tagged before a merge or a split is found under the tags of today, and a search
    kept under the old tag finds the stories of the new ones.
    """
    today = lives_on(book, ident)
    return frozenset({ident, *today, *(t for t in book if lives_on(book, t) & today)})


def levels_above(book: Mapping[str, Tag], ident: str | None) -> int | None:
    """How many levels a tag stands at, counting itself (0 for none); None when its parents go round in a circle."""
    seen: list[str] = []
    while ident:
        if ident in seen:
            return None
        seen.append(ident)
        tag = book.get(ident)
        ident = tag.parent if tag else None
    return len(seen)


def levels_below(book: Mapping[str, Tag], ident: str) -> int:
    """How many levels hang from a tag, counting itself; circles are cut."""
    return _below(book, ident, frozenset())


def _below(book: Mapping[str, Tag], ident: str, seen: frozenset[str]) -> int:
    if ident in seen:
        return 0
    under = [t.id for t in book.values() if t.parent == ident]
    return 1 + max((_below(book, t, seen | {ident}) for t in under), default=0)


def fits_under(book: Mapping[str, Tag], ident: str, parent: str | None) -> str:
    """Why a tag may not stand under a parent: "" when it may, else "circle" or "deep"."""
    if parent is None:
        return ""
    placed = {**book}
    if ident in placed:
        placed[ident] = replace(placed[ident], parent=parent)
    above = levels_above(placed, parent)
    if above is None or parent == ident:
        return "circle"
    return "deep" if above + levels_below(book, ident) > LEVELS else ""


def core_tag(book: Mapping[str, Tag], ident: str) -> str:
    """The core tag that a local tag maps up to, for comparing between places; itself when it maps to none."""
    seen = [stands_for(book, ident)]
    while (tag := book.get(seen[-1])) is not None and tag.maps_to and tag.maps_to not in seen:
        seen.append(stands_for(book, tag.maps_to))
        if seen[-1] in seen[:-1]:
            return seen[0]
    return seen[-1]


def tag_fields(tag: Tag) -> dict[str, Any]:
    """A tag as the fields of a revision."""
    found: dict[str, Any] = {n: getattr(tag, n) for n in _NAMES if n != "id"}
    found["status"] = tag.status.value
    found["split_into"] = list(tag.split_into)
    return found


def with_fields(tag: Tag, values: Fields) -> Tag:
    """The tag with some fields put in, as they stand in a change; unknown names are passed over."""
    known = {n: v for n, v in values.items() if n in _NAMES and n != "id"}
    if "status" in known:
        known["status"] = TagStatus(known["status"])
    if "split_into" in known:
        known["split_into"] = tuple(known["split_into"] or ())
    return replace(tag, **known)


def version_of(tags: Iterable[Tag]) -> str:
    """The version of a codebook: twelve signs that are the same wherever the same tags mean the same."""
    lines = []
    for tag in sorted(tags, key=lambda t: t.id):
        known = tag_fields(tag) | {"id": tag.id}
        lines.append([known[n] for n in _VERSIONED])
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()[:12]


def as_of(
    tags: Iterable[Tag], changes: Sequence[CodebookChange], version: str
) -> tuple[tuple[Tag, ...], bool]:
    """The codebook as it stood in a version, going back through its changes (oldest first), and whether that version was met.

    Without a known version the present one is given: nobody guesses.
    """
    book = {t.id: t for t in tags}
    now = tuple(book.values())
    if version_of(now) == version:
        return now, True
    for change in reversed(changes):
        for ident in change.tags:
            before = change.before.get(ident)
            if before is None:
                book.pop(ident, None)
            elif ident in book:
                book[ident] = with_fields(book[ident], before)
        if version_of(book.values()) == version:
            return tuple(book.values()), True
    return now, False


def tidy_tags(tags: Iterable[Tag]) -> tuple[Tag, ...]:
    """Tags in the order of a codebook: by group, each parent before what hangs from it, then by position and code."""
    every = sorted(tags, key=lambda t: (t.group, t.position, t.code, t.id))
    here = {t.id for t in every}
    under: dict[str, list[Tag]] = {}
    for tag in every:
        above = tag.parent or ""
        under.setdefault(above if above in here and above != tag.id else "", []).append(tag)
    found: list[Tag] = []
    waiting = list(reversed(under.get("", [])))
    while waiting:
        tag = waiting.pop()
        found.append(tag)
        waiting += reversed(under.pop(tag.id, []))
    met = {t.id for t in found}
    return (*found, *(t for t in every if t.id not in met))
