"""Braces in a pack's words are filled when they are shown, and never stay braces."""

import pytest

from ldp_stories.services.pack_words import contact_words, fill_words

CONTACTS = [
    ("safeguarding_lead", "Ruth Bell", "01632 960 112"),
    ("deputy", "Sam", "01632 960 113"),
    ("out_of_hours_children", "Council", "01632 960 200"),
    ("out_of_hours_adults", "Council", "01632 960 200"),
]


def test_words_are_put_in() -> None:
    assert fill_words(
        "I'm {first_name}, with {programme}.", {"first_name": "Amina", "programme": "Larkside"}
    ) == ("I'm Amina, with Larkside.")


def test_a_text_without_braces_stays_as_it_is() -> None:
    assert fill_words("Stay calm and listen", {"calm": "x"}) == "Stay calm and listen"


def test_a_word_that_is_not_filled_in_becomes_a_plain_phrase() -> None:
    assert fill_words("Call {safeguarding_lead}", {}) == "Call your safeguarding lead"
    assert fill_words("Call {safeguarding_lead}", {"safeguarding_lead": ""}) == "Call your safeguarding lead"


def test_an_unknown_word_is_shown_as_words_and_not_as_a_brace() -> None:
    assert fill_words("See {some_new_word}.", {}) == "See some new word."


def test_words_put_in_are_not_filled_again() -> None:
    assert fill_words("{first_name}", {"first_name": "{programme}", "programme": "x"}) == "{programme}"


def test_a_brace_that_is_no_word_of_ours_stays() -> None:
    assert fill_words("{Not Ours} {}", {}) == "{Not Ours} {}"


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("safeguarding_lead", "Ruth Bell"),
        ("safeguarding_lead_first", "Ruth"),
        ("safeguarding_lead_phone", "01632 960 112"),
        ("deputy_phone", "01632 960 113"),
        ("out_of_hours_phone", "01632 960 200"),
    ],
)
def test_contacts_give_names_first_names_and_numbers(word: str, value: str) -> None:
    assert contact_words(CONTACTS)[word] == value


def test_two_numbers_out_of_hours_are_told_apart() -> None:
    contacts = [("out_of_hours_children", "", "1"), ("out_of_hours_adults", "", "2")]
    assert contact_words(contacts)["out_of_hours_phone"] == "1 for children, 2 for adults"


@pytest.mark.parametrize("key", ["out_of_hours_children", "out_of_hours_adults"])
def test_one_number_out_of_hours_serves_for_both(key: str) -> None:
    assert contact_words([(key, "Council", "3")])["out_of_hours_phone"] == "3"


def test_no_contacts_leave_the_page_readable() -> None:
    words = contact_words([])
    assert fill_words("Evenings and weekends, council: {out_of_hours_phone}", words) == (
        "Evenings and weekends, council: number not filled in"
    )


def test_a_contact_without_a_name_has_no_first_name() -> None:
    words = contact_words([("safeguarding_lead", "", "")])
    assert fill_words("{safeguarding_lead_first} decides with them.", words) == (
        "The safeguarding lead decides with them."
    )
