"""A file whose way into the vault was cut off by a kill goes at the next opening; one that was kept stays, whatever happens."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.errors import Cancelled, UserError
from ldp_stories.services.bring_in_media import keep_media, look, write_one
from ldp_stories.services.half_kept import filling, mark_of, new_file, settled
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.open_home import open_home
from ldp_stories.store import media
from ldp_stories.store.vault import Vault, new_item_key
from tests.media.test_film_places import film
from tests.services.homes import cheap_machine, found
from tests.services.test_bring_in_media import finished, put


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return cheap_machine(tmp_path)


@pytest.fixture
def home(tmp_path: Path, machine: Machine) -> Iterator[Home]:
    opened = found(tmp_path / "home", machine)
    yield opened
    opened.close()


def killed(home: Home, machine: Machine) -> Home:
    """The notebook as it opens after a kill: nothing that ran has had a word to say."""
    home.close()
    return open_home(home.folder, None, machine)


def marks(home: Home) -> list[str]:
    return sorted(path.name for path in mark_of(home, "x").parent.glob("*"))


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    return put(tmp_path, "VID_20260531.mp4", film())


def test_a_film_that_was_half_brought_in_when_the_laptop_died_leaves_nothing(
    home: Home, machine: Machine
) -> None:
    half = new_file(home, "half", new_item_key())
    half.write(b"a film " * 200_000)
    path, half._con = home.vault.path("half"), None  # a kill: nobody closes it
    assert path.exists()
    assert marks(home) == ["half.item"]
    opened = killed(home, machine)
    assert not path.exists()
    assert (opened.vault.items(), marks(opened)) == ([], [])
    opened.close()


def test_files_that_were_whole_but_not_yet_in_the_story_go_too(
    home: Home, machine: Machine, voice: Path
) -> None:
    made = write_one(home, look(voice), lambda _: None)
    assert home.vault.items() == [item for item, *_ in made.items]
    opened = killed(home, machine)
    assert (opened.vault.items(), marks(opened)) == ([], [])
    opened.close()


def test_what_is_kept_needs_no_mark_and_stays(home: Home, machine: Machine, voice: Path) -> None:
    (medium,) = keep_media(home, finished(home), [look(voice)])
    assert marks(home) == []
    opened = killed(home, machine)
    with opened.main.read() as con:
        (item,) = [item for item, *_ in media.items_of(con, medium)]
        key = media.key_of(con, item)
    assert key is not None
    with opened.vault.open(item, key) as reader:
        assert reader.size == voice.stat().st_size
    opened.close()


def test_a_kill_right_after_it_was_kept_takes_nothing(
    home: Home, machine: Machine, voice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ldp_stories.services.bring_in_media.settled", lambda *_: None)
    (medium,) = keep_media(home, finished(home), [look(voice)])
    assert len(marks(home)) == 1
    opened = killed(home, machine)
    with opened.main.read() as con:
        kept = media.media(con, medium)
    assert kept is not None
    assert [r.item for r in kept.renditions] == opened.vault.items()
    assert marks(opened) == []
    opened.close()


def test_a_file_that_was_stopped_leaves_neither_file_nor_mark(home: Home, voice: Path) -> None:
    class Stops:
        def report(self, _done: int, _total: int, _note: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        keep_media(home, finished(home), [look(voice)], Stops())
    assert (home.vault.items(), marks(home)) == ([], [])


def test_what_has_no_mark_is_never_looked_at(home: Home, machine: Machine) -> None:
    key = new_item_key()
    with home.vault.create_file("evidence", key) as file:  # its key lies where names lie
        file.write(b"a form")
        file.seal()
    opened = killed(home, machine)
    assert Vault(opened.place.vault).items() == ["evidence"]
    opened.close()


def test_a_file_that_no_room_was_found_for_leaves_no_mark(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise UserError("NO_ROOM")

    with monkeypatch.context() as patched:
        patched.setattr(Vault, "create_file", full)
        with pytest.raises(UserError, match="room"):
            new_file(home, "one", new_item_key())
    assert marks(home) == []
    file = new_file(home, "two", new_item_key())
    file.write(b"the half of it")
    with pytest.raises(UserError), filling(home, "two", file):
        full()
    assert (home.vault.items(), marks(home)) == ([], [])


def test_settling_twice_is_no_error(home: Home) -> None:
    with new_file(home, "one", new_item_key()):
        pass
    settled(home, "one", "two")
    settled(home, "one")
    assert marks(home) == []
