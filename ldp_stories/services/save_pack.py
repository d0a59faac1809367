"""Sign and save the programme file, and what a live one must not lack (CONTRACTS.md 8)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ldp_stories import __version__
from ldp_stories.bundles.allowed_signers import write_allowed_signers
from ldp_stories.bundles.envelope import Kind, Part
from ldp_stories.bundles.names import new_bundle_id
from ldp_stories.bundles.plan import BundlePlan
from ldp_stories.bundles.writer import write_pack
from ldp_stories.domain.programme import missing_parts
from ldp_stories.domain.revisions import Revision, parse_body
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.founding import Founding
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.required_parts import filled_parts, titles
from ldp_stories.store import facts, ledger, people, programme
from ldp_stories.store.numbers import SAVED_PACK

PACK_SUFFIX: Final = ".ldp-pack"


@dataclass(frozen=True, slots=True)
class SavedPack:
    """A programme file that was written and read back; the six words are read out to everybody who joins."""

    path: Path
    version: int
    words: tuple[str, ...]


def entities(con: Connection) -> dict[str, tuple[tuple[str, Any], ...]]:
    """The entities that the required parts stand in, by kind as (id, fields)."""
    found: dict[str, tuple[tuple[str, Any], ...]] = {
        kind: programme.raw(con, kind) for kind in ("programme", "consent_form", "contact", "recovery")
    }
    return found


def missing(home: Home) -> tuple[str, ...]:
    """Keys of the parts a live pack still lacks; empty for a practice programme, which may be used at once."""
    if home.practice:
        return ()
    with home.main.read() as con:
        return missing_parts(filled_parts(entities(con)))


def programme_words(home: Home) -> tuple[str, ...]:
    """The six words over the founding statement: what a coordinator reads out to people who join."""
    return home.machine.six_words(Founding.of(home.programme().terms).statement)


def save_pack(home: Home, folder: Path) -> SavedPack:
    """Sign and save the `.ldp-pack` in `folder`; its version goes up when anything changed since the last one.

    Refused PACK_NOT_READY (missing=) for a live pack with missing parts, NOT_YOUR_ROLE; UserError NO_FOLDER, FILE_EXISTS, NO_ROOM_THERE.
    """
    if Role.COORDINATOR not in home.roles():
        raise Refused("NOT_YOUR_ROLE")
    lacking = missing(home)
    if lacking:
        raise Refused("PACK_NOT_READY", missing=titles(lacking), parts=lacking)
    if not folder.is_dir():
        raise UserError("NO_FOLDER", folder=str(folder))
    _raise_version(home)
    facts_now = home.programme()
    with home.main.read() as con:
        lines = tuple(ledger.of_stream(con, "p"))
        orders = ledger.all_orders(con)
        devices = [(d.id, d.sign_key) for d in people.devices(con) if d.status == "active"]
    plan = BundlePlan(
        kind=Kind.PACK,
        project=facts_now.id,
        practice=home.practice,
        device=home.author.device,
        epoch=home.author.epoch,
        part=Part(new_bundle_id()),
        made_at_label=home.label(),
        app=__version__,
        contact=str(facts_now.terms.get("privacy_contact", "")),
        orders=orders,
        revisions=lines,
    )
    name = re.sub(r"[^a-z0-9]+", "-", facts_now.name.lower()).strip("-") or "programme"
    path = folder / f"{name}-{facts_now.version}{PACK_SUFFIX}"
    made = write_pack(path, plan, keys=home.keys, allowed_signers=write_allowed_signers(devices))
    with home.main.write() as con:
        facts.save(con, "pack", made.tagmanifest_sha256)
        facts.save(con, SAVED_PACK, [facts_now.version, _said(lines)])
    return SavedPack(path, facts_now.version, programme_words(home))


def _raise_version(home: Home) -> None:
    """One more when the programme stream has grown since the last pack that was saved here."""
    with home.main.write() as con:
        known = facts.load(con, SAVED_PACK)
        if isinstance(known, list) and known[1] != _said(ledger.of_stream(con, "p")):
            version = home.programme().version + 1
            home.put(con, "programme", home.programme_entity, sets={"version": version})


def _said(lines: Iterable[Revision]) -> int:
    """How many lines say more than a version: else two coordinators would count each other's versions up for ever."""
    return sum(r.kind != "programme" or set(_sets(r)) != {"version"} for r in lines)


def _sets(line: Revision) -> Mapping[str, object]:
    return parse_body(line.body).sets if line.body is not None else {}
