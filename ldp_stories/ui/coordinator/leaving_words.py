"""What was never received from somebody's laptops, and never confirmed by them, said in lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ldp_stories.ui.text import many, tr

_STAYS: Final = {
    "draft": (
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} draft stays on their laptop.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} drafts stay on their laptop.")),
    ),
    "closed": (
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} closed story stays on their laptop.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} closed stories stay on their laptop.")),
    ),
    "no_permission": (
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} story stays there: its teller did not agree.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} stories stay there: their tellers did not agree.")),
    ),
}
_OTHER: Final = (
    str(QT_TRANSLATE_NOOP("LDP Stories", "{n} story waits on their laptop.")),
    str(QT_TRANSLATE_NOOP("LDP Stories", "{n} stories wait on their laptop.")),
)


_HERE: Final = {
    "closed": (
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} closed story stays on your laptop. It never travels. Open it first, or tell {name} of it.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} closed stories stay on your laptop. They never travel. Open them first, or tell {name} of them.")),
    ),
    "held": (
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} story waits for a decision and stays on your laptop.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} stories wait for a decision and stay on your laptop.")),
    ),
    "draft": (
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} draft stays on your laptop.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} drafts stay on your laptop.")),
    ),
    "no_permission": (
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} story stays on your laptop: its teller did not agree.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} stories stay on your laptop: their tellers did not agree.")),
    ),
}  # fmt: skip
_THEN: Final = {
    "closed": (
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} closed story did not go with it")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} closed stories did not go with it")),
    ),
    "held": (
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} story that waited did not go with it")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} stories that waited did not go with it")),
    ),
}


def here_lines(stays: Mapping[str, int], name: str) -> list[str]:
    """What stays on this laptop when somebody takes over, and what to do about it."""
    found = [(stays[why], words) for why, words in _HERE.items() if stays.get(why)]
    return [tr(one if n == 1 else more, n=n, name=name) for n, (one, more) in found]


def then_words(stays: Mapping[str, int]) -> str:
    """What had stayed with the giver when they handed over."""
    return ", ".join(many(stays[why], *words) for why, words in _THEN.items() if stays.get(why))


def missing_lines(
    numbers: Sequence[int],
    parts: int,
    stays: Mapping[str, int],
    set_aside: int,
    unconfirmed: int,
    wishes: int,
) -> list[tuple[str, bool]]:
    """(words, whether all is well) of each thing; one good line when nothing at all is missing."""
    found: list[str] = []
    if numbers:
        listed = ", ".join(str(n) for n in numbers)
        found.append(
            tr("File {numbers} of theirs never came.", numbers=listed)
            if len(numbers) == 1
            else tr("Files {numbers} of theirs never came.", numbers=listed)
        )
    if parts:
        found.append(many(parts, "{n} part of a sending never came.", "{n} parts of sendings never came."))
    found += [many(n, *_STAYS.get(why, _OTHER)) for why, n in sorted(stays.items()) if n]
    if set_aside:
        found.append(many(set_aside, "{n} file waits to be let in.", "{n} files wait to be let in."))
    if unconfirmed:
        found.append(
            many(
                unconfirmed,
                "They never confirmed {n} file from you.",
                "They never confirmed {n} files from you.",
            )
        )
    if wishes:
        found.append(
            many(
                wishes,
                "Their laptop never confirmed {n} wish that was carried out.",
                "Their laptop never confirmed {n} wishes that were carried out.",
            )
        )
    return [(words, False) for words in found] or [(tr("Everything that they sent has come."), True)]
