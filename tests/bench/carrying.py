"""Measure media on their way: packing and bringing in sound, as a share of the slowest of disk, SHA-256, SQLCipher and age alone."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.crypto.sealing import seal
from ldp_stories.services.import_bundle import take_in
from ldp_stories.store.vault import Vault, new_item_key
from tests.bench.figures import Figure, timed
from tests.bench.homes import Pair
from tests.bench.telling import tell_with_file

BAR: Final = 60
PIECE: Final = 1 << 20


def carry(pair: Pair, megabytes: int, folder: Path) -> list[Figure]:
    """Send one story with a file of so many MB, and compare the pace with what each layer does alone in the same run."""
    source = folder / "film.bin"
    block = os.urandom(PIECE)
    with source.open("wb") as file:
        for at in range(megabytes):
            file.write(at.to_bytes(4) + block[4:])
    tell_with_file(pair.amina, source)
    with timed() as packing:
        path = pair.send()
    with timed() as taking:
        taken = take_in(pair.joan, path)
    if taken.held != 1:
        raise AssertionError("the file did not arrive")
    alone = {name: layer(source, folder) for name, layer in LAYERS.items()}
    slowest = max(alone, key=lambda name: alone[name])
    size = f"{megabytes} MB"
    note = f"slowest alone: {slowest}, {megabytes / alone[slowest]:.0f} MB/s; " + ", ".join(
        f"{n} {megabytes / s:.0f}" for n, s in alone.items()
    )
    path.unlink()
    return [
        Figure("packing media, share of the slowest layer", size, 100 * alone[slowest] / packing.seconds, "%", BAR, least=True, note=note),
        Figure("bringing media in, share of the slowest layer", size, 100 * alone[slowest] / taking.seconds, "%", BAR, least=True,
               note=f"{megabytes / packing.seconds:.0f} MB/s out, {megabytes / taking.seconds:.0f} MB/s in"),
    ]  # fmt: skip


def _disk(source: Path, folder: Path) -> float:
    """Write it and make it durable."""
    data = source.read_bytes()
    with timed() as watch, (folder / "disk").open("wb") as file:
        for at in range(0, len(data), PIECE):
            file.write(data[at : at + PIECE])
        file.flush()
        os.fsync(file.fileno())
    (folder / "disk").unlink()
    return watch.seconds


def _sha256(source: Path, folder: Path) -> float:
    del folder
    digest = hashlib.sha256()
    with timed() as watch, source.open("rb") as file:
        while data := file.read(PIECE):
            digest.update(data)
    return watch.seconds


def _sealed_store(source: Path, folder: Path) -> float:
    """Into a vault item."""
    vault, key = Vault(folder / "alone"), new_item_key()
    with timed() as watch, source.open("rb") as file:
        item = vault.create_file("item", key)
        while data := file.read(PIECE):
            item.write(data)
        item.seal()
        item.close()
    vault.remove("item")
    return watch.seconds


def _age(source: Path, folder: Path) -> float:
    """Sealed to one recipient."""
    keys, target = DeviceKeys.new(), folder / "sealed.age"
    with timed() as watch, source.open("rb") as file, target.open("wb") as sealed:
        seal([keys.recipient], file, sealed)
    target.unlink()
    return watch.seconds


LAYERS: Final[dict[str, Callable[[Path, Path], float]]] = {
    "disk": _disk,
    "SHA-256": _sha256,
    "SQLCipher": _sealed_store,
    "age": _age,
}
