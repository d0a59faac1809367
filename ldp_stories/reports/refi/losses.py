"""What could not be carried over, counted, and said in a sentence each: a person is told at import and at export (REFI-QDA 7)."""

from collections import Counter
from collections.abc import Callable
from typing import Final

from ldp_stories.reports.refi.model import Loss

WORDS: Final = {
    "picture": "{n} pictures or scanned pages were left out: this program reads words and sound.",
    "foreign_text": "{n} texts were not whole UTF-8; the letters that could not be read show as a box.",
    "no_text": "{n} texts were named in the file but are not in it.",
    "empty_span": "{n} marks were on no words at all and were left out.",
    "outside": "{n} marks stood outside their text and were left out.",
    "no_code": "{n} marks named a tag that is not in the file and were left out.",
    "twice": "{n} things stood in the file twice; the first was kept.",
    "no_guid": "{n} things had no identifier and got a new one.",
    "graph": "{n} drawings of maps were left out.",
    "utf16": "Places in {n} texts were counted in another way (UTF-16); they were put right.",
    "newline": "Places in {n} texts were counted with other line ends; they were put right.",
    "bom": "Places in {n} texts counted a hidden first letter; they were put right.",
    "misnamed": "The file was not named as the standard asks; it was read all the same.",
    "draft": "The file follows a draft of the standard; it was read all the same.",
    "control": "{n} hidden letters cannot stand in such a file and show as a box.",
    "deep": "{n} tags lie deeper than three levels; they stand on the third.",
    "moved": "{n} marks stood on words that have changed, or on a recording that stays here; they were left out.",
    "no_sound": "{n} recordings are not in the file; their marks stay.",
}
"""Sentences by code; `{n}` is the count."""
ONE: Final = {
    "picture": "1 picture or scanned page was left out: this program reads words and sound.",
    "foreign_text": "1 text was not whole UTF-8; the letters that could not be read show as a box.",
    "no_text": "1 text was named in the file but is not in it.",
    "empty_span": "1 mark was on no words at all and was left out.",
    "outside": "1 mark stood outside its text and was left out.",
    "no_code": "1 mark named a tag that is not in the file and was left out.",
    "twice": "1 thing stood in the file twice; the first was kept.",
    "no_guid": "1 thing had no identifier and got a new one.",
    "graph": "1 drawing of a map was left out.",
    "utf16": "Places in 1 text were counted in another way (UTF-16); they were put right.",
    "newline": "Places in 1 text were counted with other line ends; they were put right.",
    "bom": "Places in 1 text counted a hidden first letter; they were put right.",
    "control": "1 hidden letter cannot stand in such a file and shows as a box.",
    "deep": "1 tag lies deeper than three levels; it stands on the third.",
    "moved": "1 mark stood on words that have changed, or on a recording that stays here; it was left out.",
    "no_sound": "1 recording is not in the file; its marks stay.",
}
"""The same when it is one."""
EXAMPLE: Final = "For example: “{name}”."
_NAMED: Final = frozenset({"twice", "no_guid", "no_code", "deep", "no_text"})
"""Losses whose example is a name that a person can look for in the other program."""


class Losses:
    """Counts losses while a file is read or written; the first example of each is kept."""

    def __init__(self) -> None:
        self._count: Counter[str] = Counter()
        self._example: dict[str, str] = {}

    def add(self, what: str, example: str = "", count: int = 1) -> None:
        """Note one; KeyError for a code without a sentence."""
        if what not in WORDS:
            raise KeyError(what)
        self._count[what] += count
        self._example.setdefault(what, example)

    def all(self) -> tuple[Loss, ...]:
        """All of them, in the order of `WORDS`."""
        return tuple(Loss(w, self._count[w], self._example[w]) for w in WORDS if self._count[w])


def sentence(loss: Loss) -> str:
    """The sentence for a person, in English."""
    return said(loss, lambda text, **facts: text.format(**facts))


def said(loss: Loss, say: Callable[..., str]) -> str:
    """The sentence for a person, with a name to look for where there is one; `say` puts it into another language."""
    words = ONE.get(loss.what, WORDS[loss.what]) if loss.count == 1 else WORDS[loss.what]
    told = say(words, n=loss.count)
    return f"{told} {say(EXAMPLE, name=loss.example)}" if loss.example and loss.what in _NAMED else told
