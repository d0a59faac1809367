"""Queue work: which stories need a coordinator, why, in the order a person should see them; and the sitting of fifteen (US-C2, US-C4).

Reasons are facts (`Reason`), never sentences: the window words them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from ldp_stories.domain.comments import Comment, CommentKind
from ldp_stories.domain.consent import Scope
from ldp_stories.domain.masking import copies
from ldp_stories.domain.name_signs import name_signs
from ldp_stories.domain.records import LayerKind, Record, RecordKind
from ldp_stories.domain.review import SITTING, Why, is_answered, needs_a_look
from ldp_stories.services.find_names import left_as_they_are
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.permission import Asker, asker, consents_of_all
from ldp_stories.services.release_words import Unread, unread_words
from ldp_stories.services.story import Story, read_stories
from ldp_stories.services.take_out_kept import KEPT
from ldp_stories.store import (
    comments,
    desk,
    encounters,
    maskings,
    media,
    people,
    records,
    review,
    review_queue,
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a story is in the queue: how many of it, and what exactly.

    `what` by `why`: CONSENT and TAKEN_BACK gate reasons ("no_part", "adult_first", "withdrawn") or "scope:reason" ("audio:no");
    NAME_FOUND the words found; CHANGED the fields written since it was read; CONFLICT field names ("title"); QUESTION the questions'
    words; RELEASE "asked" while a coordinator's question about a tag has no answer; TAGS "answered" for each tag whose question has its
    answer, "apart" for each that two coordinators decided apart; WAITING the kinds of media ("audio"). In CHANGED "said" is what
    people here wrote to each other.
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

    @property
    def to_do(self) -> bool:
        """Whether a person can do anything about it now; sound that has not come only waits."""
        return any(r.why is not Why.WAITING for r in self.reasons)


FIRST = 30
"""Rows that are shown at once."""
SHOWN = 300
"""Rows that are shown in the end: many more than anybody does in a day."""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The most pressing rows, how many stories there are in all, and how many of these only wait for their sound."""

    rows: tuple[QueueRow, ...]
    total: int
    waiting: int = 0


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
    """Every story that needs a coordinator: consent problems, taken back, names found, two versions, questions, tags, release, sound."""
    who = _looker(home)
    with home.main.read() as con:
        return _rows(con, who, review_queue.queue(con, me=home.member))


def first_rows(home: Home, limit: int = FIRST) -> tuple[QueueRow, ...]:
    """Some of the queue, quickly whatever the number of stories: what presses, and the oldest that nobody released."""
    who = _looker(home)
    with home.main.read() as con:
        return _rows(con, who, review_queue.first(con, me=home.member, limit=limit))


def queue_page(home: Home) -> QueuePage:
    """The beginning of the queue, and how many stories are in all of it."""
    who = _looker(home)
    with home.main.read() as con:
        waiting = review_queue.waiting(con, me=home.member)
        looked = waiting[:SHOWN]
        rows = _rows(con, who, looked)
    later = waiting[len(looked) :]
    only = sum(not row.to_do for row in rows) + sum(tuple(w.why) == (Why.WAITING,) for w in later)
    return QueuePage(rows, len(later) + len(rows), only)


def _rows(con: Connection, who: "_Looker", waiting: Iterable[review_queue.QueueRow]) -> tuple[QueueRow, ...]:
    """With all their reasons, in order; those for which no reason is left stay out."""
    known = {w.record: frozenset(w.why) for w in waiting}
    seeker = _Seeker(con, who, known)
    found = []
    for line in records.rows_of(con, list(known)):
        reasons = seeker.reasons(line.id)
        if reasons:
            researcher = seeker.researcher(line.id)
            row = QueueRow(line.id, line.kind, line.title, reasons, line.told_on, line.place, researcher)
            found.append(row)
    return tuple(sorted(found, key=lambda r: (_ORDER[r.reasons[0].why], r.told_on, r.record)))


def reasons_for(home: Home, record: str) -> tuple[Reason, ...]:
    """Why one story is in the queue now; empty when nothing is left to do."""
    who = _looker(home)
    with home.main.read() as con:
        waiting = review_queue.of_some(con, [record], me=home.member)
        known = {w.record: frozenset(w.why) for w in waiting}
        return _Seeker(con, who, known).reasons(record) if known else ()


@dataclass(frozen=True, slots=True)
class _Looker:
    """Who looks at the queue, under which rules; `left` by story the words that were left as they are; `named` says a member's name."""

    me: str
    ask: Asker
    left: Mapping[str, frozenset[str]]
    named: Callable[[Connection, str], str]


def _looker(home: Home) -> _Looker:
    return _Looker(home.member, asker(home), left_as_they_are(home), home.shown_member)


_ORDER = {why: place for place, why in enumerate(Why)}


class _Seeker:
    """Seeks the reasons of many stories with the facts that belong to them; reads them all at once."""

    def __init__(self, con: Connection, who: _Looker, known: Mapping[str, frozenset[Why]]) -> None:
        self._con, self._me, self._left, self._named = con, who.me, who.left, who.named
        self._coordinators = review_queue.coordinators(con)
        self._ask = who.ask
        self._known = known
        self._stories = read_stories(con, known)
        found = [s.record for s in self._stories.values()]
        self._consents = consents_of_all(con, found)
        self._readings = review.of_records(con, known)
        self._kinds = media.kinds_of(con, known)
        self._names: dict[str, str] = {}
        self._met = encounters.several(con, {r.encounter for r in found if r.encounter})

    def reasons(self, record: str) -> tuple[Reason, ...]:
        """Weightiest first; releasing is a reason only when nothing but sound stands in the way.

        None for a story that a wish without the right hides: it is decided where such wishes wait (services/rule_orders.py).
        """
        if record not in self._stories:
            return ()
        story, known = self._stories[record], self._known[record]
        found = [*self._consent(story.record, Why.TAKEN_BACK in known)]
        if not story.record.released and (
            names := _names_in(self._con, story, self._left.get(record, frozenset()))
        ):
            found.append(Reason(Why.NAME_FOUND, len(names), names))
        if Why.CHANGED in known and story.record.released:
            unread = [u for u in unread_words(self._con, record) if not self._mine(u)]
            changed = tuple(dict.fromkeys("said" if u.kind == "comment" else u.field for u in unread))
            found += [Reason(Why.CHANGED, len(changed), changed)] if changed else []
        if Why.CONFLICT in known:
            found.append(Reason(Why.CONFLICT, max(1, len(story.record.conflicts)), story.record.conflicts))
        found += self._talk(record, Why.QUESTION in known)
        if Why.WAITING in known:
            missing = [m for m in media.of_record(self._con, record) if m.playable is None]
            kinds = tuple(dict.fromkeys(m.kind for m in missing))
            found.append(Reason(Why.WAITING, max(1, len(missing)), kinds))
        if Why.RELEASE in known and all(r.why is Why.WAITING for r in found):
            asked = any(not r.settled for r in self._readings.get(record, ()))
            found.append(Reason(Why.RELEASE, what=("asked",) if asked else ()))
        return tuple(sorted(found, key=lambda r: _ORDER[r.why]))

    def researcher(self, record: str) -> str:
        """The name to show of who heard it; where that is not known, of who began it."""
        story = self._stories[record].record
        meeting = self._met.get(story.encounter or "")
        key = meeting.researcher if meeting is not None else ""
        if key and key not in self._names:
            self._names[key] = self._named(self._con, key)
        if self._names.get(key):
            return self._names[key]
        if story.began_by not in self._names:
            member = people.member_of_device(self._con, story.began_by)
            self._names[story.began_by] = self._named(self._con, member.id) if member else ""
        return self._names[story.began_by]

    def _consent(self, record: Record, back: bool) -> Iterator[Reason]:
        """`reason` when somebody's part in it is not settled, else `scope:reason` for what is kept without a yes."""
        problems: tuple[str, ...] = ()
        if record.kind is not RecordKind.OBSERVATION or record.participants:
            given = self._consents[record.id]
            part = self._ask.gate(record, given, Scope.TAKE_PART)
            if part.open:
                kept = self._kinds.get(record.id, frozenset())
                gates = [(s, self._ask.gate(record, given, s)) for kind, s in KEPT if kind in kept]
                problems = tuple(f"{s.value}:{g.why}" for s, g in gates if not g.open)
            elif part.why != "closed":
                problems = (part.why,)
        gone = tuple(p for p in problems if p.endswith("withdrawn"))
        rest = tuple(p for p in problems if p not in gone)
        if rest:
            yield Reason(Why.CONSENT, len(rest), rest)
        if gone or back:
            yield Reason(Why.TAKEN_BACK, max(1, len(gone)), gone)

    def _mine(self, unread: Unread) -> bool:
        """Thanks and questions of one's own are no news: they stay behind until the story is read again for something else."""
        return unread.by == self._me

    def _for_me(self, question: Comment) -> bool:
        """Whether a coordinator is asked: not what I or another coordinator asked about somebody else's story."""
        if question.by == self._me:
            return False
        teller = people.member_of_device(self._con, self._stories[question.record].record.began_by)
        return question.by not in self._coordinators or (teller is not None and teller.id == question.by)

    def _talk(self, record: str, asked: bool) -> list[Reason]:
        """Questions of the researcher, and tags that wait for a coordinator (not for an answer that has not come)."""
        unsettled = [r for r in self._readings.get(record, ()) if not r.settled]
        said = comments.of_record(self._con, record) if asked or any(r.current for r in unsettled) else ()
        answered = {c.reply_to for c in said if c.kind is CommentKind.ANSWER}
        found = []
        if asked:
            open_ones = [c for c in said if c.kind is CommentKind.QUESTION and c.id not in answered]
            questions = tuple(c.text for c in open_ones if self._for_me(c))
            found.append(Reason(Why.QUESTION, max(1, len(questions)), questions))
        tags = [r for r in unsettled if needs_a_look(r, said)]
        if tags:
            answers = sum(is_answered(r, said) for r in tags)
            apart = sum(r.parted for r in tags)
            found.append(Reason(Why.TAGS, len(tags), ("answered",) * answers + ("apart",) * apart))
        return found


def _names_in(con: Connection, story: Story, left: frozenset[str]) -> tuple[str, ...]:
    """Words in what evaluators would get that look like a name, without those a person left as they are or hid already."""
    made = [x.text for x in story.layers if x.kind in (LayerKind.READING, LayerKind.TRANSLATION)]
    first = story.masked or story.words
    words = first.text if first else ""
    texts = [story.record.title, *(text for _, text in story.record.facts), *made, words]
    found = dict.fromkeys(sign.words for text in texts for sign in name_signs(text))
    names = [one for one in found if one not in left]
    if not names:
        return ()
    hidden = {find.casefold() for find, _ in maskings.pairs(con, [story.record.id])}
    return tuple(one for one in names if one.casefold() not in hidden or copies(words, one))


def start_sitting(home: Home, n: int = SITTING) -> tuple[str, ...]:
    """Begin a sitting with the first `n` stories of the queue (record ids); it is kept on the desk until it is done."""
    chosen = tuple(row.record for row in queue(home) if row.to_do)[:n]
    _keep(home, Sitting(chosen, 0))
    return chosen


def practise_sitting(home: Home, n: int = SITTING) -> tuple[str, ...]:
    """Begin a sitting of practice: also with stories that were gone through before, whose sound is made when it is opened. Practice only."""
    if not home.practice:
        return start_sitting(home, n)
    chosen = tuple(row.record for row in queue(home))[:n]
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


_KEY = "sitting"


def _keep(home: Home, kept: Sitting) -> None:
    with home.desk.write() as con:
        desk.save(con, _KEY, {"records": list(kept.records), "at": kept.at, "focus": kept.focus})


@dataclass(frozen=True, slots=True)
class HalfTyped:
    """A reason or question that is being typed in a review: the story, the tag in hand, which decision, the words and a tag chosen so far."""

    record: str
    suggestion: str
    choice: str
    words: str
    tag: str = ""


def keep_half_typed(home: Home, typed: HalfTyped) -> None:
    """Keep what is being typed on the desk, so that a restart comes back to it; only the newest is kept."""
    with home.desk.write() as con:
        desk.save(con, _TYPED, asdict(typed))


def half_typed(home: Home) -> HalfTyped | None:
    """What was being typed when the review was left; None when it was kept or let go of."""
    with home.desk.read() as con:
        kept = desk.load(con, _TYPED)
    if not isinstance(kept, dict):
        return None
    names = ("record", "suggestion", "choice", "words", "tag")
    return HalfTyped(*(str(kept.get(n, "")) for n in names))


def drop_half_typed(home: Home) -> None:
    """It was kept as a decision, or let go of."""
    with home.desk.write() as con:
        desk.drop(con, _TYPED)


_TYPED = "review line"
