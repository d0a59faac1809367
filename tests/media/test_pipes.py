"""The plumbing of the recorder process: order is kept, nobody waits who must not, and a dead reader harms nothing."""

import io
import json
import os
import threading
from collections.abc import Iterator

import pytest

from ldp_stories.media.pipes import Inbox, StatusPipe, lines
from tests.waiting import until


def test_events_come_out_in_order() -> None:
    inbox = Inbox()
    for number in range(5):
        inbox.put(("frames", number))
    assert [inbox.get(0) for _ in range(5)] == [("frames", number) for number in range(5)]


def test_nothing_within_the_time_is_none() -> None:
    assert Inbox().get(0.001) is None


def test_a_live_source_never_waits() -> None:
    inbox = Inbox()
    for number in range(10_000):
        inbox.put(("frames", number))
    assert len(inbox.rest()) == 10_000
    assert inbox.rest() == []


def test_a_fast_source_waits_until_there_is_room_or_it_is_released() -> None:
    inbox, put = Inbox(), []

    def fill() -> None:
        for number in range(200):
            inbox.put(("frames", number), wait=True)
            put.append(number)

    thread = threading.Thread(target=fill)
    thread.start()
    until(lambda: len(put) == 64, "64 events in the box")
    assert inbox.get(1) == ("frames", 0)
    until(lambda: len(put) == 65, "one more")
    inbox.release()
    thread.join(10)
    assert [value for _, value in inbox.rest()] == list(range(1, 200))


def test_an_urgent_event_is_found() -> None:
    inbox = Inbox()
    inbox.urge(("do", "signal"))
    assert inbox.get(0) == ("do", "signal")


def test_lines_that_are_no_json_object_are_skipped() -> None:
    stream = io.BytesIO(b'{"do": "pause"}\nhello\n[1]\n\n{"do": "stop"}')
    assert list(lines(stream)) == [{"do": "pause"}, {"do": "stop"}]


@pytest.fixture
def pipe() -> Iterator[tuple[io.FileIO, io.FileIO]]:
    reading, writing = os.pipe()
    with io.FileIO(reading, "r") as read, io.FileIO(writing, "w") as write:
        yield read, write


def test_status_lines_are_written_in_order(pipe: tuple[io.FileIO, io.FileIO]) -> None:
    read, write = pipe
    status = StatusPipe(write)
    for number in range(20):
        status.offer({"ms": number})
    status.close()
    write.close()
    assert [json.loads(line)["ms"] for line in read.readlines()] == list(range(20))


def test_a_reader_that_stalls_holds_nobody_up_and_gets_the_newest(pipe: tuple[io.FileIO, io.FileIO]) -> None:
    read, write = pipe
    status = StatusPipe(write)
    for number in range(20_000):
        status.offer({"ms": number, "more": "x" * 100})
    status.close(seconds=0.01)
    got: list[int] = []
    reader = threading.Thread(target=lambda: got.extend(line["ms"] for line in lines(read)))
    reader.start()
    until(lambda: got and got[-1] == 19_999, "the newest line")
    write.close()
    reader.join(10)
    assert got == sorted(got)
    assert len(got) < 20_000


def test_a_reader_that_is_gone_is_no_trouble(pipe: tuple[io.FileIO, io.FileIO]) -> None:
    read, write = pipe
    status = StatusPipe(write)
    read.close()
    for number in range(100):
        status.offer({"ms": number})
    status.close()
    assert not status._thread.is_alive()
