"""Words of the window: translation, dates, lengths and sizes as people say them, and the sentence for an error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final
from unicodedata import bidirectional

from PySide6.QtCore import QCoreApplication

from ldp_stories.errors import SENTENCES, UserError, fact

CONTEXT: Final = "LDP Stories"

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_BIDI: Final = {
    0x200E: "LRM", 0x200F: "RLM", 0x061C: "ALM", 0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO",
    0x202E: "RLO", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
}  # fmt: skip
_FSI: Final = "\u2068"
_PDI: Final = "\u2069"
_TABLE: Final = {code: f"[{name}]" for code, name in _BIDI.items()}


def tr(text: str, **facts: object) -> str:
    """The words in the language of the window, with facts put into their {places}; facts that are read from the right stand apart."""
    words = QCoreApplication.translate(CONTEXT, text)
    if not facts:
        return words
    return words.format(**{n: apart(f) if isinstance(f, str) else f for n, f in facts.items()})


def many(count: int, one: str, more: str) -> str:
    """ "1 story", "7 stories": `one` and `more` hold the place {n}."""
    return tr(one if count == 1 else more, n=count)


def in_a_row(names: str) -> str:
    """Names that stand in a list, as people say them: "Theo, Priya" is "Theo and Priya"."""
    first, comma, last = names.rpartition(", ")
    return tr("{names} and {last}", names=first, last=last) if comma else names


def sentence(error: UserError) -> str:
    """The sentence for an error: what happened, what is safe, what to do next, in the window's language."""
    pattern = QCoreApplication.translate(CONTEXT, SENTENCES.get(error.code, error.code))
    facts = {
        name: apart(visible(tr(fact(name, value)) if name == "scope" else str(value)))
        for name, value in error.facts.items()
    }
    try:
        return pattern.format(**facts)
    except (KeyError, IndexError, ValueError):
        return pattern


def visible(text: str) -> str:
    """Text with its invisible direction controls shown as names, so that nothing can hide in a file's name."""
    return text.translate(_TABLE)


def apart(name: str) -> str:
    """Somebody's own word in a line of ours: read from the right, it moves no number or comma that stands beside it.

    What `tr` puts into a line stands apart already; this is for lines that are joined without it.
    """
    if name.isascii() or (name[0] == _FSI and name.find(_PDI) == len(name) - 1):
        return name
    return f"{_FSI}{name}{_PDI}" if any(bidirectional(c) in ("R", "AL") for c in name) else name


def day(when: date) -> str:
    """ "14 May"."""
    return f"{when.day} {tr(_MONTHS[when.month - 1])}"


def day_year(when: date) -> str:
    """ "14 May 2026"."""
    return f"{day(when)} {when.year}"


def long_day(when: date) -> str:
    """ "Tuesday 21 May"."""
    return f"{tr(_DAYS[when.weekday()])} {day(when)}"


def time_of_day(when: datetime) -> str:
    """ "10:42" (the time given is shown as it stands: convert to the person's own zone before)."""
    return f"{when.hour:02d}:{when.minute:02d}"


def told_apart(labels: Sequence[str], say: Callable[[date], str] = day) -> list[str]:
    """The days of moments (time labels) in the person's own zone; where two share a day, with the time that tells them apart."""
    words = [_moment(label, say) for label in labels]
    for form in (", %H:%M", ", %H:%M:%S"):
        alike = {one for one in words if words.count(one) > 1}
        words = [
            _moment(label, say, form) if now in alike else now
            for now, label in zip(words, labels, strict=True)
        ]
    return words


def _moment(label: str, say: Callable[[date], str], form: str = "") -> str:
    """A time label's day, with its time where a form for it is given; the label itself when it is none."""
    try:
        moment = datetime.fromisoformat(label).astimezone()
    except ValueError:
        return label
    return f"{say(moment.date())}{moment.strftime(form) if form else ''}"


def clock(ms: int) -> str:
    """A place in a recording: "03:38", "1:02:05" from an hour on."""
    seconds = max(0, ms) // 1000
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60:02d}:{rest % 60:02d}"


def minutes(ms: int) -> str:
    """A length, roundly: "12 min", "45 s", "1 h 5 min"."""
    seconds = round(max(0, ms) / 1000)
    if seconds < 60:
        return tr("{n} s", n=seconds)
    whole = round(seconds / 60)
    if whole < 60:
        return tr("{n} min", n=whole)
    hours, rest = divmod(whole, 60)
    return tr("{h} h {m} min", h=hours, m=rest) if rest else tr("{h} h", h=hours)


def length(ms: int) -> str:
    """A length in full: "41 min 5 s"."""
    whole, seconds = divmod(max(0, ms) // 1000, 60)
    return tr("{m} min {s} s", m=whole, s=seconds) if whole else tr("{n} s", n=seconds)


def size(count: int) -> str:
    """A size: "14 MB", "1.2 GB"."""
    if count < 1000:
        return tr("{n} bytes", n=count)
    for unit, step in (("KB", 1000), ("MB", 1000**2)):
        if count < step * 1000:
            value = count / step
            return f"{value:.1f} {unit}" if value < 10 and unit == "MB" else f"{round(value)} {unit}"
    return f"{count / 1000**3:.1f} GB"


def percent(share: float) -> str:
    """A share from 0.0 to 1.0: "62 %"."""
    return f"{round(share * 100)} %"
