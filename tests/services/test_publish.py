"""What leaves: quotes checked today, gaps to be seen, clips only with a yes, and no code, name, device or file in any of it (US-E11)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Channel, Scope
from ldp_stories.domain.report import QUESTIONS
from ldp_stories.errors import Refused, UserError
from ldp_stories.media.decode import pcm_of_path
from ldp_stories.services.home import Home
from ldp_stories.services.log_output import issued
from ldp_stories.services.mask_words import mask
from ldp_stories.services.publish import (
    add_quote,
    export_clip,
    quote_page,
    quotes,
    remove_quote,
    small_report,
)
from ldp_stories.services.story import read_story
from ldp_stories.store import ledger
from tests.services.house import (
    BULBS,
    SOUND,
    STORY,
    WOMEN,
    YES,
    Told,
    answer,
    change,
    erase,
    houses,
    name_id,
    narrow,
    open_house,
    pass_on,
    send_to_evaluator,
    tell,
)
from tests.services.released import release_read


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def released(home: Home, text: str = STORY, **facts: object) -> Told:
    told = tell(home, text, **facts)  # type: ignore[arg-type]
    release_read(home, told.record)
    return told


def add(home: Home, told: Told, quote: str = WOMEN, theme: str = "Trust", **more: str) -> str:
    return add_quote(home, told.passages[quote], theme, **more)


def test_a_quote_is_the_masked_words_with_a_coarse_place_and_no_name(joan: Home) -> None:
    told = released(joan, direction="better", sound=True)
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    add(joan, told, BULBS, note="a good one")
    (row,) = quotes(joan)
    assert row.text == BULBS.replace("Mrs Patel", "[headteacher]")
    assert (row.attribution, row.place, row.told_on) == ("A resident", "Millbrook", "2026-05-14")
    assert (row.theme, row.note, row.direction, row.language) == ("Trust", "a good one", "better", "en")
    assert (row.from_ms, row.may_play, row.gap) == (300, True, "")


def test_words_before_masking_are_never_quoted(joan: Home) -> None:
    told = tell(joan)
    with pytest.raises(Refused) as caught:
        add(joan, told)
    assert caught.value.code == "QUOTE_VERBATIM"
    assert quotes(joan) == ()


def test_a_quote_follows_its_passage_onto_a_newer_masked_copy(joan: Home) -> None:
    told = released(joan)
    add(joan, told, BULBS)
    assert "Mrs Patel" in quotes(joan)[0].text
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    assert quotes(joan)[0].text == BULBS.replace("Mrs Patel", "[headteacher]")


@pytest.mark.parametrize("answers", [{"quote_anon": "no"}, {"quote_anon": "not asked"}])
def test_people_who_did_not_agree_are_not_quoted(joan: Home, answers: dict[str, str]) -> None:
    told = released(joan, answers=YES | answers | {"quote_named": "no"})
    with pytest.raises(Refused) as caught:
        add(joan, told)
    assert caught.value.code == "NO_PERMISSION"
    assert quotes(joan) == ()


def test_a_passage_that_is_not_for_quoting_and_one_in_sound_only_are_refused(joan: Home) -> None:
    told = tell(joan)
    change(joan, "passage", told.passages[WOMEN], quote_state="not for quoting")
    sound = name_id("sound only")
    with joan.main.write() as con:
        joan.put(con, "passage", sound, sets={"record": told.record, "media": "m", "from_ms": 0, "to_ms": 9})
    release_read(joan, told.record)
    for passage, code in (
        (told.passages[WOMEN], "NOT_FOR_QUOTING"),
        (sound, "QUOTE_NO_WORDS"),
        ("x", "NO_SUCH_PASSAGE"),
    ):
        with pytest.raises(UserError) as caught:
            add_quote(joan, passage)
        assert caught.value.code == code


def test_a_third_quote_by_one_person_needs_a_reason(joan: Home) -> None:
    told = released(joan)
    again = released(joan, person=told.participant)
    add(joan, told)
    add(joan, told, BULBS)
    with pytest.raises(Refused) as caught:
        add(joan, again)
    assert caught.value.code == "TWO_QUOTES_ALREADY"
    third = add(joan, again, why_more="the only one on women")
    assert len(quotes(joan)) == 3
    assert next(q for q in quotes(joan) if q.id == third).note == "the only one on women"
    released_other = released(joan)
    add(joan, released_other)


def test_a_quote_that_was_taken_out_of_the_bank_is_gone_from_it_and_counts_no_more(joan: Home) -> None:
    told = released(joan)
    first = add(joan, told)
    add(joan, told, BULBS)
    remove_quote(joan, first)
    assert [q.text for q in quotes(joan)] == [BULBS]
    add(joan, told)
    assert len(quotes(joan)) == 2


def test_a_change_of_mind_is_a_gap_at_once_with_its_reason_and_no_words(joan: Home) -> None:
    told = released(joan)
    add(joan, told)
    answer(joan, told, quote_anon="no", quote_named="no")
    (row,) = quotes(joan)
    assert (row.gap, row.text, row.attribution, row.place, row.told_on) == ("no", "", "", "", "")
    answer(joan, told, quote_anon="yes")
    assert quotes(joan)[0].text == WOMEN


@pytest.mark.parametrize(
    ("what", "gap"),
    [
        (lambda home, told: narrow(home, told, Scope.QUOTE_ANON, Scope.QUOTE_NAMED), "narrowed"),
        (lambda home, told: narrow(home, told, Scope.TAKE_PART), "withdrawn"),
        (lambda home, told: change(home, "consent", told.consent, status="withdrawn"), "withdrawn"),
        (lambda home, told: change(home, "record", told.record, sensitivity="closed"), "closed"),
        (lambda home, told: change(home, "record", told.record, hidden=True), "away"),
        (lambda home, told: answer(home, told, take_part="no"), "no_part"),
    ],
)
def test_every_reason_makes_its_gap(joan: Home, what: object, gap: str) -> None:
    told = released(joan)
    add(joan, told)
    what(joan, told)  # type: ignore[operator]
    (row,) = quotes(joan)
    assert (row.gap, row.text) == (gap, "")


def test_an_erased_story_leaves_no_word_of_it_in_the_bank(joan: Home) -> None:
    told = released(joan)
    add(joan, told)
    erase(joan, told)
    assert all(not row.text and row.gap for row in quotes(joan))


def test_words_that_changed_under_a_quote_are_a_gap(joan: Home) -> None:
    told = released(joan)
    add(joan, told)
    with joan.main.read() as con:
        masked = read_story(con, told.record).masked
    assert masked is not None
    change(joan, "layer", masked.id, text="Something else.")
    assert quotes(joan)[0].gap == "changed"


def test_a_name_stands_with_a_quote_only_with_a_yes_to_it(joan: Home) -> None:
    named = {"attribution": "Rosa Lee"}
    told = released(joan, consent=named)
    add(joan, told)
    assert quotes(joan)[0].attribution == "Rosa Lee"
    answer(joan, told, quote_named="no")
    assert quotes(joan)[0].attribution == "A resident"


@pytest.mark.parametrize(
    ("kind", "name", "place"),
    [
        ("volunteer", "A volunteer", "Millbrook"),
        ("elected/strategic lead", "A local leader", ""),
        ("staff/partner", "Someone who works with local people", ""),
    ],
)
def test_a_rare_role_stands_without_its_place(joan: Home, kind: str, name: str, place: str) -> None:
    told = released(joan, teller={"teller_kind": kind})
    add(joan, told)
    assert (quotes(joan)[0].attribution, quotes(joan)[0].place) == (name, place)


def test_an_observation_and_a_group_say_what_they_are(joan: Home) -> None:
    seen = released(joan, kind="observation", participants=[], answers={})
    add(joan, seen)
    group = tell(joan)
    other = tell(joan, marked=())
    change(joan, "consent", other.consent, encounter=group.encounter)
    change(joan, "record", group.record, participants=[group.participant, other.participant])
    release_read(joan, group.record)
    add(joan, group)
    assert sorted(q.attribution for q in quotes(joan)) == ["A community researcher saw", "People in a group"]


def test_the_page_shows_quotes_and_gaps_and_names_nobody(joan: Home, tmp_path: Path) -> None:
    told = released(joan, sound=True, at="2026-05-14T10:00")
    gone = released(joan, code="LT-9999-999", title="A secret title")
    add(joan, told)
    add(joan, gone, theme="")
    answer(joan, gone, quote_anon="no", quote_named="no")
    page = quote_page(joan, tmp_path / "out", looked_at=QUESTIONS).read_text(encoding="utf-8")
    assert WOMEN in page
    assert page.count(WOMEN) == 1
    assert "there is no yes to being quoted" in page
    assert "Practice. Nothing real." in page
    for hidden in (
        "LT-4HN7-KQY",
        "LT-9999-999",
        "joan",
        "laptop",
        "Amina",
        "R-07",
        "C-01",
        "Corner",
        "A secret title",
        ".flac",
        "14 May",
    ):
        assert hidden not in page
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", page)


def test_a_page_is_checked_again_each_time_it_is_made(joan: Home, tmp_path: Path) -> None:
    told = released(joan)
    add(joan, told)
    first = quote_page(joan, tmp_path, looked_at=QUESTIONS)
    answer(joan, told, quote_anon="no", quote_named="no")
    second = quote_page(joan, tmp_path, looked_at=QUESTIONS)
    assert first != second
    assert WOMEN in first.read_text(encoding="utf-8")
    assert WOMEN not in second.read_text(encoding="utf-8")


def test_what_was_issued_is_logged_with_its_items_and_its_path_stays_on_this_laptop(
    joan: Home, tmp_path: Path
) -> None:
    told = released(joan)
    add(joan, told)
    path = quote_page(joan, tmp_path / "my secret folder", looked_at=QUESTIONS)
    (copy,) = issued(joan)
    assert copy.path == path
    with joan.main.read() as con:
        view = ledger.entity(con, copy.output)
        bodies = b"".join(r.body or b"" for r in ledger.revisions(con))
    assert view is not None
    assert (view.get("type"), view.get("items")) == ("quote bank", [quotes(joan)[0].passage])
    assert view.subjects == (told.participant,)
    assert b"secret folder" not in bodies


def test_the_small_report_counts_people_and_says_few(joan: Home, tmp_path: Path) -> None:
    add(joan, released(joan))
    released(joan, kind="interview")
    for _ in range(4):
        tell(joan, place=name_id("millbrook"))
    tell(joan, place=name_id("fordbridge"))
    tell(joan, status="draft", answers=YES | {"take_part": "no"})
    page = small_report(joan, tmp_path, looked_at=QUESTIONS).read_text(encoding="utf-8")
    assert '<th scope="row">Fordbridge</th><td>few</td>' in page
    assert '<th scope="row">Millbrook</th><td>6</td>' in page
    assert "1 interview, 6 stories." in page
    assert "Stories told from May 2026 to May 2026." in page
    assert "LT-4HN7-KQY" not in page


def test_a_clip_without_a_yes_to_the_channel_is_refused_in_these_words(joan: Home, tmp_path: Path) -> None:
    told = released(
        joan, sound=True, answers=YES | {"publish_clip:report": "no", "publish_clip:event": "not asked"}
    )
    for channel in (Channel.REPORT, Channel.EVENT):
        with pytest.raises(Refused) as caught:
            export_clip(joan, told.passages[WOMEN], channel, tmp_path / "out", looked_at=QUESTIONS)
        assert caught.value.code == "NO_PERMISSION_TO_PUBLISH"
        assert "no permission to publish" in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_clip_is_exactly_the_passage_under_a_name_that_says_nothing(joan: Home, tmp_path: Path) -> None:
    told = released(joan, sound=True)
    path = export_clip(joan, told.passages[WOMEN], Channel.REPORT, tmp_path, looked_at=QUESTIONS)
    assert re.fullmatch(r"clip-[0-9a-f]{16}\.flac", path.name)
    assert b"".join(pcm_of_path(str(path))) == SOUND[300 * 96 : 700 * 96]
    data = path.read_bytes()
    assert b"LT-4HN7" not in data
    assert told.media.encode() not in data


@pytest.mark.parametrize(
    "facts",
    [
        {"answers": YES | {"copyright": "no"}},
        {"teller": {"age_band": "11-15"}, "consent": {"adult_relation": "mother", "child_assent": "yes"}},
        {"consent": {"review_by": "2026-11-21"}},
        {"sensitivity": "closed"},
    ],
)
def test_copyright_age_time_and_closing_forbid_a_clip_too(
    joan: Home, tmp_path: Path, facts: dict[str, object]
) -> None:
    told = tell(joan, sound=True, **facts)  # type: ignore[arg-type]
    with pytest.raises(Refused) as caught:
        export_clip(joan, told.passages[WOMEN], Channel.REPORT, tmp_path, looked_at=QUESTIONS)
    assert caught.value.code == "NO_PERMISSION_TO_PUBLISH"


def test_a_clip_of_sound_that_is_not_here_says_so(joan: Home, tmp_path: Path) -> None:
    told = tell(joan)
    with pytest.raises(UserError) as caught:
        export_clip(joan, told.passages[WOMEN], Channel.REPORT, tmp_path, looked_at=QUESTIONS)
    assert caught.value.code == "MEDIA_GONE"


def test_an_evaluator_keeps_a_quote_bank_and_a_researcher_does_not(tmp_path: Path) -> None:
    with houses(tmp_path, "amina", "joan", "priya") as (amina, joan, priya):
        told = tell(amina)
        pass_on(amina, joan)
        release_read(joan, told.record)
        send_to_evaluator(joan, priya)
        with priya.main.read() as con:
            twin = read_story(con, told.record).copy_of(told.passages[WOMEN])
        assert twin is not None
        add_quote(priya, twin.id, "Trust")
        assert quotes(priya)[0].text == WOMEN
        pass_on(joan, amina)
        for attempt in (
            lambda: add_quote(amina, twin.id),
            lambda: quote_page(amina, tmp_path / "out", looked_at=QUESTIONS),
            lambda: small_report(amina, tmp_path / "out", looked_at=QUESTIONS),
            lambda: export_clip(amina, twin.id, Channel.REPORT, tmp_path / "out", looked_at=QUESTIONS),
        ):
            with pytest.raises(Refused) as caught:
                attempt()
            assert caught.value.code == "NOT_YOUR_ROLE"
        assert not (tmp_path / "out").exists()
