"""The card's words are the pack's, filled in, in each language it has; a code is never part of a language."""

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.services.home import Home
from ldp_stories.services.make_card import FROM_THE_RIGHT, NAMES, card_for, card_languages, language_name
from ldp_stories.store import programme

CODE = "LT-4HN7-KQY"


def add_form(home: Home, language: str, card: str) -> None:
    with home.main.write() as con:
        sets = {"key": f"form {language}", "language": language, "card": card, "version": "1", "items": []}
        home.put(con, "consent_form", new_id(), sets=sets)


def test_the_card_holds_what_a_teller_needs(home: Home) -> None:
    card = card_for(home, CODE)
    text = " ".join(card.words)
    assert CODE in text
    assert "01632 960" in text, "whom to call"
    assert "7 June 2026" in text, "until when words can be taken out of everything"
    assert "not happy with us" in text, "how to complain"
    assert "{" not in text
    assert (card.code, card.language, card.rtl) == (CODE, "en", False)


def test_the_cut_off_day_is_the_packs(home: Home) -> None:
    with home.main.write() as con:
        home.put(con, "programme", home.programme_entity, sets={"cut_off_days": 14})
    assert "24 May 2026" in " ".join(card_for(home, CODE).words)


def test_only_languages_with_a_card_are_offered(home: Home) -> None:
    assert card_languages(home) == ("en",)
    add_form(home, "ur", "آپ کا کوڈ: {code}")
    add_form(home, "pl", "")
    assert set(card_languages(home)) == {"en", "ur"}


@pytest.mark.parametrize(
    ("language", "rtl"), [("ur", True), ("ar", True), ("pl", False), ("so", False), ("pa", False)]
)
def test_a_card_knows_from_which_side_it_is_read(home: Home, language: str, rtl: bool) -> None:
    add_form(home, language, "{code}: {number}")
    card = card_for(home, CODE, language)
    assert (card.language, card.rtl) == (language, rtl)
    assert CODE in card.words[0]


def test_a_language_the_pack_has_not_gives_the_first_one(home: Home) -> None:
    assert card_for(home, CODE, "ti").language == "en"


def test_each_line_of_the_pack_is_a_paragraph(home: Home) -> None:
    with home.main.write() as con:
        ((ent, _),) = programme.raw(con, "consent_form")
        home.put(con, "consent_form", ent, sets={"card": "First {code}.\n\n  Second.  \n"})
    assert card_for(home, CODE).words == (f"First {CODE}.", "Second.")


def test_languages_are_called_as_their_speakers_call_them() -> None:
    assert language_name("ur") == "اردو"
    assert language_name("pl-PL") == "Polski"
    assert language_name("xx") == "xx"
    assert len(set(NAMES.values())) == len(NAMES)
    assert {"ar", "fa", "ps", "ur"} <= FROM_THE_RIGHT
