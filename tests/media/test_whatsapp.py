"""Chats as phones of many countries write them: who, when, what, which file; nothing guessed silently, nothing lost."""

import time
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.media.whatsapp import Chat, is_chat, read_chat

LRM, NNBSP, NBSP = "\u200e", "\u202f", "\xa0"
AT = datetime(2026, 5, 31, 14, 3)
HEADERS = {
    "android, British": "31/05/2026, 14:03 - ",
    "android, American": "5/31/26, 2:03 PM - ",
    "android, American, narrow space": f"5/31/26, 2:03{NNBSP}PM - ",
    "android, German": "31.05.26, 14:03 - ",
    "android, French": "31/05/2026 14:03 - ",
    "android, Spanish": f"31/5/2026, 2:03 p.{NBSP}m. - ",
    "android, Dutch": "31-05-2026 14:03 - ",
    "android, Polish": "31.05.2026, 14:03 - ",
    "android, Hungarian": "2026. 05. 31. 14:03 - ",
    "android, Swedish": "2026-05-31 14:03 - ",
    "android, Japanese": "2026/05/31 14:03 - ",
    "android, Arabic": "٣١/٠٥/٢٠٢٦، ٢:٠٣ م - ",
    "android, Greek": "31/5/26, 2:03 μ.μ. - ",
    "android, long dash": "31/05/2026, 14:03 – ",
    "iphone, British": "[31/05/2026, 14:03:00] ",
    "iphone, with a mark in front": f"{LRM}[31/05/2026, 14:03:00] ",
    "iphone, American": f"[5/31/26, 2:03:00{NNBSP}PM] ",
    "iphone, German": "[31.05.26, 14:03:00] ",
    "iphone, Dutch": "[31-05-2026 14:03:00] ",
    "iphone, Swedish": "[2026-05-31, 14:03:00] ",
    "iphone, dots in the time": "[31.5.2026, 14.03.00] ",
    "iphone, Hindi digits": "[३१/०५/२०२६, १४:०३:००] ".translate({0x966 + i: str(i) for i in range(10)}),
}


def chat(text: str, *files: str) -> Chat:
    found = read_chat(text, files)
    assert found is not None
    return found


@pytest.mark.parametrize("head", HEADERS.values(), ids=HEADERS)
def test_a_message_of_each_country_is_read(head: str) -> None:
    text = f"{head.replace('،', ',')}Mrs Patel: Tea is ready: come in\nand sit down\n{head.replace('،', ',')}Amina: 🌷"
    assert is_chat(text)
    found = chat(text)
    assert [(m.at, m.who, m.text) for m in found.messages] == [
        (AT, "Mrs Patel", "Tea is ready: come in\nand sit down"),
        (AT, "Amina", "🌷"),
    ]
    assert found.phone == ("iphone" if "[" in head else "android")
    assert not found.unsure


@pytest.mark.parametrize(
    "line",
    [
        "31/05/2026, 14:03 - Amina: PTT-20260531-WA0003.opus (file attached)",
        "31.05.26, 14:03 - Amina: PTT-20260531-WA0003.opus (Datei angehängt)",
        "31/5/2026, 14:03 - Amina: \u200ePTT-20260531-WA0003.opus (archivo adjunto)",
        "31/05/2026 14:03 - Amina: PTT-20260531-WA0003.opus (fichier joint)",
        "31/05/2026, 14:03 - Amina: PTT-20260531-WA0003.opus (फ़ाइल संलग्न है)",
        "[31/05/2026, 14:03:00] Amina: \u200e<attached: PTT-20260531-WA0003.opus>",
        "[31.05.26, 14:03:00] Amina: \u200e<Anhang: PTT-20260531-WA0003.opus>",
        "[31/05/2026, 14:03:00] Amina: \u200e<adjunto: PTT-20260531-WA0003.opus>",
    ],
)
def test_a_file_is_known_by_its_name_whatever_the_language(line: str) -> None:
    (one,) = chat(line, "PTT-20260531-WA0003.opus", "other.jpg").messages
    assert (one.who, one.file, one.text) == ("Amina", "PTT-20260531-WA0003.opus", "")


def test_words_beside_a_file_stay_and_a_file_that_did_not_come_is_named() -> None:
    text = (
        "31/05/2026, 14:03 - Amina: IMG-1.jpg (file attached)\nMy street\n"
        "[31/05/2026, 14:04:00] Amina: <attached: 0002-AUDIO.opus>"
    )
    found = chat(text, "IMG-1.jpg")
    assert [(m.file, m.text) for m in found.messages] == [("IMG-1.jpg", "My street"), ("0002-AUDIO.opus", "")]
    assert found.files == ("IMG-1.jpg", "0002-AUDIO.opus")


def test_the_longest_name_is_the_file() -> None:
    (one,) = chat(
        "31/05/2026, 14:03 - A: IMG-1.jpg.webp (file attached)", "IMG-1.jpg", "IMG-1.jpg.webp"
    ).messages
    assert one.file == "IMG-1.jpg.webp"


def test_lines_of_the_app_itself_are_nobodys_words() -> None:
    found = chat(
        "31/05/2026, 14:03 - Messages and calls are end-to-end encrypted. Nobody can read them.\n31/05/2026, 14:04 - Amina: Hello"
    )
    assert [m.who for m in found.messages] == ["", "Amina"]
    assert found.people == ("Amina",)


@pytest.mark.parametrize(
    ("days", "order", "unsure"),
    [
        (("05/06/2026", "13/06/2026"), "dmy", False),
        (("05/06/2026", "05/13/2026"), "mdy", False),
        (("01/02/2026", "02/02/2026", "01/03/2026"), "dmy", False),
        (("01/31/2026", "02/01/2026"), "mdy", False),
        (("05/06/2026", "07/06/2026"), "dmy", True),
        (("05/05/2026", "06/06/2026"), "dmy", False),
        (("2026/05/06", "2026/05/07"), "ymd", False),
    ],
)
def test_day_and_month_are_told_apart_by_the_whole_chat_or_said_to_be_unsure(
    days: tuple[str, ...], order: str, unsure: bool
) -> None:
    found = chat("\n".join(f"{day}, 14:03 - Amina: hello" for day in days))
    assert (found.order, found.unsure) == (order, unsure)


@pytest.mark.parametrize(
    ("time", "hour"),
    [
        ("12:05 AM", 0),
        ("12:05 PM", 12),
        ("1:05 PM", 13),
        ("00:05", 0),
        ("11:05 p. m.", 23),
        ("1:05 ص", 1),
        ("3:05 م", 15),
    ],
)
def test_clocks_of_twelve_and_of_twenty_four_hours(time: str, hour: int) -> None:
    (one,) = chat(f"31/05/2026, {time} - Amina: hello").messages
    assert one.at == datetime(2026, 5, 31, hour, 5)


def test_the_digits_people_write_stay_theirs() -> None:
    (one,) = chat("31/05/2026, 14:03 - Amina: کمرہ ٣ میں").messages
    assert one.text == "کمرہ ٣ میں"


@pytest.mark.parametrize(
    "text",
    ["", "Dear Joan,\nhow are you", "12:30 - tea: ready", "a\nb\nc\nd\ne\nf\n31/05/2026, 14:03 - A: x"],
)
def test_what_is_no_chat_is_none(text: str) -> None:
    assert not is_chat(text)


def test_a_text_without_any_message_gives_nothing() -> None:
    assert read_chat("hello\nthere") is None


@given(st.text())
def test_any_text_is_read_without_a_crash(text: str) -> None:
    found = read_chat(text)
    assert found is None or found.messages


plain = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"], exclude_characters="\xa0\u202f")


@given(st.lists(st.text(plain, min_size=1), min_size=1, max_size=5))
def test_every_word_of_every_message_is_there(said: list[str]) -> None:
    text = "\n".join(f"31/05/2026, 14:03 - Amina: {words}" for words in said)
    found = read_chat(text)
    assert found is not None
    assert "\n".join(m.text for m in found.messages).split() == "\n".join(said).split()


def test_a_message_of_very_many_lines_takes_no_longer_for_each_of_them() -> None:
    before = time.process_time()
    chat = read_chat("14/05/2026, 10:00 - Amina: tea\n" + "and cake with sugar\n" * 100_000)
    assert time.process_time() - before < 2
    assert chat is not None
    assert chat.messages[0].text.count("\n") == 100_000
