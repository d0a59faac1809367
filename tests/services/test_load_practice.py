"""Reading the practice stories: every reference is checked, and a file that does not fit is refused by story number."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.errors import UserError
from ldp_stories.services.load_practice import Practice, load_practice
from ldp_stories.services.practice_stories import PracticeLayer

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture(scope="module")
def practice() -> Practice:
    return load_practice(RESOURCES)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(RESOURCES, tmp_path / "resources", ignore=shutil.ignore_patterns("help", "words", "spec"))
    return tmp_path / "resources"


def refused(copy: Path, noun: str, change: Callable[[Any], object]) -> UserError:
    path = copy / "practice" / "larkside" / f"{noun}.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(UserError) as found:
        load_practice(copy)
    assert found.value.code == "NOT_A_PACK"
    return found.value


def why(copy: Path, change: Callable[[Any], object], noun: str = "records") -> str:
    error = refused(copy, noun, change)
    assert error.facts["file"] == f"{noun}.json"
    return str(error.facts["why"])


def test_the_practice_programme_loads_whole(practice: Practice) -> None:
    assert len(practice.stories.records) == 29
    assert len(practice.stories.declined) == 1
    assert practice.content.programme["name"] == "Larkside Together"


def test_a_quote_that_is_not_in_the_words_is_refused(copy: Path) -> None:
    found = why(copy, lambda c: c["records"][0]["passages"][0].update(quote="nobody said this"))
    assert found == "story 1: a passage stands 0 times in the words"


def test_a_quote_that_stands_twice_is_refused(copy: Path) -> None:
    found = why(copy, lambda c: c["records"][0]["passages"][0].update(quote="the"))
    assert "story 1: a passage stands" in found


def test_a_passage_outside_the_sound_is_refused(copy: Path) -> None:
    found = why(copy, lambda c: c["records"][0]["passages"][0].update({"from": 10, "to": 99_999}))
    assert found == "story 1: a passage is outside the sound"


def test_a_passage_that_ends_before_it_begins_is_refused(copy: Path) -> None:
    found = why(copy, lambda c: c["records"][0]["passages"][0].update({"from": 20, "to": 10}))
    assert found == "story 1: a passage is outside the sound"


def test_a_passage_in_a_layer_that_is_not_there_is_refused(copy: Path) -> None:
    assert "words that are not there" in why(copy, lambda c: c["records"][0]["passages"][0].update(layer=7))


def test_words_made_from_nothing_are_refused(copy: Path) -> None:
    assert "made from words" in why(copy, lambda c: c["records"][0]["layers"][0].update(made_from=9))


def test_a_tag_that_is_not_in_the_codebook_is_refused(copy: Path) -> None:
    found = why(copy, lambda c: c["records"][0]["passages"][0]["tags"][0].update(tag="Z9"))
    assert found == "story 1 uses a tag that is not there"


def test_a_change_to_an_unknown_tag_is_refused(copy: Path) -> None:
    def change(content: Any) -> None:
        content["records"][0]["passages"][0]["tags"][0]["decision"] = {
            "decision": "change",
            "by": "C-01",
            "to": "Z9",
        }

    assert "uses a tag that is not there" in why(copy, change)


def test_a_code_with_a_slip_is_refused(copy: Path) -> None:
    found = why(copy, lambda c: c["participants"][0].update(code="LT-2222-223"))
    assert "LT-2222-223 has a slip in it" in found


def test_a_code_that_stands_twice_is_refused(copy: Path) -> None:
    found = why(copy, lambda c: c["participants"].append(c["participants"][0]))
    assert found == "a code stands twice"


def test_a_story_of_somebody_unknown_is_refused(copy: Path) -> None:
    found = why(copy, lambda c: c["records"][0].update(participants=["LT-4HN7-KQY"]))
    assert found == "story 1 names a person who is not there"


def test_a_person_from_an_unknown_place_is_refused(copy: Path) -> None:
    found = why(copy, lambda c: c["participants"][0].update(home_place="ward/nowhere"))
    assert "lives in a place that is not there" in found


def test_a_story_from_an_unknown_place_is_refused(copy: Path) -> None:
    found = why(copy, lambda c: c["records"][0]["encounter"].update(place="ward/nowhere"))
    assert "names the place ward/nowhere" in found


def test_a_story_from_a_ward_that_had_ended_is_refused(copy: Path) -> None:
    found = why(copy, lambda c: c["records"][0]["encounter"].update(place="ward/lower-tansy"))
    assert found == "story 1 was told when Lower Tansy was not a place"


def test_a_researcher_outside_the_programme_is_refused(copy: Path) -> None:
    assert "names a member" in why(copy, lambda c: c["records"][0].update(researcher="R-99"))


def test_an_answer_to_a_question_nobody_asks_is_refused(copy: Path) -> None:
    found = why(copy, lambda c: c["records"][0]["consents"][0]["yes"].append("publish_clip:radio"))
    assert "an answer to a question that is not there" in found


def test_a_blind_sample_of_missing_passages_is_refused(copy: Path) -> None:
    found = why(copy, lambda c: c["blind_samples"][0]["units"][0].update(passage=50), "extras")
    assert "the sample for D1" in found


def test_a_leak_that_is_not_in_the_words_is_refused(copy: Path) -> None:
    found = why(copy, lambda c: c["leaks"][0].update(quote="Nobody"), "extras")
    assert found == "the leak in story 19 is not in its words"


def test_a_misspelt_key_is_refused(copy: Path) -> None:
    assert "titel" in why(copy, lambda c: c["records"][0].update(titel="x"))


@pytest.mark.parametrize("noun", ["records", "extras"])
def test_a_missing_file_is_refused_by_name(copy: Path, noun: str) -> None:
    (copy / "practice" / "larkside" / f"{noun}.json").unlink()
    with pytest.raises(UserError) as found:
        load_practice(copy)
    assert found.value.facts == {"file": f"{noun}.json", "why": "it is missing"}


def test_only_an_observation_makes_its_words_from_its_parts(practice: Practice) -> None:
    for record in practice.stories.records:
        assert (record.layers == ()) == (record.kind == "observation")
        assert record.words()
        assert all(isinstance(layer, PracticeLayer) for layer in record.words())


def test_the_length_of_the_sound_leaves_out_the_gap(practice: Practice) -> None:
    power_cut = next(r for r in practice.stories.records if r.no == 18)
    assert power_cut.sound_seconds == 2459 + 310
