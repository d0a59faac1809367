"""How many stories have a tag: the quick count equals a slow one that reads every decision, whatever was decided in whatever order."""

import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.review import Choice
from ldp_stories.services.home import Home
from ldp_stories.store import codebook, projection, review
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


@settings(max_examples=effort(8, 300), deadline=None)
@given(SUGGESTED, DECIDED)
def test_the_quick_count_is_the_slow_one(
    suggested: list[tuple[int, str | None]], decided: list[tuple[int, Choice, str, list[str], bool]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = open_house(Path(folder), "joan")
        records = [tell(home, marked=(), code=f"LT-{n}").record for n in range(3)]
        known: list[tuple[str, str]] = []
        for at, tag in suggested:
            ident = new_id()
            words = "" if tag else "no tag fits"
            write(
                home,
                "suggestion",
                ident,
                record=records[at],
                passage=None,
                tag=name_id(tag) if tag else None,
                by=home.member,
                reason="",
                sure="sure",
                words=words,
            )
            known.append((ident, records[at]))
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
