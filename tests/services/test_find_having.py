"""The library by everything that matters: kind, direction, level, own tag, age, group, researcher, dates, sound, reviewed; together and alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Channel, Scope
from ldp_stories.domain.review import Choice
from ldp_stories.errors import Refused
from ldp_stories.services.code_own import code, make_tag, uncode
from ldp_stories.services.count_found import tally
from ldp_stories.services.find import Purpose, search
from ldp_stories.services.home import Home
from ldp_stories.services.library_filters import (
    bundles,
    drop_search,
    keep_search,
    kept_searches,
    researchers,
)
from ldp_stories.services.review_tags import decide
from ldp_stories.store.choose import NAMES, records_with
from tests.services.house import WOMEN, YES, Told, houses, name_id, open_house, pass_on, tell


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
    assert len(NAMES) == 11


def test_a_bundle_gives_the_stories_it_brought(tmp_path: Path) -> None:
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        sent = tell(amina)
        pass_on(amina, joan)
        tell(joan)
        ((bundle, number, _, stories),) = bundles(joan)
        assert (number, stories) == ("1", 1)
        assert found(joan, bundle=bundle) == {sent.record}
        assert found(amina, bundle=bundle) == set()


def test_the_researchers_offered_are_those_whose_stories_are_here(joan: Home) -> None:
    assert researchers(joan) == ()
    tell(joan)
    tell(joan)
    assert researchers(joan) == ((joan.member, "C-01"),)


def test_those_who_said_yes_to_something_are_found(joan: Home) -> None:
    yes = tell(joan)
    tell(joan, answers=YES | {"recontact": "no"})
    assert {r.record for r in search(joan, "", may=Scope.RECONTACT).rows} == {yes.record}
    assert len({r.record for r in search(joan, "").rows}) == 2


def test_publishing_asks_for_each_way_out_by_itself(joan: Home) -> None:
    web = tell(joan)
    report = tell(joan, answers=YES | {"publish_clip:website": "no", "publish_clip:press": "not asked"})

    def shown(channel: Channel | None) -> tuple[set[str], int, int]:
        page = search(joan, "", purpose=Purpose.PUBLISH, channel=channel)
        return {r.record for r in page.rows}, page.hidden.not_agreed, page.hidden.not_asked

    assert shown(None) == shown(Channel.REPORT) == ({web.record, report.record}, 0, 0)
    assert shown(Channel.WEBSITE) == ({web.record}, 1, 0)
    assert shown(Channel.PRESS) == ({web.record}, 0, 1)
    assert tally(joan, "", purpose=Purpose.PUBLISH, channel=Channel.PRESS).hidden.not_asked == 1
    page = search(joan, "", purpose=Purpose.ANALYSE, channel=Channel.WEBSITE)
    assert page.hidden.total == 0


def test_a_search_is_kept_under_a_name_opened_replaced_and_forgotten(joan: Home) -> None:
    with pytest.raises(Refused):
        keep_search(joan, "  ")
    first = keep_search(
        joan, " Warm  rooms ", words="bulbs ", purpose="publish:report", filters={"tag": "x", "age": ""}
    )
    keep_search(joan, "A place")
    assert [s.name for s in kept_searches(joan)] == ["A place", "Warm rooms"]
    assert kept_searches(joan)[1] == first
    assert (first.words, first.purpose, first.filters) == ("bulbs", "publish:report", {"tag": "x"})
    again = keep_search(joan, "warm rooms", words="curtains")
    assert again.id == first.id
    assert [s.words for s in kept_searches(joan)] == ["", "curtains"]
    drop_search(joan, first.id)
    drop_search(joan, "not there")
    assert [s.name for s in kept_searches(joan)] == ["A place"]
