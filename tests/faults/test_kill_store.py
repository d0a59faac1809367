"""Killing the program while it writes: what it said was saved is there, what it did not say is there whole or not at all (P5, P12)."""

import itertools
import json
import multiprocessing
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.store import ledger, records, search
from ldp_stories.store.engine import Database
from ldp_stories.store.ledger import Author
from tests.effort import SEED, effort, tried
from tests.store.stores import AT, KEY, Laptop, erase, opened, tell

KILLS = effort(40, 10_000)
IMPORT = 120
POSIX = os.name == "posix"
CONTEXT = multiprocessing.get_context("forkserver") if POSIX else multiprocessing.get_context("spawn")


def work(path: Path, run: int, said: Pipe) -> None:
    """The program: tell, change, bring in and take back for ever, saying after each commit what was saved."""
    dice = random.Random(run)
    author = Author(f"{run:08}-0000-4000-8000-000000000001", 1)
    db = Database(path, KEY, schema="main")
    for n in itertools.count():
        what = dice.choice(("tell", "tell", "change", "import", "erase", "checkpoint"))
        said.send(json.dumps(_one_step(db, author, f"{run}-{n}", what)))


def _one_step(db: Database, author: Author, name: str, what: str) -> dict[str, str]:
    if what == "checkpoint":
        db.checkpoint()
        return {"checkpoint": name}
    with db.write() as con:
        if what == "import":
            laptop = Laptop()
            lines = [laptop.write("note", new_id(), {"text": f"{name} {i}"}) for i in range(IMPORT)]
            ledger.insert(con, lines, bundle=name)
            return {"import": name}
        told = tell(con, author=author, title=f"told {name}", words=f"words of {name} " * 30)
        if what == "change":
            ledger.put(con, author, "record", told.record, sets={"title": f"changed {name}"}, at_label=AT)
            return {"record": told.record, "title": f"changed {name}"}
        if what == "erase":
            ledger.apply_orders(con, [erase(subject=told.participant)])
            return {"erased": told.record}
        return {"record": told.record, "title": f"told {name}"}


@dataclass
class Said:
    """What the program said was saved, over all its lives."""

    titles: dict[str, str] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)
    imports: set[str] = field(default_factory=set)

    def hear(self, line: dict[str, str]) -> None:
        if "record" in line:
            self.titles[line["record"]] = line["title"]
        elif "erased" in line:
            self.erased.add(line["erased"])
        elif "import" in line:
            self.imports.add(line["import"])


def live_and_die(path: Path, run: int, dice: random.Random, said: Said) -> None:
    """One life: kill it after some acknowledged steps, at an unforeseen place of the next one."""
    heard, tells = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=work, args=(path, run, tells), daemon=True)
    process.start()
    tells.close()
    for _ in range(dice.randint(1, 8)):
        said.hear(json.loads(heard.recv()))
    for _ in range(dice.randrange(60_000)):
        pass  # somewhere inside the next step
    process.kill()
    process.join()
    for line in _what_was_still_said(heard):
        said.hear(line)


def _what_was_still_said(heard: Pipe) -> Iterator[dict[str, str]]:
    """Lines that were in the pipe when it was killed count as said."""
    try:
        while heard.poll():
            yield json.loads(heard.recv())
    except EOFError:
        return


def check(path: Path, said: Said, dice: random.Random, most: int | None = None) -> None:
    """Everything that was said is there (or the newest, and as many again by lot); the projection and the index agree with the ledger."""
    titles = list(said.titles.items())
    if most is not None and len(titles) > 2 * most:
        titles = [*titles[-most:], *dice.sample(titles[:-most], most)]
    with opened(path) as db, db.write() as con:
        for record, title in titles:
            found = records.record(con, record)
            assert found is not None
            assert found.title == title
        for record in said.erased:
            assert all(r.body is None for r in ledger.revisions(con, ents=[record]))
        counts = con.exec_driver_sql(
            "SELECT bundle, count(*) AS n FROM revision WHERE bundle IS NOT NULL GROUP BY bundle"
        ).all()
        assert said.imports <= {row.bundle for row in counts}
        assert {row.n for row in counts} <= {IMPORT}
        con.exec_driver_sql("INSERT INTO words_index(words_index, rank) VALUES ('integrity-check', 1)")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    if POSIX:
        multiprocessing.set_forkserver_preload(["tests.faults.test_kill_store"])
    with opened(tmp_path / "main.db"):
        pass
    return tmp_path / "main.db"


def test_a_killed_program_loses_nothing_it_said_was_saved(path: Path) -> None:
    dice, said = random.Random(SEED), Said()
    for run in range(KILLS):
        live_and_die(path, run, dice, said)
        if run % 8 == 7:
            check(path, said, dice, most=200)
    check(path, said, dice)
    assert len(said.titles) > KILLS
    tried("kills of the store", KILLS)
    assert said.erased
    assert said.imports
    with opened(path) as db:
        assert db.faults() == ()
        with db.read() as con:
            before = {r.id: r for r in records.page(con, limit=5_000).rows}
            hits = len(search.search(con, "words", limit=100).hits)
        with db.write() as con:
            ledger.rebuild(con)
        with db.read() as con:
            assert {r.id: r for r in records.page(con, limit=5_000).rows} == before
            assert len(search.search(con, "words", limit=100).hits) == hits
