"""A conversation begun under one programme file, and finished after a newer one came: its words, its place and its tag stay what they were."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.records import Status
from ldp_stories.services import change_codebook
from ldp_stories.services.codebook_work import Why
from ldp_stories.services.edit_record import mark_ready, open_record
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.mark_passages import suggest_tag
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.read_pack import prompt_sets
from ldp_stories.services.record_encounter import conversation, finish, keys_of, questions, tick_prompt
from ldp_stories.services.start_home import take_pack
from ldp_stories.store import ledger, programme, records, tags
from ldp_stories.ui.researcher.conversation import ConversationStep
from ldp_stories.ui.researcher.words_after import WordsAfterStep
from tests.services.cast import Cast, bring_in, cast, send
from tests.services.homes import pack_of
from tests.ui.helpers import words_on
from tests.ui.on_screen import Desk, talk_with

NEW_WORDS = "Is it all right if we talk today?"
NEW_PROMPT = "What would you tell your younger self?"


@pytest.fixture
def crew(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as made:
        yield made


def newer_pack(crew: Cast, tag: str, place: str) -> None:
    """The coordinator asks in other words, with other questions, takes a tag out of use and lets a ward end; the researcher takes it."""
    joan = crew.joan
    with joan.main.write() as con:
        for ident, form in programme.raw(con, "consent_form"):
            asked = [{**q, "question": NEW_WORDS} for q in form["items"]]
            joan.put(con, "consent_form", ident, sets={"items": asked, "version": "2"})
        for ident, _ in programme.raw(con, "prompt_set"):
            joan.put(con, "prompt_set", ident, sets={"items": [NEW_PROMPT]})
        joan.put(con, "place", place, sets={"valid_to": "2026-01-01"})
    change_codebook.retire(joan, tag, Why("Nobody uses it"))
    before = crew.amina.pack_hash
    take_pack(crew.amina, pack_of(joan, crew.folder))
    assert crew.amina.pack_hash != before


def worded(con: Connection, consent: str) -> dict[str, str]:
    """The words that are kept with the answers."""
    view = ledger.entity(con, consent)
    assert view is not None
    kept = view.get("wording")
    assert isinstance(kept, dict)
    return kept


def a_tag(home: Home) -> str:
    with home.main.read() as con:
        return tags.codebook(con)[0].id


def test_a_conversation_of_an_older_pack_opens_and_is_finished_as_it_was_begun(
    crew: Cast, qtbot: QtBot
) -> None:
    amina = crew.amina
    desk = Desk(amina, qtbot)
    talk = talk_with(amina)
    before = conversation(amina, talk)
    asked = {keys_of(q)[0]: q.question for q in questions(amina, talk)}
    old_prompt = prompt_sets(amina)[0].items[0]
    tick_prompt(amina, talk, old_prompt, True)
    newer_pack(crew, a_tag(amina), before.place or "")
    step = ConversationStep(desk.context, talk)
    desk.show(step)
    assert NEW_PROMPT in words_on(step), "what is still to be asked is asked in today's words"
    step.leaving()
    record = finish(amina, talk)
    view = open_record(amina, record)
    (consent,) = view.consents
    assert consent.answers == {**consent.answers, "take_part": Answer.YES}
    with amina.main.read() as con:
        fields = records.fields(con, record)
        wording = worded(con, consent.id)
    assert wording["take_part"] == asked["take_part"], "the words are those that were read out"
    assert old_prompt in fields["prompts_asked"]
    assert view.place is not None
    assert view.place.id == before.place, "told there, whatever became of the ward"


def test_a_draft_with_a_tag_that_went_out_of_use_opens_is_made_ready_and_arrives(
    crew: Cast, qtbot: QtBot
) -> None:
    amina = crew.amina
    desk = Desk(amina, qtbot)
    tag = a_tag(amina)
    talk = talk_with(amina)
    place = conversation(amina, talk).place or ""
    record = finish(amina, talk)
    suggest_tag(amina, record, tag=tag)
    newer_pack(crew, tag, place)
    step = WordsAfterStep(desk.context, record)
    desk.show(step)
    step.words.edit.setPlainText("The bulbs came up in the yard.")
    step.leaving()
    mark_ready(amina, record)
    assert open_record(amina, record).record.status is Status.READY
    send(amina, "coordinators", crew.stick)
    bring_in(crew.joan, crew.stick)
    (row,) = my_stories(crew.joan).rows
    assert row.id == record
    assert [r.suggestion.tag for r in open_record(crew.joan, record).readings] == [tag], (
        "the tag they saw stays to be seen"
    )
