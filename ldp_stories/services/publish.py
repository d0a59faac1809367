"""Publish: the quote bank, its page, a small report and single clips; every item asks today's consent again on open and on export (US-E11).

A quote that may no longer be used becomes a visible gap with the reason. Nothing that leaves names a person, a code, a device or a file.
"""

from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from ldp_stories.domain.consent import Channel, Scope
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.passages import Passage, QuoteState
from ldp_stories.domain.records import Record
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.reports.clip import write_clip
from ldp_stories.reports.page import all_or_nothing, write_page
from ldp_stories.reports.small_report import SmallReport, small_report_html
from ldp_stories.services.check_disclosure import need_looked_at
from ldp_stories.services.count_people import captured, heard
from ldp_stories.services.decode_apart import pcm
from ldp_stories.services.find import codebook
from ldp_stories.services.half_written import in_mind
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.log_output import log_output
from ldp_stories.services.permission import asker, consents_of
from ldp_stories.services.publish_bank import Form, themes_of, write_bank
from ldp_stories.services.quote_rows import KEPT, TAKEN_OUT, QuoteRow, may_quote, quote_rows, twin
from ldp_stories.services.sound import open_sound
from ldp_stories.services.story import Story, read_story
from ldp_stories.store import passages, records
from ldp_stories.store import quotes as quote_store

__all__ = [
    "QuoteRow",
    "add_quote",
    "export_clip",
    "possible_themes",
    "quote_page",
    "quotes",
    "remove_quote",
    "set_theme",
    "small_report",
]
MOST_BY_ONE = 2
"""Quotes by one person in the bank, unless somebody says why (domain/6-methods.md 6.5)."""


def add_quote(home: Home, passage: str, theme: str = "", note: str = "", *, why_more: str = "") -> str:
    """Put a passage in the quote bank; returns the quote id. Refused NO_PERMISSION when its people did not agree to be quoted.

    A third quote by the same person needs `why_more` (Refused TWO_QUOTES_ALREADY), kept in the note; verbatim words that were never
    masked are refused (QUOTE_VERBATIM), and so is a passage in sound only (QUOTE_NO_WORDS) or one marked so (NOT_FOR_QUOTING).
    """
    ask = asker(home)
    with home.main.write() as con:
        story, _ = _passage(con, passage)
        record = story.record
        gate = may_quote(ask, record, consents_of(con, record))
        if not gate.open:
            raise Refused("NO_PERMISSION", scope=Scope.QUOTE_ANON.value, why=gate.why)
        found = twin(con, story, passage)
        if found is None:
            raise Refused("QUOTE_VERBATIM")
        if found.text is None:
            raise Refused("QUOTE_NO_WORDS")
        if found.quote_state is QuoteState.NOT_FOR_QUOTING:
            raise Refused("NOT_FOR_QUOTING")
        if not why_more.strip() and _quoted_before(con, record) >= MOST_BY_ONE:
            raise Refused("TWO_QUOTES_ALREADY")
        ident = new_id()
        kept = "\n".join(t for t in (note.strip(), why_more.strip()) if t)
        sets = {"record": record.id, "passage": found.id, "theme": theme.strip(), "note": kept, "state": KEPT}
        home.put(con, "quote", ident, sets=sets, subj=record.participants)
    return ident


def remove_quote(home: Home, quote: str) -> None:
    """Take a quote out of the bank; history keeps it."""
    with home.main.write() as con:
        home.put(con, "quote", quote, sets={"state": TAKEN_OUT})


def set_theme(home: Home, quote: str, theme: str) -> None:
    """Put a quote under another theme: the name of a tag, or any words of ours ("" = none yet). UserError NO_SUCH_PASSAGE."""
    with home.main.write() as con:
        if quote not in {q.id for q in quote_store.quotes(con) if q.state != TAKEN_OUT}:
            raise UserError("NO_SUCH_PASSAGE")
        home.put(con, "quote", quote, sets={"theme": theme.strip()})


def possible_themes(home: Home) -> tuple[str, ...]:
    """What a quote may stand under: the themes there are, then the tags of the codebook by their labels."""
    with home.main.read() as con:
        used = {q.theme for q in quote_store.quotes(con) if q.theme and q.state != TAKEN_OUT}
    names = [tag.label for tag in codebook(home)]
    return (*sorted(used, key=str.casefold), *(name for name in names if name not in used))


def quotes(home: Home) -> tuple[QuoteRow, ...]:
    """The quote bank by theme, each quote checked against today's consent."""
    ask = asker(home)
    with home.main.read() as con:
        return quote_rows(con, ask)


def quote_page(home: Home, folder: Path, *, looked_at: Collection[int]) -> Path:
    """Write the quote bank as one self-contained HTML page into `folder` and log it as issued; gaps stay visible with their reason.

    Refused as `write_bank`.
    """
    return write_bank(home, folder, (Form.PAGE,), looked_at=looked_at)[0]


def small_report(home: Home, folder: Path, *, looked_at: Collection[int]) -> Path:
    """Write a small report: what people said by theme, who was heard (few under five), how it was captured, the consent line.

    Refused NOT_YOUR_ROLE, NOT_CHECKED while one of the nine questions was not `looked_at`.
    """
    _may_publish(home)
    need_looked_at(looked_at)
    rows = quotes(home)
    programme = home.programme()
    with home.main.read() as con:
        themes = themes_of(con, rows)
        counted = captured(con)
        places = heard(home, con)
    days = sorted(r.told_on for r in rows if r.told_on)
    report = SmallReport(
        programme=programme.name,
        practice=programme.practice,
        made_on=home.today().isoformat(),
        first=days[0] if days else "",
        last=days[-1] if days else "",
        themes=themes,
        captured=counted,
        heard=places,
        contact=str(programme.terms.get("feedback_contact") or programme.terms.get("privacy_contact") or ""),
    )
    html = small_report_html(report, home.machine.resource("reports/small_report.html.j2"))
    with in_mind(home), all_or_nothing() as made:
        made.append(write_page(folder, "what-people-told-us", html))
        log_output(home, "small report", made[0], rows)
    return made[0]


def export_clip(
    home: Home, passage: str, channel: Channel, folder: Path, *, looked_at: Collection[int]
) -> Path:
    """Cut a passage's sound into a FLAC file with a random name. Refused NO_PERMISSION_TO_PUBLISH unless everybody said yes to `channel`.

    Refused NOT_CHECKED while one of the nine questions was not `looked_at`. UserError MEDIA_GONE while the sound is not here, or when the
    passage has none.
    """
    from ldp_stories.media.encode import flac_from_pieces  # late: starting the program must not load it

    _may_publish(home)
    ask = asker(home)
    with home.main.read() as con:
        story, found = _passage(con, passage)
        gate = ask.gate(story.record, consents_of(con, story.record), Scope.PUBLISH_CLIP, channel)
    if not gate.open:
        raise Refused("NO_PERMISSION_TO_PUBLISH", why=gate.why, channel=channel.value)
    need_looked_at(looked_at)
    if found.sound is None:
        raise UserError("MEDIA_GONE")
    sound = open_sound(home, found.sound.media)
    about, cut = story.record.participants, found.sound
    with in_mind(home), all_or_nothing() as made, closing(sound):
        made.append(write_clip(pcm(sound.io, cut.from_ms, cut.to_ms), flac_from_pieces, folder))
        log_output(home, "clip", made[0], (), passages=(found,), subj=about, channel=channel)
    return made[0]


def _may_publish(home: Home) -> None:
    """Outputs are made by evaluators and coordinators; checked before anything is written."""
    if not home.roles() & {Role.EVALUATOR, Role.COORDINATOR}:
        raise Refused("NOT_YOUR_ROLE")


def _passage(con: Connection, passage: str) -> tuple[Story, Passage]:
    """A passage with its story. Raises UserError NO_SUCH_PASSAGE or NO_SUCH_STORY."""
    found = passages.passage(con, passage)
    if found is None:
        raise UserError("NO_SUCH_PASSAGE")
    return read_story(con, found.record), found


def _quoted_before(con: Connection, record: Record) -> int:
    """The most quotes that any one of a record's people has in the bank."""
    counts = [
        sum(
            q.state != TAKEN_OUT
            for r in records.of_participant(con, p)
            for q in quote_store.of_record(con, r.id)
        )
        for p in record.participants
    ]
    return max(counts, default=0)
