"""One change of the codebook under way: the rules every change must pass, and the writing of it with what stood before."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ldp_stories.domain.codebook import Change, fits_under, merged_here, tag_fields, version_of
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.tags import Tag, TagStatus
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import codebook, review, tags


@dataclass(frozen=True, slots=True)
class Why:
    """Why the codebook changes: the reason, an example, and the day it counts from ("" = today)."""

    reason: str
    example: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class NewTag:
    """A tag to add. `code` "" takes the next free one of the group; `parent` and `maps_to` are tag ids, `id` one it has already."""

    name: str
    group: str = ""
    meaning: str = ""
    use_for: str = ""
    not_for: str = ""
    example: str = ""
    code: str = ""
    parent: str | None = None
    maps_to: str | None = None
    proposed: bool = False
    id: str = ""


class Work:
    """One change under way: the codebook as it stands, the checks every change must pass, and the writing."""

    def __init__(self, home: Home, con: Connection, why: Why) -> None:
        if not why.reason.strip():
            raise Refused("REASON_NEEDED")
        self.home, self.con, self.why = home, con, why
        self.on = why.on or home.today().isoformat()
        self.tags = tags.codebook(con)
        self.book = {t.id: t for t in self.tags}

    def tag(self, ident: str) -> Tag:
        """One tag. UserError NO_SUCH_TAG."""
        if ident not in self.book:
            raise UserError("NO_SUCH_TAG", tag=ident)
        return self.book[ident]

    def stories(self, ident: str) -> int:
        """How many stories have it."""
        review.work_out_standing(self.con)
        return len(codebook.stories_with(self.con, merged_here(self.book, ident)))

    def group_name(self, letter: str) -> str:
        """The name of a group; its letter when it is a new one."""
        return next((t.group_name for t in self.tags if t.group == letter and t.group_name), letter)

    def made(self, new: NewTag) -> Tag:
        """A tag that is not in the codebook yet, checked."""
        above = self.book.get(new.parent or "")
        group = new.group or (above.group if above else next((t.group for t in self.tags), "A"))
        places = [t.position for t in self.book.values() if t.group == group]
        tag = Tag(
            id=new.id or new_id(),
            code=new.code.strip() or self._next_code(group),
            name=new.name.strip(),
            group=group,
            group_name=self.group_name(group),
            meaning=new.meaning.strip(),
            use_for=new.use_for.strip(),
            not_for=new.not_for.strip(),
            example=new.example.strip(),
            source="programme",
            status=TagStatus.PROPOSED if new.proposed else TagStatus.ACTIVE,
            position=max(places, default=0) + 10,
            parent=new.parent or None,
            maps_to=new.maps_to or None,
            valid_from=self.on,
            author=self.home.member,
        )
        self.check(tag)
        return tag

    def _next_code(self, group: str) -> str:
        taken = [re.fullmatch(rf"{re.escape(group)}(\d+)", t.code) for t in self.book.values()]
        return f"{group}{max((int(m[1]) for m in taken if m), default=0) + 1}"

    def check(self, tag: Tag) -> None:
        """The rules of any codebook: a name that no other tag in use has, a code of its own, a place that is no circle and not too deep."""
        if not tag.name:
            raise Refused("TAG_NAME_NEEDED")
        others = [t for t in self.book.values() if t.id != tag.id]
        if any(t.in_use and t.name.casefold() == tag.name.casefold() for t in others):
            raise Refused("TAG_NAME_TAKEN", name=tag.name)
        if any(t.code.casefold() == tag.code.casefold() for t in others):
            raise Refused("TAG_CODE_TAKEN", short=tag.code)
        for above in (tag.parent, tag.maps_to):
            if above is not None and above not in self.book:
                raise UserError("NO_SUCH_TAG", tag=above)
        trouble = fits_under(self.book, tag.id, tag.parent)
        if trouble or tag.maps_to == tag.id:
            raise Refused("TAG_TOO_DEEP" if trouble == "deep" else "TAG_CIRCLE")

    def change(self, what: Change, new: Sequence[Tag], *, stories: int) -> str:
        """Write the tags and the change. A tag that is new has no before."""
        return self.write(what, {t.id: self._fields_of(t) for t in new}, stories=stories)

    def _fields_of(self, tag: Tag) -> dict[str, Any]:
        now = tag_fields(tag)
        old = next((tag_fields(t) for t in self.tags if t.id == tag.id), None)
        return now if old is None else {n: v for n, v in now.items() if old[n] != v}

    def write(
        self, what: Change, put: Mapping[str, Mapping[str, Any]], *, stories: int, undoes: str = ""
    ) -> str:
        """Write fields of tags, and the change with what stood before and after."""
        known = {t.id: tag_fields(t) for t in self.tags}
        before = {i: {n: known[i][n] for n in values} for i, values in put.items() if i in known}
        version = version_of(self.tags)
        for ident, values in put.items():
            if values:
                self.home.put(self.con, "tag", ident, sets=dict(values))
        ident = new_id()
        self.home.put(
            self.con,
            codebook.KIND,
            ident,
            sets={
                "what": what.value,
                "tags": list(put),
                "before": before,
                "after": {i: dict(values) for i, values in put.items()},
                "reason": self.why.reason.strip(),
                "example": self.why.example.strip(),
                "on": self.on,
                "by": self.home.member,
                "stories": stories,
                "undoes": undoes,
                "version_before": version,
                "version_after": version_of(tags.codebook(self.con)),
            },
        )
        return ident
