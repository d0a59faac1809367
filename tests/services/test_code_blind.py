"""What a coder is given of an item: the words everybody reads, the passage or the sound, one's own answers; nothing that may not be read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.errors import Refused
from ldp_stories.services.code_blind import (
    answer,
    blind_item,
    blind_words,
    first_unanswered,
    media_of,
    my_rounds,
)
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import mask
from ldp_stories.store import passages
from tests.services.homes import code_of
from tests.services.house import (
    STORY,
    WOMEN,
    YES,
    Told,
    change,
    erase,
    name_id,
    open_house,
    tell,
)
from tests.services.released import release_read

D1, A8 = name_id("D1"), name_id("A8")


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def story(joan: Home, **facts: Any) -> Told:
    told = tell(joan, marked=(WOMEN,), **facts)
    release_read(joan, told.record)
    return told


def twin(joan: Home, told: Told) -> str:
    """The passage on the masked words."""
    with joan.main.read() as con:
        return next(p.id for p in passages.of_record(con, told.record) if p.copy_of)


def a_round(joan: Home, *items: tuple[str, str], **facts: Any) -> str:
    ident = new_id()
    sets: dict[str, Any] = {
        "unit": "story",
        "tags": [D1, A8],
        "labels": {D1: ["D1", "Trusted person", "m"], A8: ["A8", "Home and space", ""]},
        "items": [list(i) for i in items],
        "coders": [name_id("joan"), name_id("priya")],
        "opened_by": name_id("priya"),
    }
    with joan.main.write() as con:
        joan.put(con, "coding_round", ident, sets=sets | facts)
    return ident


def test_a_story_is_read_by_its_masked_words(joan: Home) -> None:
    told = story(joan)
    mask(joan, told.record, "Mrs Patel", "[neighbour]")
    one = blind_item(joan, a_round(joan, (told.record, "")), 0)
    assert "[neighbour] came to the door" in one.words
    assert "Mrs Patel" not in one.words
    assert (one.title, one.start, one.end, one.gone) == ("Tea and bulbs", 0, 0, False)


def test_a_passage_is_marked_in_its_words(joan: Home) -> None:
    told = story(joan)
    one = blind_item(joan, a_round(joan, (told.record, twin(joan, told))), 0)
    assert one.words[one.start : one.end] == WOMEN


def test_a_passage_with_sound_has_its_seconds_where_the_team_may_hear_it(joan: Home) -> None:
    told = story(joan, sound=True)
    one = blind_item(joan, a_round(joan, (told.record, twin(joan, told))), 0)
    assert (one.from_ms, one.to_ms) == (300, 700)
    assert [m.id for m in media_of(joan, one)] == [told.media]
    change(joan, "consent", told.consent, **{"answer:share_media_team": "no"})
    quiet = blind_item(joan, a_round(joan, (told.record, twin(joan, told))), 0)
    assert (quiet.media, quiet.from_ms, quiet.to_ms) == ((), None, None)
    assert media_of(joan, quiet) == ()
    assert quiet.words


@pytest.mark.parametrize("why", ["consent", "erased", "passage", "unknown"])
def test_what_may_not_be_read_is_gone_without_a_word(joan: Home, why: str) -> None:
    told = story(joan)
    item = (told.record, "")
    if why == "consent":
        change(joan, "consent", told.consent, **{"answer:share_team": "no"})
    elif why == "erased":
        erase(joan, told)
    elif why == "passage":
        item = (told.record, "no such passage")
    else:
        item = ("no such story", "")
    one = blind_item(joan, a_round(joan, item), 0)
    assert one.gone
    assert (one.title, one.words, one.media) == ("", "", ())
    with joan.main.read() as con:
        assert blind_words(joan, con, item) == ("", "")


def test_words_for_a_difference_are_short(joan: Home) -> None:
    told = story(joan)
    with joan.main.read() as con:
        title, words = blind_words(joan, con, (told.record, ""))
        assert (title, words) == ("Tea and bulbs", STORY[:240])
        assert blind_words(joan, con, (told.record, twin(joan, told))) == ("Tea and bulbs", WOMEN)


def test_a_first_answer_and_a_change_are_one_mark(joan: Home) -> None:
    told = story(joan)
    ident = a_round(joan, (told.record, ""))
    answer(joan, ident, 0, D1, "yes", "first")
    answer(joan, ident, 0, A8, "no")
    answer(joan, ident, 0, D1, "no")
    one = blind_item(joan, ident, 0)
    assert dict(one.answers) == {D1: "no", A8: "no"}
    assert dict(one.reasons) == {D1: ""}


def test_the_next_item_is_the_first_without_a_whole_answer(joan: Home) -> None:
    first, second = story(joan), story(joan, code="LT-5555-KQY")
    ident = a_round(joan, (first.record, ""), (second.record, ""))
    answer(joan, ident, 0, D1, "yes")
    assert first_unanswered(joan, ident) == 0
    answer(joan, ident, 0, A8, "yes")
    assert first_unanswered(joan, ident) == 1
    answer(joan, ident, 1, D1, "no")
    answer(joan, ident, 1, A8, "no")
    assert first_unanswered(joan, ident) == 0


def test_rounds_are_listed_open_ones_first_with_ones_share(joan: Home) -> None:
    told = story(joan)
    over = a_round(joan, (told.record, ""), closed=True)
    running = a_round(joan, (told.record, ""))
    others = a_round(joan, (told.record, ""), coders=[name_id("priya"), name_id("theo")])
    answer(joan, running, 0, D1, "yes")
    answer(joan, running, 0, A8, "yes")
    found = my_rounds(joan)
    assert [r.round.id for r in found] == [others, running, over]
    assert [(r.coder, r.open, r.done, r.total) for r in found] == [
        (False, True, 0, 1),
        (True, True, 1, 1),
        (True, False, 0, 1),
    ]
    assert all(r.mine for r in found)


def test_answers_of_others_are_never_in_ones_own_item(joan: Home) -> None:
    told = story(joan)
    ident = a_round(joan, (told.record, ""))
    theirs = {
        "round": ident,
        "record": told.record,
        "passage": "",
        "by": name_id("priya"),
        f"answer:{D1}": "yes",
    }
    with joan.main.write() as con:
        joan.put(con, "round_mark", new_id(), sets=theirs)
    assert blind_item(joan, ident, 0).answers == ()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"closed": True}, "ROUND_CLOSED"),
        ({"deadline": "2026-01-01"}, "ROUND_CLOSED"),
        ({"coders": []}, "NOT_A_CODER"),
    ],
)
def test_a_round_that_is_not_open_for_one_is_refused(joan: Home, facts: dict[str, Any], code: str) -> None:
    told = story(joan, answers=YES)
    ident = a_round(joan, (told.record, ""), **facts)
    for act in (lambda: blind_item(joan, ident, 0), lambda: answer(joan, ident, 0, D1, "yes")):
        with pytest.raises(Refused) as caught:
            act()
        assert code_of(caught) == code
