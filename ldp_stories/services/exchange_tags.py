"""Which of our tags the codes of a foreign file are: known by identifier, by name, or new ones for one's own tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ldp_stories.domain.coding import OwnTag
from ldp_stories.domain.ids import is_id, new_id
from ldp_stories.domain.tags import Tag
from ldp_stories.reports.refi.model import Code
from ldp_stories.services.codebook_exchange import ForeignTag
from ldp_stories.services.exchange_codes import OWN_TAGS, group_code
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import analysis, ledger, tags

How = Literal["known", "named", "new"]


@dataclass(frozen=True, slots=True)
class TagMatch:
    """A code of the file and the tag here that it is. `how`: "known" by identifier, "named" the same, or "new"; `parent` for a new one."""

    code: Code
    tag: str
    how: How
    parent: str | None = None


def match_tags(con: Connection, codes: Sequence[Code]) -> dict[str, TagMatch]:
    """By guid, the tag of every code that can be used, and of every group that a new one needs above it; parents stand first."""
    work = _Matching(con)
    for top in codes:
        work.walk(top, None)
    return work.found


class _Matching:
    def __init__(self, con: Connection) -> None:
        self.con = con
        book, own = tags.codebook(con), analysis.own_tags(con)
        self.book = {t.id for t in book}
        self.ids = self.book | {t.id for t in own}
        self.groups = {group_code(letter) for letter in {t.group for t in book}} | {OWN_TAGS}
        self.named = _named(book, own)
        self.found: dict[str, TagMatch] = {}

    def walk(self, code: Code, parent: str | None) -> None:
        """A code, then those under it. A group of ours, and one without anything new under it, is no tag."""
        match = self._match(code, parent)
        idle = match.how == "new" and not code.codable and not self._holds_new(code)
        above = None
        if code.guid not in self.groups and not idle:
            self.found.setdefault(code.guid, match)
            above = None if match.tag in self.book else match.tag
        for child in code.children:
            self.walk(child, above)

    def _match(self, code: Code, parent: str | None) -> TagMatch:
        if code.guid in self.ids:
            return TagMatch(code, code.guid, "known")
        tag = self.named.get(_plain(code.name))
        if tag is not None and code.codable:
            return TagMatch(code, tag, "named")
        free = is_id(code.guid) and ledger.entity(self.con, code.guid) is None
        return TagMatch(code, code.guid if free else new_id(), "new", parent)

    def _holds_new(self, code: Code) -> bool:
        return any(
            one.codable and one.guid not in self.ids and _plain(one.name) not in self.named
            for one, _ in code.walk()
        )


def _named(book: Sequence[Tag], own: Sequence[OwnTag]) -> dict[str, str]:
    """Names (of codebook tags with and without their code) that only one tag has; one's own count first."""
    found: dict[str, set[str]] = {}
    for tag in book:
        for name in (tag.name, f"{tag.code} {tag.name}"):
            found.setdefault(_plain(name), set()).add(tag.id)
    mine: dict[str, set[str]] = {}
    for one in own:
        mine.setdefault(_plain(one.name), set()).add(one.id)
    return {name: next(iter(these)) for name, these in (found | mine).items() if len(these) == 1 and name}


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def add_own_tags(home: Home, con: Connection, matches: Sequence[TagMatch]) -> int:
    """Make the new ones in one's own tree, parents first; how many."""
    position = len(analysis.own_tags(con))
    new = [m for m in matches if m.how == "new"]
    for at, one in enumerate(new):
        sets = {
            "name": one.code.name.strip() or "?",
            "meaning": one.code.description.strip(),
            "parent": one.parent,
            "position": position + at,
        }
        home.put(con, "analysis_tag", one.tag, sets=sets)
    return len(new)


def foreign_tags(home: Home, codes: Sequence[Code]) -> tuple[ForeignTag, ...]:
    """The same codes as tags for the codebook itself: groups of the file give the letter, the rest of the tree its parents."""
    with home.main.read() as con:
        groups = {t.group for t in tags.codebook(con)}
    found: list[ForeignTag] = []
    for top in codes:
        _foreign(top, None, _letter(groups, top), found)
    return tuple(found)


def _letter(groups: set[str], top: Code) -> str:
    """The group a top code stands for: one of ours by its identifier or its first letter; "" for none."""
    ours = next((g for g in groups if group_code(g) == top.guid), "")
    first = top.name.strip().partition(" ")[0]
    return ours or (first if not top.codable and first in groups else "")


def _foreign(code: Code, parent: str | None, group: str, found: list[ForeignTag]) -> None:
    here = parent
    if code.codable:
        first, _, rest = code.name.strip().partition(" ")
        coded = bool(rest) and first[1:].isdigit() and first[:1] == group
        meaning, facts = _facts(code.description)
        found.append(
            ForeignTag(
                code.guid,
                rest.strip() if coded else code.name.strip(),
                parent,
                group,
                first if coded else "",
                meaning,
                **facts,
            )
        )
        here = code.guid
    for child in code.children:
        _foreign(child, here, group, found)


_FACTS = (("Use it for: ", "use_for"), ("Not for: ", "not_for"), ("For example: ", "example"))


def _facts(description: str) -> tuple[str, dict[str, str]]:
    """The meaning, and the lines that our own codebook files say how to use it in."""
    facts: dict[str, str] = {}
    meaning: list[str] = []
    for line in description.splitlines():
        name = next(((n, f) for n, f in _FACTS if line.startswith(n)), None)
        if name is not None:
            facts[name[1]] = line.removeprefix(name[0]).strip()
        elif not line.startswith(("From: ", "No longer in use (")):
            meaning.append(line)
    return "\n".join(meaning).strip(), facts
