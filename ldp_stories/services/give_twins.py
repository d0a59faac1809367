"""Two stories with the very same sound or file: each keeps bytes of its own under a key of its own, so that erasing one never touches the other.

A bundle carries such bytes once; whoever brings it in writes them a second time (CONTRACTS.md 6).
"""

from typing import Final

from ldp_stories.domain.ids import new_id
from ldp_stories.errors import UserError
from ldp_stories.services.half_kept import filling, new_file, settled
from ldp_stories.services.home import Home
from ldp_stories.store import media, orders
from ldp_stories.store.media import Twin
from ldp_stories.store.vault import new_item_key

_PIECE: Final = 1 << 20


def give_twins(home: Home) -> tuple[str, ...]:
    """Give every medium bytes of its own that has them only as another's; the media that can be played now. UserError NO_ROOM, DISK_TROUBLE."""
    with home.main.read() as con:
        waiting = media.twins(con)
    return tuple(twin.media for twin in waiting if _give(home, twin))


def give_twins_if_room(home: Home) -> tuple[str, ...]:
    """`give_twins`, leaving it for later when there is no room now."""
    try:
        return give_twins(home)
    except UserError as error:
        if error.code not in ("NO_ROOM", "DISK_TROUBLE"):
            raise
        return ()


def _give(home: Home, twin: Twin) -> bool:
    item, key = new_id(), new_item_key()
    file = new_file(home, item, key)
    with filling(home, item, file):
        with home.vault.open(twin.item, twin.key) as reader:
            source = reader.file()
            while piece := source.read(_PIECE):
                file.write(piece)
        file.seal()
    with home.main.write() as con:
        wanted = any((t.media, t.sha256) == (twin.media, twin.sha256) for t in media.twins(con))
        wanted = wanted and not orders.erased_media(con, [twin.sha256])
        if wanted:
            media.keep_key(con, item, key, media=twin.media, sha256=twin.sha256, size=twin.size)
    if not wanted:
        home.vault.remove(item)  # taken back meanwhile
    settled(home, item)
    return wanted
