"""The reader at work: told progress, stopped, cut off from its stick; little memory, no thread and no readable word left behind."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.bundles.reader import Progress, SignerVerdict, Standing, read_bundle
from ldp_stories.bundles.staging import CheckOnly, SpoolStaging
from ldp_stories.bundles.verified import VerifiedBundle
from ldp_stories.errors import Cancelled, UserError
from tests.bundles.samples import (
    ANNA,
    CANARY,
    OTHER,
    PROJECT,
    TEAM,
    Kept,
    fresh,
    known,
    media,
    read,
    revision,
    write,
)
from tests.memory import forget_peak, peak_kib


def read_with(path: Path, staging: Kept, progress: Progress) -> VerifiedBundle:
    return read_bundle(path, [TEAM.age_secret], staging, signers=known, progress=progress)


def test_progress_counts_payload_bytes_to_the_last(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    read_with(write(tmp_path).path, Kept(tmp_path), lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
    assert len({total for _, total in told}) == 1


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_stop_throws_everything_away(tmp_path: Path, share: float) -> None:
    def stop(done: int, total: int) -> None:
        if done >= share * total:
            raise Cancelled

    staging = Kept(tmp_path)
    path = write(tmp_path).path
    with pytest.raises(Cancelled):
        read_with(path, staging, stop)
    assert staging.discarded
    assert not staging.kept
    assert path.exists()


def test_no_thread_is_left_behind_however_it_ends(tmp_path: Path) -> None:
    path = write(tmp_path).path
    before = threading.active_count()
    read(path, Kept(tmp_path)).close()
    with pytest.raises(UserError):
        read(path, Kept(tmp_path), OTHER)
    with pytest.raises(UserError):
        read(path, Kept(tmp_path), signers=lambda _e, _k: SignerVerdict(Standing.REVOKED))
    assert threading.active_count() == before


def test_a_stick_pulled_out_is_an_error_of_the_stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path).path
    opened = Path.open

    class Pulled:
        def __init__(self) -> None:
            self.file = opened(path, "rb")

        def __enter__(self) -> "Pulled":
            return self

        def __exit__(self, *_: object) -> None:
            self.file.close()

        def read(self, size: int, /) -> bytes:
            if self.file.tell() > 300_000:
                raise OSError(5, "Input/output error")
            return self.file.read(size)

    monkeypatch.setattr(Path, "open", lambda *_: Pulled())
    staging = Kept(tmp_path)
    with pytest.raises(UserError, match="cannot be read"):
        read(path, staging)
    assert staging.discarded


def test_a_file_that_is_gone_is_an_error_of_the_stick(tmp_path: Path) -> None:
    staging = Kept(tmp_path)
    with pytest.raises(UserError, match="cannot be read"):
        read(tmp_path / "gone", staging)
    assert staging.discarded


def test_without_expectations_any_programme_is_read(tmp_path: Path) -> None:
    plan = replace(fresh(), project="9" * 64, practice=True)
    path = write(tmp_path, plan).path
    bundle = read_bundle(path, [TEAM.age_secret], Kept(tmp_path), signers=known)
    assert (bundle.envelope.project, bundle.envelope.practice) == ("9" * 64, True)


@pytest.mark.parametrize(
    ("project", "practice", "code"),
    [
        ("9" * 64, False, "FOREIGN_PROGRAMME"),
        (PROJECT, True, "PRACTICE_MIXED"),
        ("9" * 64, True, "PRACTICE_MIXED"),
    ],
    ids=["another programme", "practice here", "practice and another"],
)
def test_the_home_decides_what_it_takes(tmp_path: Path, project: str, practice: bool, code: str) -> None:
    path = write(tmp_path).path
    with pytest.raises(UserError) as caught:
        read_bundle(
            path, [TEAM.age_secret], Kept(tmp_path), signers=known, project=project, practice=practice
        )
    assert caught.value.code == code


def test_a_roster_without_the_key_does_not_let_anything_in(tmp_path: Path) -> None:
    path = write(tmp_path).path
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_SIGNATURE"):
        read(path, Kept(tmp_path), signers=lambda _e, _k: SignerVerdict(Standing.KNOWN))


def test_long_text_waits_sealed_and_is_gone_afterwards(tmp_path: Path) -> None:
    revisions = [revision(i, f"{CANARY} " * 800) for i in range(1, 701)]
    path = write(tmp_path, replace(fresh(), revisions=revisions, media=())).path
    spools = tmp_path / "spools"
    spools.mkdir()
    staging = SpoolStaging(spools)
    bundle = read_bundle(path, [TEAM.age_secret], staging, signers=known)
    assert sum(1 for _ in bundle.revisions()) == 700
    for descriptor in Path("/proc/self/fd").iterdir() if Path("/proc/self/fd").exists() else ():
        target = str(descriptor.readlink()) if descriptor.is_symlink() else ""
        if str(spools) in target:  # the sealed spool, which has no name any more
            assert CANARY.encode() not in descriptor.read_bytes()
    bundle.discard()
    assert list(spools.iterdir()) == []


def test_a_large_file_comes_in_with_little_memory(tmp_path: Path) -> None:
    path = write(tmp_path, replace(fresh(), media=[media(bytes(80 << 20), "mp4")])).path
    forget_peak()
    before = peak_kib()
    read_bundle(path, [TEAM.age_secret], CheckOnly(), signers=known)
    assert peak_kib() - before < 40 * 1024


def test_the_window_goes_on_while_a_bundle_is_packed_and_read(tmp_path: Path) -> None:
    plan = replace(fresh(), media=[media(bytes(24 << 20), "mp4")])

    def both() -> None:
        path = write(tmp_path, replace(plan, part=fresh().part)).path
        read_bundle(path, [TEAM.age_secret], CheckOnly(), signers=known)

    # The best of three: a busy machine may hold any thread back, holding the interpreter would show each time.
    assert min(longest_pause(both) for _ in range(3)) < 0.1


def longest_pause(job: Callable[[], None]) -> float:
    """The longest time in seconds in which another thread could not run while `job` did."""
    done = threading.Event()

    def work() -> None:
        try:
            job()
        finally:
            done.set()

    thread = threading.Thread(target=work)
    worst, last = 0.0, time.perf_counter()
    thread.start()
    while not done.wait(0.001):
        now = time.perf_counter()
        worst, last = max(worst, now - last), now
    thread.join()
    return worst


def test_the_sender_can_read_its_own_bundle_back_later(tmp_path: Path) -> None:
    bundle = read(write(tmp_path).path, Kept(tmp_path), ANNA)
    assert bundle.signer_key == ANNA.sign_public
