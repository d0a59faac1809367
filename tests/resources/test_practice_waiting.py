"""The eight stories that wait for a coordinator: all of what a queue can ask, in words as real and as kind as the others."""

import re
from collections import Counter
from datetime import date

import pytest

from ldp_stories.domain.people import tidy_code
from ldp_stories.services.load_pack_content import StarterContent
from ldp_stories.services.load_practice import Practice
from ldp_stories.services.practice_stories import PracticeRecord
from tests.resources.test_practice_words import ORDINARY, names_in

NUMBERS = range(31, 39)
TODAY = date(2026, 11, 20)


def record(practice: Practice, no: int) -> PracticeRecord:
    return next(r for r in practice.waiting.records if r.no == no)


def test_they_are_of_all_kinds_by_all_researchers_and_from_eight_places(practice: Practice) -> None:
    found = practice.waiting.records
    assert [r.no for r in found] == list(NUMBERS)
    assert Counter(r.kind for r in found) == {"story": 4, "interview": 3, "observation": 1}
    assert {r.researcher for r in found} == {"R-03", "R-07", "R-09", "R-11"}
    assert len({r.encounter.place for r in found}) == len(found)


def test_nobody_went_through_them(practice: Practice) -> None:
    for r in practice.waiting.records:
        assert not r.released_by
        assert r.passages
        assert all(p.tags and all(t.decision is None and t.reason for t in p.tags) for p in r.passages)


def test_their_tags_differ(practice: Practice) -> None:
    tags = Counter(t.tag for r in practice.waiting.records for p in r.passages for t in p.tags)
    assert len(tags) > 20
    assert {t[0] for t in tags} >= set("ABCDEFGH")
    assert {t.sure for r in practice.waiting.records for p in r.passages for t in p.tags} == {
        "sure", "think so", "not sure",
    }  # fmt: skip


def test_their_people_are_new_and_every_code_reads_back(practice: Practice) -> None:
    codes = [p.code for p in practice.people()]
    assert len(set(codes)) == len(codes)
    assert all(tidy_code(code) == code for code in codes)
    met = {c for r in practice.waiting.records for c in r.participants}
    assert met == {p.code for p in practice.waiting.participants}


@pytest.mark.parametrize("no", NUMBERS)
def test_each_is_80_to_220_words_long_without_stray_space(practice: Practice, no: int) -> None:
    for layer in record(practice, no).words():
        assert 80 <= len(layer.text.split()) <= 220
        assert layer.text == layer.text.strip()
        assert "  " not in layer.text
        assert not re.search(r"\d{5}", layer.text)


def test_only_one_names_somebody_and_says_where_he_lives(practice: Practice) -> None:
    found = {
        (r.no, name)
        for r in practice.waiting.records
        for layer in r.words()
        if layer.language == "en"
        for name in names_in(layer.text) - ORDINARY
    }
    assert {no for no, _ in found} == {32}
    assert "Mr Tolland from 14 Weir Lane" in record(practice, 32).words()[0].text


def test_one_is_told_with_a_worry_and_asks_a_coordinator(practice: Practice) -> None:
    worried = record(practice, 33)
    assert worried.sensitivity == "careful"
    assert "safeguarding lead" in worried.encounter.also_raised
    assert [(c.kind, c.by) for c in worried.comments] == [("question", worried.researcher)]


def test_one_stands_in_urdu_with_a_translation(practice: Practice) -> None:
    told, english = record(practice, 34).layers
    letters = [c for c in told.text if c.isalpha()]
    assert all("؀" <= c <= "ۿ" for c in letters)
    assert (english.kind, english.language, english.made_from) == ("translation", "en", 0)


def test_one_has_a_picture_and_one_a_picture_that_was_said_no_to(practice: Practice) -> None:
    assert [m.kind for m in record(practice, 35).media] == ["photo"]
    (answers,) = record(practice, 37).consents
    assert [m.kind for m in record(practice, 37).media] == ["photo"]
    assert "photo" in answers.no


def test_everything_else_is_kept_with_a_yes(practice: Practice) -> None:
    for r in practice.waiting.records:
        if r.no != 37:
            assert all(m.kind in c.yes for m in r.media for c in r.consents)
        assert all(0 <= (p.from_s or 0) < (p.to_s or 1) <= max(1, r.sound_seconds) for p in r.passages), r.no


def test_every_fact_is_on_the_lists(practice: Practice) -> None:
    settings = {s.key for s in practice.content.settings.settings}
    lists = {name: {o.key for o in options} for name, options in practice.content.choices.items()}
    groups = {g.key for g in practice.content.target_groups.target_groups}
    for r in practice.waiting.records:
        assert r.encounter.setting in settings
        assert r.encounter.kind in lists["encounter_kind"]
        assert r.encounter.private_enough in lists["private_enough"]
        assert r.encounter.relation in lists["relation"]
        assert r.encounter.route in lists["route"]
        assert r.encounter.outcome in lists["outcome"]
        assert r.direction in lists["direction"]
        assert r.level in lists["level"]
        assert r.how_told in lists["how_told"] | {""}
        assert r.told_at[:10] <= TODAY.isoformat()
    assert all(set(p.target_groups) <= groups for p in practice.waiting.participants)


def test_no_sentence_stands_anywhere_else(practice: Practice) -> None:
    seen: dict[str, int] = {}
    for r in practice.records():
        for sentence in re.split(r"(?<=[.!?۔।])\s+", r.words()[0].text):
            if len(sentence.split()) >= 6:
                assert seen.setdefault(sentence, r.no) == r.no
    titles = [r.title for r in practice.records()]
    assert len(set(titles)) == len(titles)


def test_no_real_place_stands_in_them(starter: StarterContent, practice: Practice) -> None:
    real = {n for p in starter.places.places for n in (p.name, *p.aliases) if not re.fullmatch(r"Area \d", n)}
    everything = "\n".join(layer.text for r in practice.waiting.records for layer in r.words())
    assert {name for name in real if re.search(rf"\b{re.escape(name)}\b", everything)} == set()
