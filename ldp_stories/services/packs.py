"""Read a programme file: prove it, decide whether its signer may be trusted, and bring its programme stream in (CONTRACTS.md 8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ldp_stories.bundles.envelope import Envelope
from ldp_stories.bundles.orders import check_order
from ldp_stories.bundles.reader import Signers, SignerVerdict, Standing, read_pack
from ldp_stories.bundles.staging import SpoolStaging
from ldp_stories.crypto.identities import raw_public
from ldp_stories.domain.orders import Order
from ldp_stories.domain.programme import missing_parts
from ldp_stories.domain.revisions import Revision, view_entity
from ldp_stories.domain.roles import Role, roles_on
from ldp_stories.errors import UserError
from ldp_stories.services.founding import Founding
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.required_parts import filled_parts
from ldp_stories.services.settle_wishes import settle_rulings
from ldp_stories.store import facts, ledger, numbers, order_book, people

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PackRead:
    """A pack that was proved: its envelope, the key that signed it, its lines, and its entities by kind as (id, fields)."""

    envelope: Envelope
    tagmanifest: str
    signer_key: str
    revisions: tuple[Revision, ...]
    orders: tuple[Order, ...]
    entities: Mapping[str, tuple[tuple[str, Fields], ...]]

    @property
    def programme(self) -> Fields:
        """The programme's own fields; UserError NOT_A_PACK when it has none."""
        found = self.entities.get("programme", ())
        if not found:
            raise UserError("NOT_A_PACK")
        return found[0][1]

    @property
    def founding(self) -> Founding:
        """The founding statement; UserError NOT_A_PACK when it is not the one the pack is named by."""
        made = Founding.of(self.programme)
        if made.programme_id != self.envelope.project:
            raise UserError("NOT_A_PACK")
        return made

    @property
    def missing(self) -> tuple[str, ...]:
        """Required parts it lacks."""
        return missing_parts(filled_parts(self.entities))


def read(
    path: Path,
    machine: Machine,
    signers: Signers,
    *,
    project: str | None = None,
    practice: bool | None = None,
    identities: Sequence[str] = (),
) -> PackRead:
    """Prove a pack and read its lines. UserError NOT_A_PACK, DAMAGED and the other refusals of a bundle, UNKNOWN_SIGNER by `signers`.

    `identities` open one that is kept apart, sealed to this notebook.
    """
    machine.state_folder.mkdir(parents=True, exist_ok=True)
    staging = SpoolStaging(machine.state_folder)
    found = read_pack(
        path, staging, signers=signers, project=project, practice=practice, identities=identities
    )
    try:
        revisions = tuple(r for r in found.revisions() if r.stream == "p")
        orders = tuple(found.orders())
    finally:
        found.close()
    return PackRead(
        found.envelope, found.tagmanifest_sha256, found.signer_key, revisions, orders, _entities(revisions)
    )


def _entities(revisions: tuple[Revision, ...]) -> dict[str, tuple[tuple[str, Fields], ...]]:
    groups: dict[str, list[Revision]] = {}
    for revision in revisions:
        groups.setdefault(revision.ent, []).append(revision)
    kinds: dict[str, list[tuple[str, Fields]]] = {}
    for ent, known in groups.items():
        view = view_entity(known)
        if not view.hidden:
            kinds.setdefault(view.kind, []).append((ent, {name: view.get(name) for name in view.fields}))
    return {kind: tuple(found) for kind, found in kinds.items()}


def read_first(path: Path, machine: Machine) -> PackRead:
    """A pack for a home that has none yet: its signer must be the founder, on whose key the six words stand. UserError PACK_UNTRUSTED."""
    pack = read(path, machine, lambda _, key: SignerVerdict(Standing.KNOWN, key))
    if raw_public(pack.founding.key) != raw_public(pack.signer_key):
        raise UserError("PACK_UNTRUSTED")
    return pack


def trusted_by(home: Home) -> Signers:
    """Whom this home believes about its programme: the founder, and every laptop of somebody who is a coordinator today."""

    def verdict(envelope: Envelope, key: str) -> SignerVerdict:
        founder = Founding.of(home.programme().terms).key
        if raw_public(founder) == raw_public(key):
            return SignerVerdict(Standing.KNOWN, founder)
        with home.main.read() as con:
            device = people.device(con, envelope.sender.device)
            member = people.member(con, device.member) if device else None
        if device is None or member is None or Role.COORDINATOR not in roles_on(member.roles, home.today()):
            return SignerVerdict(Standing.UNKNOWN)
        standing = Standing.KNOWN if device.status == "active" else Standing.REVOKED
        return SignerVerdict(standing, device.sign_key)

    return verdict


def bring_in(home: Home, pack: PackRead) -> int:
    """Write the pack's lines and orders; the number of new lines. Bringing it in twice changes nothing."""
    with home.main.write() as con:
        result = ledger.insert(con, pack.revisions, bundle=pack.envelope.bundle_id)
        for line, bundle in numbers.freed(con, "p"):
            ledger.insert(con, [line], bundle=bundle)
        if result.new or not facts.load(con, "pack"):
            facts.save(con, "pack", pack.tagmanifest)
    _obey(home, pack.orders)
    settle_rulings(home)
    return result.new


def _obey(home: Home, orders: tuple[Order, ...]) -> None:
    """Carry out the orders whose own signature a coordinator of the roster made; others wait for the coordinator's import."""
    with home.main.read() as con:
        given = [o for o in orders if _by_coordinator(con, o)]
    if given:
        order_book.obey(home.main, home.stores.orders, given, at_label=home.label())


def _by_coordinator(con: Any, order: Order) -> bool:
    device = people.device(con, order.device)
    member = people.member(con, device.member) if device else None
    held = member is not None and any(term.role is Role.COORDINATOR for term in member.roles)
    return device is not None and held and check_order(order, device.sign_key)
