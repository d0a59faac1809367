"""Reports in the store: they lie in the catch-all table, because there are few of them."""

from typing import Any

from sqlalchemy import Connection

from ldp_stories.domain.consent import Channel
from ldp_stories.domain.report import Chapter, Part, Report, ReportType
from ldp_stories.store import programme, rows
from ldp_stories.store.rows import Values, string

KIND = "report"


def reports(con: Connection) -> tuple[Report, ...]:
    """Every report that was not put away, in the order they were begun."""
    return tuple(from_values(ident, fields) for ident, fields in programme.raw(con, KIND))


def report(con: Connection, ident: str) -> Report | None:
    """One report; None when it is not here."""
    return next((r for r in reports(con) if r.id == ident), None)


def values(report: Report) -> Values:
    """The fields of a report, for a revision."""
    return {
        "type": report.type.value,
        "title": report.title,
        "lead": report.lead,
        "channel": report.channel.value,
        "audience": report.audience,
        "expires": report.expires,
        "chapters": [
            {
                "heading": c.heading,
                "parts": [_part_values(p) for p in c.parts],
            }
            for c in report.chapters
        ],
        "ticks": {str(n): day for n, day in sorted(report.ticks.items())},
        "ticked_for": report.ticked_for,
        "book": report.book,
        "book_on": report.book_on,
    }


def _part_values(part: Part) -> Values:
    if part.picture:
        return {"picture": part.picture, "tags": list(part.tags)}
    return {"passage": part.passage} if part.passage else {"words": part.words}


def from_values(ident: str, fields: Values) -> Report:
    """A report from its fields; what does not fit becomes harmless."""
    ticks = fields.get("ticks")
    return Report(
        id=ident,
        type=rows.pick(ReportType, fields.get("type"), ReportType.AUDIO),
        title=string(fields, "title"),
        lead=string(fields, "lead"),
        channel=rows.pick(Channel, fields.get("channel"), Channel.REPORT),
        audience=string(fields, "audience"),
        expires=string(fields, "expires"),
        chapters=tuple(_chapter(c) for c in _dicts(fields.get("chapters"))),
        ticks={int(n): str(day) for n, day in ticks.items() if n.isdecimal()}
        if isinstance(ticks, dict)
        else {},
        ticked_for=string(fields, "ticked_for"),
        book=string(fields, "book"),
        book_on=string(fields, "book_on"),
    )


def _chapter(value: Values) -> Chapter:
    return Chapter(string(value, "heading"), tuple(_part(p) for p in _dicts(value.get("parts"))))


def _part(value: Values) -> Part:
    tags = value.get("tags")
    return Part(
        string(value, "words"),
        string(value, "passage"),
        string(value, "picture"),
        tuple(t for t in tags if isinstance(t, str)) if isinstance(tags, list) else (),
    )


def _dicts(value: Any) -> list[Values]:
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []
