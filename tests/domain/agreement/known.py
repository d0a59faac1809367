"""Data with printed answers: what the books give, to all the digits they print."""

from typing import Final

METHODS_D1: Final = [(True, True)] * 9 + [(True, False)] * 4 + [(False, True)] * 2 + [(False, False)] * 15
"""domain/6-methods.md 6.3: tag D1, 30 passages, coders A and B. Percent 0.800, kappa 0.585, alpha 0.590."""

_FOUR = """
1 1 . 1
2 2 3 2
3 3 3 3
3 3 3 3
2 2 2 2
1 2 3 4
4 4 4 4
1 1 2 1
2 2 2 2
. 5 5 5
. . 1 1
. . 3 .
"""
KRIPPENDORFF_2011: Final = [
    tuple(None if v == "." else int(v) for v in line.split()) for line in _FOUR.strip().splitlines()
]
"""12 units, four observers, gaps. Alpha: nominal 0.743, ordinal 0.815, interval 0.849, ratio 0.797."""

_COHEN = ((88, 10, 2), (14, 40, 6), (18, 10, 12))
COHEN_1960: Final = [
    (a, b) for a, row in enumerate(_COHEN) for b, count in enumerate(row) for _ in range(count)
]
"""Kappa 0.492; with these totals at most 0.831."""

_FLEISS = """
0 0 0 6 0|0 3 0 0 3|0 1 4 0 1|0 0 0 0 6|0 3 0 3 0|2 0 4 0 0|0 0 4 0 2|2 0 3 1 0|2 0 0 4 0|0 0 0 0 6
1 0 0 5 0|1 1 0 4 0|0 3 3 0 0|1 0 0 5 0|0 2 0 3 1|0 0 5 0 1|3 0 0 1 2|5 1 0 0 0|0 2 0 4 0|1 0 2 0 3
0 0 0 0 6|0 1 0 5 0|0 2 0 1 3|2 0 0 4 0|1 0 0 4 1|0 5 0 1 0|4 0 0 0 2|0 2 0 4 0|1 0 5 0 0|0 0 0 0 6
"""
FLEISS_1971: Final = [
    tuple(kind for kind, count in enumerate(row.split()) for _ in range(int(count)))
    for line in _FLEISS.strip().splitlines()
    for row in line.split("|")
]
"""30 patients, six psychiatrists, five kinds of illness. Kappa 0.430."""

GWET: Final = [(1, 1)] * 118 + [(1, 0)] * 5 + [(0, 1)] * 2
"""Two raters who nearly always say yes: AC1 0.941, while kappa is -0.023."""

SPANS_C: Final = (((225, 295), (370, 400)), ((220, 300), (355, 375), (400, 420)))
SPANS_K: Final = (((180, 240), (300, 350)), ((180, 240), (300, 350)))
"""Krippendorff 2004, two observers over 150 to 450: c observed 0.0144, expected 0.0532, alpha 0.7286; k alpha 1; both 0.8591."""
SPANS_1995: Final = {
    "A": (((2, 10), (14, 20)), ((4, 8), (15, 17))),
    "B": (((0, 18),), ((0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 9), (9, 10))),
    "C": (((2, 8), (10, 12), (14, 18), (20, 22)), ((0, 2), (4, 8), (10, 14), (16, 18), (20, 22))),
    "D": (((0, 2), (2, 10), (10, 14), (14, 20), (20, 24)), ((0, 4), (4, 8), (8, 15), (15, 17), (17, 24))),
}
"""Krippendorff 1995, a stretch of 24: observed disagreements 0.03125, 2.26736, 0.02777, 0.38715."""


def shifted(spans: tuple[tuple[tuple[int, int], ...], ...], by: int) -> list[tuple[tuple[int, int], ...]]:
    """Spans that begin at another place."""
    return [tuple((a - by, b - by) for a, b in coder) for coder in spans]
