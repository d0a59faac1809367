"""An opened home: one person in one programme on one laptop, with its stores, keys and the right to write (CONTRACTS.md 1, 2).

Every service takes a `Home` first. `put` is the only way by which services write revisions, so the role check stands in one place.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ldp_stories.crypto.slots import KdfCost
from ldp_stories.domain.programme import Member, Programme
from ldp_stories.domain.revisions import Json, Revision
from ldp_stories.domain.roles import Role

if TYPE_CHECKING:
    from ldp_stories.store.engine import Database
    from ldp_stories.store.vault import Vault

Connection = Any


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


class Home:
    """One opened home; `close` it at the end. Attributes: folder, machine, main, desk, vault, keys, author, member (own member id)."""

    folder: Path
    machine: Machine
    main: "Database"
    desk: "Database"
    vault: "Vault"
    member: str
    name: str
    practice: bool
    closed: bool

    def now(self) -> datetime:
        """The moment (aware, UTC), by the machine's clock."""
        raise NotImplementedError

    def label(self) -> str:
        """The moment as a time label, `2026-11-22T10:00:00Z`."""
        raise NotImplementedError

    def today(self) -> date:
        """The day for rules with dates: the clock's, or the latest label in the store when the clock is behind it (CONTRACTS.md 4)."""
        raise NotImplementedError

    def roles(self) -> frozenset[Role]:
        """The roles held today; before being admitted, the role chosen at start."""
        raise NotImplementedError

    def member_row(self) -> Member:
        """Oneself in the roster; before being admitted, as chosen at start (code `?`)."""
        raise NotImplementedError

    def programme(self) -> Programme:
        """The programme's facts from the newest pack."""
        raise NotImplementedError

    def put(
        self,
        con: Connection,
        kind: str,
        ent: str,
        *,
        sets: Mapping[str, Json] | None = None,
        adds: Mapping[str, Mapping[str, Json]] | None = None,
        dels: Mapping[str, Sequence[str]] | None = None,
        subj: Sequence[str] = (),
        stream: str = "w",
    ) -> Revision:
        """Write one revision in the open transaction `con`. Refused NOT_YOUR_ROLE when one's role does not allow it."""
        raise NotImplementedError

    def on_change(self, callback: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Call back with the changed nouns after each write (on the writing thread); returns the function that ends it."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the stores; a running recording goes on in its own process."""
        raise NotImplementedError
