"""Plain English for our own words: long sentences, words with a plainer one, chains of passives, initials, and a reading age.

It only advises. It is never run on what a person told: a teller's words are theirs, spelling and all. The measures are for English.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LONGEST: Final = 25
"""Words of a sentence before it is called long."""
AIM: Final = 9
"""The reading age to aim for."""
ENOUGH: Final = 30
"""Words that a text needs before a measure of it says anything."""
KNOWN: Final = frozenset(
    {"BBC", "DNA", "GP", "HIV", "MP", "NHS", "OK", "PDF", "QR", "TV", "UK", "USB", "ID", "CD", "DVD", "PE"}
)
"""Initials that are words by now."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_END: Final = re.compile(r"(?<=[.!?…])[\s”\"’)]+|\n+")
_PASSIVE: Final = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?(?:\w{2,}(?:ed|en|wn)|told|made|done|held|kept|sent|built)\b",
    re.IGNORECASE,
)
_INITIALS: Final = re.compile(r"\b[A-Z]{2,6}s?\b")


class Kind(StrEnum):
    """What an advice is about."""

    LONG = "long"
    WORD = "word"
    PASSIVE = "passive"
    INITIALS = "initials"


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to look at: the words as they stand, from code point `start`, and what could stand `instead` (for a word)."""

    kind: Kind
    words: str
    start: int
    instead: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Measures:
    """How hard a text reads. `lix`: 25 easy, 55 hard. `coleman_liau` and `ari`: school years. `age`: years, 0 for too short a text."""

    words: int
    sentences: int
    lix: float
    coleman_liau: float
    ari: float
    age: float


def words_of(text: str) -> list[str]:
    """The words, hyphens and apostrophes kept in them."""
    return _WORD.findall(text)


def sentences_of(text: str) -> list[tuple[int, str]]:
    """(start, sentence) of each sentence or line that has a word in it."""
    found, start = [], 0
    for end in [*((m.start(), m.end()) for m in _END.finditer(text)), (len(text), len(text))]:
        part = text[start : end[0]]
        if _WORD.search(part):
            lead = len(part) - len(part.lstrip())
            found.append((start + lead, part.strip()))
        start = end[1]
    return found


def measures(text: str) -> Measures:
    """LIX, Coleman-Liau, ARI, and the reading age that the two last agree on (their mean school year and five)."""
    words, sentences = words_of(text), len(sentences_of(text))
    if not words or not sentences:
        return Measures(0, 0, 0.0, 0.0, 0.0, 0.0)
    count = len(words)
    letters = sum(sum(c.isalpha() for c in w) for w in words)
    long_words = sum(1 for w in words if sum(c.isalpha() for c in w) > 6)
    lix = count / sentences + 100 * long_words / count
    coleman_liau = 0.0588 * (100 * letters / count) - 0.296 * (100 * sentences / count) - 15.8
    ari = 4.71 * letters / count + 0.5 * count / sentences - 21.43
    age = max(5.0, (coleman_liau + ari) / 2 + 5) if count >= ENOUGH else 0.0
    return Measures(count, sentences, lix, coleman_liau, ari, age)


def advice(text: str, pairs: Mapping[str, str]) -> tuple[Advice, ...]:
    """What to look at, in the order of the text. `pairs`: a word or phrase to avoid, and a plainer one."""
    found = [*_long(text), *_pairs(text, pairs), *_initials(text, pairs)]
    return tuple(sorted(found, key=lambda a: (a.start, a.kind)))


def _long(text: str) -> Iterator[Advice]:
    for start, sentence in sentences_of(text):
        count = len(words_of(sentence))
        if count > LONGEST:
            yield Advice(Kind.LONG, sentence, start, count=count)
        passives = len(_PASSIVE.findall(sentence))
        if passives > 1:
            yield Advice(Kind.PASSIVE, sentence, start, count=passives)


def _pairs(text: str, pairs: Mapping[str, str]) -> Iterator[Advice]:
    for avoid, plain in pairs.items():
        ending = "" if avoid.endswith("s") else "s?"
        for match in re.finditer(rf"(?<!\w){re.escape(avoid)}{ending}(?!\w)", text, re.IGNORECASE):
            yield Advice(Kind.WORD, match.group(), match.start(), plain)


def _initials(text: str, pairs: Mapping[str, str]) -> Iterator[Advice]:
    said: set[str] = set(KNOWN) | {word for word in pairs if word.isupper()}
    for match in _INITIALS.finditer(text):
        word = match.group().rstrip("s")
        explained = f"({word})" in text or re.search(rf"\b{word}s?\s*\(", text)
        if word not in said and not explained:
            said.add(word)
            yield Advice(Kind.INITIALS, match.group(), match.start())
