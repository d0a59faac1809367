"""Make a home and open it: key slots, stores, device keys, epoch (CONTRACTS.md 1; DESIGN.md 4).

`keyslots.json` holds the ways in: `passphrase` (or, for practice, `practice`), `identity` (the same for the identity store's own key),
`recovery` (the recipient it was sealed to; the slot itself is `recovery.age` beside it), and `label` and `practice` for the start screen.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ldp_stories.crypto import slots
from ldp_stories.crypto.age_header import Source, read_header
from ldp_stories.crypto.identities import DeviceKeys, load_recipient
from ldp_stories.crypto.letter_box import letter_box
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.half_kept import sweep
from ldp_stories.services.half_written import sweep_half_written
from ldp_stories.services.home import Home, Machine
from ldp_stories.store import backup, epochs, evidence, facts, homes, letters, order_book
from ldp_stories.store.disk import write_durably
from ldp_stories.store.engine import Database
from ldp_stories.store.homes import HomeFolder
from ldp_stories.store.vault import Vault

FORMAT: Final = "ldp-home/1"
LEAST_LETTERS: Final = 8
RECOVERY: Final = "recovery.age"
LETTER_BOX: Final = "letter box"
"""The fact with the public key of the letter box: what is put in there can only be read with the identity store's key."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who a new home is for. `roles` are those chosen at start, until the roster knows better; `label` is this laptop's name."""

    name: str
    roles: Sequence[Role]
    label: str = ""
    member: str = ""


def create(folder: Path, machine: Machine, who: Who, *, passphrase: str | None, practice: bool) -> Home:
    """A new home with keys of its own and empty stores, open. UserError HOME_EXISTS, SYNCED_FOLDER, PASSPHRASE_SHORT, NO_ROOM."""
    refuse_cheap(machine)
    root, identity = slots.new_key(), slots.new_key()
    ways = _ways(machine, root, identity, passphrase, practice)
    place = homes.create_home(
        folder,
        slots={"format": FORMAT, "label": who.label, "practice": practice, **ways},
        reserve_bytes=homes.RESERVE_BYTES if machine.live else 0,
    )
    stores = homes.open_stores(place, root, create=True)
    author = epochs.found(stores.main, machine.state_folder, machine.machine_id, new_id())
    with stores.main.write() as con:
        facts.save(con, "keys", DeviceKeys.new().to_json())
        facts.save(con, LETTER_BOX, letter_box(identity)[1])
        facts.save(con, "member", who.member or new_id())
        facts.save(con, "name", who.name)
        facts.save(con, "label", who.label)
        facts.save(con, "roles", [r.value for r in who.roles])
        facts.save(con, "practice", practice)
    return Home(place, machine, stores, author, root)


def refuse_cheap(machine: Machine) -> None:
    """A key derivation below the floor is for tests; ValueError on a real machine."""
    if machine.live and machine.cost.below_floor:
        raise ValueError("a real home needs a dearer key derivation")


def _ways(
    machine: Machine, root: bytes, identity: bytes, passphrase: str | None, practice: bool
) -> dict[str, Any]:
    if practice:
        return {"practice_slot": slots.practice_slot(root), "identity": slots.practice_slot(identity)}
    if passphrase is None or len(passphrase.strip()) < LEAST_LETTERS:
        raise UserError("PASSPHRASE_SHORT")
    return {
        "passphrase": slots.wrap_with_passphrase(root, passphrase, machine.cost),
        "identity": slots.wrap_with_passphrase(identity, passphrase, machine.cost),
    }


def open_home(folder: Path, passphrase: str | None, machine: Machine) -> Home:
    """Open a home; None opens practice homes only.

    UserError WRONG_PASSPHRASE, PASSPHRASE_NEEDED, NO_HOME, STORE_IN_USE, STORE_NEWER, STORE_DAMAGED, SYNCED_FOLDER.
    """
    place = HomeFolder(folder)
    known = homes.read_slots(place)
    return _opened(place, machine, root_key(known, passphrase))


def root_key(known: dict[str, Any], passphrase: str | None) -> bytes:
    """The root key by a passphrase, or by the practice slot of a home that is for practice; a live home refuses that slot."""
    if known.get("practice") is True:
        if "passphrase" in known or "practice_slot" not in known:
            raise UserError("BAD_SLOT")
        return slots.unwrap_practice(known["practice_slot"])
    if passphrase is None:
        raise UserError("PASSPHRASE_NEEDED")
    return slots.unwrap(_slot(known, "passphrase"), passphrase)


def _slot(known: dict[str, Any], name: str) -> dict[str, Any]:
    found = known.get(name)
    if not isinstance(found, dict):
        raise UserError("BAD_SLOT")
    return found


def _opened(place: HomeFolder, machine: Machine, root: bytes) -> Home:
    """Open it; on a full disk with a little of the room kept back, for who cannot open it can neither delete nor send."""
    try:
        return _open(place, machine, root)
    except UserError as error:
        if error.code != "NO_ROOM" or not homes.lend_reserve(place):
            raise
    return _open(place, machine, root)


def _open(place: HomeFolder, machine: Machine, root: bytes) -> Home:
    try:
        stores = homes.open_stores(place, root)
    except UserError as error:
        if error.code == "WRONG_KEY":  # the slot opened, so it is not the passphrase
            raise UserError("STORE_DAMAGED", **error.facts) from error
        raise
    try:
        with stores.main.read() as con:
            practice = facts.load(con, "practice") is True
        if practice is not (homes.read_slots(place).get("practice") is True):
            raise UserError(
                "BAD_SLOT"
            )  # a live home never opens by the practice slot, whatever its slot file says
        author = epochs.open_epoch(stores.main, machine.state_folder, machine.machine_id)
        if order_book.kept(stores.orders)[0]:
            order_book.replay(stores.main, stores.orders, machine.label())
        _note_time(stores.main, machine.label())
        _renew_ways(place)
        vault = Vault(place.vault)
        vault.sweep()
        with stores.desk.read() as con:
            waiting = evidence.waiting_items(con)
        with stores.main.read() as con:
            sweep(place.path, vault, con, waiting)
        home = Home(place, machine, stores, author, root)
        sweep_half_written(home)
    except BaseException:
        stores.close()
        raise
    return home


def _note_time(main: Database, label: str) -> None:
    """Remember the latest time this store has seen, so that a clock set back is noticed."""
    with main.write() as con:
        facts.save(con, "last label", max(label, str(facts.load(con, "last label") or "")))


def same_passphrase(home: Home, typed: str) -> bool:
    """Whether this is the passphrase of the open home (the hide screen asks); a practice home accepts anything."""
    known = homes.read_slots(home.place)
    if home.practice:
        return True
    try:
        return slots.unwrap(_slot(known, "passphrase"), typed) == home.root_key
    except UserError as error:
        if error.code != "WRONG_PASSPHRASE":
            raise
        return False


def change_passphrase(home: Home, old: str, new: str) -> None:
    """Write new passphrase slots in one step; the copies on this laptop open with the new one too, and no more with the old one.

    UserError WRONG_PASSPHRASE, PASSPHRASE_SHORT, NO_ROOM, DISK_TROUBLE; PRACTICE_SLOT in a practice home.
    """
    known = homes.read_slots(home.place)
    if home.practice:
        raise UserError("PRACTICE_SLOT")
    root, identity = slots.unwrap(_slot(known, "passphrase"), old), _identity_by(known, old)
    ways = _ways(home.machine, root, identity or slots.new_key(), new, practice=False)
    if identity is None:
        del ways["identity"]
    renewed = {**known, **ways}
    try:  # the copies first: what is called changed leaves no copy that the old one opens
        backup.renew_ways(home.place, homes.slots_file(renewed))
        homes.write_slots(home.place, renewed)
    except UserError:
        _renew_ways(home.place)
        raise


def _identity_by(known: dict[str, Any], passphrase: str) -> bytes | None:
    """The identity store's key; None after a recovery, when that store still opens with the passphrase that was forgotten."""
    try:
        return slots.unwrap(_slot(known, "identity"), passphrase)
    except UserError as error:
        if error.code != "WRONG_PASSPHRASE":
            raise
        return None


def _renew_ways(place: HomeFolder) -> None:
    with suppress(UserError):  # a full disk, or a kill before: the next opening does it
        backup.renew_ways(place)


def recover_home(folder: Path, recovery_identity: str, new_passphrase: str, machine: Machine) -> Home:
    """Open with the programme's recovery identity and set a new passphrase. UserError WRONG_RECOVERY_KEY, NO_RECOVERY_SLOT, NO_HOME.

    An identity store keeps its own old slot: who people are opens with the old passphrase only (CONTRACTS.md 1). Where nothing was ever
    kept in one, the new passphrase begins it.
    """
    place = HomeFolder(folder)
    known = homes.read_slots(place)
    path = folder / RECOVERY
    if not path.exists():
        raise UserError("NO_RECOVERY_SLOT")
    try:
        root = slots.unwrap_recovery(path.read_bytes(), recovery_identity)
    except UserError as error:
        raise UserError("WRONG_RECOVERY_KEY") from error
    identity = slots.new_key()
    ways = _ways(machine, root, identity, new_passphrase, practice=False)
    homes.write_slots(place, {**known, "passphrase": ways["passphrase"]})
    home = _opened(place, machine, root)
    try:
        with home.main.write() as con:
            fresh = not place.identity.exists() and not letters.all_letters(con)
            if fresh:
                facts.save(con, LETTER_BOX, letter_box(identity)[1])
        if fresh:
            homes.write_slots(place, {**homes.read_slots(place), "identity": ways["identity"]})
            _renew_ways(place)
    except BaseException:
        home.close()
        raise
    return home


def write_recovery_slot(home: Home, recipient: str) -> bytes:
    """Seal the root key to the programme's recovery key, check the header strictly and that it is for this recipient; keep it beside.

    The same bytes go into the first bundle. Nothing to do when it is there already. UserError BAD_KEY, NEEDS_NEWER, BAD_SLOT.
    """
    known = homes.read_slots(home.place)
    path = home.folder / RECOVERY
    if known.get("recovery") == recipient and path.exists():
        return path.read_bytes()
    load_recipient(recipient)
    data = slots.wrap_for_recovery(home.root_key, recipient)
    header, _ = read_header(_Bytes(data))
    if [s.kind for s in header.stanzas].count("X25519") != 1:
        raise UserError("BAD_SLOT")
    write_durably(path, data)
    homes.write_slots(home.place, {**known, "recovery": recipient})
    return data


def recovery_slot(home: Home) -> tuple[str, bytes] | None:
    """The recipient and bytes of this home's recovery slot, for the first bundle; None while the programme has no recovery key."""
    recipient, path = homes.read_slots(home.place).get("recovery"), home.folder / RECOVERY
    return (str(recipient), path.read_bytes()) if recipient and path.exists() else None


class _Bytes(Source):
    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self, size: int, /) -> bytes:
        piece, self._data = self._data[:size], self._data[size:]
        return piece


@contextmanager
def identity(home: Home, passphrase: str | None = None) -> Iterator[Database]:
    """The identity store, open for one action. UserError WRONG_PASSPHRASE, PASSPHRASE_NEEDED."""
    with homes.open_identity(home.place, identity_key(home, passphrase), home.stores.orders) as store:
        yield store


def identity_key(home: Home, passphrase: str | None = None) -> bytes:
    """The identity store's own key. UserError WRONG_PASSPHRASE, PASSPHRASE_NEEDED."""
    slot = _slot(homes.read_slots(home.place), "identity")
    if home.practice:
        return slots.unwrap_practice(slot)
    if passphrase is None:
        raise UserError("PASSPHRASE_NEEDED")
    return slots.unwrap(slot, passphrase)


@dataclass(frozen=True, slots=True)
class HomeCard:
    """One line of the start screen. `label` may be empty when the pack hides labels; practice homes need no passphrase."""

    folder: Path
    label: str
    practice: bool


def homes_in(root: Path) -> tuple[HomeCard, ...]:
    """The homes in a folder of homes, by label; a folder whose slots cannot be read is passed over."""
    found = []
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        with suppress(UserError):
            known = homes.read_slots(HomeFolder(folder))
            found.append(HomeCard(folder, str(known.get("label", "")), known.get("practice") is True))
    return tuple(sorted(found, key=lambda card: (card.label.casefold(), card.folder.name)))
