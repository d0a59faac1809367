"""Fuzzing with coverage: `python -m tests.fuzz NAME [SECONDS] [SEED]` (each name: `python -m tests.fuzz`); what breaks is kept beside as crash-*.

A parser may refuse; it may not crash, think for more than a second of processor time, or hold more than 256 MiB.
"""

import secrets
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import atheris

MOST_MIB: Final = 256
with atheris.instrument_imports(include=["ldp_stories"]):
    from tests.fuzz.targets import everything, refused


def main(name: str, seconds: int, seed: int) -> None:
    """Fuzz one parser with the dice of `seed`; the process ends here, with 0 when nothing was found."""
    print(f"seed {seed}", flush=True)
    corpus = Path(tempfile.mkdtemp(prefix=f"corpus-{name}-"))
    with atheris.instrument_imports(include=["ldp_stories"]):  # what is imported late counts too
        target = dict(everything())[name]
        for number, known in enumerate(target.seeds()):
            (corpus / str(number)).write_bytes(known)
            refused(target, known)

    def one(data: bytes) -> None:
        before = time.process_time()
        refused(target, data)
        spent = time.process_time() - before
        if spent > 1:
            raise AssertionError(f"thought for {spent:.1f} seconds")

    limits = [
        f"-max_total_time={seconds}",
        f"-seed={seed}",
        "-max_len=65536",
        f"-rss_limit_mb={MOST_MIB}",
        "-timeout=30",
    ]
    atheris.Setup([f"fuzz-{name}", *limits, f"-artifact_prefix=crash-{name}-", str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        print("\n".join(name for name, _ in everything()))
    else:
        numbers = [int(word) for word in sys.argv[2:4]]
        main(
            sys.argv[1],
            numbers[0] if numbers else 60,
            numbers[1] if len(numbers) > 1 else 1 + secrets.randbelow(1 << 31),
        )
