"""A document for readers: sections of words, quotes, clips and tables. The page, the Word file and the plain text are all made from it.

A quote with a `gap` has no words, no place and no attribution: what was taken out stays as a visible gap with its reason.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ldp_stories.reports.drawing import Drawing, svg

MOST_COLUMNS = 6
"""Columns of a table that a page of paper holds."""
NOTHING = "Nothing recorded yet."


@dataclass(frozen=True, slots=True)
class Words:
    """Something we say ourselves, in paragraphs."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, or a gap. `clip` is the file that plays it ("" = none), `ms` its length; `silent` why it does not play."""

    text: str
    language: str = ""
    attribution: str = ""
    place: str = ""
    told_on: str = ""
    direction: str = ""
    gap: str = ""
    clip: str = ""
    ms: int = 0
    silent: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head, with a title that a reader hears first; every row is as long as the head."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of ours as SVG, with the words that say the same (`alt`); `drawing` itself for whoever paints it."""

    svg: str
    alt: str
    drawing: Drawing | None = None


def pictured(drawing: Drawing) -> tuple[Picture, Table]:
    """A drawing as blocks: the picture, and the table that says the same; one with many columns says them in words, to fit a page."""
    head, *rows = drawing.table
    if len(head) > MOST_COLUMNS:
        said = tuple((name, _in_words(head[1:], cells)) for name, *cells in rows)
        head, rows = (head[0], "What stands there"), list(said)
    return Picture(svg(drawing), drawing.alt, drawing), Table("The same as a table", head, tuple(rows))


def _in_words(columns: Sequence[str], cells: Sequence[str]) -> str:
    said = [f"{column}: {cell}" for column, cell in zip(columns, cells, strict=True) if cell]
    return "; ".join(said) or "nothing"


Block = Words | Quote | Table | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; nothing there is said, never filled."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The whole. `made_on` is an ISO date, shown as a month; `lead` stands under the title, `foot` at the end, in paragraphs."""

    title: str
    programme: str
    practice: bool
    made_on: str
    sections: tuple[Section, ...]
    lead: str = ""
    foot: tuple[str, ...] = ()
    language: str = "en-GB"

    def quotes(self) -> Iterator[Quote]:
        """Every quote and gap."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Quote):
                    yield block

    @property
    def shown(self) -> int:
        """How many quotes can be read."""
        return sum(not q.gap for q in self.quotes())

    @property
    def gaps(self) -> int:
        """How many quotes are gaps."""
        return sum(bool(q.gap) for q in self.quotes())

    @property
    def clips(self) -> tuple[str, ...]:
        """The files of sound it plays."""
        return tuple(q.clip for q in self.quotes() if q.clip)


def checked(document: Document) -> Document:
    """The same document. Raises ValueError when a gap still carries words, a place, a name or a sound: those must never be written."""
    for quote in document.quotes():
        if quote.gap and (quote.text or quote.attribution or quote.place or quote.clip):
            raise ValueError("a gap has no words")
        if quote.clip and not quote.text:
            raise ValueError("a sound has its words beside it")
    return document
