"""Take back: a person's wish carried out - some uses stopped, their voice, or everything (CONTRACTS.md 7, AT-3).

Narrowing is offered first and deletes nothing. Erasing is confirmed by typing the person's code and has no undo. Stories told by several
people are held back from every exit until somebody has decided about each of them (services/cut_shared.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.orders import Order, OrderKind
from ldp_stories.domain.people import tidy_code
from ldp_stories.domain.records import Record, Status
from ldp_stories.errors import Refused
from ldp_stories.services.clean_up import Swept, clean_up
from ldp_stories.services.cut_shared import Choice, Decided, What, carry_out
from ldp_stories.services.find_person import FoundPerson
from ldp_stories.services.give_orders import Wanted, give
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.reach_of import Reach, reach_of, their_records
from ldp_stories.services.rights_log import note_done, note_wish
from ldp_stories.services.use_reserve import may_use_reserve
from ldp_stories.store import belonging, media, orders, passages, people, records

VOICE = (Scope.AUDIO.value, Scope.VIDEO.value, Scope.SHARE_MEDIA_TEAM.value, Scope.PUBLISH_CLIP.value)
"""What "only my voice" closes, beside the sound that goes."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was done. `orders` are their ids; `waiting` says that one had no right and waits for a coordinator."""

    orders: tuple[str, ...]
    request: str
    waiting: bool = False
    swept: Swept = field(default_factory=Swept)


def stop_uses(home: Home, person: FoundPerson, scopes: Iterable[str]) -> TakenBack:
    """Close some uses for good; nothing is deleted. Refused NOTHING_CHOSEN."""
    chosen = tuple(sorted(set(scopes)))
    if not chosen:
        raise Refused("NOTHING_CHOSEN")
    wanted = [Wanted(kind=OrderKind.NARROW, subject=p, scopes=chosen) for p in person.people]
    request = note_wish(home, person.people[0])
    return _given(home, request, wanted, reach_of(home, person.people))


def hold_shared(home: Home, person: FoundPerson) -> tuple[str, ...]:
    """Hold the stories they told with others back from every exit, until each is decided; the records held now."""
    with home.main.write() as con:
        shared = [r for r in their_records(con, person.people) if len(r.participants) > 1]
        for record in shared:
            if record.status is Status.READY:
                home.put(con, "record", record.id, sets={"status": "held"}, subj=record.participants)
    return tuple(r.id for r in shared)


@dataclass(frozen=True, slots=True)
class Undecided:
    """A story that is held back because somebody in it wished to take their words back: its title, and who told it (id and code)."""

    record: str
    title: str
    people: tuple[tuple[str, str], ...]


def undecided(home: Home) -> tuple[Undecided, ...]:
    """The stories that are held back until somebody has decided about them."""
    with home.main.read() as con:
        found = records.several(con, records.held(con)).values()
        known = {p: people.participant(con, p) for r in found for p in r.participants}
    codes = {ident: one.code for ident, one in known.items() if one is not None}
    return tuple(
        Undecided(r.id, r.title, tuple((p, codes[p]) for p in r.participants if p in codes)) for r in found
    )


def let_out(home: Home, record: str) -> None:
    """Nobody in it takes their words back after all: it may go where it might go before."""
    carry_out(home, (), {record: Choice(What.KEEP)}, voice_only=False)


@may_use_reserve
def take_voice(
    home: Home,
    person: FoundPerson,
    typed: str,
    choices: Mapping[str, Choice],
    progress: Progress = no_progress,
) -> TakenBack:
    """Erase their recordings, pictures and clips, and close those uses; the words stay. Refused as `take_everything`."""
    _confirm(person, typed)
    request, decided, reach = _begin(home, person, choices, voice_only=True)
    with home.main.read() as con:
        alone = [r for r in their_records(con, person.people) if len(r.participants) == 1]
        targets = {*voice_of(con, [r.id for r in alone]), *decided.targets}
    wanted = [Wanted(kind=OrderKind.NARROW, subject=p, scopes=VOICE) for p in person.people]
    if targets:
        wanted.append(Wanted(kind=OrderKind.ERASE, targets=tuple(targets)))
    return _given(home, request, wanted, reach, progress)


@may_use_reserve
def take_everything(
    home: Home,
    person: FoundPerson,
    typed: str,
    choices: Mapping[str, Choice],
    progress: Progress = no_progress,
    passphrase: str | None = None,
) -> TakenBack:
    """Erase all that is about them. Refused CODE_DIFFERS, SHARED_UNDECIDED (then those stories are held back from every exit)."""
    _confirm(person, typed)
    request, decided, reach = _begin(home, person, choices, voice_only=False)
    with home.main.read() as con:
        alone = [r for r in their_records(con, person.people) if len(r.participants) == 1]
        targets = {*_all_of(con, alone), *decided.targets}
    first, *others = person.people
    wanted = [Wanted(kind=OrderKind.ERASE, subject=first, targets=tuple(targets))]
    wanted += [Wanted(kind=OrderKind.ERASE, subject=other) for other in others]
    return _given(home, request, wanted, reach, progress, passphrase)


def _confirm(person: FoundPerson, typed: str) -> None:
    code = tidy_code(typed)
    if code is None:
        raise Refused("CODE_SLIP")
    if code not in person.codes:
        raise Refused("CODE_DIFFERS")


def _begin(
    home: Home, person: FoundPerson, choices: Mapping[str, Choice], *, voice_only: bool
) -> tuple[str, Decided, Reach]:
    """Note the wish, hold what is shared, and carry out what was decided about it."""
    reach = reach_of(home, person.people)
    request = note_wish(home, person.people[0])
    shared = hold_shared(home, person)
    if any(ident not in choices for ident in shared):
        raise Refused("SHARED_UNDECIDED", records=shared)
    decided = carry_out(home, person.people, {i: choices[i] for i in shared}, voice_only=voice_only)
    return request, decided, reach


def _given(
    home: Home,
    request: str,
    wanted: Sequence[Wanted],
    reach: Reach,
    progress: Progress = no_progress,
    passphrase: str | None = None,
) -> TakenBack:
    given = give(home, wanted)
    with home.main.read() as con:
        waiting = {o.id for o in orders.waiting_orders(con)} & {o.id for o in given}
    if not waiting:
        note_done(home, request, [o.id for o in given], reach)
    swept = clean_up(home, progress, passphrase) if _erases(given) else Swept()
    return TakenBack(tuple(o.id for o in given), request, bool(waiting), swept)


def _erases(given: Iterable[Order]) -> bool:
    return any(o.kind is OrderKind.ERASE for o in given)


def _all_of(con: Connection, alone: Sequence[Record]) -> set[str]:
    """Everything that hangs from stories they alone told, and the hashes of the media; what is about others too is left out."""
    found = {thing for record in alone for thing in belonging.things_of(con, record.id)}
    mine = {thing for thing in found if not orders.is_shared(con, thing)}
    return mine | hashes_of(con, [m.id for r in alone for m in media.all_of_record(con, r.id)])


def voice_of(con: Connection, records: Sequence[str]) -> set[str]:
    """The media of some stories with their hashes, and the passages that are in the sound alone."""
    found = [m.id for r in records for m in media.all_of_record(con, r)]
    only_sound = {p.id for r in records for p in passages.of_record(con, r) if p.text is None}
    return {*found, *hashes_of(con, found), *only_sound}


def hashes_of(con: Connection, medias: Sequence[str]) -> set[str]:
    """The hashes of the renditions of some media, but those whose bytes belong to somebody else's medium as well."""
    own = set(medias)
    found = set()
    for ident in medias:
        one = media.media(con, ident)
        for rendition in one.renditions if one is not None else ():
            if {m.id for m in media.by_sha256(con, rendition.sha256)} <= own:
                found.add(rendition.sha256)
    return found


__all__ = [
    "Choice",
    "TakenBack",
    "Undecided",
    "What",
    "hold_shared",
    "let_out",
    "stop_uses",
    "take_everything",
    "take_voice",
    "undecided",
]
