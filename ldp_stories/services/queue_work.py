"""Queue work: which stories need a coordinator, why, in the order a person should see them; and the sitting of fifteen (US-C2, US-C4).

Reasons are facts (`Reason`), never sentences: the window words them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ldp_stories.domain.comments import Comment, CommentKind
from ldp_stories.domain.consent import Consent, Scope
from ldp_stories.domain.name_signs import name_signs
from ldp_stories.domain.records import Layer, LayerKind, Record, RecordKind
from ldp_stories.domain.review import SITTING, Choice, Reading, Why
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.permission import Asker, asker, consents_of
from ldp_stories.services.story import Story, read_story
from ldp_stories.store import comments, desk, encounters, media, people, records, review


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a story is in the queue: how many of it, and what exactly.

    `what` by `why`: CONSENT and TAKEN_BACK gate reasons ("no_part", "adult_first", "withdrawn") or "scope:reason" ("audio:no");
    NAME_FOUND the words found; CONFLICT field names ("title"); QUESTION the questions' words; WAITING, TAGS and RELEASE nothing.
    """

    why: Why
    count: int = 1
    what: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One story in the queue, with all its reasons, the weightiest first. `told_on` is an ISO date; `place` and `researcher` are names."""

    record: str
    kind: RecordKind
    title: str
    reasons: tuple[Reason, ...]
    told_on: str
    place: str
    researcher: str

    @property
    def why(self) -> tuple[Why, ...]:
        """The reasons without their facts."""
        return tuple(r.why for r in self.reasons)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A sitting under way: its stories in order, the one in hand (an index), and what in it had the focus (a suggestion id or "")."""

    records: tuple[str, ...]
    at: int
    focus: str = ""

    @property
    def done(self) -> bool:
        """Whether all its stories have been seen: time for a break."""
        return self.at >= len(self.records)


def queue(home: Home) -> tuple[QueueRow, ...]:
    """Every story that needs a coordinator: consent problems, taken back, names found, two versions, questions, sound, tags, release."""
    ask = asker(home)
    with home.main.read() as con:
        waiting = review.queue(con, me=home.member)
        lines = {line.id: line for line in records.rows_of(con, [w.record for w in waiting])}
        found = []
        for one in waiting:
            line = lines[one.record]
            story = read_story(con, one.record)
            reasons = _reasons(con, ask, story, set(one.why))
            if reasons:
                researcher = _researcher(con, story.record)
                row = QueueRow(line.id, line.kind, line.title, reasons, line.told_on, line.place, researcher)
                found.append(row)
    return tuple(sorted(found, key=lambda r: (_ORDER[r.reasons[0].why], r.told_on, r.record)))


def reasons_for(home: Home, record: str) -> tuple[Reason, ...]:
    """Why one story is in the queue now; empty when nothing is left to do."""
    ask = asker(home)
    with home.main.read() as con:
        known = {w.record: set(w.why) for w in review.queue(con, me=home.member)}
        if record not in known:
            return ()
        return _reasons(con, ask, read_story(con, record), known[record])


_ORDER = {why: place for place, why in enumerate(Why)}


def _reasons(con: Connection, ask: Asker, story: Story, known: set[Why]) -> tuple[Reason, ...]:
    """The reasons with their facts, weightiest first; releasing is a reason only when nothing else stands in the way."""
    record = story.record
    found: list[Reason] = []
    consent = _consent_problems(con, ask, record)
    back = tuple(w for w in consent if w.endswith("withdrawn"))
    rest = tuple(w for w in consent if w not in back)
    if rest:
        found.append(Reason(Why.CONSENT, len(rest), rest))
    if back or Why.TAKEN_BACK in known:
        found.append(Reason(Why.TAKEN_BACK, max(1, len(back)), back))
    if not record.released and (names := _names(story)):
        found.append(Reason(Why.NAME_FOUND, len(names), names))
    if Why.CONFLICT in known:
        found.append(Reason(Why.CONFLICT, max(1, len(record.conflicts)), record.conflicts))
    found += _talk(con, story, Why.QUESTION in known)
    if Why.WAITING in known:
        missing = [m for m in media.of_record(con, record.id) if m.playable is None]
        found.append(Reason(Why.WAITING, max(1, len(missing))))
    if Why.RELEASE in known and all(r.why is Why.WAITING for r in found):
        found.append(Reason(Why.RELEASE))
    return tuple(sorted(found, key=lambda r: _ORDER[r.why]))


def _consent_problems(con: Connection, ask: Asker, record: Record) -> tuple[str, ...]:
    """`reason` when somebody's part in it is not settled, else `scope:reason` for what is kept without a yes."""
    if record.kind is RecordKind.OBSERVATION and not record.participants:
        return ()
    consents: tuple[Consent, ...] = consents_of(con, record)
    part = ask.gate(record, consents, Scope.TAKE_PART)
    if not part.open:
        return () if part.why == "closed" else (part.why,)
    kept = {m.kind for m in media.of_record(con, record.id)}
    scopes = [
        s
        for kind, s in (("audio", Scope.AUDIO), ("video", Scope.VIDEO), ("photo", Scope.PHOTO))
        if kind in kept
    ]
    gates = [(s, ask.gate(record, consents, s)) for s in scopes]
    return tuple(f"{s.value}:{g.why}" for s, g in gates if not g.open)


def _names(story: Story) -> tuple[str, ...]:
    """Words in what evaluators would get that look like a name."""
    made: Iterable[Layer] = (x for x in story.layers if x.kind in (LayerKind.READING, LayerKind.TRANSLATION))
    first = story.masked or story.words
    texts = [story.record.title, *(text for _, text in story.record.facts), *(x.text for x in made)]
    signs = [s.words for text in (*texts, first.text if first else "") for s in name_signs(text)]
    return tuple(dict.fromkeys(signs))


def _talk(con: Connection, story: Story, asked: bool) -> list[Reason]:
    """Questions of the researcher, and tags that wait for a coordinator (not for an answer that has not come)."""
    said = comments.of_record(con, story.record.id)
    answered = {c.reply_to for c in said if c.kind is CommentKind.ANSWER}
    found = []
    if asked:
        questions = tuple(c.text for c in said if c.kind is CommentKind.QUESTION and c.id not in answered)
        found.append(Reason(Why.QUESTION, max(1, len(questions)), questions))
    tags = [
        r for r in review.readings(con, story.record.id) if not r.settled and not _waits(r, said, answered)
    ]
    if tags:
        found.append(Reason(Why.TAGS, len(tags)))
    return found


def _waits(reading: Reading, said: Iterable[Comment], answered: set[str | None]) -> bool:
    """Whether the coordinator has asked about this tag and the answer has not come."""
    if not reading.current or any(d.choice is not Choice.ASK for d in reading.current):
        return False
    place = reading.suggestion.passage
    asked = {d.reason for d in reading.current}
    return any(c.passage == place and c.text in asked and c.id not in answered for c in said)


def _researcher(con: Connection, record: Record) -> str:
    """The name to show of who began it."""
    member = people.member_of_device(con, record.began_by)
    if member is None:
        encounter = encounters.encounter(con, record.encounter)
        member = people.member(con, encounter.researcher) if encounter else None
    return member.shown if member else ""


def start_sitting(home: Home, n: int = SITTING) -> tuple[str, ...]:
    """Begin a sitting with the first `n` stories of the queue (record ids); it is kept on the desk until it is done."""
    chosen = tuple(row.record for row in queue(home)[:n])
    _keep(home, Sitting(chosen, 0))
    return chosen


def sitting(home: Home) -> Sitting | None:
    """The sitting under way, also after a restart; None when there is none. Stories that have gone since are left out."""
    with home.desk.read() as con:
        kept = desk.load(con, _KEY)
    if not isinstance(kept, dict):
        return None
    wanted = [str(r) for r in kept["records"]]
    with home.main.read() as con:
        here = {line.id for line in records.rows_of(con, wanted)}
    before = sum(r in here for r in wanted[: kept["at"]])
    return Sitting(tuple(r for r in wanted if r in here), before, str(kept["focus"]))


def keep_place(home: Home, record: str, focus: str = "") -> Sitting | None:
    """Remember which story of the sitting is in hand, and what had the focus in it; a record outside it changes nothing."""
    now = sitting(home)
    if now is None or record not in now.records:
        return now
    kept = Sitting(now.records, now.records.index(record), focus)
    _keep(home, kept)
    return kept


def next_story(home: Home) -> Sitting | None:
    """Go on to the next story of the sitting; after the last one the sitting is `done` and the window offers a break."""
    now = sitting(home)
    if now is None or now.done:
        return now
    kept = Sitting(now.records, now.at + 1)
    _keep(home, kept)
    return kept


def end_sitting(home: Home) -> None:
    """Finish the sitting; decisions made in it stand."""
    with home.desk.write() as con:
        desk.drop(con, _KEY)


_KEY = "sitting"


def _keep(home: Home, kept: Sitting) -> None:
    with home.desk.write() as con:
        desk.save(con, _KEY, {"records": list(kept.records), "at": kept.at, "focus": kept.focus})
