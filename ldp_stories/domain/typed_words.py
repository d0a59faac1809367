"""Words somebody types to search by, found again in a text the way the index finds them: without case and accents, the last as a beginning."""

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
Span = tuple[int, int]
"""Start and end in code points."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Whole words, and the unfinished last one ("" after a space)."""

    whole: tuple[str, ...]
    begun: str = ""

    def marks(self, text: str) -> tuple[Span, ...]:
        """Where any of the words stand in a text."""
        return tuple(span for span, _ in self._found(text))

    def all_in(self, text: str) -> bool:
        """Whether every one of the words stands in a text."""
        found = {term for _, terms in self._found(text) for term in terms}
        return found >= {*self.whole, *([self.begun] if self.begun else [])}

    def _found(self, text: str) -> list[tuple[Span, frozenset[str]]]:
        known = []
        for match in _WORD.finditer(text):
            word = fold(match.group())
            terms = {t for t in self.whole if t == word}
            if self.begun and word.startswith(self.begun):
                terms.add(self.begun)
            if terms:
                known.append((match.span(), frozenset(terms)))
        return known


def typed_words(typed: str) -> Typed:
    """What was typed, word by word."""
    words = tuple(fold(w) for w in _WORD.findall(typed))
    if not words or typed[-1:].isspace():
        return Typed(words)
    return Typed(words[:-1], words[-1])


def fold(word: str) -> str:
    """A word without case and accents."""
    plain = unicodedata.normalize("NFD", word.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


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
