"""A round is over when it is closed or its last day has passed; own tags make a tree whatever two people did to it; spans meet or not."""

from datetime import date

import pytest

from ldp_stories.domain.coding import Coding, OwnTag, in_tree, places_for
from ldp_stories.domain.passages import MediaAnchor, TextAnchor
from ldp_stories.domain.rounds import How, Mark, Round, Unit


def a_round(*, closed: bool = False, deadline: str = "2026-05-10") -> Round:
    labels = {"t1": ("D1", "Trusted person", "Somebody one can turn to")}
    return Round(
        "r", "", Unit.STORY, ("t1",), labels, "", (), (), deadline, How.RANDOM, 1, "p", "2026-05-01", closed
    )


@pytest.mark.parametrize(
    ("day", "open_"), [("2026-05-09", True), ("2026-05-10", True), ("2026-05-11", False)]
)
def test_the_last_day_still_counts(day: str, open_: bool) -> None:
    assert a_round().is_open(date.fromisoformat(day)) is open_
    assert not a_round(closed=True).is_open(date.fromisoformat(day))


def test_a_round_without_a_last_day_is_open_until_it_is_closed() -> None:
    assert a_round(deadline="").is_open(date(2099, 1, 1))


def test_a_tag_is_called_what_it_was_called_that_day() -> None:
    assert a_round().label("t1") == "D1 Trusted person"
    assert a_round().label("unknown") == "unknown"


def test_a_mark_is_whole_when_every_tag_has_a_yes_or_a_no() -> None:
    mark = Mark("m", "r", ("s", ""), "p", {"a": "yes", "b": "no"})
    assert mark.whole(("a", "b"))
    assert not mark.whole(("a", "b", "c"))
    assert not Mark("m", "r", ("s", ""), "p", {"a": "perhaps"}).whole(("a",))


def tag(ident: str, parent: str | None = None, position: int = 0) -> OwnTag:
    return OwnTag(ident, ident, "", parent, position, "laptop")


def test_tags_stand_under_their_parents_in_order() -> None:
    found = in_tree([tag("c", "a", 2), tag("b"), tag("a"), tag("d", "a", 1), tag("e", "d")])
    assert [(t.id, depth) for t, depth in found] == [("a", 0), ("d", 1), ("e", 2), ("c", 1), ("b", 0)]


def test_a_circle_and_a_lost_parent_lose_no_tag() -> None:
    found = in_tree([tag("a", "b"), tag("b", "a"), tag("c", "gone"), tag("d", "d"), tag("e", "a")])
    assert sorted(t.id for t, _ in found) == ["a", "b", "c", "d", "e"]


def test_a_tag_goes_under_any_but_itself_and_those_below_it() -> None:
    tags = [tag("a"), tag("b", "a", 1), tag("c", "b"), tag("d", "a", 2), tag("e")]
    assert [(t.id, depth) for t, depth in places_for(tags, "b")] == [("a", 0), ("d", 1), ("e", 0)]
    assert [t.id for t, _ in places_for(tags, "a")] == ["e"]
    assert [t.id for t, _ in places_for(tags, "e")] == ["a", "b", "c", "d"]
    assert len(places_for(tags, "gone")) == len(tags)


def coding(start: int, end: int, *, layer: str = "l", record: str = "r", sound: bool = False) -> Coding:
    text = None if sound else TextAnchor(layer, start, end, "")
    heard = MediaAnchor(layer, start, end) if sound else None
    return Coding(f"{start}", record, text, heard, "t", "", "p")


@pytest.mark.parametrize("sound", [False, True])
def test_spans_meet_when_they_share_a_letter_or_a_moment(sound: bool) -> None:
    one = coding(5, 10, sound=sound)
    assert one.meets(coding(9, 12, sound=sound))
    assert coding(0, 20, sound=sound).meets(one)
    assert not one.meets(coding(10, 12, sound=sound))
    assert not one.meets(coding(5, 10, sound=sound, layer="other"))
    assert not one.meets(coding(5, 10, sound=sound, record="other"))
    assert not one.meets(coding(5, 10, sound=not sound))
