"""The recorder of a spoken yes: of whom, how it is told, and what stays when it is stopped twice or heard nothing."""

from pathlib import Path

import pytest

from ldp_stories.domain.consent import Method
from ldp_stories.services.home import Home
from ldp_stories.services.keep_evidence import GROWN_UP, drop_all, waiting
from ldp_stories.services.make_sounds import write_voice
from ldp_stories.services.meet_group import join
from ldp_stories.services.record_encounter import begin, conversation, recoverable
from ldp_stories.services.record_yes import SpokenYes, spoken


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "yes.wav"
    write_voice(path, 900)
    return path


def record(home: Home, talk: str, sound: Path, **more: object) -> SpokenYes:
    made = SpokenYes(home, talk, source=sound, fast=True, **more)  # type: ignore[arg-type]
    assert made.wait_source_end(20)
    return made


def test_it_says_how_far_and_how_loud_it_is(home: Home, sound: Path) -> None:
    heard: list[tuple[int, float, str]] = []
    talk = begin(home).id
    record(home, talk, sound, on_status=lambda *told: heard.append(told)).stop()
    assert heard
    assert all(ms >= 0 and 0.0 <= level <= 1.0 for ms, level, _ in heard)
    assert {state for _, _, state in heard} <= {"starting", "good", "ended"}


def test_a_companion_says_yes_for_themselves(home: Home, sound: Path) -> None:
    talk = begin(home).id
    other = join(home, talk)
    record(home, talk, sound, person=other.id).stop()
    (kept,) = waiting(home, talk)
    assert (kept.participant, kept.consent) == (other.id, other.consent)


def test_stopping_twice_keeps_it_once(home: Home, sound: Path) -> None:
    talk = begin(home).id
    recording = record(home, talk, sound)
    assert recording.stop() == recording.stop() > 0
    assert len(spoken(home, talk)) == 1


def test_a_grown_ups_yes_and_the_childs_own_stand_side_by_side(home: Home, sound: Path) -> None:
    talk = begin(home).id
    record(home, talk, sound, grown_up=True).stop()
    record(home, talk, sound).stop()
    assert {e.kind for e in spoken(home, talk)} == {GROWN_UP, Method.RECORDED.value}
    assert conversation(home, talk).evidence == Method.RECORDED.value
    assert drop_all(home, talk) == 2
    assert home.vault.items() == []


def test_it_is_no_conversation_that_was_cut_off(home: Home, sound: Path) -> None:
    talk = begin(home).id
    recording = record(home, talk, sound)
    recording._client.kill()
    (found,) = recoverable(home)
    assert found.conversation.id == talk
    assert found.ms == 0, "a spoken yes is no part of the sound of the conversation"
    assert len(spoken(home, talk)) == 1
