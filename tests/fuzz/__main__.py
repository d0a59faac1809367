"""Fuzzing with coverage: `python -m tests.fuzz NAME [SECONDS]` (each name: `python -m tests.fuzz`); what breaks is kept beside as crash-*.

A parser may refuse; it may not crash, think for more than a second of processor time, or hold more than 256 MiB.
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import atheris

MOST_MIB: Final = 256
with atheris.instrument_imports(include=["ldp_stories"]):
    from tests.fuzz.targets import everything, refused


def main(name: str, seconds: int) -> None:
    """Fuzz one parser; the process ends here, with 0 when nothing was found."""
    target = dict(everything())[name]
    corpus = Path(tempfile.mkdtemp(prefix=f"corpus-{name}-"))
    with atheris.instrument_imports(include=["ldp_stories"]):  # what is imported late counts too
        for number, seed in enumerate(target.seeds()):
            (corpus / str(number)).write_bytes(seed)
            refused(target, seed)

    def one(data: bytes) -> None:
        before = time.process_time()
        refused(target, data)
        spent = time.process_time() - before
        if spent > 1:
            raise AssertionError(f"thought for {spent:.1f} seconds")

    limits = [f"-max_total_time={seconds}", "-max_len=65536", f"-rss_limit_mb={MOST_MIB}", "-timeout=30"]
    atheris.Setup([f"fuzz-{name}", *limits, f"-artifact_prefix=crash-{name}-", str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        print("\n".join(name for name, _ in everything()))
    else:
        main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 60)
