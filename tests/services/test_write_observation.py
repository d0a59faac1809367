"""Writing what one saw."""

import pytest

from ldp_stories.domain.records import RecordKind, Status
from ldp_stories.services.edit_record import left_to_do, mark_ready, open_record
from ldp_stories.services.home import Home
from ldp_stories.services.write_observation import write_observation
from ldp_stories.store import encounters, search


def test_seen_heard_and_wondered_are_kept_apart(home: Home) -> None:
    record = write_observation(
        home, saw="Two benches in shade.", heard="“Nobody asked us.”", wondered="Who chose the spot?", place="p1", setting="park",
        title="The park before",
    )  # fmt: skip
    view = open_record(home, record)
    facts = dict(view.record.facts)
    assert (facts["saw"], facts["heard"], facts["wondered"]) == (
        "Two benches in shade.",
        "“Nobody asked us.”",
        "Who chose the spot?",
    )
    assert (view.record.kind, view.record.status) == (RecordKind.OBSERVATION, Status.DRAFT)
    assert (view.record.participants, view.consents) == ((), ())
    assert view.encounter is not None
    assert (view.encounter.place, view.encounter.setting, view.encounter.kind) == ("p1", "park", "visit")


def test_its_words_can_be_read_searched_and_marked(home: Home) -> None:
    record = write_observation(home, saw="Two benches.", wondered="Why there?")
    view = open_record(home, record)
    assert view.words is not None
    assert view.words.text == "Two benches.\n\nWhy there?"
    with home.main.read() as con:
        assert [h.record for h in search.search(con, "benches").hits] == [record]


def test_no_permission_is_needed_where_nobody_can_be_recognised(home: Home) -> None:
    record = write_observation(home, saw="Two benches.", place="p1")
    assert left_to_do(home, record) == ()
    mark_ready(home, record)
    assert open_record(home, record).record.status is Status.READY


def test_where_it_was_is_still_needed(home: Home) -> None:
    assert left_to_do(home, write_observation(home, saw="Two benches.")) == ("place",)


@pytest.mark.parametrize(
    ("subtype", "kind"), [("meeting", "meeting observed"), ("place", "visit"), ("event", "visit")]
)
def test_the_kind_of_encounter_follows(home: Home, subtype: str, kind: str) -> None:
    write_observation(home, saw="x", subtype=subtype)
    with home.main.read() as con:
        (one,) = encounters.recent(con).rows
    assert one.kind == kind


def test_a_reflection_has_its_three_fields(home: Home) -> None:
    record = write_observation(
        home,
        saw="",
        subtype="reflection",
        happened="I talked too much.",
        so_what="They stopped.",
        now_what="Wait.",
    )
    view = open_record(home, record)
    assert view.words is not None
    assert view.words.text == "I talked too much.\n\nThey stopped.\n\nWait."
    assert dict(view.record.facts)["subtype"] == "reflection"
