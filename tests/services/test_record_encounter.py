"""A conversation on the desk: everything is there after each call, and codes are never given twice."""

from pathlib import Path

import pytest

from ldp_stories.domain.consent import Answer, Method, Route
from ldp_stories.domain.encounters import Privacy
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.people import AgeBand, tidy_code
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import find_code
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.open_home import open_home
from ldp_stories.services.record_encounter import (
    add_note,
    answer,
    begin,
    change_note,
    conversation,
    finish,
    mark_moment,
    open_conversations,
    set_facts,
    set_method,
    tick_prompt,
    use_code,
)
from ldp_stories.store import people
from tests.services.homes import Clock, code_of, everything_yes, told


def test_a_conversation_begins_with_a_new_code_and_nothing_chosen(home: Home) -> None:
    talk = begin(home)
    assert tidy_code(talk.code) == talk.code
    assert talk.code.startswith("LT-")
    assert talk.began_at == "2026-05-10T09:30:00Z"
    assert (talk.answers, talk.takes, talk.notes, talk.place) == ({}, (), (), None)
    assert talk.age_band is AgeBand.NOT_GIVEN


def test_all_that_was_said_is_there_after_the_program_was_closed(
    tmp_path: Path, home: Home, machine: Machine
) -> None:
    """Each call has committed when it returns: there is no other saving."""
    talk = begin(home).id
    set_facts(
        home,
        talk,
        place="p1",
        setting="community café",
        private_enough="partly",
        relation="by sight",
        step="consent",
    )
    set_facts(home, talk, age_band="40-59", target_groups=["carers"], said_first=True)
    answer(home, talk, ("take_part",), Answer.YES)
    set_method(home, talk, Method.RECORDED)
    add_note(home, talk, "she laughed", 12_000)
    mark_moment(home, talk, 15_000)
    tick_prompt(home, talk, "What matters most?", asked=True)
    before = conversation(home, talk)
    home.close()
    again = open_home(home.folder, None, machine)
    after = conversation(again, talk)
    assert after == before
    assert (after.private_enough, after.step, after.said_first) == (Privacy.PARTLY, "consent", True)
    assert [(n.text, n.at_ms, n.marked) for n in after.notes] == [
        ("she laughed", 12_000, False),
        ("", 15_000, True),
    ]
    assert after.answers == {"take_part": Answer.YES}
    assert after.asked == ("What matters most?",)
    again.close()


def test_thirty_people_in_a_day_never_share_a_code(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = [begin(home).code for _ in range(30)]
    assert len(set(codes)) == 30


def test_a_code_that_is_taken_is_not_given_again(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither one in the store nor one that is only on the desk; the maker is made to repeat itself."""
    from ldp_stories.domain.people import new_code

    finished, open_one, fresh = new_code("LT"), new_code("LT"), new_code("LT")
    for wanted in (finished, open_one):
        monkeypatch.setattr(find_code, "new_code", lambda _, code=wanted: code)
        talk = begin(home)
        if wanted == finished:
            everything_yes(home, talk.id)
            finish(home, talk.id)
    made = iter([finished, open_one, finished, fresh])
    monkeypatch.setattr(find_code, "new_code", lambda _: next(made))
    assert begin(home).code == fresh


def test_open_conversations_are_listed_newest_first(home: Home, clock: Clock) -> None:
    first = begin(home)
    clock.forward(minutes=5)
    second = begin(home)
    assert [t.id for t in open_conversations(home)] == [second.id, first.id]


def test_a_conversation_that_is_not_open_is_told_so(home: Home) -> None:
    for call in (
        conversation,
        finish,
        lambda h, i: add_note(h, i, "x", None),
        lambda h, i: set_facts(h, i, place="p"),
    ):
        with pytest.raises(UserError) as caught:
            call(home, new_id())
        assert code_of(caught) == "NO_SUCH_CONVERSATION"


@pytest.mark.parametrize(
    "facts",
    [
        {"answers": {}}, {"code": "LT-1"}, {"participant": "x"}, {"age_band": "41"}, {"private_enough": "mostly"},
        {"place": 7}, {"said_first": "yes"}, {"teller_kind": "king"}, {"takes": ()}, {"target_groups": "carers"},
    ],
)  # fmt: skip
def test_a_fact_that_does_not_fit_is_refused_and_changes_nothing(
    home: Home, facts: dict[str, object]
) -> None:
    talk = begin(home)
    with pytest.raises(ValueError, match=r".+"):
        set_facts(home, talk.id, **facts)
    assert conversation(home, talk.id) == talk


@pytest.mark.parametrize(
    ("band", "route"),
    [
        ("0-10", Route.UNDER_16), ("11-15", Route.UNDER_16), ("16-17", Route.AGED_16), ("18-24", Route.ADULT),
        ("75+", Route.ADULT), ("not given", Route.ADULT),
    ],
)  # fmt: skip
def test_the_age_decides_the_route_of_consent(home: Home, band: str, route: Route) -> None:
    assert set_facts(home, begin(home).id, age_band=band).consent_route is route


def test_a_code_with_a_slip_is_caught_and_one_of_this_laptop_brings_the_person_back(home: Home) -> None:
    first = begin(home)
    set_facts(home, first.id, age_band="60-74", teller_kind="volunteer")
    everything_yes(home, first.id)
    finish(home, first.id)
    talk = begin(home)
    slipped = first.code[:-1] + ("2" if first.code[-1] != "2" else "3")
    with pytest.raises(UserError) as caught:
        use_code(home, talk.id, slipped)
    assert code_of(caught) == "CODE_SLIP"
    found = use_code(home, talk.id, f" {first.code.lower().replace('-', ' ')} ")
    assert (found.participant, found.code, found.age_band) == (first.participant, first.code, AgeBand.FROM_60)
    assert found.returning
    assert found.answers == {}, "consent is asked anew at each meeting"


def test_a_right_code_of_somebody_who_is_not_here_is_told_apart_from_a_slip(home: Home) -> None:
    with pytest.raises(UserError) as caught:
        use_code(home, begin(home).id, "LT-4HN7-KQY")
    assert code_of(caught) in ("NO_SUCH_CODE", "CODE_SLIP")
    from ldp_stories.domain.people import new_code

    code = new_code("LT")
    with pytest.raises(UserError) as caught:
        use_code(home, begin(home).id, code)
    assert code_of(caught) == "NO_SUCH_CODE"
    assert code in str(caught.value)


def test_a_note_keeps_its_place_when_its_words_change(home: Home) -> None:
    talk = begin(home).id
    note = mark_moment(home, talk, 4_200)
    add_note(home, talk, "another", None)
    changed = change_note(home, talk, note.id, "the curtains")
    assert (changed.id, changed.at_ms, changed.marked, changed.text) == (note.id, 4_200, True, "the curtains")
    assert [n.text for n in conversation(home, talk).notes] == ["the curtains", "another"]
    with pytest.raises(UserError) as caught:
        change_note(home, talk, new_id(), "x")
    assert code_of(caught) == "NO_SUCH_NOTE"


def test_words_of_any_script_and_length_are_kept_as_they_are(home: Home) -> None:
    talk = begin(home).id
    words = (
        "  \u0622\u067e \u06a9\u0627 \u0634\u06a9\u0631\u06cc\u06c1 \n\tzwj\u200d \U0001f331 "
        + "long " * 5_000
    )
    add_note(home, talk, words, 1)
    assert conversation(home, talk).notes[0].text == words


def test_questions_are_ticked_in_the_order_they_were_asked(home: Home) -> None:
    talk = begin(home).id
    for prompt in ("a", "b", "c", "b"):
        tick_prompt(home, talk, prompt, asked=True)
    assert tick_prompt(home, talk, "a", asked=False).asked == ("c", "b")


def test_a_pack_that_ended_warns_then_begins_nothing_new_and_keeps_old_work_open(
    home: Home, clock: Clock
) -> None:
    """domain/3-model.md 3.1: an expired review date blocks new sessions after 30 days, never existing work."""
    talk = begin(home)
    ends = str(home.programme().terms["review_date"])
    clock.at = clock.at.replace(year=2028, month=1, day=30)
    assert ends == "2027-12-31"
    begin(home)
    clock.forward(days=1)
    with pytest.raises(Refused) as caught:
        begin(home)
    assert code_of(caught) == "PACK_OUT_OF_DATE"
    everything_yes(home, talk.id)
    assert finish(home, talk.id)


def test_a_researcher_who_is_not_admitted_yet_works_normally(amina: Home) -> None:
    record = told(amina)
    with amina.main.read() as con:
        assert people.code_taken(con, next(iter(people_codes(amina))))
    assert record


def people_codes(home: Home) -> list[str]:
    from ldp_stories.store import records

    with home.main.read() as con:
        rows = records.page(con).rows
        found = [records.record(con, row.id) for row in rows]
        people_found = [people.participant(con, r.participants[0]) for r in found if r]
    return [p.code for p in people_found if p]


def test_an_evaluator_begins_no_conversation_that_could_be_finished(tmp_path: Path, joan: Home) -> None:
    from ldp_stories.domain.roles import Role
    from ldp_stories.services.start_home import join_programme
    from tests.services.homes import cheap_machine, pack_of

    priya = join_programme(
        tmp_path / "priya", pack_of(joan, tmp_path), cheap_machine(tmp_path), name="Priya", passphrase=None,
        role=Role.EVALUATOR, words=None,
    )  # fmt: skip
    with pytest.raises(Refused) as caught:
        told(priya)
    assert code_of(caught) == "NOT_YOUR_ROLE"
    priya.close()
