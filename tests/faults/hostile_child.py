"""A home in a process of its own that is given hostile files one after the other; it says of each what came of it, and its memory at last."""

import hashlib
import json
import sys
import time
from pathlib import Path

from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import take_in
from ldp_stories.services.kept_apart import kept_apart
from ldp_stories.services.set_up_programme import found_programme
from ldp_stories.store import verify
from tests.bundles.corpus import corpus, for_home
from tests.bundles.samples import ANNA, ANNA_ID
from tests.memory import peak_kib
from tests.services.homes import PASSPHRASE, cheap_machine


def make_home(folder: Path) -> Home:
    """A live home in whose roster Anna's device stands."""
    home = found_programme(
        folder / "home",
        cheap_machine(folder),
        content="starter",
        name="Joan",
        programme_name="Hillside",
        passphrase=PASSPHRASE,
        practice=False,
    )
    facts = {"member": home.member, "label": "Anna", "status": "active", "sign_key": ANNA.sign_public, "age_recipient": ANNA.recipient}  # fmt: skip
    with home.main.write() as con:
        home.put(con, "device", ANNA_ID, sets=facts)
    return home


def state(home: Home) -> str:
    """What changes with every accepted line, order or file: counted after each try."""
    tables = ("revision", "erasure_order", "receipt", "local_received", "local_vault_key")
    with home.main.read() as con:
        counts = [con.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() for table in tables]
    with home.stores.orders.read() as con:
        counts.append(con.exec_driver_sql("SELECT count(*) FROM kept_order").scalar())
    kept = sorted(str(p.relative_to(home.folder)) for p in home.folder.rglob("*") if p.is_file())
    return json.dumps([counts, [p for p in kept if not p.startswith("quarantine/")]])


def whole_state(home: Home) -> str:
    """Every row of every projection table."""
    with home.main.read() as con:
        return json.dumps(verify.projection_hashes(con))


def tries(home: Home, folder: Path) -> None:
    """Every file of the corpus, then the memory at its highest (KiB)."""
    arriving = folder / "arriving"
    arriving.mkdir()
    first, rows = None, ""
    for name, (forge, code) in corpus().items():
        path = arriving / "in.tar.age"
        path.write_bytes(for_home(forge, home.programme().id, (home.keys.recipient, ANNA.recipient)).make())
        if first is None:
            first, rows = state(home), whole_state(home)
        before = time.process_time()
        try:
            take_in(home, path)
            came = "taken in"
        except UserError as error:
            came = error.code
        spent = time.process_time() - before
        said = {"name": name, "want": code, "came": came, "seconds": spent, "same": state(home) == first}
        said |= {"sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        beside = sorted(p.name for p in arriving.iterdir())
        print(json.dumps(said | {"beside": beside, "kept": path.exists()}), flush=True)
    waiting = sorted(p.name for p in (home.folder / "quarantine").iterdir())
    peak = peak_kib()
    reasons = [one.why for one in kept_apart(home)]
    last = {"peak": peak, "waiting": waiting, "reasons": reasons, "rows same": whole_state(home) == rows}
    print(json.dumps(last), flush=True)


if __name__ == "__main__":
    where = Path(sys.argv[1])
    opened = make_home(where)
    tries(opened, where)
    opened.close()
