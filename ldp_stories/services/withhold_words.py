"""The door for words: what goes to evaluators without its body because nobody read it, and what an evaluator's notebook does not keep.

Both sides ask one rule (`domain.free_text.shut_lines`): a bundle of somebody who got it wrong changes nothing on an evaluator's laptop, and
words that were masked or changed later leave it when the newer reading comes.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import reduce
from typing import Final

from ldp_stories.domain.free_text import PLAIN, SHARED, Manifest, has_words, shut_lines, writers
from ldp_stories.domain.masking import carry, edits_between
from ldp_stories.domain.passages import Passage, anchor
from ldp_stories.domain.records import PROTECTED_LAYERS, Layer
from ldp_stories.domain.revisions import Revision, blanked, parse_body, view_entity
from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import facts, layers, ledger, passages, quotes, unread
from ldp_stories.store.belonging import things_of

E_WORDS: Final = "E_WORDS"
"""The line came with words that no coordinator has released to evaluators; they were not kept."""
MASKED_SINCE: Final = "masked since"
_AT_ONCE: Final = 500


def keeps_released_words_only(home: Home) -> bool:
    """Whether this notebook may hold only words that a coordinator released: an evaluator's, and nobody else's."""
    return home.roles() == frozenset({Role.EVALUATOR})


def for_evaluators(con: Connection, lines: Sequence[Revision]) -> list[Revision]:
    """The same lines as they may go to evaluators: those with words that were not read, or are kept back, without their bodies."""
    shut = _shut(con, with_words(lines))
    return [blanked(r, ledger.WITHHELD) if r.id in shut and r.body is not None else r for r in lines]


def with_words(lines: Iterable[Revision]) -> frozenset[str]:
    """The things in which some lines bring words."""
    return frozenset(
        r.ent
        for r in lines
        if r.kind in PLAIN and r.body is not None and has_words(r.kind, parse_body(r.body))
    )


def _shut(con: Connection, ents: Collection[str], own: Collection[str] = ()) -> frozenset[str]:
    """The lines of some things whose words may not be with evaluators."""
    manifests = unread.manifests(con, unread.stories_of(con, ents)).values()
    allowed = reduce(Manifest.__or__, manifests, Manifest()).open
    found: set[str] = set()
    for lines in _groups(con, sorted(ents)):
        found |= shut_lines(lines, allowed, own)
    return frozenset(found)


def _groups(con: Connection, ents: Sequence[str]) -> Iterator[list[Revision]]:
    for at in range(0, len(ents), _AT_ONCE):
        found: dict[str, list[Revision]] = {}
        for line in ledger.revisions(con, ents=ents[at : at + _AT_ONCE]):
            found.setdefault(line.ent, []).append(line)
        yield from found.values()


def withhold_unread(
    home: Home, con: Connection, came: Iterable[Revision]
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """After lines came in: an evaluator's notebook lets go of all words it may not have.

    Returns the lines that brought such words (with their code), and the stories from which words went that were here before; those are
    remembered, so that the story says so.
    """
    lines = tuple(came)
    if not keeps_released_words_only(home):
        return (), ()
    stories = unread.stories_of(con, {r.ent for r in lines if r.kind in PLAIN})
    for record in sorted(stories):
        _move_own(home, con, record)
    things = frozenset[str]().union(*(things_of(con, r) for r in stories))
    ents = things | {r.ent for r in lines}
    shut = _shut(con, ents, home.own_devices())
    if not home.reads_protected():
        shut |= _protected(con, ents, home.own_devices())
    brought = {r.id for r in lines if r.body is not None}
    known = [r for r in ledger.revisions(con, sorted(shut)) if r.body is not None]
    gone = sorted({r.ent for r in known if r.id not in brought})
    ledger.withhold_lines(con, shut)
    changed = tuple(sorted(unread.stories_of(con, gone) & stories))
    if changed:
        before = facts.load(con, MASKED_SINCE) or {}
        facts.save(con, MASKED_SINCE, {**before, **dict.fromkeys(changed, home.label())})
    return tuple((r.id, E_WORDS) for r in known if r.id in brought), changed


def _protected(con: Connection, ents: Collection[str], own: Collection[str]) -> frozenset[str]:
    """Lines with the words as they were said, or quotes from them (or from copies not known here): for those with clearance only."""
    found: set[str] = set()
    for lines in _groups(con, sorted(ents)):
        kind = lines[0].kind
        if kind not in ("layer", "passage"):
            continue
        view = view_entity(lines)
        layer = view if kind == "layer" else ledger.entity(con, str(view.get("layer") or ""))
        shut = layer is None or layer.get("kind") in PROTECTED_LAYERS or layer.get("kind") is None
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


def _move_own(home: Home, con: Connection, record: str) -> None:
    """One's own passages and quotes on a copy that another one stands for now: carried over exactly, or flagged as needing a place."""
    written, marked = layers.of_record(con, record), passages.of_record(con, record)
    allowed = unread.manifests(con, [record]).get(record, Manifest()).open
    here = [x for x in written if x.kind not in PROTECTED_LAYERS and _is_open(con, x.id, allowed)]
    new_of = {
        x.id: next((y for y in here if (y.kind, y.language) == (x.kind, x.language)), None)
        for x in written
        if x not in here and x.kind not in PROTECTED_LAYERS
    }
    own = home.own_devices()
    for passage in marked:
        new = new_of.get(passage.text.layer) if passage.text else None
        if new is not None and _began(con, passage.id) in own:
            _carry_one(home, con, passage, written, new)
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


def _carry_one(home: Home, con: Connection, passage: Passage, written: Sequence[Layer], new: Layer) -> None:
    at = passage.text
    old = next(x for x in written if at is not None and x.id == at.layer)
    span = carry(at.start, at.end, edits_between(old.text, new.text)) if at is not None else None
    there = anchor(new.id, new.text, *span) if span is not None else None
    view = ledger.entity(con, passage.id)
    sets: dict[str, object] = {n: view.get(n) for n in view.fields} if view is not None else {}
    sets |= {"layer": new.id, "needs_placing": there is None}
    sets |= {n: getattr(there, n) if there is not None else "" for n in ("quote", "before", "after")}
    sets |= {n: getattr(there, n) if there is not None else None for n in ("start", "end")}
    home.put(con, "passage", passage.id, sets=sets)
