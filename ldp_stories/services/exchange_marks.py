"""The marks of a foreign project, one by one: which of its sources, which words or seconds, which tag, and what was noted about it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ldp_stories.domain.passages import TextAnchor, anchor
from ldp_stories.reports.refi.model import (
    Coding,
    Project,
    Selection,
    SoundSource,
    Span,
    TextSource,
    Transcript,
)


@dataclass(frozen=True, slots=True)
class Where:
    """A source of the project: its name, and every guid or file name by which we may know it (record, layer or recording)."""

    name: str
    guids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForeignMark:
    """One tag on one place. `at` are words with what stands around them (its layer is ""), `sound` is a span in milliseconds."""

    guid: str
    where: Where
    code: str
    at: TextAnchor | None = None
    sound: tuple[int, int] | None = None
    memo: str = ""


@dataclass(frozen=True, slots=True)
class ForeignMarks:
    """The marks, the sources they stand in, and the guids of stretches that have a comment but no tag."""

    marks: tuple[ForeignMark, ...]
    sources: tuple[Where, ...] = ()
    bare: tuple[str, ...] = ()


@dataclass
class _Found:
    notes: Mapping[str, str]
    marks: list[ForeignMark] = field(default_factory=list)
    sources: list[Where] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)

    def memo(self, *guids: Iterable[str], also: str = "") -> str:
        """The words of all notes, each once."""
        told = [self.notes.get(g, "").strip() for some in guids for g in some]
        return "\n\n".join(dict.fromkeys(t for t in (*told, also.strip()) if t))

    def add(
        self,
        where: Where,
        one: Selection | Span,
        at: TextAnchor | None,
        sound: tuple[int, int] | None,
    ) -> None:
        """Every coding of a stretch."""
        if not one.codings and self.memo(one.notes, also=one.description):
            self.bare.append(one.guid)
        for coding in one.codings:
            memo = self.memo(coding.notes, one.notes, also=one.description)
            self.marks.append(ForeignMark(coding.guid, where, coding.code, at, sound, memo))

    def whole(self, where: Where, codings: Iterable[Coding], text: str, sound: bool) -> None:
        """Tags on a whole source stand on all its words; on a recording alone, on all of it (marked by an empty span)."""
        at = anchor("", text, 0, len(text)) if text else None
        for coding in codings:
            span = (0, 0) if at is None and sound else None
            if at is not None or span is not None:
                self.marks.append(
                    ForeignMark(coding.guid, where, coding.code, at, span, self.memo(coding.notes))
                )


def foreign_marks(project: Project) -> ForeignMarks:
    """Every mark of every source, in the order of the file."""
    found = _Found({n.guid: n.text for n in project.notes})
    for source in project.sources:
        if isinstance(source, TextSource):
            where = Where(source.name, (source.guid,))
            found.sources.append(where)
            for one in source.selections:
                found.add(where, one, anchor("", source.text, one.start, one.end), None)
            found.whole(where, source.codings, source.text, sound=False)
        else:
            _of_sound(found, source)
    return ForeignMarks(tuple(found.marks), tuple(found.sources), tuple(found.bare))


def _of_sound(found: _Found, source: SoundSource) -> None:
    bare = source.file.rsplit(".", 1)[0]
    where = Where(
        source.name, tuple(g for g in (source.guid, *(t.guid for t in source.transcripts), bare) if g)
    )
    found.sources.append(where)
    for spoken in source.transcripts:
        for one, at, sound in _spans(spoken):
            found.add(where, one, at, sound)
    for stretch in source.selections:
        found.add(where, stretch, None, (stretch.start, stretch.end))
    found.whole(where, source.codings, source.transcripts[0].text if source.transcripts else "", sound=True)


def _spans(spoken: Transcript) -> Iterator[tuple[Span, TextAnchor | None, tuple[int, int] | None]]:
    """Each coded stretch with its words and its seconds, as far as its sync points tell them."""
    points = {p.guid: p for p in spoken.points}
    for one in spoken.spans:
        first, last = points.get(one.start), points.get(one.end)
        if first is None or last is None:
            yield one, None, None
            continue
        at = sound = None
        a, b = first.position, last.position
        if a is not None and b is not None and 0 <= a < b <= len(spoken.text):
            at = anchor("", spoken.text, a, b)
        if first.ms is not None and last.ms is not None and first.ms < last.ms:
            sound = (first.ms, last.ms)
        yield one, at, sound
