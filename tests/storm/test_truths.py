"""The truths themselves: what they ask for, and that each can be found broken."""

from tests.storm.truths import missed
from tests.storm.world import Made

DEE = frozenset({"dee"})


def sending(bundle: str, n: int, before: str = "", *, epoch: int = 1) -> Made:
    return Made(bundle, "joan's laptop", epoch, n, "dee", DEE, before)


def lost(made: list[Made], *came: str) -> list[str]:
    return [m.bundle for m in missed(made, came)]


def test_a_number_between_those_that_came_is_missed() -> None:
    made = [sending("a1", 1), sending("a2", 2, "a1"), sending("a3", 3, "a2")]
    assert lost(made, "a1", "a3") == ["a2"]
    assert lost(made, "a3") == ["a1", "a2"]
    assert lost(made, "a1", "a2") == []


def test_nobody_can_know_what_a_laptop_sent_and_forgot_when_nothing_that_came_follows_it() -> None:
    """Sent after the copy, and lost; set back, the same number is given to what is sent next, and again under the next epoch."""
    made = [
        sending("a1", 1), sending("a2", 2, "a1"), sending("b1", 1), sending("b2", 2, "b1", epoch=2),
        sending("c1", 1, epoch=3), sending("c2", 2, "c1", epoch=3),
    ]  # fmt: skip
    assert lost(made, "a1", "b1", "b2", "c1", "c2") == []


def test_what_a_bundle_names_before_it_is_missed_under_whatever_epoch() -> None:
    made = [sending("a1", 1), sending("a2", 2, "a1"), sending("a3", 3, "a2", epoch=2)]
    assert lost(made, "a1", "a3") == ["a2"]


def test_all_that_was_given_lower_numbers_before_a_set_back_is_missed() -> None:
    made = [
        sending("a1", 1),
        sending("a2", 2, "a1"),
        sending("b3", 3, "a2", epoch=2),
        sending("b4", 4, "b3", epoch=2),
    ]
    assert lost(made, "a1", "b4") == ["a2", "b3"]


def test_another_file_under_the_number_stands_for_it() -> None:
    made = [sending("a1", 1), sending("a2", 2, "a1"), sending("b2", 2, "a1"), sending("b3", 3, "b2")]
    assert lost(made, "a1", "a2", "b3") == []
    assert lost(made, "a1", "b3") == ["a2", "b2"]


def test_a_gap_of_an_older_epoch_is_not_filled_by_a_newer_one() -> None:
    made = [sending(f"a{n}", n, f"a{n - 1}" if n > 1 else "") for n in (1, 2, 3, 4)]
    made.append(sending("b3", 3, "a2", epoch=2))
    assert lost(made, "a1", "a2", "a4", "b3") == ["a3"]
