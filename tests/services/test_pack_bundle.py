"""Packing: only what is owed, proved before it counts, with the first word for somebody new."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.records import Shown
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import edit_record
from ldp_stories.services.import_bundle import take_in
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.pack_bundle import pack
from ldp_stories.services.plan_bundle import plan
from ldp_stories.services.recipients import recipient_named, recipients
from tests.services.cast import Cast, a_sound, cast, send, tell
from tests.services.released import release_read


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as made:
        yield made


def test_a_researcher_sends_to_the_coordinators_and_to_nobody_else(three: Cast) -> None:
    assert [(r.key, r.role, r.name) for r in recipients(three.amina)] == [
        ("coordinators", Role.COORDINATOR, "Joan")
    ]


def test_a_coordinator_sends_to_the_evaluators_and_to_each_researcher(three: Cast) -> None:
    found = {r.key: r for r in recipients(three.joan)}
    assert set(found) == {"evaluators", three.amina.member}
    assert found["evaluators"].ages == (three.priya.keys.recipient,)
    assert found[three.amina.member].thread.startswith("R-")
    assert len(found["evaluators"].words) == 6


def test_somebody_outside_the_programme_cannot_be_chosen(three: Cast) -> None:
    with pytest.raises(UserError) as caught:
        recipient_named(three.joan, "Sam")
    assert caught.value.code == "NO_SUCH_RECIPIENT"


def test_the_first_sending_to_somebody_needs_the_first_of_their_words(three: Cast) -> None:
    record = _released(three)
    with pytest.raises(Refused) as caught:
        pack(three.joan, "evaluators", three.stick, first_word="zebra")
    assert caught.value.code == "FIRST_WORD"
    assert not list(three.stick.iterdir())
    word = recipient_named(three.joan, "evaluators").words[0]
    assert pack(three.joan, "evaluators", three.stick, first_word=f" {word.upper()} ").stories == 1
    edit_record.set_fields(three.joan, record, level="neighbourhood")
    assert not recipient_named(three.joan, "evaluators").new
    assert pack(three.joan, "evaluators", three.stick).stories == 1


def _released(three: Cast) -> str:
    record = tell(three.amina)
    packed = send(three.amina, "coordinators", three.stick)
    take_in(three.joan, packed.paths[0])
    packed.paths[0].unlink()
    release_read(three.joan, record)
    return record


@pytest.mark.parametrize(
    ("ready", "closed", "no", "why"),
    [
        (False, False, (), "draft"),
        (True, True, (), "closed"),
    ],
)
def test_a_draft_and_a_closed_story_stay_and_are_counted(
    three: Cast, ready: bool, closed: bool, no: tuple[str, ...], why: str
) -> None:
    record = tell(three.amina, ready=ready, no=no)
    if closed:
        edit_record.keep_closed(three.amina, record)
    planned = plan(three.amina, "coordinators")
    assert planned.stories == 0
    assert planned.stays == {why: 1}
    assert planned.revisions == ()


def test_a_story_whose_teller_no_longer_takes_part_is_held_back(three: Cast) -> None:
    from ldp_stories.domain.consent import Answer

    record = tell(three.amina)
    edit_record.changed_mind(three.amina, record, "take_part", Answer.NO)
    assert plan(three.amina, "coordinators").stays == {"no_permission": 1}


def test_what_was_packed_counts_as_packed_and_is_sent_again_until_a_receipt_comes(three: Cast) -> None:
    record = tell(three.amina, sound=a_sound(three.folder))
    first = send(three.amina, "coordinators", three.stick)
    assert (first.stories, first.recordings) == (1, 1)
    assert all(p.exists() for p in first.paths)
    assert [r.shown for r in my_stories(three.amina).rows] == [Shown.PACKED]
    assert plan(three.amina, "coordinators").records == (record,)


def test_nothing_to_send_is_said_kindly(three: Cast) -> None:
    with pytest.raises(Refused) as caught:
        send(three.amina, "coordinators", three.stick)
    assert caught.value.code == "NOTHING_TO_SEND"


def test_a_folder_that_is_not_there_is_refused_before_anything_is_counted(three: Cast) -> None:
    tell(three.amina)
    with pytest.raises(UserError) as caught:
        send(three.amina, "coordinators", three.folder / "no-stick")
    assert caught.value.code == "NO_FOLDER"
    assert [r.shown for r in my_stories(three.amina).rows] == [Shown.READY]


def test_text_goes_first_and_a_long_sending_is_cut_into_whole_parts(three: Cast) -> None:
    for seed in range(4):
        tell(three.amina, sound=a_sound(three.folder, 60_000, seed), title=f"Story {seed}")
    word = recipient_named(three.amina, "coordinators").words[0]
    packed = pack(three.amina, "coordinators", three.stick, first_word=word, part_bytes=4 << 20)
    assert len(packed.paths) > 1
    assert all(p.stat().st_size <= 4 << 20 for p in packed.paths)
    taken = [take_in(three.joan, path) for path in reversed(packed.paths)]
    assert taken[-1].stories
    assert len({t.bundle for t in taken}) == len(packed.paths)
    views = [edit_record.open_record(three.joan, row.id) for row in my_stories(three.joan).rows]
    assert [m.playable is not None for v in views for m in v.media] == [True] * 4


def test_mail_sends_the_small_copy(three: Cast) -> None:
    tell(three.amina, sound=a_sound(three.folder, 20_000))
    stick, mail = (
        plan(three.amina, "coordinators", "stick"),
        send(three.amina, "coordinators", three.stick, "mail"),
    )
    assert mail.recordings == 1
    assert mail.bytes < 600_000
    assert stick.to.thread == "coordinators"


def test_an_unknown_profile_is_a_wrong_call(three: Cast) -> None:
    with pytest.raises(ValueError, match="profile"):
        plan(three.amina, "coordinators", "pigeon")


def test_the_statement_to_coordinators_counts_people_stories_and_minutes(three: Cast) -> None:
    from ldp_stories.bundles.inspect import inspect

    tell(three.amina, sound=a_sound(three.folder, 61_000))
    tell(three.amina, ready=False)
    packed = send(three.amina, "coordinators", three.stick)
    head = inspect(packed.paths[0], [three.joan.keys.age_secret]).head
    assert head is not None
    statement = head.envelope.statement
    assert statement is not None
    assert (statement.people, statement.records, statement.minutes, statement.not_sent) == (
        1,
        1,
        1,
        {"draft": 1},
    )


def test_a_disk_that_fills_while_packing_leaves_nothing_half_done(
    three: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ldp_stories.bundles import files

    tell(three.amina, sound=a_sound(three.folder))
    written = 0

    def full(_self: object, data: bytes) -> int:
        nonlocal written
        written += len(data)
        if written > 40_000:
            raise OSError(28, "No space left on device")
        return len(data)

    monkeypatch.setattr(files.FlushingFile, "write", full)
    with pytest.raises(UserError) as caught:
        send(three.amina, "coordinators", three.stick)
    assert caught.value.code in ("NO_ROOM_THERE", "READ_BACK_FAILED")
    assert not list(three.stick.iterdir())
    assert [r.shown for r in my_stories(three.amina).rows] == [Shown.READY]
