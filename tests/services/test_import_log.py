"""The log of what was brought in: the totals add up, a story that comes by two ways counts once, and the file names nobody (US-E1)."""

import csv
import io
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from ldp_stories.errors import UserError
from ldp_stories.services.import_bundle import accept, leave, look, put_down, take_in
from ldp_stories.services.import_log import import_log, left_log, save_import_log
from ldp_stories.store import arrivals
from tests.services.cast import Cast, bring_in, cast, send, tell
from tests.services.homes import code_of


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    """Amina has sent two stories, then one more; the first bundle came twice."""
    with cast(tmp_path_factory.mktemp("log")) as three:
        tell(three.amina, title="One")
        tell(three.amina, title="Two")
        (first,) = send(three.amina, "coordinators", three.stick).paths
        bring_in(three.joan, three.stick)
        take_in(three.joan, first)
        first.unlink()
        tell(three.amina, title="Three")
        send(three.amina, "coordinators", three.stick)
        bring_in(three.joan, three.stick)
        yield three


def test_each_bundle_says_what_was_new_and_the_totals_before_and_after(made: Cast) -> None:
    rows = [one for one in import_log(made.joan) if one.stories]
    assert [(r.stories, r.stories_before, r.stories_after) for r in rows] == [(2, 0, 2), (1, 2, 3)]
    assert [(r.people, r.people_before, r.people_after) for r in rows] == [(2, 0, 2), (1, 2, 3)]
    assert all(r.new > 0 and r.left_out == 0 for r in rows)
    assert all(r.sender.startswith("R-") for r in rows)


def test_the_totals_chain_from_one_bundle_to_the_next(made: Cast) -> None:
    rows = import_log(made.joan)
    for before, after in pairwise(rows):
        assert after.stories_before == before.stories_after
        assert after.people_before == before.people_after


def test_a_bundle_that_came_twice_is_one_line(made: Cast) -> None:
    rows = import_log(made.joan)
    assert len({r.bundle for r in rows}) == len(rows)


def test_what_was_made_here_counts_before_the_first_bundle(made: Cast) -> None:
    with made.amina.main.read() as con:
        own = next(b for b in arrivals.brought(con) if b.bundle == "")
    assert (own.records, own.people) == (3, 3)
    assert import_log(made.amina) == ()


def test_the_file_holds_the_same_in_columns_and_no_name(made: Cast, tmp_path: Path) -> None:
    path = save_import_log(made.joan, tmp_path)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert len(rows) == len(import_log(made.joan))
    told = [r for r in rows if r["stories new"] != "0"]
    assert [(r["stories before"], r["stories after"]) for r in told] == [("0", "2"), ("2", "3")]
    text = path.read_text(encoding="utf-8-sig")
    assert "Amina" not in text
    assert "One" not in text
    assert save_import_log(made.joan, tmp_path).name == "brought-in-2.csv"


def test_a_folder_that_is_not_there_is_a_sentence(made: Cast, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        save_import_log(made.joan, tmp_path / "none")
    assert code_of(caught) == "NO_FOLDER"


def test_a_file_that_is_left_is_one_line_in_the_log_and_nothing_else(tmp_path: Path) -> None:
    with cast(tmp_path) as made:
        tell(made.amina, title="Four")
        (path,) = send(made.amina, "coordinators", made.stick).paths
        put_down(look(made.joan, path))
        assert left_log(made.joan) == (), "looking alone is not leaving"
        before = len(import_log(made.joan))
        leave(made.joan, look(made.joan, path))
        leave(made.joan, look(made.joan, path))
        (left,) = left_log(made.joan)
        assert left.sender.startswith("R-")
        assert (left.packed, left.on) == ("2026-05-10", made.joan.today().isoformat())
        assert len(import_log(made.joan)) == before
        saved = save_import_log(made.joan, tmp_path).read_text(encoding="utf-8-sig")
        (row,) = (r for r in csv.DictReader(io.StringIO(saved)) if r["left on"])
        assert (row["bundle"], row["from"], row["lines new"]) == (left.bundle, left.sender, "")
        assert "Four" not in saved
        assert accept(made.joan, look(made.joan, path)).new > 0, "what was left can still be brought in"
