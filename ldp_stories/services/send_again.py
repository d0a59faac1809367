"""Pack again what somebody asked for, alone: a part that was damaged or lost, or some sound. A person presses; nothing goes by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ldp_stories.bundles.names import new_bundle_id
from ldp_stories.bundles.writer import WrittenBundle
from ldp_stories.domain.audience import Audience
from ldp_stories.domain.media import Rendition
from ldp_stories.domain.receipts import NUMBER, Request
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.fill_parts import Filled, FilledPart, lines_of, media_named
from ldp_stories.services.hold_back import held_back
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.plan_bundle import SendPlan, plan, reach_of
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.recipients import Recipient, recipients
from ldp_stories.services.tell_holders import to_tell
from ldp_stories.services.write_parts import Deliver, around, hand_over, note, write_part
from ldp_stories.store import belonging, media, requests, sent
from ldp_stories.store.dossiers import dossiers
from ldp_stories.store.sent import Sent


@dataclass(frozen=True, slots=True)
class SentAgain:
    """The parts that were made again."""

    paths: tuple[Path, ...]
    name: str
    bytes: int


def send_again(
    home: Home,
    request_id: str,
    folder: Path,
    *,
    progress: Progress = no_progress,
    deliver: Deliver | None = None,
) -> SentAgain:
    """Make the parts or the sound of a request again, and nothing else; what nobody said yes to any more is left out.

    UserError NO_SUCH_REQUEST, NOTHING_LEFT_TO_SEND, NO_FOLDER, and those of packing.
    """
    if not folder.is_dir():
        raise UserError("NO_FOLDER", folder=str(folder))
    with home.main.read() as con:
        found = requests.one(con, request_id)
    if found is None or found.ours:
        raise UserError("NO_SUCH_REQUEST")
    to = next((r for r in recipients(home) if found.device in r.devices), None)
    if to is None:
        raise UserError("NO_SUCH_REQUEST")
    planned = _everything_for(home, to)
    made = [
        _write(home, planned, filled, part, instead, folder, progress, deliver)
        for filled, part, instead in _parts(home, planned, found.request)
    ]
    if not made:
        raise UserError("NOTHING_LEFT_TO_SEND", name=to.name)
    with home.main.write() as con:
        requests.set_state(con, [request_id], "done")
    return SentAgain(tuple(m.path for m in made), to.name, sum(m.size for m in made))


def _everything_for(home: Home, to: Recipient) -> SendPlan:
    """All that this addressee is to have today, receipted or not: a damaged part may be whole with somebody else of theirs."""
    planned = plan(home, to.key, "stick")
    with home.main.read() as con:
        reach, also = reach_of(con, home, to)
        lines = belonging.revisions_of(con, reach.entities | also)
        if Role.COORDINATOR not in home.roles():
            lines = belonging.by_device(con, lines, home.author.device)
        by_mistake = held_back(con, to.devices)
        lines = by_mistake.of_lines(con, lines)
        found = by_mistake.of_sounds(
            con, [(m, r) for m in sorted(_sound(con, home, to, reach)) for r in _renditions(con, m)]
        )
        told = to_tell(con, home, to, reach)
        news = [i for i in belonging.revisions_of(con, belonging.entities_of(con, told.all)) if i in told.all]
        if Role.COORDINATOR not in home.roles():
            news = list(belonging.by_device(con, news, home.author.device))
    lines = tuple(dict.fromkeys((*lines, *news)))
    return replace(planned, revisions=lines, renditions=tuple(found), bare=told.bare)


def _sound(con: Connection, home: Home, to: Recipient, reach: Audience) -> frozenset[str]:
    """The media somebody may ask for. No sound goes back to a researcher by itself; what went from their laptop is theirs to ask for."""
    if to.role is not Role.RESEARCHER:
        return reach.media
    own = dossiers(con, reach.records, home.today(), hidden=reach.records)
    return frozenset(medium for one in own for medium in one.media if medium not in one.refused)


def _renditions(con: Connection, medium: str) -> tuple[Rendition, ...]:
    one = media.media(con, medium)
    return tuple(r for r in one.renditions if r.item is not None) if one is not None else ()


def _parts(home: Home, planned: SendPlan, request: Request) -> list[tuple[Filled, FilledPart, Sent | None]]:
    """Each part that was asked for as it was; else one part of its own with the media that were."""
    with home.main.read() as con:
        mine = [s for s in sent.all_sent(con, planned.to.thread) if request.bundle in (s.bundle, s.group)]
        group = sent.of_group(con, mine[0].group) if mine else ()
        if request.note_code == NUMBER:
            thread = sent.all_sent(con, planned.to.thread) if mine else ()
            whole = {s.n: s for s in thread if s.n in request.parts}
            found = ((s, sent.of_group(con, s.group)) for _, s in sorted(whole.items()))
            made = [_as_it_was(home, con, planned, one, of_it) for one, of_it in found]
        elif request.parts:
            lost = {s.part: s for s in group if s.part in request.parts}  # the newest of each
            made = [_as_it_was(home, con, planned, one, group) for one in lost.values()]
        else:
            made = [_of_its_own(home, con, planned, request.media)]
    return [one for one in made if one[1].revisions or one[1].media]


def _as_it_was(
    home: Home, con: Connection, planned: SendPlan, lost: Sent, group: Sequence[Sent]
) -> tuple[Filled, FilledPart, Sent | None]:
    idents, hashes = sent.contents(con, lost.bundle)
    allowed = frozenset(planned.revisions)
    lines = lines_of(con, planned, [i for i in idents if i in allowed])
    items, tables = media_named(home, con, planned.renditions, hashes)
    of_all = frozenset(h for s in group for h in sent.contents(con, s.bundle)[1])
    part = FilledPart(lost.part, tuple(lines), items)
    return Filled(lost.group, lost.parts, (part,), tables, of_all), part, lost


def _of_its_own(
    home: Home, con: Connection, planned: SendPlan, hashes: Sequence[str]
) -> tuple[Filled, FilledPart, Sent | None]:
    items, tables = media_named(home, con, planned.renditions, hashes)
    part = FilledPart(1, (), items)
    return Filled(new_bundle_id(), 1, (part,), tables, frozenset(i.sha256 for i in items)), part, None


def _write(
    home: Home,
    planned: SendPlan,
    filled: Filled,
    part: FilledPart,
    instead: Sent | None,
    folder: Path,
    progress: Progress,
    deliver: Deliver | None,
) -> WrittenBundle:
    about = around(home, planned)
    made = write_part(home, planned, about, filled, part, folder, progress.report, instead=instead)
    if deliver is not None:
        hand_over(made.path, deliver)
    note(home, planned, made, part, about.carried)
    return made
