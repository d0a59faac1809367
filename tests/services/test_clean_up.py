"""After an erasure: every trace is swept from this laptop, step by step, and a kill anywhere is made good."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ldp_stories.crypto.slots import derive, practice_slot
from ldp_stories.errors import UserError
from ldp_stories.services import clean_up as job
from ldp_stories.services import edit_record, keep_evidence, record_encounter
from ldp_stories.services.clean_up import clean_up, is_due, names_wait, sweep_names
from ldp_stories.services.find_person import find_person
from ldp_stories.services.home import Home
from ldp_stories.services.log_output import issued, log_output
from ldp_stories.services.open_home import identity
from ldp_stories.services.withdraw import take_everything
from ldp_stories.store import backup, desk, homes, ledger, order_book
from ldp_stories.store.engine import Database
from ldp_stories.store.homes import HomeFolder
from tests.services.canaries import plain, search_home
from tests.services.house import NOW, Told, houses, open_house, tell

CODE = "LT-4HN7-KQY"
WORD = "Zwiebelkuchen"
STEPS = ("desk", "names", "vault", "set aside", "index", "pages", "copies")


class KilledError(Exception):
    """The process ended here."""


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    with houses(tmp_path, "joan") as (joan,):
        yield joan


def told_by(home: Home) -> Told:
    return tell(home, f"{WORD} on the table.", marked=(), sound=True)


def take(home: Home) -> None:
    take_everything(home, find_person(home, CODE)[0], CODE, {})


def copy_now(home: Home, at: str = "2026-11-20T10:00:00Z") -> Path:
    return backup.make(home.place, home.stores, at).folder


def test_nothing_is_due_before_anything_was_erased(joan: Home) -> None:
    told_by(joan)
    assert not is_due(joan)
    assert clean_up(joan) == job.Swept()


def test_an_erasure_leaves_nothing_due_and_nothing_found(joan: Home) -> None:
    told_by(joan)
    take(joan)
    assert not is_due(joan)
    assert search_home(joan, [WORD, CODE, "Tea and bulbs"]) == []
    assert joan.vault.items() == []


def test_no_free_page_is_left_that_could_remember(joan: Home) -> None:
    told_by(joan)
    take(joan)
    for store in (joan.main, joan.desk):
        assert store.shrink(1) == 0
    with joan.main.write() as con:
        assert con.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
        policy = con.exec_driver_sql("SELECT v FROM words_index_config WHERE k = 'secure-delete'").scalar()
    assert policy == 1


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_before_any_step_is_made_good_at_the_next_try(
    joan: Home, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_by(joan)
    copy_now(joan)
    real = job._steps

    def killed(home: Home, passphrase: str | None) -> tuple[tuple[str, Callable[[], object]], ...]:
        def die() -> None:
            raise KilledError

        return tuple((n, die if n == step else run) for n, run in real(home, passphrase))

    monkeypatch.setattr(job, "_steps", killed)
    with pytest.raises(KilledError):
        take(joan)
    monkeypatch.setattr(job, "_steps", real)
    assert is_due(joan)
    with joan.main.read() as con:
        assert (
            con.exec_driver_sql(
                "SELECT count(*) FROM revision WHERE body IS NOT NULL AND subj <> '[]'"
            ).scalar()
            == 0
        )
    clean_up(joan)
    assert not is_due(joan)
    assert search_home(joan, [WORD, CODE]) == []
    assert joan.vault.items() == []


def test_what_is_done_is_not_done_again_after_a_kill(joan: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    told_by(joan)
    real = job._steps
    ran: list[str] = []

    def watched(home: Home, passphrase: str | None) -> tuple[tuple[str, Callable[[], object]], ...]:
        def noting(name: str, run: Callable[[], object]) -> Callable[[], object]:
            def act() -> None:
                ran.append(name)
                if name == "index" and ran.count("index") == 1:
                    raise KilledError
                run()

            return act

        return tuple((n, noting(n, run)) for n, run in real(home, passphrase))

    monkeypatch.setattr(job, "_steps", watched)
    with pytest.raises(KilledError):
        take(joan)
    clean_up(joan)
    assert ran == [*STEPS[:5], *STEPS[4:]]


def test_another_erasure_in_between_begins_the_sweeping_anew(joan: Home) -> None:
    told_by(joan)
    second = tell(joan, f"{WORD} again", code="BS-7Q2K-9TD", marked=())
    with joan.main.write() as con:
        from ldp_stories.store import facts

        facts.save(con, "clean up", {"orders": ["one before"], "done": list(STEPS)})
    take(joan)
    assert not is_due(joan)
    assert search_home(joan, ["Tea and bulbs", WORD]) != []
    take_everything(joan, find_person(joan, "BS-7Q2K-9TD")[0], "BS-7Q2K-9TD", {})
    assert search_home(joan, [WORD]) == []
    assert second.record


def test_every_older_copy_goes_and_a_fresh_one_stands(joan: Home) -> None:
    told_by(joan)
    old = [copy_now(joan, f"2026-11-{day}T10:00:00Z") for day in (18, 19, 30)]
    aside = joan.place.backups / "before-copy-x"
    aside.mkdir()
    shutil.copy(joan.place.main, aside / "main.db")
    take(joan)
    (fresh,) = backup.copies(joan.place)
    assert fresh.folder not in old
    assert fresh.at_label.startswith("2026-11-22")
    assert not aside.exists()
    assert [p for p in old if p.exists()] == []
    assert backup.check(fresh)


def test_a_practice_notebook_without_copies_gets_none(joan: Home) -> None:
    told_by(joan)
    take(joan)
    assert backup.copies(joan.place) == ()


def test_with_a_full_disk_the_old_copies_go_first(joan: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    told_by(joan)
    old = copy_now(joan)
    real = backup.make
    tried: list[bool] = []

    def tight(*args: object, **more: object) -> backup.Copy:
        tried.append(old.exists())
        if old.exists():
            raise UserError("NO_ROOM")
        return real(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(backup, "make", tight)
    take(joan)
    assert tried == [True, False]
    assert len(backup.copies(joan.place)) == 1


def test_a_disk_in_trouble_leaves_the_rest_for_the_next_opening(
    joan: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_by(joan)
    old = copy_now(joan)
    real = backup.make

    def broken(*_: object, **__: object) -> backup.Copy:
        raise UserError("DISK_TROUBLE", reason="x")

    monkeypatch.setattr(backup, "make", broken)
    with pytest.raises(UserError):
        take(joan)
    assert is_due(joan)
    assert old.exists()
    monkeypatch.setattr(backup, "make", real)
    clean_up(joan)
    assert not old.exists()


def test_what_is_being_typed_goes_too(joan: Home) -> None:
    told = told_by(joan)
    edit_record.keep_draft(joan, told.record, "title", f"{WORD} again")
    with joan.desk.write() as con:
        desk.save(con, "somewhere", {"about": told.participant, "words": WORD})
        desk.save(con, "another", {"about": "nobody", "words": "kept"})
    take(joan)
    with joan.desk.read() as con:
        assert [key for key, _ in desk.rows(con)] == ["another"]


def test_where_a_copy_for_readers_lies_is_still_known(joan: Home, tmp_path: Path) -> None:
    told = told_by(joan)
    ident = log_output(joan, "clip", tmp_path / "clip.flac", (), subj=[told.participant])
    take(joan)
    assert [one.output for one in issued(joan)] == [ident]


def test_an_open_conversation_with_them_goes_with_its_sound(joan: Home) -> None:
    told = told_by(joan)
    talk = record_encounter.begin(joan)
    with joan.desk.write() as con:
        row = desk.load(con, f"conversation:{talk.id}")
        row["talk"]["participant"] = told.participant
        row["talk"]["takes"] = [{"item": "take-1", "ms": 5, "gap_before_ms": 0, "state": "sealed"}]
        desk.save(con, f"conversation:{talk.id}", row, about=(told.participant,))
    joan.vault.create("take-1", b"k" * 32).seal()
    assert "take-1" in joan.vault.items()
    take(joan)
    assert record_encounter.open_conversations(joan) == ()
    assert joan.vault.items() == []


def test_a_conversation_with_somebody_else_stays(joan: Home) -> None:
    told_by(joan)
    talk = record_encounter.begin(joan)
    take(joan)
    assert [t.id for t in record_encounter.open_conversations(joan)] == [talk.id]


def test_a_copy_that_is_brought_back_brings_nothing_back(tmp_path: Path) -> None:
    home = open_house(tmp_path, "joan")
    told_by(home)
    old = backup.make(home.place, home.stores, "2026-11-15T10:00:00Z", to=tmp_path / "stick")
    take(home)
    place, root = home.place, home.root_key
    home.close()

    def open_copy(path: Path) -> Database:
        return Database(path, derive(root, "main.db"), schema="main")

    book = Database(place.orders, derive(root, "orders.db"), schema="orders")
    backup.restore(place, old, open_copy, book)
    book.close()
    assert plain(place.path, [WORD]) == []
    stores = homes.open_stores(HomeFolder(place.path), root)
    order_book.replay(stores.main, stores.orders)
    back = Home(place, home.machine, stores, home.author, root)
    assert is_due(back)
    clean_up(back)
    assert search_home(back, [WORD, CODE]) == []
    assert back.vault.items() == []
    back.close()


@pytest.fixture
def named(joan: Home) -> Told:
    """A person with a contact card in the identity store."""
    slots = homes.read_slots(joan.place)
    homes.write_slots(joan.place, {**slots, "identity": practice_slot(b"i" * 32)})
    told = told_by(joan)
    with identity(joan) as store, store.write() as con:
        ledger.put(
            con,
            joan.author,
            "contact_card",
            "card-1",
            sets={"participant": told.participant, "name": "Ruth Zwiebel"},
            subj=[told.participant],
            stream="i",
            at_label=joan.label(),
        )
    return told


def test_the_contact_card_goes(joan: Home, named: Told) -> None:
    assert search_home(joan, ["Ruth Zwiebel"]) == ["identity.db"]
    take(joan)
    assert search_home(joan, ["Ruth Zwiebel"]) == []
    assert not names_wait(joan)
    assert named.participant


def test_proof_of_a_yes_goes_with_its_file(joan: Home, named: Told, tmp_path: Path) -> None:
    form = tmp_path / "form.png"
    form.write_bytes(b"\x89PNG" + WORD.encode())
    talk = record_encounter.begin(joan)
    keep_evidence.keep_file(joan, talk.id, form, person=named.participant)
    form.unlink()
    waiting = joan.vault.items()
    take(joan)
    assert len(waiting) == 2
    assert keep_evidence.waiting(joan) == ()
    assert joan.vault.items() == []


def test_a_card_waits_for_its_passphrase_in_a_real_notebook(
    joan: Home, named: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joan, "practice", False)
    take_everything(joan, find_person(joan, CODE)[0], CODE, {})
    assert names_wait(joan)
    assert not is_due(joan)
    assert not sweep_names(joan)
    monkeypatch.setattr(joan, "practice", True)
    assert sweep_names(joan)
    assert not names_wait(joan)
    assert search_home(joan, ["Ruth Zwiebel"]) == []
    assert named.participant


def test_the_day_and_the_order_are_kept_and_nothing_else(joan: Home) -> None:
    told = told_by(joan)
    take(joan)
    with joan.main.read() as con:
        rows = con.exec_driver_sql("SELECT * FROM revision WHERE ent = ?", (told.record,)).mappings().all()
        assert [(r["salt"], r["body"], r["at_label"], r["extra"]) for r in rows] == [(None, None, "", None)]
        assert con.exec_driver_sql("SELECT substr(at_label, 1, 10) FROM local_obeyed").scalar() == str(
            NOW.date()
        )
