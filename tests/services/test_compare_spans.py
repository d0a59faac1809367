"""Own layers side by side: who marked which words, alpha for spans as published formulas give it, and what stands behind every value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from ldp_stories.domain.agreement.unitizing import unitizing_alpha
from ldp_stories.domain.agreement.verdict import FEWEST, State, Verdict, Why
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.passages import anchor
from ldp_stories.services.agreement_words import span_lines
from ldp_stories.services.code_own import code, make_tag, set_memo
from ldp_stories.services.compare_spans import SpanRow, anybody_marked, compare_spans
from ldp_stories.services.home import Home
from ldp_stories.services.read_record import open_record
from ldp_stories.services.set_up_programme import ALL_ROLES
from tests.services.homes import Clock, cheap_machine, found
from tests.ui.on_screen import CURTAINS, story

THEO, JOAN = "theo", "joan"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, list[str]]]:
    """Priya's home with two stories, and Theo and Joan in the roster."""
    folder = tmp_path_factory.mktemp("spans")
    home = found(folder / "home", cheap_machine(folder, Clock()), roles=ALL_ROLES, name="Priya")
    with home.main.write() as con:
        for ident, name in ((THEO, "Theo"), (JOAN, "Joan")):
            roles = [{"role": "evaluator", "start": "2026-01-01", "extra": []}]
            home.put(con, "member", ident, sets={"code": f"E-{name}", "work_name": name, "roles": roles})
    yield home, [story(home, title=f"Story {n}") for n in range(2)]
    home.close()


@pytest.fixture
def home(told: tuple[Home, list[str]]) -> Iterator[Home]:
    """The home; what a test marks is taken off again."""
    opened = told[0]
    yield opened
    with opened.main.write() as con:
        for ident in _marks(opened):
            opened.hide(con, "coding", ident)


def _marks(home: Home) -> list[str]:
    from ldp_stories.store import analysis

    with home.main.read() as con:
        return [c.id for c in analysis.codings(con)]


def words_of(home: Home, record: str) -> tuple[str, str]:
    layer = open_record(home, record).layers[0]
    return layer.id, layer.text


def theirs(home: Home, who: str, record: str, tag: str, start: int, end: int, memo: str = "") -> None:
    """A mark of somebody else, as it comes with a bundle."""
    layer, text = words_of(home, record)
    at = anchor(layer, text, start, end)
    place = {
        "layer": layer,
        "start": start,
        "end": end,
        "quote": at.quote,
        "before": at.before,
        "after": at.after,
    }
    with home.main.write() as con:
        home.put(
            con, "coding", new_id(), sets={"record": record, "tag": tag, "memo": memo, "by": who} | place
        )


def mine(home: Home, record: str, tag: str, start: int, end: int) -> str:
    return code(home, record, tag, layer=words_of(home, record)[0], start=start, end=end)


def test_nothing_is_marked_and_then_only_one_persons_marks_are_here(
    told: tuple[Home, list[str]], home: Home
) -> None:
    assert not anybody_marked(home)
    assert compare_spans(home).rows == ()
    tag = make_tag(home, "Women only")
    mine(home, told[1][0], tag, 0, 10)
    assert anybody_marked(home)
    seen = compare_spans(home)
    assert (seen.coders, seen.stories, seen.seen, seen.rows) == (("Priya",), 0, 1, ())


def test_a_story_that_not_everybody_marked_does_not_count(told: tuple[Home, list[str]], home: Home) -> None:
    tag = make_tag(home, "Quiet")
    first, second = told[1]
    mine(home, first, tag, 0, 10)
    theirs(home, THEO, second, tag, 0, 10)
    seen = compare_spans(home)
    assert (seen.stories, seen.seen, seen.rows) == (0, 2, ())


def test_how_sure_it_is_is_said_from_enough_texts_on_and_else_why_not() -> None:
    found = SpanRow("t", "Trust", (("Priya", 12), ("Theo", 11)), Verdict(0.5), (), texts=FEWEST - 1)
    assert span_lines(found)[1:] == (
        "Krippendorff's alpha for spans 0.500.",
        "How sure that is cannot be said from 19 of at least 20 texts and recordings.",
    )
    sure = replace(found, alpha=Verdict(0.5, None, 0.25, 0.75), texts=FEWEST)
    assert span_lines(sure)[1:] == ("Krippendorff's alpha for spans 0.500, between 0.25 and 0.75.",)


def test_alpha_is_that_of_the_stories_laid_end_to_end(told: tuple[Home, list[str]], home: Home) -> None:
    tag = make_tag(home, "Trust")
    first, second = sorted(told[1])  # in the order of their ids
    long = len(words_of(home, first)[1])
    for record, start, end in ((first, 0, 20), (first, 40, 60), (second, 5, 25)):
        mine(home, record, tag, start, end)
    for record, start, end in ((first, 0, 20), (first, 44, 60), (second, 80, 90)):
        theirs(home, THEO, record, tag, start, end)
    (row,) = compare_spans(home).rows
    wanted = unitizing_alpha(
        [
            [(0, 20), (40, 60), (long + 5, long + 25)],
            [(0, 20), (44, 60), (long + 80, long + 90)],
        ],
        long + len(words_of(home, second)[1]),
    )
    assert row.alpha == wanted
    assert wanted.value is not None
    assert 0 < wanted.value < 1
    assert dict(row.counts) == {"Priya": 3, "Theo": 3}


def test_behind_it_stand_the_stretches_with_everybodys_words_and_memo(
    told: tuple[Home, list[str]], home: Home
) -> None:
    tag = make_tag(home, "Curtains")
    first = told[1][0]
    text = words_of(home, first)[1]
    at = text.index(CURTAINS)
    set_memo(home, mine(home, first, tag, at, at + 9), "she says it twice")
    theirs(home, THEO, first, tag, at, at + len(CURTAINS), "all of it")
    mine(home, first, tag, 0, 4)
    theirs(home, THEO, first, tag, 0, 4)
    theirs(home, THEO, first, tag, 10, 14)
    (row,) = compare_spans(home).rows
    assert (len(row.units), row.split) == (3, 2)
    same, only, both = row.units
    assert same.alike
    assert not only.alike
    assert [m.marked for m in only.said] == [m.coder == "Theo" for m in only.said]
    said = {m.coder: (m.words, m.memo) for m in both.said}
    assert said == {"Priya": (text[at : at + 9], "she says it twice"), "Theo": (CURTAINS, "all of it")}
    assert both.title == "Story 0"


def test_marks_that_reach_over_a_border_of_others_are_one_stretch(
    told: tuple[Home, list[str]], home: Home
) -> None:
    tag = make_tag(home, "Long")
    first = told[1][0]
    for start, end in ((0, 30), (32, 40)):
        mine(home, first, tag, start, end)
    for start, end in ((5, 10), (20, 35)):
        theirs(home, THEO, first, tag, start, end)
    (row,) = compare_spans(home).rows
    assert len(row.units) == 1
    assert {m.coder: m.words.count("\u2026") for m in row.units[0].said} == {"Priya": 1, "Theo": 1}


def test_few_marks_have_a_sentence_and_no_number(told: tuple[Home, list[str]], home: Home) -> None:
    tag = make_tag(home, "Few")
    first = told[1][0]
    mine(home, first, tag, 0, 4)
    theirs(home, THEO, first, tag, 0, 4)
    (row,) = compare_spans(home).rows
    assert row.state is State.TOO_FEW
    assert span_lines(row) == (
        "The same words on 1 of 1. Marks: Priya 1, Theo 1.",
        f"Too few to say: 2 of at least {FEWEST} marks.",
    )


def test_enough_marks_have_alpha_and_all_that_is_the_same_is_one(
    told: tuple[Home, list[str]], home: Home
) -> None:
    tag = make_tag(home, "Many")
    for record in told[1]:
        for at in range(0, 50, 10):
            mine(home, record, tag, at, at + 5)
            theirs(home, THEO, record, tag, at, at + 5)
    (row,) = compare_spans(home).rows
    assert row.state is State.READY
    assert row.alpha.value == pytest.approx(1.0)
    assert span_lines(row)[1] == "Krippendorff's alpha for spans 1.000."


def test_with_three_people_only_stories_that_all_marked_count(
    told: tuple[Home, list[str]], home: Home
) -> None:
    tag, other = make_tag(home, "Three"), make_tag(home, "Other")
    first, second = told[1]
    for record in (first, second):
        mine(home, record, tag, 0, 10)
        theirs(home, THEO, record, tag, 0, 10)
    theirs(home, JOAN, first, other, 50, 60)
    seen = compare_spans(home)
    assert (sorted(seen.coders), seen.stories, seen.seen) == (["Joan", "Priya", "Theo"], 1, 2)
    assert {r.label: len(r.units) for r in seen.rows} == {"Other": 1, "Three": 1}
    joan = next(m for r in seen.rows if r.label == "Three" for m in r.units[0].said if m.coder == "Joan")
    assert not joan.marked


def test_everything_marked_by_everybody_cannot_be_defined_and_says_why(
    told: tuple[Home, list[str]], home: Home
) -> None:
    tag = make_tag(home, "All of it")
    first = told[1][0]
    whole = len(words_of(home, first)[1])
    mine(home, first, tag, 0, whole)
    theirs(home, THEO, first, tag, 0, whole)
    (row,) = compare_spans(home).rows
    if row.alpha.value is None:
        assert row.alpha.why is Why.ONE_ANSWER
    else:
        assert row.alpha.value == pytest.approx(1.0)
