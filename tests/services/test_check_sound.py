"""The sound check: what is heard is judged, can be listened to, and nothing of it is left."""

import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from ldp_stories.errors import UserError
from ldp_stories.media import synth
from ldp_stories.media.decode import pcm
from ldp_stories.media.levels import as_heard
from ldp_stories.media.peaks import peak_bytes
from ldp_stories.services.check_sound import TRY_MS, Listening, Trial, Verdict, judge
from ldp_stories.services.home import Home
from ldp_stories.services.recording import RecorderStatus
from ldp_stories.store import desk
from tests.waiting import until

NOISE: dict[str, object] = {"kind": "noise", "ms": 60_000, "seed": 3}


@pytest.mark.parametrize(
    ("peaks", "verdict"),
    [
        (b"", Verdict.NOTHING),
        (bytes(30), Verdict.NOTHING),
        (b"\xff\xff" + bytes(28), Verdict.NOTHING),
        (b"\0\0" + b"\1" * 28, Verdict.QUIET),
        (b"\0\0" + b"\3" * 28, Verdict.QUIET),
        (b"\0\0" + b"\7" * 28, Verdict.QUIET),
        (b"\0\0" + b"\x0a" * 28, Verdict.GOOD),
        (b"\0\0" + b"\1" * 26 + b"\x40\x40", Verdict.QUIET),
        (b"\0\0" + b"\x40" * 28, Verdict.GOOD),
        (b"\0\0" + b"\x40" * 27 + b"\xff", Verdict.GOOD),
        (b"\0\0" + b"\x40" * 25 + b"\xff" * 3, Verdict.LOUD),
        (peak_bytes(b"".join(synth.voice(3_000))), Verdict.GOOD),
    ],
)
def test_three_seconds_are_judged_without_the_click_of_waking(peaks: bytes, verdict: Verdict) -> None:
    assert judge(peaks) is verdict


def test_listening_shows_the_level_and_keeps_nothing(home: Home) -> None:
    heard: list[RecorderStatus] = []
    one = Listening(home, heard.append, lambda _: None, NOISE)
    until(lambda: len(heard) > 3, "the level")
    one.end()
    count = len(heard)
    assert max(s.level for s in heard) > 0.1
    assert home.vault.items() == []
    with home.desk.read() as con:
        assert desk.rows(con) == ()
    assert len(heard) == count, "nothing is told after the end"


def test_three_seconds_can_be_heard_and_are_gone_afterwards(home: Home) -> None:
    heard: list[RecorderStatus] = []
    trial = Trial(home, heard.append, lambda _: None, {**NOISE, "ms": TRY_MS, "fast": True}, fast=True)
    until(lambda: heard and heard[-1].saved_ms >= TRY_MS, "three seconds")
    assert trial.finish() is Verdict.GOOD
    sound = trial.sound()
    assert (sound.type, sound.duration_ms) == ("wav", TRY_MS)
    assert b"".join(pcm(sound.io)) == b"".join(synth.noise(TRY_MS, 3))
    sound.close()
    trial.close()
    assert home.vault.items() == []
    with pytest.raises(UserError) as caught:
        trial.sound()
    assert caught.value.code == "MEDIA_GONE"


def test_a_trial_that_is_left_in_the_middle_leaves_nothing(home: Home) -> None:
    heard: list[RecorderStatus] = []
    trial = Trial(home, heard.append, lambda _: None, NOISE)
    until(lambda: heard and heard[-1].saved_ms >= 200, "some sound")
    trial.close()
    assert home.vault.items() == []


@pytest.mark.parametrize("make", [Listening, Trial])
def test_a_recorder_that_ends_by_itself_is_told(home: Home, make: Callable[..., Listening | Trial]) -> None:
    says = """print('{"end": "no_microphone", "code": "NO_MICROPHONE", "saved_ms": 0}')"""
    for code, told in ((says, "NO_MICROPHONE"), ("raise SystemExit(3)", "RECORDER_SILENT")):
        home.machine = replace(home.machine, recorder_command=(sys.executable, "-c", code))
        ended: list[str] = []
        one = make(home, lambda _: None, ended.append)
        until(ended.__len__, "the end")
        assert ended == [told]
        one.end() if isinstance(one, Listening) else one.close()


def test_what_is_called_good_is_seen_on_the_meter() -> None:
    """The least voice that three seconds are called good for lights a third of the blocks, an ordinary one half of them."""
    least = next(level for level in range(256) if judge(b"\0\0" + bytes([level]) * 28) is Verdict.GOOD)
    assert 0.3 < as_heard(least) < 0.45
    assert 0.5 < as_heard(32) < 0.7
    assert (as_heard(0), as_heard(1), as_heard(255)) == (0.0, 0.0, 1.0)
    assert [as_heard(level) for level in range(256)] == sorted(as_heard(level) for level in range(256))
