"""What every test gets: no screen, a home of its own, no network; and, on demand, a display made of software."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt

import gc
import itertools
import select
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.effort import LONG
from tests.quick_disk import quick_disk
from tests.services.templates import allowed
from tests.windows_disk import Disk

# Hundreds of tests start the program anew: compiled once, it starts in half the time.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A busy machine must not fail a test for being slow; the runs on each change are the same every time.
settings.register_profile(
    "quick",
    derandomize=True,
    deadline=None,
    max_examples=60,
    print_blob=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("long", settings.get_profile("quick"), derandomize=False, max_examples=3000)
settings.load_profile("long" if LONG else "quick")

network_used: list[str] = []


def _no_network(event: str, facts: tuple[object, ...]) -> None:
    """Refuse every address that is not this machine's own; the program promises to work without a network."""
    if event == "socket.getaddrinfo":
        host = facts[0]
    elif event in {"socket.connect", "socket.sendto"} and isinstance(facts[1], tuple):
        host = facts[1][0]
    else:
        return
    if host not in {"localhost", "127.0.0.1", "::1", None}:
        network_used.append(f"{event} {host}")
        raise PermissionError(f"A test tried to reach {host}")


sys.addaudithook(_no_network)
windows_disk = Disk()
if sys.platform == "linux":
    sys.addaudithook(windows_disk.hear)


def pytest_configure() -> None:
    """Temporary files go where a disk need not be waited for, if there is room; a folder named by hand stays."""
    disk = quick_disk()
    if disk is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(disk))


def pytest_sessionstart() -> None:
    """Qt's messages have a hearer from beginning to end: pytest-qt takes its own away after each test, and a thread of Qt's (a sound that
    ends) that was just about to call it would then call nothing at all, which ends the run."""
    from PySide6.QtCore import qInstallMessageHandler

    qInstallMessageHandler(_hear)


def _hear(_kind: object, _context: object, words: str | None) -> None:
    print(words, file=sys.stderr)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests on the display run one after the other, in one worker; so do those with the microphone, which is no part of the display."""
    for item in items:
        for service in ("sound", "xvfb"):
            if item.get_closest_marker(service):
                item.add_marker(pytest.mark.xdist_group(service))
                break


def pytest_collection_finish() -> None:
    """The thousands of tests themselves are no garbage: no later sweep of Python's collector looks at them again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """Each test may begin with homes that were made before it (see tests/services/templates.py)."""
    with allowed(may=True):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> Generator[None, object, object]:
    """What several tests share is made anew: a copy in one of them is then of another programme."""
    if fixturedef.scope == "function":
        return (yield)
    with allowed(may=False):
        return (yield)


@pytest.fixture(scope="session")
def places_for_homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names of new folders, one after the other: asked for each, pytest would look through all before it, and a run has thousands."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def own_home(places_for_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new, empty home for each test, so that none sees the settings of another or of the person running it."""
    home = next(places_for_homes)
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    for name in ("APPDATA", "LOCALAPPDATA", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    return home


@pytest.fixture(autouse=True)
def stays_offline() -> Iterator[None]:
    """Fail the test that tried to reach another machine, also when the code swallowed the refusal."""
    network_used.clear()
    yield
    assert not network_used, f"The network was used: {network_used}"


@pytest.fixture(autouse=True)
def windows_would_do_it(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test in which the program did to a file what Windows refuses; not the one that is about what only other disks do."""
    windows_disk.refused.clear()
    # Screens hold files only through what is tested without them; they are many, and this asks the system at each deletion.
    windows_disk.on = "ui" not in request.path.parts and request.node.get_closest_marker("posix_disk") is None
    windows_disk.with_players = "journeys" in request.path.parts
    yield
    windows_disk.on = False
    assert not windows_disk.refused, "Windows would refuse: " + "; ".join(windows_disk.refused)


@pytest.fixture(scope="session")
def xvfb_display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a display of our own (":7"), on a number that Xvfb finds free; it ends with the session."""
    ours, its = os.pipe()
    log = tmp_path_factory.mktemp("xvfb") / "log"
    command = ["Xvfb", "-displayfd", str(its), "-screen", "0", "1600x1200x24", "-nolisten", "tcp", "-noreset"]
    try:
        with log.open("wb") as lines:
            server = subprocess.Popen(command, pass_fds=[its], stdout=lines, stderr=lines)
    finally:
        os.close(its)
    try:
        number = b""
        while not number.endswith(b"\n"):
            ready, _, _ = select.select([ours], [], [], 30)
            part = os.read(ours, 16) if ready else b""
            assert part, f"Xvfb did not start: {log.read_text(errors='replace')}"
            number += part
        yield f":{int(number)}"
    finally:
        os.close(ours)
        server.terminate()
        server.wait(30)


@pytest.fixture
def xvfb_environment(xvfb_display: str) -> dict[str, str]:
    """The environment for a child process that opens real windows on the display of our own."""
    kept = {name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"}
    return {**kept, "DISPLAY": xvfb_display, "QT_QPA_PLATFORM": "xcb"}
