"""The pipe between two threads: in order, bounded, and never a wait without end."""

import threading
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldp_stories.crypto.pipe import LIMIT, Pipe, PipeClosed
from ldp_stories.errors import UserError


def beside(job: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=job)
    thread.start()
    return thread


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=50), max_size=20), st.integers(1, 60))
def test_what_is_pushed_comes_out_in_order(blocks: list[bytes], size: int) -> None:
    pipe = Pipe()

    def push() -> None:
        for block in blocks:
            pipe.push(block)
        pipe.finish()

    thread = beside(push)
    out = bytearray()
    while piece := pipe.read(size):
        assert len(piece) <= size
        out += piece
    thread.join()
    assert bytes(out) == b"".join(blocks)
    assert pipe.read(size) == b""


def test_a_full_pipe_waits_for_its_reader() -> None:
    pipe = Pipe()
    pushed: list[int] = []
    full = threading.Event()

    def push() -> None:
        for number in range(LIMIT + 1):
            if number == LIMIT:
                full.set()
            pipe.push(b"x")
            pushed.append(number)

    thread = beside(push)
    assert full.wait(10)
    assert len(pushed) <= LIMIT
    assert pipe.read(1) == b"x"
    thread.join()
    assert len(pushed) == LIMIT + 1


def test_a_reader_that_leaves_frees_the_pusher() -> None:
    pipe = Pipe()
    ended: list[type[BaseException]] = []

    def push() -> None:
        try:
            while True:
                pipe.push(b"x")
        except PipeClosed:
            ended.append(PipeClosed)

    thread = beside(push)
    assert pipe.read(1) == b"x"
    pipe.close()
    thread.join(10)
    assert ended == [PipeClosed]


def test_an_error_comes_after_everything_that_was_pushed_before_it() -> None:
    pipe = Pipe()
    pipe.push(b"one")
    pipe.push(b"two")
    pipe.finish(UserError("DAMAGED"))
    assert pipe.read(10) + pipe.read(10) == b"onetwo"
    for _ in range(2):
        with pytest.raises(UserError):
            pipe.read(10)


def test_nothing_is_read_when_nothing_is_asked_for() -> None:
    pipe = Pipe()
    pipe.push(b"x")
    assert pipe.read(0) == b""
    assert pipe.peek()
    assert pipe.read(5) == b"x"


def test_an_empty_pipe_that_is_finished_is_at_its_end() -> None:
    pipe = Pipe()
    pipe.finish()
    assert not pipe.peek()
    assert pipe.read(5) == b""
