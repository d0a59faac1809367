"""The search index holds only what its reader may read: an evaluator's never the words as they were said (CONTRACTS.md 4)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.records import PROTECTED_LAYERS
from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Home
from ldp_stories.store import ledger, search
from ldp_stories.store.engine import Database
from tests.services.house import Told, houses, name_id, open_house, tell

OPEN = search.SOURCES - PROTECTED_LAYERS


@pytest.fixture
def people(tmp_path: Path) -> Iterator[tuple[Home, Home, Home]]:
    with houses(tmp_path, "amina", "joan", "priya") as (amina, joan, priya):
        yield amina, joan, priya


def sources(home: Home) -> frozenset[str]:
    with home.main.read() as con:
        return search.indexed_sources(con)


def found(home: Home, words: str) -> set[str]:
    """The sources in which words are found, straight from the index."""
    with home.main.read() as con:
        return {hit.source for hit in search.search(con, words, closed=True).hits}


def term(role: Role, *extra: str) -> dict[str, object]:
    made: dict[str, object] = {"role": role.value, "start": "2026-01-01", "extra": list(extra)}
    return made


def rewrite(home: Home, who: str, *terms: dict[str, object]) -> None:
    """The roster changes, as a programme file would bring it."""
    with home.main.write() as con:
        ledger.put(
            con, home.author, "member", name_id(who), sets={"roles": list(terms)}, stream="p", at_label=home.label()
        )  # fmt: skip


def with_all_words(home: Home) -> Told:
    """A story whose words as they were said lie in the store, beside a masked copy (as with somebody whose role has changed)."""
    told = tell_as(home)
    with home.main.write() as con:
        fields = {
            "record": told.record,
            "kind": "masked",
            "language": "en",
            "text": "Maskedly they draw the curtains.",
        }
        ledger.put(
            con, home.author, "layer", name_id("masked"), sets=fields, subj=[told.participant], at_label=home.label()
        )  # fmt: skip
    return told


def tell_as(home: Home) -> Told:
    """A story put in by hand: an evaluator writes none."""
    told = Told(
        name_id("record"), name_id("participant"), name_id("consent"), name_id("encounter"), name_id("words")
    )
    with home.main.write() as con:
        for kind, ent, sets in (
            ("record", told.record, {"title": "Tea", "status": "ready", "participants": [told.participant]}),
            (
                "layer",
                told.words,
                {"record": told.record, "kind": "verbatim", "text": "Verbatim they draw the curtains."},
            ),
        ):
            ledger.put(con, home.author, kind, ent, sets=sets, subj=[told.participant], at_label=home.label())
    return told


def test_researchers_and_coordinators_search_everything(people: tuple[Home, Home, Home]) -> None:
    amina, joan, _ = people
    assert sources(amina) == sources(joan) == search.SOURCES
    tell(amina)
    assert found(amina, "curtains") == {"verbatim"}


def test_an_evaluators_index_never_holds_the_words_as_they_were_said(people: tuple[Home, Home, Home]) -> None:
    priya = people[2]
    assert sources(priya) == OPEN
    with_all_words(priya)
    assert found(priya, "curtains") == {"masked"}
    assert found(priya, "verbatim") == set()
    assert found(priya, "tea") == {"title"}


def test_with_clearance_they_are_found_and_without_it_no_longer(people: tuple[Home, Home, Home]) -> None:
    priya = people[2]
    with_all_words(priya)
    rewrite(priya, "priya", term(Role.EVALUATOR, "clearance"))
    assert sources(priya) == search.SOURCES
    assert found(priya, "curtains") == {"masked", "verbatim"}
    rewrite(priya, "priya", term(Role.EVALUATOR))
    assert sources(priya) == OPEN
    assert found(priya, "curtains") == {"masked"}


def test_a_researcher_who_becomes_an_evaluator_searches_less(people: tuple[Home, Home, Home]) -> None:
    amina = people[0]
    tell(amina)
    rewrite(amina, "amina", term(Role.EVALUATOR))
    assert found(amina, "curtains") == set()
    rewrite(amina, "amina", term(Role.EVALUATOR), term(Role.RESEARCHER))
    assert found(amina, "curtains") == {"verbatim"}


def test_somebody_elses_role_changes_nothing_here(people: tuple[Home, Home, Home]) -> None:
    _, joan, priya = people
    rewrite(joan, "priya", term(Role.EVALUATOR, "clearance"))
    rewrite(priya, "amina", term(Role.EVALUATOR))
    assert sources(joan) == search.SOURCES
    assert sources(priya) == OPEN


def test_a_role_that_changed_meanwhile_shows_when_the_home_is_opened(tmp_path: Path) -> None:
    priya = open_house(tmp_path, "priya")
    with_all_words(priya)
    with priya.main.write() as con:
        search.set_indexed_sources(con, search.SOURCES)
    assert found(priya, "verbatim") == {"verbatim"}
    again = Home(priya.place, priya.machine, priya.stores, priya.author, priya.root_key)
    assert found(again, "verbatim") == set()
    priya.close()


def test_building_the_projection_anew_keeps_them_out(people: tuple[Home, Home, Home]) -> None:
    priya = people[2]
    with_all_words(priya)
    with priya.main.write() as con:
        ledger.rebuild(con)
    assert found(priya, "curtains") == {"masked"}


def test_what_is_hidden_does_not_come_into_the_index_with_a_change_of_role(
    people: tuple[Home, Home, Home],
) -> None:
    priya = people[2]
    told = with_all_words(priya)
    with priya.main.write() as con:
        ledger.put(con, priya.author, "layer", told.words, sets={"hidden": True}, at_label=priya.label())
    rewrite(priya, "priya", term(Role.EVALUATOR, "clearance"))
    assert found(priya, "curtains") == {"masked"}


def test_the_index_has_no_trace_of_the_words(people: tuple[Home, Home, Home]) -> None:
    """Not only are they not found: no term of them stands in the full-text index."""
    priya = people[2]
    with_all_words(priya)
    store: Database = priya.main
    with store.write() as con:
        con.exec_driver_sql("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'words_index', 'row')")
        terms = set(con.exec_driver_sql("SELECT term FROM temp.terms").scalars())
        con.exec_driver_sql("DROP TABLE temp.terms")
    assert "maskedly" in terms
    assert "verbatim" not in terms
