"""One's own layer: tags in a tree, codings on words and sound, memo, undo; reviewed tags stay and neither overwrites the other (US-E4)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.review import Choice
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.code_own import (
    bring_back,
    change_tag,
    code,
    codings_of,
    drop_tag,
    make_tag,
    own_tags,
    set_memo,
    tags_above,
    uncode,
)
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import mask
from ldp_stories.services.read_record import open_record
from ldp_stories.services.review_tags import decide
from tests.services.homes import code_of
from tests.services.house import (
    STORY,
    WOMEN,
    Told,
    erase,
    houses,
    name_id,
    pass_on,
    send_to_evaluator,
    tell,
)
from tests.services.released import release_read

HOMES = tuple[Home, Home, Home]
OWN = "I can walk in on my own now."


@pytest.fixture
def three(tmp_path: Path) -> Iterator[HOMES]:
    with houses(tmp_path, "amina", "joan", "priya") as (amina, joan, priya):
        yield amina, joan, priya


@pytest.fixture
def told(three: HOMES) -> Told:
    """A released story with a tag, on Priya's laptop too."""
    amina, joan, priya = three
    made = tell(amina, tags={WOMEN: "D1"}, sound=True)
    pass_on(amina, joan)
    release_read(joan, made.record)
    send_to_evaluator(joan, priya)
    return made


def put(home: Home, told: Told, words: str, tag: str, memo: str = "") -> str:
    layer = next(x for x in open_record(home, told.record).layers if words in x.text)
    start = layer.text.index(words)
    return code(home, told.record, tag, layer=layer.id, start=start, end=start + len(words), memo=memo)


def test_a_second_press_puts_no_second_tag_on_the_same_words_or_seconds(three: HOMES, told: Told) -> None:
    priya = three[2]
    tag, other = make_tag(priya, "Walking in"), make_tag(priya, "Being known")
    medium = open_record(priya, told.record).media[0].id
    made = put(priya, told, OWN, tag)
    heard = code(priya, told.record, tag, media=medium, from_ms=100, to_ms=400)
    with pytest.raises(UserError, match="stands just there already"):
        put(priya, told, OWN, tag, "again")
    with pytest.raises(UserError, match="stands just there already"):
        code(priya, told.record, tag, media=medium, from_ms=100, to_ms=400)
    put(priya, told, OWN, other)
    code(priya, told.record, tag, media=medium, from_ms=100, to_ms=300)
    uncode(priya, made)
    put(priya, told, OWN, tag)
    assert len(codings_of(priya, told.record)) == 4
    assert heard in {one.coding.id for one in codings_of(priya, told.record)}


def test_a_tag_of_ones_own_stands_on_words_with_a_memo(three: HOMES, told: Told) -> None:
    priya = three[2]
    tag = make_tag(priya, " Walking in ", "Going somewhere alone")
    made = put(priya, told, OWN, tag, "a turning point?")
    (one,) = codings_of(priya, told.record)
    assert (one.coding.id, one.label, one.words, one.whose) == (made, "Walking in", OWN, "")
    assert STORY[one.start : one.end] == OWN
    set_memo(priya, made, "yes, a turning point")
    assert codings_of(priya, told.record)[0].coding.memo == "yes, a turning point"
    assert [(n.tag.name, n.uses, n.whose) for n in own_tags(priya)] == [("Walking in", 1, "")]


def test_sound_is_coded_too(three: HOMES, told: Told) -> None:
    priya = three[2]
    tag = make_tag(priya, "Her voice drops")
    medium = open_record(priya, told.record).media[0]
    code(priya, told.record, tag, media=medium.id, from_ms=100, to_ms=400)
    (one,) = codings_of(priya, told.record)
    assert one.coding.sound is not None
    assert (one.coding.sound.from_ms, one.coding.sound.to_ms, one.words) == (100, 400, "")
    with pytest.raises(ValueError, match="inside its sound"):
        code(priya, told.record, tag, media=medium.id, from_ms=100, to_ms=9_999)
    with pytest.raises(ValueError, match="words or on sound"):
        code(priya, told.record, tag)


def test_a_tag_of_the_codebook_may_be_used_in_ones_own_layer(three: HOMES, told: Told) -> None:
    priya = three[2]
    put(priya, told, OWN, name_id("A8"))
    assert codings_of(priya, told.record)[0].label == "A8 Home and space"


def test_reviewed_tags_and_ones_own_never_touch_each_other(three: HOMES, told: Told) -> None:
    amina, joan, priya = three
    before = open_record(priya, told.record).readings
    own = put(priya, told, WOMEN, make_tag(priya, "Curtains"))
    assert open_record(priya, told.record).readings == before
    decide(joan, told.suggestions["D1"], Choice.NOT_THIS_TAG, reason="true but not here")
    pass_on(joan, priya, n=2)
    assert [c.coding.id for c in codings_of(priya, told.record)] == [own]
    uncode(priya, own)
    (reading,) = open_record(priya, told.record).readings
    assert [d.choice for d in reading.current] == [Choice.NOT_THIS_TAG]
    del amina


def test_taking_off_and_bringing_back(three: HOMES, told: Told) -> None:
    priya = three[2]
    made = put(priya, told, OWN, make_tag(priya, "Walking in"))
    uncode(priya, made)
    assert codings_of(priya, told.record) == ()
    with pytest.raises(UserError) as caught:
        uncode(priya, made)
    assert code_of(caught) == "NO_SUCH_CODING"
    bring_back(priya, [made])
    assert [c.coding.id for c in codings_of(priya, told.record)] == [made]


def test_a_tag_goes_with_its_codings_and_comes_back_with_them(three: HOMES, told: Told) -> None:
    priya = three[2]
    tag = make_tag(priya, "Walking in")
    put(priya, told, OWN, tag)
    gone = drop_tag(priya, tag)
    assert (own_tags(priya), codings_of(priya, told.record)) == ((), ())
    bring_back(priya, gone)
    assert own_tags(priya)[0].uses == len(codings_of(priya, told.record)) == 1


def test_the_tree_is_ones_own(three: HOMES, told: Told) -> None:
    priya = three[2]
    top = make_tag(priya, "Doors")
    below = make_tag(priya, "Doors that open", parent=top)
    assert [(n.tag.name, n.depth) for n in own_tags(priya)] == [("Doors", 0), ("Doors that open", 1)]
    change_tag(priya, below, name="Open doors", meaning="Somebody let them in", parent=None)
    assert [(n.tag.name, n.depth) for n in own_tags(priya)] == [("Doors", 0), ("Open doors", 0)]
    assert own_tags(priya)[1].tag.meaning == "Somebody let them in"
    with pytest.raises(Refused) as caught:
        make_tag(priya, "   ")
    assert code_of(caught) == "NAME_NEEDED"
    with pytest.raises(UserError) as lost:
        make_tag(priya, "x", parent="nowhere")
    assert code_of(lost) == "NO_SUCH_OWN_TAG"
    with pytest.raises(UserError):
        put(priya, told, OWN, "no such tag")


def test_a_researcher_has_no_layer_of_their_own(three: HOMES, told: Told) -> None:
    amina = three[0]
    with pytest.raises(Refused) as caught:
        make_tag(amina, "x")
    assert code_of(caught) == "NOT_YOUR_ROLE"
    with pytest.raises(Refused) as refused:
        put(amina, told, OWN, name_id("D1"))
    assert code_of(refused) == "NOT_YOUR_ROLE"


def test_a_coding_whose_words_were_changed_by_masking_says_so(three: HOMES, told: Told) -> None:
    _, joan, priya = three
    made = put(priya, told, "Mrs Patel knows she does.", make_tag(priya, "Neighbours"))
    kept = put(priya, told, OWN, make_tag(priya, "Walking in"))
    mask(joan, told.record, "Mrs Patel", "[neighbour]")
    send_to_evaluator(joan, priya)
    found = {c.coding.id: c for c in codings_of(priya, told.record)}
    assert not found[kept].moved
    assert made not in found or found[made].moved


def test_what_is_taken_back_is_gone_from_ones_own_layer_too(three: HOMES, told: Told) -> None:
    priya = three[2]
    tag = make_tag(priya, "Walking in")
    put(priya, told, OWN, tag, "her words")
    erase(priya, told)
    with pytest.raises(UserError):
        codings_of(priya, told.record)
    assert own_tags(priya)[0].uses == 0


def test_a_tag_is_put_under_any_but_itself_and_those_below_it(three: HOMES) -> None:
    priya = three[2]
    top = make_tag(priya, "Doors")
    below = make_tag(priya, "Open doors", parent=top)
    lowest = make_tag(priya, "Left open", parent=below)
    other = make_tag(priya, "Light")
    assert [(t.id, depth) for t, depth in tags_above(priya, below)] == [(top, 0), (other, 0)]
    assert [t.id for t, _ in tags_above(priya, top)] == [other]
    assert [t.id for t, _ in tags_above(priya, other)] == [top, below, lowest]
    with pytest.raises(UserError) as lost:
        change_tag(priya, below, parent="nowhere")
    assert code_of(lost) == "NO_SUCH_OWN_TAG"
    with pytest.raises(Refused) as empty:
        change_tag(priya, below, name="  ", meaning="never kept")
    assert code_of(empty) == "NAME_NEEDED"
    assert [n.tag.meaning for n in own_tags(priya)] == ["", "", "", ""]


def test_a_tag_taken_away_leaves_those_below_it_and_they_go_back_under_it(three: HOMES) -> None:
    priya = three[2]
    top = make_tag(priya, "Doors")
    make_tag(priya, "Open doors", parent=top)
    gone = drop_tag(priya, top)
    assert [(n.tag.name, n.depth) for n in own_tags(priya)] == [("Open doors", 0)]
    bring_back(priya, gone)
    assert [(n.tag.name, n.depth) for n in own_tags(priya)] == [("Doors", 0), ("Open doors", 1)]


def test_nobody_changes_or_takes_away_somebody_elses_tag(three: HOMES, told: Told) -> None:
    _, joan, priya = three
    tag = make_tag(priya, "Walking in")
    put(priya, told, OWN, tag)
    pass_on(priya, joan, n=2)
    (node,) = own_tags(joan)
    assert (node.whose, node.uses, node.mine) == ("Priya", 1, 0)
    for act in (lambda: change_tag(joan, tag, name="Mine now"), lambda: drop_tag(joan, tag)):
        with pytest.raises(Refused) as caught:
            act()
        assert code_of(caught) == "NOT_YOURS"
    assert [n.tag.name for n in own_tags(joan)] == ["Walking in"]


def test_what_others_coded_with_a_tag_stays_under_its_name_when_it_is_taken_away(
    three: HOMES, told: Told
) -> None:
    _, joan, priya = three
    tag = make_tag(priya, "Walking in")
    put(priya, told, OWN, tag)
    pass_on(priya, joan, n=2)
    theirs = put(joan, told, WOMEN, tag)
    pass_on(joan, priya, n=3)
    (node,) = own_tags(priya)
    assert (node.uses, node.mine) == (2, 1)
    gone = drop_tag(priya, tag)
    assert len(gone) == 2
    left = codings_of(priya, told.record)
    assert [(c.coding.id, c.label, c.whose) for c in left] == [(theirs, "Walking in", "Joan")]
