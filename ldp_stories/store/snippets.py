"""The few words around a hit, with the words found marked: much quicker than asking the full-text engine for them."""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

BEFORE: Final = 40
LENGTH: Final = 160
_LOOKED_AT: Final = 60

Terms = Sequence[tuple[str, bool]]
"""Words, and whether each may be the beginning of a longer word."""
_Place = tuple[int, int, str]
"""Where a word stands, and which term it is."""


class _Folding(dict[int, str]):
    """One plain lower-case letter for each letter, so that places in the folded text are places in the text."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        plain = unicodedata.normalize("NFD", letter)[0].lower()
        self[code] = plain if len(plain) == 1 else letter
        return self[code]


_FOLDING: Final = _Folding()


def fold(text: str) -> str:
    """The text in plain lower-case letters, of the same length."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)


def cut(text: str, terms: Terms) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A part of `text` where the terms stand closest, and (start, end) of each found word in that part, in code points.

    The start of the text without marks when nothing is found letter by letter (accents written in another way).
    """
    folded = fold(text)
    found = sorted(set(chain.from_iterable(_places(folded, fold(term), begins) for term, begins in terms)))
    if not found:
        return text[:LENGTH], ()
    best = _closest(found) if len(terms) > 1 else found[0]
    start = _word_start(text, max(0, best[0] - BEFORE), best[0])
    end = max(start + LENGTH, best[1])
    marks = {s: e for s, e, _ in found if s >= start and e <= end}
    return text[start:end], tuple((s - start, e - start) for s, e in sorted(marks.items()))


def _closest(found: Sequence[_Place]) -> _Place:
    """The first place behind which most of the terms stand close by."""
    starts = [start for start, _, _ in found]
    every, best, most = len({term for _, _, term in found}), found[0], 0
    for at, place in enumerate(found):
        end = bisect_left(starts, place[0] + LENGTH - BEFORE)
        together = len({term for _, _, term in found[at:end]})
        if together > most:
            best, most = place, together
        if most == every:
            break
    return best


def _places(folded: str, term: str, begins: bool) -> Iterator[_Place]:
    """Where a word stands in folded text: (start, end, the term), the first few only."""
    at = folded.find(term)
    for _ in range(_LOOKED_AT):
        if at < 0:
            return
        end = at + len(term)
        if begins:
            while end < len(folded) and folded[end].isalnum():
                end += 1
        if (at == 0 or not folded[at - 1].isalnum()) and (end == len(folded) or not folded[end].isalnum()):
            yield at, end, term
        at = folded.find(term, end)


def _word_start(text: str, at: int, latest: int) -> int:
    """The next beginning of a word from `at`, not later than `latest`."""
    if at == 0:
        return 0
    space = text.find(" ", at - 1, latest)
    return space + 1 if space >= 0 else at
