"""The values of sixty-six kept tables stay what well-kept libraries gave for them, also where those libraries are not installed."""

from dataclasses import dataclass, field

import pytest

from ldp_stories.domain.agreement.alpha import Level, alpha
from ldp_stories.domain.agreement.nominal import cohen, cohen_most, fleiss
from ldp_stories.domain.agreement.verdict import Verdict, Why
from tests.golden import (
    agreement_tables_1,
    agreement_tables_2,
    agreement_tables_3,
    agreement_tables_4,
    agreement_tables_5,
)


@dataclass
class Table:
    """One kept table: its name, its ratings, and value name -> digits ("-" for none)."""

    name: str
    rated: list[tuple[int | None, ...]] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)

    @property
    def coders(self) -> int:
        return len(self.rated[0])

    @property
    def whole(self) -> bool:
        return all(None not in row for row in self.rated)


def tables() -> list[Table]:
    found: list[Table] = []
    parts = (
        agreement_tables_1,
        agreement_tables_2,
        agreement_tables_3,
        agreement_tables_4,
        agreement_tables_5,
    )
    for line in "".join(part.TABLES for part in parts).strip().splitlines():
        first, _, rest = line.partition(" ")
        if first == "table":
            found.append(Table(rest))
        elif first in (".", *"123456"):
            found[-1].rated.append(tuple(None if s == "." else int(s) for s in line.split()))
        else:
            found[-1].values[first] = rest
    return found


KEPT = tables()


def same(verdict: Verdict, digits: str) -> None:
    assert verdict.value == pytest.approx(float(digits), abs=1e-9)


def test_there_are_enough_tables_of_every_kind() -> None:
    assert len(KEPT) == 66
    assert {t.coders for t in KEPT} == {2, 3, 4, 5, 6}
    assert sum(t.whole for t in KEPT) >= 15
    assert sum(not t.whole for t in KEPT) >= 15


@pytest.mark.parametrize("table", KEPT, ids=lambda t: t.name)
def test_alpha_of_a_kept_table(table: Table) -> None:
    for level in Level:
        same(alpha(table.rated, level), table.values[level.value])


@pytest.mark.parametrize("table", [t for t in KEPT if t.whole], ids=lambda t: t.name)
def test_fleiss_of_a_kept_table(table: Table) -> None:
    same(fleiss(table.rated), table.values["fleiss"])


@pytest.mark.parametrize("table", [t for t in KEPT if t.whole and t.coders == 2], ids=lambda t: t.name)
def test_cohen_of_a_kept_table_and_the_most_it_could_be(table: Table) -> None:
    same(cohen(table.rated), table.values["cohen"])
    same(cohen_most(table.rated), table.values["most"])


@pytest.mark.parametrize("table", [t for t in KEPT if t.coders > 2], ids=lambda t: t.name)
def test_cohen_of_more_than_two_is_a_reason(table: Table) -> None:
    assert cohen(table.rated).why is Why.NOT_TWO
