"""The gates: only a clear yes opens one, and the more protective answer wins."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.consent import (
    OPEN,
    PUBLISH,
    Answer,
    Channel,
    Consent,
    ConsentStatus,
    ContactFor,
    Gate,
    Route,
    Scope,
    all_keys,
    answer_field,
    answer_key,
    gate,
    joint_gate,
    medium_refused,
    narrowest,
)
from ldp_stories.domain.people import AgeBand

TODAY = date(2026, 5, 14)
YES = dict.fromkeys(all_keys(), Answer.YES)
FULL = Consent("c1", "p1", "e1", YES, age_band=AgeBand.FROM_40)

answers = st.dictionaries(st.sampled_from(all_keys()), st.sampled_from(Answer))
scopes = st.sampled_from(Scope)


def with_answer(key: str, answer: Answer) -> Consent:
    return replace(FULL, answers={**YES, key: answer})


@pytest.mark.parametrize("scope", list(Scope))
def test_a_full_yes_opens_every_gate(scope: Scope) -> None:
    assert gate(FULL, scope, TODAY, Channel.REPORT if scope in PUBLISH else None) is OPEN


@pytest.mark.parametrize("scope", [s for s in Scope if s not in PUBLISH and s is not Scope.TAKE_PART])
@pytest.mark.parametrize(("answer", "why"), [(Answer.NO, "no"), (Answer.NOT_ASKED, "not_asked")])
def test_a_no_and_a_question_not_asked_both_close_the_gate(scope: Scope, answer: Answer, why: str) -> None:
    assert gate(with_answer(scope.value, answer), scope, TODAY) == Gate(False, why)


@pytest.mark.parametrize("scope", list(Scope))
def test_without_taking_part_nothing_is_open(scope: Scope) -> None:
    assert gate(with_answer("take_part", Answer.NO), scope, TODAY).why == "no_part"


@pytest.mark.parametrize("channel", list(Channel))
def test_each_channel_needs_its_own_yes(channel: Channel) -> None:
    only_one = replace(
        FULL,
        answers={
            "take_part": Answer.YES,
            "copyright": Answer.YES,
            answer_key(Scope.PUBLISH_CLIP, channel): Answer.YES,
        },
    )
    open_channels = [c for c in Channel if gate(only_one, Scope.PUBLISH_CLIP, TODAY, c).open]
    assert open_channels == [channel]


def test_publishing_needs_the_recording_rights_too() -> None:
    assert (
        gate(with_answer("copyright", Answer.NO), Scope.PUBLISH_CLIP, TODAY, Channel.EVENT).why
        == "no_copyright"
    )


def test_publishing_without_naming_a_channel_asks_whether_any_is_open() -> None:
    one = replace(
        FULL, answers={"take_part": Answer.YES, "copyright": Answer.YES, "publish_clip:website": Answer.YES}
    )
    assert gate(one, Scope.PUBLISH_CLIP, TODAY).open
    none = replace(
        one, answers={"take_part": Answer.YES, "copyright": Answer.YES, "publish_clip:website": Answer.NO}
    )
    assert gate(none, Scope.PUBLISH_CLIP, TODAY).why == "no"
    assert gate(replace(one, answers={"take_part": Answer.YES}), Scope.PUBLISH_CLIP, TODAY).why == "not_asked"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"route": Route.NOT_ABLE}, "not_able"),
        ({"status": ConsentStatus.WITHDRAWN}, "withdrawn"),
        ({"narrowed": frozenset({"take_part"})}, "withdrawn"),
        ({"narrowed": frozenset({"audio"})}, "narrowed"),
    ],
)
def test_what_stands_before_every_answer(change: dict[str, object], why: str) -> None:
    assert gate(replace(FULL, **change), Scope.AUDIO, TODAY).why == why  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("relation", "assent", "why"),
    [
        ("", Answer.YES, "adult_first"),
        ("mother", Answer.NOT_ASKED, "child_not_asked"),
        ("mother", Answer.NO, "child_no"),
        ("mother", Answer.YES, ""),
    ],
)
def test_under_sixteen_a_grown_up_says_yes_first_and_the_child_may_always_say_no(
    relation: str, assent: Answer, why: str
) -> None:
    child = replace(
        FULL, age_band=AgeBand.FROM_11, route=Route.UNDER_16, adult_relation=relation, child_assent=assent
    )
    assert gate(child, Scope.AUDIO, TODAY).why == why


def test_changing_the_age_band_to_a_child_closes_every_gate_until_the_route_is_done() -> None:
    child = replace(FULL, age_band=AgeBand.FROM_11)
    assert not any(gate(child, scope, TODAY).open for scope in Scope)


def test_nothing_of_a_child_is_published_unless_the_pack_says_so() -> None:
    child = replace(FULL, age_band=AgeBand.FROM_11, adult_relation="father", child_assent=Answer.YES)
    assert gate(child, Scope.PUBLISH_PHOTO, TODAY, Channel.REPORT).why == "under_16"
    assert gate(child, Scope.PUBLISH_PHOTO, TODAY, Channel.REPORT, under_16_publish=True).open


def test_sixteen_and_seventeen_need_no_adult() -> None:
    assert gate(replace(FULL, age_band=AgeBand.FROM_16, route=Route.AGED_16), Scope.AUDIO, TODAY).open


@pytest.mark.parametrize(
    ("scope", "still_open"),
    [
        (Scope.PUBLISH_CLIP, False),
        (Scope.PUBLISH_PHOTO, False),
        (Scope.RECONTACT, False),
        (Scope.QUOTE_ANON, True),
        (Scope.SHARE_TEAM, True),
    ],
)
def test_a_lapsed_consent_closes_publishing_and_contact_but_leaves_analysis_open(
    scope: Scope, still_open: bool
) -> None:
    lapsed = replace(FULL, review_by="2026-05-13")
    assert gate(lapsed, scope, TODAY).open is still_open
    assert gate(replace(FULL, review_by="2026-05-14"), scope, TODAY).open


def test_the_tightest_answer_governs_a_shared_recording() -> None:
    other = with_answer("audio", Answer.NO)
    assert joint_gate([FULL, other], Scope.AUDIO, TODAY) == Gate(False, "no")
    assert joint_gate([FULL, FULL], Scope.AUDIO, TODAY).open
    assert joint_gate([], Scope.AUDIO, TODAY) == Gate(False, "no_consent")


@given(st.lists(st.sampled_from(Answer), min_size=1))
def test_the_narrowest_of_many_answers_is_yes_only_when_all_are(given_answers: list[Answer]) -> None:
    settled = narrowest(given_answers)
    assert (settled is Answer.YES) == all(a is Answer.YES for a in given_answers)
    assert (settled is Answer.NO) == (Answer.NO in given_answers)


@given(answers, answers, scopes, st.none() | st.sampled_from(ContactFor))
def test_merging_two_versions_never_opens_a_gate_that_one_of_them_closed(
    first: dict[str, Answer], second: dict[str, Answer], scope: Scope, purpose: ContactFor | None
) -> None:
    keys = set(first) | set(second)
    merged = {k: narrowest([first.get(k, Answer.NOT_ASKED), second.get(k, Answer.NOT_ASKED)]) for k in keys}
    channel = Channel.REPORT if scope in PUBLISH else purpose if scope is Scope.RECONTACT else None
    opened = gate(replace(FULL, answers=merged), scope, TODAY, channel).open
    both = all(gate(replace(FULL, answers=a), scope, TODAY, channel).open for a in (first, second))
    assert opened == both or not opened


def test_field_names_and_answer_keys_name_the_channel() -> None:
    assert answer_field(Scope.AUDIO) == "answer:audio"
    assert answer_field(Scope.PUBLISH_CLIP, Channel.REPORT) == "answer:publish_clip:report"
    assert answer_key(Scope.PUBLISH_PHOTO, Channel.PRESS) == "publish_photo:press"
    assert answer_field(Scope.RECONTACT, ContactFor.CHECK) == "answer:recontact:check"
    assert len(all_keys()) == len(set(all_keys())) == len(Scope) - 2 + 2 * len(Channel) + len(ContactFor)


AGAIN = {"take_part": Answer.YES, "recontact": Answer.YES}


@pytest.mark.parametrize("purpose", list(ContactFor))
def test_each_thing_to_contact_for_needs_its_own_yes(purpose: ContactFor) -> None:
    only_one = replace(FULL, answers={**AGAIN, answer_key(Scope.RECONTACT, purpose): Answer.YES})
    assert [p for p in ContactFor if gate(only_one, Scope.RECONTACT, TODAY, p).open] == [purpose]
    assert gate(only_one, Scope.RECONTACT, TODAY).open


def test_answers_from_before_it_was_asked_what_for_read_as_not_asked() -> None:
    old = replace(FULL, answers=AGAIN)
    assert gate(old, Scope.RECONTACT, TODAY).open, "they did say that they may be contacted"
    assert {gate(old, Scope.RECONTACT, TODAY, p).why for p in ContactFor} == {"not_asked"}


@pytest.mark.parametrize("at_all", [Answer.NO, Answer.NOT_ASKED])
def test_nobody_is_contacted_for_anything_without_a_yes_to_being_contacted(at_all: Answer) -> None:
    given_one = with_answer("recontact", at_all)
    assert not any(gate(given_one, Scope.RECONTACT, TODAY, p).open for p in (None, *ContactFor))


def test_no_to_everything_that_was_asked_is_no_to_being_contacted() -> None:
    none = replace(FULL, answers={**AGAIN, "recontact:check": Answer.NO, "recontact:talk": Answer.NOT_ASKED})
    assert gate(none, Scope.RECONTACT, TODAY) == Gate(False, "no")
    some = replace(none, answers={**none.answers, "recontact:hear": Answer.YES})
    assert gate(some, Scope.RECONTACT, TODAY).open
    closed = replace(some, narrowed=frozenset({"recontact:hear"}))
    assert gate(closed, Scope.RECONTACT, TODAY).why == "no"
    assert gate(closed, Scope.RECONTACT, TODAY, ContactFor.HEAR).why == "narrowed"


def test_a_withdrawal_holds_against_a_change_made_elsewhere_at_the_same_time() -> None:
    from ldp_stories.domain.settling import settle, settles

    assert settles("consent", "status")
    assert settle("consent", "status", ("given", "withdrawn", "changed")) == "withdrawn"
    assert settle("consent", "status", ("given", "changed")) == "changed"


PIECE = {
    "take_part": Answer.YES,
    "copyright": Answer.YES,
    "publish_clip:report": Answer.YES,
    "publish_photo:report": Answer.YES,
}


@pytest.mark.parametrize(
    ("answers", "clip", "photo"),
    [
        ({}, True, True),
        ({"audio": Answer.YES, "photo": Answer.YES}, True, True),
        ({"audio": Answer.NO}, False, True),
        ({"audio": Answer.NO, "video": Answer.YES}, True, True),
        ({"audio": Answer.NO, "video": Answer.NO, "photo": Answer.NO}, False, False),
        ({"audio": Answer.YES, "photo": Answer.NO}, True, False),
    ],
)
def test_no_piece_of_what_was_refused_is_played_or_shown(
    answers: dict[str, Answer], clip: bool, photo: bool
) -> None:
    told = Consent("c", "p", "e", {**PIECE, **answers})
    day = date(2026, 5, 10)
    assert gate(told, Scope.PUBLISH_CLIP, day, Channel.REPORT).open is clip
    assert gate(told, Scope.PUBLISH_PHOTO, day, Channel.REPORT).open is photo


def test_a_kind_of_medium_is_refused_by_anybodys_no_and_by_an_order_and_not_by_silence() -> None:
    yes, no = (Consent("c", "p", "e", {"audio": a}) for a in (Answer.YES, Answer.NO))
    silent, ordered = (
        Consent("c", "p", "e", {}),
        Consent("c", "p", "e", {"audio": Answer.YES}, narrowed=frozenset({"audio"})),
    )
    before = Consent("c", "p", "e", {"audio": Answer.NO}, status=ConsentStatus.SUPERSEDED)
    assert [medium_refused(some, "audio") for some in ([yes], [yes, no], [silent], [ordered], [before], [])] == [
        False, True, False, True, False, False,
    ]  # fmt: skip
    assert not medium_refused([no], "file"), "a paper has no question of its own"
