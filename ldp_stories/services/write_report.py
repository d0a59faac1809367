"""Write a report: begin, change, put away; and open it, with every passage asked for permission again today (US-E11).

A passage that may no longer be shown is a gap with its reason, and one whose sound may not go this way out says why it is silent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from ldp_stories.domain.consent import OPEN, Channel, Gate, Scope
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.passages import MediaAnchor, Passage
from ldp_stories.domain.records import Record
from ldp_stories.domain.report import HEADINGS, Chapter, Part, Report, ReportType
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.codebook_history import version_now
from ldp_stories.services.home import Home
from ldp_stories.services.keep_until import add_months
from ldp_stories.services.permission import asker, consents_of_all
from ldp_stories.services.quote_rows import QuoteRow, passage_rows
from ldp_stories.store import passages, records
from ldp_stories.store import report as reports_store

GONE = Gate(False, "no_sound")
SHARED_MONTHS: Final = 12
"""How long a share pack may be used, when nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One passage of an opened report: the checked row, its sound, and whether that may go this report's way out."""

    row: QuoteRow
    sound: MediaAnchor | None
    play: Gate
    participants: tuple[str, ...]

    @property
    def plays(self) -> bool:
        """Whether its sound goes along."""
        return not self.row.gap and self.sound is not None and self.play.open


@dataclass(frozen=True, slots=True)
class Opened:
    """A report as it stands today: itself, and each passage as it may be shown."""

    report: Report
    shown: Mapping[str, Shown]

    @property
    def gaps(self) -> int:
        """How many passages may no longer be shown."""
        return sum(bool(self.shown[p].row.gap) for p in self.report.passages())


def reports(home: Home) -> tuple[Report, ...]:
    """Every report, in the order they were begun."""
    with home.main.read() as con:
        return reports_store.reports(con)


def gaps_of(home: Home, found: Iterable[Report]) -> dict[str, int]:
    """How many passages of each of some reports may no longer be shown today, by the report's id; all are asked for in one go."""
    those = tuple(found)
    with home.main.read() as con:
        rows = passage_rows(con, asker(home), (p for one in those for p in one.passages()))
    return {one.id: sum(bool(rows[p].gap) for p in one.passages()) for one in those}


def begin_report(home: Home, type_: ReportType, title: str) -> str:
    """A new report with the headings of its type; its id. Refused NOT_YOUR_ROLE.

    A share pack begins with a last day, which may be changed: what is given to others is not to lie there for ever (domain/6-methods).
    """
    need_publisher(home)
    ident = new_id()
    chapters = tuple(Chapter(heading) for heading in HEADINGS[type_])
    book, day = version_now(home), home.today().isoformat()
    last = add_months(home.today(), SHARED_MONTHS).isoformat() if type_ is ReportType.SHARE else ""
    _put(home, Report(ident, type_, title.strip(), chapters=chapters, book=book, book_on=day, expires=last))
    return ident


def change_report(home: Home, report: Report) -> Report:
    """Keep a changed report. Ticks of its check count only while what it holds is the same. UserError NO_SUCH_REPORT, Refused NOT_YOUR_ROLE."""
    need_publisher(home)
    _known(home, report.id)
    _put(home, report)
    return report


def sent_by(report: Report, channel: Channel) -> Report:
    """The same report for another way out."""
    return replace(report, channel=channel)


def add_passage(home: Home, report: str, chapter: int, passage: str) -> Report:
    """Put a passage at the end of a chapter. UserError NO_SUCH_REPORT.

    Refused NO_PERMISSION when its people do not allow it today, and QUOTE_VERBATIM, QUOTE_NO_WORDS, QUOTE_CHANGED, NOT_FOR_QUOTING.
    """
    found = _known(home, report)
    row = (
        open_report(home, replace(found, chapters=(Chapter("", (Part(passage=passage),)),)))
        .shown[passage]
        .row
    )
    if row.gap:
        raise _refusal(row.gap)
    return add_part(home, found, chapter, Part(passage=passage))


def _refusal(gap: str) -> Refused:
    """Why a passage may not stand in a report; only where people said no is there somebody to ask."""
    if gap == "unmasked":
        return Refused("QUOTE_VERBATIM")
    if gap == "no_words":
        return Refused("QUOTE_NO_WORDS")
    if gap == "changed":
        return Refused("QUOTE_CHANGED")
    if gap == "not_for_quoting":
        return Refused("NOT_FOR_QUOTING")
    return Refused("NO_PERMISSION", scope=Scope.QUOTE_ANON.value, why=gap)


def add_part(home: Home, report: str | Report, chapter: int, part: Part) -> Report:
    """Put words of ours or a picture at the end of a chapter, the nearest there is. UserError NO_SUCH_REPORT, Refused NOT_YOUR_ROLE."""
    found = _known(home, report) if isinstance(report, str) else report
    chapters = list(found.chapters) or [Chapter("")]
    at = max(0, min(chapter, len(chapters) - 1))
    chapters[at] = replace(chapters[at], parts=(*chapters[at].parts, part))
    return change_report(home, replace(found, chapters=tuple(chapters)))


def put_away(home: Home, report: str) -> None:
    """Hide a report; history keeps it. UserError NO_SUCH_REPORT."""
    _known(home, report)
    with home.main.write() as con:
        home.put(con, reports_store.KIND, report, sets={"hidden": True})


def open_report(home: Home, report: str | Report) -> Opened:
    """A report with each passage as it may be shown today. UserError NO_SUCH_REPORT."""
    found = _known(home, report) if isinstance(report, str) else report
    ask = asker(home)
    with home.main.read() as con:
        rows = passage_rows(con, ask, found.passages())
        told = records.several(con, {row.record for row in rows.values() if not row.gap})
        known = {p.id: p for marks in passages.of_records(con, told).values() for p in marks}
        consents = consents_of_all(con, told.values())
        gates = {
            i: ask.gate(record, consents[i], Scope.PUBLISH_CLIP, found.channel) for i, record in told.items()
        }
    return Opened(found, {i: _shown(row, known, told, gates) for i, row in rows.items()})


def _shown(
    row: QuoteRow, known: Mapping[str, Passage], told: Mapping[str, Record], gates: Mapping[str, Gate]
) -> Shown:
    passage, record = known.get(row.passage), told.get(row.record)
    if row.gap or passage is None or record is None:
        return Shown(row, None, GONE, ())
    gate = GONE if passage.sound is None else gates[record.id]
    return Shown(row, passage.sound, OPEN if gate.open else gate, record.participants)


def need_publisher(home: Home) -> None:
    """Refused NOT_YOUR_ROLE unless the person makes things for readers: evaluators and coordinators do."""
    if not home.roles() & {Role.EVALUATOR, Role.COORDINATOR}:
        raise Refused("NOT_YOUR_ROLE")


def _known(home: Home, ident: str) -> Report:
    with home.main.read() as con:
        found = reports_store.report(con, ident)
    if found is None:
        raise UserError("NO_SUCH_REPORT")
    return found


def _put(home: Home, report: Report) -> None:
    with home.main.write() as con:
        home.put(con, reports_store.KIND, report.id, sets=reports_store.values(report))
