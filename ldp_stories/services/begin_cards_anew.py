"""Begin private cards anew: after a recovery they open only with the passphrase that was forgotten (CONTRACTS.md 1).

The old ones are lost to this person, and that is said and agreed to first. They stay sealed on the laptop, and come back when their
passphrase does. New ones begin empty under the passphrase of today.
"""

from typing import Final

from ldp_stories.crypto import slots
from ldp_stories.crypto.letter_box import letter_box
from ldp_stories.domain.revisions import Json
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.identity_session import IdentitySession, take_letters
from ldp_stories.services.open_home import LETTER_BOX, identity_key, same_passphrase
from ldp_stories.store import backup, evidence, facts, homes, identity, ledger, letters, old_cards, streams
from ldp_stories.store.engine import Database

BOX: Final = "letter_box"
"""The letter box of cards that were begun anew, in the key slots too: a copy that comes back knows only the one before."""
WORD: Final = "yes"
_TEXTS: Final = ("name", "phone", "address", "safe_to_contact", "guardian")
_APART: Final = 1_000_000
"""So far apart the numbers of lines begin, because nobody can look how many the sealed store has used."""


def only_before(home: Home, passphrase: str) -> bool:
    """Whether this passphrase opens the notebook and not its private cards: those open with the one from before a recovery."""
    if home.practice or not same_passphrase(home, passphrase):
        return False
    try:
        identity_key(home, passphrase)
    except UserError as error:
        if error.code != "WRONG_PASSPHRASE":
            raise
        return True
    return False


def lost(home: Home) -> int:
    """Of how many people a card lies in what would be put aside."""
    with home.main.read() as con:
        return len(letters.have_card(con))


def set_by(home: Home) -> int:
    """How many times cards were begun anew whose old ones still wait, sealed, for their passphrase."""
    return len(old_cards.waiting(home.place))


def begin_anew(home: Home, passphrase: str, typed: str) -> None:
    """Put the sealed cards aside and begin new ones under today's passphrase. Nothing is thrown away.

    Refused CARDS_YES unless the person typed yes, CARDS_OPEN when these cards open as they are; UserError WRONG_PASSPHRASE, STORE_IN_USE,
    NO_ROOM, DISK_TROUBLE.
    """
    if typed.strip().casefold() != WORD:
        raise Refused("CARDS_YES")
    if not same_passphrase(home, passphrase):
        raise UserError("WRONG_PASSPHRASE")
    if not only_before(home, passphrase):
        raise Refused("CARDS_OPEN")
    known = homes.read_slots(home.place)
    key = slots.new_key()
    box = letter_box(key)[1]
    slot = slots.wrap_with_passphrase(key, passphrase, home.machine.cost)
    old_cards.put_aside(home.place, known["identity"])
    homes.write_slots(home.place, {**known, "identity": slot, BOX: box})
    with home.main.write() as con:
        facts.save(con, LETTER_BOX, box)
    backup.renew_ways(home.place)
    with homes.open_identity(home.place, key, home.stores.orders) as store, store.write() as con:
        streams.begin_after(con, home.author.dev("i"), _APART * len(old_cards.all_of(home.place)))
    with home.main.write() as con:
        letters.mark_cards(con, (), letters.have_card(con))


def put_old_back(session: IdentitySession, old: str) -> int:
    """The old passphrase came back: what the sealed cards hold stands among those of today; how many people have a card there.

    Where somebody has a card in both, they become one that says what each said. Orders given meanwhile are carried out before anything is read.
    UserError WRONG_PASSPHRASE when it opens none of them, IDENTITY_CLOSED.
    """
    home, opened, back = session.home, 0, set[str]()
    for one in old_cards.waiting(home.place):
        try:
            key = slots.unwrap(homes.read_slots(one)["identity"], old)
        except UserError as error:
            if error.code != "WRONG_PASSPHRASE":
                raise
            continue
        opened += 1
        with homes.open_identity(one, key, home.stores.orders) as before, session.store() as now:
            take_letters(home, before, letter_box(key)[0])
            back |= _bring(home, before, now)
        old_cards.opened_again(home.place, one)
    if not opened:
        raise UserError("WRONG_PASSPHRASE")
    with session.store():  # the list of who has a card is made anew
        return len(back)


def _bring(home: Home, before: Database, now: Database) -> frozenset[str]:
    with before.read() as con:
        lines = list(ledger.revisions(con))
        keys = evidence.all_keys(con)
        people = identity.with_card(con)
    with now.write() as con:
        have = {r.id for r in ledger.revisions(con)}
        ledger.insert(con, [line for line in lines if line.id not in have])
        for ident, item, key in keys:
            evidence.keep_key(con, ident, item, key)
        for person in people:
            _make_one(home, con, person)
    return people


def _make_one(home: Home, con: Connection, person: str) -> None:
    """One card of several about the same person: nothing that stood on any of them is gone, and no way that is not safe."""
    first, *others = identity.cards_of(con, person)
    new: dict[str, Json] = {}
    for other in others:
        for name in _TEXTS:
            said = [str(new.get(name) or first.get(name) or ""), str(other.get(name) or "")]
            new[name] = " / ".join(dict.fromkeys(s for s in said if s))
        new["not_by"] = list(
            dict.fromkeys(
                [*(_listed(new.get("not_by")) or _listed(first.get("not_by"))), *_listed(other.get("not_by"))]
            )
        )
        home.hide(con, "contact_card", str(other["id"]), [person])
    changed = {n: v for n, v in new.items() if v != first.get(n) and v}
    if changed:
        home.put(con, "contact_card", str(first["id"]), sets=changed, subj=[person], stream="i")


def _listed(value: object) -> list[str]:
    """The words of a list, none for anything else."""
    return [str(v) for v in value] if isinstance(value, list | tuple) else []
