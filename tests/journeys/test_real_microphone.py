"""A conversation through the window, the recorder process and a real sound service: every sample kept is a sample that was played."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.media.decode import pcm
from ldp_stories.media.synth import noise
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.sound import open_sound
from ldp_stories.services.start_home import join_programme
from tests.journeys.acts import AT_1, answers, where_and_who
from tests.journeys.people import Person, person
from tests.media.conftest import VirtualMicrophone, virtual_microphone
from tests.services.homes import cheap_machine, found, pack_of

__all__ = ["virtual_microphone"]

pytestmark = [
    pytest.mark.sound,
    pytest.mark.qt_log_ignore("pipewire", "PulseAudio", "audio device", "ALSA", extend=True),
]
PLAYED = b"".join(noise(60_000, seed=23))
THREE_SECONDS = 3_000


@pytest.fixture
def amina(
    qtbot: QtBot, tmp_path: Path, virtual_microphone: VirtualMicrophone, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Person]:
    """Amina in front of her window, with the microphone made of software."""
    from ldp_stories.domain.roles import Role

    for name in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH"):
        monkeypatch.setenv(name, virtual_microphone.environment[name])
    joan = found(tmp_path / "joan", cheap_machine(tmp_path))
    pack_file = pack_of(joan, tmp_path)
    joan.close()
    machine = cheap_machine(tmp_path)
    home = join_programme(
        tmp_path / "amina",
        pack_file,
        machine,
        name="Amina",
        passphrase=None,
        role=Role.RESEARCHER,
        words=None,
    )
    with person(qtbot, machine, tmp_path / "l1", tmp_path) as made:
        made.window.open_desk(home)
        yield made


def to_the_conversation(amina: Person) -> None:
    amina.bring_to_front()
    amina.press("New conversation")
    amina.until(lambda: amina.screen.step == 0, "where and who")
    where_and_who(amina)
    answers(amina, AT_1)
    amina.press("I recorded them")
    amina.until(lambda: amina.screen.step == 2, "the conversation")


def saved(amina: Person, ms: int) -> bool:
    status = amina.window.live.status
    return status is not None and status.saved_ms >= ms


def test_what_is_kept_is_what_was_said_sample_by_sample(
    amina: Person, virtual_microphone: VirtualMicrophone
) -> None:
    player = virtual_microphone.play(PLAYED)
    to_the_conversation(amina)
    amina.press("Record")
    amina.until(lambda: saved(amina, THREE_SECONDS), "three seconds of sound")
    amina.sees("LabMic")
    amina.press("Finish")
    amina.until(lambda: amina.screen.step == 3, "the words after")
    amina.rest()
    player.kill()
    player.wait()
    view = open_record(amina.home, amina.screen.record)
    sound = open_sound(amina.home, view.media[0].id)
    kept = b"".join(pcm(sound.io))
    sound.close()
    assert len(kept) >= THREE_SECONDS * 96
    heard = kept.lstrip(b"\0")
    heard = heard[len(heard) % 2 :]
    middle = heard[9_600 : 9_600 + THREE_SECONDS * 48]
    at = PLAYED.find(middle)
    assert at >= 0, "the middle of the recording is not what was played"
    whole = PLAYED[max(0, at - 9_600) :]
    assert whole.startswith(heard[: len(heard) - 9_600][max(0, 9_600 - at) :])


def test_pausing_keeps_nothing_and_going_on_is_the_same_part(
    amina: Person, virtual_microphone: VirtualMicrophone
) -> None:
    player = virtual_microphone.play(PLAYED)
    to_the_conversation(amina)
    amina.press("Record")
    amina.until(lambda: saved(amina, 600), "the first sound")
    amina.press("Pause")
    amina.until(lambda: amina.window.live.status.state == "paused", "the pause")  # type: ignore[union-attr]
    amina.sees("Paused")
    before = amina.window.live.status
    assert before is not None
    amina.press("Go on")
    amina.until(lambda: saved(amina, before.saved_ms + 600), "more sound")
    amina.press("Finish")
    amina.until(lambda: amina.screen.step == 3, "the words after")
    amina.rest()
    player.kill()
    player.wait()
    view = open_record(amina.home, amina.screen.record)
    assert len(view.media) == 1


def test_moving_to_another_screen_never_stops_the_recording(
    amina: Person, virtual_microphone: VirtualMicrophone
) -> None:
    player = virtual_microphone.play(PLAYED)
    to_the_conversation(amina)
    amina.press("Record")
    amina.until(lambda: saved(amina, 500), "the first sound")
    amina.go("stories")
    amina.until(lambda: saved(amina, 1_500), "the sound to go on")
    assert amina.window.live.running
    amina.until(lambda: "Recording 0" in amina.words, "the recording in the bar")
    amina.window.hide_at_once()
    amina.until(lambda: saved(amina, 2_500), "the sound to go on behind the hidden page")
    amina.window.live.stop()
    player.kill()
    player.wait()
