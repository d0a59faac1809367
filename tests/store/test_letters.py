"""Letters for the identity store, and who has a card: sealed bytes and opaque ids, gone when a person takes their words back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.orders import Order, OrderKind, OrderReason
from ldp_stories.services.home import Home
from ldp_stories.store import ledger, letters
from tests.services.house import houses


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    with houses(tmp_path, "joan") as (home,):
        yield home


def waiting(home: Home) -> list[bytes]:
    with home.main.read() as con:
        return [sealed for _, sealed in letters.all_letters(con)]


def post(home: Home, *items: tuple[list[str], bytes]) -> None:
    with home.main.write() as con:
        for subj, sealed in items:
            letters.put(con, subj, sealed)


def erase(home: Home, *people: str) -> None:
    orders = [
        Order(
            new_id(), OrderKind.ERASE, OrderReason.WITHDRAWAL, one, (), (), f"{home.author.device}.1", n, ""
        )
        for n, one in enumerate(people, 1)
    ]
    with home.main.write() as con:
        ledger.apply_orders(con, orders)


def test_letters_come_back_in_the_order_they_came(joan: Home) -> None:
    post(joan, (["a"], b"1"), ([], b"2"), (["b", "a"], b"3"))
    assert waiting(joan) == [b"1", b"2", b"3"]


def test_those_that_are_in_place_are_thrown_away_and_later_ones_stay(joan: Home) -> None:
    post(joan, (["a"], b"1"), (["a"], b"2"))
    with joan.main.read() as con:
        first = letters.all_letters(con)[0][0]
    with joan.main.write() as con:
        letters.drop(con, [first])
    assert waiting(joan) == [b"2"]


def test_an_erasure_takes_every_letter_about_the_person_and_no_other(joan: Home) -> None:
    post(joan, (["a"], b"1"), (["b"], b"2"), (["b", "a"], b"3"), ([], b"4"))
    erase(joan, "a")
    assert waiting(joan) == [b"2", b"4"]


def test_cards_are_marked_once_and_the_mark_can_go(joan: Home) -> None:
    with joan.main.write() as con:
        letters.mark_cards(con, ["a", "b", "a"])
    with joan.main.write() as con:
        letters.mark_cards(con, ["c"], ["b"])
        assert letters.have_card(con) == {"a", "c"}


def test_an_erasure_takes_the_mark_too(joan: Home) -> None:
    with joan.main.write() as con:
        letters.mark_cards(con, ["a", "b"])
    erase(joan, "a")
    with joan.main.read() as con:
        assert letters.have_card(con) == {"b"}


def test_marks_and_letters_stay_when_the_rows_are_made_anew(joan: Home) -> None:
    post(joan, (["a"], b"1"))
    with joan.main.write() as con:
        letters.mark_cards(con, ["a"])
        ledger.rebuild(con)
        assert letters.have_card(con) == {"a"}
    assert waiting(joan) == [b"1"]
