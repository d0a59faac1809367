"""Files that are whole and on the medium, or not there: flushing, following, naming."""

import os
import sys
import threading
from pathlib import Path

import pytest

from ldp_stories.bundles import files
from ldp_stories.bundles.files import FlushingFile, Follower, check_room, full_sync, new_file, sync_folder
from ldp_stories.bundles.read_back import ReadBack
from ldp_stories.errors import Cancelled, UserError


def follow(path: Path, written: FlushingFile) -> bytes:
    follower = Follower(path, written)
    data = bytearray()
    try:
        while piece := follower.read(1000):
            data += piece
    finally:
        follower.close()
    return bytes(data)


def test_a_follower_reads_everything_that_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "FLUSH_STEP", 5000)
    data = os.urandom(100_000)
    file = FlushingFile(tmp_path / "x")
    got: list[bytes] = []
    thread = threading.Thread(target=lambda: got.append(follow(tmp_path / "x", file)))
    thread.start()
    for at in range(0, len(data), 777):
        file.write(data[at : at + 777])
    file.close()
    thread.join(10)
    assert got == [data]


def test_a_follower_sees_only_what_was_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    real = os.fsync

    def noting(descriptor: int) -> None:
        real(descriptor)
        synced.append(os.fstat(descriptor).st_size)

    monkeypatch.setattr("os.fsync", noting)
    monkeypatch.setattr(files, "FLUSH_STEP", 1000)
    file = FlushingFile(tmp_path / "x")
    for _ in range(10):
        file.write(bytes(1000))
    assert file.wait_flushed(0) <= max(synced)
    file.close()
    assert synced[-1] == 10_000 == file.wait_flushed(0)


def test_a_follower_is_told_when_the_writing_is_given_up(tmp_path: Path) -> None:
    file = FlushingFile(tmp_path / "x")
    file.write(b"half")
    file.abandon()
    with pytest.raises(OSError, match="given up"):
        follow(tmp_path / "x", file)


def test_an_empty_file_has_an_end_too(tmp_path: Path) -> None:
    file = FlushingFile(tmp_path / "x")
    file.close()
    assert follow(tmp_path / "x", file) == b""


def test_closing_then_abandoning_keeps_the_file_good(tmp_path: Path) -> None:
    file = FlushingFile(tmp_path / "x")
    file.write(b"whole")
    file.close()
    file.abandon()
    assert (tmp_path / "x").read_bytes() == b"whole"


def test_a_flushing_file_never_replaces_another(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"old")
    with pytest.raises(FileExistsError):
        FlushingFile(tmp_path / "x")
    assert (tmp_path / "x").read_bytes() == b"old"


def test_no_thread_is_left_behind(tmp_path: Path) -> None:
    before = threading.active_count()
    for number in range(5):
        file = FlushingFile(tmp_path / str(number))
        file.write(b"x")
        file.close() if number % 2 else file.abandon()
    assert threading.active_count() == before


def read_back(path: Path, written: FlushingFile, found: str | BaseException) -> ReadBack:
    def prove(src: object, tick: object) -> str:
        if isinstance(found, BaseException):
            raise found
        return found

    return ReadBack(path, written, prove)


@pytest.mark.parametrize("found", ["other", OSError("gone"), UserError("DAMAGED"), UserError("NOT_FOR_US")])
def test_reading_back_anything_else_is_failure(tmp_path: Path, found: str | BaseException) -> None:
    file = FlushingFile(tmp_path / "x")
    back = read_back(tmp_path / "x", file, found)
    file.close()
    with pytest.raises(UserError, check=lambda e: e.code == "READ_BACK_FAILED"):
        back.finish("expected", lambda: None)
    back.leave()


def test_reading_back_what_was_written_is_success(tmp_path: Path) -> None:
    file = FlushingFile(tmp_path / "x")
    back = read_back(tmp_path / "x", file, "expected")
    file.close()
    back.finish("expected", lambda: None)
    back.check()


def test_a_new_file_gets_its_name_only_at_a_good_end(tmp_path: Path) -> None:
    with new_file(tmp_path / "x") as part:
        part.write_bytes(b"whole")
        assert not (tmp_path / "x").exists()
        assert part.name == "x.part"
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


@pytest.mark.parametrize(
    "error", [OSError("full"), Cancelled(), UserError("READ_BACK_FAILED"), KeyboardInterrupt()], ids=repr
)
def test_a_new_file_is_gone_at_a_bad_end(tmp_path: Path, error: BaseException) -> None:
    def fail() -> None:
        with new_file(tmp_path / "x") as part:
            part.write_bytes(b"half")
            raise error

    with pytest.raises(type(error)):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_even_be_made_leaves_no_trace(tmp_path: Path) -> None:
    def make() -> None:
        with new_file(tmp_path / "no such folder" / "x") as part:
            part.write_bytes(b"")

    with pytest.raises(FileNotFoundError):
        make()


def test_room_is_compared_with_what_is_needed(tmp_path: Path) -> None:
    check_room(tmp_path, 1)
    with pytest.raises(UserError) as caught:
        check_room(tmp_path, 1 << 60)
    assert caught.value.code == "NO_ROOM_THERE"
    assert str(tmp_path) in str(caught.value)


def test_a_folder_that_cannot_be_synced_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_descriptor: int) -> None:
        raise OSError(22, "Invalid argument")

    monkeypatch.setattr("os.fsync", failing)
    sync_folder(tmp_path)
    with (tmp_path / "x").open("wb") as file:
        if sys.platform != "darwin":
            with pytest.raises(OSError, match="Invalid"):
                full_sync(file.fileno())
