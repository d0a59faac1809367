"""Bringing an older store up to the present layout: small steps with Alembic's operations, a sealed copy before each (DESIGN.md 4).

The layout's number stands in the file itself (`user_version`). A step and its number are one transaction, so a kill leaves the old layout
or the new one. Alembic is imported only here, because most openings need none of it.
"""

import contextlib
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ldp_stories.errors import UserError
from ldp_stories.store import schemas
from ldp_stories.store.engine import around, connect, troubles
from ldp_stories.store.locks import FileLock
from ldp_stories.store.migrations.steps import STEPS, Step

Progress = Callable[[int, int], None]


def migrate(
    path: Path,
    key: bytes,
    schema: schemas.Schema,
    progress: Progress | None = None,
    *,
    steps: Sequence[Step] = STEPS,
) -> tuple[Path, ...]:
    """Take a closed store up step by step; the copies made before the steps (delete them once the store has opened).

    Raises UserError STORE_NEWER, STORE_IN_USE, NO_ROOM; then the store is as it was before the step that failed.
    """
    lock = FileLock(Path(f"{path}.lock"))
    try:
        with contextlib.closing(connect(path, key)) as con, troubles():
            version = int(con.execute("PRAGMA user_version").fetchone()[0])
        target = max((s.to for s in steps), default=schemas.VERSION)
        if version > max(target, schemas.VERSION):
            raise UserError("STORE_NEWER")
        wanted = [s for s in sorted(steps, key=lambda s: s.to) if s.to > version]
        copies = []
        for done, step in enumerate(wanted):
            copies.append(_copy(path, key, version))
            _run(path, key, schema, step)
            version = step.to
            if progress is not None:
                progress(done + 1, len(wanted))
        return tuple(copies)
    finally:
        lock.release()


def _copy(path: Path, key: bytes, version: int) -> Path:
    target = path.with_name(f"{path.name}{schemas.BEFORE}{version}")
    target.unlink(missing_ok=True)
    with (
        contextlib.closing(connect(path, key)) as source,
        contextlib.closing(connect(target, key)) as copied,
        troubles(),
    ):
        target.chmod(0o600)
        copied.execute("PRAGMA auto_vacuum = INCREMENTAL")
        source.backup(copied)
        copied.execute("PRAGMA journal_mode = DELETE").fetchall()
    return target


def _run(path: Path, key: bytes, schema: schemas.Schema, step: Step) -> None:
    """One step and its number, in one transaction."""
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    bare: Any = connect(path, key)
    engine = around(bare)
    try:
        with troubles(), engine.connect() as con, warnings.catch_warnings():
            bare.execute("PRAGMA synchronous = FULL")
            con.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                step.run(Operations(MigrationContext.configure(con)), schema)
                con.exec_driver_sql(f"PRAGMA user_version = {int(step.to)}")
            except BaseException:
                con.exec_driver_sql("ROLLBACK")
                raise
            con.exec_driver_sql("COMMIT")
    finally:
        engine.dispose()
        bare.close()
