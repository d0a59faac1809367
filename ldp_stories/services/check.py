"""Check that everything is whole: stores, ledger against projection, vault, key slots, backups; and the self-test of a built program."""

from dataclasses import dataclass

from ldp_stories.services.home import Home, Machine
from ldp_stories.services.progress import Progress, no_progress


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One thing checked: a code ("main", "ledger", "projection", "vault", "slots", "backups"), whether it is well, how many, what is wrong."""

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
    """Verify the home; with `rebuild` the projection is made again from the ledger. Cancelled stops between two steps, nothing half-done."""
    raise NotImplementedError


def self_test(machine: Machine, *, progress: Progress = no_progress) -> CheckReport:
    """Try the whole way round in a temporary practice home that is removed again: make, write, search, pack, look, sound (for built programs)."""
    raise NotImplementedError
