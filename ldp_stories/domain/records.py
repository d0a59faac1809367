"""Records: story, interview, observation. Records people read as "stories"; their words stand in layers (domain/3-model.md 3.7)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar

from ldp_stories.domain.sync import SyncPoint

Row = TypeVar("Row")


class RecordKind(StrEnum):
    """Listening, talking, observing."""

    STORY = "story"
    INTERVIEW = "interview"
    OBSERVATION = "observation"


class Status(StrEnum):
    """What is written; everything else that is shown is computed (CONTRACTS.md 4)."""

    DRAFT = "draft"
    READY = "ready"
    HELD = "held"


class Sensitivity(StrEnum):
    """The most protective value wins at once; only a coordinator opens a closed record."""

    NORMAL = "normal"
    CAREFUL = "careful"
    CLOSED = "closed"


class Shown(StrEnum):
    """The one state a list shows for a record."""

    DRAFT = "draft"
    READY = "ready"
    PACKED = "packed"
    RECEIVED = "received"
    WAITING = "waiting for media"
    SET_BACK = "set back"
    YOUNG = "under 16"
    IN_REVIEW = "in review"
    REVIEWED = "reviewed"
    CLOSED = "closed"
    HELD = "held"
    TAKEN_BACK = "taken back"


class LayerKind(StrEnum):
    """The verbatim words stay as they were; all else is a copy made from them."""

    VERBATIM = "verbatim"
    TRANSCRIPT = "transcript"
    MASKED = "masked"
    READING = "reading"
    TRANSLATION = "translation"


PROTECTED_LAYERS = frozenset({LayerKind.VERBATIM, LayerKind.TRANSCRIPT})
"""Layers that evaluators receive only with clearance."""


OPENING: Final = 80
"""How many letters of somebody's words stand at most where a story has no title; a store hands in some more, to see whether more follow."""


def opening(words: str) -> str:
    """The first words where there is no title: whole ones, with " …" where more follow."""
    line = " ".join(words.split())
    if len(line) <= OPENING:
        return line
    whole, space, _ = line[: OPENING + 1].rpartition(" ")
    return f"{whole if space else line[:OPENING]} …"


def is_protected(kind: object) -> bool:
    """Whether a layer of this kind needs clearance, as a line names it: what is no kind we know (a list, a newer word) counts as protected."""
    return not isinstance(kind, str) or kind not in frozenset(LayerKind) - PROTECTED_LAYERS


@dataclass(frozen=True, slots=True)
class Layer:
    """One version of a record's words; `text` is never trimmed or corrected.

    `sync` are the points where words and sound meet. `machine` names the program that wrote it by listening, "" for a person.
    `also_from`: masked copies made apart that this one stands for too.
    """

    id: str
    record: str
    kind: LayerKind
    language: str
    text: str
    made_from: str | None = None
    sync: tuple[SyncPoint, ...] = ()
    machine: str = ""
    also_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A record without its words. `title` may be blank; `conflicts` are the fields with two versions to settle."""

    id: str
    encounter: str
    participants: tuple[str, ...]
    kind: RecordKind
    title: str
    language: str
    status: Status
    sensitivity: Sensitivity
    released: bool
    began_by: str
    hidden: bool = False
    erased: bool = False
    conflicts: tuple[str, ...] = ()
    checked_back: str = "not yet"
    checked_back_on: str = ""
    level: str = ""
    direction: str = ""
    viewpoint: str = ""
    note: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One line of a list of records. `title` is the given one or the first words; `sort` and `id` make the page key."""

    id: str
    kind: RecordKind
    title: str
    told_on: str
    place: str
    sound_ms: int
    shown: Shown
    by: str = ""
    on: str = ""
    note: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """A page of rows by key: pass `next` as `after` for the following page; None means the end."""

    rows: tuple[Row, ...]
    next: tuple[str, str] | None
