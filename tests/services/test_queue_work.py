"""The queue: who needs a person first, why in facts, and a sitting that survives a restart (US-C2, US-C4)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.review import Choice, Why
from ldp_stories.services import queue_work
from ldp_stories.services.find_names import may_be_a_name, not_a_name
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import mask
from ldp_stories.services.queue_work import (
    QueuePage,
    QueueRow,
    Reason,
    first_rows,
    keep_place,
    next_story,
    queue,
    queue_page,
    reasons_for,
    sitting,
    start_sitting,
)
from ldp_stories.services.review_tags import accept_all, decide
from ldp_stories.store import comments
from tests.services.house import (
    YES,
    Told,
    add_sound,
    answer,
    change,
    erase,
    houses,
    name_id,
    pass_on,
    tell,
)
from tests.services.released import release_read

PLAIN = "They draw the curtains and it is only women."


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Home, Home]]:
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        yield amina, joan


def rows(home: Home) -> dict[str, QueueRow]:
    return {row.record: row for row in queue(home)}


def plain(amina: Home, **facts: object) -> Told:
    return tell(amina, PLAIN, marked=(PLAIN,), **facts)  # type: ignore[arg-type]


def comment(home: Home, told: Told, text: str, kind: str = "question", reply_to: str | None = None) -> str:
    ident = name_id(f"{text}{kind}")
    sets = {"record": told.record, "kind": kind, "text": text, "by": home.member, "reply_to": reply_to}
    with home.main.write() as con:
        home.put(con, "comment", ident, sets=sets, subj=(told.participant,))
    return ident


def test_a_story_with_tags_waits_with_its_facts(two: tuple[Home, Home]) -> None:
    amina, joan = two
    told = plain(amina, tags={PLAIN: "D1"})
    pass_on(amina, joan)
    row = rows(joan)[told.record]
    assert row.why == (Why.TAGS,)
    assert row.reasons[0].count == 1
    assert (row.title, row.told_on, row.place, row.researcher) == (
        "Tea and bulbs",
        "2026-05-14",
        "Corner café",
        "R-07",
    )


def test_a_clean_story_waits_for_its_release_and_then_leaves(two: tuple[Home, Home]) -> None:
    amina, joan = two
    told = plain(amina)
    pass_on(amina, joan)
    assert rows(joan)[told.record].why == (Why.RELEASE,)
    release_read(joan, told.record)
    assert queue(joan) == ()
    assert reasons_for(joan, told.record) == ()


def test_drafts_closed_and_taken_back_stories_do_not_wait(two: tuple[Home, Home]) -> None:
    amina, joan = two
    plain(amina, status="draft", code="LT-2222-222")
    plain(amina, sensitivity="closed", code="LT-3333-333")
    gone = plain(amina, code="LT-4444-444")
    pass_on(amina, joan)
    erase(joan, gone)
    assert queue(joan) == ()


def test_reasons_come_in_the_order_a_person_should_see_them(two: tuple[Home, Home]) -> None:
    amina, joan = two
    tags = plain(amina, tags={PLAIN: "D1"})
    asked = plain(amina)
    named = tell(amina)
    unclear = plain(amina, answers=YES | {"take_part": "not asked"})
    back = plain(amina, consent={"status": "withdrawn"})
    free = plain(amina)
    comment(amina, asked, "Is this one of ours?")
    pass_on(amina, joan)
    order = [row.record for row in queue(joan)]
    assert order == [unclear.record, back.record, named.record, asked.record, tags.record, free.record]
    whys = [row.why[0] for row in queue(joan)]
    assert whys == [Why.CONSENT, Why.TAKEN_BACK, Why.NAME_FOUND, Why.QUESTION, Why.TAGS, Why.RELEASE]


def test_a_consent_problem_says_which(two: tuple[Home, Home]) -> None:
    amina, joan = two
    unclear = plain(amina, answers=YES | {"take_part": "not asked"})
    child = plain(amina, teller={"age_band": "11-15"})
    voice = plain(amina, answers=YES | {"audio": "no"})
    with amina.main.write() as con:
        amina.put(con, "media", name_id("m"), sets={"record": voice.record, "kind": "audio"}, subj=())
    pass_on(amina, joan)
    found = {r: next(x for x in row.reasons if x.why is Why.CONSENT).what for r, row in rows(joan).items()}
    assert found == {
        unclear.record: ("no_part",),
        child.record: ("adult_first",),
        voice.record: ("audio:no",),
    }


def test_a_possible_name_is_shown_with_the_words_until_the_story_is_released(two: tuple[Home, Home]) -> None:
    amina, joan = two
    told = tell(amina, title="Dr Stone helps")
    pass_on(amina, joan)
    reason = next(r for r in reasons_for(joan, told.record) if r.why is Why.NAME_FOUND)
    assert reason.what == ("Dr Stone", "Mrs Patel")
    assert reason.count == 2
    release_read(joan, told.record)
    assert reasons_for(joan, told.record) == ()


def test_an_answered_question_waits_no_more(two: tuple[Home, Home]) -> None:
    amina, joan = two
    told = plain(amina)
    question = comment(amina, told, "Is this one of ours?")
    pass_on(amina, joan)
    reason = next(r for r in reasons_for(joan, told.record) if r.why is Why.QUESTION)
    assert reason.what == ("Is this one of ours?",)
    comment(joan, told, "Yes", "answer", question)
    assert Why.QUESTION not in rows(joan)[told.record].why


def test_a_tag_that_was_asked_about_waits_for_the_answer_and_not_for_the_coordinator(
    two: tuple[Home, Home],
) -> None:
    amina, joan = two
    told = plain(amina, tags={PLAIN: "D1"})
    pass_on(amina, joan)
    decide(joan, told.suggestions["D1"], Choice.ASK, reason="Did she say who?")
    assert Why.TAGS not in {w for row in queue(joan) for w in row.why}
    with joan.main.read() as con:
        question = comments.of_record(con, told.record)[0]
    pass_on(joan, amina)
    comment(amina, told, "Her sister", "answer", question.id)
    pass_on(amina, joan)
    assert Reason(Why.TAGS, 1, ("answered",)) in reasons_for(joan, told.record)
    decide(joan, told.suggestions["D1"], Choice.ACCEPT)
    assert reasons_for(joan, told.record) == (Reason(Why.RELEASE),)


def test_a_tag_that_two_coordinators_decided_apart_waits_until_one_decides_for_both(tmp_path: Path) -> None:
    with houses(tmp_path, "amina", "joan", "theo") as (amina, joan, theo):
        told = plain(amina, tags={PLAIN: "D1"})
        for home in (joan, theo):
            pass_on(amina, home)
        decide(joan, told.suggestions["D1"], Choice.ACCEPT)
        decide(theo, told.suggestions["D1"], Choice.NOT_THIS_TAG, reason="She only passes by")
        pass_on(joan, theo)
        pass_on(theo, joan)
        apart = (Reason(Why.TAGS, 1, ("apart",)),)
        assert reasons_for(joan, told.record) == reasons_for(theo, told.record) == apart
        decide(theo, told.suggestions["D1"], Choice.DIFFER, reason="Both of us have a point")
        pass_on(theo, joan, n=2)
        assert reasons_for(joan, told.record) == reasons_for(theo, told.record) == (Reason(Why.RELEASE),)


def test_a_story_whose_question_has_no_answer_yet_says_so_and_may_be_released(two: tuple[Home, Home]) -> None:
    amina, joan = two
    told = plain(amina, tags={PLAIN: "D1"})
    pass_on(amina, joan)
    decide(joan, told.suggestions["D1"], Choice.ASK, reason="Did she say who?")
    assert reasons_for(joan, told.record) == (Reason(Why.RELEASE, 1, ("asked",)),)
    decide(joan, told.suggestions["D1"], Choice.ACCEPT)
    assert reasons_for(joan, told.record) == (Reason(Why.RELEASE),)


def test_what_another_coordinator_asked_waits_for_the_researcher_and_not_for_me(tmp_path: Path) -> None:
    with houses(tmp_path, "amina", "joan", "theo") as (amina, joan, theo):
        told = plain(amina, tags={PLAIN: "D1"})
        for home in (joan, theo):
            pass_on(amina, home)
        decide(joan, told.suggestions["D1"], Choice.ASK, reason="Did she say who?")
        pass_on(joan, theo)
        assert Why.QUESTION not in rows(theo)[told.record].why
        comment(amina, told, "Is this one of ours?")
        pass_on(amina, theo, n=2)
        (reason,) = (r for r in reasons_for(theo, told.record) if r.why is Why.QUESTION)
        assert reason.what == ("Is this one of ours?",), "only what the researcher asked"
        own = plain(joan, tags={PLAIN: "D1"})
        comment(joan, own, "May I?")
        pass_on(joan, theo, n=2)
        assert Why.QUESTION in rows(theo)[own.record].why, "about her own story she asks like anybody"


def test_words_that_were_left_as_they_are_name_nobody_any_more_until_that_is_undone(
    two: tuple[Home, Home],
) -> None:
    amina, joan = two
    told = tell(amina, title="Dr Stone helps")
    pass_on(amina, joan)
    not_a_name(joan, told.record, "Dr Stone")
    assert reasons_for(joan, told.record)[0] == Reason(Why.NAME_FOUND, 1, ("Mrs Patel",))
    not_a_name(joan, told.record, "Mrs Patel")
    assert reasons_for(joan, told.record) == rows(joan)[told.record].reasons == (Reason(Why.RELEASE),)
    may_be_a_name(joan, told.record, "Mrs Patel")
    assert rows(joan)[told.record].reasons[0].what == ("Mrs Patel",)


def test_a_name_that_is_hidden_in_the_title_too_is_no_reason_any_more(two: tuple[Home, Home]) -> None:
    amina, joan = two
    told = tell(amina, title="Tea with Mrs Patel")
    pass_on(amina, joan)
    assert rows(joan)[told.record].why[0] is Why.NAME_FOUND
    mask(joan, told.record, "Mrs Patel", "[neighbour]")
    assert rows(joan)[told.record].why == (Why.RELEASE,)


def test_a_sitting_leaves_out_what_only_waits_for_its_sound(
    two: tuple[Home, Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    amina, joan = two
    heard, plain_one = plain(amina, at="2026-05-01T10:00"), plain(amina)
    add_sound(amina, heard)
    pass_on(amina, joan)
    assert [row.record for row in queue(joan)] == [heard.record, plain_one.record]
    release_read(joan, heard.record)
    assert [row.to_do for row in queue(joan)] == [True, False]
    assert rows(joan)[heard.record].why == (Why.WAITING,), "it stands last, and says why"
    assert start_sitting(joan) == (plain_one.record,)
    assert (queue_page(joan).total, queue_page(joan).waiting) == (2, 1)
    monkeypatch.setattr(queue_work, "SHOWN", 1)
    assert (queue_page(joan).total, queue_page(joan).waiting) == (2, 1), (
        "also when it is not among those shown"
    )


def test_two_versions_are_a_reason_with_the_field(two: tuple[Home, Home]) -> None:
    amina, joan = two
    told = plain(amina)
    pass_on(amina, joan)
    change(amina, "record", told.record, title="Bulbs")
    change(joan, "record", told.record, title="Planting together")
    pass_on(amina, joan)
    reason = next(r for r in reasons_for(joan, told.record) if r.why is Why.CONFLICT)
    assert reason.what == ("title",)


def test_sound_that_has_not_come_is_a_reason_but_does_not_hold_up_the_release(two: tuple[Home, Home]) -> None:
    amina, joan = two
    told = plain(amina)
    told.media = add_sound(amina, told)
    pass_on(amina, joan)
    assert rows(joan)[told.record].why == (Why.RELEASE, Why.WAITING)


def test_a_consent_taken_back_comes_before_the_tags(two: tuple[Home, Home]) -> None:
    amina, joan = two
    told = plain(amina, tags={PLAIN: "D1"})
    pass_on(amina, joan)
    change(amina, "consent", told.consent, status="withdrawn")
    pass_on(amina, joan)
    assert rows(joan)[told.record].why == (Why.TAKEN_BACK, Why.TAGS)


def test_a_narrower_answer_about_sound_shows_as_consent(two: tuple[Home, Home]) -> None:
    amina, joan = two
    told = plain(amina)
    add_sound(amina, told)
    answer(amina, told, audio="no")
    pass_on(amina, joan)
    assert rows(joan)[told.record].reasons[0].what == ("audio:no",)


def test_an_observation_of_nobody_needs_no_consent(two: tuple[Home, Home]) -> None:
    amina, joan = two
    told = plain(amina, kind="observation", participants=[], answers={})
    pass_on(amina, joan)
    assert rows(joan)[told.record].why == (Why.RELEASE,)


def test_a_sitting_keeps_its_stories_and_place_over_a_restart(two: tuple[Home, Home]) -> None:
    amina, joan = two
    told = [plain(amina, at=f"2026-05-{day}T10:00", tags={PLAIN: "D1"}) for day in (11, 12, 13)]
    pass_on(amina, joan)
    assert start_sitting(joan, 2) == (told[0].record, told[1].record)
    keep_place(joan, told[1].record, told[1].suggestions["D1"])
    now = sitting(joan)
    assert now is not None
    assert (now.at, now.focus) == (1, told[1].suggestions["D1"])
    accept_all(joan, told[0].record)
    assert sitting(joan) == now


def test_after_the_last_story_of_a_sitting_it_is_time_for_a_break(two: tuple[Home, Home]) -> None:
    amina, joan = two
    plain(amina)
    pass_on(amina, joan)
    start_sitting(joan)
    now = next_story(joan)
    assert now is not None
    assert now.done
    assert next_story(joan) == now


def test_a_story_outside_the_sitting_does_not_move_its_place(two: tuple[Home, Home]) -> None:
    amina, joan = two
    plain(amina)
    pass_on(amina, joan)
    start_sitting(joan)
    before = sitting(joan)
    assert keep_place(joan, "somewhere else") == before == sitting(joan)


def test_the_first_rows_are_there_at_once_and_the_page_counts_them_all(
    two: tuple[Home, Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    amina, joan = two
    told = [plain(amina, at=f"2026-05-{day:02}T10:00") for day in range(1, 8)]
    refused = plain(amina, at="2026-05-20T10:00", answers=YES | {"take_part": "not asked"})
    pass_on(amina, joan)
    whole = queue(joan)
    assert len(whole) == len(told) + 1
    assert whole[0].record == refused.record
    assert queue_page(joan) == QueuePage(whole, len(whole))
    first = first_rows(joan, 3)
    assert [row.record for row in first] == [refused.record, told[0].record, told[1].record]
    assert set(first) <= set(whole)
    monkeypatch.setattr(queue_work, "SHOWN", 2)
    assert queue_page(joan) == QueuePage(whole[:2], len(whole))


def test_the_reasons_of_one_story_are_those_it_has_in_the_queue(two: tuple[Home, Home]) -> None:
    amina, joan = two
    asked, tagged, silent = plain(amina), plain(amina, tags={PLAIN: "D1"}), plain(amina, answers={})
    comment(amina, asked, "May I?")
    observed = plain(amina, kind="observation", participants=[], answers={})
    sounding = plain(amina, sound=True)
    pass_on(amina, joan)
    comment(amina, tagged, "Which one?")
    pass_on(amina, joan)
    change(joan, "record", tagged.record, title="Two versions")
    found = rows(joan)
    for one in (asked, tagged, silent, observed, sounding):
        assert reasons_for(joan, one.record) == (found[one.record].reasons if one.record in found else ())
    assert reasons_for(joan, "unknown") == ()
    assert {r.record for r in first_rows(joan)} == set(found)
