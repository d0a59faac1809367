"""What goes into each part of a sending: shared out once and kept, so that what was interrupted is carried on with the parts still to make."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from ldp_stories.bundles import parts as sharing
from ldp_stories.bundles.envelope import SliceTable
from ldp_stories.bundles.names import new_bundle_id
from ldp_stories.bundles.parts import Cut
from ldp_stories.bundles.plan import MediaItem
from ldp_stories.domain.media import Rendition
from ldp_stories.domain.revisions import Revision, blanked, parents_first
from ldp_stories.domain.roles import Role
from ldp_stories.services.hide_old_words import without_old_words
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.open_for_bundle import media_item
from ldp_stories.services.plan_bundle import SendPlan
from ldp_stories.services.withhold_words import for_evaluators
from ldp_stories.store import ledger, sendings, sent, slices
from ldp_stories.store.sendings import PlannedPart, Sending
from ldp_stories.store.slices import SlicedFile


@dataclass(frozen=True, slots=True)
class FilledPart:
    """One part to be written: its number, lines and media."""

    number: int
    revisions: tuple[Revision, ...]
    media: tuple[MediaItem, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """The parts still to be made of a group of `total`, and the table of slices that stands in each. `hashes`: all media of the group."""

    group: str
    total: int
    parts: tuple[FilledPart, ...]
    slices: dict[str, SliceTable]
    hashes: frozenset[str]


def fill(home: Home, planned: SendPlan, part_bytes: int, other_text: int) -> Filled:
    """The parts to make: those left of a sending that was begun with the same way and size, else of a new one, which is kept first."""
    with home.main.read() as con:
        begun = sendings.unfinished(con, planned.to.thread)
    if begun is not None and (begun.profile, begun.part_bytes) == (planned.profile, part_bytes):
        return _carried_on(home, planned, begun)
    return _begun(home, planned, part_bytes, other_text)


def lines_of(con: Connection, planned: SendPlan, idents: Iterable[str]) -> list[Revision]:
    """Lines as the addressee of a plan may have them. For evaluators what a story is comes first: it says whether the rest may stay."""
    found = parents_first(list(ledger.revisions(con, tuple(idents))))
    lines = [blanked(r, ledger.WITHHELD) if r.id in planned.bare and r.body is not None else r for r in found]
    if planned.to.role is not Role.EVALUATOR:
        return lines
    return for_evaluators(con, without_old_words(con, sorted(lines, key=lambda r: r.kind != "record")))


def _begun(home: Home, planned: SendPlan, part_bytes: int, other_text: int) -> Filled:
    with home.main.read() as con:
        lines = lines_of(con, planned, planned.revisions)
        items = [media_item(con, home, r) for _, r in planned.renditions]
        known = _known_cuts(con, [i.sha256 for i in items])
        held = sent.held_by(con, _pieces(known), planned.to.devices)
    shared = sharing.share_out(lines, items, part_bytes, other_text, known=known, held=held)
    group = new_bundle_id()
    parts = tuple(
        FilledPart(n + 1, r, m) for n, (r, m) in enumerate(zip(shared.revisions, shared.media, strict=True))
    )
    with home.main.write() as con:
        _keep_cuts(con, shared)
        sendings.close(con, planned.to.thread)
        if len(parts) > 1:
            sendings.begin(
                con,
                Sending(
                    group,
                    planned.to.thread,
                    planned.profile,
                    part_bytes,
                    home.label(),
                    tuple(
                        PlannedPart(
                            p.number, tuple(r.id for r in p.revisions), tuple(m.sha256 for m in p.media)
                        )
                        for p in parts
                    ),
                ),
            )
    return Filled(group, len(parts), parts, shared.slices, _hashes(parts))


def _carried_on(home: Home, planned: SendPlan, begun: Sending) -> Filled:
    """The parts left, with only what is still owed today: what was taken back meanwhile is left out."""
    with home.main.read() as con:
        parts, tables = load_parts(home, con, planned, begun.left)
    hashes = frozenset(sha256 for part in begun.parts for sha256 in part.media)
    return Filled(begun.group, len(begun.parts), parts, tables, hashes)


def load_parts(
    home: Home, con: Connection, planned: SendPlan, wanted: Sequence[PlannedPart]
) -> tuple[tuple[FilledPart, ...], dict[str, SliceTable]]:
    """Parts that were planned before, made from what is owed today, and the slice tables they need."""
    owed = frozenset(planned.revisions)
    made, tables = [], dict[str, SliceTable]()
    for part in wanted:
        lines = lines_of(con, planned, [i for i in part.revisions if i in owed])
        items, found = media_named(home, con, planned.renditions, part.media)
        tables |= found
        made.append(FilledPart(part.number, tuple(lines), items))
    return tuple(made), tables


def media_named(
    home: Home, con: Connection, renditions: Sequence[tuple[str, Rendition]], wanted: Collection[str]
) -> tuple[tuple[MediaItem, ...], dict[str, SliceTable]]:
    """The media and slices of some renditions that have these hashes, and the tables of the slices."""
    items: list[MediaItem] = []
    tables: dict[str, SliceTable] = {}
    for rendition in {r.sha256: r for _, r in renditions}.values():
        whole = media_item(con, home, rendition)
        if rendition.sha256 in wanted:
            items.append(whole)
            continue
        for cut in slices.cuts(con, rendition.sha256):
            pieces = [p for p in sharing.as_cut(whole, Cut(cut.pieces)) if p.sha256 in wanted]
            if pieces and all(size for _, size in cut.pieces):
                items += pieces
                tables[cut.whole] = SliceTable(cut.ext, cut.size, tuple(p for p, _ in cut.pieces))
    return tuple({i.sha256: i for i in items}.values()), tables


def _known_cuts(con: Connection, wholes: Iterable[str]) -> dict[str, Cut]:
    """Cuts made before whose sizes are known, the newest of each file."""
    found = (cut for whole in wholes for cut in slices.cuts(con, whole))
    return {cut.whole: Cut(cut.pieces) for cut in found if all(size for _, size in cut.pieces)}


def _pieces(known: dict[str, Cut]) -> list[str]:
    return [piece for cut in known.values() for piece, _ in cut.pieces]


def _keep_cuts(con: Connection, shared: sharing.Parts) -> None:
    """Keep how files were cut, with the size of each slice; slices that were held back have stood in an earlier cut."""
    sizes = {item.sha256: item.size for part in shared.media for item in part}
    for whole, table in shared.slices.items():
        if all(piece in sizes for piece in table.pieces):
            pieces = tuple((piece, sizes[piece]) for piece in table.pieces)
            slices.note(con, SlicedFile(whole, table.ext, table.bytes, pieces))


def _hashes(parts: Sequence[FilledPart]) -> frozenset[str]:
    return frozenset(item.sha256 for part in parts for item in part.media)
