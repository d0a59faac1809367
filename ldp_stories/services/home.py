"""An opened home: one person in one programme on one laptop, with its stores, keys and the right to write (CONTRACTS.md 1, 2).

Every service takes a `Home` first. `put` is the only way by which services write revisions, so the role check stands in one place.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from ldp_stories.crypto.identities import DeviceKeys, read_word_list, six_words
from ldp_stories.crypto.slots import KdfCost
from ldp_stories.domain.free_text import words_in
from ldp_stories.domain.programme import Member, Programme
from ldp_stories.domain.records import PROTECTED_LAYERS
from ldp_stories.domain.revisions import EntityView, Json, Revision
from ldp_stories.domain.roles import (
    IDENTITY_KINDS,
    PROGRAMME_KINDS,
    Extra,
    Role,
    RoleTerm,
    Writing,
    may_write,
    roles_on,
)
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.founding import Founding
from ldp_stories.store import facts, ledger, people, programme, search, unread
from ldp_stories.store.homes import HomeFolder, Stores
from ldp_stories.store.vault import Vault

Connection = Any
T = TypeVar("T")
WORD_LIST = "words/eff_large_wordlist.txt"


@dataclass(frozen=True, slots=True)
class Machine:
    """What a home needs of the laptop it is on; `app.machine()` makes the real one, tests make their own.

    `resource` finds a shipped file by name; `recorder_command` starts the recorder process; `live` is False in tests only.
    """

    state_folder: Path
    machine_id: str
    cost: KdfCost
    now: Callable[[], datetime]
    resource: Callable[[str], Path]
    recorder_command: tuple[str, ...]
    live: bool = True

    def six_words(self, data: bytes) -> tuple[str, ...]:
        """Six words over `data`, from the shipped word list."""
        return six_words(data, read_word_list(self.resource(WORD_LIST).read_text(encoding="utf-8")))

    def label(self) -> str:
        """The moment as a time label, `2026-11-22T10:00:00Z`."""
        return self.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Home:
    """One opened home; `close` it at the end. `member` is one's own member id, `name` what one chose to be called."""

    def __init__(
        self, place: HomeFolder, machine: Machine, stores: Stores, author: ledger.Author, root_key: bytes
    ) -> None:
        """Around stores that are open; see `open_home`."""
        self.place = place
        self.machine = machine
        self.main = stores.main
        self.desk = stores.desk
        self.stores = stores
        self.author = author
        self.root_key = root_key
        self.vault = Vault(place.vault)
        self.closed = False
        with self.main.read() as con:
            self.keys = DeviceKeys.from_json(str(facts.load(con, "keys")))
            self.member = str(facts.load(con, "member") or "")
            self.name = str(facts.load(con, "name") or "")
            self.device_label = str(facts.load(con, "label") or "")
            self.practice = facts.load(con, "practice") is True
            self._last_label = str(facts.load(con, "last label") or "")
        self._programme: Programme | None = None
        self._entity = ""
        self._own: Member | None = None
        self._devices: frozenset[str] | None = None
        self._remembered: dict[Hashable, tuple[int, Any]] = {}
        self._fit_search()
        self.main.listeners.append(self._heard)

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.place.path

    def now(self) -> datetime:
        """The moment (aware, UTC), by the machine's clock."""
        return self.machine.now()

    def label(self) -> str:
        """The moment as a time label, `2026-11-22T10:00:00Z`."""
        return self.machine.label()

    def today(self) -> date:
        """The day for rules with dates: the clock's, or that of the latest label in the store when the clock is behind it."""
        return date.fromisoformat(max(self.label(), self._last_label)[:10])

    @property
    def clock_is_behind(self) -> bool:
        """Whether the clock says an earlier day than something already written here (CONTRACTS.md 4)."""
        return self.label()[:10] < self._last_label[:10]

    @property
    def last_label(self) -> str:
        """The latest time this notebook saw, by its own clock."""
        return self._last_label

    def see_time(self, label: str) -> None:
        """Let this be the latest time that was seen, whatever was seen before (services/right_clock.py)."""
        self.put_fact("last label", label)
        self._last_label = label

    def roles(self) -> frozenset[Role]:
        """The roles held today; before being admitted, those chosen at start."""
        terms = self.member_row().roles
        return roles_on(terms, self.today())

    def member_row(self) -> Member:
        """Oneself in the roster; before being admitted, as chosen at start (code "?")."""
        if self._own is None:
            with self.main.read() as con:
                found = people.member(con, self.member)
                chosen = facts.load(con, "roles") or []
            terms = tuple(RoleTerm(Role(str(r)), "") for r in chosen)
            self._own = found or Member(self.member, "?", self.name, "", terms)
        return self._own

    @property
    def admitted(self) -> bool:
        """Whether the roster knows this person."""
        return self.member_row().code != "?"

    def reads_protected(self, began_by: str = "") -> bool:
        """Whether this person may read words that were not masked, in a story that a device began; without one, in everybody's.

        Coordinators may, and people who never were evaluators (they only have their own). An evaluator, today or once, needs clearance,
        and may always read what was begun on their own devices.
        """
        if Role.COORDINATOR in self.roles():
            return True
        terms = [t for t in self.member_row().roles if t.role is Role.EVALUATOR]
        return not terms or any(Extra.CLEARANCE in t.extra for t in terms) or began_by in self.own_devices()

    def own_devices(self) -> frozenset[str]:
        """One's own device ids: this laptop's, and others the roster lists."""
        if self._devices is None:
            with self.main.read() as con:
                self._devices = frozenset(
                    {self.author.device, *(d.id for d in people.devices(con, self.member))}
                )
        return self._devices

    def programme(self) -> Programme:
        """The programme's facts from the newest pack; `id` is the programme id of its founding statement. UserError NOT_A_PACK."""
        if self._programme is None:
            with self.main.read() as con:
                found = programme.programme(con)
            if found is None:
                raise UserError("NOT_A_PACK")
            self._entity = found.id
            self._programme = replace(found, id=Founding.of(found.terms).programme_id)
        return self._programme

    @property
    def programme_entity(self) -> str:
        """The id of the programme's entity in the ledger."""
        self.programme()
        return self._entity

    @property
    def pack_hash(self) -> str:
        """The tag-manifest hash of the newest pack: a record keeps the one it was made under."""
        return self.fact("pack")

    def remembered(self, key: Hashable, read: Callable[[], T]) -> T:
        """What `read` gives, which reads the main store only: read once, and again after anything was written there."""
        at = self.main.commits
        kept = self._remembered.get(key)
        if kept is None or kept[0] != at:
            kept = self._remembered[key] = (at, read())
        value: T = kept[1]
        return value

    def fact(self, name: str) -> str:
        """A small local fact as text, empty when there is none."""
        with self.main.read() as con:
            return str(facts.load(con, name) or "")

    def put_fact(self, name: str, value: Json) -> None:
        """Keep a small local fact; it never travels."""
        with self.main.write() as con:
            facts.save(con, name, value)

    def shown_member(self, con: Connection, ident: str) -> str:
        """How to name a member to a person: the work name, the name kept on this laptop only, else the code."""
        if ident == self.member and self.name:
            return self.name
        found = people.member(con, ident)
        if found is None:
            return ""
        local = facts.load(con, "names")
        return found.work_name or (local.get(ident, "") if isinstance(local, dict) else "") or found.code

    def put(
        self,
        con: Connection,
        kind: str,
        ent: str,
        *,
        sets: Mapping[str, Json] | None = None,
        adds: Mapping[str, Mapping[str, Json]] | None = None,
        dels: Mapping[str, Iterable[str]] | None = None,
        subj: Sequence[str] = (),
        stream: str = "w",
        over: str = "",
    ) -> Revision:
        """Write one revision in the open transaction `con`. Refused NOT_YOUR_ROLE when one's role does not allow it.

        `stream` is w, i, or p; kinds of the programme always go to p, those of private cards to i. `over`: the one revision that this one says again.
        UserError TAKEN_BACK when an order covers the entity.
        """
        roles = self.roles()
        if Role.COORDINATOR not in roles:
            touched = frozenset(sets or ()) | frozenset(adds or ()) | frozenset(dels or ())
            if not may_write(roles, self._writing(ledger.entity(con, ent), kind, touched, sets or {})):
                raise Refused("NOT_YOUR_ROLE")
        now = self.label()
        self._last_label = max(self._last_label, now)
        made = ledger.put(
            con,
            self.author,
            kind,
            ent,
            sets=sets,
            adds=adds,
            dels=dels,
            subj=subj,
            stream="p" if kind in PROGRAMME_KINDS else "i" if kind in IDENTITY_KINDS else stream,
            at_label=now,
            over=over,
        )
        if Role.COORDINATOR in roles and words_in(kind, sets or {}):
            unread.note(con, [ent])
        return made

    def _writing(
        self, view: EntityView | None, kind: str, touched: frozenset[str], sets: Mapping[str, Json]
    ) -> Writing:
        closed = kind == "record" and view is not None and view.get("sensitivity") == "closed"
        layer_kind = sets.get("kind") or (view.get("kind") if view else None)
        return Writing(
            kind,
            touched,
            own=view is None or view.began_by in self.own_devices(),
            masks=kind == "layer" and layer_kind == "masked",
            opens_closed=closed and sets.get("sensitivity", "closed") != "closed",
        )

    def hide(self, con: Connection, kind: str, ent: str, subj: Sequence[str] = ()) -> None:
        """Hide an entity (reversible; a later or concurrent edit shows it again)."""
        self.put(con, kind, ent, sets={"hidden": True}, subj=subj)

    def on_change(self, callback: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Call back with the changed nouns after each write (on the writing thread); returns the function that ends it.

        Changes of the desk file come as "desk".
        """

        def from_desk(_: frozenset[str]) -> None:
            callback(frozenset({"desk"}))

        self.main.listeners.append(callback)
        self.desk.listeners.append(from_desk)

        def end() -> None:
            if callback in self.main.listeners:
                self.main.listeners.remove(callback)
                self.desk.listeners.remove(from_desk)

        return end

    def close(self) -> None:
        """Close the stores; a running recording goes on in its own process. A second call does nothing."""
        if not self.closed:
            self.closed = True
            self.stores.close()

    def forget_keys(self) -> None:
        """Let go of every key of a closed home: a recording that goes on behind a lock holds on to this object, and to nothing that opens it."""
        self.root_key, self.keys = b"", DeviceKeys(b"", "")
        for store in (self.main, self.desk, self.stores.orders):
            store.forget_key()

    def _heard(self, changes: frozenset[str]) -> None:
        if changes & {"member", "device"}:
            self._own = self._devices = None
            self._fit_search()
        if "programme" in changes:
            self._programme = None

    def _fit_search(self) -> None:
        """Let the search index hold only what this person may read (CONTRACTS.md 4); built anew when that has changed.

        With stories of one's own among others' it holds the words of both; what is shown of a hit is asked story by story.
        """
        writes = any(t.role is Role.RESEARCHER for t in self.member_row().roles)
        every = self.reads_protected() or writes
        wanted = search.SOURCES if every else search.SOURCES - PROTECTED_LAYERS
        with self.main.read() as con:
            fits = search.indexed_sources(con) == wanted
        if not fits:
            with self.main.write() as con:
                search.set_indexed_sources(con, wanted)
