"""What is said about the sound while it comes in: the word beside the meter, the notice that stays, and what a reader hears at once.

Knows no widget. It is told each status of the recorder; a wrong, unplugged or dead microphone, a dead recorder and the gap it left are
put in words the moment they are known (SCREENS.md 5.5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ldp_stories.services.recording import RecorderStatus
from ldp_stories.ui.text import length, tr

_HEARING: Final = ("listening", "good", "quiet", "loud", "silent")
_SAY_AGAIN_MS: Final = 30_000
"""A voice that is now and then too quiet or too loud is not said at every breath."""
_WORTH_SAYING_MS: Final = 1000
_BUILT_IN: Final = re.compile(r"built.?in|internal|onboard|array", re.IGNORECASE)


def sound_words(state: str) -> str:
    """What a state of the sound is called: "Too quiet: move closer"."""
    return {
        "good": tr("Good sound"),
        "quiet": tr("Too quiet: move closer"),
        "loud": tr("Too loud: move away a little"),
        "silent": tr("No sound is coming in"),
        "lost": tr("The microphone came out. Looking for another one."),
        "paused": tr("Paused. Nothing is recorded."),
        "starting": tr("Getting ready"),
        "listening": tr("Listening for a voice"),
        "full": tr("There is not enough room to record. Send some stories, or take notes."),
        "ended": tr("The recording has ended. Everything is kept."),
    }.get(state, "")


def alarm_words(state: str) -> tuple[str, str]:
    """While nothing of a voice comes in: the short words for a bar or a heading, and what to do; ("", "") when all is well."""
    found = {
        "lost": (
            tr("No microphone"),
            tr(
                "Nothing is recorded now. Plug the microphone in again, or another one: it goes on by itself. Notes work meanwhile."
            ),
        ),
        "silent": (
            tr("No sound"),
            tr(
                "The microphone gives only silence. Is it switched off or covered? Look at its switch, or plug in another one."
            ),
        ),
    }
    return found.get(state, ("", ""))


def over_words(why: str) -> str:
    """Why a recording ended without anybody asking for it, and what to do."""
    if why == "full":
        return sound_words("full")
    return tr("The recording stopped by itself. What came is kept. Press Record to go on.") if why else ""


@dataclass(frozen=True, slots=True)
class Said:
    """What to show and say now. `notice` is None when the one that stands stays; `aloud` is (words, at once)."""

    word: str
    notice: str | None = None
    aloud: tuple[str, bool] | None = None


class SoundTeller:
    """Follows one recording. `wanted` is the microphone the person chose, "" for the one this laptop uses."""

    def __init__(self, wanted: str = "") -> None:
        self._wanted = wanted
        self._state = ""
        self._device = ""
        self._lost_ms = 0
        self._part: int | None = None
        self._away = False
        self._told_at: dict[str, int] = {}

    def hear(self, status: RecorderStatus) -> Said:
        """A status came."""
        before, self._state = self._state, status.state
        word = sound_words(status.state)
        notice = self._notice(status)
        if notice:
            return Said(word, notice, (notice, True))
        if status.state == before:
            return Said(word)
        return Said(word, None, self._aloud(before, status))

    def _notice(self, status: RecorderStatus) -> str | None:
        """The words of something that has happened to the microphone or the recorder; None when nothing has."""
        if status.state == "lost":
            self._away = True
            return None
        if status.state not in _HEARING:
            return None
        came_back, self._away = self._away, False
        device, self._device = self._device, status.device
        part, self._part = self._part, status.part
        if part is not None and part != status.part:
            self._lost_ms = status.lost_ms
            return self._with_loss(tr("The recorder stopped and went on by itself."), status.lost_ms)
        lost = status.lost_ms - self._lost_ms
        if (
            came_back or lost >= _WORTH_SAYING_MS
        ):  # less is summed up: it must not push a stated gap off the screen
            self._lost_ms = status.lost_ms
            return self._with_loss(self._back(device, status.device), lost)
        if not device and self._wanted and status.device and status.device != self._wanted:
            return tr(
                "{wanted} is not plugged in. Using {device}.",
                wanted=self._wanted,
                device=_named(status.device),
            )
        return None

    def _back(self, before: str, now: str) -> str:
        if not before or before == now:
            return tr("The sound is back.")
        return tr("The microphone came out. Using {device}.", device=_named(now))

    def _with_loss(self, words: str, ms: int) -> str:
        return f"{words} {tr('{time} are missing.', time=length(ms))}" if ms >= _WORTH_SAYING_MS else words

    def _aloud(self, before: str, status: RecorderStatus) -> tuple[str, bool] | None:
        words = sound_words(status.state)
        if status.state in ("silent", "lost"):
            return words, True
        if before == "silent" and status.state in ("listening", "good"):
            return words, True
        if status.state in ("quiet", "loud"):
            last = self._told_at.get(status.state)
            if last is None or status.ms - last >= _SAY_AGAIN_MS:
                self._told_at[status.state] = status.ms
                return words, False
        return None


def _named(device: str) -> str:
    """The laptop's own microphone by what people call it, another by its name."""
    return tr("the built-in one") if _BUILT_IN.search(device) else device
