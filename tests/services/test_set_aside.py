"""Bundles of strangers wait beside the library: their words to compare, never their stories; and there is an end to how many."""

import errno
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import IO

import pytest

from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services import set_aside
from ldp_stories.services.admit_people import joiners, mark_lost
from ldp_stories.services.clean_up import Swept, clean_up
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import look, take_in
from ldp_stories.services.odd_files import Odd, let_in_all_the_same, odd_files, try_again
from ldp_stories.services.set_aside import FOLDER, hold, let_go, waiting, waiting_one
from ldp_stories.services.start_home import own_words
from ldp_stories.store import order_book, quarantine, records
from ldp_stories.store.quarantine import SetAside
from ldp_stories.ui.coordinator.odd_words import what_next
from tests.services.cast import Cast, cast, send, tell
from tests.services.homes import code_of, pack_of
from tests.services.test_withdraw import person_of
from tests.store.stores import erase


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as made:
        yield made


@pytest.fixture
def stranger(three: Cast) -> Iterator[Home]:
    """Theo has the programme file and a story, and nobody knows him yet."""
    theo = three.join("Theo", Role.RESEARCHER, pack_of(three.joan, three.folder))
    tell(theo)
    yield theo
    theo.close()


def arrive(three: Cast, stranger: Home) -> Path:
    """Theo's bundle comes to Joan, who does not know him; the file on the stick."""
    (path,) = send(stranger, "coordinators", three.stick).paths
    with pytest.raises(UserError) as caught:
        look(three.joan, path)
    assert code_of(caught) == "UNKNOWN_SIGNER"
    return path


def test_nothing_waits_at_first(three: Cast) -> None:
    assert waiting(three.joan) == ()


def test_a_strangers_bundle_waits_with_who_they_say_they_are(three: Cast, stranger: Home) -> None:
    path = arrive(three, stranger)
    (one,) = waiting(three.joan)
    assert one.joining
    assert (one.name, one.role, one.member) == ("Theo", "researcher", stranger.member)
    assert one.why == "UNKNOWN_SIGNER"
    assert one.bytes == path.stat().st_size
    assert one.at == three.joan.label()


def test_the_six_words_are_those_the_stranger_reads_out(three: Cast, stranger: Home) -> None:
    arrive(three, stranger)
    assert waiting(three.joan)[0].words == own_words(stranger)


def test_the_keys_are_kept_for_admitting(three: Cast, stranger: Home) -> None:
    arrive(three, stranger)
    (one,) = waiting(three.joan)
    assert one.sign_key == stranger.keys.sign_public
    assert one.age_recipient == stranger.keys.recipient
    assert one.device == stranger.author.device


def test_the_file_is_copied_beside_so_the_stick_can_go(three: Cast, stranger: Home) -> None:
    path = arrive(three, stranger)
    kept = waiting(three.joan)[0].path
    assert kept.parent == three.joan.folder / FOLDER
    assert kept.read_bytes() == path.read_bytes()
    assert kept != path


def test_nothing_of_it_enters_the_library(three: Cast, stranger: Home) -> None:
    from ldp_stories.services.find import search

    before = len(search(three.joan, "curtains").rows)
    arrive(three, stranger)
    assert len(search(three.joan, "curtains").rows) == before


def test_looking_twice_keeps_it_once(three: Cast, stranger: Home) -> None:
    path = arrive(three, stranger)
    with pytest.raises(UserError):
        look(three.joan, path)
    assert len(waiting(three.joan)) == 1
    assert len(list((three.joan.folder / FOLDER).iterdir())) == 1


def test_looking_at_the_kept_file_itself_does_not_lose_it(three: Cast, stranger: Home) -> None:
    arrive(three, stranger)
    kept = waiting(three.joan)[0].path
    with pytest.raises(UserError):
        look(three.joan, kept)
    assert kept.exists()


def test_one_is_found_by_its_bundle(three: Cast, stranger: Home) -> None:
    arrive(three, stranger)
    (one,) = waiting(three.joan)
    assert waiting_one(three.joan, one.bundle) == one


def test_a_bundle_that_does_not_wait_is_not_made_up(three: Cast) -> None:
    with pytest.raises(UserError) as caught:
        waiting_one(three.joan, "nothing")
    assert code_of(caught) == "NO_SUCH_JOINER"


def test_letting_go_takes_the_line_and_the_file(three: Cast, stranger: Home) -> None:
    arrive(three, stranger)
    (one,) = waiting(three.joan)
    let_go(three.joan, one.bundle)
    assert waiting(three.joan) == ()
    assert not one.path.exists()


def test_letting_go_works_when_the_file_is_gone_already(three: Cast, stranger: Home) -> None:
    arrive(three, stranger)
    (one,) = waiting(three.joan)
    one.path.unlink()
    let_go(three.joan, one.bundle)
    assert waiting(three.joan) == ()


def test_letting_go_twice_says_so(three: Cast, stranger: Home) -> None:
    arrive(three, stranger)
    (one,) = waiting(three.joan)
    let_go(three.joan, one.bundle)
    with pytest.raises(UserError) as caught:
        let_go(three.joan, one.bundle)
    assert code_of(caught) == "NO_SUCH_JOINER"


def test_what_waits_is_still_there_after_the_home_was_closed(three: Cast, stranger: Home) -> None:
    from ldp_stories.services.open_home import open_home

    arrive(three, stranger)
    machine, folder = three.joan.machine, three.joan.folder
    three.joan.close()
    three.joan = open_home(folder, None, machine)
    assert [w.name for w in waiting(three.joan)] == ["Theo"]


def test_a_lost_laptops_later_bundle_waits_and_is_no_joiner(three: Cast) -> None:
    tell(three.amina)
    assert mark_lost(three.joan, _label(three, three.amina), three.amina.author.device) >= 1
    (path,) = send(three.amina, "coordinators", three.stick).paths
    with pytest.raises(UserError) as caught:
        take_in(three.joan, path)
    assert code_of(caught) == "REVOKED_SIGNER"
    (one,) = waiting(three.joan)
    assert one.why == "REVOKED_SIGNER"
    assert not one.joining


def _label(three: Cast, home: Home) -> str:
    """The label by which the roster knows a home's laptop."""
    from ldp_stories.services.admit_people import people

    row = next(p for p in people(three.joan) if p.id == home.member)
    return row.devices[0].label


def test_there_is_an_end_to_what_may_wait(
    three: Cast, stranger: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(set_aside, "LIMIT", 100)
    (path,) = send(stranger, "coordinators", three.stick).paths
    with pytest.raises(UserError) as caught:
        look(three.joan, path)
    assert code_of(caught) == "QUARANTINE_FULL"
    assert waiting(three.joan) == ()
    assert not list((three.joan.folder / FOLDER).iterdir())


def test_what_is_kept_already_does_not_count_twice_towards_the_end(
    three: Cast, stranger: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = arrive(three, stranger)
    monkeypatch.setattr(set_aside, "LIMIT", path.stat().st_size + 10)
    with pytest.raises(UserError) as caught:
        look(three.joan, path)
    assert code_of(caught) == "UNKNOWN_SIGNER"
    assert len(waiting(three.joan)) == 1


def test_an_error_without_keys_keeps_a_line_without_words(three: Cast, stranger: Home) -> None:
    (path,) = send(stranger, "coordinators", three.stick).paths
    hold(three.joan, path, UserError("UNKNOWN_SIGNER", bundle_id="b1", device="d1", key=None))
    (one,) = waiting(three.joan)
    assert one.words == ()
    assert (one.sign_key, one.age_recipient, one.device) == ("", "", "d1")


@pytest.mark.parametrize("odd", ["", "not a note", "[]", '"words"', "null"])
def test_a_note_that_cannot_be_read_hides_nobody_else(three: Cast, stranger: Home, odd: str) -> None:
    arrive(three, stranger)
    spoilt = SetAside(
        "b" * 32, "gone.tar.age", "b" * 32, "d" * 32, "UNKNOWN_SIGNER", 7, three.joan.label(), odd
    )
    with three.joan.main.write() as con:
        quarantine.put(con, spoilt)
    names = {w.bundle: (w.name, w.joining, w.words) for w in waiting(three.joan)}
    assert names.pop(spoilt.bundle) == ("", False, ())
    (theo,) = names.values()
    assert theo[:2] == ("Theo", True)
    let_go(three.joan, spoilt.bundle)
    assert [w.name for w in waiting(three.joan)] == ["Theo"]


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "NO_ROOM"), (errno.EIO, "DISK_TROUBLE")])
def test_a_disk_that_does_not_take_it_is_told_and_no_half_file_waits(
    three: Cast, stranger: Home, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    (path,) = send(stranger, "coordinators", three.stick).paths

    def full(source: object, target: IO[bytes], length: int = 0) -> None:
        del source, length
        target.write(b"half of it")
        raise OSError(number, "refused")

    monkeypatch.setattr("shutil.copyfileobj", full)
    with pytest.raises(UserError) as caught:
        look(three.joan, path)
    assert code_of(caught) == code
    assert waiting(three.joan) == ()
    assert list((three.joan.folder / FOLDER).iterdir()) == []


def without_a_wish_to_join(three: Cast, stranger: Home) -> str:
    """Theo was let in by another coordinator, whose programme file has not come yet."""
    arrive(three, stranger)
    with three.joan.main.write() as con:
        (entry,) = quarantine.waiting(con)
        known = json.loads(entry.facts)
        kept = {name: known[name] for name in ("sign_key", "age_recipient", "packed_on")}
        quarantine.put(con, replace(entry, facts=json.dumps(kept)))
    return entry.bundle


def test_a_strangers_file_that_asks_for_nothing_is_in_sight_and_can_be_thrown_away(
    three: Cast, stranger: Home
) -> None:
    bundle = without_a_wish_to_join(three, stranger)
    assert joiners(three.joan) == ()
    (one,) = odd_files(three.joan)
    assert (one.odd, one.bundle, one.long) == (Odd.STRANGER, bundle, False)
    with pytest.raises(UserError) as caught:
        try_again(three.joan, bundle)
    assert code_of(caught) == "UNKNOWN_SIGNER"
    assert [w.bundle for w in waiting(three.joan)] == [bundle], "it still waits"
    let_go(three.joan, bundle)
    assert odd_files(three.joan) == ()


def test_a_strangers_file_comes_in_once_they_are_known(three: Cast, stranger: Home) -> None:
    bundle = without_a_wish_to_join(three, stranger)
    facts = {
        "member": three.joan.member,
        "label": "x",
        "status": "active",
        "sign_key": stranger.keys.sign_public,
    }
    with three.joan.main.write() as con:
        three.joan.put(
            con, "device", stranger.author.device, sets={**facts, "age_recipient": stranger.keys.recipient}
        )
    assert try_again(three.joan, bundle).bundle == bundle
    assert waiting(three.joan) == ()


def test_after_ninety_days_a_person_is_asked_to_decide_and_nothing_goes_by_itself(
    three: Cast, stranger: Home
) -> None:
    without_a_wish_to_join(three, stranger)
    came = three.joan.today()
    for days, long in ((89, False), (90, True), (900, True)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(three.joan, "today", lambda d=days: came + timedelta(days=d))
            (one,) = odd_files(three.joan)
        assert one.long is long
        assert ("90 days" in what_next(one)) is long
        assert waiting_one(three.joan, one.bundle).path.exists()
    assert set_aside.waits_long(three.joan, "no day")


def lost_with(three: Cast, *titles: str) -> list[str]:
    """A lost laptop's file with these stories, each of somebody else, waits at Joan's; the people's ids."""
    people = []
    for title in titles:
        told = tell(three.amina, title=title)
        people.append(person_of(three.amina, told).people[0])
    (path,) = send(three.amina, "coordinators", three.stick).paths
    mark_lost(three.joan, three.amina.device_label, three.amina.author.device)
    with pytest.raises(UserError) as caught:
        look(three.joan, path)
    assert code_of(caught) == "REVOKED_SIGNER"
    return people


def take_back(home: Home, person: str) -> Swept:
    order_book.obey(home.main, home.stores.orders, [erase(subject=person)])
    return clean_up(home)


def test_orders_reach_what_waits_too(three: Cast) -> None:
    """A file with nothing but what was taken back goes; nobody is asked about words that nobody may read any more."""
    (person,) = lost_with(three, "Of the one who takes it back")
    (one,) = waiting(three.joan)
    swept = take_back(three.joan, person)
    assert waiting(three.joan) == ()
    assert not one.path.exists()
    assert swept.set_aside == ()


def test_a_file_that_waits_with_others_in_it_is_named_and_comes_in_without_what_was_taken_back(
    three: Cast,
) -> None:
    gone, _ = lost_with(three, "Of the one who takes it back", "Of somebody else")
    (one,) = waiting(three.joan)
    swept = take_back(three.joan, gone)
    assert swept.set_aside == (one.path.name,)
    taken = let_in_all_the_same(three.joan, one.bundle)
    with three.joan.main.read() as con:
        titles = [records.record(con, story).title for story in taken.stories]  # type: ignore[union-attr]
    assert titles == ["Of somebody else"]
    assert waiting(three.joan) == ()


def test_there_is_an_end_to_how_many_may_wait_and_what_waits_already_is_none_of_them(
    three: Cast, stranger: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(set_aside, "MOST", 1)
    path = arrive(three, stranger)
    with pytest.raises(UserError) as caught:
        look(three.joan, path)
    assert code_of(caught) == "UNKNOWN_SIGNER", "it waits already"
    tell(stranger)
    (second,) = send(stranger, "coordinators", three.stick).paths
    with pytest.raises(UserError) as caught:
        look(three.joan, second)
    assert code_of(caught) == "QUARANTINE_FULL"
    assert len(waiting(three.joan)) == len(list((three.joan.folder / FOLDER).iterdir())) == 1
