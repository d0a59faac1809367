"""A ward that moved (AT-8): what is offered on a day, what old stories keep, what reports say, and re-mapping by a person."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ldp_stories.domain.places import CANNOT_SAY, Place
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.count_people import heard
from ldp_stories.services.find_place import every_place, offers
from ldp_stories.services.home import Home
from ldp_stories.services.place_again import place_again, to_place_again
from ldp_stories.services.report_places import by_area, by_ward
from ldp_stories.services.see_coverage import coverage
from ldp_stories.services.set_up_programme import found_programme
from tests.services.homes import Clock, cheap_machine, code_of
from tests.services.house import erase, tell

OLD_DAY, NEW_DAY = "2025-03-12", "2026-06-03"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A programme with the real wards, three weeks after some of them moved."""
    folder = tmp_path_factory.mktemp("wards")
    clock = Clock(datetime(2026, 6, 3, 10, 0, tzinfo=UTC))
    home = found_programme(
        folder / "joan", cheap_machine(folder, clock), name="Joan", programme_name="Birmingham and Solihull", passphrase=None, practice=True,
        roles=(Role.COORDINATOR,), content="starter",
    )  # fmt: skip
    yield home
    home.close()


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    clock = Clock(datetime(2026, 6, 3, 10, 0, tzinfo=UTC))
    home = found_programme(
        tmp_path / "joan", cheap_machine(tmp_path, clock), name="Joan", programme_name="Birmingham and Solihull", passphrase=None, practice=True,
        roles=(Role.COORDINATOR,), content="starter",
    )  # fmt: skip
    yield home
    home.close()


def place(home: Home, code: str) -> Place:
    return next(p for p in every_place(home) if p.code == code)


def codes(home: Home, text: str = "", day: str | None = None) -> list[str]:
    return [o.place.code for o in offers(home, text, day)]


def test_the_list_offers_what_is_valid_on_the_day(shared: Home) -> None:
    today = codes(shared)
    assert {"E05016422", "E05016423"} <= set(today)
    assert "E05001290" not in today
    then = codes(shared, day=OLD_DAY)
    assert "E05001290" in then
    assert not {"E05016422", "E05016423"} & set(then)


@pytest.mark.parametrize(
    "typed", ["Kingshurst and Fordbridge", "Kingshurst & Fordbridge", "kingshurst and ford"]
)
def test_the_old_name_finds_both_new_wards_with_the_day_they_changed(shared: Home, typed: str) -> None:
    found = offers(shared, typed)
    assert {(o.place.code, o.changed) for o in found} == {
        ("E05016422", "2026-05-07"),
        ("E05016423", "2026-05-07"),
    }
    assert all("Kingshurst and Fordbridge" in o.was for o in found)


def test_a_new_name_finds_the_old_ward_for_a_story_of_before(shared: Home) -> None:
    found = offers(shared, "Castle Bromwich", "2026-01-05")
    assert [(o.place.name, o.changed) for o in found] == [("Smith's Wood", "2026-05-07")]


def test_a_ward_of_the_same_name_says_that_its_edges_changed(shared: Home) -> None:
    (found,) = offers(shared, "Chelmsley")
    assert (found.place.code, found.changed) == ("E05016419", "2026-05-07")


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Holly Head", "Holyhead"), ("holly", "Holyhead"), ("Highgate", "Bordesley & Highgate")],
)
def test_the_names_people_use_find_the_official_one(shared: Home, typed: str, name: str) -> None:
    assert [o.place.name for o in offers(shared, typed)] == [name]
    assert offers(shared, typed)[0].changed == ""


@pytest.mark.parametrize("name", ["Greenhill", "Hobs Moat North"])
def test_small_areas_without_codes_are_offered_like_any_other(shared: Home, name: str) -> None:
    (found,) = offers(shared, name)
    assert (found.place.name, found.place.code) == (name, "")
    assert name in [r.place.name for r in coverage(shared).rows]


def test_reports_show_old_and_new_wards_apart_and_the_pilot_area_counts_both(joan: Home) -> None:
    old, new = place(joan, "E05001290"), place(joan, "E05016422")
    tell(joan, place=old.id, at=f"{OLD_DAY}T10:00")
    tell(joan, place=new.id, at=f"{NEW_DAY}T10:00", code="LT-2")
    lines = {line.place.code: line for line in by_ward(joan) if line.place}
    assert {c: (x.people, x.changed) for c, x in lines.items()} == {
        "E05001290": (1, "2026-05-07"),
        "E05016422": (1, "2026-05-07"),
    }
    assert all(line.few for line in lines.values())
    (area,) = by_area(joan)
    assert area.place is not None
    assert (area.place.key, area.people, area.meetings) == ("area/bs-5", 2, 2)
    with joan.main.read() as con:
        assert heard(joan, con) == (
            ("Fordbridge (new ward, boundaries changed 7 May 2026)", 1),
            ("Kingshurst and Fordbridge (old ward, boundaries changed 7 May 2026)", 1),
        )


def test_wards_of_one_name_are_never_counted_together(joan: Home) -> None:
    tell(joan, place=place(joan, "E05001287").id, at=f"{OLD_DAY}T10:00")
    tell(joan, place=place(joan, "E05016419").id, at=f"{NEW_DAY}T10:00", code="LT-2")
    assert [line.people for line in by_ward(joan)] == [1, 1]
    with joan.main.read() as con:
        assert [name.partition(",")[0] for name, _ in heard(joan, con)] == [
            "Chelmsley Wood (new ward",
            "Chelmsley Wood (old ward",
        ]


def test_a_person_re_maps_a_story_and_its_old_place_stays(joan: Home) -> None:
    old, new = place(joan, "E05001290"), place(joan, "E05016422")
    told = tell(joan, place=old.id, at=f"{OLD_DAY}T10:00")
    tell(joan, place=new.id, at=f"{NEW_DAY}T10:00", code="LT-2")
    (item,) = to_place_again(joan)
    assert (item.record, item.old.code, item.changed, item.chosen) == (
        told.record,
        "E05001290",
        "2026-05-07",
        "",
    )
    assert {c.code for c in item.choices} == {"E05016422", "E05016423"}
    place_again(joan, told.record, new.id, "She lives by the brook")
    (again,) = to_place_again(joan)
    assert (again.old.code, again.chosen, again.why) == ("E05001290", new.id, "She lives by the brook")
    assert len(by_ward(joan)) == 2
    (one,) = by_ward(joan, mapped=True)
    assert one.place == new
    assert one.people == 2


def test_nobody_can_say_is_an_answer_and_nothing_is_guessed(joan: Home) -> None:
    told = tell(joan, place=place(joan, "E05001290").id, at=f"{OLD_DAY}T10:00")
    undecided = by_ward(joan, mapped=True)
    place_again(joan, told.record, CANNOT_SAY, "The street is on the edge")
    (item,) = to_place_again(joan)
    assert item.chosen == CANNOT_SAY
    assert by_ward(joan, mapped=True) == undecided == by_ward(joan)


@pytest.mark.parametrize(
    ("code", "why", "refused"),
    [("E05016422", "  ", "REASON_NEEDED"), ("E05001287", "hm", "NO_SUCH_PLACE"), ("", "hm", "NO_SUCH_PLACE")],
)
def test_a_place_of_the_past_or_no_reason_is_refused(joan: Home, code: str, why: str, refused: str) -> None:
    told = tell(joan, place=place(joan, "E05001290").id, at=f"{OLD_DAY}T10:00")
    with pytest.raises(UserError) as caught:
        place_again(joan, told.record, place(joan, code).id if code else "nowhere", why)
    assert code_of(caught) == refused
    assert to_place_again(joan)[0].chosen == ""


def test_drafts_and_stories_taken_back_are_not_asked_about(joan: Home) -> None:
    old = place(joan, "E05001290").id
    tell(joan, place=old, status="draft")
    erase(joan, tell(joan, place=old, code="LT-2"))
    assert to_place_again(joan) == ()


def test_an_unknown_place_has_a_line_of_its_own(joan: Home) -> None:
    tell(joan, place="gone")
    assert [(line.place, line.people) for line in by_ward(joan)] == [(None, 1)]
    assert [(line.place, line.people) for line in by_area(joan)] == [(None, 1)]


def test_the_report_by_place_counts_people_and_not_mentions(joan: Home) -> None:
    first = tell(joan, place=place(joan, "E05011147").id)
    tell(joan, place=place(joan, "E05011147").id, person=first.participant)
    (line,) = by_ward(joan)
    assert (line.people, line.meetings, line.changed, line.least) == (1, 2, "", 5)
