"""What a reading writes down: which lines were read, the masked words beside the others, and the facts that go on without them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.domain.free_text import SHARED, Manifest
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.revisions import EntityView
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import mask
from ldp_stories.services.release_record import take_back_release
from ldp_stories.services.release_words import changed_since, pass_on, read_words, unread_words
from ldp_stories.services.story import read_story
from ldp_stories.services.withhold_words import for_evaluators
from ldp_stories.store import ledger, unread
from tests.services.house import BULBS, STORY, WOMEN, Told, change, houses, tell
from tests.services.house import pass_on as carry
from tests.services.released import release_read


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    with houses(tmp_path, "joan") as (home,):
        yield home


@pytest.fixture
def told(joan: Home) -> Told:
    return tell(joan, tags={WOMEN: "A8"}, title="Mrs Patel and the bulbs", level="neighbourhood")


def view(home: Home, ent: str) -> EntityView:
    with home.main.read() as con:
        found = ledger.entity(con, ent)
    assert found is not None
    return found


def manifest(home: Home, record: str) -> Manifest:
    with home.main.read() as con:
        return unread.manifests(con, [record])[record]


def count(home: Home) -> int:
    with home.main.read() as con:
        return sum(1 for _ in ledger.revisions(con))


def goes(home: Home, *ents: str) -> bytes:
    """The bodies of some things as they would go to evaluators."""
    with home.main.read() as con:
        lines = for_evaluators(con, list(ledger.revisions(con, ents=ents)))
    return b"\n".join(r.body for r in lines if r.body)


def fields(home: Home, record: str) -> list[tuple[str, str]]:
    with home.main.read() as con:
        return [(u.kind, u.field) for u in unread_words(con, record)]


def test_nothing_with_words_goes_before_anybody_has_read_it(joan: Home, told: Told) -> None:
    everything = goes(joan, told.record, told.words, told.suggestions["A8"], *told.passages.values())
    assert b"Patel" not in everything
    assert b"she says so" not in everything


def test_a_release_without_masks_writes_no_words_a_second_time(joan: Home, told: Told) -> None:
    release_read(joan, told.record)
    assert manifest(joan, told.record).kept_back == frozenset()
    assert not [n for n in view(joan, told.record).fields if n.startswith(SHARED)]
    assert b"Mrs Patel and the bulbs" in goes(joan, told.record)


def test_releasing_again_writes_nothing(joan: Home, told: Told) -> None:
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    release_read(joan, told.record)
    before = count(joan)
    release_read(joan, told.record)
    assert count(joan) == before


def test_masked_words_stand_beside_the_others_and_the_facts_are_said_again(joan: Home, told: Told) -> None:
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    release_read(joan, told.record)
    found = view(joan, told.record)
    assert found.get("title") == "Mrs Patel and the bulbs"
    assert found.get(SHARED + "title") == "[headteacher] and the bulbs"
    out = goes(joan, told.record)
    assert b"Mrs Patel" not in out
    assert b"neighbourhood" in out
    assert b"[headteacher] and the bulbs" in out


def test_a_reason_with_a_name_is_masked_and_its_tag_goes_on(joan: Home, told: Told) -> None:
    change(joan, "suggestion", told.suggestions["A8"], reason="Mrs Patel said it")
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    release_read(joan, told.record)
    out = goes(joan, told.suggestions["A8"])
    assert b"Patel" not in out
    assert b"[headteacher] said it" in out
    assert view(joan, told.suggestions["A8"]).get("tag").encode() in out


def test_a_later_name_is_masked_in_what_is_there_already(joan: Home, told: Told) -> None:
    change(joan, "record", told.record, note="Karim was there")
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    release_read(joan, told.record)
    mask(joan, told.record, "Karim", "[her son]")
    out = goes(joan, told.record)
    assert b"Karim" not in out
    assert b"[her son] was there" in out
    assert fields(joan, told.record) == []


def test_a_name_masked_in_one_story_of_a_meeting_is_masked_in_the_others(joan: Home, told: Told) -> None:
    other = new_id()
    sets: dict[str, Any] = {
        "encounter": told.encounter,
        "kind": "story",
        "status": "ready",
        "participants": [told.participant],
        "title": "More of Mrs Patel",
    }
    with joan.main.write() as con:
        joan.put(con, "record", other, sets=sets, subj=(told.participant,))
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    release_read(joan, other)
    out = goes(joan, other)
    assert b"Mrs Patel" not in out
    assert b"More of [headteacher]" in out


def test_a_second_coordinator_who_knows_no_masks_takes_none_off(tmp_path: Path) -> None:
    with houses(tmp_path, "joan", "theo") as (joan, theo):
        told = tell(joan, title="Mrs Patel and the bulbs")
        mask(joan, told.record, "Mrs Patel", "[headteacher]")
        release_read(joan, told.record)
        carry(joan, theo)
        with theo.main.write() as con:
            for ident in [r.ent for r in ledger.revisions(con) if r.kind == "masking"]:
                theo.hide(con, "masking", ident)
        release_read(theo, told.record)
        out = goes(theo, told.record)
        assert b"Mrs Patel" not in out
        assert b"[headteacher] and the bulbs" in out


def test_what_was_changed_is_told_with_the_words_as_they_were(joan: Home, told: Told) -> None:
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    release_read(joan, told.record)
    change(joan, "record", told.record, title="Only bulbs")
    change(joan, "encounter", told.encounter, promises="a card")
    found = {u.field: (u.now, u.before) for u in changed_since(joan, told.record)}
    assert found == {
        "title": ("Only bulbs", "[headteacher] and the bulbs"),
        "promises": ("a card", ""),
    }


def test_a_story_that_is_not_with_evaluators_has_nothing_to_read_again(joan: Home, told: Told) -> None:
    assert changed_since(joan, told.record) == ()
    release_read(joan, told.record)
    take_back_release(joan, told.record)
    assert changed_since(joan, told.record) == ()
    assert b"Patel" not in goes(joan, told.record)
    assert changed_since(joan, "unknown") == ()


def test_facts_of_a_tag_go_on_while_its_reason_waits(joan: Home, told: Told) -> None:
    release_read(joan, told.record)
    ident = new_id()
    sets = {"record": told.record, "tag": "t9", "by": joan.member, "sure": "sure", "reason": "see Mrs Patel"}
    with joan.main.write() as con:
        joan.put(con, "suggestion", ident, sets=sets)
        assert pass_on(joan, con) == 1
    out = goes(joan, ident)
    assert b"Patel" not in out
    assert b'"tag":"t9"' in out
    assert view(joan, ident).get("reason") == "see Mrs Patel"
    assert fields(joan, told.record) == [("suggestion", "reason")]


@pytest.mark.parametrize("kind", ["comment", "note"])
def test_what_is_nothing_but_words_waits_whole(joan: Home, told: Told, kind: str) -> None:
    release_read(joan, told.record)
    ident = new_id()
    with joan.main.write() as con:
        joan.put(con, kind, ident, sets={"record": told.record, "text": "see Mrs Patel"})
        pass_on(joan, con)
    assert goes(joan, ident) == b""


def test_passing_on_again_writes_nothing_more(joan: Home, told: Told) -> None:
    release_read(joan, told.record)
    with joan.main.write() as con:
        sets = {"record": told.record, "tag": "t9", "reason": "see Mrs Patel"}
        joan.put(con, "suggestion", new_id(), sets=sets)
        pass_on(joan, con)
    before = count(joan)
    with joan.main.write() as con:
        assert pass_on(joan, con) == 1
    assert count(joan) == before


def own_passage(home: Home, told: Told, *, note: str = "", quote: str = WOMEN) -> str:
    """A passage somebody marks on the masked copy."""
    with home.main.read() as con:
        layer = read_story(con, told.record).masked
    assert layer is not None
    at, ident = layer.text.index(WOMEN), new_id()
    sets = {
        "record": told.record,
        "layer": layer.id,
        "start": at,
        "end": at + len(WOMEN),
        "quote": quote,
        "before": layer.text[at - 5 : at],
        "after": layer.text[at + len(WOMEN) :][:5],
        "note": note,
    }
    with home.main.write() as con:
        home.put(con, "passage", ident, sets=sets)
        pass_on(home, con)
    return ident


def test_a_passage_that_only_quotes_what_evaluators_have_goes_on(joan: Home, told: Told) -> None:
    release_read(joan, told.record)
    assert WOMEN.encode() in goes(joan, own_passage(joan, told))
    with joan.main.read() as con:
        assert unread.waiting(con) == ()


@pytest.mark.parametrize("more", [{"note": "Mrs Patel"}, {"quote": "They draw Mrs Patel"}])
def test_a_passage_that_says_something_of_its_own_waits(joan: Home, told: Told, more: dict[str, str]) -> None:
    release_read(joan, told.record)
    assert goes(joan, own_passage(joan, told, **more)) == b""


def test_a_line_said_again_over_one_that_was_read_counts_as_read(joan: Home, told: Told) -> None:
    release_read(joan, told.record)
    with joan.main.read() as con:
        (first,) = ledger.revisions(con, ents=[told.suggestions["A8"]])
    with joan.main.write() as con:
        again = {"reason": "she says so", "sure": "sure"}
        joan.put(con, "suggestion", told.suggestions["A8"], sets=again, over=first.id)
        assert pass_on(joan, con) == 0
    assert fields(joan, told.record) == []


def test_a_line_that_says_something_else_over_one_that_was_read_does_not(joan: Home, told: Told) -> None:
    release_read(joan, told.record)
    with joan.main.read() as con:
        (first,) = ledger.revisions(con, ents=[told.suggestions["A8"]])
    with joan.main.write() as con:
        joan.put(con, "suggestion", told.suggestions["A8"], sets={"reason": "Mrs Patel"}, over=first.id)
        assert pass_on(joan, con) == 1
    assert fields(joan, told.record) == [("suggestion", "reason")]


def test_reading_needs_no_mask_and_no_masked_copy(joan: Home) -> None:
    ident = new_id()
    with joan.main.write() as con:
        joan.put(con, "record", ident, sets={"kind": "observation", "status": "ready", "saw": "a green door"})
        read_words(joan, con, ident)
    assert b"a green door" in goes(joan, ident)


def test_the_name_of_the_grown_up_is_never_among_it(joan: Home) -> None:
    told = tell(joan, consent={"adult_relation": "Shazia, her mother"}, marked=())
    release_read(joan, told.record)
    out = goes(joan, told.consent)
    assert b"Shazia" not in out
    assert b"a grown-up" in out
    assert b'"answer:share_team":"yes"' in out


def test_a_narrower_answer_goes_on_although_words_beside_it_wait(joan: Home, told: Told) -> None:
    release_read(joan, told.record)
    change(joan, "consent", told.consent, **{"answer:quote_anon": "no", "attribution": "Shazia"})
    with joan.main.write() as con:
        pass_on(joan, con)
    out = goes(joan, told.consent)
    assert b"Shazia" not in out
    assert b'"answer:quote_anon":"no"' in out


def test_replaced_copies_and_passages_on_them_are_never_open(joan: Home, told: Told) -> None:
    release_read(joan, told.record)
    with joan.main.read() as con:
        old = read_story(con, told.record)
    assert old.masked is not None
    assert BULBS.encode() in goes(joan, old.masked.id)
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    twins = [p.id for p in old.passages if p.copy_of]
    assert goes(joan, old.masked.id, *twins) == b""
    with joan.main.read() as con:
        new = read_story(con, told.record).masked
    assert new is not None
    assert new.text == STORY.replace("Mrs Patel", "[headteacher]")
    assert new.text.encode() in goes(joan, new.id)
