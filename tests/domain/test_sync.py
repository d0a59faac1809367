"""Where words and sound meet: read strictly, carried through edits, asked both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.masking import Edit, apply, carry_points
from ldp_stories.domain.sync import SyncPoint, follow, ms_at, read, span_of, tidy, written

P = SyncPoint
POINTS = (P(0, 1_000), P(10, 3_000), P(30, 4_000))


def test_points_are_read_as_they_were_written_and_nonsense_is_passed_over() -> None:
    assert read(written(POINTS), 40) == POINTS
    wrong: list[object] = [{"position": "1", "ms": 2}, {"ms": 2}, 7, None, {"position": True, "ms": 2}]
    assert read(
        [*wrong, {"position": 99, "ms": 1}, {"position": 3, "ms": -1}, {"position": 3, "ms": 8}], 40
    ) == (P(3, 8),)
    assert read("nothing", 40) == ()
    assert read([{"position": 2**60, "ms": 1}], 40) == ()


def test_of_two_points_at_one_place_the_last_stays() -> None:
    assert tidy([P(5, 1), P(2, 9), P(5, 3)], 10) == (P(2, 9), P(5, 3))


@pytest.mark.parametrize(
    ("new", "stay"),
    [
        ("He said: one two three", (P(0, 100), P(13, 200), P(17, 300))),
        ("one two three and more", (P(0, 100), P(4, 200), P(8, 300))),
        ("one 2 three", (P(0, 100), P(4, 200), P(6, 300))),
        ("one three", (P(0, 100), P(4, 200))),
        ("", (P(0, 100),)),
    ],
)
def test_points_stay_with_their_words(new: str, stay: tuple[SyncPoint, ...]) -> None:
    old = "one two three"
    assert follow((P(0, 100), P(4, 200), P(8, 300)), old, new) == stay


@given(st.text("abc \u0627\U0001f600", max_size=30), st.text("abc \u0627", max_size=30))
def test_following_never_leaves_the_text_and_never_changes_the_order(old: str, new: str) -> None:
    points = tuple(P(at, 10 * at) for at in range(0, len(old) + 1, 3))
    moved = follow(points, old, new)
    assert all(0 <= p.position <= len(new) for p in moved)
    assert [p.ms for p in moved] == sorted(p.ms for p in moved)
    assert follow(points, old, old) == points


def test_a_place_in_the_words_has_its_moment_and_between_two_points_its_share() -> None:
    assert [ms_at(POINTS, at) for at in (0, 5, 10, 20, 30, 99)] == [1_000, 2_000, 3_000, 3_500, 4_000, 4_000]
    assert ms_at(POINTS[1:], 2) == 3_000
    assert ms_at((), 5) is None
    assert ms_at((P(0, 5_000), P(10, 2_000)), 5) == 5_000, "somebody went back in the sound"


def test_words_have_a_beginning_and_an_end_in_the_sound() -> None:
    assert span_of(POINTS, 2, 9, 60_000) == (1_400, 3_000)
    assert span_of(POINTS, 30, 40, 60_000) == (4_000, 60_000)
    assert span_of((), 0, 4, 60_000) is None
    assert span_of(POINTS, 30, 40, 4_000) is None


def test_points_go_through_masks_and_one_inside_goes_to_its_beginning() -> None:
    text = "Mrs Patel teaches at Millbrook school"
    edits = (Edit(0, 9, "[headteacher]"), Edit(21, 37, "[school]"))
    points = (P(0, 0), P(4, 100), P(10, 500), P(31, 900))
    moved = carry_points(points, edits)
    masked = apply(text, edits)
    assert masked == "[headteacher] teaches at [school]"
    assert moved == (P(0, 0), P(14, 500), P(25, 900))
    assert masked[14:].startswith("teaches")
