"""Reading content files: what fits becomes entities with permanent ids; what does not is refused by the name of its file."""

import json
import shutil
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.domain.ids import is_id
from ldp_stories.domain.kinds import KINDS
from ldp_stories.domain.roles import PROGRAMME_KINDS
from ldp_stories.errors import UserError
from ldp_stories.services.load_pack_content import (
    StarterContent,
    entity_id,
    load_content,
    order_number,
    read_content,
)
from ldp_stories.services.pack_content import Members, Tags

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the starter that a test may break."""
    shutil.copytree(RESOURCES / "starter", tmp_path / "starter")
    return tmp_path


def edit(copy: Path, noun: str, change: Any) -> None:
    """Change one file: `change` gets its object and changes it in place."""
    path = copy / "starter" / f"{noun}.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def refused(resources: Path, name: str = "starter") -> UserError:
    with pytest.raises(UserError) as found:
        load_content(resources, name)
    return found.value


@pytest.fixture(scope="module")
def starter() -> StarterContent:
    return load_content(RESOURCES)


@pytest.fixture(scope="module")
def larkside() -> StarterContent:
    return load_content(RESOURCES, "larkside")


@pytest.mark.parametrize("name", ["starter", "larkside"])
def test_every_item_is_an_entity_of_the_programme_stream(name: str) -> None:
    for item in load_content(RESOURCES, name).items():
        assert item.kind in PROGRAMME_KINDS
        assert is_id(item.ent)
        assert all(KINDS[item.kind].allows(field) for field in item.sets), item.kind


@pytest.mark.parametrize("name", ["starter", "larkside"])
def test_every_entity_stands_once(name: str) -> None:
    ents = Counter(i.ent for i in load_content(RESOURCES, name).items())
    assert [e for e, times in ents.items() if times > 1] == []


@pytest.mark.parametrize("name", ["starter", "larkside"])
def test_values_are_plain_json(name: str) -> None:
    for item in load_content(RESOURCES, name).items():
        assert json.loads(json.dumps(item.sets)) == item.sets, item.kind


def test_the_starter_has_one_item_for_each_thing(starter: StarterContent) -> None:
    kinds = Counter(i.kind for i in starter.items())
    assert kinds["tag"] == 68
    assert kinds["programme"] == kinds["consent_form"] == kinds["safeguarding"] == 1
    assert kinds["place"] == len(starter.places.places)
    assert kinds["contact"] == len(starter.contacts.contacts)
    assert kinds["member"] == 0
    assert kinds["framework"] == 8


def test_two_loads_give_the_same_ids_in_the_same_order(starter: StarterContent) -> None:
    assert [i.ent for i in load_content(RESOURCES).items()] == [i.ent for i in starter.items()]


def test_ids_are_fixed_for_ever() -> None:
    assert entity_id("tag", "D1") == "27d4184d-8454-54d0-81a5-305d5825d09c"
    assert entity_id("tag", "D1") != entity_id("place", "D1")


def test_a_practice_pack_has_the_tags_of_the_starter_under_the_same_ids(
    starter: StarterContent, larkside: StarterContent
) -> None:
    def tags(content: StarterContent) -> dict[str, str]:
        return {i.sets["code"]: i.ent for i in content.items() if i.kind == "tag"}

    assert tags(starter) == tags(larkside)


def test_a_practice_pack_has_its_own_places_and_none_of_the_starter(
    starter: StarterContent, larkside: StarterContent
) -> None:
    assert not {p.key for p in starter.places.places} & {p.key for p in larkside.places.places}


def test_an_overlay_changes_only_the_keys_it_has(starter: StarterContent, larkside: StarterContent) -> None:
    assert larkside.consent.items == starter.consent.items
    assert larkside.consent.approved_by != starter.consent.approved_by
    assert larkside.safeguarding.steps == starter.safeguarding.steps
    assert larkside.safeguarding.policy != starter.safeguarding.policy
    assert larkside.choices == starter.choices


def test_members_of_a_practice_programme_become_items(larkside: StarterContent) -> None:
    members = [i for i in larkside.items() if i.kind == "member"]
    assert len(members) == 8
    amina = next(i for i in members if i.sets["code"] == "R-07")
    assert amina.ent == entity_id("member", "R-07")
    assert amina.sets["roles"] == [{"role": "researcher", "start": "2026-01-05", "end": None, "extra": []}]


def test_list_numbers_leave_room_between_entries() -> None:
    numbers = [order_number(n) for n in range(200)]
    assert numbers == sorted(numbers)
    assert all(later - earlier > 1 for earlier, later in pairwise(numbers))


def test_remarks_for_editors_stay_in_the_files(starter: StarterContent) -> None:
    assert not any("needed" in i.sets for i in starter.items())
    assert not any("source" in i.sets for i in starter.items() if i.kind == "framework")


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "starter" / "tags.json").unlink()
    error = refused(copy)
    assert error.code == "NOT_A_PACK"
    assert error.facts == {"file": "tags.json", "why": "it is missing"}


@pytest.mark.parametrize(
    "noun",
    [
        "programme", "places", "tags", "prompts", "consent", "contacts", "safeguarding", "choices", "settings",
        "target_groups", "organisations", "frameworks", "plain_words",
    ],
)  # fmt: skip
@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff\xfe\x00", b'{"places": '])
def test_a_damaged_file_is_named(copy: Path, noun: str, damage: bytes) -> None:
    (copy / "starter" / f"{noun}.json").write_bytes(damage)
    error = refused(copy)
    assert error.code == "NOT_A_PACK"
    assert error.facts["file"] == f"{noun}.json"
    assert error.facts["why"]


def test_the_sentence_for_a_broken_file_is_calm_and_says_what_to_do(copy: Path) -> None:
    (copy / "starter" / "tags.json").write_bytes(b"{")
    sentence = str(refused(copy))
    assert "Nothing was changed." in sentence
    assert "invalid" not in sentence.lower()


def test_a_misspelt_key_is_refused_with_its_place(copy: Path) -> None:
    edit(copy, "tags", lambda c: c["groups"][0]["tags"][0].update(meening="x"))
    error = refused(copy)
    assert error.facts["file"] == "tags.json"
    assert "meening" in str(error.facts["why"])


def test_a_value_of_the_wrong_kind_is_refused(copy: Path) -> None:
    edit(copy, "contacts", lambda c: c["contacts"][0].update(phone=112))
    assert refused(copy).facts["file"] == "contacts.json"


def test_a_tag_code_that_stands_twice_is_refused(copy: Path) -> None:
    edit(copy, "tags", lambda c: c["groups"][0]["tags"][1].update(code="A1"))
    assert refused(copy).facts == {"file": "tags.json", "why": "a tag code stands twice"}


def test_a_better_tag_that_is_not_there_is_refused(copy: Path) -> None:
    edit(copy, "tags", lambda c: c["groups"][0]["tags"][1].update(not_for="Use C99"))
    assert "A2 names a tag" in str(refused(copy).facts["why"])


def test_a_parent_that_is_not_there_is_refused(copy: Path) -> None:
    edit(
        copy, "places", lambda c: c["places"][5].update(parents=[{"place": "nowhere", "relation": "inside"}])
    )
    assert "names a place that is not there" in str(refused(copy).facts["why"])


def test_a_successor_that_is_not_there_is_refused(copy: Path) -> None:
    edit(
        copy, "places", lambda c: c["places"][5].update(succeeded_by=[{"place": "nowhere", "share": "part"}])
    )
    assert refused(copy).facts["file"] == "places.json"


def test_a_place_key_that_stands_twice_is_refused(copy: Path) -> None:
    edit(copy, "places", lambda c: c["places"].append(c["places"][0]))
    assert refused(copy).facts == {"file": "places.json", "why": "a place key stands twice"}


def test_a_step_without_its_contact_is_refused(copy: Path) -> None:
    edit(copy, "safeguarding", lambda c: c["steps"][3].update(contact="nobody"))
    assert refused(copy).facts["file"] == "safeguarding.json"


def test_a_question_asked_twice_is_refused(copy: Path) -> None:
    edit(copy, "consent", lambda c: c["items"][1].update(scope="take_part"))
    assert refused(copy).facts == {"file": "consent.json", "why": "a question is asked twice"}


def test_an_unknown_practice_programme_is_refused_by_name() -> None:
    error = refused(RESOURCES, "nowhere")
    assert error.code == "NOT_A_PACK"
    assert error.facts["file"] == "nowhere"


def test_an_edited_label_comes_through(copy: Path) -> None:
    edit(copy, "settings", lambda c: c["settings"][3].update(label="Tea room"))
    content = load_content(copy)
    labels = {i.sets["label"] for i in content.items() if i.kind == "list_item"}
    assert "Tea room" in labels
    assert "Community café" not in labels


def test_a_renamed_tag_keeps_its_id(copy: Path, starter: StarterContent) -> None:
    edit(copy, "tags", lambda c: c["groups"][3]["tags"][0].update(name="People and places we trust"))
    renamed = {i.ent: i.sets for i in load_content(copy).items() if i.kind == "tag"}
    old = next(i for i in starter.items() if i.kind == "tag" and i.sets["code"] == "D1")
    assert renamed[old.ent]["name"] == "People and places we trust"


def test_later_folders_lie_over_earlier_ones(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    for folder, note in ((first, "one"), (second, "two")):
        folder.mkdir()
        (folder / "tags.json").write_text(json.dumps({"note": note, "groups": []}), encoding="utf-8")
    assert read_content("tags", Tags, [first, second]).note == "two"
    assert read_content("tags", Tags, [second, first]).note == "one"


def test_a_file_may_be_in_one_folder_only(tmp_path: Path) -> None:
    (tmp_path / "members.json").write_text('{"members": []}', encoding="utf-8")
    assert read_content("members", Members, [tmp_path / "none", tmp_path]).members == ()
