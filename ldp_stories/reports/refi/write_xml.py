"""Write a project or a codebook as XML in the one order that the schema allows; no empty lists, no characters XML cannot hold.

Text is put together by hand: 100,000 codings take about a second, and the same project gives the same bytes each time.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Final

from ldp_stories.reports.refi.losses import Losses
from ldp_stories.reports.refi.model import (
    Case,
    Code,
    Codebook,
    CodeSet,
    Coding,
    Link,
    Project,
    Selection,
    SoundSource,
    Source,
    Span,
    TextSource,
    Transcript,
    Value,
    Variable,
)

PROJECT_NS: Final = "urn:QDA-XML:project:1.0"
CODEBOOK_NS: Final = "urn:QDA-XML:codebook:1.0"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)
Lines = Iterator[str]


class _Xml:
    """The small words of the format; counts what had to be replaced."""

    def __init__(self, losses: Losses) -> None:
        self._losses = losses

    def text(self, words: str) -> str:
        """Words as they may stand in an element or an attribute."""
        found = _ILLEGAL.findall(words)
        if found:
            self._losses.add("control", count=len(found))
            words = _ILLEGAL.sub("\ufffd", words)
        return words.translate(_ESCAPES)

    def attributes(self, **values: str | int | None) -> str:
        """` name="value"` for each value that is there."""
        found = (
            f' {name}="{self.text(value) if isinstance(value, str) else value}"'
            for name, value in values.items()
            if value is not None and value != ""
        )
        return "".join(found)

    def element(self, name: str, words: str) -> Lines:
        """`<name>words</name>`, nothing for no words."""
        if words:
            yield f"<{name}>{self.text(words)}</{name}>"

    def refs(self, name: str, guids: Iterable[str], attribute: str = "targetGUID") -> Lines:
        """References by guid."""
        for guid in guids:
            yield f'<{name} {attribute}="{guid}"/>'


def project_xml(project: Project, losses: Losses) -> Iterator[str]:
    """The pieces of `project.qde`; texts and sounds lie beside it in `sources/`."""
    xml = _Xml(losses)
    yield HEAD
    names = xml.attributes(name=project.name or "Project", origin=project.origin)
    yield f'<Project xmlns="{PROJECT_NS}"{names}>'
    yield from _list(
        "Users", (f"<User{xml.attributes(guid=u.guid, name=u.name)}/>" for u in project.users), project.users
    )
    if project.codes:
        yield "<CodeBook><Codes>"
        for code in project.codes:
            yield from _code(xml, code, notes=True)
        yield "</Codes></CodeBook>"
    yield from _list("Variables", _variables(xml, project.variables), project.variables)
    yield from _list("Cases", _cases(xml, project.cases), project.cases)
    yield from _list("Sources", _sources(xml, project.sources), project.sources)
    yield from _list("Notes", _notes(xml, project.notes), project.notes)
    yield from _list("Links", _links(xml, project.links), project.links)
    yield from _list("Sets", _sets(xml, project.sets, member="targetGUID"), project.sets)
    yield from xml.element("Description", project.description)
    yield "</Project>\n"


def codebook_xml(book: Codebook, losses: Losses) -> Iterator[str]:
    """The pieces of a `.qdc`. ValueError for a codebook without codes: the standard knows none."""
    if not book.codes:
        raise ValueError("a codebook has at least one code")
    xml = _Xml(losses)
    yield HEAD
    yield f'<CodeBook xmlns="{CODEBOOK_NS}"{xml.attributes(origin=book.origin)}><Codes>'
    for code in book.codes:
        yield from _code(xml, code, notes=False)
    yield "</Codes>"
    yield from _list("Sets", _sets(xml, book.sets, member="guid"), book.sets)
    yield "</CodeBook>\n"


def _list(name: str, inner: Iterable[str], rows: Sequence[object]) -> Lines:
    """A list element, which must never be empty."""
    if rows:
        yield f"<{name}>"
        yield from inner
        yield f"</{name}>"


def _code(xml: _Xml, code: Code, *, notes: bool) -> Lines:
    facts = xml.attributes(
        guid=code.guid, name=code.name or "?", isCodable=_truth(code.codable), color=code.color
    )
    yield f"<Code{facts}>"
    yield from xml.element("Description", code.description)
    if notes:
        yield from xml.refs("NoteRef", code.notes)
    for child in code.children:
        yield from _code(xml, child, notes=notes)
    yield "</Code>"


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _variables(xml: _Xml, variables: Iterable[Variable]) -> Lines:
    for v in variables:
        yield f"<Variable{xml.attributes(guid=v.guid, name=v.name, typeOfVariable=v.type)}>"
        yield from xml.element("Description", v.description)
        yield "</Variable>"


def _values(xml: _Xml, values: Iterable[Value]) -> Lines:
    for value in values:
        yield f'<VariableValue><VariableRef targetGUID="{value.variable}"/>{_typed(xml, value)}</VariableValue>'


def _typed(xml: _Xml, value: Value) -> str:
    found = value.value
    if found is None:
        return ""
    if isinstance(found, bool):
        return f"<BooleanValue>{_truth(found)}</BooleanValue>"
    if isinstance(found, int):
        return f"<IntegerValue>{found}</IntegerValue>"
    if isinstance(found, float):
        return f"<FloatValue>{found:f}</FloatValue>"
    if isinstance(found, datetime):
        return f"<DateTimeValue>{found.isoformat()}</DateTimeValue>"
    if isinstance(found, date):
        return f"<DateValue>{found.isoformat()}</DateValue>"
    return f"<TextValue>{xml.text(found)}</TextValue>"


def _cases(xml: _Xml, cases: Iterable[Case]) -> Lines:
    for case in cases:
        yield f"<Case{xml.attributes(guid=case.guid, name=case.name)}>"
        yield from xml.element("Description", case.description)
        yield from xml.refs("CodeRef", case.codes)
        yield from _values(xml, case.values)
        yield from xml.refs("SourceRef", case.sources)
        yield from xml.refs("SelectionRef", case.selections)
        yield "</Case>"


def _sources(xml: _Xml, sources: Iterable[Source]) -> Lines:
    for source in sources:
        yield from _text(xml, source, "TextSource") if isinstance(source, TextSource) else _sound(xml, source)


def _notes(xml: _Xml, notes: Iterable[TextSource]) -> Lines:
    for note in notes:
        yield from _text(xml, note, "Note")


def _by(xml: _Xml, user: str, made: str) -> str:
    return xml.attributes(creatingUser=user, creationDateTime=made)


def _text(xml: _Xml, source: TextSource, name: str) -> Lines:
    facts = xml.attributes(guid=source.guid, name=source.name, plainTextPath=f"internal://{source.guid}.txt")
    yield f"<{name}{facts}{_by(xml, source.user, source.made)}>"
    yield from xml.element("Description", source.description)
    yield from _selections(xml, source.selections, "PlainTextSelection", ("startPosition", "endPosition"))
    yield from _tail(xml, source)
    yield f"</{name}>"


def _sound(xml: _Xml, source: SoundSource) -> Lines:
    kind = source.kind.capitalize()
    path = f"internal://{source.file}" if source.file else ""
    facts = xml.attributes(guid=source.guid, name=source.name, path=path)
    yield f"<{kind}Source{facts}{_by(xml, source.user, source.made)}>"
    yield from xml.element("Description", source.description)
    for transcript in source.transcripts:
        yield from _transcript(xml, transcript)
    yield from _selections(xml, source.selections, f"{kind}Selection", ("begin", "end"))
    yield from _tail(xml, source)
    yield f"</{kind}Source>"


def _tail(xml: _Xml, source: Source) -> Lines:
    yield from _codings(source.codings, xml)
    yield from xml.refs("NoteRef", source.notes)
    yield from _values(xml, source.values)


def _transcript(xml: _Xml, one: Transcript) -> Lines:
    facts = xml.attributes(guid=one.guid, name=one.name, plainTextPath=f"internal://{one.guid}.txt")
    yield f"<Transcript{facts}{_by(xml, one.user, one.made)}>"
    yield from xml.element("Description", one.description)
    for point in one.points:
        yield f"<SyncPoint{xml.attributes(guid=point.guid, timeStamp=point.ms, position=point.position)}/>"
    for span in one.spans:
        at = xml.attributes(guid=span.guid, name=span.name, fromSyncPoint=span.start, toSyncPoint=span.end)
        yield f"<TranscriptSelection{at}{_by(xml, span.user, span.made)}>"
        yield from _inside(xml, span)
        yield "</TranscriptSelection>"
    yield from xml.refs("NoteRef", one.notes)
    yield "</Transcript>"


def _selections(xml: _Xml, selections: Iterable[Selection], name: str, ends: tuple[str, str]) -> Lines:
    for one in selections:
        at = f' {ends[0]}="{one.start}" {ends[1]}="{one.end}"'
        facts = xml.attributes(guid=one.guid, name=one.name)
        yield f"<{name}{facts}{at}{_by(xml, one.user, one.made)}>"
        yield from _inside(xml, one)
        yield f"</{name}>"


def _inside(xml: _Xml, one: Selection | Span) -> Lines:
    yield from xml.element("Description", one.description)
    yield from _codings(one.codings, xml)
    yield from xml.refs("NoteRef", one.notes)


def _codings(codings: Iterable[Coding], xml: _Xml) -> Lines:
    for one in codings:
        yield f'<Coding guid="{one.guid}"{_by(xml, one.user, one.made)}><CodeRef targetGUID="{one.code}"/>'
        yield from xml.refs("NoteRef", one.notes)
        yield "</Coding>"


def _links(xml: _Xml, links: Iterable[Link]) -> Lines:
    for one in links:
        facts = xml.attributes(
            guid=one.guid,
            name=one.name,
            direction=one.direction,
            originGUID=one.origin,
            targetGUID=one.target,
        )
        yield f"<Link{facts}/>"


def _sets(xml: _Xml, sets: Iterable[CodeSet], *, member: str) -> Lines:
    for one in sets:
        yield f"<Set{xml.attributes(guid=one.guid, name=one.name or '?')}>"
        yield from xml.element("Description", one.description)
        yield from xml.refs("MemberCode", one.codes, member)
        if member == "targetGUID":
            yield from xml.refs("MemberSource", one.sources)
            yield from xml.refs("MemberNote", one.notes)
        yield "</Set>"
