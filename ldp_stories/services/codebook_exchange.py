"""The whole codebook in and out, as plain dataclasses: for files that other programs read, and for a codebook that comes from one.

Nothing of a foreign codebook enters before a person has seen what it would change; identifiers are kept in both directions.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ldp_stories.domain.codebook import LEVELS, Change, tidy_tags, version_of
from ldp_stories.domain.roles import Role
from ldp_stories.domain.tags import Tag
from ldp_stories.errors import Refused
from ldp_stories.services.codebook_work import NewTag, Why, Work
from ldp_stories.services.home import Home
from ldp_stories.services.story import need
from ldp_stories.store import tags

_TEXTS = ("name", "meaning", "use_for", "not_for", "example")


@dataclass(frozen=True, slots=True)
class WholeCodebook:
    """The codebook: the programme's name, its version, its groups (letter, name) in order, and every tag, each parent before its own."""

    programme: str
    version: str
    groups: tuple[tuple[str, str], ...]
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class ForeignTag:
    """A tag of a codebook from elsewhere: `id` as its file has it, `parent` another's id there; texts it lacks are ""."""

    id: str
    name: str
    parent: str | None = None
    group: str = ""
    code: str = ""
    meaning: str = ""
    use_for: str = ""
    not_for: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Differs:
    """A tag that is here with other words: the fields and what they would become."""

    tag: Tag
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CodebookPreview:
    """What a foreign codebook would do: tags to add (parents first), tags with other words, how many are the same, and (name, why) of those
    that cannot come in: "twice", "circle", "deep", "no name"."""

    new: tuple[NewTag, ...]
    changed: tuple[Differs, ...]
    same: int
    refused: tuple[tuple[str, str], ...]


def whole_codebook(home: Home) -> WholeCodebook:
    """Everything there is, retired, merged and split tags too."""
    with home.main.read() as con:
        every = tidy_tags(tags.codebook(con))
    groups = tuple(dict.fromkeys((t.group, t.group_name) for t in every))
    return WholeCodebook(home.programme().name, version_of(every), groups, every)


def preview_codebook(home: Home, foreign: Sequence[ForeignTag]) -> CodebookPreview:
    """What bringing it in would do; nothing is written. A tag is known by its id, else by a name that only one tag has."""
    with home.main.read() as con:
        here = tags.codebook(con)
    fit, refused = _sorted(foreign)
    known = {f.id: _known(here, f) for f in fit}
    new, changed, same = [], [], 0
    for one in fit:
        tag = known[one.id]
        if tag is None:
            above = known.get(one.parent or "")
            new.append(_new(one, above.id if above else one.parent, here))
        elif fields := _unlike(tag, one):
            changed.append(Differs(tag, fields))
        else:
            same += 1
    return CodebookPreview(tuple(new), tuple(changed), same, refused)


def take_codebook(home: Home, preview: CodebookPreview, why: Why) -> tuple[int, int]:
    """Bring in what a preview showed, as one change for the additions and one for the words; (added, changed). Each can be undone."""
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        work = Work(home, con, why)
        added: list[Tag] = []
        for new in preview.new:
            made = _made(work, new)
            work.book[made.id] = made
            added.append(made)
        if added:
            work.change(Change.ADD, added, stories=0)
        work = Work(home, con, why)
        edited = [replace(work.tag(d.tag.id), **_as_fields(d)) for d in preview.changed]
        for tag in edited:
            work.check(tag)
        if edited:
            work.change(Change.EDIT, edited, stories=sum(work.stories(t.id) for t in edited))
    return len(added), len(edited)


def _made(work: Work, new: NewTag) -> Tag:
    """A foreign tag as one of ours; a code or a name that is taken gives way, nothing is lost."""
    for one in (new, replace(new, code=""), replace(new, code="", name=f"{new.name} (2)")):
        try:
            return work.made(one)
        except Refused as error:
            if error.code not in ("TAG_CODE_TAKEN", "TAG_NAME_TAKEN"):
                raise
            last = error
    raise last


def _as_fields(differs: Differs) -> dict[str, Any]:
    return dict(differs.fields)


def _sorted(
    foreign: Sequence[ForeignTag],
) -> tuple[tuple[ForeignTag, ...], tuple[tuple[str, str], ...]]:
    """The tags that fit, each parent before its own, and those that do not, with the reason."""
    times = Counter(f.id for f in foreign)
    by_id = {f.id: f for f in foreign}
    fit: list[tuple[int, int, ForeignTag]] = []
    refused: list[tuple[str, str]] = []
    for at, one in enumerate(foreign):
        level = _level(by_id, one)
        if times[one.id] > 1:
            refused.append((one.name, "twice"))
        elif not one.name.strip():
            refused.append((one.id, "no name"))
        elif level is None:
            refused.append((one.name, "circle"))
        elif level > LEVELS:
            refused.append((one.name, "deep"))
        else:
            fit.append((level, at, one))
    fit.sort(key=lambda f: f[:2])
    return tuple(f for _, _, f in fit), tuple(refused)


def _level(by_id: dict[str, ForeignTag], one: ForeignTag) -> int | None:
    seen: list[str] = []
    ident: str | None = one.id
    while ident is not None and ident in by_id:
        if ident in seen:
            return None
        seen.append(ident)
        ident = by_id[ident].parent
    return len(seen)


def _known(here: Sequence[Tag], one: ForeignTag) -> Tag | None:
    same = [t for t in here if t.id.casefold() == one.id.casefold()]
    named = [t for t in here if t.name.casefold() == one.name.strip().casefold()]
    if same:
        return same[0]
    return named[0] if len(named) == 1 else None


def _unlike(tag: Tag, one: ForeignTag) -> tuple[tuple[str, str], ...]:
    """Where the words differ; what the file leaves empty changes nothing here."""
    pairs = ((n, getattr(one, n).strip()) for n in _TEXTS)
    return tuple((n, words) for n, words in pairs if words and words != getattr(tag, n).strip())


def _new(one: ForeignTag, parent: str | None, here: Sequence[Tag]) -> NewTag:
    above = next((t for t in here if t.id == parent), None)
    return NewTag(
        name=one.name.strip(),
        group=one.group or (above.group if above else "Z"),
        meaning=one.meaning,
        use_for=one.use_for,
        not_for=one.not_for,
        example=one.example,
        code=one.code,
        parent=parent,
        id=one.id,
    )
