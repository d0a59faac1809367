"""The order of the consent pages, where a person goes on, and when to stop kindly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.programme import Question
from ldp_stories.services.conversation import Conversation
from ldp_stories.ui.researcher.consent_flow import (
    ConsentPage,
    consent_pages,
    first_open,
    given,
    must_stop,
    so_far,
)

PART = Question(("take_part",), "Talk and keep notes", "Are you happy to talk?", "", "")
VOICE = Question(("audio",), "Record voice", "May I record your voice?", "", "")
NAMED = Question(("quote_named",), "With my name", "Would you like your name?", "", "")
CLIP = Question(
    ("publish_clip", "publish_photo"), "Play a piece", "May we play a piece?", "", "",
    (("report", "In reports?"), ("website", "On our website?")),
)  # fmt: skip
ADULT = Question(("adult_assent",), "The grown-up’s yes", "Is it OK?", "", "")
CHILD = Question(("child_assent", "take_part"), "Their own yes", "Would you like to?", "", "")
ALL = (PART, VOICE, NAMED, CLIP)
CLIP_KEYS = ("publish_clip:report", "publish_photo:report", "publish_clip:website", "publish_photo:website")


def talk(*, said: bool = True, **answers: Answer) -> Conversation:
    given_ = {key.replace("__", ":"): answer for key, answer in answers.items()}
    return replace(
        Conversation("id", "person", "LT-4HN7-KQY", "2026-05-10T09:30:00Z"), answers=given_, said_first=said
    )


def kinds(pages: tuple[ConsentPage, ...]) -> list[str]:
    return [page.kind for page in pages]


def test_pages_follow_each_other_as_the_pack_asks() -> None:
    pages = consent_pages(talk(), ALL, aged_16=False)
    assert kinds(pages) == ["say", "question", "question", "question", "channels", "method"]
    assert [page.number for page in pages] == [0, 1, 2, 3, 4, 0]


def test_somebody_of_16_hears_their_own_words_too() -> None:
    assert kinds(consent_pages(talk(), ALL, aged_16=True))[:2] == ["say", "aged"]


def test_a_yes_to_their_name_asks_how_it_should_read() -> None:
    assert "named" in kinds(consent_pages(talk(quote_named=Answer.YES), ALL, aged_16=False))
    assert "named" not in kinds(consent_pages(talk(quote_named=Answer.NO), ALL, aged_16=False))


def test_the_page_of_the_name_counts_as_the_same_question() -> None:
    pages = consent_pages(talk(quote_named=Answer.YES), ALL, aged_16=False)
    named = next(page for page in pages if page.kind == "named")
    assert named.number == 3
    assert named.question is NAMED


def test_an_answer_counts_when_every_key_of_its_question_has_one() -> None:
    some = dict.fromkeys(CLIP_KEYS[:2], Answer.YES)
    every = dict.fromkeys(CLIP_KEYS, Answer.YES)
    assert given(talk(), CLIP) is None
    assert given(replace(talk(), answers=some), CLIP) is None
    assert given(replace(talk(), answers=every), CLIP) is Answer.YES


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ((Answer.YES, Answer.NO), Answer.YES),
        ((Answer.NO, Answer.NO), Answer.NO),
        ((Answer.NO, Answer.NOT_ASKED), Answer.NO),
        ((Answer.NOT_ASKED, Answer.NOT_ASKED), Answer.NOT_ASKED),
    ],
)
def test_channels_together_are_said_as_one(answers: tuple[Answer, Answer], shown: Answer) -> None:
    kept = dict(zip(CLIP_KEYS, (answers[0], answers[0], answers[1], answers[1]), strict=True))
    assert given(replace(talk(), answers=kept), CLIP) is shown


def test_a_person_begins_with_what_to_say_first() -> None:
    start = talk(said=False, take_part=Answer.YES)
    assert first_open(start, consent_pages(start, ALL, aged_16=False)) == 0


def test_a_person_goes_on_at_the_first_question_without_an_answer() -> None:
    half = talk(take_part=Answer.YES)
    pages = consent_pages(half, ALL, aged_16=False)
    assert pages[first_open(half, pages)].question is VOICE


def test_a_question_that_was_skipped_is_gone_back_to() -> None:
    gap = talk(take_part=Answer.YES, quote_named=Answer.NO)
    pages = consent_pages(gap, ALL, aged_16=False)
    assert pages[first_open(gap, pages)].question is VOICE


def test_with_all_answers_only_how_they_said_yes_is_left() -> None:
    done = replace(
        talk(take_part=Answer.YES, audio=Answer.NO, quote_named=Answer.YES),
        answers={
            "take_part": Answer.YES,
            "audio": Answer.NO,
            "quote_named": Answer.YES,
            **dict.fromkeys(CLIP_KEYS, Answer.NO),
        },
    )
    pages = consent_pages(done, ALL, aged_16=False)
    assert pages[first_open(done, pages)].kind == "method"


@pytest.mark.parametrize("answer", [Answer.NO, Answer.NOT_ASKED])
def test_without_a_yes_to_taking_part_nothing_goes_on(answer: Answer) -> None:
    assert must_stop(talk(take_part=answer), ALL)


def test_a_no_to_anything_else_is_fine() -> None:
    assert not must_stop(talk(take_part=Answer.YES, audio=Answer.NO, quote_named=Answer.NO), ALL)


def test_nothing_stops_before_it_was_asked() -> None:
    assert not must_stop(talk(), ALL)


@pytest.mark.parametrize(
    ("adult", "child", "stops"),
    [
        (Answer.NO, None, True),
        (Answer.YES, Answer.NO, True),
        (Answer.YES, Answer.YES, False),
        (Answer.YES, None, False),
    ],
)
def test_under_16_both_yeses_are_needed(adult: Answer, child: Answer | None, stops: bool) -> None:
    answers = {"adult_assent": adult}
    if child is not None:
        answers |= {"child_assent": child, "take_part": child}
    assert must_stop(talk(said=True, **answers), (ADULT, CHILD, VOICE)) is stops


def test_the_answers_so_far_stand_in_the_order_of_asking() -> None:
    half = talk(audio=Answer.NO, take_part=Answer.YES)
    assert [(q.short, a) for q, a in so_far(half, ALL)] == [
        ("Talk and keep notes", Answer.YES),
        ("Record voice", Answer.NO),
    ]
