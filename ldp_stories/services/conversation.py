"""A conversation that is open: what the desk file holds of it until it is finished. Values only; the verbs are in record_encounter."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ldp_stories.domain.consent import Answer, Method, Route
from ldp_stories.domain.encounters import Privacy
from ldp_stories.domain.media import Gap
from ldp_stories.domain.people import AgeBand, TellerKind


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note or a marked moment; `at_ms` is its millisecond in the joined take, None while nothing was being recorded."""

    id: str
    at_ms: int | None
    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Take:
    """One part of the recording. `state` is live (a recorder may be writing it), sealed, recovered (cut off), or file (brought in)."""

    item: str
    ms: int
    gap_before_ms: int
    state: str
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody else in the meeting, under a code of their own.

    They share the answers of everybody (`Conversation.answers`) once they have said `yes` to them; `out` are answer keys they said no to.
    `left`: they have gone; what was recorded while they were there stays theirs too.
    """

    id: str
    code: str
    consent: str
    yes: Answer = Answer.NOT_ASKED
    out: tuple[str, ...] = ()
    age_band: AgeBand = AgeBand.NOT_GIVEN
    adult_relation: str = ""
    adult_yes: Answer = Answer.NOT_ASKED
    child_assent: Answer = Answer.NOT_ASKED
    left: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    """One open conversation. `answers` by answer key (domain.consent.all_keys); `step` is where the person was: who, consent, talk, words.

    In a group the answers are everybody's; `out` are those the first person said no to, `companions` the others. `approval` is the
    programme's reference for adults who cannot decide; `witness` who heard the yes; `evidence` what was seen of it. `safe_way` is how and when
    it is safe to reach the person: it goes onto their private card, and into nothing else.
    """

    id: str
    participant: str
    code: str
    began_at: str
    kind: str = "one-to-one"
    place: str | None = None
    setting: str = ""
    private_enough: Privacy | None = None
    relation: str = ""
    route: str = ""
    who_else: str = ""
    age_band: AgeBand = AgeBand.NOT_GIVEN
    teller_kind: TellerKind = TellerKind.RESIDENT
    language: str = "en"
    target_groups: tuple[str, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    adult_relation: str = ""
    child_assent: Answer = Answer.NOT_ASKED
    method: Method | None = None
    attribution: str = ""
    consent_route: Route = Route.ADULT
    form_version: str = ""
    notes: tuple[NoteRow, ...] = ()
    asked: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    prompt_set: str = ""
    takes: tuple[Take, ...] = ()
    step: str = "who"
    said_first: bool = False
    returning: bool = False
    closed: bool = False
    record: str | None = None
    out: tuple[str, ...] = ()
    companions: tuple[Companion, ...] = ()
    approval: str = ""
    witness: str = ""
    evidence: str = ""
    safe_way: str = ""

    @property
    def everybody(self) -> tuple[str, ...]:
        """The ids of all who agreed to the meeting: whom its sound and words are about."""
        return (self.participant, *(c.id for c in self.companions if c.yes is Answer.YES))

    @property
    def sound_ms(self) -> int:
        """Milliseconds of the joined take, gaps included."""
        return sum(t.ms + t.gap_before_ms for t in self.takes)


@dataclass(frozen=True, slots=True)
class Recovered:
    """A conversation that was open when the program stopped: "We have 41 min 5 s of sound and all your notes."

    `cut_off` is when its last sound came (seconds since 1970), where a recording was cut off; None where it was stopped before.
    """

    conversation: Conversation
    ms: int
    notes: int
    last_item: str | None
    cut_off: float | None = None


@dataclass(frozen=True, slots=True)
class RoomLeft:
    """How much sound the disk still takes, in minutes, and the battery in per cent (None = mains or unknown)."""

    minutes: int
    battery: int | None
