"""A notebook killed while a film is kept as proof of a yes: afterwards it is there whole or not at all, and half of it lies nowhere."""

import os
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from ldp_stories.services.home import Home
from ldp_stories.services.keep_evidence import drop, item_of, opened, waiting
from ldp_stories.services.record_encounter import begin, conversation
from ldp_stories.services.start_home import open_home
from tests.effort import SEED, effort, tried
from tests.faults.victims import Forker, moments
from tests.services.homes import cheap_machine, everything_yes, found

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
ROUNDS = effort(16, 400)
FILM = b"\0\0\0\x18ftypisom" + bytes(range(256)) * 40_000


@pytest.fixture
def forker(tmp_path: Path) -> Iterator[Forker]:
    made = Forker(tmp_path)
    yield made
    made.close()


def whole(home: Home, talk: str) -> bool:
    """Whether the film is kept, and then as it was; False when nothing of it is there. Anything between fails."""
    kept, items = waiting(home, talk), home.vault.items()
    seen = conversation(home, talk).evidence
    if not kept:
        assert (items, seen) == ([], ""), "half a film, or one that is said to have been seen"
        return False
    item, key = item_of(home, kept[0].id)
    assert items == [item]
    with opened(home, item, key) as file:
        assert file.read() == FILM
    return True


def test_a_film_kept_as_proof_is_there_whole_or_not_at_all(tmp_path: Path, forker: Forker) -> None:
    machine, film = cheap_machine(tmp_path), tmp_path / "yes.mp4"
    film.write_bytes(FILM)
    home = found(tmp_path / "home", machine)
    talk = begin(home).id
    everything_yes(home, talk)
    home.close()
    facts = {"talk": talk, "film": film}
    start = monotonic()
    forker.victim("prove", home.folder, machine, None, **facts)
    longest, came = monotonic() - start, 0
    for after in moments(ROUNDS, longest, SEED):
        home = open_home(home.folder, None, machine)
        for one in waiting(home, talk):
            drop(home, one.id)
        home.close()
        said, killed = forker.victim("prove", home.folder, machine, after, **facts)
        home = open_home(home.folder, None, machine)
        kept = whole(home, talk)
        home.close()
        assert kept or "kept" not in said, "what was called kept is not there"
        came += killed and any(word.startswith("copied") for word in said)
    tried("kills while a film is kept as proof", came)
    assert came, "no kill came while it was copied"
