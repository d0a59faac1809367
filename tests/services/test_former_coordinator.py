"""Somebody was a coordinator and is an evaluator now: the sound they may not have goes, nobody counts on it, and it comes again once released."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.roles import Role
from ldp_stories.services.admit_people import change_role
from ldp_stories.services.clean_up import clean_up
from ldp_stories.services.fit_role import KEPT_SOUND
from ldp_stories.services.home import Home
from ldp_stories.services.plan_bundle import plan
from ldp_stories.services.read_record import open_record
from ldp_stories.services.start_home import take_pack
from ldp_stories.services.withhold_sound import withhold_sound
from ldp_stories.store import media, sent
from tests.services.cast import Cast, a_sound, cast, post, tell
from tests.services.homes import pack_of
from tests.services.released import release_read


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as people:
        yield people


def becomes(made: Cast, role: Role) -> None:
    """Joan says what Priya is, and both laptops know."""
    change_role(made.joan, made.priya.member, role)
    newest = pack_of(made.joan, made.folder)
    for home in (made.priya, made.amina):
        take_pack(home, newest)


def sounds(home: Home) -> frozenset[str]:
    """The stories of which sound is here."""
    with home.main.read() as con:
        return media.stories_with_bytes(con)


def hashes(home: Home, record: str) -> frozenset[str]:
    with home.main.read() as con:
        return media.hashes_here(con, [m.id for m in media.of_record(con, record)])


def two_stories(made: Cast, folder: Path) -> tuple[str, str]:
    """Priya, a coordinator for now, has a story that Joan released, and one that nobody did."""
    becomes(made, Role.COORDINATOR)
    first = tell(made.amina, title="Released", sound=a_sound(folder, seed=1))
    second = tell(made.amina, title="Not read by anybody", sound=a_sound(folder, seed=2))
    post(made, made.amina, "coordinators", made.joan, made.priya)
    release_read(made.joan, first)
    post(made, made.joan, "coordinators", made.priya)
    post(made, made.priya, "coordinators", made.joan)
    assert sounds(made.priya) == {first, second}
    return first, second


def test_sound_of_stories_that_were_not_released_goes_and_nobody_counts_on_it(
    made: Cast, tmp_path: Path
) -> None:
    first, second = two_stories(made, tmp_path)
    lost, kept = hashes(made.priya, second), hashes(made.priya, first)
    with made.joan.main.read() as con:
        assert all(made.priya.author.device in sent.holders(con, sha) for sha in lost | kept)
    files = set(made.priya.vault.items())
    becomes(made, Role.EVALUATOR)
    assert sounds(made.priya) == {first}
    assert made.priya.fact(KEPT_SOUND) == "released"
    clean_up(made.priya)
    assert len(files - set(made.priya.vault.items())) == len(lost)
    post(made, made.priya, "coordinators", made.joan)
    with made.joan.main.read() as con:
        assert not any(made.priya.author.device in sent.holders(con, sha) for sha in lost)
        assert all(made.priya.author.device in sent.holders(con, sha) for sha in kept)


def test_once_it_is_released_words_and_sound_are_owed_to_them_again(made: Cast, tmp_path: Path) -> None:
    _, second = two_stories(made, tmp_path)
    becomes(made, Role.EVALUATOR)
    post(made, made.priya, "coordinators", made.joan)
    release_read(made.joan, second)
    assert plan(made.joan, "evaluators").recordings > 0
    post(made, made.joan, "evaluators", made.priya)
    assert second in sounds(made.priya)
    here = open_record(made.priya, second)
    assert here.record.title == "Not read by anybody"
    assert here.media[0].playable
    post(made, made.priya, "coordinators", made.joan)
    again = plan(made.joan, "evaluators")
    assert (again.stories, again.recordings) == (0, 0), "what they confirmed as an evaluator is owed no more"


@pytest.mark.parametrize("no", ["share_media_team", "share_team"])
def test_a_no_to_sharing_counts_from_that_day_on(made: Cast, tmp_path: Path, no: str) -> None:
    becomes(made, Role.COORDINATOR)
    record = tell(made.amina, sound=a_sound(tmp_path), no=(no,))
    post(made, made.amina, "coordinators", made.joan, made.priya)
    release_read(made.joan, record)
    post(made, made.joan, "coordinators", made.priya)
    assert sounds(made.priya) == {record}
    becomes(made, Role.EVALUATOR)
    assert sounds(made.priya) == frozenset()
    assert sounds(made.joan) == {record}


def test_ones_own_stories_keep_their_sound_and_so_do_coordinators(made: Cast, tmp_path: Path) -> None:
    becomes(made, Role.COORDINATOR)
    own = tell(made.priya, sound=a_sound(tmp_path), title="Her own")
    tell(made.joan, sound=a_sound(tmp_path, seed=4), title="Joan's own")
    becomes(made, Role.EVALUATOR)
    assert sounds(made.priya) == {own}
    for home in (made.joan, made.amina):
        before = sounds(home)
        assert withhold_sound(home) == ()
        assert sounds(home) == before


def test_it_is_looked_through_once(made: Cast, tmp_path: Path) -> None:
    two_stories(made, tmp_path)
    becomes(made, Role.EVALUATOR)
    told: list[frozenset[str]] = []
    made.priya.on_change(told.append)
    take_pack(made.priya, pack_of(made.joan, made.folder))
    assert not any("vault" in nouns for nouns in told)
