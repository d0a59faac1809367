"""The program as a child on a display of software, and the words one speaks with it."""

from __future__ import annotations

import json
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60


class Program:
    """A running program: `ask` an order, get its answer. It must end by itself when it is closed."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.log = log
        with log.open("wb") as lines:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.ui.xvfb.child"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=lines,
                text=True,
            )

    def ask(self, order: str) -> Any:
        """Give an order and wait for its answer; what the child wrote on standard error is in the failure."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(order + "\n")
        self.process.stdin.flush()
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        line = self.process.stdout.readline() if ready else ""
        assert line, f"no answer to {order!r}: {self.log.read_text(errors='replace')}"
        return json.loads(line)

    def state(self) -> dict[str, Any]:
        """What the window shows and where the focus is."""
        answer: dict[str, Any] = self.ask("state")
        return answer

    def key(self, keys: str) -> dict[str, Any]:
        """Press keys where the focus is; the state afterwards."""
        self.ask(f"key {keys}")
        return self.state()

    def press(self, name: str) -> dict[str, Any]:
        """Press a button with the pointer; the state afterwards."""
        assert self.ask(f"press {name}"), f"no button {name!r}: {self.state()['buttons']}"
        return self.state()

    def close(self) -> int:
        """Close the window and wait until the process has ended; its status."""
        if self.process.poll() is None:
            self.ask("close")
        status = self.process.wait(PATIENCE)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        return status

    def end(self) -> None:
        """Whatever happened: it does not outlive the test."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(PATIENCE)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None and not pipe.closed:
                pipe.close()
