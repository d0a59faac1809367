"""The objects the age library is given, and the writer that seals beside its caller: no failure is ever forgotten."""

import threading

import pytest

from ldp_stories.crypto.guards import CollectingWriter, CountingReader, OwnFailureError, ReplayReader
from ldp_stories.crypto.pipe import BLOCK
from ldp_stories.crypto.sealing import SealedWriter, open_bytes
from ldp_stories.errors import Cancelled, UserError
from tests.crypto.keys import ANNA, Bytes, Collected


class Broken:
    """A source and a sink that fail with a given error."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def read(self, size: int, /) -> bytes:
        raise self.error

    def write(self, data: bytes, /) -> int:
        raise self.error


ERRORS = [
    OSError(28, "No space left on device"),
    UserError("NO_ROOM"),
    Cancelled(),
    KeyError("a bug"),
    KeyboardInterrupt(),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda e: type(e).__name__)
def test_a_reader_remembers_any_failure(error: BaseException) -> None:
    for reader in (CountingReader(Broken(error), None), ReplayReader(b"", Broken(error))):
        with pytest.raises(OwnFailureError):
            reader.read(10)
        assert reader.error is error


@pytest.mark.parametrize("error", ERRORS, ids=lambda e: type(e).__name__)
def test_a_writer_remembers_any_failure_and_never_tries_again(error: BaseException) -> None:
    writer = CollectingWriter(Broken(error))
    with pytest.raises(OwnFailureError):
        writer.write(bytes(BLOCK))
    assert writer.error is error
    for _ in range(2):
        with pytest.raises(type(error)):
            writer.flush()


def test_small_writes_are_collected() -> None:
    out = Collected()
    writer = CollectingWriter(out)
    for _ in range(BLOCK // 1024 - 1):
        writer.write(bytes(1024))
    assert not out.data
    writer.write(bytes(1024))
    assert len(out.data) == BLOCK == writer.count


def test_a_sink_that_takes_nothing_is_an_error() -> None:
    class Nothing:
        def write(self, data: bytes, /) -> int:
            return 0

    writer = CollectingWriter(Nothing())
    writer.write(b"x")
    with pytest.raises(OSError, match="nothing more"):
        writer.flush()


def test_a_replayed_file_has_its_beginning_back() -> None:
    reader = ReplayReader(b"abc", Bytes(b"def"))
    assert [reader.read(2) for _ in range(5)] == [b"ab", b"c", b"de", b"f", b""]


def test_a_counting_reader_counts_and_tells() -> None:
    told: list[int] = []
    reader = CountingReader(Bytes(bytes(5 << 20)), told.append)
    while reader.read(1 << 18):
        pass
    assert reader.count == 5 << 20
    assert told == [i << 20 for i in range(1, 6)]


def test_what_is_written_to_a_sealed_writer_comes_back() -> None:
    out = Collected()
    with SealedWriter([ANNA.recipient], out) as sealed:
        for number in range(100):
            sealed.write(bytes([number]) * 10_000)
        size = sealed.close()
    assert size == len(out.data)
    assert open_bytes([ANNA.age_secret], bytes(out.data)) == b"".join(bytes([n]) * 10_000 for n in range(100))


def test_a_sealed_writer_may_get_nothing_at_all() -> None:
    out = Collected()
    with SealedWriter([ANNA.recipient], out) as sealed:
        sealed.close()
    assert open_bytes([ANNA.age_secret], bytes(out.data)) == b""


def fill(sealed: SealedWriter) -> None:
    for _ in range(200):
        sealed.write(bytes(BLOCK))
    sealed.close()


@pytest.mark.parametrize("room", [0, 100, 1 << 20, 5 << 20])
def test_a_full_disk_reaches_whoever_writes(room: int) -> None:
    before = threading.active_count()
    sealed = SealedWriter([ANNA.recipient], Collected(room=room))
    with pytest.raises(OSError, match="No space left"):
        fill(sealed)
    sealed.abandon()
    assert threading.active_count() == before


def test_a_recipient_that_is_none_is_told_when_closing() -> None:
    sealed = SealedWriter(["age1nobody"], Collected())
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_KEY"):
        sealed.close()


def test_an_error_of_the_caller_abandons_the_file() -> None:
    before = threading.active_count()
    out = Collected()

    def fail() -> None:
        with SealedWriter([ANNA.recipient], out) as sealed:
            sealed.write(b"half")
            raise Cancelled

    with pytest.raises(Cancelled):
        fail()
    assert threading.active_count() == before
    with pytest.raises(UserError):
        open_bytes([ANNA.age_secret], bytes(out.data))
