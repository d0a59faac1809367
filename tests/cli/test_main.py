"""The terminal itself: help, status, JSON, where passphrases may come from, and that no secret is ever printed."""

import dataclasses
import importlib
import io
import json
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path

import pytest

from ldp_stories.cli.main import COMMANDS, build_parser, main
from ldp_stories.cli.opening import VARIABLE, passphrase, this_machine
from ldp_stories.cli.out import Out, able_to_say_everything, plain
from ldp_stories.errors import Cancelled, UserError
from tests.cli.terminal import SECRET, Terminal

main_module = importlib.import_module("ldp_stories.cli.main")
NAMES = [name for name, _ in COMMANDS]


@pytest.mark.parametrize("name", NAMES)
def test_each_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    said = capsys.readouterr().out
    assert f"ldp-stories {name}" in said
    assert "--json" in said


def test_the_help_names_every_command_the_status_and_where_the_passphrase_comes_from(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert all(f" {name} " in said for name in NAMES)
    assert "Status: 0 done, 1 refused or in trouble" in said
    assert VARIABLE in said


@pytest.mark.parametrize(
    "words", [[], ["dance"], ["--dance"], ["list"], ["list", "--home"], ["import", "--home", "x"]]
)
def test_what_is_no_command_is_wrong_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert "usage: ldp-stories" in capsys.readouterr().err


def options_of(name: str) -> list[str]:
    """The options of a command."""
    parser = build_parser(name)
    (sub,) = (a for a in parser._actions if a.dest == "command")
    assert isinstance(sub.choices, dict)
    return [o for action in sub.choices[name]._actions for o in action.option_strings]


@pytest.mark.parametrize("name", NAMES)
def test_no_command_takes_a_passphrase_or_key_as_an_argument(name: str) -> None:
    assert {"--passphrase", "--password", "--secret", "--key", "-p"}.isdisjoint(options_of(name))


@pytest.mark.parametrize("name", [n for n in NAMES if n != "demo"])
def test_every_command_takes_a_home_and_a_passphrase_file(name: str) -> None:
    assert {"--home", "--passphrase-file", "--json"} <= set(options_of(name))


def test_only_the_module_of_the_command_is_loaded_so_that_it_answers_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loaded: list[str] = []
    real = main_module._module
    monkeypatch.setattr(main_module, "_module", lambda name: loaded.append(name) or real(name))  # type: ignore[func-returns-value]
    build_parser("list")
    assert loaded == ["list"]


@pytest.fixture
def live(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Joan has founded a live programme under a passphrase."""
    monkeypatch.setenv(VARIABLE, SECRET)
    terminal.ask("joan", "enrol", "--found", "Millbrook", "--name", "Joan")
    monkeypatch.delenv(VARIABLE)
    return terminal


def test_the_passphrase_comes_from_the_environment(live: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    assert live.refused("joan", "list").code == "PASSPHRASE_NEEDED"
    monkeypatch.setenv(VARIABLE, SECRET)
    assert live.ask("joan", "list") == []


def test_a_file_goes_before_the_environment(
    live: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, "something else")
    file = tmp_path / "secret"
    file.write_text(SECRET + "\n")
    assert live.ask("joan", "list", "--passphrase-file", file) == []


def test_a_wrong_passphrase_is_said_in_a_sentence(live: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "not the passphrase")
    refused = live.refused("joan", "list")
    assert refused.err == "That did not open it. Check Caps Lock and try again. [WRONG_PASSPHRASE]\n"
    assert refused.out == ""


def test_an_empty_passphrase_file_opens_nothing(live: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("")
    assert live.refused("joan", "list", "--passphrase-file", file).code == "WRONG_PASSPHRASE"


def test_a_passphrase_file_that_is_not_there_is_wrong_usage(live: Terminal, tmp_path: Path) -> None:
    assert "cannot be read" in live.wrong("joan", "list", "--passphrase-file", tmp_path / "gone")


@pytest.mark.parametrize("command", ["list", "review", "receipts", "quote", "check", "pack", "programme"])
def test_no_secret_is_printed_even_as_data(
    live: Terminal, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv(VARIABLE, SECRET)
    live.type("joan", command, "--json")
    live.type("joan", command)
    home_secrets = [SECRET, "AGE-SECRET-KEY-", "PRIVATE KEY"]
    assert not [s for s in home_secrets for text in live.printed if s in text]


def test_a_trouble_as_json_has_its_code_and_sentence(live: Terminal) -> None:
    answer = live.type("joan", "list", "--json")
    assert answer.status == 1
    assert answer.out == ""
    trouble = json.loads(answer.err)
    assert trouble["error"] == "PASSPHRASE_NEEDED"
    assert trouble["sentence"].startswith("This notebook needs its passphrase.")


class Stopping:
    """A command that does one thing: raise."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def add_arguments(self, parser: object) -> None:
        """None."""

    def run(self, args: object, out: object) -> None:
        """Raise."""
        raise self.error


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Cancelled(), 1, "STOPPED"),
        (KeyboardInterrupt(), 1, "STOPPED"),
        (UserError("NO_ROOM"), 1, "NO_ROOM"),
        (ValueError("--x is needed"), 2, "USAGE"),
    ],
)
def test_each_trouble_has_its_status(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    status: int,
    code: str,
) -> None:
    monkeypatch.setattr(main_module, "_module", lambda _: Stopping(error))
    assert main(["list", "--home", "x"]) == status
    assert f"[{code}]" in capsys.readouterr().err


def test_a_fault_of_the_program_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main_module, "_module", lambda _: Stopping(KeyError("a bug")))
    with pytest.raises(KeyError):
        main(["list", "--home", "x"])


class Colour(Enum):
    """Any enumeration."""

    RED = "red"


@dataclasses.dataclass(frozen=True)
class Row:
    """Any row, with a secret."""

    name: str
    colour: Colour
    when: date
    where: Path
    some: tuple[int, ...]
    secret: str = dataclasses.field(default="hush", repr=False)


def test_rows_become_plain_values_and_what_is_not_shown_stays_out() -> None:
    row = Row("Tea", Colour.RED, date(2026, 11, 22), Path("/stick"), (1, 2))
    assert plain(row) == {
        "name": "Tea",
        "colour": "red",
        "when": "2026-11-22",
        "where": "/stick",
        "some": [1, 2],
    }
    assert "hush" not in json.dumps(plain([row]))


def test_sets_maps_and_moments_become_plain_values() -> None:
    assert plain(frozenset({3})) == [3]
    assert plain({Colour.RED: None, "b": 1.5}) == {"red": None, "b": 1.5}
    assert plain(datetime(2026, 1, 2, tzinfo=UTC)) == "2026-01-02 00:00:00+00:00"


def test_lines_and_data_never_come_together(capsys: pytest.CaptureFixture[str]) -> None:
    for as_json, expected in ((False, "a line\n"), (True, "[\n 1\n]\n")):
        out = Out(as_json=as_json)
        out.say("a line")
        out.data([1])
        assert capsys.readouterr().out == expected


def test_letters_of_other_languages_stay_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    Out(as_json=True).data({"title": "سات لوگ"})
    assert "سات لوگ" in capsys.readouterr().out


class Screen(io.StringIO):
    """Standard error that a person looks at."""

    def isatty(self) -> bool:
        return True


def test_progress_is_shown_only_where_a_person_looks_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Out(as_json=False).report(1, 2, "Copying")
    assert capsys.readouterr().err == ""
    screen = Screen()
    monkeypatch.setattr("sys.stderr", screen)
    out = Out(as_json=False)
    out.report(1, 2, "Copying")
    out.report(2, 2)
    out.report(0, 0)
    assert screen.getvalue() == "\rCopying 50 %\rWorking 100 %\n"


def test_the_passphrase_is_the_first_line_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("first words \nsecond", encoding="utf-8")
    assert passphrase(file) == "first words "


def test_without_file_and_variable_there_is_no_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert passphrase(None) is None


def test_the_real_laptop_asks_the_full_price_of_a_guesser() -> None:
    here = this_machine()
    assert here.live
    assert not here.cost.below_floor


def stream_of(encoding: str, *, terminal: bool = False) -> tuple[io.TextIOWrapper, io.BytesIO]:
    """A stream as the system hands it to a command, and the bytes that come out of it."""
    out = io.BytesIO()
    stream = io.TextIOWrapper(out, encoding=encoding, newline="\n", write_through=True)
    stream.isatty = lambda: terminal  # type: ignore[method-assign]
    return stream, out


PEOPLE = "زینب, Zażółć, 🙂, half a letter: \udce9"


def test_a_pipe_on_windows_takes_every_name(monkeypatch: pytest.MonkeyPatch) -> None:
    stream, out = stream_of("cp1252")
    monkeypatch.setattr("sys.stdout", stream)
    monkeypatch.setattr("sys.stderr", None)
    assert main(["--help"]) == 0
    Out(as_json=False).say(PEOPLE)
    Out(as_json=True).data({"name": "زینب"})
    said = out.getvalue().decode("utf-8")
    assert "زینب, Zażółć, 🙂, half a letter: \\udce9\n" in said
    assert '"name": "زینب"' in said


def test_a_terminal_keeps_its_letters_and_spells_out_what_it_has_not() -> None:
    stream, out = stream_of("cp1252", terminal=True)
    able_to_say_everything(stream)
    print("café زینب", file=stream)
    assert out.getvalue().decode("cp1252").startswith("café \\u0632")
    able_to_say_everything(None)
    able_to_say_everything(io.StringIO())


def test_progress_needs_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", None)
    Out(as_json=False).report(1, 2)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_passphrase_file_may_come_from_notepad_or_the_terminal_of_windows(
    tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "secret.txt"
    file.write_bytes(f"{SECRET}\r\n".encode(encoding))
    assert passphrase(file) == SECRET


def test_a_passphrase_file_that_is_no_text_is_wrong_usage(tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.write_bytes(b"caf\xe9")
    with pytest.raises(ValueError, match="cannot be read"):
        passphrase(file)
