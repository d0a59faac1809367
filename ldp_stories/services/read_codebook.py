"""Read the codebook as people see it: its groups in order, each tag with how often it is used."""

from dataclasses import dataclass

from ldp_stories.domain.tags import Tag
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.store import tags


@dataclass(frozen=True, slots=True)
class Group:
    """One group of the codebook: its letter, its name, and its tags with how many suggestions name each."""

    letter: str
    name: str
    tags: tuple[tuple[Tag, int], ...]

    @property
    def uses(self) -> int:
        """How many suggestions name a tag of this group."""
        return sum(count for _, count in self.tags)


def groups(home: Home, text: str = "") -> tuple[Group, ...]:
    """The codebook by group; with `text` only the tags whose code, name or meaning holds all its words, whatever the case."""
    wanted = text.casefold().split()
    with home.main.read() as con:
        uses = tags.uses(con)
    found: dict[str, list[Tag]] = {}
    for tag in codebook(home):
        if all(word in _words(tag) for word in wanted):
            found.setdefault(tag.group, []).append(tag)
    return tuple(
        Group(
            letter,
            next((t.group_name for t in ts if t.group_name), letter),
            tuple((t, uses.get(t.id, 0)) for t in ts),
        )
        for letter, ts in found.items()
    )


def _words(tag: Tag) -> str:
    return " ".join((tag.code, tag.name, tag.meaning, tag.use_for, tag.example)).casefold()
