"""Release: evaluators get masked words and passages on them, never the words as they were said (CONTRACTS.md 3, 4)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.records import LayerKind
from ldp_stories.domain.review import Choice
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.find_names import find_names, not_a_name
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import make_layer, mask
from ldp_stories.services.release_record import release, take_back_release
from ldp_stories.services.review_tags import decide
from ldp_stories.services.story import Story, read_story
from ldp_stories.store import layers, ledger, passages, review
from tests.services.house import (
    BULBS,
    STORY,
    WOMEN,
    YES,
    Told,
    change,
    houses,
    mark,
    name_id,
    pass_on,
    send_to_evaluator,
    tell,
)
from tests.services.released import release_read


@pytest.fixture
def three(tmp_path: Path) -> Iterator[tuple[Home, Home, Home, Told]]:
    with houses(tmp_path, "amina", "joan", "priya") as (amina, joan, priya):
        story = tell(amina, tags={WOMEN: "A8"})
        pass_on(amina, joan)
        yield amina, joan, priya, story


def story_of(home: Home, told: Told) -> Story:
    with home.main.read() as con:
        return read_story(con, told.record)


def everything(home: Home) -> bytes:
    """All bodies of the work stream in a home, as they would be found by a search of its bytes."""
    with home.main.read() as con:
        return b"\n".join(r.body or b"" for r in ledger.revisions(con) if r.stream == "w")


def test_a_release_makes_the_masked_copy_and_copies_the_passages(
    three: tuple[Home, Home, Home, Told],
) -> None:
    _, joan, _, told = three
    done = release_read(joan, told.record)
    assert (done.copied, done.needs_placing) == (2, ())
    story = story_of(joan, told)
    assert story.masked is not None
    assert (story.masked.id, story.masked.text, story.masked.made_from) == (done.layer, STORY, told.words)
    assert story.record.released
    twin = story.copy_of(told.passages[WOMEN])
    assert twin is not None
    assert twin.text is not None
    assert (twin.text.quote, twin.text.layer) == (WOMEN, done.layer)


def test_an_evaluator_never_gets_the_words_as_they_were_said_nor_a_quote_from_them(
    three: tuple[Home, Home, Home, Told],
) -> None:
    _, joan, priya, told = three
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    release_read(joan, told.record)
    send_to_evaluator(joan, priya)
    assert b"Patel" not in everything(priya)
    story = story_of(priya, told)
    assert {x.kind for x in story.layers} == {LayerKind.MASKED}
    assert story.originals == ()
    assert {p.text.quote for p in story.passages if p.text} == {
        WOMEN,
        BULBS.replace("Mrs Patel", "[headteacher]"),
    }


def test_a_name_masked_after_the_release_does_not_travel_in_the_older_copy(
    three: tuple[Home, Home, Home, Told],
) -> None:
    _, joan, priya, told = three
    release_read(joan, told.record)
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    mask(joan, told.record, "spring", "[season]")
    release_read(joan, told.record)
    send_to_evaluator(joan, priya)
    assert b"Patel" not in everything(priya)
    assert b"spring" not in everything(priya)
    assert len(story_of(priya, told).passages) == 2


def test_an_evaluator_with_clearance_gets_the_words_too(three: tuple[Home, Home, Home, Told]) -> None:
    _, joan, priya, told = three
    release_read(joan, told.record)
    send_to_evaluator(joan, priya, clearance=True)
    words = story_of(priya, told).words
    assert words is not None
    assert words.text == STORY


def test_the_evaluator_sees_the_tags_history_at_the_masked_passage(
    three: tuple[Home, Home, Home, Told],
) -> None:
    _, joan, priya, told = three
    decide(joan, told.suggestions["A8"], Choice.CHANGE, reason="a women-only session", to_tag=name_id("B7"))
    release_read(joan, told.record)
    send_to_evaluator(joan, priya)
    with priya.main.read() as con:
        (reading,) = review.readings(con, told.record)
    assert reading.tags == (name_id("B7"),)
    assert reading.suggestion.tag == name_id("A8")
    assert story_of(priya, told).copy_of(str(reading.suggestion.passage)) is not None


def test_a_passage_marked_later_is_copied_by_releasing_again(three: tuple[Home, Home, Home, Told]) -> None:
    amina, joan, _, told = three
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    release_read(joan, told.record)
    late = mark(amina, told, STORY, "Mrs Patel knows she does.")
    pass_on(amina, joan)
    done = release_read(joan, told.record)
    assert (done.copied, done.needs_placing) == (1, ())
    twin = story_of(joan, told).copy_of(late)
    assert twin is not None
    assert twin.text is not None
    assert twin.text.quote == "[headteacher] knows she does."


def test_releasing_again_with_nothing_new_writes_nothing(three: tuple[Home, Home, Home, Told]) -> None:
    _, joan, _, told = three
    first = release_read(joan, told.record)
    before = everything(joan)
    again = release_read(joan, told.record)
    assert (again.layer, again.copied) == (first.layer, 0)
    assert everything(joan) == before


def test_a_passage_in_sound_only_needs_no_copy_and_reaches_the_evaluator(
    three: tuple[Home, Home, Home, Told],
) -> None:
    amina, joan, priya, told = three
    ident = name_id("sound only")
    sets = {"record": told.record, "media": "m", "from_ms": 0, "to_ms": 500}
    with amina.main.write() as con:
        amina.put(con, "passage", ident, sets=sets, subj=(told.participant,))
    pass_on(amina, joan)
    release_read(joan, told.record)
    send_to_evaluator(joan, priya)
    assert ident in {p.id for p in story_of(priya, told).passages}


def test_a_passage_on_a_layer_that_did_not_come_is_kept_back(three: tuple[Home, Home, Home, Told]) -> None:
    _, joan, priya, told = three
    sets = {"record": told.record, "layer": "unknown", "start": 0, "end": 6, "quote": "Secret"}
    with joan.main.write() as con:
        joan.put(con, "passage", name_id("lost"), sets=sets, subj=(told.participant,))
    release_read(joan, told.record)
    send_to_evaluator(joan, priya)
    assert b"Secret" not in everything(priya)


def test_a_story_without_words_is_released_without_a_copy(three: tuple[Home, Home, Home, Told]) -> None:
    amina, joan, _, _ = three
    told = tell(amina, " ", marked=())
    change(amina, "layer", told.words, hidden=True)
    pass_on(amina, joan)
    done = release_read(joan, told.record)
    assert (done.layer, done.copied) == (None, 0)
    assert story_of(joan, told).record.released


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"status": "draft"}, "RELEASE_NOT_READY"),
        ({"status": "held"}, "RELEASE_NOT_READY"),
        ({"sensitivity": "closed"}, "RELEASE_CLOSED"),
        ({"consent": {"status": "withdrawn"}}, "TAKEN_BACK"),
        ({"answers": YES | {"take_part": "no"}}, "NO_PERMISSION"),
    ],
)
def test_what_may_not_be_released_is_refused(
    three: tuple[Home, Home, Home, Told], facts: dict[str, object], code: str
) -> None:
    amina, joan, _, _ = three
    told = tell(amina, **facts)  # type: ignore[arg-type]
    pass_on(amina, joan)
    with pytest.raises(Refused) as caught:
        release_read(joan, told.record)
    assert caught.value.code == code
    with joan.main.read() as con:
        assert len(layers.of_record(con, told.record)) == 1
        assert len(passages.of_record(con, told.record)) == 2


def test_without_the_tick_nothing_is_released(three: tuple[Home, Home, Home, Told]) -> None:
    _, joan, _, told = three
    with pytest.raises(Refused) as caught:
        release(joan, told.record, read_title_and_notes=False)
    assert caught.value.code == "RELEASE_UNREAD"


def test_only_a_coordinator_releases(three: tuple[Home, Home, Home, Told]) -> None:
    amina, _, priya, told = three
    for home in (amina, priya):
        with pytest.raises(Refused) as caught:
            release(home, told.record, read_title_and_notes=True)
        assert caught.value.code == "NOT_YOUR_ROLE"


def test_a_release_that_is_taken_back_sends_nothing_more(three: tuple[Home, Home, Home, Told]) -> None:
    _, joan, priya, told = three
    release_read(joan, told.record)
    take_back_release(joan, told.record)
    send_to_evaluator(joan, priya)
    with pytest.raises(UserError) as caught:
        story_of(priya, told)
    assert caught.value.code == "NO_SUCH_STORY"
    take_back_release(joan, told.record)


def test_a_reading_copy_masked_later_leaves_its_older_version_at_home(
    three: tuple[Home, Home, Home, Told],
) -> None:
    _, joan, priya, told = three
    make_layer(joan, told.record, LayerKind.READING, "Mrs Patel came with bulbs.")
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    release_read(joan, told.record)
    send_to_evaluator(joan, priya)
    assert b"Patel" not in everything(priya)
    assert [x.text for x in story_of(priya, told).layers if x.kind is LayerKind.READING] == [
        "[headteacher] came with bulbs."
    ]


def test_two_masked_copies_made_apart_give_the_evaluator_one_place_for_each_passage(
    three: tuple[Home, Home, Home, Told], tmp_path: Path
) -> None:
    amina, joan, priya, told = three
    with houses(tmp_path / "other", "theo") as (theo,):
        pass_on(amina, theo)
        mask(joan, told.record, "Mrs Patel", "[headteacher]")
        mask(theo, told.record, "Mrs Patel", "[a neighbour]")
        pass_on(theo, joan)
    release_read(joan, told.record)
    send_to_evaluator(joan, priya)
    assert b"Patel" not in everything(priya)
    twins = [p.copy_of for p in story_of(priya, told).passages]
    assert sorted(map(str, twins)) == sorted(told.passages.values())


def test_nothing_is_released_while_a_name_is_not_decided_about_whoever_asks(
    three: tuple[Home, Home, Home, Told],
) -> None:
    _, joan, priya, told = three
    before = everything(joan)
    with pytest.raises(Refused) as caught:
        release(joan, told.record, read_title_and_notes=True)
    assert (caught.value.code, caught.value.facts["words"]) == ("RELEASE_NAMES", "“Mrs Patel”")
    assert everything(joan) == before, "what the release had made so far went with it"
    assert not story_of(joan, told).record.released
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    assert release(joan, told.record, read_title_and_notes=True).layer is not None
    send_to_evaluator(joan, priya)
    assert b"Patel" not in everything(priya)


def test_a_name_written_after_the_release_is_decided_about_before_the_next(
    three: tuple[Home, Home, Home, Told],
) -> None:
    _, joan, _, told = three
    release_read(joan, told.record)
    with joan.main.write() as con:
        joan.put(con, "record", told.record, sets={"title": "Tea with Dr Okonkwo"})
    with pytest.raises(Refused, match="“Dr Okonkwo”"):
        release(joan, told.record, read_title_and_notes=True)
    not_a_name(joan, told.record, "Dr Okonkwo")
    release(joan, told.record, read_title_and_notes=True)
    assert story_of(joan, told).record.released


def test_what_is_hidden_by_the_release_itself_needs_no_second_decision(tmp_path: Path) -> None:
    """A name hidden in one story of a meeting is hidden in the others when they are released."""
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        told = tell(amina)
        other = new_id()
        with amina.main.write() as con:
            first = read_story(con, told.record).record
            amina.put(
                con,
                "record",
                other,
                sets={"encounter": first.encounter, "title": "Bulbs", "status": "ready", "kind": "story"},
                adds={"participants": dict.fromkeys(first.participants, True)},
                subj=first.participants,
            )
            amina.put(
                con,
                "layer",
                new_id(),
                sets={"record": other, "kind": "verbatim", "text": "Then Mrs Patel left.", "language": "en"},
                subj=first.participants,
            )
        pass_on(amina, joan)
        mask(joan, told.record, "Mrs Patel", "[headteacher]")
        assert [n.words for n in find_names(joan, other)] == ["Mrs Patel"]
        release(joan, other, read_title_and_notes=True)
        with joan.main.read() as con:
            masked = read_story(con, other).masked
        assert masked is not None
        assert masked.text == "Then [headteacher] left."
