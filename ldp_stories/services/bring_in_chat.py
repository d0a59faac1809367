"""Bring in a chat from a phone: its words become a story's words under "Person 1, Person 2", its voice notes and pictures the story's media.

Who is who is asked, never guessed; the names go to the private list of names of that meeting, and nowhere else.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.phone_files import PhoneFile, Source, source_of
from ldp_stories.errors import Refused, UserError
from ldp_stories.media.whatsapp import Chat, Message, Note, is_chat, read_chat
from ldp_stories.services.bring_in_media import keep_media, look, may_keep, read_through
from ldp_stories.services.home import Home
from ldp_stories.services.identity_session import put_away
from ldp_stories.services.permission import asker, consents_of
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.story import the_record
from ldp_stories.store import layers

MOST_TEXT: Final = 32 * 1024**2
MOST_FILES: Final = 10_000
MOST_BYTES: Final = 16 * 1024**3
MOST_RATIO: Final = 200
"""A text that unpacks to more than this many times its size is a bomb; sounds and pictures hardly shrink at all."""


@dataclass(frozen=True, slots=True)
class ChatFiles:
    """A chat with the files beside it, by name, read where they are: nothing is unpacked."""

    chat: Chat
    files: Mapping[str, Source]

    @property
    def missing(self) -> tuple[str, ...]:
        """Files that messages name and that did not come along ("without media")."""
        return tuple(f for f in self.chat.files if f not in self.files and not is_card(f))

    @property
    def not_here(self) -> int:
        """How many sounds, pictures and films did not come along, named or not."""
        return len(self.missing) + self.chat.left_out

    @property
    def cards(self) -> int:
        """How many cards with somebody's name and number were in the chat; they are never kept."""
        return sum(is_card(f) for f in self.chat.files)

    @property
    def places(self) -> int:
        """How many places on a map are taken out of the words."""
        return sum(m.places for m in self.chat.messages)


_ODD: Final = (ValueError, RuntimeError, ArithmeticError, struct.error)
"""What the library ends in for a file whose own head says something else than the list at the end: another name, a lock, half a head."""


def is_card(name: str) -> bool:
    """Whether a file is a contact card: it says who somebody else is, who was not asked."""
    return name.lower().endswith(".vcf")


@contextmanager
def open_chat(path: Path) -> Iterator[ChatFiles]:
    """A chat from its folder, its text, or its zip. UserError NOT_A_CHAT, CHAT_REFUSED (a bomb, a path that leads out).

    A zip stays as it is: each file is read inside it when it is needed, so that no plain copy lies anywhere.
    """
    if path.is_dir() or path.suffix.lower() == ".txt":
        folder = path if path.is_dir() else path.parent
        yield _read(path, {p.name: source_of(p) for p in sorted(folder.iterdir()) if p.is_file()})
        return
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UserError("NOT_A_CHAT", name=path.name) from error
    with archive:
        infos = [i for i in archive.infolist() if not i.filename.endswith("/")]
        if not _harmless(infos):
            raise UserError("CHAT_REFUSED", name=path.name)
        yield _read(path, {Path(i.filename).name: _inside(archive, i) for i in infos})


def _inside(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Source:
    def opened() -> IO[bytes]:
        try:
            return archive.open(info)
        except _ODD as error:
            raise zipfile.BadZipFile(info.filename) from error

    return Source(Path(info.filename).name, info.file_size, opened)


def _read(path: Path, files: Mapping[str, Source]) -> ChatFiles:
    for name, one in files.items():
        if not name.lower().endswith(".txt") or one.size > MOST_TEXT:
            continue
        try:
            with one.open() as opened:
                text = opened.read(MOST_TEXT).decode("utf-8-sig", errors="replace")
        except (
            OSError,
            EOFError,
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise UserError("NOT_A_CHAT", name=path.name) from error
        if is_chat(text):
            others = {n: s for n, s in files.items() if n != name}
            chat = read_chat(text, tuple(others))
            if chat is not None:
                named = {n for n in chat.files if not is_card(n)}
                return ChatFiles(chat, {n: s for n, s in others.items() if n in named})
    raise UserError("NOT_A_CHAT", name=path.name)


def _harmless(infos: Sequence[zipfile.ZipInfo]) -> bool:
    names = [Path(i.filename).name.casefold() for i in infos]
    if (
        len(infos) > MOST_FILES
        or len(set(names)) < len(names)
        or sum(i.file_size for i in infos) > MOST_BYTES
    ):
        return False
    return not any(
        not i.filename
        or i.flag_bits & 1
        or i.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        or ".." in Path(i.filename.replace("\\", "/")).parts
        or i.filename.startswith(("/", "\\"))
        or ":" in i.filename[:2]
        or stat.S_ISLNK(i.external_attr >> 16)
        or (i.file_size > 8 * 1024**2 and i.file_size > MOST_RATIO * max(1, i.compress_size))
        for i in infos
    )


def keep_chat(
    home: Home,
    record: str,
    told: ChatFiles,
    writers: Sequence[str],
    progress: Progress = no_progress,
    *,
    command: Sequence[str] | None = None,
) -> tuple[str, ...]:
    """Keep the messages of `writers` (those who are people of this story, and oneself) with a story; the ids of the media kept.

    Others' messages stay out: they were not asked. So do sounds, films and pictures that nobody said yes to; where they stood is said.
    Refused NO_PERMISSION when there is no yes to written words; UserError CHAT_EMPTY when nothing is left.
    """
    chosen = [m for m in told.chat.messages if m.who in set(writers)]
    if not chosen:
        raise UserError("CHAT_EMPTY")
    with home.main.read() as con:
        found = the_record(con, record)
        gate = asker(home).gate(found, consents_of(con, found), Scope.TRANSCRIPT)
        if not gate.open:
            raise Refused("NO_PERMISSION", scope=Scope.TRANSCRIPT.value, why=gate.why)
        before = next((x for x in layers.of_record(con, record) if x.kind.value == "verbatim"), None)
    looked = _looked(told, chosen, command)
    files = [one for one in looked.values() if one is not None and may_keep(home, record, one.kept_as).open]
    kept = keep_media(home, record, files, progress, origin="WhatsApp", command=command) if files else ()
    marks = {name: _NO_YES if one else _BROKEN for name, one in looked.items()} | {
        f.name: "[file]" for f in files
    }
    words = _words(chosen, writers, told, marks)
    text = f"{before.text}\n\n{words}" if before is not None and before.text.strip() else words
    with home.main.write() as con:
        sets = {
            "record": record,
            "kind": "verbatim",
            "language": found.language,
            "text": text,
            "made_from": None,
        }
        home.put(con, "layer", before.id if before else new_id(), sets=sets, subj=found.participants)
        home.put(
            con, "record", record, sets={"provenance": _provenance(told, chosen)}, subj=found.participants
        )
    for number, name in enumerate(writers, 1):
        sets = {"encounter": found.encounter, "find": name, "put": f"[person {number}]"}
        put_away(home, "name_list", sets, found.participants)
    return kept


_NO_YES: Final = "[file that nobody said yes to, left out]"
_BROKEN: Final = "[file that cannot be read, left out]"


def _looked(
    told: ChatFiles, chosen: Sequence[Message], command: Sequence[str] | None
) -> dict[str, PhoneFile | None]:
    """The files of the messages, by name; None for one that cannot be read: it holds up neither the words nor the others."""
    found: dict[str, PhoneFile | None] = {}
    for name in dict.fromkeys(m.file for m in chosen if m.file in told.files):
        try:
            found[name] = look(told.files[name], command)
            read_through(told.files[name])
        except UserError:
            found[name] = None
    return found


def _words(
    messages: Sequence[Message], writers: Sequence[str], told: ChatFiles, marks: Mapping[str, str]
) -> str:
    """The messages, one under the other: who as a number, the time, what was said, and where a file stands."""
    numbers = {name: f"Person {at}" for at, name in enumerate(writers, 1)}
    lines = []
    for one in messages:
        when = one.at.strftime("%H:%M") if one.at and not told.chat.hours_unsure else ""
        said = "\n".join(part for part in (_text(one), _file_word(one, marks)) if part)
        lines.append(f"{numbers[one.who]}{f' ({when})' if when else ''}: {said}")
    return "\n".join(lines)


def _text(message: Message) -> str:
    """What was said; what the phone says itself, such as "image omitted", stands in brackets."""
    if message.note is Note.DELETED:
        return "[message that was deleted]"
    return f"[{message.text}]" if message.note is Note.LEFT_OUT else message.text


def _file_word(message: Message, marks: Mapping[str, str]) -> str:
    if not message.file:
        return ""
    if is_card(message.file):
        return "[somebody's contact card, left out]"
    return marks.get(message.file, "[file that did not come along]")


def _provenance(told: ChatFiles, messages: Sequence[Message]) -> dict[str, object]:
    """Where it comes from, without names: the phone, how many messages, and the months they are from."""
    days = sorted(m.at.date().isoformat()[:7] for m in messages if m.at)
    return {
        "from": "WhatsApp",
        "phone": told.chat.phone,
        "messages": len(messages),
        "first": days[0] if days else "",
        "last": days[-1] if days else "",
        "dates_unsure": told.chat.unsure or told.chat.days_unsure,
        "files_missing": told.not_here,
    }
