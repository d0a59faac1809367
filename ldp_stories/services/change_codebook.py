"""Change the codebook: add, edit, merge, split, retire, each with a date, a reason and an example, counted before and undone for 30 days.

Nothing is deleted and no story is written over: a merged tag stands for another, a split waits for a person's decision on each story, and
every change keeps the fields it replaced (US-C8, AT-7). What a change does reaches the others with the next programme file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ldp_stories.domain.codebook import (
    UNDO_DAYS,
    Change,
    CodebookChange,
    merged_here,
    tag_fields,
    with_fields,
)
from ldp_stories.domain.roles import Role
from ldp_stories.domain.tags import TagStatus
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.codebook_work import NewTag, Why, Work
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.story import need
from ldp_stories.store import codebook, review, tags

__all__ = [
    "FIELDS",
    "NewTag",
    "Why",
    "add_tag",
    "edit_tag",
    "get_ready",
    "merge",
    "retire",
    "split",
    "stories_changed",
    "write_undo",
]

FIELDS = ("code", "name", "group", "parent", "meaning", "use_for", "not_for", "example", "maps_to", "status")
"""What an edit may touch."""


def get_ready(home: Home) -> None:
    """Work out what stands on suggestions that an older version of the program left uncounted."""
    with home.main.read() as con:
        left = review.standing_unknown(con)
    if left:
        with home.main.write() as con:
            review.work_out_standing(con)


def stories_changed(home: Home, tag: str) -> tuple[str, ...]:
    """The ids of the stories that have a tag today: what a change of it is about ("46 stories"). Tags merged into it count too."""
    get_ready(home)
    with home.main.read() as con:
        book = {t.id: t for t in tags.codebook(con)}
        return tuple(sorted(codebook.stories_with(con, merged_here(book, tag))))


def add_tag(home: Home, new: NewTag, why: Why) -> str:
    """Add a tag; its id. Refused TAG_NAME_NEEDED, TAG_NAME_TAKEN, TAG_CODE_TAKEN, TAG_CIRCLE, TAG_TOO_DEEP, REASON_NEEDED."""
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        work = Work(home, con, why)
        tag = work.made(new)
        work.change(Change.ADD, [tag], stories=0)
    return tag.id


def edit_tag(home: Home, tag: str, fields: Mapping[str, Any], why: Why) -> str:
    """Change a tag's name or other words; the id of the change. A name alone is a rename: stories keep the tag, because ids never change."""
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        work = Work(home, con, why)
        old = work.tag(tag)
        values = {n: v for n, v in fields.items() if n in FIELDS}
        if "group" in values and values["group"] != old.group:
            values["group_name"] = work.group_name(str(values["group"]))
        new = with_fields(old, {n: v.strip() if isinstance(v, str) else v for n, v in values.items()})
        work.check(new)
        return work.change(Change.EDIT, [new], stories=work.stories(tag))


def merge(home: Home, tag: str, into: str, why: Why) -> str:
    """Let one tag stand for another from now on; the id of the change. Refused TAG_CIRCLE (into itself), TAG_NOT_IN_USE."""
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        work = Work(home, con, why)
        old, target = work.tag(tag), work.tag(into)
        if target.id in merged_here(work.book, old.id):
            raise Refused("TAG_CIRCLE")
        if not target.in_use or not old.in_use:
            raise Refused("TAG_NOT_IN_USE")
        gone = replace(old, status=TagStatus.MERGED, merged_into=target.id, valid_to=work.on)
        return work.change(Change.MERGE, [gone], stories=work.stories(tag))


def retire(home: Home, tag: str, why: Why) -> str:
    """Take a tag out of use; old stories keep showing it. The id of the change."""
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        work = Work(home, con, why)
        old = work.tag(tag)
        if not old.in_use:
            raise Refused("TAG_NOT_IN_USE")
        gone = replace(old, status=TagStatus.RETIRED, valid_to=work.on)
        return work.change(Change.RETIRE, [gone], stories=work.stories(tag))


def split(home: Home, tag: str, into: Sequence[NewTag], why: Why) -> str:
    """Split a tag into new ones; the id of the change. Stories keep the old tag until a person decides (`split_tag`)."""
    need(home, Role.COORDINATOR)
    if len([n for n in into if n.name.strip()]) < 2:
        raise Refused("SPLIT_NEEDS_TWO")
    with home.main.write() as con:
        work = Work(home, con, why)
        old = work.tag(tag)
        if not old.in_use:
            raise Refused("TAG_NOT_IN_USE")
        made = []
        for one in into:
            new = work.made(replace(one, group=one.group or old.group, parent=one.parent or old.parent))
            work.book[new.id] = new
            made.append(new)
        names = tuple(t.id for t in made)
        gone = replace(old, status=TagStatus.SPLIT, split_into=names, valid_to=work.on)
        return work.change(Change.SPLIT, [gone, *made], stories=work.stories(tag))


def write_undo(home: Home, con: Connection, change: CodebookChange) -> str:
    """Put back exactly what stood before a change, in the open transaction; tags that it added are taken out of use. The undo's id.

    UserError UNDO_TOO_LATE after 30 days, CHANGED_SINCE when a tag of it was changed again.
    """
    today = home.today().isoformat()
    if today > change.undo_until:
        raise UserError("UNDO_TOO_LATE", days=UNDO_DAYS)
    work = Work(home, con, Why(change.reason, on=today))
    for ident, after in change.after.items():
        now = tag_fields(work.tag(ident))
        if any(now.get(n) != v for n, v in after.items()):
            raise UserError("CHANGED_SINCE")
    put = {
        ident: change.before.get(ident) or {"status": TagStatus.RETIRED.value, "valid_to": today}
        for ident in change.tags
    }
    return work.write(Change.UNDO, put, stories=change.stories, undoes=change.id)
