"""Recordings in tests: what a watcher was told, a recorder that is killed, the sound of a part, seeded noise in place of a microphone."""

import os
import signal

from ldp_stories.services.desk_talk import load
from ldp_stories.services.home import Home
from ldp_stories.services.recording import RecorderStatus, Recording

NOISE = {"kind": "noise", "ms": 600_000, "seed": 7}


class Watch:
    """Keeps every status a recording told."""

    def __init__(self) -> None:
        self.seen: list[RecorderStatus] = []

    def __call__(self, status: RecorderStatus) -> None:
        self.seen.append(status)

    @property
    def saved(self) -> int:
        return max((s.saved_ms for s in self.seen), default=0)


def kill(one: Recording) -> None:
    """End the recorder process as a crash would."""
    client = one._part.client
    assert client is not None
    os.kill(client.pid, signal.SIGKILL)


def sound_of(home: Home, talk: str, item: str) -> bytes:
    key = bytes.fromhex(load(home, talk).keys[item])
    with home.vault.open(item, key) as reader:
        return b"".join(reader.pieces())
