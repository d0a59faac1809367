"""Add a proved bundle: orders first, then each line as carriage, role and consent allow, its media and a signed receipt, all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ldp_stories.bundles.envelope import Envelope, Kind
from ldp_stories.bundles.receipts import Outcome, check_receipt, make_receipt
from ldp_stories.bundles.verified import VerifiedBundle
from ldp_stories.domain.orders import Order
from ldp_stories.domain.receipts import Receipt
from ldp_stories.domain.revisions import Revision, parse_body
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.ask_resend import keep_requests
from ldp_stories.services.blind_marks import without_hidden_marks
from ldp_stories.services.contact_cards import is_custodian
from ldp_stories.services.count_left import keep_left
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.identity_session import put_away_lines
from ldp_stories.services.judge_lines import (
    Judged,
    Known,
    Sender,
    judge,
    of_record,
    without_crowded,
    without_permission,
)
from ldp_stories.services.keep_slices import join_if_room, note_tables
from ldp_stories.services.order_rights import grant_waiting, has_right, signed_by_its_author
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.prove_recovery import keep_slots
from ldp_stories.services.renew_receipts import renew
from ldp_stories.services.shut_records import CONTEXT_KINDS, shut_for_us
from ldp_stories.services.stage_bundle import HomeStaging
from ldp_stories.services.withhold_words import with_words, withhold_unread
from ldp_stories.store import (
    belonging,
    ledger,
    let_go,
    media,
    order_book,
    orders,
    people,
    records,
    sent,
    slices,
    unread,
)
from ldp_stories.store import taken_back as taken_back_store

_MANY: Final = 10_000
"""So many lines are worth more memory while they are brought in."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of it: lines new and had, lines left out with their codes, media held and still waited for, and our receipt's id.

    `again`: the same bundle was brought in before and nothing changed. `stories` are the records touched; from those in `masked_since`
    words went that were here before, because they were masked or changed. `taken_back` counts the
    things that were left out because their teller took them back. `media` counts
    the sounds and files that were in it, here before or not; `things` what a person would count: stories and sounds, else lines.
    """

    bundle: str
    new: int
    had: int
    refused: tuple[tuple[str, str], ...]
    held: int
    waiting: int
    orders: int
    receipt: str
    again: bool = False
    stories: tuple[str, ...] = ()
    masked_since: tuple[str, ...] = ()
    taken_back: int = 0
    media: int = 0
    things: int = 0


def accept_bundle(home: Home, verified: VerifiedBundle, progress: Progress = no_progress) -> Accepted:
    """Add everything that may enter, in one transaction; the staging is empty afterwards."""
    staging = verified.staging
    if not isinstance(staging, HomeStaging):
        raise TypeError("a bundle is accepted from the staging of a home")
    envelope = verified.envelope
    with home.main.read() as con:
        before = sent.received(con, envelope.bundle_id)
    lines = list(verified.revisions())
    if before is not None:
        return _again(home, verified, lines)
    progress.report(1, 4)
    done, fresh = _obey(home, list(verified.orders()))
    with home.main.write(bulk=len(lines) > _MANY) as con:
        judged, results = _insert_in_bounds(con, home, _judge(con, verified, lines), envelope)
        progress.report(2, 4)
        held_back = [(h.id, h.why) for result in results for h in result.held]
        unread.note(con, with_words(judged.accepted))
        not_read, masked_since = withhold_unread(home, con, judged.accepted)
        refused = [*verified.refused, *judged.refused, *held_back, *not_read]
        new, had = sum(r.new for r in results), sum(r.had for r in results)
        gone, never = _kept_out(con, lines)
        shut = _renditions_of(lines, {ident for ident, _ in refused}) | never
        wanted = _keep_all_media(con, staging, shut, envelope)
        sent.add_receipts(con, _true_receipts(con, list(verified.receipts())), home.label())
        progress.report(3, 4)
        held, waiting = _media_state(con, judged.accepted, wanted)
        outcome = Outcome(held=held, waiting=waiting, had=had, new=new, refused=refused, orders_done=done)
        receipt = _receipt(home, verified, outcome)
        own = envelope.sender.device == home.author.device
        if not own:  # a bundle that comes back to where it was made is no copy elsewhere
            sent.add_receipts(con, [receipt], home.label())
        sent.record_received(con, _received(verified))
        if not own:
            keep_left(con, envelope)
        touched = belonging.records_of(con, {r.ent for r in judged.accepted})
        keep_requests(con, home, verified)
    verified.close()
    staging.settle()
    keep_slots(home, envelope.sender.device, verified.slots)
    gone = _grant(home, lines) or gone
    join_if_room(home, progress)
    renew(home)
    return Accepted(
        bundle=envelope.bundle_id,
        new=new,
        had=had,
        refused=tuple(refused),
        held=len(tuple(held)),
        waiting=len(tuple(waiting)),
        orders=fresh,
        receipt="" if own else receipt.id,
        stories=tuple(sorted(set(touched.values()))),
        masked_since=masked_since,
        taken_back=_left_out(home, verified, gone),
        media=len(verified.media),
        things=_things(verified, lines),
    )


def _receipt(home: Home, verified: VerifiedBundle, outcome: Outcome) -> Receipt:
    by = f"{home.author.device}.{home.author.epoch}"
    ident, manifest = verified.envelope.bundle_id, verified.tagmanifest_sha256
    return make_receipt(ident, manifest, outcome, by=by, keys=home.keys)


def _keep_all_media(
    con: Connection, staging: HomeStaging, shut: frozenset[str], envelope: Envelope
) -> frozenset[str]:
    """Keep what came, whole files and slices, and give both to their medium as far as it is known; the hashes."""
    note_tables(con, envelope.slices)
    kept = _keep_media(con, staging, shut) | media.adopt(con)
    slices.adopt(con)
    return kept


def _grant(home: Home, lines: Sequence[Revision]) -> tuple[Revision, ...]:
    """Carry out wishes whose right is clear only now that the people in the bundle are known; the lines they keep out."""
    if not grant_waiting(home):
        return ()
    with home.main.write() as con:
        return _kept_out(con, lines)[0]


def _kept_out(con: Connection, lines: Sequence[Revision]) -> tuple[tuple[Revision, ...], frozenset[str]]:
    """The lines that were taken back and the hashes of their media; bytes of those that came before are shredded."""
    gone = taken_back(con, lines)
    never = slices.with_pieces(con, _renditions_of(lines, {r.id for r in gone}))
    taken_back_store.sweep_media(con, never)
    return gone, never


def taken_back(con: Connection, lines: Sequence[Revision]) -> tuple[Revision, ...]:
    """The lines whose words an order known here keeps out."""
    rules = orders.coverage(con)
    return tuple(r for r in lines if r.body is not None and rules.of(r) is not None)


def _left_out(home: Home, verified: VerifiedBundle, gone: Sequence[Revision]) -> int:
    """How many things of a bundle were left out because they were taken back: what its lines are about, and its media."""
    with home.main.read() as con:
        erased = orders.erased_media(con, [m.sha256 for m in verified.media])
    return len({r.ent for r in gone}) + len(erased)


def _again(home: Home, verified: VerifiedBundle, lines: Sequence[Revision]) -> Accepted:
    """A repetition changes nothing; the receipt that was signed then is given again with the next bundle."""
    ident = verified.envelope.bundle_id
    verified.discard()
    with home.main.read() as con:
        mine = [r for r in sent.receipts(con, ident) if r.device == home.author.device]
        gone = taken_back(con, lines)
    receipt = mine[-1].id if mine else ""
    things = _things(verified, lines)
    return Accepted(
        ident,
        0,
        len(lines),
        (),
        0,
        0,
        0,
        receipt,
        again=True,
        taken_back=_left_out(home, verified, gone),
        media=len(verified.media),
        things=things,
    )


def _things(verified: VerifiedBundle, lines: Sequence[Revision]) -> int:
    """Stories and sounds in a bundle; of one without either, its lines."""
    return len({r.ent for r in lines if r.kind == "record"}) + len(verified.media) or len(lines)


def _obey(home: Home, given: Sequence[Order]) -> tuple[tuple[str, ...], int]:
    """Keep the truly signed orders, carry out those whose author had the right, before any line enters; their ids, how many are new."""
    with home.main.read() as con:
        known = {o.id for o in orders.all_orders(con)}
        signed = [o for o in given if signed_by_its_author(con, o)]
        without_right = [o.id for o in signed if not has_right(con, o)]
    if signed:
        order_book.obey(
            home.main, home.stores.orders, signed, without_right=without_right, at_label=home.label()
        )
    done = tuple(o.id for o in signed if o.id not in without_right)
    return done, len(set(done) - known)


def _roles_ever(con: Connection, device: str) -> frozenset[Role]:
    """All roles its owner ever held: a line is judged by what its author was, never by today's date."""
    member = people.member_of_device(con, device)
    return frozenset(t.role for t in member.roles) if member else frozenset()


def _owner(con: Connection, device: str) -> str | None:
    member = people.member_of_device(con, device)
    return member.id if member else None


def _judge(con: Connection, verified: VerifiedBundle, lines: Sequence[Revision]) -> Judged:
    known_began = belonging.began(con, {r.ent for r in lines})
    roles: dict[str, frozenset[Role]] = {}
    owners: dict[str, str | None] = {}

    def roles_of(device: str) -> frozenset[Role]:
        return roles.setdefault(device, _roles_ever(con, device))

    def owner_of(device: str) -> str | None:
        if device not in owners:
            owners[device] = _owner(con, device)
        return owners[device]

    shut = records.closed(con, {r.ent for r in lines if r.kind == "record"})

    device = verified.envelope.sender.device
    sender = Sender(device, roles_of(device), verified.envelope.kind.value)
    return judge(lines, sender, Known(roles_of, owner_of, known_began.get, shut.__contains__), proved=True)


def _insert_in_bounds(
    con: Connection, home: Home, judged: Judged, envelope: Envelope
) -> tuple[Judged, list[ledger.InsertResult]]:
    """Insert; a thing that would stand in too many versions side by side gets none of this bundle's lines (BUNDLE.md 7)."""
    point = con.begin_nested()
    kept, results = _insert(con, home, judged, envelope)
    crowded = frozenset(ent for result in results for ent in result.crowded)
    if not crowded:
        point.commit()
        return kept, results
    point.rollback()
    return _insert(con, home, without_crowded(judged, crowded), envelope)


def _insert(
    con: Connection, home: Home, judged: Judged, envelope: Envelope
) -> tuple[Judged, list[ledger.InsertResult]]:
    """Bring in people, consent and encounters, then ask the gates, then the rest as far as they are open."""
    bundle = envelope.bundle_id
    if envelope.kind is Kind.IDENTITY:
        return judged, [_post_cards(con, home, judged.accepted)]
    context = [r for r in judged.accepted if r.kind in CONTEXT_KINDS]
    first = ledger.insert(con, context, bundle=bundle)
    hangs = of_record(judged, belonging.records_of(con, {r.ent for r in judged.accepted}).get)
    shut = shut_for_us(con, home, judged.accepted, frozenset(hangs.values()))
    kept = without_hidden_marks(con, home, without_permission(judged, hangs, shut))
    rest = [r for r in kept.accepted if r.kind not in CONTEXT_KINDS]
    return kept, [first, ledger.insert(con, rest, bundle=bundle)]


def _post_cards(con: Connection, home: Home, lines: Sequence[Revision]) -> ledger.InsertResult:
    """Identity items go into the letter box, sealed; a custodian's notebook alone takes them. UserError NOT_CUSTODIAN."""
    if not is_custodian(home):
        raise UserError("NOT_CUSTODIAN")
    put_away_lines(con, lines)
    return ledger.InsertResult(len(lines), 0, ())


def _renditions_of(lines: Sequence[Revision], chosen: set[str]) -> frozenset[str]:
    """The hashes of renditions that some lines bring."""
    bodies = [r.body for r in lines if r.kind == "media" and r.id in chosen and r.body is not None]
    return frozenset(sha256 for body in bodies for sha256 in parse_body(body).adds.get("renditions", {}))


def _keep_media(con: Connection, staging: HomeStaging, shut: frozenset[str]) -> frozenset[str]:
    """Commit the keys of media that are not here yet; those taken back, shut out or here already are thrown away. The hashes kept.

    Media whose medium has not come (it is in another part) wait in the vault until it does.
    """
    kept, unwanted = set(), set()
    for staged in staging.staged:
        whole = (slices.whole_of(con, staged.sha256) if staged.ext == "slice" else None) or staged.sha256
        known = {whole, staged.sha256}
        if any(media.is_here(con, one) for one in known) or orders.erased_media(con, known):
            unwanted.add(staged.sha256)
            continue
        owners = media.by_sha256(con, whole)
        if not owners and whole in shut:
            unwanted.add(staged.sha256)
            continue
        owner = owners[0].id if owners else ""
        media.keep_key(con, staged.item, staged.key, media=owner, sha256=staged.sha256, size=staged.size)
        kept.add(staged.sha256)
    staging.drop(frozenset(unwanted))
    let_go.came_back(con)
    return frozenset(kept)


def _media_state(
    con: Connection, lines: Sequence[Revision], kept: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Renditions named by these lines and those that came: which are here now, and which are still waited for."""
    named = set(kept)
    for line in lines:
        if line.kind == "media" and line.body is not None:
            named |= set(parse_body(line.body).adds.get("renditions", {}))
    held, waiting = set(), set()
    for sha256 in named:
        if media.is_here(con, sha256):
            held.add(sha256)
        elif any(medium.playable is None for medium in media.by_sha256(con, sha256)):
            waiting.add(sha256)
    return frozenset(held), frozenset(waiting)


def _true_receipts(con: Connection, given: Sequence[Receipt]) -> list[Receipt]:
    """Those whose own signature is by a device of the roster."""
    true = []
    for receipt in given:
        device = people.device(con, receipt.device)
        if device is not None and check_receipt(receipt, device.sign_key):
            true.append(receipt)
    return true


def _received(verified: VerifiedBundle) -> sent.Received:
    envelope = verified.envelope
    thread = envelope.thread
    return sent.Received(
        bundle=envelope.bundle_id,
        device=envelope.sender.device,
        epoch=envelope.sender.epoch,
        to=thread.to if thread else "",
        n=thread.n if thread else 0,
        prev=thread.prev.bundle_id if thread and thread.prev else "",
        tagmanifest=verified.tagmanifest_sha256,
        kind=envelope.kind.value,
        group=envelope.part.group,
        part=envelope.part.index,
        parts=envelope.part.of,
        at_label=envelope.made_at_label,
    )
