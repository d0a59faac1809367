"""Plan a bundle: which stories, sound and lines somebody is owed today, and what stays at home and why. Nothing is written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from ldp_stories.domain.audience import Audience, Withheld, audience
from ldp_stories.domain.kinds import KINDS
from ldp_stories.domain.media import Media, Rendition, RenditionKind
from ldp_stories.domain.roles import Role
from ldp_stories.services.hide_old_words import without_old_words
from ldp_stories.services.hold_back import held_back
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.own_care import KIND as CARE
from ldp_stories.services.recipients import (
    COORDINATORS,
    EVALUATORS,
    Recipient,
    recipient_named,
    recipients,
)
from ldp_stories.services.tell_holders import shown_again, to_tell, went_back
from ldp_stories.services.withhold_words import for_evaluators
from ldp_stories.services.worth_sending import News, Tidings, news_for, tidings
from ldp_stories.store import analysis, belonging, holders, ledger, sent, slices, unshared
from ldp_stories.store import media as media_store
from ldp_stories.store.dossiers import dossiers
from ldp_stories.store.programme import raw
from ldp_stories.store.sent_before import unanswered, under_old_number
from ldp_stories.store.young import shut_by_age

PROFILES = ("stick", "network", "mail")
_SMALL = ("network", "mail")
UNDER_16 = "under_16"
_TEXT_SHARE = 1_500
"""A line's usual size in bytes, for the estimate shown before packing."""


@dataclass(frozen=True, slots=True)
class SendPlan:
    """What would be sent: `stories` new or changed ones, `recordings` and `bytes` of media, and how many stay by reason.

    `stays` counts by `domain.audience.Withheld` value. `told`: of how many stories nothing goes but that they were closed, put away or taken
    back (or not any more); `bare` are lines that go without their words.
    `of_oneself`: what a person chose to tell of themselves goes along (services/own_care.py).
    `young`: the stories among `stays` that wait for a yes because somebody is under 16.
    `first_time`: compare the six `words` before sending. `empty`: nothing is owed but perhaps `news`, which is worth a sending too.
    `waits`: all that is owed went already, in files that they have not answered yet.
    """

    to: Recipient
    profile: str
    stories: int
    recordings: int
    bytes: int
    stays: dict[str, int]
    first_time: bool
    words: tuple[str, ...]
    revisions: tuple[str, ...] = field(repr=False)
    records: tuple[str, ...] = field(repr=False)
    renditions: tuple[tuple[str, Rendition], ...] = field(repr=False)
    told: int = 0
    bare: frozenset[str] = field(default=frozenset(), repr=False)
    of_oneself: bool = False
    news: News = field(default_factory=News)
    waits: bool = False
    young: tuple[str, ...] = field(default=(), repr=False)

    @property
    def why_stays(self) -> dict[str, int]:
        """`stays` for people to read: `under_16` apart from those to which somebody said no. In a bundle they are counted together."""
        permission = Withheld.NO_PERMISSION.value
        others = self.stays.get(permission, 0) - len(self.young)
        return {k: n for k, n in ({**self.stays, permission: others, UNDER_16: len(self.young)}).items() if n}

    @property
    def empty(self) -> bool:
        """Whether there is nothing to send."""
        return not self.revisions and not self.renditions


def plans(home: Home, profile: str = "stick") -> tuple[SendPlan, ...]:
    """What everybody is owed today."""
    known = tidings(home)
    return tuple(plan(home, one.key, profile, known) for one in recipients(home))


def plan(home: Home, to_key: str, profile: str = "stick", known: Tidings | None = None) -> SendPlan:
    """What `to_key` is owed today; `known` where several are asked for. UserError NO_SUCH_RECIPIENT; ValueError for an unknown profile."""
    if profile not in PROFILES:
        raise ValueError(f"a profile is one of {', '.join(PROFILES)}")
    to = recipient_named(home, to_key)
    with home.main.read() as con:
        reach, also = reach_of(con, home, to)
        own_only = Role.COORDINATOR not in home.roles()
        # Evaluators get older words without their bodies, so what somebody had as one may still be owed as something else. And whoever
        # was a coordinator before let go of what an evaluator may not have: what went to them as one does not count.
        reads_released = to.role is Role.EVALUATOR
        not_by = COORDINATORS if reads_released else EVALUATORS
        # Evaluators share by way of the coordinator: what one of them wrote or has is still owed to the others.
        # Of coordinators each must be able to open everything, too, so that one can take over from another.
        every = to.role is Role.EVALUATOR or (to.role is Role.COORDINATOR and not own_only)
        owed = partial(
            sent.owed, con, devices=to.devices, every=every, not_by=not_by, carried=not reads_released
        )
        lines = owed(reach.entities | also)
        again = shown_again(con, reach, lines)
        lines = belonging.in_order(con, {*lines, *belonging.revisions_of(con, again)}) if again else lines
        lines = _with_read_since(con, reach, to, lines)
        told = to_tell(con, home, to, reach)
        news = tuple(i for i in owed(belonging.entities_of(con, told.all)) if i in told.all)
        if own_only:
            lines = belonging.by_device(con, lines, home.author.device)
            news = belonging.by_device(con, news, home.author.device)
        moved = _under_old_number(con, to, own_only, home, {*lines, *news})
        by_mistake = held_back(con, to.devices)
        lines = (*by_mistake.of_lines(con, lines), *news, *moved)
        renditions = by_mistake.of_sounds(con, _renditions(con, reach, to, profile, every=every))
        records = _records(con, reach.records, lines, renditions)
        about = belonging.records_of(con, belonging.entities_of(con, news))
        bare = told.bare.intersection(lines).union(moved)
        care = belonging.revisions_of(con, [ident for ident, _ in raw(con, CARE)])
        own_care = frozenset(belonging.by_device(con, care, home.author.device))
        waits = _waits(con, to, lines, bare, renditions, every=every)
        young = shut_by_age(con, [r for r, why in reach.withheld.items() if why is Withheld.NO_PERMISSION])
    say = news_for(home, to, known)
    size = sum(r.bytes for _, r in renditions) + _TEXT_SHARE * len(lines)
    return SendPlan(
        to=to,
        profile=profile,
        stories=len(records),
        recordings=len(renditions),
        bytes=size,
        stays=_stays(reach, to),
        first_time=to.new,
        words=to.words,
        revisions=lines,
        records=records,
        renditions=renditions,
        told=len(frozenset(about.values()) - frozenset(reach.records)),
        bare=bare,
        of_oneself=not own_care.isdisjoint(lines),
        news=say,
        waits=waits and not say.any,
        young=tuple(sorted(young)),
    )


def _under_old_number(
    con: Connection, to: Recipient, own_only: bool, home: Home, going: Collection[str]
) -> tuple[str, ...]:
    """Lines that they have under an older number and that do not go to them any more: the number goes alone, without words."""
    old = under_old_number(con, to.devices)
    mine = belonging.by_device(con, old, home.author.device) if own_only and old else old
    return tuple(i for i in mine if i not in going)


def reach_of(con: Connection, home: Home, to: Recipient) -> tuple[Audience, frozenset[str]]:
    """Everything an addressee is to have today, received or not: what hangs from stories, and the things beside them.

    What a researcher put in the trash, or took off a story, is theirs still: whole, so that a laptop that was set back has it again.
    """
    away = holders.put_away_by(con, to.devices) if to.role is Role.RESEARCHER else ()
    found = dossiers(con, None, home.today(), hidden=away)
    reach = audience(found, to.addressee, analysis.shared(con))
    also: frozenset[str] = frozenset()
    if to.role is Role.RESEARCHER:
        off = holders.taken_off_by(con, to.devices, reach.records)
        reach = replace(reach, entities=reach.entities | off)
        also = unshared.without_a_story(con, to.devices)
    elif to.role is Role.COORDINATOR:
        also = belonging.for_coordinators(con) | belonging.masks_of(con, reach.records)
        also |= belonging.of_unknown_kinds(con, KINDS, reach.records)
        kept = {r for r, why in reach.withheld.items() if why is not Withheld.TAKEN_BACK}
        kept |= holders.hidden_records(con)  # put away is no answer: a no is told of these too
        also |= unshared.consents_of(con, kept & holders.records_held(con, to.thread))
        also |= _people_told(con, to, reach)
    elif to.role is Role.EVALUATOR:
        also = unshared.consents_to_tell(con, to.thread) | _people_told(con, to, reach)
    if to.role is not Role.RESEARCHER and went_back(con, home):
        also |= unshared.turned_to_no(con)
    return reach, also


def _people_told(con: Connection, to: Recipient, reach: Audience) -> frozenset[str]:
    """The people of stories that they hold and that an age shuts by now: it was put right, and shuts the story where it is, too."""
    held = holders.records_held(con, to.thread)
    shut = shut_by_age(
        con, [r for r, why in reach.withheld.items() if why is Withheld.NO_PERMISSION and r in held]
    )
    return frozenset(one.participant for r in shut for one in unshared.answers_for(con, r))


def _with_read_since(
    con: Connection, reach: Audience, to: Recipient, lines: tuple[str, ...]
) -> tuple[str, ...]:
    """Also the lines that went without their words, and may go with them now: somebody has read them, or the thing is shown again."""
    before = [r for r in ledger.revisions(con, sent.sent_bare(con, to.thread)) if r.ent in reach.entities]
    may = for_evaluators(con, without_old_words(con, before)) if to.role is Role.EVALUATOR else before
    more = {r.id for r in may if r.body is not None} - set(lines)
    return (*lines, *(r.id for r in before if r.id in more))


def _stays(reach: Audience, to: Recipient) -> dict[str, int]:
    """What a sender should hear of; to evaluators only what consent holds back, because the rest is work still under way."""
    counts = reach.not_sent
    if to.role is Role.EVALUATOR:
        return {
            k: n
            for k, n in counts.items()
            if k in (Withheld.CLOSED, Withheld.NO_PERMISSION, Withheld.NOT_RELEASED)
        }
    return counts


def _renditions(
    con: Connection, reach: Audience, to: Recipient, profile: str, *, every: bool
) -> tuple[tuple[str, Rendition], ...]:
    """The renditions to send, (medium id, rendition): masters on a stick, the small copy by mail and network where there is one."""
    if to.role is Role.RESEARCHER:
        return ()
    chosen: list[tuple[str, Rendition]] = []
    for ident in sorted(reach.media):
        medium = media_store.media(con, ident)
        best = _best(medium, profile) if medium is not None else None
        if best is not None:
            chosen.append((ident, best))
    # `every`: each of them hears it, whoever came to the team first
    not_by = COORDINATORS if to.role is Role.EVALUATOR else ""
    asked = [r.sha256 for _, r in chosen]
    missing = set(sent.owed_media(con, asked, to.devices, every=every, not_by=not_by))
    return tuple(
        (ident, r)
        for ident, r in chosen
        if r.sha256 in missing and not _all_slices(con, r.sha256, to, every=every)
    )


def _waits(
    con: Connection,
    to: Recipient,
    lines: Sequence[str],
    bare: Collection[str],
    renditions: Sequence[tuple[str, Rendition]],
    *,
    every: bool,
) -> bool:
    """Whether all of it is on its way."""
    if not lines and not renditions:
        return False
    went, bared, sounds = unanswered(con, to.thread, to.devices, every=every)
    if any(i not in went and not (i in bare and i in bared) for i in lines):
        return False
    return all(r.sha256 in sounds or _in_slices(con, r.sha256, sounds) for _, r in renditions)


def _in_slices(con: Connection, sha256: str, pieces: Collection[str]) -> bool:
    """Whether a file is among these in slices."""
    return any({piece for piece, _ in cut.pieces} <= set(pieces) for cut in slices.cuts(con, sha256))


def _all_slices(con: Connection, sha256: str, to: Recipient, *, every: bool) -> bool:
    """Whether a device of theirs (with `every` each) has confirmed every slice of a file that went in slices: then it is joined there."""
    cuts = [{piece for piece, _ in cut.pieces} for cut in slices.cuts(con, sha256)]
    whole = [any(sent.held_by(con, cut, [device]) >= cut for cut in cuts) for device in to.devices]
    return bool(whole) and (all(whole) if every else any(whole))


def _best(medium: Media, profile: str) -> Rendition | None:
    here = {r.kind: r for r in medium.renditions if r.item is not None}
    order = (RenditionKind.MASTER, RenditionKind.ORIGINAL, RenditionKind.OPUS)
    if profile in _SMALL:
        order = (RenditionKind.OPUS, RenditionKind.MASTER, RenditionKind.ORIGINAL)
    return next((here[k] for k in order if k in here), None)


def _records(
    con: Connection, records: Sequence[str], lines: Sequence[str], renditions: Sequence[tuple[str, Rendition]]
) -> tuple[str, ...]:
    """The records something of which is in this bundle, in order."""
    ents = belonging.entities_of(con, lines) | {ident for ident, _ in renditions}
    touched = frozenset(belonging.records_of(con, ents).values())
    return tuple(r for r in records if r in touched)
