"""Locking replaces the process: the one that was open has ended, and no key of the notebook stands in the memory of the one that asks for it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from ldp_stories.crypto.slots import derive
from ldp_stories.services.open_home import open_home, root_key
from ldp_stories.services.set_up_programme import found_programme
from ldp_stories.store import homes
from tests.services.homes import PASSPHRASE, cheap_machine
from tests.waiting import until

ROOT = Path(__file__).parents[3]
CANARY = "Zebedee of the locked page"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is read in /proc")


def in_memory(pid: int, wanted: list[bytes]) -> list[int]:
    """How often each stands anywhere in the memory of a process."""
    found = [0] * len(wanted)
    maps = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines()
    with Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in maps:
            part = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if part is None:
                continue
            begin, end = int(part[1], 16), int(part[2], 16)
            memory.seek(begin)
            try:
                data = memory.read(end - begin)
            except OSError:
                continue
            found = [n + data.count(one) for n, one in zip(found, wanted, strict=True)]
    return found


def test_no_key_and_no_word_is_left_in_the_process_that_asks_for_the_passphrase(tmp_path: Path) -> None:
    machine, folder = cheap_machine(tmp_path), tmp_path / "home"
    found_programme(
        folder, machine, content="starter", name=CANARY, programme_name="Hillside", passphrase=PASSPHRASE, practice=False
    ).close()  # fmt: skip
    root = root_key(homes.read_slots(homes.HomeFolder(folder)), PASSPHRASE)
    main_key = derive(root, "main.db")
    wanted = [root, main_key, main_key.hex().encode(), CANARY.encode()]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    env |= {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("DATA", "STATE", "CONFIG", "CACHE")}
    command = [sys.executable, str(Path(__file__).with_name("locking_child.py")), str(folder), PASSPHRASE]
    old = subprocess.Popen(
        command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert old.stdin is not None
    assert old.stdout is not None
    next_one = 0
    try:
        assert old.stdout.readline() == "open\n"
        try:
            before = in_memory(old.pid, wanted)
        except PermissionError:
            pytest.skip("this system lets nobody look into another process")
        assert min(before) > 0, "what is looked for is there while the notebook is open"
        old.stdin.write("hide\n")
        old.stdin.flush()
        next_one = int(old.stdout.readline())
        assert old.wait(60) == 0
        assert psutil.pid_exists(next_one)
        assert psutil.Process(next_one).cmdline()[-1] == "--locked"
        assert in_memory(next_one, wanted) == [0, 0, 0, 0]
    finally:
        old.kill()
        old.communicate()
        if next_one:
            os.kill(next_one, signal.SIGTERM)
            until(lambda: not _runs(next_one), "the end of the next process")
    open_home(folder, PASSPHRASE, machine).close()


def _runs(pid: int) -> bool:
    return bool(psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
