"""Identifiers in exchange files: a thing keeps its own wherever it goes, and what we make of it is always named the same way."""

import uuid
from typing import Final

from ldp_stories.domain.ids import is_id

_OURS: Final = uuid.UUID("6b0c1f0e-6f3a-5a53-9d0e-2f6f7b1f6f01")


def guid_of(ident: str) -> str:
    """The guid of something here: its own identifier, which is one."""
    return ident if is_id(ident) else str(uuid.uuid5(_OURS, ident))


def derived(ident: str, what: str) -> str:
    """The guid of something that has none of its own, such as the code `what` on passage `ident`; the same each time."""
    return str(uuid.uuid5(_OURS, f"{ident}/{what}"))
