"""Sound, pictures and files an evaluator's notebook may not hold: what came to it while it was a coordinator's.

An evaluator has the media of stories a coordinator released whose tellers said yes to sharing them with the team (CONTRACTS.md 3). Media of
one's own stories stay, and so do those whose story has not come yet; what goes is shredded and comes again when it may.
"""

from collections.abc import Sequence
from typing import Final

from ldp_stories.domain.consent import MEDIUM, Scope, medium_refused
from ldp_stories.domain.records import Record, Status
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.permission import asker, consents_of_all
from ldp_stories.services.renew_receipts import take_back
from ldp_stories.services.withhold_words import batched, keeps_released_words_only
from ldp_stories.store import media, records, unshared

_NEEDED: Final = (Scope.TAKE_PART, Scope.SHARE_TEAM, Scope.SHARE_MEDIA_TEAM)


def withhold_sound(home: Home) -> tuple[str, ...]:
    """Let go of all media that may not be here; the stories whose media went. Nothing happens with a coordinator or a researcher.

    Whoever counted on this laptop's copy hears with the next file that it is gone: no last other copy is removed because of it.
    """
    if not keeps_released_words_only(home):
        return ()
    gone: list[str] = []
    hashes: set[str] = set()
    with home.main.write() as con:
        for some in batched(sorted(media.stories_with_bytes(con))):
            shut = _shut(home, con, some)
            for record, kinds in shut.items():
                medias = [m.id for m in media.all_of_record(con, record) if not kinds or m.kind in kinds]
                hashes |= media.hashes_here(con, medias)
                if media.shred(con, medias=medias):
                    gone.append(record)
        if gone:
            unshared.sweep_is_due(con)
    take_back(home, hashes)
    return tuple(gone)


def _shut(home: Home, con: Connection, some: Sequence[str]) -> dict[str, frozenset[str]]:
    """The stories of which something goes: all of it (no kinds), or the kinds of medium somebody says no to by now."""
    own, ask = home.own_devices(), asker(home)
    known = records.several(con, some)
    given = consents_of_all(con, known.values())

    def may_stay(record: Record) -> bool:
        if record.began_by in own:
            return True
        ready = record.released and record.status is Status.READY
        return ready and all(ask.gate(record, given[record.id], scope).open for scope in _NEEDED)

    found: dict[str, frozenset[str]] = {}
    for ident in (i for i in some if i in known):
        refused = frozenset(k for k in MEDIUM if medium_refused(given[ident], k))
        if not may_stay(known[ident]):
            found[ident] = frozenset()
        elif refused and known[ident].began_by not in own:
            found[ident] = refused
    return found
