"""Pack what somebody is owed into sealed, signed parts, proved by reading them back; only then it counts as packed (BUNDLE.md 6)."""

import errno
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ldp_stories.domain.media import RenditionKind
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.hide_old_words import restate
from ldp_stories.services.home import Home
from ldp_stories.services.join_masked import join_all
from ldp_stories.services.keep_sound import make_master, make_small
from ldp_stories.services.part_size import part_size
from ldp_stories.services.plan_bundle import SendPlan, plan
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.recipients import recipient_named
from ldp_stories.services.release_words import pass_on
from ldp_stories.services.save_pack import missing, save_pack
from ldp_stories.services.stop_sharing import forget_unshared
from ldp_stories.services.tell_holders import say_closings_alone
from ldp_stories.services.use_reserve import may_use_reserve
from ldp_stories.services.write_parts import Deliver, hand_over, write_parts
from ldp_stories.store import belonging, media, sendings

_BLOCKED: Final = {errno.EROFS, errno.EACCES, errno.EPERM}


@dataclass(frozen=True, slots=True)
class Packed:
    """A finished sending: its files, proved; `pack` is the newest programme file beside a return, when there is one.

    `parts` is how many parts the whole sending has, those made on an earlier day included.
    """

    paths: tuple[Path, ...]
    bundles: tuple[str, ...]
    stories: int
    recordings: int
    bytes: int
    pack: Path | None = None
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A sending in parts that was interrupted: `done` of `parts` stand, begun on a day, by a way."""

    done: int
    parts: int
    on: str
    profile: str


@may_use_reserve
def pack(
    home: Home,
    to_key: str,
    folder: Path,
    *,
    profile: str = "stick",
    first_word: str = "",
    progress: Progress = no_progress,
    part_bytes: int = 0,
    deliver: Deliver | None = None,
) -> Packed:
    """Write what `to_key` is owed into `folder`, in parts of at most `part_bytes` (0: what is usual for the profile).

    What was interrupted is carried on: only the parts with no verified copy are made. With `deliver` each finished part is handed on, and
    the file in `folder` goes. The first sending to somebody needs the first of their six words, as they say it (Refused FIRST_WORD).
    Refused NOTHING_TO_SEND; UserError NO_FOLDER, STICK_BLOCKED, STICK_OUT, NO_ROOM_THERE, DISK_TROUBLE, READ_BACK_FAILED: the part at
    hand does not count as packed then, and nothing half-written stays.
    """
    if not folder.is_dir():
        raise UserError("NO_FOLDER", folder=str(folder))
    to = recipient_named(home, to_key)
    if to.new and first_word.strip().casefold() != to.words[0]:
        raise Refused("FIRST_WORD", name=to.name)
    _get_ready(home, to_key, profile, progress)
    planned = _planned(home, to_key, profile)
    if planned.empty and not planned.news.any:
        raise Refused("NOTHING_TO_SEND", name=to.name)
    size = part_size(profile, folder, part_bytes)
    try:
        written = write_parts(home, planned, folder, size, progress, deliver)
    except UserError as error:
        raise _plainly(error, folder) from error
    beside = _pack_beside(home, folder, deliver) if _sends_pack(home, planned) else None
    return Packed(
        paths=tuple(w.path for w in written),
        bundles=tuple(w.bundle_id for w in written),
        stories=planned.stories,
        recordings=planned.recordings,
        bytes=sum(w.size for w in written),
        pack=beside,
        parts=written[-1].envelope.part.of if written else 0,
    )


def unfinished(home: Home, to_key: str) -> Unfinished | None:
    """What was begun for somebody and not finished; packing with the same way carries it on."""
    thread = recipient_named(home, to_key).thread
    with home.main.read() as con:
        begun = sendings.unfinished(con, thread)
    if begun is None:
        return None
    total = len(begun.parts)
    return Unfinished(total - len(begun.left), total, begun.at_label[:10], begun.profile)


def begin_anew(home: Home, to_key: str) -> None:
    """Give up what was begun for somebody (the stick with its first parts is lost, say): the next packing makes every part."""
    thread = recipient_named(home, to_key).thread
    with home.main.write() as con:
        sendings.close(con, thread)


def _plainly(error: UserError, folder: Path) -> UserError:
    """What it means for a person that a disk does not take a file: the stick is out, or writing is not allowed there."""
    cause = error.__cause__
    if error.code not in ("DISK_TROUBLE", "READ_BACK_FAILED") or not isinstance(cause, OSError):
        return error
    if (
        not folder.is_dir()
    ):  # asked first: Windows says of a stick that is out what it says of one that is blocked
        return UserError("STICK_OUT")
    if cause.errno in _BLOCKED:
        return UserError("STICK_BLOCKED", folder=str(folder))
    if cause.errno in (errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT):
        return UserError("STICK_OUT")
    return error


def _get_ready(home: Home, to_key: str, profile: str, progress: Progress) -> None:
    """Make masters still to be made, and the small copies of sound that mail and network want."""
    with home.main.read() as con:
        waiting = media.without_hash(con)
    for medium in waiting:
        make_master(home, medium, progress)
    if profile == "stick":
        return
    for medium, rendition in plan(home, to_key, profile).renditions:
        if rendition.kind is not RenditionKind.OPUS:
            make_small(home, medium, progress)


def _planned(home: Home, to_key: str, profile: str) -> SendPlan:
    """What is owed, with every closing said alone; to evaluators after what holds words written over later was said again without them."""
    with home.main.write() as con:
        say_closings_alone(home, con, recipient_named(home, to_key))
    planned = plan(home, to_key, profile)
    if planned.to.role is not Role.EVALUATOR:
        return planned
    with home.main.write() as con:
        join_all(home, con)
        restate(home, con, belonging.entities_of(con, planned.revisions))
        pass_on(home, con)
        forget_unshared(con, planned.to)
    return plan(home, to_key, profile)


def _sends_pack(home: Home, planned: SendPlan) -> bool:
    """A coordinator tells everybody. Another coordinator too, who could not take over without knowing the newest people; but a wish to take
    something out reaches them whatever the programme lacks."""
    if Role.COORDINATOR not in home.roles():
        return False
    return planned.to.role is not Role.COORDINATOR or (home.admitted and not missing(home))


def _pack_beside(home: Home, folder: Path, deliver: Deliver | None) -> Path:
    """The newest programme file in the folder: the one that lies there already when nothing has changed since."""
    try:
        path = save_pack(home, folder).path
    except UserError as error:
        if error.code != "FILE_EXISTS":
            raise
        path = folder / str(error.facts["name"])
    if deliver is not None:
        hand_over(path, deliver)
    return path
