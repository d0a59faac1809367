"""The whole codebook out and a foreign one in: previewed, identifiers kept, nothing that would spoil it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.domain.review import Choice
from ldp_stories.errors import Refused
from ldp_stories.services.codebook_exchange import (
    ForeignTag,
    preview_codebook,
    take_codebook,
    whole_codebook,
)
from ldp_stories.services.codebook_history import history, undo, version_now
from ldp_stories.services.codebook_work import NewTag, Why
from ldp_stories.services.find import codebook
from ldp_stories.services.hear_back import reply_to_decision
from ldp_stories.services.home import Home
from ldp_stories.services.review_tags import decide, readings
from ldp_stories.services.tag_chat import make_tag, tag_chat
from tests.services.homes import code_of
from tests.services.house import BULBS, WOMEN, change, houses, name_id, pass_on, tell

WHY = Why("from the evaluators' codebook")
GUID = "3f1c1a52-6f0e-4b0b-9c0a-3a8a4d5c9e21"


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    with houses(tmp_path, "joan") as (joan,):
        yield joan


def foreign(home: Home) -> list[ForeignTag]:
    whole = whole_codebook(home)
    return [ForeignTag(t.id, t.name, t.parent, t.group, t.code, t.meaning) for t in whole.tags]


def test_what_goes_out_comes_back_as_the_same(joan: Home) -> None:
    whole = whole_codebook(joan)
    assert (whole.programme, whole.version) == ("Larkside Together", version_now(joan))
    assert [t.code for t in whole.tags] == ["A8", "B7", "D1"]
    assert [letter for letter, _ in whole.groups] == ["A", "B", "D"]
    found = preview_codebook(joan, foreign(joan))
    assert (found.new, found.changed, found.same, found.refused) == ((), (), 3, ())
    assert take_codebook(joan, found, WHY) == (0, 0)
    assert history(joan) == ()


def test_a_foreign_codebook_is_previewed_and_its_identifiers_are_kept(joan: Home) -> None:
    d1 = name_id("D1")
    incoming = [
        ForeignTag("inner", "Imams and cafés", GUID),
        ForeignTag(GUID, "People who are listened to", d1, meaning="Whom people believe"),
        ForeignTag(d1, "Trusted person", meaning="Who people listen to and why"),
        ForeignTag("other-guid", "a space THAT suits us", meaning="Women-only, safe"),
    ]
    version = version_now(joan)
    found = preview_codebook(joan, incoming)
    assert [n.name for n in found.new] == ["People who are listened to", "Imams and cafés"]
    assert [(d.tag.code, dict(d.fields)["meaning"]) for d in found.changed] == [
        ("D1", "Who people listen to and why"),
        ("B7", "Women-only, safe"),
    ]
    assert version_now(joan) == version
    assert take_codebook(joan, found, WHY) == (2, 2)
    book = {t.id: t for t in codebook(joan)}
    assert (book[GUID].parent, book[GUID].code, book["inner"].parent) == (d1, "D2", GUID)
    assert book[name_id("B7")].meaning == "Women-only, safe"
    words, added = history(joan)
    undo(joan, words.change.id)
    undo(joan, added.change.id)
    assert [t.code for t in codebook(joan)] == ["A8", "B7", "D1"]


def test_circles_doubles_and_tags_without_a_name_stay_out_and_are_named(joan: Home) -> None:
    incoming = [
        ForeignTag("a", "Round", "b"),
        ForeignTag("b", "And round", "a"),
        ForeignTag("c", "Twice"),
        ForeignTag("c", "Twice again"),
        ForeignTag("d", "  "),
        *(ForeignTag(str(n), f"Level {n}", str(n - 1) if n > 1 else None) for n in range(1, 5)),
    ]
    found = preview_codebook(joan, incoming)
    assert dict(found.refused) == {
        "Round": "circle",
        "And round": "circle",
        "Twice": "twice",
        "Twice again": "twice",
        "d": "no name",
        "Level 4": "deep",
    }
    assert [n.name for n in found.new] == ["Level 1", "Level 2", "Level 3"]


def test_a_code_that_is_taken_gives_way(joan: Home) -> None:
    found = preview_codebook(joan, [ForeignTag(GUID, "Hope", code="D1", group="D")])
    take_codebook(joan, found, WHY)
    assert next(t for t in codebook(joan) if t.id == GUID).code == "D2"


def test_bringing_one_in_needs_a_reason(joan: Home) -> None:
    found = preview_codebook(joan, [ForeignTag(GUID, "Hope")])
    with pytest.raises(Refused) as caught:
        take_codebook(joan, found, replace(WHY, reason=""))
    assert code_of(caught) == "REASON_NEEDED"


def test_the_list_for_the_tag_chat_makes_itself(tmp_path: Path) -> None:
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        one = tell(amina, tags={WOMEN: "D1", BULBS: "A8"})
        two = tell(amina, tags={WOMEN: "D1"}, code="LT-2")
        for told, words in ((one, "Tea afterwards"), (two, " tea  AFTERWARDS ")):
            ident = name_id(told.record)
            change(amina, "suggestion", ident, record=told.record, by=amina.member, words=words, sure="sure")
        pass_on(amina, joan)
        assert tag_chat(joan).disputed == ()
        decide(joan, one.suggestions["D1"], Choice.DIFFER, reason="the room, not a person")
        made = decide(joan, one.suggestions["A8"], Choice.CHANGE, reason="in passing", to_tag=name_id("B7"))
        decide(joan, two.suggestions["D1"], Choice.NOT_THIS_TAG, reason="only mentioned")
        pass_on(joan, amina, n=2)
        reply_to_decision(amina, made.id, "She said it twice.")
        pass_on(amina, joan, n=3)
        chat = tag_chat(joan)
        assert [(d.tag.code, d.otherwise, d.differ, d.replies) for d in chat.disputed] == [
            ("A8", 1, 0, 1),
            ("D1", 2, 1, 0),
        ]
        assert chat.disputed[1].reasons == ("the room, not a person", "only mentioned")
        assert tag_chat(joan, since="2027-01-01").disputed[0].tag.code == "A8"
        (own,) = chat.no_fit
        assert (own.words, len(own.records), own.by) == ("Tea afterwards", 2, ("R-07",))
        tag = make_tag(joan, own, NewTag("Tea afterwards", "B", proposed=True), WHY)
        after = tag_chat(joan)
        assert after.no_fit == ()
        assert [t.id for t in after.proposed] == [tag]
        assert tag in {t for r in readings(joan, two.record) for t in r.tags}
        assert not after.empty
