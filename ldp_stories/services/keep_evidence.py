"""Keep what proves an answer: a spoken yes, a film, a signed form, a signature, a message. It belongs to who people are, never to the story.

While a conversation is open it lies sealed in the vault, its key in the desk file: that of a spoken yes from its first second, that of a file
only once it is there whole, so that what a kill cuts off is never taken for proof. `lock_away` moves the key into the identity store, which
needs the passphrase: at once in practice, else the next time the notebook is opened. The record says only what was seen, and when.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, Final, cast

from ldp_stories.domain.consent import Answer, Method, Scope
from ldp_stories.domain.ids import new_id
from ldp_stories.errors import UserError
from ldp_stories.media.kinds import HEAD_BYTES, sniff
from ldp_stories.services import desk_talk
from ldp_stories.services.half_kept import filling, new_file, settled
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.open_home import identity
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.proof_out import delete_proof_out
from ldp_stories.store import consent, desk, evidence, ledger
from ldp_stories.store import identity as who
from ldp_stories.store.engine import Database
from ldp_stories.store.vault import new_item_key

PREFIX: Final = evidence.WAITING
GROWN_UP: Final = "grown-up recorded"
"""The kind of a grown-up's spoken yes for a child; every other kind is a `Method`."""
_BLOCK: Final = 1 << 20
_MAGIC: Final = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG", "png"),
    (b"%PDF", "pdf"),
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of proof: of which consent and person, its kind, its file type, when it was kept; `waits` until it is locked away."""

    id: str
    consent: str
    participant: str
    kind: str
    type: str
    at: str
    waits: bool


def keep_file(
    home: Home,
    talk: str,
    path: Path,
    kind: str = Method.PAPER.value,
    person: str = "",
    progress: Progress = no_progress,
) -> Evidence:
    """Keep a photo or scan of a form, a message, a film or a voice note as it is. UserError FILE_UNREADABLE, NO_ROOM."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            return _keep(home, talk, kind, person, file, path.name, lambda done: progress.report(done, size))
    except OSError as error:
        raise UserError("FILE_UNREADABLE", name=path.name) from error


def keep_bytes(
    home: Home, talk: str, data: bytes, kind: str = Method.ON_SCREEN.value, person: str = ""
) -> Evidence:
    """Keep a signature that was drawn on the screen."""
    import io

    return _keep(home, talk, kind, person, io.BytesIO(data))


def _keep(
    home: Home,
    talk: str,
    kind: str,
    person: str,
    source: IO[bytes],
    name: str = "",
    share: Callable[[int], object] = lambda _done: None,
) -> Evidence:
    first = source.read(_BLOCK)
    made, row = _piece(home, talk, kind, person, _type(first, name))
    item = str(row["item"])
    file = new_file(home, item, bytes.fromhex(str(row["key"])))
    with filling(home, item, file):
        block = first
        while block:
            file.write(block)
            share(file.size)
            block = source.read(_BLOCK)
        file.seal()
    try:
        _commit(home, made, row)
        _noted_after_copying(home, made, row)
    except BaseException:
        with home.desk.write() as con:
            desk.drop(con, PREFIX + made.id)
        home.vault.remove(item)
        raise
    finally:
        settled(home, item)
    return made


def _type(first: bytes, name: str) -> str:
    """What is in the file counts; only where that leaves a choice (a film or only its sound) does its name."""
    sure = next((kind for magic, kind in _MAGIC if first.startswith(magic)), "")
    if sure:
        return sure
    head = first[:HEAD_BYTES]
    found = sniff(head, name).ext
    found = sniff(head, "").ext if found == "bin" else found
    return "bin" if found == "txt" else found


def begin(home: Home, talk: str, kind: str, person: str = "", *, type: str) -> Evidence:
    """Commit the row and key of a spoken yes, before its recorder writes anything: every second that was said is kept."""
    made, row = _piece(home, talk, kind, person, type)
    _commit(home, made, row)
    return made


def _piece(home: Home, talk: str, kind: str, person: str, type: str) -> tuple[Evidence, dict[str, Any]]:
    """A new piece and its row for the desk file, with a vault item and key of its own. Nothing is written yet."""
    draft = desk_talk.load(home, talk)
    about = person or draft.talk.participant
    consents = {c.id: c.consent for c in draft.talk.companions}
    made = Evidence(new_id(), consents.get(about, draft.consent), about, kind, type, home.label(), True)
    row = {
        "talk": talk,
        "consent": made.consent,
        "participant": about,
        "encounter": draft.encounter,
        "kind": kind,
        "type": type,
        "at": made.at,
        "item": new_id(),
        "key": new_item_key().hex(),
    }
    return made, row


def _commit(home: Home, made: Evidence, row: dict[str, Any]) -> None:
    with home.desk.write() as con:
        desk.save(con, PREFIX + made.id, row, about=(made.participant, str(row["encounter"])))


def item_of(home: Home, id: str) -> tuple[str, bytes]:
    """(vault item, key) of a piece that waits. UserError NO_SUCH_EVIDENCE."""
    with home.desk.read() as con:
        row = desk.load(con, PREFIX + id)
    if row is None:
        raise UserError("NO_SUCH_EVIDENCE")
    return str(row["item"]), bytes.fromhex(str(row["key"]))


def noted(home: Home, talk: str, kind: str) -> None:
    """Say in the answers what was seen (the record keeps only this)."""
    if kind != GROWN_UP:
        desk_talk.edit_talk(home, talk, evidence=kind)


def _noted_after_copying(home: Home, made: Evidence, row: dict[str, Any]) -> None:
    """The same for a file, after which the conversation may be finished: then its answers in the ledger say it.

    UserError NO_SUCH_CONVERSATION when they have said no, or were taken out, while it was copied: nothing of theirs is to be kept.
    """
    try:
        noted(home, str(row["talk"]), made.kind)
        return
    except UserError as error:
        if error.code != "NO_SUCH_CONVERSATION":
            raise
    with home.main.write() as con:
        given = consent.consent(con, made.consent)
        if given is None or given.answers.get(Scope.TAKE_PART.value) is not Answer.YES:
            raise UserError("NO_SUCH_CONVERSATION")
        if made.kind != GROWN_UP:
            seen = {"evidence": made.kind, "evidence_on": made.at[:10]}
            home.put(con, "consent", made.consent, sets=seen, subj=[made.participant])


def _not_seen_any_more(home: Home, talk: str, kind: str) -> None:
    """A piece was taken away: the answers say what is left, so that nothing is said to have been seen that is not there."""
    if kind == GROWN_UP:
        return
    left = [e.kind for e in waiting(home, talk) if e.kind != GROWN_UP]
    with suppress(UserError):  # the conversation itself is gone
        desk_talk.change(
            home,
            talk,
            lambda d: (
                replace(d, talk=replace(d.talk, evidence=left[-1] if left else ""))
                if d.talk.evidence == kind
                else d
            ),
        )


def waiting(home: Home, talk: str | None = None) -> tuple[Evidence, ...]:
    """What is not locked away yet, of one conversation or of all."""
    with home.desk.read() as con:
        rows = [(k.removeprefix(PREFIX), dict(v)) for k, v in desk.rows(con, PREFIX)]
    found = [_waits(i, v) for i, v in rows if talk in (None, v["talk"])]
    return tuple(sorted(found, key=lambda e: (e.at, e.id)))


def _waits(ident: str, row: dict[str, Any]) -> Evidence:
    return _evidence(ident, row, waits=True)


def _evidence(ident: str, row: Mapping[str, Any], *, waits: bool) -> Evidence:
    consent, person, kind, type_, at = (
        str(row.get(n, "")) for n in ("consent", "participant", "kind", "type", "at")
    )
    return Evidence(ident, consent, person, kind, type_, at, waits)


def drop(home: Home, id: str) -> None:
    """Take a piece away again before it was locked away: its key goes first, then its file."""
    with home.desk.read() as con:
        row = desk.load(con, PREFIX + id)
    if row is None:
        raise UserError("NO_SUCH_EVIDENCE")
    with home.desk.write() as con:
        desk.drop(con, PREFIX + id)
    home.vault.remove(str(row["item"]))
    _not_seen_any_more(home, str(row["talk"]), str(row["kind"]))


def drop_all(home: Home, talk: str) -> int:
    """Take everything of one conversation away (they said no); how many pieces there were."""
    found = waiting(home, talk)
    for one in found:
        drop(home, one.id)
    return len(found)


def lock_away(home: Home, passphrase: str | None = None) -> int:
    """Move what waits of finished conversations into the identity store; how many pieces. UserError WRONG_PASSPHRASE, PASSPHRASE_NEEDED.

    What an order has erased in there meanwhile loses its key and its file.
    """
    with home.desk.read() as con:
        open_talks = {key.removeprefix(desk_talk.PREFIX) for key, _ in desk.rows(con, desk_talk.PREFIX)}
        rows = {k.removeprefix(PREFIX): dict(v) for k, v in desk.rows(con, PREFIX)}
    ready = {i: row for i, row in rows.items() if row["talk"] not in open_talks}
    if not ready:
        return 0
    with identity(home, passphrase) as store:
        with store.write() as con:
            for ident, row in ready.items():
                _write(home, con, ident, row)
        sweep(home, store)
    with home.desk.write() as con:
        for ident in ready:
            desk.drop(con, PREFIX + ident)
    return len(ready)


def _write(home: Home, con: Connection, ident: str, row: dict[str, Any]) -> None:
    sets = {n: row[n] for n in ("consent", "participant", "kind", "type", "at")} | {"media": row["item"]}
    if ledger.entity(con, ident) is None:  # a kill between the two stores repeats harmlessly
        ledger.put(
            con,
            home.author,
            "evidence",
            ident,
            sets=sets,
            subj=[str(row["participant"])],
            stream="i",
            at_label=home.label(),
        )
    evidence.keep_key(con, ident, str(row["item"]), bytes.fromhex(str(row["key"])))


def sweep(home: Home, store: Database) -> int:
    """Drop the keys and files of evidence that an order has erased or somebody took away; how many. `store` is the open identity store."""
    with store.write() as con:
        gone = evidence.without_entity(con)
        items = evidence.drop_keys(con, gone)
    for ident in gone:
        with suppress(OSError):  # a copy outside, on a stick that refuses: the proof here goes in any case
            delete_proof_out(home, ident)
    for item in items:
        home.vault.remove(item)
    return len(items)


def evidence_of(home: Home, consent: str, passphrase: str | None = None) -> tuple[Evidence, ...]:
    """What proves one person's answers, as the identity store has it. UserError WRONG_PASSPHRASE, PASSPHRASE_NEEDED."""
    with identity(home, passphrase) as store, store.read() as con:
        rows = who.evidence(con, consent)
    return tuple(_evidence(str(r["id"]), r, waits=False) for r in rows)


def locked_item(home: Home, id: str, passphrase: str | None = None) -> tuple[str, bytes]:
    """(vault item, key) of a piece in the identity store. UserError NO_SUCH_EVIDENCE, WRONG_PASSPHRASE, PASSPHRASE_NEEDED."""
    with identity(home, passphrase) as store, store.read() as con:
        found = evidence.item_of(con, id)
    if found is None:
        raise UserError("NO_SUCH_EVIDENCE")
    return found


@contextmanager
def opened(home: Home, item: str, key: bytes) -> Iterator[IO[bytes]]:
    """The bytes of a photo or signature, to be shown (nothing is written outside the vault)."""
    with home.vault.open(item, key) as reader:
        yield cast("IO[bytes]", reader.file())
