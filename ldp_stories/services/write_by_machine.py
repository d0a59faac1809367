"""Let a machine write a first draft: it listens to a story's sound on this laptop, and its words stay a layer of their own, marked as such.

Nothing is sent and nothing is downloaded; the sound goes through a pipe to a process of its own and never to a file. Stop ends that process;
what it had heard by then is not kept.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final, cast

from ldp_stories.domain.records import LayerKind
from ldp_stories.domain.sync import SyncPoint
from ldp_stories.errors import Refused, UserError
from ldp_stories.media.speech import Word, at_16k
from ldp_stories.media.speech_client import hear
from ldp_stories.media.speech_engines import EngineInfo, engines
from ldp_stories.services.decode_apart import pcm
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.home import Home
from ldp_stories.services.joined_take import Placed, placed_parts
from ldp_stories.services.laptop import listener_command
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.read_record import RecordView
from ldp_stories.services.sound import open_sound
from ldp_stories.services.transcribe import keep_machine_words, may_write_down, writable

__all__ = ["EngineInfo", "engines", "lines_of", "write_by_machine"]
NEW_LINE_MS: Final = 700
"""So long a pause between two words begins a line, with its moment."""


def write_by_machine(
    home: Home,
    record: str,
    engine: str,
    *,
    model: Path | None = None,
    language: str = "",
    progress: Progress = no_progress,
) -> str:
    """Listen to the whole story and keep the words; the id of the layer. Cancelled when the person presses Stop.

    Refused NO_PERMISSION (scope=), NOT_YOUR_ROLE; UserError SPEECH_ENGINE, SPEECH_MODEL, SPEECH_LANGUAGE, SPEECH_MEMORY,
    SPEECH_ENDED, SPEECH_NOTHING, MEDIA_GONE.
    """
    info = next((one for one in engines() if one.name == engine), None)
    if info is None:
        raise UserError("SPEECH_ENGINE")
    if not may_write_down(home, record):
        raise Refused("NO_PERMISSION", scope="transcript", why="no")
    if LayerKind.TRANSCRIPT not in writable(home, record):
        raise Refused("NOT_YOUR_ROLE")
    view = open_record(home, record)
    parts = tuple(placed_parts(view.media))
    total = sum(p.medium.duration_ms for p in parts)
    spoken = _spoken(view, language)
    if info.language and spoken and not spoken.lower().startswith(info.language):
        raise UserError("SPEECH_LANGUAGE")
    order: dict[str, object] = {"engine": engine, "model": str(model) if model else None, "language": spoken}
    words: list[Word] = []
    done = 0
    for placed in parts:
        words += _of_part(home, placed, order, done, total, progress)
        done += placed.medium.duration_ms
    text, sync = lines_of(words)
    if not text:
        raise UserError("SPEECH_NOTHING")
    name = engine if model is None else f"{engine}, {model.name}"
    return keep_machine_words(home, record, text, sync, machine=name, language=spoken or info.language)


def _spoken(view: RecordView, language: str) -> str:
    """The language of the speech: that of the version in hand, else the one the story was told in."""
    return language or view.record.language


def _of_part(
    home: Home, placed: Placed, order: dict[str, object], done: int, total: int, progress: Progress
) -> Iterator[Word]:
    reader = open_sound(home, placed.medium.id)
    try:
        sound = at_16k(pcm(cast("IO[bytes]", reader.io)))
        heard = hear(listener_command(), order, sound, lambda ms: progress.report(done + ms, total))
        for word in heard:
            yield Word(word.text, placed.begins_ms + word.from_ms, placed.begins_ms + word.to_ms)
    finally:
        reader.close()


def lines_of(words: Iterable[Word]) -> tuple[str, tuple[SyncPoint, ...]]:
    """The words as lines, a new one after each pause, and the moment at which each line begins."""
    text, sync, last = "", [], None
    for word in words:
        new = last is None or word.from_ms - last >= NEW_LINE_MS
        if text:
            text += "\n" if new else " "
        if new:
            sync.append(SyncPoint(len(text), word.from_ms))
        text += word.text
        last = word.to_ms
    return text, tuple(sync)
