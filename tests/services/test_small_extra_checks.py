"""Small checks of a long day that need more than one laptop: codes, an upgrade on the way, one person met twice, practice kept apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.domain.passages import TextAnchor
from ldp_stories.domain.revisions import Change, new_revision
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services import address_bundle
from ldp_stories.services.correct_records import link_participants
from ldp_stories.services.edit_record import add_passage, mark_ready, open_record
from ldp_stories.services.find_code import everyone, same_codes
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import inbox, take_in
from ldp_stories.services.mask_words import mask
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.record_encounter import answer, begin, finish
from ldp_stories.store import ledger, people
from tests.services.cast import Cast, bring_in, cast, let_in, send, tell
from tests.services.homes import code_of, pack_of

URDU = "ہم بہار میں آئے۔ مسز پٹیل دروازے پر آئیں۔ پھر مسز پٹیل نے چائے بنائی۔"
TEA = "پھر مسز پٹیل نے چائے بنائی۔"


@pytest.fixture
def crew(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as made:
        yield made


def meet(home: Home, count: int) -> None:
    for _ in range(count):
        talk = begin(home).id
        answer(home, talk, (Scope.TAKE_PART.value,), Answer.YES)
        finish(home, talk)


def codes(home: Home) -> list[str]:
    return [p.code for p in everyone(home)]


def test_thirty_people_in_one_day_on_two_offline_laptops_have_thirty_codes(crew: Cast) -> None:
    dev = crew.join("Dev", Role.RESEARCHER, pack_of(crew.joan, crew.folder))
    let_in(crew, dev)
    meet(crew.amina, 15)
    meet(dev, 15)
    every = codes(crew.amina) + codes(dev)
    assert len(every) == len(set(every)) == 30
    for home in (crew.amina, dev):
        tell(home)
        send(home, "coordinators", crew.stick)
    bring_in(crew.joan, crew.stick)
    assert len(set(codes(crew.joan))) == 2
    assert same_codes(crew.joan) == ()
    dev.close()


def test_a_bundle_of_a_newer_program_comes_in_whole_and_what_is_new_in_it_is_passed_on(
    crew: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sender has upgraded, the receiver has not: a kind and a field that nobody here knows are kept, byte for byte."""
    amina, joan = crew.amina, crew.joan
    story = tell(amina)
    with amina.main.write() as con:
        view = ledger.entity(con, story)
        assert view is not None
        line = new_revision(
            "record",
            story,
            Change({"field of tomorrow": "kept"}),
            subj=view.subjects,
            par=view.heads,
            dev=amina.author.dev(),
            seq=900_000,
            at_label=amina.label(),
        )
        ledger.insert(con, [line])
    monkeypatch.setattr(address_bundle, "__version__", "9.9.9")
    send(amina, "coordinators", crew.stick)
    monkeypatch.undo()
    bring_in(joan, crew.stick)
    assert open_record(joan, story).record.title == "Tea and bulbs"
    with joan.main.read() as con:
        (here,) = ledger.revisions(con, [line.id])
        kept = ledger.entity(con, story)
    assert (here.body, here.commit) == (line.body, line.commit)
    assert kept is not None
    assert kept.get("field of tomorrow") == "kept"


def test_a_bundle_packed_before_the_receiver_was_upgraded_comes_in(
    crew: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = tell(crew.amina)
    monkeypatch.setattr(address_bundle, "__version__", "0.0.1")
    send(crew.amina, "coordinators", crew.stick)
    monkeypatch.undo()
    crew.clock.forward(days=200)
    bring_in(crew.joan, crew.stick)
    assert [r.id for r in my_stories(crew.joan).rows] == [story]


def test_one_person_met_by_two_researchers_is_linked_by_a_person_and_never_by_guess(crew: Cast) -> None:
    dev = crew.join("Dev", Role.RESEARCHER, pack_of(crew.joan, crew.folder))
    let_in(crew, dev)
    first, second = tell(crew.amina, title="Tea and bulbs"), tell(dev, title="Tea and bulbs")
    for home in (crew.amina, dev):
        send(home, "coordinators", crew.stick)
    bring_in(crew.joan, crew.stick)
    (one,), (other,) = (open_record(crew.joan, r).record.participants for r in (first, second))
    with crew.joan.main.read() as con:
        assert [p.id for p in people.linked(con, one)] == [one], "the same words and place are no proof"
    link_participants(crew.joan, one, other)
    with crew.joan.main.read() as con:
        assert {p.id for p in people.linked(con, one)} == {one, other}
    assert len(set(codes(crew.joan))) == 2, "both codes stay"
    dev.close()


def test_a_clock_that_is_a_year_ahead_or_behind_changes_no_order_between_two_laptops(crew: Cast) -> None:
    amina, joan = crew.amina, crew.joan
    story = tell(amina)
    send(amina, "coordinators", crew.stick)
    bring_in(joan, crew.stick)
    crew.clock.at -= timedelta(days=365)
    with joan.main.write() as con:
        joan.put(con, "record", story, sets={"direction": "better"})
    crew.clock.at += timedelta(days=365)
    view = open_record(joan, story)
    assert view.record.direction == "better"
    assert view.record.conflicts == ()


def test_a_passage_in_urdu_stands_on_the_very_words_after_masking(crew: Cast) -> None:
    amina, joan = crew.amina, crew.joan
    story = tell(amina, words=URDU, ready=False)
    layer = open_record(amina, story).words
    assert layer is not None
    at = URDU.index(TEA)
    marked = add_passage(amina, story, layer=layer.id, start=at, end=at + len(TEA))
    mark_ready(amina, story)
    send(amina, "coordinators", crew.stick)
    bring_in(joan, crew.stick)
    mask(joan, story, "مسز پٹیل", "[ہمسائی]")
    view = open_record(joan, story)
    twin = next(p for p in view.passages if p.copy_of == marked)
    original = next(p for p in view.passages if p.id == marked)
    assert isinstance(twin.text, TextAnchor)
    assert twin.text.quote == TEA.replace("مسز پٹیل", "[ہمسائی]")
    masked = next(x for x in view.layers if x.id == twin.text.layer)
    assert masked.text == URDU.replace("مسز پٹیل", "[ہمسائی]")
    assert masked.text[twin.text.start : twin.text.end] == twin.text.quote
    assert original.text is not None
    assert original.text.quote == TEA, "the words as they were said stay underneath"
    assert view.needs_placing == frozenset()


def test_a_practice_story_is_refused_by_a_live_notebook_and_leaves_nothing(crew: Cast) -> None:
    tell(crew.amina)
    send(crew.amina, "coordinators", crew.stick)
    joan = crew.joan
    joan.practice = False  # a notebook for real stories with the very same keys
    with pytest.raises(UserError) as caught:
        take_in(joan, inbox(crew.stick)[0])
    assert code_of(caught) == "PRACTICE_MIXED"
    assert my_stories(joan).rows == ()
    with joan.main.read() as con:
        assert not [r for r in ledger.revisions(con) if r.kind == "record"]
    joan.practice = True


def test_a_code_given_twice_by_chance_is_never_taken_for_one_person(crew: Cast) -> None:
    first, second = tell(crew.joan), tell(crew.joan)
    (one,), (other,) = (open_record(crew.joan, r).record.participants for r in (first, second))
    with crew.joan.main.write() as con:
        found = people.participant(con, one)
        assert found is not None
        crew.joan.put(con, "participant", other, sets={"code": found.code}, subj=[other])
    (pair,) = same_codes(crew.joan)
    assert {m.person.id for m in pair} == {one, other}
    with crew.joan.main.read() as con:
        assert [p.id for p in people.linked(con, one)] == [one]
