"""Find what could name somebody in a story: by our own patterns, by the shape of telephone numbers, exact dates, and lists of names.

It only ever suggests, and says why; a person decides about each (US-C6). What they left as it is, is not suggested again.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ldp_stories.domain.free_text import Pair
from ldp_stories.domain.masking import copies
from ldp_stories.domain.name_signs import name_signs
from ldp_stories.errors import Refused
from ldp_stories.services.free_words import free_words
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.story import Story, read_story
from ldp_stories.store import desk, maskings

LEAST_DIGITS: Final = 10
_MONTHS: Final = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?"
    "|Dec(?:ember)?"
)
_DATES: Final = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})\.?,?\s+(?:19|20)\d\d\b"
    r"|\b\d{1,2}[/.-]\d{1,2}[/.-](?:(?:19|20)\d\d|\d\d)\b|\b(?:19|20)\d\d-\d\d-\d\d\b"
)
_KEY: Final = "not a name:"


@dataclass(frozen=True, slots=True)
class NameFound:
    """Words that could name somebody: why they are suggested, how often they stand in the story, and what to put there ("" unknown)."""

    words: str
    why: str
    count: int
    put: str = ""


def signs_in(text: str) -> tuple[tuple[str, str], ...]:
    """(words, why) of everything in a text that could name somebody, in order, each once."""
    found: list[tuple[int, int, str]] = [(s.start, s.end, s.why) for s in name_signs(text)]
    more = [(m.start(), m.end(), "exact date") for m in _DATES.finditer(text)] + _telephones(text)
    for start, end, why in more:
        if not any(start < e and s < end for s, e, _ in found):
            found.append((start, end, why))
    return tuple(dict.fromkeys((text[s:e], why) for s, e, why in sorted(found)))


def _telephones(text: str) -> list[tuple[int, int, str]]:
    """Anything that could be a telephone number, however it is written, with ten digits or more."""
    if sum(c.isdecimal() for c in text) < LEAST_DIGITS:
        return []
    import phonenumbers  # its tables cost time, and most stories hold no number

    found = phonenumbers.PhoneNumberMatcher(text, "GB", leniency=phonenumbers.Leniency.POSSIBLE)
    return [
        (m.start, m.end, "phone number")
        for m in found
        if sum(c.isdecimal() for c in m.raw_string) >= LEAST_DIGITS
    ]


def find_names(home: Home, record: str, listed: Iterable[Pair] = ()) -> tuple[NameFound, ...]:
    """What could name somebody in what evaluators would get of a story, and is not masked there yet.

    `listed` are names of the private list, with what stands in their place; masks of the same meeting come with theirs too. Raises
    UserError NO_SUCH_STORY.
    """
    left = _left(home, record)
    with home.main.read() as con:
        return _undecided(con, record, left, listed)


def need_decided(home: Home, con: Connection, record: str) -> None:
    """Refused RELEASE_NAMES while words that may name somebody would go on that nobody has decided about; read in this transaction."""
    found = _undecided(con, record, _left(home, record), ())
    if found:
        raise Refused("RELEASE_NAMES", words=", ".join(f"“{one.words}”" for one in found))


def _left(home: Home, record: str) -> frozenset[str]:
    """The words that a person left as they are, in this story."""
    with home.desk.read() as con:
        return frozenset(str(w) for w in desk.load(con, _KEY + record) or ())


def _undecided(
    con: Connection, record: str, left: frozenset[str], listed: Iterable[Pair]
) -> tuple[NameFound, ...]:
    story = read_story(con, record)
    texts = _texts(con, story)
    known = maskings.pairs(con, maskings.same_meeting(con, record))
    masked = {find.casefold() for find, _ in maskings.pairs(con, [record])}
    found: dict[str, tuple[str, str]] = {}
    for find, put in (*listed, *known):
        found.setdefault(find, ("on the list of names", put))
    for text in texts:
        for words, why in signs_in(text):
            found.setdefault(words, (why, ""))
    made = (
        NameFound(words, why, _count(texts, words, masked=words.casefold() in masked), put)
        for words, (why, put) in found.items()
        if words not in left
    )
    return tuple(one for one in made if one.count)


def _texts(con: Connection, story: Story) -> list[str]:
    """What evaluators would get: the masked copy or else the words, the other made copies, then everything written beside."""
    first = story.masked or story.words
    layers = [x.text for x in story.layers if x.kind.value in ("reading", "translation")]
    beside = [words for x in free_words(con, story.record.id) for words in x.texts.values()]
    return [*([first.text] if first else []), *layers, *beside]


def _count(texts: list[str], words: str, *, masked: bool) -> int:
    """How often the words stand; beside the copies a mask hides them already."""
    counted = [len(copies(text, words)) for text in texts]
    return counted[0] if masked and counted else sum(counted)


def left_as_they_are(home: Home) -> dict[str, frozenset[str]]:
    """By story: the words that a person looked at on this laptop and left as they are."""
    with home.desk.read() as con:
        rows = desk.rows(con, _KEY)
    return {key.removeprefix(_KEY): frozenset(str(w) for w in words or ()) for key, words in rows}


def may_be_a_name(home: Home, record: str, words: str) -> None:
    """Take back that words were left as they are: they are suggested again."""
    with home.desk.write() as con:
        kept = [str(w) for w in desk.load(con, _KEY + record) or () if w != words]
        desk.save(con, _KEY + record, kept, about=(record,))


def not_a_name(home: Home, record: str, words: str) -> None:
    """A person looked at the words and leaves them as they are; they are not suggested again on this laptop."""
    with home.desk.write() as con:
        kept = [str(w) for w in desk.load(con, _KEY + record) or ()]
        if words not in kept:
            desk.save(con, _KEY + record, [*kept, words], about=(record,))
