"""Where a span really is: programs count places in a text in different ways, and the file does not say which.

The standard counts code points. One widespread program counts UTF-16 units with CRLF as two; others count a byte order mark, or line ends
as one. Each way is tried, and the one under which most spans begin and end at the edge of a word is taken; the standard's way wins a tie.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

Place = tuple[int, int]
"""Start and end of a span, as the file has it."""


@dataclass(frozen=True, slots=True)
class Counting:
    """One way of counting: in UTF-16 units or code points; CRLF as two places or one; a mark in front counted or not."""

    utf16: bool = False
    one_newline: bool = False
    mark: bool = False

    @property
    def differences(self) -> tuple[str, ...]:
        """The loss codes that say how it differs from the standard's way."""
        named = (("utf16", self.utf16), ("newline", self.one_newline), ("bom", self.mark))
        return tuple(code for code, yes in named if yes)


STANDARD: Final = Counting()
WAYS: Final = tuple(
    Counting(utf16, newline, mark)
    for utf16 in (False, True)
    for newline in (False, True)
    for mark in (False, True)
)


@dataclass(frozen=True, slots=True)
class Words:
    """A text of a file: `raw` without its mark, as the file has it; `text` with single line ends, as we keep it."""

    raw: str
    mark: bool

    @property
    def text(self) -> str:
        """The text with `\\n` line ends."""
        return self.raw.replace("\r\n", "\n").replace("\r", "\n")

    @property
    def plain(self) -> bool:
        """Whether every way of counting gives the same places."""
        return not self.mark and "\r" not in self.raw and self.raw.isascii()


def decoded(data: bytes) -> tuple[Words, bool]:
    """A text from its bytes, and whether all of it could be read (UTF-8; UTF-16 with its mark too)."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        words = data.decode("utf-16", errors="replace")
        return Words(words, True), "\ufffd" not in words
    mark = data.startswith(b"\xef\xbb\xbf")
    body = data[3:] if mark else data
    try:
        return Words(body.decode(), mark), True
    except UnicodeDecodeError:
        return Words(body.decode(errors="replace"), mark), False


class Ruler:
    """Turns places of a file into places of `Words.text` under one way of counting."""

    def __init__(self, words: Words, way: Counting) -> None:
        self._plain = words.plain
        self._length = len(words.text)
        self._starts = [] if self._plain else _starts(words, way)

    def at(self, place: int) -> int | None:
        """The place in the text; None outside it. A place inside a letter counts as before that letter."""
        if self._plain:
            return place if 0 <= place <= self._length else None
        if not self._starts[0] <= place <= self._starts[-1]:
            return 0 if 0 <= place < self._starts[0] else None
        found = bisect_left(self._starts, place)
        return found if self._starts[found] == place else found - 1


def _starts(words: Words, way: Counting) -> list[int]:
    """For each place of the text (its end too), the place that the file counts."""
    at = 1 if way.mark and words.mark else 0
    found = []
    raw, i = words.raw, 0
    while i < len(raw):
        found.append(at)
        if raw[i] == "\r" and raw[i + 1 : i + 2] == "\n":
            at += 1 if way.one_newline else 2
            i += 2
            continue
        at += 2 if way.utf16 and ord(raw[i]) > 0xFFFF else 1
        i += 1
    found.append(at)
    return found


def best_way(texts: Iterable[tuple[Words, Sequence[Place]]]) -> Counting:
    """The way of counting under which the spans of all texts fit words best."""
    told = [(words, places) for words, places in texts if places and not words.plain]
    if not told:
        return STANDARD
    scores = {way: sum(_fit(words, places, way) for words, places in told) for way in _distinct(told)}
    return max(scores, key=lambda way: scores[way])


def _distinct(told: Sequence[tuple[Words, Sequence[Place]]]) -> list[Counting]:
    """The ways that can make a difference for these texts, the standard's first."""
    newline = any("\r\n" in words.raw for words, _ in told)
    mark = any(words.mark for words, _ in told)
    tall = any(ord(max(words.raw, default="a")) > 0xFFFF for words, _ in told)
    return [
        w for w in WAYS if (tall or not w.utf16) and (newline or not w.one_newline) and (mark or not w.mark)
    ]


def _fit(words: Words, places: Sequence[Place], way: Counting) -> int:
    """How many ends of spans stand at the edge of a word."""
    ruler, text = Ruler(words, way), words.text
    score = 0
    for start, end in places:
        a, b = ruler.at(start), ruler.at(end)
        if a is not None and b is not None and a < b:
            score += _begins(text, a) + _ends(text, b)
    return score


def _begins(text: str, at: int) -> bool:
    return not text[at].isspace() and (at == 0 or not text[at - 1].isalnum())


def _ends(text: str, at: int) -> bool:
    return not text[at - 1].isspace() and (at == len(text) or not text[at].isalnum())
