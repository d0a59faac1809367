"""Ask again: answers run out after a while, and at the end of a talk a person may see them differently (domain/3-model.md 3.5)."""

from dataclasses import dataclass

from ldp_stories.errors import Refused, UserError
from ldp_stories.services.finish_conversation import review_day
from ldp_stories.services.home import Home
from ldp_stories.store import consent, people


@dataclass(frozen=True, slots=True)
class Lapsed:
    """One person's answers that have run out: publishing and contacting rest until they were asked again."""

    consent: str
    person: str
    code: str
    since: str


def lapsed(home: Home, person: str = "") -> tuple[Lapsed, ...]:
    """Answers that have run out today, of one person or of everybody one has met; the longest ago first."""
    today, own, found = home.today().isoformat(), home.own_devices(), []
    with home.main.read() as con:
        for one in people.participants(con):
            if person not in ("", one.id) or (not person and one.began_by not in own):
                continue
            for given in consent.of_participant(con, one.id):
                if given.review_by and given.review_by < today:
                    found.append(Lapsed(given.id, one.id, one.code, given.review_by))
    return tuple(sorted(found, key=lambda x: (x.since, x.code)))


def asked_again(home: Home, consent_id: str) -> str:
    """They were asked again and say the same: the answers stand until the day that is returned. UserError NO_CONSENT.

    Refused PACK_OUT_OF_DATE (day=) when the programme itself has ended: no answer outlives it.
    """
    until = review_day(home)
    if until < home.today().isoformat():
        raise Refused("PACK_OUT_OF_DATE", day=until)
    with home.main.write() as con:
        found = consent.consent(con, consent_id)
        if found is None:
            raise UserError("NO_CONSENT")
        sets = {"asked_again_on": home.label()[:10], "review_by": until}
        home.put(con, "consent", consent_id, sets=sets, subj=[found.participant])
    return until
