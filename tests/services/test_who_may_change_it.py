"""Changes of the codebook, hand-overs and feedback come from coordinators only, whatever a bundle claims, and travel as they should."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ldp_stories.domain.feedback import Feedback
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.kinds import KINDS
from ldp_stories.domain.revisions import Change, new_revision
from ldp_stories.domain.roles import Role, Writing, may_write
from ldp_stories.errors import Refused
from ldp_stories.services import feed_back
from ldp_stories.services.change_codebook import Why, edit_tag
from ldp_stories.services.codebook_history import history, version_now
from ldp_stories.services.find import codebook
from ldp_stories.services.hear_back import hearing_back
from ldp_stories.services.judge_lines import E_ROLE, E_STREAM, Known, Sender, judge
from ldp_stories.services.start_home import take_pack
from tests.services.cast import bring_in, cast, let_in, send
from tests.services.cast import tell as told_by
from tests.services.homes import pack_of

RESEARCHER, COORDINATOR, EVALUATOR = (
    frozenset({r}) for r in (Role.RESEARCHER, Role.COORDINATOR, Role.EVALUATOR)
)
ROLES: Mapping[str, frozenset[Role]] = {"amina": RESEARCHER, "joan": COORDINATOR, "priya": EVALUATOR}


@pytest.mark.parametrize("kind", ["tag", "codebook_change", "hand_over", "feedback", "place"])
@pytest.mark.parametrize(
    ("roles", "may"),
    [(RESEARCHER, False), (EVALUATOR, False), (COORDINATOR, True), (RESEARCHER | EVALUATOR, False)],
)
def test_only_a_coordinator_writes_these(kind: str, roles: frozenset[Role], may: bool) -> None:
    assert may_write(roles, Writing(kind)) is may


@pytest.mark.parametrize(
    ("kind", "stream"), [("tag", "p"), ("codebook_change", "p"), ("hand_over", "p"), ("feedback", "w")]
)
def test_each_has_its_stream(kind: str, stream: str) -> None:
    assert KINDS[kind].stream == stream


@pytest.mark.parametrize(
    ("kind", "device", "stream", "code"),
    [
        ("feedback", "joan", "w", None),
        ("feedback", "amina", "w", E_ROLE),
        ("feedback", "priya", "w", E_ROLE),
        ("codebook_change", "joan", "p", E_STREAM),
        ("codebook_change", "amina", "p", E_STREAM),
        ("codebook_change", "amina", "w", E_ROLE),
        ("tag", "amina", "w", E_ROLE),
    ],
)
def test_a_bundle_brings_only_what_its_author_may_write(
    kind: str, device: str, stream: str, code: str | None
) -> None:
    line = new_revision(
        kind,
        new_id(),
        Change({"reason": "x"}),
        subj=(),
        par=(),
        dev=f"{device}.1.{stream}",
        seq=1,
        at_label="",
    )
    known = Known(lambda d: ROLES.get(d, frozenset()), lambda d: d, lambda _: None, lambda _: False)
    verdict = judge([line], Sender(device, ROLES[device], "records"), known)
    assert [c for _, c in verdict.refused] == ([code] if code else [])
    assert len(verdict.accepted) == (0 if code else 1)


def test_a_change_reaches_everybody_with_the_next_programme_file_and_nothing_before(tmp_path: Path) -> None:
    with cast(tmp_path) as crew:
        d1 = next(t for t in codebook(crew.joan) if t.code == "D1")
        before = version_now(crew.amina)
        edit_tag(crew.joan, d1.id, {"name": "People and places we trust"}, Why("as people say it"))
        told_by(crew.amina)
        send(crew.amina, "coordinators", crew.stick)
        bring_in(crew.joan, crew.stick)
        assert version_now(crew.amina) == before
        newest = pack_of(crew.joan, crew.folder)
        for home in (crew.amina, crew.priya):
            take_pack(home, newest)
            assert version_now(home) == version_now(crew.joan) != before
            (row,) = history(home)
            assert (row.label, row.change.reason) == ("D1 Trusted person or place", "as people say it")
            assert not [r for r in history(home) if r.undone]
            with pytest.raises(Refused):
                edit_tag(home, d1.id, {"name": "Mine"}, Why("no"))


def test_feedback_reaches_only_the_researcher_whose_story_is_behind_it(tmp_path: Path) -> None:
    with cast(tmp_path) as crew:
        dev = crew.join("Dev", Role.RESEARCHER, pack_of(crew.joan, crew.folder))
        try:
            let_in(crew, dev)
            mine = told_by(crew.amina, title="Mine")
            told_by(dev, title="His")
            for home in (crew.amina, dev):
                send(home, "coordinators", crew.stick)
            bring_in(crew.joan, crew.stick)
            feed_back.send_back(crew.joan, Feedback("", (mine,), (), "The lamps", True, "Mended"))
            feed_back.keep(crew.joan, Feedback("", (mine,), (), "A draft", True, "Not yet"))
            for home in (crew.amina, dev):
                send(crew.joan, home.member, crew.stick)
                bring_in(home, crew.stick)
            assert [h.quote for h in hearing_back(crew.amina) if h.kind == "did"] == ["The lamps"]
            assert [h for h in hearing_back(dev) if h.kind == "did"] == []
            assert feed_back.for_me(dev) == ()
        finally:
            dev.close()
