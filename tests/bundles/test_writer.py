"""The writer: whole and proved, or nothing; whatever the disk does."""

import os
import resource
import shutil
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.bundles import read_back
from ldp_stories.bundles.envelope import Kind, Statement
from ldp_stories.bundles.files import FlushingFile, Follower
from ldp_stories.bundles.plan import MediaItem
from ldp_stories.bundles.writer import write_bundle
from ldp_stories.domain.revisions import Revision
from ldp_stories.errors import Cancelled, UserError
from tests.bundles.samples import (
    ANNA,
    MEDIA,
    PLAN,
    TEAM,
    Chunked,
    Kept,
    fresh,
    media,
    order,
    read,
    revision,
    write,
)
from tests.memory import forget_peak, peak_kib


def test_only_the_finished_file_is_left(tmp_path: Path) -> None:
    written = write(tmp_path)
    assert list(tmp_path.iterdir()) == [written.path]


def test_a_file_that_is_there_already_is_left_alone(tmp_path: Path) -> None:
    plan = fresh()
    written = write(tmp_path, plan)
    before = written.path.read_bytes()
    with pytest.raises(UserError, check=lambda e: e.code == "FILE_EXISTS"):
        write(tmp_path, plan)
    assert written.path.read_bytes() == before


def test_a_file_that_appears_while_writing_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = fresh()
    close = FlushingFile.close

    def appear(self: FlushingFile) -> None:
        close(self)
        next(tmp_path.iterdir()).with_suffix("").write_bytes(b"somebody else's")

    monkeypatch.setattr(FlushingFile, "close", appear)
    with pytest.raises(UserError, check=lambda e: e.code == "FILE_EXISTS"):
        write(tmp_path, plan)
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"somebody else's"]


def test_what_a_kill_left_behind_does_not_stand_in_the_way(tmp_path: Path) -> None:
    plan = fresh()
    first = write(tmp_path, plan)
    first.path.rename(first.path.with_name(first.path.name + ".part"))
    assert write(tmp_path, plan).path == first.path
    assert len(list(tmp_path.iterdir())) == 1


def test_too_little_room_is_noticed_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "shutil.disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9 - 500_000, 500_000)
    )
    with pytest.raises(UserError, check=lambda e: e.code == "NO_ROOM_THERE"):
        write(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def limited() -> Iterator[None]:
    """Files in this process may not grow over a limit, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.usefixtures("limited")
def test_a_disk_that_fills_up_at_any_point_never_ends_well(tmp_path: Path) -> None:
    size = write(tmp_path).size
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    folder = tmp_path / "full"
    folder.mkdir()
    for limit in [*range(0, size - 300, size // 25), size - 300]:  # the header has random padding of its own
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        with pytest.raises(UserError, check=lambda e: e.code == "NO_ROOM_THERE"):
            write(folder)
        assert list(folder.iterdir()) == []
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert write(folder).size > 0


@pytest.mark.parametrize("call", range(1, 4))
def test_a_write_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    calls = [0]
    real = FlushingFile.write

    def failing(self: FlushingFile, data: bytes, /) -> int:
        calls[0] += 1
        if calls[0] == call:
            raise OSError(5, "Input/output error")
        return real(self, data)

    monkeypatch.setattr(FlushingFile, "write", failing)
    with pytest.raises(UserError, check=lambda e: e.code == "DISK_TROUBLE"):
        write(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_flush_that_fails_is_never_success(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("ldp_stories.bundles.files.full_sync", failing)
    with pytest.raises(UserError, check=lambda e: e.code == "DISK_TROUBLE"):
        write(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_flush_that_fails_on_the_way_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ldp_stories.bundles.files.FLUSH_STEP", 1000)
    file = FlushingFile(tmp_path / "x")
    real = os.fsync

    def failing(descriptor: int) -> None:
        real(descriptor)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("os.fsync", failing)

    def fill() -> None:
        for _ in range(10):
            file.write(bytes(1000))

    with pytest.raises(OSError, match="Input/output"):
        fill()
    monkeypatch.setattr("os.fsync", real)
    with pytest.raises(OSError, match="Input/output"):
        file.close()


class Rotten(Follower):
    """A medium that gives back one byte other than it was given."""

    at = 0
    passed = 0

    def read(self, size: int, /) -> bytes:
        piece = bytearray(super().read(size))
        if 0 <= self.at - self.passed < len(piece):
            piece[self.at - self.passed] ^= 1
        self.passed += len(piece)
        return bytes(piece)


@pytest.mark.parametrize("at", [0, 1000, 300_000, 731_000])
def test_a_medium_that_keeps_other_bytes_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    monkeypatch.setattr(Rotten, "at", at)
    monkeypatch.setattr(read_back, "Follower", Rotten)
    with pytest.raises(UserError, check=lambda e: e.code == "READ_BACK_FAILED"):
        write(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_medium_that_cannot_be_read_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_self: Follower, _size: int, /) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Follower, "read", broken)
    with pytest.raises(UserError, check=lambda e: e.code == "READ_BACK_FAILED"):
        write(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_another_whole_bundle_read_back_is_not_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = write(tmp_path).path.read_bytes()
    monkeypatch.setattr(read_back, "Follower", lambda _path, _written: Chunked(other))
    with pytest.raises(UserError, check=lambda e: e.code == "READ_BACK_FAILED"):
        write(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_bad_stick_is_found_out_long_before_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Rotten, "at", 1000)
    monkeypatch.setattr(read_back, "Follower", Rotten)
    monkeypatch.setattr("ldp_stories.bundles.files.FLUSH_STEP", 1 << 20)
    told: list[float] = []
    large = media(bytes(64 << 20), "bin")
    with pytest.raises(UserError, check=lambda e: e.code == "READ_BACK_FAILED"):
        write_bundle(
            tmp_path,
            replace(fresh(), media=[large]),
            keys=ANNA,
            recipients=[TEAM.recipient],
            progress=lambda done, total: told.append(done / total),
        )
    assert told[-1] < 0.45


@pytest.mark.parametrize("share", [0.1, 0.6, 0.8])
def test_stop_leaves_nothing_whether_writing_or_reading_back(tmp_path: Path, share: float) -> None:
    def stop(done: int, total: int) -> None:
        if done >= share * total:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_bundle(tmp_path, fresh(), keys=ANNA, recipients=[TEAM.recipient], progress=stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("data", [b"", b"other bytes", MEDIA[0].open().read(1 << 20) + b"x"])
def test_a_media_file_that_is_not_what_its_hash_says_stops_the_bundle(tmp_path: Path, data: bytes) -> None:
    bad = replace(MEDIA[0], open=lambda: Chunked(data))
    with pytest.raises(UserError, check=lambda e: e.code == "MEDIA_DAMAGED"):
        write(tmp_path, replace(fresh(), media=[bad]))
    assert list(tmp_path.iterdir()) == []


def test_an_error_of_a_media_source_is_raised_as_it_was(tmp_path: Path) -> None:
    def gone() -> Chunked:
        raise UserError("MEDIA_GONE")

    with pytest.raises(UserError, check=lambda e: e.code == "MEDIA_GONE"):
        write(tmp_path, replace(fresh(), media=[replace(MEDIA[0], open=gone)]))


def test_lines_that_change_between_the_passes_are_a_bug(tmp_path: Path) -> None:
    class Changing:
        def __iter__(self) -> Iterator[Revision]:
            return iter([revision()])

    with pytest.raises(RuntimeError, match="changed"):
        write(tmp_path, replace(fresh(), revisions=Changing()))
    assert list(tmp_path.iterdir()) == []


def test_a_generator_that_is_used_up_is_a_bug_and_no_empty_bundle(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="changed"):
        write(tmp_path, replace(fresh(), orders=(order() for _ in range(2))))


def test_mistakes_of_the_caller_are_called_so(tmp_path: Path) -> None:
    from ldp_stories.crypto.identities import DeviceKeys

    crowd = tuple(DeviceKeys.new().recipient for _ in range(20))
    with pytest.raises(ValueError, match="20"):
        write(tmp_path, recipients=crowd)
    assert (
        len(read(write(tmp_path, recipients=(TEAM.recipient, *crowd[:18])).path, Kept(tmp_path)).envelope.to)
        == 20
    )
    with pytest.raises(ValueError, match="pack"):
        write(tmp_path, replace(fresh(), kind=Kind.PACK))
    with pytest.raises(ValueError, match="twice"):
        write(tmp_path, replace(fresh(), media=[*MEDIA, MEDIA[0]]))
    with pytest.raises(ValueError, match="rules"):
        write(tmp_path, replace(fresh(), epoch=0))


def test_a_statement_in_numbers_travels_in_the_envelope(tmp_path: Path) -> None:
    statement = Statement(12, 31, 410, {"draft": 3, "closed": 1, "no_permission": 2})
    bundle = read(write(tmp_path, replace(fresh(), statement=statement)).path, Kept(tmp_path))
    assert bundle.envelope.statement == statement


def test_media_stand_in_the_order_of_their_hashes(tmp_path: Path) -> None:
    written = write(tmp_path, replace(fresh(), media=tuple(media(bytes([i])) for i in range(20))))
    assert list(written.media) == sorted(written.media)
    assert len(PLAN.media) == 3


def test_a_large_file_needs_little_memory(tmp_path: Path) -> None:
    import hashlib

    block, count = os.urandom(1 << 20), 96

    class Large:
        def __init__(self) -> None:
            self.left = count << 20

        def read(self, size: int, /) -> bytes:
            piece = block[: min(size, self.left)]
            self.left -= len(piece)
            return piece

        def close(self) -> None:
            self.left = 0

    digest = hashlib.sha256()
    source = Large()
    while piece := source.read(1 << 18):
        digest.update(piece)
    item = MediaItem(digest.hexdigest(), "mp4", count << 20, Large)
    forget_peak()
    before = peak_kib()
    write(tmp_path, replace(fresh(), media=[item]))
    assert peak_kib() - before < 40 * 1024
