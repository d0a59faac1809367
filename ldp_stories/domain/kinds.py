"""Kinds and their fields: what a revision of each noun may set. The specification `resources/spec/kinds.md` is made from this table.

A field ending in `*` stands for a family of fields (`answer:*`: one for each scope). A field in brackets, `[renditions]`, is an
observed-remove set whose elements are added and removed. The tables stand in kinds_programme.py, kinds_work.py, kinds_analysis.py
and kinds_identity.py.
"""

from collections.abc import Iterator
from typing import Final

from ldp_stories.domain.kind import Kind
from ldp_stories.domain.kinds_analysis import ANALYSIS
from ldp_stories.domain.kinds_identity import IDENTITY
from ldp_stories.domain.kinds_programme import PROGRAMME
from ldp_stories.domain.kinds_work import WORK

__all__ = ["KINDS", "Kind", "specification"]

KINDS: Final = {kind.name: kind for kind in (*PROGRAMME, *WORK, *ANALYSIS, *IDENTITY)}
"""Every kind this version reads, by name."""


def specification() -> Iterator[str]:
    """The lines of `resources/spec/kinds.md`."""
    yield "# Kinds and fields"
    yield ""
    yield "Made from `ldp_stories/domain/kinds.py`; a test fails when it is stale. What a revision may set, add to or remove from."
    yield "Kinds and fields that a reader does not know are kept and passed on as they came."
    yield "Any field with words may have a twin `shared:<field>`: the masked words that evaluators have in its place (coordinators only)."
    for stream, title in (("p", "Programme"), ("w", "Work"), ("i", "Identity")):
        yield ""
        yield f"## {title} (stream `{stream}`)"
        for kind in KINDS.values():
            if kind.stream == stream:
                yield ""
                yield f"### {kind.name}: {kind.meaning}"
                yield ""
                yield from (f"- `{name}`: {meaning}" for name, meaning in kind.fields)
