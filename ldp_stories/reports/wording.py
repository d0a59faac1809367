"""The few words that reports need of their own: which way a language runs, months, why a quote was taken out, small numbers."""

import unicodedata
from typing import Final

FEW: Final = 5
"""Fewer people than this are shown as "few" (domain/2-users.md US-C9)."""
_RIGHT_TO_LEFT: Final = frozenset(
    {"ar", "ckb", "dv", "fa", "he", "ks", "ku-arab", "pnb", "prs", "ps", "sd", "ug", "ur", "yi"}
)
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_GAPS: Final = {
    "withdrawn": "Removed because the person took their words back.",
    "erased": "Removed because the person took their words back.",
    "narrowed": "Removed because the person changed their mind.",
    "no": "Left out: there is no yes to being quoted.",
    "not_asked": "Left out: the person was not asked about being quoted.",
    "lapsed": "Left out: the yes was for a time that is over. Ask again.",
    "held": "Left out: somebody in this story has asked for their words back. It is being decided.",
    "closed": "Left out: this story is closed.",
    "away": "Left out: this story was put in the trash.",
    "let_go": "Left out: this story may not be used now. A coordinator took it back, or somebody said no.",
    "changed": "Left out: the words have changed since. Choose the quote again.",
    "unmasked": "Left out: these words have no masked copy yet.",
    "no_words": "Left out: there is only sound here, no words.",
    "not_for_quoting": "Left out: these words are marked as not for quoting.",
}


def direction(language: str) -> str:
    """`rtl` or `ltr` for a language tag such as `ur` or `pa-Arab`."""
    tag = language.casefold().replace("_", "-")
    arabic = "-arab" in tag or "-hebr" in tag
    return "rtl" if arabic or tag in _RIGHT_TO_LEFT or tag.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def own_direction(text: str, language: str) -> str:
    """`rtl` or `ltr` for people's words: by their language, else by their first letter, for words whose language was not noted."""
    if direction(language) == "rtl":
        return "rtl"
    first = next((b for c in text if (b := unicodedata.bidirectional(c)) in ("L", "R", "AL")), "L")
    return "ltr" if first == "L" else "rtl"


def own_language(text: str, language: str) -> str:
    """The language tag for people's words; `und` where none was noted, or the words run another way than that language does."""
    return language if language and own_direction(text, language) == direction(language) else "und"


def month(day: str) -> str:
    """`May 2026` for an ISO date: reports never show an exact day (domain/5-ethics-law.md 5.4)."""
    try:
        return f"{_MONTHS[int(day[5:7]) - 1]} {int(day[:4])}" if int(day[5:7]) else ""
    except (ValueError, IndexError):
        return ""


def longday(day: str) -> str:
    """`3 June 2026` for an ISO date, for what concerns nobody's story: when a wish came."""
    found = month(day)
    return f"{int(day[8:10])} {found}" if found and day[8:10].isdigit() else found


def gap(reason: str) -> str:
    """Why a quote is not shown, in a sentence; `erased:2026-06-03` names the day it was taken out."""
    what, _, day = reason.partition(":")
    if what == "erased" and month(day):
        return f"Taken out at the teller's request, {int(day[8:10])} {month(day).split()[0]}."
    return _GAPS.get(reason, "Left out: there is no permission to use it today.")


def few(number: int) -> str:
    """A number of people: `few` when there are under five, because small numbers point at persons; `none` for 0."""
    if number <= 0:
        return "none"
    return "few" if number < FEW else str(number)
