"""A report names passages and holds no words; each is asked for permission again whenever it is opened, for its own way out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Channel
from ldp_stories.domain.report import HEADINGS, QUESTIONS, Chapter, Part, ReportType
from ldp_stories.errors import Refused, UserError, sentence
from ldp_stories.reports.wording import gap as gap_words
from ldp_stories.services.check_disclosure import need_checked, questions, quoted_again, tick
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import mask
from ldp_stories.services.write_report import (
    add_part,
    add_passage,
    begin_report,
    change_report,
    open_report,
    put_away,
    reports,
)
from ldp_stories.store import ledger
from tests.services.house import (
    BULBS,
    NOW,
    WOMEN,
    YES,
    Told,
    answer,
    change,
    erase,
    name_id,
    open_house,
    tell,
)
from tests.services.released import release_read


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def told(home: Home, **facts: object) -> Told:
    """A story with sound, its name masked, released."""
    made = tell(home, sound=True, **facts)  # type: ignore[arg-type]
    mask(home, made.record, "Mrs Patel", "[headteacher]")
    release_read(home, made.record)
    return made


def begun(home: Home, *passages: str, type_: ReportType = ReportType.AUDIO) -> str:
    ident = begin_report(home, type_, "What we heard")
    for passage in passages:
        add_passage(home, ident, 0, passage)
    return ident


@pytest.mark.parametrize("type_", list(ReportType))
def test_a_new_report_has_the_headings_of_its_type(joan: Home, type_: ReportType) -> None:
    ident = begin_report(joan, type_, "  Tea and bulbs ")
    (found,) = reports(joan)
    assert (found.id, found.type, found.title) == (ident, type_, "Tea and bulbs")
    assert tuple(c.heading for c in found.chapters) == HEADINGS[type_]
    assert list(found.passages()) == []


def test_everything_of_a_report_is_kept(joan: Home) -> None:
    story = told(joan)
    before = open_report(joan, begun(joan)).report
    changed = replace(
        before,
        title="چائے",
        lead="A first look",
        channel=Channel.WEBSITE,
        audience="The network",
        expires="2027-01-31",
        chapters=(
            Chapter("Trust", (Part(words="We say this."), Part(passage=story.passages[WOMEN]))),
            Chapter("Next"),
        ),
    )
    change_report(joan, changed)
    assert reports(joan) == (changed,)


def test_no_word_of_anybody_is_in_a_report(joan: Home) -> None:
    begun(joan, told(joan).passages[WOMEN])
    with joan.main.read() as con:
        bodies = [r.body for r in ledger.revisions(con) if r.kind == "report" and r.body]
    assert bodies
    assert not [body for body in bodies if b"curtains" in body]


def test_an_opened_report_shows_masked_words_and_what_may_be_heard(joan: Home) -> None:
    story = told(joan)
    opened = open_report(joan, begun(joan, story.passages[BULBS]))
    (shown,) = opened.shown.values()
    assert shown.row.text == BULBS.replace("Mrs Patel", "[headteacher]")
    assert (shown.row.attribution, shown.row.place) == ("A resident", "Millbrook")
    assert shown.plays
    assert shown.participants == (story.participant,)
    assert opened.gaps == 0


def test_a_passage_that_may_not_be_quoted_is_not_put_in(joan: Home) -> None:
    story = told(joan, answers=YES | {"quote_anon": "no", "quote_named": "no"})
    ident = begun(joan)
    with pytest.raises(Refused) as caught:
        add_passage(joan, ident, 0, story.passages[WOMEN])
    assert caught.value.code == "NO_PERMISSION"
    assert list(open_report(joan, ident).report.passages()) == []


def test_each_reason_against_a_passage_is_told_as_it_is(joan: Home) -> None:
    ident = begun(joan)
    unmasked = tell(joan, sound=True)
    sound = name_id("sound only")
    with joan.main.write() as con:
        sets = {"record": unmasked.record, "media": "m", "from_ms": 0, "to_ms": 9}
        joan.put(con, "passage", sound, sets=sets)
    marked = told(joan)
    change(joan, "passage", marked.passages[WOMEN], quote_state="not for quoting")
    for passage, code, gap in (
        (unmasked.passages[WOMEN], "QUOTE_VERBATIM", "unmasked"),
        (sound, "QUOTE_NO_WORDS", "no_words"),
        (marked.passages[WOMEN], "NOT_FOR_QUOTING", "not_for_quoting"),
    ):
        with pytest.raises(Refused) as caught:
            add_passage(joan, ident, 0, passage)
        assert caught.value.code == code
        add_part(joan, ident, 0, Part(passage=passage))
        assert open_report(joan, ident).shown[passage].row.gap == gap
        assert gap_words(gap).startswith("Left out: ")
        assert "no permission" not in gap_words(gap)


def test_who_is_to_be_asked_is_said_without_a_name_of_the_ledger(joan: Home) -> None:
    story = told(joan, answers=YES | {"quote_anon": "no", "quote_named": "no"})
    with pytest.raises(Refused) as caught:
        add_passage(joan, begun(joan), 0, story.passages[WOMEN])
    assert "being quoted with no name" in sentence(caught.value)
    assert "quote_anon" not in sentence(caught.value)


def test_a_passage_goes_into_the_chapter_that_was_chosen_or_the_nearest(joan: Home) -> None:
    story = told(joan)
    ident = begun(joan, type_=ReportType.CASE)
    add_passage(joan, ident, 6, story.passages[WOMEN])
    report = add_passage(joan, ident, 99, story.passages[BULBS])
    assert report.chapters[6].parts == (Part(passage=story.passages[WOMEN]),)
    assert report.chapters[-1].parts == (Part(passage=story.passages[BULBS]),)


def test_what_was_taken_back_becomes_a_gap_and_stays_in_its_place(joan: Home) -> None:
    kept, gone = told(joan), told(joan)
    ident = begun(joan, gone.passages[WOMEN], kept.passages[WOMEN])
    erase(joan, gone)
    opened = open_report(joan, ident)
    first, second = (opened.shown[p].row for p in opened.report.passages())
    assert (first.text, first.gap, second.gap) == ("", "erased", "")
    assert opened.gaps == 1


def test_a_no_to_the_website_silences_the_website_and_not_the_report(joan: Home) -> None:
    story = told(joan)
    website, report = begun(joan, story.passages[WOMEN]), begun(joan, story.passages[WOMEN])
    change_report(joan, replace(open_report(joan, website).report, channel=Channel.WEBSITE))
    assert open_report(joan, website).shown[story.passages[WOMEN]].plays
    answer(joan, story, publish_clip__website="no")
    silenced = open_report(joan, website).shown[story.passages[WOMEN]]
    assert (silenced.plays, silenced.play.why, silenced.row.gap) == (False, "no", "")
    assert open_report(joan, report).shown[story.passages[WOMEN]].plays


def test_a_report_can_be_put_away(joan: Home) -> None:
    ident = begun(joan)
    put_away(joan, ident)
    assert reports(joan) == ()
    for act in (lambda: open_report(joan, ident), lambda: put_away(joan, ident)):
        with pytest.raises(UserError) as caught:
            act()
        assert caught.value.code == "NO_SUCH_REPORT"


def test_a_researcher_makes_nothing_for_readers(tmp_path: Path) -> None:
    home = open_house(tmp_path, "amina")
    try:
        with pytest.raises(Refused) as caught:
            begin_report(home, ReportType.AUDIO, "x")
    finally:
        home.close()
    assert caught.value.code == "NOT_YOUR_ROLE"


def found_by(home: Home, report: str) -> dict[int, tuple[str, ...]]:
    return {q.number: q.found for q in questions(home, report)}


def test_the_check_asks_nine_questions_and_each_needs_a_tick(joan: Home) -> None:
    ident = begun(joan, told(joan).passages[WOMEN])
    asked = questions(joan, ident)
    assert [q.number for q in asked] == list(QUESTIONS) == list(range(1, 10))
    assert not any(q.ticked for q in asked)
    with pytest.raises(Refused) as caught:
        need_checked(joan, open_report(joan, ident).report)
    assert caught.value.facts == {"left": 9}
    tick(joan, ident, [1, 2, 3])
    report = tick(joan, ident, range(4, 10))
    need_checked(joan, report)
    assert set(report.ticks.values()) == {"2026-11-22"}


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another"},
        {"lead": "x"},
        {"channel": Channel.WEBSITE},
        {"audience": "Everybody"},
        {"chapters": (Chapter("Trust", (Part(words="More."),)),)},
    ],
)
def test_ticks_count_for_what_was_looked_at_only(joan: Home, change: dict[str, object]) -> None:
    ident = begun(joan, told(joan).passages[WOMEN])
    report = tick(joan, ident, QUESTIONS)
    changed = change_report(joan, replace(report, **change))  # type: ignore[arg-type]
    assert changed.standing_ticks == frozenset()
    assert tick(joan, ident, [1]).standing_ticks == {1}
    assert tick(joan, ident, [2]).standing_ticks == {1, 2}


def test_what_was_looked_at_once_is_looked_at_again_on_the_day_it_leaves(
    joan: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    ident = begun(joan, told(joan).passages[WOMEN])
    report = tick(joan, ident, QUESTIONS)
    need_checked(joan, report)
    assert all(q.ticked for q in questions(joan, ident))
    monkeypatch.setattr(joan, "machine", replace(joan.machine, now=lambda: NOW + timedelta(days=1)))
    assert not any(q.ticked for q in questions(joan, ident))
    with pytest.raises(Refused) as caught:
        need_checked(joan, report)
    assert (caught.value.code, caught.value.facts["left"]) == ("NOT_CHECKED", len(QUESTIONS))
    again = tick(joan, ident, [1])
    assert again.ticks_of(joan.today().isoformat()) == {1}, "the old ticks do not come back"


def test_a_question_there_is_none_of_is_a_mistake_of_ours(joan: Home) -> None:
    ident = begun(joan)
    with pytest.raises(ValueError, match="no such question"):
        tick(joan, ident, [10])


def test_the_check_says_what_to_look_at_without_naming_anybody(joan: Home) -> None:
    story, other = told(joan), told(joan, answers=YES | {"publish_clip:report": "no"})
    unmasked = tell(joan)
    mask(joan, unmasked.record, "women", "women")
    ident = begun(
        joan, story.passages[WOMEN], story.passages[BULBS], other.passages[WOMEN], unmasked.passages[BULBS]
    )
    found = found_by(joan, ident)
    assert found[1] == ("1 goes without its sound: nobody said yes to this way out.",)
    assert found[2] == ("Look at “Mrs Patel came to the door …”: it may hold a name.",)
    assert found[3] == ("Few people: Millbrook, 40-59.",)
    assert found[4] == ("One person is quoted 2 times.",)
    assert found[6] == ("2 pieces of sound go along. Listen to each once more.",)


def test_people_of_a_group_who_are_quoted_together_are_told_in_one_line(joan: Home) -> None:
    """Five people who speak together twice are one thing to look at, not five."""
    story = told(joan)
    ident = begun(joan, story.passages[WOMEN], story.passages[BULBS])
    shown = tuple(open_report(joan, ident).shown.values())
    group = [replace(s, participants=("a", "b", "c", "d", "e")) for s in shown]
    assert tuple(quoted_again(group)) == ("5 people are quoted 2 times each.",)
    assert tuple(quoted_again([*group, replace(shown[0], participants=("a",))])) == (
        "One person is quoted 3 times.",
        "4 people are quoted 2 times each.",
    )


def test_a_group_with_enough_people_is_not_few(joan: Home) -> None:
    stories = [told(joan) for _ in range(5)]
    ident = begun(joan, stories[0].passages[WOMEN])
    assert found_by(joan, ident)[3] == ()


def test_gaps_are_told_in_the_check(joan: Home) -> None:
    story = told(joan)
    ident = begun(joan, story.passages[WOMEN])
    erase(joan, story)
    assert found_by(joan, ident)[1] == ("1 may not be shown today and stays as a gap.",)


def test_a_share_pack_begins_with_a_last_day_and_nothing_else_does(joan: Home) -> None:
    days = {t: open_report(joan, begin_report(joan, t, "x")).report.expires for t in ReportType}
    today = joan.today()
    assert days.pop(ReportType.SHARE) == f"{today.year + 1}-{today:%m-%d}"
    assert set(days.values()) == {""}
