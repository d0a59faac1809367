"""Every state of a story beside every addressee: what goes, what stays and why; and that consent only takes away."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.audience import Addressee, Audience, Dossier, Withheld, audience
from ldp_stories.domain.records import PROTECTED_LAYERS, LayerKind, Sensitivity, Status
from ldp_stories.domain.roles import Role

OWNER = Addressee(Role.RESEARCHER, frozenset({"amina-laptop"}))
OTHER = Addressee(Role.RESEARCHER, frozenset({"ben-laptop"}))
JOAN = Addressee(Role.COORDINATOR)
PRIYA = Addressee(Role.EVALUATOR)
CLEARED = Addressee(Role.EVALUATOR, clearance=True)
EVERYBODY = (OWNER, OTHER, JOAN, PRIYA, CLEARED)
SCOPES = ("take_part", "share_team", "share_media_team")
LAYERS = tuple((f"layer {kind.value}", kind) for kind in LayerKind)
READY = Dossier(
    "r1",
    "amina-laptop",
    Status.READY,
    Sensitivity.NORMAL,
    released=True,
    open_scopes=frozenset(SCOPES),
    context=("encounter", "person", "consent"),
    layers=LAYERS,
    passages=(("passage verbatim", True), ("passage masked", False)),
    others=("suggestion", "note"),
    media=("sound",),
)
dossiers = st.builds(
    Dossier,
    st.sampled_from(["r1", "r2", "r3"]),
    st.sampled_from(["amina-laptop", "ben-laptop"]),
    st.sampled_from(Status),
    st.sampled_from(Sensitivity),
    st.booleans(),
    st.frozensets(st.sampled_from(SCOPES)),
    st.just(("encounter", "person")),
    st.just(LAYERS),
    st.just((("passage verbatim", True), ("passage masked", False))),
    st.just(("note",)),
    st.just(("sound",)),
    st.booleans(),
    st.booleans(),
)
addressees = st.sampled_from(EVERYBODY)


def to(addressee: Addressee, *given_ones: Dossier) -> Audience:
    return audience(given_ones, addressee)


TABLE = [
    ({"taken_back": True}, (Withheld.TAKEN_BACK, Withheld.TAKEN_BACK, Withheld.TAKEN_BACK)),
    ({"sensitivity": Sensitivity.CLOSED}, (None, Withheld.CLOSED, Withheld.CLOSED)),
    ({"sensitivity": Sensitivity.CAREFUL}, (None, None, None)),
    ({"status": Status.DRAFT}, (None, Withheld.DRAFT, Withheld.DRAFT)),
    ({"status": Status.HELD}, (None, Withheld.HELD, Withheld.HELD)),
    ({"open_scopes": frozenset()}, (None, Withheld.NO_PERMISSION, Withheld.NO_PERMISSION)),
    ({"open_scopes": frozenset({"share_team"})}, (None, Withheld.NO_PERMISSION, Withheld.NO_PERMISSION)),
    ({"open_scopes": frozenset({"take_part"})}, (None, None, Withheld.NO_PERMISSION)),
    ({"released": False}, (None, None, Withheld.NOT_RELEASED)),
    ({"observation": True, "open_scopes": frozenset()}, (None, None, None)),
    ({"observation": True, "released": False}, (None, None, Withheld.NOT_RELEASED)),
    ({"observation": True, "status": Status.DRAFT}, (None, Withheld.DRAFT, Withheld.DRAFT)),
    ({}, (None, None, None)),
]


@pytest.mark.parametrize(("change", "reasons"), TABLE)
def test_why_a_story_stays_at_home_for_each_addressee(
    change: dict[str, object], reasons: tuple[Withheld | None, ...]
) -> None:
    one = replace(READY, **change)  # type: ignore[arg-type]
    for addressee, why in zip((OWNER, JOAN, PRIYA), reasons, strict=True):
        found = to(addressee, one)
        assert found.withheld.get("r1") is why
        assert found.records == (() if why else ("r1",))


def test_every_reason_is_met_in_the_table() -> None:
    assert {why for _, reasons in TABLE for why in reasons if why} == set(Withheld)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"taken_back": True}, {"sensitivity": Sensitivity.CLOSED}),
        ({"sensitivity": Sensitivity.CLOSED}, {"status": Status.DRAFT}),
        ({"status": Status.HELD}, {"open_scopes": frozenset()}),
        ({"open_scopes": frozenset()}, {"released": False}),
    ],
)
def test_of_two_reasons_the_weightier_is_said(first: dict[str, object], second: dict[str, object]) -> None:
    both = replace(replace(READY, **second), **first)  # type: ignore[arg-type]
    alone = replace(READY, **first)  # type: ignore[arg-type]
    assert to(PRIYA, both).withheld == to(PRIYA, alone).withheld


def test_a_researcher_gets_nothing_of_another_and_is_not_told_that_it_exists() -> None:
    found = to(OTHER, READY)
    assert (found.records, found.entities, found.media, dict(found.withheld)) == (
        (),
        frozenset(),
        frozenset(),
        {},
    )


def test_a_researcher_gets_their_own_drafts_back_without_the_sound_they_have() -> None:
    found = to(OWNER, replace(READY, status=Status.DRAFT, sensitivity=Sensitivity.CLOSED))
    assert found.records == ("r1",)
    assert found.media == frozenset()
    assert {i for i, _ in LAYERS} <= found.entities


def test_somebody_with_two_laptops_gets_the_stories_of_both() -> None:
    both = Addressee(Role.RESEARCHER, frozenset({"amina-laptop", "old-laptop"}))
    found = to(both, READY, replace(READY, record="r2", began_by="old-laptop"))
    assert found.records == ("r1", "r2")


@pytest.mark.parametrize("kind", list(LayerKind))
def test_which_words_an_evaluator_reads(kind: LayerKind) -> None:
    name = f"layer {kind.value}"
    assert (name in to(PRIYA, READY).entities) is (kind not in PROTECTED_LAYERS)
    assert name in to(CLEARED, READY).entities
    assert name in to(JOAN, READY).entities


@pytest.mark.parametrize(
    ("addressee", "scopes"), list(itertools.product((JOAN, PRIYA), [SCOPES, SCOPES[:2]]))
)
def test_who_hears_the_sound(addressee: Addressee, scopes: tuple[str, ...]) -> None:
    found = to(addressee, replace(READY, open_scopes=frozenset(scopes)))
    assert bool(found.media) is (addressee is JOAN or "share_media_team" in scopes)
    assert "sound" in found.entities  # that there is a recording, and how long, is known; it is not heard


@given(st.lists(dossiers, max_size=5, unique_by=lambda d: d.record), addressees)
def test_each_story_goes_or_is_counted_once(many: list[Dossier], addressee: Addressee) -> None:
    found = audience(many, addressee)
    assert not set(found.records) & set(found.withheld)
    assert set(found.records) | set(found.withheld) <= {d.record for d in many}
    assert sum(found.not_sent.values()) == len(found.withheld)
    if addressee.role is not Role.RESEARCHER:
        assert set(found.records) | set(found.withheld) == {d.record for d in many}


@given(dossiers, addressees, st.sampled_from(SCOPES))
def test_one_yes_fewer_never_sends_more(one: Dossier, addressee: Addressee, scope: str) -> None:
    less = replace(one, open_scopes=one.open_scopes - {scope})
    before, after = to(addressee, one), to(addressee, less)
    assert after.entities <= before.entities
    assert after.media <= before.media
    assert set(after.records) <= set(before.records)


@given(dossiers, addressees)
def test_taking_back_leaves_nothing_for_anybody(one: Dossier, addressee: Addressee) -> None:
    found = to(addressee, replace(one, taken_back=True))
    assert (found.entities, found.media, found.records) == (frozenset(), frozenset(), ())


@given(dossiers)
def test_an_evaluator_never_gets_more_than_a_coordinator(one: Dossier) -> None:
    joan, priya, cleared = to(JOAN, one), to(PRIYA, one), to(CLEARED, one)
    assert priya.entities <= cleared.entities <= joan.entities
    assert priya.media == cleared.media <= joan.media


@given(dossiers)
def test_what_a_story_is_called_closed_stays_with_the_one_who_wrote_it(one: Dossier) -> None:
    closed = replace(one, sensitivity=Sensitivity.CLOSED)
    assert not any(
        to(a, closed).entities for a in (JOAN, PRIYA, CLEARED, OTHER) if closed.began_by != "ben-laptop"
    )


@given(st.lists(dossiers, max_size=4, unique_by=lambda d: d.record), addressees)
def test_stories_do_not_change_what_is_decided_of_each_other(
    many: list[Dossier], addressee: Addressee
) -> None:
    whole = audience(many, addressee)
    apart = [to(addressee, one) for one in many]
    assert set(whole.records) == {r for a in apart for r in a.records}
    assert whole.entities == frozenset().union(*(a.entities for a in apart))
    assert whole.media == frozenset().union(*(a.media for a in apart))


def test_the_statement_counts_by_reason_and_names_nobody() -> None:
    many = [replace(READY, record=f"r{n}", status=Status.DRAFT) for n in range(3)]
    many += [replace(READY, record="r9", released=False)]
    assert audience(many, PRIYA).not_sent == {"draft": 3, "not_released": 1}
