"""Files from a phone: looked at, kept only with a yes, whole or not at all, without their place and their names, however large."""

import hashlib
import io
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.domain.media import RenditionKind
from ldp_stories.domain.phone_files import SCOPE_OF, FileSort, PhoneFile, Source
from ldp_stories.errors import Cancelled, Refused, UserError
from ldp_stories.media.synth import tone
from ldp_stories.services import bring_in_media as module
from ldp_stories.services.bring_in_media import keep_media, look, may_keep, room_needed
from ldp_stories.services.edit_record import changed_mind
from ldp_stories.services.home import Home
from ldp_stories.services.identity_session import open_session
from ldp_stories.services.sound import open_sound
from ldp_stories.services.write_observation import write_observation
from ldp_stories.store import media, programme
from tests.media.test_film_places import PLACE, film
from tests.media.test_photos import SECRETS, picture
from tests.services.homes import cheap_machine, found, told


def finished(home: Home, no: tuple[Scope, ...] = ()) -> str:
    """A story whose people said yes to everything, but for `no`."""
    story = told(home)
    for scope in no:
        changed_mind(home, story, scope.value, Answer.NO)
    return story


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A practice notebook of a researcher."""
    place = tmp_path_factory.mktemp("phone")
    opened = found(place / "home", cheap_machine(place), name="Amina")
    yield opened
    opened.close()


@pytest.fixture
def story(home: Home) -> str:
    """A story whose people said yes to everything."""
    return finished(home)


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return put(tmp_path, "IMG_Mrs_Patel.jpg", picture())


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return put(tmp_path, "VID_20260531.mp4", film())


def kept_bytes(home: Home, medium: str) -> dict[RenditionKind, bytes]:
    with home.main.read() as con:
        one = media.media(con, medium)
        assert one is not None
        keys = {r.kind: (str(r.item), media.key_of(con, str(r.item))) for r in one.renditions}
    found_ = {}
    for kind, (item, key) in keys.items():
        assert key is not None
        with home.vault.open(item, key) as reader:
            found_[kind] = reader.read(0, reader.size)
    return found_


def vault_files(home: Home) -> set[str]:
    return {p.name for p in home.vault.folder.iterdir()} if home.vault.folder.exists() else set()


def test_a_photo_is_looked_at(photo: Path) -> None:
    seen = look(photo)
    assert (seen.sort, seen.type, seen.width, seen.height) == (FileSort.PHOTO, "jpg", 40, 20)
    assert (seen.place, seen.device, seen.playable) == (True, "CanaryPhone CanaryLens", True)
    assert (seen.name, seen.size) == ("IMG_Mrs_Patel.jpg", photo.stat().st_size)


def test_a_film_and_a_paper_are_looked_at(video: Path, tmp_path: Path) -> None:
    seen = look(video)
    assert (seen.sort, seen.type, seen.place) == (FileSort.AUDIO, "mp4", True)
    assert seen.duration_ms == pytest.approx(213, abs=40)
    paper = look(put(tmp_path, "letter.pdf", b"%PDF-1.7\n..."))
    assert (paper.sort, paper.type, paper.playable) == (FileSort.FILE, "pdf", True)


@pytest.mark.parametrize(
    ("name", "data", "sort"),
    [
        ("x.jpg", b"\xff\xd8\xff" + bytes(90), FileSort.PHOTO),
        ("x.mp4", b"\0\0\0\x18ftypisom" + bytes(90), FileSort.VIDEO),
        ("x.mp4", b"not a film", FileSort.FILE),
        ("x.exe", b"MZ" + bytes(90), FileSort.FILE),
    ],
)
def test_what_cannot_be_played_is_said_and_kept_all_the_same(
    home: Home, story: str, tmp_path: Path, name: str, data: bytes, sort: FileSort
) -> None:
    seen = look(put(tmp_path, name, data))
    assert (seen.sort, seen.playable) == (sort, False)
    (medium,) = keep_media(home, story, [seen])
    assert kept_bytes(home, medium) == {RenditionKind.ORIGINAL: data}
    with home.main.read() as con:
        one = media.media(con, medium)
    assert one is not None
    assert one.kind == sort.value


def test_a_photo_is_kept_upright_without_its_place_with_a_small_copy(
    home: Home, story: str, photo: Path
) -> None:
    (medium,) = keep_media(home, story, [look(photo)])
    kept = kept_bytes(home, medium)
    assert set(kept) == {RenditionKind.ORIGINAL, RenditionKind.PREVIEW}
    assert not [s for s in SECRETS if s in b"".join(kept.values())]
    with home.main.read() as con:
        facts = media.facts(con, medium)
    assert (facts["place_removed"], facts["width"], facts["height"]) == (True, 40, 20)


def test_a_photo_that_cannot_be_opened_is_kept_without_its_place(
    home: Home, story: str, tmp_path: Path
) -> None:
    whole = picture()
    seen = look(put(tmp_path, "cut.jpg", whole[: len(whole) - 200]))
    assert not seen.playable
    (medium,) = keep_media(home, story, [seen])
    (data,) = kept_bytes(home, medium).values()
    assert not [s for s in SECRETS[:2] if s in data]
    assert len(data) == len(whole) - 200
    with home.main.read() as con:
        assert media.facts(con, medium)["place_removed"] is True


def test_a_photo_by_another_name_is_opened_all_the_same(home: Home, story: str, tmp_path: Path) -> None:
    seen = look(put(tmp_path, "IMG_1.heic", picture()))
    assert (seen.sort, seen.type, seen.playable, seen.place) == (FileSort.PHOTO, "jpg", True, True)


def test_the_place_of_a_film_is_blanked_and_the_rest_is_the_same(home: Home, story: str, video: Path) -> None:
    (medium,) = keep_media(home, story, [look(video)])
    (data,) = kept_bytes(home, medium).values()
    assert PLACE.encode() not in data
    assert len(data) == video.stat().st_size
    (kept,) = keep_media(home, story, [look(video)], keep_place=True)
    assert kept_bytes(home, kept)[RenditionKind.ORIGINAL] == video.read_bytes()


def test_sound_from_a_phone_plays_and_stands_after_what_is_there(
    home: Home, story: str, tmp_path: Path
) -> None:
    from ldp_stories.media.encode import opus_from_pieces

    made = io.BytesIO()
    opus_from_pieces([tone(700)], made)
    voice = look(put(tmp_path, "PTT-1.opus", made.getvalue()))
    first, second = keep_media(home, story, [voice, voice])
    with home.main.read() as con:
        order = [m.id for m in media.of_record(con, story)]
    assert order == [first, second]
    sound = open_sound(home, second)
    assert sound.type == "opus"
    sound.close()


def test_what_a_file_was_called_lies_where_names_lie(home: Home, story: str, photo: Path) -> None:
    (medium,) = keep_media(home, story, [look(photo)])
    with home.main.read() as con:
        rows = con.exec_driver_sql("SELECT body FROM revision WHERE kind = 'media'").fetchall()
    assert not [1 for (body,) in rows if b"Patel" in body]
    with open_session(home).store() as store, store.read() as con:
        names = {f["media"]: f["name"] for _, f in programme.raw(con, "file_name")}
    assert names[medium] == "IMG_Mrs_Patel.jpg"


@pytest.mark.parametrize("sort", list(FileSort))
def test_each_sort_needs_its_own_yes(home: Home, photo: Path, sort: FileSort) -> None:
    no = finished(home, no=(SCOPE_OF[sort],))
    assert not may_keep(home, no, sort).open
    seen = look(photo)
    with pytest.raises(Refused) as caught:
        keep_media(home, no, [PhoneFile(seen.source, sort, "jpg")])
    assert (caught.value.code, caught.value.facts["scope"]) == ("NO_PERMISSION", SCOPE_OF[sort].value)
    assert all(may_keep(home, no, other).open for other in FileSort if other is not sort)


def test_an_observation_takes_a_photo_in_which_nobody_can_be_recognised(home: Home, photo: Path) -> None:
    seen = write_observation(home, saw="The steps are steep.")
    assert not may_keep(home, seen, FileSort.PHOTO).open
    assert not may_keep(home, seen, FileSort.AUDIO, nobody_in_it=True).open
    assert may_keep(home, seen, FileSort.FILE).open
    with pytest.raises(Refused):
        keep_media(home, seen, [look(photo)])
    assert len(keep_media(home, seen, [look(photo)], nobody_in_it=True)) == 1


class Watch:
    """Progress that remembers, and stops when it is told to."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.told: list[tuple[int, int]] = []
        self.stop_after = stop_after

    def report(self, done: int, total: int, note: str = "") -> None:
        self.told.append((done, total))
        if self.stop_after is not None and len(self.told) >= self.stop_after:
            raise Cancelled


def large(size: int) -> tuple[Source, str]:
    """A file that is never in memory whole, and the hash of its bytes."""
    block = bytes(range(256)) * 4096

    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.at = 0

        def readable(self) -> bool:
            return True

        def read(self, n: int = -1) -> bytes:
            n = min(size - self.at, len(block) if n < 0 else n)
            self.at += n
            return block[:n]

    def opened() -> IO[bytes]:
        return Stream()  # type: ignore[return-value]

    digest = hashlib.sha256()
    with opened() as file:
        for piece in iter(lambda: file.read(module.BLOCK), b""):
            digest.update(piece)
    return Source("large.bin", size, opened), digest.hexdigest()


def test_a_large_file_streams_and_tells_how_far_it_is(
    home: Home, story: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, sha = large(12 * module.BLOCK + 5)
    watch = Watch()
    (medium,) = keep_media(home, story, [look(source)], watch)
    with home.main.read() as con:
        one = media.media(con, medium)
    assert one is not None
    assert [(r.sha256, r.bytes) for r in one.renditions] == [(sha, source.size)]
    assert [d for d, _ in watch.told] == sorted(d for d, _ in watch.told)
    assert watch.told[-1] == (source.size, source.size)
    assert len(watch.told) >= 12


@pytest.mark.parametrize("after", [1, 5, 14])
def test_stopping_leaves_nothing_behind(home: Home, story: str, photo: Path, after: int) -> None:
    source, _ = large(8 * module.BLOCK)
    before = vault_files(home)
    files = [look(photo), look(source), look(source)]
    with pytest.raises(Cancelled):
        keep_media(home, story, files, Watch(after))
    assert vault_files(home) == before
    with home.main.read() as con:
        assert media.of_record(con, story) == ()


def test_a_phone_that_is_pulled_out_leaves_nothing_behind(home: Home, story: str, photo: Path) -> None:
    class Pulled(io.RawIOBase):
        blocks = itertools.count()

        def read(self, n: int = -1) -> bytes:
            if next(self.blocks) > 2:
                raise OSError(5, "Input/output error")
            return bytes(module.BLOCK)

    gone = PhoneFile(Source("film.mp4", 9 * module.BLOCK, Pulled), FileSort.FILE, "bin")  # type: ignore[arg-type]
    short = PhoneFile(Source("film.mp4", 9, lambda: io.BytesIO(b"short")), FileSort.FILE, "bin")
    before = vault_files(home)
    for one in (gone, short):
        with pytest.raises(UserError) as caught:
            keep_media(home, story, [look(photo), one])
        assert caught.value.code == "FILE_UNREADABLE"
        assert vault_files(home) == before


def test_without_room_nothing_is_begun(
    home: Home, story: str, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = look(photo)
    monkeypatch.setattr(module, "free_bytes", lambda _: room_needed([seen]) - 1)
    with pytest.raises(UserError) as caught:
        keep_media(home, story, [seen])
    assert caught.value.code == "NO_ROOM"
    monkeypatch.setattr(module, "free_bytes", lambda _: room_needed([seen]))
    assert keep_media(home, story, [seen])


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        look(tmp_path / "none.jpg")
    assert caught.value.code == "FILE_UNREADABLE"


def test_the_room_needed_leaves_some_beside(photo: Path) -> None:
    assert room_needed([]) == module.SPARE
    assert room_needed([look(photo)]) > module.SPARE + photo.stat().st_size
