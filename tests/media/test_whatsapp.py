"""Chats as phones of many countries write them: who, when, what, which file; nothing guessed silently, nothing lost."""

import time
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.media.whatsapp import Chat, Note, is_chat, read_chat

LRM, RLM, NNBSP, NBSP = "\u200e", "\u200f", "\u202f", "\xa0"
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
    "android, Arabic with marks": f"٣١{RLM}/٠٥{RLM}/٢٠٢٦، ٢:٠٣{NNBSP}م - ",
    "iphone, Arabic": f"{RLM}[٣١{RLM}/٥{RLM}/٢٠٢٦، ٢:٠٣:٠٠ م] ",
    "android, Urdu": "31/5/26، 2:03 PM - ",
    "android, Persian": f"۲۰۲۶/۵/۳۱،{RLM} ۱۴:۰۳ - ",
    "android, Persian calendar": f"۱۴۰۵/۳/۱۰،{RLM} ۱۴:۰۳ - ",
    "android, Thai calendar": "31/5/2569 14:03 - ",
    "android, Bengali": "৩১/৫/২৬, ২:০৩ PM - ",
    "android, Bengali afternoon": "৩১/৫/২৬, ২:০৩ অপরাহ্ণ - ",
    "android, Hindi afternoon first": "31/5/26, अपराह्न 2:03 - ",
    "android, Punjabi": "੩੧/੫/੨੬, ੨:੦੩ ਬਾ.ਦੁ. - ",
    "android, Tamil": "31/5/26, பிற்பகல் 2:03 - ",
    "android, Somali": "5/31/26, 2:03 GD - ",
    "android, Pashto": "۳۱/۵/۲۰۲۶، ۲:۰۳ غ.و. - ",
    "android, French with an hour sign": "2026-05-31 14 h 03 - ",
    "android, German with a word": "31.05.26 um 14:03 - ",
    "android, Finnish": "31.5.2026 klo 14.03 - ",
    "android, Bulgarian": "31.05.2026 г., 14:03 ч. - ",
    "android, Korean": "2026. 5. 31. 오후 2:03 - ",
    "android, Turkish afternoon first": "31.05.2026 ÖS 2:03 - ",
    "android, Albanian": "31.5.26, 2:03 e pasdites - ",
    "android, Vietnamese, hour first": "14:03, 31/05/2026 - ",
    "iphone, Chinese": "[2026/5/31 下午2:03:00] ",
    "iphone, Polish": "[31.05.2026, 14:03:00] ",
    "iphone, Hindi digits": "[३१/०५/२०२६, १४:०३:००] ".translate({0x966 + i: str(i) for i in range(10)}),
}


def chat(text: str, *files: str) -> Chat:
    found = read_chat(text, files)
    assert found is not None
    return found


@pytest.mark.parametrize("head", HEADERS.values(), ids=HEADERS)
def test_a_message_of_each_country_is_read(head: str) -> None:
    text = f"{head}Mrs Patel: Tea is ready: come in\nand sit down\n{head}Amina: 🌷"
    assert is_chat(text)
    found = chat(text)
    assert [(m.at, m.who, m.text) for m in found.messages] == [
        (AT, "Mrs Patel", "Tea is ready: come in\nand sit down"),
        (AT, "Amina", "🌷"),
    ]
    assert found.phone == ("iphone" if "[" in head else "android")
    assert (found.unsure, found.hours_unsure, found.days_unsure) == (False, False, False)


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


def test_a_message_that_was_deleted_says_so_in_any_of_many_languages() -> None:
    for words in (
        "This message was deleted",
        "Diese Nachricht wurde gelöscht.",
        "تم حذف هذه الرسالة",
        "یہ پیغام حذف کر دیا گیا",
    ):
        (one,) = chat(f"31/05/2026, 14:03 - Amina: {words}").messages
        assert (one.who, one.text, one.note) == ("Amina", "", Note.DELETED)


@pytest.mark.parametrize(
    "line",
    [
        "31/05/2026, 14:03 - Amina: <Media omitted>",
        "31.05.26, 14:03 - Amina: <Medien ausgeschlossen>",
        "31/05/2026, 14:03 - Amina: <تم استبعاد الوسائط>",
        f"[31/05/2026, 14:03:00] Amina: {LRM}image omitted",
        f"[31.05.26, 14:03:00] Amina: {LRM}Bild weggelassen",
    ],
)
def test_a_sound_or_picture_the_phone_left_out_is_counted(line: str) -> None:
    found = chat(f"31/05/2026, 14:02 - Amina: tea\n{line}")
    assert found.left_out == 1
    assert found.messages[1].note is Note.LEFT_OUT


def test_under_the_name_of_a_group_only_the_phone_speaks_so_it_is_nobody() -> None:
    found = chat(
        f"[31/05/2026, 14:03:00] Larkside neighbours: {LRM}Messages and calls are end-to-end encrypted.\n"
        f"[31/05/2026, 14:03:01] Larkside neighbours: {LRM}Joan created this group\n"
        "[31/05/2026, 14:04:00] Joan: Tea at four?"
    )
    assert found.people == ("Joan",)


def test_a_new_name_of_the_group_is_nobodys_words() -> None:
    found = chat(
        '31/05/2026, 14:03 - Joan changed the subject to "Tea: at four"\n31/05/2026, 14:04 - Joan: hi'
    )
    assert [m.who for m in found.messages] == ["", "Joan"]


def test_a_name_with_a_colon_in_it_is_one_name() -> None:
    (one,) = chat("31/05/2026, 14:03 - Tea 4:30 club: come").messages
    assert (one.who, one.text) == ("Tea 4:30 club", "come")


@pytest.mark.parametrize(
    "end",
    [f" {LRM}<This message was edited>", " <This message was edited>", " <Diese Nachricht wurde bearbeitet>"],
)
def test_that_a_message_was_changed_later_is_the_phones_word(end: str) -> None:
    (one,) = chat(f"[31/05/2026, 14:03:00] Amina: Tea <3{end}").messages
    assert one.text == "Tea <3"


@pytest.mark.parametrize(
    "words",
    [
        "Location: https://maps.google.com/?q=51.507351,-0.127758",
        "https://maps.app.goo.gl/AbCd12 here",
        "we are at 51.507351, -0.127758",
        "https://www.google.co.uk/maps/@51.5073,-0.1277,15z",
        "https://maps.apple.com/?ll=51.507351,-0.127758",
    ],
)
def test_a_place_on_a_map_is_taken_out_and_counted(words: str) -> None:
    (one,) = chat(f"31/05/2026, 14:03 - Amina: come {words}").messages
    assert one.places == 1
    assert "51.5" not in one.text
    assert "goo.gl" not in one.text
    assert one.text.startswith("come")
    assert "[a place on a map]" in one.text


def test_numbers_people_say_are_no_places() -> None:
    (one,) = chat("31/05/2026, 14:03 - Amina: it cost 12.50, then 13.75, see https://example.org").messages
    assert (one.places, one.text) == (0, "it cost 12.50, then 13.75, see https://example.org")


def test_what_phones_say_of_the_hour_in_a_language_nobody_knows_is_unsure() -> None:
    found = chat("31/05/2026, 2:03 qqq - Amina: tea")
    assert found.hours_unsure
    assert not chat("31/05/2026, 14:03 qqq - Amina: tea").hours_unsure


def test_a_day_of_a_calendar_that_is_not_known_is_no_day() -> None:
    found = chat("10/3/1447, 14:03 - Amina: tea\n11/3/1447, 14:03 - Amina: more")
    assert [m.at for m in found.messages] == [None, None]
    assert found.days_unsure


@pytest.mark.parametrize(
    ("said", "day"),
    [("1388/1/1", "2009-03-21"), ("1391/1/1", "2012-03-20"), ("1403/1/1", "2024-03-20"), ("1403/12/30", "2025-03-20"),
     ("1408/7/1", "2029-09-22"), ("1405/6/31", "2026-09-22")],
)  # fmt: skip
def test_days_of_the_persian_calendar(said: str, day: str) -> None:
    (one,) = chat(f"{said}, 14:03 - Amina: tea").messages
    assert one.at is not None
    assert one.at.date().isoformat() == day


def test_marks_people_wrote_inside_their_words_stay() -> None:
    (one,) = chat(f"[31/05/2026, 14:03:00] Amina: کمرہ {RLM}(3){RLM} میں").messages
    assert one.text == f"کمرہ {RLM}(3){RLM} میں"


def test_ten_thousand_files_beside_a_chat_cost_nothing_for_each_message() -> None:
    files = [f"IMG-20260531-WA{n:05}.jpg" for n in range(10_000)]
    text = "\n".join(f"31/05/2026, 14:03 - Amina: {name} (file attached)" for name in files)
    before = time.process_time()
    found = read_chat(text, files)
    assert time.process_time() - before < 3
    assert found is not None
    assert list(found.files) == files
