"""Check that everything is whole: stores, ledger against projection, search, vault, key slots, backups; and the self-test."""

import hashlib
import io
import secrets
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ldp_stories.crypto.slots import slot_cost
from ldp_stories.domain.report import QUESTIONS
from ldp_stories.errors import UserError
from ldp_stories.services.find import search
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.practise import practice_home
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.publish import quote_page
from ldp_stories.services.queue_work import queue
from ldp_stories.store import backup, homes, ledger, verify

SAMPLE = 20
"""Vault items that are read whole and compared with their hash; of all others only the door is tried."""
MOST_TROUBLE = 10


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One thing checked: a code ("main", "desk", "orders", "ledger", "projection", "search", "vault", "slots", "backups"), whether it

    is well, how many there are, and what is wrong (at most ten, in words that name no person and no story).
    """

    what: str
    ok: bool
    count: int = 0
    trouble: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found; nothing was changed unless a rebuild was asked for."""

    lines: tuple[CheckLine, ...]

    @property
    def ok(self) -> bool:
        """Whether every line is well."""
        return all(line.ok for line in self.lines)


def check(home: Home, *, rebuild: bool = False, progress: Progress = no_progress) -> CheckReport:
    """Verify the home. The projection is built anew beside the ledger and compared; with `rebuild` the new one is kept.

    Cancelled stops between two steps, nothing half-done.
    """
    steps: list[tuple[str, Callable[[], CheckLine]]] = [
        ("main", lambda: _line("main", 1, home.stores.main.faults())),
        ("desk", lambda: _line("desk", 1, home.stores.desk.faults())),
        ("orders", lambda: _line("orders", 1, home.stores.orders.faults())),
        ("ledger", lambda: _ledger(home)),
        ("projection", lambda: _projection(home, keep=rebuild)),
        ("search", lambda: _search(home)),
        ("vault", lambda: _vault(home)),
        ("slots", lambda: _slots(home)),
        ("backups", lambda: _backups(home)),
    ]
    lines = []
    for done, (name, step) in enumerate(steps):
        progress.report(done, len(steps), name)
        lines.append(_try(name, step))
    progress.report(len(steps), len(steps))
    return CheckReport(tuple(lines))


def _try(name: str, step: Callable[[], CheckLine]) -> CheckLine:
    """One step; a store that cannot even be read is a finding, not the end of the check."""
    try:
        return step()
    except UserError as error:
        return CheckLine(name, False, 0, (error.code,))


def _line(what: str, count: int, trouble: tuple[str, ...] | list[str]) -> CheckLine:
    return CheckLine(what, not trouble, count, tuple(trouble[:MOST_TROUBLE]))


def _ledger(home: Home) -> CheckLine:
    """Every line of the ledger is whole or properly erased."""
    with home.main.read() as con:
        found = list(verify.broken_revisions(con))
    return _line("ledger", len(found), [f"line {i} is damaged" for i in found if i is not None])


class _Undo(Exception):  # noqa: N818 - it carries nothing but the wish to undo the transaction
    """Leaves a writing transaction without keeping anything."""


def _projection(home: Home, *, keep: bool) -> CheckLine:
    """What is shown is what the ledger says."""
    number = 0
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    try:
        with home.main.write() as con:
            before = verify.projection_hashes(con)
            number = ledger.rebuild(con)
            after = verify.projection_hashes(con)
            if not keep:
                raise _Undo
    except _Undo:
        pass
    wrong = [f"{name} differed" for name in after if before[name] != after[name]]
    return _line("projection", number, wrong)


def _search(home: Home) -> CheckLine:
    with home.main.write() as con:
        sound = verify.index_is_sound(con)
    return _line("search", 1, [] if sound else ["the search index differs from the stories"])


def _vault(home: Home) -> CheckLine:
    """Every item whose key is here opens; a sample is read whole and compared with its hash."""
    with home.main.read() as con:
        items = verify.vault_items(con)
    chosen = set(secrets.SystemRandom().sample(range(len(items)), min(SAMPLE, len(items))))
    trouble = []
    for at, (item, key, sha256) in enumerate(items):
        why = _open(home, item, key, sha256 if at in chosen else "")
        if why:
            trouble.append(f"sound or file {item[:8]} is {why}")
    return _line("vault", len(items), trouble)


def _open(home: Home, item: str, key: bytes, sha256: str) -> str:
    """What is wrong with an item, "" when nothing is; it is read whole when its hash is given."""
    try:
        with home.vault.open(item, key) as reader:
            if not sha256:
                return ""
            digest = hashlib.sha256()
            for piece in reader.pieces():
                digest.update(piece)
            return "" if digest.hexdigest() == sha256 else "changed"
    except UserError as error:
        return "gone" if error.code == "MEDIA_GONE" else "damaged"


def _slots(home: Home) -> CheckLine:
    """The ways to the key can be read, and at least one is there."""
    known = homes.read_slots(home.place)
    ways = {name: slot for name, slot in sorted(known.items()) if isinstance(slot, dict) and "kdf" in slot}
    trouble = []
    for name, slot in ways.items():
        try:
            slot_cost(slot)
        except UserError:
            trouble.append(f"the slot {name} is damaged")
    return _line("slots", len(ways), trouble or ([] if ways else ["there is none"]))


def _backups(home: Home) -> CheckLine:
    """Every local copy still is what it was when it was made."""
    found = backup.copies(home.place)
    return _line(
        "backups",
        len(found),
        [f"the copy of {c.at_label[:10]} is damaged" for c in found if not backup.check(c)],
    )


def self_test(machine: Machine, *, progress: Progress = no_progress) -> CheckReport:
    """Try this installation in a temporary practice home that is removed again: found, fill, check, search, review, report, sound."""
    with tempfile.TemporaryDirectory(prefix="ldp-self-test-") as folder:
        place = Path(folder)
        small = replace(machine, state_folder=place / "state", live=False)
        home = practice_home(place / "home", small, name="Self-test", progress=progress)
        try:
            lines = check(home, progress=progress).lines
            return CheckReport(
                (*lines, _finds(home), _reviews(home), _reports(home, place / "out"), _sounds())
            )
        finally:
            home.close()


def _finds(home: Home) -> CheckLine:
    found = search(home, "the").rows
    return _line("find", len(found), [] if found else ["nothing is found in the practice stories"])


def _reviews(home: Home) -> CheckLine:
    waiting = queue(home)
    return _line("queue", len(waiting), [] if waiting else ["no practice story waits for review"])


def _reports(home: Home, folder: Path) -> CheckLine:
    page = quote_page(home, folder, looked_at=QUESTIONS)
    whole = page.read_text(encoding="utf-8").rstrip().endswith("</html>")
    return _line("reports", 1, [] if whole else ["the quote bank page is not whole"])


def _sounds() -> CheckLine:
    """A second of sound through FLAC and back, and through Opus."""
    from ldp_stories.media.decode import pcm  # late: only the self-test needs the decoders
    from ldp_stories.media.encode import flac_from_pieces, opus_from_pieces
    from ldp_stories.media.synth import voice

    sound = b"".join(voice(1_000))
    master, small = io.BytesIO(), io.BytesIO()
    flac_from_pieces([sound], master)
    opus_from_pieces([sound], small)
    trouble = (
        [] if b"".join(pcm(io.BytesIO(master.getvalue()))) == sound else ["FLAC does not give the sound back"]
    )
    if abs(sum(map(len, pcm(io.BytesIO(small.getvalue())))) - len(sound)) > len(sound) // 10:
        trouble.append("Opus does not give the sound back")
    return _line("sound", 2, trouble)
