"""What one process leaves to the next when a notebook locks: which notebook, where the person was, how the window stood. No story's words."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ldp_stories.ui.main_window.lock import Locked
from ldp_stories.ui.main_window.navigator import Place

_OPAQUE: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}")
_WORD: Final = re.compile(r"[a-z]+([_-][a-z]+)*")
_PLACE: Final = re.compile(r"\d{1,9}:\d{1,9}")
"""From and to, in the words of a story."""
_TYPED: Final = frozenset({"person", "take_back"})
"""Screens that may be about what somebody typed: a word there may be a name. It is in the sealed notebook, and they find it there again:
one comes back to the screen, and nothing of the words is told here."""


@dataclass(frozen=True)
class Handover:
    """A locked notebook, and the window's place and size as Qt keeps them."""

    locked: Locked
    geometry: bytes

    def to_line(self) -> bytes:
        """One line of JSON; the way ends before the first screen that is about something that could say what stands in a story."""
        way: list[list[object]] = []
        for key, what in self.locked.place.way:
            if not _says_nothing(key, what):
                if key in _TYPED:
                    way.append([key, None])
                break
            way.append([key, _told(what)])
        value = {
            "folder": str(self.locked.folder),
            "label": self.locked.label,
            "role": self.locked.place.role,
            "way": way,
            "geometry": self.geometry.hex(),
        }
        return json.dumps(value).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> Handover:
        """What `to_line` wrote; ValueError for anything else."""
        try:
            value = json.loads(line)
            way = tuple((str(key), _heard(what)) for key, what in value["way"])
            place = Place(str(value["role"]), way)
            locked = Locked(Path(value["folder"]), str(value["label"]), place)
            return cls(locked, bytes.fromhex(value["geometry"]))
        except (TypeError, KeyError) as error:
            raise ValueError("this is no locked notebook") from error


def _says_nothing(key: str, what: object) -> bool:
    if isinstance(what, tuple):
        return all(_says_nothing(key, one) for one in what)
    if isinstance(what, str):
        word = key not in _TYPED and (_WORD.fullmatch(what) or _PLACE.fullmatch(what))
        return bool(word or _OPAQUE.fullmatch(what))
    return what is None


def _told(what: object) -> object:
    return {"of": [_told(one) for one in what]} if isinstance(what, tuple) else what


def _heard(what: Any) -> object:
    return tuple(_heard(one) for one in what["of"]) if isinstance(what, dict) else what
