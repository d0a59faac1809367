"""The library by everything that matters: kind, direction, level, own tag, age, group, researcher, dates, sound, reviewed; together and alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.review import Choice
from ldp_stories.services.code_own import code, make_tag, uncode
from ldp_stories.services.find import search
from ldp_stories.services.home import Home
from ldp_stories.services.review_tags import decide
from ldp_stories.store.choose import NAMES, records_with
from tests.services.house import WOMEN, Told, name_id, open_house, tell


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def found(home: Home, **having: str) -> set[str]:
    return {row.record for row in search(home, "", having=having).rows}


def two(home: Home, **facts: object) -> tuple[Told, Told]:
    """A story with these facts, and one without."""
    return tell(home, **facts), tell(home, code="LT-5555-KQY", at="2026-01-02T10:00")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value", "facts"),
    [
        ("kind", "interview", {"kind": "interview"}),
        ("direction", "better", {"direction": "better"}),
        ("level", "locality", {"level": "locality"}),
        ("age", "16-17", {"teller": {"age_band": "16-17"}}),
        ("group", "carers", {"teller": {"target_groups": ["women", "carers"]}}),
        ("sound", "yes", {"sound": True}),
    ],
)
def test_a_filter_keeps_the_one_that_fits(
    joan: Home, name: str, value: str, facts: dict[str, object]
) -> None:
    one, _ = two(joan, **facts)
    assert found(joan, **{name: value}) == {one.record}
    if name not in ("sound", "reviewed"):
        assert found(joan, **{name: "something else"}) == set()


def test_the_last_day_is_a_filter(joan: Home) -> None:
    late, early = two(joan)
    assert found(joan, until="2026-02-01") == {early.record}
    assert found(joan, until="2026-12-31") == {late.record, early.record}


def test_an_own_tag_is_a_filter_until_it_is_taken_off(joan: Home) -> None:
    one, _ = two(joan)
    tag = make_tag(joan, "Curtains")
    made = code(joan, one.record, tag, layer=one.words, start=0, end=5)
    assert found(joan, own_tag=tag) == {one.record}
    uncode(joan, made)
    assert found(joan, own_tag=tag) == set()


def test_reviewed_means_that_every_suggestion_is_settled(joan: Home) -> None:
    one, _ = two(joan, tags={WOMEN: "D1"})
    assert found(joan, reviewed="yes") == set()
    decide(joan, one.suggestions["D1"], Choice.ACCEPT)
    assert found(joan, reviewed="yes") == {one.record}


def test_who_began_it_is_a_filter(joan: Home) -> None:
    one, other = two(joan)
    assert found(joan, researcher=name_id("joan")) == {one.record, other.record}
    assert found(joan, researcher=name_id("amina")) == set()


def test_filters_work_together_and_with_words(joan: Home) -> None:
    one, other = two(joan, kind="interview", direction="better")
    assert found(joan, kind="interview", direction="better", sound="yes") == set()
    assert found(joan, kind="interview", direction="better") == {one.record}
    assert {r.record for r in search(joan, "women", having={"kind": "story"}).rows} == {other.record}


def test_no_filter_takes_all_and_an_unknown_one_is_a_mistake(joan: Home) -> None:
    one, other = two(joan)
    assert found(joan) == {one.record, other.record}
    with joan.main.read() as con:
        assert records_with(con, {}) == frozenset()
        with pytest.raises(ValueError, match="shoe size"):
            records_with(con, {"shoe size": "9"})
    assert len(NAMES) == 10
