"""What a team is told of a round that is over: values only where they mean something, sentences else, and every difference with its reasons."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ldp_stories.domain.agreement.verdict import FEWEST, State, Why
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.rounds import Unit
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.compare_coders import compare, differences
from ldp_stories.services.home import Home
from tests.services.homes import code_of
from tests.services.house import WOMEN, Told, change, erase, name_id, open_house, tell
from tests.services.released import release_read

PRIYA, THEO, JOAN = name_id("priya"), name_id("theo"), name_id("joan")
TAGS = ("D1", "A8")


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def stories(home: Home, count: int) -> list[Told]:
    return [tell(home, code=f"LT-{n:04d}-KQY", title=f"Story {n}", marked=(WOMEN,)) for n in range(count)]


def open_one(
    home: Home,
    items: Sequence[tuple[str, str]],
    *,
    coders: tuple[str, ...] = (PRIYA, THEO),
    closed: bool = True,
) -> str:
    ident = new_id()
    labels = {name_id("D1"): ["D1", "Trusted person", ""], name_id("A8"): ["A8", "Home and space", ""]}
    sets = {
        "title": "R",
        "unit": Unit.STORY.value,
        "tags": [name_id(t) for t in TAGS],
        "labels": labels,
        "items": [list(i) for i in items],
        "coders": sorted(coders),
        "opened_by": JOAN,
        "closed": closed,
    }
    with home.main.write() as con:
        home.put(con, "coding_round", ident, sets=sets)
    return ident


def mark(
    home: Home, round_id: str, item: tuple[str, str], by: str, *said: str, reason: str = "", subj: str = ""
) -> None:
    """What somebody said on an item: an answer for D1, and one for A8 when it is given."""
    sets = {"round": round_id, "record": item[0], "passage": item[1], "by": by}
    for tag, answer in zip(TAGS, said, strict=False):
        if answer:
            sets[f"answer:{name_id(tag)}"] = answer
            sets[f"reason:{name_id(tag)}"] = reason
    with home.main.write() as con:
        home.put(con, "round_mark", new_id(), sets=sets, subj=(subj,) if subj else ())


def test_the_values_of_the_methods_page_come_out_of_a_real_round(joan: Home) -> None:
    told = stories(joan, 30)
    items = [(t.record, "") for t in told]
    ident = open_one(joan, items)
    pairs = [("yes", "yes")] * 9 + [("yes", "no")] * 4 + [("no", "yes")] * 2 + [("no", "no")] * 15
    for item, (mine, theirs) in zip(items, pairs, strict=True):
        mark(joan, ident, item, PRIYA, mine, "no")
        mark(joan, ident, item, THEO, theirs, "no")
    seen = compare(joan, ident)
    d1, a8 = seen.rows
    assert (d1.label, d1.now, d1.found.state) == ("D1 Trusted person", "", State.READY)
    assert (
        f"{d1.found.percent.value:.3f} {d1.found.kappa.value:.3f} {d1.found.alpha.value:.3f}"
        == "0.800 0.585 0.590"
    )
    assert {d1.found.both, d1.found.neither, d1.found.split} == {9, 15, 6}
    assert d1.found.alpha.low is not None
    assert a8.found.state is State.NOT_USED
    assert len(differences(joan, ident, name_id("D1"))) == 6
    assert differences(joan, ident, name_id("A8")) == ()
    assert compare(joan, ident) == seen


@pytest.mark.parametrize(("count", "state"), [(FEWEST - 1, State.TOO_FEW), (FEWEST, State.READY)])
def test_under_twenty_items_there_are_counts_and_no_values_are_ready(
    joan: Home, count: int, state: State
) -> None:
    items = [(t.record, "") for t in stories(joan, count)]
    ident = open_one(joan, items)
    for item in items:
        mark(joan, ident, item, PRIYA, "yes", "no")
        mark(joan, ident, item, THEO, "no", "no")
    row = compare(joan, ident).rows[0]
    assert row.found.state is state
    assert (row.found.units, row.found.split) == (count, count)


def test_three_coders_with_gaps(joan: Home) -> None:
    items = [(t.record, "") for t in stories(joan, 3)]
    ident = open_one(joan, items, coders=(PRIYA, THEO, JOAN))
    for item in items:
        mark(joan, ident, item, PRIYA, "yes", "no")
        mark(joan, ident, item, THEO, "no", "no")
    mark(joan, ident, items[0], JOAN, "yes")
    seen = compare(joan, ident)
    assert len(seen.coders) == 3
    assert seen.rows[0].found.kappa.why is Why.NOT_TWO
    assert seen.rows[0].found.units == 3
    first, second, _ = differences(joan, ident, name_id("D1"))
    assert sorted(s.answer for s in first.said) == ["no", "yes", "yes"]
    assert sorted(s.answer for s in second.said) == ["", "no", "yes"]


def test_somebody_whose_marks_have_not_come_is_named_as_missing(joan: Home) -> None:
    items = [(t.record, "") for t in stories(joan, 2)]
    ident = open_one(joan, items)
    mark(joan, ident, items[0], PRIYA, "yes", "yes")
    seen = compare(joan, ident)
    assert (seen.coders, seen.missing) == (("Priya",), ("Theo",))
    assert [r.found.state for r in seen.rows] == [State.NOT_READ, State.NOT_READ]
    assert seen.sets.why is Why.NOTHING_SHARED
    assert seen.items == 2


def test_a_round_nobody_has_coded_in_is_no_trouble(joan: Home) -> None:
    items = [(t.record, "") for t in stories(joan, 1)]
    seen = compare(joan, open_one(joan, items))
    assert (seen.coders, len(seen.missing)) == ((), 2)
    assert [r.found.state for r in seen.rows] == [State.NOT_READ, State.NOT_READ]


def test_marks_of_somebody_who_is_no_coder_of_the_round_count_for_nothing(joan: Home) -> None:
    items = [(t.record, "") for t in stories(joan, 1)]
    ident = open_one(joan, items)
    mark(joan, ident, items[0], JOAN, "yes", "yes")
    assert compare(joan, ident).coders == ()


def test_all_tags_of_an_item_together_are_compared_as_sets(joan: Home) -> None:
    items = [(t.record, "") for t in stories(joan, 2)]
    ident = open_one(joan, items)
    mark(joan, ident, items[0], PRIYA, "yes", "no")
    mark(joan, ident, items[0], THEO, "yes", "no")
    mark(joan, ident, items[1], PRIYA, "yes", "no")
    mark(joan, ident, items[1], THEO, "yes", "yes")
    # {a}|{a}, {a}|{a,b}: the example worked out by hand among the known answers.
    assert compare(joan, ident).sets.value == pytest.approx(1 - (2 * (2 / 3) / 4) / (2 * 3 * (2 / 3) / 12))


def test_a_tag_that_was_renamed_since_shows_both_names(joan: Home) -> None:
    items = [(t.record, "") for t in stories(joan, 1)]
    ident = open_one(joan, items)
    change(joan, "tag", name_id("D1"), name="Somebody to turn to")
    row = compare(joan, ident).rows[0]
    assert (row.label, row.now) == ("D1 Trusted person", "D1 Somebody to turn to")


def test_a_difference_shows_the_words_only_as_far_as_one_may_read_them_today(joan: Home) -> None:
    told = stories(joan, 3)
    for one in told:
        release_read(joan, one.record)
    items = [(t.record, "") for t in told]
    ident = open_one(joan, items)
    for one, item in zip(told, items, strict=True):
        mark(joan, ident, item, PRIYA, "yes", reason="she says so", subj=one.participant)
        mark(joan, ident, item, THEO, "no", reason="in passing", subj=one.participant)
    change(joan, "consent", told[1].consent, **{"answer:share_team": "no"})
    erase(joan, told[2])
    first, second = differences(joan, ident, name_id("D1"))
    assert first.title == "Story 0"
    assert first.words.startswith("When we came in the spring")
    assert [(s.coder, s.answer, s.reason) for s in sorted(first.said, key=lambda s: s.coder)] == [
        ("Priya", "yes", "she says so"),
        ("Theo", "no", "in passing"),
    ]
    assert (second.title, second.words) == ("", "")


def test_a_passage_is_shown_by_its_own_words(joan: Home) -> None:
    (told,) = stories(joan, 1)
    released = release_read(joan, told.record)
    with joan.main.read() as con:
        from ldp_stories.store import passages

        twin = next(
            p for p in passages.of_record(con, told.record) if p.text and p.text.layer == released.layer
        )
    ident = open_one(joan, [(told.record, twin.id)])
    mark(joan, ident, (told.record, twin.id), PRIYA, "yes")
    mark(joan, ident, (told.record, twin.id), THEO, "no")
    (one,) = differences(joan, ident, name_id("D1"))
    assert one.words == WOMEN


def test_an_open_round_tells_nothing_and_an_unknown_one_is_not_here(joan: Home) -> None:
    items = [(t.record, "") for t in stories(joan, 1)]
    ident = open_one(joan, items, closed=False)
    for act in (lambda: compare(joan, ident), lambda: differences(joan, ident, name_id("D1"))):
        with pytest.raises(Refused) as caught:
            act()
        assert code_of(caught) == "ROUND_OPEN"
    with pytest.raises(UserError) as lost:
        compare(joan, "unknown")
    assert code_of(lost) == "NO_SUCH_ROUND"
