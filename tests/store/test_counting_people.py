"""Who was heard where, how many live there, and which stories there are: the questions behind the check before anything leaves."""

from pathlib import Path
from typing import Any

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.people import AgeBand
from ldp_stories.store import ledger, people, places, records
from tests.store.stores import AMINA, AT, opened


def put(con: Any, noun: str, ident: str, stream: str = "w", **sets: object) -> str:
    ledger.put(con, AMINA, noun, ident, sets=sets, stream=stream, at_label=AT)
    return ident


def heard(con: Any, place: str, ages: list[str], *, hidden: bool = False) -> str:
    """One story told by people of these ages at a place."""
    tellers = [put(con, "participant", new_id(), code=f"LT-{n}", age_band=age) for n, age in enumerate(ages)]
    meeting = put(con, "encounter", new_id(), place=place, participants=tellers)
    story = put(
        con, "record", new_id(), encounter=meeting, participants=tellers, kind="story", status="ready"
    )
    if hidden:
        put(con, "record", story, hidden=True)
    return story


def test_people_of_an_age_are_counted_once_in_these_places_only(tmp_path: Path) -> None:
    with opened(tmp_path / "main.db") as db, db.write() as con:
        heard(con, "a", ["40-59", "40-59", "75+"])
        story = heard(con, "b", ["40-59"])
        heard(con, "c", ["40-59"])
        heard(con, "a", ["40-59"], hidden=True)
        same = records.several(con, [story])[story]
        put(
            con,
            "record",
            new_id(),
            encounter=same.encounter,
            participants=list(same.participants),
            kind="story",
        )

        def count(places: list[str], age: AgeBand) -> int:
            rows = list(people.heard_at(con, places, [age]))
            assert {at for at, _, _ in rows} <= set(places)
            assert {band for _, band, _ in rows} <= {age}
            return len({person for _, _, person in rows})

        assert count(["a", "b"], AgeBand.FROM_40) == 3
        assert count(["a"], AgeBand.FROM_75) == 1
        assert count(["a"], AgeBand.FROM_18) == 0
        assert count([], AgeBand.FROM_40) == 0
        assert people.told_at(con, [story]) == {("b", AgeBand.FROM_40)}
        assert people.told_at(con, []) == frozenset()


def test_stories_come_in_the_order_they_arrived_without_hidden_ones(tmp_path: Path) -> None:
    with opened(tmp_path / "main.db") as db, db.write() as con:
        told = [heard(con, "a", []) for _ in range(3)]
        heard(con, "a", [], hidden=True)
        assert records.arrived(con) == tuple(told)


@pytest.mark.parametrize(
    ("figures", "number"),
    [
        ([{"value": 6000, "date": "2011"}], 6000),
        ([{"value": 6000}, {"value": 6100}], 6100),
        ([{"value": 6000}, {"value": None}, "x"], 6000),
        ([], None),
        ("6000", None),
        ([{"value": 0}], None),
    ],
)
def test_the_newest_figure_of_a_place_counts(tmp_path: Path, figures: object, number: int | None) -> None:
    with opened(tmp_path / "main.db") as db, db.write() as con:
        put(con, "place", "p", "p", name="Withernsea", type="ward", population=figures)
        assert places.population(con, "p") == number
        assert places.population(con, "nowhere") is None
