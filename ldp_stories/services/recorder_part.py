"""One recorder process and the part of a take it makes: what it told, where the sound comes from, what was lost before it."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ldp_stories.domain.media import Gap
from ldp_stories.errors import UserError
from ldp_stories.media.recorder_client import RecorderClient, RecorderEnd
from ldp_stories.services.conversation import Take
from ldp_stories.services.desk_talk import Draft
from ldp_stories.services.home import Home

Source = str | Path | Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RecorderStatus:
    """What the recorder says, about ten times a second.

    `ms` and `saved_ms` count the joined take; `level` is 0..1; `lost_ms` was lost in and before this part.

    `state`: starting, listening, good, quiet, loud, silent, lost, paused, full, ended.
    """

    ms: int
    saved_ms: int
    level: float
    state: str
    device: str
    part: int = 0
    lost_ms: int = 0


class Part:
    """One recorder process and what it has told."""

    def __init__(self, take: Take, key: bytes, before_ms: int, lost_since: float | None) -> None:
        self.take = take
        self.key = key
        self.before_ms = before_ms
        self.lost_since = lost_since
        self.peaks = bytearray()
        self.last_heard = time.monotonic()
        self.heard = threading.Event()
        self.end: RecorderEnd | None = None
        self.settled = False
        self.client: RecorderClient | None = None

    @property
    def base_ms(self) -> int:
        """Where this part begins in the joined take."""
        return self.before_ms + self.take.gap_before_ms


def sealed_gaps(home: Home, item: str, key: bytes) -> tuple[Gap, ...]:
    """What was lost inside a sealed part."""
    try:
        with home.vault.open(item, key) as reader:
            return tuple(Gap(at, ms) for at, ms in reader.gaps)
    except UserError as error:
        if error.code != "MEDIA_GONE":
            raise
        return ()


def source_order(source: Source, *, fast: bool = False) -> dict[str, object]:
    """A source in the recorder's own terms (see media.sources.Chooser); a mapping passes as it is."""
    if isinstance(source, Mapping):
        return dict(source)
    if isinstance(source, Path):
        return {"kind": "file", "path": str(source), "fast": fast}
    name = source.partition(":")[2]
    return {"kind": "mic", "device": name or None}


def since_cut(draft: Draft) -> float | None:
    """When (monotonic) the last sound came, if the last part was cut off by a kill or power cut; None after a part that was stopped."""
    takes = draft.talk.takes
    if not takes or takes[-1].state != "recovered" or takes[-1].item not in draft.ended:
        return None
    return time.monotonic() - max(0.0, time.time() - draft.ended[takes[-1].item])
