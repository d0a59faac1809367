"""Files that do not fit: never came, two under one number, gone back, lines left out, a lost laptop's; and the wish for what never came."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import own_care
from ldp_stories.services.accept_bundle import accept_bundle
from ldp_stories.services.admit_people import mark_lost
from ldp_stories.services.ask_resend import ask_for_numbers, wishes
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import inbox, look, take_in
from ldp_stories.services.look_after import Looked, ask_for_missing, researchers
from ldp_stories.services.odd_files import Odd, OddFile, dealt_with, let_in_all_the_same, odd_files
from ldp_stories.services.review_tags import ask
from ldp_stories.services.send_again import send_again
from ldp_stories.services.set_aside import waiting
from ldp_stories.store import ledger, records, sent
from ldp_stories.store.ledger import Author
from ldp_stories.ui.coordinator.odd_words import what_happened
from tests.services.cast import Cast, bring_in, cast, send
from tests.services.cast import tell as tell_really
from tests.services.house import houses, name_id
from tests.services.test_withdraw import empty

AMINA = name_id("amina laptop")


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    with houses(tmp_path, "joan") as (home,):
        yield home


def came(home: Home, n: int, *, epoch: int = 1, group: str = "", part: int = 1, who: str = "amina") -> str:
    """A file of somebody came in."""
    bundle = new_id()
    got = sent.Received(
        bundle,
        name_id(f"{who} laptop"),
        epoch,
        "coordinators",
        n,
        "",
        "t",
        "records",
        group or bundle,
        part,
        1,
        f"2026-06-0{n}T09:00:00Z",
    )
    with home.main.write() as con:
        sent.record_received(con, got)
    return bundle


def only(home: Home) -> OddFile:
    (one,) = odd_files(home)
    return one


def test_nothing_odd_when_files_come_in_any_order(joan: Home) -> None:
    for n in (3, 1, 2):
        came(joan, n)
    assert odd_files(joan) == ()


def test_a_number_that_never_came_is_a_gap(joan: Home) -> None:
    came(joan, 1)
    came(joan, 4)
    one = only(joan)
    assert (one.odd, one.name, one.numbers, one.count, one.asked) == (Odd.MISSING, "R-07", (2, 3), 2, False)
    assert one.active


def test_a_part_made_again_under_its_number_is_nothing_odd(joan: Home) -> None:
    came(joan, 1, group="g")
    came(joan, 1, group="g", epoch=2)
    assert odd_files(joan) == ()


def test_two_files_under_one_number_are_two_copies_at_work(joan: Home) -> None:
    came(joan, 1)
    came(joan, 1)
    one = only(joan)
    assert (one.odd, one.numbers) == (Odd.TWO_COPIES, (1,))


def test_a_laptop_that_counts_again_from_earlier_went_back(joan: Home) -> None:
    for n in (1, 2, 3):
        came(joan, n)
    came(joan, 2, epoch=2)
    came(joan, 3, epoch=2)
    one = only(joan)
    assert (one.odd, one.numbers) == (Odd.WENT_BACK, (2, 3))


def test_two_lines_under_one_number_are_said_with_the_name(joan: Home) -> None:
    from dataclasses import replace

    with joan.main.write() as con:
        writer = Author(AMINA, 1)
        first = ledger.put(con, writer, "participant", new_id(), sets={"code": "X"}, at_label="2026")
        twin = replace(first, id=new_id(), ent=new_id())
        assert len(ledger.insert(con, [twin], bundle="b").held) == 1
    one = only(joan)
    assert (one.odd, one.name, one.count) == (Odd.TWICE, "R-07", 1)


def test_what_is_dealt_with_comes_back_when_there_is_more_of_it(joan: Home) -> None:
    came(joan, 1)
    came(joan, 3)
    dealt_with(joan, only(joan).key)
    assert odd_files(joan) == ()
    came(joan, 5)
    assert only(joan).numbers == (2, 4)


def test_only_coordinators_see_it(tmp_path: Path) -> None:
    with houses(tmp_path, "amina") as (amina,):
        for act in (lambda: odd_files(amina), lambda: dealt_with(amina, "x"), lambda: researchers(amina)):
            with pytest.raises(Refused) as caught:
                act()
            assert caught.value.code == "NOT_YOUR_ROLE"


def test_the_most_pressing_stands_first(joan: Home) -> None:
    came(joan, 1, who="priya")
    came(joan, 3, who="priya")
    came(joan, 1)
    came(joan, 1)
    assert [o.odd for o in odd_files(joan)] == [Odd.MISSING, Odd.TWO_COPIES]


# --- through bundles ---------------------------------------------------------


@pytest.fixture(scope="module")
def gone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Cast, str, Path]]:
    """Amina's second file never came to Joan: the third one did. (cast, the story in the lost one, where it lies)"""
    folder = tmp_path_factory.mktemp("gone")
    with cast(folder) as made:
        tell_really(made.amina, title="First")
        send(made.amina, "coordinators", made.stick)
        bring_in(made.joan, made.stick)
        empty(made.stick)
        lost = tell_really(made.amina, title="Lost on the way")
        send(made.amina, "coordinators", made.stick)
        kept = folder / "under the seat"
        shutil.copytree(made.stick, kept)
        empty(made.stick)
        tell_really(made.amina, title="Third")
        send(made.amina, "coordinators", made.stick)
        bring_in(made.joan, made.stick)
        empty(made.stick)
        yield made, lost, kept


def missing(made: Cast) -> OddFile:
    return next(o for o in odd_files(made.joan) if o.odd is Odd.MISSING)


def test_a_file_that_never_came_is_asked_for_and_closes_the_gap(gone: tuple[Cast, str, Path]) -> None:
    made, _, kept = gone
    odd = missing(made)
    assert (odd.name, odd.asked) == ("Amina", False)
    wish = ask_for_missing(made.joan, odd)
    assert (wish.name, wish.parts) == ("Amina", odd.numbers)
    assert missing(made).asked
    assert ask_for_missing(made.joan, odd).id == wish.id
    send(made.joan, made.amina.member, made.stick)
    bring_in(made.amina, made.stick)
    empty(made.stick)
    (asked,) = wishes(made.amina)
    assert (asked.name, asked.parts, asked.why) == ("Joan", odd.numbers, "number")
    again = send_again(made.amina, asked.id, made.stick)
    assert len(again.paths) == len(odd.numbers)
    for path in again.paths:
        take_in(made.joan, path)
    empty(made.stick)
    assert [o for o in odd_files(made.joan) if o.odd is Odd.MISSING] == []
    for path in inbox(kept):  # found after all: it brings nothing new and is no fork
        if path.suffix != ".ldp-pack":
            take_in(made.joan, path)
    assert [o.odd for o in odd_files(made.joan)] == []
    with pytest.raises(UserError) as caught:
        ask_for_numbers(made.joan, odd.device, odd.to, odd.numbers)
    assert caught.value.code == "NOTHING_MISSING"
    with pytest.raises(UserError) as nobody:
        ask_for_numbers(made.joan, odd.device, "nobody", (1,))
    assert nobody.value.code == "NOBODY_TO_ASK"


def test_a_number_given_again_under_a_next_epoch_hides_no_file_that_never_came(tmp_path: Path) -> None:
    with cast(tmp_path) as made:
        device = made.amina.author.device
        with made.joan.main.write() as con:
            for epoch, n in ((1, 1), (1, 2), (1, 4), (2, 3)):
                name = f"file {epoch} {n}"
                before = "file 1 2" if epoch == 2 else ""
                one = sent.Received(
                    name, device, epoch, "coordinators", n, before, "tm", "records", name, 1, 1, ""
                )
                sent.record_received(con, one)
        assert missing(made).numbers == (3,)
        assert ask_for_missing(made.joan, missing(made)).parts == (3,)


def test_a_repeated_file_is_counted_and_changes_nothing(gone: tuple[Cast, str, Path]) -> None:
    made, _, kept = gone
    path = next(p for p in inbox(kept) if p.suffix != ".ldp-pack")
    take_in(made.joan, path)
    before = sum(o.count for o in odd_files(made.joan) if o.odd is Odd.AGAIN)
    assert take_in(made.joan, path).again
    (one,) = [o for o in odd_files(made.joan) if o.odd is Odd.AGAIN]
    assert (one.name, one.count, one.on) == ("Amina", before + 1, "2026-05-10")


def test_another_file_under_a_known_name_is_refused_whole(gone: tuple[Cast, str, Path]) -> None:
    made, _, kept = gone
    path = next(p for p in inbox(kept) if p.suffix != ".ldp-pack")
    take_in(made.joan, path)
    preview = look(made.joan, path)
    preview.verified.tagmanifest_sha256 = "0" * 64
    with pytest.raises(UserError) as caught:
        accept_bundle(made.joan, preview.verified)
    preview.verified.discard()
    assert caught.value.code == "SAME_NAME"
    assert "Amina" in str(caught.value)


def test_the_list_of_researchers_says_four_things_and_no_more(gone: tuple[Cast, str, Path]) -> None:
    made, _, _ = gone
    assert set(Looked.__dataclass_fields__) == {
        "member", "code", "name", "last_file", "for_them", "for_us", "heavy", "missing",
    }  # fmt: skip
    (one,) = researchers(made.joan)
    assert (one.name, one.last_file, one.for_them, one.heavy) == ("Amina", "2026-05-10", 0, ())
    with made.joan.main.read() as con:
        record = next(r for r in records.arrived(con) if records.record(con, r).title == "First")  # type: ignore[union-attr]
    ask(made.joan, record, None, "Which spring was it?")
    note = own_care.note_heavy(made.amina)
    own_care.tell(made.amina, note.id, "talk")
    send(made.amina, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    empty(made.stick)
    (one,) = researchers(made.joan)
    assert (one.for_them, one.for_us) == (1, 0)
    assert [(f.wish, f.name) for f in one.heavy] == [("talk", "Amina")]


def test_files_of_a_lost_laptop_wait_the_oldest_first_and_are_told_apart(tmp_path: Path) -> None:
    with cast(tmp_path) as made:
        paths: list[Path] = []
        for n in range(3):
            tell_really(made.amina, title=f"Story {n}")
            into = tmp_path / f"sent-{n}"
            into.mkdir()
            paths += send(made.amina, "coordinators", into).paths
        mark_lost(made.joan, made.amina.device_label, made.amina.author.device)
        for path in (paths[1], paths[2], paths[0]):
            with pytest.raises(UserError):
                take_in(made.joan, path)
        found = [o for o in odd_files(made.joan) if o.odd is Odd.LOST_LAPTOP]
        assert [o.numbers for o in found] == [(2,), (3,), (4,)], "her wish to join was the first"
        by_bundle = {w.bundle: w.file for w in waiting(made.joan)}
        assert [by_bundle[o.bundle] for o in found] == [p.name for p in paths]
        assert len({what_happened(o) for o in found}) == 3


def test_a_lost_laptops_older_file_waits_and_may_be_let_in(tmp_path: Path) -> None:
    with cast(tmp_path) as made:
        told = tell_really(made.amina, title="Packed before it was lost")
        send(made.amina, "coordinators", made.stick)
        mark_lost(made.joan, made.amina.device_label, made.amina.author.device)
        path = next(p for p in inbox(made.stick) if p.suffix != ".ldp-pack")
        with pytest.raises(UserError):
            take_in(made.joan, path)
        (one,) = [o for o in odd_files(made.joan) if o.odd is Odd.LOST_LAPTOP]
        assert (one.name, one.bundle) == ("Amina", waiting(made.joan)[0].bundle)
        assert not one.active
        taken = let_in_all_the_same(made.joan, one.bundle)
        assert told in taken.stories
        assert waiting(made.joan) == ()
        empty(made.stick)
        tell_really(made.amina, title="By whoever has it")
        send(made.amina, "coordinators", made.stick)
        later = next(p for p in inbox(made.stick) if p.suffix != ".ldp-pack")
        with pytest.raises(UserError) as caught:
            take_in(made.joan, later)
        assert caught.value.code == "REVOKED_SIGNER", "one file let in opens the door to no other"
        with pytest.raises(UserError) as nothing:
            let_in_all_the_same(made.joan, "x")
        assert nothing.value.code == "NO_SUCH_JOINER"
