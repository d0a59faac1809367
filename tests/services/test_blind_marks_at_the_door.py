"""At the door: a mark enters only when we may know it. Which laptop, whose mark, which round, open or over: the whole table."""

from collections.abc import Iterator
from typing import Any

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.revisions import Change, Revision, blanked, new_revision
from ldp_stories.services.blind_marks import without_hidden_marks
from ldp_stories.services.home import Home
from ldp_stories.services.judge_lines import E_BLIND, E_CARRY, Judged, without_blind_marks
from tests.services.house import name_id, open_house

HOMES = dict[str, Home]


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HOMES]:
    folder = tmp_path_factory.mktemp("door")
    made = {who: open_house(folder, who) for who in ("amina", "joan", "theo", "priya")}
    yield made
    for home in made.values():
        home.close()


def a_round(home: Home, coders: tuple[str, ...], *, closed: bool = False, deadline: str = "") -> str:
    """A round that this home knows of, whoever opened it."""
    ident = new_id()
    sets: dict[str, Any] = {
        "tags": ["t"],
        "items": [["r", ""]],
        "coders": [name_id(c) for c in coders],
        "closed": closed,
        "deadline": deadline,
    }
    from ldp_stories.store import ledger

    line = new_revision(
        "coding_round",
        ident,
        Change(sets),
        subj=(),
        par=(),
        dev=f"{new_id()}.1.w",
        seq=1,
        at_label="2026-01-01T00:00:00Z",
    )
    with home.main.write() as con:
        ledger.insert(con, [line], bundle=None)
    return ident


def mark(round_id: str | None, by: str, ent: str = "", seq: int = 1) -> Revision:
    sets: dict[str, Any] = {"answer:t": "yes"} | ({"round": round_id, "record": "r"} if round_id else {})
    return new_revision(
        "round_mark",
        ent or new_id(),
        Change(sets),
        subj=(),
        par=(),
        dev=f"{name_id(f'{by} laptop')}.1.w",
        seq=seq,
        at_label="2026-01-01T00:00:00Z",
    )


def enters(home: Home, *lines: Revision) -> list[bool]:
    """Which of the lines may come in."""
    with home.main.read() as con:
        verdict = without_hidden_marks(con, home, Judged(list(lines)))
    assert {code for _, code in verdict.refused} <= {E_BLIND}
    assert len(verdict.accepted) + len(verdict.refused) == len(lines)
    kept = {line.id for line in verdict.accepted}
    return [line.id in kept for line in lines]


@pytest.mark.parametrize(
    ("us", "coders", "closed", "expected"),
    [
        ("priya", ("priya", "theo"), False, False),
        ("priya", ("priya", "theo"), True, True),
        ("priya", ("theo", "joan"), False, False),
        ("priya", ("theo", "joan"), True, True),
        ("joan", ("priya", "theo"), False, True),
        ("joan", ("joan", "theo"), False, False),
        ("joan", ("joan", "theo"), True, True),
        ("theo", ("priya", "joan"), False, True),
        ("amina", ("priya", "theo"), False, False),
        ("amina", ("priya", "theo"), True, False),
    ],
)
def test_the_table_of_whose_marks_may_come_to_whom(
    homes: HOMES, us: str, coders: tuple[str, ...], closed: bool, expected: bool
) -> None:
    ident = a_round(homes[us], coders, closed=closed)
    other = next(c for c in coders if c != us)
    assert enters(homes[us], mark(ident, other)) == [expected]


@pytest.mark.parametrize("us", ["priya", "joan", "theo", "amina"])
def test_ones_own_marks_always_come_back(homes: HOMES, us: str) -> None:
    ident = a_round(homes[us], (us, "theo" if us != "theo" else "priya"))
    assert enters(homes[us], mark(ident, us)) == [True]


@pytest.mark.parametrize(("deadline", "expected"), [("2026-11-21", True), ("2026-11-22", False), ("", False)])
def test_the_last_day_counts_by_our_own_calendar(homes: HOMES, deadline: str, expected: bool) -> None:
    ident = a_round(homes["priya"], ("priya", "theo"), deadline=deadline)
    assert enters(homes["priya"], mark(ident, "theo")) == [expected]


def test_a_mark_of_a_round_nobody_knows_waits(homes: HOMES) -> None:
    for home in homes.values():
        assert enters(home, mark("an unknown round", "theo" if home is not homes["theo"] else "priya")) == [
            False
        ]


def test_a_change_of_a_mark_belongs_to_the_round_of_its_first_line(homes: HOMES) -> None:
    ident = a_round(homes["priya"], ("priya", "theo"), closed=True)
    ent = new_id()
    assert enters(homes["priya"], mark(ident, "theo", ent), mark(None, "theo", ent, 2)) == [True, True]
    running = a_round(homes["priya"], ("priya", "theo"))
    other = new_id()
    assert enters(homes["priya"], mark(running, "theo", other), mark(None, "theo", other, 2)) == [
        False,
        False,
    ]


def test_a_change_without_its_first_line_waits(homes: HOMES) -> None:
    assert enters(homes["joan"], mark(None, "theo")) == [False]


def test_a_blanked_mark_shows_nothing_and_follows_its_round(homes: HOMES) -> None:
    closed = a_round(homes["priya"], ("priya", "theo"), closed=True)
    ent = new_id()
    first = mark(closed, "theo", ent)
    assert enters(homes["priya"], first, blanked(mark(None, "theo", ent, 2), "order")) == [True, True]


def test_other_lines_are_left_alone_and_what_was_refused_before_stays_refused(homes: HOMES) -> None:
    ident = a_round(homes["priya"], ("priya", "theo"))
    record = new_revision(
        "record", new_id(), Change({"title": "x"}), subj=(), par=(), dev="d.1.w", seq=1, at_label="t"
    )
    hidden = mark(ident, "theo")
    with homes["priya"].main.read() as con:
        verdict = without_hidden_marks(con, homes["priya"], Judged([record, hidden], [("x", E_CARRY)]))
    assert [line.id for line in verdict.accepted] == [record.id]
    assert verdict.refused == [("x", E_CARRY), (hidden.id, E_BLIND)]


def test_without_marks_nothing_is_looked_up() -> None:
    judged = Judged([])
    assert without_blind_marks(judged, lambda _: "", lambda _: True) == judged
