"""What would be sent, before anything is: stories, sound, size, what stays and why, and the words to compare the first time."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from ldp_stories.domain.audience import Withheld
from ldp_stories.domain.consent import Scope
from ldp_stories.domain.media import RenditionKind
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services import edit_record
from ldp_stories.services.import_bundle import take_in
from ldp_stories.services.keep_sound import make_master, masters_to_make
from ldp_stories.services.plan_bundle import PROFILES, plan, plans
from ldp_stories.services.recipients import recipients
from ldp_stories.services.start_home import own_words
from ldp_stories.store import ledger
from tests.services.cast import Cast, a_sound, cast, let_in, send, tell
from tests.services.homes import code_of, pack_of
from tests.services.released import release_read
from tests.services.snapshots import snapshot


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as made:
        yield made


def passed_on(three: Cast, **facts: object) -> str:
    """A story of Amina's that Joan has brought in; its id."""
    record = tell(three.amina, **facts)  # type: ignore[arg-type]
    for path in send(three.amina, "coordinators", three.stick).paths:
        take_in(three.joan, path)
    return record


def masters(three: Cast) -> None:
    """Make the masters of Amina's recordings, as packing does first."""
    for ident in masters_to_make(three.amina):
        make_master(three.amina, ident)


def test_sound_that_is_still_getting_ready_does_not_hold_the_story_up(three: Cast, tmp_path: Path) -> None:
    tell(three.amina, sound=a_sound(tmp_path))
    made = plan(three.amina, "coordinators")
    assert (made.stories, made.recordings) == (1, 0)


def test_nothing_told_is_nothing_to_send(three: Cast) -> None:
    made = plan(three.amina, "coordinators")
    assert made.stories == 0
    assert made.recordings == 0


def test_one_ready_story_is_one_story(three: Cast) -> None:
    record = tell(three.amina)
    made = plan(three.amina, "coordinators")
    assert (made.stories, made.records, made.empty) == (1, (record,), False)
    assert made.revisions


def test_what_is_packed_waits_until_it_is_answered_or_something_new_is_owed(three: Cast) -> None:
    tell(three.amina)
    assert not plan(three.amina, "coordinators").waits
    made = send(three.amina, "coordinators", three.stick)
    waiting = plan(three.amina, "coordinators")
    assert (waiting.waits, waiting.stories) == (True, 1), (
        "it is owed until the answer comes, and it is on its way"
    )
    tell(three.amina, title="Told since")
    assert not plan(three.amina, "coordinators").waits
    again = send(three.amina, "coordinators", three.stick)
    assert plan(three.amina, "coordinators").waits
    for path in (*made.paths, *again.paths):
        take_in(three.joan, path)
    for path in send(three.joan, three.amina.member, three.stick).paths:
        take_in(three.amina, path)
    answered = plan(three.amina, "coordinators")
    assert (answered.empty, answered.waits) == (True, False)


def test_an_answer_that_says_no_is_an_answer_and_what_it_left_out_is_offered_again(three: Cast) -> None:
    """Her laptop was set back: what she told since stands under a number that was used, and waits for nothing."""
    kept, three.amina = snapshot(three.amina, three.folder / "image")
    tell(three.amina, title="Lost")
    (path,) = send(three.amina, "coordinators", three.stick).paths
    take_in(three.joan, path)
    three.amina = kept.put_back(three.amina)
    tell(three.amina, title="Told since")
    (path,) = send(three.amina, "coordinators", three.stick).paths
    assert plan(three.amina, "coordinators").waits
    assert any(code == "E_TWICE" for _, code in take_in(three.joan, path).refused)
    for path in send(three.joan, three.amina.member, three.stick).paths:
        take_in(three.amina, path)
    made = plan(three.amina, "coordinators")
    assert (made.empty, made.waits) == (False, False)


def test_each_coordinator_answers_for_herself(three: Cast) -> None:
    """Of two coordinators one has answered: the file still waits for the other."""
    passed_on(three)
    theo = three.join("Theo", Role.COORDINATOR, pack_of(three.joan, three.folder))
    with ExitStack() as stack:
        stack.callback(theo.close)
        let_in(three, theo)
        send(three.joan, "coordinators", three.stick)
        assert plan(three.joan, "coordinators").waits


def test_sound_waits_in_the_form_in_which_it_went(three: Cast, tmp_path: Path) -> None:
    tell(three.amina, sound=a_sound(tmp_path))
    send(three.amina, "coordinators", three.stick, profile="mail")
    waits = {profile: plan(three.amina, "coordinators", profile).waits for profile in PROFILES}
    assert waits == {"stick": False, "network": True, "mail": True}, "the whole sound has not gone"


def test_what_is_owed_to_everybody_is_what_is_owed_to_each(three: Cast) -> None:
    passed_on(three)
    for profile in PROFILES:
        each = tuple(plan(three.joan, one.key, profile) for one in recipients(three.joan))
        assert plans(three.joan, profile) == each != ()


def test_its_sound_counts_as_one_recording_with_its_bytes(three: Cast, tmp_path: Path) -> None:
    before = plan(three.amina, "coordinators").bytes
    tell(three.amina, sound=a_sound(tmp_path))
    masters(three)
    made = plan(three.amina, "coordinators")
    assert made.recordings == 1
    assert made.bytes > before + made.renditions[0][1].bytes


def test_the_plan_names_whom_it_is_for_and_their_words(three: Cast) -> None:
    made = plan(three.amina, "coordinators")
    assert made.to.name == "Joan"
    assert made.words == own_words(three.joan)


def test_a_first_time_is_said(three: Cast) -> None:
    assert plan(three.joan, "evaluators").first_time
    assert not plan(three.amina, "coordinators").first_time  # the first bundle asked to be let in


def test_planning_writes_nothing(three: Cast) -> None:
    tell(three.amina)
    assert plan(three.amina, "coordinators") == plan(three.amina, "coordinators")
    assert not list(three.stick.iterdir())


def test_a_draft_stays_and_is_counted(three: Cast) -> None:
    tell(three.amina, ready=False)
    made = plan(three.amina, "coordinators")
    assert made.stories == 0
    assert made.stays == {Withheld.DRAFT: 1}


def test_a_closed_story_stays_and_is_counted(three: Cast) -> None:
    edit_record.keep_closed(three.amina, tell(three.amina))
    assert plan(three.amina, "coordinators").stays[Withheld.CLOSED] == 1


def test_a_story_without_permission_to_pass_on_never_comes_to_evaluators(three: Cast) -> None:
    record = passed_on(three, no=(Scope.SHARE_TEAM.value,))
    release_read(three.joan, record)
    made = plan(three.joan, "evaluators")
    assert record not in made.records
    assert made.stays[Withheld.NO_PERMISSION] == 1


def test_a_story_that_was_not_released_waits_for_the_coordinator(three: Cast) -> None:
    passed_on(three)
    made = plan(three.joan, "evaluators")
    assert made.stories == 0
    assert made.stays == {Withheld.NOT_RELEASED: 1}


def test_the_evaluators_are_not_told_of_drafts(three: Cast) -> None:
    tell(three.joan, ready=False)
    assert Withheld.DRAFT not in plan(three.joan, "evaluators").stays


def test_a_released_story_goes_to_the_evaluators(three: Cast) -> None:
    record = passed_on(three)
    release_read(three.joan, record)
    assert plan(three.joan, "evaluators").records == (record,)


def test_a_researcher_gets_no_sound_back(three: Cast, tmp_path: Path) -> None:
    record = passed_on(three, sound=a_sound(tmp_path))
    release_read(three.joan, record)
    assert plan(three.joan, three.amina.member).recordings == 0


def test_a_stick_takes_the_master(three: Cast, tmp_path: Path) -> None:
    tell(three.amina, sound=a_sound(tmp_path))
    masters(three)
    kinds = {r.kind for _, r in plan(three.amina, "coordinators", "stick").renditions}
    assert kinds <= {RenditionKind.MASTER, RenditionKind.ORIGINAL}
    assert kinds


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_can_be_planned(three: Cast, tmp_path: Path, profile: str) -> None:
    tell(three.amina, sound=a_sound(tmp_path))
    made = plan(three.amina, "coordinators", profile)
    assert (made.profile, made.stories) == (profile, 1)


def test_an_unknown_profile_is_a_wrong_call(three: Cast) -> None:
    with pytest.raises(ValueError, match="stick, network, mail"):
        plan(three.amina, "coordinators", "pigeon")


def test_nobody_of_that_name_is_refused(three: Cast) -> None:
    with pytest.raises(UserError) as caught:
        plan(three.amina, "Mallory")
    assert code_of(caught) == "NO_SUCH_RECIPIENT"


def test_what_a_receipt_confirmed_is_not_owed_again(three: Cast) -> None:
    passed_on(three)
    for path in send(three.joan, three.amina.member, three.stick).paths:
        take_in(three.amina, path)
    assert plan(three.amina, "coordinators").stories == 0


def test_a_change_after_the_receipt_is_owed(three: Cast) -> None:
    record = passed_on(three)
    for path in send(three.joan, three.amina.member, three.stick).paths:
        take_in(three.amina, path)
    edit_record.set_fields(three.amina, record, title="Bulbs and tea")
    assert plan(three.amina, "coordinators").records == (record,)


def test_a_researcher_sends_only_what_this_laptop_wrote(three: Cast) -> None:
    passed_on(three)
    for path in send(three.joan, three.amina.member, three.stick).paths:
        take_in(three.amina, path)
    device = three.amina.author.device
    with three.amina.main.read() as con:
        from ldp_stories.store import belonging

        lines = plan(three.amina, "coordinators").revisions
        assert tuple(belonging.by_device(con, lines, device)) == tuple(lines)


def test_the_estimate_grows_with_the_lines(three: Cast) -> None:
    tell(three.amina)
    one = plan(three.amina, "coordinators").bytes
    tell(three.amina, title="The second")
    assert plan(three.amina, "coordinators").bytes > one


def test_no_revision_shows_when_a_plan_is_printed(three: Cast) -> None:
    tell(three.amina)
    made = plan(three.amina, "coordinators")
    assert made.revisions[0] not in repr(made)


def test_a_line_that_came_before_the_one_it_follows_goes_on_behind_it(three: Cast) -> None:
    """Whoever gets both in one file would take the one that comes late for a circle."""
    record = passed_on(three)
    for level in ("street", "ward"):
        with three.amina.main.write() as con:
            three.amina.put(con, "record", record, sets={"level": level})
    with three.amina.main.read() as con:
        *_, before, after = ledger.revisions(con, ents=[record])
    for line in (after, before):
        with three.joan.main.write() as con:
            ledger.insert(con, [line], bundle="a file")
    release_read(three.joan, record)
    (path,) = send(three.joan, "evaluators", three.stick).paths
    assert take_in(three.priya, path).refused == ()
