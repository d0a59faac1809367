"""What went out is looked at again: a change of mind is seen in each copy it reached, by its way out, with the reason; the rest stays fine."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Channel, Scope
from ldp_stories.domain.report import QUESTIONS, ReportType
from ldp_stories.services.check_disclosure import tick
from ldp_stories.services.check_issued import IssuedNow, issued_now
from ldp_stories.services.export_tables import export_tables
from ldp_stories.services.fill_matrix import make_matrix, matrix_sheet
from ldp_stories.services.home import Home
from ldp_stories.services.log_output import delete_issued, log_output, set_copies
from ldp_stories.services.make_report import make_report
from ldp_stories.services.publish import add_quote, export_clip, quote_page
from ldp_stories.services.write_report import add_passage, begin_report, change_report, open_report
from tests.services.house import NOW, WOMEN, Told, answer, erase, houses, narrow, open_house, pass_on, tell
from tests.services.released import release_read


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def told(home: Home, **facts: object) -> Told:
    made = tell(home, sound=True, **facts)  # type: ignore[arg-type]
    release_read(home, made.record)
    return made


def pack(home: Home, story: Told, folder: Path, channel: Channel, *, expires: str = "2099-01-31") -> str:
    """A share pack for one way out, made; the report's id."""
    ident = begin_report(home, ReportType.SHARE, "For the network")
    change_report(home, replace(open_report(home, ident).report, channel=channel, expires=expires))
    add_passage(home, ident, 0, story.passages[WOMEN])
    tick(home, ident, QUESTIONS)
    make_report(home, ident, folder)
    return ident


def by_channel(home: Home) -> dict[str, IssuedNow]:
    return {one.channel: one for one in issued_now(home)}


def test_nothing_went_out(joan: Home) -> None:
    assert issued_now(joan) == ()


def test_a_no_to_the_website_is_seen_in_its_share_pack_and_not_in_the_others(
    joan: Home, tmp_path: Path
) -> None:
    story = told(joan)
    website = pack(joan, story, tmp_path, Channel.WEBSITE)
    pack(joan, story, tmp_path, Channel.REPORT)
    assert all(one.fine and one.here for one in issued_now(joan))
    answer(joan, story, publish_clip__website="no")
    found = by_channel(joan)
    assert (dict(found["website"].sounds), dict(found["website"].words)) == ({"no": 1}, {})
    assert (found["website"].fine, found["report"].fine) == (False, True)
    assert found["website"].report == website


def test_words_that_may_not_be_quoted_any_more_are_counted_by_their_reason(
    joan: Home, tmp_path: Path
) -> None:
    one, two = told(joan), told(joan, code="LT-9999-KQY")
    for story in (one, two):
        add_quote(joan, story.passages[WOMEN])
    quote_page(joan, tmp_path, looked_at=QUESTIONS)
    answer(joan, one, quote_anon="no", quote_named="no")
    erase(joan, two)
    (page,) = issued_now(joan)
    assert dict(page.words) == {"no": 1, "erased": 1}
    assert page.type == "quote bank"


def test_a_clip_is_nothing_but_its_sound(joan: Home, tmp_path: Path) -> None:
    story = told(joan)
    export_clip(joan, story.passages[WOMEN], Channel.EVENT, tmp_path, looked_at=QUESTIONS)
    assert issued_now(joan)[0].fine
    answer(joan, story, publish_clip__event="no")
    assert dict(issued_now(joan)[0].sounds) == {"no": 1}


def test_whole_stories_in_tables_and_sheets_are_asked_too(joan: Home, tmp_path: Path) -> None:
    kept, gone = told(joan), told(joan, code="LT-9999-KQY")
    export_tables(joan, tmp_path, looked_at=QUESTIONS)
    matrix_sheet(joan, make_matrix(joan, "M", [gone.record], ["D1"]), tmp_path, looked_at=QUESTIONS)
    assert all(one.fine for one in issued_now(joan))
    narrow(joan, gone, Scope.SHARE_TEAM)
    found = issued_now(joan)
    assert {one.type: dict(one.stories) for one in found} == {
        "tables": {"narrowed": 1},
        "framework matrix": {"narrowed": 1},
    }
    assert kept.record


def test_a_copy_is_past_its_day_after_it_and_not_on_it(tmp_path: Path) -> None:
    home = open_house(tmp_path, "joan")
    story = told(home)
    pack(home, story, tmp_path / "out", Channel.REPORT, expires=NOW.date().isoformat())
    assert not issued_now(home)[0].past_its_day
    home.machine = replace(home.machine, now=lambda: NOW.replace(day=23))
    assert issued_now(home)[0].past_its_day
    assert not issued_now(home)[0].fine
    home.close()


def test_copies_are_counted_and_a_deleted_one_is_here_no_more(joan: Home, tmp_path: Path) -> None:
    pack(joan, told(joan), tmp_path, Channel.REPORT)
    (one,) = issued_now(joan)
    set_copies(joan, one.output, 12)
    assert (issued_now(joan)[0].copies, issued_now(joan)[0].here) == (12, True)
    delete_issued(joan, one.output)
    assert (issued_now(joan)[0].here, issued_now(joan)[0].path) == (False, None)


def test_a_copy_of_which_all_was_taken_back_is_only_known_by_its_place(joan: Home, tmp_path: Path) -> None:
    story = told(joan)
    (tmp_path / "clip").write_text("x")
    log_output(joan, "clip", tmp_path / "clip", (), subj=(story.participant,))
    erase(joan, story)
    (one,) = issued_now(joan)
    assert (one.recalled, one.fine, one.here) == (True, False, True)


def test_drafts_are_not_out(joan: Home, tmp_path: Path) -> None:
    log_output(joan, "report", tmp_path / "x", (), draft=True)
    assert issued_now(joan) == ()


def test_what_another_coordinator_made_is_known_without_its_place(tmp_path: Path) -> None:
    with houses(tmp_path, "joan", "theo") as (joan, theo):
        story = told(joan)
        pack(joan, story, tmp_path / "out", Channel.WEBSITE)
        pass_on(joan, theo)
        (one,) = issued_now(theo)
        assert (one.channel, one.path, one.here) == ("website", None, False)
