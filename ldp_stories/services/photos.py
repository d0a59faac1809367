"""The photos of a story, to be looked at: the small form where it is here, else the photo itself. Nothing is written outside the vault.

The invented photos of a practice programme are not shipped: each is drawn, the same each time, when it is first looked at.
"""

import hashlib

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.media import Media, Rendition, RenditionKind
from ldp_stories.errors import UserError
from ldp_stories.media.drawn_photo import drawn_photo
from ldp_stories.services.home import Home
from ldp_stories.store import media, records
from ldp_stories.store.vault import new_item_key

_FIRST = (RenditionKind.PREVIEW, RenditionKind.ORIGINAL, RenditionKind.MASTER)


def photo_bytes(home: Home, media_id: str) -> tuple[bytes, str]:
    """A photo as it lies here, and its type ("jpg"). UserError MEDIA_GONE while it is waited for, MEDIA_DAMAGED, PHOTO_LOCKED."""
    found, best = _best(home, media_id)
    with home.main.read() as con:
        if records.fields(con, found.record).get("photo_locked"):
            raise UserError("PHOTO_LOCKED")
    if best is None and home.practice and found.kind == "photo":
        _draw(home, found)
        found, best = _best(home, media_id)
    if best is None or best.item is None:
        raise UserError("MEDIA_GONE")
    with home.main.read() as con:
        key = media.key_of(con, best.item)
    if key is None:
        raise UserError("MEDIA_GONE")
    with home.vault.open(best.item, key) as reader:
        return reader.read(0, reader.size), best.type


def _best(home: Home, media_id: str) -> tuple[Media, Rendition | None]:
    with home.main.read() as con:
        found = media.media(con, media_id)
    if found is None:
        raise UserError("MEDIA_GONE")
    here = {r.kind: r for r in found.renditions if r.item is not None}
    return found, next((here[kind] for kind in _FIRST if kind in here), None)


def _draw(home: Home, found: Media) -> None:
    """Draw the invented photo and keep it as one that came from a phone."""
    data = drawn_photo(int.from_bytes(hashlib.sha256(found.id.encode()).digest()[:4], "big"))
    item, key, sha256 = new_id(), new_item_key(), hashlib.sha256(data).hexdigest()
    file = home.vault.create_file(item, key)
    try:
        file.write(data)
        file.seal()
        value = {"rendition": RenditionKind.ORIGINAL.value, "bytes": len(data), "type": "jpg"}
        with home.main.write() as con:
            record = records.record(con, found.record)
            about = record.participants if record else ()
            home.put(con, "media", found.id, adds={"renditions": {sha256: value}}, subj=about)
            media.keep_key(con, item, key, media=found.id, sha256=sha256, size=len(data))
    except BaseException:
        file.close()
        home.vault.remove(item)
        raise
    file.close()
