"""What leaves is logged: what and whom it is about travels, where it was saved does not."""

from pathlib import Path

import pytest

from ldp_stories.domain.consent import Channel
from ldp_stories.domain.ids import new_id
from ldp_stories.services import log_output as module
from ldp_stories.services.log_output import issued, log_output
from ldp_stories.store import ledger, programme
from tests.services.house import erase, houses, pass_on, tell


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


def test_many_stories_take_several_lines_and_each_person_stands_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RECORDS_IN_ONE", 3)
    stories, people = [new_id() for _ in range(7)], [new_id() for _ in range(4)]
    with houses(tmp_path, "joan") as (joan,):
        module.log_records(joan, "tables", tmp_path / "t.csv", stories, people)
        with joan.main.read() as con:
            logged = [fields for _, fields in programme.raw(con, "output")]
            about = {p: len(ledger.entities_about(con, p)) for p in people}
        assert sorted(i for one in logged for i in one["items"]) == sorted(stories)
        assert len(logged) == 3
        assert about == dict.fromkeys(people, 1)
        assert {i.path for i in issued(joan)} == {tmp_path / "t.csv"}


def test_an_output_without_stories_is_logged_all_the_same(tmp_path: Path) -> None:
    with houses(tmp_path, "joan") as (joan,):
        module.log_records(joan, "codebook", tmp_path / "c.qdc", [], [])
        assert [i.path for i in issued(joan)] == [tmp_path / "c.qdc"]
