"""The words of the invented stories: long enough to be real, nobody and nowhere real in them, names only where they are left on purpose."""

import re

import pytest

from ldp_stories.services.load_pack_content import StarterContent
from ldp_stories.services.load_practice import Practice
from ldp_stories.services.practice_stories import PracticeRecord

ORDINARY = {
    "I", "English", "Polish", "Punjabi", "Urdu", "Somali", "Mum", "Dad", "Nan", "God", "GP", "KPI", "Director", "FIRST", "SECOND",
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Mondays", "Tuesdays", "Saturdays", "Says",
}  # fmt: skip
ENGLISH_LAYERS = ("verbatim", "translation", "masked", "reading")


def english(record: PracticeRecord) -> list[str]:
    return [layer.text for layer in record.words() if layer.language == "en"]


def names_in(text: str) -> set[str]:
    """Capitalised words that do not begin a sentence, a line or a quotation."""
    return {m[1] for m in re.finditer(r"(?<=[a-z,;] )([A-Z][A-Za-z]+)", text)}


def test_names_are_found_inside_sentences_only() -> None:
    text = "Then Mrs Okell came. She met Ann, and Bob left."
    assert names_in(text) == {"Mrs", "Okell", "Ann", "Bob"}


def test_no_name_stands_in_the_words_but_the_three_left_on_purpose(practice: Practice) -> None:
    leaks = {(leak.record, word) for leak in practice.extras.leaks for word in leak.quote.split()}
    found = {(r.no, name) for r in practice.stories.records for text in english(r) for name in names_in(text)}
    unexpected = {(no, name) for no, name in found if name not in ORDINARY} - leaks
    assert unexpected == set()


def test_there_are_three_leaks_to_find(practice: Practice) -> None:
    assert [(leak.record, leak.quote) for leak in practice.extras.leaks] == [
        (19, "Mrs Okell"),
        (22, "Brannock"),
        (27, "Tamsin"),
    ]


def test_titles_name_nobody(practice: Practice) -> None:
    for r in practice.stories.records:
        assert names_in(r.title) <= ORDINARY, r.title


def test_no_real_place_of_the_starter_stands_in_the_practice_pack(
    starter: StarterContent, practice: Practice
) -> None:
    real = {n for p in starter.places.places for n in (p.name, *p.aliases) if not re.fullmatch(r"Area \d", n)}
    texts = [t.text for r in practice.stories.records for t in r.words()]
    texts += [p.name for p in practice.content.places.places]
    texts += [o.label for o in practice.content.organisations.organisations]
    texts += [str(m) for m in practice.extras.moments]
    everything = "\n".join(texts)
    found = {name for name in real if re.search(rf"\b{re.escape(name)}\b", everything)}
    assert found == set()


def test_no_real_code_is_used_for_an_invented_place(practice: Practice) -> None:
    assert all(p.code.startswith("X") for p in practice.content.places.places if p.code)


def test_no_telephone_number_stands_in_any_story(practice: Practice) -> None:
    for r in practice.stories.records:
        for layer in r.words():
            assert not re.search(r"\d{5}", layer.text), r.no


@pytest.mark.parametrize("no", [n for n in range(1, 31) if n not in (5, 15)])
def test_a_story_is_80_to_220_words_long(practice: Practice, no: int) -> None:
    record = next(r for r in practice.stories.records if r.no == no)
    for layer in record.words():
        assert 80 <= len(layer.text.split()) <= 220


def test_the_one_that_stopped_early_is_shorter(practice: Practice) -> None:
    record = next(r for r in practice.stories.records if r.no == 15)
    assert all(40 <= len(layer.text.split()) < 80 for layer in record.layers)


def test_no_two_stories_share_a_sentence(practice: Practice) -> None:
    seen: dict[str, int] = {}
    for r in practice.stories.records:
        for sentence in re.split(r"(?<=[.!?۔।])\s+", r.words()[0].text):
            if len(sentence.split()) >= 6:
                assert seen.setdefault(sentence, r.no) == r.no


def test_every_story_has_a_title_of_its_own(practice: Practice) -> None:
    titles = [r.title for r in practice.stories.records]
    assert len(set(titles)) == 29
    assert "Tea and bulbs" not in titles


def test_words_are_kept_as_they_are_without_stray_space(practice: Practice) -> None:
    for r in practice.stories.records:
        for layer in r.words():
            assert layer.text == layer.text.strip()
            assert "  " not in layer.text


def test_an_observation_reads_as_seen_heard_and_wondered(practice: Practice) -> None:
    record = next(r for r in practice.stories.records if r.no == 28)
    (words,) = record.words()
    parts = words.text.split("\n\n")
    assert parts == [record.details[k] for k in ("saw", "heard", "wondered")]


def test_only_layers_the_program_knows_are_used(practice: Practice) -> None:
    kinds = {layer.kind for r in practice.stories.records for layer in r.words()}
    assert kinds == set(ENGLISH_LAYERS)
