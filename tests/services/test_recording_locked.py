"""Recording behind the lock: it goes on, recorders that die there are replaced at once, and every gap is stated afterwards."""

from collections.abc import Iterator

import pytest

from ldp_stories.services import recording
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.open_home import open_home
from ldp_stories.services.record_encounter import begin, conversation, recoverable
from ldp_stories.services.recording import start_recording
from tests.services.homes import everything_yes
from tests.services.takes import NOISE, Watch, kill, sound_of
from tests.services.test_recording import noise
from tests.waiting import until


@pytest.fixture
def talk(home: Home) -> str:
    found = begin(home).id
    everything_yes(home, found)
    return found


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture(autouse=True)
def nothing_goes_on() -> Iterator[None]:
    yield
    for one in set(recording.running.values()):
        one.stop()


def test_a_recording_goes_on_behind_the_lock_and_is_taken_up_again(
    home: Home, talk: str, watch: Watch, machine: Machine
) -> None:
    """CONTRACTS.md 6: locking closes the stores; the pipe stays open."""
    one = start_recording(home, talk, watch, NOISE)
    until(lambda: watch.saved >= 200, "some sound")
    home.close()
    locked_at = watch.saved
    until(lambda: watch.saved >= locked_at + 300, "sound while it is locked")
    again = open_home(home.folder, None, machine)
    assert recoverable(again) == (), "it is not lost, it is running"
    one.rejoin(again)
    take = one.stop()
    assert take.ms >= locked_at + 300
    assert conversation(again, talk).takes == (take,)
    again.close()


def test_a_recorder_that_dies_behind_the_lock_is_replaced_at_once_and_the_gap_is_stated_afterwards(
    home: Home, talk: str, watch: Watch, machine: Machine
) -> None:
    one = start_recording(home, talk, watch, NOISE)
    until(lambda: watch.saved >= 300, "some sound")
    one.ready_for_lock()
    one.ready_for_lock()
    assert len(conversation(home, talk).takes) == 1 + recording.SPARES, (
        "rows of more parts are committed, once"
    )
    home.close()
    kill(one)
    until(lambda: one.status.part == 1 and one.status.state == "good", "the second part, still locked")
    locked = one.status.saved_ms
    until(lambda: one.status.saved_ms >= locked + 300, "more sound")
    again = open_home(home.folder, None, machine)
    assert recoverable(again) == (), "it is not lost, it is running"
    one.rejoin(again)
    one.stop()
    first, second = conversation(again, talk).takes
    assert (first.state, second.state) == ("sealed", "sealed")
    assert first.ms >= 300
    assert second.gap_before_ms > 0
    assert sound_of(again, talk, first.item) == noise(60_000)[: first.ms * 96]
    assert conversation(again, talk).sound_ms >= locked + 300
    assert recording.running == {}
    again.close()


def test_recorders_that_die_one_after_the_other_behind_the_same_lock_are_each_replaced_at_once(
    home: Home, talk: str, watch: Watch, machine: Machine
) -> None:
    one = start_recording(home, talk, watch, NOISE)
    until(lambda: watch.saved >= 200, "some sound")
    one.ready_for_lock()
    home.close()
    for deaths in range(1, 3):
        kill(one)
        until(
            lambda n=deaths: one.status.part == n and one.status.state == "good",  # type: ignore[misc]
            f"part {deaths + 1}, still locked",
        )
        begun = one.status.saved_ms
        until(lambda at=begun: one.status.saved_ms >= at + 200, "more sound")  # type: ignore[misc]
    again = open_home(home.folder, None, machine)
    assert recoverable(again) == (), "it is not lost, it is running"
    one.rejoin(again)
    last = one.stop()
    takes = conversation(again, talk).takes
    assert [take.state for take in takes] == ["sealed"] * 3
    assert takes[-1] == last
    assert all(take.gap_before_ms > 0 for take in takes[1:]), "each gap is stated"
    assert takes[0].gap_before_ms == 0
    for take in takes:
        assert take.ms >= 200
        assert sound_of(again, talk, take.item) == noise(60_000)[: take.ms * 96]
    assert sorted(again.vault.items()) == sorted(take.item for take in takes)
    assert recording.running == {}
    again.close()


def test_a_window_killed_behind_its_lock_leaves_none_of_the_rows_that_were_never_used(
    home: Home, talk: str, watch: Watch, machine: Machine
) -> None:
    one = start_recording(home, talk, watch, NOISE)
    until(lambda: watch.saved >= 200, "some sound")
    one.ready_for_lock()
    home.close()
    kill(one)
    until(lambda: one.status.part == 1 and one.status.state == "good", "the second part, still locked")
    begun = one.status.saved_ms
    until(lambda: one.status.saved_ms >= begun + 200, "some of it")
    one._stopping = True
    kill(one)
    until(lambda: not one._part.client.running, "its end")  # type: ignore[union-attr]
    recording.running.clear()  # as in the next process
    again = open_home(home.folder, None, machine)
    (found,) = recoverable(again)
    takes = conversation(again, talk).takes
    assert found.ms >= begun + 200, "with the gap"
    assert [take.state for take in takes] == ["recovered"] * 2, "and none of those that were not used"
    assert 0 < takes[1].gap_before_ms < 20_000, (
        "the gap is stated, though nobody could write it down behind the lock"
    )
    assert len(again.vault.items()) == 2
    again.close()


def test_a_spare_part_that_was_not_needed_behind_the_lock_leaves_no_trace(
    home: Home, talk: str, watch: Watch, machine: Machine
) -> None:
    one = start_recording(home, talk, watch, NOISE)
    until(lambda: watch.saved >= 200, "some sound")
    one.ready_for_lock()
    home.close()
    again = open_home(home.folder, None, machine)
    one.rejoin(again)
    take = one.stop()
    assert conversation(again, talk).takes == (take,)
    assert again.vault.items() == [take.item]
    assert recording.running == {}
    one.ready_for_lock()
    assert len(conversation(again, talk).takes) == 1, "nothing runs any more"
    again.close()
