"""A file that went to the wrong person: the entry with its clock, "please destroy", what really goes there, and the answer that comes back."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.receipts import Request, RequestWhat
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.ask_destroy import (
    allow_again,
    answers,
    ask_to_destroy,
    sendings,
    went_to_wrong_person,
)
from ldp_stories.services.ask_resend import asked as asked_again
from ldp_stories.services.code_own import code, make_tag
from ldp_stories.services.destroy_here import asked_to_destroy, destroy
from ldp_stories.services.edit_record import set_fields
from ldp_stories.services.find import search
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import inbox, look, take_in
from ldp_stories.services.incidents import WRONG, incidents
from ldp_stories.services.keep_copies import make_copy, safe_copies
from ldp_stories.services.read_record import open_record
from ldp_stories.store import media, records, requests, sent
from ldp_stories.store.requests import Asked
from tests.services.canaries import search_home
from tests.services.cast import Cast, a_sound, bring_in, cast, send
from tests.services.cast import tell as tell_really
from tests.services.released import release_read
from tests.services.test_withdraw import empty

RARE = "zwiebelkuchen"


@dataclass
class Stage:
    """Priya has one story that is hers to have, and one that was sent to her by mistake."""

    made: Cast
    right: str
    wrong: str
    bundle: str


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with cast(tmp_path) as made:
        right = tell_really(made.amina, title="For the team")
        _through_joan(made, right)
        carry(made, made.priya, "coordinators", made.joan)
        sound = a_sound(tmp_path)
        wrong = tell_really(made.amina, title="Not for the team", words=f"She baked a {RARE}.", sound=sound)
        bundle = _through_joan(made, wrong)
        yield Stage(made, right, wrong, bundle)


def _through_joan(made: Cast, record: str) -> str:
    """From Amina by Joan to Priya; the bundle that Joan made."""
    send(made.amina, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    empty(made.stick)
    release_read(made.joan, record)
    packed = send(made.joan, "evaluators", made.stick)
    bring_in(made.priya, made.stick)
    kept = made.folder / f"kept-{packed.bundles[0]}"
    kept.mkdir()
    for path in packed.paths:
        (kept / path.name).write_bytes(path.read_bytes())
    empty(made.stick)
    return packed.bundles[0]


def carry(made: Cast, start: Home, to: str, end: Home) -> None:
    """One more file from one to the other."""
    send(start, to, made.stick)
    bring_in(end, made.stick)
    empty(made.stick)


def here(home: Home, record: str) -> bool:
    with home.main.read() as con:
        found = records.record(con, record)
    return found is not None and not found.erased and bool(found.title)


def test_what_was_sent_stands_there_to_choose_from(stage: Stage) -> None:
    rows = sendings(stage.made.joan)
    found = next(r for r in rows if r.bundle == stage.bundle)
    assert (found.names, found.stories, found.parts, found.wrong) == ("Priya", 1, 1, False)
    assert rows[0].on >= rows[-1].on
    with pytest.raises(Refused) as caught:
        sendings(stage.made.priya)
    assert caught.value.code == "NOT_YOUR_ROLE"


def test_the_entry_has_its_clock_and_counts_people(stage: Stage) -> None:
    joan = stage.made.joan
    ident = went_to_wrong_person(joan, stage.bundle)
    (one,) = incidents(joan)
    assert (one.id, one.type, one.laptop) == (ident, WRONG, "Priya")
    assert (one.people, one.records, one.hours_left) == (1, 1, 72)
    assert one.devices == (stage.made.priya.author.device,)
    assert one.asked == "2026-05-10"
    stage.made.clock.forward(hours=30)
    assert incidents(joan)[0].hours_left == 42
    assert [r.wrong for r in sendings(joan) if r.bundle == stage.bundle] == [True]


def test_pressing_twice_is_one_entry_and_one_wish(stage: Stage) -> None:
    joan = stage.made.joan
    first = went_to_wrong_person(joan, stage.bundle)
    assert went_to_wrong_person(joan, stage.bundle) == first
    assert ask_to_destroy(joan, first) == 0
    assert len(incidents(joan)) == 1
    carry(stage.made, joan, "evaluators", stage.made.priya)
    assert len(asked_to_destroy(stage.made.priya)) == 1


def test_the_wish_travels_and_says_what_it_is_about(stage: Stage) -> None:
    made = stage.made
    went_to_wrong_person(made.joan, stage.bundle)
    assert asked_again(made.joan) == ()
    carry(made, made.joan, "evaluators", made.priya)
    (one,) = asked_to_destroy(made.priya)
    assert (one.name, one.stories, one.sounds, one.here) == ("Joan", 1, 1, True)
    assert here(made.priya, stage.wrong), "nothing goes before a person presses"


def test_destroying_really_removes_it_and_nothing_else(stage: Stage) -> None:
    made, priya = stage.made, stage.made.priya
    make_copy(priya)
    assert search(priya, RARE).rows
    with priya.main.read() as con:
        (sound,) = media.of_record(con, stage.wrong)
        (item,) = [r.item for r in sound.renditions if r.item]
    assert priya.vault.path(item).exists()
    went_to_wrong_person(made.joan, stage.bundle)
    carry(made, made.joan, "evaluators", priya)
    (one,) = asked_to_destroy(priya)
    gone = destroy(priya, one.id)
    assert (gone.stories, gone.sounds) == (1, 1)
    assert not here(priya, stage.wrong)
    assert here(priya, stage.right)
    assert search(priya, RARE).rows == ()
    assert not priya.vault.path(item).exists()
    assert search_home(priya, [RARE]) == []
    assert len(safe_copies(priya)) == 1
    assert asked_to_destroy(priya) == ()
    assert here(made.joan, stage.wrong), "it is gone there, not here"


def test_what_was_made_of_it_here_goes_too(stage: Stage) -> None:
    made, priya = stage.made, stage.made.priya
    layer = open_record(priya, stage.wrong).layers[0]
    start = layer.text.index(RARE)
    code(priya, stage.wrong, make_tag(priya, "Cakes"), layer=layer.id, start=start, end=start + len(RARE))
    went_to_wrong_person(made.joan, stage.bundle)
    carry(made, made.joan, "evaluators", priya)
    destroy(priya, asked_to_destroy(priya)[0].id)
    assert search_home(priya, [RARE]) == []


def test_the_answer_travels_back_and_stands_on_the_incident(stage: Stage) -> None:
    made = stage.made
    ident = went_to_wrong_person(made.joan, stage.bundle)
    assert [(a.name, a.on) for a in answers(made.joan, ident)] == [("Priya", "")]
    carry(made, made.joan, "evaluators", made.priya)
    made.clock.forward(days=1)
    destroy(made.priya, asked_to_destroy(made.priya)[0].id)
    carry(made, made.priya, "coordinators", made.joan)
    assert [(a.name, a.on, a.had) for a in answers(made.joan, ident)] == [("Priya", "2026-05-11", True)]
    assert ask_to_destroy(made.joan, ident) == 0
    carry(made, made.joan, "evaluators", made.priya)
    assert asked_to_destroy(made.priya) == ()


def test_a_laptop_that_never_brought_it_in_says_so_and_never_will(stage: Stage) -> None:
    made = stage.made
    third = tell_really(made.amina, title="A third one")
    send(made.amina, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    empty(made.stick)
    release_read(made.joan, third)
    packed = send(made.joan, "evaluators", made.stick)
    late = made.folder / "late" / packed.paths[0].name
    late.parent.mkdir()
    late.write_bytes(packed.paths[0].read_bytes())
    empty(made.stick)
    ident = went_to_wrong_person(made.joan, packed.bundles[0])
    carry(made, made.joan, "evaluators", made.priya)
    (one,) = asked_to_destroy(made.priya)
    assert (one.here, one.stories) == (False, 0)
    for _ in range(2):
        with pytest.raises(Refused) as caught:
            look(made.priya, late)
        assert caught.value.code == "UNWANTED_FILE"
        if asked_to_destroy(made.priya):
            destroy(made.priya, one.id)
    carry(made, made.priya, "coordinators", made.joan)
    assert [a.had for a in answers(made.joan, ident)] == [False]
    assert not here(made.priya, third)


def test_the_destroyed_file_brings_nothing_back(stage: Stage) -> None:
    made = stage.made
    went_to_wrong_person(made.joan, stage.bundle)
    carry(made, made.joan, "evaluators", made.priya)
    destroy(made.priya, asked_to_destroy(made.priya)[0].id)
    (path,) = inbox(made.folder / f"kept-{stage.bundle}")[:1]
    with pytest.raises(Refused) as caught:
        take_in(made.priya, path)
    assert caught.value.code == "UNWANTED_FILE"
    assert not here(made.priya, stage.wrong)


def test_nobody_else_may_ask_it(stage: Stage) -> None:
    """A researcher's wish about somebody else's file is not even shown."""
    made = stage.made
    with made.priya.main.write() as con:
        group = sent.received(con, stage.bundle).group  # type: ignore[union-attr]
        for who in (made.amina.author.device, new_id()):
            request = Request(new_id(), RequestWhat.DESTROY, group, (), (), "unwanted")
            requests.put(con, Asked(request, who, ours=False, at_label="2026-05-10", state="open"))
    assert asked_to_destroy(made.priya) == ()
    look(made.priya, inbox(made.folder / f"kept-{stage.bundle}")[0]).verified.discard()


def test_what_is_not_asked_is_not_destroyed(stage: Stage) -> None:
    with pytest.raises(UserError) as caught:
        destroy(stage.made.priya, "x")
    assert caught.value.code == "NO_SUCH_REQUEST"
    for bundle in ("x", ""):
        with pytest.raises(UserError) as other:
            went_to_wrong_person(stage.made.joan, bundle)
        assert other.value.code == "NO_SUCH_SENDING"
    with pytest.raises(UserError) as unknown:
        ask_to_destroy(stage.made.joan, "x")
    assert unknown.value.code == "NO_SUCH_SENDING"


def test_an_update_of_a_story_one_may_have_goes_alone(stage: Stage) -> None:
    """The file by mistake only changed a story that was here before: the story stays, the change goes."""
    made = stage.made
    set_fields(made.joan, stage.right, title="A title by mistake")
    release_read(made.joan, stage.right)
    packed = send(made.joan, "evaluators", made.stick)
    bring_in(made.priya, made.stick)
    empty(made.stick)
    went_to_wrong_person(made.joan, packed.bundles[0])
    carry(made, made.joan, "evaluators", made.priya)
    destroy(made.priya, asked_to_destroy(made.priya)[0].id)
    with made.priya.main.read() as con:
        found = records.record(con, stage.right)
    assert found is not None
    assert not found.erased
    assert "by mistake" not in found.title
    assert here(made.priya, stage.wrong)


def test_it_goes_to_them_again_only_once_a_coordinator_says_so(stage: Stage) -> None:
    made = stage.made
    ident = went_to_wrong_person(made.joan, stage.bundle)
    carry(made, made.joan, "evaluators", made.priya)
    destroy(made.priya, asked_to_destroy(made.priya)[0].id)
    carry(made, made.priya, "coordinators", made.joan)
    set_fields(made.joan, stage.wrong, title="Changed since")
    release_read(made.joan, stage.wrong)
    carry(made, made.joan, "evaluators", made.priya)
    assert not here(made.priya, stage.wrong)
    assert search_home(made.priya, [RARE, "Changed since"]) == []
    allow_again(made.joan, ident)
    assert incidents(made.joan)[0].may_go
    carry(made, made.joan, "evaluators", made.priya)
    assert here(made.priya, stage.wrong)
    assert search(made.priya, RARE).rows
    with made.priya.main.read() as con:
        assert [m.playable is not None for m in media.of_record(con, stage.wrong)] == [True]
    with pytest.raises(UserError) as unknown:
        allow_again(made.joan, "x")
    assert unknown.value.code == "NO_SUCH_SENDING"
