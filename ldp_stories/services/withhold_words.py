"""The door for words: what goes to evaluators without its body because nobody read it, and what an evaluator's notebook does not keep.

Both sides ask one rule (`domain.free_text.shut_lines`): a bundle of somebody who got it wrong changes nothing on an evaluator's laptop, and
words that were masked or changed later leave it when the newer reading comes.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Final

from ldp_stories.domain.free_text import PLAIN, SHARED, Manifest, has_words, shut_lines, writers
from ldp_stories.domain.passages import Passage, place_again
from ldp_stories.domain.records import PROTECTED_LAYERS, Layer, is_protected
from ldp_stories.domain.revisions import Change, Json, Revision, blanked, parse_body, view_entity
from ldp_stories.domain.roles import Extra, Role
from ldp_stories.services.coded_words import carried, carry_codings, shut_codings, span_fields
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import analysis, facts, layers, ledger, passages, quotes, records, unread
from ldp_stories.store.belonging import things_of

E_WORDS: Final = "E_WORDS"
"""The line came with words that no coordinator has released to evaluators; they were not kept."""
MASKED_SINCE: Final = "masked since"
_AT_ONCE: Final = 500


def keeps_released_words_only(home: Home) -> bool:
    """Whether this notebook may hold only words that a coordinator released (and its own): an evaluator's, whatever else they are.

    A coordinator alone reads all words. An evaluator who is a researcher too keeps what belongs to the stories they began.
    """
    roles = home.roles()
    return Role.EVALUATOR in roles and Role.COORDINATOR not in roles


def holds_protected(home: Home) -> bool:
    """Whether words of others' stories that were not masked may be here: with coordinators, and evaluators with clearance."""
    member = home.member_row()
    cleared = any(Extra.CLEARANCE in t.extra for t in member.roles if t.role is Role.EVALUATOR)
    return cleared or not keeps_released_words_only(home)


def for_evaluators(con: Connection, lines: Sequence[Revision]) -> list[Revision]:
    """The same lines as they may go to evaluators: those with words that were not read, or are kept back, without their bodies."""
    shut = _shut(con, with_words(lines)) | _shut_codings(con, {r.ent for r in lines if r.kind == "coding"})
    return [blanked(r, ledger.WITHHELD) if r.id in shut and r.body is not None else r for r in lines]


def with_words(lines: Iterable[Revision], parsed: Mapping[str, Change] | None = None) -> frozenset[str]:
    """The things in which some lines bring words; `parsed`: what those lines say, by line id, as far as it is known."""
    said = parsed or {}
    return frozenset(
        r.ent
        for r in lines
        if r.kind in PLAIN
        and r.body is not None
        and has_words(r.kind, said[r.id] if r.id in said else parse_body(r.body))
    )


def _shut(con: Connection, ents: Collection[str], own: Collection[str] = ()) -> frozenset[str]:
    """The lines of some things whose words may not be with evaluators."""
    manifests = unread.manifests(con, unread.stories_of(con, ents)).values()
    allowed = reduce(Manifest.__or__, manifests, Manifest()).open
    found: set[str] = set()
    for lines in _groups(con, sorted(ents)):
        found |= shut_lines(lines, allowed, own)
    return frozenset(found)


def _shut_codings(con: Connection, ents: Collection[str]) -> frozenset[str]:
    """The lines of codings on words that nobody has released to evaluators, or that do not stand there any more."""
    if not ents:
        return frozenset()
    manifests = unread.manifests(con, unread.stories_of(con, ents)).values()
    allowed = reduce(Manifest.__or__, manifests, Manifest()).open
    return shut_codings(con, ents, lambda layer: _is_open(con, layer, allowed))


def _groups(con: Connection, ents: Sequence[str]) -> Iterator[list[Revision]]:
    for some in batched(ents):
        found: dict[str, list[Revision]] = {}
        for line in ledger.revisions(con, ents=some):
            found.setdefault(line.ent, []).append(line)
        yield from found.values()


@dataclass
class Came:
    """What came in a bundle, in ids alone: the things that may hold free text, the others, and the lines that brought a body."""

    plain: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    brought: set[str] = field(default_factory=set)

    def add(self, lines: Iterable[Revision]) -> "Came":
        """Some more lines."""
        for line in lines:
            (self.plain if line.kind in PLAIN else self.others).add(line.ent)
            if line.body is not None:
                self.brought.add(line.id)
        return self


def batched(idents: Sequence[str], at_once: int = _AT_ONCE) -> Iterator[Sequence[str]]:
    """Ids a few at a time."""
    return (idents[at : at + at_once] for at in range(0, len(idents), at_once))


def withhold_unread(
    home: Home, con: Connection, came: Came
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """After lines came in: an evaluator's notebook lets go of all words it may not have.

    Returns the lines that brought such words (with their code), and the stories from which words went that were here before; those are
    remembered, so that the story says so. A few stories are looked at at a time, however many came.
    """
    if not keeps_released_words_only(home):
        return (), ()
    stories: set[str] = set()
    for some in batched(sorted(came.plain)):
        stories |= unread.stories_of(con, some)
    stories -= _of_ones_own(home, con, stories)
    refused: list[tuple[str, str]] = []
    changed: set[str] = set()
    left = came.plain | came.others
    for some in batched(sorted(stories)):
        coded = analysis.coded_by(con, some, home.member)
        for record in some:
            _move_own(home, con, record, coded=record in coded)
        things = frozenset[str]().union(*(things_of(con, r) for r in some))
        left -= things
        _let_go(home, con, things, came, refused, changed)
    for some in batched(sorted(left - _around_ones_own(home, con, left))):
        _let_go(home, con, frozenset(some), came, refused, changed)
    changed &= stories
    if changed:
        before = facts.load(con, MASKED_SINCE) or {}
        facts.save(con, MASKED_SINCE, {**before, **dict.fromkeys(sorted(changed), home.label())})
    return tuple(refused), tuple(sorted(changed))


def _let_go(
    home: Home,
    con: Connection,
    ents: frozenset[str],
    came: Came,
    refused: list[tuple[str, str]],
    changed: set[str],
) -> None:
    """Let go of the words in some things that may not be here; adds the lines that brought them and the stories that had them before."""
    shut = _shut(con, ents, home.own_devices())
    if not holds_protected(home):
        shut |= _protected(con, ents, home.own_devices())
    _blank(con, shut, came, refused, changed)
    _blank(con, shut_codings(con, ents), came, refused, changed)  # asked now that their copies have gone


def _blank(
    con: Connection, shut: Collection[str], came: Came, refused: list[tuple[str, str]], changed: set[str]
) -> None:
    known = [r for r in ledger.revisions(con, sorted(shut)) if r.body is not None]
    gone = {r.ent for r in known if r.id not in came.brought}
    changed |= unread.stories_of(con, gone)  # asked first: a thing without any words says no story any more
    ledger.withhold_lines(con, shut)
    refused += [(r.id, E_WORDS) for r in known if r.id in came.brought]


def _of_ones_own(home: Home, con: Connection, stories: Collection[str]) -> frozenset[str]:
    """Those of some stories that a researcher began, who is an evaluator too: what others write in them is for them to read."""
    if Role.RESEARCHER not in home.roles():
        return frozenset()
    own = home.own_devices()
    return frozenset(i for i, r in records.several(con, stories).items() if r.began_by in own)


def _around_ones_own(home: Home, con: Connection, ents: Collection[str]) -> frozenset[str]:
    """Those of some things that hang from, or stand around, such a story and from no other."""
    if Role.RESEARCHER not in home.roles():
        return frozenset()
    found = set()
    for ent in ents:
        around = unread.stories_of(con, [ent])
        if around and around == _of_ones_own(home, con, around):
            found.add(ent)
    return frozenset(found)


def _protected(con: Connection, ents: Collection[str], own: Collection[str]) -> frozenset[str]:
    """Lines with the words as they were said, or quotes from them (or from copies not known here): for those with clearance only."""
    found: set[str] = set()
    for lines in _groups(con, sorted(ents)):
        kind = lines[0].kind
        if kind not in ("layer", "passage"):
            continue
        view = view_entity(lines)
        layer = view if kind == "layer" else ledger.entity(con, str(view.get("layer") or ""))
        shut = layer is None or is_protected(layer.get("kind"))
        if shut and (kind == "layer" or view.get("layer")):
            found |= {r.id for r in lines if r.device not in own and with_words([r])}
    return frozenset(found)


def masked_since(home: Home, record: str) -> str:
    """When words of a story were taken off this notebook because they were masked or changed (a time label), "" when none were."""
    with home.main.read() as con:
        found = facts.load(con, MASKED_SINCE)
    return str(found.get(record) or "") if isinstance(found, dict) else ""


def seen(home: Home, record: str) -> None:
    """The person has seen that words were taken off."""
    with home.main.write() as con:
        found = facts.load(con, MASKED_SINCE) or {}
        found.pop(record, None)
        facts.save(con, MASKED_SINCE, found)


def _move_own(home: Home, con: Connection, record: str, *, coded: bool) -> None:
    """One's own passages, codings and quotes on a copy that another one stands for now: carried over exactly, or flagged as needing a place."""
    written, marked = layers.of_record(con, record), passages.of_record(con, record)
    allowed = unread.manifests(con, [record]).get(record, Manifest()).open
    here = [x for x in written if x.kind not in PROTECTED_LAYERS and _is_open(con, x.id, allowed)]
    new_of = {
        x.id: next((y for y in here if (y.kind, y.language) == (x.kind, x.language)), None)
        for x in written
        if x not in here and x.kind not in PROTECTED_LAYERS
    }
    own = home.own_devices()
    stays = {x.id: x for x in here}
    for passage in marked:
        if passage.text is None or _began(con, passage.id) not in own:
            continue
        if (new := new_of.get(passage.text.layer)) is not None:
            _carry_one(home, con, passage, written, new)
        elif (same := stays.get(passage.text.layer)) is not None:
            _place_one(home, con, passage, same)
    if coded:
        carry_codings(home, con, record, written, new_of)
    stay = {x.id for x in here}
    stand = {p.copy_of: p.id for p in marked if p.copy_of and p.text and p.text.layer in stay}
    old = {p.id: stand.get(p.copy_of) for p in marked if p.copy_of and stand.get(p.copy_of) != p.id}
    for quote in quotes.of_record(con, record):
        if (to := old.get(quote.passage)) is not None:
            home.put(con, "quote", quote.id, sets={"passage": to})


def _is_open(con: Connection, layer: str, allowed: Collection[str]) -> bool:
    view = ledger.entity(con, layer)
    lines = writers(view, ["text", SHARED + "text"]) if view is not None else frozenset()
    return bool(lines & frozenset(allowed))


def _began(con: Connection, ent: str) -> str:
    view = ledger.entity(con, ent)
    return view.began_by if view is not None else ""


def _place_one(home: Home, con: Connection, passage: Passage, layer: Layer) -> None:
    """One's own passage on a copy that was written again and is the same thing still: on what stands there now, or flagged."""
    there = place_again(passage.text, layer.text) if passage.text is not None else None
    if there == passage.text:
        return
    _write_again(home, con, passage, span_fields(layer.id, there))


def _carry_one(home: Home, con: Connection, passage: Passage, written: Sequence[Layer], new: Layer) -> None:
    sets: dict[str, Json] = {}
    if passage.text is not None:
        old = next(x for x in written if x.id == passage.text.layer)
        sets = carried(passage.text, old.text, new)
    _write_again(home, con, passage, sets)


def _write_again(home: Home, con: Connection, passage: Passage, span: Mapping[str, Json]) -> None:
    """Say a passage again with another place, so that nothing of the line with its older words is needed any more."""
    view = ledger.entity(con, passage.id)
    sets: dict[str, Json] = {n: view.get(n) for n in view.fields} if view is not None else {}
    sets |= span
    home.put(con, "passage", passage.id, sets=sets | {"needs_placing": sets.get("start") is None})
