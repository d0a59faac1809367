"""The measuring runs from end to end on a few stories, prints each figure beside its bar, and counts right."""

import json
import random
import re
from collections import Counter
from pathlib import Path

import pytest

from ldp_stories.domain.review import NEEDS_REASON, Choice
from ldp_stories.domain.revisions import is_whole, parse_body
from ldp_stories.reports.refi.model import TextSource
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.release_words import changed_since
from ldp_stories.services.tag_chat import tag_chat
from tests.bench.__main__ import machine_line, main
from tests.bench.bringing import WAITING
from tests.bench.figures import Figure, median, milliseconds, number, p95, sampled, table, timed
from tests.bench.filling import filled, is_filled
from tests.bench.invented import (
    BY_ONE,
    DECISIONS_EACH,
    OTHERWISE_EACH,
    RARE,
    TAGS_EACH,
    WORDS_EACH,
    Pen,
    Story,
    Talk,
    decisions,
    stories,
    suggestions,
)
from tests.bench.publishing import CODINGS_EACH, TAGS, invented_document, invented_project, publish
from tests.waiting import until


def test_a_quick_run_measures_everything_without_the_window_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert main(["--quick", "--stories", "60", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    named = {one["what"] for one in figures}
    assert {
        "a piece of sound on the disk",
        "packing media, share of the slowest layer",
        "bringing in text stories",
        "bringing in small lines",
        "searching while typing, the list shown",
        "opening a story",
        "one decision on a tag",
        "the queue, its first rows",
        "the queue, all of it",
        "counting all that is found and hidden",
        "the codebook with how many stories each tag has",
        "how many stories a change is about",
        "the list for the tag chat",
        "who is missing, by group",
        "a report by ward",
        "agreement on every tag",
        "a report as a page",
        "a project for another program",
    } <= named
    of_none = {"good talks with a false alarm"}
    assert [one for one in figures if one["value"] <= 0 and one["what"] not in of_none] == []
    assert sum(one["bar"] is not None for one in figures) >= 10
    assert list(tmp_path.iterdir()) == []
    assert {one["size"] for one in figures} >= {"60", "8 MB"}


def test_a_ceiling_is_met_below_and_a_floor_above() -> None:
    assert Figure("time", "1", 9.9, "ms", 10).met
    assert not Figure("time", "1", 10.1, "ms", 10).met
    assert Figure("rate", "1", 2_000, "/s", 2_000, least=True).met
    assert not Figure("rate", "1", 1_999, "/s", 2_000, least=True).met
    assert Figure("told for its own sake", "1", 5, "MB").met


def test_the_table_puts_each_figure_beside_its_bar() -> None:
    lines = table([
        Figure("opening a story", "10,000", 12.345, "ms p95", 50),
        Figure("bringing in", "10,000", 1_500, "lines/s", 8_000, least=True, note="busy"),
        Figure("memory", "10,000", 180.2, "MB"),
    ]).splitlines()  # fmt: skip
    assert lines[0].split() == ["what", "on", "measured", "processor", "bar", "note"]
    assert re.search(r"12\.3 ms p95 +<= 50\.0 ms p95 +met$", lines[2])
    assert re.search(r"1,500 lines/s +>= 8,000 lines/s +MISSED +busy$", lines[3])
    assert re.search(r"180 MB +-$", lines[4])
    assert (
        len({line.index(word) for line, word in zip(lines[2:], ("12.3", "1,500", "180"), strict=True)}) == 1
    )


def test_what_a_busy_machine_missed_is_told_from_what_is_too_slow() -> None:
    waited = Figure("opening", "10", 80.0, "ms", 50, worked=20.0)
    slow = Figure("opening", "10", 80.0, "ms", 50, worked=60.0)
    rate = Figure("bringing in", "10", 900.0, "/s", 2_000, least=True, worked=2_100.0)
    assert [f.verdict for f in (waited, slow, rate)] == [
        "met but for waiting",
        "MISSED",
        "met but for waiting",
    ]
    assert not any(f.met for f in (waited, slow, rate))
    assert Figure("memory", "10", 80.0, "MB", worked=60.0).verdict == ""
    assert "20.0" in waited.cells()


def test_samples_are_told_by_time_that_passed_and_time_that_was_worked() -> None:
    calls: list[int] = []
    taken = sampled(lambda n=n: calls.append(n) for n in range(20))  # type: ignore[misc]
    assert calls == list(range(20))
    assert len(taken.passed) == len(taken.worked) == 20
    figure = taken.figure("a call", "20", 50, "note")
    assert (figure.what, figure.unit, figure.bar, figure.note) == ("a call", "ms p95", 50, "note")
    assert figure.value == p95(taken.passed)
    assert figure.worked == p95(taken.worked)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (0.0123, "0.012"),
        (0.5, "0.500"),
        (1.234, "1.23"),
        (99.95, "100.0"),
        (1234.5, "1,234"),
        (1e6, "1,000,000"),
    ],
)
def test_numbers_show_the_digits_that_mean_something(value: float, shown: str) -> None:
    assert number(value) in {shown, shown.replace("100.0", "99.9")}


def test_p95_is_what_95_of_a_hundred_do_not_exceed() -> None:
    samples = [float(n) for n in range(1, 101)]
    random.Random(1).shuffle(samples)
    assert p95(samples) == 95
    assert p95([7.0]) == 7
    assert median(samples) == 50
    for share in (p95, median):
        with pytest.raises(ValueError, match="no samples"):
            share([])


def test_time_is_measured() -> None:
    calls: list[int] = []
    assert milliseconds(lambda: calls.append(1)) >= 0
    assert calls == [1]
    with timed() as watch:
        until(lambda: True, "nothing")
    assert watch.seconds > 0


def test_the_machine_is_named_with_the_figures() -> None:
    assert re.match(r"\d+ processors", machine_line())


def made(count: int) -> tuple[list[Story], list[str]]:
    told: list[Story] = []
    lines = list(stories(Pen("d.1.w", seed=4), count, member="m", place="p", told=told))
    return told, [line.kind for line in lines]


def test_invented_stories_have_300_words_each_and_five_by_one_person() -> None:
    told: list[Story] = []
    lines = list(stories(Pen("d.1.w"), 10, member="m", place="p", told=told))
    kinds = [line.kind for line in lines]
    assert {k: kinds.count(k) for k in set(kinds)} == {
        "record": 10, "layer": 10, "participant": 10 // BY_ONE, "consent": 10 // BY_ONE, "encounter": 10 // BY_ONE,
    }  # fmt: skip
    texts = [parse_body(line.body or b"{}").sets["text"] for line in lines if line.kind == "layer"]
    assert {len(str(t).replace(f" {RARE}", "").split()) for t in texts} == {WORDS_EACH}
    assert sum(RARE in str(t) for t in texts) == 1
    assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
    assert all(is_whole(line) for line in lines)
    assert len({line.id for line in lines}) == len(lines)


def test_the_same_seed_invents_the_same_words_again() -> None:
    def titles() -> list[object]:
        lines = stories(Pen("d.1.w", seed=9), 5, member="m", place="p", told=[])
        return [parse_body(line.body or b"{}").sets["title"] for line in lines if line.kind == "record"]

    assert titles() == titles()


def test_common_words_are_common() -> None:
    talk = Talk(random.Random(3))
    words = talk.text(20_000).split()
    assert words.count(talk.words[0]) > 20 * max(1, words.count(talk.words[5_000]))
    assert RARE not in talk.words


def test_each_story_gets_its_tags_and_ten_decisions_but_for_those_that_wait() -> None:
    told, _ = made(8)
    pen = Pen("d.1.w", first=100)
    suggested = list(suggestions(pen, told, [f"t{n}" for n in range(9)], "m"))
    assert len(suggested) == 8 * TAGS_EACH
    decided = list(decisions(pen, [(i, s, r.id) for i, s, r in suggested], "joan", waiting=2))
    kinds = [line.kind for line in decided]
    assert (kinds.count("decision"), kinds.count("record")) == (6 * DECISIONS_EACH, 6)
    releases = [line for line in decided if line.kind == "record"]
    assert [line.par for line in releases] == [(story.made_by,) for story in told[:6]]
    assert WAITING > 0


def test_the_second_decision_stands_on_the_first() -> None:
    told, _ = made(1)
    pen = Pen("d.1.w")
    suggested = [(i, s, r.id) for i, s, r in suggestions(pen, told, list("abcdef"), "m")]
    lines = [line for line in decisions(pen, suggested, "joan", waiting=0) if line.kind == "decision"]
    bodies = [parse_body(line.body or b"{}").sets for line in lines]
    for first, second, line in zip(bodies[::2], bodies[1::2], lines[::2], strict=True):
        assert first["supersedes"] == []
        assert second["supersedes"] == [line.ent]
        assert first["suggestion"] == second["suggestion"]


def test_one_tag_in_twenty_is_decided_otherwise_in_the_end() -> None:
    told, _ = made(2 * OTHERWISE_EACH)
    pen = Pen("d.1.w")
    suggested = [(i, s, r.id) for i, s, r in suggestions(pen, told, list("abcdef"), "m")]
    lines = [line for line in decisions(pen, suggested, "joan", waiting=0) if line.kind == "decision"]
    bodies = [parse_body(line.body or b"{}").sets for line in lines]
    ends = [body["decision"] for body in bodies if body["supersedes"]]
    assert Counter(ends) == {
        "accept": len(ends) * 19 // 20,
        "not this tag": len(ends) // 40,
        "differ": len(ends) // 40,
    }
    assert {body["decision"] for body in bodies if not body["supersedes"]} == {"accept"}
    assert all(bool(body["reason"]) is (Choice(body["decision"]) in NEEDS_REASON) for body in bodies)


def test_an_invented_report_and_project_have_what_is_measured() -> None:
    document = invented_document(40)
    assert document.shown == 40
    assert len(document.sections) == 20
    assert all(len(q.text.split()) == 40 for q in document.quotes())
    project = invented_project(6)
    assert [len(s.selections) for s in project.sources] == [CODINGS_EACH] * 6
    assert all(
        m.end <= len(s.text) for s in project.sources if isinstance(s, TextSource) for m in s.selections
    )
    assert len(project.codes) == TAGS
    assert invented_project(6) == project


def test_what_leaves_is_measured_against_its_bars(tmp_path: Path) -> None:
    figures = {f.what: f for f in publish(tmp_path, 30)}
    assert figures["a report as a page"].bar == 1.5
    assert figures["a report as a Word file"].bar == 3
    assert figures["memory for writing it"].bar == 250
    assert figures["a report with its sounds"].size == "3 passages with sound"
    assert len(list((tmp_path / "sounding-out").rglob("*.m4a"))) == 3
    assert figures["a report as a PDF"].value > 0
    assert (tmp_path / "project.qdpx").exists()
    assert all(f.value >= 0 for f in figures.values())


def test_a_released_story_may_reach_evaluators_by_the_programs_own_rules() -> None:
    told, _ = made(1)
    pen = Pen("d.1.w", first=100)
    suggested = list(suggestions(pen, told, list("abcdef"), "m"))
    lines = list(decisions(pen, [(i, s, r.id) for i, s, r in suggested], "joan", waiting=0))
    masked = next(line for line in lines if line.kind == "layer")
    said = parse_body(masked.body or b"{}").sets
    assert (said["kind"], said["made_from"]) == ("masked", told[0].layer)
    assert said["text"] == Talk(random.Random(0)).of(told[0].seed)
    read = parse_body(lines[-1].body or b"{}").sets["read"]
    assert set(read) == {told[0].made_by, told[0].said, masked.id, *(r.id for _, _, r in suggested)}


def test_a_notebook_is_filled_once_and_taken_again(tmp_path: Path) -> None:
    steps: list[int] = []
    first = filled(tmp_path / "kept", 12, steps.append)
    with first.home.main.read() as con:
        counted = [
            con.exec_driver_sql(f"SELECT count(*) FROM {t}").scalar_one() for t in ("record", "decision")
        ]
        unread = con.exec_driver_sql("SELECT count(*) FROM local_unread").scalar_one()
    assert counted == [12, (12 - 12 // 4) * DECISIONS_EACH]
    first.home.close()
    again = filled(tmp_path / "kept", 12, steps.append)
    assert steps == [12]
    assert {s.record for s in again.told} == {s.record for s in first.told}
    assert unread == 0
    chat = tag_chat(again.home)
    assert sum(one.otherwise for one in chat.disputed) == 9 * TAGS_EACH // OTHERWISE_EACH
    assert is_filled(tmp_path / "kept", 12)
    (tmp_path / "kept" / "filled.json").write_text(json.dumps({"stories": 12}))
    assert not is_filled(tmp_path / "kept", 12)
    released = open_record(again.home, again.told[0].record)
    assert (released.record.released, [x.kind.value for x in released.layers]) == (
        True,
        ["verbatim", "masked"],
    )
    assert changed_since(again.home, again.told[0].record) == ()
    again.home.close()


def test_a_kept_notebook_is_read_without_sending_anything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--kept", str(tmp_path), "--stories", "12", "--no-window", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    named = {one["what"] for one in figures}
    assert {"searching while typing, the list shown", "opening a story", "the queue, all of it"} <= named
    assert not any("bringing in" in name or "packing" in name for name in named)
    assert (tmp_path / "of-12" / "filled.json").exists()
