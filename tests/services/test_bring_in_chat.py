"""A chat from a phone: its words under numbers, its voice notes with the story, names where names lie, hostile zips refused."""

import io
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.errors import Refused, UserError
from ldp_stories.media.encode import opus_from_pieces
from ldp_stories.media.synth import tone
from ldp_stories.services.bring_in_chat import keep_chat, open_chat
from ldp_stories.services.bring_in_media import look
from ldp_stories.services.edit_record import changed_mind, open_record
from ldp_stories.services.home import Home
from ldp_stories.services.identity_session import open_session
from ldp_stories.store import layers, media, programme, records
from tests.media.test_photos import picture
from tests.services.homes import cheap_machine, found, told

TEXT = """31/05/2026, 14:02 - Messages and calls are end-to-end encrypted.
31/05/2026, 14:03 - Mrs Patel: They draw the curtains
and it is only women.
31/05/2026, 14:04 - Mrs Patel: PTT-1.opus (file attached)
31/05/2026, 14:05 - Amina K: Thank you. May I keep that?
31/05/2026, 14:06 - Cousin Raj: Not my words
31/05/2026, 14:07 - Mrs Patel: IMG-1.jpg (file attached)
The door
31/05/2026, 14:08 - Mrs Patel: VID-9.mp4 (file attached)
"""
WRITERS = ("Mrs Patel", "Amina K")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    place = tmp_path_factory.mktemp("chat")
    opened = found(place / "home", cheap_machine(place), name="Amina")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def voice() -> bytes:
    made = io.BytesIO()
    opus_from_pieces([tone(500)], made)
    return made.getvalue()


Make = Callable[[zipfile.ZipFile], None]


def packed(folder: Path, voice: bytes, more: Make | None = None, text: str = TEXT) -> Path:
    path = folder / "WhatsApp Chat with Mrs Patel.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("WhatsApp Chat with Mrs Patel.txt", text)
        out.writestr("PTT-1.opus", voice)
        out.writestr("IMG-1.jpg", picture())
        if more is not None:
            more(out)
    return path


def test_a_zip_is_read_where_it_is(tmp_path: Path, voice: bytes) -> None:
    path = packed(tmp_path, voice)
    with open_chat(path) as chat:
        assert chat.chat.people == ("Mrs Patel", "Amina K", "Cousin Raj")
        assert set(chat.files) == {"PTT-1.opus", "IMG-1.jpg"}
        assert chat.missing == ("VID-9.mp4",)
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_and_a_text_alone_are_read_too(tmp_path: Path, voice: bytes) -> None:
    (tmp_path / "_chat.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "PTT-1.opus").write_bytes(voice)
    (tmp_path / "other.txt").write_text("no chat")
    for path in (tmp_path, tmp_path / "_chat.txt"):
        with open_chat(path) as chat:
            assert set(chat.files) == {"PTT-1.opus"}


def test_the_chosen_peoples_words_and_files_are_kept(home: Home, tmp_path: Path, voice: bytes) -> None:
    story = told(home)
    with open_chat(packed(tmp_path, voice)) as chat:
        kept = keep_chat(home, story, chat, WRITERS)
    with home.main.read() as con:
        (words,) = layers.of_record(con, story)
        parts = media.of_record(con, story)
        facts = records.fields(con, story)
    assert words.text == (
        "Person 1 (14:03): They draw the curtains\nand it is only women.\n"
        "Person 1 (14:04): [file]\n"
        "Person 2 (14:05): Thank you. May I keep that?\n"
        "Person 1 (14:07): The door\n[file]\n"
        "Person 1 (14:08): [file that did not come along]"
    )
    assert [(m.id, m.kind, m.origin) for m in parts] == [
        (kept[0], "audio", "WhatsApp"),
        (kept[1], "photo", "WhatsApp"),
    ]
    assert facts["provenance"] == {
        "from": "WhatsApp",
        "phone": "android",
        "messages": 5,
        "first": "2026-05",
        "last": "2026-05",
        "dates_unsure": False,
        "files_missing": 1,
    }


def test_names_lie_with_the_names_and_nowhere_else(home: Home, tmp_path: Path, voice: bytes) -> None:
    story = told(home)
    with open_chat(packed(tmp_path, voice)) as chat:
        keep_chat(home, story, chat, WRITERS)
    with home.main.read() as con:
        bodies = [
            b for (b,) in con.exec_driver_sql("SELECT body FROM revision WHERE body IS NOT NULL").fetchall()
        ]
    assert not [1 for body in bodies if b"Patel" in body or b"Raj" in body]
    meeting = open_record(home, story).record.encounter
    with open_session(home).store() as store, store.read() as con:
        names = [
            (f["find"], f["put"]) for _, f in programme.raw(con, "name_list") if f["encounter"] == meeting
        ]
    assert sorted(names) == [("Amina K", "[person 2]"), ("Mrs Patel", "[person 1]")]


def test_words_that_were_there_stay_above(home: Home, tmp_path: Path, voice: bytes) -> None:
    story = told(home)
    with open_chat(packed(tmp_path, voice)) as chat:
        keep_chat(home, story, chat, ("Amina K",))
        keep_chat(home, story, chat, ("Cousin Raj",))
    with home.main.read() as con:
        (words,) = layers.of_record(con, story)
    assert words.text == "Person 1 (14:05): Thank you. May I keep that?\n\nPerson 1 (14:06): Not my words"


def test_without_a_yes_to_written_words_nothing_is_kept(home: Home, tmp_path: Path, voice: bytes) -> None:
    story = told(home)
    changed_mind(home, story, Scope.TRANSCRIPT.value, Answer.NO)
    with open_chat(packed(tmp_path, voice)) as chat, pytest.raises(Refused) as caught:
        keep_chat(home, story, chat, WRITERS)
    assert caught.value.facts["scope"] == "transcript"
    with home.main.read() as con:
        assert media.of_record(con, story) == ()


def test_nobody_chosen_is_said(home: Home, tmp_path: Path, voice: bytes) -> None:
    with open_chat(packed(tmp_path, voice)) as chat, pytest.raises(UserError) as caught:
        keep_chat(home, told(home), chat, ("Somebody else",))
    assert caught.value.code == "CHAT_EMPTY"


def link(out: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("x.jpg")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    out.writestr(info, "/etc/passwd")


HOSTILE: dict[str, Make] = {
    "a path up": lambda out: out.writestr("../x.txt", "x"),
    "a path up, with backslashes": lambda out: out.writestr("a\\..\\..\\x.txt", "x"),
    "a path from the root": lambda out: out.writestr("/etc/x", "x"),
    "a drive": lambda out: out.writestr("C:x", "x"),
    "a bomb": lambda out: out.writestr("x.txt", bytes(16 * 1024**2)),
    "one name twice": lambda out: out.writestr("deep/ptt-1.OPUS", "x"),
    "a link": link,
}


def test_a_file_without_a_name_in_a_zip_is_refused(tmp_path: Path, voice: bytes) -> None:
    path = packed(tmp_path, voice, lambda out: out.writestr("zqz", "x"))
    path.write_bytes(path.read_bytes().replace(b"zqz", b"\0qz"))
    with pytest.raises(UserError, check=lambda e: e.code == "CHAT_REFUSED"), open_chat(path):
        pass


@pytest.mark.parametrize("more", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_zip_is_refused_and_nothing_is_written(tmp_path: Path, voice: bytes, more: Make) -> None:
    path = packed(tmp_path, voice, more)
    with pytest.raises(UserError) as caught, open_chat(path):
        pass
    assert caught.value.code == "CHAT_REFUSED"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04" + bytes(50)])
def test_what_is_no_chat_is_said(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(UserError) as caught, open_chat(path):
        pass
    assert caught.value.code == "NOT_A_CHAT"


@pytest.mark.parametrize("spoil", ["name", "gone"])
def test_a_file_whose_own_head_says_something_else_than_the_list_is_said_and_not_a_crash(
    tmp_path: Path, voice: bytes, spoil: str
) -> None:
    """As the fuzzer found it: the list calls it by one name, its own head by bytes that are no name in any writing."""
    path = tmp_path / "chat.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(
            "_chat.txt",
            "14/05/2026, 10:01 - Amina: hi\n14/05/2026, 10:02 - Amina: nóta.opus (file attached)\n",
        )
        made.writestr("nóta.opus", voice)
        at = made.getinfo("nóta.opus").header_offset
    data = bytearray(path.read_bytes())
    if spoil == "name":
        data[at + 30] = 0xF9
    else:
        data[at : at + 4] = b"XXXX"
    path.write_bytes(data)
    with open_chat(path) as told:
        (source,) = told.files.values()
        with pytest.raises(UserError) as wrong:
            look(source)
        assert wrong.value.code == "FILE_UNREADABLE"


def test_a_zip_without_a_chat_and_a_folder_without_one_are_said(tmp_path: Path, voice: bytes) -> None:
    path = packed(tmp_path, voice, text="Dear Joan")
    for one in (path, tmp_path):
        with pytest.raises(UserError) as caught, open_chat(one):
            pass
        assert caught.value.code == "NOT_A_CHAT"


@pytest.mark.parametrize("at", range(20, 400, 23))
def test_a_damaged_zip_is_read_or_refused_and_leaves_nothing(
    home: Home, tmp_path: Path, voice: bytes, at: int
) -> None:
    path = packed(tmp_path, voice)
    data = bytearray(path.read_bytes())
    data[at] ^= 0x5A
    path.write_bytes(data)
    story = told(home)
    outcome = ""
    try:
        with open_chat(path) as chat:
            keep_chat(home, story, chat, WRITERS)
    except UserError as error:
        outcome = error.code
        with home.main.read() as con:
            assert media.of_record(con, story) == ()
    assert outcome in {"", "NOT_A_CHAT", "CHAT_REFUSED", "CHAT_EMPTY", "FILE_UNREADABLE"}


def test_what_nobody_said_yes_to_stays_out_and_the_words_stay(
    home: Home, tmp_path: Path, voice: bytes
) -> None:
    story = told(home)
    changed_mind(home, story, Scope.PHOTO.value, Answer.NO)
    with open_chat(packed(tmp_path, voice)) as chat:
        keep_chat(home, story, chat, WRITERS)
    with home.main.read() as con:
        (words,) = layers.of_record(con, story)
        assert [m.kind for m in media.of_record(con, story)] == ["audio"]
    assert "The door\n[file that nobody said yes to, left out]" in words.text
    assert "They draw the curtains" in words.text


def test_contact_cards_places_deleted_and_left_out_are_said_and_not_kept(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "chat"
    folder.mkdir()
    (folder / "Raj Mistry.vcf").write_text("BEGIN:VCARD\nTEL:07700900123\nEND:VCARD")
    (folder / "_chat.txt").write_text(
        "31/05/2026, 14:03 - Amina: Raj Mistry.vcf (file attached)\n"
        "31/05/2026, 14:04 - Amina: location: https://maps.google.com/?q=51.5073,-0.1277\n"
        "31/05/2026, 14:05 - Amina: This message was deleted\n"
        "31/05/2026, 14:06 - Amina: <Media omitted>",
        encoding="utf-8",
    )
    story = told(home)
    with open_chat(folder) as chat:
        assert (chat.cards, chat.places, chat.not_here, chat.missing) == (1, 1, 1, ())
        assert keep_chat(home, story, chat, ("Amina",)) == ()
    with home.main.read() as con:
        (words,) = layers.of_record(con, story)
    assert words.text.split("\n") == [
        "Person 1 (14:03): [somebody's contact card, left out]",
        "Person 1 (14:04): location: [a place on a map]",
        "Person 1 (14:05): [message that was deleted]",
        "Person 1 (14:06): [Media omitted]",
    ]


def test_hours_that_are_not_sure_are_left_out(home: Home, tmp_path: Path) -> None:
    (tmp_path / "_chat.txt").write_text("31/05/2026, 2:03 qqq - Amina: tea", encoding="utf-8")
    story = told(home)
    with open_chat(tmp_path) as chat:
        keep_chat(home, story, chat, ("Amina",))
    with home.main.read() as con:
        (words,) = layers.of_record(con, story)
    assert words.text == "Person 1: tea"


def test_a_zip_packed_in_a_way_that_nobody_here_unpacks_is_refused(tmp_path: Path) -> None:
    """Found by fuzzing: one changed byte names another way of packing for a picture of the chat."""
    path = tmp_path / "chat.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("_chat.txt", "[14.05.26, 10:00:12] Amina: \u200e<attached: 0001-PHOTO.jpg>\n")
        made.writestr("0001-PHOTO.jpg", b"\xff\xd8\xff")
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 10] = 99
    path.write_bytes(data)
    with pytest.raises(UserError) as caught, open_chat(path):
        pass
    assert caught.value.code == "CHAT_REFUSED"


def test_a_file_that_is_spoilt_inside_is_said_and_holds_up_nothing(
    home: Home, tmp_path: Path, voice: bytes
) -> None:
    path = packed(tmp_path, voice)
    data = bytearray(path.read_bytes())
    at = data.index(b"PTT-1.opus") + 600
    data[at : at + 40] = bytes(40)
    path.write_bytes(data)
    story = told(home)
    with open_chat(path) as chat:
        keep_chat(home, story, chat, WRITERS)
    with home.main.read() as con:
        (words,) = layers.of_record(con, story)
        assert [m.kind for m in media.of_record(con, story)] == ["photo"]
    assert "Person 1 (14:04): [file that cannot be read, left out]" in words.text
