"""The power goes while a notebook of an older layout is taken up: it opens by itself afterwards, in the new layout, with everything in it."""

import json
import os
import random
import shutil
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.crypto.slots import derive
from ldp_stories.services.edit_record import keep_draft, open_record, write_drafts
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.start_home import open_home
from ldp_stories.store import schemas
from ldp_stories.store.engine import connect
from tests.effort import SEED, effort, tried
from tests.faults.power import MODES, Disk, Event, State, record, states
from tests.services.homes import cheap_machine, found, told

ROOT = Path(__file__).parents[2]
STATES = effort(10, 2_000)
INDEX = "an index that the older layout had not"
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("strace") is None, reason="the recorder is strace"
)


class Run:
    """The home before, what was asked of the disk, and the laptop it is on."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.root = folder, folder / "disk"
        self.root.mkdir()
        home = found(self.root / "home", cheap_machine(self.root))
        self.machine: Machine = home.machine
        self.record = told(home)
        keep_draft(home, self.record, "title", "Before")
        write_drafts(home, self.record)
        key = home.root_key
        home.close()
        self.index = self._made_older(key)
        facts = {
            "record": self.record,
            "machine": self.machine.machine_id,
            "state": str(self.machine.state_folder),
        }
        self.start = Disk.of(self.root, str(self.root))
        script = str(Path(__file__).with_name("power_migrate.py"))
        self.events: list[Event] = record(
            [script, str(self.root), json.dumps(facts)], self.root, {**os.environ, "PYTHONPATH": str(ROOT)}
        )

    def _made_older(self, root_key: bytes) -> str:
        """Take an index out of the main store and the number of the layout down in all three; the name of the index."""
        name = ""
        for store in ("main.db", "desk.db", "orders.db"):
            with closing(connect(self.root / "home" / store, derive(root_key, store))) as con:
                if store == "main.db":
                    query = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql NOT NULL AND tbl_name = 'record'"
                    name = str(con.execute(query).fetchone()[0])
                    con.execute(f'DROP INDEX "{name}"')
                con.execute(f"PRAGMA user_version = {schemas.VERSION - 1}")
                con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return name

    def opened(self, state: State, where: Path) -> Home:
        """The notebook as the disk holds it after the power went."""
        there = state.write(str(self.root), where)
        return open_home(
            there / "home",
            None,
            replace(self.machine, state_folder=there / self.machine.state_folder.name),
        )


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return Run(tmp_path_factory.mktemp("older"))


def check(run: Run, state: State) -> None:
    home = run.opened(state, run.folder / "after")
    try:
        title = open_record(home, run.record).title
        assert title in (("After",) if "written " in state.said else ("Before", "After"))
        for store in (home.main, home.desk, home.stores.orders):
            assert store.faults() == ()
        with home.main.read() as con:
            assert con.exec_driver_sql("PRAGMA user_version").scalar() == schemas.VERSION
            query = "SELECT count(*) FROM sqlite_master WHERE name = ?"
            assert con.exec_driver_sql(query, (run.index,)).scalar() == 1
        assert list(home.folder.glob(f"*{schemas.BEFORE}*")) == [], "a copy of the older layout is left"
    finally:
        home.close()
        shutil.rmtree(run.folder / "after", ignore_errors=True)


def test_the_older_layout_was_taken_up_under_the_recorder(run: Run) -> None:
    assert [e.data.decode() for e in run.events if e.what == "said"] == ["opened", "written"]
    made = {Path(e.path).name for e in run.events if e.what == "create"}
    assert {
        f"{store}{schemas.BEFORE}{schemas.VERSION - 1}" for store in ("main.db", "desk.db", "orders.db")
    } <= made


def test_wherever_the_power_goes_the_notebook_opens_in_the_new_layout_with_all_its_words(run: Run) -> None:
    dice = random.Random(SEED)
    count = len(run.events)
    wanted = [(int(count * (n + dice.random()) / STATES), dice.choice(MODES)) for n in range(STATES)]
    wanted += [(count - 1, "synced"), (count - 1, "names")]
    for state in states(run.start, run.events, wanted, dice):
        try:
            check(run, state)
        except Exception as error:
            error.add_note(f"seed {SEED}, call {state.at} of {count}, {state.mode}")
            raise
    tried("power-cut states of taking up", len(wanted))
