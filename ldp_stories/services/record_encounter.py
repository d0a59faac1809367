"""Record a conversation: where and who, consent, sound and notes. All of it is in the desk file until `finish` (CONTRACTS.md 1, 6).

Each function has committed when it returns. `finish` writes participant, consent, encounter, record, notes and media in one ledger
transaction; only then are the desk rows dropped.
"""

from pathlib import Path

from ldp_stories.domain.consent import Answer, Gate, Method
from ldp_stories.domain.programme import Question
from ldp_stories.services.conversation import Conversation, NoteRow, Recovered, Take
from ldp_stories.services.home import Home
from ldp_stories.services.progress import Progress, no_progress


def begin(home: Home) -> Conversation:
    """A new conversation with a new person under a new code. Refused PACK_NOT_READY, PACK_OUT_OF_DATE."""
    raise NotImplementedError


def conversation(home: Home, id: str) -> Conversation:
    """An open conversation. UserError NO_SUCH_CONVERSATION."""
    raise NotImplementedError


def open_conversations(home: Home) -> tuple[Conversation, ...]:
    """All open conversations, newest first."""
    raise NotImplementedError


def set_facts(home: Home, id: str, **facts: object) -> Conversation:
    """Change what is known: any of place, setting, private_enough, relation, route, who_else, kind, age_band, teller_kind, language,
    target_groups, adult_relation, attribution, prompt_set, step, said_first. Unknown names raise ValueError."""
    raise NotImplementedError


def use_code(home: Home, id: str, typed: str) -> Conversation:
    """The person has a code already: use it. UserError CODE_SLIP (a letter has slipped), NO_SUCH_CODE (not on this laptop)."""
    raise NotImplementedError


def questions(home: Home, id: str) -> tuple[Question, ...]:
    """The pack's questions for this person's age, in order; `scopes` are answer keys without channel (see `keys_of`).

    Under 16 the first is the grown-up's ("adult_assent"), the second the child's own ("child_assent" and "take_part").
    """
    raise NotImplementedError


def keys_of(question: Question, channel: str | None = None) -> tuple[str, ...]:
    """The answer keys one press answers: of the whole question, or of one channel of it."""
    raise NotImplementedError


def answer(home: Home, id: str, keys: tuple[str, ...], answer: Answer) -> Conversation:
    """Keep one answer for each of `keys`."""
    raise NotImplementedError


def set_method(home: Home, id: str, method: Method) -> Conversation:
    """Keep how they said yes."""
    raise NotImplementedError


def may_record(home: Home, id: str) -> Gate:
    """Whether the recorder is open for this person now (domain.consent.gate for audio)."""
    raise NotImplementedError


def cannot_follow(home: Home, id: str) -> Conversation:
    """The adult cannot follow or hold on to the explanation: closes every gate; there is no one who can say yes instead."""
    raise NotImplementedError


def stop_and_thank(home: Home, id: str) -> None:
    """They said no: keep only the day, the kind of spot and the route; no person, no code, no sound."""
    raise NotImplementedError


def add_note(home: Home, id: str, text: str, at_ms: int | None) -> NoteRow:
    """Keep a note with its millisecond in the joined take."""
    raise NotImplementedError


def mark_moment(home: Home, id: str, at_ms: int, text: str = "") -> NoteRow:
    """Keep a marked moment."""
    raise NotImplementedError


def change_note(home: Home, id: str, note: str, text: str) -> NoteRow:
    """Change the words of a note."""
    raise NotImplementedError


def tick_prompt(home: Home, id: str, prompt: str, asked: bool) -> Conversation:
    """Keep whether a question was asked."""
    raise NotImplementedError


def add_part_from_file(home: Home, id: str, path: Path, progress: Progress = no_progress) -> Take:
    """Bring a sound file in as the next part, in its own quality. UserError MEDIA_UNREADABLE, NO_ROOM; Refused NO_PERMISSION."""
    raise NotImplementedError


def finish(home: Home, id: str) -> str:
    """Write everything in one ledger transaction, then drop the desk rows; the id of the record (a draft). Repeats harmlessly.

    Refused NO_PART when nobody said yes to taking part (then use `stop_and_thank`).
    """
    raise NotImplementedError


def recoverable(home: Home) -> tuple[Recovered, ...]:
    """Conversations that were open when the program stopped, with the sound that is safe; seals what a killed recorder left open."""
    raise NotImplementedError


def carry_on(home: Home, record: str) -> Conversation:
    """Open a finished draft again to record more: the next `finish` adds only what is new."""
    raise NotImplementedError
