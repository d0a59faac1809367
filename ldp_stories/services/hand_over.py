"""Hand private cards over to a custodian: a bundle of kind identity, for custodians' devices and the sender's own, and nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ldp_stories import __version__
from ldp_stories.bundles.envelope import Kind, Part, Previous, Thread
from ldp_stories.bundles.names import new_bundle_id
from ldp_stories.bundles.plan import BundlePlan
from ldp_stories.bundles.writer import write_bundle
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.programme import Device, Member
from ldp_stories.domain.revisions import Revision
from ldp_stories.domain.roles import Extra
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.contact_cards import cards_to_go, is_custodian, may_keep
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.identity_session import IdentitySession
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.six_words import words_of_key
from ldp_stories.store import identity, ledger, orders, people, programme, sent

THREAD = "custodians"


@dataclass(frozen=True, slots=True)
class Custodian:
    """Somebody who looks after private cards: a member of the roster, their six words, and whether anything was sent to them before."""

    member: str
    name: str
    words: tuple[str, ...]
    new: bool


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A finished hand-over: its file, and of how many people it holds the cards."""

    path: Path
    bundle: str
    people: int


def custodians(home: Home) -> tuple[Custodian, ...]:
    """Everybody else who looks after private cards today and has a laptop in the roster."""
    with home.main.read() as con:
        return tuple(
            Custodian(
                member.id,
                home.shown_member(con, member.id),
                words_of_key(home.machine, devices[0].sign_key),
                not sent.all_sent(con, _thread(member)),
            )
            for member in people.members(con)
            if member.id != home.member
            and _looks_after(home, member)
            and (devices := _active(con, member.id))
        )


def _looks_after(home: Home, member: Member) -> bool:
    today = home.today().isoformat()
    return any(
        Extra.CUSTODIAN in t.extra and t.start <= today and (t.end is None or today <= t.end)
        for t in member.roles
    )


def _active(con: Connection, member: str) -> list[Device]:
    return [d for d in people.devices(con, member) if d.status == "active"]


def _thread(member: Member) -> str:
    return f"{THREAD}/{member.code}"


def hand_over(
    session: IdentitySession,
    participants: Sequence[str],
    to: str,
    folder: Path,
    *,
    first_word: str = "",
    progress: Progress = no_progress,
) -> HandedOver:
    """Pack the identity items of some people for one custodian (member id `to`) into `folder`.

    UserError NO_CUSTODIAN for anybody else, NO_FOLDER, IDENTITY_CLOSED, and as `pack`; Refused NOT_YOUR_ROLE for people who are not one's
    own, FIRST_WORD the first time, NOTHING_TO_SEND.
    """
    home = session.home
    if not folder.is_dir():
        raise UserError("NO_FOLDER", folder=str(folder))
    found = next((c for c in custodians(home) if c.member == to), None)
    if found is None:
        raise UserError("NO_CUSTODIAN", name=_name(home, to))
    if found.new and first_word.strip().casefold() != found.words[0]:
        raise Refused("FIRST_WORD", name=found.name)
    with home.main.read() as con:
        if not all(may_keep(home, con, p) for p in participants):
            raise Refused("NOT_YOUR_ROLE")
        member = people.member(con, to)
        devices = _active(con, to)
        have = sent.receipted(con, [d.id for d in devices])[0]
    lines = [r for r in _lines(session, participants, to) if r.id not in have]
    if not lines or member is None:
        raise Refused("NOTHING_TO_SEND", name=found.name)
    return _write(home, lines, member, devices, folder, progress)


def _name(home: Home, member: str) -> str:
    with home.main.read() as con:
        return home.shown_member(con, member) or member


def _lines(session: IdentitySession, participants: Sequence[str], to: str) -> list[Revision]:
    """Everything about these people in the identity store, with a note of the hand-over itself."""
    home = session.home
    with session.store() as store, store.write() as con:
        for person in participants:
            has_card = identity.contact_card(con, person) is not None
            if has_card and to not in identity.handed_to(con, person):
                sets = {"participant": person, "to": to}
                home.put(con, "handover", new_id(), sets=sets, subj=[person], stream="i")
        ents = {e for person in participants for e in identity.about(con, person)}
        found = list(ledger.revisions(con, ents=sorted(ents)))
    own = home.own_devices()
    passes_on = is_custodian(home) or cards_to_go(home) is not None
    return [r for r in found if r.device in own or passes_on]


def _write(
    home: Home,
    lines: Sequence[Revision],
    member: Member,
    devices: Sequence[Device],
    folder: Path,
    progress: Progress,
) -> HandedOver:
    thread = _thread(member)
    with home.main.read() as con:
        n, before = sent.thread(con, thread)
        receipts, all_orders = sent.receipts(con), orders.all_orders(con)
        privacy = programme.contacts(con).get("privacy", {})
        contact = " ".join(str(privacy.get(k) or "") for k in ("name", "phone")).strip()
    plan = BundlePlan(
        kind=Kind.IDENTITY,
        project=home.programme().id,
        practice=home.practice,
        device=home.author.device,
        epoch=home.author.epoch,
        part=Part(new_bundle_id()),
        made_at_label=home.label(),
        app=__version__,
        contact=contact,
        thread=Thread(thread, n, Previous(before.bundle, before.tagmanifest) if before else None),
        orders=all_orders,
        receipts=receipts,
        revisions=tuple(lines),
    )
    ages = [d.age_recipient for d in devices]
    made = write_bundle(folder, plan, keys=home.keys, recipients=ages, progress=progress.report)
    facts = sent.Sent(
        bundle=made.bundle_id,
        to=thread,
        n=n,
        tagmanifest=made.tagmanifest_sha256,
        kind=Kind.IDENTITY.value,
        group=plan.part.group,
        part=1,
        parts=1,
        bytes=made.size,
        name=made.path.name,
        at_label=home.label(),
    )
    with home.main.write() as con:
        sent.record_sent(con, facts, [r.id for r in lines], made.media)
    return HandedOver(made.path, made.bundle_id, len({s for r in lines for s in r.subj}))
