"""Compare the coders of a round that is over: a verdict per tag, and where they differ with everybody's reason (domain/6-methods.md 6.3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from ldp_stories.domain.agreement.verdict import TagAgreement, Verdict
from ldp_stories.domain.rounds import NO, YES, Item, Mark, Round
from ldp_stories.errors import Refused
from ldp_stories.services.code_blind import blind_words
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.open_round import the_round
from ldp_stories.store import rounds, tags

SEED = 20_250
"""The intervals are drawn with this number, so that two people see the same."""


@dataclass(frozen=True, slots=True)
class TagRow:
    """One tag of a round: its words as they were that day, its name now when that is another, and how far people agree."""

    tag: str
    label: str
    now: str
    found: TagAgreement


@dataclass(frozen=True, slots=True)
class Comparison:
    """A round that is over. `coders` are the names of those whose marks are here, `missing` of those whose are not.

    `sets`: alpha over all tags of an item together (MASI), for rounds with several tags. `items` is the size of the sample.
    """

    round: Round
    coders: tuple[str, ...]
    missing: tuple[str, ...]
    rows: tuple[TagRow, ...]
    sets: Verdict
    items: int


@dataclass(frozen=True, slots=True)
class Said:
    """What one coder said on one item: yes, no, or "" (not read), and why."""

    coder: str
    answer: str
    reason: str


@dataclass(frozen=True, slots=True)
class Difference:
    """An item with what everybody said on it. `words` are the passage, or the beginning of the story; "" when they may not be shown today."""

    item: Item
    title: str
    words: str
    said: tuple[Said, ...]


def compare(home: Home, round_id: str) -> Comparison:
    """How far the coders of a round agree on each tag. Refused ROUND_OPEN while it is open; UserError NO_SUCH_ROUND."""
    from ldp_stories.domain.agreement.alpha import alpha_of_sets
    from ldp_stories.domain.agreement.yes_no import agreement_of_tags, answers_of

    with home.main.read() as con:
        found = _over(home, con, round_id)
        table = _Table(found, rounds.marks(con, round_id))
        names = {c: home.shown_member(con, c) for c in found.coders}
        book = {t.id: f"{t.code} {t.name}" for t in tags.codebook(con)}
    per_tag = agreement_of_tags(answers_of(table.answers()), seed=SEED)
    rows = tuple(
        TagRow(tag, found.label(tag), _renamed(book.get(tag, ""), found.label(tag)), one)
        for tag, one in zip(found.tags, per_tag, strict=True)
    )
    return Comparison(
        round=found,
        coders=tuple(names[c] for c in table.coders),
        missing=tuple(names[c] for c in found.coders if c not in table.coders),
        rows=rows,
        sets=alpha_of_sets(table.sets(), seed=SEED),
        items=len(found.items),
    )


def differences(home: Home, round_id: str, tag: str) -> tuple[Difference, ...]:
    """The items on which people said both yes and no to a tag, in the order of the sample, with everybody's answer and reason."""
    return tuple(one for one in answered(home, round_id, tag) if {YES, NO} <= {s.answer for s in one.said})


def answered(home: Home, round_id: str, tag: str) -> tuple[Difference, ...]:
    """Every item behind the values of a tag: those that two coders or more have answered, in the order of the sample."""
    with home.main.read() as con:
        found = _over(home, con, round_id)
        table = _Table(found, rounds.marks(con, round_id))
        names = {c: home.shown_member(con, c) for c in found.coders}
        made = []
        for item in found.items:
            said = tuple(_said(names[c], table.mark(c, item), tag) for c in table.coders)
            if sum(bool(s.answer) for s in said) > 1:
                made.append(Difference(item, *blind_words(home, con, item), said))
    return tuple(made)


class _Table:
    """The marks of a round by coder and item; coders without any mark here are left out."""

    def __init__(self, found: Round, marks: Sequence[Mark]) -> None:
        self.round = found
        self.by = {(m.by, m.item): m for m in marks if m.by in found.coders}
        self.coders = tuple(c for c in found.coders if any(by == c for by, _ in self.by))

    def mark(self, coder: str, item: Item) -> Mark | None:
        return self.by.get((coder, item))

    def answers(self) -> list[list[list[bool | None]]]:
        """Tags by items by coders."""
        return [
            [[self._answer(c, item, tag) for c in self.coders] for item in self.round.items]
            for tag in self.round.tags
        ]

    def sets(self) -> list[list[frozenset[str] | None]]:
        """Items by coders: the tags each gave; None where an item was not answered whole."""
        return [[self._set(c, item) for c in self.coders] for item in self.round.items]

    def _answer(self, coder: str, item: Item, tag: str) -> bool | None:
        mark = self.mark(coder, item)
        said = mark.answers.get(tag) if mark else None
        return {YES: True, NO: False}.get(said or "")

    def _set(self, coder: str, item: Item) -> frozenset[str] | None:
        mark = self.mark(coder, item)
        if mark is None or not mark.whole(self.round.tags):
            return None
        return frozenset(t for t in self.round.tags if mark.answers.get(t) == YES)


def _over(home: Home, con: Connection, round_id: str) -> Round:
    found = the_round(con, round_id)
    if found.is_open(home.today()):
        raise Refused("ROUND_OPEN")
    return found


def _renamed(now: str, then: str) -> str:
    return "" if now == then else now


def _said(name: str, mark: Mark | None, tag: str) -> Said:
    if mark is None:
        return Said(name, "", "")
    return Said(name, mark.answers.get(tag, ""), mark.reasons.get(tag, ""))
