"""No plain word on the disk: not of a story, a title, a code or a name; while the program runs, after a kill, and after it was closed."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sealed_driver

from ldp_stories.domain.consent import Answer
from ldp_stories.services import act_on_worry, edit_record, record_encounter
from ldp_stories.services.find_place import place_named
from ldp_stories.services.home import Home
from ldp_stories.services.open_home import open_home
from ldp_stories.services.set_up_programme import found_programme, make_recovery
from ldp_stories.store.engine import Database, connect
from tests.journeys.unsealed import files_under, readable_words
from tests.services.cast import a_sound
from tests.services.homes import PASSPHRASE, cheap_machine
from tests.services.live_pack import fill_everything

ROOT = Path(__file__).parents[2]
WORDS = (
    "Qanarystory",
    "Qanarytitle",
    "Qanarytyped",
    "Qanarynote",
    "Qanarymoment",
    "Qanaryfile",
    "Qanarylogged",
)
PROGRAMME = "Hillside Qanaryvoices"
SEALED = ("*.db", "*.item")
posix = pytest.mark.skipif(os.name != "posix", reason="there is no kill -9 here")


@dataclass(frozen=True)
class Place:
    """The folders of one laptop: homes, state, temporary files and the user's own; and what must not be read there."""

    root: Path
    words: tuple[str, ...] = WORDS

    @property
    def folder(self) -> Path:
        return self.root / "homes" / "one"

    def readable(self) -> list[tuple[str, str]]:
        return readable_words([*self.words, "Qanaryvoices"], self.root)


def make(place: Place) -> Home:
    """A live home with a story, sound, notes, and a conversation that is still going on."""
    machine = cheap_machine(place.root)
    home = found_programme(
        place.folder, machine, content="starter", name="Joan", programme_name=PROGRAMME, passphrase=PASSPHRASE, practice=False,
    )  # fmt: skip
    make_recovery(home)
    fill_everything(home)
    return home


def talk_with(home: Home, sound: Path) -> str:
    """A whole conversation with every kind of text a person can leave; the teller's code."""
    talk = record_encounter.begin(home).id
    record_encounter.set_facts(
        home, talk, place=place_named(home, "Holyhead").id, age_band="40-59", said_first=True
    )
    for question in record_encounter.questions(home, talk):
        record_encounter.answer(home, talk, record_encounter.keys_of(question), Answer.YES)
    record_encounter.add_part_from_file(home, talk, sound)
    record_encounter.mark_moment(home, talk, 100, "Qanarymoment")
    record = record_encounter.finish(home, talk)
    edit_record.keep_draft(home, record, "words", "Qanarystory was told here. " * 400)
    edit_record.keep_draft(home, record, "title", "Qanarytitle")
    edit_record.keep_draft(home, record, "note", "Qanarynote")
    edit_record.write_drafts(home, record)
    edit_record.keep_draft(home, record, "note", "Qanarytyped")
    act_on_worry.told_someone(home, who="Qanarylogged", way="phone")
    return edit_record.open_record(home, record).participants[0].code


def child() -> None:
    """The program: does everything, says so, and waits to be killed."""
    place = Place(Path(sys.argv[1]))
    home = make(place)
    code = talk_with(home, Path(sys.argv[2]))
    print(code, flush=True)
    sys.stdin.read()


@contextmanager
def running(place: Place, sound: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The program in a process of its own whose every folder lies under `place`; the process and the teller's code."""
    for name in ("tmp", "user"):
        (place.root / name).mkdir(parents=True)
    folders = {
        "TMPDIR": str(place.root / "tmp"),
        "HOME": str(place.root / "user"),
        "SQLITE_TMPDIR": str(place.root / "tmp"),
    }
    command = [
        sys.executable,
        "-c",
        "from tests.faults.test_no_plain_words import child; child()",
        str(place.root),
        str(sound),
    ]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **folders},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        code = process.stdout.readline().strip()
        assert code, "the program did not get to its end"
        yield process, code
    finally:
        process.kill()
        process.wait(30)
        process.stdin.close()
        process.stdout.close()


@posix
def test_no_plain_word_while_open_after_a_kill_and_after_closing(tmp_path: Path) -> None:
    sound = a_sound(tmp_path).rename(tmp_path / "Qanaryfile.wav")
    place = Place(tmp_path / "laptop")
    with running(place, sound) as (process, code):
        place = Place(place.root, (*WORDS, code, PASSPHRASE))
        assert any(path.name.endswith("-wal") and path.stat().st_size for path in files_under(place.root))
        assert place.readable() == []
        process.send_signal(signal.SIGKILL)
        process.wait(30)
        assert place.readable() == []
    machine = cheap_machine(tmp_path / "again")
    home = open_home(place.folder, PASSPHRASE, machine)
    try:
        assert place.readable() == []
        with home.main.read() as con:
            assert con.exec_driver_sql("SELECT title FROM record").scalar() == "Qanarytitle"
    finally:
        home.close()
    assert place.readable() == []
    assert not list((place.root / "tmp").rglob("*"))
    the_keys_do_not_lie_about(place)
    nothing_opens_without_its_key(place)


def the_keys_do_not_lie_about(place: Place) -> None:
    """The root key and the secret keys of the laptop stand in no file, neither raw nor in hexadecimal."""
    home = open_home(place.folder, PASSPHRASE, cheap_machine(place.root.parent / "third"))
    secrets = [home.root_key, home.root_key.hex().encode(), home.keys.age_secret.encode()]
    home.close()
    for path in files_under(place.root):
        data = path.read_bytes()
        assert not [s for s in secrets if s in data], path.name


def nothing_opens_without_its_key(place: Place) -> None:
    """Each database and each vault item refuses a plain driver, no key, a wrong key, and the key of its neighbour."""
    files = [path for pattern in SEALED for path in sorted(place.folder.rglob(pattern))]
    assert {path.suffix for path in files} == {".db", ".item"}
    assert {"main.db", "desk.db", "orders.db"} <= {path.name for path in files}
    for path in files:
        assert not path.read_bytes().startswith(b"SQLite format 3")
        with pytest.raises(sqlite3.DatabaseError):
            plain(path)
        for key in (b"\0" * 32, b"\1" * 32):
            con = connect(path, key)
            with pytest.raises(sealed_driver.DatabaseError):
                con.execute("SELECT count(*) FROM sqlite_master").fetchone()
            con.close()


def plain(path: Path) -> None:
    con = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        con.execute("SELECT count(*) FROM sqlite_master").fetchone()
    finally:
        con.close()


def test_a_vault_item_has_a_key_of_its_own(tmp_path: Path) -> None:
    """The key of the stores opens no recording, and one recording's key opens no other."""
    home = make(Place(tmp_path))
    try:
        for seed in (1, 2):
            talk_with(home, a_sound(tmp_path, seed=seed))
        with home.main.read() as con:
            kept = con.exec_driver_sql("SELECT item, key FROM local_vault_key").all()
        assert len({bytes(key) for _, key in kept}) == len(kept) >= 2
        for item, own in kept:
            others = [home.root_key, *(bytes(key) for _, key in kept if key != own)]
            for key in others:
                con = connect(home.vault.path(item), key)
                with pytest.raises(sealed_driver.DatabaseError):
                    con.execute("SELECT count(*) FROM sqlite_master").fetchone()
                con.close()
    finally:
        home.close()


def test_the_search_would_find_a_word_in_a_store_without_a_seal(tmp_path: Path) -> None:
    con = sqlite3.connect(tmp_path / "main.db")
    con.execute("CREATE TABLE record(title TEXT)")
    con.execute("INSERT INTO record VALUES ('Qanarytitle')")
    con.commit()
    con.close()
    assert Place(tmp_path).readable() == [("main.db", "Qanarytitle")]
    plain(tmp_path / "main.db")


def test_a_sealed_store_shows_nothing_of_a_large_text_that_was_erased(tmp_path: Path) -> None:
    db = Database(tmp_path / "x.db", b"k" * 32, schema="desk", create=True)
    with db.write() as con:
        for n in range(50):
            con.exec_driver_sql(
                "INSERT INTO slot(key, value, revision, about) VALUES (?, ?, '', '[]')",
                (f"k{n}", "Qanarystory " * 500),
            )
    with db.write() as con:
        con.exec_driver_sql("DELETE FROM slot")
    assert readable_words(["Qanarystory"], tmp_path) == []
    db.close()
    assert readable_words(["Qanarystory"], tmp_path) == []
