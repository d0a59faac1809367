"""Signs of a name in a text: simple word patterns that ask a person to look. They only ever suggest, and say why; they never decide."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

_NHS_DIGITS: Final = 10


@dataclass(frozen=True, slots=True)
class NameSign:
    """Words that could name somebody: a span in code points, the words, and which pattern saw them."""

    start: int
    end: int
    words: str
    why: str


_NAME = r"[A-Z][\w'’-]+"
_NINO = r"[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z](?:\s?\d){6}\s?[A-D]"
"""National Insurance number: two letters, six digits, a letter A to D (HMRC manual NIM39110)."""
_TITLE = "Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Cllr|Councillor|Rev|Father|Sister|Imam|Pastor|Sir|Lady"
_STREET = "Street|Road|Lane|Avenue|Close|Drive|Way|Court|Terrace|Crescent|Grove|Place"
_TITLES: Final = tuple(_TITLE.split("|"))
_SCHOOL: Final = "School|Academy|College|Surgery|Nursery"
_SCHOOLS: Final = tuple(_SCHOOL.split("|"))
_A_DIGIT: Final = re.compile(r"\d")
_NEEDS: Final[Mapping[str, Callable[[str], object]]] = {
    "title and name": lambda text: any(title in text for title in _TITLES),
    "said to be a name": lambda text: "name" in text or "called" in text,
    "school": lambda text: any(word in text for word in _SCHOOLS),
    "mail address": lambda text: "@" in text,
}
"""Without which a pattern finds nothing, and is not tried; the others all need a digit."""
_PATTERNS: Final = tuple(
    (why, re.compile(pattern))
    for why, pattern in (
        ("title and name", rf"\b(?:{_TITLE})\.?\s+{_NAME}(?:\s+{_NAME})?"),
        (
            "said to be a name",
            rf"\b(?:(?:[Mm]y|[Hh]er|[Hh]is|[Tt]heir) name(?:'s|’s| is| was)|called|named)\s+{_NAME}(?:\s+{_NAME})?",
        ),
        ("street", rf"\b\d{{1,4}}[a-z]?\s+(?:{_NAME}\s+){{1,3}}(?:{_STREET})\b"),
        ("school", rf"\b(?:{_NAME}\s+){{1,3}}(?:{_SCHOOL})\b"),
        ("national insurance number", rf"(?i)\b{_NINO}\b"),
        ("postcode", r"(?i)\b(?:[A-Z]{1,2}\d[A-Z\d]?)\s*\d[ABD-HJLNP-UW-Z]{2}\b"),
        ("mail address", r"\b[\w.+-]+@[\w-]+\.[\w.-]*\w"),
        ("phone number", r"(?<!\d)(?:(?:\+|00)44\s?(?:\(0\)\s?)?|\(0|0)\d(?:\)?[\s.-]?\d){8,9}(?!\d)"),
        ("NHS number", r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])"),
    )
)


def name_signs(text: str) -> tuple[NameSign, ...]:
    """Every sign in the text, in order; of overlapping ones the first that was found."""
    found: list[NameSign] = []
    digits = _A_DIGIT.search(text)
    for why, pattern in _PATTERNS:
        if not (_NEEDS[why](text) if why in _NEEDS else digits):
            continue
        for match in pattern.finditer(text):
            start, end = match.span()
            if why == "NHS number" and not is_nhs_number(match.group()):
                continue
            if not any(start < other.end and other.start < end for other in found):
                found.append(NameSign(start, end, match.group(), why))
    return tuple(sorted(found, key=lambda sign: sign.start))


def is_nhs_number(text: str) -> bool:
    """Whether ten digits carry the right check digit of an NHS number (Modulus 11, NHS Data Dictionary)."""
    digits = [int(c) for c in text if c.isdecimal()]
    if len(digits) != _NHS_DIGITS:
        return False
    left = sum(digit * weight for digit, weight in zip(digits, range(_NHS_DIGITS, 1, -1), strict=False))
    return (11 - left % 11) % 11 == digits[-1]
