"""Identifiers: random, made on the device, never a running number (domain model, first rule)."""

import re
import uuid

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def new_id() -> str:
    """A new random identifier in the canonical lower-case UUID form."""
    return str(uuid.uuid4())


def is_id(text: str) -> bool:
    """Whether the text has the canonical form of an identifier."""
    return _UUID.fullmatch(text) is not None
