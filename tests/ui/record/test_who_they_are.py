"""Who a file is for: name, role, organisation and six words, the first of which only they can say (AT-6)."""

from __future__ import annotations

import pytest

from ldp_stories.domain.roles import Role
from ldp_stories.services.recipients import Recipient
from ldp_stories.ui.record.who_they_are import HIDDEN, who_they_are

WORDS = ("lantern", "meadow", "copper", "thimble", "orchard", "window")


def recipient(**facts: object) -> Recipient:
    whole: dict[str, object] = {
        "key": "evaluators", "name": "Priya, Sam", "role": Role.EVALUATOR, "words": WORDS, "new": True,
        "organisation": "Larkside University", "thread": "evaluators", "devices": ("d",), "ages": ("age1x",),
    }  # fmt: skip
    return Recipient(**(whole | facts))  # type: ignore[arg-type]


def test_the_first_time_the_first_word_is_left_out() -> None:
    facts = dict(who_they_are(recipient(), first_time=True))
    assert facts["Their six words"].split() == [HIDDEN, *WORDS[1:]]
    assert "lantern" not in " ".join(facts.values())


def test_later_all_six_stand_there() -> None:
    assert dict(who_they_are(recipient(new=False), first_time=False))["Their six words"] == " ".join(WORDS)


@pytest.mark.parametrize(
    ("role", "word"),
    [(Role.RESEARCHER, "Researcher"), (Role.COORDINATOR, "Coordinator"), (Role.EVALUATOR, "Evaluator")],
)
def test_name_role_and_organisation_are_said(role: Role, word: str) -> None:
    facts = dict(who_they_are(recipient(role=role), first_time=True))
    assert (facts["Name"], facts["Role"]) == ("Priya, Sam", word)
    assert facts["Organisation"] == "Larkside University"


def test_what_is_not_known_is_not_said() -> None:
    assert "Organisation" not in dict(who_they_are(recipient(organisation=""), first_time=True))
