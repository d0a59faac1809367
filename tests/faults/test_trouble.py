"""Bad input of every kind: each is one clear sentence with what to do next, nothing is lost and nothing stays half-done."""

import os
import re
import resource as limits
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ldp_stories.crypto.slots import derive, unwrap_practice
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError, sentence
from ldp_stories.services.check import check
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import look, take_in
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.pack_bundle import pack
from ldp_stories.services.plan_bundle import plan
from ldp_stories.services.receipts import sendings
from ldp_stories.services.set_aside import waiting
from ldp_stories.services.set_up_programme import found_programme
from ldp_stories.services.start_home import (
    change_passphrase,
    join_programme,
    look_at_pack,
    open_home,
    take_pack,
)
from ldp_stories.store import homes
from ldp_stories.store.engine import connect
from tests.services.cast import Cast, a_sound, cast, send, tell
from tests.services.homes import PASSPHRASE, cheap_machine, found, pack_of

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX limits")
ROOT = Path(__file__).parents[2]
ADVICE = re.compile(
    r"\b(?:check|try|ask|choose|copy|give|update|make|bring|go on|close|open|put|use|plug|send|let|type|look|can let it in)\b",
    re.IGNORECASE,
)


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path / "cast") as made:
        yield made


@pytest.fixture
def bundle(three: Cast, tmp_path: Path) -> Path:
    """Amina's story with sound, for Joan."""
    tell(three.amina, sound=a_sound(tmp_path))
    return send(three.amina, "coordinators", three.stick).paths[0]


def trouble(job: Callable[[], object], code: str) -> str:
    """The sentence of the trouble, which must be this one, calm, whole, and say what to do next."""
    with pytest.raises(UserError) as caught:
        job()
    assert caught.value.code == code, caught.value
    words = sentence(caught.value)
    assert "{" not in words, "a fact is missing"
    assert code not in words
    assert ADVICE.search(words), words
    return words


def untouched(home: Home, stories: int = 0) -> None:
    """Nothing came in, nothing was lost, nothing lies about, and everything is well."""
    assert len(my_stories(home).rows) == stories
    assert list((home.folder / "incoming").glob("*")) == []
    with home.main.read() as con:
        known = set(con.exec_driver_sql("SELECT item FROM local_vault_key").scalars())
    assert set(home.vault.items()) == known
    report = check(home)
    assert report.ok, report


def test_a_wrong_passphrase(tmp_path: Path) -> None:
    machine = cheap_machine(tmp_path)
    found_programme(
        tmp_path / "home", machine, content="starter", name="Joan", programme_name="Millbrook", passphrase=PASSPHRASE, practice=False
    ).close()  # fmt: skip
    words = trouble(lambda: open_home(tmp_path / "home", "four plain words", machine), "WRONG_PASSPHRASE")
    assert words == "That did not open it. Check Caps Lock and try again."
    trouble(lambda: open_home(tmp_path / "home", None, machine), "PASSPHRASE_NEEDED")
    home = open_home(tmp_path / "home", PASSPHRASE, machine)
    trouble(lambda: change_passphrase(home, "not this one", "another four plain words"), "WRONG_PASSPHRASE")
    untouched(home)
    home.close()
    open_home(tmp_path / "home", PASSPHRASE, machine).close()


@pytest.mark.parametrize("where", [0.02, 0.3, 0.6, 0.95])
def test_a_damaged_bundle(three: Cast, bundle: Path, tmp_path: Path, where: float) -> None:
    data = bytearray(bundle.read_bytes())
    data[int(len(data) * where)] ^= 0x10
    bad = tmp_path / bundle.name
    bad.write_bytes(data)
    with pytest.raises(UserError) as caught:
        look(three.joan, bad)
    words = sentence(caught.value)
    assert caught.value.code in {"DAMAGED", "BAD_SEAL", "NOT_FOR_US", "CUT_SHORT", "BAD_TAR"}
    assert "Nothing was" in words
    untouched(three.joan)
    assert take_in(three.joan, bundle).stories


@pytest.mark.parametrize("kept", [0, 100, 0.5, 0.999])
def test_a_truncated_bundle(three: Cast, bundle: Path, tmp_path: Path, kept: float) -> None:
    data = bundle.read_bytes()
    bad = tmp_path / bundle.name
    bad.write_bytes(data[: int(kept if kept >= 1 else len(data) * kept)])
    with pytest.raises(UserError) as caught:
        look(three.joan, bad)
    assert caught.value.code in {"DAMAGED", "CUT_SHORT", "BAD_SEAL", "NOT_SEALED"}
    assert "Nothing was" in sentence(caught.value)
    untouched(three.joan)


def test_a_bundle_of_another_programme(three: Cast, tmp_path: Path) -> None:
    with cast(tmp_path / "elsewhere") as other:
        tell(other.amina)
        path = send(other.amina, "coordinators", other.stick).paths[0]
        trouble(lambda: look(three.joan, path), "NOT_FOR_US")
        trouble(lambda: take_pack(three.amina, pack_of(other.joan, tmp_path)), "FOREIGN_PROGRAMME")
    untouched(three.joan)
    untouched(three.amina)


def test_a_bundle_of_an_unknown_sender_is_set_aside(three: Cast, tmp_path: Path) -> None:
    stranger = three.join("Dev", Role.RESEARCHER, pack_of(three.joan, tmp_path))
    try:
        path = send(stranger, "coordinators", three.stick).paths[0]
        words = trouble(lambda: look(three.joan, path), "UNKNOWN_SIGNER")
        assert "set aside" in words
        assert [one.name for one in waiting(three.joan)] == ["Dev"]
        untouched(three.joan)
    finally:
        stranger.close()


@pytest.mark.parametrize("content", [b"", b"holiday pictures" * 500, b"PK\x03\x04" + bytes(2_000)])
def test_a_pack_that_is_not_one(tmp_path: Path, content: bytes) -> None:
    machine = cheap_machine(tmp_path)
    path = tmp_path / "holiday.ldp-pack"
    path.write_bytes(content)
    trouble(lambda: look_at_pack(path, machine), "NOT_A_PACK")
    joining = lambda: join_programme(  # noqa: E731 - the one thing tried
        tmp_path / "home", path, machine, name="Amina", passphrase=None, role=Role.RESEARCHER, words=None
    )
    trouble(joining, "NOT_A_PACK")
    assert not (tmp_path / "home").exists()


def test_a_bundle_in_the_place_of_a_pack_and_a_pack_in_the_place_of_a_bundle(
    three: Cast, bundle: Path, tmp_path: Path
) -> None:
    trouble(lambda: take_pack(three.joan, bundle), "NOT_A_PACK")
    trouble(lambda: look(three.joan, pack_of(three.joan, tmp_path)), "NOT_SEALED")
    untouched(three.joan)


def test_a_pack_with_one_byte_changed(three: Cast, tmp_path: Path) -> None:
    path = pack_of(three.joan, tmp_path)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(UserError) as caught:
        take_pack(three.amina, path)
    assert "Nothing was" in sentence(caught.value)
    untouched(three.amina)


def test_a_store_that_is_open_already_in_this_process(three: Cast) -> None:
    words = trouble(lambda: open_home(three.joan.folder, None, three.joan.machine), "STORE_IN_USE")
    assert "another window" in words
    untouched(three.joan)


OPENING = "import sys; from ldp_stories.cli.main import main; sys.exit(main(['list', '--home', sys.argv[1]]))"


def test_a_store_that_is_open_already_in_another_process(three: Cast) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OPENING, str(three.joan.folder)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.endswith("[STORE_IN_USE]\n")
    untouched(three.joan)


@pytest.mark.parametrize("name", ["main.db", "desk.db", "orders.db"])
def test_a_store_of_a_newer_version(tmp_path: Path, name: str) -> None:
    machine = cheap_machine(tmp_path)
    home = found(tmp_path / "home", machine)
    key = home.root_key
    home.close()
    path = tmp_path / "home" / name
    with closing(connect(path, derive(key, name))) as con:
        con.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    words = trouble(lambda: open_home(tmp_path / "home", None, machine), "STORE_NEWER")
    assert "Update the program" in words
    assert path.read_bytes() == before


def test_a_part_of_the_notebook_that_is_gone_or_damaged(tmp_path: Path) -> None:
    machine = cheap_machine(tmp_path)
    found(tmp_path / "home", machine).close()
    main = tmp_path / "home" / "main.db"
    whole = main.read_bytes()
    main.write_bytes(os.urandom(len(whole)))
    assert "main.db" in trouble(lambda: open_home(tmp_path / "home", None, machine), "STORE_DAMAGED")
    main.unlink()
    assert "main.db" in trouble(lambda: open_home(tmp_path / "home", None, machine), "NO_STORE")
    main.write_bytes(whole)
    home = open_home(tmp_path / "home", None, machine)
    untouched(home)
    home.close()


def test_a_folder_without_a_notebook(tmp_path: Path) -> None:
    trouble(lambda: open_home(tmp_path, None, cheap_machine(tmp_path)), "NO_HOME")


def test_key_slots_that_are_damaged(tmp_path: Path) -> None:
    machine = cheap_machine(tmp_path)
    home = found(tmp_path / "home", machine)
    slots = home.place.keyslots
    home.close()
    kept = slots.read_bytes()
    assert unwrap_practice(homes.read_slots(home.place)["practice_slot"])
    slots.write_bytes(kept[: len(kept) // 2])
    words = trouble(lambda: open_home(tmp_path / "home", None, machine), "STORE_DAMAGED")
    assert slots.name in words
    slots.write_bytes(kept)
    open_home(tmp_path / "home", None, machine).close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 96 KiB, where that can be had (root on Linux)."""
    folder = tmp_path / "small disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", str(folder)]
    try:
        made = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        made = False
    if not made:
        pytest.skip("this machine lets us make no small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def packed_later(three: Cast, folder: Path) -> None:
    """What could not be packed there is still owed, and packs elsewhere as if nothing had been."""
    before = len(sendings(three.amina))
    assert plan(three.amina, "coordinators").stories == 1
    (path,) = pack(three.amina, "coordinators", folder).paths
    assert len(sendings(three.amina)) == before + 1
    assert take_in(three.joan, path).stories
    untouched(three.amina, 1)


def test_a_full_stick_while_packing(three: Cast, small_disk: Path, tmp_path: Path) -> None:
    tell(three.amina, sound=a_sound(tmp_path, 9_000))
    sent_before = sendings(three.amina)
    words = trouble(lambda: pack(three.amina, "coordinators", small_disk), "NO_ROOM_THERE")
    assert str(small_disk) in words
    assert list(small_disk.iterdir()) == []
    assert sendings(three.amina) == sent_before
    packed_later(three, three.stick)


def test_a_stick_that_fills_up_under_the_writing(
    three: Cast, small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(three.amina, sound=a_sound(tmp_path, 9_000))
    monkeypatch.setattr(
        "ldp_stories.bundles.files.shutil.disk_usage", lambda _: shutil._ntuple_diskusage(1 << 40, 0, 1 << 40)
    )  # the room is taken by somebody else after it was asked for
    with pytest.raises(UserError) as caught:
        pack(three.amina, "coordinators", small_disk)
    assert caught.value.code in {"NO_ROOM_THERE", "NO_ROOM", "DISK_TROUBLE"}
    assert list(small_disk.iterdir()) == []
    monkeypatch.undo()
    packed_later(three, three.stick)


@posix
@pytest.mark.parametrize("limit", [1_000, 30_000, 120_000])
def test_a_file_that_may_not_grow_while_packing(three: Cast, tmp_path: Path, limit: int) -> None:
    tell(three.amina, sound=a_sound(tmp_path, 9_000))
    old = limits.getrlimit(limits.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits.setrlimit(limits.RLIMIT_FSIZE, (limit, old[1]))
    try:
        with pytest.raises(UserError) as caught:
            pack(three.amina, "coordinators", three.stick)
    finally:
        limits.setrlimit(limits.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, ignored)
    assert caught.value.code in {"NO_ROOM", "NO_ROOM_THERE", "DISK_TROUBLE"}
    assert list(three.stick.iterdir()) == []
    packed_later(three, three.stick)


@posix
@pytest.mark.parametrize("limit", [1_000, 60_000, 150_000])
def test_a_full_disk_while_bringing_in(three: Cast, tmp_path: Path, limit: int) -> None:
    tell(three.amina, sound=a_sound(tmp_path, 9_000))
    (path,) = send(three.amina, "coordinators", three.stick).paths
    old = limits.getrlimit(limits.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits.setrlimit(limits.RLIMIT_FSIZE, (limit, old[1]))
    try:
        with pytest.raises(UserError) as caught:
            take_in(three.joan, path)
    finally:
        limits.setrlimit(limits.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, ignored)
    assert caught.value.code in {"NO_ROOM", "DISK_TROUBLE"}
    untouched(three.joan)
    assert take_in(three.joan, path).stories


def test_a_stick_that_is_gone(three: Cast, bundle: Path, tmp_path: Path) -> None:
    gone = three.stick / "gone"
    tell(three.amina, title="Another")
    trouble(lambda: pack(three.amina, "coordinators", gone), "NO_FOLDER")
    trouble(lambda: look(three.joan, gone / bundle.name), "FILE_UNREADABLE")
    trouble(lambda: look_at_pack(gone / "x.ldp-pack", cheap_machine(tmp_path)), "FILE_UNREADABLE")
    untouched(three.joan)
