"""Three code one blind round between real homes by real bundles: until it closes, no byte of any file says what another coder said."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.rounds import How
from ldp_stories.services.code_blind import answer
from ldp_stories.services.compare_coders import compare, differences
from ldp_stories.services.home import Home
from ldp_stories.services.keep_answers import keep_form
from ldp_stories.services.open_round import Plan, close_round, open_round
from tests.journeys.unsealed import found_in, inside
from tests.services.cast import bring_in, send
from tests.services.rounds import Team, tag_id, team

REASONS = {"priya": "Zanzibarlike reason", "theo": "Quixotically said", "joan": "Xylophonish thought"}
TYPED = "Halfwayunfinished words"


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Team]:
    with team(tmp_path / "team", stories=2) as made:
        yield made


def all_ways(shared: Team) -> list[bytes]:
    """Everybody sends, and everybody brings in; what each file holds to those who can open it, and as it lies there."""
    found = []
    for one, to in (
        (shared.priya, "coordinators"),
        (shared.theo, "coordinators"),
        (shared.joan, "evaluators"),
    ):
        stick = shared.made.stick
        send(one, to, stick)
        others: tuple[Home, ...] = (shared.joan,) if to == "coordinators" else (shared.priya, shared.theo)
        for path in sorted(stick.iterdir()):
            found += [path.read_bytes(), path.name.encode(), *opened(path, others)]
        for other in others:
            bring_in(other, stick)
        for path in stick.iterdir():
            path.unlink()
    return found


def opened(path: Path, others: tuple[Home, ...]) -> list[bytes]:
    """What stands in a sealed file for each of those who can open it; a pack lies there in the open."""
    return [inside(path, other) for other in others] if path.suffix == ".age" else []


def words_in(files: list[bytes]) -> set[str]:
    return {word for data in files for word in found_in(data, [*REASONS.values(), TYPED])}


def test_no_byte_of_another_coders_answer_travels_before_the_round_closes(shared: Team) -> None:
    homes = {"priya": shared.priya, "theo": shared.theo, "joan": shared.joan}
    coders = tuple(home.member for home in homes.values())
    found = open_round(shared.joan, Plan("All three", ("D1", "B7"), coders, how=How.RANDOM, size=99))
    all_ways(shared)
    for name, home in homes.items():
        for number in range(len(found.items)):
            said = "no" if name == "theo" else "yes"
            answer(home, found.id, number, found.tags[0], said, REASONS[name])
    record, passage = found.items[0]
    keep_form(shared.priya, f"blind {found.id} {record} {passage}", found.tags[1], TYPED)
    assert words_in(all_ways(shared) + all_ways(shared)) == set()
    close_round(shared.joan, found.id)
    after = words_in(all_ways(shared) + all_ways(shared) + all_ways(shared))
    assert after == set(REASONS.values()), "what is only typed never travels"
    for home in homes.values():
        seen = compare(home, found.id)
        assert seen.missing == ()
        (first, *_) = differences(home, found.id, tag_id(home, "D1"))
        assert {s.reason for s in first.said} == set(REASONS.values())
