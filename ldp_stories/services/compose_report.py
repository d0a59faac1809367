"""Compose a report: its sections, pictures and quotes as they may be read today, how it was made, and what people agreed to.

Tags in pictures keep the names they had when the report was saved; a line says which codebook that is (AT-7).
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from ldp_stories.domain.report import Chapter, Part, Report, ReportType
from ldp_stories.reports.document import Block, Document, Quote, Section, Table, Words, pictured
from ldp_stories.reports.wording import longday
from ldp_stories.services.count_people import captured, heard
from ldp_stories.services.draw_pictures import Kind, picture
from ldp_stories.services.home import Home
from ldp_stories.services.look_across import fewest_shown
from ldp_stories.services.renew_tags import names_as_saved
from ldp_stories.services.write_report import Opened, Shown
from ldp_stories.store import records

_SILENT = {
    "no": "There is no permission to publish the sound.",
    "not_asked": "Nobody asked whether the sound may be published.",
    "no_copyright": "There is no permission to publish the sound.",
    "lapsed": "The permission to publish the sound has run out.",
    "under_16": "Sound of a child is not published.",
}
_CHECKED = {
    "yes no change": "checked with the person who told it",
    "yes changed": "checked with the person who told it, and changed",
    "not wanted": "not checked, because the person did not want to",
}
NOT_YET = "not yet checked with the person who told it"


def document_of(home: Home, opened: Opened, clips: Mapping[str, tuple[str, int]]) -> Document:
    """The document as it may be read today; `clips` by passage id: the file and its milliseconds."""
    report, programme = opened.report, home.programme()
    called = names_as_saved(home, report) if report.pictures else {}
    sections = [_section(home, chapter, opened, clips, called) for chapter in report.chapters]
    if report.type in {ReportType.CASE, ReportType.AREA}:
        sections.append(_how_made(home, opened))
    if report.type is ReportType.SHARE:
        sections.append(_agreed(opened, len(clips)))
    return Document(
        report.title or "What people told us",
        programme.name,
        programme.practice,
        home.today().isoformat(),
        tuple(sections),
        report.lead,
        tuple(_foot(home, report)),
    )


def _foot(home: Home, report: Report) -> Iterator[str]:
    terms = home.programme().terms
    yield "Everybody quoted here agreed to it. Their answers were checked again when this was made."
    yield "Please do not try to find out who somebody is."
    if report.pictures and report.book:
        yield book_line(report.book, report.book_on)
    if report.expires:
        yield f"Please delete this after {longday(report.expires) or report.expires}."
    contact = str(terms.get("feedback_contact") or terms.get("privacy_contact") or "")
    if contact:
        yield f"Questions, or something that should come down: {contact}"


def book_line(version: str, day: str) -> str:
    """Which codebook the names of tags are from."""
    return f"Tags are named as in the codebook of {longday(day)} (version {version})."


def _section(
    home: Home,
    chapter: Chapter,
    opened: Opened,
    clips: Mapping[str, tuple[str, int]],
    called: Mapping[str, str],
) -> Section:
    blocks: list[Block] = []
    for part in chapter.parts:
        if part.picture:
            blocks += drawn(home, part, called)
        elif part.passage:
            blocks.append(_quote(opened.shown[part.passage], clips.get(part.passage)))
        elif part.words.strip():
            blocks.append(Words(part.words.strip()))
    return Section(chapter.heading, tuple(blocks))


def drawn(home: Home, part: Part, called: Mapping[str, str]) -> Iterator[Block]:
    """A picture with its table and the line under it; nothing when it is of a kind that is not known here."""
    if part.picture in set(Kind):
        shown = picture(home, Kind(part.picture), part.tags, called=called)
        yield from pictured(shown.drawing)
        if shown.aside:
            head, *rows = shown.aside
            named = [row[0] for row in shown.drawing.table[1:]]
            heard = tuple((name, *row) for name, row in zip(named, rows, strict=True))
            yield Table("Before you compare", (shown.drawing.title, *head), heard)
        yield Words(shown.note)


def _quote(shown: Shown, clip: tuple[str, int] | None) -> Quote:
    row = shown.row
    if row.gap:
        return Quote("", gap=f"{row.gap}:{row.gap_on}" if row.gap_on else row.gap)
    file, ms = clip or ("", 0)
    silent = "" if clip or shown.sound is None else _SILENT.get(shown.play.why, "The sound is not here.")
    return Quote(
        row.text,
        row.language,
        row.attribution,
        row.place,
        row.told_on,
        row.direction,
        clip=file,
        ms=ms,
        silent=silent,
    )


def _how_made(home: Home, opened: Opened) -> Section:
    """How the stories were captured, who was heard (small numbers as a word), and whether the tellers have seen it."""
    with home.main.read() as con:
        counted, places = captured(con), heard(home, con)
        shown = records.several(con, {s.row.record for s in opened.shown.values() if not s.row.gap})
    fewest = fewest_shown(home)
    told = ", ".join(f"{number} {what}" for what, number in counted)
    rows = tuple((place, "few" if number < fewest else str(number)) for place, number in places)
    blocks: list[Block] = [Words(f"Captured via {told}.")] if told else []
    if rows:
        blocks.append(Table("Who we heard", ("Place", "People"), rows))
    if shown:
        states = Counter(_CHECKED.get(record.checked_back, NOT_YET) for record in shown.values())
        parts = [f"{n} {'story' if n == 1 else 'stories'} {words}" for words, n in sorted(states.items())]
        blocks.append(Words(f"Of what is quoted here: {'; '.join(parts)}."))
    return Section("How this was made", tuple(blocks))


def _agreed(opened: Opened, playing: int) -> Section:
    """What the people in a share pack agreed to, in numbers of passages; for whom it is, and until when."""
    report = opened.report
    kept = [s for s in opened.shown.values() if not s.row.gap]
    rows = (
        ("May be read", str(len(kept))),
        (f"May be heard ({report.channel.value})", str(playing)),
        ("Taken out", str(opened.gaps)),
    )
    blocks: list[Block] = [Table("Passages", ("", "How many"), rows)]
    if report.audience:
        blocks.insert(0, Words(f"This is for {report.audience}. Please do not pass it on."))
    return Section("What people agreed to", tuple(blocks))
