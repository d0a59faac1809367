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
_TITLE = "Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Cllr|Councillor|Rev|Father|Sister|Imam|Pastor|Sir|Lady"
_STREET = "Street|Road|Lane|Avenue|Close|Drive|Way|Court|Terrace|Crescent|Grove|Place"
_PATTERNS: Final = tuple(
    (why, re.compile(pattern))
    for why, pattern in (
        ("title and name", rf"\b(?:{_TITLE})\.?\s+{_NAME}(?:\s+{_NAME})?"),
        (
            "said to be a name",
            rf"\b(?:(?:[Mm]y|[Hh]er|[Hh]is|[Tt]heir) name(?:'s|’s| is| was)|called|named)\s+{_NAME}(?:\s+{_NAME})?",
        ),
        ("street", rf"\b\d{{1,4}}[a-z]?\s+(?:{_NAME}\s+){{1,3}}(?:{_STREET})\b"),
        ("school", rf"\b(?:{_NAME}\s+){{1,3}}(?:School|Academy|College|Surgery|Nursery)\b"),
        ("postcode", r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b"),
        ("mail address", r"\b[\w.+-]+@[\w-]+\.[\w.-]*\w"),
        ("phone number", r"(?<!\d)(?:\+44\s?|0)\d(?:[\s-]?\d){8,9}(?!\d)"),
    )
)


def name_signs(text: str) -> tuple[NameSign, ...]:
    """Every sign in the text, in order; of overlapping ones the first that was found."""
    found: list[NameSign] = []
    for why, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(start < other.end and other.start < end for other in found):
                found.append(NameSign(start, end, match.group(), why))
    return tuple(sorted(found, key=lambda sign: sign.start))
