"""The truths themselves: what they ask for, and that each can be found broken."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.domain.revisions import Change, Revision, new_revision
from ldp_stories.services import plan_bundle
from ldp_stories.services.tell_holders import Told
from ldp_stories.store import layers, media, passages
from tests.services.cast import cast
from tests.services.house import tell
from tests.storm import acts, truths
from tests.storm.truths import Lines, missed
from tests.storm.world import Clock, Laptop, Made, Story, World

DEE = frozenset({"dee"})


def sending(bundle: str, n: int, before: str = "", *, epoch: int = 1) -> Made:
    return Made(bundle, "joan's laptop", epoch, n, "dee", DEE, before)


def lost(made: list[Made], *came: str) -> list[str]:
    return [m.bundle for m in missed(made, came)]


def test_a_number_between_those_that_came_is_missed() -> None:
    made = [sending("a1", 1), sending("a2", 2, "a1"), sending("a3", 3, "a2")]
    assert lost(made, "a1", "a3") == ["a2"]
    assert lost(made, "a3") == ["a1", "a2"]
    assert lost(made, "a1", "a2") == []


def test_nobody_can_know_what_a_laptop_sent_and_forgot_when_nothing_that_came_follows_it() -> None:
    """Sent after the copy, and lost; set back, the same number is given to what is sent next, and again under the next epoch."""
    made = [
        sending("a1", 1), sending("a2", 2, "a1"), sending("b1", 1), sending("b2", 2, "b1", epoch=2),
        sending("c1", 1, epoch=3), sending("c2", 2, "c1", epoch=3),
    ]  # fmt: skip
    assert lost(made, "a1", "b1", "b2", "c1", "c2") == []


def test_what_a_bundle_names_before_it_is_missed_under_whatever_epoch() -> None:
    made = [sending("a1", 1), sending("a2", 2, "a1"), sending("a3", 3, "a2", epoch=2)]
    assert lost(made, "a1", "a3") == ["a2"]


def test_all_that_was_given_lower_numbers_before_a_set_back_is_missed() -> None:
    made = [
        sending("a1", 1),
        sending("a2", 2, "a1"),
        sending("b3", 3, "a2", epoch=2),
        sending("b4", 4, "b3", epoch=2),
    ]
    assert lost(made, "a1", "b4") == ["a2", "b3"]


def test_another_file_under_the_number_stands_for_it() -> None:
    made = [sending("a1", 1), sending("a2", 2, "a1"), sending("b2", 2, "a1"), sending("b3", 3, "b2")]
    assert lost(made, "a1", "a2", "b3") == []
    assert lost(made, "a1", "b3") == ["a2", "b2"]


def test_a_gap_of_an_older_epoch_is_not_filled_by_a_newer_one() -> None:
    made = [sending(f"a{n}", n, f"a{n - 1}" if n > 1 else "") for n in (1, 2, 3, 4)]
    made.append(sending("b3", 3, "a2", epoch=2))
    assert lost(made, "a1", "a2", "a4", "b3") == ["a3"]


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Amina told a story with a mark and a sound, Joan masked and released it, Priya has it, and each was told what the others have."""
    folder = tmp_path_factory.mktemp("calm")
    with cast(folder) as made:
        world = World(folder, 1)
        for name, home in (("joan", made.joan), ("amina", made.amina), ("priya", made.priya)):
            world.laptops[name] = Laptop(name, home, Clock(world))
        amina, joan, priya = (world.laptops[n] for n in ("amina", "joan", "priya"))
        told = tell(made.amina, "canary draws the curtains.", marked=("canary",), sound=True)
        world.stories.append(Story(told, "amina", "LT-4HN7-KQY", ["canary", "lark"]))
        post(world, amina, "coordinators")
        acts.release_some(world, joan)
        for sender, to in ((joan, "evaluators"), (priya, "coordinators"), (joan, made.amina.member)):
            post(world, sender, to)
        yield world


def post(world: World, sender: Laptop, to: str) -> None:
    world.send(sender, to, safely=True)
    world.deliver(everything=True)


def lines(world: World) -> dict[str, Lines]:
    return {name: truths.lines_of(one.home) for name, one in world.laptops.items()}


def written_on(found: list[Revision], **sets: str | bool) -> list[Revision]:
    """The lines of a thing, and one more that follows them all."""
    first = found[0]
    more = new_revision(
        first.kind, first.ent, Change(sets), subj=first.subj, par=[r.id for r in found], dev=first.dev, seq=999, at_label=""
    )  # fmt: skip
    return [*found, more]


def masked_at_priya(world: World, homes: dict[str, Lines]) -> str:
    with world.laptops["priya"].home.main.read() as con:
        (layer,) = layers.of_record(con, world.stories[0].told.record)
        assert [p.text.layer for p in passages.of_record(con, world.stories[0].told.record) if p.text] == [
            layer.id
        ]
    assert layer.id in homes["priya"]
    return layer.id


def test_where_nothing_went_wrong_every_truth_holds(calm: World) -> None:
    homes = lines(calm)
    truths.a_no_reached_all(calm, homes)
    truths.a_closing_reached_all(calm, homes)
    truths.receipts_are_true(calm, homes)
    for name, one in calm.laptops.items():
        truths.masks_stand_where_they_were_put(calm, one, homes[name])


@pytest.mark.parametrize("scope", ["take_part", "share_team"])
def test_a_no_that_somebody_was_not_told_of_is_found(calm: World, scope: str) -> None:
    consent = calm.stories[0].told.consent
    for name, whose in (("amina", "joan|priya"), ("joan", "amina|priya")):
        homes = lines(calm)
        homes[name][consent] = written_on(homes[name][consent], **{f"answer:{scope}": "no"})
        with pytest.raises(AssertionError, match=whose):
            truths.a_no_reached_all(calm, homes)


def test_a_closing_that_somebody_was_not_told_of_is_found(calm: World) -> None:
    record, homes = calm.stories[0].told.record, lines(calm)
    for name in ("amina", "joan"):
        homes[name][record] = written_on(homes[name][record], sensitivity="closed")
    with pytest.raises(AssertionError, match="priya was not told by amina of a closing"):
        truths.a_closing_reached_all(calm, homes)
    homes["joan"] = lines(calm)["joan"]
    with pytest.raises(AssertionError, match="joan was not told"):
        truths.a_closing_reached_all(calm, homes)


def test_a_story_put_away_that_somebody_was_not_told_of_is_found(calm: World) -> None:
    record, homes = calm.stories[0].told.record, lines(calm)
    homes["amina"][record] = written_on(homes["amina"][record], hidden=True)
    with pytest.raises(AssertionError, match="joan was not told by amina that a story is put away"):
        truths.a_closing_reached_all(calm, homes)
    homes["joan"][record] = written_on(homes["joan"][record], note="More came to my mind.")
    homes["priya"][record] = written_on(homes["priya"][record], note="So it did.")
    truths.a_closing_reached_all(calm, homes)  # who wrote on it without knowing shows it again


@pytest.mark.parametrize("act", [acts.close_sent, acts.put_sent_away])
@pytest.mark.parametrize("told", [True, False])
def test_what_any_year_does_with_a_story_that_was_sent_is_told_or_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: acts.Act, told: bool
) -> None:
    """With nobody told of anything (to_tell emptied) a year does not hold."""
    with cast(tmp_path) as made:
        world = World(tmp_path, 1)
        for name, home in (("joan", made.joan), ("amina", made.amina)):
            world.laptops[name] = Laptop(name, home, Clock(world))
        act(world, world.laptops["amina"])
        if not told:
            monkeypatch.setattr(plan_bundle, "to_tell", lambda *_: Told())
        post(world, world.laptops["amina"], "coordinators")
        if told:
            truths.a_closing_reached_all(world, lines(world))
        else:
            with pytest.raises(AssertionError, match="joan was not told by amina"):
                truths.a_closing_reached_all(world, lines(world))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("canary draws the curtains.", "priya has"),
        ("canary dra[blinds] curtains.", "priya has"),
        ("lark draws the [blinds].", "a mark slipped to 'lark d'"),
    ],
)
def test_a_mask_or_a_mark_that_slipped_is_found(calm: World, text: str, why: str) -> None:
    homes = lines(calm)
    layer = masked_at_priya(calm, homes)
    homes["priya"][layer] = written_on(homes["priya"][layer], text=text)
    with pytest.raises(AssertionError, match=why):
        truths.masks_stand_where_they_were_put(calm, calm.laptops["priya"], homes["priya"])


def test_who_did_not_notice_to_be_set_back_is_found_when_others_know_what_was_forgotten(calm: World) -> None:
    homes = lines(calm)
    calm.forgotten = {"amina": {"a line that never left"}}
    truths.who_was_set_back_noticed(calm, homes)
    calm.forgotten = {"amina": {homes["joan"][calm.stories[0].told.words][0].id}}
    with pytest.raises(AssertionError, match="amina did not notice"):
        truths.who_was_set_back_noticed(calm, homes)
    (*_, own) = homes["amina"][calm.stories[0].told.words]
    homes["amina"][own.ent] = [replace(own, id="a line that was never sent")]
    truths.who_was_set_back_noticed(calm, homes)  # and gave its number to another, which nobody has seen
    calm.forgotten = {}


def test_a_number_of_two_lines_is_found_unless_nobody_who_sends_has_one_of_them(calm: World) -> None:
    homes = lines(calm)
    truths.same_bytes(calm, homes)
    words = calm.stories[0].told.words
    (*_, newest) = homes["joan"][words]
    twin = replace(newest, id="another line")
    homes["priya"]["something else"] = [twin]
    with pytest.raises(AssertionError, match="stands for several lines"):
        truths.same_bytes(calm, homes)
    calm.forgotten = {"joan": {twin.id}}
    truths.same_bytes(calm, homes)  # only an evaluator has it, who passes on nobody's lines but her own
    homes["joan"]["something else"] = [twin]
    with pytest.raises(AssertionError, match="stands for several lines"):
        truths.same_bytes(calm, homes)
    calm.forgotten = {}


def test_a_line_that_waits_for_a_number_is_found_unless_nobody_can_give_it_one(calm: World) -> None:
    homes = lines(calm)
    truths.nothing_waits_for_a_number(calm, homes)
    (*_, newest) = homes["priya"][calm.stories[0].told.record]
    twin = replace(newest, id="another line")
    homes["joan"]["something else"] = [twin]
    with calm.laptops["priya"].home.main.write() as con:
        con.exec_driver_sql(
            "INSERT INTO local_held(id, ent, subj, why, dev, seq) VALUES (?, ?, '[]', 'E_TWICE', ?, ?)",
            (twin.id, twin.ent, twin.dev, twin.seq),
        )
    try:
        with pytest.raises(AssertionError, match=f"priya holds {twin.id} apart"):
            truths.nothing_waits_for_a_number(calm, homes)
        calm.forgotten = {"amina": {twin.id}}
        with pytest.raises(AssertionError, match=f"priya holds {twin.id} apart"):
            truths.nothing_waits_for_a_number(calm, homes)  # joan can send it back to amina
        del homes["joan"]["something else"]
        truths.nothing_waits_for_a_number(calm, homes)
    finally:
        calm.forgotten = {}
        with calm.laptops["priya"].home.main.write() as con:
            con.exec_driver_sql("DELETE FROM local_held")


def test_a_receipt_for_a_line_that_is_not_there_is_found(calm: World) -> None:
    homes = lines(calm)
    del homes["joan"][calm.stories[0].told.words]
    with pytest.raises(AssertionError, match="joan signed for lines that are not there"):
        truths.receipts_are_true(calm, homes)


def test_a_receipt_for_a_sound_that_is_not_there_is_found(calm: World) -> None:
    home, medium = calm.laptops["joan"].home, calm.stories[0].told.media
    with home.main.write() as con:
        assert media.shred(con, medias=[medium])
    with pytest.raises(AssertionError, match="joan is said to hold a sound"):
        truths.receipts_are_true(calm, lines(calm))
