"""The 29 invented stories and the one where somebody said no: every special case stands there as data (4.9 of the starter content)."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from ldp_stories.domain.consent import Answer, Channel, Consent, ConsentStatus, Route, Scope, gate, joint_gate
from ldp_stories.domain.people import AgeBand, tidy_code
from ldp_stories.services.load_practice import Practice
from ldp_stories.services.practice_items import WorkItem, practice_items
from ldp_stories.services.practice_stories import PracticeRecord

TODAY = date(2026, 11, 20)


def record(practice: Practice, no: int) -> PracticeRecord:
    return next(r for r in practice.stories.records if r.no == no)


@pytest.fixture(scope="module")
def items(practice: Practice) -> tuple[WorkItem, ...]:
    return practice_items(practice)


def consents_of(practice: Practice, items: tuple[WorkItem, ...], no: int) -> list[Consent]:
    """The consents of a story as the rules see them."""
    encounter = next(i.ent for i in items if i.kind == "encounter" and i.record == no)
    ages = {i.ent: i.sets["age_band"] for i in items if i.kind == "participant"}
    found = [i for i in items if i.kind == "consent" and i.sets["encounter"] == encounter]
    return [consent(i.ent, i.sets, ages[i.sets["participant"]]) for i in found]


def consent(ident: str, sets: Mapping[str, Any], age: str) -> Consent:
    answers = {k.removeprefix("answer:"): Answer(v) for k, v in sets.items() if k.startswith("answer:")}
    return Consent(
        ident,
        sets["participant"],
        sets["encounter"],
        answers,
        ConsentStatus(sets["status"]),
        Route(sets["route"]),
        AgeBand(age),
        sets["adult_relation"],
        Answer(sets["child_assent"]),
        review_by=sets["review_by"],
    )


def test_there_are_29_records_of_three_kinds(practice: Practice) -> None:
    kinds = Counter(r.kind for r in practice.stories.records)
    assert kinds == {"story": 12, "interview": 12, "observation": 5}
    assert [r.no for r in practice.stories.records] == [n for n in range(1, 31) if n != 5]


def test_the_languages_are_counted_as_told(practice: Practice) -> None:
    languages = Counter(r.language for r in practice.stories.records)
    assert languages == {"en": 23, "ur": 2, "pa": 1, "pl": 1, "so": 1, "bfi": 1}


def test_there_are_34_people_and_every_code_reads_back(practice: Practice) -> None:
    codes = [p.code for p in practice.stories.participants]
    assert len(set(codes)) == 34
    for code in codes:
        assert tidy_code(code) == code
        assert code.startswith("LT-")


def test_the_code_of_the_first_journey_is_free(practice: Practice) -> None:
    assert "LT-4HN7-KQY" not in {p.code for p in practice.stories.participants}


def test_every_person_was_met(practice: Practice) -> None:
    met = {c for r in practice.stories.records for c in r.participants}
    met |= {c for m in practice.stories.meetings for c in m.participants}
    met |= {c for r in practice.stories.records for m in r.media for c in m.shows}
    assert met == {p.code for p in practice.stories.participants}


def test_the_boy_who_said_no_leaves_no_trace_of_himself(
    practice: Practice, items: tuple[WorkItem, ...]
) -> None:
    declined = [i for i in items if i.kind == "encounter" and i.sets["outcome"] == "declined"]
    assert len(declined) == 1
    assert set(declined[0].sets) == {"at", "setting", "route", "outcome"}
    assert declined[0].subj == ()
    assert declined[0].by == ""


@pytest.mark.parametrize("channel", list(Channel))
def test_clips_may_be_published_only_where_people_said_so(
    practice: Practice, items: tuple[WorkItem, ...], channel: Channel
) -> None:
    allowed = {
        r.no
        for r in practice.stories.records
        if joint_gate(consents_of(practice, items, r.no), Scope.PUBLISH_CLIP, TODAY, channel).open
    }
    expected = {Channel.REPORT: {7, 8, 13, 21}, Channel.WEBSITE: {7, 24}, Channel.EVENT: {13}}
    assert allowed == expected.get(channel, set())


def test_the_happy_path_has_a_photo_and_a_yes_to_it(practice: Practice, items: tuple[WorkItem, ...]) -> None:
    first = record(practice, 1)
    assert [m.kind for m in first.media] == ["audio", "photo"]
    assert gate(consents_of(practice, items, 1)[0], Scope.PUBLISH_PHOTO, TODAY, Channel.REPORT).open


def test_the_woman_with_no_room_of_her_own_has_a_note_on_safe_contact(practice: Practice) -> None:
    third = record(practice, 3)
    assert third.encounter.private_enough == "partly"
    card = next(c for c in practice.extras.contact_cards if c.record == 3)
    assert "Text only" in card.safe_to_contact


def test_the_fourteen_year_old_went_the_whole_way(practice: Practice, items: tuple[WorkItem, ...]) -> None:
    (answers,) = consents_of(practice, items, 4)
    assert answers.age_band is AgeBand.FROM_11
    assert answers.adult_relation == "mother"
    assert gate(answers, Scope.AUDIO, TODAY).open
    assert gate(answers, Scope.PUBLISH_CLIP, TODAY, Channel.REPORT).why == "under_16"


def test_the_teller_of_story_six_changed_it(practice: Practice) -> None:
    assert record(practice, 6).checked_back == "yes changed"
    assert "loved it" in record(practice, 6).checked_back_note
    assert record(practice, 6).direction == "worse"


@pytest.mark.parametrize(("no", "name"), [(7, "Marigold"), (13, "Grace"), (24, "Odette Farrow")])
def test_names_beside_words_are_the_ones_people_chose(practice: Practice, no: int, name: str) -> None:
    (answers,) = record(practice, no).consents
    assert "quote_named" in answers.yes
    assert name in answers.attribution


@pytest.mark.parametrize("no", [3, 9, 15, 17, 30])
def test_stories_in_other_languages_come_with_a_translation(practice: Practice, no: int) -> None:
    told, english = record(practice, no).layers
    assert told.kind == "verbatim"
    assert told.language == record(practice, no).language
    assert (english.kind, english.language, english.made_from) == ("translation", "en", 0)


@pytest.mark.parametrize("no", [3, 17])
def test_urdu_is_written_right_to_left(practice: Practice, no: int) -> None:
    text = record(practice, no).layers[0].text
    letters = [c for c in text if c.isalpha()]
    assert all("؀" <= c <= "ۿ" for c in letters)


def test_the_signed_story_is_a_huge_video_with_a_summary(practice: Practice) -> None:
    tenth = record(practice, 10)
    assert tenth.media[0].kind == "video"
    assert tenth.media[0].placeholder_bytes == 5_000_000_000
    assert tenth.layers[0].kind == "reading"
    assert tenth.encounter.who_else == "An interpreter"
    assert "audio" in tenth.consents[0].no


def test_what_was_promised_is_kept_in_the_promise_log(practice: Practice) -> None:
    assert "come back" in record(practice, 11).encounter.promises
    assert record(practice, 11).encounter.also_raised


def test_spelling_in_the_tellers_own_hand_stays(practice: Practice) -> None:
    twelfth = record(practice, 12)
    assert twelfth.how_told == "written by teller"
    assert "skool" in twelfth.layers[0].text
    assert twelfth.media == ()


def test_notes_only_is_as_good_as_sound(practice: Practice) -> None:
    notes = record(practice, 14)
    assert notes.media == ()
    assert "audio" in notes.consents[0].no
    assert len(notes.passages) >= 2


def test_one_interview_stopped_early_and_counts(practice: Practice) -> None:
    assert record(practice, 15).encounter.outcome == "stopped early"
    assert record(practice, 15).passages


def test_a_couple_gave_two_answers(practice: Practice, items: tuple[WorkItem, ...]) -> None:
    assert len(record(practice, 16).participants) == 2
    assert len(consents_of(practice, items, 16)) == 2
    assert practice.extras.withdrawal["record"] == 16


def test_the_power_cut_left_two_parts_and_a_gap(practice: Practice) -> None:
    first, second = record(practice, 18).media
    assert 41 * 60 - 5 < first.seconds < 42 * 60
    assert (first.position, second.position) == (0, 1)
    assert second.gap_before_seconds == 540


def test_the_headteacher_is_named_and_a_masked_copy_is_there(practice: Practice) -> None:
    verbatim, masked = record(practice, 19).layers
    assert "Mrs Okell" in verbatim.text
    assert "Mrs Okell" not in masked.text
    assert masked.text == verbatim.text.replace("Mrs Okell", "[headteacher]")


def test_the_rare_illness_is_in_the_tiny_ward(practice: Practice) -> None:
    twentieth = record(practice, 20)
    assert twentieth.encounter.place == "ward/penny-lathe"
    assert twentieth.sensitivity == "careful"


def test_the_health_worker_was_met_in_a_health_setting(practice: Practice) -> None:
    link_worker = record(practice, 21)
    setting = next(s for s in practice.content.settings.settings if s.key == link_worker.encounter.setting)
    assert "NHS" in setting.warning


def test_two_people_tell_one_change_differently(practice: Practice) -> None:
    assert record(practice, 22).direction == "better"
    assert record(practice, 23).direction == "worse"
    assert practice.extras.changes[0]["contradicted_by"] == [23]


def test_the_pair_before_and_after_is_tied(practice: Practice) -> None:
    before, after = record(practice, 25), record(practice, 26)
    assert (before.pair, before.pair_side) == (after.pair, "before")
    assert after.pair_side == "after"
    assert before.told_at < after.told_at


def test_the_face_in_the_photo_keeps_it_locked(practice: Practice, items: tuple[WorkItem, ...]) -> None:
    (photo,) = record(practice, 26).media
    assert photo.locked
    assert len(photo.shows) == 1
    fields = next(i.sets for i in items if i.kind == "record" and i.record == 26)
    assert "needs a yes" in fields["photo_locked"]


@pytest.mark.parametrize(
    ("no", "subtype", "kind"),
    [
        (25, "place", "visit"),
        (27, "event", "network event"),
        (28, "meeting", "meeting observed"),
        (29, "reflection", "visit"),
    ],
)
def test_observations_come_in_all_sorts(practice: Practice, no: int, subtype: str, kind: str) -> None:
    assert record(practice, no).details["subtype"] == subtype
    assert record(practice, no).encounter.kind == kind


def test_the_steering_meeting_is_about_the_system(practice: Practice) -> None:
    assert record(practice, 28).level == "system"


def test_the_group_is_not_recorded_because_one_said_no(
    practice: Practice, items: tuple[WorkItem, ...]
) -> None:
    group = consents_of(practice, items, 30)
    assert len(group) == 5
    assert [gate(c, Scope.AUDIO, TODAY).open for c in group].count(False) == 1
    assert joint_gate(group, Scope.AUDIO, TODAY).why == "no"
    assert record(practice, 30).media == ()


def test_one_consent_has_lapsed(practice: Practice, items: tuple[WorkItem, ...]) -> None:
    (answers,) = consents_of(practice, items, 2)
    assert gate(answers, Scope.RECONTACT, TODAY).why == "lapsed"
    assert gate(answers, Scope.RECONTACT, date(2026, 9, 1)).open
    assert gate(answers, Scope.SHARE_TEAM, TODAY).open


def test_no_other_consent_has_lapsed(practice: Practice, items: tuple[WorkItem, ...]) -> None:
    others = [c for r in practice.stories.records if r.no != 2 for c in consents_of(practice, items, r.no)]
    assert all(c.review_by is not None and c.review_by > TODAY.isoformat() for c in others)


def test_sound_is_only_where_everybody_agreed_to_it(practice: Practice, items: tuple[WorkItem, ...]) -> None:
    for r in practice.stories.records:
        kinds = {m.kind for m in r.media}
        scopes = {"audio": Scope.AUDIO, "video": Scope.VIDEO, "photo": Scope.PHOTO}
        if r.participants:
            for kind in kinds:
                assert joint_gate(consents_of(practice, items, r.no), scopes[kind], TODAY).open, (r.no, kind)


def test_every_story_was_told_at_a_place_valid_on_its_day(practice: Practice) -> None:
    places = {p.key: p for p in practice.content.places.places}
    for r in practice.stories.records:
        day = r.told_at[:10]
        for key in {r.encounter.place, *r.about_places} - {None}:
            assert key is not None
            place = places[key]
            assert (place.valid_from or day) <= day <= (place.valid_to or day), r.no


def test_the_redrawn_ward_is_used_before_and_its_follower_after(practice: Practice) -> None:
    assert record(practice, 11).encounter.place == "ward/lower-tansy"
    assert record(practice, 1).encounter.place == "ward/tansy-park"


def test_every_fact_of_a_meeting_is_on_the_lists(practice: Practice) -> None:
    settings = {s.key for s in practice.content.settings.settings}
    lists = {name: {o.key for o in options} for name, options in practice.content.choices.items()}
    organisations = {o.key for o in practice.content.organisations.organisations} | {""}
    for meeting in [*(r.encounter for r in practice.stories.records), *practice.stories.meetings]:
        assert meeting.setting in settings
        assert meeting.kind in lists["encounter_kind"]
        assert meeting.private_enough in lists["private_enough"]
        assert meeting.relation in lists["relation"]
        assert meeting.route in lists["route"]
        assert meeting.outcome in lists["outcome"]
        assert set(meeting.offered) <= lists["offered"]
        assert meeting.introduced_by in organisations


def test_every_fact_of_a_story_is_on_the_lists(practice: Practice) -> None:
    lists = {name: {o.key for o in options} | {""} for name, options in practice.content.choices.items()}
    for r in practice.stories.records:
        assert r.direction in lists["direction"]
        assert r.level in lists["level"]
        assert r.how_told in lists["how_told"]
        assert r.checked_back in lists["checked_back"]
        assert r.language in lists["language"]


def test_people_use_groups_and_ages_on_the_lists(practice: Practice) -> None:
    groups = {g.key for g in practice.content.target_groups.target_groups}
    for person in practice.stories.participants:
        assert set(person.target_groups) <= groups
        assert person.age_band in {a.value for a in AgeBand}


def test_every_story_has_passages_with_tags_that_were_decided_on(practice: Practice) -> None:
    decisions = Counter(
        t.decision.decision
        for r in practice.stories.records
        for p in r.passages
        for t in p.tags
        if t.decision
    )
    assert all(r.passages and all(p.tags for p in r.passages) for r in practice.stories.records)
    assert set(decisions) == {"accept", "change", "not this tag", "ask", "differ", "later"}
    assert decisions["accept"] > 100


def test_a_decision_that_needs_a_reason_has_one(practice: Practice) -> None:
    for r in practice.stories.records:
        for t in (t for p in r.passages for t in p.tags if t.decision):
            assert t.decision is not None
            if t.decision.decision in ("change", "not this tag", "differ"):
                assert t.decision.reason, (r.no, t.tag)
            if t.decision.decision == "change":
                assert t.decision.to, (r.no, t.tag)


def test_both_coordinators_review_and_some_stories_move_people(practice: Practice) -> None:
    by = {t.decision.by for r in practice.stories.records for p in r.passages for t in p.tags if t.decision}
    assert by == {"C-01", "C-02"}
    assert sum(p.moved_me for r in practice.stories.records for p in r.passages) >= 20


def test_times_stand_inside_the_sound(practice: Practice) -> None:
    for r in practice.stories.records:
        for p in r.passages:
            if p.from_s is not None and p.to_s is not None:
                assert 0 <= p.from_s < p.to_s <= r.media[0].seconds
        assert all(0 <= n.at <= r.sound_seconds for n in r.notes)


def test_a_yes_was_recorded_only_from_people_who_agreed_to_be_recorded(practice: Practice) -> None:
    given = [(r.no, c) for r in practice.stories.records for c in r.consents]
    assert [no for no, c in given if c.method == "recorded verbal" and "audio" not in c.yes] == []
    group = [c.method for no, c in given if no == 30]
    assert set(group) == {"verbal noted with witness"}
