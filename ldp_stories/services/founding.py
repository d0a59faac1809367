"""The founding statement: what a programme is named by, for ever, and what its six words are over (CONTRACTS.md 8)."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ldp_stories.errors import UserError

RANDOM_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Founding:
    """Programme name, the founder's `ssh-ed25519` signing key, and random hex that makes it one of a kind."""

    name: str
    key: str
    random: str

    @classmethod
    def new(cls, name: str, key: str) -> "Founding":
        """A statement for a new programme."""
        return cls(name, key, secrets.token_hex(RANDOM_BYTES))

    @classmethod
    def of(cls, terms: Mapping[str, Any]) -> "Founding":
        """The statement in a programme's fields; UserError NOT_A_PACK when there is none."""
        value = terms.get("founding")
        found = [value.get(n) for n in ("name", "key", "random")] if isinstance(value, dict) else []
        parts = [part for part in found if isinstance(part, str) and part]
        if len(parts) != 3:
            raise UserError("NOT_A_PACK")
        return cls(*parts)

    @property
    def statement(self) -> bytes:
        """The exact bytes: JSON with sorted keys and no spaces."""
        value = {"name": self.name, "key": self.key, "random": self.random}
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def programme_id(self) -> str:
        """SHA-256 of the statement in hex: a pack of another programme id never updates a home."""
        return hashlib.sha256(self.statement).hexdigest()
