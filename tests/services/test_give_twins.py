"""Two stories with the very same sound: both can be heard after they were sent, and erasing one leaves the other whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.media import Media
from ldp_stories.errors import UserError
from ldp_stories.services import give_twins as work
from ldp_stories.services.give_twins import give_twins, give_twins_if_room
from ldp_stories.services.home import Home
from ldp_stories.store import let_go, media
from ldp_stories.store.vault import new_item_key
from tests.services.cast import a_sound, bring_in, cast, send
from tests.services.cast import tell as cast_tell
from tests.services.house import Told, erase, houses, pass_on, tell


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Home, Home]]:
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        yield amina, joan


def sound_of(home: Home, told: Told) -> Media:
    with home.main.read() as con:
        (found,) = media.of_record(con, told.record)
        return found


def heard(home: Home, told: Told) -> bytes:
    """The bytes of a story's sound, as a player would read them."""
    playable = sound_of(home, told).playable
    assert playable is not None
    assert playable.item is not None
    with home.main.read() as con:
        key = media.key_of(con, playable.item)
    assert key is not None
    with home.vault.open(playable.item, key) as reader:
        return reader.read(0, playable.bytes)


def twins_at(amina: Home, joan: Home) -> tuple[Told, Told]:
    """Two stories of one sound; the bytes have come to Joan once, for the first of them."""
    one, two = tell(amina, sound=True), tell(amina, sound=True)
    pass_on(amina, joan)
    first, second = sound_of(amina, one), sound_of(amina, two)
    assert first.renditions[0].sha256 == second.renditions[0].sha256
    data = heard(amina, one)
    with joan.main.write() as con:
        media.shred(con, medias=[first.id, second.id])
    item, key = new_id(), new_item_key()
    with joan.vault.create_file(item, key) as file:
        file.write(data)
        file.seal()
    with joan.main.write() as con:
        media.keep_key(con, item, key, media=first.id, sha256=first.renditions[0].sha256, size=len(data))
    return one, two


def test_the_second_story_gets_bytes_of_its_own(two: tuple[Home, Home]) -> None:
    amina, joan = two
    one, other = twins_at(amina, joan)
    assert sound_of(joan, other).playable is None
    assert give_twins(joan) == (other.media,)
    assert heard(joan, other) == heard(joan, one) == heard(amina, one)
    mine, its = sound_of(joan, one).playable, sound_of(joan, other).playable
    assert mine is not None
    assert its is not None
    assert mine.item != its.item
    assert give_twins(joan) == ()


def test_erasing_one_leaves_the_other(two: tuple[Home, Home]) -> None:
    amina, joan = two
    one, other = twins_at(amina, joan)
    give_twins(joan)
    whole = heard(joan, one)
    with joan.main.write() as con:
        media.shred(con, medias=[one.media])
    assert heard(joan, other) == whole


def test_a_copy_that_was_removed_on_purpose_does_not_come_back(two: tuple[Home, Home]) -> None:
    amina, joan = two
    _, other = twins_at(amina, joan)
    with joan.main.write() as con:
        let_go.note(con, [other.media], "2026-11-22T10:00:00Z")
    assert give_twins(joan) == ()
    assert sound_of(joan, other).playable is None


def test_what_is_taken_back_while_it_is_copied_is_not_kept(
    two: tuple[Home, Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    amina, joan = two
    _, other = twins_at(amina, joan)
    made: list[str] = []

    def taken_back_now() -> str:
        erase(joan, other)
        made.append("new item")
        return "0" * 8 + "-0000-4000-8000-" + "0" * 12

    monkeypatch.setattr(work, "new_id", taken_back_now)
    assert give_twins(joan) == ()
    assert made == ["new item"]
    assert not list(joan.place.vault.rglob("00000000-0000-4000-8000-000000000000*"))


def test_without_room_it_waits(two: tuple[Home, Home], monkeypatch: pytest.MonkeyPatch) -> None:
    amina, joan = two
    _, other = twins_at(amina, joan)
    for code in ("NO_ROOM", "DISK_TROUBLE"):

        def full(*_: object, code: str = code) -> bool:
            raise UserError(code, reason="")

        with monkeypatch.context() as patch:
            patch.setattr(work, "_give", full)
            assert give_twins_if_room(joan) == ()
    assert give_twins_if_room(joan) == (other.media,)


def test_a_bundle_with_two_stories_of_one_sound_makes_both_playable(tmp_path: Path) -> None:
    with cast(tmp_path) as three:
        file = a_sound(tmp_path)
        one, other = (cast_tell(three.amina, sound=file) for _ in range(2))
        send(three.amina, "coordinators", three.stick)
        bring_in(three.joan, three.stick)
        with three.joan.main.read() as con:
            found = [m for record in (one, other) for m in media.of_record(con, record)]
        assert [m.playable is not None for m in found] == [True, True]
        assert found[0].renditions[0].sha256 == found[1].renditions[0].sha256
        assert len({m.renditions[0].item for m in found}) == 2
