"""Pack what somebody is owed into sealed, signed parts, proved by reading them back; only then it counts as packed (BUNDLE.md 6)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ldp_stories import __version__
from ldp_stories.bundles import parts as sharing
from ldp_stories.bundles.envelope import Join, Kind, Part, Previous, Statement, Thread
from ldp_stories.bundles.names import new_bundle_id
from ldp_stories.bundles.plan import BundlePlan, MediaItem, MediaSource
from ldp_stories.bundles.writer import WrittenBundle, write_bundle
from ldp_stories.domain.media import Media, Rendition
from ldp_stories.domain.revisions import Revision
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.hide_old_words import restate, without_old_words
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.keep_sound import make_master, make_small
from ldp_stories.services.open_home import recovery_slot
from ldp_stories.services.plan_bundle import SendPlan, plan
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.recipients import recipient_named
from ldp_stories.services.release_words import pass_on
from ldp_stories.services.set_up_programme import save_pack
from ldp_stories.services.withhold_words import for_evaluators
from ldp_stories.store import belonging, desk, ledger, media, orders, people, programme, records, sent
from ldp_stories.store.vault_reader import VaultReader

_LIMITS = {
    "stick": sharing.STICK_PART,
    "network": sharing.NETWORK_PART,
    "mail": sharing.MAIL_PART,
}


_CARRIED = "carried:"


@dataclass(frozen=True, slots=True)
class Packed:
    """A finished sending: its files, proved; `pack` is the newest programme file beside a return, when there is one."""

    paths: tuple[Path, ...]
    bundles: tuple[str, ...]
    stories: int
    recordings: int
    bytes: int
    pack: Path | None = None


def pack(
    home: Home,
    to_key: str,
    folder: Path,
    *,
    profile: str = "stick",
    first_word: str = "",
    progress: Progress = no_progress,
) -> Packed:
    """Write what `to_key` is owed into `folder`.

    The first sending to somebody needs the first of their six words, as they say it (Refused FIRST_WORD). Refused NOTHING_TO_SEND;
    UserError NO_FOLDER, NO_ROOM_THERE, DISK_TROUBLE, READ_BACK_FAILED: nothing counts as packed then, and nothing half-written stays.
    """
    if not folder.is_dir():
        raise UserError("NO_FOLDER", folder=str(folder))
    to = recipient_named(home, to_key)
    if to.new and first_word.strip().casefold() != to.words[0]:
        raise Refused("FIRST_WORD", name=to.name)
    _get_ready(home, to_key, profile, progress)
    planned = _planned(home, to_key, profile)
    if planned.empty and not _has_news(home, planned):
        raise Refused("NOTHING_TO_SEND", name=to.name)
    written = _write_parts(home, planned, folder, progress)
    beside = _pack_beside(home, folder) if _sends_pack(home, planned) else None
    return Packed(
        paths=tuple(w.path for w in written),
        bundles=tuple(w.bundle_id for w in written),
        stories=planned.stories,
        recordings=planned.recordings,
        bytes=sum(w.size for w in written),
        pack=beside,
    )


def _get_ready(home: Home, to_key: str, profile: str, progress: Progress) -> None:
    """Make masters still to be made, and the small copies that mail and network want."""
    for medium in _waiting_media(home):
        make_master(home, medium, progress)
    if profile != "stick":
        for medium, _ in plan(home, to_key, "stick").renditions:
            make_small(home, medium, progress)


def _planned(home: Home, to_key: str, profile: str) -> SendPlan:
    """What is owed; to evaluators after everything that holds words written over later has been said again without them."""
    planned = plan(home, to_key, profile)
    if planned.to.role is not Role.EVALUATOR:
        return planned
    with home.main.write() as con:
        restate(home, con, belonging.entities_of(con, planned.revisions))
        pass_on(home, con)
    return plan(home, to_key, profile)


def _waiting_media(home: Home) -> tuple[str, ...]:
    with home.main.read() as con:
        return media.without_hash(con)


def _has_news(home: Home, planned: SendPlan) -> bool:
    """Whether there is a receipt or an order that this addressee has not been sent; a receipt alone is worth a bundle."""
    with home.main.read() as con:
        last = sent.all_sent(con, planned.to.thread)
        mine = [r for r in sent.receipts(con) if r.device == home.author.device]
        asked = {r.bundle for r in sent.all_received(con) if r.device in planned.to.devices}
        joining = not last and _is_joining(con, home)
        wishes = _wishes(con, planned)
    with home.desk.read() as con:
        carried = set(desk.load(con, _CARRIED + planned.to.thread) or [])
    receipts = {r.id for r in mine if r.bundle in asked}
    return joining or bool((receipts | wishes) - carried)


def _wishes(con: Connection, planned: SendPlan) -> frozenset[str]:
    """Orders that none of their laptops gave or has confirmed: each is worth a bundle of its own, so that a wish never waits for a story."""
    theirs = frozenset(planned.to.devices)
    return frozenset(
        o.id
        for o in orders.all_orders(con)
        if o.device not in theirs and not sent.confirmed(con, o.id) & theirs
    )


def _sends_pack(home: Home, planned: SendPlan) -> bool:
    return Role.COORDINATOR in home.roles() and planned.to.role is not Role.COORDINATOR


def _pack_beside(home: Home, folder: Path) -> Path:
    """The newest programme file in the folder: the one that lies there already when nothing has changed since."""
    try:
        return save_pack(home, folder).path
    except UserError as error:
        if error.code != "FILE_EXISTS":
            raise
        return folder / str(error.facts["name"])


def _write_parts(home: Home, planned: SendPlan, folder: Path, progress: Progress) -> list[WrittenBundle]:
    with home.main.read() as con:
        base = _base(con, home, planned)
        lines = list(ledger.revisions(con, planned.revisions))
        if planned.to.role is Role.EVALUATOR:
            lines = for_evaluators(con, without_old_words(con, lines))
        items = [_item(con, home, r) for _, r in planned.renditions]
        receipts = sent.receipts(con)
        all_orders = orders.all_orders(con)
        first_n, before = sent.thread(con, planned.to.thread)
        recovery = _recovery(con)
    shared = sharing.share_out(
        lines, items, _LIMITS[planned.profile], 1_000 * (len(receipts) + len(all_orders))
    )
    ages = [*planned.to.ages, *([recovery] if recovery else [])]
    written: list[WrittenBundle] = []
    group = new_bundle_id()
    total = len(shared)
    previous = Previous(before.bundle, before.tagmanifest) if before else None
    for at in range(total):
        bundle_plan = replace(
            base,
            part=Part(group, at + 1, total),
            thread=Thread(planned.to.thread, first_n + at, previous),
            orders=all_orders,
            receipts=receipts,
            revisions=shared.revisions[at],
            media=shared.media[at],
            slices=shared.slices,
            media_elsewhere=tuple(m.sha256 for n, ms in enumerate(shared.media) if n != at for m in ms),
        )
        made = write_bundle(
            folder, bundle_plan, keys=home.keys, recipients=ages, progress=_scaled(progress, at, total)
        )
        written.append(made)
        previous = Previous(made.bundle_id, made.tagmanifest_sha256)
        carried = [*(r.id for r in receipts), *(o.id for o in all_orders)]
        _note(home, planned, made, first_n + at, shared.revisions[at], carried)
    return written


def _note(
    home: Home,
    planned: SendPlan,
    made: WrittenBundle,
    n: int,
    revisions: Sequence[Revision],
    carried: Sequence[str],
) -> None:
    part = made.envelope.part
    facts = sent.Sent(
        bundle=made.bundle_id,
        to=planned.to.thread,
        n=n,
        tagmanifest=made.tagmanifest_sha256,
        kind=made.envelope.kind.value,
        group=part.group,
        part=part.index,
        parts=part.of,
        bytes=made.size,
        name=made.path.name,
        at_label=home.label(),
    )
    with home.main.write() as con:
        bare = frozenset(r.id for r in revisions if r.body is None)
        sent.record_sent(con, facts, [r.id for r in revisions], made.media, bare)
    with home.desk.write() as con:
        desk.save(con, _CARRIED + planned.to.thread, list(carried))


def _base(con: Connection, home: Home, planned: SendPlan) -> BundlePlan:
    """What the envelope says in every part; lines and media are put in for each."""
    to_coordinators = planned.to.role is Role.COORDINATOR
    return BundlePlan(
        kind=Kind.RETURN if planned.to.role is Role.RESEARCHER else Kind.RECORDS,
        project=home.programme().id,
        practice=home.practice,
        device=home.author.device,
        epoch=home.author.epoch,
        part=Part(new_bundle_id()),
        made_at_label=home.label(),
        app=__version__,
        contact=_contact(con),
        statement=_statement(con, planned) if to_coordinators else None,
        join=_join(home) if _is_joining(con, home) else None,
        slots=_slots(home) if to_coordinators else {},
        offers=("media-pending",) if planned.renditions else (),
    )


def _contact(con: Connection) -> str:
    known = programme.contacts(con)
    privacy = known.get("privacy", {})
    return " ".join(str(privacy.get(k) or "") for k in ("name", "phone")).strip()


def _statement(con: Connection, planned: SendPlan) -> Statement:
    minutes = sum(m.duration_ms for m in _media(con, planned)) // 60_000
    told = [found for ident in planned.records if (found := records.record(con, ident)) is not None]
    tellers = {person for record in told for person in record.participants}
    return Statement(len(tellers), len(planned.records), minutes, planned.stays)


def _media(con: Connection, planned: SendPlan) -> list[Media]:
    found = (media.media(con, ident) for ident in {i for i, _ in planned.renditions})
    return [m for m in found if m is not None]


def _recovery(con: Connection) -> str:
    """The programme's recovery recipient, or "" when there is none yet."""
    found = programme.raw(con, "recovery")
    return str(found[0][1].get("recipient") or "") if found else ""


def _is_joining(con: Connection, home: Home) -> bool:
    return people.device(con, home.author.device) is None


def _slots(home: Home) -> dict[str, bytes]:
    """This home's recovery slot, so that the custodians can test it and open a forgotten notebook (CONTRACTS.md 8)."""
    found = recovery_slot(home)
    return {home.author.device: found[1]} if found else {}


def _join(home: Home) -> Join:
    role = next(iter(sorted(home.roles())), Role.RESEARCHER)
    return Join(home.member, home.name or "?", role.value, home.device_label)


def _item(con: Connection, home: Home, rendition: Rendition) -> MediaItem:
    item = rendition.item or ""
    key = media.key_of(con, item)
    if key is None:
        raise UserError("MEDIA_GONE")
    return MediaItem(rendition.sha256, rendition.type, rendition.bytes, _opener(home.vault.path(item), key))


def _opener(path: Path, key: bytes) -> Callable[[], MediaSource]:
    def open_it() -> MediaSource:
        return _Source(VaultReader(path, key))

    return open_it


class _Source:
    """A vault item as the bundle writer reads it: forwards, closing its own connection."""

    def __init__(self, reader: VaultReader) -> None:
        self._reader = reader
        self._file = reader.file()

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes."""
        return self._file.read(size)

    def seek(self, offset: int) -> int:
        """Go to a byte, for slices."""
        return self._file.seek(offset)

    def close(self) -> None:
        """Close the item."""
        self._reader.close()


def _scaled(progress: Progress, at: int, total: int) -> Callable[[int, int], None]:
    """The progress of one part as a share of all parts."""

    def tell(done: int, whole: int) -> None:
        progress.report(at * 1000 + (1000 * done // whole if whole else 0), total * 1000)

    return tell
