"""Places over time as a property: whatever wards come and go, on every day the list offers what exists and every old name leads somewhere."""

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldp_stories.domain.places import Place, PlaceType, before_and_after, next_day
from ldp_stories.errors import Refused
from ldp_stories.services.find_place import offers
from ldp_stories.services.home import Home
from ldp_stories.services.place_again import place_again, to_place_again
from ldp_stories.services.report_places import by_ward
from ldp_stories.services.story import the_record
from tests.effort import effort
from tests.services.house import name_id, open_house, tell

FIRST = date(2020, 1, 1)
LINKS = st.lists(st.lists(st.integers(0, 3), max_size=3, unique=True), min_size=1, max_size=4)


def wards(links: list[list[int]], day: date) -> list[Place]:
    """Old wards until a day, four new ones from the next, and which old one leads to which new ones."""
    until, after = day.isoformat(), str(next_day(day.isoformat()))
    new = [Place(f"n{n}", f"n{n}", PlaceType.WARD, f"New {n}", valid_from=after) for n in range(4)]
    old = [
        Place(
            f"o{n}",
            f"o{n}",
            PlaceType.WARD,
            f"Old {n}",
            aliases=(f"Former {n}",),
            valid_to=until,
            successors=tuple((f"n{to}", "part") for to in leads),
        )
        for n, leads in enumerate(links)
    ]
    return [*old, *new]


@given(LINKS, st.integers(0, 2000))
def test_sides_of_a_change_are_mutual_and_share_the_day(links: list[list[int]], days: int) -> None:
    day = FIRST + timedelta(days=days)
    places = wards(links, day)
    found = before_and_after(places)
    for ident, pairs in found.items():
        for other, when in pairs:
            assert (ident, when) in found[other]
            assert when == next_day(day.isoformat())
    assert {i for i in found if i.startswith("o")} == {f"o{n}" for n, leads in enumerate(links) if leads}


@settings(max_examples=effort(4, 60), deadline=None)
@given(LINKS, st.integers(-3, 3))
def test_the_list_offers_what_exists_and_old_names_lead_to_new_places(
    links: list[list[int]], shift: int
) -> None:
    change = date(2026, 5, 6)
    day = (change + timedelta(days=shift)).isoformat()
    with tempfile.TemporaryDirectory() as folder:
        home = open_house(Path(folder), "joan")
        with home.main.write() as con:
            for place in wards(links, change):
                sets = {
                    "key": place.key,
                    "type": "ward",
                    "name": place.name,
                    "aliases": list(place.aliases),
                    "valid_from": place.valid_from,
                    "valid_to": place.valid_to,
                    "succeeded_by": [{"place": name_id(i), "note": note} for i, note in place.successors],
                }
                home.put(con, "place", name_id(place.id), sets=sets)
        shown = {o.place.key: o for o in offers(home, day=day) if o.place.key[0] in "on"}
        after = day > change.isoformat()
        wanted = {f"n{n}" for n in range(4)} if after else {f"o{n}" for n in range(len(links))}
        assert set(shown) == wanted
        assert all(o.place.valid_on(day) for o in shown.values())
        for n, leads in enumerate(links):
            for name in (f"Old {n}", f"Former {n}"):
                found = {o.place.key for o in offers(home, name, day)}
                assert found == ({f"n{to}" for to in leads} if after else {f"o{n}"})
            if leads and after:
                assert {o.changed for o in offers(home, f"Old {n}", day)} == {"2026-05-07"}
        home.close()


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_deciding_again_keeps_the_newest_answer_and_the_first_place(
    tmp_path: Path, order: tuple[str, str]
) -> None:
    home = open_house(tmp_path, "joan")
    with home.main.write() as con:
        for key in ("a", "b"):
            sets = {"key": key, "type": "ward", "name": key.upper(), "valid_from": "2026-05-07"}
            home.put(con, "place", name_id(key), sets=sets)
        leads = [{"place": name_id(k), "note": ""} for k in ("a", "b")]
        home.put(con, "place", name_id("fordbridge"), sets={"valid_to": "2026-05-06", "succeeded_by": leads})
    told = tell(home, place=name_id("fordbridge"), at="2026-02-01T10:00")
    for key in order:
        place_again(home, told.record, name_id(key), f"because of {key}")
    (item,) = to_place_again(home)
    assert (item.old.name, item.chosen, item.why) == (
        "Fordbridge",
        name_id(order[1]),
        f"because of {order[1]}",
    )
    assert {c.name for c in item.choices} == {"A", "B"}
    (line,) = by_ward(home, mapped=True)
    assert line.place is not None
    assert line.place.name == order[1].upper()
    (then,) = by_ward(home)
    assert then.place is not None
    assert (then.place.name, then.changed) == ("Fordbridge", "2026-05-07")
    home.close()


def test_a_place_that_changes_twice_asks_again_and_its_first_name_still_finds_what_is_there(
    tmp_path: Path,
) -> None:
    home = open_house(tmp_path, "joan")
    _two_changes(home, "2026-05-06", "2026-05-20")
    told = tell(home, place=name_id("fordbridge"), at="2026-02-01T10:00")
    with home.main.write() as con:  # decided between the two changes
        found = the_record(con, told.record)
        sets = {"place_now": name_id("a"), "place_now_why": "by the brook"}
        home.put(con, "encounter", found.encounter, sets=sets, subj=found.participants)
    (item,) = to_place_again(home)
    assert (item.open, item.now and item.now.name, item.why) == (True, "A", "by the brook")
    assert {c.name for c in item.choices} == {"B", "C"}, "what is there today, and never the one that is gone"
    assert {o.place.name for o in offers(home, "Fordbridge", home.today().isoformat())} == {"B", "C"}
    with pytest.raises(Refused, match="There is no place called A"):
        place_again(home, told.record, name_id("a"), "as before")
    place_again(home, told.record, name_id("c"), "she said so on the telephone")
    (item,) = to_place_again(home)
    assert (item.open, item.now and item.now.name) == (False, "C")
    home.close()


def _two_changes(home: Home, first: str, second: str) -> None:
    """Fordbridge becomes A and B on one day, and A becomes C on a later one."""
    begin, again = str(next_day(first)), str(next_day(second))
    with home.main.write() as con:
        for key, start, end, leads in (
            ("a", begin, second, ["c"]),
            ("b", begin, None, []),
            ("c", again, None, []),
        ):
            sets = {"key": key, "type": "ward", "name": key.upper(), "valid_from": start, "valid_to": end}
            sets["succeeded_by"] = [{"place": name_id(k), "note": ""} for k in leads]  # type: ignore[assignment]
            home.put(con, "place", name_id(key), sets=sets)
        leads_to = [{"place": name_id(k), "note": ""} for k in ("a", "b")]
        home.put(con, "place", name_id("fordbridge"), sets={"valid_to": first, "succeeded_by": leads_to})
