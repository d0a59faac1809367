"""What consent hides, in words: "6 people did not agree to be quoted, 2 were not asked, 1 story is closed." """

from __future__ import annotations

from typing import Final

from ldp_stories.services.find import Hidden
from ldp_stories.services.quote_rows import QuoteRow
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import many, tr

WHY: Final = {
    "no": "They did not agree.",
    "not_asked": "They were not asked.",
    "closed": "This story is closed.",
    "away": "This story was put in the trash.",
    "let_go": "A coordinator took it back, or somebody said no.",
    "held": "Somebody in it asked for their words back.",
    "lapsed": "The permission is out of date. Ask again.",
    "no_copyright": "They did not agree to the recording rights.",
    "withdrawn": "They took it back.",
    "erased": "They took it back, and it is gone.",
    "narrowed": "They changed their mind.",
    "under_16": "They are under 16.",
    "adult_first": "A grown-up has not said yes.",
    "child_not_asked": "The child was not asked.",
    "child_no": "The child said no.",
    "no_part": "They did not agree to take part.",
    "no_consent": "Nobody's agreement is here.",
    "not_able": "They could not agree.",
    "changed": "The words have changed since. Choose the quote again.",
    "unmasked": "There is no masked copy of its words yet.",
    "no_words": "There is only sound here, no words.",
    "not_for_quoting": "These words are marked as not for quoting.",
}
"""The reason codes of gates, as sentences."""


def why_words(code: str) -> str:
    """The sentence for a gate's reason."""
    return tr(WHY.get(code, "It may not be used for this."))


def gap_words(quote: QuoteRow) -> str:
    """Why a quote or a passage of a report is a gap; one that was taken back says when it went."""
    if quote.gap == "erased" and quote.gap_on:
        return tr("Taken out at the teller's request, {day}", day=shown_day(quote.gap_on))
    return why_words(quote.gap)


def hidden_words(hidden: Hidden) -> str:
    """How many are hidden and why, in one sentence."""
    parts = []
    if hidden.not_agreed:
        parts.append(many(hidden.not_agreed, "{n} person did not agree", "{n} people did not agree"))
    if hidden.not_asked:
        parts.append(many(hidden.not_asked, "{n} was not asked", "{n} were not asked"))
    if hidden.closed:
        parts.append(many(hidden.closed, "{n} story is closed", "{n} stories are closed"))
    if hidden.other:
        parts.append(
            many(
                hidden.other,
                "{n} story is hidden for another reason",
                "{n} stories are hidden for other reasons",
            )
        )
    return ", ".join(parts) + "."


def why_rows(hidden: Hidden) -> list[tuple[str, str]]:
    """(title, reason) of each hidden story, for *See why*; each story once."""
    return list(dict.fromkeys((row.title, why_words(row.why)) for row in hidden.rows))
