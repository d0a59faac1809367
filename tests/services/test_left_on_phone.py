"""A film that is too large: kept smaller, as its sound, or left on the phone and brought later, and the story never waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.domain.media import Media
from ldp_stories.domain.phone_files import FileSort, Keep, PhoneFile
from ldp_stories.errors import Cancelled, Refused, UserError
from ldp_stories.services import bring_in_media, bring_later
from ldp_stories.services.bring_in_media import keep_media, keep_size, look, room_needed, ways_to_keep
from ldp_stories.services.edit_record import changed_mind, mark_ready, open_record
from ldp_stories.services.home import Home
from ldp_stories.services.left_on_phone import every_one, fingerprint, on_phone
from ldp_stories.services.start_home import open_home
from ldp_stories.services.trash import empty_old, throw_away
from ldp_stories.store import desk, ledger, media
from tests.media.test_smaller import PLACE, moving
from tests.services.cast import Cast, bring_in, cast, send, tell
from tests.services.homes import Clock, told


@pytest.fixture(scope="module")
def film_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("phone") / "VID Samira.mp4"
    path.write_bytes(moving())
    return path


@pytest.fixture
def film(film_path: Path) -> PhoneFile:
    return look(film_path)


def kept(home: Home, story: str) -> Media:
    with home.main.read() as con:
        (found,) = media.of_record(con, story)
    return found


def bytes_of(home: Home, story: str) -> bytes:
    (rendition,) = kept(home, story).renditions
    with home.main.read() as con:
        key = media.key_of(con, str(rendition.item))
    assert key is not None
    with home.vault.open(str(rendition.item), key) as reader:
        return reader.read(0, rendition.bytes)


def test_a_film_can_be_kept_in_four_ways_each_with_its_room(film: PhoneFile) -> None:
    assert ways_to_keep(film) == tuple(Keep)
    sizes = [keep_size(film, way) for way in ways_to_keep(film)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == film.size
    assert sizes[-1] == 0
    assert room_needed([replace(film, keep=Keep.LATER)]) == bring_in_media.SPARE
    assert ways_to_keep(replace(film, has_sound=False)) == (Keep.WHOLE, Keep.SMALLER, Keep.LATER)
    assert ways_to_keep(replace(film, playable=False)) == (Keep.WHOLE, Keep.LATER)
    assert ways_to_keep(replace(film, sort=FileSort.PHOTO)) == (Keep.WHOLE,)


def test_without_encoders_a_smaller_copy_is_not_offered(
    film: PhoneFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bring_in_media, "can_make_smaller", lambda: False)
    assert Keep.SMALLER not in ways_to_keep(film)


def test_a_smaller_copy_is_a_film_without_the_place(home: Home, film: PhoneFile) -> None:
    story = told(home)
    keep_media(home, story, [replace(film, keep=Keep.SMALLER)])
    made = kept(home, story)
    assert (made.kind, made.renditions[0].type) == ("video", "mp4")
    assert made.renditions[0].bytes < film.size / 4
    assert PLACE.encode() not in bytes_of(home, story)
    with home.main.read() as con:
        facts = media.facts(con, made.id)
    assert (facts["made_smaller"], facts["place_removed"]) == (True, True)


def test_only_the_sound_needs_no_yes_to_film(home: Home, film: PhoneFile) -> None:
    story = told(home)
    changed_mind(home, story, Scope.VIDEO.value, Answer.NO)
    with pytest.raises(Refused):
        keep_media(home, story, [film])
    keep_media(home, story, [replace(film, keep=Keep.SOUND)])
    made = kept(home, story)
    assert (made.kind, made.renditions[0].type) == ("audio", "opus")
    assert bytes_of(home, story).startswith(b"OggS")
    changed_mind(home, story, Scope.AUDIO.value, Answer.NO)
    with pytest.raises(Refused):
        keep_media(home, story, [replace(film, keep=Keep.SOUND)])


@pytest.mark.parametrize("way", [Keep.SMALLER, Keep.SOUND])
def test_stopped_or_damaged_nothing_stays(home: Home, film: PhoneFile, way: Keep, tmp_path: Path) -> None:
    story = told(home)
    before = set(home.vault.items())

    class Stop:
        def report(self, done: int, total: int, note: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        keep_media(home, story, [replace(film, keep=way)], Stop())
    path = tmp_path / "gone.mp4"
    path.write_bytes(moving())
    gone = replace(look(path), keep=way)
    path.unlink()
    with pytest.raises(UserError, match="cannot be read"):
        keep_media(home, story, [gone])
    assert set(home.vault.items()) == before
    with home.main.read() as con:
        assert media.of_record(con, story) == ()


def left(home: Home, film: PhoneFile) -> str:
    story = told(home)
    keep_media(home, story, [replace(film, keep=Keep.LATER)])
    return story


def test_a_film_that_was_left_is_known_by_the_story_and_its_name_by_nobody(
    home: Home, film: PhoneFile
) -> None:
    story = left(home, film)
    (there,) = on_phone(home, story)
    assert (there.size, there.duration_ms, there.kind) == (film.size, film.duration_ms, "video")
    assert every_one(home) == (there,)
    assert kept(home, story).renditions == ()
    assert open_record(home, story).getting_ready == frozenset()
    with home.main.read() as con:
        assert all(b"Samira" not in (r.body or b"") for r in ledger.revisions(con))


def test_it_is_brought_in_later_after_a_restart_and_only_the_very_film(
    home: Home, film: PhoneFile, tmp_path: Path
) -> None:
    story = left(home, film)
    (there,) = on_phone(home, story)
    home.close()
    home = open_home(home.folder, None, home.machine)
    other = tmp_path / "other.mp4"
    other.write_bytes(moving(320, 240, pictures=4))
    with pytest.raises(UserError, match="another film"):
        bring_later.bring_later(home, there.medium, look(other))
    same = tmp_path / "called otherwise.mp4"
    same.write_bytes(moving())
    bring_later.bring_later(home, there.medium, look(same))
    made = kept(home, story)
    assert made.id == there.medium
    assert made.renditions[0].bytes == film.size
    assert PLACE.encode() not in bytes_of(home, story)
    assert on_phone(home, story) == ()
    assert every_one(home) == ()
    with pytest.raises(UserError):
        bring_later.bring_later(home, there.medium, look(same))
    home.close()


def test_a_yes_that_was_taken_back_meanwhile_and_a_full_disk_keep_it_out(
    home: Home, film: PhoneFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = left(home, film)
    (there,) = on_phone(home, story)
    with monkeypatch.context() as patch:
        patch.setattr(bring_later, "free_bytes", lambda _: 1_000)
        with pytest.raises(UserError) as full:
            bring_later.bring_later(home, there.medium, film)
    assert full.value.code == "NO_ROOM"
    changed_mind(home, story, Scope.VIDEO.value, Answer.NO)
    with pytest.raises(Refused):
        bring_later.bring_later(home, there.medium, film)
    assert kept(home, story).renditions == ()


def test_it_goes_with_the_story(home: Home, clock: Clock, film: PhoneFile) -> None:
    story = left(home, film)
    throw_away(home, story)
    for _ in range(5):
        clock.forward(days=6)
        empty_old(home)
    with home.desk.read() as con:
        assert desk.rows(con, "on the phone:") == ()
    assert every_one(home) == ()


def test_a_film_on_a_phone_that_is_gone_is_not_left(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "gone.mp4"
    path.write_bytes(moving())
    seen = replace(look(path), keep=Keep.LATER)
    assert fingerprint(seen.source) == fingerprint(look(path).source)
    path.unlink()
    story = told(home)
    with pytest.raises(UserError, match="cannot be read"):
        keep_media(home, story, [seen])
    with home.main.read() as con:
        assert media.of_record(con, story) == ()


@pytest.fixture
def crew(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as made:
        yield made


def test_the_story_is_sent_received_and_whole_though_the_film_never_comes(
    crew: Cast, film: PhoneFile
) -> None:
    amina, joan = crew.amina, crew.joan
    story = tell(amina, ready=False)
    keep_media(amina, story, [replace(film, keep=Keep.LATER)])
    mark_ready(amina, story)
    send(amina, "coordinators", crew.stick)
    bring_in(joan, crew.stick)
    view = open_record(joan, story)
    assert view.words is not None
    (there,) = on_phone(joan, story)
    assert (there.size, there.duration_ms) == (0, film.duration_ms)
    with joan.main.read() as con:
        assert [m.id for m in media.of_record(con, story)] == [there.medium]
    bring_later.bring_later(amina, there.medium, film)
    send(amina, "coordinators", crew.stick)
    bring_in(joan, crew.stick)
    assert on_phone(joan, story) == ()
    assert kept(joan, story).renditions[0].bytes == film.size
