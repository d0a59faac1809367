"""How far a wish has come: laptops that confirmed, those that cannot, what is out already, and copies nobody can reach from here."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ldp_stories.domain.orders import OrderKind
from ldp_stories.domain.receipts import Receipt, ReceiptResult
from ldp_stories.services.confirmed import CONFIRMED, LOST, WAITING, wish, wishes
from ldp_stories.services.find_person import find_person
from ldp_stories.services.home import Home
from ldp_stories.services.keep_copies import forget_copy_elsewhere, make_copy
from ldp_stories.services.log_output import delete_issued, log_output, set_copies
from ldp_stories.services.withdraw import stop_uses, take_everything, take_voice
from ldp_stories.store import sent
from tests.services.house import change, houses, name_id, tell

CODE, OTHER = "LT-4HN7-KQY", "BS-7Q2K-9TD"


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    with houses(tmp_path, "joan") as (joan,):
        yield joan


def everything(home: Home, code: str = CODE) -> tuple[str, ...]:
    return take_everything(home, find_person(home, code)[0], code, {}).orders


def receipt(
    home: Home, who: str, orders: Sequence[str], ident: str = "", at: str = "2026-12-01T09:00:00Z"
) -> None:
    """A receipt of that person's laptop that confirms some orders."""
    device = name_id(f"{who} laptop")
    made = Receipt(
        ident or f"r-{who}",
        "b",
        "t",
        f"{device}.1",
        ReceiptResult.ACCEPTED,
        (),
        (),
        0,
        0,
        (),
        tuple(orders),
        "",
    )
    with home.main.write() as con:
        sent.add_receipts(con, [made], at)


def states(home: Home, orders: Sequence[str]) -> dict[str, str]:
    return {row.label: row.state for row in wish(home, orders).laptops}


def test_at_first_only_this_laptop_has_confirmed(joan: Home) -> None:
    tell(joan)
    told = wish(joan, everything(joan))
    assert (told.confirmed, told.total) == (1, 4)
    assert told.on == "2026-11-22"
    assert told.kind is OrderKind.ERASE
    assert states(joan, told.orders) == {
        "amina laptop": WAITING,
        "joan laptop": CONFIRMED,
        "theo laptop": WAITING,
        "priya laptop": WAITING,
    }


def test_each_receipt_counts_once_with_its_day(joan: Home) -> None:
    tell(joan)
    ids = everything(joan)
    receipt(joan, "priya", ids)
    receipt(joan, "priya", ids, ident="again", at="2026-12-09T09:00:00Z")
    receipt(joan, "amina", ["another order"])
    told = wish(joan, ids)
    assert (told.confirmed, told.total) == (2, 4)
    assert {r.label: r.on for r in told.laptops}["priya laptop"] == "2026-12-01"


def test_a_wish_of_two_orders_is_confirmed_by_both(joan: Home) -> None:
    tell(joan, sound=True)
    done = take_voice(joan, find_person(joan, CODE)[0], CODE, {})
    first, second = done.orders
    receipt(joan, "priya", [first])
    assert states(joan, done.orders)["priya laptop"] == WAITING
    receipt(joan, "priya", [second], ident="second")
    assert states(joan, done.orders)["priya laptop"] == CONFIRMED


def test_a_lost_laptop_is_named_and_never_confirms(joan: Home) -> None:
    tell(joan)
    ids = everything(joan)
    change(joan, "device", name_id("amina laptop"), status="lost")
    told = wish(joan, ids)
    assert states(joan, ids)["amina laptop"] == LOST
    assert told.total == 4


def test_a_laptop_that_was_given_back_is_no_longer_asked(joan: Home) -> None:
    tell(joan)
    ids = everything(joan)
    change(joan, "device", name_id("amina laptop"), status="retired")
    assert "amina laptop" not in states(joan, ids)


def test_what_readers_have_is_listed_with_its_copies(joan: Home, tmp_path: Path) -> None:
    told = tell(joan)
    path = tmp_path / "clip.flac"
    path.write_bytes(b"sound")
    ident = log_output(joan, "clip", path, (), subj=[told.participant])
    set_copies(joan, ident, 12)
    log_output(joan, "report", tmp_path / "gone.html", (), subj=[told.participant], draft=True)
    one = wish(joan, everything(joan))
    assert one.issued == (("clip", "2026-11-22", 12),)
    assert one.drafts == 1
    assert one.files == ((ident, path),)
    assert delete_issued(joan, ident)
    assert not path.exists()
    assert wish(joan, one.orders).files == ()
    assert not delete_issued(joan, ident)


def test_a_folder_for_readers_is_deleted_whole(joan: Home, tmp_path: Path) -> None:
    told = tell(joan)
    folder = tmp_path / "report"
    (folder / "sound").mkdir(parents=True)
    (folder / "sound" / "a.flac").write_bytes(b"x")
    ident = log_output(joan, "report", folder, (), subj=[told.participant])
    everything(joan)
    assert delete_issued(joan, ident)
    assert not folder.exists()


def test_copies_on_other_disks_are_listed_until_somebody_deals_with_them(joan: Home, tmp_path: Path) -> None:
    tell(joan)
    copy = make_copy(joan, tmp_path / "stick")
    ids = everything(joan)
    assert wish(joan, ids).elsewhere == ((str(copy.folder), "2026-11-22"),)
    forget_copy_elsewhere(joan, str(copy.folder))
    assert wish(joan, ids).elsewhere == ()


def test_stopping_some_uses_needs_no_copy_destroyed(joan: Home, tmp_path: Path) -> None:
    tell(joan)
    make_copy(joan, tmp_path / "stick")
    done = stop_uses(joan, find_person(joan, CODE)[0], ["audio"])
    one = wish(joan, done.orders)
    assert one.kind is OrderKind.NARROW
    assert one.elsewhere == ()


def test_all_wishes_are_listed_each_once(joan: Home) -> None:
    tell(joan, sound=True)
    tell(joan, code=OTHER)
    voice = take_voice(joan, find_person(joan, CODE)[0], CODE, {}).orders
    rest = everything(joan, OTHER)
    assert {one.orders for one in wishes(joan)} == {voice, rest}


def test_nothing_was_taken_back_yet(joan: Home) -> None:
    tell(joan)
    assert wishes(joan) == ()
