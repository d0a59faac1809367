"""A blind round over three laptops: nobody's file holds another's marks until it is over; then the team sees where it differs (US-E5)."""

from collections.abc import Iterator
from datetime import date

import pytest

from ldp_stories.domain.agreement.verdict import State, Why
from ldp_stories.domain.rounds import How, Unit
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.code_blind import answer, blind_item, first_unanswered, my_rounds
from ldp_stories.services.compare_coders import Said, compare, differences
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import take_in
from ldp_stories.services.open_round import Plan, close_round, open_round, possible_coders, sample
from ldp_stories.services.plan_bundle import plan
from ldp_stories.store import ledger, people
from tests.services.cast import send
from tests.services.homes import code_of
from tests.services.rounds import CURTAINS, Team, a_round, answer_all, tag_id, team


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """One team for tests whose rounds do not touch each other."""
    with team(tmp_path_factory.mktemp("team")) as made:
        yield made


def marks_here(home: Home, round_id: str) -> set[str]:
    """Whose marks are in the file of a home: also asked of the ledger itself."""
    with home.main.read() as con:
        lines = [r for r in ledger.revisions(con) if r.kind == "round_mark" and r.body is not None]
        written = {r.device for r in lines if round_id.encode() in (r.body or b"")}
        return {m.id for d in written if (m := people.member_of_device(con, d)) is not None}


def test_marks_stay_apart_until_the_round_is_closed_and_then_come(shared: Team) -> None:
    found = a_round(shared, shared.priya)
    shared.pass_round()
    assert [r.round.id for r in my_rounds(shared.theo) if r.open] == [found.id]
    answer_all(shared.priya, found, "yes", "she says so")
    answer_all(shared.theo, found, "no", "only mentioned in passing")
    shared.pass_round()
    shared.pass_round()
    assert marks_here(shared.priya, found.id) == {shared.priya.member}
    assert marks_here(shared.theo, found.id) == {shared.theo.member}
    assert marks_here(shared.joan, found.id) == {shared.priya.member, shared.theo.member}
    for home in (shared.priya, shared.theo, shared.joan):
        with pytest.raises(Refused) as caught:
            compare(home, found.id)
        assert code_of(caught) == "ROUND_OPEN"
        with pytest.raises(Refused):
            differences(home, found.id, found.tags[0])
    close_round(shared.priya, found.id)
    shared.pass_round()
    for home in (shared.priya, shared.theo, shared.joan):
        assert marks_here(home, found.id) == {shared.priya.member, shared.theo.member}
        seen = compare(home, found.id)
        assert seen.missing == ()
        assert [row.found.split for row in seen.rows] == [3, 3]
        assert all(row.found.state is State.TOO_FEW for row in seen.rows)
    (first, *_rest) = differences(shared.theo, found.id, tag_id(shared.theo, "D1"))
    assert first.title.startswith("Story")
    assert {s.answer: s.reason for s in first.said} == {
        "yes": "she says so",
        "no": "only mentioned in passing",
    }


def test_a_mark_sent_too_early_is_refused_at_the_door_and_comes_again_when_the_round_is_over(
    shared: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = a_round(shared, shared.priya, codes=("D1",), deadline="2098-01-01")
    shared.pass_round()
    answer_all(shared.theo, found, "yes")
    shared.post(shared.theo)
    monkeypatch.setattr(shared.joan, "today", lambda: date(2099, 1, 1))  # her laptop thinks that it is over
    (path,) = send(shared.joan, "evaluators", shared.made.stick).paths
    monkeypatch.undo()
    taken = take_in(shared.priya, path)
    assert [code for _, code in taken.refused] == ["E_BLIND"] * len(found.items)
    assert marks_here(shared.priya, found.id) == set()
    path.unlink()
    close_round(shared.priya, found.id)
    shared.pass_round()
    assert marks_here(shared.priya, found.id) == {shared.theo.member}


def test_a_coordinator_who_codes_does_not_get_the_others_marks_either(shared: Team) -> None:
    both = (shared.joan.member, shared.theo.member)
    found = open_round(shared.joan, Plan("With Joan", ("D1",), both, size=99))
    shared.post(shared.joan, "evaluators")
    answer_all(shared.theo, found, "yes")
    shared.post(shared.theo)
    assert marks_here(shared.joan, found.id) == set()
    close_round(shared.joan, found.id)
    shared.post(shared.joan, "evaluators")
    shared.post(shared.theo)
    assert marks_here(shared.joan, found.id) == {shared.theo.member}


def test_a_researcher_gets_nothing_of_rounds(shared: Team) -> None:
    found = a_round(shared, shared.priya)
    shared.pass_round()
    key = shared.made.amina.member
    with shared.joan.main.read() as con:
        kinds = {r.kind for r in ledger.revisions(con, plan(shared.joan, key).revisions)}
    assert not kinds & {"coding_round", "round_mark", "coding", "analysis_tag", "matrix", "matrix_cell"}
    assert found.items


def test_a_coder_reads_the_masked_words_and_sees_only_their_own_answers(shared: Team) -> None:
    found = a_round(shared, shared.priya, unit=Unit.PASSAGE)
    assert len(found.items) == 3
    one = blind_item(shared.priya, found.id, 0)
    assert one.words[one.start : one.end] == CURTAINS
    assert one.answers == ()
    assert first_unanswered(shared.priya, found.id) == 0
    tag, other = found.tags
    answer(shared.priya, found.id, 0, tag, "yes", " first thought ")
    answer(shared.priya, found.id, 0, tag, "no", "second thought")
    again = blind_item(shared.priya, found.id, 0)
    assert (again.answers, again.reasons) == (((tag, "no"),), ((tag, "second thought"),))
    assert first_unanswered(shared.priya, found.id) == 0
    answer(shared.priya, found.id, 0, other, "no")
    assert first_unanswered(shared.priya, found.id) == 1
    assert next(r.done for r in my_rounds(shared.priya) if r.round.id == found.id) == 1
    close_round(shared.priya, found.id)


def test_after_the_last_day_nothing_is_added_and_everything_may_be_seen(shared: Team) -> None:
    day = shared.priya.today().isoformat()
    found = a_round(shared, shared.priya, deadline=day)
    answer(shared.priya, found.id, 0, found.tags[0], "yes")
    shared.made.clock.forward(days=1)
    with pytest.raises(Refused) as caught:
        answer(shared.priya, found.id, 0, found.tags[0], "no")
    assert code_of(caught) == "ROUND_CLOSED"
    seen = compare(shared.priya, found.id)
    assert seen.missing == ("Theo",)
    assert seen.rows[0].found.state is State.NOT_READ
    assert seen.rows[0].found.alpha.why is Why.NOTHING_SHARED


def test_somebody_who_does_not_code_in_it_cannot(shared: Team) -> None:
    found = a_round(shared, shared.joan)
    with pytest.raises(Refused) as caught:
        answer(shared.joan, found.id, 0, found.tags[0], "yes")
    assert code_of(caught) == "NOT_A_CODER"
    with pytest.raises(UserError) as unknown:
        answer(shared.joan, "no such round", 0, found.tags[0], "yes")
    assert code_of(unknown) == "NO_SUCH_ROUND"


def test_only_its_opener_or_a_coordinator_closes_a_round(shared: Team) -> None:
    found = a_round(shared, shared.priya)
    shared.pass_round()
    with pytest.raises(Refused) as caught:
        close_round(shared.theo, found.id)
    assert code_of(caught) == "NOT_YOUR_ROUND"
    close_round(shared.joan, found.id)
    close_round(shared.joan, found.id)
    with pytest.raises(Refused):
        answer(shared.joan, found.id, 0, found.tags[0], "yes")


def test_an_answer_is_yes_or_no_about_a_tag_of_the_round(shared: Team) -> None:
    found = a_round(shared, shared.priya, codes=("D1",))
    with pytest.raises(ValueError, match="yes or no"):
        answer(shared.priya, found.id, 0, found.tags[0], "perhaps")
    with pytest.raises(UserError) as caught:
        answer(shared.priya, found.id, 0, tag_id(shared.priya, "B7"), "yes")
    assert code_of(caught) == "NO_SUCH_TAG"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"coders": ()}, "ROUND_TWO_CODERS"),
        ({"tags": ("Z99",)}, "ROUND_NO_TAGS"),
        ({"how": How.CHOSEN, "chosen": ("no such story",)}, "ROUND_NO_ITEMS"),
        ({"deadline": "2001-01-01"}, "ROUND_DAY_GONE"),
    ],
)
def test_a_round_that_cannot_be_is_refused_and_leaves_nothing(
    shared: Team, change: dict[str, object], code: str
) -> None:
    coders = (shared.priya.member, shared.theo.member)
    before = len(my_rounds(shared.priya))
    facts: dict[str, object] = {"title": "x", "tags": ("D1",), "coders": coders} | change
    with pytest.raises(Refused) as caught:
        open_round(shared.priya, Plan(**facts))  # type: ignore[arg-type]
    assert code_of(caught) == code
    assert len(my_rounds(shared.priya)) == before


def test_those_who_may_code_are_evaluators_and_coordinators(shared: Team) -> None:
    members = {c.member for c in possible_coders(shared.priya)}
    assert members == {shared.joan.member, shared.priya.member, shared.theo.member}


def test_chosen_stories_are_the_sample_and_the_same_seed_draws_the_same(shared: Team) -> None:
    chosen = Plan("", (), (), Unit.STORY, How.CHOSEN, chosen=shared.records[:2])
    assert {r for r, _ in sample(shared.priya, chosen)} == set(shared.records[:2])
    drawn = Plan("", (), (), Unit.STORY, How.RANDOM, 2, seed=7)
    assert sample(shared.priya, drawn) == sample(shared.theo, drawn)
    assert len(sample(shared.priya, drawn)) == 2


def test_what_was_said_has_its_reasons() -> None:
    assert Said("Priya", "yes", "why").reason == "why"
