"""The same words, however they were typed: letters brought to one form, with the place of each, so that every copy of a name is found.

A letter and the marks on it are one (a cluster): words begin and end between clusters, never inside one. Signs that nobody sees, the points
above and below Arabic and Hebrew letters, and the shape of an apostrophe or a hyphen make no difference; an accent does.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_ALIKE: Final = {
    **dict.fromkeys("\u2018\u2019\u02bc\u2032\u00b4\uff07", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\uff0d", "-"),
    "\u200b": " ",
    "\u0640": "",
}
"""Apostrophes and hyphens that people and phones write for one another, a space of no width, the line that draws Arabic letters apart."""
_POINTS: Final = ((0x0591, 0x05C7), (0x064B, 0x065F), (0x0670, 0x0670), (0xFE00, 0xFE0F), (0x034F, 0x034F))
"""Marks that are left out as often as they are written: Hebrew and Arabic points, the choice of a picture's look."""
_NO_SPACES: Final = ((0x0E00, 0x0EFF), (0x1000, 0x11FF), (0x1780, 0x17FF), (0x3040, 0x9FFF))
"""Scripts that write words without spaces, or endings right behind a name."""
_ENDINGS: Final = ((0x0980, 0x09FF), (0x0A80, 0x0DFF))
"""Scripts of languages that join endings to a name (Bengali, Gujarati, Tamil ...): "Rahim's" is one word, often one letter longer than "Rahim".
The name goes in it too: to leave it standing would be the worse mistake. Hindi and Punjabi write such words apart."""
_JOINER: Final = "\u200d"
_SKIN: Final = range(0x1F3FB, 0x1F400)


def places_of(text: str, words: str) -> tuple[tuple[int, int], ...]:
    """Where `words` stand in `text` as whole words, in code points and in order; () for blank words."""
    wanted = " ".join("".join(_key(text) for _, _, text in _clusters(words)).split())
    if not wanted:
        return ()
    return _in_plain(text, wanted) if text.isascii() else _in_any(text, wanted)


def _in_plain(text: str, wanted: str) -> tuple[tuple[int, int], ...]:
    pattern = r"\s+".join(map(re.escape, wanted.split()))
    first = r"(?<!\w)" if _is_letter(wanted[0]) else ""
    last = r"(?!\w)" if _is_letter(wanted[-1]) else ""
    return tuple(m.span() for m in re.finditer(first + pattern + last, text, re.IGNORECASE))


def _in_any(text: str, wanted: str) -> tuple[tuple[int, int], ...]:
    """The same in text with letters beyond the plain ones: sought in its keys, told in its own places."""
    keys: list[str] = []
    spans: list[tuple[int, int]] = []
    for start, end, cluster in _clusters(text):
        key = _key(cluster)
        if key.isspace():
            if keys and keys[-1] == " ":
                spans[-1] = (spans[-1][0], end)
                continue
            key = " "
        keys += key
        spans += [(start, end)] * len(key)
    folded = "".join(keys)
    found: list[tuple[int, int]] = []
    at = folded.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        joined = end < len(folded) and _within(folded[end - 1], _ENDINGS) and _within(folded[end], _ENDINGS)
        ends = joined or (_whole_at(spans, end) and _apart(folded, end))
        if ends and _whole_at(spans, at) and _apart(folded, at):
            found.append((spans[at][0], spans[end - 1][1]))
            at = folded.find(wanted, end)
        else:
            at = folded.find(wanted, at + 1)
    return tuple(found)


def _whole_at(spans: list[tuple[int, int]], at: int) -> bool:
    """Whether no cluster is cut in two at a place."""
    return at in (0, len(spans)) or spans[at - 1] != spans[at]


def _apart(folded: str, at: int) -> bool:
    """Whether a word may begin or end at a place."""
    if at in (0, len(folded)):
        return True
    left, right = folded[at - 1], folded[at]
    if _within(left, _NO_SPACES) or _within(right, _NO_SPACES):
        return True
    return not (_is_letter(left) and _is_letter(right))


def _is_letter(letter: str) -> bool:
    return letter.isalnum() or letter == "_" or unicodedata.category(letter).startswith("M")


def _within(letter: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= ord(letter) <= high for low, high in ranges)


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """What people see as one letter: it and the marks on it, a picture made of several; with where it begins and ends."""
    start = 0
    for at in range(1, len(text)):
        if not _goes_on(text, at):
            yield start, at, text[start:at]
            start = at
    if text:
        yield start, len(text), text[start:]


def _goes_on(text: str, at: int) -> bool:
    """Whether the letter at a place belongs to the one before it."""
    letter = text[at]
    if letter.isascii() or letter == "\u200b":
        return False
    kind = unicodedata.category(letter)
    if kind.startswith("M") or kind == "Cf" or letter == "\u0640" or ord(letter) in _SKIN:
        return True
    return text[at - 1] == _JOINER and kind == "So"


def _key(cluster: str) -> str:
    """One form of a cluster: the same for all the ways in which it is written."""
    if cluster.isascii():
        return cluster.casefold()
    plain = "".join(_ALIKE.get(letter, letter) for letter in cluster)
    apart = unicodedata.normalize("NFKD", plain).casefold()
    kept = (x for x in unicodedata.normalize("NFKD", apart) if not _unseen(x))
    return "".join(kept)


def _unseen(letter: str) -> bool:
    return unicodedata.category(letter) == "Cf" or _within(letter, _POINTS)
