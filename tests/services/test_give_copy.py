"""A person's own story, read back or handed over: all their words, and nobody else's names."""

import pytest

from ldp_stories.domain.consent import Answer, all_keys
from ldp_stories.errors import UserError
from ldp_stories.services.edit_record import changed_mind, keep_draft, open_record, write_drafts
from ldp_stories.services.find_place import places_for
from ldp_stories.services.give_copy import HIDDEN, as_text, give_copy, masked
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import mask
from tests.services.homes import code_of, told

WORDS = "My name is on the list. Mrs Patel from 12 Herb Street lent me boots. I went every week."


@pytest.fixture
def record(home: Home) -> str:
    made = told(home, place=places_for(home)[0].id)
    keep_draft(home, made, "words", WORDS)
    keep_draft(home, made, "title", "Boots from Mrs Patel")
    write_drafts(home, made)
    return made


def person(home: Home, record: str) -> str:
    return open_record(home, record).participants[0].id


def test_the_copy_holds_their_words_with_other_people_hidden(home: Home, record: str) -> None:
    copy = give_copy(home, person(home, record))
    (story,) = copy.stories
    assert copy.code == open_record(home, record).participants[0].code
    assert "I went every week." in story.text
    assert "Patel" not in story.text + story.title
    assert "Herb Street" not in story.text
    assert story.text.count(HIDDEN) == 2
    assert "Mrs Patel" in story.hidden
    assert story.told_on == "2026-05-10"
    assert story.place


def test_a_person_may_say_that_a_word_is_no_name(home: Home, record: str) -> None:
    (story,) = give_copy(home, person(home, record), keep=["12 Herb Street"]).stories
    assert "12 Herb Street" in story.text
    assert "Patel" not in story.text


def test_the_masked_copy_is_what_is_read_where_there_is_one(home: Home, record: str) -> None:
    mask(home, record, "the list", "[a list]")
    (story,) = give_copy(home, person(home, record)).stories
    assert "[a list]" in story.text


def test_it_is_about_one_person_only(home: Home, record: str) -> None:
    other = told(home)
    keep_draft(home, other, "words", "Somebody else entirely.")
    write_drafts(home, other)
    assert "Somebody else" not in as_text(give_copy(home, person(home, record)))


def test_what_they_agreed_to_is_on_it(home: Home, record: str) -> None:
    assert ("audio", "yes") in give_copy(home, person(home, record)).answers


def test_the_text_reads_as_a_page(home: Home, record: str) -> None:
    text = as_text(give_copy(home, person(home, record)))
    assert text.splitlines()[0] == f"Boots from {HIDDEN}"
    assert "2026-05-10" in text.splitlines()[1]


def test_somebody_unknown_has_no_copy(home: Home) -> None:
    with pytest.raises(UserError) as caught:
        give_copy(home, "nobody")
    assert code_of(caught) == "NO_SUCH_CODE"


def test_words_without_names_stay_as_they_are() -> None:
    assert masked("I can walk in on my own now.") == ("I can walk in on my own now.", ())


def test_the_copy_says_what_they_may_be_contacted_for_and_what_they_changed(home: Home, record: str) -> None:
    changed_mind(home, record, "recontact:check", Answer.YES)
    changed_mind(home, record, "recontact:talk", Answer.NO)
    (story,) = give_copy(home, person(home, record)).stories
    said = dict(story.answers)
    assert (said["recontact"], said["recontact:check"], said["recontact:talk"]) == ("yes", "yes", "no")
    assert list(said) == [key for key in all_keys() if key in said], "in the order it is asked"
    changed_mind(home, record, "audio", Answer.NO)
    copy = give_copy(home, person(home, record))
    assert ("audio", "no") in copy.stories[0].answers
    assert copy.answers == copy.stories[0].answers
