"""Situations of a conversation, made from real, spoken and calculated voices: troubles that must ring, and good sound that must not."""

from __future__ import annotations

import shutil
import subprocess
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from ldp_stories.media.decode import pcm
from ldp_stories.media.levels import SoundState
from ldp_stories.media.peaks import loudest
from ldp_stories.media.synth import noise
from ldp_stories.media.take import Take
from tests.media.sinks import MemorySink
from tests.media.voices import louder, room, voices

BLOCK = 40 * 96
"""What a microphone gives at a time: 40 ms."""
FLAG_WITHIN = 3.0
TROUBLES = (SoundState.QUIET, SoundState.LOUD, SoundState.SILENT, SoundState.LOST)
WHISPERED = "They asked me not to say it out loud. So I tell you like this."


def heard(sound: bytes, start: float = 0.0, take: Take | None = None) -> Iterator[tuple[float, SoundState]]:
    """(seconds, state) after each block, as the recorder would say it."""
    take = take or Take(MemorySink(), start)
    for at in range(0, len(sound), BLOCK):
        now = start + (at + BLOCK) / 96_000
        take.block(sound[at : at + BLOCK], now)
        yield now, take.state(now)


def mixed(*sounds: bytes) -> bytes:
    """Heard at the same time, as long as the first."""
    size = len(sounds[0]) // 2
    every = [np.resize(np.frombuffer(sound, dtype="<i2").astype("i4"), size) for sound in sounds]
    return bytes(np.clip(np.sum(every, axis=0), -32_768, 32_767).astype("<i2"))


def fan(ms: int, top: int = 700) -> bytes:
    """A fan or a fridge: a steady hiss with a hum, never louder than `top`."""
    hiss = np.frombuffer(b"".join(noise(ms, seed=9)), dtype="<i2").astype("f8")
    hum = np.sin(np.arange(len(hiss)) * (2 * np.pi * 100 / 48_000)) * 12_000
    made = hiss * 0.5 + hum
    return bytes((made * (top / np.abs(made).max())).astype("<i2"))


def knock(ms: int = 1_000) -> bytes:
    """A cup put down beside the microphone: cut off for some milliseconds, then gone."""
    at = np.arange(48 * ms)
    made = np.sin(at * 0.05) * 90_000 * np.exp(-at / 600)
    return bytes(np.clip(made, -32_768, 32_767).astype("<i2"))


def gated(sound: bytes, shuts_at: int = 250, hold_ms: int = 120) -> bytes:
    """As a headset with a noise gate gives it: exact zeros once a voice has been below `shuts_at` for `hold_ms`, open at once with the next."""
    heard = np.frombuffer(sound, dtype="<i2")
    last = np.maximum.accumulate(np.where(np.abs(heard.astype("i4")) >= shuts_at, np.arange(len(heard)), -1))
    is_open = (last >= 0) & (np.arange(len(heard)) - last < hold_ms * 48)
    return bytes(np.where(is_open, heard, 0).astype("<i2"))


@cache
def whispers() -> dict[str, bytes]:
    """Somebody who whispers beside the microphone; {} where the speaking program is not installed."""
    found: dict[str, bytes] = {}
    if shutil.which("espeak-ng"):
        with TemporaryDirectory() as folder:
            for accent in ("en-gb", "pl", "ur"):
                path = Path(folder) / f"{accent}.wav"
                command = ["espeak-ng", "-v", f"{accent}+whisper", "-w", str(path), WHISPERED]
                subprocess.run(command, check=True, capture_output=True)
                made = b"".join(pcm(str(path)))
                found[accent] = louder(made, 1_500 / max(1, loudest(made)))
    return found


@dataclass(frozen=True)
class Rang:
    """One voice in one situation: which alarms rang, and when the wanted one did (for ever, when it never did)."""

    said: frozenset[SoundState]
    after: float

    @property
    def in_time(self) -> bool:
        """Whether the wanted one rang within three seconds."""
        return self.after <= FLAG_WITHIN


def rang(sound: bytes, wanted: SoundState | None = None, before: bytes = b"") -> Rang:
    """Listen to `before` (good sound), then to what counts."""
    take = Take(MemorySink(), 0.0)
    *_, (begin, _) = [(0.0, SoundState.STARTING), *heard(before, take=take)]
    states = list(heard(sound, begin, take))
    after = next((now - begin for now, state in states if state is wanted), float("inf"))
    return Rang(frozenset(state for _, state in states if state in TROUBLES), after)


def spoken(share: int) -> list[bytes]:
    """Every `share`-th voice: recorded, spoken by a program and calculated ones are all among them."""
    return list(voices().values())[::share]


def troubles(share: int = 1) -> dict[str, list[Rang]]:
    """Every trouble on every voice (or every `share`-th)."""
    speech = spoken(share)
    return {
        "only zeros in the middle of a talk": [
            rang(bytes(96_000 * 4), SoundState.SILENT, sound) for sound in speech
        ],
        "a headset with a noise gate that dies in the middle of a word": [
            rang(bytes(96_000 * 4), SoundState.SILENT, gated((sound + room(400)) * 6) + loud_part(sound))
            for sound in speech
        ],
        "a voice that is cut off": [rang(louder(sound, 4), SoundState.LOUD) for sound in speech],
        "a voice cut off in a noisy room": [
            rang(mixed(louder(sound, 4), fan(4_000)), SoundState.LOUD) for sound in speech
        ],
        "a voice far away": [rang(louder(sound * 3, 0.015), SoundState.QUIET) for sound in speech],
        "a microphone that is covered": [
            rang(louder(sound * 4, 0.004), SoundState.QUIET) for sound in speech
        ],
    }


def good_sound(share: int = 1) -> dict[str, list[Rang]]:
    """Every good voice (or every `share`-th) in every room where one talks."""
    every: dict[str, Callable[[bytes], bytes]] = {
        "talk with pauses in a quiet room": lambda s: (s + room(6_000)) * 2 + s,
        "talk beside a fan": lambda s: mixed((s + bytes(576_000)) * 2 + s, fan(4_000)),
        "talk beside a soft fan": lambda s: mixed((s + bytes(576_000)) * 2 + s, fan(4_000, top=150)),
        "talk in a café": lambda s: mixed((s + bytes(288_000)) * 2 + s, louder(babble(), 0.08), fan(4_000)),
        "a soft voice": lambda s: (louder(s, 0.09) + room(3_000)) * 2,
        "a cup is put down": lambda s: mixed(s * 3, bytes(48_000) + knock() + bytes(len(s) * 3)),
    }
    found = {name: [rang(make(sound)) for sound in spoken(share)] for name, make in every.items()}
    found["a headset with a noise gate, once it is known"] = [
        rang(gated(s + room(6_000) + s * 2 + room(15_000) + s), before=gated((s + room(400)) * 6))
        for s in spoken(share)
    ]
    found["a whisper beside the microphone"] = [rang((w + room(2_000)) * 2) for w in whispers().values()]
    return found


def loud_part(sound: bytes) -> bytes:
    """The beginning of a voice up to the middle of its loudest word."""
    heard = np.frombuffer(sound, dtype="<i2").astype("i4")
    return sound[: 2 * (int(np.abs(heard).argmax()) + 48 * 5)]


def recall(rang: list[Rang]) -> float:
    """The share of troubles that rang in time."""
    return sum(one.in_time for one in rang) / len(rang)


def false_alarms(rang: list[Rang]) -> float:
    """The share of good talks with any alarm at all."""
    return sum(bool(one.said) for one in rang) / len(rang) if rang else 0.0


def samples(sound: bytes) -> list[int]:
    """The sound as numbers."""
    return list(array("h", sound))


@cache
def babble() -> bytes:
    """All voices at once: a room full of people."""
    return mixed(*sorted(voices().values(), key=len, reverse=True))
