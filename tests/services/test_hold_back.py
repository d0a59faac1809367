"""What went to somebody by mistake is held back from the next file to them, and from nobody else, until a coordinator lets it go."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.media import Rendition, RenditionKind
from ldp_stories.domain.receipts import Request, RequestWhat
from ldp_stories.services.hold_back import HeldBack, held_back
from ldp_stories.services.home import Home
from ldp_stories.services.note_answers import DESTROYED, NOT_HERE, asked_of, note_answers
from ldp_stories.store import ledger, requests, sent
from ldp_stories.store.programme import raw
from ldp_stories.store.requests import Asked
from tests.services.house import Told, houses, name_id, tell

PRIYA = name_id("priya laptop")
THEO = name_id("theo laptop")


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    with houses(tmp_path, "joan") as (home,):
        yield home


def lines_of(home: Home, *stories: Told) -> list[str]:
    """The lines of some stories and of their words."""
    with home.main.read() as con:
        return [r.id for r in ledger.revisions(con, ents=[x for s in stories for x in (s.record, s.words)])]


def went(home: Home, group: str, lines: list[str], *, hashes: tuple[str, ...] = (), n: int = 1) -> str:
    """A file went to the evaluators."""
    bundle = f"bundle of {group}"
    facts = sent.Sent(bundle, "evaluators", n, "t", "records", group, 1, 1, 9, group, "2026-11-20T10:00:00Z")
    with home.main.write() as con:
        sent.record_sent(con, facts, lines, hashes)
    return bundle


def mistake(home: Home, bundle: str, devices: tuple[str, ...] = (PRIYA,), **more: Any) -> str:
    """An entry of the log says that it was one."""
    ident = new_id()
    sets = {"type": "wrong recipient", "bundle": bundle, "devices": list(devices), **more}
    with home.main.write() as con:
        home.put(con, "incident", ident, sets=sets)
    return ident


def held(home: Home, device: str = PRIYA) -> HeldBack:
    with home.main.read() as con:
        return held_back(con, [device])


def left_of(home: Home, lines: list[str], device: str = PRIYA) -> tuple[str, ...]:
    with home.main.read() as con:
        return held_back(con, [device]).of_lines(con, lines)


def test_nothing_is_held_while_nothing_went_wrong(joan: Home) -> None:
    told = tell(joan)
    lines = lines_of(joan, told)
    went(joan, "g", lines)
    assert held(joan) == HeldBack()
    assert left_of(joan, lines) == tuple(lines)


def test_the_lines_and_the_whole_story_are_held_from_those_it_went_to(joan: Home) -> None:
    wrong, fine = tell(joan), tell(joan, code="BS-7Q2K-9TD")
    bundle = went(joan, "g", lines_of(joan, wrong), hashes=("a" * 64,))
    mistake(joan, bundle)
    found = held(joan)
    assert found.stories == {wrong.record}
    assert found.hashes == {"a" * 64}
    with joan.main.write() as con:
        joan.put(con, "record", wrong.record, sets={"title": "Written since"})
    everything = lines_of(joan, wrong, fine)
    assert left_of(joan, everything) == tuple(lines_of(joan, fine))


def test_nobody_else_misses_anything(joan: Home) -> None:
    wrong = tell(joan)
    lines = lines_of(joan, wrong)
    mistake(joan, went(joan, "g", lines))
    assert left_of(joan, lines, THEO) == tuple(lines)
    assert held(joan, THEO) == HeldBack()


def test_a_story_they_had_rightly_before_keeps_coming_but_for_those_lines(joan: Home) -> None:
    told = tell(joan)
    first = lines_of(joan, told)
    went(joan, "right", first)
    with joan.main.write() as con:
        joan.put(con, "record", told.record, sets={"title": "By mistake"})
    (added,) = set(lines_of(joan, told)) - set(first)
    mistake(joan, went(joan, "wrong", [added], n=2))
    assert held(joan).stories == frozenset()
    with joan.main.write() as con:
        joan.put(con, "record", told.record, sets={"title": "Right again"})
    assert added not in left_of(joan, lines_of(joan, told))
    assert len(left_of(joan, lines_of(joan, told))) == len(first) + 1


def test_once_it_may_go_nothing_is_held(joan: Home) -> None:
    told = tell(joan)
    mistake(joan, went(joan, "g", lines_of(joan, told)), may_go=True)
    assert held(joan) == HeldBack()


@pytest.mark.parametrize("bundle", ["", "never made here"])
def test_an_entry_about_no_file_of_ours_holds_nothing(joan: Home, bundle: str) -> None:
    mistake(joan, bundle)
    assert held(joan) == HeldBack()


def test_the_sound_of_a_held_story_is_held_whatever_its_bytes(joan: Home) -> None:
    wrong, fine = tell(joan, sound=True), tell(joan, sound=True, code="BS-7Q2K-9TD")
    mistake(joan, went(joan, "g", lines_of(joan, wrong)))
    sounds = [
        (told.media, Rendition(str(n) * 64, RenditionKind.MASTER, 9, "flac"))
        for n, told in enumerate((wrong, fine))
    ]
    with joan.main.read() as con:
        left = held_back(con, [PRIYA]).of_sounds(con, sounds)
    assert [medium for medium, _ in left] == [fine.media]


# --- answers -------------------------------------------------------------------------


def answer(home: Home, device: str, group: str, what: str = DESTROYED) -> None:
    """A file of somebody came in with an answer."""
    given = [Request(new_id(), RequestWhat.CONFIRM, group, (), (), what)]
    with home.main.write() as con:
        note_answers(con, home, device, given)


def told_by(home: Home) -> dict[str, Any]:
    with home.main.read() as con:
        ((_, fields),) = raw(con, "incident")
    found = fields.get("destroyed") or {}
    return {device: value["what"] for device, value in found.items()}


def wish(home: Home, device: str, group: str) -> None:
    with home.main.write() as con:
        request = Request(new_id(), RequestWhat.DESTROY, group, (), (), "unwanted")
        requests.put(con, Asked(request, device, ours=True, at_label="2026-11-20", state="open"))


def test_an_answer_is_written_once_and_the_wish_is_done(joan: Home) -> None:
    mistake(joan, went(joan, "g", lines_of(joan, tell(joan))), devices=(PRIYA, THEO))
    for device in (PRIYA, THEO):
        wish(joan, device, "g")
    answer(joan, PRIYA, "g")
    answer(joan, PRIYA, "g", NOT_HERE)
    assert told_by(joan) == {PRIYA: DESTROYED}
    with joan.main.read() as con:
        assert [a.device for a in asked_of(con, "g")] == [THEO]
    answer(joan, THEO, "g", NOT_HERE)
    assert told_by(joan) == {PRIYA: DESTROYED, THEO: NOT_HERE}


@pytest.mark.parametrize(("device", "group"), [(name_id("amina laptop"), "g"), (PRIYA, "another")])
def test_an_answer_about_something_else_changes_nothing(joan: Home, device: str, group: str) -> None:
    mistake(joan, went(joan, "g", lines_of(joan, tell(joan))))
    wish(joan, PRIYA, "g")
    answer(joan, device, group)
    assert told_by(joan) == {}
    with joan.main.read() as con:
        assert len(asked_of(con, "g")) == 1


def test_other_requests_are_no_answers(joan: Home) -> None:
    mistake(joan, went(joan, "g", lines_of(joan, tell(joan))))
    given = [
        Request(new_id(), RequestWhat.RESEND, "g", (1,), (), "missing"),
        Request(new_id(), RequestWhat.CONFIRM, "g", (), (), "thanks"),
    ]
    with joan.main.write() as con:
        note_answers(con, joan, PRIYA, given)
    assert told_by(joan) == {}


def test_nobody_but_a_coordinator_keeps_the_log(tmp_path: Path) -> None:
    with houses(tmp_path, "priya") as (priya,):
        answer(priya, THEO, "g")
        with priya.main.read() as con:
            assert raw(con, "incident") == ()
