"""Half-typed text without a record of its own lies in the desk file until it is written or emptied."""

from ldp_stories.services.home import Home
from ldp_stories.services.keep_answers import answers_typed, keep_answer, keep_saw, saw_typed


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
