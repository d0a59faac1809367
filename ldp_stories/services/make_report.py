"""Make a report: a folder with one page, its sounds under random names, a Word file, a PDF and the text; checked for permission as it is written.

Only what was ticked for what it holds now leaves, and every passage asks today's consent once more; the copy is logged, so that it can be
recalled. No code, name, laptop or file name of ours is in the folder.
"""

import errno
import secrets
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from ldp_stories.domain.report import Report, ReportType
from ldp_stories.errors import Refused, UserError
from ldp_stories.reports.clip import write_clip
from ldp_stories.reports.document import Document
from ldp_stories.reports.document_docx import document_docx
from ldp_stories.reports.document_html import document_html
from ldp_stories.reports.document_text import document_text
from ldp_stories.reports.page import write_bytes, write_page
from ldp_stories.reports.press import Press
from ldp_stories.services.check_disclosure import need_checked
from ldp_stories.services.compose_report import document_of
from ldp_stories.services.decode_apart import pcm
from ldp_stories.services.half_written import in_mind
from ldp_stories.services.home import Home
from ldp_stories.services.log_output import log_output
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.sound import SoundReader, open_sound
from ldp_stories.services.typed_day import any_day
from ldp_stories.services.write_report import Opened, need_publisher, open_report

FULL = (errno.ENOSPC, errno.EDQUOT)
CLIPS = "clips"
PAGE = "index"


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: the folder, its files, and how many passages are shown, are gaps, and play."""

    folder: Path
    files: tuple[Path, ...]
    shown: int
    gaps: int
    sounds: int


def make_report(
    home: Home,
    report: str,
    folder: Path,
    *,
    press: Press | None = None,
    progress: Progress = no_progress,
) -> Made:
    """Write the report into a new folder inside `folder`; all of it or nothing. With a `press` also as PDF, an area sheet as PNG too.

    Refused NOT_YOUR_ROLE, NOT_CHECKED, REPORT_NO_DAY, REPORT_EXPIRED; UserError NO_SUCH_REPORT, SHEET_TOO_LONG, NO_ROOM_THERE, FOLDER_REFUSED.
    """
    need_publisher(home)
    opened = open_report(home, report)
    need_checked(home, opened.report)
    opened = replace(opened, report=_until(home, opened.report))
    target = _new_folder(folder, _name(opened.report))
    try:
        with in_mind(home, target, target / CLIPS):
            clips = _write_clips(home, opened, target, progress)
            document = document_of(home, opened, clips)
            files = _write_forms(home, opened.report, document, target, press)
            _log(home, opened, target, clips)
    except BaseException as error:
        _remove(target)
        if isinstance(error, UserError) and error.code == "NO_ROOM_THERE":
            raise UserError(
                error.code, folder=folder
            ) from error  # the new folder is gone: name the one that was chosen
        raise
    return Made(target, files, document.shown, document.gaps, len(clips))


def _until(home: Home, report: Report) -> Report:
    """The report with its last day as ISO: what is given to others never lies there for ever. Refused REPORT_NO_DAY, REPORT_EXPIRED."""
    if not report.expires.strip() and report.type is not ReportType.SHARE:
        return report
    day = any_day(report.expires)
    if day is None:
        raise Refused("REPORT_NO_DAY")
    if day < home.today():
        raise Refused("REPORT_EXPIRED", day=day.isoformat())
    return replace(report, expires=day.isoformat())


def _log(home: Home, opened: Opened, target: Path, clips: Mapping[str, tuple[str, int]]) -> None:
    """Note the copy with what is in it, so that it can be looked at again and called back."""
    report = opened.report
    kept = [s for s in opened.shown.values() if not s.row.gap]
    log_output(
        home,
        report.type.value,
        target,
        [s.row for s in kept],
        subj=sorted({p for s in kept for p in s.participants}),
        channel=report.channel,
        made_from=report.id,
        book=report.book,
        expires=report.expires,
        sounds=sorted(opened.shown[p].row.passage for p in clips),
    )


def _write_clips(home: Home, opened: Opened, target: Path, progress: Progress) -> dict[str, tuple[str, int]]:
    """The sounds that may go, each under a random name; by passage: the path as the page names it, and milliseconds."""
    from ldp_stories.media.encode import m4a_from_pieces  # late: starting the program must not load it

    sounds = {p: s.sound for p in opened.report.passages() if (s := opened.shown[p]).plays and s.sound}
    of_media: dict[str, list[str]] = {}
    for passage, sound in sounds.items():
        of_media.setdefault(sound.media, []).append(passage)
    found: dict[str, tuple[str, int]] = {}
    for media, passages in of_media.items():
        reader = _opened(home, media)
        if reader is None:
            continue
        with closing(reader):
            for passage in passages:
                progress.report(len(found), len(sounds))
                sound = sounds[passage]
                reader.io.seek(0)
                pieces = pcm(reader.io, sound.from_ms, sound.to_ms)
                path = write_clip(pieces, m4a_from_pieces, target / CLIPS, "m4a")
                found[passage] = (f"{CLIPS}/{path.name}", sound.to_ms - sound.from_ms)
    return found


def _opened(home: Home, media: str) -> SoundReader | None:
    """A sound, opened once for all passages of it; None while it is waited for."""
    try:
        return open_sound(home, media)
    except UserError as error:
        if error.code != "MEDIA_GONE":
            raise
        return None


def _write_forms(
    home: Home, report: Report, document: Document, target: Path, press: Press | None
) -> tuple[Path, ...]:
    page = document_html(document, home.machine.resource("reports/document.html.j2"))
    word = document_docx(document, press.png if press is not None else None)
    forms = {"report.docx": word, "report.txt": document_text(document).encode()}
    if press is not None and report.type is ReportType.AREA:
        sheet = press.sheet(document)
        forms |= {"area-sheet.pdf": sheet.pdf, "area-sheet.png": sheet.png}
    elif press is not None:
        forms["report.pdf"] = press.pdf(document)
    return (
        write_page(target, PAGE, page),
        *(write_bytes(target, name, data) for name, data in forms.items()),
        *sorted((target / CLIPS).glob("*")),
    )


def _name(report: Report) -> str:
    return report.type.value.replace(" ", "-")


def _new_folder(folder: Path, name: str) -> Path:
    """A folder of its own, so that a second report never mixes with the first; the random end says nothing."""
    target = folder / f"{name}-{secrets.token_hex(3)}"
    try:
        target.mkdir(parents=True)
    except OSError as error:
        raise UserError(
            "NO_ROOM_THERE" if error.errno in FULL else "FOLDER_REFUSED", folder=folder
        ) from error
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
