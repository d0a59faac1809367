"""One story with a large file in the vault, as a phone's film would be."""

import hashlib
from pathlib import Path

from ldp_stories.domain.ids import new_id
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.home import Home
from ldp_stories.store import media
from ldp_stories.store.vault import new_item_key
from tests.services.cast import tell

PIECE = 1 << 20


def tell_with_file(home: Home, source: Path) -> str:
    """A story that is ready to send, with `source` as its master; the record's id."""
    record = tell(home, ready=True)
    people = open_record(home, record).record.participants
    item, key, ident = new_id(), new_item_key(), new_id()
    digest = hashlib.sha256()
    file = home.vault.create_file(item, key)
    with source.open("rb") as reading:
        while data := reading.read(PIECE):
            digest.update(data)
            file.write(data)
    file.seal()
    file.close()
    size, sha256 = source.stat().st_size, digest.hexdigest()
    sets = {"record": record, "kind": "file", "origin": "file", "duration_ms": 0, "position": 0}
    rendition = {sha256: {"rendition": "master", "bytes": size, "type": "bin"}}
    with home.main.write() as con:
        home.put(con, "media", ident, sets=sets, adds={"renditions": rendition}, subj=people)
        media.keep_key(con, item, key, media=ident, sha256=sha256, size=size)
    return record
