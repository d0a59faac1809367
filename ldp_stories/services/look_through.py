"""What a preview tells of a bundle, gathered line by line while it is proved: numbers, titles and answers, never the words themselves.

A line that only closes, opens, hides or takes back a story brings no story: it is told apart, of stories that are here.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ldp_stories.bundles.own_lines import read_change
from ldp_stories.bundles.verified import VerifiedBundle
from ldp_stories.domain.consent import Answer
from ldp_stories.domain.notices import HIDDEN, RELEASED, SENSITIVITY, said_alone
from ldp_stories.domain.orders import Order
from ldp_stories.domain.receipts import RequestWhat
from ldp_stories.domain.records import Record, Sensitivity
from ldp_stories.domain.revisions import Change, Revision
from ldp_stories.services.heard_since import Heard, heard_of
from ldp_stories.services.home import Connection
from ldp_stories.services.let_in_lines import in_chunks
from ldp_stories.store import belonging, orders, records, sent

_ANSWER = "answer:"
_IN_PART = "in part"
_AT_ONCE = 50_000
"""So many lines are asked for together: whichever few they are, most pages of the index of their ids have to be opened."""


@dataclass
class Told:
    """What is in a bundle. `titles` by story and `recordings` (milliseconds) by medium: the last line of each speaks.

    `notices`: what is said of a story alone, field by field. `answers` say of files of our own that they came; `wishes` ask for something.
    `orders`: those not known here. `taken_back`: things of which an order known here keeps the words out.
    """

    lines: int = 0
    had: int = 0
    taken_back: set[str] = field(default_factory=set)
    answers: int = 0
    wishes: int = 0
    orders: tuple[Order, ...] = ()
    stories: set[str] = field(default_factory=set)
    notices: dict[str, list[tuple[str, object]]] = field(default_factory=dict)
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
            self._add_record(line)
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

    def _add_record(self, line: Revision) -> None:
        change = read_change(line.body) if line.body is not None else Change()
        if alone := said_alone(line.kind, change):
            self.notices.setdefault(line.ent, []).append((alone, change.sets[alone]))
            return
        self.stories.add(line.ent)
        if title := change.sets.get("title"):
            self.titles[line.ent] = str(title)

    def heard(self, con: Connection) -> Heard:
        """What would be told of stories that are here, and of which nothing else comes."""
        told = {ident: said for ident, said in self.notices.items() if ident not in self.stories}
        before = records.several(con, told)
        return heard_of(before, {ident: _as_said(old, told[ident]) for ident, old in before.items()})

    def consent(self) -> dict[str, dict[str, int]]:
        """Answers by scope, counted, each person once ("in part": yes to some of it); the last line of each person's consent speaks."""
        counts: dict[str, Counter[str]] = {}
        for answers in self._answers.values():
            said: dict[str, set[str]] = {}
            for key, value in answers.items():
                said.setdefault(key.partition(":")[0], set()).add(value)
            for scope, values in said.items():
                counts.setdefault(scope, Counter())[_as_one(values)] += 1
        return {scope: dict(c) for scope, c in counts.items()}

    def _add_answers(self, line: Revision) -> None:
        said = {n.removeprefix(_ANSWER): str(v) for n, v in _sets(line).items() if n.startswith(_ANSWER)}
        now = {**self._answers.get(line.ent, {}), **said}
        if now:
            self._answers[line.ent] = self._alike.setdefault(frozenset(now.items()), now)


def _as_one(values: set[str]) -> str:
    """One answer for a question with several ways to share: "in part" when only some of them have a yes."""
    if len(values) == 1:
        return next(iter(values))
    if Answer.YES.value in values:
        return _IN_PART
    return Answer.NO.value if Answer.NO.value in values else Answer.NOT_ASKED.value


def _as_said(record: Record, said: list[tuple[str, object]]) -> Record:
    for name, value in said:
        if name == SENSITIVITY:
            closed = str(value) == Sensitivity.CLOSED
            record = replace(record, sensitivity=Sensitivity.CLOSED if closed else Sensitivity.NORMAL)
        elif name == HIDDEN:
            record = replace(record, hidden=value is True)
        elif name == RELEASED:
            record = replace(record, released=value is True)
    return record


def _sets(line: Revision) -> Mapping[str, object]:
    return read_change(line.body).sets if line.body is not None else {}


def look_through(con: Connection, verified: VerifiedBundle) -> Told:
    """Read a proved bundle once from end to end: a line that breaks a rule refuses it now, before any order in it is carried out."""
    here = {o.id for o in orders.all_orders(con)}
    told = Told(orders=tuple(o for o in verified.orders() if o.id not in here))
    mine, known = {s.bundle for s in sent.all_sent(con)}, sent.receipt_ids(con)
    told.answers = len({r.bundle for r in verified.receipts() if r.id not in known} & mine)
    told.wishes = sum(r.what is not RequestWhat.CONFIRM for r in verified.requests())
    rules = orders.coverage(con)
    asked: set[str] = set()
    for chunk in in_chunks(verified.revisions()):
        told.lines += len(chunk)
        asked.update(r.id for r in chunk)
        if len(asked) >= _AT_ONCE:
            told.had += len(belonging.known_revisions(con, asked))
            asked.clear()
        for line in chunk:
            if line.body is not None and rules.of(line) is not None:
                told.taken_back.add(line.ent)  # its title, its people and its answers are not shown
            else:
                told.add(line)
    told.had += len(belonging.known_revisions(con, asked))
    return told
