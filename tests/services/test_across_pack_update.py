"""What was begun under an older programme file goes on under the newer one: open talks, half-typed words, tags, and the words of each question."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.tags import TagStatus
from ldp_stories.services.change_codebook import Why, edit_tag, retire
from ldp_stories.services.edit_record import (
    drafts,
    keep_draft,
    mark_ready,
    open_record,
    suggest_tag,
    write_drafts,
)
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.services.read_pack import consent_form, prompt_sets
from ldp_stories.services.record_encounter import (
    add_note,
    answer,
    begin,
    carry_on,
    conversation,
    finish,
    keys_of,
    questions,
    set_facts,
    tick_prompt,
)
from ldp_stories.services.start_home import open_home, take_pack
from ldp_stories.services.undo_words import begin_undo, earlier
from ldp_stories.store import consent, ledger, programme, records
from tests.services.cast import Cast, bring_in, cast, send, tell
from tests.services.homes import everything_yes, pack_of


@pytest.fixture(scope="module")
def crew(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    with cast(tmp_path_factory.mktemp("cast")) as made:
        yield made


def new_words(joan: Home) -> None:
    """The coordinator words every question anew, takes the questions of the first set away and gives them a new one."""
    with joan.main.write() as con:
        for ent, form in programme.raw(con, "consent_form"):
            items = [{**i, "question": f"Newly said: {i['question']}"} for i in form["items"]]
            joan.put(con, "consent_form", ent, sets={"items": items, "version": "9"})
        ent, _ = programme.prompt_sets(con)[0]
        joan.put(con, "prompt_set", ent, sets={"items": ["A new question?"]})


def wording(home: Home, record: str) -> dict[str, str]:
    with home.main.read() as con:
        told = records.record(con, record)
        assert told is not None
        view = ledger.entity(con, consent.of_encounter(con, told.encounter)[0].id)
        assert view is not None
        return dict(view.get("wording"))


def half_a_talk(home: Home) -> tuple[str, str]:
    """A conversation with its first question answered and one prompt asked; its id and that prompt."""
    talk = begin(home).id
    prompt = prompt_sets(home)[0].items[0]
    set_facts(home, talk, prompt_set=prompt_sets(home)[0].key, said_first=True, step="talk")
    answer(home, talk, keys_of(questions(home, talk)[0]), Answer.YES)
    add_note(home, talk, "A note of before", None)
    tick_prompt(home, talk, prompt, True)
    return talk, prompt


def test_everything_that_was_begun_opens_after_the_update_and_the_program_was_closed_between(
    crew: Cast,
) -> None:
    amina, joan = crew.amina, crew.joan
    gone, renamed = codebook(amina)[:2]
    first_words = str(consent_form(amina)["items"][0]["question"])
    talk, prompt = half_a_talk(amina)
    draft = tell(amina, title="", ready=False)
    for tag in (gone, renamed):
        suggest_tag(amina, draft, tag=tag.id, reason="she says so")
    finished = begin(amina).id
    everything_yes(amina, finished)
    old = finish(amina, finished)
    begin_undo(amina, draft, "words", "")
    keep_draft(amina, draft, "words", "Half a sentence.")
    keep_draft(amina, draft, "words", "Another")

    retire(joan, gone.id, Why("nobody used it", "An invented one"))
    edit_tag(joan, renamed.id, {"name": "A better name"}, Why("plainer", "An invented one"))
    new_words(joan)
    newest = pack_of(joan, crew.folder)
    amina.close()
    crew.amina = amina = open_home(amina.folder, None, amina.machine)
    assert take_pack(amina, newest).new > 0

    open_again(amina, talk, prompt, first_words)
    tags_stay(crew, draft, gone.id, renamed.id)
    carried = carry_on(amina, old)
    answer(amina, carried.id, ("recontact",), Answer.NO)
    finish(amina, carried.id)
    said = wording(amina, old)
    assert said["recontact"].startswith("Newly said: ")
    assert not said["take_part"].startswith("Newly said: "), "what was not asked again keeps its words"


def open_again(amina: Home, talk: str, prompt: str, first_words: str) -> None:
    """The conversation is as it was left; what is asked from now on has the new words, what was asked keeps the old ones."""
    now = conversation(amina, talk)
    assert [n.text for n in now.notes] == ["A note of before"]
    assert now.asked == (prompt,)
    asked = questions(amina, talk)
    assert asked[0].question.startswith("Newly said: ")
    for question in asked[1:]:
        answer(amina, talk, keys_of(question), Answer.YES)
    record = finish(amina, talk)
    said = wording(amina, record)
    assert said[keys_of(asked[0])[0]] in (first_words, asked[0].question.removeprefix("Newly said: "))
    assert said[keys_of(asked[1])[0]] == asked[1].question
    with amina.main.read() as con:
        facts = records.fields(con, record)
    assert facts["prompts_asked"] == [prompt]
    assert facts["guide"] == now.prompt_set


def tags_stay(crew: Cast, draft: str, gone: str, renamed: str) -> None:
    """A half-typed draft is there with its undo; its tags stay, retired or renamed, and reach the coordinator as they were meant."""
    amina = crew.amina
    assert drafts(amina, draft) == {"words": "Another"}
    assert earlier(amina, draft, "words", "Another") == "Half a sentence."
    write_drafts(amina, draft)
    book = {t.id: t for t in codebook(amina, retired=True)}
    assert book[gone].status is TagStatus.RETIRED
    assert book[renamed].name == "A better name"
    assert {r.suggestion.tag for r in open_record(amina, draft).readings} == {gone, renamed}
    mark_ready(amina, draft)
    send(amina, "coordinators", crew.stick)
    bring_in(crew.joan, crew.stick)
    assert {r.suggestion.tag for r in open_record(crew.joan, draft).readings} == {gone, renamed}
