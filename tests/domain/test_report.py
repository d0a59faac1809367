"""A report in the domain: its passages in order, its headings, and ticks that count for one content only."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.consent import Channel
from ldp_stories.domain.report import HEADINGS, QUESTIONS, Chapter, Part, Report, ReportType

REPORT = Report(
    "r",
    ReportType.AUDIO,
    "What we heard",
    chapters=(
        Chapter("Trust", (Part(words="We say"), Part(passage="a"))),
        Chapter("Next", (Part(passage="b"), Part(passage="a"))),
    ),
)
parts = st.builds(Part, st.text(max_size=5), st.sampled_from(["", "a", "b"]))
chapters = st.lists(
    st.builds(Chapter, st.text(max_size=5), st.lists(parts, max_size=3).map(tuple)), max_size=3
).map(tuple)


def test_the_passages_come_in_the_order_of_the_page() -> None:
    assert list(REPORT.passages()) == ["a", "b", "a"]


def test_every_type_begins_with_headings_of_its_own() -> None:
    assert set(HEADINGS) == set(ReportType)
    assert all(HEADINGS[type_] and len(set(HEADINGS[type_])) == len(HEADINGS[type_]) for type_ in ReportType)
    assert HEADINGS[ReportType.CASE][-1] == "What we are unsure of"


def test_there_are_nine_questions_that_end_like_sentences() -> None:
    assert list(QUESTIONS) == list(range(1, 10))
    assert all(words.endswith(".") for words in QUESTIONS.values())


@pytest.mark.parametrize(
    "other",
    [
        replace(REPORT, title="x"),
        replace(REPORT, lead="x"),
        replace(REPORT, type=ReportType.CASE),
        replace(REPORT, channel=Channel.PRESS),
        replace(REPORT, audience="x"),
        replace(REPORT, chapters=REPORT.chapters[:1]),
        replace(REPORT, chapters=REPORT.chapters[::-1]),
    ],
)
def test_whatever_a_reader_would_see_is_in_the_hash(other: Report) -> None:
    assert other.content != REPORT.content


def test_ticks_and_the_last_day_are_not_in_the_hash() -> None:
    assert (
        replace(REPORT, ticks={1: "2026-11-22"}, ticked_for="x", expires="2027-01-01").content
        == REPORT.content
    )


def test_ticks_stand_only_for_the_content_they_were_given_for() -> None:
    ticked = replace(REPORT, ticks={1: "2026-11-22", 3: "2026-11-22"}, ticked_for=REPORT.content)
    assert ticked.standing_ticks == {1, 3}
    assert replace(ticked, title="Another").standing_ticks == frozenset()
    assert replace(ticked, ticked_for="").standing_ticks == frozenset()


@given(chapters, chapters)
def test_two_reports_hash_alike_only_when_they_are_alike(
    one: tuple[Chapter, ...], two: tuple[Chapter, ...]
) -> None:
    first, second = replace(REPORT, chapters=one), replace(REPORT, chapters=two)
    assert (first.content == second.content) == (one == two)
