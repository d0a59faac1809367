"""Typing, passages, tags and the state of a record."""

from pathlib import Path

import pytest

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.records import LayerKind, Sensitivity, Status
from ldp_stories.domain.tags import Sure
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import type_words
from ldp_stories.services.edit_record import (
    add_passage,
    change_passage,
    changed_mind,
    complete_route,
    correct_person,
    drafts,
    keep_closed,
    keep_draft,
    left_to_do,
    mark_draft,
    mark_ready,
    open_again,
    open_record,
    remove_passage,
    set_fields,
    set_place,
    suggest_tag,
    take_back_suggestion,
    write_drafts,
)
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.open_home import open_home
from ldp_stories.services.permission import asker, consents_of
from ldp_stories.services.record_encounter import add_note, answer, begin, finish, mark_moment
from ldp_stories.store import desk, ledger, records
from tests.services.homes import code_of, everything_yes, told

WORDS = "When we came in the spring I knew nobody. They draw the curtains and it is only women. I can walk in on my own now."
CURTAINS = "They draw the curtains and it is only women."


@pytest.fixture
def record(home: Home) -> str:
    """A story with words and a marked moment, told somewhere."""
    talk = begin(home).id
    everything_yes(home, talk)
    mark_moment(home, talk, 5_000, "the curtains")
    found = finish(home, talk)
    keep_draft(home, found, "words", WORDS)
    write_drafts(home, found)
    set_place(home, found, "p-millbrook")
    return found


def layer_of(home: Home, record: str) -> str:
    words = open_record(home, record).words
    assert words is not None
    return words.id


def curtains(home: Home, record: str) -> str:
    start = WORDS.index(CURTAINS)
    return add_passage(
        home, record, layer=layer_of(home, record), start=start, end=start + len(CURTAINS), moved_me=True
    )


def lines(home: Home) -> int:
    with home.main.read() as con:
        return sum(1 for _ in ledger.revisions(con))


def test_typing_is_kept_on_the_desk_and_not_in_the_ledger(home: Home, record: str, machine: Machine) -> None:
    before = lines(home)
    for text in ("T", "Te", "Tea and bulbs"):
        keep_draft(home, record, "title", text)
    keep_draft(home, record, "words", WORDS + " And then")
    assert lines(home) == before
    home.close()
    again = open_home(home.folder, None, machine)
    assert drafts(again, record) == {"title": "Tea and bulbs", "words": WORDS + " And then"}
    assert open_record(again, record).record.title == ""
    again.close()


def test_leaving_the_step_writes_one_revision_for_each_touched_thing(home: Home, record: str) -> None:
    before = lines(home)
    (note,) = open_record(home, record).notes
    for field, text in (
        ("title", "Tea and bulbs"), ("note", "She was tired"), ("important", "walking in"), ("words", WORDS + " Yes."),
        (f"note:{note.id}", "the class with the curtains"),
    ):  # fmt: skip
        keep_draft(home, record, field, text)
    write_drafts(home, record)
    assert lines(home) == before + 3, "record, layer, note"
    view = open_record(home, record)
    assert (view.record.title, view.record.note, dict(view.record.facts)["important"]) == (
        "Tea and bulbs",
        "She was tired",
        "walking in",
    )
    assert view.words is not None
    assert view.words.text == WORDS + " Yes."
    assert view.notes[0].text == "the class with the curtains"
    assert (view.notes[0].at_ms, view.notes[0].marked) == (5_000, True)
    assert drafts(home, record) == {}


def test_writing_again_writes_nothing_twice(home: Home, record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill between ledger and desk: the rows are still there and the ledger has them."""
    keep_draft(home, record, "title", "Tea and bulbs")
    keep_draft(home, record, "words", WORDS + " More.")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("ldp_stories.store.desk.drop", killed)
        with pytest.raises(KeyboardInterrupt):
            write_drafts(home, record)
    before = lines(home)
    assert len(drafts(home, record)) == 2
    write_drafts(home, record)
    assert lines(home) == before
    assert drafts(home, record) == {}
    write_drafts(home, record)
    assert lines(home) == before


def test_what_is_typed_while_it_is_written_is_not_lost(
    home: Home, record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_draft(home, record, "title", "Tea")
    original = type_words._write_fields

    def slow(*args: object) -> None:
        original(*args)  # type: ignore[arg-type]
        keep_draft(home, record, "title", "Tea and bulbs")

    with monkeypatch.context() as patched:
        patched.setattr(type_words, "_write_fields", slow)
        write_drafts(home, record)
    assert drafts(home, record) == {"title": "Tea and bulbs"}
    write_drafts(home, record)
    assert open_record(home, record).record.title == "Tea and bulbs"


def test_a_field_there_is_not_is_a_mistake_of_the_program(home: Home, record: str) -> None:
    for field in ("status", "released", "", "note:", "layer:x"):
        with pytest.raises(ValueError, match="no field"):
            keep_draft(home, record, field, "x")


def test_words_are_never_trimmed_or_put_right(home: Home, record: str) -> None:
    text = "  i dunt no \n\n\twot   happend\u200d \u0622\u067e  "
    keep_draft(home, record, "words", text)
    write_drafts(home, record)
    view = open_record(home, record)
    assert view.words is not None
    assert view.words.text == text
    assert view.words.kind is LayerKind.VERBATIM


def test_a_blank_title_shows_the_first_words(home: Home, record: str) -> None:
    assert open_record(home, record).title == "When we came in the spring I knew …"
    set_fields(home, record, title="Tea and bulbs")
    assert open_record(home, record).title == "Tea and bulbs"


def test_fields_are_set_once_and_only_those_of_a_record(home: Home, record: str) -> None:
    set_fields(home, record, level="neighbourhood", direction="better", about_places=["p1"])
    before = lines(home)
    set_fields(home, record, level="neighbourhood", direction="better")
    assert lines(home) == before
    found = open_record(home, record).record
    assert (found.level, found.direction) == ("neighbourhood", "better")
    for name in ("status", "sensitivity", "released", "participants", "encounter"):
        with pytest.raises(ValueError, match="not a field"):
            set_fields(home, record, **{name: "x"})
    with pytest.raises(UserError) as caught:
        set_fields(home, new_id(), level="x")
    assert code_of(caught) == "NO_SUCH_STORY"


def test_a_passage_stands_in_words_and_in_sound(home: Home, record: str) -> None:
    with home.main.write() as con:
        home.put(con, "media", "m1", sets={"record": record, "kind": "audio", "duration_ms": 60_000})
    start = WORDS.index(CURTAINS)
    ident = add_passage(
        home, record, layer=layer_of(home, record), start=start, end=start + len(CURTAINS),
        media="m1", from_ms=10_000, to_ms=32_000, note="why she stayed",
    )  # fmt: skip
    (found,) = open_record(home, record).passages
    assert (found.id, found.note, found.moved_me) == (ident, "why she stayed", False)
    assert found.text is not None
    assert found.text.quote == CURTAINS
    assert found.text.before.endswith("nobody. ")
    assert found.sound is not None
    assert (found.sound.from_ms, found.sound.to_ms) == (10_000, 32_000)


def test_a_passage_has_to_be_somewhere(home: Home, record: str) -> None:
    layer = layer_of(home, record)
    with home.main.write() as con:
        home.put(con, "media", "m1", sets={"record": record, "kind": "audio", "duration_ms": 1_000})
    bad: list[dict[str, object]] = [
        {}, {"layer": layer}, {"layer": layer, "start": 5, "end": 5}, {"layer": layer, "start": 0, "end": 9_999},
        {"layer": "none", "start": 0, "end": 1}, {"media": "m1", "from_ms": 500, "to_ms": 500},
        {"media": "m1", "from_ms": 0, "to_ms": 1_001}, {"media": "none", "from_ms": 0, "to_ms": 1},
    ]  # fmt: skip
    for where in bad:
        with pytest.raises(ValueError, match=r".+"):
            add_passage(home, record, **where)  # type: ignore[arg-type]
    assert open_record(home, record).passages == ()


def test_a_passage_follows_its_words_and_is_flagged_when_they_are_gone(home: Home, record: str) -> None:
    ident = curtains(home, record)
    keep_draft(home, record, "words", "First of all. " + WORDS)
    write_drafts(home, record)
    view = open_record(home, record)
    (moved,) = view.passages
    assert moved.text is not None
    assert moved.text.start == WORDS.index(CURTAINS) + 14
    assert view.needs_placing == frozenset()
    keep_draft(home, record, "words", "Other words altogether.")
    write_drafts(home, record)
    view = open_record(home, record)
    assert view.needs_placing == {ident}
    assert view.passages[0].text == moved.text, "never moved silently"


def test_a_passage_is_changed_and_taken_away_with_its_tags(home: Home, record: str) -> None:
    ident = curtains(home, record)
    suggest_tag(home, record, passage=ident, tag="B7")
    change_passage(home, ident, note="at last", moved_me=False)
    (found,) = open_record(home, record).passages
    assert (found.note, found.moved_me) == ("at last", False)
    with pytest.raises(ValueError, match="cannot change"):
        change_passage(home, ident, quote_state="cleared")
    remove_passage(home, ident)
    view = open_record(home, record)
    assert (view.passages, view.readings) == ((), ())
    with pytest.raises(UserError) as caught:
        change_passage(home, new_id(), note="x")
    assert code_of(caught) == "NO_SUCH_PASSAGE"


def test_a_tag_is_suggested_with_how_sure_and_why(home: Home, record: str) -> None:
    passage = curtains(home, record)
    suggest_tag(home, record, passage=passage, tag="D1", sure=Sure.SURE, reason="three visits")
    suggest_tag(home, record, passage=passage, tag="A8", sure=Sure.THINK_SO)
    suggest_tag(home, record, words="a door that opens slowly", sure=Sure.NOT_SURE)
    found = [r.suggestion for r in open_record(home, record).readings]
    assert [(s.sure.value, s.reason, s.words) for s in found] == [
        ("sure", "three visits", ""),
        ("think so", "", ""),
        ("not sure", "", "a door that opens slowly"),
    ]
    assert [s.by for s in found] == [home.member] * 3
    assert (found[0].passage, found[2].passage, found[2].tag) == (passage, None, None)


def test_a_suggestion_names_a_tag_of_the_codebook_or_own_words(home: Home, record: str) -> None:
    with pytest.raises(ValueError, match="own words"):
        suggest_tag(home, record)
    with pytest.raises(UserError) as caught:
        suggest_tag(home, record, tag="Z9")
    assert code_of(caught) == "NO_SUCH_TAG"
    with pytest.raises(UserError) as caught:
        suggest_tag(home, new_id(), tag="D1")
    assert code_of(caught) == "NO_SUCH_STORY"


def test_a_suggestion_is_taken_back_until_somebody_has_decided(home: Home, record: str) -> None:
    one, two = suggest_tag(home, record, tag="D1"), suggest_tag(home, record, tag="A8")
    take_back_suggestion(home, one)
    assert [r.suggestion.id for r in open_record(home, record).readings] == [two]
    with home.main.write() as con:
        sets = {"suggestion": two, "record": record, "decision": "accept", "by": home.member}
        home.put(con, "decision", new_id(), sets=sets)
    with pytest.raises(Refused) as caught:
        take_back_suggestion(home, two)
    assert code_of(caught) == "DECIDED_ALREADY"


def test_a_suggestion_that_is_not_here_cannot_be_taken_back(home: Home) -> None:
    with pytest.raises(UserError) as caught:
        take_back_suggestion(home, new_id())
    assert code_of(caught) == "NO_SUCH_SUGGESTION"


def test_a_bare_story_says_what_is_left_to_do(home: Home) -> None:
    record = told(home)
    assert left_to_do(home, record) == ("place", "words")
    with pytest.raises(Refused) as caught:
        mark_ready(home, record)
    assert code_of(caught) == "NOT_READY"
    assert caught.value.facts["codes"] == ("place", "words")
    assert "say where it was" in str(caught.value)
    set_place(home, record, "p-millbrook")
    assert left_to_do(home, record) == ("words",)
    keep_draft(home, record, "words", "A short story.")
    mark_ready(home, record)
    assert open_record(home, record).record.status is Status.READY, "what was typed is written first"


def test_sound_without_words_is_enough(home: Home) -> None:
    record = told(home, place="p-millbrook")
    with home.main.write() as con:
        home.put(con, "media", new_id(), sets={"record": record, "kind": "audio", "duration_ms": 9_000})
    assert left_to_do(home, record) == ()


def test_ready_goes_back_to_draft(home: Home, record: str) -> None:
    mark_ready(home, record)
    mark_draft(home, record)
    assert open_record(home, record).record.status is Status.DRAFT


def test_a_story_whose_teller_changed_their_mind_is_not_made_ready(home: Home, record: str) -> None:
    changed_mind(home, record, "take_part", Answer.NO)
    assert left_to_do(home, record) == ("consent",)


def test_a_no_closes_its_gate_at_once_and_leaves_the_others_open(home: Home, record: str) -> None:
    def gates() -> dict[str, bool]:
        with home.main.read() as con:
            found = records.record(con, record)
            assert found is not None
            given = consents_of(con, found)
        wanted = (Scope.QUOTE_ANON, Scope.SHARE_TEAM, Scope.RECONTACT)
        return {s.value: asker(home).gate(found, given, s).open for s in wanted}

    assert gates() == {"quote_anon": True, "share_team": True, "recontact": True}
    changed_mind(home, record, "quote_anon", Answer.NO)
    assert gates() == {"quote_anon": False, "share_team": True, "recontact": True}
    changed_mind(home, record, "quote_anon", Answer.YES)
    assert gates()["quote_anon"], "a new yes after the no opens it again"


def test_only_a_question_of_the_form_can_be_answered_anew(home: Home, record: str) -> None:
    with pytest.raises(ValueError, match="no question"):
        changed_mind(home, record, "publish_clip", Answer.NO)
    with pytest.raises(UserError) as caught:
        changed_mind(home, record, "audio", Answer.NO, participant=new_id())
    assert code_of(caught) == "NO_CONSENT"


def test_a_correction_fits_the_card_of_a_person(home: Home, record: str) -> None:
    (person,) = open_record(home, record).participants
    correct_person(home, person.id, teller_kind="volunteer", target_groups=["carers"])
    (now,) = open_record(home, record).participants
    assert (now.teller_kind.value, now.target_groups, now.code) == ("volunteer", ("carers",), person.code)
    for facts in ({"code": "LT-1"}, {"age_band": "41"}, {"teller_kind": "king"}):
        with pytest.raises(ValueError, match=r".+"):
            correct_person(home, person.id, **facts)
    with pytest.raises(UserError):
        correct_person(home, new_id(), age_band="75+")
    with pytest.raises(UserError):
        complete_route(home, new_id(), adult_relation="mother", child_assent=Answer.YES)


def test_a_closed_story_is_opened_by_a_coordinator_only(home: Home, amina: Home, record: str) -> None:
    keep_closed(home, record)
    assert open_record(home, record).record.sensitivity is Sensitivity.CLOSED
    open_again(home, record)
    assert open_record(home, record).record.sensitivity is Sensitivity.CAREFUL
    own = told(amina)
    keep_closed(amina, own)
    with pytest.raises(Refused) as caught:
        open_again(amina, own)
    assert code_of(caught) == "NOT_YOUR_ROLE"
    assert open_record(amina, own).record.sensitivity is Sensitivity.CLOSED


def test_a_story_is_read_whole(home: Home, record: str) -> None:
    passage = curtains(home, record)
    suggest_tag(home, record, passage=passage, tag="B7")
    view = open_record(home, record)
    assert (len(view.layers), len(view.passages), len(view.readings), len(view.consents)) == (1, 1, 1, 1)
    assert view.researcher == "Amina Khan"
    assert view.encounter is not None
    assert view.encounter.place == "p-millbrook"
    assert view.hidden_layers == 0
    assert view.sound_ms == 0


def test_a_story_that_is_not_here_or_hidden_is_told_so(home: Home, record: str) -> None:
    with home.main.write() as con:
        home.hide(con, "record", record)
    for ident in (record, new_id()):
        with pytest.raises(UserError) as caught:
            open_record(home, ident)
        assert code_of(caught) == "NO_SUCH_STORY"


def test_a_part_without_a_master_is_shown_as_getting_ready(home: Home, tmp_path: Path) -> None:
    from ldp_stories.media import synth, wav
    from ldp_stories.services.keep_sound import make_master
    from ldp_stories.services.record_encounter import add_part_from_file

    talk = begin(home).id
    everything_yes(home, talk)
    with (tmp_path / "a.wav").open("wb") as out:
        wav.write_wav(b"".join(synth.noise(500)), out)
    take = add_part_from_file(home, talk, tmp_path / "a.wav")
    record = finish(home, talk)
    assert open_record(home, record).getting_ready == {take.item}
    make_master(home, take.item)
    assert open_record(home, record).getting_ready == frozenset()


@pytest.mark.parametrize(
    ("clearance", "own", "readable"), [(False, False, 0), (True, False, 1), (False, True, 1)]
)
def test_an_evaluator_reads_unmasked_words_with_clearance_or_in_their_own_stories(
    home: Home, record: str, clearance: bool, own: bool, readable: int
) -> None:
    curtains(home, record)
    if not own:
        with home.main.write() as con:
            con.exec_driver_sql("UPDATE record SET began_by = 'another laptop'")
    extra = ["clearance"] if clearance else []
    with home.main.write() as con:
        terms = [{"role": "evaluator", "start": "2026-01-01", "end": None, "extra": extra}]
        home.put(con, "member", home.member, sets={"roles": terms})
    view = open_record(home, record)
    assert (len(view.layers), len(view.passages), view.hidden_layers) == (readable, readable, 1 - readable)


def test_nothing_of_a_desk_row_stays_after_it_was_written(home: Home, record: str) -> None:
    keep_draft(home, record, "title", "x")
    add_note(home, begin(home).id, "other", None)
    write_drafts(home, record)
    with home.desk.read() as con:
        assert [key.partition(":")[0] for key, _ in desk.rows(con)] == ["conversation"]
    answer_only = begin(home).id
    answer(home, answer_only, ("take_part",), Answer.YES)


def test_saying_that_it_is_ready_again_is_no_news(tmp_path: Path) -> None:
    """Else a look at the last step would make the story owed to everybody once more."""
    from ldp_stories.domain.roles import Role
    from ldp_stories.services.edit_record import mark_ready
    from ldp_stories.store import ledger
    from tests.services.cast import tell
    from tests.services.homes import cheap_machine, found

    home = found(tmp_path / "home", cheap_machine(tmp_path), roles=(Role.COORDINATOR, Role.RESEARCHER))
    record = tell(home)
    with home.main.read() as con:
        before = [r.id for r in ledger.revisions(con, ents=[record])]
    mark_ready(home, record)
    with home.main.read() as con:
        assert [r.id for r in ledger.revisions(con, ents=[record])] == before
    home.close()
