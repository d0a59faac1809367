"""Bring in what another analysis program has made of our stories: its tags and its marks, into one's own layer, seen before it is added.

A mark comes in when its text is one of our stories that may be analysed and its words stand there still; the words of others are never
taken in. Nothing here touches the words, the reviewed tags or anybody else's layer.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from ldp_stories.domain.ids import is_id, new_id
from ldp_stories.domain.passages import TextAnchor, place_again
from ldp_stories.domain.records import PROTECTED_LAYERS, Layer
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused
from ldp_stories.reports.refi.losses import said as lost
from ldp_stories.reports.refi.model import Project
from ldp_stories.services.exchange_marks import ForeignMark, Where, foreign_marks
from ldp_stories.services.exchange_tags import TagMatch, add_own_tags, match_tags
from ldp_stories.services.find import Purpose, purpose_gate
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.library_entry import Entry, read_entries
from ldp_stories.services.look_at_exchange import Seen, look
from ldp_stories.services.permission import asker
from ldp_stories.services.preview_lines import PreviewLine, Say, how_many, plain
from ldp_stories.services.story import read_stories
from ldp_stories.store import analysis, layers, ledger, media, records

Stays = Literal["foreign", "no_yes", "moved", "no_place"]
WORDS: Final[Mapping[str, str]] = {
    "foreign": "{n} marks stand in texts that are not our stories. They were left out.",
    "no_yes": "{n} marks stand in stories that may not be analysed today. They were left out.",
    "moved": "{n} marks stand on words that are not in the story any more, or in several places. They were left out.",
    "no_place": "{n} marks say no place that we have. They were left out.",
    "bare": "{n} comments stand on a stretch without a tag. They were left out.",
}


ONE: Final[Mapping[str, str]] = {
    "foreign": "{n} mark stands in a text that is not our story. It was left out.",
    "no_yes": "{n} mark stands in a story that may not be analysed today. It was left out.",
    "moved": "{n} mark stands on words that are not in the story any more, or in several places. It was left out.",
    "no_place": "{n} mark says no place that we have. It was left out.",
    "bare": "{n} comment stands on a stretch without a tag. It was left out.",
}
"""The same of a single one."""


@dataclass(frozen=True, slots=True)
class NewCoding:
    """A mark with its place here: the fields of a coding, without tag and memo."""

    record: str
    code: str
    spans: Mapping[str, Any]
    memo: str
    guid: str


@dataclass(frozen=True, slots=True)
class BringPreview:
    """What would come in: the tags of the file, new marks, how many stand here already, why others stay, and what could not be read."""

    seen: Seen
    tags: tuple[TagMatch, ...]
    marks: tuple[NewCoding, ...]
    same: int
    stays: Mapping[str, int]
    strangers: tuple[str, ...] = ()

    @property
    def new_tags(self) -> tuple[TagMatch, ...]:
        """The tags that are not here yet."""
        return tuple(m for m in self.tags if m.how == "new")

    @property
    def empty(self) -> bool:
        """Whether there is nothing to add."""
        return not self.new_tags and not self.marks

    @property
    def lines(self) -> tuple[str, ...]:
        """The same in sentences, in English."""
        return tuple(line.words for line in self.said())

    def said(self, say: Say = plain) -> tuple[PreviewLine, ...]:
        """The same in sentences: what comes, what is here, what stays, what was lost; `say` puts them into another language."""
        by = Counter(m.how for m in self.tags)
        new = how_many(say, by["new"], "{n} new tag", "{n} new tags")
        facts = {"new": new, "known": by["known"], "named": by["named"]}
        told = [
            PreviewLine(say("{new}; {known} known by their identifier, {named} by the same name.", **facts))
        ]
        if self.seen.project is not None:
            stories = len({m.record for m in self.marks})
            marks = how_many(say, len(self.marks), "{n} new mark", "{n} new marks")
            where = how_many(say, stories, "{n} story", "{n} stories")
            words = "{marks} in {stories}; {same} already here."
            told.append(PreviewLine(say(words, marks=marks, stories=where, same=self.same)))
        told += [
            PreviewLine(how_many(say, n, ONE[why], WORDS[why]), stays=True)
            for why, n in self.stays.items()
            if n
        ]
        nameless = sum(not m.code.name.strip() for m in self.new_tags)
        if nameless:
            words = how_many(
                say,
                nameless,
                "{n} tag has no name in the file. Here it is called “?”. You can give it a name.",
                "{n} tags have no name in the file. Here they are called “?”. You can give them names.",
            )
            told.append(PreviewLine(words))
        if self.strangers:
            words = how_many(
                say,
                len(self.strangers),
                "{n} text of the file is not our story. None of its words come in.",
                "{n} texts of the file are not our stories. None of their words come in.",
            )
            told.append(PreviewLine(words, stays=True))
        return (*told, *(PreviewLine(lost(one, say)) for one in self.seen.losses))


def preview_bringing(home: Home, path: Path) -> BringPreview:
    """What a `.qdpx` or `.qdc` file would add to one's own layer; nothing is written.

    Refused NOT_YOUR_ROLE; UserError NOT_AN_EXCHANGE, EXCHANGE_REFUSED, EXCHANGE_EMPTY, FILE_UNREADABLE.
    """
    _may_bring(home)
    seen = look(home, path)
    with home.main.read() as con:
        tags = match_tags(con, seen.book.codes)
        if seen.project is None:
            return BringPreview(seen, tuple(tags.values()), (), 0, {})
        return _marks(home, con, seen, seen.project, tags)


def bring_in(home: Home, preview: BringPreview) -> tuple[int, int]:
    """Add what a preview showed to one's own layer: (tags, marks) added. All of it or nothing. Refused NOT_YOUR_ROLE."""
    _may_bring(home)
    tag_of = {m.code.guid: m.tag for m in preview.tags}
    with home.main.write() as con:
        added = add_own_tags(home, con, [m for m in preview.new_tags if ledger.entity(con, m.tag) is None])
        here = records.several(con, {m.record for m in preview.marks})
        for mark in preview.marks:
            sets = {"record": mark.record, "tag": tag_of[mark.code], "memo": mark.memo, "by": home.member}
            subj = here[mark.record].participants
            home.put(con, "coding", _ident(con, mark.guid), sets=sets | dict(mark.spans), subj=subj)
    return added, len(preview.marks)


def _ident(con: Connection, guid: str) -> str:
    """The mark's own identifier where it is free, so that the same file is known again."""
    return guid if is_id(guid) and ledger.entity(con, guid) is None else new_id()


def _may_bring(home: Home) -> None:
    if not home.roles() & {Role.EVALUATOR, Role.COORDINATOR}:
        raise Refused("NOT_YOUR_ROLE")


def _marks(
    home: Home, con: Connection, seen: Seen, project: Project, tags: Mapping[str, TagMatch]
) -> BringPreview:
    found = foreign_marks(project)
    stays: Counter[str] = Counter()
    placing = _Placing(home, con, found.sources)
    new: list[NewCoding] = []
    same = 0
    taken: set[tuple[object, ...]] = set()
    for mark in found.marks:
        placed = placing.place(mark)
        if isinstance(placed, str):
            stays[placed] += 1
            continue
        key = (placed.record, tags[mark.code].tag, *_span_key(placed.spans))
        if key in taken or placing.stands(key):
            same += 1
            continue
        taken.add(key)
        new.append(placed)
    stays["bare"] = sum(ledger.entity(con, guid) is None for guid in found.bare)
    strangers = [w.name for w in found.sources if placing.record_of(w) is None]
    return BringPreview(
        seen, tuple(tags.values()), tuple(new), same, {w: n for w, n in stays.items() if n}, tuple(strangers)
    )


def _span_key(spans: Mapping[str, Any]) -> tuple[object, ...]:
    if "layer" in spans:
        return ("words", spans["start"], spans["end"])
    return (spans["media"], spans["from_ms"], spans["to_ms"])


class _Placing:
    """Finds the place of a mark in our own stories, as they stand today."""

    def __init__(self, home: Home, con: Connection, wheres: Iterable[Where]) -> None:
        self.con = con
        guids = {g for w in wheres for g in w.guids}
        self.by_guid = _records_by_guid(con, guids)
        stories = read_stories(con, set(self.by_guid.values()), protected=False)
        self.entries = read_entries(con, stories.values())
        ask = asker(home)
        self.open = {
            i
            for i, e in self.entries.items()
            if purpose_gate(ask, e.record, e.consents, Purpose.ANALYSE).open
        }
        self.sounds = {i: media.of_record(con, i) for i in self.open}
        self.standing = self._standing()

    def record_of(self, where: Where) -> str | None:
        """Our story that a source is, or None."""
        return next((self.by_guid[g] for g in where.guids if g in self.by_guid), None)

    def place(self, mark: ForeignMark) -> NewCoding | Stays:
        """The mark on our words or our sound, or why it cannot be."""
        record = self.record_of(mark.where)
        if record is None:
            return "foreign"
        if record not in self.open:
            return "no_yes"
        layer = masked_words(self.entries[record])
        spans: dict[str, Any] = self._sound(record, mark)
        if mark.at is not None:
            at = None if layer is None else place_again(replace(mark.at, layer=layer.id), layer.text)
            if at is None and not spans:
                return "moved"
            spans |= _words(at)
        return NewCoding(record, mark.code, spans, mark.memo, mark.guid) if spans else "no_place"

    def _sound(self, record: str, mark: ForeignMark) -> dict[str, Any]:
        if mark.sound is None:
            return {}
        known = self.sounds[record]
        medium = next((m for m in known if m.id in mark.where.guids), known[0] if len(known) == 1 else None)
        if medium is None:
            return {}
        start, end = mark.sound if mark.sound != (0, 0) else (0, medium.duration_ms)
        if not 0 <= start < min(end, medium.duration_ms):
            return {}
        return {"media": medium.id, "from_ms": start, "to_ms": min(end, medium.duration_ms)}

    def stands(self, key: tuple[object, ...]) -> bool:
        """Whether that tag stands there already, reviewed or as somebody's own."""
        return key in self.standing

    def _standing(self) -> set[tuple[object, ...]]:
        found: set[tuple[object, ...]] = set()
        for ident in self.open:
            entry = self.entries[ident]
            for passage in entry.passages:
                for span in _places(passage.text, passage.sound):
                    found |= {(ident, tag, *span) for tag in entry.tags_of(passage)}
            layer = masked_words(entry)
            whole = ("words", 0, len(layer.text)) if layer is not None else None
            for tag in entry.tags_of(None):
                found |= {(ident, tag, *whole)} if whole else set()
                found |= {(ident, tag, m.id, 0, m.duration_ms) for m in self.sounds[ident]}
        for one in analysis.codings(self.con, records=self.open):
            found |= {(one.record, one.tag, *span) for span in _places(one.text, one.sound)}
        return found


def _places(text: TextAnchor | None, sound: Any) -> Sequence[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    if text is not None:
        found.append(("words", text.start, text.end))
    if sound is not None:
        found.append((sound.media, sound.from_ms, sound.to_ms))
    return found


def masked_words(entry: Entry) -> Layer | None:
    """The words that leave and come back: never those from before masking."""
    return next((x for x in entry.reading_order if x.kind not in PROTECTED_LAYERS), None)


def _words(at: TextAnchor | None) -> dict[str, Any]:
    if at is None:
        return {}
    return {
        "layer": at.layer,
        "start": at.start,
        "end": at.end,
        "quote": at.quote,
        "before": at.before,
        "after": at.after,
    }


def _records_by_guid(con: Connection, guids: set[str]) -> dict[str, str]:
    """Which of our stories a guid of the file means: the story itself, one of its layers, or one of its recordings."""
    found = {i: i for i in records.several(con, guids)}
    for guid in guids - found.keys():
        layer = layers.layer(con, guid)
        medium = None if layer is not None else media.media(con, guid)
        owner = layer.record if layer is not None else medium.record if medium is not None else None
        if owner is not None:
            found[guid] = owner
    return found
