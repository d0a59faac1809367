"""The parts of the long command: what each proves, and the tests that prove it; whatever is in none of them is run by the last one."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Part:
    """One part: its name on the command line, what it shows, its tests, and whether they may run side by side."""

    name: str
    shows: str
    tests: tuple[str, ...]
    together: bool = True


PARTS: Final = (
    Part(
        "older",
        "the power goes while an older notebook is taken up",
        ("tests/faults/test_power_migrate.py",),
        together=False,
    ),
    Part(
        "power",
        "the power goes anywhere, and each sync and each name left out alone",
        ("tests/faults/test_power_cut.py",),
        together=False,
    ),
    Part(
        "rot",
        "flipped bits in stores, sound, keys and bundles",
        ("tests/faults/test_bit_rot_store.py", "tests/faults/test_bit_rot_files.py", "tests/store/test_vault_reader.py"),
    ),
    Part(
        "kills",
        "the program and the recorder killed, over and over",
        (
            "tests/faults/test_kill_store.py", "tests/faults/test_kill_editing.py", "tests/faults/test_kill_import.py",
            "tests/faults/test_kill_recorder.py", "tests/faults/test_kill_copy.py", "tests/faults/test_kill_conversation.py",
            "tests/faults/test_kill_passphrase.py", "tests/faults/test_kill_proof.py",
        ),
    ),
    Part(
        "full",
        "full disks of every size, and each call to the disk failing",
        (
            "tests/faults/test_disk_full_store.py", "tests/faults/test_full_disk_home.py", "tests/faults/test_every_nth_call.py",
            "tests/faults/test_exports_on_bad_disks.py",
        ),
    ),
    Part("clock", "wrong clocks", ("tests/faults/test_clock_chaos.py",)),
    Part(
        "merge",
        "the twelve properties of merging",
        (
            "tests/domain/test_merge_machine.py", "tests/store/test_merge_machine.py", "tests/store/test_models.py",
            "tests/store/test_projection_machine.py", "tests/services/test_codebook_machine.py",
            "tests/services/test_settle_machine.py",
        ),
    ),
    Part("years", "years of a dozen laptops", ("tests/storm",)),
    Part("sound", "long takes, with all processors busy", ("tests/faults/test_long_takes.py",), together=False),
    Part("films", "films of gigabytes in little memory", ("tests/faults/test_large_media_memory.py",), together=False),
    Part("fuzz", "spoilt files of every kind", ("tests/fuzz", "tests/reports/refi/test_fuzz.py")),
    Part("sealing", "our sealed files and others' tools, both ways", ("tests/crypto/test_age_both_ways.py",)),
    Part("rest", "every other test, with its large numbers", ("tests",)),
)  # fmt: skip


def arguments(part: Part, parts: tuple[Part, ...] = PARTS) -> list[str]:
    """What pytest is asked for: the last part is everything that no other part runs."""
    if part is not parts[-1]:
        return list(part.tests)
    return [*part.tests, *(f"--ignore={test}" for other in parts[:-1] for test in other.tests)]
