"""The steps from one layout of the stores to the next. Layout 1 is the first that was ever given to anybody, so there is none yet.

A step never reads or changes what people wrote: it makes tables, columns and indexes; the projection is rebuilt from the ledger if needed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Step:
    """One step up to layout `to`; `run` gets Alembic's operations and the kind of store ("main", "desk", "identity", "orders")."""

    to: int
    run: Callable[[Any, str], None]


STEPS: Final[tuple[Step, ...]] = ()
