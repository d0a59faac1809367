"""Ask for a part or for sound again: a request that goes with the next bundle, is shown to a person there, and is never acted on by itself."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from ldp_stories.bundles.inspect import inspect
from ldp_stories.bundles.names import read_media_path, read_outer_name
from ldp_stories.bundles.verified import VerifiedBundle
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.receipts import NUMBER, Request, RequestWhat
from ldp_stories.domain.roles import Role, roles_on
from ldp_stories.errors import UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.note_answers import LEFT, note_answers, note_left
from ldp_stories.services.set_aside import BROKEN, waiting
from ldp_stories.services.still_to_come import asked_parts
from ldp_stories.store import belonging, counters, media, people, records, requests, sent, slices
from ldp_stories.store.requests import Asked

DAMAGED, MISSING, SOME_DAMAGED = "damaged", "missing", "missing, some damaged"
"""Why something is asked for again."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A request, in words for a person: who asks or is asked, which parts of how many, how many sounds, since when, and why."""

    id: str
    name: str
    member: str
    parts: tuple[int, ...]
    of: int
    sounds: int
    stories: tuple[str, ...]
    on: str
    why: str


def ask_for_part(home: Home, path: Path, came_as: str = "") -> Wish:
    """Ask the sender of a damaged part for that part alone; `came_as` is its own name, where it lies under another one.

    UserError NOBODY_TO_ASK when it cannot be told who made it.
    """
    group, index, device, bundle, hashes = _what_it_was(home, path, came_as or path.name)
    with home.main.read() as con:
        waited = tuple(sorted(h for h in hashes if not media.is_here(con, h)))
    request = Request(new_id(), RequestWhat.RESEND, bundle or group, (index,), waited, DAMAGED)
    return _ask(home, request, device)


def ask_for_parts(home: Home, group: str) -> Wish:
    """Ask for the parts of a sending that have not come and were not asked for yet.

    UserError NOBODY_TO_ASK when nothing of it has come, NOTHING_MISSING.
    """
    with home.main.read() as con:
        came = [r for r in sent.all_received(con) if r.group == group]
        if not came:
            raise UserError("NOBODY_TO_ASK")
        lost = [n for n in range(1, came[0].parts + 1) if n not in {r.part for r in came}]
        asked_for = asked_parts(con, came)
    if not lost:
        raise UserError("NOTHING_MISSING")
    lost = [n for n in lost if n not in asked_for] or lost
    spoilt = _came_damaged(home, group, lost)
    why = MISSING if not spoilt else DAMAGED if spoilt == set(lost) else SOME_DAMAGED
    return _ask(
        home, Request(new_id(), RequestWhat.RESEND, came[0].bundle, tuple(lost), (), why), came[0].device
    )


def _came_damaged(home: Home, group: str, parts: Collection[int]) -> set[int]:
    """Those of these parts that lie here, kept apart because they were damaged on the way."""
    names = [read_outer_name(one.file) for one in waiting(home) if one.why in BROKEN]
    return {n[1] for n in names if n is not None and n[0] == group} & set(parts)


def ask_for_media(home: Home, record: str) -> Wish:
    """Ask for the sound of a story that is not here: whoever sent it, or of one's own whoever has it. UserError NOBODY_TO_ASK, NOTHING_MISSING."""
    with home.main.read() as con:
        wanted = [m for m in media.of_record(con, record) if m.playable is None]
        hashes = sorted({h for m in wanted for r in m.renditions[:1] for h in _hashes(con, r.sha256)})
        bundle = belonging.bundle_of(con, record)
        came = sent.received(con, bundle) if bundle else None
        where = (came.bundle, came.device) if came is not None else _holder(home, con, hashes)
    if not hashes:
        raise UserError("NOTHING_MISSING")
    if where is None:
        raise UserError("NOBODY_TO_ASK")
    return _ask(home, Request(new_id(), RequestWhat.RESEND, where[0], (), tuple(hashes), MISSING), where[1])


def _holder(home: Home, con: Connection, hashes: Sequence[str]) -> tuple[str, str] | None:
    """Of sound of one's own that went from here: the sending that took it along, and a coordinator's laptop that holds all of it."""
    active = {d.id for d in people.devices(con) if d.status == "active"}
    each = [sent.holders(con, one) for one in hashes]
    for device in sorted((frozenset.intersection(*each) & active) - home.own_devices()) if each else ():
        member = people.member_of_device(con, device)
        if member is None or Role.COORDINATOR not in roles_on(member.roles, home.today()):
            continue
        for made in reversed(sent.all_sent(con)):
            if set(hashes) & set(sent.contents(con, made.bundle)[1]):
                return made.bundle, device
    return None


def ask_for_numbers(home: Home, device: str, to: str, numbers: tuple[int, ...]) -> Wish:
    """Ask a laptop for files of its count to us that never came. UserError NOBODY_TO_ASK when nothing of that count came, NOTHING_MISSING."""
    with home.main.read() as con:
        came = [r for r in sent.all_received(con) if (r.device, r.to) == (device, to)]
        if not came or people.device(con, device) is None:
            raise UserError("NOBODY_TO_ASK")
        # A laptop that was set back gives a number again: a file under it does not stand for the one that never came.
        gone = {n for g in counters.gaps(con) if (g.device, g.to) == (device, to) for n in g.missing}
    lost = tuple(n for n in numbers if n in gone)
    if not lost:
        raise UserError("NOTHING_MISSING")
    newest = max(came, key=lambda r: (r.epoch, r.n))
    return _ask(home, Request(new_id(), RequestWhat.RESEND, newest.bundle, lost, (), NUMBER), device)


def asked(home: Home) -> tuple[Wish, ...]:
    """What was asked for here and has not come yet."""
    with home.main.read() as con:
        found = requests.all_of(con, ours=True)
        return tuple(_wish(home, con, one) for one in found if one.request.what is RequestWhat.RESEND)


def wishes(home: Home) -> tuple[Wish, ...]:
    """What others ask for: parts and sound to send again, oldest first."""
    with home.main.read() as con:
        found = requests.all_of(con, ours=False)
        return tuple(_wish(home, con, one) for one in found if one.request.what is RequestWhat.RESEND)


def leave_wish(home: Home, ident: str) -> None:
    """Put a wish away without doing it; whoever asked reads so with the next file to them."""
    with home.main.write() as con:
        found = requests.one(con, ident)
        if found is None or found.ours or found.state != "open":
            return
        requests.set_state(con, [ident], LEFT)
        asked_for = found.request
        if asked_for.what is RequestWhat.RESEND:
            about = (asked_for.bundle, asked_for.parts, asked_for.media)
            answer = Request(new_id(), RequestWhat.CONFIRM, *about, LEFT)
            requests.put(con, Asked(answer, found.device, ours=True, at_label=home.label(), state="open"))


def put_away(home: Home) -> tuple[Wish, ...]:
    """What was asked for here and whoever was asked put away, until that is read, or it comes all the same."""
    with home.main.read() as con:
        return tuple(_wish(home, con, one) for one in requests.all_of(con, ours=True, states=(LEFT,)))


def have_read_of(home: Home, ident: str) -> None:
    """The person has read that their wish was put away; they may ask again."""
    with home.main.write() as con:
        if ident in {one.request.id for one in requests.all_of(con, ours=True, states=(LEFT,))}:
            requests.set_state(con, [ident], "read")


def keep_requests(con: Connection, home: Home, verified: VerifiedBundle) -> int:
    """Keep the requests that a bundle brought, to be shown; close our own that this bundle answers. How many ask for something new."""
    envelope = verified.envelope
    device, new = envelope.sender.device, 0
    if device != home.author.device:
        given, fresh = tuple(verified.requests()), list[Request]()
        for request in given:
            if requests.put(con, Asked(request, device, ours=False, at_label=home.label(), state="open")):
                fresh.append(request)
        new = sum(request.what is not RequestWhat.CONFIRM for request in fresh)
        note_answers(con, home, device, given)
        note_left(con, device, fresh)
    part = envelope.part
    done = [
        one.request.id
        for one in requests.all_of(con, ours=True, states=("open", LEFT))
        if one.device == device
        and one.request.what is RequestWhat.RESEND
        and _answered(con, one.request, part.group)
    ]
    requests.set_state(con, done, "done")
    return new


def _answered(con: Connection, request: Request, group: str) -> bool:
    """Whether every part and every sound that a request names is here."""
    received = sent.all_received(con)
    if request.note_code == NUMBER:
        one = next((r for r in received if r.bundle == request.bundle), None)
        have = {r.n for r in received if one is not None and (r.device, r.to) == (one.device, one.to)}
        return have.issuperset(request.parts)
    of_group = {r.group for r in received if r.bundle == request.bundle} | {request.bundle}
    if request.parts and group not in of_group:
        return False
    parts = {r.part for r in received if r.group in of_group}
    here = all(media.is_here(con, _whole(con, h)) or media.is_here(con, h) for h in request.media)
    return parts.issuperset(request.parts) and here


def _whole(con: Connection, sha256: str) -> str:
    return slices.whole_of(con, sha256) or sha256


def _hashes(con: Connection, sha256: str) -> tuple[str, ...]:
    """The slices of a file that are missing, when it travels in slices, else the file."""
    return slices.missing(con, sha256) or (sha256,)


def _what_it_was(home: Home, path: Path, name: str) -> tuple[str, int, str, str, tuple[str, ...]]:
    """Group, part, sender's device, a bundle id of the group and the media of a file that cannot be brought in."""
    try:
        head = inspect(path, [home.keys.age_secret]).head
    except OSError as error:
        raise UserError("FILE_UNREADABLE", name=name) from error
    named = read_outer_name(name)
    with home.main.read() as con:
        roster = {d.id for d in people.devices(con)}
        group = head.envelope.part.group if head is not None else named[0] if named is not None else ""
        came = next((r for r in sent.all_received(con) if r.group == group), None)
    if head is not None and head.envelope.sender.device in roster:
        found = (read_media_path(name) for name in head.manifest)
        hashes = tuple(one[0] for one in found if one is not None)
        known = came.bundle if came is not None else group  # made again it has another id, and the same group
        return group, head.envelope.part.index, head.envelope.sender.device, known, hashes
    if named is None or came is None:
        raise UserError("NOBODY_TO_ASK")
    return group, named[1], came.device, came.bundle, ()


def _ask(home: Home, request: Request, device: str) -> Wish:
    """Keep a request once: asking again for the same is the same request."""
    with home.main.write() as con:
        same = next(
            (
                one
                for one in requests.all_of(con, ours=True)
                if (one.request.parts, one.request.media, one.device)
                == (request.parts, request.media, device)
                and one.request.bundle == request.bundle
            ),
            None,
        )
        kept = same or Asked(request, device, ours=True, at_label=home.label(), state="open")
        if same is None:
            requests.put(con, kept)
        return _wish(home, con, kept)


def _wish(home: Home, con: Connection, one: Asked) -> Wish:
    request = one.request
    member = people.member_of_device(con, one.device)
    if one.ours:
        came = next((r for r in sent.all_received(con) if request.bundle in (r.bundle, r.group)), None)
        of = came.parts if came else 0
    else:
        made = next((s for s in sent.all_sent(con) if request.bundle in (s.bundle, s.group)), None)
        of = made.parts if made else 0
    return Wish(
        id=request.id,
        name=home.shown_member(con, member.id) if member else "",
        member=member.id if member else "",
        parts=request.parts,
        of=of,
        sounds=len({_whole(con, h) for h in request.media}),
        stories=_titles(con, request.media),
        on=one.at_label[:10],
        why=request.note_code,
    )


def _titles(con: Connection, hashes: tuple[str, ...]) -> tuple[str, ...]:
    owners = (m.record for h in hashes for m in media.by_sha256(con, _whole(con, h)))
    found = (records.record(con, ident) for ident in dict.fromkeys(owners))
    return tuple(r.title for r in found if r is not None)
