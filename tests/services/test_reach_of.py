"""What a person's words reached: every story, sound, passage, copy, quote, thing for readers, and everybody who has some of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.services.home import Home
from ldp_stories.services.log_output import log_output, set_copies
from ldp_stories.services.reach_of import Reach, reach_of
from ldp_stories.store import sent
from tests.services.house import BULBS, STORY, WOMEN, Told, change, houses, pass_on, tell


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Home, Home]]:
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        yield amina, joan


@pytest.fixture
def joan(both: tuple[Home, Home]) -> Home:
    return both[1]


def of(home: Home, told: Told) -> Reach:
    return reach_of(home, [told.participant])


def put_layer(home: Home, told: Told, kind: str, text: str) -> str:
    ident = new_id()
    sets = {"record": told.record, "kind": kind, "language": "en", "text": text, "made_from": told.words}
    with home.main.write() as con:
        home.put(con, "layer", ident, sets=sets, subj=(told.participant,))
    return ident


def put_quote(home: Home, told: Told, state: str = "kept") -> str:
    ident = new_id()
    sets = {
        "record": told.record,
        "passage": told.passages[WOMEN],
        "theme": "Women",
        "note": "",
        "state": state,
    }
    with home.main.write() as con:
        home.put(con, "quote", ident, sets=sets, subj=(told.participant,))
    return ident


def test_a_story_with_everything_on_it_is_counted(joan: Home) -> None:
    told = tell(joan, sound=True)
    put_layer(joan, told, "masked", STORY)
    put_layer(joan, told, "reading", STORY)
    reach = of(joan, told)
    (story,) = reach.stories
    assert (story.id, story.title, story.told_on, story.tellers) == (
        told.record,
        "Tea and bulbs",
        "2026-05-14",
        1,
    )
    assert reach.recordings == (1_000,)
    assert reach.passages == 2
    assert reach.versions == 3
    assert reach.quotes == 0
    assert reach.outputs == ()
    assert reach.shared == ()


def test_several_stories_of_one_person_are_all_there_and_nobody_elses(joan: Home) -> None:
    told = tell(joan)
    second = tell(joan, person=told.participant, at="2026-06-01T09:00", marked=())
    tell(joan, code="BS-7Q2K-9TD")
    reach = of(joan, told)
    assert {s.id for s in reach.stories} == {told.record, second.record}
    assert reach.passages == 2
    assert reach.versions == 2


def test_a_story_that_was_put_away_is_there_too(joan: Home) -> None:
    told = tell(joan)
    with joan.main.write() as con:
        joan.hide(con, "record", told.record)
    (story,) = of(joan, told).stories
    assert story.hidden


def test_a_masked_twin_is_the_same_passage(joan: Home) -> None:
    told = tell(joan, marked=(WOMEN,))
    layer = put_layer(joan, told, "masked", STORY)
    start = STORY.index(WOMEN)
    sets = {
        "record": told.record,
        "layer": layer,
        "quote": WOMEN,
        "start": start,
        "end": start + len(WOMEN),
        "copy_of": told.passages[WOMEN],
    }
    with joan.main.write() as con:
        joan.put(con, "passage", new_id(), sets=sets, subj=(told.participant,))
    assert of(joan, told).passages == 1


def test_notes_and_answers_are_counted(joan: Home) -> None:
    told = tell(joan)
    with joan.main.write() as con:
        for kind, sets in (
            ("note", {"encounter": told.encounter, "record": told.record, "text": "kind face"}),
            (
                "comment",
                {"record": told.record, "kind": "question", "text": "Which hall?", "by": joan.member},
            ),
        ):
            joan.put(con, kind, new_id(), sets=sets, subj=(told.participant,))
    assert of(joan, told).notes == 2


def test_a_quote_makes_a_bank_that_is_not_finished(joan: Home) -> None:
    told = tell(joan)
    put_quote(joan, told)
    reach = of(joan, told)
    assert reach.quotes == 1
    (bank,) = reach.outputs
    assert (bank.type, bank.issued, bank.by) == ("quote bank", False, "Joan")
    assert reach.drafts == 1


def test_a_quote_that_was_taken_out_is_no_use_any_more(joan: Home) -> None:
    told = tell(joan)
    put_quote(joan, told, "taken out")
    assert of(joan, told).quotes == 0
    assert of(joan, told).outputs == ()


def test_what_was_made_for_readers_says_how_many_copies_and_where_it_lies(joan: Home, tmp_path: Path) -> None:
    told = tell(joan)
    ident = log_output(joan, "clip", tmp_path / "a.flac", (), subj=[told.participant])
    set_copies(joan, ident, 3)
    (made,) = of(joan, told).outputs
    assert (made.type, made.copies, made.issued, made.by) == ("clip", 3, True, "Joan")
    assert made.path == tmp_path / "a.flac"
    assert made.made_on == "2026-11-22"


def test_a_thing_for_readers_that_only_names_a_passage_is_found(joan: Home) -> None:
    told, other = tell(joan), tell(joan, code="BS-7Q2K-9TD")
    sets = {"type": "report", "title": "report", "items": [told.passages[BULBS]], "made_label": "2026-10-01T"}
    with joan.main.write() as con:
        joan.put(con, "output", new_id(), sets=sets)
    assert [o.type for o in of(joan, told).outputs] == ["report"]
    assert of(joan, other).outputs == ()


def test_an_unfinished_report_is_a_draft(joan: Home, tmp_path: Path) -> None:
    told = tell(joan)
    log_output(joan, "report", tmp_path / "r.html", (), subj=[told.participant], draft=True)
    assert of(joan, told).drafts == 1


def test_its_researcher_has_it_and_whoever_it_was_sent_to(both: tuple[Home, Home]) -> None:
    amina, joan = both
    told = tell(amina)
    pass_on(amina, joan)
    assert of(joan, told).recipients == ("R-07",)
    with joan.main.write() as con:
        line = next(i for i in con.exec_driver_sql("SELECT id FROM revision WHERE kind = 'record'").scalars())
        went = sent.Sent("b1", "evaluators", 1, "00", "records", "g", 1, 1, 1, "x", "2026-11-22T09:00:00Z")
        sent.record_sent(con, went, [line], [])
    assert of(joan, told).recipients == ("R-07", "Priya")


def test_nobody_else_has_what_never_left(joan: Home) -> None:
    assert of(joan, tell(joan)).recipients == ()


def test_a_story_told_by_two_asks_for_a_decision(joan: Home) -> None:
    one, other = tell(joan), tell(joan, code="BS-7Q2K-9TD")
    with joan.main.write() as con:
        both_ = [one.participant, other.participant]
        joan.put(con, "record", one.record, sets={"participants": both_}, subj=both_)
    assert [s.id for s in of(joan, other).shared] == [one.record]
    assert {s.id for s in of(joan, other).stories} == {one.record, other.record}
    assert of(joan, one).shared[0].tellers == 2


def test_a_blank_title_is_shown_by_its_first_words(joan: Home) -> None:
    told = tell(joan, title="")
    change(joan, "record", told.record, note="x")
    assert of(joan, told).stories[0].title.startswith("When we came")
