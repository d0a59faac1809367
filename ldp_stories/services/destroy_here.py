"""Destroy what came here by mistake: a coordinator or the sender asked for it, a person presses, and only what really went is confirmed.

What goes: every line that this file brought, the stories that only it brought with all that was made of them here, their sound, and the safe
copies of this laptop that still held them. The same file is not taken in again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from ldp_stories.bundles.verified import VerifiedBundle
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.receipts import Request, RequestWhat
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.clean_up import clean_up
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.keep_copies import copies_elsewhere
from ldp_stories.services.log_output import ISSUED
from ldp_stories.services.note_answers import DESTROYED, NOT_HERE
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.store import belonging, desk, facts, ledger, media, people, records, requests, sent, slices
from ldp_stories.store.requests import Asked
from ldp_stories.store.taken_back import CLEAN_UP

OPEN: Final = ("open",)
ANY: Final = ("open", "done")


@dataclass(frozen=True, slots=True)
class Unwanted:
    """A wish that something be destroyed: who asks, since when, how many stories and sounds of it are here, and when it was sent."""

    id: str
    name: str
    on: str
    sent_on: str
    stories: int
    sounds: int
    here: bool


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What went: stories and sounds; copies on other disks that may still hold them, (place, day)."""

    stories: int
    sounds: int
    elsewhere: tuple[tuple[str, str], ...] = ()


def asked_to_destroy(home: Home) -> tuple[Unwanted, ...]:
    """What others ask to be destroyed here, oldest first, each file once."""
    with home.main.read() as con:
        found: dict[tuple[str, str], Unwanted] = {}
        for one in _wishes(con, OPEN):
            key = one.device, one.request.bundle
            if key not in found:
                found[key] = _unwanted(home, con, one)
    return tuple(found.values())


def _wishes(con: Connection, states: Collection[str]) -> tuple[Asked, ...]:
    """Wishes to destroy from somebody who may ask it: the laptop that sent the file, or a coordinator's."""
    asked = requests.all_of(con, ours=False, states=tuple(states))
    return tuple(a for a in asked if a.request.what is RequestWhat.DESTROY and _may_ask(con, a))


def _may_ask(con: Connection, asked: Asked) -> bool:
    came = sent.group_received(con, asked.request.bundle)
    if came and all(r.device == asked.device for r in came):
        return True
    member = people.member_of_device(con, asked.device)
    return member is not None and any(t.role is Role.COORDINATOR for t in member.roles)


def _unwanted(home: Home, con: Connection, asked: Asked) -> Unwanted:
    came = sent.group_received(con, asked.request.bundle)
    member = people.member_of_device(con, asked.device)
    bundles = [r.bundle for r in came]
    return Unwanted(
        id=asked.request.id,
        name=home.shown_member(con, member.id) if member else "",
        on=asked.at_label[:10],
        sent_on=min((r.at_label[:10] for r in came), default=""),
        stories=len(_stories(con, bundles)),
        sounds=len(_sounds(con, home, bundles)),
        here=bool(came),
    )


def _stories(con: Connection, bundles: Collection[str]) -> frozenset[str]:
    """The stories of which these files brought something that is here."""
    lines = ledger.lines_of_bundles(con, bundles)
    ents = {r.ent for r in lines if r.body is not None}
    return frozenset(belonging.records_of(con, ents).values())


def _sounds(con: Connection, home: Home, bundles: Collection[str]) -> frozenset[str]:
    """The media whose bytes came here with these files and with no other."""
    mine = [r for r in sent.receipts(con) if r.device == home.author.device]
    theirs = {h for r in mine if r.bundle in bundles for h in r.held}
    others = {h for r in mine if r.bundle not in bundles for h in r.held}
    made_here = {
        x.sha256
        for h in theirs
        for m in media.by_sha256(con, h)
        if _began_here(con, home, m.id)
        for x in m.renditions
    }
    return frozenset(theirs - others - made_here)


def _began_here(con: Connection, home: Home, ent: str) -> bool:
    return belonging.began(con, [ent]).get(ent) in home.own_devices()


def destroy(home: Home, ident: str, progress: Progress = no_progress) -> Destroyed:
    """Destroy what was asked for, sweep this laptop, and let the answer go with the next file. UserError NO_SUCH_REQUEST.

    Whatever cannot be destroyed because a disk is full is tried again at the next opening; it is confirmed only when it went.
    """
    with home.main.read() as con:
        asked = next((a for a in _wishes(con, OPEN) if a.request.id == ident), None)
    if asked is None:
        raise UserError("NO_SUCH_REQUEST")
    with home.main.write() as con:
        bundles = [r.bundle for r in sent.group_received(con, asked.request.bundle)]
        stories, sounds = _stories(con, bundles), _sounds(con, home, bundles)
        gone = _let_go(home, con, bundles, stories, sounds) if bundles else frozenset[str]()
    with home.desk.write() as con:
        desk.erase(con, gone)
        desk.drop_mentions(con, gone, keep=ISSUED)
    clean_up(home, progress)
    _confirm(home, asked, DESTROYED if bundles else NOT_HERE)
    return Destroyed(len(stories), len(sounds), copies_elsewhere(home) if bundles else ())


def _let_go(
    home: Home, con: Connection, bundles: Collection[str], stories: Collection[str], sounds: Collection[str]
) -> frozenset[str]:
    """Blank what the files brought, and everything of the stories that nothing else brought; the things of which nothing is left."""
    own = home.own_devices()
    lines = [r for r in ledger.lines_of_bundles(con, bundles) if r.device not in own]
    going = {r.id for r in lines}
    alone = [s for s in stories if _only_from(con, s, going)]
    things = {t for s in alone for t in belonging.things_of(con, s)} - _around_others(con, alone)
    going |= {r.id for r in ledger.revisions(con, ents=things)}
    ledger.withhold_lines(con, going)
    shared = {r.ent for r in lines}
    left = {r.ent for r in ledger.revisions(con, ents=shared | things) if r.body is not None}
    gone = (shared | things) - left
    media.shred(con, sha256s=slices.with_pieces(con, sounds), medias=sorted(gone))
    known = facts.load(con, CLEAN_UP) or {}
    facts.save(con, CLEAN_UP, {"orders": known.get("orders", []), "done": []})
    return frozenset(gone)


def _only_from(con: Connection, record: str, going: Collection[str]) -> bool:
    """Whether nothing of a story's own lines is left once these lines are gone."""
    return all(r.id in going or r.body is None for r in ledger.revisions(con, ents=[record]))


def _around_others(con: Connection, alone: Collection[str]) -> frozenset[str]:
    """The meetings and tellers that stories which stay have too."""
    found: set[str] = set()
    for one in records.several(con, alone).values():
        for participant in one.participants:
            staying = [r for r in records.of_participant(con, participant) if r.id not in alone]
            found |= {x for r in staying for x in (r.encounter, *r.participants)}
    return frozenset(found)


def _confirm(home: Home, asked: Asked, what: str) -> None:
    """The answer, once for each file, to the laptop that asked; every wish for the same file is done."""
    request = Request(new_id(), RequestWhat.CONFIRM, asked.request.bundle, (), (), what)
    with home.main.write() as con:
        same = [
            a.request.id
            for a in _wishes(con, OPEN)
            if (a.device, a.request.bundle) == (asked.device, asked.request.bundle)
        ]
        requests.set_state(con, same, "done")
        requests.put(con, Asked(request, asked.device, ours=True, at_label=home.label(), state="open"))


def refuse_unwanted(con: Connection, verified: VerifiedBundle) -> None:
    """A file that somebody asked to be destroyed is not taken in (again). Refused UNWANTED_FILE."""
    group = verified.envelope.part.group
    if any(a.request.bundle == group for a in _wishes(con, ANY)):
        raise Refused("UNWANTED_FILE")
