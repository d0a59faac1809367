"""The framework matrix: stories down, tags or items of a framework across, in each cell one's own summary and the passages it rests on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the id of a tag, or framework and item ("enablers:trust"), and what stands over it."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """A matrix with its stories and columns."""

    id: str
    title: str
    rows: tuple[str, ...]
    columns: tuple[Column, ...]
    by: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `passages` are passages and codings."""

    id: str
    matrix: str
    record: str
    column: str
    summary: str
    passages: tuple[str, ...]
    by: str
