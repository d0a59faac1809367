"""The few words around a hit, with the words found marked: much quicker than asking the full-text engine for them."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

BEFORE: Final = 40
LENGTH: Final = 160
_LOOKED_AT: Final = 60
_LONGER: Final = r"[^\W_]*"
_ENDS: Final = r"(?![^\W_])"

Terms = Sequence[tuple[str, bool]]
"""Words, and whether each may be the beginning of a longer word."""


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
    matches = islice(_pattern(tuple(terms)).finditer(fold(text)), _LOOKED_AT)
    found = [(m.start(), m.end(), m.lastgroup) for m in matches]
    if not found:
        return text[:LENGTH], ()
    best = 0
    if len(terms) > 1:
        best = max(
            range(len(found)),
            key=lambda i: (len({g for s, _, g in found[i:] if s < found[i][0] + LENGTH - BEFORE}), -i),
        )
    start = _word_start(text, max(0, found[best][0] - BEFORE), found[best][0])
    end = max(start + LENGTH, found[best][1])
    marks = tuple((s - start, e - start) for s, e, _ in found if s >= start and e <= end)
    return text[start:end], marks


@lru_cache(maxsize=64)
def _pattern(terms: tuple[tuple[str, bool], ...]) -> re.Pattern[str]:
    """Longer terms first, so that a word is not claimed by the beginning of another."""
    ordered = sorted(dict(terms).items(), key=lambda t: -len(t[0]))
    parts = [
        f"(?P<t{i}>{re.escape(fold(t))}{_LONGER if begins else _ENDS})"
        for i, (t, begins) in enumerate(ordered)
    ]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})")


def _word_start(text: str, at: int, latest: int) -> int:
    """The next beginning of a word from `at`, not later than `latest`."""
    if at == 0:
        return 0
    space = text.find(" ", at - 1, latest)
    return space + 1 if space >= 0 else at
