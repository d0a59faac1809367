"""Which of two numbers of a line stands, and what a writer issues again who hears that numbers were used twice."""

import itertools

import pytest

from ldp_stories.domain.numbers import Number, OwnLine, Taken, replaces, to_issue_again

A, B = "10000000-0000-4000-8000-00000000000a", "10000000-0000-4000-8000-00000000000b"


def n(seq: int, epoch: int = 1, stream: str = "w", device: str = A) -> Number:
    return Number(f"{device}.{epoch}.{stream}", seq)


def test_a_number_says_whose_it_is() -> None:
    assert (n(7, 12, "p").device, n(7, 12, "p").epoch, n(7, 12, "p").stream) == (A, 12, "p")
    assert Number(A, 1).epoch == 1


@pytest.mark.parametrize(
    ("new", "old", "stands"),
    [
        (n(1, 2), n(90, 1), True),
        (n(1, 10), n(1, 9), True),
        (n(9), n(8), True),
        (n(90, 1), n(1, 2), False),
        (n(8), n(8), False),
        (n(1, 2, "p"), n(1, 1), False),
        (n(1, 2, device=B), n(1, 1), False),
    ],
)
def test_the_later_place_of_the_same_writer_and_stream_stands(new: Number, old: Number, stands: bool) -> None:
    assert replaces(new, old) is stands


def test_whatever_order_they_are_heard_in_one_number_is_left() -> None:
    heard = [n(3), n(1, 2), n(4, 2), n(2, 10), n(2, 9)]
    for order in itertools.permutations(heard):
        stands = order[0]
        for one in order[1:]:
            stands = one if replaces(one, stands) else stands
        assert stands == n(2, 10)


def lines(*seqs: int, confirmed: tuple[int, ...] = (), here: bool = True, epoch: int = 1) -> list[OwnLine]:
    return [OwnLine(f"x{s}", n(s, epoch), here, s in confirmed) for s in seqs]


def test_only_what_is_named_is_issued_again_in_an_epoch_that_has_ended_before() -> None:
    own = lines(1, 2, 3, 4)
    assert to_issue_again(own, [Taken("x2", n(2)), Taken("y3", n(3))]) == ("x2", "x3")


def test_a_line_that_has_another_number_by_now_is_settled() -> None:
    own = [*lines(1), OwnLine("x2", n(1, 2))]
    assert to_issue_again(own, [Taken("x2", n(2))]) == ()


def test_a_number_that_is_empty_here_by_now_is_free_for_the_other_line() -> None:
    assert to_issue_again(lines(1), [Taken("y2", n(2))]) == ()


def test_when_an_epoch_ends_everything_from_the_first_taken_number_goes_along() -> None:
    own = lines(1, 2, 3, 4, 5, confirmed=(1, 2, 3, 4, 5))
    assert to_issue_again(own, [Taken("x3", n(3))], left=1) == ("x3", "x4", "x5")


def test_what_nobody_confirmed_goes_along_and_what_came_from_elsewhere_stays() -> None:
    own = [*lines(1, 2, confirmed=(1,)), *lines(3, here=False), *lines(1, epoch=2)]
    assert to_issue_again(own, [], left=1) == ("x2",)


def test_programme_data_which_nobody_confirms_go_along_from_the_first_taken_number_only() -> None:
    own = [OwnLine(f"p{s}", n(s, 1, "p")) for s in (1, 2, 3)]
    assert to_issue_again(own, [], left=1) == ()
    assert to_issue_again(own, [Taken("q2", n(2, 1, "p"))], left=1) == ("p2", "p3")


def test_streams_do_not_know_each_others_numbers() -> None:
    own = [OwnLine("w5", n(5), confirmed=True), OwnLine("p5", n(5, 1, "p"), confirmed=True)]
    assert to_issue_again(own, [Taken("q5", n(5, 1, "p"))], left=1) == ("p5",)
