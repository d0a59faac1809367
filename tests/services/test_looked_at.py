"""What holds words of people is written by no service while one of the nine questions was not looked at for it; nothing is left, nothing noted."""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Channel
from ldp_stories.domain.report import QUESTIONS
from ldp_stories.errors import Refused
from ldp_stories.services.check_disclosure import need_looked_at
from ldp_stories.services.export_tables import export_tables
from ldp_stories.services.fill_matrix import make_matrix, matrix_sheet
from ldp_stories.services.home import Home
from ldp_stories.services.log_output import issued
from ldp_stories.services.publish import add_quote, export_clip, quote_page, quotes, small_report
from ldp_stories.services.publish_bank import Form, write_bank
from ldp_stories.services.take_elsewhere import take_project
from tests.services.house import WOMEN, Told, houses, pass_on, tell
from tests.services.released import release_read

Write = Callable[[Home, Path, Collection[int]], object]


@pytest.fixture(scope="module")
def joan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, Told]]:
    with houses(tmp_path_factory.mktemp("looked"), "amina", "joan") as (amina, joan):
        told = tell(amina, tags={WOMEN: "A8"})
        pass_on(amina, joan)
        release_read(joan, told.record)
        add_quote(joan, told.passages[WOMEN])
        yield joan, told


def matrix_of(home: Home) -> str:
    with home.main.read() as con:
        stories = [row[0] for row in con.exec_driver_sql("select id from record")]
    return make_matrix(home, "M", stories, ["D1"])


WAYS: dict[str, Write] = {
    "bank": lambda home, out, seen: write_bank(home, out, list(Form)[:1], looked_at=seen),
    "page": lambda home, out, seen: quote_page(home, out, looked_at=seen),
    "small report": lambda home, out, seen: small_report(home, out, looked_at=seen),
    "clip": lambda home, out, seen: export_clip(
        home, quotes(home)[0].passage, Channel.REPORT, out, looked_at=seen
    ),
    "tables": lambda home, out, seen: export_tables(home, out, looked_at=seen),
    "project": lambda home, out, seen: take_project(home, out, looked_at=seen),
    "matrix": lambda home, out, seen: matrix_sheet(home, matrix_of(home), out, looked_at=seen),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seen", [(), tuple(QUESTIONS)[1:], (3, 3, 3)], ids=["none", "eight", "one"])
def test_without_all_nine_nothing_leaves(
    joan: tuple[Home, Told], tmp_path: Path, way: str, seen: Collection[int]
) -> None:
    home, _ = joan
    noted = issued(home)
    with pytest.raises(Refused) as caught:
        WAYS[way](home, tmp_path, seen)
    assert (caught.value.code, caught.value.facts["left"]) == ("NOT_CHECKED", len(QUESTIONS) - len(set(seen)))
    assert list(tmp_path.iterdir()) == []
    assert issued(home) == noted


@pytest.mark.parametrize("way", ["page", "tables", "project", "matrix"])
def test_with_all_nine_it_leaves_and_is_noted(joan: tuple[Home, Told], tmp_path: Path, way: str) -> None:
    home, _ = joan
    noted = set(issued(home))
    WAYS[way](home, tmp_path, tuple(QUESTIONS)[::-1])
    assert {one.path for one in set(issued(home)) - noted} == set(tmp_path.iterdir())


def test_a_question_there_is_none_of_counts_for_nothing() -> None:
    with pytest.raises(ValueError, match="no such question"):
        need_looked_at((*QUESTIONS, max(QUESTIONS) + 1))
    need_looked_at(frozenset(QUESTIONS))
