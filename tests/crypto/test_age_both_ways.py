"""Two programs, one format: what we seal the `age` command opens, and what it seals we open, for every awkward size; damage is seen by both."""

import random
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from ldp_stories.crypto.age_header import CHUNK, read_header
from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.crypto.sealing import open_sealed, seal_bytes
from ldp_stories.errors import UserError
from tests.crypto.keys import Bytes
from tests.effort import effort

TOOL = shutil.which("age")
pytestmark = pytest.mark.skipif(TOOL is None, reason="no age here")
EDGES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17)


def sizes(rng: random.Random, count: int) -> list[int]:
    """The edges of the format's pieces first, then any."""
    return [*EDGES, *(rng.randrange(5 * CHUNK) for _ in range(count))][:count]


def age(folder: Path, *arguments: str, data: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([str(TOOL), *arguments], cwd=folder, input=data, capture_output=True, check=False)


def opened(identity: str, sealed: bytes) -> bytes:
    out = bytearray()
    with open_sealed([identity], Bytes(sealed)) as reader:
        while piece := reader.read(1 << 16):
            out += piece
    return bytes(out)


def to(people: Sequence[DeviceKeys]) -> list[str]:
    return [word for one in people for word in ("-r", one.recipient)]


@pytest.mark.parametrize("number", range(effort(9, 2_000)))
def test_a_file_goes_both_ways(number: int, tmp_path: Path) -> None:
    rng = random.Random(number)
    data = rng.randbytes(sizes(rng, number + 1)[-1])
    people = [DeviceKeys.new() for _ in range(rng.choice((1, 2, 5)))]
    reader = rng.choice(people)
    (tmp_path / "key").write_text(reader.age_secret + "\n")

    ours = seal_bytes([p.recipient for p in people], data)
    theirs = age(tmp_path, *to(people), data=data).stdout
    assert age(tmp_path, "-d", "-i", "key", data=ours).stdout == data
    assert opened(reader.age_secret, theirs) == data
    for sealed in (ours, theirs):
        header, _ = read_header(Bytes(sealed))
        assert header.sealed_size(len(data)) == len(sealed)

    at = rng.randrange(len(ours))
    bad = ours[:at] + bytes([ours[at] ^ 1 << rng.randrange(8)]) + ours[at + 1 :]
    assert age(tmp_path, "-d", "-i", "key", data=bad).returncode != 0
    with pytest.raises(UserError):
        opened(reader.age_secret, bad)


def test_neither_opens_what_is_for_somebody_else(tmp_path: Path) -> None:
    stranger = DeviceKeys.new()
    (tmp_path / "key").write_text(stranger.age_secret + "\n")
    sealed = seal_bytes([DeviceKeys.new().recipient], b"words")
    assert age(tmp_path, "-d", "-i", "key", data=sealed).returncode != 0
    with pytest.raises(UserError, check=lambda e: e.code == "NOT_FOR_US"):
        opened(stranger.age_secret, sealed)
