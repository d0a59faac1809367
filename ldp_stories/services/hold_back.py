"""What went to somebody by mistake does not go to them again with the next file, until a coordinator says that it may (services/ask_destroy.py)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from ldp_stories.domain.media import Rendition
from ldp_stories.services.home import Connection
from ldp_stories.store import belonging, sent
from ldp_stories.store.programme import raw

_LOG = "incident"


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Lines and bytes of sendings to the wrong person, and the stories that only those sendings held; all empty when nothing was."""

    lines: frozenset[str] = frozenset()
    hashes: frozenset[str] = frozenset()
    stories: frozenset[str] = field(default_factory=frozenset)

    def of_lines(self, con: Connection, lines: Sequence[str]) -> tuple[str, ...]:
        """The lines that may go."""
        if not self.lines:
            return tuple(lines)
        shut = self._things(con)
        away = frozenset(belonging.revisions_of(con, shut)) | self.lines
        return tuple(line for line in lines if line not in away)

    def of_sounds(
        self, con: Connection, found: Iterable[tuple[str, Rendition]]
    ) -> tuple[tuple[str, Rendition], ...]:
        """The media with their bytes that may go."""
        shut = self._things(con) if self.stories else frozenset[str]()
        return tuple((m, r) for m, r in found if m not in shut and r.sha256 not in self.hashes)

    def _things(self, con: Connection) -> frozenset[str]:
        things = {t for story in self.stories for t in belonging.things_of(con, story)}
        return frozenset(t for t in things if belonging.records_of(con, [t]).get(t) in self.stories)


def held_back(con: Connection, devices: Collection[str]) -> HeldBack:
    """What went to one of these laptops by mistake."""
    wrong: set[str] = set()
    for _, fields in raw(con, _LOG):
        told = fields.get("devices")
        to = {str(d) for d in told} if isinstance(told, list) else set[str]()
        made = sent.sent(con, str(fields.get("bundle") or "")) if fields.get("bundle") else None
        if made is not None and to & set(devices) and fields.get("may_go") is not True:
            wrong.add(made.group)
    if not wrong:
        return HeldBack()
    by_mistake = [s for group in wrong for s in sent.of_group(con, group)]
    thread = {s.to for s in by_mistake}
    rightly = [s for to in thread for s in sent.all_sent(con, to) if s.group not in wrong]
    lines, hashes = _contents(con, by_mistake)
    fine, heard = _contents(con, rightly)
    stories = {r for s in by_mistake for r in sent.stories_in(con, s.bundle)}
    known = {r for s in rightly for r in sent.stories_in(con, s.bundle)}
    return HeldBack(lines - fine, hashes - heard, frozenset(stories - known))


def _contents(con: Connection, found: Iterable[sent.Sent]) -> tuple[frozenset[str], frozenset[str]]:
    lines: set[str] = set()
    hashes: set[str] = set()
    for one in found:
        of_it = sent.contents(con, one.bundle)
        lines.update(of_it[0])
        hashes.update(of_it[1])
    return frozenset(lines), frozenset(hashes)
