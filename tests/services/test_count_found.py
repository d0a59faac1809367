"""What a search shows and hides is counted over all stories, exactly as going through every page would, and right after every change."""

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from ldp_stories.domain.consent import Channel, Scope
from ldp_stories.domain.people import TellerKind
from ldp_stories.domain.review import Choice
from ldp_stories.errors import Cancelled
from ldp_stories.services import count_found
from ldp_stories.services.count_found import tally
from ldp_stories.services.find import Hidden, Purpose, search
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import mask
from ldp_stories.services.review_tags import decide
from ldp_stories.store import sift
from tests.services.house import (
    BULBS,
    WOMEN,
    YES,
    Told,
    answer,
    change,
    erase,
    name_id,
    narrow,
    open_house,
    tell,
)

WAYS: Final = [(p, None) for p in Purpose] + [(Purpose.PUBLISH, c) for c in Channel]
FILTERS: Final[tuple[Mapping[str, Any], ...]] = (
    {},
    {"place": name_id("millbrook")},
    {"place": name_id("fordbridge")},
    {"since": "2026-04-01"},
    {"teller": TellerKind.VOLUNTEER},
    {"tags": (name_id("D1"),)},
    {"tags": (name_id("D1"), name_id("A8"))},
    {"having": {"kind": "observation"}},
    {"may": Scope.RECONTACT},
    {"place": name_id("cafe"), "tags": (name_id("D1"),), "may": Scope.AUDIO},
)


def paged(home: Home, text: str, **how: Any) -> tuple[set[str], Hidden]:
    """The same by going through every page: stories shown, and what was hidden on all pages together."""
    shown: set[str] = set()
    hidden = []
    after = None
    while True:
        page = search(home, text, after=after, limit=5, **how)
        shown |= {row.record for row in page.rows}
        hidden.append(page.hidden)
        if page.next is None:
            return shown, functools.reduce(Hidden.and_then, hidden)
        after = page.next


def agree(home: Home, text: str, **how: Any) -> None:
    """Both ways give the same numbers and reasons."""
    shown, hidden = paged(home, text, **how)
    counted = tally(home, text, **how)
    assert (counted.shown, counted.hidden.total) == (len(shown), len({r.record for r in hidden.rows})), how
    assert (counted.hidden.no, counted.hidden.asked) == (hidden.no, hidden.asked), how
    assert (counted.hidden.closed, counted.hidden.other) == (hidden.closed, hidden.other), how
    assert (counted.hidden.not_agreed, counted.hidden.not_asked) == (hidden.not_agreed, hidden.not_asked)
    assert {(r.record, r.title, r.why) for r in counted.hidden.rows} == {
        (r.record, r.title, r.why) for r in hidden.rows
    }


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Stories of every kind that consent, status, sensitivity, places, tags and days can make."""
    home = open_house(tmp_path_factory.mktemp("many"), "joan")
    ford: dict[str, Any] = {"place": name_id("fordbridge"), "at": "2026-03-01T10:00"}
    no_quote = YES | {"quote_anon": "no", "quote_named": "no"}
    first = tell(home, tags={WOMEN: "D1", BULBS: "A8"}, masked=True)
    tell(home, person=first.participant, answers=no_quote, tags={WOMEN: "D1"})
    tell(home, answers=no_quote, **ford)
    tell(home, answers=YES | {"share_team": "not asked", "recontact": "no"}, tags={WOMEN: "D1"}, **ford)
    tell(home, answers=YES | {"publish_clip:website": "no"}, masked=True, teller={"teller_kind": "volunteer"})
    tell(home, answers=YES | {"copyright": "no"}, title="")
    tell(home, answers=YES | {"take_part": "no"})
    tell(home, consent={"review_by": "2026-01-01"})
    tell(home, consent={"status": "withdrawn"})
    tell(home, sensitivity="closed", title="Not for here")
    tell(home, status="held")
    tell(home, status="draft")
    tell(home, "Nothing of the kind was said.", marked=(), title="The other")
    tell(home, kind="observation", participants=[], answers={})
    narrow(home, tell(home), Scope.SHARE_TEAM, Scope.PUBLISH_CLIP)
    erase(home, tell(home, person=None))
    hidden = tell(home)
    change(home, "record", hidden.record, hidden=True)
    shared = tell(home)
    change(home, "record", shared.record, participants=[shared.participant, name_id("nobody asked")])
    yield home
    home.close()


@pytest.mark.parametrize("text", ["", "wom", "the", "tea and", "w", "xylophone", "bulbs women"])
@pytest.mark.parametrize(("purpose", "channel"), WAYS[:5])
def test_the_numbers_are_those_of_all_pages(
    many: Home, text: str, purpose: Purpose, channel: Channel | None
) -> None:
    agree(many, text, purpose=purpose, channel=channel)


@pytest.mark.parametrize("filters", FILTERS, ids=lambda f: "+".join(f) or "none")
def test_filters_leave_out_of_the_numbers_what_they_leave_out_of_the_list(
    many: Home, filters: Mapping[str, Any]
) -> None:
    agree(many, "wom", **filters)
    agree(many, "", purpose=Purpose.QUOTE, **filters)


def test_every_way_out_is_counted_by_itself(many: Home) -> None:
    for purpose, channel in WAYS:
        agree(many, "", purpose=purpose, channel=channel)


def test_read_all_at_once_or_one_by_one_the_numbers_are_the_same(
    many: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = [tally(many, text, purpose=Purpose.QUOTE) for text in ("", "wom", "the", "tea and")]
    monkeypatch.setattr(sift, "FEW", 0)
    monkeypatch.setattr(count_found, "_AT_ONCE", 3)
    assert [tally(many, text, purpose=Purpose.QUOTE) for text in ("", "wom", "the", "tea and")] == few


def test_only_the_first_hundred_are_named_but_all_are_counted(
    many: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tally(many, "", purpose=Purpose.PUBLISH)
    monkeypatch.setattr(count_found, "ROWS", 2)
    fewer = tally(many, "", purpose=Purpose.PUBLISH)
    assert len(fewer.hidden.rows) == 2 < len(whole.hidden.rows)
    assert fewer.hidden.total == whole.hidden.total == len(whole.hidden.rows)


def test_a_closed_story_is_counted_without_its_title(many: Home) -> None:
    titles = {row.title for row in tally(many, "").hidden.rows if row.why == "closed"}
    assert titles == {""}


def test_counting_stops_when_the_person_went_on(many: Home) -> None:
    class Gone:
        def report(self, done: int, total: int, note: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        tally(many, "", progress=Gone())


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def quoting(home: Home) -> tuple[int, int, int, int]:
    """Shown, hidden, people who did not agree, people who were not asked."""
    found = tally(home, "women", purpose=Purpose.QUOTE)
    agree(home, "women", purpose=Purpose.QUOTE)
    return found.shown, found.hidden.total, found.hidden.not_agreed, found.hidden.not_asked


def test_a_changed_mind_counts_at_once_and_so_does_changing_it_back(joan: Home) -> None:
    told = [tell(joan, masked=True) for _ in range(3)]
    assert quoting(joan) == (3, 0, 0, 0)
    answer(joan, told[0], quote_anon="no", quote_named="no")
    assert quoting(joan) == (2, 1, 1, 0)
    answer(joan, told[1], quote_anon="not asked", quote_named="not asked")
    assert quoting(joan) == (1, 2, 1, 1)
    answer(joan, told[0], quote_anon="yes")
    assert quoting(joan) == (2, 1, 0, 1)


def test_a_withdrawal_counts_at_once_narrowed_or_gone(joan: Home) -> None:
    told = [tell(joan, masked=True) for _ in range(3)]
    narrow(joan, told[0], Scope.QUOTE_ANON, Scope.QUOTE_NAMED)
    assert quoting(joan) == (2, 1, 1, 0)
    erase(joan, told[1])
    assert quoting(joan) == (1, 1, 1, 0)
    change(joan, "consent", told[2].consent, status="withdrawn")
    assert quoting(joan) == (0, 2, 1, 0)
    assert tally(joan, "women", purpose=Purpose.QUOTE).hidden.other == 1


def test_a_person_in_two_hidden_stories_counts_once(joan: Home) -> None:
    first = tell(joan, answers=YES | {"quote_anon": "no", "quote_named": "no"})
    tell(joan, person=first.participant, answers=YES | {"quote_anon": "no", "quote_named": "no"})
    assert quoting(joan) == (0, 2, 1, 0)


def test_a_replaced_masked_copy_is_not_counted(joan: Home) -> None:
    told = tell(joan)
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    mask(joan, told.record, "[headteacher]", "[a teacher]")
    for words in ("headteacher", "teacher", "women"):
        agree(joan, words)
    assert (tally(joan, "headteacher").shown, tally(joan, "teacher").shown) == (0, 1)


def merge_tags(home: Home, old: str, into: str) -> None:
    change(home, "tag", name_id(old), status="merged", merged_into=name_id(into))


def tagged(home: Home, tag: str) -> set[str]:
    """The stories found under a tag; the count agrees."""
    agree(home, "", tags=(name_id(tag),))
    return paged(home, "", tags=(name_id(tag),))[0]


def test_a_story_tagged_before_a_merge_is_found_under_the_tag_of_today_and_under_the_old_one(
    joan: Home,
) -> None:
    old, new, other = (tell(joan, tags={WOMEN: tag}) for tag in ("D1", "A8", "B7"))
    assert tagged(joan, "A8") == {new.record}
    merge_tags(joan, "D1", "A8")
    assert tagged(joan, "A8") == tagged(joan, "D1") == {old.record, new.record}
    assert tagged(joan, "B7") == {other.record}
    row = next(r for r in search(joan, "women", tags=(name_id("A8"),)).rows if r.record == old.record)
    assert [code for code, _ in row.tags] == ["A8"]


def test_a_story_tagged_before_a_split_is_found_under_each_part_and_the_parts_under_the_old_tag(
    joan: Home,
) -> None:
    old, first, second = (tell(joan, tags={WOMEN: tag}) for tag in ("D1", "A8", "B7"))
    change(joan, "tag", name_id("D1"), status="split", split_into=[name_id("A8"), name_id("B7")])
    assert tagged(joan, "A8") == {old.record, first.record}
    assert tagged(joan, "B7") == {old.record, second.record}
    assert tagged(joan, "D1") == {old.record, first.record, second.record}


def test_a_tag_given_by_a_decision_is_counted_and_one_taken_off_is_not(joan: Home) -> None:
    told = tell(joan, tags={WOMEN: "D1"})
    suggestion = told.suggestions["D1"]
    decide(joan, suggestion, Choice.CHANGE, reason="the other fits", to_tag=name_id("A8"))
    assert (tagged(joan, "A8"), tagged(joan, "D1")) == ({told.record}, set())
    decide(joan, suggestion, Choice.NOT_THIS_TAG, reason="only in passing")
    assert (tagged(joan, "A8"), tagged(joan, "D1")) == (set(), set())


def test_a_decision_of_an_older_version_without_a_note_is_counted_all_the_same(joan: Home) -> None:
    told: Told = tell(joan, tags={WOMEN: "D1"})
    decide(joan, told.suggestions["D1"], Choice.ACCEPT)
    with joan.main.write() as con:
        con.exec_driver_sql("UPDATE suggestion SET standing = ''")
    assert tagged(joan, "D1") == {told.record}
