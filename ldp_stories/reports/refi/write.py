"""Write a `.qdpx` project or a `.qdc` codebook into a folder: whole or not at all, and the same bytes for the same content."""

from collections.abc import Mapping
from pathlib import Path
from typing import IO

from ldp_stories.reports.page import write_file
from ldp_stories.reports.refi.archive import QDE, SOURCES, Fill, Writing
from ldp_stories.reports.refi.losses import Losses
from ldp_stories.reports.refi.model import Codebook, Loss, Project, SoundSource, TextSource, Transcript
from ldp_stories.reports.refi.write_xml import codebook_xml, project_xml


def write_project(
    project: Project, folder: Path, name: str, sounds: Mapping[str, Fill] | None = None
) -> tuple[Path, tuple[Loss, ...]]:
    """The file and what could not be written as it was. `sounds` writes each recording, by the file name its source gives.

    Raises UserError NO_ROOM_THERE or FOLDER_REFUSED; KeyError for a source whose sound nobody gives (a bug).
    """
    losses = Losses()

    def fill(out: IO[bytes]) -> None:
        archive = Writing(out)
        try:
            archive.add_pieces(QDE, project_xml(project, losses))
            for one in sorted(_texts(project), key=lambda t: t.guid):
                archive.add_text(f"{SOURCES}{one.guid}.txt", one.text)
            for file in sorted(s.file for s in project.sources if isinstance(s, SoundSource) and s.file):
                archive.add_stream(f"{SOURCES}{file}", (sounds or {})[file])
        finally:
            archive.close()

    return write_file(folder, f"{name}.qdpx", fill), losses.all()


def _texts(project: Project) -> list[TextSource | Transcript]:
    found: list[TextSource | Transcript] = [s for s in project.sources if isinstance(s, TextSource)]
    found += [t for s in project.sources if isinstance(s, SoundSource) for t in s.transcripts]
    return [*found, *project.notes]


def write_codebook(book: Codebook, folder: Path, name: str) -> tuple[Path, tuple[Loss, ...]]:
    """The `.qdc` file and what could not be written as it was. UserError NO_ROOM_THERE, FOLDER_REFUSED; ValueError for an empty codebook."""
    losses = Losses()
    pieces = list(codebook_xml(book, losses))
    data = "".join(pieces).encode()

    def fill(out: IO[bytes]) -> None:
        out.write(data)

    return write_file(folder, f"{name}.qdc", fill), losses.all()
