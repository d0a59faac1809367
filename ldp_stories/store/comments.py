"""Comments in the store: questions at a passage, answers, thanks."""

from typing import Any, Final

from sqlalchemy import Connection, Index, Row, select

from ldp_stories.domain.comments import Comment, CommentKind
from ldp_stories.domain.revisions import EntityView
from ldp_stories.store import rows, tables
from ldp_stories.store.rows import Noun, Values, noun_table, opt

comment_table = noun_table(
    "comment",
    tables.words("record"),
    opt("passage"),
    tables.words("kind"),
    tables.words("text"),
    tables.words("by"),
    opt("reply_to"),
    tables.words("at_label"),
)
Index("comment_record", comment_table.c.record)
Index("comment_kind", comment_table.c.kind)
Index("comment_reply_to", comment_table.c.reply_to)


def _columns(view: EntityView) -> Values:
    return {
        "record": rows.text(view, "record"),
        "passage": rows.text_or_none(view, "passage"),
        "kind": rows.text(view, "kind"),
        "text": rows.text(view, "text"),
        "by": rows.text(view, "by"),
        "reply_to": rows.text_or_none(view, "reply_to"),
        "at_label": rows.label(view, "text") or rows.label(view, "kind"),
        "fields": rows.rest(view, "record", "passage", "kind", "text", "by", "reply_to"),
    }


NOUNS: Final = (Noun("comment", comment_table, _columns, rank=4),)


def comment(con: Connection, ident: str) -> Comment | None:
    """One comment."""
    return next(iter(_comments(con, comment_table.c.id == ident)), None)


def of_record(con: Connection, record: str) -> tuple[Comment, ...]:
    """Everything said about a record, in the order it came."""
    return _comments(con, comment_table.c.record == record)


def of_kind(con: Connection, kind: CommentKind) -> tuple[Comment, ...]:
    """All questions, or all thanks."""
    return _comments(con, comment_table.c.kind == kind.value)


def open_questions(con: Connection) -> tuple[Comment, ...]:
    """Questions nobody has answered yet ("Hearing back: answer 1 question")."""
    table, reply = comment_table.c, comment_table.alias()
    answered = select(reply.c.id).where(
        reply.c.reply_to == table.id, reply.c.kind == CommentKind.ANSWER.value, reply.c.hidden == 0
    )
    return _comments(con, (table.kind == CommentKind.QUESTION.value) & ~answered.exists())


def _comments(con: Connection, which: Any) -> tuple[Comment, ...]:
    query = select(comment_table).where(which, comment_table.c.hidden == 0).order_by(comment_table.c.num)
    return tuple(_comment(row) for row in con.execute(query))


def _comment(row: "Row[Any]") -> Comment:
    kind = rows.pick(CommentKind, row.kind, CommentKind.NOTE)
    return Comment(row.id, row.record, row.passage, kind, row.text, row.by, row.at_label, row.reply_to)
