"""Read the codebook as people see it: its groups in order, each tag with how many stories have it."""

from collections.abc import Mapping
from dataclasses import dataclass

from ldp_stories.domain.codebook import merged_here, stands_for, tidy_tags
from ldp_stories.domain.tags import Tag
from ldp_stories.services.change_codebook import get_ready
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import codebook, tags


@dataclass(frozen=True, slots=True)
class Group:
    """One group of the codebook: its letter, its name, and its tags with how many stories have each."""

    letter: str
    name: str
    tags: tuple[tuple[Tag, int], ...]

    @property
    def uses(self) -> int:
        """How many times a tag of this group stands on a story."""
        return sum(count for _, count in self.tags)


def groups(home: Home, text: str = "", *, retired: bool = False) -> tuple[Group, ...]:
    """The codebook by group; with `text` only the tags whose code, name or meaning holds all its words, whatever the case.

    Tags that are not in use any more only with `retired`; stories of a merged tag count for the tag that stands for it.
    """
    wanted = text.casefold().split()
    get_ready(home)
    with home.main.read() as con:
        every = tags.codebook(con)
        uses = _uses(con, {t.id: t for t in every})
    found: dict[str, list[Tag]] = {}
    for tag in tidy_tags(every):
        if (retired or tag.in_use) and all(word in _words(tag) for word in wanted):
            found.setdefault(tag.group, []).append(tag)
    return tuple(
        Group(
            letter,
            next((t.group_name for t in ts if t.group_name), letter),
            tuple((t, uses.get(t.id, 0)) for t in ts),
        )
        for letter, ts in found.items()
    )


def _uses(con: Connection, book: Mapping[str, Tag]) -> dict[str, int]:
    """Stories by tag; where tags were merged, each story once."""
    alone = codebook.stories_by_tag(con)
    joined = {stands_for(book, t.id) for t in book.values() if stands_for(book, t.id) != t.id}
    return alone | {t: len(codebook.stories_with(con, merged_here(book, t))) for t in joined}


def _words(tag: Tag) -> str:
    return " ".join((tag.code, tag.name, tag.meaning, tag.use_for, tag.example)).casefold()
