"""Who receives what."""

from dataclasses import replace

import pytest

from ldp_stories.domain.audience import Addressee, Audience, Dossier, Withheld, audience
from ldp_stories.domain.records import LayerKind, Sensitivity, Status
from ldp_stories.domain.roles import Role

ALL = frozenset({"take_part", "share_team", "share_media_team"})
ONE = Dossier(
    "r1", "amina", Status.READY, Sensitivity.NORMAL, True, ALL,
    context=("e1", "p1", "c1"),
    layers=(("verbatim", LayerKind.VERBATIM), ("transcript", LayerKind.TRANSCRIPT), ("masked", LayerKind.MASKED), ("reading", LayerKind.READING)),
    passages=(("quotes-verbatim", True), ("quotes-masked", False)),
    others=("s1", "d1"), media=("m1",),
)  # fmt: skip
AMINA = Addressee(Role.RESEARCHER, frozenset({"amina"}))
DEV = Addressee(Role.RESEARCHER, frozenset({"dev"}))
JOAN, PRIYA = Addressee(Role.COORDINATOR), Addressee(Role.EVALUATOR)
CLEARED = Addressee(Role.EVALUATOR, clearance=True)


def to(addressee: Addressee, *dossiers: Dossier) -> Audience:
    return audience(dossiers, addressee)


def test_a_researcher_gets_back_all_of_their_own_and_nothing_of_anybody_else() -> None:
    assert to(AMINA, ONE).records == ("r1",)
    assert to(DEV, ONE) == Audience(frozenset(), frozenset(), (), {})
    closed_draft = replace(
        ONE, status=Status.DRAFT, sensitivity=Sensitivity.CLOSED, released=False, open_scopes=frozenset()
    )
    assert to(AMINA, closed_draft).records == ("r1",)
    assert to(AMINA, ONE).media == frozenset()


def test_coordinators_get_everything_that_is_ready() -> None:
    got = to(JOAN, replace(ONE, released=False, open_scopes=frozenset({"take_part"})))
    assert got.entities == {
        "r1",
        "e1",
        "p1",
        "c1",
        "verbatim",
        "transcript",
        "masked",
        "reading",
        "quotes-verbatim",
        "quotes-masked",
        "s1",
        "d1",
        "m1",
    }
    assert got.media == {"m1"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"status": Status.DRAFT}, Withheld.DRAFT),
        ({"status": Status.HELD}, Withheld.HELD),
        ({"sensitivity": Sensitivity.CLOSED}, Withheld.CLOSED),
        ({"open_scopes": frozenset()}, Withheld.NO_PERMISSION),
        ({"taken_back": True}, Withheld.TAKEN_BACK),
    ],
)
@pytest.mark.parametrize("addressee", [JOAN, PRIYA, CLEARED])
def test_what_stays_at_home_is_counted_with_its_reason(
    change: dict[str, object], why: Withheld, addressee: Addressee
) -> None:
    got = to(addressee, replace(ONE, **change))  # type: ignore[arg-type]
    assert got.records == ()
    assert got.entities == frozenset()
    assert got.withheld == {"r1": why}
    assert got.not_sent == {why.value: 1}


def test_an_evaluator_gets_only_what_was_released_and_may_be_shared() -> None:
    assert to(PRIYA, replace(ONE, released=False)).withheld == {"r1": Withheld.NOT_RELEASED}
    assert to(PRIYA, replace(ONE, open_scopes=frozenset({"take_part"}))).withheld == {
        "r1": Withheld.NO_PERMISSION
    }
    assert to(PRIYA, ONE).records == ("r1",)


def test_an_evaluator_without_clearance_gets_neither_the_verbatim_words_nor_a_quote_from_them() -> None:
    got = to(PRIYA, ONE).entities
    assert {"masked", "reading", "quotes-masked"} <= got
    assert not {"verbatim", "transcript", "quotes-verbatim"} & got
    assert {"verbatim", "transcript", "quotes-verbatim"} <= to(CLEARED, ONE).entities


def test_sound_goes_to_evaluators_only_with_its_own_yes() -> None:
    silent = replace(ONE, open_scopes=frozenset({"take_part", "share_team"}))
    assert to(PRIYA, silent).media == frozenset()
    assert to(PRIYA, silent).records == ("r1",)
    assert to(PRIYA, ONE).media == {"m1"}


def test_an_observation_of_nobody_in_particular_needs_no_tellers_consent() -> None:
    seen = replace(ONE, observation=True, open_scopes=frozenset())
    assert to(JOAN, seen).records == ("r1",)
    assert to(PRIYA, seen).media == {"m1"}


def test_consent_only_ever_takes_away() -> None:
    everything = to(CLEARED, ONE)
    for scopes in (frozenset[str](), frozenset({"take_part"}), frozenset({"take_part", "share_team"})):
        fewer = to(CLEARED, replace(ONE, open_scopes=scopes))
        assert fewer.entities <= everything.entities
        assert fewer.media <= everything.media


def test_where_a_teller_said_no_to_written_words_no_evaluator_gets_any_and_the_others_have_theirs() -> None:
    story = replace(ONE, wordless=True, analysis=(("coded", False),))
    for evaluator in (PRIYA, CLEARED):
        got = to(evaluator, story)
        assert got.entities.isdisjoint(
            {"verbatim", "transcript", "masked", "reading", "quotes-verbatim", "quotes-masked", "coded"}
        )
        assert got.records == ("r1",)
        assert got.media == {"m1"}
    assert {"masked", "quotes-masked", "coded"} <= to(JOAN, story).entities
    assert {"verbatim", "quotes-verbatim"} <= to(AMINA, story).entities


@pytest.mark.parametrize("addressee", [JOAN, PRIYA, CLEARED])
def test_a_medium_whose_kind_is_refused_by_now_goes_to_nobody(addressee: Addressee) -> None:
    both = replace(ONE, media=("voice", "photo"), refused=frozenset({"voice"}))
    got = to(addressee, both)
    assert got.media == {"photo"}
    assert {"voice", "photo"} <= got.entities, "that it was there is known"
