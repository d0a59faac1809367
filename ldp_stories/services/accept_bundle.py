"""Add a proved bundle: orders first, then each line as carriage, role and consent allow, its media and a signed receipt, all at once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ldp_stories.bundles.envelope import Envelope
from ldp_stories.bundles.receipts import Outcome, check_receipt, make_receipt
from ldp_stories.bundles.verified import VerifiedBundle
from ldp_stories.domain.numbers import Number
from ldp_stories.domain.orders import Order, wishes
from ldp_stories.domain.receipts import Receipt
from ldp_stories.domain.revisions import Revision
from ldp_stories.errors import UserError
from ldp_stories.services.ask_resend import keep_requests
from ldp_stories.services.begin_again import SetBack, before_lines, begin_again, heard_of_oneself
from ldp_stories.services.count_left import keep_left
from ldp_stories.services.fit_role import fit_role
from ldp_stories.services.give_twins import give_twins_if_room
from ldp_stories.services.heard_since import Heard
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.judge_lines import E_CARRY, E_ROLE
from ldp_stories.services.keep_slices import join_if_room, note_tables
from ldp_stories.services.let_in_lines import CrowdedError, LetIn, TakenBack, in_chunks, let_in
from ldp_stories.services.make_searchable import not_searchable_yet
from ldp_stories.services.order_rights import grant_waiting, has_right, signed_by_its_author
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.prove_recovery import keep_slots
from ldp_stories.services.renew_receipts import renew, take_back
from ldp_stories.services.settle_wishes import settle_rulings
from ldp_stories.services.stage_bundle import HomeStaging
from ldp_stories.store import (
    facts,
    let_go,
    media,
    numbers,
    order_book,
    orders,
    people,
    sent,
    slices,
)
from ldp_stories.store import taken_back as taken_back_store
from ldp_stories.store.newest_epochs import came_further, newest_epochs

CAME_AGAIN: Final = "came again"
"""The local fact that counts files brought in a second time: bundle -> [how often, when last]; a coordinator sees it (odd_files.py)."""
_MANY: Final = 10_000
"""So many lines are worth more memory while they are brought in."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of it: lines new and had, lines left out with their codes, media held and still waited for, and our receipt's id.

    `again`: the same bundle was brought in before and nothing changed. `stories` are the records touched, `known` those of them that were
    here before; from those in `masked_since` words went that were here before, because they were masked or changed. `taken_back` counts the
    things that were left out because their teller took them back. `media` counts the sounds and files that were in it, here before or not;
    `things` what a person would count: stories and sounds, else lines. `heard`: of how many stories that were here it was told that they
    were closed, put away or taken back, or not any more. `set_back`: this notebook noticed that it had been set back. `answers`: how many
    of our own files are now known to have come; `turned_away`: how many lines of them were left out there because our role may not write
    them; `wishes`: how many things were asked of us. `orders`: how many wishes of tellers were carried out,
    `cleared`: how many orders about what was thrown away or kept long enough; `later`: words that came are found by searching a moment later
    (make_searchable.py).
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
    known: tuple[str, ...] = ()
    masked_since: tuple[str, ...] = ()
    taken_back: int = 0
    media: int = 0
    things: int = 0
    heard: Heard = field(default_factory=Heard)
    set_back: SetBack | None = None
    answers: int = 0
    turned_away: int = 0
    wishes: int = 0
    cleared: int = 0
    later: bool = False


def accept_bundle(home: Home, verified: VerifiedBundle, progress: Progress = no_progress) -> Accepted:
    """Add everything that may enter, in one transaction; the staging is empty afterwards."""
    staging = verified.staging
    if not isinstance(staging, HomeStaging):
        raise TypeError("a bundle is accepted from the staging of a home")
    envelope = verified.envelope
    with home.main.read() as con:
        before = sent.received(con, envelope.bundle_id)
    if before is not None:
        _note_again(home, verified, before)
        return _again(home, verified)
    progress.report(1, 4)
    back = before_lines(home, verified.revisions()) if _carries_ours(home, envelope) else None
    done, fresh = _obey(home, list(verified.orders()))
    came, receipt = _take_all(home, verified, staging, done, progress)
    take_back(home, came.unheld)
    staging.settle()
    keep_slots(home, envelope.sender.device, verified.slots)
    gone = _grant(home, verified) or came.gone
    verified.close()
    join_if_room(home, progress)
    give_twins_if_room(home)
    renew(home)
    fit_role(home)
    return Accepted(
        bundle=envelope.bundle_id,
        new=came.new,
        had=came.had,
        refused=tuple(came.refused),
        held=len(receipt.held),
        waiting=len(receipt.waiting),
        orders=wishes(fresh),
        cleared=sum(not o.is_a_wish for o in fresh),
        receipt="" if envelope.sender.device == home.author.device else receipt.id,
        stories=tuple(sorted(came.touched)),
        known=tuple(sorted(came.touched - came.fresh)),
        masked_since=came.words_went,
        taken_back=_left_out(home, verified, gone),
        media=len(verified.media),
        things=came.stories + len(verified.media) or came.lines,
        heard=came.heard,
        set_back=begin_again(home) or back,
        answers=came.answers,
        turned_away=came.turned_away,
        wishes=came.wishes,
        later=not_searchable_yet(home) > 0,
    )


def _turned_away(answers: Iterable[Receipt]) -> int:
    """How many lines somebody left out because whoever sent them may not write or carry them."""
    return len({line for r in answers for line, code in r.refused if code in (E_ROLE, E_CARRY)})


def _looks_set_back(con: Connection, envelope: Envelope) -> bool:
    """Whether a sender counts on from earlier than what came before, as a laptop does that was set back, and a file that comes late."""
    device, epoch, thread = envelope.sender.device, envelope.sender.epoch, envelope.thread
    if epoch < newest_epochs(con).get(device, 1):
        return True
    return thread is not None and came_further(con, device, epoch, thread.to, thread.n, envelope.part.group)


def _carries_ours(home: Home, envelope: Envelope) -> bool:
    """Whether lines that were written on this notebook are in it."""
    return any(Number(dev, 1).device == home.author.device for dev in envelope.carries)


def _take_all(
    home: Home, verified: VerifiedBundle, staging: HomeStaging, done: tuple[str, ...], progress: Progress
) -> tuple[LetIn, Receipt]:
    """The one transaction. Were a thing to stand in too many versions side by side, it is undone and done again without that thing's lines."""
    without: frozenset[str] = frozenset()
    while True:
        try:
            with home.main.write(bulk=verified.envelope.counts.revisions > _MANY) as con:
                came = let_in(con, home, verified, without)
                progress.report(2, 4)
                return came, _keep_rest(con, home, verified, staging, came, done)
        except CrowdedError as crowd:
            without |= crowd.ents


def _keep_rest(
    con: Connection,
    home: Home,
    verified: VerifiedBundle,
    staging: HomeStaging,
    came: LetIn,
    done: tuple[str, ...],
) -> Receipt:
    """Once the lines are in: the media, other people's receipts and our own, and what the sender said beside."""
    envelope = verified.envelope
    came.refused[:0] = verified.refused
    taken_back_store.sweep_media(con, slices.with_pieces(con, came.never))
    wanted = _keep_all_media(con, staging, slices.with_pieces(con, came.shut), envelope)
    true = _true_receipts(con, list(verified.receipts()))
    sent.add_receipts(con, true, home.label())
    heard_of_oneself(con, home, (r.epoch for r in true if r.device == home.author.device))
    mine = {s.bundle for s in sent.all_sent(con)}
    came.answers = len({r.bundle for r in true} & mine)
    came.turned_away = _turned_away(r for r in true if r.bundle in mine)
    held, waiting = _media_state(con, came.brought | wanted)
    receipt = _receipt(
        home,
        verified,
        Outcome(
            held=held,
            waiting=waiting,
            had=came.had,
            new=came.new,
            refused=came.refused,
            orders_done=done,
            taken=numbers.taken(con),
            last=numbers.last_of(con, envelope.sender.device) if _looks_set_back(con, envelope) else (),
        ),
    )
    own = envelope.sender.device == home.author.device
    if not own:  # a bundle that comes back to where it was made is no copy elsewhere
        sent.add_receipts(con, [receipt], home.label())
    elif sent.sent(con, envelope.bundle_id) is None:
        heard_of_oneself(con, home, [envelope.sender.epoch])
    sent.record_received(con, _received(verified))
    if not own:
        keep_left(con, envelope)
    came.wishes = keep_requests(con, home, verified)
    return receipt


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


def _grant(home: Home, verified: VerifiedBundle) -> set[str]:
    """Carry out wishes whose right is clear only now that the people in the bundle are known; the things they keep out."""
    if not grant_waiting(home):
        return set()
    with home.main.write() as con:
        back = _taken_back(con, verified)
        taken_back_store.sweep_media(con, slices.with_pieces(con, back.hashes))
    return back.ents


def _taken_back(con: Connection, verified: VerifiedBundle) -> TakenBack:
    """The lines of a bundle that orders known here keep out."""
    found, rules = TakenBack(), orders.coverage(con)
    for chunk in in_chunks(verified.revisions()):
        found.add(con, chunk, rules)
    return found


def taken_back(con: Connection, lines: Sequence[Revision]) -> tuple[Revision, ...]:
    """The lines whose words an order known here keeps out."""
    rules = orders.coverage(con)
    return tuple(r for r in lines if r.body is not None and rules.of(r) is not None)


def _left_out(home: Home, verified: VerifiedBundle, gone: Collection[str]) -> int:
    """How many things of a bundle were left out because they were taken back: what its lines are about, and its media."""
    with home.main.read() as con:
        erased = orders.erased_media(con, [m.sha256 for m in verified.media])
    return len(gone) + len(erased)


def _note_again(home: Home, verified: VerifiedBundle, before: sent.Received) -> None:
    """Count a repetition, so that a coordinator can see it. UserError SAME_NAME when another file came under the same name."""
    envelope = verified.envelope
    if verified.tagmanifest_sha256 != before.tagmanifest:
        with home.main.read() as con:
            member = people.member_of_device(con, envelope.sender.device)
            name = home.shown_member(con, member.id) if member is not None else "?"
        raise UserError("SAME_NAME", name=name)
    if envelope.sender.device != home.author.device:
        with home.main.write() as con:
            known = facts.load(con, CAME_AGAIN) or {}
            often = int(known.get(envelope.bundle_id, [0, ""])[0]) + 1
            facts.save(con, CAME_AGAIN, {**known, envelope.bundle_id: [often, home.label()]})


def _again(home: Home, verified: VerifiedBundle) -> Accepted:
    """A repetition changes nothing; the receipt that was signed then is given again with the next bundle."""
    ident = verified.envelope.bundle_id
    stories: set[str] = set()
    number = 0
    for line in verified.revisions():
        number += 1
        if line.kind == "record":
            stories.add(line.ent)
    with home.main.read() as con:
        mine = [r for r in sent.receipts(con, ident) if r.device == home.author.device]
        gone = _taken_back(con, verified).ents
    verified.discard()
    receipt = mine[-1].id if mine else ""
    return Accepted(
        ident,
        0,
        number,
        (),
        0,
        0,
        0,
        receipt,
        again=True,
        taken_back=_left_out(home, verified, gone),
        media=len(verified.media),
        things=len(stories) + len(verified.media) or number,
    )


def _obey(home: Home, given: Sequence[Order]) -> tuple[tuple[str, ...], list[Order]]:
    """Keep the truly signed orders, carry out those whose author had the right, before any line enters; those confirmed, and the new ones.

    An order about what never came here is confirmed too: there is nothing of it to take out, so nobody needs to wait for this laptop.
    """
    with home.main.read() as con:
        known = {o.id for o in orders.all_orders(con)}
        signed = [o for o in given if signed_by_its_author(con, o)]
        without_right = [o.id for o in signed if not has_right(con, o)]
        nothing = {o.id for o in signed if o.id in without_right and orders.touches_nothing(con, o)}
    mine = [o for o in signed if o.device == home.author.device and o.id not in known]
    if mine:
        with home.main.write() as con:
            heard_of_oneself(con, home, (Number(o.by, 1).epoch for o in mine))
    if signed:
        order_book.obey(
            home.main, home.stores.orders, signed, without_right=without_right, at_label=home.label()
        )
        settle_rulings(home)
    done = tuple(o.id for o in signed if o.id not in without_right or o.id in nothing)
    fresh = [o for o in signed if o.id in {*done} - known - nothing]
    return done, fresh


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


def _media_state(con: Connection, named: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Of the renditions that lines named or that came: which are here now, and which are still waited for."""
    held, waiting = set(), set()
    for sha256 in named:
        if media.is_here(con, sha256):
            held.add(sha256)
        elif any(medium.playable is None for medium in media.by_sha256(con, sha256)):
            waiting.add(sha256)
    return frozenset(held), frozenset(waiting)


def _true_receipts(con: Connection, given: Sequence[Receipt]) -> list[Receipt]:
    """Those that are new here and whose own signature is by a device of the roster; every bundle carries all receipts ever signed."""
    true = []
    known = sent.receipt_ids(con)
    devices = {d.id: d for d in people.devices(con)}
    for receipt in given:
        if receipt.id in known:
            continue
        device = devices.get(receipt.device)
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
