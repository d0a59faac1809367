"""Which of our tags a foreign code is: by identifier, by a name only one tag has, else a new one in its place in the tree."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.reports.refi.model import Code
from ldp_stories.services.code_own import change_tag, drop_tag, make_tag, own_tags
from ldp_stories.services.exchange_codes import OWN_TAGS, codes_of, group_code, own_codes
from ldp_stories.services.exchange_tags import TagMatch, add_own_tags, foreign_tags, match_tags
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.store import analysis
from tests.reports.refi.made import guid
from tests.services.house import change, name_id, open_house


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def matched(home: Home, *codes: Code) -> dict[str, TagMatch]:
    with home.main.read() as con:
        return match_tags(con, codes)


def one(home: Home, code: Code) -> tuple[str, str]:
    match = matched(home, code)[code.guid]
    return match.how, match.tag


@pytest.mark.parametrize(
    "name", ["Trusted person", "trusted person", "D1 Trusted person", "d1  trusted   person"]
)
def test_a_tag_of_the_codebook_is_known_by_its_name(joan: Home, name: str) -> None:
    assert one(joan, Code(guid(1), name)) == ("named", name_id("D1"))


def test_an_identifier_counts_more_than_a_name(joan: Home) -> None:
    assert one(joan, Code(name_id("A8"), "Trusted person")) == ("known", name_id("A8"))


def test_an_own_tag_counts_before_one_of_the_codebook_of_the_same_name(joan: Home) -> None:
    mine = make_tag(joan, "Trusted person")
    assert one(joan, Code(guid(1), "Trusted person")) == ("named", mine)


def test_a_name_that_two_tags_have_is_nobodys(joan: Home) -> None:
    make_tag(joan, "Light")
    make_tag(joan, "light")
    assert one(joan, Code(guid(1), "Light")) == ("new", guid(1))


def test_an_identifier_that_something_else_has_here_is_not_taken(joan: Home) -> None:
    how, tag = one(joan, Code(joan.member, "Courage"))
    assert how == "new"
    assert tag != joan.member


def test_a_tag_that_was_taken_away_comes_as_a_new_one(joan: Home) -> None:
    mine = make_tag(joan, "Light")
    drop_tag(joan, mine)
    how, tag = one(joan, Code(mine, "Light"))
    assert how == "new"
    assert tag != mine


def test_under_a_tag_of_the_codebook_a_new_one_stands_at_the_top(joan: Home) -> None:
    inner = Code(guid(2), "Imams")
    found = matched(joan, Code(name_id("D1"), "Trusted person", children=(inner,)))
    assert found[guid(2)].parent is None


def test_under_an_own_tag_a_new_one_stands_under_it(joan: Home) -> None:
    mine = make_tag(joan, "Courage")
    found = matched(joan, Code(guid(1), "Courage", children=(Code(guid(2), "Alone"),)))
    assert found[guid(2)].parent == mine


def test_groups_of_ours_are_no_tags(joan: Home) -> None:
    groups = codes_of(codebook(joan))
    assert [m.how for m in matched(joan, *groups).values()] == ["known"] * 3
    own = Code(OWN_TAGS, "Own tags", codable=False, children=(Code(guid(2), "Alone"),))
    found = matched(joan, own)
    assert set(found) == {guid(2)}
    assert found[guid(2)].parent is None


def test_a_folder_comes_only_for_what_is_new_under_it(joan: Home) -> None:
    known = Code(guid(1), "Old", codable=False, children=(Code(name_id("D1"), "Trusted person"),))
    new = Code(guid(3), "New", codable=False, children=(Code(guid(4), "Alone"),))
    found = matched(joan, known, new)
    assert guid(1) not in found
    assert (found[guid(3)].how, found[guid(4)].parent) == ("new", guid(3))


def test_new_ones_are_made_with_meaning_place_and_order(joan: Home) -> None:
    make_tag(joan, "First")
    code = Code(guid(1), " Courage ", " Going in ", children=(Code(guid(2), "Alone"),))
    with joan.main.write() as con:
        assert add_own_tags(joan, con, list(match_tags(con, [code]).values())) == 2
        tags = {t.id: t for t in analysis.own_tags(con)}
    assert (tags[guid(1)].name, tags[guid(1)].meaning) == ("Courage", "Going in")
    assert tags[guid(2)].parent == guid(1)
    assert [t.position for t in tags.values()] == [0, 1, 2]


def test_own_tags_go_out_as_the_tree_they_are(joan: Home) -> None:
    with joan.main.read() as con:
        assert own_codes(analysis.own_tags(con)) == ()
    top = make_tag(joan, "Courage", "Going in")
    below = make_tag(joan, "Alone", parent=top)
    other = make_tag(joan, "Light")
    with joan.main.read() as con:
        (group,) = own_codes(analysis.own_tags(con))
    assert (group.guid, group.codable) == (OWN_TAGS, False)
    assert [(c.guid, c.name, depth) for c, depth in group.walk()][1:] == [
        (top, "Courage", 1),
        (below, "Alone", 2),
        (other, "Light", 1),
    ]
    change_tag(joan, top, parent=below)
    with joan.main.read() as con:
        (group,) = own_codes(analysis.own_tags(con))
    assert {c.guid for c, _ in group.walk()} == {OWN_TAGS, top, below, other}
    assert len(own_tags(joan)) == 3


def test_tags_of_the_codebook_go_out_under_their_parents(joan: Home) -> None:
    change(joan, "tag", name_id("A8"), parent=name_id("B7"))
    flat = {c.guid: depth for top in codes_of(codebook(joan)) for c, depth in top.walk()}
    assert flat[name_id("A8")] == 1
    change(joan, "tag", name_id("A8"), group="B")
    tree = {c.guid: depth for top in codes_of(codebook(joan)) for c, depth in top.walk()}
    assert tree[name_id("A8")] == 2
    assert group_code("A") not in tree


def test_a_circle_in_the_codebook_still_ends(joan: Home) -> None:
    change(joan, "tag", name_id("A8"), group="B", parent=name_id("B7"))
    change(joan, "tag", name_id("B7"), parent=name_id("A8"))
    assert codes_of(codebook(joan))


def test_foreign_codes_become_tags_with_their_letter_code_and_facts(joan: Home) -> None:
    words = "Who is trusted\nUse it for: people\nNot for: places\nFor example: Mrs B\nFrom: facts 3"
    top = Code(guid(1), "D Trust", codable=False, children=(Code(guid(2), "D7 Elders", words),))
    (tag,) = foreign_tags(joan, [top])
    assert (tag.group, tag.code, tag.name) == ("D", "D7", "Elders")
    assert (tag.meaning, tag.use_for, tag.not_for, tag.example) == (
        "Who is trusted",
        "people",
        "places",
        "Mrs B",
    )
    (plain,) = foreign_tags(joan, [Code(guid(3), "D7 Elders")])
    assert (plain.group, plain.code, plain.name) == ("", "", "D7 Elders")
