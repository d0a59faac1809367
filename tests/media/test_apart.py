"""Sound and films opened in a process of their own: the same answers as in here, and no file that can crash, hang or bomb the program."""

import dataclasses
import io
import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.errors import Cancelled, UserError
from ldp_stories.media import apart, apart_child
from ldp_stories.media import apart_lines as lines
from ldp_stories.media.decode import pcm, probe
from ldp_stories.media.encode import flac_from_pieces, opus_from_pieces
from ldp_stories.media.smaller import make_smaller
from ldp_stories.media.synth import voice
from ldp_stories.services.laptop import media_command
from tests.media.test_film_places import PLACE, film
from tests.media.test_smaller import moving
from tests.waiting import until

COMMAND = media_command()


@pytest.fixture(autouse=True)
def nobody_waits() -> Iterator[None]:
    yield
    apart.let_all_go()


@pytest.fixture(scope="module")
def note() -> bytes:
    """A voice note of three seconds."""
    made = io.BytesIO()
    opus_from_pieces(voice(3_000), made)
    return made.getvalue()


@pytest.fixture(scope="module")
def master() -> bytes:
    made = io.BytesIO()
    flac_from_pieces(voice(3_000), made)
    return made.getvalue()


def idle() -> list[int]:
    """The processes that wait for a task."""
    return [one._run.pid for every in apart._idle.values() for one in every]


def script(tmp_path: Path, words: str) -> tuple[str, ...]:
    """A process that does something else than it should."""
    path = tmp_path / "other.py"
    path.write_text("import sys\nout = sys.stdout.buffer\n" + textwrap.dedent(words))
    return (sys.executable, str(path))


def test_what_is_told_of_a_file_is_the_same_as_in_here(note: bytes, master: bytes) -> None:
    for data in (note, master, film()):
        assert apart.probe(COMMAND, io.BytesIO(data)) == probe(io.BytesIO(data))


@pytest.mark.parametrize(
    ("begin", "end"), [(0, None), (1_234, None), (0, 500), (1_500, 2_100), (2_990, 9_000)]
)
def test_the_sound_is_the_same_to_the_sample(note: bytes, master: bytes, begin: int, end: int | None) -> None:
    for data in (note, master):
        there = b"".join(apart.pcm(COMMAND, io.BytesIO(data), begin, end))
        assert there == b"".join(pcm(io.BytesIO(data), begin, end))


def test_a_smaller_film_is_the_same_and_says_how_far_it_is() -> None:
    here, there, told, made = io.BytesIO(), io.BytesIO(), list[int](), moving(320, 240)
    ms = make_smaller(io.BytesIO(made), here)
    assert apart.make_smaller(COMMAND, io.BytesIO(made), there, told.append) == ms
    assert told[-1] == ms
    one, other = here.getvalue(), there.getvalue()
    assert probe(io.BytesIO(one)).video_codec == probe(io.BytesIO(other)).video_codec == "h264"
    assert b"".join(pcm(io.BytesIO(one))) == b"".join(pcm(io.BytesIO(other)))


def test_a_place_is_found_and_a_file_that_cannot_be_read_names_none() -> None:
    assert apart.places_of(COMMAND, io.BytesIO(film())) == (PLACE.encode(),)
    assert apart.places_of(COMMAND, io.BytesIO(b"nothing of a film" * 99)) == ()


def test_many_notes_are_opened_in_one_process_and_a_second_one_only_while_the_first_works(
    note: bytes,
) -> None:
    apart.probe(COMMAND, io.BytesIO(note))
    (first,) = idle()
    for _ in range(5):
        apart.probe(COMMAND, io.BytesIO(note))
    assert idle() == [first]
    sound = apart.pcm(COMMAND, io.BytesIO(note))
    next(sound)
    assert idle() == []
    apart.probe(COMMAND, io.BytesIO(note))
    assert len(idle()) == 1
    list(sound)
    assert len(idle()) == 1, "one that waits is enough"


def test_one_that_waits_too_long_is_let_go_and_one_that_died_meanwhile_is_replaced(
    note: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart.probe(COMMAND, io.BytesIO(note))
    (first,) = idle()
    os.kill(first, signal.SIGKILL)
    process = next(iter(apart._idle.values()))[0]
    until(lambda: not process.alive, "its end")
    assert apart.probe(COMMAND, io.BytesIO(note)).has_audio
    assert idle() != [first]
    apart.let_all_go()
    monkeypatch.setattr(apart, "IDLE", 0.05)
    apart.probe(COMMAND, io.BytesIO(note))
    until(lambda: idle() == [], "it is let go")


def test_a_sound_left_in_the_middle_stops_and_its_process_is_there_for_the_next_place() -> None:
    made = io.BytesIO()
    opus_from_pieces(voice(20_000), made)
    apart.probe(COMMAND, made)
    (first,) = idle()
    for begin in (0, 9_000, 2_000):
        sound: Any = apart.pcm(COMMAND, made, begin)
        next(sound)
        sound.close()
        assert idle() == [first]
    assert sum(map(len, apart.pcm(COMMAND, made, 19_000))) // 96 in range(990, 1_010)


def test_a_smaller_film_that_is_stopped_ends_its_process() -> None:
    def stop(_ms: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        apart.make_smaller(COMMAND, io.BytesIO(moving(320, 240)), io.BytesIO(), stop)
    assert idle() == []


def test_what_goes_wrong_with_the_file_itself_is_told_as_it_is(note: bytes) -> None:
    """A stick that is pulled out, a vault item that is damaged: not "cannot be played"."""

    class Pulled(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError("the stick came out")

    class Damaged(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise UserError("MEDIA_DAMAGED")

    with pytest.raises(OSError, match="came out"):
        apart.probe(COMMAND, Pulled(note))
    with pytest.raises(UserError) as told:
        list(apart.pcm(COMMAND, Damaged(note)))
    assert told.value.code == "MEDIA_DAMAGED"
    assert idle() == []


@pytest.mark.parametrize(
    "words",
    [
        "sys.exit(0)",
        "import os; os.kill(os.getpid(), 11)",
        "out.write(b'nonsense'); out.flush(); sys.stdin.read()",
        "out.write(b'O' + (1 << 30).to_bytes(4, 'big')); out.flush(); sys.stdin.read()",
        "out.write(b'R' + (3).to_bytes(4, 'big') + b'abc'); out.flush(); sys.stdin.read()",
        "out.write(b'E' + (7).to_bytes(4, 'big') + b'no json'); out.flush(); sys.stdin.read()",
        "out.write(b'E' + (4).to_bytes(4, 'big') + b'[17]'); out.flush(); sys.stdin.read()",
        "out.write(b'E' + (18).to_bytes(4, 'big') + b'{\"told\": \"a film\"}'); out.flush(); sys.stdin.read()",
    ],
)
def test_a_process_that_dies_or_says_nonsense_is_a_file_that_cannot_be_played(
    tmp_path: Path, note: bytes, words: str
) -> None:
    with pytest.raises(UserError) as told:
        apart.probe(script(tmp_path, words), io.BytesIO(note))
    assert told.value.code == "MEDIA_UNREADABLE"


def test_one_that_hangs_is_ended_and_a_sleep_of_the_laptop_is_no_hanging(
    tmp_path: Path, note: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "PATIENCE", 3)
    monkeypatch.setattr(apart, "_TICK", 0.02)
    with pytest.raises(UserError) as told:
        apart.probe(script(tmp_path, "sys.stdin.read()"), io.BytesIO(note))
    assert told.value.code == "MEDIA_UNREADABLE"


def test_a_program_that_is_slow_to_take_what_came_is_not_the_process_that_hangs(
    note: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = apart._taken(COMMAND)
    monkeypatch.setattr(apart, "PATIENCE", 0)
    process._waits = 0
    assert process.alive
    process.end()
    assert not process.alive


def test_a_process_that_cannot_be_started_is_a_file_that_cannot_be_played(note: bytes) -> None:
    with pytest.raises(UserError) as told:
        apart.probe(("/there/is/no/such/program",), io.BytesIO(note))
    assert told.value.code == "MEDIA_UNREADABLE"


INSIDE = """
import _socket, io, sys
sys.path[:0] = {path!r}
from ldp_stories.media import apart_child
apart_child._tasks()
apart_child._limit()
{words}
"""


def inside(words: str) -> "subprocess.CompletedProcess[bytes]":
    """Some words carried out behind the limits of the process."""
    made = INSIDE.format(path=[p for p in sys.path if p], words=textwrap.dedent(words))
    return subprocess.run([sys.executable, "-c", made], capture_output=True, check=False, timeout=60)


@pytest.mark.skipif(sys.platform == "win32", reason="the limits are POSIX")
def test_behind_its_limits_no_file_is_opened_none_written_and_no_memory_eaten() -> None:
    done = inside(
        """
        for name, act in (
            ("read", lambda: open("/etc/hostname", "rb")),
            ("write", lambda: open("/tmp/x", "wb")),
            ("connect", lambda: _socket.socket()),
            ("eat", lambda: bytearray(3 * 1024 ** 3)),
        ):
            try:
                act()
                print(name)
            except (OSError, MemoryError):
                pass
        """
    )
    assert (done.returncode, done.stdout) == (0, b""), done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="the limits are POSIX")
def test_one_that_only_works_and_gives_nothing_is_ended_by_the_system() -> None:
    done = inside("apart_child.SECONDS = 0\napart_child._more_time()\nwhile True: pass")
    assert done.returncode == -signal.SIGXCPU


def answered(*frames: tuple[bytes, bytes]) -> tuple[int, list[tuple[bytes, bytes]]]:
    """The child in this process, told these frames: its exit status and what it said."""
    told, said = io.BytesIO(), io.BytesIO()
    for frame in frames:
        lines.put(told, *frame)
    status = apart_child.media_main(io.BytesIO(told.getvalue()), said)
    said.seek(0)
    found = []
    while said.tell() < len(said.getvalue()):
        found.append(lines.get(said))
    return status, found


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child in the test's own process must not limit that."""
    monkeypatch.setattr(apart_child, "_limit", lambda: None)
    monkeypatch.setattr(apart_child, "_more_time", lambda: None)


def ask(**words: object) -> tuple[bytes, bytes]:
    return lines.ASK, json.dumps(words).encode()


@pytest.mark.usefixtures("unlimited")
def test_the_child_asks_for_bytes_and_says_what_it_found(note: bytes) -> None:
    status, said = answered(ask(do="probe"), (lines.DATA, note), (lines.SIZE, lines.number(len(note))))
    assert status == 0
    assert (lines.READ, lines.place(0, 1 << 18)) in said
    assert json.loads(said[-1][1])["told"] == dataclasses.asdict(probe(io.BytesIO(note)))


@pytest.mark.usefixtures("unlimited")
def test_what_the_child_does_not_know_or_cannot_open_is_told_and_the_next_task_is_done() -> None:
    _, said = answered(ask(do="dance"), ask(do="probe"), (lines.DATA, b"nothing of the kind" * 40))
    ends = [json.loads(data) for letter, data in said if letter == lines.END]
    assert [end["code"] for end in ends] == ["MEDIA_UNREADABLE"] * 2
    assert ends[0]["why"] == "KeyError"


@pytest.mark.usefixtures("unlimited")
def test_the_child_ends_when_the_program_is_gone_or_says_nonsense(note: bytes) -> None:
    assert answered() == (0, [])
    assert answered((lines.DATA, b"?"))[0] == 1
    assert answered(ask(do="probe"))[0] == 0, "it is told to a pipe that nobody reads any more"


@pytest.mark.usefixtures("unlimited")
def test_sound_longer_than_half_a_day_is_a_bomb(monkeypatch: pytest.MonkeyPatch, note: bytes) -> None:
    monkeypatch.setattr(apart_child, "MOST_MS", 1_000)
    size = (lines.SIZE, lines.number(len(note)))
    monkeypatch.setattr(apart_child, "_OUT", 9_600)
    _, said = answered(
        ask(do="sound", from_ms=0, to_ms=None), (lines.DATA, note), size, *[(lines.MORE, b"")] * 20
    )
    assert json.loads(said[-1][1])["code"] == "MEDIA_UNREADABLE"
    assert sum(len(data) for letter, data in said if letter == lines.OUT) < 3 * 96_000
