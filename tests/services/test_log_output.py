"""What leaves is logged: what and whom it is about travels, where it was saved does not."""

import os
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Channel
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.people import new_code
from ldp_stories.services import log_output as module
from ldp_stories.services.check_issued import issued_now
from ldp_stories.services.confirmed import wish
from ldp_stories.services.find_person import find_person
from ldp_stories.services.log_output import delete_issued, issued, log_output, set_copies
from ldp_stories.services.reach_of import reach_of
from ldp_stories.services.withdraw import take_everything
from ldp_stories.store import ledger, programme
from tests.services.house import erase, houses, pass_on, tell

CODES = tuple(new_code("LT") for _ in range(7))


def test_a_copy_is_known_here_with_its_path_and_elsewhere_without(tmp_path: Path) -> None:
    with houses(tmp_path, "joan", "theo") as (joan, theo):
        told = tell(joan)
        path = tmp_path / "clips" / "clip-1.flac"
        ident = log_output(joan, "clip", path, (), subj=(told.participant,), channel=Channel.EVENT)
        pass_on(joan, theo)
        assert [(c.output, c.path) for c in issued(joan)] == [(ident, path)]
        assert issued(theo) == ()
        with theo.main.read() as con:
            view = ledger.entity(con, ident)
        assert view is not None
        assert (view.get("type"), view.get("channels"), view.get("path")) == ("clip", ["event"], None)
        assert view.get("made_label") == "2026-11-22T10:00:00Z"


def test_a_log_about_one_person_goes_with_that_person(tmp_path: Path) -> None:
    with houses(tmp_path, "joan") as (joan,):
        told = tell(joan)
        ident = log_output(joan, "clip", tmp_path / "clip", (), subj=(told.participant,))
        erase(joan, told)
        with joan.main.read() as con:
            assert all(r.body is None for r in ledger.revisions(con, ents=[ident]))
        assert [c.output for c in issued(joan)] == [ident]


@pytest.fixture
def three_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IN_ONE_LINE", 3)


@pytest.mark.usefixtures("three_in_a_line")
def test_many_stories_take_several_lines_and_each_person_stands_once(tmp_path: Path) -> None:
    stories, people = [new_id() for _ in range(7)], [new_id() for _ in range(4)]
    with houses(tmp_path, "joan") as (joan,):
        module.log_records(joan, "tables", tmp_path / "t.csv", stories, people)
        with joan.main.read() as con:
            lines = [fields for _, fields in programme.raw(con, "output")]
            about = {p: len(ledger.entities_about(con, p)) for p in people}
            ((first, one),) = module.logged(con).items()
        assert [len(line["items"]) for line in lines] == [3, 2, 2]
        assert [line.get("part_of") for line in lines] == [None, first, first]
        assert about == dict.fromkeys(people, 1)
        assert (sorted(one.items), len(one.lines)) == (sorted(stories), 3)
        assert [(i.output, i.path) for i in issued(joan)] == [(first, tmp_path / "t.csv")]


@pytest.mark.usefixtures("three_in_a_line")
def test_more_people_than_stories_take_as_many_lines_and_nobody_stands_alone(tmp_path: Path) -> None:
    people = [new_id() for _ in range(4)]
    with houses(tmp_path, "joan") as (joan,):
        module.log_records(joan, "tables", tmp_path / "t.csv", [new_id()], people)
        with joan.main.read() as con:
            (one,) = module.logged(con).values()
            together = [sum(ent in ledger.entities_about(con, p) for p in people) for ent in one.lines]
        assert together == [2, 2]


@pytest.mark.usefixtures("three_in_a_line")
def test_a_file_of_several_lines_is_one_copy_wherever_it_is_spoken_of(tmp_path: Path) -> None:
    with houses(tmp_path, "joan", "theo") as (joan, theo):
        told = [tell(joan, code=code) for code in CODES]
        path = tmp_path / "tables.csv"
        path.write_text("Number", encoding="utf-8")
        stories, people = [one.record for one in told], [one.participant for one in told]
        module.log_records(joan, "tables", path, stories, people)
        set_copies(joan, issued(joan)[0].output, 4)
        pass_on(joan, theo)
        for home in (joan, theo):
            for one in told:
                assert [(o.type, o.copies) for o in reach_of(home, [one.participant]).outputs] == [
                    ("tables", 4)
                ]
        for code in (CODES[0], CODES[-1]):
            done = take_everything(joan, find_person(joan, code)[0], code, {})
            said = wish(joan, done.orders)
            (copy,) = issued_now(joan)
            assert (said.issued, said.files) == ((("tables", "2026-11-22", 4),), ((copy.output, path),))
        assert (dict(copy.stories), copy.path, copy.copies) == ({"erased": 2}, path, 4)
        assert delete_issued(joan, copy.output)
        assert (path.exists(), issued(joan), len(issued_now(joan))) == (False, (), 1)


def test_a_folder_whose_name_is_no_text_is_kept_as_it_is(tmp_path: Path) -> None:
    with houses(tmp_path, "joan") as (joan,):
        path = tmp_path / os.fsdecode(b"caf\xe9") / "t.csv"
        module.log_records(joan, "tables", path, [], [])
        assert [i.path for i in issued(joan)] == [path]


def test_an_output_without_stories_is_logged_all_the_same(tmp_path: Path) -> None:
    with houses(tmp_path, "joan") as (joan,):
        module.log_records(joan, "codebook", tmp_path / "c.qdc", [], [])
        assert [i.path for i in issued(joan)] == [tmp_path / "c.qdc"]
