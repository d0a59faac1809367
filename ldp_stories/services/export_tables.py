"""Tables of stories, passages and the history of tags, as spreadsheets and CSV: coarse facts and masked words, only what may be analysed."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ldp_stories.domain.records import PROTECTED_LAYERS
from ldp_stories.domain.review import Reading
from ldp_stories.domain.tags import Tag
from ldp_stories.errors import UserError
from ldp_stories.reports.page import all_or_nothing, write_bytes
from ldp_stories.reports.tables import Cell, Sheet, write_csv, write_xlsx
from ldp_stories.services.check_disclosure import need_looked_at
from ldp_stories.services.codebook_history import version_now
from ldp_stories.services.compose_report import book_line
from ldp_stories.services.exchange_ids import derived
from ldp_stories.services.find import Purpose, purpose_gate
from ldp_stories.services.half_written import in_mind
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.library_entry import Entry, book_of, read_entries
from ldp_stories.services.log_output import log_records
from ldp_stories.services.permission import asker
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.story import read_stories
from ldp_stories.services.take_elsewhere import left_out
from ldp_stories.services.write_report import need_publisher
from ldp_stories.store import people, places, records, review

CHUNK = 500
STORIES = (
    "Story",
    "Kind",
    "Ward",
    "Month told",
    "People",
    "Who they are",
    "Ages",
    "Direction",
    "Language",
    "Reviewed",
    "Words",
)
PASSAGES = (
    "Passage",
    "Story",
    "Ward",
    "Month told",
    "Tags",
    "From second",
    "To second",
    "May be quoted",
    "Words",
)
LEFT_OUT = ("Why", "Stories")
HISTORY = ("Passage", "Story", "Tag", "Decision", "Changed to", "Stands now", "Month")


@dataclass(frozen=True, slots=True)
class Tables:
    """What was written, and how many stories are in it."""

    files: tuple[Path, ...]
    stories: int


def export_tables(
    home: Home, folder: Path, *, looked_at: Collection[int], progress: Progress = no_progress
) -> Tables:
    """Write `stories.csv`, `passages.csv`, `tag-history.csv`, `tables.xlsx` and `READ-ME.txt`: all of them or none.

    Refused NOT_YOUR_ROLE, NOT_CHECKED while one of the nine questions was not `looked_at`; UserError NOTHING_TO_TAKE, NO_ROOM_THERE, FOLDER_REFUSED.
    """
    need_publisher(home)
    need_looked_at(looked_at)
    work = _Work(home)
    with home.main.read() as con:
        work.read(con, progress)
    if not work.records:
        raise UserError("NOTHING_TO_TAKE")
    sheets = (
        Sheet("Stories", STORIES, work.stories),
        Sheet("Passages", PASSAGES, work.passages),
        Sheet("Tag history", HISTORY, work.history),
    )
    names = ("stories", "passages", "tag-history")
    stayed = left_out(home, work.left_out)
    gaps = (Sheet("Left out", LEFT_OUT, stayed),) if stayed else ()
    with in_mind(home), all_or_nothing() as files:
        for sheet, name in zip(sheets, names, strict=True):
            files.append(write_csv(sheet, folder, name))
        files.append(write_xlsx((*sheets, *gaps), folder, "tables"))
        for at, path in enumerate(files):
            log_records(home, "tables", path, work.records, work.people if at == 0 else ())
        files.append(_read_me(home, work, stayed, folder))
        log_records(home, "tables", files[-1], (), ())  # nobody's story is in it
    return Tables(tuple(files), len(work.records))


def _stories(count: int) -> str:
    return "1 story" if count == 1 else f"{count} stories"


def _read_me(home: Home, work: "_Work", stayed: Sequence[tuple[str, int]], folder: Path) -> Path:
    """Where the tables come from, by which codebook, how they are to be kept, and what is not in them."""
    lines = [
        f"{home.programme().name}: tables of {_stories(len(work.records))}",
        "",
        f"Made on {home.today().isoformat()} with LDP Stories. Words are in the masked copy; stories and passages stand under numbers.",
        book_line(version_now(home), home.today().isoformat()),
        "This is coded, not anonymous: keep it as you keep the stories, and delete it when you are told to.",
        "Permission was checked on that day. Ask for a new copy before you publish anything.",
        *(["", "Left out:", *(f"  {n}: {why}" for why, n in stayed)] if stayed else []),
    ]
    return write_bytes(folder, "READ-ME.txt", ("\n".join(lines) + "\n").encode())


class _Work:
    """Rows of the three tables, gathered chunk by chunk."""

    def __init__(self, home: Home) -> None:
        self.ask = asker(home)
        self.stories: list[tuple[Cell, ...]] = []
        self.passages: list[tuple[Cell, ...]] = []
        self.history: list[tuple[Cell, ...]] = []
        self.records: list[str] = []
        self.people: set[str] = set()
        self.left_out: Counter[str] = Counter()
        self.book: dict[str, Tag] = {}
        self.wards: dict[str, str] = {}

    def read(self, con: Connection, progress: Progress) -> None:
        """Everything that may be analysed."""
        self.book = book_of(con)
        idents = records.arrived(con)
        for at in range(0, len(idents), CHUNK):
            stories = read_stories(con, idents[at : at + CHUNK], protected=False)
            readings = review.of_records(con, stories)
            for ident, entry in read_entries(con, stories.values()).items():
                gate = purpose_gate(self.ask, entry.record, entry.consents, Purpose.ANALYSE)
                if gate.open:
                    self._add(con, entry, readings.get(ident, ()))
                else:
                    self.left_out[gate.why] += 1
            progress.report(min(at + CHUNK, len(idents)), len(idents))

    def _add(self, con: Connection, entry: Entry, readings: Sequence[Reading]) -> None:
        record, ward = entry.record, self._ward(con, entry.place_id)
        name, month = _story_name(record.id), entry.told_on[:7]
        tellers = [p for i in record.participants if (p := people.participant(con, i)) is not None]
        text = next((x.text for x in entry.reading_order if x.kind not in PROTECTED_LAYERS), "")
        settled = bool(readings) and all(r.settled for r in readings)
        self.records.append(record.id)
        self.people.update(record.participants)
        self.stories.append(
            (
                name,
                record.kind.value,
                ward,
                month,
                len(tellers),
                _each(t.teller_kind.value for t in tellers),
                _each(t.age_band.value for t in tellers),
                record.direction,
                record.language,
                "yes" if settled else "no",
                text,
            )
        )
        quotable = "yes" if self.ask.quoting(record, entry.consents).open else "no"
        for passage in entry.passages:
            tags = _each(self._tag(t) for t in entry.tags_of(passage))
            sound = passage.sound
            seconds = (sound.from_ms / 1000, sound.to_ms / 1000) if sound else (None, None)
            words = passage.text.quote if passage.text else ""
            self.passages.append(
                (derived(passage.id, "table")[:8], name, ward, month, tags, *seconds, quotable, words)
            )
        for reading in readings:
            self.history += list(self._steps(name, reading))

    def _steps(self, story: str, reading: Reading) -> Iterator[tuple[Cell, ...]]:
        about = reading.suggestion
        passage = derived(about.passage, "table")[:8] if about.passage else ""
        tag = self._tag(about.tag or "") or "no tag fits"
        stands = "" if reading.history else "yes"
        yield (passage, story, tag, "suggested", "", stands, "")
        current = {d.id for d in reading.current}
        for step in reading.history:
            now = "yes" if step.id in current else "no"
            yield (
                passage,
                story,
                tag,
                step.choice.value,
                self._tag(step.to_tag or ""),
                now,
                step.at_label[:7],
            )

    def _tag(self, ident: str) -> str:
        tag = self.book.get(ident)
        return f"{tag.code} {tag.name}" if tag else ""

    def _ward(self, con: Connection, place: str | None) -> str:
        if place is None:
            return ""
        if place not in self.wards:
            ward = places.ward_of(con, place)
            self.wards[place] = ward.name if ward else ""
        return self.wards[place]


def _story_name(record: str) -> str:
    """A name for a story that leads back to it here and says nothing to others."""
    return derived(record, "table")[:8]


def _each(values: Iterator[str]) -> str:
    return "; ".join(dict.fromkeys(v for v in values if v))
