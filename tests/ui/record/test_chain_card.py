"""Where a story's sound, pictures and papers come from, in words: what was not recorded here is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ldp_stories.domain.review import Choice
from ldp_stories.services.trace_quote import Reviewed, chain
from ldp_stories.ui.record.chain_card import brought_words, chain_rows, history_lines
from tests.ui.on_screen import Desk
from tests.ui.on_screen import story as told


@pytest.mark.parametrize(
    ("brought", "words"),
    [
        ((("phone", 1),), "1 thing from a phone"),
        ((("WhatsApp", 2), ("phone", 11)), "2 things from a WhatsApp chat, 11 things from a phone"),
        ((("another program", 3),), "3 things from elsewhere"),
    ],
)
def test_what_was_brought_in_is_counted_by_where_it_came_from(
    desk: Desk, brought: tuple[tuple[str, int], ...], words: str
) -> None:
    found = chain(desk.home, told(desk.home))
    assert "Brought in" not in dict(chain_rows(desk.home, found)), "nothing was"
    outside = replace(found, brought=brought)
    assert brought_words(outside) == words
    rows = [name for name, _ in chain_rows(desk.home, outside)]
    assert rows[rows.index("Came with") + 1] == "Brought in"


def test_what_was_decided_is_no_longer_said_to_wait(desk: Desk) -> None:
    """Who put it forward and why stands before the decision; only what nobody has looked at says so."""
    found = chain(desk.home, told(desk.home))

    def step(choice: Choice | None, *, current: bool, by: str = "Amina", reason: str = "") -> Reviewed:
        return Reviewed(by, "2026-05-14", choice, "D1 Trusted person", "", reason, None, current)

    waits = replace(found, reviewed=(step(None, current=True, reason="she says so"),))
    assert history_lines(waits) == ["D1 Trusted person: suggested, not looked at yet."]
    put = step(None, current=False, reason="She says so.")
    decided = replace(found, reviewed=(put, step(Choice.ACCEPT, current=True, by="Joan")))
    assert history_lines(decided) == [
        "D1 Trusted person: suggested by Amina, 14 May. She says so.",
        "D1 Trusted person: accepted by Joan, 14 May.",
    ]
    nameless = replace(found, reviewed=(replace(put, by="", reason=""),))
    assert history_lines(nameless) == ["D1 Trusted person: suggested."]
