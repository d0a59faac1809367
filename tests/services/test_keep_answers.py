"""Half-typed text without a record of its own lies in the desk file until it is written or emptied."""

from ldp_stories.services.home import Home
from ldp_stories.services.keep_answers import (
    answers_typed,
    form_done,
    form_typed,
    forms_begun,
    keep_answer,
    keep_form,
    keep_saw,
    saw_typed,
)
from ldp_stories.store import desk


def test_an_answer_is_kept_by_its_question(home: Home) -> None:
    keep_answer(home, "one", "She did")
    keep_answer(home, "two", "No")
    keep_answer(home, "one", "She did not")
    assert answers_typed(home) == {"one": "She did not", "two": "No"}


def test_an_emptied_answer_is_forgotten(home: Home) -> None:
    keep_answer(home, "one", "She did")
    keep_answer(home, "one", "")
    keep_answer(home, "never typed", "")
    assert answers_typed(home) == {}


def test_answers_and_what_was_seen_do_not_mix(home: Home) -> None:
    keep_saw(home, "saw", "A bench")
    keep_answer(home, "saw", "Yes")
    assert saw_typed(home) == {"saw": "A bench"}
    assert answers_typed(home) == {"saw": "Yes"}


def test_a_form_is_kept_by_its_name_until_it_is_done(home: Home) -> None:
    keep_form(home, "feedback new", "heard", "Bins")
    keep_form(home, "feedback new", "did", "")
    keep_form(home, "feedback newer", "heard", "Benches")
    assert form_typed(home, "feedback new") == {"heard": "Bins"}
    form_done(home, "feedback new")
    assert form_typed(home, "feedback new") == {}
    assert form_typed(home, "feedback newer") == {"heard": "Benches"}


def test_a_field_that_was_emptied_is_kept_as_empty_and_the_forms_begun_are_found(home: Home) -> None:
    keep_form(home, "codebook edit 1f0c", "example", "", emptied=True)
    keep_form(home, "codebook edit 1f0c", "why", "two: things")
    keep_form(home, "codebook add ", "name", "Benches")
    keep_form(home, "feedback new", "heard", "Bins")
    assert form_typed(home, "codebook edit 1f0c") == {"example": "", "why": "two: things"}
    assert set(forms_begun(home, "codebook ")) == {"codebook edit 1f0c", "codebook add "}
    form_done(home, "codebook edit 1f0c")
    assert forms_begun(home, "codebook ") == ("codebook add ",)


def test_a_form_about_a_story_goes_when_the_story_goes(home: Home) -> None:
    keep_form(home, "tag of 1f0c", "own", "the canal")
    with home.desk.write() as con:
        desk.drop_mentions(con, ["1f0c"])
    assert form_typed(home, "tag of 1f0c") == {}
