"""Signs of a name in a text: simple word patterns that ask a person to look. They only ever suggest, and say why; they never decide."""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class NameSign:
    """Words that could name somebody: a span in code points, the words, and which pattern saw them."""

    start: int
    end: int
    words: str
    why: str


_NAME = r"[A-Z][\w'’-]+"
_PATTERNS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("title and name", re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Cllr|Councillor|Rev|Father|Sister|Imam|Pastor|Sir|Lady)\.?\s+{_NAME}(?:\s+{_NAME})?")),
    ("said to be a name", re.compile(rf"\b(?:(?:[Mm]y|[Hh]er|[Hh]is|[Tt]heir) name(?:'s|’s| is| was)|(?:called|named))\s+{_NAME}(?:\s+{_NAME})?")),
    ("street", re.compile(rf"\b\d{{1,4}}[a-z]?\s+(?:{_NAME}\s+){{1,3}}(?:Street|Road|Lane|Avenue|Close|Drive|Way|Court|Terrace|Crescent|Grove|Place)\b")),
    ("school", re.compile(rf"\b(?:{_NAME}\s+){{1,3}}(?:School|Academy|College|Surgery|Nursery)\b")),
    ("postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b")),
    ("mail address", re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]+\w")),
    ("phone number", re.compile(r"(?<!\d)(?:\+44\s?|0)(?:\d[\s-]?){9,10}(?!\d)")),
)  # fmt: skip


def name_signs(text: str) -> tuple[NameSign, ...]:
    """Every sign in the text, in order; of overlapping ones the first that was found."""
    found: list[NameSign] = []
    for why, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(start < other.end and other.start < end for other in found):
                found.append(NameSign(start, end, match.group(), why))
    return tuple(sorted(found, key=lambda sign: sign.start))
