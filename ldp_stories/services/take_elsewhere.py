"""Take stories to another analysis program: a REFI-QDA project, the codebook, and a page that says where it comes from (US-E10).

Only what the team may analyse goes, in masked words, with recordings the team may hear; what stays is counted with its reason.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.reports.page import all_or_nothing, write_file
from ldp_stories.reports.refi.model import Codebook, Loss
from ldp_stories.reports.refi.write import write_codebook, write_project
from ldp_stories.services.check_disclosure import need_looked_at
from ldp_stories.services.decode_apart import pcm
from ldp_stories.services.exchange_codes import codes_of
from ldp_stories.services.exchange_project import Exchange, exchange_project
from ldp_stories.services.find import codebook
from ldp_stories.services.half_written import in_mind
from ldp_stories.services.home import Home
from ldp_stories.services.log_output import log_records
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.sound import open_sound
from ldp_stories.store import records

NAME = "project"


@dataclass(frozen=True, slots=True)
class Taken:
    """What was written: the files, how many stories went, why how many others stayed, and what the format could not hold."""

    files: tuple[Path, ...]
    stories: int
    left_out: Mapping[str, int]
    losses: tuple[Loss, ...]


def take_project(
    home: Home,
    folder: Path,
    *,
    looked_at: Collection[int],
    sound: bool = True,
    progress: Progress = no_progress,
) -> Taken:
    """Write `project.qdpx`, `codebook.qdc` and `READ-ME.txt` into `folder` and log them as issued.

    Refused NOT_YOUR_ROLE, NOT_CHECKED while one of the nine questions was not `looked_at`; UserError NOTHING_TO_TAKE.
    """
    _may_take(home)
    need_looked_at(looked_at)
    found = exchange_project(home, sound=sound, progress=progress)
    if not found.records:
        raise UserError("NOTHING_TO_TAKE")
    sounds = {file: _Sound(home, medium, progress) for file, medium in found.files.items()}
    with in_mind(home), all_or_nothing() as made:
        path, lost = write_project(found.project, folder, NAME, sounds)
        made.append(path)
        book, also = write_codebook(_book(home), folder, "codebook")
        made.append(book)
        about = _read_me(home, found, folder)
        made.append(about)
        log_records(home, "project for another program", path, found.records, found.people)
        for one in (book, about):  # nobody's story is in these: there is nothing in them to call back
            log_records(home, "project for another program", one, (), ())
    gone = (Loss("moved", found.lost_marks),) if found.lost_marks else ()
    return Taken((path, book, about), len(found.records), dict(found.left_out), (*lost, *also, *gone))


def take_codebook(home: Home, folder: Path) -> Path:
    """Write the codebook alone as `codebook.qdc`. UserError EXCHANGE_EMPTY when there are no tags; NO_ROOM_THERE, FOLDER_REFUSED."""
    book = _book(home)
    if not book.codes:
        raise UserError("EXCHANGE_EMPTY", name="codebook")
    return write_codebook(book, folder, "codebook")[0]


def _may_take(home: Home) -> None:
    if not home.roles() & {Role.EVALUATOR, Role.COORDINATOR}:
        raise Refused("NOT_YOUR_ROLE")


def _book(home: Home) -> Codebook:
    return Codebook(codes_of(codebook(home, retired=True)), (), "LDP Stories")


class _Sound:
    """Writes one recording as .m4a. It is made in memory: the archive cannot be sought in, and no plain copy may lie on the disk."""

    def __init__(self, home: Home, medium: str, progress: Progress) -> None:
        self._home, self._medium, self._progress = home, medium, progress

    def __call__(self, out: IO[bytes]) -> None:
        from ldp_stories.media.encode import m4a_from_pieces  # late: starting the program must not load it

        made = BytesIO()
        reader = open_sound(self._home, self._medium)
        try:
            m4a_from_pieces(pcm(reader.io), made, lambda ms: self._progress.report(ms, 0))
        finally:
            reader.close()
        out.write(made.getbuffer())


OTHERWISE = "there is no permission for it today"
WHY_LEFT = {
    "no": "people said no to the team reading their words",
    "not_asked": "people were not asked whether the team may read their words",
    "closed": "the story is closed",
    "not_masked": "no masked copy was made yet",
    "withdrawn": "people took their words back",
}


TAKEN_OUT = "taken out for good since, most often because their teller took them back"


def left_out(home: Home, why: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Why stories are not in what leaves, in words, with how many: those that stay here, and those that were here and are gone."""
    stayed = [(WHY_LEFT.get(reason, OTHERWISE), n) for reason, n in sorted(why.items())]
    with home.main.read() as con:
        gone = records.taken_out(con)
    return (*stayed, *([(TAKEN_OUT, gone)] if gone else []))


def _counted(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def _read_me(home: Home, found: Exchange, folder: Path) -> Path:
    programme = home.programme()
    stories = _counted(len(found.records), "story", "stories")
    recordings = _counted(len(found.files), "recording", "recordings")
    stayed = [f"  {n}: {why}" for why, n in left_out(home, found.left_out)]
    lines = [
        f"{found.project.name}: stories for analysis",
        "",
        f"Made on {home.today().isoformat()} with LDP Stories. {stories}, {recordings}.",
        "Words are in the masked copy. People stand under numbers. This is coded, not anonymous: keep it as you keep the stories.",
        "Permission was checked on that day. Ask for a new copy before you publish anything, and delete this one when you are told to.",
        "",
        "project.qdpx holds stories, tags, marks and recordings (REFI-QDA 1.5); codebook.qdc the tags alone.",
        "Not in it, because the format has no place for it: consent, the reasons and the history of each tag, rounds of double coding.",
        *(["", "Left out:", *stayed] if stayed else []),
        "",
        f"Questions, or to have something taken out: {programme.terms.get('privacy_contact') or programme.name}",
    ]
    data = ("\n".join(lines) + "\n").encode()
    return write_file(folder, "READ-ME.txt", lambda out: _put(out, data))


def _put(out: IO[bytes], data: bytes) -> None:
    out.write(data)
