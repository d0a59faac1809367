"""Slices in a home: kept one by one, joined when the whole is right, thrown away when it is not, and never in the way of an erasure."""

import hashlib
import os
from collections.abc import Iterator

import pytest

from ldp_stories.bundles.envelope import SliceTable
from ldp_stories.domain.ids import new_id
from ldp_stories.errors import Cancelled, UserError
from ldp_stories.services import keep_slices as module
from ldp_stories.services.home import Home
from ldp_stories.services.keep_slices import join, join_if_room, note_tables
from ldp_stories.store import media, orders, slices
from ldp_stories.store.slices import SlicedFile
from ldp_stories.store.vault import new_item_key
from tests.services.homes import cheap_machine, found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder = tmp_path_factory.mktemp("home")
    opened = found(folder / "home", cheap_machine(folder))
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def empty(home: Home) -> Iterator[None]:
    """Nothing of one test is there in the next."""
    yield
    with home.main.write() as con:
        gone = media.shred(con, items=media.all_items(con))
        con.exec_driver_sql("DELETE FROM local_slice")
        media.removed(con, gone)
    for item in home.vault.items():
        home.vault.remove(item)


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Film:
    """A file cut into pieces, and which of them are put into the vault."""

    def __init__(self, home: Home, *sizes: int) -> None:
        self.home = home
        self.pieces = [os.urandom(size) for size in sizes]
        self.data = b"".join(self.pieces)
        self.whole = sha(self.data)
        self.ext = "mp4"

    @property
    def table(self) -> SliceTable:
        return SliceTable(self.ext, len(self.data), tuple(sha(p) for p in self.pieces))

    def note(self) -> None:
        with self.home.main.write() as con:
            note_tables(con, {self.whole: self.table})

    def comes(self, *numbers: int, owner: str = "") -> None:
        """These slices arrive."""
        for number in numbers:
            piece, item, key = self.pieces[number], new_id(), new_item_key()
            file = self.home.vault.create_file(item, key)
            file.write(piece)
            file.seal()
            file.close()
            with self.home.main.write() as con:
                media.keep_key(con, item, key, media=owner, sha256=sha(piece), size=len(piece))

    def kept(self) -> bytes | None:
        """The whole as it stands in the vault."""
        with self.home.main.read() as con:
            row = con.exec_driver_sql(
                "SELECT item, key FROM local_vault_key WHERE sha256 = ?", (self.whole,)
            ).first()
        if row is None:
            return None
        with self.home.vault.open(row.item, bytes(row.key)) as reader:
            return reader.file().readall()


def test_nothing_is_joined_while_a_slice_is_missing(home: Home) -> None:
    film = Film(home, 300_000, 200_000, 1)
    film.note()
    film.comes(0, 2)
    assert join(home) == ()
    assert film.kept() is None
    with home.main.read() as con:
        assert slices.missing(con, film.whole) == (sha(film.pieces[1]),)


def test_the_last_slice_makes_it_whole_and_the_slices_go(home: Home) -> None:
    film = Film(home, 300_000, 2_500_000, 7)
    film.note()
    film.comes(2, 0, 1)
    assert join(home) == (film.whole,)
    assert film.kept() == film.data
    assert len(home.vault.items()) == 1
    with home.main.read() as con:
        assert media.to_remove(con) == ()
    assert join(home) == ()


def test_slices_may_come_before_their_table(home: Home) -> None:
    film = Film(home, 10, 20)
    film.comes(0, 1)
    assert join(home) == ()
    film.note()
    assert join(home) == (film.whole,)


def test_the_same_piece_twice_in_a_file_is_one_item(home: Home) -> None:
    film = Film(home, 1000, 5)
    film.pieces = [film.pieces[0], film.pieces[1], film.pieces[0]]
    film.data = b"".join(film.pieces)
    film.whole = sha(film.data)
    film.note()
    film.comes(0, 1)
    assert join(home) == (film.whole,)
    assert film.kept() == film.data


def test_a_whole_that_is_not_what_its_hash_says_is_thrown_away(home: Home) -> None:
    film = Film(home, 1000, 2000)
    film.whole = "0" * 64
    film.note()
    film.comes(0, 1)
    assert join(home) == ()
    assert film.kept() is None
    assert home.vault.items() == []
    with home.main.read() as con:
        assert slices.missing(con, film.whole) == tuple(sha(p) for p in film.pieces)


def test_a_size_that_is_not_the_announced_one_is_thrown_away(home: Home) -> None:
    film = Film(home, 1000, 2000)
    with home.main.write() as con:
        table = SliceTable("mp4", 4000, film.table.pieces)
        note_tables(con, {film.whole: table})
    film.comes(0, 1)
    assert join(home) == ()
    assert home.vault.items() == []


def test_two_cuts_of_one_file_do_not_disturb_each_other(home: Home) -> None:
    film = Film(home, 1000, 2000, 3000)
    other = Film(home, 1)
    other.pieces = [film.data[:4000], film.data[4000:]]
    other.data, other.whole = film.data, film.whole
    film.note()
    other.note()
    film.comes(0, 2)
    other.comes(1)
    assert join(home) == ()
    other.comes(0)
    assert join(home) == (film.whole,)
    assert film.kept() == film.data
    assert len(home.vault.items()) == 1


def test_stopping_in_the_middle_keeps_every_slice_for_the_next_time(home: Home) -> None:
    film = Film(home, 3 << 20, 3 << 20)
    film.note()
    film.comes(0, 1)

    class Stop:
        def report(self, done: int, total: int, note: str = "") -> None:
            if done > total // 2:
                raise Cancelled

    with pytest.raises(Cancelled):
        join(home, Stop())
    assert len(home.vault.items()) == 2
    assert join(home) == (film.whole,)
    assert film.kept() == film.data


def test_a_full_disk_leaves_it_for_later(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    film = Film(home, 1000, 2000)
    film.note()
    film.comes(0, 1)

    def full(*_: object, **__: object) -> tuple[str, ...]:
        raise UserError("NO_ROOM")

    with monkeypatch.context() as patched:
        patched.setattr(module, "join", full)
        assert join_if_room(home) == ()
    assert join_if_room(home) == (film.whole,)


def test_another_trouble_is_not_swallowed(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(*_: object, **__: object) -> tuple[str, ...]:
        raise UserError("MEDIA_DAMAGED")

    monkeypatch.setattr(module, "join", damaged)
    with pytest.raises(UserError) as caught:
        join_if_room(home)
    assert caught.value.code == "MEDIA_DAMAGED"


def test_a_file_taken_back_meanwhile_is_not_put_together(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    film = Film(home, 1000, 2000)
    film.note()
    film.comes(0, 1)
    monkeypatch.setattr(orders, "erased_media", lambda _con, hashes: frozenset(hashes))
    assert join(home) == ()
    assert home.vault.items() == []
    assert film.kept() is None


def test_what_erases_the_medium_erases_its_slices(home: Home) -> None:
    film = Film(home, 1000, 2000)
    film.note()
    film.comes(0, owner="the-medium")
    with home.main.write() as con:
        gone = media.shred(con, medias=["the-medium"])
    assert len(gone) == 1
    with home.main.read() as con:
        assert media.all_items(con) == frozenset()


def test_what_names_the_file_erases_slices_that_have_no_medium_yet(home: Home) -> None:
    film = Film(home, 1000, 2000)
    film.note()
    film.comes(0, 1)
    with home.main.write() as con:
        gone = media.shred(con, sha256s=[film.whole])
    assert len(gone) == 2


@pytest.mark.parametrize("count", [2, 9, 40])
def test_any_number_of_slices_is_joined_in_order(home: Home, count: int) -> None:
    film = Film(home, *range(1, count + 1))
    film.note()
    film.comes(*reversed(range(count)))
    assert join(home) == (film.whole,)
    assert film.kept() == film.data


def test_slices_find_their_medium_when_it_becomes_known(home: Home) -> None:
    film = Film(home, 1000, 2000)
    film.note()
    film.comes(0)
    medium = new_id()
    rendition = {film.whole: {"rendition": "original", "bytes": len(film.data), "type": "mp4"}}
    with home.main.write() as con:
        sets = {"record": new_id(), "kind": "video", "origin": "file", "duration_ms": 1, "position": 0}
        home.put(con, "media", medium, sets=sets, adds={"renditions": rendition})
        slices.adopt(con)
    with home.main.read() as con:
        assert [sha256 for _, sha256, _ in media.items_of(con, medium)] == [sha(film.pieces[0])]
        one = media.media(con, medium)
        assert one is not None
        assert one.playable is None
    film.comes(1)
    assert join(home) == (film.whole,)
    with home.main.read() as con:
        one = media.media(con, medium)
    assert one is not None
    assert one.playable is not None
    assert one.playable.sha256 == film.whole


def test_progress_tells_bytes_of_the_whole(home: Home) -> None:
    film = Film(home, 3 << 20, 1 << 20)
    film.note()
    film.comes(0, 1)
    told: list[tuple[int, int]] = []

    class Tell:
        def report(self, done: int, total: int, note: str = "") -> None:
            told.append((done, total))

    join(home, Tell())
    assert told[-1] == (4 << 20, 4 << 20)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_cut_that_is_noted_again_is_the_same_cut(home: Home) -> None:
    film = Film(home, 5, 6)
    film.note()
    film.note()
    with home.main.read() as con:
        assert slices.cuts(con, film.whole) == (
            SlicedFile(film.whole, "mp4", 11, tuple((sha(p), 0) for p in film.pieces)),
        )
