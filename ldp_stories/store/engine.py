"""Opening a sealed database: one writer and two readers over SQLCipher, durable commits, plain sentences for what can go wrong.

`with db.write() as con:` is one transaction, on disk when the block ends; afterwards `db.listeners` hear which nouns changed.
`with db.read() as con:` is one steady look at the store. Pragmas and why: DESIGN.md 4; sizes: CONTRACTS.md 1.
"""

import contextlib
import functools
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, NullPool, QueuePool, StaticPool, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.util import LRUCache
from sqlcipher3 import dbapi2 as sealed

from ldp_stories.errors import UserError
from ldp_stories.store import changes, schemas
from ldp_stories.store.behind import writing_behind
from ldp_stories.store.disk import create_empty, disk_is_full, sync_folder
from ldp_stories.store.locks import FileLock

APPLICATION: Final = 0x4C445053  # "LDPS"
PAGE_BYTES: Final = 4096
WRITER_CACHE_KIB: Final = 65_536
READER_CACHE_KIB: Final = 8_192
BULK_CACHE_KIB: Final = 262_144
WAL_KEPT_BYTES: Final = 64 * 1024 * 1024
WAL_FOLDED_PAGES: Final = 1_000
"""A commit that leaves more pages than this in the write-ahead file folds them into the store; after bringing in very much `fold` does."""
MUCH: Final = "much"
"""What listeners hear after a bulk write, beside its nouns: that there is something to fold."""
STATEMENTS_KEPT: Final = 1_500
_READERS: Final = 2

Listener = Callable[[frozenset[str]], None]


class Database:
    """One open store: `schema` is "main", "desk", "identity" or "orders"; `key` 32 raw bytes.

    Raises UserError: NO_STORE, WRONG_KEY, STORE_DAMAGED, STORE_NEWER, STORE_OLDER (migrate first), STORE_IN_USE, NO_ROOM.
    """

    def __init__(self, path: Path, key: bytes, *, schema: schemas.Schema, create: bool = False) -> None:
        if len(key) != 32:
            raise ValueError("a store key has 32 bytes")
        self.path = path
        self.schema: schemas.Schema = schema
        self.listeners: list[Listener] = []
        self._key = key
        self._lock = FileLock(Path(f"{path}.lock"))
        self._writing = threading.Lock()
        self._owner: int | None = None
        self._commits = 0
        self._unfolded = _bytes(path, "-wal") > WAL_KEPT_BYTES
        self._looking = threading.local()
        self._turns = threading.BoundedSemaphore(_READERS)
        try:
            self._prepare(create)
            self._writer = self._engine(write=True)
            self._reader = self._engine(write=False)
        except BaseException:
            self._lock.release()
            raise

    @contextlib.contextmanager
    def write(self, *, bulk: bool = False) -> Iterator[Connection]:
        """One transaction (BEGIN IMMEDIATE): on disk at a clean end, undone whole by any exception. Not to be nested.

        `bulk`: for bringing in tens of thousands of records at once. Rows are written behind (`store.behind`), texts go into the index later
        (`search.index_waiting`), nothing is folded into the store before `fold`, and the writer may keep 256 MB of pages in memory until the
        end, as far as it needs them: random ids touch every page of several indexes, and a page that has no room is sealed and opened again
        many times (500,000 tags: 83 s with 96 MB, 62 s with 300).
        """
        if self._owner == threading.get_ident():
            raise RuntimeError("a write inside a write of the same thread")
        with self._writing:
            self._owner = threading.get_ident()
            try:
                with troubles(self.path), self._writer.connect() as con, _roomy(con, bulk):
                    changed = changes.start(con)
                    with con.begin():
                        with _in_bulk(self.schema, con) if bulk else contextlib.nullcontext():
                            yield con
                        schemas.before_commit(self.schema, con)
            finally:
                self._commits += 1
                self._owner = None
        if bulk:
            self._unfolded = True
            changed.add(MUCH)
        if changed:
            for listener in tuple(self.listeners):
                listener(frozenset(changed))

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """A steady view for reading only; two at a time, more wait their turn.

        A read inside a read of the same thread shares its view, as long as nothing was written since; else it gets a view of its own at
        once, beyond the two: two threads that each waited for a second reader while holding one would wait for ever.
        """
        held: tuple[Connection, int] | None = getattr(self._looking, "held", None)
        if held is not None and held[1] == self._commits:
            yield held[0]
            return
        commits = self._commits
        turn = self._turns if held is None else contextlib.nullcontext()
        with turn, troubles(self.path), self._reader.connect() as con, con.begin():
            self._looking.held = (con, commits)
            try:
                yield con
            finally:
                self._looking.held = held

    @property
    def commits(self) -> int:
        """How many writes there were since it was opened: what was read of it at a number is still so while the number is the same."""
        return self._commits

    def checkpoint(self) -> None:
        """Fold the write-ahead file into the store and empty it, so that nothing erased lingers there."""
        with self._writing, troubles(self.path), self._raw() as con:
            con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            _fold_at(con, WAL_FOLDED_PAGES)

    @property
    def unfolded(self) -> bool:
        """Whether a bulk write, this time or before the program was ended, left much in the write-ahead file."""
        return self._unfolded

    def fold(self) -> None:
        """Fold what a bulk write left into the store, while others go on reading and writing; takes seconds after very much."""
        with troubles(self.path), contextlib.closing(connect(self.path, self._key)) as con:
            con.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        with self._writing, troubles(self.path), self._raw() as con:
            _fold_at(con, WAL_FOLDED_PAGES)
            self._unfolded = False

    def shrink(self, pages: int = 200) -> int:
        """Give up to `pages` free pages back to the disk in one short step; the number still free (call again while > 0)."""
        with self._writing, troubles(self.path), self._raw() as con:
            con.execute(f"PRAGMA incremental_vacuum({int(pages)})").fetchall()
            return int(con.execute("PRAGMA freelist_count").fetchone()[0])

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the file: pages that are not as they were sealed, else rows; empty when it is sound. Reads everything."""
        # A fresh connection: one that read before a rebuild would call the newer search index damaged until it searches again.
        with troubles(self.path), contextlib.closing(connect(self.path, self._key)) as con:
            cipher = con.execute("PRAGMA cipher_integrity_check").fetchall()
            rows = [] if cipher else con.execute("PRAGMA quick_check").fetchall()
        return tuple(str(found[0]) for found in (*cipher, *rows) if found[0] != "ok")

    def copy_to(self, path: Path, progress: Callable[[int, int], None] | None = None) -> None:
        """A consistent sealed copy under the same key at a new `path`, while others go on reading and writing."""
        create_empty(path)
        with troubles(path), contextlib.closing(connect(path, self._key)) as target:
            target.execute("PRAGMA auto_vacuum = INCREMENTAL")
            with contextlib.closing(connect(self.path, self._key)) as source:
                watch = (
                    None if progress is None else lambda _status, left, total: progress(total - left, total)
                )
                source.backup(target, pages=2_000, progress=watch)
            target.execute("PRAGMA journal_mode = DELETE").fetchall()

    def reopened(self, path: Path) -> "Database":
        """A copy of this store at another path, opened under the same key."""
        return Database(path, self._key, schema=self.schema)

    def close(self) -> None:
        """Close every connection and let other processes in; a second call does nothing."""
        self._reader.dispose()
        self._writer.dispose()
        self._lock.release()

    def forget_key(self) -> None:
        """Let go of the key of a closed store: this object opens it no more."""
        self._key = b""

    def _prepare(self, create: bool) -> None:
        """Make the file, or look at the one there before anything is written to it."""
        if create:
            create_empty(self.path)
            self._create()
        elif not self.path.exists():
            raise UserError("NO_STORE", file=self.path.name)
        else:
            self._check()

    def _create(self) -> None:
        with troubles(self.path), contextlib.closing(connect(self.path, self._key)) as con:
            con.execute("PRAGMA auto_vacuum = INCREMENTAL")
            con.execute("PRAGMA journal_mode = WAL").fetchall()
            con.execute("PRAGMA synchronous = FULL")
            con.execute("BEGIN IMMEDIATE")
            for statement in schemas.statements(self.schema):
                con.execute(statement)
            con.execute(f"PRAGMA application_id = {APPLICATION}")
            con.execute(f"PRAGMA user_version = {schemas.VERSION}")
            con.execute("COMMIT")
        sync_folder(self.path.parent)

    def _check(self) -> None:
        healing = any(_bytes(self.path, side) for side in ("-wal", "-journal"))
        size = self.path.stat().st_size
        if (not healing and size % PAGE_BYTES) or size == 0 or _is_plain(self.path):
            raise UserError("STORE_DAMAGED", file=self.path.name)
        begin = head(self.path)
        try:
            version, application = self._numbers()
        except UserError:
            # A power cut in the middle of writing the first page: what lies beside the store has put it back by now, with its salt.
            if head(self.path) == begin:
                raise
            version, application = self._numbers()
        if application != APPLICATION:
            raise UserError("STORE_DAMAGED", file=self.path.name)
        if version > schemas.VERSION:
            raise UserError("STORE_NEWER")
        if version < schemas.VERSION:
            raise UserError("STORE_OLDER")

    def _numbers(self) -> tuple[int, int]:
        with contextlib.closing(connect(self.path, self._key)) as con:
            try:
                version = con.execute("PRAGMA user_version").fetchone()[0]
                return int(version), int(con.execute("PRAGMA application_id").fetchone()[0])
            except sealed.DatabaseError as error:
                plain = _plain(error, self.path)
                if plain is not None and plain.code != "STORE_DAMAGED":
                    raise plain from error
                # The first page opens with the right key only: a wrong key and a spoilt first page look the same.
                raise UserError("WRONG_KEY", file=self.path.name) from error

    def _engine(self, *, write: bool) -> Engine:
        model = _model()
        engine = Engine(
            QueuePool(
                lambda: self._connected(write=write),
                pool_size=1 if write else _READERS,
                use_lifo=True,  # what one look has read is still at hand for the next
                max_overflow=0 if write else -1,  # only reads inside reads go beyond
                dialect=model.dialect,
            ),
            model.dialect,
            model.url,
            execution_options=model.get_execution_options(),
        )
        begin = "BEGIN IMMEDIATE" if write else "BEGIN"

        def begin_transaction(con: Connection) -> None:
            con.exec_driver_sql(begin)

        event.listen(engine, "begin", begin_transaction)
        return engine

    def _connected(self, *, write: bool) -> Any:
        if not self._key:
            raise UserError("NOTEBOOK_CLOSED")  # without a key the file would look damaged
        con = connect(self.path, self._key)
        watch = schemas.watch(self.schema) if write else ()
        for statement in (*schemas.look(self.schema), *watch):
            con.execute(statement)
        return _tuned(con, write=write)

    @contextlib.contextmanager
    def _raw(self) -> Iterator[Any]:
        """The writer's bare connection, outside any transaction, for pragmas."""
        fairy = self._writer.raw_connection()
        try:
            yield fairy.driver_connection
        finally:
            fairy.close()


def connect(path: Path, key: bytes) -> Any:
    """A bare driver connection with the key set; the first statement shows whether it fits."""
    con = sealed.connect(str(path), isolation_level=None, check_same_thread=False, timeout=10)
    con.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for pragma in ("trusted_schema = OFF", "temp_store = MEMORY"):
        con.execute(f"PRAGMA {pragma}")
    return con


@functools.cache
def _model() -> Engine:
    """What the engines of all stores have in common: SQLAlchemy's way of talking to the driver, and the statements it has put into SQL.

    Each engine on its own would put every statement into SQL again: reader and writer of each store, each time a home is opened.
    """
    kept: LRUCache[Any, Any] = LRUCache(STATEMENTS_KEPT)
    model = create_engine(
        "sqlite://",
        module=sealed,
        creator=lambda: sealed.connect(":memory:"),
        poolclass=NullPool,
        execution_options={"compiled_cache": kept},
    )
    with model.connect():  # the dialect looks at the driver's version once
        return model


def around(bare: Any) -> Engine:
    """An engine over one open bare connection, for a caller that holds its transactions itself."""
    return create_engine("sqlite://", module=sealed, creator=lambda: bare, poolclass=StaticPool)


def _tuned(con: Any, *, write: bool) -> Any:
    pragmas = {"foreign_keys": "ON", "cache_size": -(WRITER_CACHE_KIB if write else READER_CACHE_KIB)}
    if write:
        pragmas |= {"synchronous": "FULL", "secure_delete": "ON", "journal_size_limit": WAL_KEPT_BYTES}
        if sys.platform == "darwin":
            pragmas |= {"fullfsync": "ON", "checkpoint_fullfsync": "ON"}
    else:
        pragmas["query_only"] = "ON"
    for name, value in pragmas.items():
        con.execute(f"PRAGMA {name} = {value}").fetchall()
    return con


@contextlib.contextmanager
def _in_bulk(schema: schemas.Schema, con: Connection) -> Iterator[None]:
    """Rows are written behind, and what the schema puts off is put off."""
    with schemas.in_bulk(schema, con), writing_behind(con):
        yield


@contextlib.contextmanager
def _roomy(con: Connection, bulk: bool) -> Iterator[None]:
    """A larger page cache for one transaction, given back to the system after it; its pages stay in the write-ahead file."""
    bare = con.connection.driver_connection if bulk else None
    if bare is None:
        yield
        return
    bare.execute(f"PRAGMA cache_size = -{BULK_CACHE_KIB}")
    _fold_at(bare, 0)
    try:
        yield
    except BaseException:
        _fold_at(bare, WAL_FOLDED_PAGES)
        raise
    finally:
        bare.execute(f"PRAGMA cache_size = -{WRITER_CACHE_KIB}")
        bare.execute("PRAGMA shrink_memory")


def _fold_at(bare: Any, pages: int) -> None:
    """How many pages in the write-ahead file make a commit fold them into the store; 0: none does."""
    bare.execute(f"PRAGMA wal_autocheckpoint = {pages}").fetchall()


@contextlib.contextmanager
def troubles(path: Path | None = None) -> Iterator[None]:
    """Turn the driver's errors about the disk and the file into UserErrors; all else (our own bugs) passes as it is.

    With the `path` of the file the driver's "disk I/O error" is told as a full disk when that is what it is: the index beside a write-ahead
    log cannot be made there, so nothing can even be read.
    """
    try:
        yield
    except DBAPIError as error:
        plain = _plain(error.orig, path)
        if plain is None:
            raise
        raise plain from error
    except sealed.Error as error:
        plain = _plain(error, path)
        if plain is None:
            raise
        raise plain from error


def _plain(error: BaseException | None, path: Path | None) -> UserError | None:
    text = str(error)
    if "is full" in text or ("disk I/O" in text and path is not None and disk_is_full(path)):
        return UserError("NO_ROOM")
    # The driver's plain DatabaseError is for what it read and could not be (the search index has words of its own for that).
    if "malformed" in text or "not a database" in text or type(error) is sealed.DatabaseError:
        return UserError("STORE_DAMAGED", file="")
    if (
        "disk I/O" in text
        or "vtable constructor failed" in text
        or "unable to open" in text
        or "readonly" in text
    ):
        return UserError("DISK_TROUBLE", reason=text)
    return None


def head(path: Path) -> bytes:
    """The first bytes of a store: its salt, without which no key opens it."""
    with path.open("rb") as file:
        return file.read(16)


def _is_plain(path: Path) -> bool:
    return head(path) == b"SQLite format 3\x00"


def _bytes(path: Path, side: str) -> int:
    beside = Path(f"{path}{side}")
    return beside.stat().st_size if beside.exists() else 0
