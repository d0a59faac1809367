"""What a preview tells of a bundle, gathered line by line while it is proved: numbers, titles and answers, never the words themselves."""

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from ldp_stories.bundles.own_lines import read_change
from ldp_stories.bundles.verified import VerifiedBundle
from ldp_stories.domain.revisions import Revision
from ldp_stories.services.home import Connection
from ldp_stories.services.let_in_lines import in_chunks
from ldp_stories.store import belonging

_ANSWER = "answer:"


@dataclass
class Told:
    """What is in a bundle. `titles` by story and `recordings` (milliseconds) by medium: the last line of each speaks."""

    lines: int = 0
    had: int = 0
    stories: set[str] = field(default_factory=set)
    titles: dict[str, str] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    recordings: dict[str, int] = field(default_factory=dict)
    _answers: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _alike: dict[frozenset[tuple[str, str]], Mapping[str, str]] = field(default_factory=dict)
    """People mostly answer like others: each set of answers is kept once."""

    def add(self, line: Revision) -> None:
        """One more line."""
        if line.kind == "record":
            self.stories.add(line.ent)
            if title := _sets(line).get("title"):
                self.titles[line.ent] = str(title)
        elif line.kind == "participant":
            self.people.add(line.ent)
        elif line.kind == "encounter":
            if place := _sets(line).get("place"):
                self.places.add(str(place))
        elif line.kind == "media":
            if isinstance(ms := _sets(line).get("duration_ms"), int):
                self.recordings[line.ent] = ms
        elif line.kind == "consent":
            self._add_answers(line)

    def consent(self) -> dict[str, dict[str, int]]:
        """Answers by scope, counted; the last line of each person's consent speaks."""
        counts: dict[str, Counter[str]] = {}
        for answers in self._answers.values():
            for scope, value in answers.items():
                counts.setdefault(scope, Counter())[value] += 1
        return {scope: dict(c) for scope, c in counts.items()}

    def _add_answers(self, line: Revision) -> None:
        said = {n.removeprefix(_ANSWER): str(v) for n, v in _sets(line).items() if n.startswith(_ANSWER)}
        now = {**self._answers.get(line.ent, {}), **said}
        if now:
            self._answers[line.ent] = self._alike.setdefault(frozenset(now.items()), now)


def _sets(line: Revision) -> Mapping[str, object]:
    return read_change(line.body).sets if line.body is not None else {}


def look_through(con: Connection, verified: VerifiedBundle) -> Told:
    """Read a proved bundle once from end to end: a line that breaks a rule refuses it now, before any order in it is carried out."""
    for others in (verified.orders(), verified.receipts(), verified.requests()):
        deque(others, maxlen=0)
    told = Told()
    for chunk in in_chunks(verified.revisions()):
        told.lines += len(chunk)
        told.had += len(belonging.known_revisions(con, {r.id for r in chunk}))
        for line in chunk:
            told.add(line)
    return told
