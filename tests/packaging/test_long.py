"""The long command: everything is in one of its parts, the seed is told and handed on, and its summary says what really ran."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.effort import tried
from tests.long.__main__ import Outcome, chosen, main, spoken, summary
from tests.long.plan import PARTS, Part, arguments

ROOT = Path(__file__).parents[2]
SAID = """\
import os, pytest
from pathlib import Path

def tell(count):
    with Path(os.environ["LDP_STORIES_TALLY"]).open("a") as file:
        file.write('{"what": "things", "count": %d}\\n' % count)

def test_one():
    assert os.environ["LDP_STORIES_EFFORT"] == "long"
    tell(1_000)

@pytest.mark.parametrize("number", [1, 2])
def test_more(number):
    tell(int(os.environ["LDP_STORIES_SEED"]))
"""
BAD = """\
import pytest

def test_good(): pass
def test_bad(): assert not "right"
@pytest.mark.skip(reason="there is no moon here")
def test_moon(): pass
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Part, ...]]:
    """A small project with two parts and a rest in which nothing runs."""
    root = tmp_path_factory.mktemp("project")
    for folder, text in (("good", SAID), ("bad", BAD), ("none", "")):
        (root / folder).mkdir()
        (root / folder / f"test_{folder}.py").write_text(text, encoding="utf-8")
    (root / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return root, (
        Part("good", "what is good", ("good",), together=False),
        Part("bad", "what is bad", ("bad",), together=False),
        Part("rest", "all else", ("none",), together=False),
    )


@pytest.fixture(scope="module")
def whole(made: tuple[Path, tuple[Part, ...]], tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Path]:
    """One run of all of it."""
    root, parts = made
    out = tmp_path_factory.mktemp("out")
    (out / "good.sizes").write_text('{"what": "things", "count": 7}\n', encoding="utf-8")  # of a run before
    return main(["--seed", "21", "--out", str(out)], parts, root), out


def test_every_test_of_the_plan_is_there_and_in_one_part_only() -> None:
    named = Counter(test for part in PARTS for test in part.tests)
    assert all((ROOT / test).exists() for test in named)
    assert set(named.values()) == {1}
    assert len({part.name for part in PARTS}) == len(PARTS)


def test_whatever_no_part_names_is_run_by_the_last_one() -> None:
    """Nobody has to remember to add a new test to the plan."""
    last = arguments(PARTS[-1])
    assert last[0] == "tests"
    assert {one.removeprefix("--ignore=") for one in last[1:]} == {t for p in PARTS[:-1] for t in p.tests}
    assert arguments(PARTS[0]) == list(PARTS[0].tests)


def test_the_tests_of_faults_storms_and_spoilt_files_are_in_parts_of_their_own() -> None:
    """A size that the plan names is told under its own name, not lost in the rest."""
    named = [test for part in PARTS[:-1] for test in part.tests]
    telling = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("test_*.py")
        if re.search(r"^from tests.effort import .*\btried\b", path.read_text(encoding="utf-8"), re.MULTILINE)
        and path != Path(__file__)
    ]
    assert len(telling) > 10
    assert [one for one in telling if not any(one.startswith(test) for test in named)] == []


def test_the_summary_says_what_ran_in_which_size_and_what_came_of_it(whole: tuple[int, Path]) -> None:
    status, out = whole
    told = (out / "summary.txt").read_text(encoding="utf-8")
    assert status == 1
    assert "seed 21" in told
    assert "1,042 things" in told
    assert told.count("held ") == 1
    assert "3 passed" in told
    assert "1 failed, 1 passed, 1 skipped" in told
    assert "test_bad" in told
    assert "there is no moon here" in told
    assert "2 of its parts did not hold: bad, rest." in told


def test_a_part_in_which_nothing_ran_has_not_held(whole: tuple[int, Path]) -> None:
    told = (whole[1] / "summary.txt").read_text(encoding="utf-8")
    assert "NOT FINISHED rest" in told
    assert "no test ran" in told


def test_what_each_part_said_is_kept(whole: tuple[int, Path]) -> None:
    assert "test_bad" in (whole[1] / "bad.log").read_text(encoding="utf-8")
    assert "3 passed" in (whole[1] / "good.log").read_text(encoding="utf-8")


def test_a_seed_is_drawn_and_printed_first_and_one_part_can_be_run_alone(
    made: tuple[Path, tuple[Part, ...]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root, parts = made
    ran: list[tuple[object, ...]] = []

    def note(part: Part, asked: Sequence[str], seed: int, *_: object) -> Outcome:
        ran.append((*asked, seed))
        return Outcome(part, 0, 3.0, Counter(passed=1), Counter(things=5))

    monkeypatch.setattr("tests.long.__main__.run", note)
    assert main(["bad", "--out", str(tmp_path)], parts, root) == 0
    told = capsys.readouterr().out
    ((test, seed),) = ran
    assert test == "bad"
    assert told.splitlines()[0] == f"Seed {seed}. The same again: packaging/dev long bad --seed {seed}"
    assert "5 things" in told
    assert "Every part held (3 s)." in told
    assert main(["bad", "--out", str(tmp_path)], parts, root) == 0
    assert ran[0] != ran[1], "the same dice twice"


def test_a_part_that_is_not_there_is_named_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, check=lambda e: e.code == 2):
        main(["god"])
    told = capsys.readouterr().err
    assert "no part god" in told
    assert all(part.name in told for part in PARTS)


def test_a_run_that_is_stopped_by_hand_says_what_was_done_and_what_was_not(
    made: tuple[Path, tuple[Part, ...]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root, parts = made

    def stopped(part: Part, *_: object) -> Outcome:
        if part.name == "bad":
            raise KeyboardInterrupt
        return Outcome(part, 0, 3.0, Counter(passed=1))

    monkeypatch.setattr("tests.long.__main__.run", stopped)
    assert main(["--seed", "4", "--out", str(tmp_path)], parts, root) == 1
    told = capsys.readouterr().out
    assert "Stopped by hand." in told
    assert "held         good" in told
    assert "NOT RUN      bad" in told
    assert "NOT RUN      rest" in told


def test_parts_are_run_in_the_order_of_the_plan_and_those_not_reached_are_named() -> None:
    assert [part.name for part in chosen(["merge", "power"])] == ["power", "merge"]
    assert chosen([]) == list(PARTS)
    done = Outcome(PARTS[0], 0, 61.0, Counter(passed=2))
    told = summary(3, [done], ["power", "rest"])
    assert "NOT RUN      power" in told
    assert "2 of its parts did not hold: power, rest." in told


def test_a_crash_of_the_run_itself_is_not_a_success() -> None:
    assert Outcome(PARTS[0], 0, 1.0, Counter(passed=2)).verdict == "held"
    assert Outcome(PARTS[0], 3, 1.0, Counter(passed=2)).verdict == "NOT FINISHED"
    assert Outcome(PARTS[0], -9, 1.0).verdict == "NOT FINISHED"
    assert Outcome(PARTS[0], 1, 1.0, Counter(failed=1), failed=["a"]).verdict == "FAILED"


@pytest.mark.parametrize(("seconds", "words"), [(4.4, "4 s"), (61, "1 min 1 s"), (7_261, "2 h 1 min")])
def test_times_are_told_as_people_say_them(seconds: float, words: str) -> None:
    assert spoken(seconds) == words


def test_a_test_tells_its_size_only_when_it_was_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LDP_STORIES_TALLY", raising=False)
    tried("nothing", 1)
    monkeypatch.setenv("LDP_STORIES_TALLY", str(tmp_path / "sizes"))
    tried("states", 3)
    tried("states", 4)
    assert (tmp_path / "sizes").read_text(encoding="utf-8").count('"states"') == 2
