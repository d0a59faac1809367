"""Sentences of a preview: one thing in the singular, and another language through whoever hands in its words."""

from __future__ import annotations

import pytest

from ldp_stories.services.bring_in_codings import ONE, WORDS, BringPreview
from ldp_stories.services.codebook_exchange import CodebookPreview
from ldp_stories.services.look_at_exchange import Seen
from ldp_stories.services.preview_lines import how_many, plain
from ldp_stories.services.propose_codes import Proposal


@pytest.mark.parametrize(("count", "words"), [(0, "0 new tags"), (1, "1 new tag"), (2, "2 new tags")])
def test_one_thing_is_said_in_the_singular(count: int, words: str) -> None:
    assert how_many(plain, count, "{n} new tag", "{n} new tags") == words


def test_words_without_facts_stay_as_they_are() -> None:
    assert plain("It stands {twice}.") == "It stands {twice}."


def test_each_reason_to_stay_has_a_sentence_for_one_and_for_many() -> None:
    assert ONE.keys() == WORDS.keys()
    for why, words in ONE.items():
        assert words != WORDS[why]
        assert "It was left out." in words
        assert "They were left out." in WORDS[why]


class _NoLosses:
    project = None
    losses = ()


def test_many_tags_that_cannot_come_in_are_one_sentence_with_the_first_names() -> None:
    seen: Seen = _NoLosses()  # type: ignore[assignment]
    deep = tuple((f"Level {n}", "deep") for n in range(57))
    found = CodebookPreview((), (), 3, (*deep, ("Round", "circle"), ("", "no name"), ("-", "no name")))
    first, *stays = Proposal(seen, found).lines
    assert first == "3 are the same."
    assert stays == [
        "57 tags lie deeper than three levels: Level 0, Level 1, Level 2 and 54 more. They were left out.",
        "Round: It lies under itself. It was left out.",
        "2 tags have no name. They were left out.",
    ]


def test_every_sentence_goes_through_the_words_that_are_handed_in() -> None:
    seen: Seen = _NoLosses()  # type: ignore[assignment]
    preview = BringPreview(seen, (), (), 0, {"moved": 1, "foreign": 2}, ("a text",))
    asked: list[str] = []

    def shout(text: str, **facts: object) -> str:
        asked.append(text)
        return text.format(**facts).upper() if facts else text.upper()

    said = preview.said(shout)
    assert all(line.words == line.words.upper() for line in said)
    assert [line.stays for line in said] == [False, True, True, True]
    assert ONE["moved"] in asked
    assert WORDS["foreign"] in asked
    assert preview.lines[1] == ONE["moved"].format(n=1)
