"""Bringing in: look first, then whole or not at all; what consent, role and carriage do not allow stays outside, by name."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.orders import OrderKind, OrderReason
from ldp_stories.domain.records import Shown
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services import edit_record
from ldp_stories.services.admit_people import joiners
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.find_person import find_person
from ldp_stories.services.give_orders import Wanted, give
from ldp_stories.services.heard_since import Heard
from ldp_stories.services.import_bundle import accept, inbox, leave, look, outside, take_in
from ldp_stories.services.import_log import import_log
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.receipts import copies, receipts, sendings
from ldp_stories.services.recipients import recipient_named
from ldp_stories.services.set_aside import let_go, waiting
from ldp_stories.services.sound import open_sound
from ldp_stories.services.trash import all_of
from ldp_stories.services.withdraw import take_voice
from ldp_stories.store import facts, ledger, sent
from tests.services.cast import WORDS, Cast, a_sound, bring_in, cast, let_in, send, tell
from tests.services.homes import pack_of
from tests.services.released import release_read


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as made:
        yield made


def sent_story(three: Cast, **how: object) -> tuple[str, Path]:
    record = tell(three.amina, sound=a_sound(three.folder, 2_000), **how)  # type: ignore[arg-type]
    return record, send(three.amina, "coordinators", three.stick).paths[0]


def shown(home: object) -> list[Shown]:
    return [row.shown for row in my_stories(home).rows]  # type: ignore[arg-type]


def test_whose_name_only_this_laptop_knows_is_named_and_not_by_a_code(three: Cast) -> None:
    """A programme file names researchers by code only: who let them in knows them by name all the same (CONTRACTS.md 8)."""
    member = three.amina.member
    with three.joan.main.write() as con:
        three.joan.put(con, "member", member, sets={"work_name": ""})
        facts.save(con, "names", {member: "Amina"})
    _, path = sent_story(three)
    preview = look(three.joan, path)
    assert preview.sender == "Amina"
    assert recipient_named(three.joan, member).name == "Amina"
    accept(three.joan, preview)
    arrived = import_log(three.joan)[-1]
    assert (arrived.name, arrived.sender) == ("Amina", "R-01")
    send(three.joan, three.amina.member, three.stick)
    bring_in(three.amina, three.stick)
    send(three.amina, "coordinators", three.stick)
    bring_in(three.joan, three.stick)
    assert {row.by for row in receipts(three.joan)} == {"Amina"}


def test_a_preview_says_what_is_inside_and_adds_nothing(three: Cast) -> None:
    _, path = sent_story(three, no=("publish_clip:report",))
    preview = look(three.joan, path)
    assert (preview.sender, preview.stories, preview.people) == ("Amina", 1, 1)
    assert preview.places == ("Millbrook",)
    assert preview.recordings == (2_000,)
    assert preview.consent["audio"] == {"yes": 1}
    assert preview.consent["publish_clip"] == {"in part": 1}, "yes to every way but one: one person, once"
    assert (preview.had, preview.verdict, preview.part, preview.parts) == (0, "known", 1, 1)
    assert preview.new > 5
    assert my_stories(three.joan).rows == ()
    leave(three.joan, preview)
    assert my_stories(three.joan).rows == ()
    assert three.joan.vault.items() == []


def test_accepting_adds_the_story_and_its_sound_and_signs_a_receipt(three: Cast) -> None:
    record, path = sent_story(three)
    taken = accept(three.joan, look(three.joan, path))
    assert (taken.held, taken.waiting, taken.refused, taken.stories) == (1, 0, (), (record,))
    view = edit_record.open_record(three.joan, record)
    assert view.title == "Tea and bulbs"
    assert view.layers[0].text == WORDS
    sound = open_sound(three.joan, view.media[0].id)
    assert sound.duration_ms == 2_000
    sound.close()
    with three.joan.main.read() as con:
        mine = sent.receipts(con, taken.bundle)
    assert [r.complete for r in mine] == [True]


def test_accepting_twice_changes_nothing_and_says_so(three: Cast) -> None:
    _, path = sent_story(three)
    first = take_in(three.joan, path)
    again = look(three.joan, path)
    assert (again.verdict, again.new, again.had) == ("again", 0, first.new)
    second = accept(three.joan, again)
    assert (second.again, second.new, second.receipt) == (True, 0, first.receipt)
    assert len(three.joan.vault.items()) == 1


def test_a_story_that_was_here_is_told_from_a_new_one(three: Cast) -> None:
    record, path = sent_story(three)
    assert take_in(three.joan, path).known == ()
    edit_record.set_fields(three.amina, record, title="Tea, bulbs and curtains")
    new = tell(three.amina, title="Another")
    taken = take_in(three.joan, send(three.amina, "coordinators", three.stick).paths[0])
    assert set(taken.stories) == {record, new}
    assert taken.known == (record,)


def test_the_same_story_by_two_routes_is_one_story(three: Cast) -> None:
    record, path = sent_story(three)
    take_in(three.joan, path)
    other = send(three.amina, "coordinators", three.stick).paths[0]
    taken = take_in(three.joan, other)
    assert taken.new == 0
    assert taken.had > 5
    assert [r.id for r in my_stories(three.joan).rows] == [record]
    assert len(three.joan.vault.items()) == 1


def test_the_receipt_comes_home_and_the_story_shows_received(three: Cast) -> None:
    _, path = sent_story(three)
    take_in(three.joan, path)
    three.clock.forward(days=2)
    back = send(three.joan, three.amina.member, three.stick)
    take_in(three.amina, back.paths[0])
    assert shown(three.amina) == [Shown.RECEIVED]
    row = my_stories(three.amina).rows[0]
    assert (row.by, row.on) == ("Joan", "2026-05-12")
    assert [(r.by, r.complete, r.held) for r in receipts(three.amina)][-1] == ("Joan", True, 1)
    assert copies(three.amina) == type(copies(three.amina))(1, 1, 0, "Joan")
    assert next(s.received for s in sendings(three.amina))


def test_what_a_receipt_covers_is_not_owed_any_more(three: Cast) -> None:
    from ldp_stories.services.plan_bundle import plan

    record, path = sent_story(three)
    take_in(three.joan, path)
    take_in(three.amina, send(three.joan, three.amina.member, three.stick).paths[0])
    assert plan(three.amina, "coordinators").revisions == ()
    edit_record.set_fields(three.amina, record, level="locality")
    assert len(plan(three.amina, "coordinators").revisions) == 1


def test_an_evaluator_never_gets_the_verbatim_words_or_a_name_in_them(three: Cast) -> None:
    record, path = sent_story(three)
    take_in(three.joan, path)
    from ldp_stories.services.mask_words import mask

    mask(three.joan, record, "Mrs Patel", "[neighbour]")
    release_read(three.joan, record)
    out = send(three.joan, "evaluators", three.stick)
    preview = look(three.priya, out.paths[0])
    lines = [r.body or b"" for r in preview.verified.revisions()]
    accept(three.priya, preview)
    assert not any(b"Patel" in line for line in lines)
    view = edit_record.open_record(three.priya, record)
    assert [layer.kind.value for layer in view.layers] == ["masked"]
    assert "[neighbour]" in view.layers[0].text


def test_a_yes_taken_back_before_sending_keeps_the_story_from_evaluators(three: Cast) -> None:
    record, path = sent_story(three)
    take_in(three.joan, path)
    release_read(three.joan, record)
    edit_record.changed_mind(three.joan, record, "share_team", Answer.NO)
    from ldp_stories.services.plan_bundle import plan

    planned = plan(three.joan, "evaluators")
    assert planned.records == ()
    assert planned.stays == {"no_permission": 1}


def test_a_narrower_answer_shuts_the_door_at_import_too(three: Cast) -> None:
    """Priya heard the no first; an older bundle with the yes brings nothing of the story in."""
    record, path = sent_story(three)
    take_in(three.joan, path)
    release_read(three.joan, record)
    older = send(three.joan, "evaluators", three.stick).paths[0]
    kept = three.folder / "kept.tar.age"
    view = edit_record.open_record(three.joan, record)
    edit_record.changed_mind(three.joan, record, "share_team", Answer.NO)
    with three.joan.main.read() as con:
        lines = list(ledger.revisions(con, ents=[view.consents[0].id, view.participants[0].id]))
    with three.priya.main.write() as con:
        ledger.insert(con, lines)
    shutil.copy(older, kept)
    taken = take_in(three.priya, older)
    assert {code for _, code in taken.refused} == {"E_CONSENT"}
    assert my_stories(three.priya).rows == ()
    assert three.priya.vault.items() == []


def test_a_bundle_for_somebody_else_is_not_opened(three: Cast) -> None:
    _, path = sent_story(three)
    with pytest.raises(UserError) as caught:
        look(three.priya, path)
    assert caught.value.code == "NOT_FOR_US"
    seen = outside(path)
    assert seen.kind == "sealed"
    assert not {"larkside", "amina", "millbrook"} & set(seen.name.lower().split("-"))


@pytest.mark.parametrize("where", [0.15, 0.5, 0.9])
def test_one_wrong_byte_anywhere_refuses_the_whole_part(three: Cast, where: float) -> None:
    _, path = sent_story(three)
    data = bytearray(path.read_bytes())
    data[int(len(data) * where)] ^= 1
    path.write_bytes(data)
    with pytest.raises(UserError) as caught:
        take_in(three.joan, path)
    assert caught.value.code in ("DAMAGED", "NOT_FOR_US", "CUT_SHORT")
    assert my_stories(three.joan).rows == ()
    assert three.joan.vault.items() == []


def test_a_file_cut_short_refuses_and_leaves_nothing(three: Cast) -> None:
    _, path = sent_story(three)
    path.write_bytes(path.read_bytes()[:-5_000])
    with pytest.raises(UserError):
        take_in(three.joan, path)
    assert three.joan.vault.items() == []
    assert not any((three.joan.folder / "incoming").iterdir())


def test_a_stranger_waits_in_quarantine_with_the_words_to_compare(three: Cast) -> None:
    sam = three.join("Sam", Role.RESEARCHER, pack_of(three.joan, three.folder))
    record = tell(sam)
    path = send(sam, "coordinators", three.stick).paths[0]
    with pytest.raises(UserError) as caught:
        take_in(three.joan, path)
    assert caught.value.code == "UNKNOWN_SIGNER"
    asking = joiners(three.joan)
    assert [(j.name, j.role) for j in asking] == [("Sam", Role.RESEARCHER)]
    from ldp_stories.services.start_home import own_words

    assert asking[0].words == own_words(sam)
    assert my_stories(three.joan).rows == ()
    shutil.rmtree(three.stick)
    three.stick.mkdir()
    let_in(three, sam)
    assert [r.id for r in my_stories(three.joan).rows] == [record]
    assert not joiners(three.joan)
    sam.close()


def test_a_stranger_who_is_not_wanted_is_let_go(three: Cast) -> None:
    sam = three.join("Sam", Role.RESEARCHER, pack_of(three.joan, three.folder))
    with pytest.raises(UserError):
        take_in(three.joan, send(sam, "coordinators", three.stick).paths[0])
    one = waiting(three.joan)[0]
    assert one.path.exists()
    let_go(three.joan, one.bundle)
    assert not one.path.exists()
    assert waiting(three.joan) == ()
    with pytest.raises(UserError) as caught:
        let_go(three.joan, one.bundle)
    assert caught.value.code == "NO_SUCH_JOINER"
    sam.close()


def test_a_researcher_gets_back_nothing_of_another_researchers_story(three: Cast) -> None:
    dev = three.join("Dev", Role.RESEARCHER, pack_of(three.joan, three.folder))
    let_in(three, dev)
    theirs = tell(dev, title="The bus past the park")
    mine = tell(three.amina)
    for home in (dev, three.amina):
        take_in(three.joan, send(home, "coordinators", three.stick).paths[0])
    release_read(three.joan, mine)
    release_read(three.joan, theirs)
    take_in(three.amina, send(three.joan, three.amina.member, three.stick).paths[0])
    assert [r.id for r in my_stories(three.amina).rows] == [mine]
    with three.amina.main.read() as con:
        assert ledger.entity(con, theirs) is None
    dev.close()


def test_the_inbox_lists_only_what_looks_like_ours(three: Cast) -> None:
    _, path = sent_story(three)
    (three.stick / "holiday.jpg").write_bytes(b"x")
    (three.stick / f"{path.name}.part").write_bytes(b"x")
    pack_file = pack_of(three.joan, three.folder)
    shutil.copy(pack_file, three.stick)
    assert {p.name for p in inbox(three.stick)} == {path.name, pack_file.name}
    assert inbox(three.folder / "nowhere") == ()


def test_a_live_store_refuses_practice_and_another_programme(three: Cast, tmp_path: Path) -> None:
    from tests.services.homes import cheap_machine, found

    other = found(tmp_path / "other", cheap_machine(tmp_path))
    _, path = sent_story(three)
    data = path.read_bytes()
    foreign = tmp_path / path.name
    foreign.write_bytes(data)
    with pytest.raises(UserError) as caught:
        look(other, foreign)
    assert caught.value.code == "NOT_FOR_US"
    other.close()


def test_everything_on_a_stick_can_be_brought_in_by_everybody_in_any_order(three: Cast) -> None:
    record, _ = sent_story(three)
    bring_in(three.priya, three.stick)
    bring_in(three.joan, three.stick)
    bring_in(three.joan, three.stick)
    release_read(three.joan, record)
    send(three.joan, "evaluators", three.stick)
    send(three.joan, three.amina.member, three.stick)
    for home in (three.amina, three.priya, three.joan):
        bring_in(home, three.stick)
    with three.joan.main.read() as one, three.amina.main.read() as two:
        assert ledger.entity_hash(one, record) == ledger.entity_hash(two, record)
    assert [r.id for r in my_stories(three.priya).rows] == [record]


def test_a_preview_tells_a_closing_as_a_closing_and_not_as_a_story(three: Cast) -> None:
    record, path = sent_story(three)
    take_in(three.joan, path)
    edit_record.keep_closed(three.amina, record)
    second = tell(three.amina)
    path = send(three.amina, "coordinators", three.stick).paths[0]
    preview = look(three.joan, path)
    assert (preview.stories, preview.heard) == (1, Heard(closed=(record,)))
    assert second not in preview.heard.gone
    accept(three.joan, preview)
    again = look(three.joan, path)
    assert (again.stories, again.heard) == (1, Heard()), "it is known by now"
    leave(three.joan, again)


def test_a_wish_of_two_orders_is_counted_once_and_only_as_long_as_it_is_new(three: Cast) -> None:
    record, first = sent_story(three)
    accept(three.joan, look(three.joan, first))
    (person,) = find_person(three.amina, open_record(three.amina, record).participants[0].code)
    assert len(take_voice(three.amina, person, person.code, {}).orders) == 2
    preview = look(three.joan, send(three.amina, "coordinators", three.stick).paths[0])
    assert (preview.orders, preview.cleared) == (1, 0)
    done = accept(three.joan, preview)
    assert (done.orders, done.cleared) == (1, 0)

    with three.amina.main.read() as con:
        of_nobody = tuple(all_of(con, record))
    give(three.amina, [Wanted(kind=OrderKind.ERASE, reason=OrderReason.TRASH, targets=of_nobody)])
    preview = look(three.joan, send(three.amina, "coordinators", three.stick).paths[0])
    assert (preview.orders, preview.cleared) == (0, 1)
    done = accept(three.joan, preview)
    assert (done.orders, done.cleared) == (0, 1)


def test_of_a_story_that_never_came_nothing_is_told(three: Cast) -> None:
    record, first = sent_story(three)
    edit_record.keep_closed(three.amina, record)
    path = send(three.amina, "coordinators", three.stick).paths[0]
    preview = look(three.joan, path)
    assert (preview.stories, preview.heard) == (0, Heard())
    leave(three.joan, preview)
    take_in(three.joan, first)
    preview = look(three.joan, path)
    assert (preview.stories, preview.heard) == (0, Heard(closed=(record,)))
    leave(three.joan, preview)
