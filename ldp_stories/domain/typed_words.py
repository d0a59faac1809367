"""Words somebody types to search by, found again in a text the way the index finds them: without case and accents, the last as a beginning."""

import re
import unicodedata
from dataclasses import dataclass

_SIGNS = "\u0300-\u036f\u064b-\u065f\u0670"
"""Marks that stand above and below letters: Latin accents, Arabic vowel signs. They do not end a word."""
_WORD = re.compile(rf"\w[\w{_SIGNS}]*")
_ACCENTS = re.compile(f"[{_SIGNS}]+")
Span = tuple[int, int]
"""Start and end in code points."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Whole words, and the unfinished last one ("" after a space)."""

    whole: tuple[str, ...]
    begun: str = ""

    def marks(self, text: str) -> tuple[Span, ...]:
        """Where any of the words stand in a text."""
        return tuple(m.span() for m in _WORD.finditer(text) if self._is(fold(m.group())))

    def all_in(self, text: str) -> bool:
        """Whether every one of the words stands in a text; quick also for a long one."""
        plain = fold(text)
        whole = (re.search(rf"(?<!\w){re.escape(term)}(?!\w)", plain) for term in self.whole)
        return all(whole) and (
            not self.begun or re.search(rf"(?<!\w){re.escape(self.begun)}", plain) is not None
        )

    def _is(self, word: str) -> bool:
        return word in self.whole or bool(self.begun and word.startswith(self.begun))


def typed_words(typed: str) -> Typed:
    """What was typed, word by word."""
    words = tuple(fold(w) for w in _WORD.findall(typed))
    if not words or typed[-1:].isspace():
        return Typed(words)
    return Typed(words[:-1], words[-1])


def fold(words: str) -> str:
    """Words without case and accents (as many letters may come out as went in, or not)."""
    plain = words.casefold()
    return plain if plain.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFD", plain))


def excerpt(text: str, marks: tuple[Span, ...], size: int = 200) -> tuple[str, tuple[Span, ...]]:
    """At most about `size` letters of a text around its first mark, cut between words, with the marks that lie in them."""
    if len(text) <= size:
        return text, marks
    first = marks[0][0] if marks else 0
    start = 0 if first < size // 2 else text.rfind(" ", 0, first - size // 3) + 1
    end = text.rfind(" ", start + 1, start + size)
    end = end if end > first else min(len(text), start + size)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    inside = tuple((a + shift, b + shift) for a, b in marks if a >= start and b <= end)
    return before + text[start:end] + after, inside
