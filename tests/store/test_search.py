"""Searching while typing: what is found, in which order, what is never found, and the words shown around a hit (CONTRACTS.md 11)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection
from sqlcipher3 import dbapi2 as sealed

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.records import Shown
from ldp_stories.domain.revisions import Revision
from ldp_stories.store import layers, ledger, record_states, records, search, snippets
from ldp_stories.store.engine import Database
from tests.store.stores import AMINA, AT, Laptop, tell


def found(store: Database, typed: str, **options: object) -> list[str]:
    with store.read() as con:
        return [h.record for h in search.search(con, typed, **options).hits]  # type: ignore[arg-type]


@pytest.fixture
def bench(store: Database) -> str:
    with store.write() as con:
        return tell(con, title="Canal bench", words="We sat by the canal in Würzburg, laughing.").record


@pytest.mark.parametrize(
    "typed", ["canal", "CANAL", "ca", "laugh", "wurz", "Würzburg", "sat canal", "canal sa", "  canal "]
)
def test_words_and_their_beginnings_are_found_whatever_the_case_and_accents(
    store: Database, bench: str, typed: str
) -> None:
    assert bench in found(store, typed)


@pytest.mark.parametrize(
    "typed", ["", " ", "c", "anal", "canals", "canal river", "ca ", '"', "* OR NOT", "'; DROP TABLE"]
)
def test_nothing_else_is_found(store: Database, bench: str, typed: str) -> None:
    assert found(store, typed) == []


@pytest.mark.parametrize(
    "typed", ["canal AND", "NEAR(canal", "text:canal", "canal*^", "can-al", '"canal"', "\x00canal"]
)
def test_no_typing_breaks_the_question(store: Database, bench: str, typed: str) -> None:
    assert isinstance(found(store, typed), list)


def test_a_space_after_a_word_asks_for_the_whole_word(store: Database) -> None:
    with store.write() as con:
        tell(con, words="houses", title="")
        whole = tell(con, words="the house", title="").record
    assert len(found(store, "house")) == 2
    assert found(store, "house ") == [whole]


def test_titles_and_words_are_found_with_their_source(store: Database, bench: str) -> None:
    with store.read() as con:
        hits = search.search(con, "canal").hits
    assert {(h.source, h.record) for h in hits} == {("title", bench), ("transcript", bench)}
    assert {h.ent for h in hits if h.source == "title"} == {bench}


def test_the_best_match_comes_first(store: Database) -> None:
    with store.write() as con:
        best = tell(con, words="canal canal canal", title="").record
        for i in range(5):
            tell(con, words=f"once a canal and {'many other words ' * 20} {i}", title="")
    assert found(store, "canal")[0] == best


def test_pages_follow_each_other_without_gaps_or_repetitions(store: Database) -> None:
    with store.write() as con:
        told = [tell(con, words=f"canal {i}", title="").record for i in range(25)]
    seen: list[str] = []
    after = None
    with store.read() as con:
        for _ in range(9):
            page = search.search(con, "canal", limit=10, after=after)
            seen += [h.record for h in page.hits]
            after = page.next
            if after is None:
                break
    assert sorted(seen) == sorted(told)


def test_too_many_hits_are_shown_newest_first_and_say_so(store: Database) -> None:
    laptop = Laptop()
    record = laptop.write("record", new_id(), {"kind": "story", "status": "ready"})
    lines = [
        laptop.write("layer", new_id(), {"record": record.ent, "kind": "transcript", "text": f"canal {i}"})
        for i in range(search.MANY + 1)
    ]
    with store.write() as con:
        ledger.insert(con, [record, *lines[:-1]])
        assert not search.search(con, "canal").many
        ledger.insert(con, lines[-1:])
        page = search.search(con, "canal", limit=40)
        assert page.many
        assert [h.ent for h in page.hits] == [r.ent for r in lines[:-41:-1]]
        following = search.search(con, "canal", limit=40, after=page.next)
        assert [h.ent for h in following.hits] == [r.ent for r in lines[-41:-81:-1]]
        assert search.search(con, "can", limit=1).many


@pytest.mark.parametrize("number", [25, search.MANY + 3])
def test_one_question_gives_all_pages_the_same_as_asking_for_each(store: Database, number: int) -> None:
    laptop = Laptop()
    shut = laptop.write("record", new_id(), {"kind": "story", "status": "ready", "sensitivity": "closed"})
    lines = [
        laptop.write("layer", new_id(), {"record": new_id(), "kind": "transcript", "text": f"canal {i}"})
        for i in range(number)
    ]
    closed = laptop.write("layer", new_id(), {"record": shut.ent, "kind": "transcript", "text": "canal"})
    with store.write() as con:
        ledger.insert(con, [shut, *lines[:9], closed, *lines[9:]])
        together = list(search.pages(con, "canal", limit=number // 3))
        after: int | None = None
        apart: list[search.SearchPage] = []
        while not apart or after is not None:
            apart.append(search.search(con, "canal", limit=number // 3, after=after))
            after = apart[-1].next
    assert together == apart
    assert sorted(h.ent for page in together for h in page.hits) == sorted(line.ent for line in lines)
    assert {page.many for page in together} == {number > search.MANY}


def test_a_story_whose_title_stands_as_it_was_does_not_become_the_newest(store: Database) -> None:
    with store.write() as con:
        old = tell(con, title="Canal steps", words="one")
        tell(con, title="Canal boats", words="two")
        before = [h.key for h in search.search(con, "canal").hits]
        ledger.put(con, AMINA, "record", old.record, sets={"released": True}, at_label=AT)
        assert [h.key for h in search.search(con, "canal").hits] == before
        ledger.put(con, AMINA, "record", old.record, sets={"title": "Canal stones"}, at_label=AT)
        assert search.search(con, "stones").hits[0].key > max(before)
        assert search.search(con, "steps").hits == ()
        ledger.put(con, AMINA, "record", old.record, sets={"title": ""}, at_label=AT)
        assert search.search(con, "stones").hits == ()


def test_hidden_and_closed_stories_are_not_found(store: Database, bench: str) -> None:
    with store.write() as con:
        ledger.put(con, AMINA, "record", bench, sets={"sensitivity": "closed"}, at_label=AT)
    assert found(store, "canal") == []
    assert set(found(store, "canal", closed=True)) == {bench}
    with store.write() as con:
        ledger.put(con, AMINA, "record", bench, sets={"hidden": True}, at_label=AT)
    assert found(store, "canal", closed=True) == []


def test_many_stories_that_may_not_be_seen_leave_room_for_those_that_may(store: Database) -> None:
    with store.write() as con:
        seen = tell(con, words="canal", title="").record
        for _ in range(12):
            tell(con, words="canal", title="", sensitivity="closed")
    assert found(store, "canal", limit=5) == [seen]


def test_only_layers_the_person_may_read_are_indexed(store: Database) -> None:
    with store.write() as con:
        told = tell(con, words="protected words", layer="transcript", title="")
        fields = {"record": told.record, "kind": "masked", "text": "masked words"}
        ledger.put(con, AMINA, "layer", new_id(), sets=fields, subj=[told.participant], at_label=AT)
        search.set_indexed_sources(con, ["masked", "reading"])
        assert search.indexed_sources(con) == {"masked", "reading"}
    assert found(store, "protected") == []
    assert found(store, "masked") == [told.record]
    with store.write() as con:
        tell(con, words="protected later", layer="verbatim", title="titled")
        tell(con, words="unheard of", layer="hologram", title="")
    assert found(store, "protected") == found(store, "titled") == found(store, "unheard") == []
    with store.write() as con:
        search.set_indexed_sources(con, search.SOURCES)
    assert len(found(store, "protected")) == 2


def test_a_changed_text_is_found_by_its_new_words_only(store: Database, bench: str) -> None:
    with store.write() as con:
        (layer,) = layers.of_record(con, bench)
        ledger.put(con, AMINA, "layer", layer.id, sets={"text": "river"}, at_label=AT)
        ledger.put(con, AMINA, "record", bench, sets={"title": "A river bank"}, at_label=AT)
    assert found(store, "canal") == []
    assert set(found(store, "river")) == {bench}
    with store.write() as con:
        ledger.put(con, AMINA, "record", bench, sets={"title": ""}, at_label=AT)
        con.exec_driver_sql("INSERT INTO words_index(words_index, rank) VALUES ('integrity-check', 0)")
    assert found(store, "bank") == []


def test_a_new_index_finds_the_same(store: Database, bench: str) -> None:
    with store.write() as con:
        search.reindex(con)
        search.optimise(con)
    assert set(found(store, "canal")) == {bench}
    with store.write() as con:
        ledger.rebuild(con)
    assert set(found(store, "canal")) == {bench}
    with store.read() as con:
        assert records.page(con).rows[0].title == "Canal bench"


def marked(text: str, typed: str) -> tuple[str, list[str]]:
    part, marks = snippets.cut(text, search.terms_of(typed))
    return part, [part[s:e] for s, e in marks]


@pytest.mark.parametrize(
    ("text", "typed", "words"),
    [
        ("We sat by the canal.", "canal", ["canal"]),
        ("Canal, canals; canalside", "canal", ["Canal", "canals", "canalside"]),
        ("Canal, canals; canalside", "canal ", ["Canal"]),
        ("In Würzburg am Kanal", "wurz kan", ["Kanal"]),
        ("In Würzburg am Kanal", "wurzburg kan", ["Würzburg", "Kanal"]),
        ("a banana", "nan", []),
        ("an_apple", "apple", ["apple"]),
        ("Straße", "straße", ["Straße"]),
        ("نحن في المدينة", "المد", ["المدينة"]),
        ("", "canal", []),
    ],
)
def test_the_words_found_are_marked_in_the_part_shown(text: str, typed: str, words: list[str]) -> None:
    assert marked(text, typed)[1] == words


def test_the_part_shown_is_where_the_words_stand_closest(store: Database) -> None:
    text = "canal " + "filler " * 100 + "the canal and the bench " + "filler " * 100
    part, words = marked(text, "bench canal")
    assert words == ["canal", "bench"]
    assert len(part) <= snippets.LENGTH
    assert not part.startswith(("iller", "ller"))


def test_folding_keeps_the_length_of_every_text() -> None:
    for code in range(0x20, 0x3000):
        assert len(snippets.fold(f"é{chr(code)}")) == 2


def test_a_mark_at_the_very_end_is_whole() -> None:
    part, words = marked("x " * 200 + "canal", "canal")
    assert words == ["canal"]
    assert part.endswith("canal")


def index_pieces(con: Connection) -> int:
    """Of how many pieces the full-text index is made: every search looks into each of them."""
    query = "SELECT count(DISTINCT id >> 37) FROM words_index_data WHERE id > 10"
    return int(con.exec_driver_sql(query).scalar_one())


def brought(number: int) -> list[Revision]:
    """Stories of one laptop, with tags on them, as an import has them."""
    laptop, lines = Laptop(), []
    for at in range(number):
        record, layer = new_id(), new_id()
        lines += [
            laptop.write("record", record, {"title": f"Story {at}", "status": "ready", "kind": "story"}),
            laptop.write(
                "layer", layer, {"record": record, "kind": "verbatim", "text": f"the river rose {at}"}
            ),
            laptop.write("suggestion", new_id(), {"record": record, "tag": "t", "by": "m"}),
        ]
    return lines


def test_what_comes_in_one_transaction_is_one_piece_of_the_index_however_many_steps_it_takes(
    store: Database,
) -> None:
    lines = brought(20)
    with store.write(bulk=True) as con:
        for at in range(0, len(lines), 6):
            assert ledger.insert(con, lines[at : at + 6], bundle="b").new == 6
    with store.write() as con:
        assert search.index_waiting(con, 1_000) == 0
    with store.read() as con:
        assert index_pieces(con) == 1
        assert len(search.search(con, "river").hits) == 20
        assert len(search.search(con, "story").hits) == 20


def test_stories_that_come_in_bulk_have_their_state_noted_like_any_other(store: Database) -> None:
    with store.write(bulk=True) as con:
        ledger.insert(con, brought(5), bundle="b")
    with store.read() as con:
        assert record_states.counts(con) == {Shown.RECEIVED: 5}
        noted = con.exec_driver_sql("SELECT state, count(*) FROM record GROUP BY state").all()
    assert [tuple(row) for row in noted] == [(Shown.RECEIVED.value, 5)]


def test_a_row_that_is_there_against_all_expectation_undoes_the_whole_transaction(store: Database) -> None:
    lines = brought(3)
    with store.write() as con:
        con.exec_driver_sql(
            "INSERT INTO record SELECT * FROM (SELECT 1 AS num, ? AS id, '' , 0, 0, '', '', '', '', '', '', 0, '', 0, '', '', '')",
            (lines[6].ent,),
        )
    with pytest.raises(sealed.IntegrityError), store.write(bulk=True) as con:
        ledger.insert(con, lines, bundle="b")
    with store.read() as con:
        assert con.exec_driver_sql("SELECT count(*) FROM revision").scalar_one() == 0
        assert con.exec_driver_sql("SELECT count(*) FROM record").scalar_one() == 1
        assert search.search(con, "river").hits == ()


def test_the_part_shown_begins_where_most_of_the_words_stand_together() -> None:
    far = "canal " + "x " * 200
    shown, marks = snippets.cut(f"{far}canal and bench {far}bench", (("canal", False), ("bench", False)))
    assert shown.startswith("x ")
    assert [shown[start:end] for start, end in marks[:2]] == ["canal", "bench"]
    shown, marks = snippets.cut(f"bench {far}{far}", (("canal", False), ("bench", False), ("gone", False)))
    assert [shown[start:end] for start, end in marks[:2]] == ["bench", "canal"]
    shown, marks = snippets.cut(f"stable {far}stab", (("stab", False), ("stab", True)))
    assert [shown[start:end] for start, end in marks] == ["stable"]


@given(st.sets(st.tuples(st.integers(0, 700), st.sampled_from("abc")), min_size=1, max_size=30))
def test_the_closest_place_is_the_first_with_most_terms_behind_it(places: set[tuple[int, str]]) -> None:
    found = sorted((start, start + 3, term) for start, term in places)
    reach = snippets.LENGTH - snippets.BEFORE
    near = {f: len({term for start, _, term in found if 0 <= start - f[0] < reach}) for f in found}
    assert snippets._closest(found)[0] == max(found, key=lambda f: (near[f], -f[0]))[0]
