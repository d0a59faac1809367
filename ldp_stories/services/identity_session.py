"""The identity store, opened by passphrase for two minutes at most: its key is held that long, the store itself for one action at a time.

What belongs in it while it is locked (evidence, original file names, cards handed over) goes into its letter box, sealed, and is put in place
at the next opening (CONTRACTS.md 1).
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from ldp_stories.crypto.letter_box import letter_box
from ldp_stories.crypto.sealing import open_bytes, seal_bytes
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.revisions import Json, Revision
from ldp_stories.errors import UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.open_home import LETTER_BOX, identity_key
from ldp_stories.store import facts, homes, identity, ledger, letters
from ldp_stories.store.engine import Database

OPEN_FOR: Final = 120.0
"""Seconds from typing the passphrase until it is asked again."""
_LIMIT: Final = 1 << 24
_FIELDS: Final = ("id", "kind", "ent", "subj", "par", "dev", "seq", "commit", "salt", "at_label", "erased_by")


class IdentitySession:
    """The way into the identity store for two minutes. `close` it when the screen is left or the laptop locked."""

    def __init__(self, home: Home, key: bytes, clock: Callable[[], float] = time.monotonic) -> None:
        self.home = home
        self._key: bytes | None = key
        self._clock = clock
        self._until = clock() + OPEN_FOR
        with home.main.write() as con:
            facts.save(con, LETTER_BOX, letter_box(key)[1])

    @property
    def seconds_left(self) -> int:
        """Whole seconds until it locks by itself; 0 once it is locked."""
        if self._key is None:
            return 0
        return max(0, int(self._until - self._clock() + 0.999))

    @property
    def is_open(self) -> bool:
        """Whether it can be used; the key is forgotten the moment it cannot."""
        if self._key is not None and (self._clock() >= self._until or self.home.closed):
            self.close()
        return self._key is not None

    def close(self) -> None:
        """Lock it."""
        self._key = None

    @contextmanager
    def store(self) -> Iterator[Database]:
        """The store for one action; waiting letters are put in first. UserError IDENTITY_CLOSED."""
        if not self.is_open or self._key is None:
            raise UserError("IDENTITY_CLOSED")
        key = self._key
        with homes.open_identity(self.home.place, key, self.home.stores.orders) as store:
            take_letters(self.home, store, letter_box(key)[0])
            yield store
            with store.read() as con:
                have = identity.with_card(con)
        with self.home.main.write() as con:
            letters.mark_cards(con, have, letters.have_card(con) - have)


def open_session(
    home: Home, passphrase: str | None = None, clock: Callable[[], float] = time.monotonic
) -> IdentitySession:
    """Open the way in for two minutes. UserError WRONG_PASSPHRASE, PASSPHRASE_NEEDED."""
    return IdentitySession(home, identity_key(home, passphrase), clock)


def put_away(home: Home, kind: str, sets: Mapping[str, Json], subj: Sequence[str]) -> str:
    """Put an identity item away without opening the store: sealed, in place at its next opening; the item's id.

    UserError IDENTITY_CLOSED when this notebook is so old that its letter box was never made: open the private cards once.
    """
    ident = new_id()
    letter = {"kind": kind, "ent": ident, "sets": dict(sets), "subj": list(subj)}
    with home.main.write() as con:
        _post(con, letter, subj)
    return ident


def put_away_lines(con: Connection, lines: Sequence[Revision]) -> None:
    """The same for lines that came in a bundle of identity items."""
    for line in lines:
        values: dict[str, Any] = {name: getattr(line, name) for name in _FIELDS}
        values["body"] = line.body.decode() if line.body is not None else None
        _post(con, {"line": values}, line.subj)
    letters.mark_cards(con, {s for r in lines if r.kind == "contact_card" for s in r.subj})


def _post(con: Connection, letter: Mapping[str, Any], subj: Sequence[str]) -> None:
    box = facts.load(con, LETTER_BOX)
    if not box:
        raise UserError("IDENTITY_CLOSED")
    letters.put(con, subj, seal_bytes([str(box)], json.dumps(letter, ensure_ascii=False).encode()))


def take_letters(home: Home, store: Database, secret: str) -> None:
    """Put every waiting letter in its place; one about somebody who took their words back is thrown away.

    One that was sealed to cards from before they were begun anew goes on waiting for those.
    """
    with home.main.read() as con:
        found = [(number, _opened(secret, sealed)) for number, sealed in letters.all_letters(con)]
    waiting = [(number, letter) for number, letter in found if letter is not None]
    if not waiting:
        return
    with store.write() as con:
        for _, letter in waiting:
            _place(home, con, json.loads(letter))
    with home.main.write() as con:
        letters.drop(con, [number for number, _ in waiting])


def _opened(secret: str, sealed: bytes) -> bytes | None:
    try:
        return open_bytes([secret], sealed, _LIMIT)
    except UserError as error:
        if error.code != "NOT_FOR_US":
            raise
        return None


def _place(home: Home, con: Connection, letter: Mapping[str, Any]) -> None:
    if "line" in letter:
        values = dict(letter["line"])
        body = values.pop("body")
        for name in ("subj", "par"):
            values[name] = tuple(values[name])
        ledger.insert(con, [Revision(**values, body=body.encode() if body is not None else None)])
        return
    if (
        ledger.entity(con, letter["ent"]) is not None
    ):  # put in before a power cut, and its letter not yet thrown away
        return
    ent, sets = str(letter["ent"]), dict(letter["sets"])
    if letter["kind"] == "contact_card":
        ent, sets = _onto_card(con, ent, sets)
    try:
        if sets:
            home.put(con, letter["kind"], ent, sets=sets, subj=letter["subj"], stream="i")
    except UserError as error:
        if error.code != "TAKEN_BACK":
            raise


def _onto_card(con: Connection, ent: str, sets: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Somebody has one card: what a letter says of them is added to what stands there, and nothing of that goes."""
    card = identity.contact_card(con, str(sets.get("participant") or ""))
    if card is None:
        return ent, sets
    said = {n: str(v) for n, v in sets.items() if n != "participant" and str(v) not in str(card.get(n) or "")}
    return str(card["id"]), {
        n: " / ".join(filter(None, (str(card.get(n) or ""), v))) for n, v in said.items()
    }
