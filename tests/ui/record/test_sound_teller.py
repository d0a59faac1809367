"""What is said about the sound: every trouble in words, the gap with its length, and nothing twice."""

import pytest

from ldp_stories.services.recording import RecorderStatus
from ldp_stories.ui.record.sound_teller import Said, SoundTeller, sound_words


def status(
    ms: int, state: str = "good", device: str = "Headset", *, part: int = 0, lost: int = 0
) -> RecorderStatus:
    return RecorderStatus(ms, ms, 0.4, state, device, part, lost)


def told(teller: SoundTeller, *all_of: RecorderStatus) -> Said:
    return [teller.hear(one) for one in all_of][-1]


def test_a_good_beginning_needs_no_words_but_the_one_beside_the_meter() -> None:
    assert told(SoundTeller(), status(0, "starting", ""), status(100)) == Said("Good sound")


def test_before_a_voice_was_heard_nothing_is_called_good() -> None:
    teller = SoundTeller()
    assert told(teller, status(0, "starting", ""), status(100, "listening")) == Said("Listening for a voice")
    assert told(teller, status(2_200)) == Said("Good sound")


def test_a_microphone_that_is_switched_on_again_is_said_before_anybody_speaks() -> None:
    said = told(SoundTeller(), status(100), status(3_000, "silent"), status(3_100, "listening"))
    assert said.aloud == ("Listening for a voice", True)


def test_the_chosen_microphone_that_is_not_there_is_named_with_the_one_in_use() -> None:
    said = told(SoundTeller("Blue USB"), status(0, "starting", ""), status(100, device="Internal Mic"))
    assert said.notice == "Blue USB is not plugged in. Using the built-in one."
    assert said.aloud == (said.notice, True)


def test_the_chosen_one_is_not_remarked_upon_and_a_wrong_one_only_once() -> None:
    assert told(SoundTeller("Headset"), status(100)).notice is None
    wrong = SoundTeller("Blue USB")
    assert told(wrong, status(100), status(200)).notice is None


def test_a_loss_is_said_at_once_and_its_end_names_the_new_one_and_the_gap() -> None:
    teller = SoundTeller()
    lost = told(teller, status(100), status(100, "lost"))
    assert lost.aloud == ("The microphone came out. Looking for another one.", True)
    assert lost.notice is None
    back = teller.hear(status(200, device="Built-in Audio Analog Stereo", lost=65_000))
    assert back.notice == "The microphone came out. Using the built-in one. 1 min 5 s are missing."


def test_the_same_microphone_that_comes_back_is_not_called_another_one() -> None:
    said = told(SoundTeller(), status(100), status(100, "lost"), status(300, lost=2_000))
    assert said.notice == "The sound is back. 2 s are missing."


def test_each_loss_counts_only_its_own_gap() -> None:
    teller = SoundTeller()
    told(teller, status(100), status(100, "lost"), status(300, lost=2_000))
    assert told(teller, status(400, "lost"), status(500, lost=7_000)).notice == (
        "The sound is back. 5 s are missing."
    )


def test_a_recorder_that_died_is_said_with_its_gap() -> None:
    said = told(SoundTeller(), status(100), status(100, "lost", part=1), status(900, part=1, lost=1_400))
    assert said.notice == "The recorder stopped and went on by itself. 1 s are missing."


def test_a_gap_too_short_to_count_is_not_counted() -> None:
    said = told(SoundTeller(), status(100), status(100, "lost", part=1), status(900, part=1, lost=300))
    assert said.notice == "The recorder stopped and went on by itself."


def test_a_moment_lost_later_leaves_the_stated_gap_in_sight_and_moments_add_up() -> None:
    teller = SoundTeller()
    assert told(teller, status(100, lost=65_000)).notice == "The sound is back. 1 min 5 s are missing."
    assert told(teller, status(200, lost=65_100), status(300, lost=65_900)).notice is None
    assert told(teller, status(400, lost=66_000)).notice == "The sound is back. 1 s are missing."


@pytest.mark.parametrize("state", ["quiet", "loud"])
def test_a_voice_too_quiet_or_too_loud_is_said_politely_and_not_at_every_breath(state: str) -> None:
    teller = SoundTeller()
    assert told(teller, status(100), status(200, state)).aloud == (sound_words(state), False)
    assert told(teller, status(300), status(400, state)).aloud is None
    assert told(teller, status(40_000), status(40_100, state)).aloud == (sound_words(state), False)


def test_silence_and_its_end_are_said_at_once() -> None:
    teller = SoundTeller()
    assert told(teller, status(100), status(3_000, "silent")).aloud == ("No sound is coming in", True)
    assert told(teller, status(3_100)).aloud == ("Good sound", True)


def test_a_pause_is_nobodys_trouble() -> None:
    teller = SoundTeller()
    assert told(teller, status(100), status(100, "paused")) == Said("Paused. Nothing is recorded.")
    assert told(teller, status(200)).notice is None


def test_an_unknown_state_has_no_word() -> None:
    assert sound_words("dancing") == ""
