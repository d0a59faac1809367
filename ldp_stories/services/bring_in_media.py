"""Bring in from a phone: look at files, say how long and how big they are, and keep them with a story, once its people said yes to that.

Big files stream into the vault: a film of five gigabytes takes a few megabytes of memory, and stopping leaves nothing behind. Photos, sound
and films are opened in processes of their own. Photos are kept upright without their place and camera; a film's place is blanked as it is
copied, and so is what a file that cannot be opened says of place and camera.
"""

import hashlib
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Final, cast

from ldp_stories.domain.consent import Gate
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.phone_files import SCOPE_OF, FileSort, Keep, PhoneFile, Source, source_of
from ldp_stories.domain.records import Record, RecordKind
from ldp_stories.errors import Refused, UserError
from ldp_stories.media import kinds
from ldp_stories.media.film_places import blanked
from ldp_stories.media.photos import MOST_BYTES, make_safe
from ldp_stories.media.place_marks import marks_of, without_marks
from ldp_stories.services.decode_apart import make_smaller, pcm, places_of, probe
from ldp_stories.services.half_kept import new_file, settled
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.identity_session import put_away
from ldp_stories.services.laptop import free_bytes, photo_command
from ldp_stories.services.left_on_phone import fingerprint, note_later
from ldp_stories.services.permission import asker, consents_of
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.story import the_record
from ldp_stories.store import media
from ldp_stories.store.vault import FileItem, new_item_key

BLOCK: Final = 1 << 20
TROUBLE: Final = (OSError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError)
"""What reading a phone's file, or one inside a zip, may end in."""
_SOUND_BYTES: Final = 5
_FILM_BYTES: Final = 130
"""About what a millisecond takes of only the sound, and of a smaller copy."""
SPARE: Final = 64 * 1024**2
"""Room that stays free beside what is brought in."""


def look(file: Path | Source, command: Sequence[str] | None = None) -> PhoneFile:
    """What a file is. UserError FILE_UNREADABLE. A file nothing here can open is one too: `playable` False."""
    try:
        return _look(source_of(file) if isinstance(file, Path) else file, command)
    except TROUBLE as error:
        raise UserError("FILE_UNREADABLE", name=file.name) from error


def _look(source: Source, command: Sequence[str] | None) -> PhoneFile:
    with source.open() as opened:
        head = opened.read(kinds.HEAD_BYTES)
    kind = kinds.sniff(head, source.name)
    sort = FileSort(kind.kind)
    if sort is FileSort.PHOTO:
        return _look_at_photo(source, kind.ext, command)
    if sort in (FileSort.AUDIO, FileSort.VIDEO):
        return _look_at_film(source, kind.ext)
    return PhoneFile(source, sort, kind.ext, playable=kind.ext in {"pdf", "txt"})


def _look_at_photo(source: Source, ext: str, command: Sequence[str] | None) -> PhoneFile:
    try:
        made = make_safe(command or photo_command(), _whole(source))
    except UserError as error:
        if error.code != "PHOTO_UNREADABLE":
            raise
        return PhoneFile(source, FileSort.PHOTO, ext, playable=False)
    return PhoneFile(
        source,
        FileSort.PHOTO,
        made.type,
        place=made.place,
        device=made.device,
        width=made.width,
        height=made.height,
    )


def _look_at_film(source: Source, ext: str) -> PhoneFile:
    try:
        with source.open() as opened:
            info = probe(opened)
    except UserError:
        return PhoneFile(source, FileSort(kinds.kind_of(ext)), ext, playable=False)
    sort = FileSort.VIDEO if info.has_video else FileSort.AUDIO
    playable = info.has_audio or info.has_video
    place = bool(_places(source))
    return PhoneFile(source, sort, ext, playable, info.duration_ms, place=place, has_sound=info.has_audio)


def _places(source: Source) -> tuple[bytes, ...]:
    with source.open() as opened:
        return places_of(opened)


def room_needed(files: Sequence[PhoneFile]) -> int:
    """Bytes of free disk that keeping them takes."""
    sizes = (keep_size(f, f.keep) for f in files)
    return sum(size + size // 50 for size in sizes) + SPARE


def keep_size(file: PhoneFile, keep: Keep) -> int:
    """About how many bytes a file takes when it is kept in some way."""
    if keep is Keep.LATER:
        return 0
    if keep is Keep.SOUND:
        return min(file.size, file.duration_ms * _SOUND_BYTES)
    return min(file.size, file.duration_ms * _FILM_BYTES) if keep is Keep.SMALLER else file.size


def ways_to_keep(file: PhoneFile) -> tuple[Keep, ...]:
    """In which ways a file can be kept: films in all, when they can be read here; anything else as it is."""
    if file.sort is not FileSort.VIDEO:
        return (Keep.WHOLE,)
    if not file.playable or not file.duration_ms:
        return (Keep.WHOLE, Keep.LATER)
    made = (Keep.SMALLER,) if can_make_smaller() else ()
    return (Keep.WHOLE, *made, *((Keep.SOUND,) if file.has_sound else ()), Keep.LATER)


def can_make_smaller() -> bool:
    """Whether a smaller copy can be made on this laptop."""
    from ldp_stories.media import smaller

    return smaller.can_make_smaller()


def may_keep(home: Home, record: str, sort: FileSort, *, nobody_in_it: bool = False) -> Gate:
    """Whether a file of this sort may be kept with a story today; an observation takes photos in which nobody can be recognised."""
    with home.main.read() as con:
        found = the_record(con, record)
        return _gate(home, con, found, sort, nobody_in_it)


def _gate(home: Home, con: Connection, record: Record, sort: FileSort, nobody: bool) -> Gate:
    if record.kind is RecordKind.OBSERVATION and not record.participants:
        free = sort is FileSort.FILE or (sort is FileSort.PHOTO and nobody)
        return Gate(free, "" if free else "no_consent")
    return asker(home).gate(record, consents_of(con, record), SCOPE_OF[sort])


def keep_media(
    home: Home,
    record: str,
    files: Sequence[PhoneFile],
    progress: Progress = no_progress,
    *,
    origin: str = "phone",
    nobody_in_it: bool = False,
    keep_place: bool = False,
    command: Sequence[str] | None = None,
) -> tuple[str, ...]:
    """Keep files with a story, in order; their medium ids. All or nothing: stopped, refused or cut off, none of them stays.

    Refused NO_PERMISSION (scope=, why=), NOT_YOUR_ROLE; UserError NO_ROOM, FILE_UNREADABLE (pulled out), NO_SUCH_STORY.
    """
    with home.main.read() as con:
        found = the_record(con, record)
        for sort in {f.kept_as for f in files}:
            gate = _gate(home, con, found, sort, nobody_in_it)
            if not gate.open:
                raise Refused("NO_PERMISSION", scope=SCOPE_OF[sort].value, why=gate.why)
        position = 1 + max((m.position for m in media.of_record(con, record)), default=-1)
    if free_bytes(home.folder) < room_needed(files):
        raise UserError("NO_ROOM")
    total, done = sum(f.size for f in files), 0
    kept: list[Kept] = []
    try:
        for file in files:
            kept.append(Kept(home, file, keep_place, command or photo_command()))
            kept[-1].write(_from(progress, done, total))
            done += file.size
        _note(home, found, kept, origin, position)
    except BaseException:
        for one in kept:
            one.forget()
        raise
    return tuple(one.medium for one in kept)


def _from(progress: Progress, start: int, total: int) -> Callable[[int], None]:
    """Tells how far all files are from how far one is."""
    return lambda done: progress.report(start + done, total)


class Kept:
    """One file on its way into the vault."""

    def __init__(self, home: Home, file: PhoneFile, keep_place: bool, command: Sequence[str]) -> None:
        self.home, self.file, self.keep_place, self.command = home, file, keep_place, command
        self.medium = new_id()
        self.items: list[tuple[str, bytes, str, int, str, str]] = []
        self.begun: list[str] = []
        self.facts: dict[str, object] = {}
        self.mark = ""
        """What a film that is left on the phone is known by."""

    def write(self, told: Callable[[int], None]) -> None:
        """Copy it in; `told(bytes)` now and then."""
        if self.file.keep is not Keep.WHOLE:
            self._write_other(told)
            return
        if self.file.sort is FileSort.PHOTO and self.file.playable:
            self._write_photo()
            told(self.file.size)
            return
        source = self.file.source
        if not self.file.playable and not self.keep_place:
            self._write_unknown(told)
            return
        film = self.file.sort in (FileSort.AUDIO, FileSort.VIDEO)
        places = _places(source) if film and not self.keep_place else ()
        self.facts["place_removed"] = bool(places)
        self._item(blanked(_blocks(source, told), places), self.file.type, "original")

    def _write_unknown(self, told: Callable[[int], None]) -> None:
        """What cannot be opened is kept as it is, but for what it says of place and camera."""
        source = self.file.source
        marks = marks_of(_blocks(source, lambda done: told(done // 2)))
        self.facts["place_removed"] = bool(marks)
        copied = _blocks(
            source, lambda done: told((source.size + done) // 2)
        )  # read twice: looked through, then kept
        self._item(without_marks(copied, marks), self.file.type, "original")

    def _write_other(self, told: Callable[[int], None]) -> None:
        """A smaller copy, only the sound, or nothing yet: a film that is left where it is."""
        keep, long = self.file.keep, max(1, self.file.duration_ms)
        if keep is Keep.LATER:
            self.facts["left_on_phone"] = True
            try:
                self.mark = fingerprint(self.file.source)
            except TROUBLE as error:
                raise UserError("FILE_UNREADABLE", name=self.file.name) from error
            return
        self.facts["place_removed"] = self.file.place
        self.facts["made_smaller"] = keep is Keep.SMALLER

        def share(ms: int) -> None:
            told(min(self.file.size, self.file.size * ms // long))

        self._made("mp4" if keep is Keep.SMALLER else "opus", share)

    def _made(self, type_: str, share: Callable[[int], None]) -> None:
        """What is made of the film goes into the vault as it is made, and is read back for its hash."""
        item, key, digest = new_id(), new_item_key(), hashlib.sha256()
        self.begun.append(item)
        file: FileItem = new_file(self.home, item, key)
        try:
            with self.file.source.open() as source:
                make_of_film(type_, source, cast("IO[bytes]", file), share)
            size = file.size
            file.seal()
        except TROUBLE as error:
            raise UserError("FILE_UNREADABLE", name=self.file.name) from error
        finally:
            file.close()
        self.items.append((item, key, "", size, type_, "original"))
        with self.home.vault.open(item, key) as reader:
            for at in range(0, size, BLOCK):
                digest.update(reader.read(at, BLOCK))
        self.items[-1] = (item, key, digest.hexdigest(), size, type_, "original")

    def _write_photo(self) -> None:
        made = make_safe(self.command, _whole(self.file.source), keep_place=self.keep_place)
        removed = bool((made.place or made.device) and not self.keep_place)
        self.facts |= {"place_removed": removed, "width": made.width, "height": made.height}
        self._item(iter([made.safe]), made.type, "original")
        self._item(iter([made.small]), "jpg", "preview")

    def _item(self, blocks: Iterator[bytes], type_: str, rendition: str) -> None:
        item, key, digest = new_id(), new_item_key(), hashlib.sha256()
        self.begun.append(item)
        file: FileItem = new_file(self.home, item, key)
        try:
            for block in blocks:
                digest.update(block)
                file.write(block)
            size = file.size
            file.seal()
        finally:
            file.close()
        self.items.append((item, key, digest.hexdigest(), size, type_, rendition))

    def forget(self) -> None:
        """Leave nothing of it."""
        for item, *_ in self.items:
            self.home.vault.remove(item)
        self.kept()

    def kept(self) -> None:
        """Its keys are in the ledger, or it is gone: what a kill would leave of it needs no mark any more."""
        settled(self.home, *self.begun)


def _note(home: Home, record: Record, kept: Sequence[Kept], origin: str, position: int) -> None:
    """Everything into the ledger in one transaction; what the files were called goes to where names lie."""
    people = record.participants
    with home.main.write() as con:
        for at, one in enumerate(kept):
            sets = {
                "record": record.id,
                "kind": one.file.kept_as.value,
                "origin": origin,
                "duration_ms": one.file.duration_ms,
                "position": position + at,
                "playable": one.file.playable,
            }
            keep_renditions(home, con, one, one.medium, sets, people)
    for one in kept:
        one.kept()
    note_later(home, record, [(one.medium, one.file.size, one.mark) for one in kept if one.mark])
    for one in kept:
        put_away(home, "file_name", {"media": one.medium, "name": one.file.name}, people)


def keep_renditions(
    home: Home, con: Connection, one: Kept, medium: str, sets: Mapping[str, object], people: Sequence[str]
) -> None:
    """A medium with what was written of it, into the ledger with its keys."""
    renditions = {sha: {"rendition": r, "bytes": n, "type": t} for _, _, sha, n, t, r in one.items}
    home.put(con, "media", medium, sets={**sets, **one.facts}, adds={"renditions": renditions}, subj=people)
    for item, key, sha, size, _, _ in one.items:
        media.keep_key(con, item, key, media=medium, sha256=sha, size=size)


def write_one(home: Home, file: PhoneFile, told: Callable[[int], None]) -> Kept:
    """Write one file into the vault, not yet in the ledger; it leaves nothing behind when it fails."""
    made = Kept(home, file, False, photo_command())
    try:
        made.write(told)
    except BaseException:
        made.forget()
        raise
    return made


def make_of_film(type_: str, source: IO[bytes], out: IO[bytes], share: Callable[[int], None]) -> None:
    """Write the smaller copy (mp4) or only the sound (opus) of a film. UserError MEDIA_UNREADABLE."""
    from ldp_stories.media.encode import opus_from_pieces

    if type_ == "mp4":
        make_smaller(source, out, share)
    else:
        opus_from_pieces(pcm(source), out, share)


def _blocks(source: Source, told: Callable[[int], None]) -> Iterator[bytes]:
    """The file in blocks; a file that is pulled out in the middle is FILE_UNREADABLE, never a shorter one."""
    done = 0
    try:
        with source.open() as file:
            while block := file.read(BLOCK):
                done += len(block)
                told(done)
                yield block
    except TROUBLE as error:
        raise UserError("FILE_UNREADABLE", name=source.name) from error
    if done != source.size:
        raise UserError("FILE_UNREADABLE", name=source.name)


def read_through(source: Source) -> None:
    """Read a file to its end and keep nothing. UserError FILE_UNREADABLE when it is spoilt somewhere inside."""
    for _ in _blocks(source, lambda _: None):
        pass


def _whole(source: Source) -> bytes:
    """All of a photo. UserError FILE_UNREADABLE, PHOTO_UNREADABLE for one that is too large to be a photo."""
    if source.size > MOST_BYTES:
        raise UserError("PHOTO_UNREADABLE")
    try:
        with source.open() as file:
            return file.read(source.size + 1)
    except TROUBLE as error:
        raise UserError("FILE_UNREADABLE", name=source.name) from error
