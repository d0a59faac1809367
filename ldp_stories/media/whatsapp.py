"""Read a chat that WhatsApp exported: a text of lines with dates in the sender's own way, and the files beside it. Nothing is guessed silently.

Two shapes are in the wild. iPhones: `[12/05/2026, 14:03:22] Name: words`, files as `<attached: name>`. Android: `12/05/2026, 14:03 - Name:
words`, files as `name (file attached)` in the phone's language; `chat_heads` knows the beginnings. A file is known by its name standing in
the message, in whatever language the rest is. Words of the phone itself are told from what people wrote, and a place on a map is taken out.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from ldp_stories.media.chat_heads import MARKS, Head, day_order, head_of, when

_MARKS: Final = "".join(map(chr, MARKS))
_PHONE_SPEAKS: Final = "\u200e"
"""With this mark an iPhone begins what it says itself."""
_ATTACHED: Final = re.compile(r"<[^<>:]{1,30}:\s*(?P<name>[^<>]+)>")
_NAMED: Final = re.compile(r"^(?P<name>[\w\-. ]{3,80}\.\w{2,5}) [(（][^()（）\n]{3,60}[)）]$", re.MULTILINE)
_LEFT_OUT: Final = re.compile(r"<[^<>:\n]{3,40}>")
_EDITED: Final = re.compile(r"\s*(?P<sign>\u200e?)<(?P<what>[^<>:\n]{3,60})>\s*$")
_ENDING: Final = re.compile(r"\.\w{1,6}")
_LONGEST_NAME: Final = 255
_LONGEST_LINE: Final = 400
_LONGEST_WHO: Final = 80
_MAP: Final = re.compile(
    r"https?://(?:www\.|m\.)?(?:maps\.google\.|google\.[a-z.]{2,6}/maps|goo\.gl/maps|maps\.app\.goo\.gl|maps\.apple\.|"
    r"waze\.|openstreetmap\.|osm\.org|w3w\.co|what3words\.|here\.com|foursquare\.|4sq\.com|bing\.com/maps)\S*"
    r"|[-+]?\d{1,3}\.\d{4,}\s?[,;]\s?[-+]?\d{1,3}\.\d{4,}",
    re.IGNORECASE,
)
_DELETED: Final = frozenset({
    "this message was deleted", "you deleted this message", "this message was deleted by admin",
    "diese nachricht wurde gelöscht", "du hast diese nachricht gelöscht", "ce message a été supprimé",
    "vous avez supprimé ce message", "ta wiadomość została usunięta", "usunięto tę wiadomość",
    "wiadomość została usunięta", "se eliminó este mensaje", "este mensaje fue eliminado", "eliminaste este mensaje",
    "mensagem apagada", "esta mensagem foi apagada", "essa mensagem foi apagada", "você apagou esta mensagem",
    "questo messaggio è stato eliminato", "hai eliminato questo messaggio", "dit bericht is verwijderd",
    "je hebt dit bericht verwijderd", "bu mesaj silindi", "bu mesajı sildiniz", "acest mesaj a fost șters",
    "ai șters acest mesaj", "تم حذف هذه الرسالة", "لقد حذفت هذه الرسالة", "حذفت هذه الرسالة", "این پیام حذف شد",
    "این پیام حذف شده است", "یہ پیغام حذف کر دیا گیا", "یہ پیغام حذف کر دیا گیا تھا", "آپ نے یہ پیغام حذف کر دیا",
    "यह संदेश मिटाया गया", "यह मैसेज मिटाया गया", "यह मैसेज मिटा दिया गया", "आपने यह मैसेज मिटा दिया",
    "এই মেসেজটি মুছে ফেলা হয়েছে", "এই বার্তাটি মুছে ফেলা হয়েছে", "আপনি এই মেসেজটি মুছে দিয়েছেন",
    "ਇਹ ਸੁਨੇਹਾ ਮਿਟਾ ਦਿੱਤਾ ਗਿਆ", "ਇਹ ਸੁਨੇਹਾ ਮਿਟਾਇਆ ਗਿਆ", "fariintan waa la tirtiray", "ujumbe huu ulifutwa",
})  # fmt: skip
_EDIT_WORDS: Final = (
    "edited", "bearbeitet", "modifié", "edytowan", "editó", "editad", "modificato", "bewerkt", "düzenlendi", "تعديل", "editat",
)  # fmt: skip


class Note(StrEnum):
    """What became of a message beside its words: taken back on the phone, or a sound or picture that the phone did not put into the file."""

    NONE = ""
    DELETED = "deleted"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Message:
    """One message: when (the phone's local time), who ("" for a line of the app itself), what, and the file that came with it ("" = none)."""

    at: datetime | None
    who: str
    text: str
    file: str = ""
    note: Note = Note.NONE
    places: int = 0
    by_phone: bool = False
    """Whether the phone's own mark stands before it, as before "image omitted"."""


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat. `order` is how dates were read; `unsure` True when both day and month first would do, so the dates are to be checked.

    `hours_unsure` True when the phone's words for morning and afternoon are in a language that is not known here, `days_unsure` when some days
    are of a calendar that is not.
    """

    phone: str
    messages: tuple[Message, ...]
    order: str
    unsure: bool
    hours_unsure: bool = False
    days_unsure: bool = False

    @property
    def people(self) -> tuple[str, ...]:
        """Who wrote, in order of first message; under the name of a group only the phone speaks."""
        return tuple(dict.fromkeys(m.who for m in self.messages if m.who and _said(m)))

    @property
    def files(self) -> tuple[str, ...]:
        """Files that came with messages, in order."""
        return tuple(m.file for m in self.messages if m.file)

    @property
    def left_out(self) -> int:
        """How many sounds and pictures the phone did not put into the file."""
        return sum(m.note is Note.LEFT_OUT for m in self.messages)


def _said(message: Message) -> bool:
    return not message.by_phone or bool(message.file) or message.note is Note.DELETED


def is_chat(text: str) -> bool:
    """Whether a text looks like an exported chat: one of its first lines begins like a message."""
    return any(head_of(line) for line in text.lstrip("\ufeff").split("\n", 5)[:5])


def read_chat(text: str, files: Collection[str] = ()) -> Chat | None:
    """The chat in a text; None when it is none. `files` are the names of the files that came along, by which attachments are known."""
    found = [(head, "\n".join(said)) for head, said in _lines(text.split("\n"))]
    if not found:
        return None
    heads = [head for head, _ in found]
    order, unsure = day_order(heads)
    names = frozenset(files)
    messages = tuple(_message(head, said, order, names) for head, said in found)
    return Chat(
        heads[0].phone,
        messages,
        order,
        unsure,
        any(head.half is None for head in heads),
        any(m.at is None for m in messages),
    )


def _lines(lines: Iterable[str]) -> Iterator[tuple[Head, list[str]]]:
    """The head of each message, and its lines."""
    head: Head | None = None
    said: list[str] = []
    for whole in lines:
        line = whole.rstrip("\r")
        found = head_of(line)
        if found is None:
            said.append(line)
            continue
        if head is not None:
            yield head, said
        head, said = found, [line[found.ends :]]
    if head is not None:
        yield head, said


def _message(head: Head, rest: str, order: str, files: frozenset[str]) -> Message:
    at = when(head, order)
    who, said = _who(rest)
    if not who:
        return Message(at, "", rest.strip().strip(_MARKS))
    phone = head.phone == "iphone" and said.startswith(_PHONE_SPEAKS)
    file, words = _file(said, files)
    note = Note.NONE if file else _note(words, phone)
    if not file and not note:
        words = _without_edit(words)
    elif note is Note.LEFT_OUT:
        words = words.translate(MARKS).strip(" <>\n")
    words, places = _MAP.subn("[a place on a map]", "" if note is Note.DELETED else words)
    return Message(at, who, words.strip().strip(_MARKS), file, note, places, phone)


def _who(rest: str) -> tuple[str, str]:
    """Who wrote a message and what; "" for a line of the phone itself."""
    first = rest.split("\n", 1)[0]
    name, sign, said = first.partition(":")
    while sign and said and not said.startswith((" ", *_MARKS)):  # a colon inside a name, as in "Tea: 4:30"
        more, sign, said = said.partition(":")
        name = f"{name}:{more}"
    if not sign or len(name) > _LONGEST_WHO or name.count('"') % 2 or name.count("“") != name.count("”"):
        return "", rest
    return name.translate(MARKS).strip(), rest[len(name) + 1 :].strip(" ")


def _without_edit(words: str) -> str:
    """What was written without the phone's word that it was changed later."""
    found = _EDITED.search(words)
    if not found or not found.start():
        return words
    return words[: found.start()] if found["sign"] or _is_edit(found["what"]) else words


def _is_edit(words: str) -> bool:
    return any(word in words.casefold() for word in _EDIT_WORDS)


def _note(words: str, phone: bool) -> Note:
    """Whether a message is gone, or what came with it; in whatever language for what came with it."""
    plain = words.translate(MARKS).strip()
    if plain.rstrip(".。۔।").casefold() in _DELETED:
        return Note.DELETED
    short = phone and len(plain) <= 40 and "\n" not in plain and plain.count(" ") <= 2
    return Note.LEFT_OUT if plain and (_LEFT_OUT.fullmatch(plain) or short) else Note.NONE


def _file(said: str, files: frozenset[str]) -> tuple[str, str]:
    """The file that came with a message ("" = none), and the words beside it: the line of the file itself is the phone's."""
    lines = said.split("\n")
    for at, line in enumerate(lines):
        named = _known(line, files)
        if named:
            return named, "\n".join(one for one in (*lines[:at], *lines[at + 1 :]) if named not in one)
    found = _ATTACHED.search(said) or _NAMED.match(said.translate(MARKS))
    if not found:
        return "", said
    named = found["name"].strip()
    return named, "\n".join(one for one in lines if named not in one)


def _known(line: str, files: frozenset[str]) -> str:
    """The longest name of a file that came along in a line; how many files there are costs nothing."""
    short = line[:_LONGEST_LINE]
    for ending in reversed(list(_ENDING.finditer(short))) if files else ():
        for end in range(ending.end(), ending.start() + 1, -1):
            for start in range(max(0, end - _LONGEST_NAME), ending.start()):
                if short[start:end] in files:
                    return short[start:end]
    return ""
