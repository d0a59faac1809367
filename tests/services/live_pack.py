"""A live programme file: every required part filled with invented facts, and its six words."""

from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

from ldp_stories.services.set_up_programme import (
    fill_part,
    found_programme,
    make_recovery,
    missing,
    parts,
    save_pack,
)
from tests.services.homes import PASSPHRASE, cheap_machine


def fill_everything(home: object) -> None:
    """Fill every required part with invented facts."""
    for part in parts(home):  # type: ignore[arg-type]
        if not part.filled:
            values = {key: _invented(key, value) for key, value in part.values.items()}
            fill_part(home, part.key, values)  # type: ignore[arg-type]


def _invented(key: str, value: object) -> object:
    if isinstance(value, bool):
        return True
    if isinstance(value, list):
        return value or [{"kind": "sound", "months": 24, "rule": "Delete after two years."}]
    if isinstance(value, str) and not value:
        return (
            "01632 960 100" if "phone" in key else "2026-05-01" if key.endswith("_on") else "Hillside Trust"
        )
    return value


@lru_cache(maxsize=1)
def _made() -> tuple[bytes, str, tuple[str, ...]]:
    folder = Path(mkdtemp(prefix="live-pack-"))
    home = found_programme(
        folder / "joan",
        cheap_machine(folder),
        content="starter",
        name="Joan",
        programme_name="Hillside Voices",
        passphrase=PASSPHRASE,
        practice=False,
    )
    make_recovery(home)
    fill_everything(home)
    assert missing(home) == ()
    saved = save_pack(home, folder)
    home.close()
    return saved.path.read_bytes(), saved.path.name, saved.words


def live_pack(folder: Path) -> tuple[Path, tuple[str, ...]]:
    """The file in `folder`, and its six words."""
    data, name, words = _made()
    path = folder / name
    path.write_bytes(data)
    return path, words
