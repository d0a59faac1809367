"""Consent is data: separate answers by scope, and the gates they open. Only a clear yes opens a gate (domain/3-model.md 3.5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ldp_stories.domain.people import AgeBand
from ldp_stories.domain.settling import settle


class Scope(StrEnum):
    """What a person may agree to; publish scopes also name a channel, and being contacted what for (see `answer_field`)."""

    TAKE_PART = "take_part"
    SENSITIVE = "sensitive"
    AUDIO = "audio"
    VIDEO = "video"
    PHOTO = "photo"
    TRANSCRIPT = "transcript"
    SHARE_TEAM = "share_team"
    SHARE_MEDIA_TEAM = "share_media_team"
    QUOTE_ANON = "quote_anon"
    QUOTE_NAMED = "quote_named"
    PUBLISH_CLIP = "publish_clip"
    PUBLISH_PHOTO = "publish_photo"
    RECONTACT = "recontact"
    ARCHIVE = "archive"
    OTHER_RESEARCH = "other_research"
    COPYRIGHT = "copyright"


class Channel(StrEnum):
    """Where a clip or photo may be shown; reach differs, so each is asked by itself."""

    REPORT = "report"
    EVENT = "event"
    PARTNER = "partner"
    WEBSITE = "website"
    SOCIAL = "social"
    PRESS = "press"


class ContactFor(StrEnum):
    """What a person may be contacted again for; each is asked by itself once they said yes to being contacted."""

    CHECK = "check"
    HEAR = "hear"
    TALK = "talk"


Part = Channel | ContactFor
"""A part of a question that is asked by itself: a place to show a piece in, or what to contact somebody for."""


class Answer(StrEnum):
    """Only YES opens a gate; NOT_ASKED counts as no and may be asked later."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not asked"


class Method(StrEnum):
    """How they said yes."""

    RECORDED = "recorded verbal"
    PAPER = "signed paper photo"
    ON_SCREEN = "signed on screen"
    WRITTEN = "written message"
    WITNESS = "verbal noted with witness"


class Route(StrEnum):
    """The age or capacity route by which consent was given; there is no proxy for an adult, at all."""

    ADULT = "adult"
    AGED_16 = "16-17 own"
    UNDER_16 = "under 16 with responsible adult"
    NOT_ABLE = "not able to consent"


class ConsentStatus(StrEnum):
    """Where an answer set stands; `lapsed` is computed from the review date and today."""

    DRAFT = "draft"
    GIVEN = "given"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


PUBLISH = (Scope.PUBLISH_CLIP, Scope.PUBLISH_PHOTO)
MEDIUM: Mapping[str, Scope] = {"audio": Scope.AUDIO, "video": Scope.VIDEO, "photo": Scope.PHOTO}
"""What must be agreed to for each kind of medium to be kept, sent or shown at all."""
CONTACT_KEYS = tuple(f"{Scope.RECONTACT.value}:{purpose.value}" for purpose in ContactFor)
"""The keys of what a person may be contacted again for; answers from before it was asked have none of them, which is "not asked"."""
_LAPSE_CLOSES = frozenset({*PUBLISH, Scope.RECONTACT})


def answer_field(scope: Scope, channel: Part | None = None) -> str:
    """The revision field that holds the answer: `answer:audio`, `answer:publish_clip:report`, `answer:recontact:check`."""
    return f"answer:{scope.value}:{channel.value}" if channel else f"answer:{scope.value}"


def answer_key(scope: Scope, channel: Part | None = None) -> str:
    """The key of an answer in `Consent.answers`: `audio`, `publish_clip:report`, `recontact:check`."""
    return f"{scope.value}:{channel.value}" if channel else scope.value


def all_keys() -> tuple[str, ...]:
    """Every answer key there is, publish scopes by channel, in asking order."""
    return tuple(key for scope in Scope for key in _keys(scope))


def _keys(scope: Scope) -> list[str]:
    if scope in PUBLISH:
        return [answer_key(scope, c) for c in Channel]
    return [scope.value, *CONTACT_KEYS] if scope is Scope.RECONTACT else [scope.value]


@dataclass(frozen=True, slots=True)
class Consent:
    """One person's answers at one encounter. `answers` by `answer_key`; `narrowed` are scopes closed by orders; `said_on` is a day.

    `approval` is the reference under which the programme may talk with adults who cannot decide; without one there is no way past
    `Route.NOT_ABLE`. Of what proves the answers only `evidence` (its kind) and `evidence_on` (its day) are here: the thing itself is in
    the identity store.
    """

    id: str
    participant: str
    encounter: str
    answers: Mapping[str, Answer]
    status: ConsentStatus = ConsentStatus.GIVEN
    route: Route = Route.ADULT
    age_band: AgeBand = AgeBand.NOT_GIVEN
    adult_relation: str = ""
    child_assent: Answer = Answer.NOT_ASKED
    method: Method | None = None
    said_on: str = ""
    review_by: str | None = None
    form_version: str = ""
    attribution: str = ""
    approval: str = ""
    evidence: str = ""
    evidence_on: str = ""
    narrowed: frozenset[str] = field(default_factory=frozenset)

    def answer(self, scope: Scope, channel: Part | None = None) -> Answer:
        """The answer as stored; publish scopes without a channel answer yes when any channel is yes.

        Nobody is contacted for anything who did not say yes to being contacted, nor who said no to all it may be for that was asked.
        """
        if scope is Scope.RECONTACT:
            return self._contact(channel)
        if scope in PUBLISH and channel is None:
            given = [self.answers.get(answer_key(scope, c), Answer.NOT_ASKED) for c in Channel]
            return next((a for a in (Answer.YES, Answer.NO) if a in given), Answer.NOT_ASKED)
        return self.answers.get(answer_key(scope, channel), Answer.NOT_ASKED)

    @property
    def asked_what_for(self) -> bool:
        """Whether they said yes or no to anything they may be contacted for; in answers from before it was asked they did not."""
        return any(self.answers.get(key) in (Answer.YES, Answer.NO) for key in CONTACT_KEYS)

    def _contact(self, purpose: Part | None) -> Answer:
        at_all = self.answers.get(Scope.RECONTACT.value, Answer.NOT_ASKED)
        if at_all is not Answer.YES:
            return at_all
        if purpose is not None:
            return self.answers.get(answer_key(Scope.RECONTACT, purpose), Answer.NOT_ASKED)
        said = {Answer.NO if k in self.narrowed else self.answers.get(k) for k in CONTACT_KEYS}
        return Answer.NO if Answer.NO in said and Answer.YES not in said else Answer.YES


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a way out is open, and if not the reason code: the first that applies.

    Reasons: `not_able`, `withdrawn`, `no_part`, `adult_first`, `child_not_asked`, `child_no`, `under_16`, `no`, `not_asked`,
    `narrowed`, `lapsed`, `no_copyright`, `no_consent`.
    """

    open: bool
    why: str = ""


OPEN = Gate(True)


def gate(
    consent: Consent,
    scope: Scope,
    today: date,
    channel: Part | None = None,
    *,
    under_16_publish: bool = False,
) -> Gate:
    """Whether `consent` opens a scope on a day; every exit asks this (packing, import, quoting, publishing, recording)."""
    if (
        channel is None
        and scope in PUBLISH
        and any(f"{scope.value}:{c.value}" in consent.narrowed for c in Channel)
    ):
        return _any_channel(consent, scope, today, under_16_publish=under_16_publish)
    person = _person_gate(consent)
    if not person.open:
        return person
    if scope in PUBLISH and consent.age_band.under_16 and not under_16_publish:
        return Gate(False, "under_16")
    if {scope.value, answer_key(scope, channel)} & consent.narrowed:
        return Gate(False, "narrowed")
    answer = consent.answer(scope, channel)
    if answer is not Answer.YES:
        return Gate(False, "no" if answer is Answer.NO else "not_asked")
    if scope in PUBLISH and _piece_refused(consent, scope):
        return Gate(False, "no")
    if scope in _LAPSE_CLOSES and consent.review_by and consent.review_by < today.isoformat():
        return Gate(False, "lapsed")
    if scope in PUBLISH and consent.answer(Scope.COPYRIGHT) is not Answer.YES:
        return Gate(False, "no_copyright")
    return OPEN


def _any_channel(consent: Consent, scope: Scope, today: date, *, under_16_publish: bool) -> Gate:
    """A publish scope without a channel where some channels were closed by an order: open if any of the others is."""
    gates = [gate(consent, scope, today, c, under_16_publish=under_16_publish) for c in Channel]
    narrowed = [g for g in gates if g.why == "narrowed"]
    return next((g for g in gates if g.open), (narrowed or gates)[0])


def _person_gate(consent: Consent) -> Gate:
    """The gates that stand before every scope: able, not withdrawn, the age route completed, and a yes to taking part."""
    if consent.route is Route.NOT_ABLE and not consent.approval:
        return Gate(False, "not_able")
    if consent.status is ConsentStatus.WITHDRAWN:
        return Gate(False, "withdrawn")
    if consent.age_band.under_16 or consent.route is Route.UNDER_16:
        if not consent.adult_relation:
            return Gate(False, "adult_first")
        if consent.child_assent is not Answer.YES:
            return Gate(False, "child_no" if consent.child_assent is Answer.NO else "child_not_asked")
    if consent.answer(Scope.TAKE_PART) is not Answer.YES:
        return Gate(False, "no_part")
    if Scope.TAKE_PART.value in consent.narrowed:
        return Gate(False, "withdrawn")
    return OPEN


def medium_refused(consents: Iterable[Consent], kind: str) -> bool:
    """Whether anybody says no to a kind of medium itself: then nothing of it goes further, whatever else they agreed to."""
    scope = MEDIUM.get(kind)
    return scope is not None and any(
        c.status is not ConsentStatus.SUPERSEDED
        and (c.answer(scope) is Answer.NO or scope.value in c.narrowed)
        for c in consents
    )


def _piece_refused(consent: Consent, scope: Scope) -> bool:
    """Whether a piece may not be played or shown because the recording or photo itself was refused."""
    kinds = ("photo",) if scope is Scope.PUBLISH_PHOTO else ("audio", "video")
    agreed = any(
        consent.answer(MEDIUM[kind]) is Answer.YES and not medium_refused([consent], kind) for kind in kinds
    )
    return not agreed and any(medium_refused([consent], kind) for kind in kinds)


def joint_gate(
    consents: Iterable[Consent],
    scope: Scope,
    today: date,
    channel: Part | None = None,
    *,
    under_16_publish: bool = False,
) -> Gate:
    """The gate of a shared record: open only if it is open for everybody in it; the tightest answer governs."""
    gates = [gate(c, scope, today, channel, under_16_publish=under_16_publish) for c in consents]
    if not gates:
        return Gate(False, "no_consent")
    return next((g for g in gates if not g.open), OPEN)


def shut_by_age(consents: Iterable[Consent]) -> str:
    """Why nothing may be used because somebody is under 16: `adult_first`, `child_not_asked` or `child_no`; empty where that is not so."""
    whys = (_person_gate(c).why for c in consents)
    return next((why for why in whys if why in ("adult_first", "child_not_asked", "child_no")), "")


def narrowest(answers: Iterable[Answer]) -> Answer:
    """The more protective of several answers to the same question: no, then not asked, then yes."""
    return Answer(settle("consent", "answer:", tuple(a.value for a in answers)))
