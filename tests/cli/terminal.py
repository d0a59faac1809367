"""A terminal in which the tests type commands: in this process, each person on a laptop of their own that opens homes in a moment."""

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.cli import opening
from ldp_stories.cli.main import Pictures, Presses, main
from ldp_stories.errors import SENTENCES
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.start_home import open_home
from tests.services.homes import Clock, cheap_machine

SECRET = "four plain words here"


@dataclass(frozen=True)
class Answer:
    """What a command answered: its exit status, what it printed and what it complained of."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The printed JSON document."""
        return json.loads(self.out)

    @property
    def code(self) -> str:
        """The code of the trouble, from a line for people or from JSON."""
        if self.err.startswith("{"):
            return str(json.loads(self.err)["error"])
        found = re.search(r"\[([A-Z_]+)\]$", self.err.strip())
        return found[1] if found else ""


class Terminal:
    """Types commands for several people; `folder` holds their homes by name, and the stick."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self.folder, self.clock = folder, Clock()
        self.stick = folder / "stick"
        self.stick.mkdir()
        self._capture = capture
        self._laptops: dict[str, Machine] = {}
        self._who = ""
        self.printed: list[str] = []
        patch.setattr(opening, "this_machine", lambda: self.laptop(self._who))
        patch.delenv(opening.VARIABLE, raising=False)

    def laptop(self, who: str) -> Machine:
        """The laptop of a person, the same each time."""
        if who not in self._laptops:
            self._laptops[who] = cheap_machine(self.folder, self.clock)
        return self._laptops[who]

    def home(self, who: str) -> Path:
        """The folder of a person's home."""
        return self.folder / who

    def type(
        self,
        who: str,
        command: str,
        *words: object,
        home: bool = True,
        pictures: Pictures | None = None,
        press: Presses | None = None,
    ) -> Answer:
        """Type one command on that person's laptop; `home` adds `--home`."""
        self._who = who
        line = [command, *(["--home", str(self.home(who))] if home else []), *map(str, words)]
        self._capture.readouterr()
        status = main(line, pictures, press)
        out, err = self._capture.readouterr()
        self.printed += [out, err]
        return Answer(status, out, err)

    def say(self, who: str, command: str, *words: object, home: bool = True) -> str:
        """A command that is done; the lines it printed for a person."""
        answer = self.type(who, command, *words, home=home)
        assert answer.status == 0, answer
        assert answer.err == ""
        return answer.out

    def ask(self, who: str, command: str, *words: object, home: bool = True) -> Any:
        """A command that is done; its answer as data."""
        answer = self.type(who, command, *words, "--json", home=home)
        assert answer.status == 0, answer
        assert answer.err == ""
        return answer.data

    def refused(self, who: str, command: str, *words: object, home: bool = True) -> Answer:
        """A command that is refused: status 1, a known code, its sentence for a person, nothing printed as an answer."""
        answer = self.type(who, command, *words, home=home)
        assert answer.status == 1, answer
        assert answer.code in SENTENCES, answer
        return answer

    def wrong(self, who: str, command: str, *words: object, home: bool = True) -> str:
        """A command that is not used right: status 2; what was said."""
        answer = self.type(who, command, *words, home=home)
        assert answer.status == 2, answer
        return answer.err

    def opened(self, who: str) -> Home:
        """The person's home, for looking behind the terminal; close it."""
        return open_home(self.home(who), None, self.laptop(who))

    def joan(self, *more: object) -> dict[str, Any]:
        """Joan founds the practice programme Larkside Together."""
        found: dict[str, Any] = self.ask(
            "joan", "enrol", "--found", "Larkside Together", "--content", "larkside", "--for-practice", "--name", "Joan", *more
        )  # fmt: skip
        return found

    def pack_file(self) -> Path:
        """Joan saves the programme file on the stick."""
        return Path(self.ask("joan", "programme", "--save", self.stick)["saved"]["path"])

    def join(self, who: str, role: str, pack: Path) -> dict[str, Any]:
        """Somebody makes a home from the programme file."""
        made: dict[str, Any] = self.ask(
            who, "enrol", "--pack", pack, "--name", who.capitalize(), "--role", role
        )
        return made

    def send(self, who: str, to: str) -> list[Path]:
        """Pack for somebody, with the first of their six words."""
        home = self.opened(who)
        try:
            from ldp_stories.services.recipients import recipient_named

            word = recipient_named(home, to).words[0]
        finally:
            home.close()
        packed = self.ask(who, "pack", "--to", to, "--folder", self.stick, "--first-word", word)
        return [Path(path) for path in packed["paths"]]

    def let_in(self, *more: object) -> dict[str, Any]:
        """Joan rings everybody who wants to join, and lets each in by the words that she is told."""
        for one in self.ask("joan", "programme")["joiners"]:
            words = " ".join(one["words"])
            after: dict[str, Any] = self.ask("joan", "programme", "--admit", words, *more)
        return after

    def clear_stick(self) -> None:
        """An empty stick."""
        shutil.rmtree(self.stick)
        self.stick.mkdir()

    def three(self) -> None:
        """Joan, Amina and Priya have homes; Joan has let the others in."""
        self.joan()
        file = self.pack_file()
        self.join("amina", "researcher", file)
        self.join("priya", "evaluator", file)
        for who in ("amina", "priya"):
            (path,) = self.send(who, "coordinators")
            self.refused("joan", "import", path)
        self.let_in()
        self.clear_stick()
        newest = self.pack_file()
        for who in ("amina", "priya"):
            self.ask(who, "import", newest)


def agreed(*no: str) -> str:
    """Answers that say yes to all but some."""
    scopes = (
        "take_part", "sensitive", "audio", "transcript", "share_team", "share_media_team", "quote_anon", "recontact", "publish_clip",
    )  # fmt: skip
    return ",".join(f"{scope}={'no' if scope in no else 'yes'}" for scope in scopes)


def codes(rows: Iterable[Any], name: str) -> list[Any]:
    """One field of each row."""
    return [row[name] for row in rows]


ALL_LOOKED_AT = ("--looked-at", *range(1, 10))
"""What a person types once all nine questions are looked at."""
