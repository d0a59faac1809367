"""Write the parts of a sending one after the other; each counts as packed only when it stands at its place and was read back there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ldp_stories.bundles.envelope import Part, Previous, Thread
from ldp_stories.bundles.names import new_bundle_id, outer_name
from ldp_stories.bundles.plan import BundlePlan
from ldp_stories.bundles.writer import WrittenBundle, write_bundle
from ldp_stories.domain.held_files import take_away
from ldp_stories.domain.orders import Order
from ldp_stories.domain.receipts import Receipt, Request
from ldp_stories.errors import UserError
from ldp_stories.services.address_bundle import address, recovery_recipient
from ldp_stories.services.fill_parts import Filled, FilledPart, fill
from ldp_stories.services.home import Home
from ldp_stories.services.plan_bundle import SendPlan
from ldp_stories.services.progress import Progress
from ldp_stories.services.worth_sending import CARRIED
from ldp_stories.store import desk, orders, requests, sendings, sent

Deliver = Callable[[Path], object]
"""Takes a finished, proved file on (to a server, say); raises when it did not get there whole."""
_LINE = 1_000


@dataclass(frozen=True, slots=True)
class Around:
    """What stands in every part: the envelope's facts, all orders, the receipts and requests being carried, the keys to seal to."""

    base: BundlePlan
    orders: tuple[Order, ...]
    receipts: tuple[Receipt, ...]
    requests: tuple[Request, ...]
    ages: tuple[str, ...]

    @property
    def text_bytes(self) -> int:
        """About how large the lines are that stand in every part."""
        return _LINE * (len(self.orders) + len(self.receipts) + len(self.requests))

    @property
    def carried(self) -> list[str]:
        """The ids of receipts, requests and orders."""
        wishes = [*(r.id for r in self.requests), *(o.id for o in self.orders)]
        return [*(r.id for r in self.receipts), *wishes]


def around(home: Home, planned: SendPlan) -> Around:
    """What stands in every part of a sending that is made now."""
    with home.main.read() as con:
        recovery = recovery_recipient(con)
        asked = [a for a in requests.all_of(con, ours=True) if a.device in planned.to.devices]
        return Around(
            base=address(con, home, planned),
            orders=orders.all_orders(con),
            receipts=sent.receipts(con),
            requests=tuple(a.request for a in asked),
            ages=(*planned.to.ages, *([recovery] if recovery else [])),
        )


def write_parts(
    home: Home,
    planned: SendPlan,
    folder: Path,
    part_bytes: int,
    progress: Progress,
    deliver: Deliver | None = None,
) -> list[WrittenBundle]:
    """Make every part that is left. Stopped or failed in between, the parts before stay packed and the rest is carried on next time."""
    about = around(home, planned)
    filled = fill(home, planned, part_bytes, about.text_bytes)
    written = []
    for at, part in enumerate(filled.parts):
        share = _share(progress, at, len(filled.parts))
        made = write_part(home, planned, about, filled, part, folder, share)
        if deliver is not None:
            hand_over(made.path, deliver)
        note(home, planned, made, part, about.carried)
        written.append(made)
    return written


def write_part(
    home: Home,
    planned: SendPlan,
    about: Around,
    filled: Filled,
    part: FilledPart,
    folder: Path,
    progress: Callable[[int, int], None],
    *,
    instead: sent.Sent | None = None,
) -> WrittenBundle:
    """Write one part and read it back; `instead` of a part that was lost, it takes that one's number in the thread."""
    with home.main.read() as con:
        n, before = sent.thread(con, planned.to.thread)
        if instead is not None:
            n = instead.n
            before = next((s for s in sent.all_sent(con, planned.to.thread) if s.n == n - 1), None)
    previous = Previous(before.bundle, before.tagmanifest) if before else None
    mine = frozenset(item.sha256 for item in part.media)
    plan = replace(
        about.base,
        part=Part(filled.group, part.number, filled.total),
        thread=Thread(planned.to.thread, n, previous),
        orders=about.orders,
        receipts=about.receipts,
        requests=about.requests,
        revisions=part.revisions,
        media=part.media,
        slices=filled.slices,
        media_elsewhere=tuple(sorted(filled.hashes - mine)),
        offers=("media-pending",) if filled.hashes else (),
    )
    name = outer_name(filled.group, part.number, filled.total)
    if (folder / name).exists():  # a damaged part made again: nothing is overwritten
        name = outer_name(new_bundle_id(), part.number, filled.total)
    return write_bundle(folder, plan, keys=home.keys, recipients=about.ages, progress=progress, name=name)


def hand_over(path: Path, deliver: Deliver) -> None:
    """Deliver a finished file and take the local one away, whether it got there or not: it can be made again at any time."""
    try:
        deliver(path)
    finally:
        take_away(path)


def note(
    home: Home, planned: SendPlan, made: WrittenBundle, part: FilledPart, carried: Sequence[str]
) -> None:
    """Remember a part that stands at its place: what is in it, and that what it carries is on its way."""
    envelope = made.envelope
    if envelope.thread is None:
        raise UserError("NOT_A_BUNDLE")
    facts = sent.Sent(
        bundle=made.bundle_id,
        to=planned.to.thread,
        n=envelope.thread.n,
        tagmanifest=made.tagmanifest_sha256,
        kind=envelope.kind.value,
        group=envelope.part.group,
        part=envelope.part.index,
        parts=envelope.part.of,
        bytes=made.size,
        name=made.path.name,
        at_label=home.label(),
    )
    with home.main.write() as con:
        bare = frozenset(r.id for r in part.revisions if r.body is None)
        sent.record_sent(con, facts, [r.id for r in part.revisions], made.media, bare)
        sendings.part_done(con, facts.group, facts.part, made.bundle_id)
    with home.desk.write() as con:
        desk.save(con, CARRIED + planned.to.thread, list(carried))


def _share(progress: Progress, at: int, total: int) -> Callable[[int, int], None]:
    """The progress of one part as a share of all parts."""

    def tell(done: int, whole: int) -> None:
        progress.report(at * 1000 + (1000 * done // whole if whole else 0), total * 1000)

    return tell
