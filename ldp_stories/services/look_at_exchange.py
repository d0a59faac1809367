"""Look into a file of another analysis program before anything of it is taken: what it holds, what is known here, what is lost."""

from dataclasses import dataclass
from pathlib import Path

from ldp_stories.errors import UserError
from ldp_stories.reports.refi.losses import sentence
from ldp_stories.reports.refi.model import Codebook, Loss, Project, Selection, SoundSource, Source, Span
from ldp_stories.reports.refi.read_codebook import read_codebook
from ldp_stories.reports.refi.read_project import read_project
from ldp_stories.services.exchange_ids import guid_of
from ldp_stories.services.home import Home
from ldp_stories.store import records, tags


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file holds. `codes` and `known_codes`: tags in it, and those of them that stand in our codebook; the same for stories.

    `project` is None for a codebook file; `book` has the codes of either.
    """

    name: str
    origin: str
    codes: int
    known_codes: int
    stories: int
    known_stories: int
    marks: int
    losses: tuple[Loss, ...]
    book: Codebook
    project: Project | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The same in sentences, what was lost last."""
        told = [
            f"{self.codes} {'tag' if self.codes == 1 else 'tags'}, {self.known_codes} of them in our codebook."
        ]
        if self.project is not None:
            told.append(
                f"Texts and recordings: {self.stories}, {self.known_stories} of them our stories. Marks: {self.marks}."
            )
        return (*told, *(sentence(one) for one in self.losses))


def look(home: Home, path: Path) -> Seen:
    """Read a `.qdpx` or `.qdc` file (told apart by what is in it, not by its name). UserError NOT_AN_EXCHANGE, EXCHANGE_REFUSED, ..."""
    project: Project | None = None
    if _is_archive(path):
        project, losses = read_project(path)
        book = Codebook(project.codes, project.sets, project.origin)
    else:
        book, losses = read_codebook(path)
    sources = project.sources if project is not None else ()
    with home.main.read() as con:
        ours = {guid_of(t.id) for t in tags.codebook(con)}
        told = {guid_of(r) for r in records.several(con, [s.guid for s in sources])}
    codes = [code for top in book.codes for code, _ in top.walk() if code.codable]
    return Seen(
        name=path.name,
        origin=book.origin,
        codes=len(codes),
        known_codes=sum(code.guid in ours for code in codes),
        stories=len(sources),
        known_stories=sum(s.guid in told for s in sources),
        marks=sum(len(_marks(s)) for s in sources),
        losses=losses,
        book=book,
        project=project,
    )


def _is_archive(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(2) == b"PK"
    except OSError as error:
        raise UserError("FILE_UNREADABLE", name=path.name) from error


def _marks(source: Source) -> list[Selection | Span]:
    found: list[Selection | Span] = [*source.selections]
    if isinstance(source, SoundSource):
        found += [span for t in source.transcripts for span in t.spans]
    return found
