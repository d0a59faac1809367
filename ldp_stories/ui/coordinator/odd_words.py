"""What does not fit about files, said in words: what happened, and what to do next."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ldp_stories.services.odd_files import Odd, OddFile
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import tr

_ONE: Final = {
    Odd.MISSING: str(QT_TRANSLATE_NOOP("LDP Stories", "File {numbers} from {name} never came.")),
    Odd.TWICE: str(
        QT_TRANSLATE_NOOP("LDP Stories", "{name} sent 1 line under a number that another line had already.")
    ),
    Odd.TWO_COPIES: str(QT_TRANSLATE_NOOP("LDP Stories", "Two files from {name} have the number {numbers}.")),
    Odd.WENT_BACK: str(
        QT_TRANSLATE_NOOP("LDP Stories", "The laptop of {name} went back to an older state (file {numbers}).")
    ),
    Odd.NOT_ALLOWED: str(
        QT_TRANSLATE_NOOP("LDP Stories", "1 line from {name} was left out: their role may not write it.")
    ),
    Odd.SPOILT: str(
        QT_TRANSLATE_NOOP("LDP Stories", "1 line from {name} was left out: it was not as it must be.")
    ),
    Odd.LOST_LAPTOP: str(
        QT_TRANSLATE_NOOP(
            "LDP Stories",
            "File {numbers} waits, packed {day} on a laptop of {name} that is no longer in the programme.",
        )
    ),
    Odd.STRANGER: str(QT_TRANSLATE_NOOP("LDP Stories", "A file from {name} waits, packed {day}.")),
    Odd.AGAIN: str(
        QT_TRANSLATE_NOOP("LDP Stories", "1 file from {name} came again, {day}. Nothing was added twice.")
    ),
}
_MORE: Final = {
    Odd.MISSING: str(QT_TRANSLATE_NOOP("LDP Stories", "Files {numbers} from {name} never came.")),
    Odd.TWICE: str(
        QT_TRANSLATE_NOOP("LDP Stories", "{name} sent {n} lines under numbers that other lines had already.")
    ),
    Odd.TWO_COPIES: str(
        QT_TRANSLATE_NOOP("LDP Stories", "Files from {name} have the same numbers twice: {numbers}.")
    ),
    Odd.WENT_BACK: str(
        QT_TRANSLATE_NOOP(
            "LDP Stories", "The laptop of {name} went back to an older state (files {numbers})."
        )
    ),
    Odd.NOT_ALLOWED: str(
        QT_TRANSLATE_NOOP(
            "LDP Stories", "{n} lines from {name} were left out: their role may not write them."
        )
    ),
    Odd.SPOILT: str(
        QT_TRANSLATE_NOOP(
            "LDP Stories", "{n} lines from {name} were left out: they were not as they must be."
        )
    ),
    Odd.LOST_LAPTOP: str(
        QT_TRANSLATE_NOOP(
            "LDP Stories",
            "File {numbers} waits, packed {day} on a laptop of {name} that is no longer in the programme.",
        )
    ),
    Odd.STRANGER: str(QT_TRANSLATE_NOOP("LDP Stories", "A file from {name} waits, packed {day}.")),
    Odd.AGAIN: str(
        QT_TRANSLATE_NOOP(
            "LDP Stories", "{n} files from {name} came again, last {day}. Nothing was added twice."
        )
    ),
}
_NEXT: Final = {
    Odd.MISSING: str(QT_TRANSLATE_NOOP("LDP Stories", "Ask for it. They pack just that file again.")),
    Odd.TWICE: str(
        QT_TRANSLATE_NOOP(
            "LDP Stories",
            "The first one stands, the other is held. Their laptop went back to an older state, or a copy of it is in use. Your next file tells it: "
            "it puts this right by itself. If it still stands here after that, ring them.",
        )
    ),
    Odd.TWO_COPIES: str(
        QT_TRANSLATE_NOOP(
            "LDP Stories",
            "Both are here. Ring them: do they work on two copies of one notebook? Let them go on with one of them only.",
        )
    ),
    Odd.WENT_BACK: str(
        QT_TRANSLATE_NOOP(
            "LDP Stories",
            "Ring them. If they brought back a safe copy, all is well, and what they lost can be sent back to them. If not, mark the laptop lost.",
        )
    ),
    Odd.NOT_ALLOWED: str(
        QT_TRANSLATE_NOOP(
            "LDP Stories", "Ask what they meant to do. If their work has changed, change their role."
        )
    ),
    Odd.SPOILT: str(
        QT_TRANSLATE_NOOP("LDP Stories", "Ask them to bring their program up to date and to send once more.")
    ),
    Odd.LOST_LAPTOP: str(
        QT_TRANSLATE_NOOP(
            "LDP Stories",
            "Add it only if you are sure that they packed it before they left or the laptop was lost.",
        )
    ),
    Odd.STRANGER: str(
        QT_TRANSLATE_NOOP(
            "LDP Stories",
            "Nothing of it was added. Bring in the newest programme file, then try again. If nobody knows them, throw it away.",
        )
    ),
    Odd.AGAIN: str(QT_TRANSLATE_NOOP("LDP Stories", "There is nothing to do. A stick was read twice.")),
}
_LONG: Final = str(
    QT_TRANSLATE_NOOP("LDP Stories", "It has waited for 90 days. Add it or throw it away now.")
)
_ASKED: Final = str(
    QT_TRANSLATE_NOOP("LDP Stories", "You have asked for it. It goes with the next file to them.")
)
_GONE: Final = str(
    QT_TRANSLATE_NOOP(
        "LDP Stories", "Their laptop is not in use any more. It can only come from an old stick or copy."
    )
)


def what_happened(odd: OddFile) -> str:
    """One sentence: who, and what does not fit."""
    pattern = (_ONE if odd.count == 1 else _MORE)[odd.odd]
    return tr(
        pattern,
        name=odd.name or tr("somebody nobody knows here"),
        numbers=", ".join(str(n) for n in odd.numbers) or "?",
        n=odd.count,
        day=shown_day(odd.on) if odd.on else "",
    )


def what_next(odd: OddFile) -> str:
    """What to do about it."""
    if odd.odd is Odd.MISSING and not odd.active:
        return tr(_GONE)
    if odd.odd is Odd.MISSING and odd.asked:
        return tr(_ASKED)
    words = tr(_NEXT[odd.odd])
    return f"{words} {tr(_LONG)}" if odd.long else words
