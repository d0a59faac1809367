"""Sentences of a preview: said in English by a service, or in the window's own language by whoever hands in its words."""

from collections.abc import Callable
from dataclasses import dataclass

Say = Callable[..., str]
"""Puts facts into a sentence, in the language of the window where there is one."""


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One sentence of what a file would bring; `stays`: it tells of something that does not come in."""

    words: str
    stays: bool = False


def plain(text: str, **facts: object) -> str:
    """A sentence with its facts, in English."""
    return text.format(**facts) if facts else text


def how_many(say: Say, count: int, one: str, more: str) -> str:
    """ "1 new tag", "3 new tags": `one` and `more` hold the place {n}."""
    return say(one if count == 1 else more, n=count)
