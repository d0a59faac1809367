"""What a bundle told of stories that were here already: closed, opened again, put away, shown again, taken back, released again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ldp_stories.domain.records import Record, Sensitivity


@dataclass(frozen=True, slots=True)
class Heard:
    """Record ids, each under what became of it. No story is named to anybody by this, and no reason is known."""

    closed: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    away: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything was told."""
        return bool(self.closed or self.opened or self.away or self.back or self.taken)

    @property
    def gone(self) -> frozenset[str]:
        """The stories that are not shown here any more."""
        return frozenset((*self.closed, *self.away, *self.taken))

    @property
    def again(self) -> frozenset[str]:
        """The stories that are shown here again."""
        return frozenset((*self.opened, *self.back))

    @classmethod
    def of_all(cls, parts: Iterable["Heard"]) -> "Heard":
        """What several files of one sending told, together."""
        known = list(parts)

        def every(name: str) -> tuple[str, ...]:
            return tuple(sorted({ident for one in known for ident in getattr(one, name)}))

        return cls(*(every(name) for name in cls.__dataclass_fields__))


def heard_of(before: Mapping[str, Record], after: Mapping[str, Record]) -> Heard:
    """What became of some stories while a bundle came in: `before` as they were, `after` as they are."""
    found: dict[str, list[str]] = {"closed": [], "opened": [], "away": [], "back": [], "taken": []}
    for ident in sorted(before.keys() & after.keys()):
        old, new = before[ident], after[ident]
        if new.erased:
            continue
        was, shut = (r.sensitivity is Sensitivity.CLOSED for r in (old, new))
        if was is not shut:
            found["closed" if shut else "opened"].append(ident)
        if old.hidden is not new.hidden:
            found["away" if new.hidden else "back"].append(ident)
        if old.released and not new.released:
            found["taken"].append(ident)
    return Heard(**{name: tuple(idents) for name, idents in found.items()})
