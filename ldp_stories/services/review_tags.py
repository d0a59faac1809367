"""Review tags by conversation: six decisions, each with who, when and why; all are kept and the current one is computed (US-C3 to C5).

Nothing is ever overwritten: undoing writes another decision that supersedes the one taken back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ldp_stories.domain.codebook import version_of
from ldp_stories.domain.comments import CommentKind
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.review import NEEDS_REASON, Choice, Decision, Reading
from ldp_stories.domain.roles import Role
from ldp_stories.domain.tags import Sure
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.story import need, read_story, the_record
from ldp_stories.store import ledger, people, records, review, tags


def readings(home: Home, record: str) -> tuple[Reading, ...]:
    """Every suggestion of a record with all its decisions, in the order of its passages, those about the whole record last."""
    with home.main.read() as con:
        story = read_story(con, record)
        found = review.readings(con, record)
    place = {p.id: n for n, p in enumerate(story.passages)}
    return tuple(sorted(found, key=lambda r: place.get(r.suggestion.passage or "", len(place))))


def decide(
    home: Home,
    suggestion: str,
    choice: Choice,
    *,
    reason: str = "",
    to_tag: str | None = None,
    blind: bool = False,
) -> Decision:
    """Decide on a suggestion. Change, not this tag and differ need a reason (Refused REASON_NEEDED); change needs `to_tag` (TAG_NEEDED).

    ASK needs the question as its reason (QUESTION_NEEDED) and puts it beside the passage as a comment in the same transaction.
    """
    need(home, Role.COORDINATOR)
    said = reason.strip()
    if choice is Choice.CHANGE and not to_tag:
        raise Refused("TAG_NEEDED")
    if choice in NEEDS_REASON and not said:
        raise Refused("REASON_NEEDED")
    if choice is Choice.ASK and not said:
        raise Refused("QUESTION_NEEDED")
    with home.main.write() as con:
        reading = _reading(con, suggestion)
        subj = the_record(con, reading.suggestion.record).participants
        made = put_decision(home, con, reading, Saying(choice, said, to_tag, blind), reading.current, subj)
        if choice is Choice.ASK:
            about = reading.suggestion
            _put_comment(home, con, about.record, about.passage, CommentKind.QUESTION, said, subj)
    return made


def undo(home: Home, decision: str) -> tuple[Decision, ...]:
    """Take a decision back: what stood before it stands again ("later" when nothing did), written as new decisions.

    Raises UserError DECISION_REPLACED when somebody has decided again since, or it is not here.
    """
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        reading = _of_decision(con, decision)
        taken = next((d for d in reading.current if d.id == decision), None) if reading else None
        if reading is None or taken is None:
            raise UserError("DECISION_REPLACED")
        subj = the_record(con, taken.record).participants
        before = [d for d in reading.history if d.id in taken.supersedes]
        return put_back(home, con, reading, taken, before, subj)


def put_back(
    home: Home,
    con: Connection,
    reading: Reading,
    taken: Decision,
    before: Sequence[Decision],
    subj: Sequence[str],
) -> tuple[Decision, ...]:
    """Let what stood before a decision stand again ("later" when nothing did), written as new decisions."""
    sayings = [Saying(d.choice, d.reason, d.to_tag, also=d.also, change=d.change) for d in before]
    return tuple(
        put_decision(home, con, reading, saying, (taken,), subj)
        for saying in sayings or [Saying(Choice.LATER)]
    )


def accept_all(home: Home, record: str) -> tuple[Decision, ...]:
    """Accept every suggestion of a record that nobody has decided on (or that was left for later), in one transaction.

    Suggestions in the teller's or researcher's own words, with no tag, are left: a person must choose.
    """
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        subj = the_record(con, record).participants
        waiting = [r for r in review.readings(con, record) if r.suggestion.tag and _undecided(r)]
        return tuple(put_decision(home, con, r, Saying(Choice.ACCEPT), r.current, subj) for r in waiting)


def suggest(home: Home, record: str, passage: str | None, tag: str, reason: str) -> str:
    """Add a tag the coordinator sees; it is a suggestion with its acceptance, so the researcher sees both. Returns the suggestion id."""
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        subj = the_record(con, record).participants
        ident = new_id()
        sets = {
            "record": record,
            "passage": passage,
            "tag": tag,
            "by": home.member,
            "reason": reason.strip(),
            "sure": Sure.SURE.value,
        }
        home.put(con, "suggestion", ident, sets=sets, subj=subj)
        put_decision(home, con, _reading(con, ident), Saying(Choice.ACCEPT), (), subj)
    return ident


def ask(home: Home, record: str, passage: str | None, text: str) -> str:
    """Ask the researcher about a record or passage; returns the comment id. An empty question is refused (QUESTION_NEEDED)."""
    if not text.strip():
        raise Refused("QUESTION_NEEDED")
    with home.main.write() as con:
        subj = the_record(con, record).participants
        return _put_comment(home, con, record, passage, CommentKind.QUESTION, text.strip(), subj)


def thank(home: Home, record: str | None, member: str, text: str) -> str:
    """Thank a researcher for one record, or (`record` None) for all; returns the comment id.

    Comments travel with a record, so thanks for all are put on the newest record of that member. Raises UserError NO_SUCH_STORY without one.
    """
    with home.main.write() as con:
        on = record or _newest_of(con, member)
        subj = the_record(con, on).participants
        return _put_comment(home, con, on, None, CommentKind.THANKS, text.strip(), subj)


@dataclass(frozen=True, slots=True)
class Saying:
    """What a decision says, before it is written."""

    choice: Choice
    reason: str = ""
    to_tag: str | None = None
    blind: bool = False
    also: tuple[str, ...] = ()
    change: str = ""


def _undecided(reading: Reading) -> bool:
    return all(d.choice is Choice.LATER for d in reading.current)


def _reading(con: Connection, suggestion: str) -> Reading:
    found = review.reading(con, suggestion)
    if found is None:
        raise UserError("NO_SUCH_STORY")
    return found


def _of_decision(con: Connection, decision: str) -> Reading | None:
    view = ledger.entity(con, decision)
    return None if view is None else review.reading(con, str(view.get("suggestion", "")))


def put_decision(
    home: Home,
    con: Connection,
    reading: Reading,
    saying: Saying,
    replaced: Sequence[Decision],
    subj: Sequence[str],
) -> Decision:
    """Write one decision with the version of the codebook it was made under; `replaced` are the decisions it follows."""
    about = reading.suggestion
    ident = new_id()
    sets: dict[str, object] = {
        "suggestion": about.id,
        "record": about.record,
        "decision": saying.choice.value,
        "reason": saying.reason,
        "by": home.member,
        "supersedes": [d.id for d in replaced],
    }
    if saying.to_tag:
        sets["to_tag"] = saying.to_tag
    if saying.blind:
        sets["blind"] = True
    if saying.also:
        sets["also"] = list(saying.also)
    if saying.change:
        sets["change"] = saying.change
    sets["book"] = book = version_of(tags.codebook(con))
    written = home.put(con, "decision", ident, sets=sets, subj=subj)
    seen = tuple(d.id for d in replaced)
    return Decision(
        ident,
        about.id,
        about.record,
        saying.choice,
        saying.reason,
        home.member,
        written.at_label,
        saying.to_tag,
        seen,
        saying.also,
        saying.change,
        book,
    )


def _put_comment(
    home: Home,
    con: Connection,
    record: str,
    passage: str | None,
    kind: CommentKind,
    text: str,
    subj: Sequence[str],
) -> str:
    ident = new_id()
    sets = {"record": record, "passage": passage, "kind": kind.value, "text": text, "by": home.member}
    home.put(con, "comment", ident, sets=sets, subj=subj)
    return ident


def _newest_of(con: Connection, member: str) -> str:
    devices = frozenset(d.id for d in people.devices(con, member))
    page = records.page(con, began_by=devices, limit=1)
    if not page.rows:
        raise UserError("NO_SUCH_STORY")
    return page.rows[0].id
