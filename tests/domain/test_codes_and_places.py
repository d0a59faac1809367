"""Codes read aloud and written down wrongly; wards that were split: what is caught, and what is not."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.people import ALPHABET, AgeBand, check_character, new_code, tidy_code
from ldp_stories.domain.places import Place, PlaceType

bodies = st.text(alphabet=ALPHABET, min_size=6, max_size=6)
ENDS = {ALPHABET[0], ALPHABET[-1]}


def code(body: str) -> str:
    return f"LT-{body[:4]}-{body[4:]}{check_character(body)}"


def typed(body: str, check: str) -> str | None:
    return tidy_code(f"LT-{body[:4]}-{body[4:]}{check}")


@pytest.mark.parametrize("letter", ALPHABET)
def test_every_character_can_stand_anywhere_and_be_the_check(letter: str) -> None:
    for at in range(6):
        body = "2" * at + letter + "2" * (5 - at)
        assert tidy_code(code(body)) == code(body)
        assert tidy_code(code(body).lower()) == code(body)
    assert any(
        check_character(letter + "22222"[: 5 - len(x)] + x) == letter
        for x in map("".join, itertools.product(ALPHABET, repeat=1))
    )


@pytest.mark.parametrize("letter", ALPHABET)
def test_any_other_check_character_is_refused(letter: str) -> None:
    right = check_character("4HN7KQ")
    assert (typed("4HN7KQ", letter) is not None) is (letter == right)


@given(bodies, st.integers(0, 4))
def test_two_neighbours_swapped_are_caught_but_for_the_first_and_last_letter(body: str, at: int) -> None:
    """Luhn's one blind spot: the smallest and the largest value, here 2 and Z."""
    swapped = body[:at] + body[at + 1] + body[at] + body[at + 2 :]
    same = body[at] == body[at + 1]
    blind = {body[at], body[at + 1]} == ENDS
    assert (typed(swapped, check_character(body)) is not None) is (same or blind)


@given(bodies)
def test_the_check_character_swapped_with_the_last_letter_is_caught(body: str) -> None:
    check = check_character(body)
    swapped = body[:5] + check
    expected = check == body[5] or {check, body[5]} == ENDS
    assert (typed(swapped, body[5]) is not None) is expected


def test_how_many_random_codes_pass_is_one_in_thirty() -> None:
    passing = sum(typed("4HN7" + a + b, c) is not None for a, b, c in itertools.product(ALPHABET, repeat=3))
    assert passing == 30 * 30


@pytest.mark.parametrize("slip", ["0", "1", "I", "L", "O", "U", "É", "٣", "²", "😀"])
def test_a_character_that_is_in_no_code_is_refused(slip: str) -> None:
    assert tidy_code(f"LT-4HN{slip}-KQY") is None


@pytest.mark.parametrize("between", ["", " ", "-", "–", "/", ".", " - ", "\t", "\n"])
def test_whatever_stands_between_the_letters_is_passed_over(between: str) -> None:
    assert tidy_code(between.join(("LT", "4HN7", "KQY"))) == "LT-4HN7-KQY"


@given(st.text(max_size=20))
def test_whatever_is_typed_gives_a_right_code_or_none(text: str) -> None:
    found = tidy_code(text)
    assert found is None or tidy_code(found) == found


@given(st.sampled_from(["LT", "BS", "QX"]))
def test_new_codes_use_only_letters_that_cannot_be_taken_for_others(prefix: str) -> None:
    made = new_code(prefix)
    assert len(made) == len(prefix) + 9
    assert set(made.removeprefix(prefix).replace("-", "")) <= set(ALPHABET)


@pytest.mark.parametrize("band", list(AgeBand))
def test_a_band_is_under_sixteen_exactly_when_it_ends_below_sixteen(band: AgeBand) -> None:
    last = band.value.split("-")[-1].rstrip("+")
    assert band.under_16 is (last.isdecimal() and int(last) < 16)


def test_the_bands_follow_on_from_each_other_without_a_gap() -> None:
    numbered = [b.value for b in AgeBand if b not in (AgeBand.FROM_75, AgeBand.NOT_GIVEN)]
    spans = [tuple(map(int, value.split("-"))) for value in numbered]
    assert spans[0][0] == 0
    assert all(b[0] == a[1] + 1 for a, b in itertools.pairwise(spans))
    assert spans[-1][1] == 74


# the wards of Solihull, as the starter pack brings them

STARTER = Path(__file__).parents[2] / "resources" / "starter" / "places.json"


def starter() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(STARTER.read_text(encoding="utf-8"))["places"]
    return rows


def place(row: dict[str, Any]) -> Place:
    return Place(
        row["key"],
        row["key"],
        PlaceType(row["type"]),
        row["name"],
        tuple(row.get("aliases", ())),
        row.get("code", ""),
        tuple((p["place"], p["relation"]) for p in row.get("parents", ())),
        row.get("valid_from"),
        row.get("valid_to"),
        row.get("note", ""),
    )


def solihull() -> list[Place]:
    return [
        p
        for p in map(place, starter())
        if p.type is PlaceType.WARD and ("authority/solihull", "inside") in p.parents
    ]


@pytest.mark.parametrize(
    ("day", "there", "gone"),
    [
        ("2026-05-06", "Kingshurst and Fordbridge", "Fordbridge"),
        ("2026-05-07", "Fordbridge", "Kingshurst and Fordbridge"),
        ("2025-01-01", "Kingshurst and Fordbridge", "Kingshurst & Smith's Wood"),
        ("2030-01-01", "Kingshurst & Smith's Wood", "Kingshurst and Fordbridge"),
    ],
)
def test_the_split_happens_on_its_day(day: str, there: str, gone: str) -> None:
    names = {p.name for p in solihull() if p.valid_on(day)}
    assert there in names
    assert gone not in names


def test_on_no_day_do_two_wards_of_one_name_stand_beside_each_other() -> None:
    for day in ("2026-05-06", "2026-05-07"):
        names = [p.name for p in solihull() if p.valid_on(day)]
        assert len(names) == len(set(names)) >= 3


def test_a_typed_beginning_finds_the_old_and_the_new_ward() -> None:
    found = {p.name for p in solihull() if p.named("fordb")}
    assert found == {"Kingshurst and Fordbridge", "Fordbridge"}


@pytest.mark.parametrize("words", ["Kingshurst & Smiths Wood", "kingshurst and smith's", "smith"])
def test_other_spellings_find_the_ward(words: str) -> None:
    assert "Kingshurst & Smith's Wood" in {p.name for p in solihull() if p.named(words)}


def test_every_parent_in_the_starter_pack_is_there_and_nothing_is_inside_itself() -> None:
    known = {p.key: p for p in map(place, starter())}
    for one in known.values():
        seen: set[str] = set()
        waiting = [parent for parent, _ in one.parents]
        while waiting:
            parent = waiting.pop()
            assert parent in known
            assert parent != one.key
            if parent not in seen:
                seen.add(parent)
                waiting += [p for p, _ in known[parent].parents]


def test_no_place_ends_before_it_begins() -> None:
    assert all(not (p.valid_from and p.valid_to) or p.valid_from <= p.valid_to for p in map(place, starter()))


@given(st.dates(), st.none() | st.dates(), st.none() | st.dates())
def test_a_place_is_there_from_its_first_to_its_last_day(day: Any, start: Any, end: Any) -> None:
    one = Place(
        "1",
        "k",
        PlaceType.WARD,
        "x",
        valid_from=start and start.isoformat(),
        valid_to=end and end.isoformat(),
    )
    assert one.valid_on(day.isoformat()) is ((start is None or start <= day) and (end is None or day <= end))
