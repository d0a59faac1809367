"""What the pack says, as the screens need it."""

from typing import Any

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.services import read_pack
from ldp_stories.services.home import Home
from ldp_stories.services.read_pack import (
    choices,
    consent_form,
    contacts,
    filled,
    pack_values,
    place,
    prompt_sets,
    warning,
)
from ldp_stories.store import places, programme, tags
from tests.services.homes import Clock


@pytest.mark.parametrize(
    "name",
    ["setting", "private_enough", "relation", "route", "encounter_kind", "target_group", "organisation"],
)
def test_every_pick_list_has_words_for_its_keys(home: Home, name: str) -> None:
    found = choices(home, name)
    assert len(found) >= 2
    assert all(item.key and item.label for item in found)
    assert len({item.key for item in found}) == len(found)


def test_lists_keep_the_order_of_the_pack(home: Home) -> None:
    assert [c.label for c in choices(home, "private_enough")] == ["Yes", "Partly", "No"]
    assert [c.key for c in choices(home, "setting")][:3] == ["home", "doorstep or street", "park or canal"]
    with home.main.read() as con:
        assert [t.code for t in tags.codebook(con)][:11] == [f"A{n}" for n in range(1, 12)]


def test_a_list_there_is_not_is_empty(home: Home) -> None:
    assert choices(home, "moon phases") == ()


def test_a_warning_stands_beside_a_home_visit_and_beside_the_nhs(home: Home) -> None:
    assert "back" in warning(home, "setting", "home")
    assert "NHS" in warning(home, "setting", "gp practice or health centre")
    assert warning(home, "setting", "library") == ""
    assert warning(home, "setting", "nowhere") == ""


def test_prompts_come_with_their_opening_and_the_line_on_hopes(home: Home) -> None:
    sets = {p.key: p for p in prompt_sets(home)}
    story = sets["story"]
    assert story.record_kind == "story"
    assert len(story.items) == 10
    assert story.opening.startswith("Thank you for talking to me")
    assert "I can't fix things myself" in story.hopes
    assert {p.record_kind for p in sets.values()} == {"story", "interview", "observation"}


def test_contacts_have_names_and_numbers(home: Home) -> None:
    found = {c.key: c for c in contacts(home)}
    assert (found["safeguarding_lead"].name, found["safeguarding_lead"].phone) == (
        "Ruth Bell",
        "01632 960 112",
    )


def test_a_language_that_the_pack_does_not_have_falls_back_to_the_first_form(home: Home) -> None:
    assert consent_form(home, "ur")["key"] == consent_form(home)["key"]


def test_a_place_is_found_by_its_id(home: Home) -> None:
    with home.main.read() as con:
        one = places.places(con)[0]
    assert place(home, one.id) == one
    assert place(home, new_id()) is None


def test_braces_are_filled_from_the_pack_the_day_and_the_person(home: Home, clock: Clock) -> None:
    text = "{programme}: ask {safeguarding_lead} ({safeguarding_lead_phone}) before {cut_off}, {code}."
    assert (
        filled(home, text, code="LT-1")
        == "Larkside Together: ask Ruth Bell (01632 960 112) before 7 June 2026, LT-1."
    )
    clock.forward(days=1)
    assert "8 June 2026" in filled(home, "{cut_off}")
    assert filled(home, "nothing to fill") == "nothing to fill"


def test_a_half_made_pack_leaves_no_brace(home: Home) -> None:
    with home.main.write() as con:
        for ent, _ in programme.raw(con, "contact"):
            home.put(con, "contact", ent, sets={"name": "", "phone": ""})
        sets = {"controller_name": "", "feedback_contact": "", "cut_off_days": "soon"}
        home.put(con, "programme", home.programme_entity, sets=sets)
    assert "{" not in filled(
        home, "{controller} {number} {deputy_phone} {out_of_hours_phone} {cut_off} {first_name}"
    )
    assert pack_values(home)["cut_off"] == "7 June 2026", "28 days when the pack says nothing sensible"
    assert pack_values(home)["first_name"] == "Amina"


def test_what_stands_in_braces_is_read_once_for_many_texts_and_only_if_one_has_braces(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Home] = []
    usual = read_pack.pack_values

    def counted(of: Home) -> dict[str, str]:
        asked.append(of)
        return usual(of)

    monkeypatch.setattr(read_pack, "pack_values", counted)
    fill = read_pack.filler(home)
    assert fill("No brace.") == "No brace."
    assert asked == []
    assert fill("{first_name} of {programme}") == filled(home, "{first_name} of {programme}")
    before = len(asked)
    assert fill("{code} and {first_name}", code="LT-1") == f"LT-1 and {home.name.split()[0]}"
    assert fill("{code}", code="LT-2") == "LT-2", "words of the moment are not kept"
    assert len(asked) == before == 2


def test_the_consent_form_is_read_again_only_after_something_was_written(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = consent_form(home)
    asked: list[str] = []
    usual = programme.consent_form

    def counted(con: Any, *, language: str) -> dict[str, Any]:
        asked.append(language)
        return usual(con, language=language)

    monkeypatch.setattr(programme, "consent_form", counted)
    first["close"] = "spoilt by the caller"
    assert consent_form(home)["close"] != "spoilt by the caller"
    assert asked == []
    with home.main.write() as con:
        ((form, _),) = programme.raw(con, "consent_form")
        home.put(con, "consent_form", form, sets={"close": "Thank you, and goodbye."})
    assert [consent_form(home)["close"] for _ in range(3)] == ["Thank you, and goodbye."] * 3
    assert asked == [""]


def test_what_is_remembered_of_a_home_is_that_of_its_last_write(home: Home) -> None:
    told = iter(range(9))
    assert [home.remembered("number", lambda: next(told)) for _ in range(2)] == [0, 0]
    assert home.remembered("another", lambda: next(told)) == 1
    home.put_fact("anything", "new")
    assert [home.remembered("number", lambda: next(told)) for _ in range(2)] == [2, 2]


def test_a_new_day_or_a_new_wording_fills_the_braces_anew(home: Home, clock: Clock) -> None:
    before = pack_values(home)
    clock.forward(days=1)
    after = pack_values(home)
    assert before["cut_off"] != after["cut_off"]
    with home.main.write() as con:
        home.put(con, "programme", home.programme_entity, sets={"controller_name": "Larkside Council"})
    assert pack_values(home)["controller"] == "Larkside Council" != after["controller"]
