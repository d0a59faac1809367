"""What an exchange file holds: users, codes, sources with their codings, notes, cases. Plain rows; positions count code points.

Identifiers (`guid`) are lower-case UUIDs without braces. Times are ISO date-times, "" when unknown. REFI-QDA 1.5, sections 5 to 8.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

Scalar = str | bool | int | float | date | None
"""The value of a variable; None when it was left empty."""
VariableType = Literal["Text", "Boolean", "Integer", "Float", "Date", "DateTime"]
Sound = Literal["audio", "video"]


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who coded; `name` names nobody in what we write."""

    guid: str
    name: str


@dataclass(frozen=True, slots=True)
class Code:
    """A tag with its children; a group that is never used itself is not `codable`. `color` is "" or `#rrggbb`."""

    guid: str
    name: str
    description: str = ""
    codable: bool = True
    color: str = ""
    notes: tuple[str, ...] = ()
    children: tuple["Code", ...] = ()

    def walk(self, depth: int = 0) -> Iterator[tuple["Code", int]]:
        """Itself and everything under it, each with its depth (0 for itself)."""
        yield self, depth
        for child in self.children:
            yield from child.walk(depth + 1)


@dataclass(frozen=True, slots=True)
class CodeSet:
    """A named set of codes, sources and notes, by their guids."""

    guid: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """One code on one place, by whom and when."""

    guid: str
    code: str
    user: str = ""
    made: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """A span: code points of a text, or milliseconds of a sound, `end` not included."""

    guid: str
    start: int
    end: int
    name: str = ""
    description: str = ""
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    user: str = ""
    made: str = ""


@dataclass(frozen=True, slots=True)
class SyncPoint:
    """A place in a transcript and a moment in its sound; either may be unknown."""

    guid: str
    ms: int | None
    position: int | None


@dataclass(frozen=True, slots=True)
class Span:
    """A coded stretch of a transcript, between two sync points (guids, "" when missing)."""

    guid: str
    start: str
    end: str
    name: str = ""
    description: str = ""
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    user: str = ""
    made: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a variable (by guid) on a source or a case."""

    variable: str
    value: Scalar


@dataclass(frozen=True, slots=True)
class TextSource:
    """Words with their codings; notes are text sources too. `codings` are about the whole text."""

    guid: str
    name: str
    text: str
    description: str = ""
    selections: tuple[Selection, ...] = ()
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    user: str = ""
    made: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """The words of a sound, tied to it by sync points."""

    guid: str
    name: str
    text: str
    points: tuple[SyncPoint, ...] = ()
    spans: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()
    description: str = ""
    user: str = ""
    made: str = ""


@dataclass(frozen=True, slots=True)
class SoundSource:
    """A recording: `file` is its name in the archive ("" when the sound itself is not in it); selections are in milliseconds."""

    guid: str
    name: str
    file: str = ""
    kind: Sound = "audio"
    description: str = ""
    transcripts: tuple[Transcript, ...] = ()
    selections: tuple[Selection, ...] = ()
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    user: str = ""
    made: str = ""


Source = TextSource | SoundSource


@dataclass(frozen=True, slots=True)
class Variable:
    """Something known of sources or cases, such as a ward."""

    guid: str
    name: str
    type: VariableType = "Text"
    description: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody or something that sources are about; ours are people, and no name stands there."""

    guid: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    sources: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A tie between two things."""

    guid: str
    origin: str
    target: str
    direction: Literal["Associative", "OneWay", "Bidirectional"] = "Associative"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """Everything in a `.qdpx`; `origin` says which program wrote it."""

    name: str
    origin: str = ""
    users: tuple[User, ...] = ()
    codes: tuple[Code, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[TextSource, ...] = ()
    links: tuple[Link, ...] = ()
    sets: tuple[CodeSet, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Codebook:
    """Everything in a `.qdc`."""

    codes: tuple[Code, ...]
    sets: tuple[CodeSet, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that could not be read or written as it was: a code (see `losses.WORDS`), how often, and an example or ""."""

    what: str
    count: int
    example: str = ""
