"""Make a report: a folder with one page, its sounds under random names, a Word file and the text; checked for permission as it is written.

Only what was ticked for what it holds now leaves, and every passage asks today's consent once more; the copy is logged, so that it can be
recalled. No code, name, laptop or file name of ours is in the folder.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ldp_stories.domain.report import Chapter, Report, ReportType
from ldp_stories.errors import Refused, UserError
from ldp_stories.reports.clip import write_clip
from ldp_stories.reports.document import Block, Document, Quote, Section, Table, Words
from ldp_stories.reports.document_docx import document_docx
from ldp_stories.reports.document_html import document_html
from ldp_stories.reports.document_text import document_text
from ldp_stories.reports.page import write_file, write_page
from ldp_stories.services.check_disclosure import need_checked
from ldp_stories.services.count_people import captured, heard
from ldp_stories.services.home import Home
from ldp_stories.services.log_output import log_output
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.sound import open_sound
from ldp_stories.services.write_report import Opened, Shown, need_publisher, open_report

CLIPS = "clips"
PAGE = "index"
FEW = 5
_SILENT = {
    "no": "There is no permission to publish the sound.",
    "not_asked": "Nobody asked whether the sound may be published.",
    "no_copyright": "There is no permission to publish the sound.",
    "lapsed": "The permission to publish the sound has run out.",
    "under_16": "Sound of a child is not published.",
}


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: the folder, its files, and how many passages are shown, are gaps, and play."""

    folder: Path
    files: tuple[Path, ...]
    shown: int
    gaps: int
    sounds: int


def make_report(home: Home, report: str, folder: Path, *, progress: Progress = no_progress) -> Made:
    """Write the report into a new folder inside `folder`. Refused NOT_YOUR_ROLE, NOT_CHECKED, REPORT_EXPIRED; NO_SUCH_REPORT, NO_ROOM."""
    need_publisher(home)
    opened = open_report(home, report)
    need_checked(opened.report)
    if opened.report.expires and opened.report.expires < home.today().isoformat():
        raise Refused("REPORT_EXPIRED", day=opened.report.expires)
    target = _new_folder(folder, _name(opened.report))
    try:
        clips = _write_clips(home, opened, target, progress)
        document = document_of(home, opened, clips)
        files = _write_forms(home, document, target)
    except BaseException:
        _remove(target)
        raise
    kept = [s for s in opened.shown.values() if not s.row.gap]
    people = sorted({p for s in kept for p in s.participants})
    log_output(
        home,
        opened.report.type.value,
        target,
        [s.row for s in kept],
        subj=people,
        channel=opened.report.channel,
    )
    return Made(target, files, document.shown, document.gaps, len(clips))


def document_of(home: Home, opened: Opened, clips: Mapping[str, tuple[str, int]]) -> Document:
    """The document as it may be read today; `clips` by passage id: the file and its milliseconds."""
    report, programme = opened.report, home.programme()
    sections = [_section(chapter, opened, clips) for chapter in report.chapters]
    if report.type in {ReportType.CASE, ReportType.AREA}:
        sections.append(_how_made(home))
    if report.type is ReportType.SHARE:
        sections.append(_agreed(opened))
    contact = str(programme.terms.get("feedback_contact") or programme.terms.get("privacy_contact") or "")
    foot = [
        "Everybody quoted here agreed to it. Their answers were checked again when this was made.",
        "Please do not try to find out who somebody is.",
    ]
    if report.expires:
        foot.append(f"Please delete this after {report.expires}.")
    if contact:
        foot.append(f"Questions, or something that should come down: {contact}")
    return Document(
        report.title or "What people told us",
        programme.name,
        programme.practice,
        home.today().isoformat(),
        tuple(sections),
        report.lead,
        tuple(foot),
    )


def _section(chapter: Chapter, opened: Opened, clips: Mapping[str, tuple[str, int]]) -> Section:
    blocks: list[Block] = []
    for part in chapter.parts:
        if part.passage:
            blocks.append(_quote(opened.shown[part.passage], clips.get(part.passage)))
        elif part.words.strip():
            blocks.append(Words(part.words.strip()))
    return Section(chapter.heading, tuple(blocks))


def _quote(shown: Shown, clip: tuple[str, int] | None) -> Quote:
    row = shown.row
    if row.gap:
        return Quote("", gap=row.gap)
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


def _how_made(home: Home) -> Section:
    """How the stories were captured, and who was heard, small numbers as a word."""
    with home.main.read() as con:
        counted, places = captured(con), heard(home, con)
    told = ", ".join(f"{number} {what}" for what, number in counted)
    rows = tuple((place, "few" if number < FEW else str(number)) for place, number in places)
    blocks: list[Block] = [Words(f"Captured via {told}.")] if told else []
    if rows:
        blocks.append(Table("Who we heard", ("Place", "People"), rows))
    return Section("How this was made", tuple(blocks))


def _agreed(opened: Opened) -> Section:
    """What the people in a share pack agreed to, in numbers of passages."""
    kept = [s for s in opened.shown.values() if not s.row.gap]
    rows = (
        ("May be read", str(len(kept))),
        (f"May be heard ({opened.report.channel.value})", str(sum(s.plays for s in kept))),
        ("Taken out", str(opened.gaps)),
    )
    return Section("What people agreed to", (Table("Passages", ("", "How many"), rows),))


def _write_clips(home: Home, opened: Opened, target: Path, progress: Progress) -> dict[str, tuple[str, int]]:
    """The sounds that may go, each under a random name; by passage: the path as the page names it, and milliseconds."""
    from ldp_stories.media.decode import pcm  # late: starting the program must not load the decoders
    from ldp_stories.media.encode import m4a_from_pieces

    wanted = {p: opened.shown[p] for p in opened.report.passages() if opened.shown[p].plays}
    found: dict[str, tuple[str, int]] = {}
    for done, (passage, shown) in enumerate(wanted.items()):
        progress.report(done, len(wanted))
        sound = shown.sound
        if sound is None:
            continue
        try:
            reader = open_sound(home, sound.media)
        except UserError as error:
            if error.code != "MEDIA_GONE":
                raise
            continue
        try:
            path = write_clip(
                pcm(reader.io, sound.from_ms, sound.to_ms), m4a_from_pieces, target / CLIPS, "m4a"
            )
        finally:
            reader.close()
        found[passage] = (f"{CLIPS}/{path.name}", sound.to_ms - sound.from_ms)
    return found


def _write_forms(home: Home, document: Document, target: Path) -> tuple[Path, ...]:
    page = document_html(document, home.machine.resource("reports/document.html.j2"))
    word, text = document_docx(document), document_text(document).encode()
    return (
        write_page(target, PAGE, page),
        write_file(target, "report.docx", lambda out: _put(out, word)),
        write_file(target, "report.txt", lambda out: _put(out, text)),
        *sorted((target / CLIPS).glob("*")),
    )


def _put(out: object, data: bytes) -> None:
    out.write(data)  # type: ignore[attr-defined]


def _name(report: Report) -> str:
    return report.type.value.replace(" ", "-")


def _new_folder(folder: Path, name: str) -> Path:
    """A folder of its own, so that a second report never mixes with the first; the random end says nothing."""
    target = folder / f"{name}-{secrets.token_hex(3)}"
    try:
        target.mkdir(parents=True)
    except OSError as error:
        raise UserError("NO_ROOM" if error.errno == 28 else "FOLDER_REFUSED", folder=folder) from error
    return target


def _remove(target: Path) -> None:
    """What was begun goes, so that nothing half-done looks whole."""
    for path in _inside(target):
        path.unlink(missing_ok=True)
    for path in (target / CLIPS, target):
        if path.is_dir():
            path.rmdir()


def _inside(target: Path) -> Iterator[Path]:
    return (
        p for folder in (target / CLIPS, target) if folder.is_dir() for p in folder.iterdir() if p.is_file()
    )
