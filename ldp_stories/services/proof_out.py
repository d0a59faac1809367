"""Take a film that proves a yes out of the notebook to watch it: nothing here shows a film's pictures, and none is decoded in the window.

Out there it is not locked. Where each copy lies is kept in the desk file, so that it can be deleted with one press; and it goes with the
proof itself when that is taken back.
"""

from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Final, cast

from ldp_stories.domain.held_files import take_away
from ldp_stories.domain.ids import new_id
from ldp_stories.reports.page import all_or_nothing, write_file
from ldp_stories.services.half_written import in_mind, is_ours
from ldp_stories.services.home import Home
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.store import desk
from ldp_stories.store.folders import refuse_unsafe

OUT: Final = "proof out:"
_NAME: Final = "how they said yes"
"""What the copy is called: nobody's code and no name of a file from a phone."""
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class ProofOut:
    """A copy that lies outside, of which piece of proof."""

    id: str
    evidence: str
    path: Path


def take_proof_out(
    home: Home,
    evidence: str,
    type: str,
    place: tuple[str, bytes],
    folder: Path,
    progress: Progress = no_progress,
) -> ProofOut:
    """Write a piece of proof, as it was kept, into a folder; `place` is its vault item and key.

    UserError SYNCED_FOLDER, NO_ROOM_THERE, FOLDER_REFUSED, MEDIA_GONE, MEDIA_DAMAGED: then nothing lies there.
    """
    refuse_unsafe(folder)
    with home.vault.open(*place) as reader, in_mind(home), all_or_nothing() as made:
        source = cast("IO[bytes]", reader.file())

        def fill(out: IO[bytes]) -> None:
            copyfileobj(_Told(source, reader.size, progress), out, _BLOCK)

        made.append(write_file(folder, f"{_NAME}.{type}", fill))
        found = ProofOut(new_id(), evidence, made[0])
        stat = found.path.stat()
        row = {"evidence": evidence, "path": str(found.path), "size": stat.st_size, "time": stat.st_mtime_ns}
        with home.desk.write() as con:
            desk.save(con, OUT + found.id, row)
    return found


class _Told:
    """A file whose reading is told as progress."""

    def __init__(self, source: IO[bytes], size: int, progress: Progress) -> None:
        self._source, self._size, self._progress, self._done = source, size, progress, 0

    def read(self, most: int = _BLOCK, /) -> bytes:
        """The next block."""
        block = self._source.read(most)
        self._done += len(block)
        self._progress.report(self._done, self._size)
        return block


def proofs_out(home: Home, evidence: str) -> tuple[ProofOut, ...]:
    """The copies of a piece of proof that still lie where they were put."""
    with home.desk.read() as con:
        rows = desk.rows(con, OUT)
    found = (ProofOut(key.removeprefix(OUT), row["evidence"], Path(row["path"])) for key, row in rows)
    return tuple(one for one in found if one.evidence == evidence and one.path.exists())


def delete_proof_out(home: Home, evidence: str) -> int:
    """Delete the copies of a piece of proof, where they are still what was put there; how many. OSError where the disk refuses."""
    with home.desk.read() as con:
        mine = [(key, row) for key, row in desk.rows(con, OUT) if row["evidence"] == evidence]
    gone = 0
    for key, row in mine:
        path = Path(row["path"])
        if not path.parent.exists():  # a stick that is not in: it is looked at again
            continue
        if is_ours(path, row):
            take_away(path)
            gone += 1
        with home.desk.write() as con:
            desk.drop(con, key)
    return gone
