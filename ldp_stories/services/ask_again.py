"""Ask again: answers run out after a while, and at the end of a talk a person may see them differently (domain/3-model.md 3.5)."""

from dataclasses import dataclass, replace

from ldp_stories.domain.consent import Answer, Consent, Route, all_keys, shut_by_age
from ldp_stories.domain.ids import new_id
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.ask_consent import SAID, words_by_key
from ldp_stories.services.conversation import Conversation
from ldp_stories.services.finish_conversation import review_day
from ldp_stories.services.home import Home
from ldp_stories.store import consent, ledger, people


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


def shut_by_age_of(home: Home, person: str) -> str:
    """Why nothing of one person's may be used because they are under 16; empty where that is not so."""
    with home.main.read() as con:
        return shut_by_age(consent.of_participant(con, person))


def words_to_ask(home: Home, given: Consent) -> dict[str, tuple[str, str]]:
    """What to read out when somebody may say yes to something now: (question, the line under it) by answer key, in their language.

    What is not asked at their age has none: under 16 nothing is shown to everybody unless the pack says so.
    """
    with home.main.read() as con:
        view = ledger.entity(con, given.id)
    language = str((view.get("language") if view is not None else "") or "en")
    route = Route.UNDER_16 if given.age_band.under_16 else given.route
    talk = Conversation(new_id(), given.participant, "", "", language=language)
    asked = replace(talk, consent_route=route, age_band=given.age_band, adult_relation=given.adult_relation)
    return words_by_key(home, asked)


@dataclass(frozen=True, slots=True)
class AskedWords:
    """What one person was told and asked, as it was read out: `first` before the questions, then (question, line under it, answer)."""

    given: Consent
    first: tuple[str, ...]
    asked: tuple[tuple[str, str, Answer], ...]


def asked_words(home: Home, consent_id: str) -> AskedWords | None:
    """The words that are kept with somebody's answers, in the order of asking; None when the answers are not here."""
    with home.main.read() as con:
        given, view = consent.consent(con, consent_id), ledger.entity(con, consent_id)
    if given is None or view is None:
        return None
    words, told = (dict(view.get(name) or {}) for name in ("wording", "told"))
    lines = (
        (str(words[key]), str(told.get(key, "")), given.answers.get(key, Answer.NOT_ASKED))
        for key in all_keys()
        if key in words
    )
    asked = tuple(dict.fromkeys(lines))  # a piece of sound and a photo are asked for in one question
    return AskedWords(given, tuple(str(told[name]) for name in SAID if name in told), asked)


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
