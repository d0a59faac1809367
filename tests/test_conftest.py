"""The promises of conftest.py: no network, a home of one's own, a real display when asked for."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning

from tests import conftest

WINDOW = """
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel("Hello")
label.show()
assert app.platformName() == "xcb", app.platformName()
print(app.primaryScreen().size().width())
"""


@pytest.mark.parametrize("address", ["192.0.2.1", "10.0.0.1"])
def test_a_test_cannot_reach_another_machine(address: str) -> None:
    with pytest.raises(PermissionError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as unsent:
        unsent.connect((address, 9))
    assert conftest.network_used == [f"socket.connect {address}"]
    conftest.network_used.clear()


def test_a_name_is_not_even_looked_up() -> None:
    with pytest.raises(PermissionError):
        socket.getaddrinfo("stories.example", 443)
    assert conftest.network_used == ["socket.getaddrinfo stories.example"]
    conftest.network_used.clear()


def test_processes_of_this_machine_may_talk(tmp_path: Path) -> None:
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())
    assert conftest.network_used == []


@pytest.mark.no_qt_log
def test_a_message_of_qts_is_heard_also_where_no_test_listens(capsys: pytest.CaptureFixture[str]) -> None:
    qWarning("said between two tests")
    assert capsys.readouterr().err == "said between two tests\n"


def test_each_test_has_an_empty_home(own_home: Path) -> None:
    assert Path.home() == own_home
    assert list(own_home.iterdir()) == []
    assert os.environ["XDG_CONFIG_HOME"].startswith(str(own_home))


@pytest.mark.xvfb
def test_a_window_opens_on_the_display_of_our_own(xvfb_environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WINDOW],
        env=xvfb_environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "1600"), done.stderr
