"""Somebody says no to sharing after their story went to evaluators, or a coordinator takes it back: it leaves their laptops.

A no works like an erasure there, but the bodies are only blanked: the skeletons stay, and a later delivery fills them (CONTRACTS.md 3).
It is owed again only after a new yes, or a new release.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from ldp_stories.domain.consent import MEDIUM, Answer, ConsentStatus, Scope
from ldp_stories.domain.notices import is_notice, taken_from_evaluators
from ldp_stories.domain.revisions import Revision
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.put_by import bring_back_own, put_by_own
from ldp_stories.services.recipients import Recipient
from ldp_stories.store import belonging, encounters, holders, ledger, media, put_by, records, unshared

_ALL: Final = (Scope.TAKE_PART, Scope.SHARE_TEAM)
_MEDIA: Final = frozenset(MEDIUM.values())
_WORDS: Final = frozenset({"layer", "passage", "quote", "coding"})
"""What holds somebody's own words: it goes whoever wrote it."""
_STAYS: Final = frozenset({"participant", "consent", "encounter"})
"""What says who agreed to what; it holds nothing that was told."""


def _noes(con: Connection, record: str) -> frozenset[Scope]:
    """The uses to which somebody in the story says no today, who was never asked says nothing; all, when a coordinator took it back."""
    said = {Scope.SHARE_TEAM} if taken_from_evaluators(_lines(con, record)) else set[Scope]()
    for one in unshared.answers_for(con, record):
        if one.status is ConsentStatus.SUPERSEDED:
            continue
        said |= {s for s in (*_ALL, Scope.SHARE_MEDIA_TEAM, Scope.TRANSCRIPT) if one.answer(s) is Answer.NO}
        if one.status is ConsentStatus.WITHDRAWN:
            said.add(Scope.TAKE_PART)
        said |= {s for s in _MEDIA if one.answer(s) is Answer.NO and _of_kind(con, record, {s})}
    return frozenset(said)


def _of_kind(con: Connection, record: str, noes: Collection[Scope]) -> list[str]:
    """The media of a story whose kind itself is refused."""
    return [m.id for m in media.all_of_record(con, record) if MEDIUM.get(m.kind) in noes]


def _lines(con: Connection, record: str) -> list[Revision]:
    return list(ledger.revisions(con, ents=[record]))


@dataclass(frozen=True, slots=True)
class Gone:
    """What an evaluator's notebook let go of: the stories of which something went, and the hashes of sounds and files that are not here now."""

    stories: tuple[str, ...] = ()
    hashes: frozenset[str] = frozenset()


def let_go_unshared(
    home: Home, con: Connection, consents: Collection[str], told: Collection[str] = ()
) -> Gone:
    """After answers, or what the records `told` say of themselves, came in to an evaluator's notebook: let go of what may not be here now."""
    own, gone = home.own_devices(), []
    hashes: set[str] = set()
    stories = unshared.stories_of(con, consents)
    stories |= {i: r.began_by for i, r in records.several(con, told).items() if not r.erased}
    for record, began_by in stories.items():
        noes = _noes(con, record) if began_by not in own else frozenset()
        here = (
            media.hashes_here(con, [m.id for m in media.all_of_record(con, record)]) if noes else frozenset()
        )
        if noes and _let_go(con, record, noes, own):
            gone.append(record)
            hashes |= {sha256 for sha256 in here if not media.is_here(con, sha256)}
    if gone:
        unshared.sweep_is_due(con)
    return Gone(tuple(gone), frozenset(hashes))


def _let_go(con: Connection, record: str, noes: frozenset[Scope], own: Collection[str]) -> bool:
    everything = not noes.isdisjoint(_ALL)
    here = ledger.revisions(con, ents=belonging.things_of(con, record))
    lines = [r for r in here if r.body is not None and not is_notice(r)]
    shut = {
        r.id
        for r in lines
        if (r.kind in _WORDS and (everything or Scope.TRANSCRIPT in noes))
        or (everything and r.kind not in _STAYS and r.device not in own)
    }
    put_by_own(con, record, [r for r in lines if r.id in shut], own)
    sounds = (
        [m.id for m in media.all_of_record(con, record)]
        if noes & {*_ALL, Scope.SHARE_MEDIA_TEAM}
        else _of_kind(con, record, noes)
    )
    shredded = media.shred(con, medias=sounds)
    return bool(ledger.withhold_lines(con, shut)) or bool(shredded)


def bring_back_shared(home: Home, con: Connection) -> tuple[str, ...]:
    """After a new yes: one's own marks stand again where the words came back; the stories of which something did."""
    return bring_back_own(home, con, {r: _noes(con, r) for r in put_by.stories(con)})


def forget_unshared(con: Connection, to: Recipient) -> None:
    """Before packing for evaluators: stories that went to them and are shut now count as never sent; that they were shut stays told."""
    answers = unshared.consents_of_sent(con, to.thread)
    back = holders.unreleased(con, holders.records_held(con, to.thread))
    for record in {*unshared.stories_of(con, answers), *back}:
        noes = _noes(con, record)
        if noes:
            things = belonging.things_of(con, record) - _around(con, record)
            if noes <= _MEDIA:  # the words stay where they are
                things = frozenset(_of_kind(con, record, noes))
            told = [r.id for r in ledger.revisions(con, ents=things) if r.body is not None and is_notice(r)]
            unshared.forget_sent(con, to.thread, things, to.devices, but=told)


def _around(con: Connection, record: str) -> frozenset[str]:
    """The meeting and the people: they stay where they are."""
    found = records.record(con, record)
    if found is None:
        return frozenset()
    meeting = encounters.encounter(con, found.encounter)
    return frozenset({found.encounter, *found.participants, *(meeting.participants if meeting else ())})
