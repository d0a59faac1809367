"""A coordinator's desk for tests: a real practice home with stories whose tags wait, and a context without a window."""

from __future__ import annotations

import wave
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ldp_stories.crypto.slots import KdfCost
from ldp_stories.domain.tags import Sure
from ldp_stories.services import edit_record, walk_round
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home, Machine
from ldp_stories.settings import Settings
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.live import Live
from ldp_stories.ui.tasks import Tasks
from tests.services.homes import practising

RESOURCES = Path(__file__).parents[3] / "resources"
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
SOUND = b"".join(int(300 * (n % 96 - 48)).to_bytes(2, "little", signed=True) for n in range(96)) * 500
LETTERS = "My daughter reads me the letters."


def machine(folder: Path, name: str = "one") -> Machine:
    """A laptop of its own for a test."""
    return Machine(
        folder / "laptops" / name, name * 8, KdfCost.test(), lambda: NOW, RESOURCES.joinpath, (), live=False
    )


def sound_file(folder: Path) -> Path:
    """One second of quiet sound."""
    path = folder / "sound.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(48_000)
        out.writeframes(SOUND)
    return path


@dataclass
class Desk:
    """A home, the context made for it, and what the screens told and asked to see."""

    home: Home
    context: Context
    folder: Path
    told: list[str] = field(default_factory=list)
    went: list[tuple[str, object]] = field(default_factory=list)

    def story(self, *, title: str = "Tea and bulbs", more: bool = True) -> str:
        """A story by this home with two tags on one passage (D1 sure, A8 think so) and, with `more`, C8 on a second; its record id."""
        record = walk_round.keep_story(self.home, sound_file(self.folder))
        edit_record.set_fields(self.home, record, title=title, note="She asked for tea.")
        if more:
            self.tag(record, LETTERS, "C8", "The letters", Sure.NOT_SURE)
        return record

    def tag(self, record: str, quote: str, code: str, reason: str, sure: Sure = Sure.SURE) -> str:
        """Mark a passage and suggest a tag for it; the suggestion's id."""
        words = walk_round.WORDS
        layer = edit_record.open_record(self.home, record).layers[0].id
        start = words.index(quote)
        passage = edit_record.add_passage(self.home, record, layer=layer, start=start, end=start + len(quote))
        return edit_record.suggest_tag(
            self.home, record, passage=passage, tag=self.tag_id(code), sure=sure, reason=reason
        )

    def tag_id(self, code: str) -> str:
        """The id of a tag by its code."""
        return next(t.id for t in codebook(self.home) if t.code == code)

    def watch(self, screen: QWidget) -> None:
        """Keep where a screen asks to go."""
        screen.go.connect(lambda key, what: self.went.append((key, what)))  # type: ignore[attr-defined]


def context_for(home: Home, told: list[str]) -> Context:
    """A context that keeps what is told and asks nobody for a folder."""
    context = Context(home, Tasks(), Settings(), told.append, Live(), lambda **_: None)
    return replace(context, pick_folder=lambda _: None, pick_file=lambda *_: None)


@contextmanager
def open_desk(folder: Path, *, stories: bool = False, name: str = "Joan") -> Iterator[Desk]:
    """A practice home with all three roles, and its context; everything is closed at the end."""
    home = practising(folder / "home", machine(folder, "joan"), name=name, stories=stories)
    told: list[str] = []
    desk = Desk(home, context_for(home, told), folder, told)
    try:
        yield desk
    finally:
        desk.context.tasks.shutdown()
        home.close()


def titles(rows: Sequence[object]) -> list[str]:
    """The titles of rows."""
    return [str(getattr(row, "title", "")) for row in rows]
