"""Every scope, answer, route, age, date and order against an independent reading of the rules (domain/3-model.md 3.5)."""

import itertools
from dataclasses import replace
from datetime import date, timedelta

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
)
from ldp_stories.domain.kinds import KINDS
from ldp_stories.domain.people import AgeBand

TODAY = date(2026, 5, 14)
YES = dict.fromkeys(all_keys(), Answer.YES)
PLAIN = [s for s in Scope if s not in PUBLISH]
REASONS = frozenset(
    {
        "not_able",
        "withdrawn",
        "no_part",
        "adult_first",
        "child_not_asked",
        "child_no",
        "under_16",
        "no",
        "not_asked",
        "narrowed",
        "lapsed",
        "no_copyright",
        "no_consent",
    }
)


def consent(**facts: object) -> Consent:
    return replace(Consent("c", "p", "e", YES, age_band=AgeBand.FROM_40), **facts)  # type: ignore[arg-type]


consents = st.builds(
    Consent,
    st.just("c"),
    st.just("p"),
    st.just("e"),
    st.dictionaries(st.sampled_from(all_keys()), st.sampled_from(Answer)).map(lambda some: {**YES, **some}),
    status=st.sampled_from(ConsentStatus),
    route=st.sampled_from(Route),
    age_band=st.sampled_from(AgeBand),
    adult_relation=st.sampled_from(["", "mother"]),
    child_assent=st.sampled_from(Answer),
    review_by=st.sampled_from([None, "2026-05-13", "2026-05-14", "2027-01-01"]),
    narrowed=st.frozensets(st.sampled_from([*all_keys(), "publish_clip", "publish_photo"]), max_size=3),
)
scopes = st.sampled_from(Scope)
channels = st.none() | st.sampled_from(Channel)


def may(c: Consent, scope: Scope, channel: Channel | None, publish_children: bool) -> bool:
    """The rules once more, said as one sentence each."""
    child = c.age_band in (AgeBand.UNDER_11, AgeBand.FROM_11)
    if c.route is Route.NOT_ABLE or c.status is ConsentStatus.WITHDRAWN:
        return False
    if (child or c.route is Route.UNDER_16) and not (c.adult_relation and c.child_assent is Answer.YES):
        return False
    if c.answers["take_part"] is not Answer.YES or "take_part" in c.narrowed:
        return False
    if scope in PUBLISH:
        wanted = [channel] if channel else list(Channel)
        keys = [f"{scope.value}:{w.value}" for w in wanted]
        fresh = not (c.review_by and c.review_by < "2026-05-14")
        rights = c.answers["copyright"] is Answer.YES
        some = any(c.answers[k] is Answer.YES and k not in c.narrowed for k in keys)
        return some and fresh and rights and scope.value not in c.narrowed and (publish_children or not child)
    if scope is Scope.RECONTACT and c.review_by and c.review_by < "2026-05-14":
        return False
    if scope is Scope.RECONTACT:
        purposes = {k: c.answers[k] for k in (f"recontact:{p}" for p in ("check", "hear", "talk"))}
        agreed = {k for k, a in purposes.items() if a is Answer.YES and k not in c.narrowed}
        refused = {k for k, a in purposes.items() if a is Answer.NO or k in c.narrowed}
        if refused and not agreed:
            return False
    return c.answers[scope.value] is Answer.YES and scope.value not in c.narrowed


@given(consents, scopes, channels, st.booleans())
def test_the_gate_is_what_the_rules_say(
    given_one: Consent, scope: Scope, channel: Channel | None, publish: bool
) -> None:
    channel = channel if scope in PUBLISH else None
    found = gate(given_one, scope, TODAY, channel, under_16_publish=publish)
    assert found.open is may(given_one, scope, channel, publish)


@given(consents, scopes, channels)
def test_a_closed_gate_names_one_reason_and_an_open_one_none(
    given_one: Consent, scope: Scope, channel: Channel | None
) -> None:
    found = gate(given_one, scope, TODAY, channel if scope in PUBLISH else None)
    assert found == OPEN or (not found.open and found.why in REASONS)


@pytest.mark.parametrize(("scope", "answer"), list(itertools.product(PLAIN, Answer)))
def test_only_a_yes_opens(scope: Scope, answer: Answer) -> None:
    found = gate(consent(answers={**YES, scope.value: answer}), scope, TODAY)
    assert found.open is (answer is Answer.YES)


@pytest.mark.parametrize(("scope", "channel", "answer"), list(itertools.product(PUBLISH, Channel, Answer)))
def test_a_channel_opens_by_its_own_answer_alone(scope: Scope, channel: Channel, answer: Answer) -> None:
    given_one = consent(answers={**YES, answer_key(scope, channel): answer})
    assert gate(given_one, scope, TODAY, channel).open is (answer is Answer.YES)
    others = [c for c in Channel if c is not channel]
    assert all(gate(given_one, scope, TODAY, c).open for c in others)
    other_scope = next(s for s in PUBLISH if s is not scope)
    assert gate(given_one, other_scope, TODAY, channel).open


@pytest.mark.parametrize("scope", PLAIN)
def test_an_answer_that_was_never_written_is_not_a_yes(scope: Scope) -> None:
    only = {k: v for k, v in YES.items() if k != scope.value}
    assert not gate(consent(answers=only), scope, TODAY).open


@pytest.mark.parametrize(("band", "route"), list(itertools.product(AgeBand, Route)))
def test_who_may_say_yes_for_themselves(band: AgeBand, route: Route) -> None:
    alone = gate(consent(age_band=band, route=route), Scope.AUDIO, TODAY)
    if route is Route.NOT_ABLE:
        assert alone.why == "not_able"
    elif band.under_16 or route is Route.UNDER_16:
        assert alone.why == "adult_first"
    else:
        assert alone.open


@pytest.mark.parametrize(
    ("relation", "assent", "part"), list(itertools.product(["", "father"], Answer, Answer))
)
def test_a_child_takes_part_only_with_three_yeses(relation: str, assent: Answer, part: Answer) -> None:
    child = consent(
        age_band=AgeBand.FROM_11,
        route=Route.UNDER_16,
        adult_relation=relation,
        child_assent=assent,
        answers={**YES, "take_part": part},
    )
    every_yes = bool(relation) and assent is Answer.YES and part is Answer.YES
    assert gate(child, Scope.AUDIO, TODAY).open is every_yes


def test_a_no_of_the_child_stands_whatever_the_grown_up_said() -> None:
    child = consent(age_band=AgeBand.UNDER_11, adult_relation="mother", child_assent=Answer.NO)
    assert {gate(child, s, TODAY).why for s in Scope} == {"child_no"}


def test_nobody_can_say_yes_for_an_adult_who_cannot_follow() -> None:
    adult = consent(route=Route.NOT_ABLE, adult_relation="daughter", child_assent=Answer.YES)
    assert {gate(adult, s, TODAY).why for s in Scope} == {"not_able"}


@pytest.mark.parametrize("status", list(ConsentStatus))
def test_only_withdrawn_closes_by_itself(status: ConsentStatus) -> None:
    assert gate(consent(status=status), Scope.QUOTE_ANON, TODAY).open is (
        status is not ConsentStatus.WITHDRAWN
    )


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize("days", [-400, -1, 0, 1, 400])
def test_what_a_lapsed_consent_closes(scope: Scope, days: int) -> None:
    given_one = consent(review_by=(TODAY + timedelta(days=days)).isoformat())
    closing = scope in (*PUBLISH, Scope.RECONTACT)
    found = gate(given_one, scope, TODAY, Channel.EVENT if scope in PUBLISH else None)
    assert found.open is not (closing and days < 0)
    assert found.open or found.why == "lapsed"


@pytest.mark.parametrize("scope", PLAIN)
def test_an_order_closes_one_scope_and_leaves_the_others(scope: Scope) -> None:
    closed = consent(narrowed=frozenset({scope.value}))
    assert not gate(closed, scope, TODAY).open
    others = [s for s in PLAIN if s is not scope and scope is not Scope.TAKE_PART]
    assert all(gate(closed, s, TODAY).open for s in others)


@pytest.mark.parametrize("scope", PUBLISH)
def test_an_order_on_a_publish_scope_closes_all_its_channels(scope: Scope) -> None:
    closed = consent(narrowed=frozenset({scope.value}))
    assert {gate(closed, scope, TODAY, c).why for c in (None, *Channel)} == {"narrowed"}


def test_an_order_on_the_only_channel_that_was_open_closes_the_question_without_a_channel_too() -> None:
    """Else a list would show a clip that no channel may carry."""
    only = {
        **dict.fromkeys(all_keys(), Answer.NO),
        "take_part": Answer.YES,
        "audio": Answer.YES,
        "copyright": Answer.YES,
    }
    one = consent(answers={**only, "publish_clip:report": Answer.YES})
    assert gate(one, Scope.PUBLISH_CLIP, TODAY).open
    closed = replace(one, narrowed=frozenset({"publish_clip:report"}))
    assert gate(closed, Scope.PUBLISH_CLIP, TODAY) == Gate(False, "narrowed")
    two = replace(closed, answers={**closed.answers, "publish_clip:event": Answer.YES})
    assert gate(two, Scope.PUBLISH_CLIP, TODAY).open


@given(consents, scopes, channels, st.sampled_from([*all_keys(), "publish_clip", "publish_photo"]))
def test_an_order_never_opens_anything(
    given_one: Consent, scope: Scope, channel: Channel | None, more: str
) -> None:
    channel = channel if scope in PUBLISH else None
    narrower = replace(given_one, narrowed=given_one.narrowed | {more})
    if gate(narrower, scope, TODAY, channel).open:
        assert gate(given_one, scope, TODAY, channel).open


@given(consents, scopes, channels, st.integers(0, 800))
def test_time_only_closes(given_one: Consent, scope: Scope, channel: Channel | None, days: int) -> None:
    channel = channel if scope in PUBLISH else None
    if gate(given_one, scope, TODAY + timedelta(days=days), channel).open:
        assert gate(given_one, scope, TODAY, channel).open


@given(st.lists(consents, max_size=4), scopes)
def test_a_shared_story_is_open_exactly_when_it_is_open_for_everybody(
    many: list[Consent], scope: Scope
) -> None:
    alone = [gate(c, scope, TODAY) for c in many]
    together = joint_gate(many, scope, TODAY)
    assert together.open is (bool(alone) and all(g.open for g in alone))
    if many and not together.open:
        assert together in alone


@given(st.lists(consents, min_size=1, max_size=3), consents, scopes)
def test_one_more_voice_never_opens_a_shared_story(many: list[Consent], more: Consent, scope: Scope) -> None:
    if joint_gate([*many, more], scope, TODAY).open:
        assert joint_gate(many, scope, TODAY).open


def test_a_story_of_nobody_has_no_consent() -> None:
    assert joint_gate((), Scope.SHARE_TEAM, TODAY) == Gate(False, "no_consent")


def test_a_child_in_the_group_keeps_the_groups_clip_from_being_published() -> None:
    child = consent(age_band=AgeBand.FROM_11, adult_relation="aunt", child_assent=Answer.YES)
    both = [consent(), child]
    assert joint_gate(both, Scope.PUBLISH_CLIP, TODAY, Channel.REPORT).why == "under_16"
    assert joint_gate(both, Scope.PUBLISH_CLIP, TODAY, Channel.REPORT, under_16_publish=True).open
    assert joint_gate(both, Scope.QUOTE_ANON, TODAY).open


@pytest.mark.parametrize("scope", list(Scope))
def test_every_answer_has_a_field_that_the_ledger_allows(scope: Scope) -> None:
    fields = [answer_field(scope, c) for c in Channel] if scope in PUBLISH else [answer_field(scope)]
    assert all(KINDS["consent"].allows(f) for f in fields)
    assert all(f.removeprefix("answer:") in all_keys() for f in fields)


def test_there_is_one_key_for_each_scope_for_each_channel_and_for_what_one_may_be_contacted() -> None:
    known = len(PLAIN) + len(PUBLISH) * len(Channel) + len(ContactFor)
    assert len(all_keys()) == len(set(all_keys())) == known
    assert all_keys()[0] == "take_part"
