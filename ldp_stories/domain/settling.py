"""Fields that settle by themselves when two versions disagree: the more protective value wins at once (decision 2, CONTRACTS.md 4)."""

import json
from collections.abc import Sequence
from typing import Any

_ANSWERS = ("no", "not asked", "yes")
_SENSITIVITY = ("closed", "careful", "normal")
_DEVICE = ("lost", "retired", "active")
_CONSENT_STATUS = ("withdrawn", "draft", "superseded", "changed", "given")
_JOINED = frozenset({("record", "read"), ("record", "kept_back")})
"""Lists of two coordinators who read apart: all of both (a line that one keeps back stays back)."""
_HIDDEN = (False, True)
"""Beside a hide that did not see it, a show wins (`EntityView.hidden` follows the same rule)."""


def _order(kind: str, name: str) -> tuple[Any, ...] | None:
    """The values of a self-settling field, most protective first; None for all other fields."""
    if kind == "consent" and name.startswith("answer:"):
        return _ANSWERS
    if kind == "consent" and name == "status":
        return _CONSENT_STATUS
    if kind == "record" and name == "sensitivity":
        return _SENSITIVITY
    if name == "hidden":
        return _HIDDEN
    if kind == "device" and name == "status":
        return _DEVICE
    return None


def settles(kind: str, name: str) -> bool:
    """Whether a disagreement in this field is settled by rule and so is never a conflict for a person."""
    return _order(kind, name) is not None or (kind, name) in _JOINED


def settle(kind: str, name: str, values: Sequence[Any]) -> Any:
    """The one value to show: by rule where there is one, else the first of `values` in canonical order, the same on every device."""
    if len(values) == 1:
        return values[0]
    if (kind, name) in _JOINED:
        return sorted({str(v) for value in values if isinstance(value, list) for v in value})
    order = _order(kind, name)
    if order is None:
        return min(values, key=lambda v: json.dumps(v, sort_keys=True))
    known = [v for v in order if v in values]
    return known[0] if known else order[0]
