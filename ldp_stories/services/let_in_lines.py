"""Let the lines of a proved bundle in, a few thousand at a time in one transaction, so that a large one needs no more memory than a small one.

The bundle is gone through twice: first people, consent, meetings and rounds come in and records say where they were told; then, the gates
being known, the rest as far as they are open. Nothing is held on to but ids and numbers.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ldp_stories.bundles.envelope import Kind
from ldp_stories.bundles.own_lines import read_change
from ldp_stories.bundles.verified import VerifiedBundle
from ldp_stories.domain.notices import said_alone
from ldp_stories.domain.records import Record
from ldp_stories.domain.revisions import Change, Revision, parse_body
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.blind_marks import without_hidden_marks
from ldp_stories.services.contact_cards import is_custodian
from ldp_stories.services.heard_since import Heard, heard_of
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.identity_session import put_away_lines
from ldp_stories.services.judge_lines import (
    Judge,
    Judged,
    Known,
    Sender,
    of_record,
    without_crowded,
    without_permission,
)
from ldp_stories.services.shut_records import CONTEXT_KINDS, Coming, shut_for_us
from ldp_stories.services.stop_sharing import bring_back_shared, let_go_unshared
from ldp_stories.services.withhold_words import (
    Came,
    batched,
    keeps_released_words_only,
    with_words,
    withhold_unread,
)
from ldp_stories.store import belonging, ledger, numbers, orders, people, records, unread
from ldp_stories.store.ledger_import import Proved
from ldp_stories.store.projection import Ready, make_ready

AT_ONCE: Final = 4_000
BYTES_AT_ONCE: Final = 8 << 20
"""So many lines, or bytes of their bodies, are in memory at a time."""
_FIRST: Final = CONTEXT_KINDS | {"record"}


def _is_rest(kind: str) -> bool:
    return kind not in CONTEXT_KINDS


def _none(_kind: str) -> bool:
    return False


def in_chunks(lines: Iterable[Revision]) -> Iterator[list[Revision]]:
    """Lines a few at a time, in their order, and fewer when they are long."""
    chunk: list[Revision] = []
    size = 0
    for line in lines:
        chunk.append(line)
        size += len(line.body or b"")
        if len(chunk) >= AT_ONCE or size >= BYTES_AT_ONCE:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _roles_ever(con: Connection, device: str) -> frozenset[Role]:
    """All roles its owner ever held: a line is judged by what its author was, never by today's date."""
    member = people.member_of_device(con, device)
    return frozenset(t.role for t in member.roles) if member else frozenset()


def _owner(con: Connection, device: str) -> str | None:
    member = people.member_of_device(con, device)
    return member.id if member else None


@dataclass
class LetIn:
    """What came of the lines: how many were new and had, those left out with their codes, and the records touched; `fresh` were not here.

    `gone` are things left out because they were taken back; `words_went` stories from which words went that were here before; `unshared`
    those of which all went because somebody says no now, or a coordinator took them back; `unheld` the hashes of sounds that went with them.
    `heard`: what is told of stories that were here. `brought`
    are the hashes that lines which stayed name; `shut` those of lines that were left out; `never` those of lines taken back. `stories` counts
    the records that the bundle speaks of, `lines` all its lines.
    """

    new: int = 0
    had: int = 0
    lines: int = 0
    stories: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    fresh: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    words_went: tuple[str, ...] = ()
    unshared: tuple[str, ...] = ()
    unheld: frozenset[str] = frozenset()
    heard: Heard = field(default_factory=Heard)
    answers: int = 0
    turned_away: int = 0
    wishes: int = 0
    brought: set[str] = field(default_factory=set)
    shut: set[str] = field(default_factory=set)
    never: set[str] = field(default_factory=set)


@dataclass
class TakenBack:
    """Lines whose words an order known here keeps out: their things, and the hashes of their media."""

    ents: set[str] = field(default_factory=set)
    hashes: set[str] = field(default_factory=set)

    def add(self, con: Connection, lines: Iterable[Revision], rules: orders.Coverage | None = None) -> None:
        """Look at some lines."""
        known = rules if rules is not None else orders.coverage(con)
        for line in lines:
            if line.body is not None and known.of(line) is not None:
                self.ents.add(line.ent)
                self.hashes |= renditions_of(line)


def renditions_of(line: Revision, change: Change | None = None) -> frozenset[str]:
    """The hashes of renditions that a line brings."""
    if line.kind != "media" or line.body is None:
        return frozenset()
    return frozenset((change or parse_body(line.body)).adds.get("renditions", {}))


def _alone(line: Revision, parsed: Mapping[str, Change]) -> bool:
    return line.id in parsed and bool(said_alone(line.kind, parsed[line.id]))


def _read_ahead(lines: Sequence[Revision]) -> dict[str, Change]:
    """What lines say, by their ids. Nothing where an id stands twice: each is read by itself then."""
    said = {line.id: read_change(line.body) for line in lines if line.body is not None}
    return said if len({line.id for line in lines}) == len(lines) else {}


class CrowdedError(Exception):
    """Things would stand in too many versions side by side (BUNDLE.md 7): the transaction is to be undone, and done without their lines."""

    def __init__(self, ents: frozenset[str]) -> None:
        super().__init__()
        self.ents = ents


def let_in(
    con: Connection, home: Home, verified: VerifiedBundle, without: frozenset[str] = frozenset()
) -> LetIn:
    """Everything that may enter, in the open transaction. UserError NOT_CUSTODIAN. `without`: things of which nothing may come in.

    Raises `CrowdedError` with the things that must be left out; what was written is then to be undone.
    """
    verified.prove()
    door = _Door(con, home, verified, without)
    if verified.envelope.kind is Kind.IDENTITY:
        door.cards()
    else:
        door.context()
        door.rest()
        door.freed()
    return door.closed()


class _Door:
    """One bundle at the door: what must be known between one few thousand lines and the next."""

    def __init__(
        self, con: Connection, home: Home, verified: VerifiedBundle, without: frozenset[str]
    ) -> None:
        self._con = con
        self._without = without
        self._crowded: set[str] = set()
        self._home = home
        self._verified = verified
        self._bundle = verified.envelope.bundle_id
        self._rules = orders.coverage(con)
        self._keeps = keeps_released_words_only(home)
        self._began: Mapping[str, str] = {}
        self._closed: frozenset[str] = frozenset()
        self._roles: dict[str, frozenset[Role]] = {}
        self._owners: dict[str, str | None] = {}
        device = verified.envelope.sender.device
        known = Known(
            self._roles_of, self._owner_of, lambda e: self._began.get(e), lambda e: e in self._closed
        )
        sender = Sender(device, self._roles_of(device), verified.envelope.kind.value)
        self._judge = Judge(sender, known, verified.late, proved=True, read=read_change)
        self._said: Mapping[str, Change] = {}
        self._ready: Mapping[str, Ready] = {}
        """What the lines in hand say, and what those that are alone about their thing come to."""
        self._here: frozenset[str] = frozenset()
        """The things of the lines in hand that were here before them."""
        self._coming: dict[str, Coming] = {}
        self._told: dict[str, bool] = {}
        """Whether a record's gate is shut for us, as far as that was asked."""
        self._apart: dict[str, str] = {}
        """The records that things name of which a part was left out."""
        self._worded: set[str] = set()
        self._context: set[str] = set()
        self._media: dict[str, frozenset[str]] = {}
        self._came = Came()
        self._answers: set[str] = set()
        self._told_of: set[str] = set()
        self._before: dict[str, Record] = {}
        """The records of which the bundle says that they were closed, put away or taken back (or not any more), as they were."""
        self._back = TakenBack()
        self._done = LetIn()
        self._twice = False
        """Whether a line of this bundle is held for its number."""
        self._inserted = Judged()
        """The lines last let in, as long as it is not noted where they belong."""
        self._placed: dict[str, str | None] = {}
        """The records of those things of them that stand as they were worked out: they need not be asked for."""
        self._waits: set[str] = set()
        """The lines that are set aside, and whose sounds are kept with them."""

    def cards(self) -> None:
        """Identity items go into the letter box, sealed; a custodian's notebook alone takes them."""
        if not is_custodian(self._home):
            raise UserError("NOT_CUSTODIAN")
        for chunk in self._chunks(self._verified.revisions(), _none, _none):
            self._note(chunk)
            judged = self._judge.take(chunk)
            self._done.refused += judged.refused
            put_away_lines(self._con, judged.accepted)
            self._done.new += len(judged.accepted)

    def context(self) -> None:
        """People, consent, meetings and rounds come in, so that a narrower answer later in the bundle counts; records say where they were told."""
        spoken_of: set[str] = set()
        late = (
            self._verified.late
        )  # where parents come after their children, every line must be passed by, both times
        lines = self._verified.revisions() if late else self._verified.revisions_of(_FIRST)
        for chunk in self._chunks(lines, _FIRST.__contains__, CONTEXT_KINDS.__contains__):
            if not late:
                self._note([r for r in chunk if r.kind in CONTEXT_KINDS])
            spoken_of.update(r.ent for r in chunk if r.kind == "record")
            judged = self._judge.take(chunk, _FIRST.__contains__, self._said)
            first = Judged(parsed=judged.parsed)
            for line in judged.accepted:
                if line.kind == "record":
                    said = self._coming.get(line.ent) or Coming(line.device)
                    self._coming[line.ent] = said.and_then(judged.parsed[line.id].sets)
                else:
                    first.accepted.append(line)
            codes = dict(judged.refused)
            first.refused = [(r.id, codes[r.id]) for r in chunk if r.kind in CONTEXT_KINDS and r.id in codes]
            self._insert(first)
            self._context |= with_words(first.accepted, first.parsed)
        self._done.stories = len(spoken_of)

    def rest(self) -> None:
        """Everything else, as far as its record's gate is open."""
        self._judge.start_again()
        late = self._verified.late
        lines = (
            self._verified.revisions() if late else self._verified.revisions_of(CONTEXT_KINDS, others=True)
        )
        for chunk in self._chunks(lines, _is_rest, _is_rest):
            self._note(chunk)
            judged = self._judge.take(chunk, _is_rest, self._said)
            self._note_media(chunk, judged)
            hangs = self._hangs(judged)
            shut = self._shut(frozenset(hangs.values()))
            allowed = without_permission(judged, hangs, shut, self._here)
            kept = without_hidden_marks(self._con, self._home, allowed)
            self._done.fresh.update(
                r.ent for r in kept.accepted if r.kind == "record" and r.ent not in self._here
            )
            stayed = {r.id for r in kept.accepted}
            self._wait_beside(allowed, judged)
            self._apart.update(
                {r.ent: hangs[r.id] for r in judged.accepted if r.id not in stayed and r.id in hangs}
            )
            self._insert(kept)
            self._inserted = kept
        self._note_inserted()

    def _note_inserted(self) -> None:
        """Note which records the lines last let in belong to: asked only once the next are read, as they are written meanwhile."""
        last, self._inserted = self._inserted, Judged()
        if not last.accepted:
            return
        worded = with_words(last.accepted, last.parsed)
        asked = [r for r in last.accepted if r.ent not in self._placed]
        of = {e: r for e, r in self._placed.items() if r is not None}
        if asked:
            of |= belonging.records_of(self._con, {r.ent for r in asked}, {r.kind for r in asked})
        self._done.touched.update(of.values())
        self._worded.update(of[e] for e in worded if e in of)

    def freed(self) -> None:
        """Lines that were held for their number, which their writer has freed since, come in as if they came now; each from its own bundle."""
        if not numbers.any_held(self._con):
            return
        by_bundle: dict[str | None, list[Revision]] = {}
        for line, bundle in numbers.freed(self._con):
            by_bundle.setdefault(bundle, []).append(line)
        for bundle, lines in by_bundle.items():
            self._told.clear()
            self._here = belonging.known_things(self._con, {r.ent for r in lines})
            said = {r.id: parse_body(r.body) if r.body is not None else Change() for r in lines}
            for line in lines:
                if line.kind == "record":
                    coming = self._coming.get(line.ent) or Coming(line.device)
                    self._coming[line.ent] = coming.and_then(said[line.id].sets)
            self._let_in_freed([r for r in lines if r.kind in CONTEXT_KINDS], said, bundle)
            self._let_in_freed([r for r in lines if r.kind not in CONTEXT_KINDS], said, bundle)

        numbers.drop_beside(self._con)

    def _wait_beside(self, allowed: Judged, judged: Judged) -> None:
        """Whoever answered may have said yes in lines that are held for their number: what hangs on that waits with them.

        The writer may have lost all of it, so nobody could send it once more. Who reads released words only gets it from a coordinator.
        """
        if self._twice and not self._keeps:
            stayed = {r.id for r in allowed.accepted}
            for line in judged.accepted:
                if line.id not in stayed:
                    numbers.hold(self._con, line, numbers.BESIDE, self._bundle)
                    self._waits.add(line.id)

    def _let_in_freed(self, lines: list[Revision], said: dict[str, Change], bundle: str | None) -> None:
        judged = Judged(accepted=lines, parsed=said)
        judged.named = {r.ent: str(said[r.id].sets["record"]) for r in lines if "record" in said[r.id].sets}
        hangs = self._hangs(judged)
        shut = self._shut(frozenset(hangs.values()))
        kept = without_hidden_marks(self._con, self._home, without_permission(judged, hangs, shut))
        kept.refused.clear()  # they are no lines of this bundle, and stay held
        self._insert(kept, bundle)
        of = belonging.records_of(self._con, {r.ent for r in kept.accepted})
        self._done.touched.update(of.values())
        self._worded.update(of[e] for e in with_words(kept.accepted, kept.parsed) if e in of)

    def closed(self) -> LetIn:
        """The end: words that may not stay go, stories with new words are noted, and what became of the media is told."""
        if self._crowded:
            raise CrowdedError(frozenset(self._crowded))
        done, con = self._done, self._con
        stories = set(self._worded)
        for some in batched(sorted(self._context), AT_ONCE):
            stories |= unread.stories_of(con, some)
        unread.note_stories(con, stories)
        if self._keeps:
            not_read, done.words_went = withhold_unread(self._home, con, self._came)
            done.refused += not_read
            gone = let_go_unshared(self._home, con, self._answers, self._told_of)
            done.unshared, done.unheld = gone.stories, gone.hashes
            bring_back_shared(self._home, con)
        done.heard = heard_of(self._before, records.several(con, self._before))
        out = {ident for ident, _ in done.refused}
        for ident, hashes in self._media.items():
            if ident not in self._waits:
                (done.shut if ident in out else done.brought).update(hashes)
        done.gone, done.never = self._back.ents, self._back.hashes
        done.shut |= done.never
        return done

    def _roles_of(self, device: str) -> frozenset[Role]:
        if device not in self._roles:
            self._roles[device] = _roles_ever(self._con, device)
        return self._roles[device]

    def _owner_of(self, device: str) -> str | None:
        if device not in self._owners:
            self._owners[device] = _owner(self._con, device)
        return self._owners[device]

    def _chunks(
        self, lines: Iterable[Revision], judged: Callable[[str], bool], let_in: Callable[[str], bool]
    ) -> Iterator[list[Revision]]:
        """A few at a time; those of some kinds are judged, and of some let in.

        All that can be known of these alone is worked out first, because those before them may be written meanwhile.
        """
        for chunk in in_chunks(lines):
            self._said = _read_ahead([r for r in chunk if judged(r.kind)])
            self._ready = make_ready([r for r in chunk if let_in(r.kind)], self._said)
            self._note_inserted()
            self._here = belonging.known_things(self._con, {r.ent for r in chunk})
            self._began = belonging.began(self._con, self._here) if self._here else {}
            self._closed = records.closed(self._con, {r.ent for r in chunk if r.kind == "record"})
            yield chunk

    def _note(self, chunk: Sequence[Revision]) -> None:
        """What is told of every line, let in or not."""
        self._done.lines += len(chunk)
        self._back.add(self._con, chunk, self._rules)

    def _note_media(self, chunk: Sequence[Revision], judged: Judged) -> None:
        for line in chunk:
            hashes = renditions_of(line, judged.parsed.get(line.id))
            if hashes:
                self._media[line.id] = hashes

    def _insert(self, judged: Judged, bundle: str | None = None) -> None:
        done = self._done
        alone = {r.ent for r in judged.accepted if r.kind == "record" and _alone(r, judged.parsed)}
        self._before = {**records.several(self._con, alone & self._here), **self._before}
        self._told_of |= alone
        if self._without:
            judged = without_crowded(judged, self._without)
        result = ledger.insert(
            self._con,
            judged.accepted,
            bundle=bundle or self._bundle,
            parsed=judged.parsed,
            proved=Proved(self._here, self._ready),
        )
        self._crowded.update(result.crowded)
        self._placed = {
            e: belonging.record_in(self._ready[e].line.kind, e, self._ready[e].columns or {})
            for e in result.as_ready
        }
        held = {h.id for h in result.held if h.why == "E_TWICE"}
        self._twice = self._twice or bool(held)
        self._waits |= held
        done.new += result.new
        done.had += result.had
        done.refused += [*judged.refused, *((h.id, h.why) for h in result.held)]
        if self._keeps:
            self._came.add(judged.accepted)
            self._answers.update(r.ent for r in judged.accepted if r.kind == "consent")

    def _hangs(self, judged: Judged) -> dict[str, str]:
        """The record each line hangs from; a line of a thing of which a part was left out hangs from the same record."""
        here = {r.ent for r in judged.accepted} & self._here
        known = belonging.records_of(self._con, here) if here else {}
        return of_record(judged, lambda e: self._apart.get(e) or known.get(e))

    def _shut(self, wanted: frozenset[str]) -> frozenset[str]:
        new = wanted - self._told.keys()
        if new:
            shut = shut_for_us(self._con, self._home, self._coming, new)
            self._told.update((ident, ident in shut) for ident in new)
        return frozenset(i for i in wanted if self._told[i])
