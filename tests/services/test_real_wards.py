"""The whole area list of the starter: every ward by its name in the sources, its code, its area; a story in each is counted in the right area."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from ldp_stories.domain.places import Place, PlaceType
from ldp_stories.domain.roles import Role
from ldp_stories.services import read_pack
from ldp_stories.services.find_place import every_place, offers
from ldp_stories.services.home import Home
from ldp_stories.services.report_places import by_area, by_ward
from ldp_stories.services.see_coverage import coverage
from ldp_stories.services.set_up_programme import found_programme
from tests.services.homes import Clock, cheap_machine
from tests.services.house import tell

BEFORE, AFTER = "2025-03-12", "2026-06-03"
WARDS = (
    ("Handsworth", "Handsworth", "E05011142", 1),
    ("Lozells", "Lozells", "E05011153", 1),
    ("Aston", "Aston", "E05011121", 1),
    ("Soho & Jewellery Quarter", "Soho & Jewellery Quarter", "E05011168", 1),
    ("Birchfield", "Birchfield", "E05011125", 1),
    ("Perry Barr", "Perry Barr", "E05011160", 1),
    ("Holly Head", "Holyhead", "E05011147", 1),
    ("Newtown", "Newtown", "E05011156", 1),
    ("Balsall Heath West", "Balsall Heath West", "E05011122", 2),
    ("Ladywood", "Ladywood", "E05011151", 2),
    ("Nechells", "Nechells", "E05011155", 2),
    ("North Edgbaston", "North Edgbaston", "E05011157", 2),
    ("Highgate", "Bordesley & Highgate", "E05011126", 2),
    ("Kingstanding", "Kingstanding", "E05011150", 3),
    ("Stockland Green", "Stockland Green", "E05011173", 3),
    ("Erdington", "Erdington", "E05011135", 3),
    ("Perry Common", "Perry Common", "E05011161", 3),
    ("Gravelly Hill", "Gravelly Hill", "E05011139", 3),
    ("Ward End", "Ward End", "E05011183", 4),
    ("Alum Rock", "Alum Rock", "E05011120", 4),
    ("Heartlands", "Heartlands", "E05011145", 4),
    ("Bordesley Green", "Bordesley Green", "E05011127", 4),
    ("Sparkbrook & Balsall Heath East", "Sparkbrook & Balsall Heath East", "E05011170", 4),
    ("Yardley West & Stechford", "Yardley West & Stechford", "E05011186", 4),
    ("Small Heath", "Small Heath", "E05011167", 4),
    ("Tyseley & Hay Mills", "Tyseley & Hay Mills", "E05011182", 4),
    ("South Yardley", "South Yardley", "E05011169", 4),
    ("Shard End", "Shard End", "E05011165", 5),
    ("Glebe Farm & Tile Cross", "Glebe Farm & Tile Cross", "E05011138", 5),
    ("Smiths Wood", "Smith's Wood", "E05001300", 5),
    ("Kingshurst and Fordbridge", "Kingshurst and Fordbridge", "E05001290", 5),
    ("Chelmsley Wood", "Chelmsley Wood", "E05001287", 5),
    ("Brandwood & Kings Heath", "Brandwood & King's Heath", "E05011130", 6),
    ("Billesley", "Billesley", "E05011124", 6),
    ("Druids Heath and Monyhull", "Druids Heath & Monyhull", "E05011133", 6),
    ("Highters Heath", "Highter's Heath", "E05011146", 6),
)
"""(the name in the sources, the official name, the code, the sub-area)."""
MOVED = {"E05001300", "E05001290", "E05001287"}
SMALL = ("Greenhill", "Hobs Moat North")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A programme with the starter's places, and one person's story in each of them."""
    folder = tmp_path_factory.mktemp("wards")
    clock = Clock(datetime(2026, 6, 3, 10, 0, tzinfo=UTC))
    made = found_programme(
        folder / "joan",
        cheap_machine(folder, clock),
        content="starter",
        name="Joan",
        programme_name="Birmingham and Solihull",
        passphrase=None,
        practice=True,
        roles=(Role.COORDINATOR,),
    )
    for _, _, code, _ in WARDS:
        tell(made, place=ward(made, code).id, at=f"{BEFORE}T10:00", code=f"LT-{code}", marked=())
    for name in SMALL:
        tell(made, place=small(made, name).id, at=f"{BEFORE}T10:00", code=f"LT-{name}", marked=())
    yield made
    made.close()


def ward(home: Home, code: str) -> Place:
    return next(p for p in every_place(home) if p.code == code)


def small(home: Home, name: str) -> Place:
    return next(p for p in every_place(home) if p.name == name and p.type is PlaceType.LSOA)


@pytest.mark.parametrize(("source", "name", "code", "area"), WARDS, ids=[w[2] for w in WARDS])
def test_each_ward_is_found_on_its_day_by_the_name_in_the_sources(
    home: Home, source: str, name: str, code: str, area: int
) -> None:
    found = [o.place for o in offers(home, source, BEFORE) if o.place.code == code]
    assert [p.name for p in found] == [name]
    assert any(key.endswith(f"bs-{area}") for key in _parents(home, found[0]))


def _parents(home: Home, place: Place) -> list[str]:
    found = (read_pack.place(home, ident) for ident, _ in place.parents)
    return [p.key for p in found if p is not None]


@pytest.mark.parametrize("code", sorted(MOVED))
def test_a_ward_that_moved_is_not_offered_afterwards(home: Home, code: str) -> None:
    assert code in [o.place.code for o in offers(home, day="2026-05-06")]
    assert code not in [o.place.code for o in offers(home, day="2026-05-07")]
    assert code not in [o.place.code for o in offers(home, day=AFTER)]


@pytest.mark.parametrize("name", SMALL)
def test_a_small_area_without_a_code_has_its_own_line_everywhere(home: Home, name: str) -> None:
    place = small(home, name)
    assert place.code == ""
    assert [o.place for o in offers(home, name)] == [place]
    assert name in [line.place.name for line in by_ward(home) if line.place]
    assert name in [row.place.name for row in coverage(home).rows]


def test_every_story_is_counted_once_in_its_ward_and_once_in_its_area(home: Home) -> None:
    wards = {line.place.code: line.people for line in by_ward(home) if line.place and line.place.code}
    assert wards == {code: 1 for _, _, code, _ in WARDS}
    areas = {line.place.key: line.people for line in by_area(home) if line.place}
    wanted = Counter(f"area/bs-{area}" for _, _, _, area in WARDS)
    wanted["area/bs-6"] += len(SMALL)
    assert areas == dict(wanted)
    assert sum(areas.values()) == len(WARDS) + len(SMALL)


def test_only_the_wards_that_moved_say_that_they_did(home: Home) -> None:
    changed = {line.place.code for line in by_ward(home) if line.place and line.changed}
    assert changed == MOVED
    assert {line.changed for line in by_ward(home)} == {"", "2026-05-07"}


def test_thirty_six_wards_and_two_small_areas_are_listed_for_the_day_before(home: Home) -> None:
    then = [o.place for o in offers(home, day="2026-05-06")]
    areas = [p for p in then if any("bs-" in key for key in _parents(home, p))]
    assert len([p for p in areas if p.type is PlaceType.WARD]) == 36
    assert len([p for p in areas if p.type is PlaceType.LSOA]) == 2
    assert len({p.code for p in areas if p.code}) == 36
