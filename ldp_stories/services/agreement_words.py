"""How agreement is said: a sentence per tag, a number only where it means something; the same in the window and in the terminal."""

import math
from collections.abc import Callable, Sequence
from typing import Final

from ldp_stories.domain.agreement.verdict import FEWEST, State, TagAgreement, Verdict, Why
from ldp_stories.services.compare_spans import SpanRow

Say = Callable[..., str]
"""Puts facts into a sentence, in the language of the window where there is one."""

_WHY: Final = {
    Why.NOTHING_SHARED: "because nobody read the same",
    Why.ONE_ANSWER: "because all the answers are the same",
    Why.NOT_TWO: "because it is for two people only",
    Why.NOBODY_ALL: "because nothing was read by everybody",
}
_NAMES: Final = {
    "kappa": "Cohen's kappa",
    "most": "the most kappa could be",
    "fleiss": "Fleiss' kappa",
    "ac1": "Gwet's AC1",
    "alpha": "Krippendorff's alpha",
    "spans": "Krippendorff's alpha for spans",
    "sets": "Krippendorff's alpha for sets (MASI)",
}


def plain(text: str, **facts: object) -> str:
    """A sentence with its facts, in English."""
    return text.format(**facts) if facts else text


def headline(found: TagAgreement, say: Say = plain) -> str:
    """The first sentence: how many of how many, or why nothing can be said."""
    if found.state is State.NOT_READ:
        return say("Nothing to compare yet: nobody read the same.")
    if found.state is State.NOT_USED:
        return say("Not used: nobody said yes, in {units} read by two or more.", units=found.units)
    if found.state is State.TOO_FEW:
        return _too_few(found.units, found.split, say)
    return _alike(found.units, found.split, found.percent, two=found.both is not None, say=say)


def ratings_headline(units: int, split: int, percent: Verdict, people: int, say: Say = plain) -> str:
    """The same first sentence for a table of ratings."""
    if not units:
        return say("Nothing to compare yet: nobody read the same.")
    if units < FEWEST:
        return _too_few(units, split, say)
    return _alike(units, split, percent, two=people == 2, say=say)


def _too_few(units: int, split: int, say: Say) -> str:
    return say("Too few to say. The same answer on {alike} of {units}.", alike=units - split, units=units)


def _alike(units: int, split: int, percent: Verdict, *, two: bool, say: Say) -> str:
    several = "All said the same on {alike} of {units}. Pairs of answers that are the same: {percent}."
    return say(
        "The same answer on {alike} of {units} ({percent})." if two else several,
        alike=units - split,
        units=units,
        percent=share(percent, say),
    )


def share(found: Verdict, say: Say = plain) -> str:
    """ "80 %, between 63 and 93 %"; "80 %" without an interval, or where every draw gives the same, which says nothing."""
    percent = _percent(found.value or 0)
    if found.low is None or found.high is None or found.low == found.high:
        return say("{percent} %", percent=percent)
    low, high = _percent(found.low), _percent(found.high)
    return say("{percent} %, between {low} and {high} %", percent=percent, low=low, high=high)


def _percent(value: float) -> int:
    """Whole percents as people round: 23 of 40 are 58 %, though 100 * 0.575 is a little less than 57.5."""
    return math.floor(round(100 * value, 6) + 0.5)


def counts(found: TagAgreement, coders: Sequence[str], say: Say = plain) -> str:
    """The four counts of two coders: "Both yes 9, only Priya 4, only Theo 2, both no 15."; "" for more coders or none."""
    if found.both is None or len(coders) != 2 or not found.units:
        return ""
    return say(
        "Both yes {both}, only {one} {first}, only {other} {second}, both no {neither}.",
        both=found.both,
        first=found.first,
        second=found.second,
        neither=found.neither,
        one=coders[0],
        other=coders[1],
    )


def values(found: TagAgreement, coders: int, say: Say = plain) -> tuple[str, ...]:
    """What is above chance, a sentence for each measure that fits; () when there are too few to say."""
    if found.state is not State.READY:
        return ()
    fitting = ("kappa", "most", "ac1", "alpha") if coders == 2 else ("fleiss", "ac1", "alpha")
    told = [(name, getattr(found, name)) for name in fitting]
    return tuple(value(name, one, say) for name, one in told if one.defined or name != "most")


def value(name: str, verdict: Verdict, say: Say = plain) -> str:
    """One measure: "Cohen's kappa 0.585, between 0.29 and 0.86.", or why it cannot be defined."""
    called = say(_NAMES[name])
    if verdict.value is None:
        why = say(_WHY[verdict.why]) if verdict.why else ""
        return say("{name} cannot be defined, {why}.", name=_capital(called), why=why)
    if verdict.low is None or verdict.high is None or verdict.low == verdict.high:
        return say("{name} {value}.", name=_capital(called), value=f"{verdict.value:.3f}")
    return say(
        "{name} {value}, between {low} and {high}.",
        name=_capital(called),
        value=f"{verdict.value:.3f}",
        low=f"{verdict.low:.2f}",
        high=f"{verdict.high:.2f}",
    )


def set_line(found: Verdict, tags: int, units: int, say: Say = plain) -> str:
    """What is said of all tags of a story together: "" for a single tag, and for too few to say (the warning above says so)."""
    if tags < 2 or units < FEWEST:
        return ""
    return value("sets", found, say)


def span_lines(row: SpanRow, say: Say = plain) -> tuple[str, ...]:
    """What is said of a tag in people's own layers: who marked how often, and alpha, or why there is none."""
    who = ", ".join(say("{name} {n}", name=name, n=n) for name, n in row.counts)
    alike = len(row.units) - row.split
    first = say(
        "The same words on {alike} of {units}. Marks: {who}.", alike=alike, units=len(row.units), who=who
    )
    if row.state is State.TOO_FEW:
        few = say("Too few to say: {n} of at least {fewest} marks.", n=row.marks, fewest=FEWEST)
        return (first, few)
    lines = (first, value("spans", row.alpha, say))
    if row.alpha.defined and row.alpha.low is None and row.texts < FEWEST:
        unsure = "How sure that is cannot be said from {n} of at least {fewest} texts and recordings."
        return (*lines, say(unsure, n=row.texts, fewest=FEWEST))
    return lines


def small_warning(units: int, say: Say = plain) -> str:
    """What stands above a small round; "" for one that is large enough."""
    if units >= FEWEST:
        return ""
    return say(
        "This is a small sample: {units} of at least {fewest}. Talk about the differences.",
        units=units,
        fewest=FEWEST,
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
