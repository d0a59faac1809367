"""Read a `.qdpx` project in any dialect of it: texts and sounds with their codings, at the right words, and what was lost."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal
from uuid import uuid4

from ldp_stories.reports.refi.archive import QDE, Reading
from ldp_stories.reports.refi.losses import Losses
from ldp_stories.reports.refi.model import (
    Case,
    Link,
    Loss,
    Project,
    Selection,
    SoundSource,
    Source,
    Span,
    SyncPoint,
    TextSource,
    Transcript,
    User,
    Variable,
    VariableType,
)
from ldp_stories.reports.refi.offsets import Counting, Place, Ruler, Words, best_way, decoded
from ldp_stories.reports.refi.read_xml import (
    Element,
    Reader,
    by,
    child,
    children,
    guid,
    local,
    number,
    parse,
    targets,
    values,
    words,
)

Direction = Literal["Associative", "OneWay", "Bidirectional"]
_TYPES: Final[dict[str, VariableType]] = {
    "text": "Text",
    "boolean": "Boolean",
    "integer": "Integer",
    "float": "Float",
    "date": "Date",
    "datetime": "DateTime",
}
_DIRECTIONS: Final[dict[str, Direction]] = {
    "Associative": "Associative",
    "OneWay": "OneWay",
    "Bidirectional": "Bidirectional",
}
_OTHER = frozenset({"PictureSource", "PDFSource"})


def read_project(path: Path) -> tuple[Project, tuple[Loss, ...]]:
    """The project and what was lost. UserError NOT_AN_EXCHANGE, EXCHANGE_REFUSED."""
    losses = Losses()
    with Reading(path) as archive:
        if archive.project_name() != QDE:
            losses.add("misnamed", archive.project_name())
        root = parse(archive.project(), "Project", path.name, losses)
        return _Project(root, archive, losses).read(), losses.all()


class _Project:
    """One run of reading: the root, the archive, and what is known so far."""

    def __init__(self, root: Element, archive: Reading, losses: Losses) -> None:
        self.root, self.archive, self.losses = root, archive, losses
        self.reader = Reader(losses, uuid4)
        self.known: frozenset[str] = frozenset()
        self.way = Counting()

    def read(self) -> Project:
        root = self.root
        codes = self.reader.codes(child(child(root, "CodeBook"), "Codes"))
        self.known = frozenset(code.guid for top in codes for code, _ in top.walk())
        if child(root, "Graphs") is not None:
            self.losses.add("graph", count=len(list(children(child(root, "Graphs"), "Graph"))))
        texts = {e: self._words(e) for e in self._with_words()}
        self.way = best_way((words, _places(e)) for e, words in texts.items())
        self._say_how(texts.values())
        return Project(
            name=root.get("name") or "",
            origin=root.get("origin") or "",
            users=self._users(),
            codes=codes,
            variables=self._variables(),
            cases=self._cases(),
            sources=self._sources(texts),
            notes=tuple(
                n
                for e in children(child(root, "Notes"), "Note")
                if (n := self._text(e, texts[e])) is not None
            ),
            links=self._links(),
            sets=self.reader.sets(child(root, "Sets")),
            description=words(root, "Description"),
        )

    def _source_elements(self) -> list[Element]:
        holder = child(self.root, "Sources")
        return list(holder) if holder is not None else []

    def _with_words(self) -> list[Element]:
        """Every element that has a text, in order: sources, transcripts, notes."""
        found = []
        for source in self._source_elements():
            if local(source) == "TextSource":
                found.append(source)
            found.extend(children(source, "Transcript"))
        return [*found, *children(child(self.root, "Notes"), "Note")]

    def _words(self, element: Element) -> Words:
        """The text of an element: beside it in the archive, or inside it."""
        path = element.get("plainTextPath") or ""
        inside = child(element, "PlainTextContent")
        data = self.archive.source(path) if path else None
        if data is None:
            if inside is None:
                self.losses.add("no_text", element.get("name") or path)
            return Words("".join(inside.itertext()) if inside is not None else "", mark=False)
        found, whole = decoded(data)
        if not whole:
            self.losses.add("foreign_text", element.get("name") or path)
        return found

    def _say_how(self, texts: Iterable[Words]) -> None:
        told = sum(not words.plain for words in texts)
        for what in self.way.differences:
            self.losses.add(what, count=told)

    def _users(self) -> tuple[User, ...]:
        found = [
            User(ident, e.get("name") or e.get("id") or "")
            for e in children(child(self.root, "Users"), "User")
            if (ident := self.reader.own(e)) is not None
        ]
        return tuple(found)

    def _variables(self) -> tuple[Variable, ...]:
        found = [
            Variable(
                ident,
                e.get("name") or "",
                _TYPES.get((e.get("typeOfVariable") or "").lower(), "Text"),
                words(e, "Description"),
            )
            for e in children(child(self.root, "Variables"), "Variable")
            if (ident := self.reader.own(e)) is not None
        ]
        return tuple(found)

    def _cases(self) -> tuple[Case, ...]:
        found = [
            Case(
                ident,
                e.get("name") or "",
                words(e, "Description"),
                targets(e, "CodeRef"),
                values(e),
                targets(e, "SourceRef"),
                targets(e, "SelectionRef"),
            )
            for e in children(child(self.root, "Cases"), "Case")
            if (ident := self.reader.own(e)) is not None
        ]
        return tuple(found)

    def _links(self) -> tuple[Link, ...]:
        found = [
            Link(
                ident,
                guid(e.get("originGUID")),
                guid(e.get("targetGUID")),
                _DIRECTIONS.get(e.get("direction") or "", "Associative"),
                e.get("name") or "",
            )
            for e in children(child(self.root, "Links"), "Link")
            if (ident := self.reader.own(e)) is not None
        ]
        return tuple(found)

    def _sources(self, texts: dict[Element, Words]) -> tuple[Source, ...]:
        found: list[Source] = []
        for element in self._source_elements():
            kind = local(element)
            one: Source | None = None
            if kind == "TextSource":
                one = self._text(element, texts[element])
            elif kind in {"AudioSource", "VideoSource"}:
                one = self._sound(element, texts)
            elif kind in _OTHER:
                self.losses.add("picture", element.get("name") or "")
            if one is not None:
                found.append(one)
        return tuple(found)

    def _text(self, element: Element, found: Words) -> TextSource | None:
        ident = self.reader.own(element)
        if ident is None:
            return None
        ruler, length = Ruler(found, self.way), len(found.text)
        return TextSource(
            ident,
            element.get("name") or "",
            found.text,
            words(element, "Description"),
            self._selections(
                element, "PlainTextSelection", ("startPosition", "endPosition"), ruler.at, length
            ),
            self.reader.codings(element, self.known),
            self.reader.notes(element),
            values(element),
            *by(element),
        )

    def _sound(self, element: Element, texts: dict[Element, Words]) -> SoundSource | None:
        ident = self.reader.own(element)
        if ident is None:
            return None
        kind: Literal["audio", "video"] = "audio" if local(element) == "AudioSource" else "video"
        path = element.get("path") or ""
        member = self.archive.member(path) if path else None
        if member is None:
            self.losses.add("no_sound", element.get("name") or path)
        transcripts = (self._transcript(e, texts[e]) for e in children(element, "Transcript"))
        return SoundSource(
            ident,
            element.get("name") or "",
            member.rsplit("/", 1)[-1] if member else "",
            kind,
            words(element, "Description"),
            tuple(t for t in transcripts if t is not None),
            self._selections(element, f"{kind.capitalize()}Selection", ("begin", "end"), _as_it_is, None),
            self.reader.codings(element, self.known),
            self.reader.notes(element),
            values(element),
            *by(element),
        )

    def _transcript(self, element: Element, found: Words) -> Transcript | None:
        ident = self.reader.own(element)
        if ident is None:
            return None
        ruler = Ruler(found, self.way)
        points = [
            SyncPoint(own, number(e.get("timeStamp")), _placed(ruler, number(e.get("position"))))
            for e in children(element, "SyncPoint")
            if (own := self.reader.own(e)) is not None
        ]
        spans = [
            Span(
                own,
                guid(e.get("fromSyncPoint")),
                guid(e.get("toSyncPoint")),
                e.get("name") or "",
                words(e, "Description"),
                self.reader.codings(e, self.known),
                self.reader.notes(e),
                *by(e),
            )
            for e in children(element, "TranscriptSelection")
            if (own := self.reader.own(e)) is not None
        ]
        return Transcript(
            ident,
            element.get("name") or "",
            found.text,
            tuple(points),
            tuple(spans),
            self.reader.notes(element),
            words(element, "Description"),
            *by(element),
        )

    def _selections(
        self,
        element: Element,
        name: str,
        ends: tuple[str, str],
        at: Callable[[int], int | None],
        length: int | None,
    ) -> tuple[Selection, ...]:
        found = []
        for e in children(element, name):
            ident = self.reader.own(e)
            start, end = number(e.get(ends[0])), number(e.get(ends[1]))
            if ident is None:
                continue
            a, b = (at(start) if start is not None else None), (at(end) if end is not None else None)
            if a is None or b is None or a < 0 or (length is not None and b > length):
                self.losses.add("outside", e.get("name") or "")
            elif b <= a:
                self.losses.add("empty_span", e.get("name") or "")
            else:
                one = Selection(ident, a, b, e.get("name") or "", words(e, "Description"))
                codings = self.reader.codings(e, self.known)
                user, made = by(e)
                found.append(replace(one, codings=codings, notes=self.reader.notes(e), user=user, made=made))
        return tuple(found)


def _as_it_is(ms: int) -> int | None:
    return ms


def _placed(ruler: Ruler, position: int | None) -> int | None:
    return None if position is None else ruler.at(position)


def _places(element: Element) -> list[Place]:
    """The spans of an element as the file has them; for a transcript, between its sync points."""
    if local(element) == "Transcript":
        at = {guid(p.get("guid")): number(p.get("position")) for p in children(element, "SyncPoint")}
        pairs = [
            (at.get(guid(e.get("fromSyncPoint"))), at.get(guid(e.get("toSyncPoint"))))
            for e in children(element, "TranscriptSelection")
        ]
    else:
        pairs = [
            (number(e.get("startPosition")), number(e.get("endPosition")))
            for e in children(element, "PlainTextSelection")
        ]
    return [(a, b) for a, b in pairs if a is not None and b is not None]
