"""Consent in the pack's words, by the route of the person's age (AT-9)."""

from pathlib import Path

import pytest

from ldp_stories.domain.consent import Answer, Gate, Route, Scope, all_keys
from ldp_stories.errors import Refused
from ldp_stories.services.ask_consent import (
    answer,
    can_follow,
    cannot_follow,
    consent_words,
    keys_of,
    may_record,
    purpose_key,
    questions,
    shown_words,
)
from ldp_stories.services.desk_talk import load
from ldp_stories.services.home import Home
from ldp_stories.services.record_encounter import (
    add_note,
    begin,
    conversation,
    finish,
    set_facts,
    stop_and_thank,
)
from ldp_stories.services.recording import start_recording
from ldp_stories.services.set_up_programme import fill_part
from ldp_stories.store import consent, desk, encounters, people, programme, records
from tests.services.homes import code_of, everything_yes

CHILD = ("child_assent", "take_part")


@pytest.fixture
def child(home: Home) -> str:
    talk = begin(home).id
    set_facts(home, talk, age_band="11-15", setting="youth_club", route="school")
    return talk


def mother_says_yes(home: Home, talk: str) -> None:
    set_facts(home, talk, adult_relation="mother")
    answer(home, talk, ("adult_assent",), Answer.YES)


def test_an_adult_is_asked_fourteen_questions_one_at_a_time(home: Home) -> None:
    asked = questions(home, begin(home).id)
    assert len(asked) == 14
    assert asked[0].scopes == ("take_part",)
    assert asked[0].question.endswith("?")
    assert all(q.short and q.helper for q in asked)


def test_one_press_answers_each_key_and_every_key_is_asked_but_one(home: Home) -> None:
    """other_research has no question in the starter form (domain/4-starter-content.md 4.3)."""
    form = questions(home, begin(home).id)
    asked = [key for q in form for key in keys_of(q)]
    asked += [purpose_key(q, purpose) for q in form for purpose, _ in q.purposes]
    assert len(asked) == len(set(asked))
    assert set(all_keys()) - set(asked) == {"other_research"}


def test_each_channel_of_publishing_is_answered_by_itself(home: Home) -> None:
    talk = begin(home).id
    publish = next(q for q in questions(home, talk) if q.channels)
    assert [key for key, _ in publish.channels] == [
        "report",
        "event",
        "partner",
        "website",
        "social",
        "press",
    ]
    assert keys_of(publish, "report") == ("publish_clip:report", "publish_photo:report")
    given = answer(home, talk, keys_of(publish, "report"), Answer.YES).answers
    assert given == {"publish_clip:report": Answer.YES, "publish_photo:report": Answer.YES}
    assert len(keys_of(publish)) == 12


def test_nothing_is_chosen_beforehand_and_an_answer_can_be_changed(home: Home) -> None:
    talk = begin(home).id
    assert conversation(home, talk).answers == {}
    answer(home, talk, ("audio",), Answer.YES)
    assert answer(home, talk, ("audio",), Answer.NO).answers == {"audio": Answer.NO}


def test_the_words_are_the_packs_and_every_brace_is_filled(home: Home) -> None:
    talk = begin(home)
    words = consent_words(home, talk.id)
    assert "Larkside Together" in words.say_first
    assert "I'm Amina, a community researcher" in words.say_first
    assert "7 June 2026" in words.say_first, "28 days after the conversation"
    assert talk.code in words.card
    assert "01632 960" in words.card
    everything = [
        *vars_of(words),
        *(t for q in questions(home, talk.id) for t in (q.question, q.helper, q.if_asked)),
    ]
    assert not [t for t in everything if "{" in t]


def vars_of(words: object) -> list[str]:
    return [str(getattr(words, name)) for name in words.__slots__]  # type: ignore[attr-defined]


def test_a_wording_that_the_programme_changes_is_what_is_read_out(home: Home) -> None:
    with home.main.write() as con:
        ((ent, fields),) = programme.raw(con, "consent_form")
        items = [
            {**fields["items"][0], "question": "Shall we talk, {first_name} asks?"},
            *fields["items"][1:],
        ]
        home.put(con, "consent_form", ent, sets={"items": items, "version": "0.2"})
    talk = begin(home).id
    assert questions(home, talk)[0].question == "Shall we talk, Amina asks?"
    assert answer(home, talk, ("take_part",), Answer.YES).form_version == "0.2"


def test_the_recorder_is_open_only_after_two_clear_yeses(home: Home) -> None:
    talk = begin(home).id
    assert may_record(home, talk) == Gate(False, "no_part")
    answer(home, talk, ("take_part",), Answer.YES)
    assert may_record(home, talk) == Gate(False, "not_asked")
    answer(home, talk, ("audio",), Answer.NOT_ASKED)
    assert not may_record(home, talk).open
    answer(home, talk, ("audio",), Answer.NO)
    assert may_record(home, talk) == Gate(False, "no")
    answer(home, talk, ("audio",), Answer.YES)
    assert may_record(home, talk).open


def test_under_16_the_grown_up_is_asked_first_then_the_child(home: Home, child: str) -> None:
    set_facts(home, child, adult_relation="mum")
    asked = questions(home, child)
    assert asked[0].scopes == ("adult_assent",)
    assert asked[1].scopes == CHILD
    assert "Your mum says" in asked[1].question
    assert "take_part" not in [s for q in asked[2:] for s in q.scopes], (
        "asked once, in the child's own question"
    )


def test_under_16_publishing_is_not_asked_unless_the_pack_switches_it_on(home: Home, child: str) -> None:
    assert not [q for q in questions(home, child) if q.channels]
    with home.main.write() as con:
        home.put(con, "programme", home.programme_entity, sets={"under16_publish": True})
    assert [q for q in questions(home, child) if q.channels]


def test_under_16_the_recorder_opens_step_by_step(home: Home, child: str) -> None:
    """AT-9, 1 to 4: locked with a reason until the grown-up and the child have both said yes, each for themselves."""
    answer(home, child, ("take_part", "audio"), Answer.YES)
    assert may_record(home, child).why == "adult_first"
    set_facts(home, child, adult_relation="mother")
    assert may_record(home, child).why == "adult_first", "naming her is not her yes"
    answer(home, child, ("adult_assent",), Answer.YES)
    assert may_record(home, child).why == "child_not_asked"
    answer(home, child, CHILD, Answer.YES)
    assert may_record(home, child).open


def test_a_child_who_says_yes_to_talking_and_no_to_recording_leaves_notes_only(
    home: Home, child: str
) -> None:
    mother_says_yes(home, child)
    answer(home, child, CHILD, Answer.YES)
    answer(home, child, ("audio",), Answer.NO)
    assert may_record(home, child) == Gate(False, "no")
    with pytest.raises(Refused) as caught:
        start_recording(home, child, lambda _: None)
    assert code_of(caught) == "NO_PERMISSION"
    add_note(home, child, "football after school", None)
    record = finish(home, child)
    with home.main.read() as con:
        found = records.record(con, record)
        assert found is not None
        (given,) = consent.of_encounter(con, found.encounter)
    assert (given.route, given.adult_relation, given.child_assent) == (Route.UNDER_16, "mother", Answer.YES)
    assert given.answer(Scope.AUDIO) is Answer.NO


def test_a_story_of_a_child_is_kept_only_when_the_grown_up_and_then_the_child_said_yes(
    home: Home, child: str
) -> None:
    """The gate of taking part opens any saving beyond a blank meeting, whoever asks for it (domain/3-model.md 3.5)."""
    answer(home, child, ("take_part",), Answer.YES)
    with pytest.raises(Refused) as caught:
        finish(home, child)
    assert code_of(caught) == "GROWN_UP_FIRST"
    mother_says_yes(home, child)
    with pytest.raises(Refused) as caught:
        finish(home, child)
    assert code_of(caught) == "CHILD_NOT_ASKED"
    answer(home, child, CHILD, Answer.YES)
    record = finish(home, child)
    with home.main.read() as con:
        assert [row.id for row in records.page(con).rows] == [record]


def test_the_no_of_a_child_wins_over_the_yes_of_a_grown_up_and_leaves_no_person(
    home: Home, child: str
) -> None:
    """AT-9, 5: only a declined encounter (date, kind of spot, route), no code."""
    mother_says_yes(home, child)
    answer(home, child, CHILD, Answer.NO)
    talk = conversation(home, child)
    assert may_record(home, child).why in ("child_no", "no_part")
    with pytest.raises(Refused) as caught:
        finish(home, child)
    assert code_of(caught) == "NO_PART"
    stop_and_thank(home, child)
    with home.main.read() as con:
        (kept,) = encounters.recent(con).rows
        assert not people.code_taken(con, talk.code)
        assert records.page(con).rows == ()
    assert (kept.at, kept.setting, kept.route, kept.outcome) == (
        "2026-05-10",
        "youth_club",
        "school",
        "declined",
    )
    assert (kept.participants, kept.place, kept.relation, kept.researcher, kept.kind) == (
        (),
        None,
        "",
        "",
        "",
    )
    with home.desk.read() as con:
        assert desk.rows(con) == ()


def test_at_16_the_decision_is_their_own(home: Home) -> None:
    """AT-9, 6."""
    talk = begin(home).id
    set_facts(home, talk, age_band="16-17")
    words = consent_words(home, talk)
    assert "grown-up you trust" in words.aged_16
    assert questions(home, talk)[0].scopes == ("take_part",)
    answer(home, talk, ("take_part", "audio"), Answer.YES)
    assert may_record(home, talk).open


def test_an_adult_is_not_shown_the_words_for_the_young(home: Home) -> None:
    assert consent_words(home, begin(home).id).aged_16 == ""


def test_a_younger_age_found_out_later_closes_the_recorder_until_the_route_is_complete(home: Home) -> None:
    talk = begin(home).id
    set_facts(home, talk, age_band="18-24")
    everything_yes(home, talk)
    assert may_record(home, talk).open
    set_facts(home, talk, age_band="11-15")
    assert may_record(home, talk).why == "adult_first"
    mother_says_yes(home, talk)
    answer(home, talk, CHILD, Answer.YES)
    assert may_record(home, talk).open


def test_nobody_says_yes_for_an_adult_who_cannot_follow(home: Home) -> None:
    talk = begin(home).id
    everything_yes(home, talk)
    cannot_follow(home, talk)
    set_facts(home, talk, adult_relation="daughter", age_band="75+")
    answer(home, talk, ("adult_assent", "take_part", "audio"), Answer.YES)
    assert may_record(home, talk) == Gate(False, "not_able")


@pytest.mark.parametrize("age", ["16-17", "75+"])
def test_somebody_who_can_follow_after_all_is_asked_as_their_age_wants(home: Home, age: str) -> None:
    talk = begin(home).id
    before = set_facts(home, talk, age_band=age).consent_route
    everything_yes(home, talk)
    cannot_follow(home, talk)
    assert can_follow(home, talk).consent_route is before
    assert may_record(home, talk).open


def test_the_exact_words_that_were_shown_are_stored_with_the_answers(home: Home) -> None:
    talk = begin(home).id
    answer(home, talk, ("take_part", "audio"), Answer.YES)
    answer(home, talk, ("publish_clip:report",), Answer.NO)
    words = shown_words(home, load(home, talk))
    assert words["audio"] == "May I record your voice?"
    assert words["publish_clip:report"].endswith("In reports?")
    assert set(words) == {"take_part", "audio", "publish_clip:report"}
    record = finish(home, talk)
    fill_part(home, "consent_form", {"approved_by": "somebody else"})
    with home.main.read() as con:
        found = records.record(con, record)
        assert found is not None
        (given,) = consent.of_encounter(con, found.encounter)
        from ldp_stories.store import ledger

        view = ledger.entity(con, given.id)
    assert view is not None
    assert view.get("wording") == words
    assert view.get("form_version") == "0.1"


def test_a_programme_without_a_form_has_no_questions(tmp_path: Path, home: Home) -> None:
    with home.main.write() as con:
        ((ent, _),) = programme.raw(con, "consent_form")
        home.hide(con, "consent_form", ent)
    talk = begin(home).id
    assert questions(home, talk) == ()
    assert not may_record(home, talk).open
