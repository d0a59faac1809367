"""Somebody says no to sharing after their story went to evaluators: it leaves their laptops, and is owed again only after a new yes.

A no works like an erasure there, but the bodies are only blanked: the skeletons stay, and a later delivery fills them (CONTRACTS.md 3).
"""

from collections.abc import Collection
from typing import Final

from ldp_stories.domain.consent import Answer, ConsentStatus, Scope
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.put_by import bring_back_own, put_by_own
from ldp_stories.services.recipients import Recipient
from ldp_stories.store import belonging, encounters, ledger, media, put_by, records, unshared

_ALL: Final = (Scope.TAKE_PART, Scope.SHARE_TEAM)
_WORDS: Final = frozenset({"layer", "passage", "quote", "coding"})
"""What holds somebody's own words: it goes whoever wrote it."""
_STAYS: Final = frozenset({"participant", "consent", "encounter"})
"""What says who agreed to what; it holds nothing that was told."""


def _noes(con: Connection, record: str) -> frozenset[Scope]:
    """The uses to which somebody in the story says no today; who was never asked says nothing."""
    said: set[Scope] = set()
    for one in unshared.answers_for(con, record):
        if one.status is ConsentStatus.SUPERSEDED:
            continue
        said |= {s for s in (*_ALL, Scope.SHARE_MEDIA_TEAM, Scope.TRANSCRIPT) if one.answer(s) is Answer.NO}
        if one.status is ConsentStatus.WITHDRAWN:
            said.add(Scope.TAKE_PART)
    return frozenset(said)


def let_go_unshared(home: Home, con: Connection, consents: Collection[str]) -> tuple[str, ...]:
    """After answers came in to an evaluator's notebook: let go of what may not be here any more; the stories of which something went."""
    own, gone = home.own_devices(), []
    for record, began_by in unshared.stories_of(con, consents).items():
        noes = _noes(con, record) if began_by not in own else frozenset()
        if noes and _let_go(con, record, noes, own):
            gone.append(record)
    if gone:
        unshared.sweep_is_due(con)
    return tuple(gone)


def _let_go(con: Connection, record: str, noes: frozenset[Scope], own: Collection[str]) -> bool:
    everything = not noes.isdisjoint(_ALL)
    lines = [r for r in ledger.revisions(con, ents=belonging.things_of(con, record)) if r.body is not None]
    shut = {
        r.id
        for r in lines
        if (r.kind in _WORDS and (everything or Scope.TRANSCRIPT in noes))
        or (everything and r.kind not in _STAYS and r.device not in own)
    }
    put_by_own(con, record, [r for r in lines if r.id in shut], own)
    sounds = [m.id for m in media.of_record(con, record)] if noes & {*_ALL, Scope.SHARE_MEDIA_TEAM} else []
    shredded = media.shred(con, medias=sounds)
    return bool(ledger.withhold_lines(con, shut)) or bool(shredded)


def bring_back_shared(home: Home, con: Connection) -> tuple[str, ...]:
    """After a new yes: one's own marks stand again where the words came back; the stories of which something did."""
    return bring_back_own(home, con, {r: _noes(con, r) for r in put_by.stories(con)})


def forget_unshared(con: Connection, to: Recipient) -> None:
    """Before packing for evaluators: stories that went to them and are shut now count as never sent."""
    answers = unshared.consents_of_sent(con, to.thread)
    for record in unshared.stories_of(con, answers):
        noes = _noes(con, record)
        if noes:
            things = belonging.things_of(con, record) - _around(con, record)
            unshared.forget_sent(con, to.thread, things, to.devices)


def _around(con: Connection, record: str) -> frozenset[str]:
    """The meeting and the people: they stay where they are."""
    found = records.record(con, record)
    if found is None:
        return frozenset()
    meeting = encounters.encounter(con, found.encounter)
    return frozenset({found.encounter, *found.participants, *(meeting.participants if meeting else ())})
