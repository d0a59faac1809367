"""Read a chat that WhatsApp exported: a text of lines with dates in the sender's own way, and the files beside it. Nothing is guessed silently.

Two shapes are in the wild. iPhones: `[12/05/2026, 14:03:22] Name: words`, files as `<attached: name>`. Android: `12/05/2026, 14:03 - Name:
words`, files as `name (file attached)` in the phone's language. Order of day and month, separators, clock of 12 or 24 hours and hidden
marks differ by country; a file is known by its name standing in the message, in whatever language the rest is.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

HIDDEN: Final = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"))
"""Marks of direction that phones put in; they are no part of what anybody said."""
_SPACES: Final = {0x202F: " ", 0xA0: " "}
_DIGITS: Final = {
    ord(c): str(i) for zero in "٠۰०০੦" for i, c in enumerate(chr(ord(zero) + n) for n in range(10))
}
_DATE: Final = r"(?P<a>\d{1,4})[./\-\s]{1,2}(?P<b>\d{1,2})[./\-\s]{1,2}(?P<c>\d{2,4})\.?"
_TIME: Final = r"(?P<h>\d{1,2})[:.](?P<m>\d{2})(?:[:.](?P<s>\d{2}))?\s?(?P<half>[^\d\s\]:\-–]{1,6}(?:\s?[^\d\s\]:\-–]{1,4})?)?"
_IPHONE: Final = re.compile(rf"^\[{_DATE},?\s+(?:\S{{1,4}}\s)?{_TIME}\]\s(?P<rest>.*)$", re.DOTALL)
_ANDROID: Final = re.compile(rf"^{_DATE},?\s+(?:\S{{1,4}}\s)?{_TIME}\s[-–]\s(?P<rest>.*)$", re.DOTALL)
_AFTER_NOON: Final = frozenset(
    {
        "pm",
        "p.m.",
        "p.m",
        "pm.",
        "p. m.",
        "م",
        "μ.μ.",
        "μμ",
        "odp.",
        "du",
        "下午",
        "오후",
        "午後",
        "gn",
        "abasinni",
    }
)
_BEFORE_NOON: Final = frozenset(
    {
        "am",
        "a.m.",
        "a.m",
        "am.",
        "a. m.",
        "ص",
        "π.μ.",
        "πμ",
        "dop.",
        "de",
        "上午",
        "오전",
        "午前",
        "sn",
        "subaxnimo",
    }
)
_ATTACHED: Final = re.compile(r"<[^<>:]{1,30}:\s*(?P<name>[^<>]+)>")
_NAMED: Final = re.compile(r"^(?P<name>[\w\-. ]{3,80}\.\w{2,5}) \([^()\n]{3,60}\)$", re.MULTILINE)
ORDERS: Final = ("dmy", "mdy", "ymd")


@dataclass(frozen=True, slots=True)
class Message:
    """One message: when (the phone's local time), who ("" for a line of the app itself), what, and the file that came with it ("" = none)."""

    at: datetime | None
    who: str
    text: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat. `order` is how dates were read; `unsure` True when both day and month first would do, so the dates are to be checked."""

    phone: str
    messages: tuple[Message, ...]
    order: str
    unsure: bool

    @property
    def people(self) -> tuple[str, ...]:
        """Who wrote, in order of first message."""
        return tuple(dict.fromkeys(m.who for m in self.messages if m.who))

    @property
    def files(self) -> tuple[str, ...]:
        """Files that came with messages, in order."""
        return tuple(m.file for m in self.messages if m.file)


@dataclass(frozen=True, slots=True)
class _Line:
    """A message before its date is understood."""

    numbers: tuple[int, int, int]
    long: int
    time: tuple[int, int, int]
    half: str
    rest: str


def is_chat(text: str) -> bool:
    """Whether a text looks like an exported chat: one of its first lines begins like a message."""
    first = text.translate(HIDDEN).translate(_SPACES).translate(_DIGITS).splitlines()[:5]
    return any(_match(line) for line in first)


def read_chat(text: str, files: Collection[str] = ()) -> Chat | None:
    """The chat in a text; None when it is none. `files` are the names of the files that came along, by which attachments are known."""
    lines = text.translate(HIDDEN).translate(_SPACES).split("\n")
    phone, found = _lines(lines)
    if not found:
        return None
    order, unsure = _order(found)
    by_name = sorted(files, key=len, reverse=True)
    messages = tuple(_message(line, order, by_name) for line in found)
    return Chat(phone, messages, order, unsure)


def _match(line: str) -> re.Match[str] | None:
    return _IPHONE.match(line) or _ANDROID.match(line)


def _lines(lines: Iterable[str]) -> tuple[str, list[_Line]]:
    """The messages, each with the lines that follow it, and which phone wrote them."""
    phone = ""
    found: list[_Line] = []
    said: list[list[str]] = []
    for line in lines:
        match = _match(line.rstrip("\r").translate(_DIGITS)[:200] + line.rstrip("\r")[200:])
        if match is None:
            if found:
                said[-1].append(line.rstrip("\r"))
            continue
        phone = phone or ("iphone" if line.lstrip().startswith("[") else "android")
        found.append(_parts(match, line.rstrip("\r")))
        said.append([found[-1].rest])
    return phone, [replace(one, rest="\n".join(rest)) for one, rest in zip(found, said, strict=True)]


def _parts(match: re.Match[str], line: str) -> _Line:
    """`line` has the writer's own digits in what was said; the match has ours in date and time."""
    a, b, c = match["a"], match["b"], match["c"]
    hour, minute, second = int(match["h"]), int(match["m"]), int(match["s"] or 0)
    said = line[match.start("rest") :]
    long = 0 if len(a) == 4 else 2 if len(c) == 4 else -1
    return _Line(
        (int(a), int(b), int(c)), long, (hour, minute, second), (match["half"] or "").casefold().strip(), said
    )


def _order(lines: list[_Line]) -> tuple[str, bool]:
    """How the dates are written: by what is possible for all, then by what keeps them in order; day first when nothing tells."""
    if any(line.long == 0 for line in lines):
        return "ymd", False
    possible = [o for o in ("dmy", "mdy") if all(_when(line, o) is not None for line in lines)]
    if len(possible) == 1:
        return possible[0], False
    steady = [o for o in possible if _in_order(lines, o)]
    if len(steady) == 1:
        return steady[0], False
    return "dmy", len({line.numbers[:2] for line in lines if line.numbers[0] != line.numbers[1]}) > 0


def _in_order(lines: list[_Line], order: str) -> bool:
    times = [t for line in lines if (t := _when(line, order)) is not None]
    return times == sorted(times)


def _when(line: _Line, order: str) -> datetime | None:
    places = dict(zip(order, line.numbers, strict=True))
    year = places["y"] + (2000 if places["y"] < 100 else 0)
    hour, minute, second = line.time
    if line.half in _AFTER_NOON and hour < 12:
        hour += 12
    if line.half in _BEFORE_NOON and hour == 12:
        hour = 0
    try:
        return datetime(year, places["m"], places["d"], hour, minute, second)
    except ValueError:
        return None


def _message(line: _Line, order: str, files: list[str]) -> Message:
    who, sign, said = line.rest.partition(": ")
    if not sign or "\n" in who or len(who) > 80:
        who, said = "", line.rest
        if who == "" and line.rest.rstrip().endswith(":") and "\n" not in line.rest:
            who, said = line.rest.rstrip()[:-1], ""
    file = next((name for name in files if name in said), "")
    attached = _ATTACHED.search(said)
    attached = attached or _NAMED.match(said)
    if not file and attached:
        file = attached["name"].strip()
    return Message(_when(line, order), who.strip(), _without(said, file).strip(), file)


def _without(said: str, file: str) -> str:
    """What was said beside the file: the file's own line (with the phone's words about it) is taken out."""
    if not file:
        return said
    return "\n".join(_other_lines(said, file))


def _other_lines(said: str, file: str) -> Iterator[str]:
    for line in said.split("\n"):
        if file not in line:
            yield line
