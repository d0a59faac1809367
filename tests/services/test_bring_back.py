"""A copy brought back: on the same laptop and a new one, unattended, with what was taken back still taken back."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services import edit_record
from ldp_stories.services.bring_back import bring_back, copies_in
from ldp_stories.services.check import check
from ldp_stories.services.clean_up import clean_up, is_due
from ldp_stories.services.confirmed import wishes
from ldp_stories.services.home import Home
from ldp_stories.services.keep_copies import copies_elsewhere, copy_if_due, make_copy, safe_copies
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.open_home import recovery_slot
from ldp_stories.services.set_up_programme import found_programme, make_recovery
from ldp_stories.services.sound import open_sound
from ldp_stories.services.start_home import change_passphrase, open_home
from ldp_stories.services.withdraw import take_everything
from ldp_stories.store import facts, ledger
from ldp_stories.store.taken_back import CLEAN_UP
from tests.services.canaries import search_home
from tests.services.cast import WORDS, a_sound, tell
from tests.services.homes import PASSPHRASE, Clock, cheap_machine, code_of, found
from tests.services.test_withdraw import person_of

NEW = "another four plain words"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = found(
        tmp_path / "home", cheap_machine(tmp_path, Clock()), roles=(Role.COORDINATOR, Role.RESEARCHER)
    )
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    place = tmp_path / "stick"
    place.mkdir()
    return place


def take_back_everything(home: Home, record: str) -> None:
    person = person_of(home, record)
    take_everything(home, person, person.code, {})


def titles(home: Home) -> set[str]:
    return {row.title for row in my_stories(home).rows}


def test_what_was_written_since_is_put_aside_and_the_copy_is_in_its_place(home: Home) -> None:
    tell(home, title="Before")
    made = make_copy(home)
    tell(home, title="Since")
    home.close()
    again = bring_back(home.folder, made.folder, None, home.machine)
    assert titles(again) == {"Before"}
    assert check(again).ok
    newest, *_ = safe_copies(again)
    again.close()
    back = bring_back(home.folder, newest.folder, None, home.machine)
    assert [row.aside for row in safe_copies(back)] == [True, True, False]
    assert titles(back) == {"Before", "Since"}, "what was put aside can be brought back like any other copy"
    back.close()


def test_what_stood_there_lies_nowhere_but_in_the_copy_that_was_put_aside_and_goes_with_it(
    home: Home,
) -> None:
    """A wish about a story that came after the copy waits here, for nobody knows whose story it is: it cannot be carried out in what was put
    aside. That goes by itself once three more copies are made; what the restore took out lay there for good."""
    old = make_copy(home)
    tell(home, title="Since", words="Zwiebelkuchen on the table.")
    home.close()
    again = bring_back(home.folder, old.folder, None, home.machine)
    assert list(again.place.backups.glob("before-*")) == []
    assert [row.aside for row in safe_copies(again)] == [True, False]
    assert search_home(again, ["Zwiebelkuchen"], copies=False) == []
    clock = again.machine.now
    assert isinstance(clock, Clock)
    for _ in range(3):
        assert search_home(again, ["Zwiebelkuchen"]) != []
        clock.forward(days=1)
        assert copy_if_due(again) is not None
    assert search_home(again, ["Zwiebelkuchen"]) == []
    again.close()


def test_what_could_not_be_put_aside_stays_where_the_restore_laid_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_copy(home)
    home.close()

    def no_room(*_: object, **__: object) -> None:
        raise UserError("NO_ROOM")

    monkeypatch.setattr("ldp_stories.store.backup.make", no_room)
    again = bring_back(home.folder, made.folder, None, home.machine)
    assert [p.name for p in again.place.backups.glob("before-*")] == [f"before-{made.folder.name}"]
    again.close()


def test_what_was_put_aside_outlives_a_wish_it_knew_and_goes_with_the_next(home: Home, stick: Path) -> None:
    first, second = tell(home, title="Taken back"), tell(home, title="Stays for now")
    old = make_copy(home, stick)
    take_back_everything(home, first)
    tell(home, title="Since")
    home.close()
    again = bring_back(home.folder, old.folder, None, home.machine)
    assert is_due(again), "the copy held what was taken back"
    clean_up(again)
    assert titles(again) - {""} == {"Stays for now"}
    aside = safe_copies(again)[1].folder
    again.close()
    back = bring_back(home.folder, aside, None, home.machine)
    assert titles(back) - {""} == {"Stays for now", "Since"}
    take_back_everything(back, second)
    assert [one.folder.name for one in safe_copies(back)] == [p.name for p in back.place.backups.iterdir()]
    assert len(safe_copies(back)) == 1, "a wish that it did not know takes it along"
    back.close()


def test_a_notebook_that_was_not_swept_yet_is_not_spared(home: Home, stick: Path) -> None:
    record = tell(home, title="Taken back")
    old = make_copy(home, stick)
    take_back_everything(home, record)
    with home.main.write() as con:
        facts.save(con, CLEAN_UP, {"orders": [], "done": []})
    home.close()
    again = bring_back(home.folder, old.folder, None, home.machine)
    clean_up(again)
    assert len(list(again.place.backups.iterdir())) == 1
    again.close()


def test_it_writes_under_a_new_epoch(home: Home) -> None:
    epoch = home.author.epoch
    made = make_copy(home)
    home.close()
    again = bring_back(home.folder, made.folder, None, home.machine)
    assert again.author.device == home.author.device
    assert again.author.epoch > epoch
    again.close()


def test_a_number_that_was_used_since_the_copy_is_never_used_again(home: Home) -> None:
    made = make_copy(home)
    tell(home, title="Since")
    with home.main.read() as con:
        used = {(r.dev, r.seq) for r in ledger.revisions(con)}
    home.close()
    again = bring_back(home.folder, made.folder, None, home.machine)
    with again.main.read() as con:
        before = {(r.dev, r.seq) for r in ledger.revisions(con)}
    tell(again, title="After")
    with again.main.read() as con:
        after = {(r.dev, r.seq) for r in ledger.revisions(con)}
    assert (after - before) & used == set()
    again.close()


def test_what_was_taken_back_since_the_copy_stays_taken_back(home: Home) -> None:
    record = tell(home, title="Zebedee in the yard", words="Zebedee said it to the wall.")
    made = make_copy(home, home.folder.parent / "stick")
    take_back_everything(home, record)
    home.close()
    again = bring_back(home.folder, made.folder, None, home.machine)
    with again.main.read() as con:
        left = con.exec_driver_sql(
            "SELECT count(*) FROM revision WHERE ent = ? AND body IS NOT NULL", (record,)
        ).scalar()
    assert left == 0
    assert titles(again) == {""}  # only that something was here
    again.close()


@pytest.mark.parametrize("from_stick", [True, False])
def test_in_another_folder_too_it_is_told_what_the_notebook_knows(
    home: Home, stick: Path, tmp_path: Path, from_stick: bool
) -> None:
    """The old copy knew of no wish: without the ledger of the notebook it would show the words again."""
    record = tell(home, title="Zebedee in the yard", words="Zebedee said it to the wall.")
    made = make_copy(home, stick if from_stick else None)
    kept = tmp_path / "kept"
    if not from_stick:  # an erasure throws older copies on this laptop away; somebody had put one by
        shutil.copytree(made.folder, kept)
    take_back_everything(home, record)
    home.close()
    if not from_stick:
        kept.rename(made.folder)
    laptop = home.machine if from_stick else cheap_machine(tmp_path / "another user", Clock())
    there = bring_back(tmp_path / "beside", made.folder, None, laptop)
    assert titles(there) == {""}
    with there.stores.orders.read() as con:
        assert con.exec_driver_sql("SELECT count(*) FROM kept_order").scalar() == 1
    there.close()
    assert list((tmp_path / "beside").glob("reading*")) == []


def test_the_ledger_of_another_notebook_beside_it_is_passed_over(
    home: Home, stick: Path, tmp_path: Path
) -> None:
    tell(home, title="Tea")
    made = make_copy(home, stick)
    home.close()
    state = home.machine.state_folder / f"{home.author.device}.json"
    other = tmp_path / "other"
    other.mkdir()
    (other / "orders.db").write_bytes(b"not under our key" * 400)
    state.write_text(json.dumps({"path": str(other / "main.db")}))
    there = bring_back(tmp_path / "beside", made.folder, None, home.machine)
    assert titles(there) == {"Tea"}
    there.close()


def test_copies_on_other_disks_stay_known_and_a_wish_names_the_day_and_those_that_may_hold_it(
    home: Home, stick: Path
) -> None:
    clock = home.machine.now
    assert isinstance(clock, Clock)
    record = tell(home)
    old = make_copy(home, stick)
    clock.forward(days=2)
    take_back_everything(home, record)
    clock.forward(days=2)
    new = make_copy(home, stick)
    listed = [str(old.folder), str(new.folder)]
    assert [where for where, _ in copies_elsewhere(home)] == listed
    (before,) = wishes(home)
    assert [where for where, _ in before.elsewhere] == listed[:1], "the newer one was made without it"
    home.close()
    again = bring_back(home.folder, old.folder, None, home.machine)
    assert {where for where, _ in copies_elsewhere(again)} == set(listed)
    (after,) = wishes(again)
    assert after.on == again.today().isoformat()
    assert str(old.folder) in {where for where, _ in after.elsewhere}
    again.close()


def test_a_stick_alone_makes_the_notebook_again_on_a_new_laptop_with_its_sound(
    home: Home, stick: Path, tmp_path: Path
) -> None:
    record = tell(home, sound=a_sound(tmp_path, 2_000))
    made = make_copy(home, stick)
    home.close()
    shutil.rmtree(home.folder)
    there = bring_back(tmp_path / "new laptop", made.folder, None, cheap_machine(tmp_path, Clock()))
    view = edit_record.open_record(there, record)
    assert view.layers[0].text == WORDS
    sound = open_sound(there, view.media[0].id)
    assert sound.duration_ms == 2_000
    sound.close()
    assert there.author.epoch > home.author.epoch
    there.close()


def test_a_new_laptop_begins_its_order_ledger_with_the_orders_of_the_copy(
    home: Home, stick: Path, tmp_path: Path
) -> None:
    take_back_everything(home, tell(home))
    made = make_copy(home, stick)
    home.close()
    there = bring_back(tmp_path / "new", made.folder, None, cheap_machine(tmp_path, Clock()))
    with there.stores.orders.read() as con:
        assert con.exec_driver_sql("SELECT count(*) FROM kept_order").scalar() == 1
    there.close()
    assert list((tmp_path / "new").glob("reading*")) == []


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Home]:
    made = found_programme(
        tmp_path / "live",
        cheap_machine(tmp_path),
        content="starter",
        name="Joan",
        programme_name="Hillside",
        passphrase=PASSPHRASE,
        practice=False,
    )
    make_recovery(made)
    yield made
    made.close()


def test_the_present_passphrase_stays_when_an_older_copy_comes_back(live: Home) -> None:
    made = make_copy(live)
    change_passphrase(live, PASSPHRASE, NEW)
    live.close()
    with pytest.raises(UserError) as caught:
        bring_back(live.folder, made.folder, PASSPHRASE, live.machine)
    assert code_of(caught) == "WRONG_PASSPHRASE"
    bring_back(live.folder, made.folder, NEW, live.machine).close()
    open_home(live.folder, NEW, live.machine).close()
    with pytest.raises(UserError):
        open_home(live.folder, PASSPHRASE, live.machine)


def test_on_a_new_laptop_the_passphrase_of_the_copy_opens_it(live: Home, stick: Path, tmp_path: Path) -> None:
    made = make_copy(live, stick)
    with pytest.raises(UserError) as caught:
        bring_back(tmp_path / "new", made.folder, NEW, cheap_machine(tmp_path))
    assert code_of(caught) == "WRONG_PASSPHRASE"
    assert not (tmp_path / "new").exists()
    there = bring_back(tmp_path / "new", made.folder, PASSPHRASE, cheap_machine(tmp_path))
    assert recovery_slot(there) is not None  # sealed anew to the programme's key
    there.close()


def test_a_rotten_copy_is_said_and_never_brought_back(home: Home, stick: Path) -> None:
    tell(home, title="Before")
    made = make_copy(home, stick)
    data = bytearray((made.folder / "main.db").read_bytes())
    data[9000] ^= 1
    (made.folder / "main.db").write_bytes(data)
    assert [one.whole for one in copies_in(stick)] == [False]
    home.close()
    with pytest.raises(UserError) as caught:
        bring_back(home.folder, made.folder, None, home.machine)
    assert code_of(caught) == "NO_COPY"
    again = open_home(home.folder, None, home.machine)
    assert titles(again) == {"Before"}
    again.close()


def test_the_newest_copy_on_a_stick_comes_first(home: Home, stick: Path) -> None:
    for _ in range(2):
        make_copy(home, stick)
        home.machine.now.forward(days=1)  # type: ignore[attr-defined]
    found_ones = copies_in(stick)
    assert [one.row.on for one in found_ones] == ["2026-05-11", "2026-05-10"]
    assert all(one.whole and one.row.with_sound for one in found_ones)
    assert copies_in(home.place.backups) == ()
    assert safe_copies(home) == ()


def test_a_folder_with_a_broken_list_is_said_plainly(stick: Path) -> None:
    (stick / "copy-x").mkdir()
    (stick / "copy-x" / "copy.json").write_text("{", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        copies_in(stick)
    assert code_of(caught) == "FILE_UNREADABLE"


def test_a_synced_folder_is_no_place_for_a_notebook_that_comes_back(
    home: Home, stick: Path, tmp_path: Path
) -> None:
    made = make_copy(home, stick)
    with pytest.raises(UserError) as caught:
        bring_back(tmp_path / "Dropbox" / "new", made.folder, None, cheap_machine(tmp_path))
    assert code_of(caught) == "SYNCED_FOLDER"


def test_a_copy_in_which_somebody_was_taken_back_elsewhere_never_shows_them_again(
    home: Home, stick: Path
) -> None:
    kept, gone = tell(home, title="Kept"), tell(home, title="Gone")
    made = make_copy(home, stick)
    take_back_everything(home, gone)
    for _ in range(2):  # also when it is brought back twice
        home.close()
        again = bring_back(home.folder, made.folder, None, home.machine)
        assert titles(again) == {"Kept", ""}
        assert edit_record.open_record(again, kept).title == "Kept"
        again.close()


def test_a_copy_that_another_user_may_not_read_is_not_called_damaged(
    live: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_copy(live, tmp_path / "stick")
    real = Path.read_bytes

    def guarded(path: Path) -> bytes:
        if path.name == "copy.json":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", guarded)
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(UserError) as caught:
        bring_back(tmp_path / "there", made.folder, PASSPHRASE, live.machine)
    assert caught.value.code == "FILE_UNREADABLE"
    assert not (tmp_path / "there").exists()
    with pytest.raises(UserError) as caught:
        copies_in(tmp_path / "stick")
    assert caught.value.code == "FILE_UNREADABLE"
