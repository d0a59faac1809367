"""Try with practice: a programme on the spot with the invented stories."""

import time
from pathlib import Path

import pytest

from ldp_stories.domain.records import LayerKind, RecordKind, Status
from ldp_stories.domain.review import Why
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.edit_record import left_to_do, open_record
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.look_after import researchers
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.open_home import identity, open_home
from ldp_stories.services.practise import practice_home
from ldp_stories.services.queue_work import queue
from ldp_stories.services.record_encounter import begin
from ldp_stories.store import encounters, ledger, projection, records, review
from tests.services.homes import cheap_machine, code_of, told


def test_practice_begins_in_under_three_seconds(tmp_path: Path, machine: Machine) -> None:
    begun = time.process_time()
    practice_home(tmp_path / "p", machine, name="Amina").close()
    assert time.process_time() - begun < 3


def test_one_person_holds_all_three_roles(practice: Home) -> None:
    assert practice.roles() == {Role.RESEARCHER, Role.COORDINATOR, Role.EVALUATOR}
    assert practice.practice
    assert practice.programme().name == "Larkside Together"


def test_all_stories_are_there_and_one_person_said_no(practice: Home) -> None:
    rows = my_stories(practice, limit=100).rows
    kinds = [row.kind for row in rows]
    assert (
        kinds.count(RecordKind.STORY),
        kinds.count(RecordKind.INTERVIEW),
        kinds.count(RecordKind.OBSERVATION),
    ) == (16, 15, 6)
    with practice.main.read() as con:
        meetings = encounters.recent(con, limit=1_000).rows
        assert sum(m.outcome == "declined" for m in meetings) == 1
        assert projection.conflicts(con) == ()


def test_ten_stories_need_a_coordinator_and_say_why(practice: Home) -> None:
    """The eight that nobody went through, and two with a tag left open: enough to try ten stories in an hour."""
    need = [row for row in queue(practice) if row.to_do]
    assert len(need) == 10
    assert {row.researcher for row in need} == {"Amina", "Dev", "Grace", "Yusuf"}, (
        "who heard it, as in its review"
    )
    first = [row.reasons[0] for row in need[:3]]
    assert [(r.why, r.what[:1]) for r in first[:2]] == [
        (Why.CONSENT, ("photo:no",)),
        (Why.NAME_FOUND, ("Mr Tolland",)),
    ]
    assert first[2].why is Why.QUESTION
    assert {row.reasons[0].why for row in need[3:]} == {Why.TAGS}


def test_the_question_that_waits_stands_beside_who_asked_it(practice: Home) -> None:
    waits = {one.name: one.for_us for one in researchers(practice)}
    assert waits == {"Amina": 0, "Dev": 1, "Grace": 0, "Yusuf": 0}


def test_every_story_opens_and_hangs_together(practice: Home) -> None:
    for row in my_stories(practice, limit=100).rows:
        view = open_record(practice, row.id)
        assert view.title
        assert view.words is not None
        assert view.needs_placing == frozenset(), f"{view.title}: a passage does not stand in its words"
        assert view.encounter is not None
        assert (view.place is None) == (dict(view.record.facts).get("subtype") == "reflection")
        assert view.record.status is Status.READY
        assert left_to_do(practice, row.id) == ()
        if view.record.kind is not RecordKind.OBSERVATION:
            assert {c.participant for c in view.consents} >= set(view.record.participants)


def test_languages_and_layers_are_as_invented(practice: Home) -> None:
    kinds: set[LayerKind] = set()
    languages: set[str] = set()
    for row in my_stories(practice, limit=100).rows:
        view = open_record(practice, row.id)
        kinds |= {one.kind for one in view.layers}
        languages.add(view.record.language)
    assert {LayerKind.VERBATIM, LayerKind.TRANSLATION} <= kinds
    assert {"en", "ur", "pa", "pl", "so"} <= languages


def test_the_projection_of_the_stories_is_what_their_revisions_say(practice: Home) -> None:
    def picture() -> list[object]:
        with practice.main.read() as con:
            ids = [row.id for row in records.page(con, limit=100).rows]
            return [(records.record(con, i), review.readings(con, i)) for i in ids]

    before = picture()
    with practice.main.write() as con:
        ledger.rebuild(con)
    assert picture() == before


def test_who_people_are_is_in_the_identity_store_and_nowhere_else(practice: Home) -> None:
    with identity(practice) as store, store.read() as con:
        lines = list(ledger.revisions(con))
    assert lines
    assert {r.kind for r in lines} == {"contact_card"}
    with practice.main.read() as con:
        assert not [r for r in ledger.revisions(con) if r.kind == "contact_card"]


def test_work_goes_on_after_the_stories(practice: Home, tmp_path: Path, machine: Machine) -> None:
    record = told(practice)
    assert begin(practice).code.startswith("LT-")
    practice.close()
    again = open_home(practice.folder, None, machine)
    assert len(my_stories(again, limit=100).rows) == 38
    assert open_record(again, record)
    again.close()


def test_practice_without_stories_is_empty(tmp_path: Path) -> None:
    bare = practice_home(tmp_path / "p", cheap_machine(tmp_path), name="Amina", stories=False)
    assert my_stories(bare).rows == ()
    bare.close()


def test_practice_is_not_made_over_another_home(practice: Home) -> None:
    with pytest.raises(UserError) as caught:
        practice_home(practice.folder, practice.machine, name="Dev")
    assert code_of(caught) == "HOME_EXISTS"


def test_making_practice_can_be_watched(tmp_path: Path) -> None:
    seen: list[int] = []

    class Watch:
        def report(self, done: int, total: int, note: str = "") -> None:
            seen.append(done * 100 // total)

    practice_home(tmp_path / "p", cheap_machine(tmp_path), name="A", progress=Watch()).close()
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0, 100)
