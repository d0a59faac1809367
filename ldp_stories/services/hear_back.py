"""Hearing back: thanks, questions at the exact passage, what became of the tags and why (domain/2-users.md US-R12)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ldp_stories.domain.comments import Comment, CommentKind
from ldp_stories.domain.consent import ContactFor, Scope, joint_gate
from ldp_stories.domain.feedback import Feedback
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.records import RecordRow, Shown
from ldp_stories.domain.review import Choice, Decision, Reading
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import feed_back
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.permission import consents_of_all
from ldp_stories.services.rule_orders import own_left
from ldp_stories.store import comments, passages, people, records, review, tags

_SAID: Final = {
    Choice.ACCEPT: "accepted",
    Choice.CHANGE: "changed",
    Choice.NOT_THIS_TAG: "not this tag",
    Choice.DIFFER: "differ",
}

_THERE: Final = (Shown.IN_REVIEW, Shown.REVIEWED, Shown.RECEIVED, Shown.WAITING)
MOST: Final = 200
"""Decisions looked at: who reads this wants to know what is new."""


@dataclass(frozen=True, slots=True)
class Behind:
    """One's own story behind what was done: its tellers by code, and whether they may be contacted to hear of it.

    `may_tell` is the reason code of the gate when they may not (domain.consent.Gate), "" when they may.
    """

    record: str
    title: str
    codes: tuple[str, ...]
    may_tell: str


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that came back. `kind`: question, thanks, answer, note, accepted, changed, not this tag, differ, did, did not, wish left.

    `quote` are the words it stands at; `tag_from` and `tag_to` tag codes with names; `comment` the id to answer; `answered` whether one has.
    `record` is empty for what is about no one story. `decision` may be written back to once; `replied` is what one wrote. `passage` is
    the passage it is about, which still stands in the story; "" for the whole of it. `behind` are one's own stories that led to what was done.
    """

    kind: str
    record: str
    title: str
    text: str
    quote: str
    by: str
    on: str
    tag_from: str
    tag_to: str
    reason: str
    comment: str | None
    answered: bool
    decision: str = ""
    replied: str = ""
    passage: str = ""
    behind: tuple[Behind, ...] = ()


def hearing_back(home: Home) -> tuple[Heard, ...]:
    """What came back about one's own stories: open questions first, then newest first; of the decisions the newest 200."""
    own = home.own_devices()
    with home.main.read() as con:
        said = [c for kind in CommentKind for c in comments.of_kind(con, kind)]
        decided = review.decided_by_others(con, me=home.member, began_by=own, limit=MOST)
        rows = _own_rows(home, con, {c.record for c in said} | {r.suggestion.record for r in decided})
        replies = {c.reply_to or "": c.text for c in said if c.by == home.member}
        found = [*_comments(home, con, said, rows), *_decisions(home, con, decided, rows, replies)]
        found += [_fed_back(home, con, one) for one in feed_back.for_me(home)]
        found += [_blank("wish left", one.by, one.on, reason=one.reason) for one in own_left(home)]
    found.sort(key=lambda h: h.on, reverse=True)
    return tuple(sorted(found, key=lambda h: h.kind != "question" or h.answered))


def _own_rows(home: Home, con: Connection, wanted: Iterable[str]) -> dict[str, RecordRow]:
    """Those of some stories that are one's own."""
    own = home.own_devices()
    mine = [i for i, r in records.several(con, wanted).items() if r.began_by in own and not r.hidden]
    return {row.id: row for row in records.rows_of(con, mine)}


def _comments(
    home: Home, con: Connection, every: Sequence[Comment], rows: Mapping[str, RecordRow]
) -> Iterator[Heard]:
    answered = {c.reply_to for c in every if c.kind is CommentKind.ANSWER}
    for one in every:
        about_all = not one.record and one.kind is CommentKind.THANKS
        if one.by != home.member and (one.record in rows or about_all):
            yield _comment(home, con, rows.get(one.record), one, answered=one.id in answered)


def _comment(home: Home, con: Connection, row: RecordRow | None, one: Comment, *, answered: bool) -> Heard:
    return Heard(
        kind=one.kind.value,
        record=one.record,
        title=row.title if row else "",
        text=one.text,
        quote=_quote(con, one.passage),
        by=home.shown_member(con, one.by),
        on=one.at_label[:10],
        tag_from="",
        tag_to="",
        reason="",
        comment=one.id if one.kind is CommentKind.QUESTION else None,
        answered=answered,
        passage=_standing(con, one.passage),
    )


def _decisions(
    home: Home,
    con: Connection,
    decided: Sequence[Reading],
    rows: Mapping[str, RecordRow],
    replies: Mapping[str, str],
) -> Iterator[Heard]:
    codebook: dict[str | None, str] = {tag.id: tag.label for tag in tags.codebook(con)}
    for reading in decided:
        row = rows.get(reading.suggestion.record)
        if row is None or row.shown not in _THERE:
            continue
        for decision in reading.current:
            if decision.choice in _SAID and decision.by != home.member:
                made = _decision(home, con, row, reading, decision, codebook)
                yield replace(made, decision=decision.id, replied=replies.get(decision.id, ""))


def _fed_back(home: Home, con: Connection, one: Feedback) -> Heard:
    """ "You said, we did": what was heard stands as the quote, what became of it as the text."""
    kind = "did" if one.done else "did not"
    by = home.shown_member(con, one.told_by)
    made = _blank(kind, by, one.at_label[:10], text=one.did, quote=one.heard, reason=one.back_to)
    return replace(made, behind=_behind(home, con, one.records))


def _behind(home: Home, con: Connection, wanted: Sequence[str]) -> tuple[Behind, ...]:
    rows = _own_rows(home, con, wanted)
    known = records.several(con, rows)
    consents = consents_of_all(con, known.values())
    found = []
    for ident, row in rows.items():
        tellers = [people.participant(con, p) for p in known[ident].participants]
        codes = tuple(p.code for p in tellers if p is not None)
        gate = joint_gate(consents[ident], Scope.RECONTACT, home.today(), ContactFor.HEAR)
        found.append(Behind(ident, row.title, codes, gate.why))
    return tuple(sorted(found, key=lambda b: wanted.index(b.record)))


def _blank(kind: str, by: str, on: str, *, text: str = "", quote: str = "", reason: str = "") -> Heard:
    """What is about no one story and no tag."""
    return Heard(
        kind=kind,
        record="",
        title="",
        text=text,
        quote=quote,
        by=by,
        on=on,
        tag_from="",
        tag_to="",
        reason=reason,
        comment=None,
        answered=False,
    )


def _decision(
    home: Home,
    con: Connection,
    row: RecordRow,
    reading: Reading,
    decision: Decision,
    codebook: Mapping[str | None, str],
) -> Heard:
    suggestion = reading.suggestion
    return Heard(
        kind=_SAID[decision.choice],
        record=row.id,
        title=row.title,
        text="",
        quote=_quote(con, suggestion.passage),
        by=home.shown_member(con, decision.by),
        on=decision.at_label[:10],
        tag_from=codebook.get(suggestion.tag or "") or suggestion.words,
        tag_to=" + ".join(codebook[t] for t in (decision.to_tag, *decision.also) if t in codebook),
        reason=decision.reason,
        comment=None,
        answered=False,
        passage=_standing(con, suggestion.passage),
    )


def _quote(con: Connection, passage: str | None) -> str:
    found = passages.passage(con, passage) if passage else None
    return found.text.quote if found and found.text else ""


def _standing(con: Connection, passage: str | None) -> str:
    return passage if passage and passages.passage(con, passage) is not None else ""


def reply(home: Home, comment: str, text: str) -> str:
    """Answer a question; the id of the answer. UserError NO_SUCH_COMMENT."""
    ident = new_id()
    with home.main.write() as con:
        question = comments.comment(con, comment)
        if question is None:
            raise UserError("NO_SUCH_COMMENT")
        record = records.record(con, question.record)
        sets = {
            "record": question.record,
            "passage": question.passage,
            "kind": CommentKind.ANSWER.value,
            "text": text,
            "by": home.member,
            "reply_to": comment,
        }
        home.put(con, "comment", ident, sets=sets, subj=record.participants if record else ())
    return ident


def reply_to_decision(home: Home, decision: str, text: str) -> str:
    """Write back once about what became of a tag; the id of the reply. UserError NO_SUCH_COMMENT, REPLIED_ALREADY; Refused QUESTION_NEEDED."""
    if not text.strip():
        raise Refused("QUESTION_NEEDED")
    ident = new_id()
    with home.main.write() as con:
        reading = review.of_decision(con, decision)
        if reading is None:
            raise UserError("NO_SUCH_COMMENT")
        about = reading.suggestion
        said = comments.of_record(con, about.record)
        if any(c.reply_to == decision and c.by == home.member for c in said):
            raise Refused("REPLIED_ALREADY")
        record = records.record(con, about.record)
        sets = {
            "record": about.record,
            "passage": about.passage,
            "kind": CommentKind.ANSWER.value,
            "text": text.strip(),
            "by": home.member,
            "reply_to": decision,
        }
        home.put(con, "comment", ident, sets=sets, subj=record.participants if record else ())
    return ident
