"""How many stories have a tag: the quick count equals a slow one that reads every decision, whatever was decided in whatever order."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.review import Choice, Reading
from ldp_stories.services.home import Home
from ldp_stories.store import codebook, ledger, projection, review, sift
from tests.effort import effort
from tests.services.house import name_id, open_house, tell

CODES = ("D1", "A8", "B7")
TAGS = st.sampled_from(CODES)
SUGGESTED = st.lists(st.tuples(st.integers(0, 2), TAGS | st.none()), min_size=1, max_size=6)
DECIDED = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(list(Choice)),
        TAGS,
        st.lists(TAGS, max_size=2, unique=True),
        st.booleans(),
    ),
    max_size=8,
)


def write(home: Home, kind: str, ident: str, **sets: object) -> None:
    with home.main.write() as con:
        home.put(con, kind, ident, sets=sets)


def slow(home: Home, records: list[str]) -> dict[str, set[str]]:
    """The stories of each tag, read one by one."""
    found: dict[str, set[str]] = {}
    with home.main.read() as con:
        for record in records:
            for reading in review.readings(con, record):
                for tag in reading.tags:
                    found.setdefault(tag, set()).add(record)
    return found


def decide(
    home: Home, suggestion: tuple[str, str], seen: list[str], choice: Choice, to: str, also: list[str]
) -> str:
    ident, (about, record) = new_id(), suggestion
    sets: dict[str, object] = {
        "suggestion": about,
        "record": record,
        "decision": choice.value,
        "reason": "why",
        "by": home.member,
        "supersedes": seen,
    }
    if choice in (Choice.CHANGE, Choice.DIFFER):
        sets["to_tag"] = name_id(to)
        sets["also"] = [name_id(t) for t in also if t != to]
    write(home, "decision", ident, **sets)
    return ident


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, list[str]]]:
    """A notebook with three stories: from one example to the next the suggestions on them only grow."""
    home = open_house(tmp_path_factory.mktemp("counts"), "joan")
    yield home, [tell(home, marked=(), code=f"LT-{n}").record for n in range(3)]
    home.close()


@settings(max_examples=effort(8, 80), deadline=None)
@given(SUGGESTED, DECIDED)
def test_the_quick_count_is_the_slow_one(
    house: tuple[Home, list[str]],
    suggested: list[tuple[int, str | None]],
    decided: list[tuple[int, Choice, str, list[str], bool]],
) -> None:
    home, records = house
    known = [(suggest(home, records[at], tag), records[at]) for at, tag in suggested]
    standing: dict[str, list[str]] = {}
    for at, choice, to, also, replaces in decided:
        one = known[at % len(known)]
        seen = standing.get(one[0], []) if replaces else []
        made = decide(home, one, seen, choice, to, also)
        standing[one[0]] = [made] if replaces else [*standing.get(one[0], []), made]
    wanted = slow(home, records)
    with home.main.read() as con:
        counts = codebook.stories_by_tag(con)
        for code in CODES:
            ident = name_id(code)
            assert counts.get(ident, 0) == len(wanted.get(ident, set())), code
            assert codebook.stories_with(con, (ident,)) == wanted.get(ident, set())
        both = codebook.stories_with(con, tuple(name_id(c) for c in CODES))
        assert both == set().union(*wanted.values(), set())
        candidates_hold_all(con, records, wanted)
        wanted_talk: dict[str, set[object]] = {}
        for reading in everything(con, records):
            if reading.suggestion.tag and argued(reading):
                wanted_talk.setdefault(reading.suggestion.tag, set()).add(reading.history)
        assert {tag: set(each) for tag, each in review.argued(con).items()} == wanted_talk
    built_anew_counts(home, counts)
    for ident, _ in known[::2]:
        with home.main.write() as con:
            home.hide(con, "suggestion", ident)


def suggest(home: Home, record: str, tag: str | None) -> str:
    ident, words = new_id(), "" if tag else "no tag fits"
    named = name_id(tag) if tag else None
    write(home, "suggestion", ident, record=record, passage=None, tag=named, by=home.member, reason="", sure="sure", words=words)  # fmt: skip
    return ident


def everything(con: Connection, records: list[str]) -> list[Reading]:
    return [reading for record in records for reading in review.readings(con, record)]


def argued(reading: Reading) -> bool:
    """Whether somebody ever decided otherwise than was suggested."""
    return any(d.choice in (Choice.CHANGE, Choice.NOT_THIS_TAG, Choice.DIFFER) for d in reading.history)


def candidates_hold_all(con: Connection, records: list[str], wanted: dict[str, set[str]]) -> None:
    """The quick look names every record with the tag; that nothing else is shown is for `find` to see to, which asks for all of it."""
    for code in CODES:
        perhaps = review.perhaps_tagged(con, records, {name_id(code)})
        assert wanted.get(name_id(code), set()) <= perhaps
        standing = review.standing_of(con, perhaps)
        sure = {r for r, those in standing.items() if any(name_id(code) in one.tags for one in those)}
        assert sure == wanted.get(name_id(code), set()) == sift.with_tag(con, {name_id(code)})


def built_anew_counts(home: Home, counts: dict[str, int]) -> None:
    with home.main.write() as con:
        before = con.exec_driver_sql(NOTED).all()
        ledger.rebuild(con)
        assert con.exec_driver_sql(NOTED).all() == before
        assert codebook.stories_by_tag(con) == counts


NOTED = "SELECT id, decided, settled, standing FROM suggestion ORDER BY id"


def test_counting_reads_nothing_but_small_indexes(tmp_path: Path) -> None:
    """A plan that goes through all suggestions or decisions takes seconds in a large notebook."""
    home = open_house(tmp_path, "joan")
    asked = {"tags": "[]", "alone": "[]", "ids": "[]", "since": ""}
    plain = [sift.STANDS, codebook._NUMBER, codebook._NOTED, codebook._OPEN, codebook._HERE, review._ARGUED]
    with home.main.read() as con:
        for query in plain:
            plan = con.execute(text("EXPLAIN QUERY PLAN " + query), asked).all()
            steps = [row.detail for row in plan if row.detail.startswith(("SCAN", "SEARCH"))]
            large = [s for s in steps if s.split()[1] in ("suggestion", "decision", "d", "record", "r")]
            assert large
            assert all("INDEX" in step for step in large), plan
            scans = [s.split(" INDEX ")[1] for s in large if s.startswith("SCAN")]
            assert set(scans) <= {"suggestion_several", "record_unseen"}, plan
    home.close()


def test_what_an_older_version_did_not_note_is_worked_out(tmp_path: Path) -> None:
    home = open_house(tmp_path, "joan")
    told = tell(home, marked=(), tags={"x": "D1"})
    decide(home, (told.suggestions["D1"], told.record), [], Choice.CHANGE, "A8", ["B7"])
    with home.main.write() as con:
        con.exec_driver_sql("UPDATE suggestion SET standing = ''")
    with home.main.read() as con:
        assert codebook.stories_by_tag(con) == {name_id("A8"): 1, name_id("B7"): 1}
        assert sift.with_tag(con, {name_id("B7")}) == {told.record}
        assert sift.with_tag(con, {name_id("D1")}) == frozenset()
        assert review.perhaps_tagged(con, [told.record], {name_id("B7")}) == {told.record}
    home.close()


def test_hidden_and_taken_back_stories_are_not_counted(tmp_path: Path) -> None:
    home = open_house(tmp_path, "joan")
    kept = tell(home, marked=(), tags={"x": "D1"}, code="LT-1")
    gone = tell(home, marked=(), tags={"x": "D1"}, code="LT-2")
    with home.main.write() as con:
        home.hide(con, "record", gone.record)
    with home.main.read() as con:
        assert codebook.stories_by_tag(con) == {name_id("D1"): 1}
        assert codebook.stories_with(con, (name_id("D1"),)) == {kept.record}
    home.close()


def test_a_hidden_suggestion_counts_no_more(tmp_path: Path) -> None:
    home = open_house(tmp_path, "joan")
    told = tell(home, marked=(), tags={"x": "D1"})
    with home.main.write() as con:
        home.hide(con, "suggestion", told.suggestions["D1"])
    with home.main.read() as con:
        assert codebook.stories_by_tag(con) == {}
        assert review.readings_of_tag(con, name_id("D1")) == ()
    home.close()


def test_a_projection_built_anew_counts_the_same(tmp_path: Path) -> None:
    home = open_house(tmp_path, "joan")
    told = tell(home, marked=(), tags={"x": "D1"})
    seen: list[str] = []
    for to, also in (("A8", []), ("B7", ["D1"])):
        seen = [decide(home, (told.suggestions["D1"], told.record), seen, Choice.CHANGE, to, also)]
    with home.main.read() as con:
        before = codebook.stories_by_tag(con)
        kinds = con.exec_driver_sql("SELECT standing FROM suggestion").scalars().all()
    assert before == {name_id("B7"): 1, name_id("D1"): 1}
    assert [set(json.loads(k)) for k in kinds] == [{name_id("B7"), name_id("D1")}]
    assert projection.has_nouns is not None
    home.close()


def test_changes_of_the_codebook_are_read_as_they_were_written(tmp_path: Path) -> None:
    home = open_house(tmp_path, "joan")
    ident = new_id()
    whole = {
        "what": "merge",
        "tags": ["a", "b"],
        "before": {"a": {"status": "active"}},
        "after": {"a": {"status": "merged"}},
        "reason": "why",
        "example": "such as",
        "on": "2026-05-01",
        "by": home.member,
        "stories": 4,
        "undoes": "",
        "version_before": "v1",
        "version_after": "v2",
    }
    write(home, "codebook_change", ident, **whole)
    write(home, "codebook_change", new_id(), what="something newer", tags="none", before=[], stories="many")
    with home.main.read() as con:
        first, strange = codebook.changes(con)
    assert (first.id, first.what.value, first.tags, first.stories) == (ident, "merge", ("a", "b"), 4)
    assert (first.before, first.after) == (whole["before"], whole["after"])
    assert (first.version_before, first.version_after, first.example) == ("v1", "v2", "such as")
    assert (strange.what.value, strange.tags, strange.before, strange.stories) == ("edit", (), {}, 0)
    home.close()
