"""Listening without keeping: the recorder shows the level, and nothing lies anywhere afterwards."""

import json
import os
import subprocess
import sys
from pathlib import Path

from ldp_stories.media.nowhere import Nowhere
from ldp_stories.services.laptop import recorder_command

ROOT = Path(__file__).parents[2]


def test_it_takes_everything_and_keeps_nothing() -> None:
    sink = Nowhere()
    sink.append(b"\1\2" * 100)
    sink.gap(5)
    assert sink.sync() == 200
    sink.seal()
    assert vars(sink) == {"_size": 200}, "nothing but how much it was"


def test_the_program_s_own_recorder_listens_and_leaves_no_file(tmp_path: Path) -> None:
    order = {"item": None, "key": "", "source": {"kind": "voice", "ms": 1_500, "seed": 1, "fast": True}}
    lines = json.dumps(order).encode() + b"\n"
    process = subprocess.Popen(
        recorder_command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(lines)
    process.stdin.flush()
    said = []
    for line in process.stdout:
        said.append(json.loads(line))
        if said[-1].get("state") == "ended":
            process.stdin.write(b'{"do": "stop"}\n')
            process.stdin.flush()
        if "end" in said[-1]:
            break
    process.stdin.close()
    process.wait(20)
    process.stdout.close()
    assert max(line.get("level", 0) for line in said) > 20
    assert said[-1]["end"] == "stopped"
    assert list(tmp_path.iterdir()) == []
    assert sys.executable in recorder_command()[0]
