"""A film larger than memory is welcome to: packing, bringing in and joining stream it, in slices, and never hold it whole."""

import json
import subprocess
import sys
from pathlib import Path

from tests.effort import effort

ROOT = Path(__file__).parents[2]
MEGABYTES = effort(48, 5_200)
PART = effort(8 << 20, 1_000_000_000)
ALLOWED = effort(90, 400)
"""More megabytes than before the film came: in the quick run well under two films, in the long one the bar itself."""

WALK = """
import json, sys
from pathlib import Path
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.import_bundle import take_in
from ldp_stories.services.pack_bundle import pack
from ldp_stories.services.recipients import recipient_named
from tests.bench.telling import tell_with_file
from tests.memory import peak_kib
from tests.services.cast import cast

folder, megabytes, part = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
block = bytes(range(256)) * 4096
def peak():
    return peak_kib() // 1024
with cast(folder) as three:
    film = folder / "film.bin"
    with film.open("wb") as file:
        for at in range(megabytes):
            file.write(at.to_bytes(8) + block[8:])
    record = tell_with_file(three.amina, film)
    film.unlink()
    before = peak()
    word = recipient_named(three.amina, "coordinators").words[0]
    made = pack(three.amina, "coordinators", three.stick, first_word=word, part_bytes=part)
    packed = peak()
    largest = max(path.stat().st_size for path in made.paths)
    for path in made.paths:
        take_in(three.joan, path)
        path.unlink()
    whole = open_record(three.joan, record).media[0].playable
    print(json.dumps({
        "before": before, "packed": packed, "taken": peak(), "parts": len(made.paths), "largest": largest,
        "bytes": whole.bytes if whole else 0,
    }))
"""


def test_a_film_goes_there_in_parts_and_is_whole_again_without_ever_being_in_memory(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WALK, str(tmp_path), str(MEGABYTES), str(PART)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["bytes"] == MEGABYTES << 20
    assert found["parts"] > MEGABYTES * (1 << 20) // PART
    assert found["largest"] <= PART
    assert found["packed"] - found["before"] < ALLOWED
    assert found["taken"] - found["before"] < ALLOWED
    assert found["taken"] < 400
