"""Bring in a film that was left on the phone: only the very film that was meant, whole or as a smaller copy, with the yes asked again."""

from ldp_stories.domain.phone_files import SCOPE_OF, Keep, PhoneFile
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.bring_in_media import keep_renditions, may_keep, room_needed, write_one
from ldp_stories.services.home import Home
from ldp_stories.services.laptop import free_bytes
from ldp_stories.services.left_on_phone import came, fingerprint, known_print
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.story import the_record
from ldp_stories.store import media


def bring_later(home: Home, medium: str, file: PhoneFile, progress: Progress = no_progress) -> None:
    """Put the film where the story keeps a place for it; all or nothing.

    UserError MEDIA_GONE (the story or film was taken back), NOT_THAT_FILM, NO_ROOM, FILE_UNREADABLE; Refused NO_PERMISSION.
    """
    with home.main.read() as con:
        found = media.media(con, medium)
    if found is None or found.renditions or file.keep is Keep.LATER:
        raise UserError("MEDIA_GONE")
    gate = may_keep(home, found.record, file.kept_as)
    if not gate.open:
        raise Refused("NO_PERMISSION", scope=SCOPE_OF[file.kept_as].value, why=gate.why)
    known = known_print(home, medium)
    if known and not _same(file, known):
        raise UserError("NOT_THAT_FILM")
    if free_bytes(home.folder) < room_needed([file]):
        raise UserError("NO_ROOM")
    made = write_one(home, file, lambda done: progress.report(done, file.size))
    try:
        with home.main.write() as con:
            about = the_record(con, found.record).participants
            sets = {
                "left_on_phone": False,
                "kind": file.kept_as.value,
                "duration_ms": file.duration_ms,
                "playable": file.playable,
            }
            keep_renditions(home, con, made, medium, sets, about)
    except BaseException:
        made.forget()
        raise
    made.kept()
    came(home, medium)


def _same(file: PhoneFile, known: str) -> bool:
    try:
        return fingerprint(file.source) == known
    except OSError as error:
        raise UserError("FILE_UNREADABLE", name=file.name) from error
