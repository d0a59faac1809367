"""What evaluators made goes to evaluators and coordinators only; marks of an open round go to nobody who codes, and to no evaluator."""

from dataclasses import replace

import pytest

from ldp_stories.domain.audience import Addressee, Dossier, audience
from ldp_stories.domain.records import Sensitivity, Status
from ldp_stories.domain.roles import Role

CODERS = frozenset({"priya-laptop", "theo-laptop"})
STORY = Dossier(
    record="r1",
    began_by="amina-laptop",
    status=Status.READY,
    sensitivity=Sensitivity.NORMAL,
    released=True,
    open_scopes=frozenset({"take_part", "share_team"}),
    analysis=(("coding on masked words", False), ("coding on their words", True)),
    marks=(("mark of an open round", CODERS), ("mark of a round that is over", None)),
)
OPEN, OVER = "mark of an open round", "mark of a round that is over"


def reach(to: Addressee, story: Dossier = STORY) -> frozenset[str]:
    return audience([story], to, shared=["own tag", "round"]).entities


def test_evaluators_get_codings_on_words_they_may_read_and_marks_of_rounds_that_are_over() -> None:
    found = reach(Addressee(Role.EVALUATOR, CODERS))
    assert {"coding on masked words", OVER, "own tag", "round"} <= found
    assert not {"coding on their words", OPEN} & found


def test_clearance_opens_codings_on_their_words_but_no_blind_mark() -> None:
    found = reach(Addressee(Role.EVALUATOR, frozenset({"another laptop"}), clearance=True))
    assert "coding on their words" in found
    assert OPEN not in found


@pytest.mark.parametrize(
    ("devices", "seen"), [({"joan-laptop"}, True), ({"joan-laptop", "theo-laptop"}, False)]
)
def test_coordinators_keep_the_marks_safe_unless_one_of_them_codes(devices: set[str], seen: bool) -> None:
    found = reach(Addressee(Role.COORDINATOR, frozenset(devices)))
    assert (OPEN in found) is seen
    assert {"coding on their words", OVER, "round"} <= found


def test_a_researcher_gets_none_of_it() -> None:
    found = reach(Addressee(Role.RESEARCHER, frozenset({"amina-laptop"})))
    assert found == {"r1"}


def test_nothing_made_of_a_story_goes_where_the_story_does_not_go() -> None:
    for change in ({"sensitivity": Sensitivity.CLOSED}, {"released": False}, {"taken_back": True}):
        story = replace(STORY, **change)
        assert reach(Addressee(Role.EVALUATOR, CODERS), story) == {"own tag", "round"}
