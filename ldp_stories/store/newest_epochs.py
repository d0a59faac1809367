"""In which epoch each laptop writes now, as far as anything that came from it tells (CONTRACTS.md 5).

A laptop that was set back to a copy is a new one: what it wrote and confirmed before, it may no longer have.
"""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, text

from ldp_stories.domain.receipts import Receipt

STANDS: Final = """CAST(substr(c."by", length(c.device) + 2) AS INTEGER)
    >= coalesce((SELECT e.value FROM json_each(:epochs) e WHERE e.key = c.device), 1)"""
"""For a receipt `c`: it was signed under the newest epoch of its laptop; `:epochs` are those of `newest_epochs` as JSON."""


def stands(epochs: Mapping[str, int], receipt: Receipt) -> bool:
    """Whether a receipt was signed under the newest epoch of its laptop; `epochs` are those of `newest_epochs`."""
    return receipt.epoch >= epochs.get(receipt.device, 1)


def newest_epochs(con: Connection) -> dict[str, int]:
    """The newest epoch of each laptop that is past its first."""
    found: dict[str, int] = {}
    rows = con.exec_driver_sql(
        """SELECT dev FROM device_counter UNION SELECT device || '.' || epoch FROM local_received UNION SELECT "by" FROM receipt"""
    )
    for (who,) in rows:
        device, _, rest = str(who).partition(".")
        epoch = rest.partition(".")[0]
        if epoch.isdigit() and int(epoch) > max(1, found.get(device, 1)):
            found[device] = int(epoch)
    return found


def came_further(con: Connection, device: str, epoch: int, to: str, n: int, group: str) -> bool:
    """Whether another sending of this thread of a device, in this epoch, came with this number or a higher one."""
    query = """SELECT 1 FROM local_received WHERE device = :d AND epoch = :e AND "to" = :t AND n >= :n AND "group" <> :g LIMIT 1"""
    return (
        con.execute(text(query), {"d": device, "e": epoch, "t": to, "n": n, "g": group}).first() is not None
    )


def in_epoch(device: str, epoch: int, epochs: Mapping[str, int]) -> str:
    """The device while it is in that epoch; "" when it is in a later one by now."""
    return device if epoch >= epochs.get(device, 1) else ""
