"""The count of memory that tests lean on: it sees a peak, begins anew, and leaves out what a parent held."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.memory import forget_peak, peak_kib

MUCH = 64 << 20
needs_proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")


def hold() -> None:
    """Hold much for a moment, every page of it touched."""
    assert len(bytearray(MUCH)) == MUCH


@needs_proc
def test_a_peak_that_is_over_is_still_seen_until_it_is_forgotten() -> None:
    forget_peak()
    before = peak_kib()
    hold()
    assert peak_kib() - before > MUCH // 1024 * 0.9
    forget_peak()
    assert peak_kib() - before < MUCH // 1024 // 2


@needs_proc
def test_a_child_is_not_charged_for_what_its_parent_held() -> None:
    root = Path(__file__).resolve().parents[1]
    parent = (
        "import subprocess, sys; held = bytearray(int(sys.argv[1])); "
        "child = 'from tests.memory import peak_kib; print(peak_kib())'; "
        "sys.exit(subprocess.run([sys.executable, '-c', child], preexec_fn=lambda: None, check=False).returncode)"
    )
    command = [sys.executable, "-c", parent, str(MUCH)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=True)
    assert int(done.stdout) < MUCH // 1024


@needs_proc
def test_another_process_can_be_asked() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        assert 0 < peak_kib(other.pid) < 200 * 1024
        assert other.stdin is not None
        other.stdin.close()
        other.wait(60)
