"""The parsers of files that other programs write (chats, sound, pictures, projects), of the file of orders, and of what a signed pack says."""

import io
import json
import zipfile
from collections.abc import Sequence
from functools import cache
from typing import Final
from unittest.mock import patch

from ldp_stories.bundles.json_guard import check_json
from ldp_stories.crypto.slots import derive
from ldp_stories.domain.kinds import KINDS
from ldp_stories.domain.orders import Order, OrderKind, OrderReason
from ldp_stories.domain.revisions import Revision, commitment
from ldp_stories.errors import UserError
from ldp_stories.services import bring_in_media
from ldp_stories.services.bring_in_chat import open_chat
from ldp_stories.services.bring_in_media import look
from ldp_stories.services.home import Home
from ldp_stories.store import homes, ledger, order_book, people, programme
from tests.bundles.samples import ANNA_ID, LABEL
from tests.fuzz.targets import Target, as_file, folder
from tests.services.homes import cheap_machine, found

KEY: Final = derive(bytes(32), "orders.db")


# a chat from a phone


def chat(data: bytes) -> None:
    with open_chat(as_file("chat.txt", data)):
        pass


def chat_seeds() -> Sequence[bytes]:
    android = (
        "14/05/2026, 10:00 - Messages are encrypted.\n14/05/2026, 10:01 - Amina: Tea?\nand cake\n"
        "15/05/2026, 9:59 pm - Joan: PTT-20260515-WA0001.opus (file attached)\n"
    )
    iphone = (
        "[14.05.26, 10:00:12] Amina: \u200e<attached: 0001-PHOTO.jpg>\n[2026-05-15, 10:01:02] Joan: yes\n"
    )
    return (android.encode(), iphone.encode(), "١٤/٥/٢٠٢٦، ١٠:٠١ ص - أمينة: شاي\n".encode())


def chat_zip(data: bytes) -> None:
    """What is in it is looked at as it is before it is kept; "true" stands for the process that opens pictures."""
    with open_chat(as_file("chat.zip", data)) as told:
        for source in told.files.values():
            look(source, ("true",))
            for _ in bring_in_media._blocks(source, lambda _: None):
                pass


@cache
def chat_zip_seeds() -> Sequence[bytes]:
    return tuple(
        _zipped({"_chat.txt": text, "0001-PHOTO.jpg": b"\xff\xd8\xff", "PTT-20260515-WA0001.opus": sound})
        for text, sound in zip(chat_seeds()[:2], (b"OggS", media_seeds()[1]), strict=True)
    )


def _zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


# sound and film


def media(data: bytes) -> None:
    """What is asked of any file before it is kept: what it is, how long, where it was made."""
    from ldp_stories.media.decode import probe
    from ldp_stories.media.film_places import blanked, places_of
    from ldp_stories.media.kinds import HEAD_BYTES, sniff

    sniff(data[:HEAD_BYTES], "voice.m4a")
    places = places_of(io.BytesIO(data))
    if len(b"".join(blanked([data[:100], data[100:]], places))) != len(data):
        raise AssertionError("blanking a place changed the length")
    probe(io.BytesIO(data))


@cache
def media_seeds() -> Sequence[bytes]:
    from ldp_stories.media.encode import flac_from_pieces, m4a_from_pieces, opus_from_pieces
    from ldp_stories.media.synth import tone
    from ldp_stories.media.wav import write_wav

    made = []
    for encode in (flac_from_pieces, opus_from_pieces, m4a_from_pieces):
        out = io.BytesIO()
        encode([tone(200)], out)
        made.append(out.getvalue())
    wav = io.BytesIO()
    write_wav(tone(50), wav)
    film = made[2].replace(b"free", b"loci", 1)
    return (*made, wav.getvalue(), film + b"loci\0\0\0\0\0\0x\0\0" + bytes(12))


def sound(data: bytes) -> None:
    """The whole way to samples."""
    from ldp_stories.media.decode import pcm

    for _ in pcm(io.BytesIO(data), 10, 150):
        pass


def picture(data: bytes) -> None:
    """The inside of the process that opens pictures: it must end in an answer."""
    from PIL import Image

    from ldp_stories.media import photo_child

    ask = json.dumps({"bytes": len(data), "keep_place": False}).encode() + b"\n"
    out = io.BytesIO()
    kept = patch.object(
        Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS
    )  # its own limits would be this process's
    with kept, patch.object(photo_child, "_limit"), patch.object(photo_child, "MOST_PIXELS", 4_000_000):
        status = photo_child.photo_main(io.BytesIO(ask + data), out)
    if status != 0 or b"\n" not in out.getvalue():
        raise AssertionError("no answer")


@cache
def picture_seeds() -> Sequence[bytes]:
    from PIL import Image

    made = []
    for kind in ("JPEG", "PNG", "WEBP"):
        out = io.BytesIO()
        image = Image.new("RGB", (24, 16), (200, 90, 40))
        exif = image.getexif()
        exif[0x0110], exif[0x0112] = "Phone", 6
        image.save(out, kind, exif=exif)
        made.append(out.getvalue())
    return made


# projects of other programs


def project_file(data: bytes) -> None:
    from ldp_stories.reports.refi.read_project import read_project

    read_project(as_file("project.qdpx", data))


def project_xml(data: bytes) -> None:
    """The same with an archive that is right."""
    project_file(_zipped({"project.qde": data, "sources/a.txt": b"tea"}))


def codebook_file(data: bytes) -> None:
    from ldp_stories.reports.refi.read_codebook import read_codebook

    read_codebook(as_file("codebook.qdc", data))


@cache
def project_seeds() -> Sequence[bytes]:
    from ldp_stories.reports.refi.losses import Losses
    from ldp_stories.reports.refi.write_xml import project_xml as written
    from tests.reports.refi.made import small

    return ("".join(written(small(), Losses())).encode(),)


@cache
def codebook_seeds() -> Sequence[bytes]:
    from ldp_stories.reports.refi.losses import Losses
    from ldp_stories.reports.refi.write_xml import codebook_xml
    from tests.reports.refi.test_round_trip import BOOK

    return ("".join(codebook_xml(BOOK, Losses())).encode(),)


# our own sealed file of orders


def orders_file(data: bytes) -> None:
    """A damaged disk under the file of orders: it opens with all its orders, or says that it is damaged."""
    for left in folder().glob("orders.db-*"):
        left.unlink()
    book = homes.open_store(as_file("orders.db", data), KEY, "orders")
    try:
        kept, _ = order_book.kept(book)
    finally:
        book.close()
    if [o.id for o in kept] != [o.id for o in _ORDERS]:
        raise AssertionError("an order was lost without a word")


_ORDERS: Final = tuple(
    Order(f"o{n}", OrderKind.ERASE, OrderReason.WITHDRAWAL, f"p{n}", ("r",), (), f"{ANNA_ID}.1", n, "")
    for n in range(3)
)


@cache
def orders_seeds() -> Sequence[bytes]:
    path = folder() / "made" / "orders.db"
    path.parent.mkdir()
    book = homes.open_store(path, KEY, "orders", create=True)
    order_book.remember(book, _ORDERS)
    book.close()
    return (path.read_bytes(),)


# what a pack says, once its signature is known to be right


class UndoneError(Exception):
    """Nothing stays of what a target wrote."""


@cache
def a_home() -> Home:
    return found(folder() / "home", cheap_machine(folder()))


PROGRAMME_KINDS: Final = tuple(sorted(k.name for k in KINDS.values() if k.stream == "p"))


def pack_line(data: bytes) -> None:
    """The first byte says of which kind a thing of the programme is, the rest is its body; then all that reads the programme reads."""
    body = data[1:]
    check_json(body)
    if body[:1] != b"{":
        raise UserError("BAD_LINE")
    kind = PROGRAMME_KINDS[(data[0] if data else 0) % len(PROGRAMME_KINDS)]
    home, salt = a_home(), "00" * 16
    line = Revision(
        "0" * 64, kind, "1" * 64, (), (), f"{ANNA_ID}.1.p", 1, commitment(salt, body), salt, body, LABEL
    )
    try:
        with home.main.write() as con:
            ledger.insert(con, [line], bundle="b")
            people.members(con), people.devices(con), programme.programme(con), ledger.entity(con, line.ent)
            raise UndoneError
    except UndoneError:
        pass


@cache
def pack_seeds() -> Sequence[bytes]:
    with a_home().main.read() as con:
        seen: dict[str, bytes] = {}
        for line in ledger.of_stream(con, "p"):
            if line.body is not None:
                seen.setdefault(line.kind, line.body)
    return tuple(bytes([PROGRAMME_KINDS.index(kind)]) + body for kind, body in seen.items())


FILES: Final[dict[str, Target]] = {
    "chat": Target(chat, chat_seeds),
    "chat-zip": Target(chat_zip, chat_zip_seeds),
    "media": Target(media, media_seeds),
    "sound": Target(sound, media_seeds),
    "picture": Target(picture, picture_seeds),
    "project-file": Target(project_file, lambda: tuple(_zipped({"project.qde": x}) for x in project_seeds())),
    "project-xml": Target(project_xml, project_seeds),
    "codebook": Target(codebook_file, codebook_seeds),
    "orders-file": Target(orders_file, orders_seeds),
    "pack-line": Target(pack_line, pack_seeds),
}
