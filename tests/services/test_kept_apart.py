"""Every refused file that is for us is kept apart with its reason, once, until it comes in, is thrown away, or ninety days are over (BUNDLE.md 7)."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ldp_stories.domain.held_files import take_away
from ldp_stories.errors import SENTENCES, UserError
from ldp_stories.services import import_bundle, set_aside
from ldp_stories.services.fetch_files import arrivals, fetched_folder, is_arrival, look_at_inbox, pass_over
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import accept, accept_quarantined, look, take_in
from ldp_stories.services.kept_apart import ask_again, kept_apart
from ldp_stories.services.make_sounds import write_voice
from ldp_stories.services.odd_files import odd_files
from ldp_stories.services.routes import INBOX, save_route
from ldp_stories.services.set_aside import FOLDER, REFUSED, WAITS, hold, let_go, throw_away_old, waiting
from tests.services.cast import Cast, cast, send, tell
from tests.services.homes import code_of
from tests.services.test_set_aside import take_back
from tests.services.test_withdraw import person_of

SPEC = (Path(__file__).parents[2] / "resources" / "spec" / "bundle.md").read_text(encoding="utf-8")
NOT_KEPT = {
    "NOT_SEALED", "NOT_A_PACK", "NOT_FOR_US", "FOREIGN_PROGRAMME", "PRACTICE_MIXED", "NOT_CUSTODIAN", "UNWANTED_FILE",
}  # fmt: skip


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as made:
        yield made


@pytest.fixture
def file(three: Cast) -> Path:
    """A file from Amina for the coordinators, with a little sound."""
    tell(three.amina, sound=write_voice(three.folder / "voice.wav", 20_000, seed=3))
    (path,) = send(three.amina, "coordinators", three.stick).paths
    return path


def spoil(path: Path) -> bytes:
    """One byte near the end is another; what it was before."""
    whole = path.read_bytes()
    at = len(whole) - 1_000
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    return whole


def refused(home: Home, path: Path) -> str:
    with pytest.raises(UserError) as caught:
        look(home, path)
    return code_of(caught)


def test_every_code_of_the_specification_is_kept_or_stands_among_the_exceptions() -> None:
    table = SPEC.partition("## 11.")[2].partition("| rule | limit | says |")[0]
    listed = set(
        re.findall(r"\b[A-Z]{2,}(?:_[A-Z]+)*\b", " ".join(re.findall(r"^\| ([A-Z_, ]+) \|", table, re.M)))
    )
    assert listed | {"NOT_CUSTODIAN", "UNWANTED_FILE"} == (REFUSED | WAITS | NOT_KEPT)
    assert set(SENTENCES) >= listed


def test_a_damaged_file_is_kept_with_its_reason_and_who_made_it(three: Cast, file: Path) -> None:
    spoil(file)
    assert refused(three.joan, file) == "DAMAGED"
    (one,) = kept_apart(three.joan)
    assert (one.why, one.name, one.file, one.part) == ("DAMAGED", "Amina", file.name, 1)
    assert one.path.read_bytes() == file.read_bytes()
    assert one.path.parent == three.joan.folder / FOLDER
    assert one.packed_on == one.came == three.joan.today().isoformat()
    assert one.goes == (three.joan.today() + timedelta(days=90)).isoformat()
    assert not one.joining
    assert file.exists(), "where it came from it stays"


def test_nothing_of_it_enters_and_it_is_no_file_that_does_not_fit(three: Cast, file: Path) -> None:
    spoil(file)
    refused(three.joan, file)
    assert odd_files(three.joan) == ()


def test_looking_twice_keeps_it_once_with_the_day_of_the_first_look(three: Cast, file: Path) -> None:
    spoil(file)
    refused(three.joan, file)
    came = kept_apart(three.joan)[0].came
    three.clock.forward(days=3)
    refused(three.joan, file)
    refused(three.joan, kept_apart(three.joan)[0].path)
    (one,) = kept_apart(three.joan)
    assert one.came == came
    assert one.file == file.name
    assert len(list((three.joan.folder / FOLDER).iterdir())) == 1


def test_a_file_without_a_head_is_kept_without_a_sender(three: Cast, file: Path) -> None:
    file.write_bytes(file.read_bytes()[:400])
    assert refused(three.joan, file) in REFUSED
    (one,) = kept_apart(three.joan)
    assert (one.name, one.packed_on) == ("", "")


def test_the_oldest_stands_first_as_it_does_among_files_that_do_not_fit(three: Cast, file: Path) -> None:
    tell(three.amina, title="Second")
    (second,) = send(three.amina, "coordinators", three.stick).paths
    for path in (second, file):
        three.clock.forward(days=1)
        spoil(path)
        refused(three.joan, path)
    assert [one.file for one in kept_apart(three.joan)] == [second.name, file.name]


def test_looking_without_keeping_keeps_nothing(three: Cast, file: Path) -> None:
    spoil(file)
    with pytest.raises(UserError):
        look(three.joan, file, keep=False)
    assert kept_apart(three.joan) == ()


@pytest.mark.parametrize("what", ["for somebody else", "not sealed", "gone"])
def test_what_is_not_for_us_or_can_be_read_by_anybody_is_not_kept(three: Cast, file: Path, what: str) -> None:
    home = three.priya if what == "for somebody else" else three.joan
    if what == "not sealed":
        file.write_bytes(b"Dear diary, " * 100)
    if what == "gone":
        file.unlink()
    assert refused(home, file) in ("NOT_FOR_US", "NOT_SEALED", "FILE_UNREADABLE")
    assert kept_apart(home) == ()


def test_a_refusal_while_it_is_added_is_kept_too(
    three: Cast, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise UserError("SAME_NAME", name="Amina")

    seen = look(three.joan, file)
    monkeypatch.setattr(import_bundle, "accept_bundle", refuse)
    with pytest.raises(UserError):
        accept(three.joan, seen)
    (one,) = kept_apart(three.joan)
    assert (one.why, one.told) == ("SAME_NAME", {"name": "Amina"})


def test_the_whole_part_sends_the_broken_copy_away(three: Cast, file: Path) -> None:
    whole = spoil(file)
    refused(three.joan, file)
    file.write_bytes(whole)
    take_in(three.joan, file)
    assert kept_apart(three.joan) == ()
    assert list((three.joan.folder / FOLDER).iterdir()) == []


def test_one_that_can_be_opened_by_now_comes_in_and_is_kept_no_more(
    three: Cast, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def newer(*_: object, **__: object) -> None:
        raise UserError("NEEDS_NEWER")

    with monkeypatch.context() as patch:
        patch.setattr(import_bundle, "read_bundle", newer)
        assert refused(three.joan, file) == "NEEDS_NEWER"
    (one,) = kept_apart(three.joan)
    take_away(file)
    assert accept_quarantined(three.joan, one.bundle).stories
    assert kept_apart(three.joan) == ()
    assert not one.path.exists()


def test_the_part_is_asked_for_again_though_it_lies_under_another_name(three: Cast, file: Path) -> None:
    spoil(file)
    refused(three.joan, file)
    wish = ask_again(three.joan, kept_apart(three.joan)[0])
    assert (wish.name, wish.parts) == ("Amina", (1,))


@pytest.mark.parametrize(("days", "there"), [(89, True), (90, False)])
def test_after_ninety_days_it_is_thrown_away(three: Cast, file: Path, days: int, there: bool) -> None:
    spoil(file)
    refused(three.joan, file)
    (one,) = kept_apart(three.joan)
    three.clock.forward(days=days)
    assert throw_away_old(three.joan) == (0 if there else 1)
    assert one.path.exists() is there
    assert bool(kept_apart(three.joan)) is there


def test_a_stranger_waits_for_the_coordinator_and_not_for_ever_elsewhere(three: Cast, file: Path) -> None:
    stranger = UserError("UNKNOWN_SIGNER", bundle_id="b1", device="d1", key=None)
    for home in (three.joan, three.priya):
        hold(home, file, stranger)
    three.clock.forward(days=400)
    assert throw_away_old(three.joan) == 0
    assert kept_apart(three.joan)[0].goes == ""
    assert throw_away_old(three.priya) == 1


def test_a_line_without_its_file_and_a_file_without_a_line_go(three: Cast, file: Path) -> None:
    spoil(file)
    refused(three.joan, file)
    kept_apart(three.joan)[0].path.unlink()
    (three.joan.folder / FOLDER / "left.tar.age").write_bytes(b"of a copy that was brought back")
    assert throw_away_old(three.joan) == 2
    assert waiting(three.joan) == ()
    assert list((three.joan.folder / FOLDER).iterdir()) == []


def test_a_disk_that_is_nearly_full_keeps_no_broken_file(
    three: Cast, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(file)
    monkeypatch.setattr(set_aside, "SPARE", 1 << 62)
    assert refused(three.joan, file) == "DAMAGED", "the reason is said, not that there is no room"
    assert kept_apart(three.joan) == ()
    assert list((three.joan.folder / FOLDER).iterdir()) == []


def test_when_something_is_taken_back_what_cannot_be_read_through_goes(three: Cast) -> None:
    person = person_of(three.amina, tell(three.amina)).people[0]
    (path,) = send(three.amina, "coordinators", three.stick).paths
    spoil(path)
    refused(three.joan, path)
    take_back(three.joan, person)
    assert kept_apart(three.joan) == ()
    assert list((three.joan.folder / FOLDER).iterdir()) == []


def test_every_role_has_its_list_and_may_throw_a_file_away(three: Cast) -> None:
    tell(three.amina)
    (up,) = send(three.amina, "coordinators", three.stick).paths
    take_in(three.joan, up)
    (path,) = send(three.joan, three.amina.member, three.stick).paths
    spoil(path)
    assert refused(three.amina, path) == "DAMAGED"
    (one,) = kept_apart(three.amina)
    assert one.path.exists()
    let_go(three.amina, one.bundle)
    assert kept_apart(three.amina) == ()


# a watched folder


@pytest.fixture
def shared(three: Cast, file: Path) -> Path:
    """A folder that the whole team uses, with Amina's file for the coordinators in it."""
    folder = three.folder / "shared"
    folder.mkdir()
    file.rename(folder / file.name)
    os.utime(folder / file.name, (1_000_000, 1_000_000))
    for home in (three.joan, three.priya):
        save_route(home, kind=INBOX, name="In", address=str(folder))
    return folder / file.name


def test_a_file_for_others_in_a_shared_folder_is_not_told_as_new(three: Cast, shared: Path) -> None:
    assert look_at_inbox(three.joan).new == (shared,)
    assert look_at_inbox(three.priya).new == ()
    assert arrivals(three.priya) == ()
    assert shared.exists()


def test_it_is_read_once_and_not_every_few_seconds(
    three: Cast, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ldp_stories.services import fetch_files

    look_at_inbox(three.joan)
    look_at_inbox(three.priya)
    monkeypatch.setattr(fetch_files, "inspect", None)
    assert look_at_inbox(three.joan).new == (shared,)
    assert look_at_inbox(three.priya).new == ()


def test_what_a_person_passes_over_is_told_no_more_and_stays_in_the_folder(three: Cast, shared: Path) -> None:
    spoil(shared)
    assert is_arrival(three.joan, shared)
    pass_over(three.joan, shared)
    assert not is_arrival(three.joan, shared)
    assert look_at_inbox(three.joan).new == ()
    assert shared.exists()


def test_a_whole_file_in_its_place_is_new_again(three: Cast, shared: Path) -> None:
    whole = spoil(shared)
    pass_over(three.joan, shared)
    shared.write_bytes(whole)
    os.utime(shared, (2_000_000, 2_000_000))
    assert look_at_inbox(three.joan).new == (shared,)


def test_a_fetched_copy_that_is_passed_over_goes(three: Cast, file: Path) -> None:
    fetched = fetched_folder(three.joan) / file.name
    file.rename(fetched)
    pass_over(three.joan, fetched)
    assert not fetched.exists()
    assert arrivals(three.joan) == ()
