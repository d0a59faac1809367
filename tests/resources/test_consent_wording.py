"""The consent wording: fourteen questions, one at a time, in words people can follow."""

from typing import Any

import pytest

from ldp_stories.domain.consent import PUBLISH, Channel, Scope
from ldp_stories.services.load_pack_content import StarterContent
from ldp_stories.services.load_practice import Practice
from ldp_stories.services.pack_content import ConsentQuestion, plain
from tests.resources.reading import longest_sentence, reading_age

ORDER = [
    "take_part", "sensitive", "audio", "video", "photo", "transcript", "share_team", "share_media_team", "quote_anon",
    "quote_named", "publish_clip", "recontact", "archive", "copyright",
]  # fmt: skip


def by_scope(starter: StarterContent, scope: str) -> ConsentQuestion:
    return next(q for q in starter.consent.items if scope in q.scopes)


def test_there_are_fourteen_questions_in_asking_order(starter: StarterContent) -> None:
    assert [q.scope for q in starter.consent.items] == ORDER


def test_every_scope_asked_is_a_scope_with_a_gate(starter: StarterContent) -> None:
    asked = {s for q in starter.consent.items for s in q.scopes}
    assert asked == {s.value for s in Scope} - {"other_research"}


def test_the_third_question_is_about_the_voice(starter: StarterContent) -> None:
    third = starter.consent.items[2]
    assert third.question == "May I record your voice?"
    assert third.helper == (
        "You can ask me to stop at any time. I can also take notes and not record. Both are just as good."
    )
    assert third.if_asked.startswith("If they ask who will hear it, say:")


@pytest.mark.parametrize(
    ("scope", "short"),
    [
        ("take_part", "Talk and keep notes"),
        ("sensitive", "Health, faith, private life"),
        ("audio", "Record voice"),
    ],
)
def test_answers_so_far_have_short_names(starter: StarterContent, scope: str, short: str) -> None:
    assert by_scope(starter, scope).short == short


def test_short_names_fit_beside_the_question(starter: StarterContent) -> None:
    assert all(1 <= len(q.short) <= 28 for q in starter.consent.items)


def test_publishing_is_asked_for_each_channel_by_itself(starter: StarterContent) -> None:
    publish = by_scope(starter, "publish_photo")
    assert set(publish.scopes) == {s.value for s in PUBLISH}
    assert [c.key for c in publish.channels] == [c.value for c in Channel]
    assert all(c.label.endswith("?") for c in publish.channels)


def test_only_publishing_has_channels(starter: StarterContent) -> None:
    assert [q.scope for q in starter.consent.items if q.channels] == ["publish_clip"]


def test_contacting_again_says_for_what_and_asks_for_a_safe_way(starter: StarterContent) -> None:
    again = by_scope(starter, "recontact")
    assert len(again.purposes) == 3
    assert "safe" in again.ask_words


def test_a_name_is_only_used_in_the_words_the_person_gives(starter: StarterContent) -> None:
    assert by_scope(starter, "quote_named").ask_words == "What should it say?"


def test_every_question_is_a_question_of_at_most_25_words(starter: StarterContent) -> None:
    for q in starter.consent.items:
        assert q.question.endswith("?")
        assert longest_sentence(q.question) <= 25, q.scope
        assert longest_sentence(q.helper) <= 25, q.scope
        assert longest_sentence(q.if_asked) <= 25, q.scope


def test_questions_and_helpers_can_be_read_at_about_nine(starter: StarterContent) -> None:
    text = " ".join(f"{q.question} {q.helper}" for q in starter.consent.items)
    assert reading_age(text) <= 10


def test_no_question_asks_two_things_at_once_about_voice_video_and_photo(starter: StarterContent) -> None:
    singles = [by_scope(starter, s) for s in ("audio", "video", "photo")]
    assert len({q.question for q in singles}) == 3
    assert all(q.also == () for q in singles)


@pytest.mark.parametrize(
    "promise",
    [
        "You don't have to take part and it won't affect any help you get.",
        "You can say yes to some things and no to others.",
        "You don't need to give your name: I'll use a code.",
        "I may have to tell someone whose job is to help",
        "You can change your mind later.",
        "After something is printed we can't take back copies, but we'll stop using it.",
    ],
)
def test_what_is_said_first_keeps_its_promises(starter: StarterContent, promise: str) -> None:
    assert promise in starter.consent.say_first


def test_what_is_said_first_takes_about_45_seconds(starter: StarterContent) -> None:
    assert 110 <= len(starter.consent.say_first.split()) <= 170


def test_no_one_is_said_to_be_anonymous(starter: StarterContent) -> None:
    assert "anonym" not in str(plain(starter.consent)).replace("quote_anon", "").lower()


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("close", "Is there anything you said that you want left out?"),
        ("under16", "It's still up to you. Saying no is fine and nobody will be cross."),
        ("aged16", "your own decision"),
        ("group", "What people say here stays here, please."),
        ("phone", "only if that is safe"),
        ("stop", "No one can say yes for another adult."),
        ("card", "Call or text {number} and give this code"),
        ("card", "If you are not happy with us: {complaint}"),
        ("withdrawal", "We keep only a note that this was done."),
    ],
)
def test_the_other_wordings_say_what_they_must(starter: StarterContent, part: str, words: str) -> None:
    texts: dict[str, Any] = plain(starter.consent)
    assert words in texts[part]


def test_a_programme_must_have_the_wording_approved_itself(starter: StarterContent) -> None:
    assert starter.consent.approved_by == ""
    assert starter.consent.approved_on == ""


def test_the_practice_programme_uses_the_same_words_and_is_approved(
    starter: StarterContent, practice: Practice
) -> None:
    assert practice.content.consent.items == starter.consent.items
    assert practice.content.consent.approved_by


def test_the_consent_item_names_all_scopes_of_a_question(starter: StarterContent) -> None:
    form = next(i for i in starter.items() if i.kind == "consent_form")
    assert len(form.sets["items"]) == 14
    assert form.sets["items"][10]["scopes"] == ["publish_clip", "publish_photo"]
