"""Twelve pilots, dated wards with ONS codes, and a boundary change nobody guesses about (AT-8)."""

import re

import pytest

from ldp_stories.domain.places import Place, PlaceType
from ldp_stories.services.load_pack_content import StarterContent, entity_id
from ldp_stories.services.pack_content import PlaceEntry

PILOTS = {
    "Birmingham and Solihull": ["E08000025", "E08000029"],
    "Bradford": ["E08000032"],
    "Calderdale": ["E08000033"],
    "Doncaster": ["E08000017"],
    "Essex": ["E07000066", "E07000071", "E07000076", "E10000012"],
    "Exeter and Cranbrook": ["E07000040", "E07000041"],
    "Greater Manchester": ["E47000001", *(f"E080000{n:02d}" for n in range(1, 11))],
    "Hackney": ["E09000012"],
    "Pennine Lancashire": ["E06000008", "E07000117", "E07000120", "E07000122", "E07000124", "E07000125"],
    "Southall": ["E09000009"],
    "South Tees": ["E06000002", "E06000003"],
    "Withernsea": ["E06000011"],
}
AREA_SIZES = {1: 8, 2: 5, 3: 5, 4: 9, 5: 5, 6: 4}


def domain_place(entry: PlaceEntry) -> Place:
    return Place(
        entity_id("place", entry.key),
        entry.key,
        PlaceType(entry.type),
        entry.name,
        tuple(entry.aliases),
        entry.code,
        tuple((p.place, p.relation) for p in entry.parents),
        entry.valid_from,
        entry.valid_to,
    )


@pytest.fixture(scope="module")
def places(starter: StarterContent) -> dict[str, PlaceEntry]:
    return {p.key: p for p in starter.places.places}


def wards_of(places: dict[str, PlaceEntry], area: int, day: str) -> list[PlaceEntry]:
    parent = f"area/bs-{area}"
    inside = [p for p in places.values() if p.type == "ward" and parent in {x.place for x in p.parents}]
    return [p for p in inside if domain_place(p).valid_on(day)]


def test_all_twelve_pilots_are_there(places: dict[str, PlaceEntry]) -> None:
    assert {p.name for p in places.values() if p.type == "pilot"} == set(PILOTS)


@pytest.mark.parametrize("pilot", PILOTS)
def test_a_pilot_has_its_authorities_by_code(places: dict[str, PlaceEntry], pilot: str) -> None:
    key = next(p.key for p in places.values() if p.type == "pilot" and p.name == pilot)
    codes = [p.code for p in places.values() if p.type == "authority" and key in {x.place for x in p.parents}]
    assert sorted(codes) == sorted(PILOTS[pilot])


@pytest.mark.parametrize(
    ("pilot", "figures"),
    [
        ("Bradford", {550_000}),
        ("Greater Manchester", {2_756_200}),
        ("Pennine Lancashire", {534_600}),
        ("Southall", {71_200, 69_857}),
        ("Withernsea", {6_000}),
        ("Hackney", set()),
        ("Doncaster", set()),
    ],
)
def test_populations_are_as_published(places: dict[str, PlaceEntry], pilot: str, figures: set[int]) -> None:
    place = next(p for p in places.values() if p.type == "pilot" and p.name == pilot)
    assert {x.value for x in place.population} == figures
    assert all(x.source and x.words for x in place.population)


def test_every_place_type_and_relation_is_known(places: dict[str, PlaceEntry]) -> None:
    assert {p.type for p in places.values()} <= {t.value for t in PlaceType}
    relations = {x.relation for p in places.values() for x in p.parents}
    assert relations <= {"inside", "part of pilot area", "serves"}


def test_every_code_has_the_form_of_a_statistical_code_and_stands_once(places: dict[str, PlaceEntry]) -> None:
    codes = [p.code for p in places.values() if p.code]
    assert all(re.fullmatch(r"E\d{8}", c) for c in codes)
    assert len(set(codes)) == len(codes)


def test_before_the_change_there_are_36_wards_and_2_lsoas_in_six_areas(places: dict[str, PlaceEntry]) -> None:
    sizes = {n: len(wards_of(places, n, "2025-03-12")) for n in AREA_SIZES}
    assert sizes == AREA_SIZES
    assert sum(sizes.values()) == 36
    assert sum(p.type == "LSOA" for p in places.values()) == 2


def test_every_ward_is_inside_one_authority(places: dict[str, PlaceEntry]) -> None:
    for ward in (p for p in places.values() if p.type == "ward"):
        inside = [x.place for x in ward.parents if x.relation == "inside"]
        assert len(inside) == 1, ward.name
        assert places[inside[0]].type == "authority"


@pytest.mark.parametrize(
    ("typed", "name", "code"),
    [
        ("Holly Head", "Holyhead", "E05011147"),
        ("Highgate", "Bordesley & Highgate", "E05011126"),
        ("Smiths Wood", "Smith's Wood", "E05001300"),
        ("Brandwood & Kings Heath", "Brandwood & King's Heath", "E05011130"),
        ("Druids Heath and Monyhull", "Druids Heath & Monyhull", "E05011133"),
    ],
)
def test_names_as_people_wrote_them_find_the_ward(
    places: dict[str, PlaceEntry], typed: str, name: str, code: str
) -> None:
    found = [p for p in places.values() if p.type == "ward" and domain_place(p).named(typed)]
    assert (name, code) in {(p.name, p.code) for p in found}


def test_lsoas_without_codes_are_real_places(places: dict[str, PlaceEntry]) -> None:
    lsoas = {p.name: p for p in places.values() if p.type == "LSOA"}
    assert set(lsoas) == {"Greenhill", "Hobs Moat North"}
    for place in lsoas.values():
        assert place.code == ""
        assert "area/bs-6" in {x.place for x in place.parents}


def test_solihull_wards_change_over_on_7_may_2026(places: dict[str, PlaceEntry]) -> None:
    solihull = [p for p in places.values() if p.type == "ward" and p.parents[0].place == "authority/solihull"]
    before = {p.code for p in solihull if domain_place(p).valid_on("2026-05-06")}
    after = {p.code for p in solihull if domain_place(p).valid_on("2026-05-07")}
    assert before == {"E05001300", "E05001290", "E05001287"}
    assert after == {"E05016419", "E05016422", "E05016423", "E05016418", "E05016425", "E05016421"}


def test_an_old_name_finds_the_wards_of_the_day(places: dict[str, PlaceEntry]) -> None:
    day = "2026-06-03"
    found = {
        p.code
        for p in places.values()
        if domain_place(p).named("Fordbridge") and domain_place(p).valid_on(day)
    }
    assert found == {"E05016422"}
    named = {
        p.code
        for p in places.values()
        if domain_place(p).named("Kingshurst") and domain_place(p).valid_on(day)
    }
    assert named == {"E05016423"}


def test_no_old_ward_turns_into_a_single_new_one(places: dict[str, PlaceEntry]) -> None:
    ended = [p for p in places.values() if p.valid_to]
    assert len(ended) == 3
    for ward in ended:
        assert len(ward.succeeded_by) != 1, ward.name
        assert "person decides" in ward.note


def test_the_split_ward_hints_at_both_of_its_parts(places: dict[str, PlaceEntry]) -> None:
    old = places["ward/kingshurst-and-fordbridge"]
    assert {places[s.place].code for s in old.succeeded_by} == {"E05016422", "E05016423"}
    assert all("not known" in s.share for s in old.succeeded_by)


def test_area_five_counts_old_and_new_wards(places: dict[str, PlaceEntry]) -> None:
    assert {p.code for p in wards_of(places, 5, "2025-03-12")} >= {"E05001290"}
    assert {p.code for p in wards_of(places, 5, "2026-06-03")} >= {"E05016422", "E05016423"}


@pytest.mark.parametrize("name", ["Stockport", "Salford", "Manchester", "Wigan", "Oldham"])
def test_localities_named_in_the_reports_are_there(places: dict[str, PlaceEntry], name: str) -> None:
    assert any(p.type == "locality" and p.name == name for p in places.values())


def test_a_neighbourhood_below_the_wards_is_there(places: dict[str, PlaceEntry]) -> None:
    assert places["locality/woodhouse-park"].type == "neighbourhood"


def test_place_items_name_their_parents_by_id(starter: StarterContent) -> None:
    items = {i.ent: i for i in starter.items() if i.kind == "place"}
    for item in items.values():
        assert all(p["place"] in items for p in item.sets["parents"])
        assert all(s["place"] in items for s in item.sets["succeeded_by"])


def test_an_undated_place_item_has_no_dates(starter: StarterContent) -> None:
    pilot = next(i for i in starter.items() if i.kind == "place" and i.sets["name"] == "Calderdale")
    assert "valid_from" not in pilot.sets
    assert "valid_to" not in pilot.sets
