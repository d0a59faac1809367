"""A story carried on: what was put right in where and who or consent is written by the next finish, and nothing else is."""

from pathlib import Path
from typing import Any

import pytest

from ldp_stories.domain.consent import Answer, Method, Route, Scope, gate
from ldp_stories.domain.people import AgeBand, TellerKind
from ldp_stories.domain.records import Sensitivity
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import desk_talk, read_pack
from ldp_stories.services.home import Home
from ldp_stories.services.record_encounter import (
    add_part_from_file,
    answer,
    begin,
    carry_on,
    conversation,
    finish,
    open_conversations,
    questions,
    set_facts,
    set_method,
    stop_and_thank,
    tick_prompt,
    use_code,
)
from ldp_stories.store import consent, encounters, ledger, media, people, records
from tests.services.homes import everything_yes, told
from tests.services.test_finish_conversation import sound_file


@pytest.fixture
def record(home: Home) -> str:
    """A finished story of an adult who said yes to everything."""
    return told(
        home,
        place="p-millbrook",
        age_band="40-59",
        relation="know by sight",
        who_else="her sister",
        prompt_set="story",
    )


def entity(home: Home, kind: str, story: str) -> Any:
    """A participant, encounter, consent or record as the ledger sees it."""
    with home.main.read() as con:
        found = records.record(con, story)
        assert found is not None
        (given,) = consent.of_encounter(con, found.encounter)
        ident = {
            "record": story,
            "encounter": found.encounter,
            "consent": given.id,
            "participant": found.participants[0],
        }[kind]
        return ledger.entity(con, ident)


def revisions(home: Home) -> list[str]:
    with home.main.read() as con:
        return sorted(r.id for r in ledger.revisions(con))


@pytest.mark.parametrize(
    ("kind", "facts", "field", "value"),
    [
        ("encounter", {"place": "p-larks"}, "place", "p-larks"),
        ("encounter", {"place": None}, "place", None),
        ("encounter", {"setting": "community café"}, "setting", "community café"),
        ("encounter", {"private_enough": "no"}, "private_enough", "no"),
        ("encounter", {"relation": "stranger"}, "relation", "stranger"),
        ("encounter", {"route": "school"}, "route", "school"),
        ("encounter", {"who_else": ""}, "who_else", ""),
        ("encounter", {"kind": "walk/street"}, "kind", "walk/street"),
        ("participant", {"age_band": "60-74"}, "age_band", "60-74"),
        ("participant", {"teller_kind": "volunteer"}, "teller_kind", "volunteer"),
        ("participant", {"target_groups": ["women", "carers"]}, "target_groups", ["women", "carers"]),
        ("consent", {"attribution": "Nadia"}, "attribution", "Nadia"),
        ("record", {"closed": True}, "sensitivity", "closed"),
    ],
)
def test_a_fact_put_right_is_written_by_the_next_finish(
    home: Home, record: str, kind: str, facts: dict[str, object], field: str, value: object
) -> None:
    assert entity(home, kind, record).get(field) != value
    more = carry_on(home, record)
    set_facts(home, more.id, **facts)
    assert finish(home, more.id) == record
    assert entity(home, kind, record).get(field) == value
    assert entity(home, kind, record).conflicts == ()


def test_carrying_on_and_finishing_untouched_writes_nothing(home: Home, record: str) -> None:
    before = revisions(home)
    assert finish(home, carry_on(home, record).id) == record
    assert revisions(home) == before


def test_only_what_changed_is_written(home: Home, record: str) -> None:
    before = set(revisions(home))
    more = carry_on(home, record)
    set_facts(home, more.id, relation="stranger")
    finish(home, more.id)
    (new,) = set(revisions(home)) - before
    with home.main.read() as con:
        (line,) = [r for r in ledger.revisions(con) if r.id == new]
    assert line.kind == "encounter"
    assert line.body == b'{"set":{"relation":"stranger"}}'


def test_the_conversation_shows_everything_that_was_said_before(home: Home) -> None:
    talk = begin(home).id
    set_facts(home, talk, who_else="her sister", prompt_set="story", attribution="Nadia, Millbrook")
    everything_yes(home, talk)
    asked = next(p for p in read_pack.prompt_sets(home) if p.key == "story").items[0]
    tick_prompt(home, talk, asked, asked=True)
    set_method(home, talk, Method.PAPER)
    more = carry_on(home, finish(home, talk))
    assert (more.who_else, more.prompt_set, more.attribution) == ("her sister", "story", "Nadia, Millbrook")
    assert more.asked == (asked,)
    assert more.method is Method.PAPER


def test_a_question_asked_later_is_ticked_in_the_story(home: Home, record: str) -> None:
    items = next(p for p in read_pack.prompt_sets(home) if p.key == "story").items
    more = carry_on(home, record)
    tick_prompt(home, more.id, items[2], asked=True)
    finish(home, more.id)
    assert entity(home, "record", record).get("prompts_asked") == [items[2]]
    assert items[2] not in entity(home, "record", record).get("prompts_skipped")


@pytest.mark.parametrize("given", [Answer.NO, Answer.NOT_ASKED])
def test_an_answer_taken_back_on_carrying_on_closes_the_gate(home: Home, record: str, given: Answer) -> None:
    more = carry_on(home, record)
    answer(home, more.id, ("audio",), given)
    finish(home, more.id)
    with home.main.read() as con:
        (found,) = consent.of_participant(con, more.participant)
    assert found.answer(Scope.AUDIO) is given
    assert not gate(found, Scope.AUDIO, home.today()).open
    assert gate(found, Scope.SHARE_TEAM, home.today()).open


def test_an_answer_given_on_carrying_on_opens_the_gate_with_the_words_that_were_shown(home: Home) -> None:
    talk = begin(home).id
    everything_yes(home, talk)
    answer(home, talk, ("archive",), Answer.NOT_ASKED)
    record = finish(home, talk)
    assert not gate_of(home, record, Scope.ARCHIVE)
    more = carry_on(home, record)
    answer(home, more.id, ("archive",), Answer.YES)
    finish(home, more.id)
    assert gate_of(home, record, Scope.ARCHIVE)
    view = entity(home, "consent", record)
    words = {scope: q.question for q in questions_of(home) for scope in q.scopes if not q.channels}
    assert view.get("wording")["archive"] == words["archive"]
    assert view.get("wording")["audio"] == words["audio"]
    assert view.get("taken_by") == home.member


def questions_of(home: Home) -> Any:
    return questions(home, begin(home).id)


def gate_of(home: Home, record: str, scope: Scope) -> bool:
    with home.main.read() as con:
        found = records.record(con, record)
        assert found is not None
        (given,) = consent.of_encounter(con, found.encounter)
    return gate(given, scope, home.today()).open


def test_an_age_below_sixteen_found_later_closes_every_gate_until_the_route_is_done(
    home: Home, record: str
) -> None:
    more = carry_on(home, record)
    assert set_facts(home, more.id, age_band="11-15").consent_route is Route.UNDER_16
    finish(home, more.id)
    assert entity(home, "participant", record).get("age_band") == "11-15"
    assert entity(home, "consent", record).get("route") == Route.UNDER_16.value
    assert not any(gate_of(home, record, scope) for scope in Scope)
    again = carry_on(home, record)
    set_facts(home, again.id, adult_relation="mother")
    answer(home, again.id, (desk_talk.ADULT,), Answer.YES)
    answer(home, again.id, (desk_talk.CHILD, "take_part"), Answer.YES)
    finish(home, again.id)
    assert gate_of(home, record, Scope.AUDIO)
    assert not gate_of(home, record, Scope.PUBLISH_CLIP)


def test_a_childs_answers_are_there_again(home: Home) -> None:
    talk = begin(home).id
    set_facts(home, talk, age_band="11-15", adult_relation="aunt")
    everything_yes(home, talk)
    more = carry_on(home, finish(home, talk))
    assert more.answers[desk_talk.ADULT] is Answer.YES
    assert more.answers[desk_talk.CHILD] is Answer.YES
    assert (more.adult_relation, more.child_assent, more.consent_route) == (
        "aunt",
        Answer.YES,
        Route.UNDER_16,
    )


def test_a_no_that_came_in_meanwhile_beats_a_yes_on_the_desk(home: Home) -> None:
    """The coordinator wrote no while the conversation was open here; the yes pressed here had not seen it."""
    talk = begin(home).id
    everything_yes(home, talk)
    answer(home, talk, ("archive",), Answer.NOT_ASKED)
    record = finish(home, talk)
    more = carry_on(home, record)
    answer(home, more.id, ("archive",), Answer.YES)
    ident = entity(home, "consent", record).ent
    with home.main.write() as con:
        home.put(con, "consent", ident, sets={"answer:archive": "no"}, subj=[more.participant])
    finish(home, more.id)
    assert entity(home, "consent", record).get("answer:archive") == "no"


def test_what_came_in_meanwhile_and_was_not_touched_here_stays(home: Home, record: str) -> None:
    more = carry_on(home, record)
    with home.main.write() as con:
        ident = entity(home, "consent", record).ent
        home.put(con, "consent", ident, sets={"answer:audio": "no"}, subj=[more.participant])
        home.put(con, "participant", more.participant, sets={"age_band": "60-74"}, subj=[more.participant])
    set_facts(home, more.id, relation="stranger")
    finish(home, more.id)
    assert entity(home, "consent", record).get("answer:audio") == "no"
    assert entity(home, "participant", record).get("age_band") == "60-74"
    assert entity(home, "encounter", record).get("relation") == "stranger"


def test_a_closed_story_is_not_opened_by_carrying_it_on(home: Home, record: str) -> None:
    with home.main.write() as con:
        person = carry_on(home, record).participant
        home.put(con, "record", record, sets={"sensitivity": "closed"}, subj=[person])
    (open_one,) = open_conversations(home)
    finish(home, open_one.id)
    more = carry_on(home, record)
    assert more.closed
    set_facts(home, more.id, closed=False)
    finish(home, more.id)
    with home.main.read() as con:
        found = records.record(con, record)
    assert found is not None
    assert found.sensitivity is Sensitivity.CLOSED


def test_a_story_kept_closed_while_it_was_told_is_closed_from_the_start(home: Home) -> None:
    assert entity(home, "record", told(home, closed=True)).get("sensitivity") == "closed"


def test_finishing_again_after_a_kill_writes_nothing_twice(
    home: Home, record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = carry_on(home, record)
    set_facts(home, more.id, relation="stranger", age_band="60-74")
    answer(home, more.id, ("audio",), Answer.NO)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(desk_talk, "drop", killed)
        with pytest.raises(KeyboardInterrupt):
            finish(home, more.id)
    lines = revisions(home)
    finish(home, more.id)
    assert revisions(home) == lines


def test_a_failure_writes_none_of_the_changes_and_keeps_them_on_the_desk(
    home: Home, record: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    more = carry_on(home, record)
    set_facts(home, more.id, relation="stranger")
    add_part_from_file(home, more.id, sound_file(tmp_path))

    def full(*_: object, **__: object) -> None:
        raise UserError("NO_ROOM")

    with monkeypatch.context() as patched:
        patched.setattr("ldp_stories.store.media.keep_key", full)
        with pytest.raises(UserError):
            finish(home, more.id)
    assert entity(home, "encounter", record).get("relation") == "know by sight"
    assert conversation(home, more.id).relation == "stranger"
    finish(home, more.id)
    assert entity(home, "encounter", record).get("relation") == "stranger"


def test_sound_added_later_makes_it_a_recorded_meeting(home: Home, record: str, tmp_path: Path) -> None:
    assert entity(home, "encounter", record).get("outcome") == "talked only"
    more = carry_on(home, record)
    add_part_from_file(home, more.id, sound_file(tmp_path))
    finish(home, more.id)
    assert entity(home, "encounter", record).get("outcome") == "recorded"


def test_a_no_to_taking_part_on_carrying_on_closes_the_story_and_destroys_nothing(
    home: Home, tmp_path: Path
) -> None:
    """Their words and sound go with "They changed their mind", which says what it takes away; not by a press meant for a first no."""
    talk = begin(home).id
    everything_yes(home, talk)
    add_part_from_file(home, talk, sound_file(tmp_path))
    record = finish(home, talk)
    more = carry_on(home, record)
    add_part_from_file(home, more.id, sound_file(tmp_path, 500))
    answer(home, more.id, ("take_part",), Answer.NO)
    with pytest.raises(Refused):
        finish(home, more.id)
    stop_and_thank(home, more.id)
    assert not any(gate_of(home, record, scope) for scope in Scope)
    with home.main.read() as con:
        (part,) = media.of_record(con, record)
        ((item, _, _),) = media.items_of(con, part.id)
    assert home.vault.items() == [item]
    assert home.vault.path(item).is_file()
    assert open_conversations(home) == ()


def test_the_age_of_somebody_who_came_back_is_put_right(home: Home, record: str) -> None:
    with home.main.read() as con:
        found = records.record(con, record)
        assert found is not None
        person = people.participant(con, found.participants[0])
        assert person is not None
    talk = begin(home).id
    use_code(home, talk, person.code)
    set_facts(home, talk, age_band="60-74", teller_kind="volunteer")
    everything_yes(home, talk)
    second = finish(home, talk)
    with home.main.read() as con:
        again = people.participant(con, person.id)
        assert again is not None
        assert (again.age_band, again.teller_kind) == (AgeBand.FROM_60, TellerKind.VOLUNTEER)
        assert {r.id for r in records.of_participant(con, person.id)} == {record, second}


def test_somebody_who_came_back_unchanged_is_not_written_again(home: Home, record: str) -> None:
    person = entity(home, "participant", record)
    talk = begin(home).id
    use_code(home, talk, person.get("code"))
    everything_yes(home, talk)
    finish(home, talk)
    assert entity(home, "participant", record).heads == person.heads


def test_a_child_who_came_back_is_asked_by_the_childs_route(home: Home) -> None:
    talk = begin(home).id
    set_facts(home, talk, age_band="11-15", adult_relation="aunt")
    everything_yes(home, talk)
    code = conversation(home, talk).code
    finish(home, talk)
    second = begin(home).id
    assert use_code(home, second, code).consent_route is Route.UNDER_16
    assert questions(home, second)[0].scopes == (desk_talk.ADULT,)


def test_meetings_of_the_past_stay_when_somebody_says_no_today(home: Home, record: str) -> None:
    person = entity(home, "participant", record)
    talk = begin(home).id
    use_code(home, talk, person.get("code"))
    set_facts(home, talk, age_band="60-74")
    stop_and_thank(home, talk)
    assert entity(home, "participant", record).get("age_band") == "40-59"
    with home.main.read() as con:
        assert len(encounters.recent(con).rows) == 2
