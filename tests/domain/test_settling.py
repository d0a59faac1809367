"""The rules that settle a disagreement: the more protective value, the same on every device, whatever the order."""

import itertools
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.consent import Answer, all_keys, narrowest
from ldp_stories.domain.kinds import KINDS
from ldp_stories.domain.records import Sensitivity
from ldp_stories.domain.settling import settle, settles

PROTECTIVE = {
    ("consent", "answer:audio"): ("no", "not asked", "yes"),
    ("record", "sensitivity"): ("closed", "careful", "normal"),
    ("device", "status"): ("lost", "retired", "active"),
}
json_values = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.integers(), max_size=3)
)


@pytest.mark.parametrize(("field", "order"), list(PROTECTIVE.items()))
def test_of_any_two_values_the_more_protective_wins(field: tuple[str, str], order: tuple[str, ...]) -> None:
    for one, other in itertools.product(order, repeat=2):
        expected = min(one, other, key=order.index)
        assert settle(*field, (one, other)) == settle(*field, (other, one)) == expected


@pytest.mark.parametrize(("field", "order"), list(PROTECTIVE.items()))
def test_of_all_values_in_any_order_the_most_protective_wins(
    field: tuple[str, str], order: tuple[str, ...]
) -> None:
    assert {settle(*field, given_order) for given_order in itertools.permutations(order)} == {order[0]}


@pytest.mark.parametrize(("field", "order"), list(PROTECTIVE.items()))
def test_values_nobody_knows_settle_to_the_most_protective(
    field: tuple[str, str], order: tuple[str, ...]
) -> None:
    assert settle(*field, ("from the future", None)) == order[0]


@pytest.mark.parametrize(("field", "order"), list(PROTECTIVE.items()))
def test_a_known_value_beside_an_unknown_one_stands(field: tuple[str, str], order: tuple[str, ...]) -> None:
    assert settle(*field, ("from the future", order[1])) == order[1]


@pytest.mark.parametrize("key", all_keys())
def test_every_answer_settles(key: str) -> None:
    assert settles("consent", f"answer:{key}")
    assert settle("consent", f"answer:{key}", ("yes", "no")) == "no"


def test_the_words_of_the_rules_are_the_words_of_the_nouns() -> None:
    assert set(PROTECTIVE["consent", "answer:audio"]) == {a.value for a in Answer}
    assert set(PROTECTIVE["record", "sensitivity"]) == {s.value for s in Sensitivity}
    assert dict(KINDS["device"].fields)["status"] == "active, lost or retired"


@pytest.mark.parametrize("name", list(KINDS))
def test_no_other_field_settles_by_itself(name: str) -> None:
    settling = {
        field for field, _ in KINDS[name].fields if settles(name, field.strip("[]").replace("*", "audio"))
    }
    allowed = {
        "consent": {"answer:*", "status"},
        "record": {"sensitivity", "read", "kept_back"},
        "device": {"status"},
    }
    assert settling == allowed.get(name, set())


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("record", "answer:audio"),
        ("consent", "sensitivity"),
        ("device", "answer:audio"),
        ("record", "status"),
    ],
)
def test_a_rule_holds_only_for_its_own_kind(kind: str, name: str) -> None:
    assert not settles(kind, name)


@pytest.mark.parametrize("kind", ["record", "consent", "tag"])
def test_a_show_settles_a_hide_of_any_kind_and_nobody_is_asked(kind: str) -> None:
    assert settles(kind, "hidden")
    assert settle(kind, "hidden", (True, False)) is settle(kind, "hidden", (False, True)) is False
    assert settle(kind, "hidden", (True, True)) is True


@given(st.lists(json_values, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_without_a_rule_the_value_shown_is_one_of_them_and_the_same_in_any_order(
    values: list[Any], rng: Any
) -> None:
    shown = settle("record", "title", tuple(values))
    assert json.dumps(shown) in [json.dumps(v) for v in values]
    rng.shuffle(values)
    again = settle("record", "title", tuple(values))
    assert json.dumps(again, sort_keys=True) == json.dumps(shown, sort_keys=True)


@given(st.lists(st.sampled_from(Answer), min_size=1, max_size=6))
def test_narrowing_is_the_lowest_of_all_and_repeats_change_nothing(answers: list[Answer]) -> None:
    order = [Answer.NO, Answer.NOT_ASKED, Answer.YES]
    assert narrowest(answers) is min(answers, key=order.index)
    assert narrowest([*answers, narrowest(answers)]) is narrowest(answers)


@given(
    st.lists(st.sampled_from(Answer), min_size=1, max_size=4),
    st.lists(st.sampled_from(Answer), min_size=1, max_size=4),
)
def test_narrowing_in_parts_is_narrowing_the_whole(some: list[Answer], more: list[Answer]) -> None:
    assert narrowest([narrowest(some), narrowest(more)]) is narrowest([*some, *more])


def test_no_answer_at_all_counts_as_no() -> None:
    assert narrowest(()) is Answer.NO
