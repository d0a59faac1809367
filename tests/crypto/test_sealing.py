"""Sealing and opening: exact sizes, remembered failures, no stalls, and the same files as the `age` command."""

import os
import shutil
import subprocess
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldp_stories.crypto.age_header import Source
from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.crypto.sealing import (
    SealedReader,
    check_sealed,
    open_bytes,
    open_sealed,
    seal,
    seal_bytes,
    sealed_size_at_most,
)
from ldp_stories.errors import Cancelled, UserError
from tests.crypto.keys import ANNA, BEN, Bytes, Collected

LONG = os.urandom(300_000)
SEALED = seal_bytes([ANNA.recipient], LONG)


def read_all(data: bytes, keys: DeviceKeys = ANNA) -> bytes:
    return open_bytes([keys.age_secret], data, 1 << 26)


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 131072, 262144, 300_000])
def test_what_was_sealed_comes_back(size: int) -> None:
    sealed = seal_bytes([ANNA.recipient], LONG[:size])
    assert read_all(sealed) == LONG[:size]
    assert len(sealed) <= sealed_size_at_most(1, size)


def test_everybody_it_is_sealed_to_can_open_it_and_nobody_else() -> None:
    sealed = seal_bytes([ANNA.recipient, BEN.recipient], b"words")
    assert read_all(sealed, ANNA) == read_all(sealed, BEN) == b"words"
    with pytest.raises(UserError, check=lambda e: e.code == "NOT_FOR_US"):
        read_all(sealed, DeviceKeys.new())


def test_one_of_several_identities_is_enough() -> None:
    assert open_bytes([BEN.age_secret, ANNA.age_secret], SEALED) == LONG


def drain(reader: SealedReader) -> bytes:
    """Everything up to the end or the first error."""
    got = bytearray()
    while piece := reader.read(1 << 16):
        got += piece
    return bytes(got)


def test_sealing_to_nobody_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="somebody"):
        seal_bytes([], b"words")


def test_a_recipient_that_is_none_is_refused_before_anything_is_written() -> None:
    out = Collected()
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_KEY"):
        seal(["age1nobody"], Bytes(b"words"), out)
    assert not out.data


def age_tool() -> str:
    tool = shutil.which("age")
    if tool is None:
        pytest.skip("no age here")
    return tool


def test_the_age_command_opens_what_we_seal(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(ANNA.age_secret + "\n")
    (tmp_path / "sealed").write_bytes(SEALED)
    done = subprocess.run(
        [age_tool(), "-d", "-i", "key", "sealed"], cwd=tmp_path, capture_output=True, check=True
    )
    assert done.stdout == LONG


def test_we_open_what_the_age_command_seals(tmp_path: Path) -> None:
    command = [age_tool(), "-r", ANNA.recipient, "-o", str(tmp_path / "sealed")]
    subprocess.run(command, input=LONG, check=True)
    assert read_all((tmp_path / "sealed").read_bytes()) == LONG


def test_a_file_closed_with_a_passphrase_is_refused_before_any_work() -> None:
    header = (
        b"age-encryption.org/v1\n-> scrypt "
        + b"A" * 22
        + b" 18\n"
        + b"A" * 43
        + b"\n--- "
        + b"A" * 43
        + b"\n"
    )
    before = time.process_time()
    with pytest.raises(UserError, check=lambda e: e.code == "SEALED_WITH_PASSPHRASE"):
        check_sealed(Bytes(header + bytes(64)))
    assert time.process_time() - before < 0.2


def test_a_file_sealed_only_to_newer_keys_asks_for_a_newer_program() -> None:
    header = b"age-encryption.org/v1\n-> mlkem768x25519 AAAA\nAAAA\n--- " + b"A" * 43 + b"\n"
    with pytest.raises(UserError, check=lambda e: e.code == "NEEDS_NEWER"):
        open_sealed([ANNA.age_secret], Bytes(header + bytes(64)))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SEALED) - 1))
def test_a_file_cut_short_anywhere_never_ends_well(size: int) -> None:
    with pytest.raises(UserError, check=lambda e: e.code in {"DAMAGED", "BAD_SEAL", "NOT_SEALED"}):
        read_all(SEALED[:size])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SEALED) - 1), st.integers(0, 7))
def test_a_flipped_bit_anywhere_never_ends_well(at: int, bit: int) -> None:
    changed = bytearray(SEALED)
    changed[at] ^= 1 << bit
    with pytest.raises(UserError):
        read_all(bytes(changed))


def test_bytes_after_the_end_never_end_well() -> None:
    with pytest.raises(UserError, check=lambda e: e.code == "DAMAGED"):
        read_all(SEALED + b"\0")


def test_a_full_disk_is_reported_as_such_at_every_size() -> None:
    for room in range(0, len(SEALED), 20_011):
        out = Collected(room=room)
        with pytest.raises(OSError, match="No space left"):
            seal([ANNA.recipient], Bytes(LONG), out)
        assert len(out.data) <= room


@pytest.mark.parametrize("at_most", [1000, 65536, 100_000])
def test_a_sink_that_takes_little_at_a_time_gets_everything(at_most: int) -> None:
    out = Collected(at_most=at_most)
    size = seal([ANNA.recipient], Bytes(LONG), out)
    assert size == len(out.data)
    assert read_all(bytes(out.data)) == LONG


class Failing:
    """A source that gives `good` bytes and then raises."""

    def __init__(self, data: bytes, good: int, error: BaseException) -> None:
        self.inner = Bytes(data[:good])
        self.error = error

    def read(self, size: int, /) -> bytes:
        piece = self.inner.read(size)
        if not piece:
            raise self.error
        return piece


def test_an_error_of_the_source_is_raised_as_it_was() -> None:
    for error in (
        OSError(5, "Input/output error"),
        UserError("MEDIA_DAMAGED"),
        Cancelled(),
        KeyError("a bug"),
    ):
        with pytest.raises(type(error)) as caught:
            seal([ANNA.recipient], Failing(LONG, 100_000, error), Collected())
        assert caught.value is error


def test_a_stick_pulled_out_while_opening_is_not_called_damage() -> None:
    src: Source = Failing(SEALED, 200_000, OSError(5, "Input/output error"))
    with open_sealed([ANNA.age_secret], src) as reader, pytest.raises(OSError, match="Input/output error"):
        drain(reader)


def test_stop_is_heard_while_sealing() -> None:
    told: list[int] = []

    def progress(done: int) -> None:
        told.append(done)
        if done >= 2 << 20:
            raise Cancelled

    with pytest.raises(Cancelled):
        seal([ANNA.recipient], Bytes(bytes(8 << 20)), Collected(), progress)
    assert told[-1] < 3 << 20


def test_closing_early_ends_the_opening() -> None:
    sealed = seal_bytes([ANNA.recipient], bytes(4 << 20))
    before = threading.active_count()
    with open_sealed([ANNA.age_secret], Bytes(sealed)) as reader:
        assert reader.read(10) == bytes(10)
    assert threading.active_count() == before


def test_what_was_read_before_damage_is_authentic() -> None:
    changed = SEALED[:-70_000] + bytes(1) + SEALED[-69_999:]
    with open_sealed([ANNA.age_secret], Bytes(changed)) as reader:
        got = reader.read(1 << 18)
        with pytest.raises(UserError):
            drain(reader)
    assert len(got) > 0
    assert LONG.startswith(got)


def test_a_small_value_may_not_turn_out_large() -> None:
    with pytest.raises(UserError, check=lambda e: e.code == "TOO_BIG"):
        open_bytes([ANNA.age_secret], SEALED, limit=1000)


def longest_pause(stop: threading.Event, found: list[float]) -> None:
    last = time.perf_counter()
    while not stop.wait(0.001):
        now = time.perf_counter()
        found[0] = max(found[0], now - last)
        last = now


def pause_of_a_round(folder: Path, data: bytes) -> float:
    stop, found = threading.Event(), [0.0]
    watcher = threading.Thread(target=longest_pause, args=(stop, found))
    watcher.start()
    with (folder / "sealed").open("wb") as out:
        seal([ANNA.recipient], Bytes(data), out)
    with (folder / "sealed").open("rb") as src, open_sealed([ANNA.age_secret], src) as reader:
        while reader.read(1 << 18):
            pass
    stop.set()
    watcher.join()
    return found[0]


def test_neither_sealing_nor_opening_stops_the_window(tmp_path: Path) -> None:
    # The best of three rounds: a busy machine may hold any thread back, the library holding the interpreter would do it each time.
    data = bytes(48 << 20)
    assert min(pause_of_a_round(tmp_path, data) for _ in range(3)) < 0.1
