"""The one recording that runs: started once, paused and stopped, heard on the window's thread, and carried over a lock."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.services.recording import RecorderStatus
from ldp_stories.ui.record.live import Live
from tests.ui.on_screen import Desk, PretendRecording, hear, pretend, talk_with


class Heard:
    """Counts what the recording tells."""

    def __init__(self, live: Live) -> None:
        self.statuses: list[RecorderStatus] = []
        self.changes = 0
        live.heard.connect(self.statuses.append)
        live.changed.connect(self._count)

    def _count(self) -> None:
        self.changes += 1


def status(ms: int, state: str = "good") -> RecorderStatus:
    return RecorderStatus(ms, ms, 0.4, state, "Built-in microphone")


def test_each_tenth_of_a_second_is_one_bar_however_often_it_is_told(desk: Desk) -> None:
    pretend(desk, "talk")
    for ms, level in (
        (0, 0.0),
        (40, 0.1),
        (120, 0.2),
        (200, 0.3),
        (200, 0.3),
        (200, 0.0),
        (300, 0.5),
        (500, 0.7),
    ):
        hear(desk, ms, level=level)
    assert list(desk.live.bars) == [0.2, 0.3, 0.5, 0.7, 0.7], (
        "told twice of the same, or late, is no more sound"
    )


def test_while_it_rests_no_bar_is_added(desk: Desk) -> None:
    pretend(desk, "talk")
    hear(desk, 900)
    hear(desk, 1_000)
    for _ in range(5):
        hear(desk, 1_000, "paused", level=0.0)
    assert list(desk.live.bars) == [0.4]


def test_what_was_lost_before_another_part_is_flat(desk: Desk) -> None:
    pretend(desk, "talk")
    for ms in (1_000, 1_100, 6_100):
        hear(desk, ms)
    assert list(desk.live.bars) == [0.4] + [0.0] * 50


def test_a_long_recording_keeps_only_what_a_screen_can_show(desk: Desk) -> None:
    pretend(desk, "talk")
    for ms in range(0, 400_000, 100):
        hear(desk, ms)
    assert len(desk.live.bars) == desk.live.bars.maxlen == 1_000


def test_the_bars_of_one_recording_are_not_those_of_the_next(desk: Desk) -> None:
    pretend(desk, "talk")
    hear(desk, 100)
    hear(desk, 300)
    assert desk.live.bars
    desk.live._recording = None
    desk.live.opener = lambda *_: PretendRecording()  # type: ignore[assignment]
    desk.live.start(desk.home, "another")
    assert not desk.live.bars
    desk.live.hand_over()


def test_nothing_runs_at_first() -> None:
    live = Live()
    assert not live.running
    assert live.stop() is None
    assert (live.conversation, live.status, live.paused) == (None, None, False)


def test_pausing_and_resuming_nothing_does_nothing() -> None:
    live = Live()
    heard = Heard(live)
    live.pause()
    live.resume()
    assert not live.paused
    assert heard.changes == 0


def test_a_pause_is_told_to_the_recorder_once(desk: Desk) -> None:
    recording = pretend(desk, "talk")
    heard = Heard(desk.live)
    desk.live.pause()
    desk.live.pause()
    assert recording.calls == ["pause"]
    assert desk.live.paused
    assert heard.changes == 1


def test_resuming_goes_on_once(desk: Desk) -> None:
    recording = pretend(desk, "talk")
    desk.live.resume()
    desk.live.pause()
    desk.live.resume()
    desk.live.resume()
    assert recording.calls == ["pause", "resume"]
    assert not desk.live.paused


def test_a_paused_recording_still_runs(desk: Desk) -> None:
    pretend(desk, "talk")
    desk.live.pause()
    assert desk.live.running


def test_stopping_ends_it_and_forgets_the_pause(desk: Desk) -> None:
    recording = pretend(desk, "talk")
    heard = Heard(desk.live)
    desk.live.pause()
    desk.live.stop()
    assert recording.calls == ["pause", "stop"]
    assert not desk.live.running
    assert not desk.live.paused
    assert heard.changes == 2


def test_a_status_from_the_recorders_thread_is_heard_on_the_windows_thread(desk: Desk) -> None:
    heard = Heard(desk.live)
    threads: list[threading.Thread] = []
    desk.live.heard.connect(lambda _: threads.append(threading.current_thread()))
    sender = threading.Thread(target=lambda: desk.live._came.emit(status(1000)))
    sender.start()
    sender.join()
    assert heard.statuses == []
    desk.until(lambda: heard.statuses)
    assert threads == [threading.main_thread()]
    assert desk.live.status == status(1000)


@pytest.mark.parametrize(("state", "changes"), [("good", 0), ("quiet", 0), ("ended", 1), ("full", 1)])
def test_an_end_of_its_own_is_a_change(desk: Desk, state: str, changes: int) -> None:
    pretend(desk, "talk")
    heard = Heard(desk.live)
    hear(desk, 1000, state)
    assert heard.changes == changes
    assert heard.statuses[-1].state == state


def test_what_is_said_of_the_sound_goes_out_once_and_the_last_word_stands(desk: Desk) -> None:
    pretend(desk, "talk")
    said: list[str] = []
    desk.live.said.connect(lambda one: said.append(one.aloud[0]))
    for state in ("good", "good", "lost", "lost"):
        hear(desk, 1000, state)
    assert (desk.live.alarm, desk.live.notice) == ("No microphone", "")
    for _ in range(2):
        hear(desk, 3000, "good", device="Headset")
    assert said == [
        "The microphone came out. Looking for another one.",
        "The microphone came out. Using Headset.",
    ]
    assert (desk.live.alarm, desk.live.notice) == ("", said[1])


@pytest.mark.parametrize("state", ["full", "ended"])
def test_why_it_ended_by_itself_stands_until_it_is_finished(desk: Desk, state: str) -> None:
    recording = pretend(desk, "talk")
    hear(desk, 1000, state)
    assert recording.calls == ["stop"]
    assert (desk.live.over, desk.live.alarm) == (state, "Recording stopped")
    hear(desk, 1000, state)
    assert desk.live.over == state, "a last word that comes late changes nothing"
    desk.live.hand_over()
    assert (desk.live.over, desk.live.alarm) == ("", "")


def test_a_new_recording_begins_with_nothing_said_of_the_old_one(desk: Desk, home: Home, voice: Path) -> None:
    pretend(desk, "talk")
    hear(desk, 1000, "lost")
    hear(desk, 3000, device="Headset")
    hear(desk, 3000, "ended")
    desk.live.opener = lambda *_: PretendRecording()  # type: ignore[assignment]
    desk.live.start(home, "talk", "microphone:Blue USB")
    desk.until(lambda: desk.live.running)
    assert (desk.live.over, desk.live.notice) == ("", "")
    hear(desk, 100, device="Headset")
    assert desk.live.notice == "Blue USB is not plugged in. Using Headset."


def test_a_home_that_was_locked_is_joined_again(desk: Desk, home: Home) -> None:
    homes: list[Home] = []

    class Joined(PretendRecording):
        def rejoin(self, joined: Home) -> None:
            homes.append(joined)

    desk.live.rejoin(home)
    desk.live._recording = Joined()  # type: ignore[assignment]
    desk.live.rejoin(home)
    assert homes == [home]


def test_a_real_recording_from_a_file_starts_runs_and_is_sealed(desk: Desk, home: Home, voice: Path) -> None:
    talk = talk_with(home)
    heard = Heard(desk.live)
    began: list[str] = []
    desk.live.began.connect(began.append)
    desk.live.start(home, talk, voice)
    assert (desk.live.starting, desk.live.running) == (True, False)
    desk.live.start(home, talk, voice)  # one is enough
    desk.until(lambda: desk.live.running)
    assert not desk.live.starting
    assert desk.live.conversation == talk
    assert (heard.changes, began) == (2, [talk])
    desk.live.start(home, talk, voice)
    assert (heard.changes, desk.live.starting) == (2, False)
    desk.until(lambda: heard.statuses and heard.statuses[-1].ms >= 300)
    take = desk.live.stop()
    assert take is not None
    assert take.state == "sealed"
    assert take.ms > 0
    assert not desk.live.running


class Slow:
    """An opener that waits until it is let go, and says in which thread it worked."""

    def __init__(self, trouble: UserError | None = None) -> None:
        self.go, self.trouble = threading.Event(), trouble
        self.made, self.threads = PretendRecording(), list[threading.Thread]()

    def __call__(self, *_: object) -> PretendRecording:
        self.threads.append(threading.current_thread())
        assert self.go.wait(30)
        if self.trouble is not None:
            raise self.trouble
        return self.made


def opening(desk: Desk, home: Home, trouble: UserError | None = None) -> Slow:
    slow = Slow(trouble)
    desk.live.opener = slow  # type: ignore[assignment]
    desk.live.start(home, "talk")
    return slow


def test_while_the_recorder_wakes_the_window_goes_on(desk: Desk, home: Home) -> None:
    slow = opening(desk, home)
    desk.until(lambda: slow.threads)
    assert slow.threads[0] is not threading.main_thread()
    assert (desk.live.starting, desk.live.running, desk.live.conversation) == (True, False, "talk")
    slow.go.set()
    desk.until(lambda: desk.live.running)
    assert len(slow.threads) == 1


def test_what_must_be_done_before_is_done_in_that_thread_too_and_its_trouble_is_told(
    desk: Desk, home: Home
) -> None:
    done: list[threading.Thread] = []

    def before() -> None:
        done.append(threading.current_thread())
        raise UserError("NO_ROOM")

    told: list[tuple[str, UserError]] = []
    desk.live.refused.connect(lambda talk, error: told.append((talk, error)))
    desk.live.opener = Slow()  # type: ignore[assignment]
    desk.live.start(home, "talk", before=before)
    desk.until(lambda: told)
    assert done[0] is not threading.main_thread()
    assert [(talk, error.code) for talk, error in told] == [("talk", "NO_ROOM")]
    assert (desk.live.starting, desk.live.running) == (False, False)


@pytest.mark.parametrize("act", ["stop", "hand_over", "ready_for_lock"])
def test_what_ends_or_locks_waits_for_one_that_is_being_opened(desk: Desk, home: Home, act: str) -> None:
    slow = opening(desk, home)
    threading.Timer(0.05, slow.go.set).start()
    getattr(desk.live, act)()
    assert not desk.live.starting
    assert desk.live.running is (act == "ready_for_lock")
    assert (
        slow.made.calls == {"stop": ["stop"], "hand_over": [], "ready_for_lock": ["ready for the lock"]}[act]
    )
    desk.settle()


def test_one_that_could_not_be_opened_is_nothing_to_stop(desk: Desk, home: Home) -> None:
    slow = opening(desk, home, UserError("NO_MICROPHONE"))
    slow.go.set()
    assert desk.live.stop() is None
    assert not desk.live.starting


def test_a_bug_while_it_is_opened_goes_to_the_hook_and_leaves_nothing_open(
    desk: Desk, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs: list[type[BaseException] | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda told: bugs.append(told.exc_type))

    def broken(*_: object) -> PretendRecording:
        raise ZeroDivisionError

    desk.live.opener = broken  # type: ignore[assignment]
    desk.live.start(home, "talk")
    desk.until(lambda: not desk.live.starting)
    assert bugs == [ZeroDivisionError]
    assert not desk.live.running


def test_a_word_of_the_recorder_that_comes_first_finds_it_open(desk: Desk, home: Home) -> None:
    slow = opening(desk, home)
    slow.go.set()
    desk.live._hear(status(100, "ended"))
    assert slow.made.calls == ["stop"], "a sound file of a tenth of a second is over at once, and kept"
    assert desk.live.over == "ended"


def test_a_real_recording_goes_on_while_its_home_is_closed_and_opened_again(
    desk: Desk, home: Home, voice: Path
) -> None:
    from ldp_stories.services.open_home import open_home

    talk = talk_with(home)
    heard = Heard(desk.live)
    desk.live.start(home, talk, voice)
    desk.until(lambda: heard.statuses and desk.live.running)
    home.close()
    before = len(heard.statuses)
    desk.until(lambda: len(heard.statuses) > before)
    again = open_home(home.folder, None, home.machine)
    desk.live.rejoin(again)
    take = desk.live.stop()
    again.close()
    assert take is not None
    assert take.state == "sealed"
