"""After a kill or a power cut: which conversations were open, how much sound is safe, and bringing in sound that was made elsewhere.

The desk knows the parts, the vault how much of each is there. A part whose recorder never closed it is sealed here.
"""

from pathlib import Path
from typing import Final

from ldp_stories.domain.consent import Scope, gate
from ldp_stories.domain.ids import new_id
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import desk_talk, recording
from ldp_stories.services.conversation import Conversation, Recovered, Take
from ldp_stories.services.decode_apart import pcm
from ldp_stories.services.desk_talk import Draft
from ldp_stories.services.home import Home
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.recorder_part import sealed_gaps
from ldp_stories.store.vault import new_item_key

_BLOCK: Final = 1 << 20
_LONGEST_GAP: Final = 24 * 3600 * 1000
"""More than this between two parts is a clock that was put right, and no gap."""


def recoverable(home: Home) -> tuple[Recovered, ...]:
    """Conversations that were open when the program stopped, with the sound that is safe; seals what a killed recorder left open.

    A conversation that is being recorded by this process now (behind a lock) is not among them.
    """
    found = []
    for draft in desk_talk.load_all(home):
        if any(t.item in recording.running for t in draft.talk.takes):
            continue
        sealed = seal_open_parts(home, draft)
        takes = sealed.talk.takes
        found.append(
            Recovered(
                sealed.talk,
                sealed.talk.sound_ms,
                len(sealed.talk.notes),
                takes[-1].item if takes else None,
                sealed.ended.get(takes[-1].item) if takes and takes[-1].state == "recovered" else None,
            )
        )
    return tuple(found)


def cut_off(home: Home) -> str:
    """The newest conversation whose recording ended with the program, and of which nobody has been told yet; "" when there is none."""
    cut = (d.talk.id for d in desk_talk.load_all(home) if any(_is_cut_off(t) for t in d.talk.takes))
    return next(cut, "")


def _is_cut_off(take: Take) -> bool:
    """Whether nobody writes this part any more, though the window never said that it was at its end."""
    return take.state == "live" and take.item not in recording.running


def seal_left_open(home: Home, id: str) -> Conversation:
    """A conversation whose recorder died behind a lock or on a full disk: what it left open is sealed, so that it counts and plays."""
    return seal_open_parts(home, desk_talk.load(home, id)).talk


def seal_open_parts(home: Home, draft: Draft) -> Draft:
    """Seal the parts nobody is writing any more, and note how long they are and when they were cut off."""
    for take in draft.talk.takes:
        if _is_cut_off(take):
            draft = _seal(home, draft, take)
    return draft


def _seal(home: Home, draft: Draft, take: Take) -> Draft:
    """The window never said that this part was at its end, so it was cut off, even where its recorder had time to close it."""
    path = home.vault.path(take.item)
    if not path.exists():  # killed between the desk's commit and the recorder's start
        return desk_talk.remove_take(home, draft.talk.id, take.item)
    key = bytes.fromhex(draft.keys[take.item])
    ended = _last_commit(path)
    ms = home.vault.finish(take.item, key)
    if not ms:
        home.vault.remove(take.item)
        return desk_talk.remove_take(home, draft.talk.id, take.item)
    gaps = sealed_gaps(home, take.item, key)
    lost = take.gap_before_ms or _lost_before(home, draft, take.item, key)
    return desk_talk.change_take(
        home, draft.talk.id, take.item, ended=ended, ms=ms, state="recovered", gaps=gaps, gap_before_ms=lost
    )


def _lost_before(home: Home, draft: Draft, item: str, key: bytes) -> int:
    """What was lost before a part that began behind a lock, where nobody could write it down: from the end of the one that was cut off."""
    items = [take.item for take in draft.talk.takes]
    at = items.index(item)
    cut = draft.ended.get(items[at - 1]) if at else None
    if cut is None:
        return 0
    with home.vault.open(item, key) as reader:
        begun = reader.fact("begun_at")
    lost = begun - round(cut * 1000) if isinstance(begun, int) else 0
    return lost if 0 < lost < _LONGEST_GAP else 0


def _last_commit(path: Path) -> float:
    """When the item was last written, in seconds since 1970."""
    files = [path, Path(f"{path}-wal")]
    return max(f.stat().st_mtime for f in files if f.exists())


def add_part_from_file(home: Home, id: str, path: Path, progress: Progress = no_progress) -> Take:
    """Bring a sound file in as the next part. UserError MEDIA_UNREADABLE, MEDIA_GONE, NO_ROOM; Refused NO_PERMISSION (scope=, why=)."""
    answer = gate(desk_talk.consent_of(desk_talk.load(home, id)), Scope.AUDIO, home.today())
    if not answer.open:
        raise Refused("NO_PERMISSION", scope="audio", why=answer.why)
    if recording.room_left(home).minutes < recording.LEAST_MINUTES:
        raise Refused("NO_ROOM_TO_RECORD")
    take, key = Take(new_id(), 0, 0, "live"), new_item_key()
    desk_talk.add_take(home, id, take, key)
    try:
        ms = _pour(home, path, take.item, key, progress)
    except BaseException:
        desk_talk.remove_take(home, id, take.item)
        home.vault.remove(take.item)
        raise
    draft = desk_talk.change_take(home, id, take.item, ms=ms, state="file")
    return next(t for t in draft.talk.takes if t.item == take.item)


def _pour(home: Home, path: Path, item: str, key: bytes, progress: Progress) -> int:
    """Decode the file into a vault item; its milliseconds."""
    live = home.vault.create(item, key, bulk=True)
    waiting = bytearray()
    try:
        with path.open("rb") as file:
            for block in pcm(file):
                waiting += block
                if len(waiting) >= _BLOCK:
                    live.append(bytes(waiting))
                    waiting.clear()
                    progress.report(live.duration_ms, 0, path.name)
        live.append(bytes(waiting))
    except FileNotFoundError as error:
        raise UserError("MEDIA_GONE") from error
    except OSError as error:
        raise UserError("MEDIA_UNREADABLE") from error
    finally:
        live.seal()
    if not live.duration_ms:
        raise UserError("MEDIA_UNREADABLE")
    return live.duration_ms
