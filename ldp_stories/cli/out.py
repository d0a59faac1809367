"""What a command prints: lines for people, or one JSON document; troubles go to standard error with their code."""

import dataclasses
import io
import json
import sys
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any


def able_to_say_everything(stream: object) -> None:
    """Let a stream take every word of every language.

    On Windows a pipe or a file gets the letters of one old code page, and the first name in another script would end the command. A
    console there, and everything elsewhere, has all letters already; what is no letter at all (half of one, in a file's name) is spelt out.
    """
    if isinstance(stream, io.TextIOWrapper):
        encoding = stream.encoding if stream.isatty() else "utf-8"
        stream.reconfigure(encoding=encoding, errors="backslashreplace")


class Out:
    """`say` prints lines for a person, `data` the JSON document; of the two only the one that was asked for appears."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def say(self, *lines: str) -> None:
        """Lines for a person; nothing when JSON was asked for."""
        if not self.as_json:
            for line in lines:
                print(line)

    def data(self, value: Any) -> None:
        """The answer as data; nothing when lines were asked for."""
        if self.as_json:
            print(json.dumps(plain(value), ensure_ascii=False, indent=1, sort_keys=True))

    def trouble(self, code: str, sentence: str) -> None:
        """What went wrong, with its code, on standard error."""
        if self.as_json:
            print(json.dumps({"error": code, "sentence": sentence}, ensure_ascii=False), file=sys.stderr)
        else:
            print(f"{sentence} [{code}]", file=sys.stderr)

    def report(self, done: int, total: int, note: str = "") -> None:
        """Progress, on standard error and only where a person looks on."""
        if sys.stderr is not None and sys.stderr.isatty() and total:
            print(
                f"\r{note or 'Working'} {100 * done // total} %",
                end="" if done < total else "\n",
                file=sys.stderr,
            )


def counted(number: int, one: str, many: str) -> str:
    """ "1 story", "2 stories"."""
    return f"{number} {one if number == 1 else many}"


def plain(value: Any) -> Any:
    """Dataclasses, enums, paths and dates as plain JSON values; secrets are never in them."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = (f.name for f in dataclasses.fields(value) if f.repr)
        return {name: plain(getattr(value, name)) for name in fields}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path | date | datetime):
        return str(value)
    if isinstance(value, Mapping):
        return {str(plain(k)): plain(v) for k, v in value.items()}
    if isinstance(value, str) or not isinstance(value, Iterable):
        return value
    return [plain(v) for v in value]
