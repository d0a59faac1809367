""" "You said, we did" in the store: what was heard, what was done or why not, and the stories behind it (domain/3-model.md 3.14)."""

from typing import Any, Final

from sqlalchemy import Connection, Row, select

from ldp_stories.domain.feedback import Feedback
from ldp_stories.domain.revisions import EntityView
from ldp_stories.store import rows, tables
from ldp_stories.store.rows import Noun, Values, listed, loaded, noun_table, packed, string, strings

feedback_table = noun_table(
    "feedback", tables.words("records"), tables.words("state"), tables.words("at_label")
)


def _columns(view: EntityView) -> Values:
    return {
        "records": packed(rows.items(view, "records")),
        "state": rows.text(view, "state"),
        "at_label": rows.label(view, "heard"),
        "fields": rows.rest(view, "records", "state"),
    }


NOUNS: Final = (Noun("feedback", feedback_table, _columns, rank=4),)


def feedback(con: Connection) -> tuple[Feedback, ...]:
    """Every entry, the newest first."""
    table = feedback_table.c
    query = select(feedback_table).where(table.hidden == 0, table.erased == 0).order_by(table.num.desc())
    return tuple(_feedback(row) for row in con.execute(query))


def _feedback(row: "Row[Any]") -> Feedback:
    fields = loaded(row.fields)
    return Feedback(
        id=row.id,
        records=strings(listed(row.records)),
        passages=strings(fields.get("passages")),
        heard=string(fields, "heard"),
        done=fields.get("done") is True,
        did=string(fields, "did"),
        when=string(fields, "when"),
        told_by=string(fields, "told_by"),
        back_to=string(fields, "back_to"),
        sent=row.state == "sent",
        at_label=row.at_label,
    )
