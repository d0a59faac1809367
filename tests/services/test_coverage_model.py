"""Coverage against a plain count: any people in any places, with any groups and any answers."""

import tempfile
from collections import defaultdict
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ldp_stories.services.heard_where import meetings
from ldp_stories.services.home import Home
from ldp_stories.services.report_places import by_area, by_ward
from ldp_stories.services.see_coverage import coverage
from tests.effort import effort
from tests.services.house import PLACES, YES, name_id, open_house, tell

GROUPS = ("women", "carers", "none")
PLACE = st.sampled_from([*PLACES, "nowhere"])
PERSON = st.tuples(PLACE, st.sets(st.sampled_from(GROUPS)), st.booleans(), st.integers(1, 2))
WARDS = {"millbrook": "Millbrook", "cafe": "Millbrook", "fordbridge": "Fordbridge"}


def with_groups(home: Home) -> None:
    with home.main.write() as con:
        for at, key in enumerate(GROUPS):
            sets = {"list": "target_group", "key": key, "label": key.title(), "position": at}
            home.put(con, "list_item", name_id(f"group {key}"), sets=sets)


@settings(max_examples=effort(5, 150), deadline=None)
@given(st.lists(PERSON, max_size=14))
def test_every_cell_says_what_a_plain_count_says(people: list[tuple[str, set[str], bool, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = open_house(Path(folder), "joan")
        with_groups(home)
        heard: dict[tuple[str, str], int] = defaultdict(int)
        by_place: dict[str, int] = defaultdict(int)
        for at, (place, groups, part, times) in enumerate(people):
            facts = {
                "code": f"LT-{at}",
                "marked": (),
                "answers": YES if part else YES | {"take_part": "no"},
            }
            where = name_id(place) if place in PLACES else "nowhere"
            told = tell(home, place=where, teller={"target_groups": sorted(groups)}, **facts)  # type: ignore[arg-type]
            for _ in range(times - 1):
                tell(home, place=where, person=told.participant, **facts)  # type: ignore[arg-type]
            if part:
                ward = WARDS.get(place, "")
                by_place[ward] += 1
                for group in groups - {"none"}:
                    heard[ward, group] += 1
        seen = coverage(home)
        assert [c.key for c in seen.columns] == ["women", "carers"]
        for row in seen.rows:
            for column, level in zip(seen.columns, row.levels, strict=True):
                count = heard[row.place.name, column.key]
                wanted = "none" if count == 0 else "few" if count < 5 else "thin" if count < 10 else "full"
                assert level == wanted
        lines = {line.place.name if line.place else "": line.people for line in by_ward(home)}
        assert lines == {ward: n for ward, n in by_place.items() if n}
        assert sum(line.people for line in by_area(home)) == sum(by_place.values())
        assert seen.stories == any(n for ward, n in by_place.items() if ward)
        home.close()


def test_a_meeting_without_anybody_who_takes_part_has_no_people(tmp_path: Path) -> None:
    home = open_house(tmp_path, "joan")
    tell(home, answers=YES | {"take_part": "no"}, marked=())
    yes = tell(home, marked=(), code="LT-2", place=name_id("fordbridge"))
    with home.main.read() as con:
        found = {m.id: m for m in meetings(home, con)}
    assert len(found) == 2
    assert found[yes.encounter].people == {yes.participant}
    assert found[yes.encounter].place is not None
    assert sorted(len(m.people) for m in found.values()) == [0, 1]
    home.close()


def test_a_person_in_two_places_is_heard_in_both(tmp_path: Path) -> None:
    home = open_house(tmp_path, "joan")
    with_groups(home)
    told = tell(home, marked=(), place=name_id("fordbridge"), teller={"target_groups": ["women"]})
    tell(home, marked=(), place=name_id("millbrook"), person=told.participant)
    levels = {r.place.name: r.levels for r in coverage(home).rows}
    assert levels == {"Fordbridge": ("few", "none"), "Millbrook": ("few", "none")}
    assert coverage(home).missing_everywhere == ("Carers",)
    home.close()
