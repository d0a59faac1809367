"""Measure what leaves: a report of many passages in each form, tables, and a project for another analysis program, written and read."""

import random
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from ldp_stories.domain.report import QUESTIONS, Chapter, Part, ReportType
from ldp_stories.reports.document import Document, Quote, Section
from ldp_stories.reports.document_docx import document_docx
from ldp_stories.reports.document_html import document_html
from ldp_stories.reports.refi.model import Code, Coding, Project, Selection, TextSource
from ldp_stories.reports.refi.read_project import read_project
from ldp_stories.reports.refi.write import write_project
from ldp_stories.reports.tables import Sheet, write_csv, write_xlsx
from ldp_stories.services.check_disclosure import tick
from ldp_stories.services.home import Home
from ldp_stories.services.make_report import make_report
from ldp_stories.services.write_report import begin_report, change_report, open_report
from ldp_stories.store import passages as passage_store
from ldp_stories.ui.record.press import press_without_window
from tests.bench.figures import Figure, timed
from tests.bench.invented import Talk
from tests.memory import forget_peak, peak_kib
from tests.services.house import STORY, WOMEN, mark, open_house, tell
from tests.services.released import release_read

TEMPLATE: Final = Path(__file__).parents[2] / "resources" / "reports" / "document.html.j2"
PASSAGES: Final = 10_000
CODINGS_EACH: Final = 10
TAGS: Final = 200


def publish(folder: Path, passages: int = PASSAGES) -> list[Figure]:
    """Every figure of what leaves, for `passages` passages and as many stories."""
    figures = _project(folder, passages)
    document = invented_document(passages)
    rows = [(q.text, q.attribution, q.place, q.told_on) for q in document.quotes()]
    sheet = Sheet("Passages", ("Words", "Who", "Where", "When"), rows)
    size = f"{passages:,} passages"
    figures += [
        _figure("a report as a page", size, 1.5, lambda: document_html(document, TEMPLATE)),
        _figure("a report as a Word file", size, 3, lambda: document_docx(document)),
        _figure("a table as CSV", size, 1.5, lambda: write_csv(sheet, folder, "passages")),
        _figure("a table as a spreadsheet", size, 1.5, lambda: write_xlsx([sheet], folder, "passages")),
    ]
    small = invented_document(max(1, passages // 10))
    press = press_without_window()
    figures.append(
        _figure("a report as a PDF", f"{max(1, passages // 10):,} passages", None, lambda: press.pdf(small))
    )
    return figures + sounding(folder, max(1, passages // 10))


def _project(folder: Path, passages: int) -> list[Figure]:
    """First of all, so that the memory it is written in is not what something else has used before."""
    project = invented_project(passages)
    told = f"{passages:,} stories, {passages * CODINGS_EACH:,} codings"
    forget_peak()
    wrote = _figure(
        "a project for another program", told, 3, lambda: write_project(project, folder, "project")
    )
    most = Figure("memory for writing it", told, peak_kib() / 1024, "MB", 250, note="the whole process")
    read = _figure("reading it back", told, None, lambda: read_project(folder / "project.qdpx"))
    return [wrote, most, read]


def sounding(folder: Path, passages: int) -> list[Figure]:
    """A report whose passages all play: opened with every one asked for permission, and written with every clip cut."""
    home = open_house(folder / "sounding", "joan")
    try:
        report = begin_report(home, ReportType.AUDIO, "What people told us")
        idents = _told_aloud(home, passages)
        chapters = tuple(
            Chapter(f"Theme {n + 1}", tuple(Part(passage=i) for i in idents[n::20])) for n in range(20)
        )
        change_report(home, replace(open_report(home, report).report, chapters=chapters))
        tick(home, report, QUESTIONS)
        size, out = f"{passages:,} passages with sound", folder / "sounding-out"
        return [
            _figure("opening a report", size, None, lambda: open_report(home, report)),
            _figure("a report with its sounds", size, None, lambda: make_report(home, report, out)),
        ]
    finally:
        home.close()


def _told_aloud(home: Home, passages: int) -> list[str]:
    """Stories with sound, fifty passages each, released; the ids of passages on their masked words."""
    found: list[str] = []
    while len(found) < passages:
        told = tell(home, sound=True, code=f"LT-{len(found)}")
        for _ in range(min(50, passages - len(found)) - 2):
            mark(home, told, STORY, WOMEN)
        release_read(home, told.record)
        with home.main.read() as con:
            found += [p.id for p in passage_store.of_record(con, told.record) if p.copy_of]
    return found[:passages]


def _figure(what: str, size: str, bar: float | None, job: Callable[[], object]) -> Figure:
    with timed() as watch:
        job()
    return Figure(what, size, watch.processor, "s", bar, note="processor time")


def invented_document(passages: int) -> Document:
    """A report of invented passages under twenty headings."""
    talk = Talk(random.Random(7))
    quotes = [Quote(talk.text(40), "en", "A resident", "Millbrook", "2026-05-14") for _ in range(passages)]
    sections = tuple(Section(f"Theme {at + 1}", tuple(quotes[at::20])) for at in range(20))
    return Document("What people told us", "Larkside Together", True, "2026-11-22", sections)


def invented_project(stories: int) -> Project:
    """A project of invented stories with ten codings each, of two hundred tags."""
    chance = random.Random(8)
    talk = Talk(chance)

    def guid() -> str:
        return str(uuid.UUID(int=chance.getrandbits(128)))

    codes = tuple(Code(guid(), f"Tag {at}") for at in range(TAGS))
    sources = []
    for at in range(stories):
        text = talk.text(300)
        marks = tuple(
            Selection(guid(), n * 90, n * 90 + 60, codings=(Coding(guid(), chance.choice(codes).guid),))
            for n in range(CODINGS_EACH)
        )
        sources.append(TextSource(guid(), f"Story {at}", text, selections=marks))
    return Project("Larkside Together", "LDP Stories", codes=codes, sources=tuple(sources))
