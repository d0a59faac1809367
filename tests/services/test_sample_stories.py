"""Drawing a sample: the same seed gives the same, every ward has its share, and nothing is drawn twice."""

from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.rounds import How, Item
from ldp_stories.services.sample_stories import draw, shares

sizes = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 60), min_size=1)


@given(sizes, st.data())
def test_shares_add_up_and_never_ask_for_more_than_there_is(
    found: dict[str, int], data: st.DataObject
) -> None:
    wanted = data.draw(st.integers(0, sum(found.values())))
    given_ = shares(found, wanted)
    assert sum(given_.values()) == wanted
    assert all(0 <= given_[name] <= found[name] for name in found)
    if wanted >= len(found):
        assert all(given_.values())


def test_shares_are_in_proportion() -> None:
    assert shares({"a": 80, "b": 15, "c": 5}, 20) == {"a": 16, "b": 3, "c": 1}
    assert shares({"a": 98, "b": 1, "c": 1}, 10) == {"a": 8, "b": 1, "c": 1}


def wards(found: dict[str, int]) -> dict[str, list[Item]]:
    return {name: [(f"{name}{n}", "") for n in range(count)] for name, count in found.items()}


@given(sizes, st.sampled_from([How.RANDOM, How.BY_PLACE]), st.integers(0, 80), st.integers(0, 9))
def test_a_draw_is_the_same_again_without_repeats(
    found: dict[str, int], how: How, size: int, seed: int
) -> None:
    by_ward = wards(found)
    drawn = draw(by_ward, how, size, seed)
    assert drawn == draw(dict(reversed(by_ward.items())), how, size, seed)
    assert len(set(drawn)) == len(drawn) == min(size, sum(found.values()))


def test_another_seed_draws_others() -> None:
    by_ward = wards({"a": 50})
    assert draw(by_ward, How.RANDOM, 10, 1) != draw(by_ward, How.RANDOM, 10, 2)
