"""Which words of a story go to evaluators: what a coordinator read, with masked words in place of names (domain/free_text.py).

`read_words` is "I have read them, as they stand now". Words written later wait (`unread`); the facts beside them go on (`pass_on`). Where
masked words differ from somebody's own, they are written beside them (`shared:`), the line with the name is kept back, and what else that
line says is said again without it; the person's own words stay as they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ldp_stories.domain.comments import CommentKind
from ldp_stories.domain.free_text import (
    ALONE,
    PLAIN,
    SHARED,
    Manifest,
    Pair,
    has_words,
    is_plain,
    masked,
    standing_words,
    unread_fields,
    writers,
)
from ldp_stories.domain.masking import standing, standing_passages
from ldp_stories.domain.records import PROTECTED_LAYERS
from ldp_stories.domain.revisions import EntityView, Json, Revision, parse_body, view_entity
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import layers, ledger, maskings, passages, records, unread
from ldp_stories.store.belonging import things_of

_RECORD: Final = "record"
_TO_RESEARCHERS: Final = (CommentKind.THANKS.value, CommentKind.QUESTION.value)


@dataclass(frozen=True, slots=True)
class Unread:
    """Words that were written since the story was read: whose field of what thing, the words now, and how evaluators have them ("").

    `by` says who thanked or asked with them.
    """

    kind: str
    thing: str
    field: str
    now: str
    before: str
    by: str = ""


@dataclass
class _Thing:
    """One thing of a story: its lines and what it is."""

    lines: list[Revision]
    view: EntityView = field(init=False)

    def __post_init__(self) -> None:
        self.view = view_entity(self.lines)


@dataclass
class _Reading:
    """A reading under way: what was read before, and what is read now."""

    home: Home
    con: Connection
    record: str
    pairs: tuple[Pair, ...]
    protected: frozenset[str]
    before: Manifest
    read: set[str] = field(default_factory=set)
    kept_back: set[str] = field(default_factory=set)

    def take(self, thing: _Thing) -> None:
        """Read one thing as it stands; the masked words are written where they differ."""
        view = thing.view
        words = standing_words(view)
        if not words or view.hidden:
            return
        lines = writers(view, words)
        self.read |= lines
        shown = {name: self._masked(view, name, value) for name, value in words.items()}
        if view.ent in self.protected or shown == words:
            return
        self.kept_back |= lines
        self.say_again(thing, lines)
        new = {SHARED + n: v for n, v in shown.items() if view.get(SHARED + n) != v}
        made = {self._put(view, new).id} if new else set()
        kept = [SHARED + n for n in shown if SHARED + n not in new]
        self.read |= made | writers(view, kept)

    def _masked(self, view: EntityView, name: str, value: Json) -> Json:
        """With the masks known here, and with what was masked before in the very same words (perhaps by somebody else)."""
        now = masked(view.kind, name, value, self.pairs)
        same = writers(view, [name]) <= self.before.kept_back and SHARED + name in view.fields
        return masked(view.kind, name, view.get(SHARED + name), self.pairs) if same else now

    def say_again(self, thing: _Thing, lines: frozenset[str]) -> None:
        """What else the lines say that are kept back, without the words."""
        seen = {(c.rev, n) for n, cs in thing.view.fields.items() for c in cs}
        for line in thing.lines:
            if line.id in lines and line.body is not None:
                sets = parse_body(line.body).sets
                rest = {n: v for n, v in sets.items() if (line.id, n) in seen and is_plain(line.kind, n)}
                if rest:
                    self._put(thing.view, rest, over=line.id)

    def _put(self, view: EntityView, sets: Mapping[str, Json], over: str = "") -> Revision:
        return self.home.put(self.con, view.kind, view.ent, sets=sets, subj=view.subjects, over=over)

    def finish(self, **also: Json) -> None:
        """Write what was read on the record, when that is news."""
        view = ledger.entity(self.con, self.record)
        wanted = {"read": sorted(self.read), "kept_back": sorted(self.kept_back), **also}
        news = {n: v for n, v in wanted.items() if view is None or view.get(n) != v}
        if news:
            subj = view.subjects if view else ()
            self.home.put(self.con, _RECORD, self.record, sets=news, subj=subj)


def read_words(home: Home, con: Connection, record: str) -> None:
    """A coordinator has read every word of a story as it stands, and it goes to evaluators (with the words masked there)."""
    reading = _begin(home, con, record)
    for thing in _things(con, record):
        reading.take(thing)
    reading.finish(released=True, released_by=home.member)
    unread.settle(con, [record])


def read_again_masked(home: Home, con: Connection, record: str, made: Mapping[str, str]) -> None:
    """After a mask in a released story: what was read before is masked anew; what was not stays unread.

    `made` maps what the masking made (copies, and passages on them) to what it was made from: one is read as far as the other was.
    """
    before = unread.manifests(con, [record]).get(record, Manifest())
    views = {x: view_entity(lines) for x, lines in _lines_of(con, {*made, *made.values()}).items()}
    new: set[str] = set()
    for ident, old in made.items():
        if ident in views and old in views and not unread_fields(views[old], before.read):
            new |= writers(views[ident], standing_words(views[ident]))
    _read_what_was_read(home, con, record, new)


def pass_on(home: Home, con: Connection) -> int:
    """Before a bundle for evaluators: in stories with unread words the facts beside them are said again alone; how many stories are unread.

    Lines that only say again what was read count as read, and so do passages that quote words the evaluators have.
    """
    unread.note_never_read(con)
    done = []
    for record in unread.waiting(con):
        found = records.record(con, record)
        if found is None or found.erased or found.hidden or not found.released:
            if found is not None and found.erased:
                done.append(record)
            continue
        _read_what_was_read(home, con, record)
        if not unread_words(con, record):
            done.append(record)
    unread.settle(con, done)
    return len(unread.waiting(con))


def changed_since(home: Home, record: str) -> tuple[Unread, ...]:
    """What was written in a released story since a coordinator read it; evaluators have it as it was until it is released again."""
    with home.main.read() as con:
        found = records.record(con, record)
        return unread_words(con, record) if found is not None and found.released else ()


def unread_words(con: Connection, record: str) -> tuple[Unread, ...]:
    """The words of a released story that nobody has read as they stand now."""
    manifest = unread.manifests(con, [record]).get(record, Manifest())
    found = []
    for thing in _things(con, record):
        words = standing_words(thing.view)
        for name in unread_fields(thing.view, manifest.read):
            before = _before(thing, name, manifest)
            by = _text(thing.view.get("by")) if thing.view.get("kind") in _TO_RESEARCHERS else ""
            found.append(Unread(thing.view.kind, thing.view.ent, name, _text(words[name]), before, by))
    return tuple(found)


def _before(thing: _Thing, name: str, manifest: Manifest) -> str:
    """The words of a field as evaluators have them."""
    known = [x for x in thing.lines if x.id in manifest.open and x.body is not None]
    said = [parse_body(x.body or b"{}").sets for x in known]
    values = [s for s in said if name in s or SHARED + name in s]
    return _text(values[-1].get(SHARED + name, values[-1].get(name))) if values else ""


def _text(value: Json) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _lines_of(con: Connection, ents: Iterable[str]) -> dict[str, list[Revision]]:
    found: dict[str, list[Revision]] = {}
    for line in ledger.revisions(con, ents=sorted(ents)):
        found.setdefault(line.ent, []).append(line)
    return found


def _read_what_was_read(home: Home, con: Connection, record: str, also: Iterable[str] = ()) -> None:
    reading = _begin(home, con, record)
    allowed = {*reading.before.read, *also}
    for thing in _things(con, record):
        allowed |= _said_again(thing, allowed)
        if not unread_fields(thing.view, allowed) or _quotes_only(con, thing.view, reading.before):
            reading.take(thing)
        else:
            _facts_alone(reading, thing, allowed)
    reading.finish()


def _facts_alone(reading: _Reading, thing: _Thing, allowed: set[str]) -> None:
    """Of a thing with unread words: what of it was read stays open, and the facts beside the words go on."""
    view = thing.view
    ids = {x.id for x in thing.lines}
    reading.read |= ids & allowed
    reading.kept_back |= ids & reading.before.kept_back
    if view.kind in ALONE and not view.hidden:
        lines = writers(view, standing_words(view)) - reading.before.open
        reading.say_again(thing, lines)


def _said_again(thing: _Thing, read: Iterable[str]) -> set[str]:
    """Lines that say again, over one line that was read, words which that line has."""
    by_id = {x.id: x for x in thing.lines}
    found: set[str] = set()
    for line in thing.lines:
        first = by_id.get(line.par[0]) if len(line.par) == 1 else None
        if line.body is None or first is None or first.body is None or first.id not in {*read, *found}:
            continue
        old, new = parse_body(first.body), parse_body(line.body)
        if has_words(line.kind, new) and all(old.sets.get(n) == v for n, v in new.sets.items()):
            found.add(line.id)
    return found


def _quotes_only(con: Connection, view: EntityView, before: Manifest) -> bool:
    """Whether a passage says nothing of its own: no note, and its words stand in a copy that evaluators have."""
    words = standing_words(view)
    if view.kind != "passage" or not words.keys() <= {"quote", "before", "after"}:
        return False
    layer = ledger.entity(con, str(view.get("layer") or ""))
    if layer is None or not writers(layer, ["text"]) or not writers(layer, ["text"]) <= before.open:
        return False
    text, start, end = str(layer.get("text")), view.get("start"), view.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end:
        return False
    whole = "".join(str(view.get(n) or "") for n in ("before", "quote", "after"))
    at = start - len(str(view.get("before") or ""))
    return at >= 0 and text[at : at + len(whole)] == whole and text[start:end] == view.get("quote")


def _begin(home: Home, con: Connection, record: str) -> _Reading:
    protected = {x.id for x in layers.of_record(con, record) if x.kind in PROTECTED_LAYERS}
    on_them = {p.id for p in passages.of_record(con, record) if p.text and p.text.layer in protected}
    pairs = maskings.pairs(con, maskings.same_meeting(con, record))
    before = unread.manifests(con, [record]).get(record, Manifest())
    return _Reading(home, con, record, pairs, frozenset(protected | on_them), before)


def _things(con: Connection, record: str) -> Sequence[_Thing]:
    """The things of a story that evaluators may have, with their lines; copies that a newer one has replaced are history."""
    written, marked = layers.of_record(con, record), passages.of_record(con, record)
    gone = {x.id for x in written} - {x.id for x in standing(written)}
    gone |= {p.id for p in marked} - {p.id for p in standing_passages(marked, written)}
    consents = _consents(con, record)
    by_thing = _lines_of(con, (things_of(con, record) | consents) - gone)
    return [_Thing(lines) for lines in by_thing.values() if lines[0].kind in PLAIN]


def _consents(con: Connection, record: str) -> frozenset[str]:
    found = records.record(con, record)
    return unread.consents_at(con, found.encounter) if found is not None else frozenset()
