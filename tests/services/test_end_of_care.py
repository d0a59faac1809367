"""Who does not look after private cards any more is told first; then the cards of people they never met go, and nothing of them stays."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import identity_session
from ldp_stories.services.contact_cards import card_rows, cards_to_go, keep_card, keep_name, read_card
from ldp_stories.services.end_of_care import take_off, take_off_when_due
from ldp_stories.services.fit_role import fit_role
from ldp_stories.services.hand_over import custodians, hand_over
from ldp_stories.services.home import Home
from ldp_stories.services.identity_session import put_away_lines
from ldp_stories.store import identity, ledger, letters
from tests.services.house import NOW, Told, houses, name_id, pass_on, tell
from tests.services.test_hand_over import roles, session, term

NAME = "Zebulonia Quillfeather"
KEEPER = ("coordinator", "2026-01-01", None, "custodian")
KEEPER_ONCE = ("coordinator", "2026-01-01", None)


@pytest.fixture
def cared(tmp_path: Path) -> Iterator[tuple[Home, Home, Told, Told]]:
    """Theo looks after cards: he has the card of somebody Amina met, in the store, and one of somebody he met himself."""
    with houses(tmp_path, "amina", "theo") as (amina, theo):
        hers, his = tell(amina), tell(theo, code="LT-7Q2K-9TD")
        pass_on(amina, theo)
        roles(theo, "theo", term(*KEEPER))
        with closing(session(amina)) as opened, opened.store() as store, store.write() as con:
            sets = {"participant": hers.participant, "name": NAME, "phone": "0121 496 0000"}
            amina.put(con, "contact_card", new_id(), sets=sets, subj=[hers.participant], stream="i")
            lines = list(ledger.revisions(con))
        with closing(session(theo)) as mine:
            keep_card(mine, his.participant, name="Own Person")
        with theo.main.write() as con:
            put_away_lines(con, lines)
        yield amina, theo, hers, his


def ends(theo: Home) -> None:
    """A pack brings the news that he does not look after cards any more."""
    roles(theo, "theo", term(*KEEPER_ONCE))
    fit_role(theo)


def later(home: Home, days: int) -> Home:
    """The same notebook on a later day."""
    home.machine = replace(home.machine, now=lambda: NOW + timedelta(days=days))
    return home


def sealed_words(home: Home) -> str:
    """Everything that the identity store still says."""
    with closing(session(home)) as mine, mine.store() as store, store.read() as con:
        return " ".join((r.body or b"").decode() for r in ledger.revisions(con))


def test_somebody_who_looks_after_cards_is_asked_nothing(cared: tuple[Home, Home, Told, Told]) -> None:
    amina, theo, _, _ = cared
    assert cards_to_go(theo) is None
    assert cards_to_go(amina) is None
    with closing(session(theo)) as mine:
        assert take_off(mine) == 0
    assert NAME in sealed_words(theo)


def test_the_sentence_comes_first_and_names_the_day(cared: tuple[Home, Home, Told, Told]) -> None:
    _, theo, hers, his = cared
    ends(theo)
    going = cards_to_go(theo)
    assert going is not None
    assert (going.people, going.on) == ((hers.participant,), date(2026, 11, 29))
    assert cards_to_go(later(theo, 3)) == going, "the days run from the first time"
    assert take_off_when_due(later(theo, 6), None) == 0
    assert {r.participant for r in card_rows(theo)} >= {hers.participant, his.participant}


def test_on_the_day_they_go_and_ones_own_stay(cared: tuple[Home, Home, Told, Told]) -> None:
    _, theo, hers, his = cared
    ends(theo)
    with closing(session(theo)) as mine:
        keep_name(mine, hers.encounter, "Zebulonia", "[neighbour]")
    assert take_off_now(later(theo, 7)) == 1
    assert cards_to_go(theo) is None
    words = sealed_words(theo)
    assert "Own Person" in words
    assert NAME not in words
    assert "Zebulonia" not in words
    assert {r.participant for r in card_rows(theo) if r.has_card} == {his.participant}
    with closing(session(theo)) as mine, pytest.raises(Refused) as caught:
        read_card(mine, hers.participant)
    assert caught.value.code == "NOT_YOUR_ROLE"


def take_off_now(home: Home) -> int:
    with closing(session(home)) as mine:
        return take_off(mine)


def test_a_card_that_waits_sealed_for_the_store_goes_too(cared: tuple[Home, Home, Told, Told]) -> None:
    _, theo, hers, _ = cared
    ends(theo)
    with theo.main.read() as con:
        assert letters.have_card(con) >= {hers.participant}
    assert take_off_now(theo) == 1
    with theo.main.read() as con:
        assert letters.all_letters(con) == ()
        assert hers.participant not in letters.have_card(con)


def test_nothing_of_them_is_left_in_the_file(cared: tuple[Home, Home, Told, Told]) -> None:
    """Read as the store reads it, page by page: no word of the card is in it any more."""
    _, theo, _, _ = cared
    assert NAME in sealed_words(theo)
    ends(theo)
    take_off_now(theo)
    with closing(session(theo)) as mine, mine.store() as store, store.read() as con:
        free = con.exec_driver_sql("PRAGMA freelist_count").scalar()
        tables = con.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        dump = " ".join(str(con.exec_driver_sql(f"SELECT * FROM {t}").fetchall()) for t in tables)
    assert free == 0
    assert NAME not in dump


def test_until_then_they_may_be_handed_over_and_not_afterwards(
    cared: tuple[Home, Home, Told, Told], tmp_path: Path
) -> None:
    amina, theo, hers, _ = cared
    ends(theo)
    roles(theo, "joan", term(*KEEPER))
    (joan,) = custodians(theo)
    folder = tmp_path / "stick"
    folder.mkdir()
    with closing(session(theo)) as mine:
        made = hand_over(mine, [hers.participant], joan.member, folder, first_word=joan.words[0])
    assert (made.people, made.path.exists()) == (1, True)
    take_off_now(theo)
    with closing(session(theo)) as mine, pytest.raises(Refused) as caught:
        hand_over(mine, [hers.participant], joan.member, folder, first_word=joan.words[0])
    assert caught.value.code == "NOT_YOUR_ROLE"
    assert amina.member == name_id("amina")


def test_somebody_who_looks_after_cards_again_keeps_them(cared: tuple[Home, Home, Told, Told]) -> None:
    _, theo, hers, _ = cared
    ends(theo)
    roles(theo, "theo", term(*KEEPER))
    fit_role(theo)
    assert cards_to_go(theo) is None
    assert take_off_when_due(later(theo, 30), None) == 0
    with closing(session(theo)) as mine:
        assert read_card(mine, hers.participant).name == NAME


def test_at_an_opening_after_the_days_they_go_by_themselves(
    cared: tuple[Home, Home, Told, Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, theo, hers, _ = cared
    monkeypatch.setattr(identity_session, "identity_key", lambda *_: bytes(range(32)))
    ends(theo)
    assert take_off_when_due(later(theo, 6), "a passphrase") == 0
    assert take_off_when_due(later(theo, 7), "a passphrase") == 1
    with closing(session(theo)) as mine, mine.store() as store, store.read() as con:
        assert identity.contact_card(con, hers.participant) is None
    assert take_off_when_due(later(theo, 8), "a passphrase") == 0


def test_a_locked_session_takes_nothing_off(cared: tuple[Home, Home, Told, Told]) -> None:
    _, theo, _, _ = cared
    ends(theo)
    shut = session(theo)
    shut.close()
    with pytest.raises(UserError) as caught:
        take_off(shut)
    assert caught.value.code == "IDENTITY_CLOSED"
    assert cards_to_go(theo) is not None
