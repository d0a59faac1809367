"""The colours and type sizes of the window, light and dark (values in pixels at 100 % text).

Contrast of each pair is computed in the tests; change a value there first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Tokens:
    """One set of colours, as #RRGGBB."""

    paper: str
    rail: str
    surface: str
    sunk: str
    text: str
    text2: str
    line: str
    edge: str
    accent: str
    hover: str
    onaccent: str
    soft: str
    onsoft: str
    ok: str
    oksoft: str
    warn: str
    warnsoft: str
    bad: str
    badsoft: str
    mark: str
    mark2: str


LIGHT: Final = Tokens(
    paper="#F6F3ED", rail="#EDE9E1", surface="#FFFEFC", sunk="#F3F0EA", text="#23201C", text2="#4E4A43",
    line="#E1DCD2", edge="#857F74", accent="#0E5A6B", hover="#0A4654", onaccent="#FFFFFF", soft="#DCEBEE",
    onsoft="#0A4654", ok="#23603A", oksoft="#E0EEE3", warn="#7A4A00", warnsoft="#FAECCF", bad="#A3241B",
    badsoft="#FBE5E1", mark="#FBE7A6", mark2="#D5E8EC",
)  # fmt: skip

DARK: Final = Tokens(
    paper="#17191B", rail="#111315", surface="#1F2225", sunk="#282C30", text="#EFECE6", text2="#C2BEB5",
    line="#343A3F", edge="#868E95", accent="#86CBDB", hover="#A6DBE7", onaccent="#06262E", soft="#1B3B44",
    onsoft="#B9E4ED", ok="#93D6A7", oksoft="#1C3626", warn="#F2C57E", warnsoft="#3C2E15", bad="#FFA79B",
    badsoft="#4A221E", mark="#5B4B14", mark2="#1F444E",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Role:
    """How one kind of words is set: size in pixels, weight, and the step between lines in ems."""

    size: int
    weight: int
    line: float


ROLES: Final[dict[str, Role]] = {
    "question": Role(34, 600, 1.35),
    "display": Role(30, 600, 1.35),
    "title": Role(24, 600, 1.35),
    "read": Role(22, 400, 1.7),
    "heading": Role(19, 600, 1.4),
    "lead": Role(18, 400, 1.65),
    "body": Role(16, 400, 1.7),
    "dense": Role(15, 400, 1.6),
    "small": Role(14, 400, 1.55),
    "timer": Role(60, 600, 1.2),
}

RADIUS_CONTROL: Final = 10
RADIUS_CARD: Final = 14
RADIUS_OVERLAY: Final = 18


def scaled(size: int, scale: float) -> int:
    """A type size at a text scale (1.0 to 2.0): to 18 px in full, titles by 72 % of it, larger by 50 %."""
    share = 1.0 if size <= 18 else 0.72 if size <= 24 else 0.5
    return round(size * (1 + (scale - 1) * share))
