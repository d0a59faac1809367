"""How each message of an exported chat begins: its day and its hour, as phones of many countries and calendars write them.

Order of day and month, separators, digits, the clock of 12 or 24 hours with its own words before or after the hour, and hidden marks differ.
What the words for morning and afternoon mean is known for many languages; where it is not, the hour is not known, and that is said.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

MARKS: Final = dict.fromkeys(
    map(ord, "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
)
"""Marks of direction that phones put in; they are no part of what anybody said."""
_MARKS: Final = "".join(map(chr, MARKS))
_LONGEST: Final = 80
_SIGNS: Final = {0x202F: " ", 0x2009: " ", 0xA0: " ", 0x200B: "", 0x060C: ",", 0xFF0C: ",", 0xFF1A: ":", 0x2010: "-", 0x2011: "-"}  # fmt: skip
_DATE: Final = r"(?P<a>\d{1,4})\s?[./\-\s年]\s?(?P<b>\d{1,2})\s?[./\-\s月]\s?(?P<c>\d{1,4})[.日]?"
_WORDS: Final = r"[^\d\[\],:]{0,24}?"
_TIME: Final = r"(?P<h>\d{1,2})\s?(?:[:.]|h|시|時|时)\s?(?P<m>\d{2})(?:\s?(?:[:.]|min|분|分)\s?(?P<s>\d{2}))?"
_WHOLE: Final = tuple(
    re.compile(shape)
    for shape in (
        rf"{_DATE},?(?P<before>{_WORDS}),?\s*{_TIME}(?P<after>{_WORDS})",
        rf"(?P<before>{_WORDS}){_TIME}(?P<after>{_WORDS}),?\s+{_DATE}",
    )
)
_IPHONE: Final = re.compile(r"\[(?P<head>[^\]\n]{8,60})\]\s?")
_ANDROID: Final = re.compile(r"(?P<head>\d[^\n]{7,60}?)\s[-–—]\s")
_NOTHING: Final = frozenset({
    "",
    "um", "uhr", "a", "à", "klo", "kl", "г", "гч", "ч", "h", "le", "at", "เวลา", "น", "व", "u", "om", "ob", "v", "o",
    "as", "às", "alle", "ore", "ساعت", "الساعة",
})  # fmt: skip
"""Words and letters beside an hour that say nothing of morning or afternoon."""
_AFTER_NOON: Final = frozenset({
    "pm", "gd", "م", "مساء", "μμ", "odp", "odpol", "du", "下午", "晚上", "中午", "오후", "午後", "gn", "galabnimo", "galab",
    "abasinni", "pd", "epasdites", "pasdites", "md", "ös", "ch", "chiều", "অপরাহ্ণ", "অপরাহ্ন", "अपराह्न", "मउ",
    "ਬਾਦੁ", "ਸ਼ਾਮ", "பிற்பகல்", "సాయంత్రం", "بظ", "بعدازظهر", "عصر", "غو", "دن", "ድሕርሰዓት", "ከሰዓት", "слоб", "пп", "дп",
    "popiet", "pēcpusd", "pl", "pop", "eh", "em", "ip", "אחהצ", "popołudniu", "po", "alasiri", "mchana", "jioni",
    "yamma", "شام", "سہپہر", "বিকেল", "বিকাল", "দুপুর", "রাত", "সন্ধ্যা",
})  # fmt: skip
_BEFORE_NOON: Final = frozenset({
    "am", "ص", "صباحا", "πμ", "dop", "dopol", "de", "上午", "凌晨", "早上", "清晨", "오전", "午前", "sn", "subaxnimo", "gh",
    "subax", "paradites", "eparadites", "öö", "sa", "sáng", "পূর্বাহ্ণ", "পূর্বাহ্ন", "पूर्वाह्न", "मपू", "ਪੂਦੁ",
    "ਸਵੇਰ", "முற்பகல்", "ఉదయం", "قظ", "قبلازظهر", "صبح", "غم", "پن", "ጥዋት", "ንጉሆሰዓተ", "проб", "дпл", "priešpiet",
    "priekšp", "el", "dp", "fh", "fm", "ap", "לפנהצ", "rano", "asubuhi", "safiya", "সকাল", "ভোর",
})  # fmt: skip
_NOON_SAYS: Final = frozenset({"中午", "দুপুর", "mchana"})
"""Words under which eleven is still before noon."""


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a message before its date is understood. `half`: 1 after noon, -1 before, 0 a clock of 24 hours, None a word nobody knows."""

    phone: str
    numbers: tuple[int, int, int]
    long: int
    time: tuple[int, int, int]
    half: int | None
    ends: int


def head_of(line: str) -> Head | None:
    """The head of a line and where it ends in it; None when the line goes on with a message."""
    first = line.lstrip(_MARKS)[:1]
    if first != "[" and not first.isdecimal():
        return None
    plain, places = _plain(line[: 2 * _LONGEST])
    for phone, shape in (("iphone", _IPHONE), ("android", _ANDROID)):
        found = shape.match(plain)
        parts = found and _parts(found["head"].strip())
        if found and parts:
            return Head(phone, *parts, places[found.end()])
    return None


def _plain(line: str) -> tuple[str, list[int]]:
    """The line in plain digits and signs without marks, and where each of its letters stands in the line."""
    out, places = [], []
    for at, sign in enumerate(line):
        if ord(sign) in MARKS:
            continue
        plain = _SIGNS.get(ord(sign), sign)
        if plain.isdecimal():
            plain = str(unicodedata.decimal(plain))
        if plain:
            out.append(plain)
            places.append(at)
    return "".join(out), [*places, len(line)]


def _parts(head: str) -> tuple[tuple[int, int, int], int, tuple[int, int, int], int | None] | None:
    found = next((m for shape in _WHOLE if (m := shape.fullmatch(head))), None)
    if found is None:
        return None
    a, b, c = found["a"], found["b"], found["c"]
    time = (int(found["h"]), int(found["m"]), int(found["s"] or 0))
    long = 0 if len(a) > 2 else 2 if len(c) > 2 else -1
    return (int(a), int(b), int(c)), long, time, _half(f"{found['before']}{found['after']}", time[0])


def _half(words: str, hour: int) -> int | None:
    """Which half of the day the words beside an hour say."""
    word = "".join(c for c in words.casefold() if unicodedata.category(c)[0] in "LM")
    if word in _NOTHING or hour > 12 or hour == 0:
        return 0
    if word in _AFTER_NOON:
        return -1 if word in _NOON_SAYS and hour == 11 else 1
    return -1 if word in _BEFORE_NOON else None


def day_order(heads: Sequence[Head]) -> tuple[str, bool]:
    """How the dates are written and whether that is unsure: what is possible for all, then what keeps them in order; else day first."""
    if any(head.long == 0 for head in heads):
        return "ymd", False
    possible = [o for o in ("dmy", "mdy") if all(day_of(head, o) is not None for head in heads)]
    if len(possible) == 1:
        return possible[0], False
    steady = [o for o in possible if _in_order(heads, o)]
    if len(steady) == 1:
        return steady[0], False
    return "dmy", any(head.numbers[0] != head.numbers[1] for head in heads)


def _in_order(heads: Sequence[Head], order: str) -> bool:
    times = [t for head in heads if (t := when(head, order)) is not None]
    return times == sorted(times)


def when(head: Head, order: str) -> datetime | None:
    """The moment a head says, in the phone's own time; None when there is no such moment."""
    day = day_of(head, order)
    hour, minute, second = head.time
    if head.half == 1 and hour < 12:
        hour += 12
    elif head.half == -1 and hour == 12:
        hour = 0
    if day is None or hour > 23 or minute > 59 or second > 59:
        return None
    return datetime(day.year, day.month, day.day, hour, minute, second)


def day_of(head: Head, order: str) -> date | None:
    """The day, from our calendar, the Thai one or the Persian one; None for any other and for a day that is none."""
    places = dict(zip(order, head.numbers, strict=True))
    year, month, day = places["y"] + (2000 if places["y"] < 100 else 0), places["m"], places["d"]
    if 1388 <= year <= 1435:
        return _persian(year, month, day)
    if 2552 <= year <= 2640:
        year -= 543
    if not 2009 <= year <= 2100:  # before there were such chats: some other calendar
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _persian(year: int, month: int, day: int) -> date | None:
    """A day of the Persian calendar, with the eight leap years in each round of 33 years."""
    if not 1 <= month <= 12 or not 1 <= day <= (31 if month <= 6 else 30):
        return None
    leaps = sum(before % 33 in (1, 5, 9, 13, 17, 22, 26, 30) for before in range(1388, year))
    since = 365 * (year - 1388) + leaps + (month - 1) * 30 + min(month - 1, 6) + day - 1
    return date(2009, 3, 21) + timedelta(since)
