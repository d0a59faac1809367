"""Take out what is kept without a yes to it: a recording, film or photo of people who said no or were not asked. The words stay.

A no alone closes every use at once; this takes the bytes away, at every laptop, by an order. It is confirmed by typing a code of the story
and has no undo (CONTRACTS.md 7).
"""

from dataclasses import dataclass
from typing import Final

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.orders import OrderKind
from ldp_stories.domain.people import tidy_code
from ldp_stories.domain.records import RecordKind
from ldp_stories.errors import Refused
from ldp_stories.services.clean_up import clean_up
from ldp_stories.services.give_orders import Wanted, give
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.permission import asker, consents_of
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.reach_of import reach_of
from ldp_stories.services.rights_log import note_done, note_wish
from ldp_stories.services.story import read_story
from ldp_stories.services.use_reserve import may_use_reserve
from ldp_stories.services.withdraw import hashes_of
from ldp_stories.store import media, orders, passages, people

KEPT: Final = (("audio", Scope.AUDIO), ("video", Scope.VIDEO), ("photo", Scope.PHOTO))
"""What a medium is, and the question whose yes lets it be kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What of a story is kept without a yes: the kinds ("audio", "photo"), the media, and the codes one of which is to be typed."""

    kinds: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


def kept_without_yes(home: Home, record: str) -> Kept:
    """What of a story is kept though somebody in it gave no yes to it. UserError NO_SUCH_STORY."""
    with home.main.read() as con:
        story = read_story(con, record).record
        if story.kind is RecordKind.OBSERVATION and not story.participants:
            return Kept()
        ask, given = asker(home), consents_of(con, story)
        refused = {
            kind for kind, scope in KEPT if not all(g.open for g in ask.gates(story, given, scope).values())
        }
        found = [m for m in media.of_record(con, record) if m.kind in refused]
        codes = [p.code for i in story.participants if (p := people.participant(con, i)) is not None]
    kinds = tuple(kind for kind, _ in KEPT if any(m.kind == kind for m in found))
    return Kept(kinds, tuple(m.id for m in found), tuple(codes))


@may_use_reserve
def take_out_kept(home: Home, record: str, typed: str, progress: Progress = no_progress) -> bool:
    """Erase it by an order; whether the order waits for a coordinator. Refused CODE_SLIP, CODE_DIFFERS, NOTHING_CHOSEN."""
    kept = kept_without_yes(home, record)
    if not kept.media:
        raise Refused("NOTHING_CHOSEN")
    code = tidy_code(typed)
    if code is None:
        raise Refused("CODE_SLIP")
    if code not in kept.codes:
        raise Refused("CODE_DIFFERS")
    with home.main.read() as con:
        person = _whose(con, record, code)
        only_sound = {
            p.id
            for p in passages.of_record(con, record)
            if p.text is None and p.sound is not None and p.sound.media in kept.media
        }
        targets = {*kept.media, *hashes_of(con, kept.media), *only_sound}
    reach, request = reach_of(home, [person]), note_wish(home, person)
    given = give(home, [Wanted(kind=OrderKind.ERASE, targets=tuple(targets))])
    with home.main.read() as con:
        waiting = bool({o.id for o in orders.waiting_orders(con)} & {o.id for o in given})
    if not waiting:
        note_done(home, request, [o.id for o in given], reach)
    clean_up(home, progress)
    return waiting


def _whose(con: Connection, record: str, code: str) -> str:
    """The person of the story with this code."""
    found = (people.participant(con, i) for i in read_story(con, record).record.participants)
    return next(p.id for p in found if p is not None and p.code == code)
