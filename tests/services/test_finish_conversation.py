"""The end of a conversation: one transaction, harmless to repeat; and nearly nothing after a no."""

from pathlib import Path
from typing import Any

import pytest

from ldp_stories.domain.consent import Answer, Method, Scope
from ldp_stories.domain.encounters import Outcome, Privacy
from ldp_stories.domain.records import RecordKind, Status
from ldp_stories.errors import Refused, UserError
from ldp_stories.media import synth, wav
from ldp_stories.services import desk_talk, finish_conversation, read_pack
from ldp_stories.services.home import Home
from ldp_stories.services.record_encounter import (
    add_note,
    add_part_from_file,
    answer,
    begin,
    carry_on,
    conversation,
    finish,
    mark_moment,
    open_conversations,
    set_facts,
    set_method,
    stop_and_thank,
    tick_prompt,
)
from ldp_stories.store import consent, desk, encounters, ledger, media, notes, people, records
from tests.services.homes import Clock, code_of, everything_yes, told


def sound_file(folder: Path, ms: int = 400) -> Path:
    file = folder / f"sound-{ms}.wav"
    with file.open("wb") as out:
        wav.write_wav(b"".join(synth.noise(ms, ms)), out)
    return file


@pytest.fixture
def talk(home: Home, tmp_path: Path) -> str:
    """A conversation with everything in it."""
    found = begin(home).id
    set_facts(
        home,
        found,
        place="p-millbrook",
        setting="community café",
        private_enough="partly",
        relation="know by sight",
    )
    set_facts(
        home,
        found,
        route="café/Share Shack",
        age_band="40-59",
        prompt_set="story",
        said_first=True,
        who_else="her sister",
    )
    everything_yes(home, found)
    answer(home, found, ("publish_clip:press",), Answer.NO)
    set_facts(home, found, attribution="Nadia, Millbrook")
    set_method(home, found, Method.RECORDED)
    add_part_from_file(home, found, sound_file(tmp_path))
    add_note(home, found, "she laughed", 120)
    mark_moment(home, found, 300)
    prompts = next(p for p in read_pack.prompt_sets(home) if p.key == "story")
    tick_prompt(home, found, prompts.items[0], asked=True)
    return found


def everything(home: Home, record: str) -> dict[str, Any]:
    with home.main.read() as con:
        found = records.record(con, record)
        assert found is not None
        (given,) = consent.of_encounter(con, found.encounter)
        return {
            "record": found,
            "fields": records.fields(con, record),
            "consent": given,
            "consent view": ledger.entity(con, given.id),
            "encounter": encounters.encounter(con, found.encounter),
            "more": encounters.fields(con, found.encounter),
            "person": people.participant(con, found.participants[0]),
            "notes": notes.of_record(con, record),
            "media": media.of_record(con, record),
        }


def test_everything_that_was_said_is_in_the_ledger_and_the_desk_is_clear(home: Home, talk: str) -> None:
    before = conversation(home, talk)
    record = finish(home, talk)
    found = everything(home, record)
    assert (found["person"].code, found["person"].age_band.value) == (before.code, "40-59")
    meeting = found["encounter"]
    assert (meeting.at, meeting.place, meeting.private_enough) == (
        before.began_at,
        "p-millbrook",
        Privacy.PARTLY,
    )
    assert (meeting.outcome, meeting.researcher, meeting.participants) == (
        Outcome.RECORDED,
        home.member,
        (before.participant,),
    )
    assert found["more"]["who_else"] == "her sister"
    given = found["consent"]
    assert given.answer(Scope.AUDIO) is Answer.YES
    assert given.answers["publish_clip:press"] is Answer.NO
    assert (given.method, given.attribution, given.form_version) == (
        Method.RECORDED,
        "Nadia, Millbrook",
        "0.1",
    )
    assert found["consent view"].get("explained_cut_off") is True
    assert found["consent view"].get("taken_by") == home.member
    assert [(n.text, n.at_ms, n.marked) for n in found["notes"]] == [
        ("she laughed", 120, False),
        ("", 300, True),
    ]
    (part,) = found["media"]
    assert (part.kind, part.duration_ms, part.position, part.origin) == ("audio", 400, 0, "phone")
    assert open_conversations(home) == ()
    with home.desk.read() as con:
        assert desk.rows(con) == ()


def test_the_new_record_is_a_draft_under_the_pack_it_was_made_with(home: Home, talk: str) -> None:
    found = everything(home, finish(home, talk))
    record = found["record"]
    assert (record.status, record.kind, record.title) == (Status.DRAFT, RecordKind.STORY, "")
    assert len(found["fields"]["prompts_asked"]) == 1
    assert len(found["fields"]["prompts_skipped"]) == 9
    assert found["fields"]["pack"] == home.pack_hash


def test_the_kind_of_story_follows_the_questions_that_were_chosen(home: Home) -> None:
    interview = next(p.key for p in read_pack.prompt_sets(home) if p.record_kind == "interview")
    found = everything(home, told(home, prompt_set=interview))
    assert found["record"].kind is RecordKind.INTERVIEW


def test_all_revisions_about_a_person_name_that_person(home: Home, talk: str) -> None:
    """So that taking back reaches all of them."""
    person = conversation(home, talk).participant
    record = finish(home, talk)
    found = everything(home, record)
    ents = [
        record,
        found["consent"].id,
        found["encounter"].id,
        person,
        found["media"][0].id,
        found["notes"][0].id,
    ]
    with home.main.read() as con:
        lines = list(ledger.revisions(con, ents=ents))
    assert len(lines) >= 6
    assert {r.subj for r in lines} == {(person,)}


def test_the_vault_key_moves_to_the_main_store_with_the_story(home: Home, talk: str) -> None:
    (take,) = conversation(home, talk).takes
    key = bytes.fromhex(desk_talk.load(home, talk).keys[take.item])
    record = finish(home, talk)
    with home.main.read() as con:
        (part,) = media.of_record(con, record)
        ((item, sha256, size),) = media.items_of(con, part.id)
        assert media.key_of(con, item) == key
    assert (item, sha256) == (take.item, "")
    assert size == home.vault.path(item).stat().st_size


def test_a_failure_in_the_middle_writes_nothing_and_keeps_everything_on_the_desk(
    home: Home, talk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One transaction: the disk fills while the last part is written."""
    before = conversation(home, talk)

    def full(*_: object, **__: object) -> None:
        raise UserError("NO_ROOM")

    with monkeypatch.context() as patched:
        patched.setattr("ldp_stories.store.media.keep_key", full)
        with pytest.raises(UserError):
            finish(home, talk)
    assert conversation(home, talk) == before
    with home.main.read() as con:
        assert records.page(con).rows == ()
        assert not people.code_taken(con, before.code)
    assert finish(home, talk)


def test_a_kill_between_ledger_and_desk_repeats_harmlessly(
    home: Home, talk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger has it, the desk has it still: finishing again adds nothing and clears the desk."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(desk_talk, "drop", killed)
        with pytest.raises(KeyboardInterrupt):
            finish(home, talk)
    with home.main.read() as con:
        lines = sorted(r.id for r in ledger.revisions(con))
    assert len(open_conversations(home)) == 1
    record = finish(home, talk)
    with home.main.read() as con:
        assert sorted(r.id for r in ledger.revisions(con)) == lines
        assert [row.id for row in records.page(con).rows] == [record]
    assert open_conversations(home) == ()


@pytest.mark.parametrize("given", [None, Answer.NOT_ASKED, Answer.NO])
def test_nothing_is_kept_of_somebody_who_did_not_say_yes_to_taking_part(
    home: Home, given: Answer | None
) -> None:
    talk = begin(home).id
    if given is not None:
        answer(home, talk, ("take_part",), given)
    with pytest.raises(Refused) as caught:
        finish(home, talk)
    assert code_of(caught) == "NO_PART"
    assert conversation(home, talk).id == talk
    with home.main.read() as con:
        assert encounters.recent(con).rows == ()


def test_after_a_no_only_day_kind_of_spot_and_route_stay(home: Home, talk: str) -> None:
    before = conversation(home, talk)
    stop_and_thank(home, talk)
    with home.main.read() as con:
        (kept,) = encounters.recent(con).rows
        view = ledger.entity(con, kept.id)
        assert not people.code_taken(con, before.code)
        assert records.page(con).rows == ()
    assert view is not None
    assert set(view.fields) == {"at", "setting", "route", "outcome"}
    assert (kept.at, kept.outcome, view.subjects) == ("2026-05-10", Outcome.DECLINED, ())
    assert home.vault.items() == []


def test_no_words_of_somebody_who_declined_are_left_in_any_file(home: Home, talk: str) -> None:
    add_note(home, talk, "CANARY-curtains", None)
    stop_and_thank(home, talk)
    assert desk_rows(home) == ()
    home.close()
    for path in home.folder.rglob("*"):
        if path.is_file():
            assert b"CANARY-curtains" not in path.read_bytes()


def desk_rows(home: Home) -> tuple[tuple[str, Any], ...]:
    with home.desk.read() as con:
        return desk.rows(con)


def test_a_person_who_came_back_and_said_no_keeps_what_they_agreed_to_before(home: Home, talk: str) -> None:
    from ldp_stories.services.record_encounter import use_code

    code = conversation(home, talk).code
    first = finish(home, talk)
    second = begin(home).id
    use_code(home, second, code)
    stop_and_thank(home, second)
    assert everything(home, first)["consent"].answer(Scope.TAKE_PART) is Answer.YES


def test_a_person_who_came_back_gets_no_second_card(home: Home, talk: str) -> None:
    from ldp_stories.services.record_encounter import use_code

    before = conversation(home, talk)
    finish(home, talk)
    second = begin(home).id
    use_code(home, second, before.code)
    everything_yes(home, second)
    record = finish(home, second)
    with home.main.read() as con:
        assert [p.id for p in people.participant_by_code(con, before.code)] == [before.participant]
        assert len(records.of_participant(con, before.participant)) == 2
    assert everything(home, record)["record"].participants == (before.participant,)


def test_answers_stand_for_24_months_or_to_the_end_of_the_pack(home: Home, clock: Clock) -> None:
    assert str(home.programme().terms["review_date"]) == "2027-12-31"
    assert finish_conversation.review_day(home) == "2027-12-31"
    with home.main.write() as con:
        home.put(con, "programme", home.programme_entity, sets={"review_date": "2040-01-01"})
    assert finish_conversation.review_day(home) == "2028-05-10"
    clock.at = clock.at.replace(year=2028, month=2, day=29)
    assert finish_conversation.review_day(home) == "2030-02-28"
    assert everything(home, told(home))["consent"].review_by == "2030-02-28"


def test_carrying_on_shows_what_is_there_and_asks_nothing_again(home: Home, talk: str) -> None:
    before = conversation(home, talk)
    record = finish(home, talk)
    more = carry_on(home, record)
    assert (more.participant, more.code, more.place, more.age_band) == (
        before.participant,
        before.code,
        before.place,
        before.age_band,
    )
    assert dict(more.answers) == dict(before.answers)
    assert [n.id for n in more.notes] == [n.id for n in before.notes]
    assert [t.ms for t in more.takes] == [400]
    add_note(home, more.id, "one thing more", None)
    assert finish(home, more.id) == record
    found = everything(home, record)
    assert sorted(n.text for n in found["notes"]) == ["", "one thing more", "she laughed"]
    assert len(found["media"]) == 1


def test_a_story_that_is_not_here_cannot_be_carried_on(home: Home) -> None:
    with pytest.raises(UserError) as caught:
        carry_on(home, "no-such-record")
    assert code_of(caught) == "NO_SUCH_STORY"
