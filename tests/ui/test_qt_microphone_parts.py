"""The fallback engine without a sound service: what it hands on, when it lets go, and whom it asks again after a loss."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtWidgets import QApplication

from ldp_stories.media.devices import Microphone
from ldp_stories.ui.audio import microphone as module
from ldp_stories.ui.audio.microphone import QtMicrophone, QtMicrophones


class Device:
    """Stands for Qt's description of a microphone."""

    def __init__(self, name: str) -> None:
        self._name = name

    def description(self) -> str:
        return self._name

    def id(self) -> bytes:
        return self._name.encode()


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> list[Device]:
    """The microphones that are plugged in; the last is the usual one."""
    del qapp
    found = [Device("Webcam"), Device("Built-in")]
    monkeypatch.setattr(module, "_devices", lambda: (found, found[-1] if found else None))
    return found


def test_the_usual_one_is_listed_first(plugged: list[Device]) -> None:
    assert QtMicrophones().microphones() == [
        Microphone("Built-in", default=True),
        Microphone("Webcam", default=False),
    ]
    plugged.clear()
    assert QtMicrophones().microphones() == []


def test_after_one_was_used_a_fresh_process_is_asked_whether_the_service_still_lives(
    plugged: list[Device], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[tuple[Microphone, ...]] = [(), (Microphone("Built-in", default=True),)]
    asked: list[tuple[str, ...]] = []

    def ask(command: tuple[str, ...]) -> tuple[Microphone, ...]:
        asked.append(command)
        return answers.pop(0)

    monkeypatch.setattr(module, "asked_afresh", ask)
    engine = QtMicrophones()
    assert len(engine.microphones()) == 2
    assert asked == [], "the first time nobody need be asked"
    engine.source("Built-in")
    assert engine.microphones() == [], "the service is dead"
    assert len(engine.microphones()) == 2, "it lives"
    assert all(command[-2:] == ("--recorder", "qt") for command in asked)


def stream(data: bytes) -> QBuffer:
    made = QBuffer()
    made.setData(QByteArray(data))
    made.open(QIODevice.OpenModeFlag.ReadOnly)
    return made


def test_only_whole_samples_are_handed_on_and_the_half_waits() -> None:
    one, given, rest = QtMicrophone("LabMic"), [], bytearray()  # type: ignore[var-annotated]
    one._open = True
    one._take(stream(b"\1\2\3"), rest, given.append)
    assert (given, bytes(rest)) == ([b"\1\2"], b"\3")
    one._take(stream(b"\4"), rest, given.append)
    assert (given, bytes(rest)) == ([b"\1\2", b"\3\4"], b"")
    one._take(stream(b""), rest, given.append)
    assert len(given) == 2


def test_a_microphone_that_was_taken_away_gives_nothing_more_even_when_the_service_goes_on(
    plugged: list[Device],
) -> None:
    one, given = QtMicrophone("Webcam"), []  # type: ignore[var-annotated]
    one._open = True
    webcam = plugged[0]
    one._look(webcam)  # type: ignore[arg-type]
    one._take(stream(b"\1\2"), bytearray(), given.append)
    plugged.remove(webcam)
    one._look(webcam)  # type: ignore[arg-type]
    one._take(stream(b"\3\4"), bytearray(), given.append)
    assert given == [b"\1\2"]


def test_stopping_what_never_began_is_harmless() -> None:
    one = QtMicrophone("LabMic")
    one.stop()
    one.stop()
    assert not one._open


@pytest.mark.parametrize(
    ("words", "installed", "engine"),
    [([], True, "usual"), (["qt"], True, "qt"), ([], False, "qt"), (["qt"], False, "qt")],
)
def test_the_door_takes_qt_where_there_is_no_other_engine_or_when_asked(
    monkeypatch: pytest.MonkeyPatch, words: list[str], installed: bool, engine: str
) -> None:
    from ldp_stories import __main__ as door

    ran: list[str] = []

    def runs(name: str) -> Callable[[], int]:
        return lambda: ran.append(name) or 0  # type: ignore[func-returns-value]

    spec: Any = SimpleNamespace() if installed else None
    monkeypatch.setattr("importlib.util.find_spec", lambda _: spec)
    monkeypatch.setattr("ldp_stories.app.record_main", runs("usual"))
    monkeypatch.setattr(module, "record_main", runs("qt"))
    assert door.main(["--recorder", *words]) == 0
    assert ran == [engine]
