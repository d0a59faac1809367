"""After a recovery private cards can be begun anew; the old ones stay sealed, and come back when their passphrase does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.domain.orders import OrderKind, OrderReason
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import open_home
from ldp_stories.services.begin_cards_anew import begin_anew, lost, only_before, put_old_back, set_by
from ldp_stories.services.bring_back import bring_back
from ldp_stories.services.close_home import shred
from ldp_stories.services.contact_cards import keep_card, read_card, throw_away
from ldp_stories.services.give_orders import Wanted, give
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.identity_session import open_session, put_away
from ldp_stories.services.keep_copies import make_copy
from ldp_stories.store import backup, evidence, homes, identity, ledger, letters, old_cards
from tests.services.homes import code_of

OLD, NEW = "four plain words here", "brand new words today"
NAME = "Zebulonia Quillfeather"
WHO = open_home.Who("Amina", (Role.RESEARCHER,))


@pytest.fixture
def home(tmp_path: Path, machine: Machine) -> Iterator[Home]:
    """A recovered notebook: one card was written before, and its passphrase is forgotten."""
    key = DeviceKeys.new()
    made = open_home.create(tmp_path / "a", machine, WHO, passphrase=OLD, practice=False)
    open_home.write_recovery_slot(made, key.recipient)
    with made.main.write() as con:
        for one in ("p1", "p2"):
            made.put(con, "participant", one, sets={"code": one}, subj=[one])
    keep_card(open_session(made, OLD), "p1", name=NAME, not_by=["text"], safe_to_contact="Never at home")
    make_copy(made)
    made.close()
    again = open_home.recover_home(tmp_path / "a", key.age_secret, NEW, machine)
    yield again
    again.close()


def name(home: Home, passphrase: str, person: str = "p1") -> str:
    return read_card(open_session(home, passphrase), person).name


def test_what_opens_only_with_the_old_passphrase_is_begun_anew_after_a_yes(home: Home) -> None:
    assert only_before(home, NEW)
    assert not only_before(home, OLD)
    assert lost(home) == 1
    with pytest.raises(UserError) as caught:
        open_session(home, NEW)
    assert code_of(caught) == "WRONG_PASSPHRASE"
    with pytest.raises(Refused) as no:
        begin_anew(home, NEW, "maybe")
    assert code_of(no) == "CARDS_YES"
    with pytest.raises(UserError) as wrong:
        begin_anew(home, OLD, "yes")
    assert code_of(wrong) == "WRONG_PASSPHRASE"
    assert set_by(home) == 0

    begin_anew(home, NEW, " Yes ")
    assert not only_before(home, NEW)
    assert (set_by(home), lost(home)) == (1, 0)
    assert name(home, NEW) == ""
    keep_card(open_session(home, NEW), "p2", name="Anew")
    assert name(home, NEW, "p2") == "Anew"
    with pytest.raises(Refused) as twice:
        begin_anew(home, NEW, "yes")
    assert code_of(twice) == "CARDS_OPEN"
    assert set_by(home) == 1


def test_the_old_cards_come_back_with_their_passphrase_and_those_of_today_stay(home: Home) -> None:
    put_away(home, "contact_card", {"participant": "p2", "name": "In a letter"}, ["p2"])
    begin_anew(home, NEW, "yes")
    put_away(home, "name_list", {"encounter": "e", "find": "Zeb", "put": "[a neighbour]"}, ["p1"])
    keep_card(open_session(home, NEW), "p1", name="Z. Quillfeather", not_by=["call"])
    with home.main.read() as con:
        assert len(letters.all_letters(con)) == 1, "what was sealed to the old cards waits for them"
    session = open_session(home, NEW)
    with pytest.raises(UserError) as caught:
        put_old_back(session, "not these words")
    assert code_of(caught) == "WRONG_PASSPHRASE"
    assert put_old_back(session, OLD) == 2
    card = read_card(session, "p1")
    assert card.name == f"Z. Quillfeather / {NAME}"
    assert (set(card.not_by), card.safe_to_contact) == ({"text", "call"}, "Never at home")
    assert name(home, NEW, "p2") == "In a letter"
    assert (set_by(home), lost(home)) == (0, 2)
    with home.main.read() as con:
        assert letters.all_letters(con) == ()
    assert not list(home.folder.glob("old-cards-*/identity.db"))
    with pytest.raises(UserError):
        put_old_back(session, OLD)


def test_no_number_of_a_line_is_given_twice(home: Home) -> None:
    begin_anew(home, NEW, "yes")
    session = open_session(home, NEW)
    keep_card(session, "p2", name="Anew")
    put_old_back(session, OLD)
    with session.store() as store, store.read() as con:
        query = "SELECT d.dev, r.seq FROM revision r JOIN device_counter d ON d.num = r.stream"
        numbers = [(row.dev, row.seq) for row in con.exec_driver_sql(query)]
    assert len(numbers) == len(set(numbers)) == 2


def test_what_was_taken_back_meanwhile_does_not_come_back_with_the_old_cards(home: Home) -> None:
    begin_anew(home, NEW, "yes")
    give(home, [Wanted(kind=OrderKind.ERASE, reason=OrderReason.WITHDRAWAL, subject="p1")])
    session = open_session(home, NEW)
    assert put_old_back(session, OLD) == 0
    with session.store() as store, store.read() as con:
        assert identity.contact_card(con, "p1") is None
        assert con.exec_driver_sql("SELECT count(*) FROM revision WHERE body IS NOT NULL").scalar_one() == 0


def test_a_changed_passphrase_opens_the_new_cards_and_the_old_ones_keep_theirs(home: Home) -> None:
    begin_anew(home, NEW, "yes")
    keep_card(open_session(home, NEW), "p2", name="Anew")
    open_home.change_passphrase(home, NEW, "yet other words again")
    session = open_session(home, "yet other words again")
    assert read_card(session, "p2").name == "Anew"
    assert put_old_back(session, OLD) == 1


def test_a_copy_from_before_does_not_put_sealed_cards_in_the_place_of_new_ones(home: Home) -> None:
    (before,) = backup.copies(home.place)
    begin_anew(home, NEW, "yes")
    keep_card(open_session(home, NEW), "p2", name="Anew")
    home.close()
    again = bring_back(home.folder, before.folder, NEW, home.machine)
    put_away(again, "contact_card", {"participant": "p2", "phone": "1"}, ["p2"])
    session = open_session(again, NEW)
    assert read_card(session, "p2").name == "Anew"
    with again.main.read() as con:
        assert letters.all_letters(con) == (), "letters are sealed to the cards of today"
    assert put_old_back(session, OLD) == 1
    assert read_card(session, "p1").name == NAME
    again.close()


def test_a_copy_holds_the_sealed_cards_too_and_a_new_laptop_gets_them(home: Home, tmp_path: Path) -> None:
    begin_anew(home, NEW, "yes")
    copy = make_copy(home, tmp_path / "stick")
    home.close()
    again = bring_back(tmp_path / "another laptop", copy.folder, NEW, home.machine)
    assert set_by(again) == 1
    assert put_old_back(open_session(again, NEW), OLD) == 1
    again.close()


@pytest.mark.parametrize("step", ["write_slots", "_take_away"])
def test_a_kill_between_the_steps_loses_no_card(
    home: Home, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    real, calls = getattr(old_cards if step == "_take_away" else homes, step), []

    def cut(place: homes.HomeFolder, *rest: object) -> None:
        calls.append(place.path.name)
        if step == "_take_away" or place.path == home.folder:
            raise KeyboardInterrupt
        real(place, *rest)

    monkeypatch.setattr(old_cards if step == "_take_away" else homes, step, cut)
    with pytest.raises(KeyboardInterrupt):
        begin_anew(home, NEW, "yes")
    monkeypatch.undo()
    assert calls
    begin_anew(home, NEW, "yes")
    assert set_by(home) == 1
    session = open_session(home, NEW)
    assert put_old_back(session, OLD) == 1
    assert read_card(session, "p1").name == NAME


def test_nothing_changes_while_the_disk_is_full(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(old_cards, "_copy", full)
    with pytest.raises(UserError) as caught:
        begin_anew(home, NEW, "yes")
    assert code_of(caught) == "NO_ROOM"
    monkeypatch.undo()
    assert set_by(home) == 0
    assert name(home, OLD) == NAME


def test_the_proof_of_a_yes_comes_back_with_the_old_cards_and_can_be_seen(home: Home) -> None:
    old = open_session(home, OLD)
    with old.store() as store, store.write() as con:
        home.put(
            con, "evidence", "e1", sets={"consent": "c", "participant": "p1", "kind": "paper"}, subj=["p1"]
        )
        evidence.keep_key(con, "e1", "item", b"k" * 32)
    begin_anew(home, NEW, "yes")
    session = open_session(home, NEW)
    put_old_back(session, OLD)
    with session.store() as store, store.read() as con:
        assert evidence.item_of(con, "e1") == ("item", b"k" * 32)
        assert {r.stream for r in ledger.revisions(con)} == {"i"}


def test_a_card_that_is_taken_away_is_a_line_of_the_private_cards_and_not_of_the_stories(home: Home) -> None:
    """Else its number is one that a line of a story has too, and a custodian's laptop takes them for two lines under one number."""
    session = open_session(home, OLD)
    throw_away(session, "p1")
    with session.store() as store, store.read() as con:
        assert [(r.dev, r.seq) for r in ledger.revisions(con)] == [(home.author.dev("i"), n) for n in (1, 2)]


def test_closing_the_home_shreds_the_old_way_in_too(home: Home) -> None:
    begin_anew(home, NEW, "yes")
    home.close()
    (aside,) = old_cards.all_of(home.place)
    assert aside.keyslots.exists()
    shred(home.place)
    assert not home.folder.exists()


def test_the_name_stands_readable_nowhere_in_the_folder(home: Home) -> None:
    begin_anew(home, NEW, "yes")
    for path in (p for p in home.folder.rglob("*") if p.is_file()):
        assert NAME.encode() not in path.read_bytes(), path.name
    (aside,) = old_cards.all_of(home.place)
    assert aside.path.stat().st_mode & 0o077 == 0
    assert all(p.stat().st_mode & 0o077 == 0 for p in aside.path.iterdir())
