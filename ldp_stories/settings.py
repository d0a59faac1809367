"""What a person chose for this laptop: one frozen dataclass, one small versioned file. Nothing about any story.

The preferences page is built from the fields: each carries the group it stands in, a sentence that says what it does, and
the values it may take. The file is read before a home is open, so it holds nothing that must be sealed.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import Field, asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final, Literal

import platformdirs

from ldp_stories.domain.held_files import put_in_place
from ldp_stories.errors import UserError

VERSION: Final = 1

Group = Literal["Reading", "Sound", "Locking", "Copies", "Keys", "Start"]


def _choice(default: Any, group: Group, about: str, *, allowed: tuple[object, ...] = ()) -> Any:
    """A setting with its group, its sentence, and its allowed values: listed ones, or (lowest, highest) for numbers."""
    return field(default=default, metadata={"group": group, "about": about, "allowed": allowed})


@dataclass(frozen=True)
class KnownHome:
    """A notebook that was opened on this laptop: its folder, and the label its owner chose for the start screen."""

    folder: str
    label: str


@dataclass(frozen=True)
class Settings:
    """The choices of one person on one laptop; each field has a default that is safe."""

    theme: str = _choice(
        "system",
        "Reading",
        "Dark is kinder to tired eyes, and in a dark room.",
        allowed=("system", "light", "dark"),
    )
    text_scale: float = _choice(1.0, "Reading", "How large words and buttons are.", allowed=(1.0, 2.0))
    easy_letters: bool = _choice(False, "Reading", "Wider letters and lines, for easier reading.")
    language: str = _choice(
        "", "Reading", "The language of the screen. Leave it empty for the one of this laptop."
    )
    microphone: str = _choice(
        "", "Sound", "The microphone to use first. Leave it empty for the one this laptop uses."
    )
    playing_speed: float = _choice(1.0, "Sound", "How fast stories play.", allowed=(0.5, 2.0))
    speech_model: str = _choice("", "Sound", "The folder of the model that turns speech into words.")
    idle_minutes: int = _choice(
        10,
        "Locking",
        "Minutes without a key or a touch until the notebook locks; never while recording.",
        allowed=(1, 60),
    )
    hide_key: str = _choice("F9", "Locking", "The key that hides the screen at once.")
    copies_folder: str = _choice(
        "", "Copies", "Where safe copies of the notebook go; empty keeps them beside it."
    )
    single_letter_keys: bool = _choice(
        True, "Keys", "One letter does a thing, like A for accept, outside of text."
    )
    homes: tuple[KnownHome, ...] = _choice((), "Start", "The notebooks that the start screen lists.")
    last_home: str = _choice("", "Start", "The folder of the notebook that was open last.")

    def changed(self, **choices: object) -> "Settings":
        """A copy with other choices. Raises ValueError for a value that the field does not allow (a bug of the caller)."""
        known = {one.name: one for one in fields(self)}
        for name, value in choices.items():
            if not _fits(known[name], value):
                raise ValueError(f"{name} cannot be {value!r}")
        return replace(self, **choices)  # type: ignore[arg-type]

    def with_home(self, home: KnownHome) -> "Settings":
        """A copy that lists this notebook first, once, and opens it next time."""
        others = tuple(one for one in self.homes if one.folder != home.folder)
        return replace(self, homes=(home, *others), last_home=home.folder)


def settings_path() -> Path:
    """Where the settings of this person lie (the folder may not exist yet)."""
    return Path(platformdirs.user_config_dir("ldp-stories", appauthor=False)) / "settings.json"


def load(path: Path) -> Settings:
    """The settings in the file; the defaults when there is none.

    A file that cannot be understood is kept beside as `.broken` and the defaults are used. A single value that does not
    fit, or a name from another version, is passed over. Never raises: the program must start.
    """
    try:
        raw = path.read_bytes()
    except OSError:
        return Settings()
    try:
        found = json.loads(raw)
        values = found["settings"]
        if not isinstance(values, dict):
            raise TypeError
    except (ValueError, TypeError, KeyError, RecursionError):
        _keep_broken(path)
        return Settings()
    return _read(values)


def save(path: Path, settings: Settings) -> None:
    """Write the file beside and swap it in, so a cut of power leaves the old or the new one.

    Raises UserError SETTINGS_NOT_SAVED when the disk does not take it; the old file stays.
    """
    text = json.dumps({"version": VERSION, "settings": asdict(settings)}, indent=1, ensure_ascii=False)
    beside = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A folder whose name no code page knows has half letters in it: written as JSON escapes, they come back.
        with beside.open("w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        put_in_place(beside, path)
    except OSError as error:
        raise UserError("SETTINGS_NOT_SAVED", folder=path.parent) from error


def _read(values: Mapping[str, object]) -> Settings:
    chosen: dict[str, Any] = {}
    for one in fields(Settings):
        value = values.get(one.name, one.default)
        if one.name == "homes":
            value = _read_homes(value)
        elif isinstance(one.default, float) and type(value) is int:
            value = float(value)
        if _fits(one, value):
            chosen[one.name] = value
    return Settings(**chosen)


def _read_homes(value: object) -> tuple[KnownHome, ...]:
    if not isinstance(value, list):
        return ()
    pairs = [(one.get("folder"), one.get("label")) for one in value if isinstance(one, dict)]
    return tuple(
        KnownHome(folder, label)
        for folder, label in pairs
        if isinstance(folder, str) and isinstance(label, str)
    )


def _fits(one: "Field[Any]", value: Any) -> bool:
    """Whether a value has the type of the field's default and is among the allowed ones."""
    allowed = one.metadata["allowed"]
    if type(value) is not type(one.default):
        return False
    if not allowed:
        return True
    if isinstance(value, str):
        return value in allowed
    lowest, highest = allowed
    return bool(lowest <= value <= highest)  # false for a number that is none


def _keep_broken(path: Path) -> None:
    try:
        path.replace(path.with_name(path.name + ".broken"))
    except OSError:
        return  # it stays where it is; the next save replaces it
